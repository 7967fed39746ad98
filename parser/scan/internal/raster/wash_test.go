package raster

import (
	"image"
	"image/color"
	"testing"
)

// page draws a page of thin black strokes on uneven paper.
func page(w, h int) *Gray {
	g := NewGray(w, h)
	for y := range h {
		for x := range w {
			g.Pix[y*w+x] = uint8(250 - 30*x/w)
			if y%40 < 3 && x%90 < 60 || x%90 < 3 && y%80 < 30 {
				g.Pix[y*w+x] = 30
			}
		}
	}
	return g
}

func TestWashed(t *testing.T) {
	const w, h = 800, 600
	plain := page(w, h)
	if got := plain.Washed(200); got != plain {
		t.Error("a page without a watermark was changed")
	}
	for _, grey := range []int{160, 175, 200, 215} {
		marked := page(w, h)
		for y := 100; y < 400; y++ {
			for x := 100 + y/2; x < 130+y/2; x++ {
				v := &marked.Pix[y*w+x]
				*v = uint8(int(*v) * grey / 250)
			}
		}
		got := marked.Washed(200)
		if got == marked {
			t.Errorf("a watermark of grey %d was not seen", grey)
			continue
		}
		if v := got.Pix[250*w+240]; v < 235 {
			t.Errorf("of a watermark of grey %d, %d is left", grey, v)
		}
		if v := got.Pix[241*w+230]; v > 90 {
			t.Errorf("print under a watermark of grey %d came out at %d", grey, v)
		}
		if i := 500*w + 700; got.Pix[i] != marked.Pix[i] {
			t.Errorf("far from a watermark of grey %d, %d became %d", grey, marked.Pix[i], got.Pix[i])
		}
		if v := got.Pix[1*w+10]; v > 70 {
			t.Errorf("print beside a watermark of grey %d came out at %d", grey, v)
		}
	}
}

// A band of shade from the top of a page to its bottom is no watermark: washed alone it
// would be left with edges.
func TestWashedShade(t *testing.T) {
	const w, h = 800, 600
	shaded := page(w, h)
	for y := range h {
		for x := 550; x < w; x++ {
			v := &shaded.Pix[y*w+x]
			*v = uint8(int(*v) * (900 - x) / 350)
		}
	}
	got := shaded.Washed(200)
	if got == shaded {
		t.Skip("the shade is not seen")
	}
	for x := 560; x < 700; x++ {
		if a, b := int(got.Pix[50*w+x-1]), int(got.Pix[50*w+x]); a-b > 20 || b-a > 20 {
			t.Fatalf("an edge is left at %d: %d, %d", x, a, b)
		}
	}
}

// Pale print has nothing darker beside it, and is no watermark.
func TestWashedKeepsPalePrint(t *testing.T) {
	g := page(800, 600)
	for i, v := range g.Pix {
		g.Pix[i] = 250 - (250-v)/3
	}
	if g.Washed(200) != g {
		t.Error("a pale page was washed")
	}
}

// The shadow of the paper's edge is grey and wide, and no watermark.
func TestWashedKeepsShadow(t *testing.T) {
	const w, h = 800, 600
	g := page(w, h)
	for y := range h {
		for x := range 40 {
			g.Pix[y*w+x] = uint8(int(g.Pix[y*w+x]) * 3 / 5)
		}
	}
	if g.Washed(200) != g {
		t.Error("a page with a shadow at its edge was washed")
	}
}

// Coloured ink leaves no grey rim where the picture keeps colours coarser.
func TestColouredRim(t *testing.T) {
	im := image.NewYCbCr(image.Rect(0, 0, 64, 64), image.YCbCrSubsampleRatio420)
	for i := range im.Y {
		im.Y[i] = 250
	}
	for i := range im.Cb {
		im.Cb[i], im.Cr[i] = 128, 128
	}
	y0, cb, cr := color.RGBToYCbCr(170, 205, 245)
	for y := 20; y < 40; y++ {
		for x := 20; x < 40; x++ {
			im.Y[im.YOffset(x, y)] = y0
			im.Cb[im.COffset(x, y)], im.Cr[im.COffset(x, y)] = cb, cr
		}
		im.Y[im.YOffset(40, y)], im.Y[im.YOffset(41, y)] = 200, 225 // the rim has lost its colour
	}
	g := FromImage(im, 200)
	for i, v := range g.Pix {
		if v < 240 {
			t.Fatalf("grey %d is left at %d, %d", v, i%g.W, i/g.W)
		}
	}
}
