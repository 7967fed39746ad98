package raster

import (
	"image"
	"image/color"
	"testing"
)

// What shows under a seal stays print, what the seal hides is named, and a coloured
// ground hides nothing.
func TestStain(t *testing.T) {
	im := image.NewNRGBA(image.Rect(0, 0, 600, 400))
	fill := func(r image.Rectangle, c color.NRGBA) {
		for y := r.Min.Y; y < r.Max.Y; y++ {
			for x := r.Min.X; x < r.Max.X; x++ {
				im.SetNRGBA(x, y, c)
			}
		}
	}
	paper, print := color.NRGBA{246, 245, 240, 255}, color.NRGBA{40, 40, 44, 255}
	seal, under := color.NRGBA{214, 90, 100, 255}, color.NRGBA{128, 60, 66, 255}
	fill(im.Rect, paper)
	for y := 20; y < 380; y += 30 {
		fill(image.Rect(20, y, 580, y+3), print)
	}
	fill(image.Rect(100, 30, 120, 160), seal)                           // a stroke that print shows under,
	fill(image.Rect(100, 50, 120, 53), under)                           //
	fill(image.Rect(200, 30, 220, 160), seal)                           // one that hides it,
	fill(image.Rect(0, 270, 600, 310), color.NRGBA{190, 215, 246, 255}) // and a ground.
	fill(image.Rect(20, 290, 580, 293), print)
	g := FromImage(im, 200)
	for _, c := range []struct {
		x, y        int
		ink, hidden bool
	}{
		{110, 51, true, false},
		{110, 60, false, true},
		{210, 51, false, true},
		{300, 51, true, false},
		{300, 60, false, false},
		{300, 280, false, false},
		{300, 291, true, false},
	} {
		i := c.y*g.W + c.x
		if ink := g.Pix[i] < 128; ink != c.ink {
			t.Errorf("%d, %d has grey %d", c.x, c.y, g.Pix[i])
		}
		if hidden := g.Hidden.On[i]; hidden != c.hidden {
			t.Errorf("%d, %d is hidden: %v", c.x, c.y, hidden)
		}
	}
	if turned := g.Turned(1); !turned.Hidden.At(g.H-1-60, 210) {
		t.Error("what is hidden does not turn with its picture")
	}
}
