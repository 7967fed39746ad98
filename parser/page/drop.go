package page

import (
	"math"
	"slices"
)

// spot is the cell that a glyph falls into; table is -1 outside all tables.
type spot struct{ table, cell int }

// dropper drops glyphs into cells.
type dropper struct {
	lattices []*lattice
	glyphs   []Glyph
	spots    []spot
}

func (d *dropper) find(g *Glyph) spot {
	for i, l := range d.lattices {
		if k := l.cellAt(g.X, g.Y); k >= 0 {
			return spot{i, k}
		}
	}
	return spot{-1, -1}
}

// Runs of text, as parts of the font size.
const (
	// runGap is the largest gap between characters set in one go.
	runGap = 0.08
	// runOverlap is how far a character may reach back over the one before.
	runOverlap = 0.3
)

// pullBack moves text that overflows its cell back into it. Characters that
// were set in one go without a gap belong together, whatever rule they cross.
func (d *dropper) pullBack() {
	for from := 0; from < len(d.glyphs); {
		to := from + 1
		crosses := false
		for to < len(d.glyphs) && d.goesOn(to) {
			crosses = crosses || d.spots[to] != d.spots[from]
			to++
		}
		if crosses {
			d.settleWords(from, to)
		}
		from = to
	}
}

// wordsApart is the blank in ems that parts the texts of two cells which were set
// as one string.
const wordsApart = 0.9

// settleWords settles a run part by part: blanks set into a string part the texts
// of its cells.
func (d *dropper) settleWords(from, to int) {
	start, last := from, -1
	for i := from; i < to; i++ {
		g := &d.glyphs[i]
		if g.Blank() {
			continue
		}
		if last >= 0 && i > last+1 && g.Box.X0-d.glyphs[last].Box.X1 >= wordsApart*g.Size {
			d.settle(start, last+1)
			start = i
		}
		last = i
	}
	if last >= 0 {
		d.settle(start, last+1)
	}
}

// goesOn reports whether glyph i directly follows the one before it.
func (d *dropper) goesOn(i int) bool {
	a, b := &d.glyphs[i-1], &d.glyphs[i]
	if a.Dir != Right || b.Dir != Right || math.Abs(a.Base-b.Base) > 0.1*b.Size {
		return false
	}
	if d.spots[i].table >= 0 && d.spots[i] != d.spots[i-1] && a.Show != b.Show && i > 1 && d.glyphs[i-2].Show == a.Show {
		return false // a string of several characters ended: the next cell's begins
	}
	gap := b.Box.X0 - a.Box.X1
	return gap < runGap*b.Size && gap > -runOverlap*b.Size && b.Box.X0 > a.Box.X0
}

// settle gives the run from..to to the one of its cells that it is aligned in:
// at the left edge of the first, at the right edge of the last, or in the
// middle of one.
func (d *dropper) settle(from, to int) {
	x0, x1 := d.glyphs[from].Box.X0, d.glyphs[to-1].Box.X1
	best, least := spot{-1, -1}, math.Inf(1)
	for i := from; i < to; i++ {
		s := d.spots[i]
		if s.table < 0 || i > from && s == d.spots[i-1] {
			continue
		}
		b := d.lattices[s.table].cells[s.cell].Box
		off := math.Abs((b.X0 + b.X1 - x0 - x1) / 2)
		if i == from {
			off = min(off, math.Abs(x0-b.X0))
		}
		if s == d.spots[to-1] {
			off = min(off, math.Abs(b.X1-x1))
		}
		if off < least {
			best, least = s, off
		}
	}
	if best.table < 0 {
		return
	}
	for i := from; i < to; i++ {
		d.spots[i] = best
	}
}

// takeOverrun gives text on the lower edge of a table that a page break cut to
// the cells it runs out of: a browser cuts a label between two of its lines.
func (d *dropper) takeOverrun() {
	if !slices.ContainsFunc(d.lattices, func(l *lattice) bool { return l.openBottom }) {
		return
	}
	filled := map[spot]bool{}
	for _, s := range d.spots {
		if s.table >= 0 {
			filled[s] = true
		}
	}
	for i := range d.glyphs {
		g := &d.glyphs[i]
		if d.spots[i].table >= 0 {
			continue
		}
		for t, l := range d.lattices {
			edge := l.ys[len(l.ys)-1]
			if !l.openBottom || g.Box.Y0 >= edge || g.Y < edge || g.Y > edge+g.Size {
				continue
			}
			if s := (spot{t, l.cellAt(g.X, edge-1)}); filled[s] {
				d.spots[i] = s
				break
			}
		}
	}
}
