package ruling

import (
	"image"
	"testing"

	"github.com/pbt-cli/pbt/parser/scan/internal/raster"
)

// stamped draws a form, tilted, with a stamp of thick strokes over the upright ruling
// between its columns and over level ones; print shows under it where it is of pad ink.
func stamped(pad bool) *raster.Gray {
	p := paper{g: raster.NewGray(1654, 1200), bend: func(x, y float64) (float64, float64) { return x, y + (x-800)/100 }}
	for i := range p.g.Pix {
		p.g.Pix[i] = 245
	}
	p.form()
	p.g.Hidden = raster.NewInk(p.g.W, p.g.H)
	for _, r := range []image.Rectangle{
		image.Rect(892, 420, 912, 505), image.Rect(892, 690, 912, 760), image.Rect(600, 390, 640, 540), image.Rect(1000, 390, 1060, 620),
	} {
		for y := r.Min.Y; y < r.Max.Y; y++ {
			for x := r.Min.X; x < r.Max.X; x++ {
				if i := y*p.g.W + x; !pad || p.g.Pix[i] > 128 {
					p.g.Pix[i], p.g.Hidden.On[i] = raster.White, true
				}
			}
		}
	}
	return p.g
}

// A ruling goes on under a stamp, and text there is missed where the stamp hides it.
func TestStamped(t *testing.T) {
	for _, pad := range []bool{false, true} {
		s := Find(stamped(pad), 200)
		if len(s.Cells) != 11 {
			t.Errorf("pad ink %v: %d cells, not 11", pad, len(s.Cells))
		}
		if s.Covered() == pad {
			t.Errorf("pad ink %v: print is hidden: %v", pad, !pad)
		}
		if !s.Hides(image.Rect(560, 430, 700, 460)) || s.Hides(image.Rect(700, 430, 860, 460)) {
			t.Errorf("pad ink %v: it lies over the wrong text", pad)
		}
	}
}
