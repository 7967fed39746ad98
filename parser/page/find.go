package page

import (
	"slices"
	"sort"

	"github.com/pbt-cli/pbt/parser/grid"
)

// element is one thing of a page in reading order: a table, or a line of text.
type element struct {
	table *table
	line  *line
}

// line is a line of text outside tables.
type line struct {
	Text string
	Box  Box
	Page int

	pieces []piece
	size   float64
}

func newLine(ps []piece, page int) line {
	box := ps[0].box
	for _, p := range ps[1:] {
		box = box.Union(p.box)
	}
	return line{Text: joinPiecesText(ps), Box: box, Page: page, pieces: ps, size: ps[0].size}
}

func (e element) box() Box {
	if e.table != nil {
		return e.table.Box
	}
	return e.line.Box
}

// found is what was found on one page.
type found struct {
	Number        int
	Width, Height float64
	Elements      []element
	inks          []grid.Ink
	paper         [2]float64 // the page's own width and height
}

// scratch is memory that serves page after page. The zero value is ready.
type scratch struct {
	spots  []spot
	drops  []dropped
	refs   []*Glyph // of what stands in cells and outside
	lines  []textLine
	cell   []line
	found  []piece
	text   []byte
	pieces chunks[piece]
	kept   chunks[line]
}

// chunks hands out memory for many short lists that are kept.
type chunks[T any] struct{ left []T }

// chunkLen is how many elements a chunk has.
const chunkLen = 64

// keep gives a copy of a list that nothing can be appended to in place.
func (c *chunks[T]) keep(list []T) []T {
	n := len(list)
	if n > len(c.left) {
		c.left = make([]T, max(n, chunkLen))
	}
	kept := c.left[:n:n]
	c.left = c.left[n:]
	copy(kept, list)
	return kept
}

// find finds the tables and lines of a page.
func (s *scratch) find(p *Page) found {
	p.Judge()
	upright, back := turnUpright(p)
	upright, back.scale = upright.enlarged()
	shown, cut := upright.parted()
	setScripts(shown)
	groups := findRulings(upright.Areas, upright.strikes).components()
	if signs := upright.checkBoxes(groups, shown); len(signs) > 0 {
		shown = append(shown[:len(shown):len(shown)], signs...)
	}
	lattices := findLattices(groups, shown)
	outside := s.dropGlyphs(shown, lattices)
	dropCut(cut, lattices)
	out := found{Number: p.Number, Width: p.Width * back.scale, Height: p.Height * back.scale, inks: p.inks(), paper: [2]float64{p.Width, p.Height}}
	for _, l := range lattices {
		t := l.table(p.Number)
		t.fill(s, l.drops)
		if t.empty() {
			continue
		}
		t.splitHeading()
		t.splitBeside()
		out.Elements = append(out.Elements, element{table: t})
	}
	out.Elements = append(out.Elements, s.openTables(outside, p.Number)...)
	readingOrder(out.Elements)
	back.apply(out.Elements)
	return out
}

// parted gives the glyphs that are text of the page, and those that the clips of
// their cells cut off.
func (p *Page) parted() (shown []Glyph, cut []*Glyph) {
	n := 0
	for i := range p.Glyphs {
		if p.Glyphs[i].Apart == Shown {
			n++
		}
	}
	if n == len(p.Glyphs) {
		return p.Glyphs, nil
	}
	shown = make([]Glyph, 0, n)
	for i := range p.Glyphs {
		switch g := &p.Glyphs[i]; g.Apart {
		case Shown:
			shown = append(shown, *g)
		case Clipped:
			cut = append(cut, g)
		}
	}
	return shown, cut
}

// findLattices builds the lattice of every table with rules. One whose rules do
// not part its rows is left to the search for aligned lines.
func findLattices(groups []rulings, shown []Glyph) []*lattice {
	var out []*lattice
	for _, g := range groups {
		if l := buildLattice(g.dropInsets()); l != nil {
			out = append(out, l)
		}
	}
	for _, l := range halfRuled(groups, shown) {
		if l.lined && !overlapsAny(l, out) {
			out = append(out, l)
		}
	}
	return out
}

func overlapsAny(l *lattice, others []*lattice) bool {
	for _, o := range others {
		if !l.box().Intersect(o.box()).Empty() {
			return true
		}
	}
	return false
}

// dropGlyphs puts each glyph into the smallest table around it and gives those
// outside all tables.
func (s *scratch) dropGlyphs(glyphs []Glyph, lattices []*lattice) []*Glyph {
	sort.SliceStable(lattices, func(i, j int) bool { return area(lattices[i].box()) < area(lattices[j].box()) })
	d := dropper{lattices: lattices, glyphs: glyphs, spots: s.spots[:0]}
	for i := range glyphs {
		d.spots = append(d.spots, d.find(&glyphs[i]))
	}
	s.spots = d.spots
	d.pullBack()
	d.takeOverrun()
	n := 0
	for _, l := range lattices {
		n += len(l.cells)
	}
	s.drops = append(s.drops[:0], make([]dropped, n)...)
	room := s.drops
	for _, l := range lattices {
		l.drops, room = room[:len(l.cells)], room[len(l.cells):]
	}
	s.refs = slices.Grow(s.refs[:0], len(glyphs))
	return d.sorted(s.refs[:len(glyphs)])
}

// sorted puts the glyphs with text into their cells, and gives those outside all. There
// is room for all of them.
func (d *dropper) sorted(room []*Glyph) (outside []*Glyph) {
	out := 0
	for i := range d.glyphs {
		switch s := d.spots[i]; {
		case d.glyphs[i].Text == "":
		case s.table < 0:
			out++
		default:
			d.lattices[s.table].drops[s.cell].n++
		}
	}
	outside, room = room[:0:out], room[out:]
	for i := range d.glyphs {
		g, s := &d.glyphs[i], d.spots[i]
		if g.Text == "" {
			continue
		}
		if s.table < 0 {
			outside = append(outside, g)
			continue
		}
		c := &d.lattices[s.table].drops[s.cell]
		if c.glyphs == nil {
			c.glyphs, room = room[:0:c.n], room[c.n:]
		}
		c.glyphs = append(c.glyphs, g)
	}
	return outside
}

// dropCut gives cells what their clips cut off of the strings in them.
func dropCut(cut []*Glyph, lattices []*lattice) {
	d := dropper{lattices: lattices}
	for _, g := range cut {
		s := d.find(g)
		if s.table < 0 {
			continue
		}
		c := &lattices[s.table].drops[s.cell]
		for _, o := range c.glyphs {
			if o.Show == g.Show {
				c.cut = append(c.cut, g)
				break
			}
		}
	}
}

func area(b Box) float64 { return b.Width() * b.Height() }

// fill makes the lines of each cell out of what was dropped into it.
func (t *table) fill(s *scratch, drops []dropped) {
	for i := range t.Cells {
		c, in := &t.Cells[i], &drops[i]
		if len(in.cut) > 0 {
			c.whole = linesText(s.cellLines(append(slices.Clone(in.glyphs), in.cut...), t.Page))
		}
		for _, g := range in.glyphs {
			if middle := (g.Box.Y0 + g.Box.Y1) / 2; middle >= c.Box.Y0 && middle <= c.Box.Y1 {
				continue
			} else if c.hang == nil {
				c.hang = &Box{g.Box.X0, g.Box.Y0, g.Box.X1, g.Box.Y1}
			} else {
				*c.hang = c.hang.Union(g.Box)
			}
		}
		c.Lines = s.cellLines(in.glyphs, t.Page)
	}
}

// cellLines are the lines of glyphs, which it puts into order.
func (s *scratch) cellLines(glyphs []*Glyph, page int) []line {
	s.cell = s.cell[:0]
	for _, l := range s.textLines(glyphs) {
		if ps := s.piecesOf(&l, nil); len(ps) > 0 {
			s.cell = append(s.cell, newLine(ps, page))
		}
	}
	if len(s.cell) == 0 {
		return nil
	}
	return s.kept.keep(s.cell)
}

// empty reports whether no cell holds text.
func (t *table) empty() bool {
	for i := range t.Cells {
		if len(t.Cells[i].Lines) > 0 {
			return false
		}
	}
	return true
}

// sameBand is the part of the smaller height by which things overlap that stand
// side by side.
const sameBand = 0.5

// readingOrder sorts from top to bottom, side by side from left to right.
func readingOrder(es []element) {
	sort.SliceStable(es, func(i, j int) bool {
		a, b := es[i].box(), es[j].box()
		return a.Y0 < b.Y0
	})
	for i := 1; i < len(es); i++ {
		for j := i; j > 0; j-- {
			a, b := es[j-1].box(), es[j].box()
			overlap := min(a.Y1, b.Y1) - max(a.Y0, b.Y0)
			if overlap < sameBand*min(a.Height(), b.Height()) || a.X0 <= b.X0 || b.X1 > a.X0+1 {
				break
			}
			es[j-1], es[j] = es[j], es[j-1]
		}
	}
}
