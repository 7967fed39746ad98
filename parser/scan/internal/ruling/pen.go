package ruling

import (
	"image"

	"github.com/pbt-cli/pbt/parser/scan/internal/raster"
)

// Pen is what a hand wrote across the page: a signature, a tick, a stroke.
type Pen struct {
	Boxes []image.Rectangle
	// ink is what was wiped.
	ink *raster.Ink
}

// Over reports whether a hand wrote in a box.
func (p *Pen) Over(b image.Rectangle) bool {
	if p.ink == nil {
		return false
	}
	b = b.Intersect(image.Rect(0, 0, p.ink.W, p.ink.H))
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for _, on := range p.ink.Row(y)[b.Min.X:b.Max.X] {
			if on {
				return true
			}
		}
	}
	return false
}

// The shape of handwriting, as parts of the height of a line of print. Characters
// of print stand apart and in their cells; a hand's stroke runs on, and across
// rulings.
const (
	penAcross  = 1.0  // a stroke across a ruling is as long
	penBeyond  = 0.35 // and reaches so far into either cell
	penWide    = 3.0  // one within a cell is as wide
	penHigh    = 1.3  // and as high
	penFlat    = 0.25 // what is flatter is left of a ruling
	penFull    = 0.4  // the part of its outline that ink fills at most
	penLongest = 90   // millimetres; what is longer is no writing
)

// Handwriting finds what a hand wrote, and wipes it; height is that of a line of
// print.
func (s *Sheet) Handwriting(height float64) Pen {
	labels, blobs := s.bridged().Blobs()
	pen := map[int32]bool{}
	out := Pen{}
	for i, b := range blobs {
		if s.written(b, height) {
			pen[int32(i+1)] = true
			out.Boxes = append(out.Boxes, image.Rect(b.X0, b.Y0, b.X1+1, b.Y1+1))
		}
	}
	if len(pen) == 0 {
		return out
	}
	out.ink = raster.NewInk(s.Ink.W, s.Ink.H)
	for i, l := range labels {
		if l > 0 && pen[l] && s.Ink.On[i] {
			out.ink.On[i] = true
		}
	}
	s.wipeInk(out.ink)
	return out
}

// bridged is the ink with strokes joined where a ruling that was taken off cut
// through them.
func (s *Sheet) bridged() *raster.Ink {
	out := raster.NewInk(s.Ink.W, s.Ink.H)
	copy(out.On, s.Ink.On)
	join := func(vertical bool, at, from, to float64) {
		a := axisOf(s.Ink, vertical)
		reach, place := max(3, s.DPI/50), int(at+0.5)
		for j := max(spread, int(from)); j <= min(a.along-1-spread, int(to)); j++ {
			for i := max(spread, place-reach); i <= min(a.across-1-spread, place+reach); i++ {
				if !s.Ink.On[i*a.stepA+j*a.stepL] {
					continue
				}
				for k := i - spread; k <= i+spread; k++ {
					for l := j - spread; l <= j+spread; l++ {
						out.On[k*a.stepA+l*a.stepL] = true
					}
				}
			}
		}
	}
	s.eachRuled(join)
	return out
}

// spread is by how much ink grows beside a ruling.
const spread = 3

// written reports whether a piece of ink is handwriting by its shape.
func (s *Sheet) written(b raster.Blob, height float64) bool {
	w, h := float64(b.Width()), float64(b.Height())
	if min(w, h) < penFlat*height || max(w, h) > penLongest*s.millimetre() || float64(b.Pixels) > penFull*w*h {
		return false
	}
	if w >= penWide*height && h >= penHigh*height {
		return true
	}
	beyond := penBeyond * height
	return w >= penAcross*height && s.crosses(s.Xs, s.upright, s.Ys, b.X0, b.X1, (b.Y0+b.Y1)/2, beyond, false) ||
		h >= penAcross*height && s.crosses(s.Ys, s.level, s.Xs, b.Y0, b.Y1, (b.X0+b.X1)/2, beyond, true)
}

// crosses reports whether a ruling stands between two places, at least beyond
// from either; at is where on the ruling.
func (s *Sheet) crosses(tracks []float64, sides [][]float64, other []float64, from, to, at int, beyond float64, level bool) bool {
	band := -1
	for k := 0; k+1 < len(other); k++ {
		if float64(at) >= other[k] && float64(at) < other[k+1] {
			band = k
		}
	}
	if band < 0 {
		return false
	}
	for j, t := range tracks {
		if t < float64(from)+beyond || t > float64(to)-beyond {
			continue
		}
		side := 0.0
		if level {
			side = sides[j][band]
		} else {
			side = sides[band][j]
		}
		if side >= ruled {
			return true
		}
	}
	return false
}

// wipeInk makes paper of ink, and of its pale edge.
func (s *Sheet) wipeInk(ink *raster.Ink) {
	for y := range ink.H {
		for x, on := range ink.Row(y) {
			if !on {
				continue
			}
			s.Ink.On[y*ink.W+x] = false
			for ny := max(0, y-1); ny <= min(ink.H-1, y+1); ny++ {
				for nx := max(0, x-1); nx <= min(ink.W-1, x+1); nx++ {
					if p := ny*ink.W + nx; !s.Ink.On[p] {
						s.Gray.Pix[p] = raster.White
					}
				}
			}
		}
	}
}
