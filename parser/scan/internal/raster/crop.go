package raster

import (
	"image"
	"math"
)

// Crop cuts a rectangle out and scales it to the height h, by a triangle filter
// as wide as a pixel of the result or of the picture, whichever is wider.
func (g *Gray) Crop(r image.Rectangle, h int) *Gray {
	scale := float64(r.Dy()) / float64(h)
	w := max(8, int(float64(r.Dx())/scale+0.5))
	across := taps(w, r.Min.X, r.Max.X, scale)
	down := taps(h, r.Min.Y, r.Max.Y, scale)
	narrow := make([]float32, w*r.Dy())
	for y := range r.Dy() {
		src, dst := g.Row(r.Min.Y+y), narrow[y*w:][:w]
		for x, t := range across {
			var sum float32
			for k, weight := range t.weights {
				sum += weight * float32(src[min(max(t.first+k, r.Min.X), r.Max.X-1)])
			}
			dst[x] = sum
		}
	}
	out := NewGray(w, h)
	sums := make([]float32, w)
	for y, t := range down {
		clear(sums)
		for k, weight := range t.weights {
			src := narrow[(min(max(t.first+k, r.Min.Y), r.Max.Y-1)-r.Min.Y)*w:][:w]
			for x, v := range src {
				sums[x] += weight * v
			}
		}
		for x, v := range sums {
			out.Pix[y*w+x] = uint8(min(v+0.5, White))
		}
	}
	return out
}

// tap is the pixels that one pixel of a scaled picture is made of.
type tap struct {
	first   int
	weights []float32
}

func taps(n, from, to int, scale float64) []tap {
	out := make([]tap, n)
	reach := max(1, scale)
	for i := range out {
		centre := (float64(i)+0.5)*scale - 0.5
		first, last := int(math.Ceil(centre-reach)), int(math.Floor(centre+reach))
		var sum float32
		weights := make([]float32, 0, last-first+1)
		for k := first; k <= last; k++ {
			v := float32(max(0, 1-math.Abs(float64(k)-centre)/reach))
			weights = append(weights, v)
			sum += v
		}
		for k := range weights {
			weights[k] /= sum
		}
		out[i] = tap{from + first, weights}
	}
	return out
}

// Levels gives the grey of a line's paper and of its darkest strokes: the 70th
// and the 2nd of a hundred pixels.
func (g *Gray) Levels() (paper, dark int) {
	var count [256]int
	for _, v := range g.Pix {
		count[v]++
	}
	sum, all := 0, len(g.Pix)
	dark = -1
	for v, n := range count {
		sum += n
		if dark < 0 && sum > all/50 {
			dark = v
		}
		if sum > all*7/10 {
			return v, dark
		}
	}
	return White, max(dark, 0)
}

// Contrast between paper and strokes below which a line holds nothing to stretch.
const leastContrast = 40

// Stretched brings a pale line's paper to white and its strokes to black.
func (g *Gray) Stretched() *Gray {
	paper, dark := g.Levels()
	if paper-dark < leastContrast || paper > 225 && dark < 60 {
		return g
	}
	out := NewGray(g.W, g.H)
	lo := float64(dark) * 0.6
	for i, v := range g.Pix {
		out.Pix[i] = uint8(max(0, min(White, (float64(v)-lo)*250/(float64(paper)-lo))))
	}
	return out
}

// InkLevel is the grey below which a line's pixel is ink: between its own paper
// and its own strokes.
func (g *Gray) InkLevel() uint8 {
	paper, dark := g.Levels()
	if paper-dark < leastContrast {
		return 100
	}
	return uint8(max(90, min(205, dark+(paper-dark)*6/10)))
}
