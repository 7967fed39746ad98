// Package raster holds pictures of pages in grey, the ink on them, and the
// operations on pixels that reading a page takes.
package raster

// White is the grey of paper.
const White = 255

// Gray is a picture in grey, 0 black to 255 white, row by row.
type Gray struct {
	W, H int
	Pix  []uint8
	// Hidden are the pixels that coloured ink lies over: what is printed there may not
	// show. It is nil where there are none.
	Hidden *Ink
}

// NewGray makes a picture without content: black.
func NewGray(w, h int) *Gray { return &Gray{W: w, H: h, Pix: make([]uint8, w*h)} }

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
	return &Gray{g.W, g.H, append([]uint8(nil), g.Pix...), g.Hidden}
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
	if g.Hidden != nil {
		out.Hidden = g.Hidden.Turned(quarters)
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
