package line

import (
	"testing"

	"github.com/pbt-cli/pbt/parser/scan/internal/raster"
	"github.com/pbt-cli/pbt/parser/scan/internal/ruling"
)

// A punched hole beside a line of text is none of it; a character so full of strokes that
// it is nearly black is.
func TestOutsideHole(t *testing.T) {
	g := raster.NewGray(900, 400)
	for i := range g.Pix {
		g.Pix[i] = 250
	}
	fill := func(x0, y0, x1, y1 int) {
		for y := y0; y < y1; y++ {
			for x := x0; x < x1; x++ {
				g.Pix[y*g.W+x] = 20
			}
		}
	}
	for x := 100; x < 400; x += 30 {
		if x == 250 {
			fill(x, 200, x+24, 224) // the full one
			for y := 205; y < 220; y += 3 {
				g.Pix[y*g.W+x+11], g.Pix[y*g.W+x+12] = 250, 250
			}
			continue
		}
		for k := range 4 {
			fill(x, 200+k*7, x+24, 203+k*7)
		}
		fill(x+10, 200, x+14, 224)
	}
	for y := -26; y <= 26; y++ {
		for x := -26; x <= 26; x++ {
			if x*x+y*y <= 26*26 {
				g.Pix[(212+y)*g.W+60+x] = 20
			}
		}
	}
	s := &ruling.Sheet{Gray: g, Ink: raster.Binarise(g, 25), DPI: 200}
	got := NewCutter(s).Outside(s)
	if len(got) != 1 || got[0].Min.X < 90 || got[0].Min.X > 100 || got[0].Max.X < 394 {
		t.Errorf("lines %v", got)
	}
}
