package page

import (
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
	"slices"
)

// Builder gathers the tables and lines of pages, one after another. What no further
// page can change is laid out as grids at once.
type Builder struct {
	joined joiner
	laid   layer
	apart  []grid.Ink
	scratch
}

// Add finds the tables and lines of a page, and marks the glyphs that are no text
// of it. Nothing of p is kept: it may be filled anew.
func (b *Builder) Add(p *Page) {
	f := b.find(p)
	b.laid.ground(f.Number).Paper = f.paper
	b.apart = append(b.apart, f.inks...)
	b.joined.add(&f)
	b.laid.add(b.joined.settled(f.Number))
}

// Empty reports whether no page was added.
func (b *Builder) Empty() bool { return len(b.laid.grounds) == 0 }

// Tables is what pages hold.
type Tables struct {
	// Grids are a table each, and a prose grid for each run of lines between
	// tables, in reading order.
	Grids []*grid.Grid
	// Inferred are the pages with tables whose columns or rows no rules draw.
	Inferred []int
	// Apart is the ink of all pages that is kept apart from the text.
	Apart []grid.Ink
}

// Tables joins what page breaks cut and lays everything out as grids. The
// builder is spent then.
func (b *Builder) Tables() Tables {
	b.laid.add(b.joined.out)
	b.laid.endLines()
	t := Tables{Grids: b.laid.grids, Inferred: b.laid.inferred, Apart: b.apart}
	for i := range t.Apart {
		t.Apart[i].Place.Paper = b.laid.ground(t.Apart[i].Place.Page).Paper
	}
	return t
}

// layer lays elements out as grids: a table each, and the lines of a page between
// tables together.
type layer struct {
	grids    []*grid.Grid
	inferred []int // pages with tables whose columns or rows no rules draw
	texts    []string
	spots    []grid.Spot
	doubts   [][]grid.Doubt
	grounds  map[int]*grid.Ground // by page
}

// ground is what the places of a page share.
func (l *layer) ground(page int) *grid.Ground {
	g := l.grounds[page]
	if g == nil {
		if l.grounds == nil {
			l.grounds = map[int]*grid.Ground{}
		}
		g = &grid.Ground{Page: page}
		l.grounds[page] = g
	}
	return g
}

// spot is a place on one of the pages.
func (l *layer) spot(p schema.Place) grid.Spot { return l.ground(p.Page).Box(p.Box) }

func (l *layer) add(es []element) {
	for _, e := range es {
		if e.line == nil {
			l.endLines()
			l.table(e.table)
			continue
		}
		if len(l.spots) > 0 && l.spots[0].Page() != e.line.Page {
			l.endLines()
		}
		l.texts = append(l.texts, e.line.Text)
		l.spots = append(l.spots, l.spot(place(e.line.Page, e.line.Box)))
		l.doubts = append(l.doubts, doubtsOf(*e.line))
	}
}

func (l *layer) table(t *table) {
	l.grids = append(l.grids, l.tableGrid(t))
	if n := len(l.inferred); t.Inferred && (n == 0 || l.inferred[n-1] != t.Page) {
		l.inferred = append(l.inferred, t.Page)
	}
}

// endLines makes a grid of the lines before a table or a new page.
func (l *layer) endLines() {
	if len(l.texts) == 0 {
		return
	}
	g := grid.LinesAt(l.texts, l.spots)
	g.Page = l.spots[0].Page()
	for i, d := range l.doubts {
		g.Cells[i].Note(nil, d)
	}
	l.grids = append(l.grids, g)
	l.texts, l.spots, l.doubts = nil, nil, nil
}

func (l *layer) tableGrid(t *table) *grid.Grid {
	g := &grid.Grid{Rows: len(t.Heights), Cols: len(t.Xs) - 1, RowHeights: t.Heights, Page: t.Page}
	if !t.Ruled {
		g.Spans = grid.Open
	}
	n := 0
	for i := range t.Cells {
		if c := &t.Cells[i]; len(c.Lines) > 0 || c.RowSpan > 1 || c.ColSpan > 1 {
			n++
		}
	}
	g.Cells = make([]grid.Cell, 0, n)
	for i := range t.Cells {
		c := &t.Cells[i]
		text := c.Text()
		if text == "" && c.RowSpan == 1 && c.ColSpan == 1 {
			continue
		}
		out := grid.Cell{
			Row: c.Row, Col: c.Col, RowSpan: c.RowSpan, ColSpan: c.ColSpan,
			Text: text, Spot: l.spot(c.place()),
		}
		doubts := doubtsOf(c.Lines...)
		if c.whole != "" && c.whole != text {
			doubts = append(doubts, grid.Doubt{Alternatives: []string{c.whole}, Why: apartWords[Clipped]})
		}
		if t.Inferred && c.gapped() {
			doubts = append(doubts, grid.Doubt{Why: schema.Text{ZH: "中间有空隙，可能是两栏", EN: "a gap in it: it may be two columns"}})
		}
		out.Note(nil, doubts)
		g.Cells = append(g.Cells, out)
	}
	g.Sort()
	return g
}

// gapped reports whether a line of the cell has a wide gap in it.
func (c *cell) gapped() bool {
	return slices.ContainsFunc(c.Lines, func(l line) bool { return len(l.pieces) > 1 })
}

// place is where the cell shows: the part of one that a page break cut in which its
// text is printed, and the text with it where that hangs out of it, as at the foot of
// a page.
func (c *cell) place() schema.Place {
	if len(c.Lines) == 0 || c.Lines[0].Page == c.Page {
		b := c.Box
		if c.hang != nil {
			b = b.Union(*c.hang)
		}
		return place(c.Page, b)
	}
	first := c.Lines[0]
	b := first.Box
	for _, l := range c.Lines[1:] {
		if l.Page == first.Page {
			b = b.Union(l.Box)
		}
	}
	return place(first.Page, b)
}

// doubtsOf are the reader's doubts about lines, each once.
func doubtsOf(lines ...line) []grid.Doubt {
	var seen []*grid.Doubt
	for _, l := range lines {
		for _, p := range l.pieces {
			for _, d := range p.doubts {
				seen = withDoubt(seen, d)
			}
		}
	}
	var out []grid.Doubt
	for _, d := range seen {
		out = append(out, *d)
	}
	return out
}

// place rounds a box to hundredths of a point.
func place(page int, b Box) schema.Place {
	round := func(v float64) float64 {
		if v < 0 {
			v = 0
		}
		return float64(int(v*100+0.5)) / 100
	}
	return schema.Place{Page: page, Box: schema.Box{round(b.X0), round(b.Y0), round(b.X1), round(b.Y1)}}
}
