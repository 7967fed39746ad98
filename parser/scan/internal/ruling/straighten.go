package ruling

import (
	"math"

	"github.com/pbt-cli/pbt/parser/scan/internal/raster"
)

// Straight says how far a page was bent, in pixels: the largest move, and what
// unevenness is left of its rulings; Skew is the tilt in degrees.
type Straight struct {
	Moved, Left float64
	Skew        float64
}

// leastMove is the displacement below which a page is left as it is, in pixels.
const leastMove = 0.6

// straighten bends a page so that its own rulings come level and upright: skew,
// perspective and the bow of a book in one resampling. A page with too few
// rulings is turned by the tilt of what runs along its lines.
func straighten(g *raster.Gray, dpi int) (*raster.Gray, Straight) {
	ink := raster.Binarise(g, inkReach(dpi))
	thick := max(9, dpi/18)
	level := curves(ridges(ink, dpi, false), false, dpi/2, thick)
	upright := curves(ridges(ink, dpi, true), true, dpi*2/5, thick)
	dy, dx := fitBend(level, 6, 3), fitBend(upright, 4, 3)
	s := Straight{Moved: max(dy.moved, dx.moved), Left: max(dy.residual, dx.residual), Skew: tilt(level)}
	if dy.moved == 0 && len(level) < leastCurves {
		s.Skew = skew(ink, dpi)
		return rotate(g, s.Skew), s
	}
	if s.Moved < leastMove {
		return g.Clone(), s
	}
	return unbend(g, dx, dy), s
}

// inkReach is the reach of the window that tells ink from paper.
func inkReach(dpi int) int { return dpi / 8 }

// tilt is the middle slope of curves in degrees, weighted by their lengths.
func tilt(curves []curve) float64 {
	sum, weight := 0.0, 0.0
	for _, c := range curves {
		n := len(c.along) - 1
		run := c.along[n] - c.along[0]
		sum += c.across[n] - c.across[0]
		weight += run
	}
	if weight == 0 {
		return 0
	}
	return math.Atan(sum/weight) * 180 / math.Pi
}

// unbend moves each pixel by the bends. They say where a pixel goes: where one
// comes from is found by a few steps on a net of points.
func unbend(g *raster.Gray, dx, dy *bend) *raster.Gray {
	const (
		mesh  = 16
		steps = 6
	)
	w, h := g.W/mesh+2, g.H/mesh+2
	netX, netY := make([]float64, w*h), make([]float64, w*h)
	for j := range h {
		for i := range w {
			tx, ty := float64(i*mesh), float64(j*mesh)
			x, y := tx, ty
			for range steps {
				x, y = tx-dx.at(y, x), ty-dy.at(x, y)
			}
			netX[j*w+i], netY[j*w+i] = x, y
		}
	}
	out := raster.NewGray(g.W, g.H)
	hidden := hide(g, out)
	for y := range g.H {
		row := out.Row(y)
		v := float64(y%mesh) / mesh
		for i := 0; i*mesh < g.W; i++ {
			k := y/mesh*w + i
			x0, x1 := netX[k]*(1-v)+netX[k+w]*v, netX[k+1]*(1-v)+netX[k+w+1]*v
			y0, y1 := netY[k]*(1-v)+netY[k+w]*v, netY[k+1]*(1-v)+netY[k+w+1]*v
			part := row[i*mesh : min(g.W, (i+1)*mesh)]
			for n := range part {
				u := float64(n) / mesh
				fromX, fromY := x0+(x1-x0)*u, y0+(y1-y0)*u
				part[n] = g.Between(fromX, fromY)
				hidden(i*mesh+n, y, fromX, fromY)
			}
		}
	}
	return out
}

// rotate turns a page about its middle so that what is tilted by deg comes level.
func rotate(g *raster.Gray, deg float64) *raster.Gray {
	if math.Abs(deg) < 0.02 {
		return g.Clone()
	}
	sin, cos := math.Sincos(deg * math.Pi / 180)
	cx, cy := float64(g.W-1)/2, float64(g.H-1)/2
	out := raster.NewGray(g.W, g.H)
	hidden := hide(g, out)
	for y := range g.H {
		row, v := out.Row(y), float64(y)-cy
		for x := range row {
			u := float64(x) - cx
			fromX, fromY := cx+u*cos-v*sin, cy+u*sin+v*cos
			row[x] = g.Between(fromX, fromY)
			hidden(x, y, fromX, fromY)
		}
	}
	return out
}

// hide gives what marks a pixel of a resampled picture hidden where the place that it
// comes from is.
func hide(from, to *raster.Gray) func(x, y int, fromX, fromY float64) {
	if from.Hidden == nil {
		return func(int, int, float64, float64) {}
	}
	to.Hidden = raster.NewInk(to.W, to.H)
	return func(x, y int, fromX, fromY float64) {
		to.Hidden.On[y*to.W+x] = from.Hidden.At(int(fromX+0.5), int(fromY+0.5))
	}
}

// The search for a tilt, in degrees.
const (
	mostSkew   = 5.0
	skewStep   = 0.1
	finestSkew = 0.01
)

// skew measures the tilt of a page without rulings by its lines of text: at the
// right tilt the rows of ink are fullest and emptiest.
func skew(ink *raster.Ink, dpi int) float64 {
	type point struct{ x, y float64 }
	var points []point
	step := max(2, dpi/60)
	for y := 0; y < ink.H; y += 1 {
		row := ink.Row(y)
		for x := 0; x < ink.W; x += step {
			if row[x] {
				points = append(points, point{float64(x), float64(y)})
			}
		}
	}
	if len(points) < 200 {
		return 0
	}
	thin := 1 + len(points)/40000
	slack := int(float64(ink.W)*math.Tan(mostSkew*math.Pi/180)) + 2
	bins := make([]float64, ink.H+2*slack)
	score := func(deg float64) float64 {
		clear(bins)
		t := math.Tan(deg * math.Pi / 180)
		for i := 0; i < len(points); i += thin {
			p := points[i]
			bins[int(p.y-p.x*t)+slack]++
		}
		sum := 0.0
		for i := 1; i < len(bins); i++ {
			d := bins[i] - bins[i-1]
			sum += d * d
		}
		return sum
	}
	best, most := 0.0, score(0)*1.02
	for d := -mostSkew + skewStep; d < mostSkew; d += skewStep {
		if s := score(d); s > most {
			best, most = d, s
		}
	}
	for step := skewStep / 2; step >= finestSkew; step /= 2 {
		for _, d := range []float64{best - step, best + step} {
			if s := score(d); s > most {
				best, most = d, s
			}
		}
	}
	return best
}
