package raster

import (
	"image"
)

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
func FromImage(im image.Image, dpi int) *Gray {
	if s, ok := im.(*image.Gray); ok {
		out := NewGray(s.Rect.Dx(), s.Rect.Dy())
		for y := range out.H {
			copy(out.Row(y), s.Pix[y*s.Stride:])
		}
		return out
	}
	if colourPrint(im) {
		return darkestChannel(im)
	}
	b := im.Bounds()
	out := NewGray(b.Dx(), b.Dy())
	st := newStain(out, dpi)
	at := pixelsOf(im)
	for y := range out.H {
		row := out.Row(y)
		for x := range row {
			r, g, bl := at(b.Min.X+x, b.Min.Y+y)
			row[x] = paperOf(r, g, bl)
			st.see(y*out.W+x, r, g, bl)
		}
	}
	st.lift()
	return out
}

// stain is the coloured ink on a page. Its lightest channel is nearly as light as
// paper, as light as it is around: what is darker there is print under it.
type stain struct {
	g    *Gray
	dpi  int
	core *Ink
	// light is the lightest channel of each pixel.
	light []uint8
	found int
}

// strong is how far the channels of coloured ink differ, and edge the grey from which
// what lies beside it is its edge: a picture keeps colours coarser than greys, and so
// coloured ink has a grey rim.
const (
	strong  = 30
	edge    = 140
	rimWide = 2
)

// The light of coloured ink is that of most of its pixels in a square and those beside
// it. So light a part of it is ink alone, and so dark a one print.
const (
	stainBlock = 1.0 / 6 // inch
	stainLeast = 20      // pixels of coloured ink that tell
	stainMost  = 0.6
	stainAlone = 0.9
	stainPrint = 0.45
)

func newStain(g *Gray, dpi int) *stain {
	return &stain{g: g, dpi: dpi, core: NewInk(g.W, g.H), light: make([]uint8, len(g.Pix))}
}

// see notes a pixel of a picture.
func (s *stain) see(i int, r, g, b uint8) {
	hi, lo := max(r, g, b), min(r, g, b)
	s.light[i] = hi
	if hi-lo >= strong && hi > printed && !yellow(r, g, b) {
		s.core.On[i] = true
		s.found++
	}
}

// lift takes the stain off, and shows what is printed under it.
func (s *stain) lift() {
	if s.found < stainLeast {
		return
	}
	level := s.levels()
	near := s.core.grown(rimWide)
	for y := range s.g.H {
		row := s.g.Row(y)
		for x, on := range near.Row(y) {
			i := y*s.g.W + x
			v := s.light[i]
			if !on || v <= printed {
				continue
			}
			own := float64(level.at(x, y))
			switch {
			case s.core.On[i]:
				row[x] = uint8(White * min(1, max(0, (float64(v)/own-stainPrint)/(stainAlone-stainPrint))))
			case v >= edge:
				row[x] = White
			}
		}
	}
	s.hide()
}

// levels finds how light the coloured ink is, in squares.
func (s *stain) levels() *light {
	side := max(8, int(stainBlock*float64(s.dpi)))
	cols, rows := (s.g.W+side-1)/side, (s.g.H+side-1)/side
	counts := make([][]int32, cols*rows)
	for y := range s.g.H {
		for x, on := range s.core.Row(y) {
			if on {
				k := y/side*cols + x/side
				if counts[k] == nil {
					counts[k] = make([]int32, White+1)
				}
				counts[k][s.light[y*s.g.W+x]]++
			}
		}
	}
	l := &light{side, cols, make([]uint8, cols*rows)}
	for r := range rows {
		for c := range cols {
			var sum [White + 1]int32
			n := int32(0)
			for j := max(0, r-1); j <= min(rows-1, r+1); j++ {
				for i := max(0, c-1); i <= min(cols-1, c+1); i++ {
					for v, k := range counts[j*cols+i] {
						sum[v] += k
						n += k
					}
				}
			}
			l.paper[r*cols+c] = White
			left := int32(float64(n) * stainMost)
			for v := range sum {
				if left -= sum[v]; n >= stainLeast && left < 0 {
					l.paper[r*cols+c] = uint8(v)
					break
				}
			}
		}
	}
	return l
}

// A coloured ground is as wide and as high in one piece, print upon it too; the strokes
// of a seal are not.
const (
	groundWide = 15 / 25.4 // inch
	groundHigh = 1.0 / 16
)

// hide marks what the stain hides: its pixels that show no print, but for coloured
// grounds.
func (s *stain) hide() {
	side := max(4, int(groundHigh*float64(s.dpi)))
	cols, rows := s.g.W/side, s.g.H/side
	ground := make([]bool, cols*rows)
	for r := range rows {
		from := 0
		for c := 0; c <= cols; c++ {
			if c < cols && s.solid(c*side, r*side, side) {
				continue
			}
			if float64((c-from)*side) >= groundWide*float64(s.dpi) {
				for k := max(0, from-1); k <= min(cols-1, c); k++ {
					for j := max(0, r-1); j <= min(rows-1, r+1); j++ {
						ground[j*cols+k] = true
					}
				}
			}
			from = c + 1
		}
	}
	const shows = 200 // lighter than print
	hidden := NewInk(s.g.W, s.g.H)
	for i, on := range s.core.grown(1).On {
		x, y := i%s.g.W/side, i/s.g.W/side
		hidden.On[i] = on && s.g.Pix[i] >= shows && (x >= cols || y >= rows || !ground[y*cols+x])
	}
	s.g.Hidden = hidden
}

// solid reports whether a square is covered by the stain and print alone.
func (s *stain) solid(x0, y0, side int) bool {
	const share = 0.95
	n := 0
	for y := y0; y < y0+side; y++ {
		for x := x0; x < x0+side; x++ {
			if i := y*s.g.W + x; s.core.On[i] || s.light[i] <= printed {
				n++
			}
		}
	}
	return float64(n) >= share*float64(side*side)
}

// grown is a mask grown by so many pixels to all sides.
func (k *Ink) grown(by int) *Ink {
	out := NewInk(k.W, k.H)
	for y := range k.H {
		for x, on := range k.Row(y) {
			if !on {
				continue
			}
			for ny := max(0, y-by); ny <= min(k.H-1, y+by); ny++ {
				row := out.Row(ny)[max(0, x-by):min(k.W, x+by+1)]
				for i := range row {
					row[i] = true
				}
			}
		}
	}
	return out
}
