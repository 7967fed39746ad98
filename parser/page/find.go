package page

import "sort"

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
}

// find finds the tables and lines of a page.
func find(p *Page) found {
	upright, back := turnUpright(p)
	lattices := findLattices(upright)
	outside := dropGlyphs(upright, lattices)
	out := found{Number: p.Number, Width: p.Width, Height: p.Height}
	for _, l := range lattices {
		t := l.table(p.Number)
		fillCells(t, upright.Glyphs)
		if t.empty() {
			continue
		}
		t.splitHeading()
		out.Elements = append(out.Elements, element{table: t})
	}
	out.Elements = append(out.Elements, openTables(textLines(outside), p.Number)...)
	readingOrder(out.Elements)
	back.apply(out.Elements)
	return out
}

// findLattices builds the lattice of every table with rules. One whose rules do
// not part its rows is left to the search for aligned lines.
func findLattices(p *Page) []*lattice {
	var out []*lattice
	groups := findRulings(p.Areas).components()
	for _, g := range groups {
		if l := buildLattice(g); l != nil {
			out = append(out, l)
		}
	}
	for _, l := range halfRuled(groups, p.Glyphs) {
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
// outside all tables. Invisible text is no part of the page.
func dropGlyphs(p *Page, lattices []*lattice) []*Glyph {
	sort.SliceStable(lattices, func(i, j int) bool { return area(lattices[i].box()) < area(lattices[j].box()) })
	d := dropper{lattices: lattices, glyphs: p.Glyphs, spots: make([]spot, len(p.Glyphs))}
	for i := range p.Glyphs {
		d.spots[i] = d.find(&p.Glyphs[i])
	}
	d.pullBack()
	d.takeOverrun()
	var outside []*Glyph
	for i := range p.Glyphs {
		g := &p.Glyphs[i]
		if g.Apart != Shown || g.Text == "" {
			continue
		}
		if s := d.spots[i]; s.table >= 0 {
			c := &lattices[s.table].cells[s.cell]
			c.glyphs = append(c.glyphs, i)
		} else {
			outside = append(outside, g)
		}
	}
	return outside
}

func area(b Box) float64 { return b.Width() * b.Height() }

// fillCells makes the lines of each cell out of its glyphs.
func fillCells(t *table, glyphs []Glyph) {
	var list []*Glyph
	for i := range t.Cells {
		c := &t.Cells[i]
		if len(c.glyphs) == 0 {
			continue
		}
		list = list[:0]
		for _, k := range c.glyphs {
			list = append(list, &glyphs[k])
		}
		c.glyphs = nil
		for _, l := range textLines(list) {
			if ps := l.pieces(); len(ps) > 0 {
				c.Lines = append(c.Lines, newLine(ps, t.Page))
			}
		}
	}
}

// empty reports whether no cell holds text.
func (t *table) empty() bool {
	for _, c := range t.Cells {
		if len(c.Lines) > 0 {
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
