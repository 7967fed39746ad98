package line

import (
	"image"
	"sort"

	"github.com/pbt-cli/pbt/parser/scan/internal/raster"
	"github.com/pbt-cli/pbt/parser/scan/internal/ruling"
)

// The shape of text outside cells, as parts of a line's height.
const (
	outsideGap  = 0.9 // pieces of a line that lie nearer than this belong together
	outsideTall = 3.5 // a higher piece of ink is no text
	outsideLow  = 0.3 // a line is higher
)

// Outside finds the lines of text that stand in no cell: titles, headings, what
// stands below a table, a whole page without rulings. Pieces of a line with a
// wide gap between them are lines of their own.
func (c *Cutter) Outside(s *ruling.Sheet) []image.Rectangle {
	rest := c.outsideInk(s)
	smeared := smear(rest, max(2, int(outsideGap*c.Height)))
	smeared = smearDown(smeared, max(1, int(outsideLow*c.Height)))
	_, blobs := smeared.Blobs()
	cut := &Cutter{ink: rest, gray: c.gray, dpi: c.dpi, Height: c.Height}
	var out []image.Rectangle
	for _, b := range blobs {
		if float64(b.Height()) < outsideLow*c.Height || b.Width() < 3 {
			continue
		}
		out = append(out, cut.Lines(image.Rect(b.X0, b.Y0, b.X1+1, b.Y1+1))...)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Min.Y < out[j].Min.Y })
	return out
}

// outsideInk is the ink outside the sheet's cells, without what is too large for
// characters.
func (c *Cutter) outsideInk(s *ruling.Sheet) *raster.Ink {
	rest := raster.NewInk(c.ink.W, c.ink.H)
	copy(rest.On, c.ink.On)
	edge := max(2, s.DPI/60)
	for _, cell := range s.Cells {
		for y := max(0, cell.Y0-edge); y < min(rest.H, cell.Y1+edge); y++ {
			clear(rest.Row(y)[max(0, cell.X0-edge):min(rest.W, cell.X1+edge)])
		}
	}
	// Holes first: of one in the dark a crescent would be left.
	clearBlobs(rest, c.hole)
	clearDark(rest, s.Gray, s.DPI)
	clearBlobs(rest, func(b raster.Blob, _ []int32, _ int32) bool {
		return float64(b.Height()) > outsideTall*c.Height || float64(b.Width()) > 4*outsideTall*c.Height
	})
	return rest
}

// clearBlobs clears pieces of ink, of which it is told the labels and their own.
func clearBlobs(ink *raster.Ink, which func(b raster.Blob, labels []int32, number int32) bool) {
	labels, blobs := ink.Blobs()
	gone := make([]bool, len(blobs))
	for i, b := range blobs {
		gone[i] = which(b, labels, int32(i+1))
	}
	for i, l := range labels {
		if l > 0 && gone[l-1] {
			ink.On[i] = false
		}
	}
}

// A punched hole is a disc: most of its square is ink, all of it in the middle, of one
// grey there, and next to none in the corners. There is paper in the middle of the densest
// character, or grey where the mask has filled it.
const (
	holeFull   = 0.7
	holeHigh   = 0.8  // of a line's height
	coreFull   = 0.97 // of the middle
	coreWide   = 0.25 // from the edge of the square to the middle's
	coreEven   = 70   // steps of grey between its darkest and its lightest
	cornerWide = 0.13 // of the square's side
	cornerFull = 0.2
)

// hole recognises a punched hole in a piece of ink with its number among the labels.
func (c *Cutter) hole(b raster.Blob, labels []int32, number int32) bool {
	w, h := b.Width(), b.Height()
	if float64(b.Pixels) <= holeFull*float64(w*h) || float64(h) <= holeHigh*c.Height {
		return false
	}
	full := func(x0, y0, x1, y1 int) float64 {
		n := 0
		for y := y0; y < y1; y++ {
			for _, l := range labels[y*c.ink.W+x0 : y*c.ink.W+x1] {
				if l == number {
					n++
				}
			}
		}
		return float64(n) / float64(max(1, (x1-x0)*(y1-y0)))
	}
	x0, y0, x1, y1 := b.X0, b.Y0, b.X1+1, b.Y1+1
	dx, dy := max(1, int(float64(w)*cornerWide)), max(1, int(float64(h)*cornerWide))
	corners := full(x0, y0, x0+dx, y0+dy) + full(x1-dx, y0, x1, y0+dy) + full(x0, y1-dy, x0+dx, y1) + full(x1-dx, y1-dy, x1, y1)
	if corners > 4*cornerFull {
		return false
	}
	dx, dy = int(float64(w)*coreWide), int(float64(h)*coreWide)
	count, n := c.gray.Count(x0+dx, y0+dy, x1-dx, y1-dy)
	return full(x0+dx, y0+dy, x1-dx, y1-dy) >= coreFull && quantile(&count, n*19/20)-quantile(&count, n/20) <= coreEven
}

// A part of the page is in the dark, a gutter's shadow or what lies beside the
// paper, where its paper has less than this part of the usual light.
const shadow = 0.65

// clearDark clears the ink of parts of the page that lie in the dark: it is
// noise. Squares of a sixth of an inch are looked at.
func clearDark(ink *raster.Ink, g *raster.Gray, dpi int) {
	side := max(8, dpi/6)
	cols, rows := (g.W+side-1)/side, (g.H+side-1)/side
	light := make([]int, cols*rows)
	var all [256]int
	for r := range rows {
		for c := range cols {
			count, n := g.Count(c*side, r*side, (c+1)*side, (r+1)*side)
			light[r*cols+c] = quantile(&count, n*3/4)
			all[light[r*cols+c]]++
		}
	}
	usual := quantile(&all, cols*rows/2)
	for i, v := range light {
		if float64(v) >= shadow*float64(usual) {
			continue
		}
		r, c := i/cols, i%cols
		for y := r * side; y < min(g.H, (r+1)*side); y++ {
			clear(ink.Row(y)[c*side : min(g.W, (c+1)*side)])
		}
	}
}

// quantile is the value below which n of the counted lie.
func quantile(count *[256]int, n int) int {
	for v, k := range count {
		if n -= k; n < 0 {
			return v
		}
	}
	return len(count) - 1
}

// smear fills gaps of up to reach pixels along rows.
func smear(ink *raster.Ink, reach int) *raster.Ink {
	out := raster.NewInk(ink.W, ink.H)
	for y := range ink.H {
		row, dst := ink.Row(y), out.Row(y)
		last := -reach - 1
		for x, on := range row {
			if !on {
				continue
			}
			if x-last <= reach {
				for k := last + 1; k < x; k++ {
					dst[k] = true
				}
			}
			dst[x] = true
			last = x
		}
	}
	return out
}

// smearDown fills gaps of up to reach pixels along columns.
func smearDown(ink *raster.Ink, reach int) *raster.Ink {
	out := raster.NewInk(ink.W, ink.H)
	last := make([]int, ink.W)
	for x := range last {
		last[x] = -reach - 1
	}
	for y := range ink.H {
		for x, on := range ink.Row(y) {
			if !on {
				continue
			}
			if y-last[x] <= reach {
				for k := last[x] + 1; k < y; k++ {
					out.On[k*ink.W+x] = true
				}
			}
			out.On[y*ink.W+x] = true
			last[x] = y
		}
	}
	return out
}
