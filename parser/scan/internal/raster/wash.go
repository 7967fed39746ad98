package raster

import "slices"

// A watermark is a grey of its own between print and paper, in strokes thicker
// than those of print; so is the grey ground of a cell. All greys are parts of
// the paper's light around them.
const (
	washBlock  = 1.0 / 3 // inch: the side of the squares whose light is taken
	washCore   = 1.0 / 100
	washFrom   = 0.3  // the darkest that a watermark is
	washTo     = 0.9  // and the lightest
	washShare  = 2e-4 // the part of the page that it covers at least
	washEdge   = 0.1  // so far below its own grey it begins
	washMargin = 0.5  // inch: so near the picture's edges lie shadows of the paper's own
	washPeak   = 0.5  // the part of its core that is of one grey,
	washSpread = 5    // give or take so many hundredths
	fromPrint  = 0.25 // so far above print it must lie,
	fromLeast  = 0.45 // and above black: hairlines of print are as pale
)

// Washed takes a grey watermark off, and grey grounds: where they lie, what is as light
// as they becomes paper, and what is darker keeps its place between black and white. A
// picture without either is given back as it is.
func (g *Gray) Washed(dpi int) *Gray {
	l := g.light(max(8, int(washBlock*float64(dpi))))
	reach := max(1, int(washCore*float64(dpi)+0.5))
	from, ok := g.watermark(l, reach, max(reach, int(washMargin*float64(dpi))))
	if !ok {
		return g
	}
	where, shade := g.washArea(l, from, reach, dpi)
	where = where.grown(washRim)
	all := shade || where.share() >= washAll
	out := g.Clone()
	for y := range g.H {
		row, to := g.Row(y), out.Row(y)
		for x, on := range where.Row(y) {
			if on || all {
				to[x] = uint8(min(White, float64(row[x])*White/(from*float64(l.at(x, y)))))
			}
		}
	}
	return out
}

// washRim is by how many pixels the pale edge of a watermark is wider than it, washPrint
// how much darker print is, and washLeast, in square inches, the least piece of one. What
// covers the part washAll of the page is uneven light, and so is a piece that is washHigh
// inches high, or reaches the picture's edge by washReach, but for those in its margin.
const (
	washRim   = 2
	washPrint = 0.05
	washLeast = 0.004
	washAll   = 0.12
	washHigh  = 1.5
	washReach = 0.1
)

// share is the part of a mask that is marked.
func (k *Ink) share() float64 {
	n := 0
	for _, on := range k.On {
		if on {
			n++
		}
	}
	return float64(n) / float64(max(1, len(k.On)))
}

// washArea marks a watermark: its core, and what is as light and hangs together with it
// without print beside, in pieces of a size. Thin print is as light, but stands apart. It
// reports whether a piece is one of shade.
func (g *Gray) washArea(l *light, from float64, reach, dpi int) (area *Ink, shade bool) {
	least, high, rim := int(washLeast*float64(dpi)*float64(dpi)), int(washHigh*float64(dpi)), int(washReach*float64(dpi))
	margin := int(washMargin * float64(dpi))
	out := NewInk(g.W, g.H)
	tone := make([]uint8, len(g.Pix)) // in hundredths of the paper's light
	for y := range g.H {
		for x, v := range g.Row(y) {
			tone[y*g.W+x] = uint8(min(200, 100*int(v)/int(l.at(x, y))))
		}
	}
	lo, hi, dark := uint8(from*100), uint8(washTo*100), uint8((from-washPrint)*100)
	// around reports whether all so far around a pixel is at least so light, and at most.
	around := func(i, by int, least, most uint8) bool {
		for _, d := range [...]int{-by*g.W - by, -by * g.W, -by*g.W + by, -by, by, by*g.W - by, by * g.W, by*g.W + by} {
			if v := tone[i+d]; v < least || v > most {
				return false
			}
		}
		return true
	}
	seen := make([]bool, len(g.Pix))
	var piece []int
	mark := func(i int) {
		seen[i] = true
		piece = append(piece, i)
	}
	for y := reach; y < g.H-reach; y++ {
		for x := reach; x < g.W-reach; x++ {
			i := y*g.W + x
			if seen[i] || tone[i] < lo || tone[i] > hi || !around(i, reach, lo, hi) {
				continue
			}
			piece = piece[:0]
			mark(i)
			for k := 0; k < len(piece); k++ {
				for _, n := range [...]int{piece[k] - g.W, piece[k] - 1, piece[k] + 1, piece[k] + g.W} {
					x, y := n%g.W, n/g.W
					if x >= 1 && y >= 1 && x < g.W-1 && y < g.H-1 && !seen[n] && tone[n] >= lo && tone[n] <= hi && around(n, 1, dark, White) {
						mark(n)
					}
				}
			}
			if len(piece) < least {
				continue
			}
			top, bottom, outer, inner := g.H, 0, g.W, 0
			for _, i := range piece {
				out.On[i] = true
				x, y := i%g.W, i/g.W
				from := min(x, y, g.W-1-x, g.H-1-y)
				top, bottom, outer, inner = min(top, y), max(bottom, y), min(outer, from), max(inner, from)
			}
			shade = shade || bottom-top >= high && inner >= margin || outer < rim && inner >= margin
		}
	}
	return out, shade
}

// light is how light the paper is, in squares.
type light struct {
	side, cols int
	paper      []uint8
}

func (l *light) at(x, y int) uint8 { return l.paper[y/l.side*l.cols+x/l.side] }

// light finds the paper's light: the lightest of a square and those beside it.
func (g *Gray) light(side int) *light {
	cols, rows := (g.W+side-1)/side, (g.H+side-1)/side
	own := make([]uint8, cols*rows)
	for r := range rows {
		for c := range cols {
			count, n := g.Count(c*side, r*side, (c+1)*side, (r+1)*side)
			v := White
			for n -= n * 9 / 10; v > 0; v-- {
				if n -= count[v]; n < 0 {
					break
				}
			}
			own[r*cols+c] = uint8(v)
		}
	}
	l := &light{side, cols, make([]uint8, cols*rows)}
	for r := range rows {
		for c := range cols {
			most := uint8(1)
			for j := max(0, r-1); j <= min(rows-1, r+1); j++ {
				most = max(most, slices.Max(own[j*cols+max(0, c-1):j*cols+min(cols, c+2)]))
			}
			l.paper[r*cols+c] = most
		}
	}
	return l
}

// watermark is the part of the paper's light from which a watermark begins, false
// where there is none. A pixel is of its core where all around it, reach pixels off,
// lies between print and paper; the picture's margins say nothing.
func (g *Gray) watermark(l *light, reach, margin int) (float64, bool) {
	var core, all [101]int
	found, n := 0, 0
	part := func(x, y int) float64 { return float64(g.Pix[y*g.W+x]) / float64(l.at(x, y)) }
	between := func(x, y int) bool {
		p := part(x, y)
		return p >= washFrom && p <= washTo
	}
	for y := margin; y < g.H-margin; y += 2 {
		for x := margin; x < g.W-margin; x += 2 {
			p := part(x, y)
			n++
			all[min(100, int(p*100))]++
			if p < washFrom || p > washTo {
				continue
			}
			if between(x-reach, y-reach) && between(x+reach, y-reach) && between(x-reach, y+reach) && between(x+reach, y+reach) &&
				between(x-reach, y) && between(x+reach, y) && between(x, y-reach) && between(x, y+reach) {
				core[int(p*100)]++
				found++
			}
		}
	}
	if float64(found) < washShare*float64(n) {
		return 0, false
	}
	peak, most := 0, 0
	for v := range core {
		sum := 0
		for _, k := range core[max(0, v-washSpread):min(len(core), v+washSpread+1)] {
			sum += k
		}
		if sum > most {
			peak, most = v, sum
		}
	}
	if float64(most) < washPeak*float64(found) {
		return 0, false
	}
	from := float64(peak)/100 - washEdge
	print := float64(quantile(&all, n/200)) / 100
	return from, from >= max(fromLeast, print+fromPrint)
}

func quantile(count *[101]int, n int) int {
	for v, k := range count {
		if n -= k; n < 0 {
			return v
		}
	}
	return len(count) - 1
}
