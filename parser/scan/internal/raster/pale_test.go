package raster

import "testing"

// On a pale page what is hardly darker than paper is ink, on any other it is dirt.
func TestBinarisePale(t *testing.T) {
	for _, c := range []struct {
		print uint8
		faint bool
	}{{170, true}, {40, false}} {
		g := NewGray(400, 300)
		for i := range g.Pix {
			g.Pix[i] = 250
		}
		for i := range 20 {
			for x := 40; x < 200; x++ {
				g.Row(20 + i*12)[x], g.Row(21 + i*12)[x] = c.print, c.print
			}
		}
		for y := range g.H {
			g.Row(y)[300], g.Row(y)[301] = 221, 221 // a hairline
		}
		k := Binarise(g, 25)
		if !k.At(100, 20) || k.At(100, 26) || k.At(300, 100) != c.faint {
			t.Errorf("print of grey %d: a hairline is ink: %v", c.print, k.At(300, 100))
		}
	}
}
