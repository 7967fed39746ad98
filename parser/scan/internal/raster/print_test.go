package raster

import (
	"image"
	"image/color"
	"testing"
)

// sheetOf draws lines of print in one colour, and a disc in another, on paper.
func sheetOf(print color.Color, lines int, disc color.Color, radius int) *image.NRGBA {
	im := image.NewNRGBA(image.Rect(0, 0, 600, 800))
	for y := range 800 {
		for x := range 600 {
			im.Set(x, y, color.NRGBA{246, 245, 240, 255})
			if dx, dy := x-400, y-600; dx*dx+dy*dy < radius*radius {
				im.Set(x, y, disc)
			}
		}
	}
	for i := range lines {
		for x := 60; x < 540; x++ {
			for d := range 3 {
				im.Set(x, 40+i*20+d, print)
			}
		}
	}
	return im
}

// What a page is printed in is ink, whatever its colour; a coloured seal is not.
func TestFromImagePrint(t *testing.T) {
	blue, red, black := color.NRGBA{70, 78, 165, 255}, color.NRGBA{200, 30, 40, 255}, color.NRGBA{40, 40, 44, 255}
	for name, c := range map[string]struct {
		im        image.Image
		print     bool // whether the lines of print stay
		coloured  bool // and whether the disc does
		discDrawn bool
	}{
		"carbon":         {im: sheetOf(blue, 20, blue, 0), print: true},
		"red form":       {im: sheetOf(red, 20, red, 0), print: true},
		"black and seal": {im: sheetOf(black, 20, red, 60), print: true, discDrawn: true},
		"large seal":     {im: sheetOf(black, 2, red, 60), print: true, discDrawn: true},
		"blue note":      {im: sheetOf(blue, 2, blue, 0)},
	} {
		g := FromImage(c.im, 200)
		if got := g.Row(41)[300] < 128; got != c.print {
			t.Errorf("%s: print is ink: %v", name, got)
		}
		if got := g.Row(600)[400] < 128; c.discDrawn && got != c.coloured {
			t.Errorf("%s: the seal is ink: %v", name, got)
		}
	}
}

// A marker is paper, and what it covers print.
func TestFromImageMarker(t *testing.T) {
	for _, c := range []struct {
		r, g, b   uint8
		low, high uint8
	}{
		{242, 230, 90, 250, 255}, // a marker
		{225, 215, 90, 190, 255}, // a darker one
		{195, 180, 70, 0, 150},   // print under it
		{60, 55, 40, 0, 70},
		{220, 40, 40, 250, 255},   // red ink
		{250, 246, 230, 246, 255}, // yellowish paper
	} {
		if v := paperOf(c.r, c.g, c.b); v < c.low || v > c.high {
			t.Errorf("%d %d %d is grey %d, not %d to %d", c.r, c.g, c.b, v, c.low, c.high)
		}
	}
}

func TestPositive(t *testing.T) {
	draw := func(paper, ink uint8, part int) *Gray {
		g := NewGray(300, 300)
		for i := range g.Pix {
			g.Pix[i] = paper
			if i%100 < part {
				g.Pix[i] = ink
			}
		}
		return g
	}
	for name, c := range map[string]struct {
		g        *Gray
		negative bool
	}{
		"negative":         {draw(20, 235, 8), true},
		"print":            {draw(235, 20, 8), false},
		"paper on a desk":  {draw(40, 230, 40), false},
		"nothing but dark": {draw(30, 60, 8), false},
	} {
		p := c.g.Positive()
		if (p != c.g) != c.negative || c.negative && p.Pix[50] < 200 {
			t.Errorf("%s: turned %v, paper %d", name, p != c.g, p.Pix[50])
		}
	}
}

// Softened keeps how dark a picture is, and gives edges greys.
func TestSoftened(t *testing.T) {
	g := NewGray(40, 40)
	for y := range 40 {
		for x := range 40 {
			if x >= 20 {
				g.Row(y)[x] = White
			}
		}
	}
	s := g.Softened(1)
	if row := s.Row(20); row[18] != 0 || row[19] != 64 || row[20] != 191 || row[21] != White {
		t.Errorf("an edge becomes %v", row[17:23])
	}
	if g.Row(20)[19] != 0 {
		t.Error("the picture itself was softened")
	}
}
