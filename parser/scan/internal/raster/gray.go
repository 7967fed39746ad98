// Package raster holds pictures of pages in grey, the ink on them, and the
// operations on pixels that reading a page takes.
package raster

import (
	"image"
	"image/color"
)

// White is the grey of paper.
const White = 255

// Gray is a picture in grey, 0 black to 255 white, row by row.
type Gray struct {
	W, H int
	Pix  []uint8
}

// NewGray makes a picture without content: black.
func NewGray(w, h int) *Gray { return &Gray{w, h, make([]uint8, w*h)} }

// Row gives row y.
func (g *Gray) Row(y int) []uint8 { return g.Pix[y*g.W:][:g.W] }

// Count counts the greys of every other row of a part of the picture, which is cut
// at its edges.
func (g *Gray) Count(x0, y0, x1, y1 int) (count [256]int, n int) {
	x1, y1 = min(g.W, x1), min(g.H, y1)
	for y := y0; y < y1; y += 2 {
		for _, v := range g.Row(y)[x0:x1] {
			count[v]++
		}
		n += x1 - x0
	}
	return count, n
}

// Clone copies a picture.
func (g *Gray) Clone() *Gray {
	return &Gray{g.W, g.H, append([]uint8(nil), g.Pix...)}
}

// A pixel is colour, and so a seal's or a stamp's and not print, when its
// channels differ by more than tint; each step beyond lightens it by fade. What
// is darker than printed is print whatever its tint.
const (
	printed = 90
	tint    = 12
	fade    = 3
	marker  = 60 // from here on yellow is a marker's,
	// and so light is one over paper.
	markerPaper = 240
)

// paperOf is the grey of a coloured pixel: its lightest channel, lightened by
// its colour, so that red and blue ink fade into the paper, their pale edges
// too, and black ink does not. Nor does yellow: it is a marker's, which is as light as
// paper and lies over print; that becomes darker again.
func paperOf(r, g, b uint8) uint8 {
	hi, lo := max(r, g, b), min(r, g, b)
	d := int(hi) - int(lo) - tint
	switch {
	case d <= 0 || hi <= printed:
	case d > marker && yellow(r, g, b):
		v := min(int(hi), markerPaper)
		return uint8(v * v / markerPaper * v / markerPaper * White / markerPaper)
	default:
		return uint8(min(White, int(hi)+fade*d))
	}
	return hi
}

// yellow recognises the colour of markers, that of print under them too.
func yellow(r, g, b uint8) bool {
	return b < min(r, g) && int(max(r, g)-min(r, g))*yellowRest < int(min(r, g)-b)
}

// yellowRest is how many times further yellow's blue is off than its red and green are
// apart.
const yellowRest = 3

// FromImage turns a picture grey, without its coloured seals; a page that is printed in
// a colour, with all its ink.
func FromImage(im image.Image) *Gray {
	if _, ok := im.(*image.Gray); !ok && colourPrint(im) {
		return darkestChannel(im)
	}
	b := im.Bounds()
	out := NewGray(b.Dx(), b.Dy())
	switch s := im.(type) {
	case *image.Gray:
		for y := range out.H {
			copy(out.Row(y), s.Pix[y*s.Stride:])
		}
	case *image.NRGBA:
		out.fromRGBA(s.Pix, s.Stride)
	case *image.RGBA:
		out.fromRGBA(s.Pix, s.Stride)
	case *image.YCbCr:
		defer func() { out.bleach(coloured(s)) }()
		for y := range out.H {
			row := out.Row(y)
			for x := range row {
				i, j := s.YOffset(b.Min.X+x, b.Min.Y+y), s.COffset(b.Min.X+x, b.Min.Y+y)
				row[x] = paperOf(color.YCbCrToRGB(s.Y[i], s.Cb[j], s.Cr[j]))
			}
		}
	default:
		for y := range out.H {
			row := out.Row(y)
			for x := range row {
				r, g, bl, a := im.At(b.Min.X+x, b.Min.Y+y).RGBA()
				over := 0xffff - a // on white paper
				row[x] = paperOf(uint8((r+over)>>8), uint8((g+over)>>8), uint8((bl+over)>>8))
			}
		}
	}
	return out
}

// strong is the tint from which a pixel is the core of coloured ink, and edge the
// grey from which what lies beside it is its edge: a picture keeps colours
// coarser than greys, and so coloured ink has a grey rim.
const (
	strong  = 30
	edge    = 140
	rimWide = 2
)

// coloured marks the pixels of coloured ink.
func coloured(im *image.YCbCr) *Ink {
	b := im.Bounds()
	out := NewInk(b.Dx(), b.Dy())
	for y := range out.H {
		row := out.Row(y)
		for x := range row {
			j := im.COffset(b.Min.X+x, b.Min.Y+y)
			if cb, cr := int(im.Cb[j])-128, int(im.Cr[j])-128; cb*cb+cr*cr < strong*strong/4 {
				continue
			}
			r, g, bl := color.YCbCrToRGB(im.Y[im.YOffset(b.Min.X+x, b.Min.Y+y)], im.Cb[j], im.Cr[j])
			row[x] = int(max(r, g, bl))-int(min(r, g, bl)) >= strong && !yellow(r, g, bl)
		}
	}
	return out
}

// bleach makes paper of the rims of coloured ink.
func (g *Gray) bleach(ink *Ink) {
	for y := range ink.H {
		for x, on := range ink.Row(y) {
			if !on {
				continue
			}
			for ny := max(0, y-rimWide); ny <= min(g.H-1, y+rimWide); ny++ {
				row := g.Row(ny)[max(0, x-rimWide):min(g.W, x+rimWide+1)]
				for i, v := range row {
					if v >= edge {
						row[i] = White
					}
				}
			}
		}
	}
}

func (g *Gray) fromRGBA(pix []uint8, stride int) {
	for y := range g.H {
		row, src := g.Row(y), pix[y*stride:]
		for x := range row {
			row[x] = paperOf(src[4*x], src[4*x+1], src[4*x+2])
		}
	}
}

// Turned turns a picture by quarter turns clockwise.
func (g *Gray) Turned(quarters int) *Gray {
	if quarters &= 3; quarters == 0 {
		return g
	}
	out := NewGray(g.W, g.H)
	if quarters&1 == 1 {
		out.W, out.H = g.H, g.W
	}
	for y := range g.H {
		row := g.Row(y)
		x0, y0 := TurnPoint(0, y, g.W, g.H, quarters)
		x1, y1 := TurnPoint(1, y, g.W, g.H, quarters)
		at, step := y0*out.W+x0, (y1-y0)*out.W+x1-x0
		for _, v := range row {
			out.Pix[at] = v
			at += step
		}
	}
	return out
}

// TurnPoint is where a pixel of a w×h picture goes in quarter turns clockwise.
func TurnPoint(x, y, w, h, quarters int) (int, int) {
	switch quarters & 3 {
	case 1:
		return h - 1 - y, x
	case 2:
		return w - 1 - x, h - 1 - y
	case 3:
		return y, w - 1 - x
	}
	return x, y
}

// Bilevel reports whether nearly every pixel is black or white, as a scanner
// without greys makes them.
func (g *Gray) Bilevel() bool {
	const (
		every = 7
		share = 97 // per cent
	)
	n := 0
	for i := 0; i < len(g.Pix); i += every {
		if v := g.Pix[i]; v < 6 || v > 249 {
			n++
		}
	}
	return n*every*100 > len(g.Pix)*share
}

// Between is the grey at a place between pixels; outside the picture is paper.
func (g *Gray) Between(x, y float64) uint8 {
	if x < 0 || y < 0 {
		return White
	}
	ix, iy := int(x), int(y)
	if ix >= g.W-1 || iy >= g.H-1 {
		return White
	}
	ax, ay := int((x-float64(ix))*256), int((y-float64(iy))*256)
	top, low := g.Pix[iy*g.W+ix:], g.Pix[(iy+1)*g.W+ix:]
	a := int(top[0])*(256-ax) + int(top[1])*ax
	b := int(low[0])*(256-ax) + int(low[1])*ax
	return uint8((a*(256-ay) + b*ay) >> 16)
}

// Softened smooths a picture n times, each time by half a pixel's spread: an edge
// without greys becomes one as a lens draws it.
func (g *Gray) Softened(n int) *Gray {
	out := g.Clone()
	prev, next := make([]uint8, g.W), make([]uint8, g.W)
	for range n {
		for y := range out.H {
			row := out.Row(y)
			left := int(row[0])
			for x, v := range row {
				right := int(row[min(x+1, out.W-1)])
				row[x] = uint8((left + 2*int(v) + right + 2) / 4)
				left = int(v)
			}
		}
		copy(prev, out.Row(0))
		for y := range out.H {
			row, below := out.Row(y), out.Row(min(y+1, out.H-1))
			copy(next, row)
			for x, v := range row {
				row[x] = uint8((int(prev[x]) + 2*int(v) + int(below[x]) + 2) / 4)
			}
			prev, next = next, prev
		}
	}
	return out
}
