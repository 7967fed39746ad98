package raster

import (
	"image"
	"image/color"
)

// A page is printed in a colour where so large a part of it is coloured ink, and so
// many times as much as there is of ink without colour: carbon copies, forms in red. A
// seal and a few lines of text are not.
const (
	printShare  = 0.006
	printTimes  = 5
	printDark   = 0.65 // coloured print is darker than this part of the paper,
	printPale   = 0.70 // and ink without colour than this one;
	printColour = 30   // the channels of the one differ by so much,
	printGrey   = 20   // those of the other by at most so much
)

// colourPrint reports whether a page is printed in a colour.
func colourPrint(im image.Image) bool {
	const every = 3
	at := pixelsOf(im)
	b := im.Bounds()
	var light [256]int
	n := 0
	for y := b.Min.Y; y < b.Max.Y; y += 4 * every {
		for x := b.Min.X; x < b.Max.X; x += 4 * every {
			r, g, bl := at(x, y)
			light[max(r, g, bl)]++
			n++
		}
	}
	paper := White
	for left := n / 3; paper > 0 && left >= light[paper]; paper-- {
		left -= light[paper]
	}
	coloured, grey, all := 0, 0, 0
	for y := b.Min.Y; y < b.Max.Y; y += every {
		for x := b.Min.X; x < b.Max.X; x += every {
			r, g, bl := at(x, y)
			hi, lo := max(r, g, bl), min(r, g, bl)
			all++
			switch {
			case float64(lo) < printDark*float64(paper) && hi-lo >= printColour:
				coloured++
			case float64(lo) < printPale*float64(paper) && hi-lo <= printGrey:
				grey++
			}
		}
	}
	return float64(coloured) >= printShare*float64(all) && coloured >= printTimes*grey
}

// pixelsOf gives the channels of a picture's pixels.
func pixelsOf(im image.Image) func(x, y int) (r, g, b uint8) {
	switch s := im.(type) {
	case *image.NRGBA:
		return func(x, y int) (uint8, uint8, uint8) {
			p := s.Pix[s.PixOffset(x, y):]
			return p[0], p[1], p[2]
		}
	case *image.RGBA:
		return func(x, y int) (uint8, uint8, uint8) {
			p := s.Pix[s.PixOffset(x, y):]
			return p[0], p[1], p[2]
		}
	case *image.YCbCr:
		return func(x, y int) (uint8, uint8, uint8) {
			i, j := s.YOffset(x, y), s.COffset(x, y)
			return color.YCbCrToRGB(s.Y[i], s.Cb[j], s.Cr[j])
		}
	}
	return func(x, y int) (uint8, uint8, uint8) {
		r, g, b, a := im.At(x, y).RGBA()
		over := 0xffff - a // on white paper
		return uint8((r + over) >> 8), uint8((g + over) >> 8), uint8((b + over) >> 8)
	}
}

// darkestChannel makes a grey picture of the darkest channel of every pixel: ink of any
// colour is dark.
func darkestChannel(im image.Image) *Gray {
	b := im.Bounds()
	out := NewGray(b.Dx(), b.Dy())
	at := pixelsOf(im)
	for y := range out.H {
		row := out.Row(y)
		for x := range row {
			r, g, bl := at(b.Min.X+x, b.Min.Y+y)
			row[x] = min(r, g, bl)
		}
	}
	return out
}

// A picture is a negative where so large a part of it is dark, and so large a one light.
const (
	negativeDark  = 0.85
	negativeLight = 0.005
	darkGrey      = 100
	lightGrey     = 150
)

// Positive gives a negative's positive: print on white. Any other picture is given back
// as it is.
func (g *Gray) Positive() *Gray {
	count, n := g.Count(0, 0, g.W, g.H)
	dark, light := 0, 0
	for v, k := range count {
		switch {
		case v < darkGrey:
			dark += k
		case v >= lightGrey:
			light += k
		}
	}
	if float64(dark) < negativeDark*float64(n) || float64(light) < negativeLight*float64(n) {
		return g
	}
	out := NewGray(g.W, g.H)
	for i, v := range g.Pix {
		out.Pix[i] = White - v
	}
	return out
}
