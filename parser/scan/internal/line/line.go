// Package line cuts the ink of cells, and what stands outside them, into lines
// of text.
package line

import (
	"image"
	"sort"

	"github.com/pbt-cli/pbt/parser/scan/internal/raster"
	"github.com/pbt-cli/pbt/parser/scan/internal/ruling"
)

// Cutter cuts regions of a sheet whose rulings are erased.
type Cutter struct {
	ink  *raster.Ink
	gray *raster.Gray
	dpi  int
	// Height is the usual height of a line's ink in pixels.
	Height float64
}

// NewCutter measures the lines of a sheet.
func NewCutter(s *ruling.Sheet) *Cutter {
	c := &Cutter{ink: s.Ink, gray: s.Gray, dpi: s.DPI, Height: float64(s.DPI) / 7}
	var heights []int
	for _, cell := range s.Cells {
		for _, p := range pieces(c.profile(c.shave(cell.Box()))) {
			if h := p.to - p.from; h > s.DPI/15 && h < s.DPI*2/5 {
				heights = append(heights, h)
			}
		}
	}
	if len(heights) > 0 {
		sort.Ints(heights)
		c.Height = float64(heights[len(heights)*3/5])
	}
	return c
}

// shave cuts what is left of rulings off the edges of a region.
func (c *Cutter) shave(r image.Rectangle) image.Rectangle {
	r = r.Intersect(image.Rect(0, 0, c.ink.W, c.ink.H))
	full := func(edge image.Rectangle) bool {
		n := 0
		for y := edge.Min.Y; y < edge.Max.Y; y++ {
			for _, on := range c.ink.Row(y)[edge.Min.X:edge.Max.X] {
				if on {
					n++
				}
			}
		}
		return n*10 > edge.Dx()*edge.Dy()*6
	}
	for range c.dpi / 40 {
		if r.Dx() < 3 || r.Dy() < 3 {
			break
		}
		if full(image.Rect(r.Min.X, r.Min.Y, r.Max.X, r.Min.Y+1)) {
			r.Min.Y++
		}
		if full(image.Rect(r.Min.X, r.Max.Y-1, r.Max.X, r.Max.Y)) {
			r.Max.Y--
		}
		if full(image.Rect(r.Min.X, r.Min.Y, r.Min.X+1, r.Max.Y)) {
			r.Min.X++
		}
		if full(image.Rect(r.Max.X-1, r.Min.Y, r.Max.X, r.Max.Y)) {
			r.Max.X--
		}
	}
	return r
}

// profile counts the ink of each row of a region.
func (c *Cutter) profile(r image.Rectangle) (counts []int, top int) {
	counts = make([]int, max(0, r.Dy()))
	for y := range counts {
		for _, on := range c.ink.Row(r.Min.Y + y)[r.Min.X:r.Max.X] {
			if on {
				counts[y]++
			}
		}
	}
	return counts, r.Min.Y
}

// band is the rows from..to of a page.
type band struct{ from, to int }

// pieces are the runs of rows with ink.
func pieces(counts []int, top int) []band {
	var out []band
	for y := 0; y < len(counts); {
		if counts[y] == 0 {
			y++
			continue
		}
		from := y
		for y < len(counts) && counts[y] > 0 {
			y++
		}
		out = append(out, band{top + from, top + y})
	}
	return out
}

// The shape of lines, as parts of the usual height.
const (
	partHeight  = 0.65 // a lower piece is a part of a character
	mostHeight  = 1.2  // of a line made of parts
	doubleLine  = 1.75 // a higher piece is two lines or more that touch
	linePitch   = 1.35 // of lines that touch
	residueHigh = 0.16 // what is left of a ruling is lower
	residueWide = 1.3  // and wider
	padHigh     = 0.12
	padWide     = 0.2
)

// Lines cuts a region into lines, top to bottom, each at least as high as is
// usual and inside the region by a pixel.
func (c *Cutter) Lines(r image.Rectangle) []image.Rectangle {
	inner := c.shave(r)
	counts, top := c.profile(inner)
	var bands []band
	for _, p := range pieces(counts, top) {
		if n := len(bands); n > 0 {
			last := &bands[n-1]
			part := min(float64(p.to-p.from), float64(last.to-last.from)) < partHeight*c.Height
			if part && float64(p.to-last.from) <= mostHeight*c.Height {
				last.to = p.to
				continue
			}
		}
		bands = append(bands, p)
	}
	var out []image.Rectangle
	for _, b := range bands {
		for _, part := range c.split(b, counts, top) {
			if box, ok := c.box(part, inner); ok {
				out = append(out, c.pad(box, r))
			}
		}
	}
	return out
}

// split parts lines that touch at their emptiest rows.
func (c *Cutter) split(b band, counts []int, top int) []band {
	height := float64(b.to - b.from)
	n := 1
	if height > doubleLine*c.Height {
		n = int(height/(linePitch*c.Height) + 0.5)
	}
	var out []band
	from := b.from
	for k := 1; k < n; k++ {
		even := b.from + int(height*float64(k)/float64(n))
		cut := even
		for y := even - int(c.Height/3); y <= even+int(c.Height/3); y++ {
			if y > from && y < b.to && counts[y-top] < counts[cut-top] {
				cut = y
			}
		}
		out = append(out, band{from, cut})
		from = cut
	}
	return append(out, band{from, b.to})
}

// box is the ink of a band, false where it is too little for text, or what is
// left of a ruling.
func (c *Cutter) box(b band, in image.Rectangle) (image.Rectangle, bool) {
	left, right, n := in.Max.X, in.Min.X, 0
	for y := b.from; y < b.to; y++ {
		row := c.ink.Row(y)
		for x := in.Min.X; x < in.Max.X; x++ {
			if row[x] {
				left, right = min(left, x), max(right, x+1)
				n++
			}
		}
	}
	flat := float64(b.to-b.from) < residueHigh*c.Height && float64(right-left) > residueWide*c.Height
	atEdge := b.from < in.Min.Y+c.dpi/30 || b.to > in.Max.Y-c.dpi/30
	// A thin upright thing at the very side of a cell is a piece of its ruling.
	hem := max(4, c.dpi/40)
	thin := right-left <= hem && (left-in.Min.X <= hem || in.Max.X-right <= hem)
	if right <= left || n <= c.dpi/20 || flat && atEdge || thin {
		return image.Rectangle{}, false
	}
	return image.Rect(left, b.from, right, b.to), true
}

// pad gives a line the usual height and some paper around it.
func (c *Cutter) pad(box, region image.Rectangle) image.Rectangle {
	if need := int(c.Height) - box.Dy(); need > 0 {
		box.Min.Y -= need / 2
		box.Max.Y += need - need/2
	}
	high, wide := int(c.Height*padHigh), int(c.Height*padWide)
	box = image.Rect(box.Min.X-wide, box.Min.Y-high, box.Max.X+wide, box.Max.Y+high)
	return box.Intersect(region.Inset(-1)).Intersect(image.Rect(0, 0, c.ink.W, c.ink.H))
}
