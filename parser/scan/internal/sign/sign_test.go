package sign

import (
	"bytes"
	"math"
	"testing"

	"github.com/pbt-cli/pbt/parser/scan/internal/raster"
)

// stroke is a line between two places, as parts of an em.
type stroke struct{ x0, y0, x1, y1 float64 }

// draw draws strokes as a scanner sees them, in a picture of a line.
func draw(em, thick, grey float64, strokes ...stroke) *raster.Gray {
	g := raster.NewGray(int(em*1.4), 48)
	for y := range g.H {
		for x := range g.W {
			most := 0.0
			for _, s := range strokes {
				px, py := (float64(x)-em*0.2)/em, (float64(y)-(48-em)/2)/em
				dx, dy := s.x1-s.x0, s.y1-s.y0
				at := min(max(((px-s.x0)*dx+(py-s.y0)*dy)/(dx*dx+dy*dy), 0), 1)
				d := math.Hypot(px-s.x0-at*dx, py-s.y0-at*dy) * em
				most = max(most, min(max(thick/2+0.7-d, 0), 1))
			}
			g.Pix[y*g.W+x] = uint8(250 - grey*most)
		}
	}
	return g
}

var (
	above = []stroke{{0.85, 0.2, 0.15, 0.45}, {0.15, 0.45, 0.85, 0.7}}
	right = []stroke{{0.15, 0.2, 0.85, 0.45}, {0.85, 0.45, 0.15, 0.7}}
	bar   = stroke{0.15, 0.85, 0.85, 0.85}
)

// Signs drawn with a pen, thin and thick, black and pale, small and large: the likeliest
// class is theirs.
func TestRead(t *testing.T) {
	for _, c := range []struct {
		sign    rune
		strokes []stroke
	}{
		{'<', above},
		{'>', right},
		{'≤', append(above[:2:2], bar)},
		{'≥', append(right[:2:2], bar)},
		{'=', []stroke{{0.15, 0.38, 0.85, 0.38}, {0.15, 0.62, 0.85, 0.62}}},
		{'-', []stroke{{0.1, 0.5, 0.9, 0.5}}},
		{Other, []stroke{{0.5, 0.1, 0.1, 0.9}, {0.5, 0.1, 0.9, 0.9}, {0.3, 0.6, 0.7, 0.6}}}, // A
	} {
		for _, em := range []float64{30, 36} {
			for _, thick := range []float64{2, 3.4} {
				for _, grey := range []float64{120, 240} {
					g := draw(em, thick, grey, c.strokes...)
					s, ok := Read(g, 0, g.W)
					if best, p := s.Best(); !ok || best != c.sign {
						t.Errorf("%q em %.0f thick %.1f grey %.0f is read as %q at %.2f", c.sign, em, thick, grey, best, p)
					}
				}
			}
		}
	}
	if _, ok := Read(draw(30, 3, 200), 0, 42); ok {
		t.Error("a blank is read as a sign")
	}
}

// The weights are written as they are read.
func TestEncode(t *testing.T) {
	if !bytes.Equal(weights().Encode(), file) {
		t.Error("written again, the weights differ")
	}
}
