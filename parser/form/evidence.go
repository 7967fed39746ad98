package form

import (
	"context"
	"slices"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/parser/form/roles"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

// found is an indicator table of the document: its header, and the rows below.
type found struct {
	header *header
	body   body
	// read is the reading by evidence that the rows come from, nil where they
	// come from the names of the columns.
	read *roles.Table
	// heads and again are the cells of its head, and those of heads that its rows
	// print again.
	heads, again []*cell
}

func (f *found) start() position { return position{f.header.t.index, f.header.row} }

// overlaps reports whether two tables share rows of the document.
func (f *found) overlaps(o *found) bool {
	return f.start().before(o.body.end) && o.start().before(f.body.end)
}

// tablesFound are the indicator tables of the document, each read by the names of
// its columns or by evidence: where both give the same rows they are sure; where
// they differ and the evidence leaves no doubt, it decides; where it leaves one
// and every head is known, the names decide; else the reading by evidence stands
// with its doubts, or is refused.
func (doc *document) tablesFound(ctx context.Context) ([]*found, []schema.Finding, error) {
	reading := roles.Read(doc.grids(), doc.lex, doc.known) // before there are rows: it takes most memory
	named, err := doc.byNames(ctx)
	if err != nil {
		return nil, nil, err
	}
	var seen []*found
	for _, t := range reading.Tables {
		if f := doc.byEvidence(t); !f.ofFields() && !f.beside(named) {
			seen = doc.join(seen, f)
		}
	}
	doc.heads = headsOf(slices.Concat(seen, named))
	var out []*found
	var said []schema.Finding
	titled := len(named) == 0 && doc.titled(seen)
	for _, g := range groups(named, seen) {
		g.titled = titled
		tables, problems := g.decide()
		out, said = append(out, tables...), append(said, problems...)
	}
	slices.SortStableFunc(out, func(a, b *found) int {
		switch {
		case a.start().before(b.start()):
			return -1
		case b.start().before(a.start()):
			return 1
		}
		return 0
	})
	doc.left = reading.Left
	return out, said, nil
}

// titled reports whether the document prints the title of a form, where that
// matters: nothing but tables that little speaks for was found.
func (doc *document) titled(seen []*found) bool {
	if slices.ContainsFunc(seen, func(f *found) bool { return f.read.Likely || f.read.Sure() }) {
		return false
	}
	for _, t := range doc.tables {
		for row := range t.rows {
			if cells := t.filled(row); len(cells) > 0 && cells[0].Row == row && titleLike(cells[0].squeezed()) != "" && titleRow(t, cells) {
				return true
			}
		}
	}
	return false
}

// maxLeft is how many rows that were left over a finding prints.
const maxLeft = 8

// minStrong is how many rows must look like nothing but indicators where no table
// was found at all.
const minStrong = 3

// leftOver says of cells that look like parts of indicators and that neither
// reading took.
func (doc *document) leftOver() []schema.Finding {
	var texts []string
	var at *schema.Place
	n, strong, beside := 0, 0, 0
	for _, l := range doc.left {
		c := doc.tables[l.Grid].cellOf(l.Cell)
		if c == nil || c.taken() || c.own().given != nil || !l.Strong && !l.Beside || doc.loneLevel(doc.tables[l.Grid], c) {
			continue
		}
		if l.Strong {
			strong++
		}
		if l.Beside {
			beside++
		}
		if n++; n == 1 {
			place := l.Cell.Place()
			at = &place
		}
		if n <= maxLeft {
			text, _ := fold.Clean(l.Cell.Text)
			texts = append(texts, text)
		}
	}
	if beside == 0 && strong < minStrong {
		return nil
	}
	finding := schema.FormRowsLeft.Told(n, texts).Finding()
	finding.At = at
	return []schema.Finding{finding}
}

// loneLevel reports whether a cell is a level's name and nothing else is printed in its
// row: a template's row that nobody filled in.
func (doc *document) loneLevel(t *table, c *cell) bool {
	return doc.words.inVocabulary(c.norm()) && c.RowSpan == 1 && len(t.filled(c.Row)) == 1
}

// cellOf is the table's cell of a grid's, nil where it has none.
func (t *table) cellOf(g *grid.Cell) *cell {
	if g.Row < 0 || g.Row >= len(t.rows) {
		return nil
	}
	for _, c := range t.rows[g.Row] {
		if c.Cell == g {
			return c
		}
	}
	return nil
}

// grids are the grids of the document as the matcher has them.
func (doc *document) grids() []*grid.Grid {
	out := make([]*grid.Grid, len(doc.tables))
	for i, t := range doc.tables {
		out[i] = t.Grid
	}
	return out
}

// known is what a cell of a grid says, where it is a cell of a table as well.
func (doc *document) known(grid, cell int) *roles.Word {
	if t := doc.tables[grid]; cell < t.cells.count() {
		return t.cells.at(cell).word
	}
	return nil
}

// byNames finds the tables whose heads the profiles know.
func (doc *document) byNames(ctx context.Context) ([]*found, error) {
	var out []*found
	for at := (position{}); ; {
		h, err := doc.nextHeader(ctx, at)
		if err != nil {
			return nil, err
		}
		if h == nil {
			return out, nil
		}
		b, err := doc.readBody(ctx, h)
		if err != nil {
			return nil, err
		}
		f := &found{header: h, body: b}
		at = f.body.end
		if at.before(position{h.t.index, h.end}) || at == f.start() {
			at = position{h.t.index, h.end}
			f.body.end = at
		}
		if len(f.body.rows) > 0 {
			out = append(out, f)
		}
	}
}

// group are tables of both readings that share rows of the document.
type group struct {
	named, seen []*found
	titled      bool // the document prints the title of a form
}

// groups puts the tables of the two readings together where they overlap.
func groups(named, seen []*found) []group {
	var out []group
	i, j := 0, 0
	for i < len(named) || j < len(seen) {
		var g group
		if j == len(seen) || i < len(named) && named[i].start().before(seen[j].start()) {
			g.named, i = append(g.named, named[i]), i+1
		} else {
			g.seen, j = append(g.seen, seen[j]), j+1
		}
		for {
			switch {
			case i < len(named) && touches(named[i], g.seen):
				g.named, i = append(g.named, named[i]), i+1
				continue
			case j < len(seen) && touches(seen[j], g.named):
				g.seen, j = append(g.seen, seen[j]), j+1
				continue
			}
			break
		}
		out = append(out, g)
	}
	return out
}

func touches(f *found, list []*found) bool {
	for _, o := range list {
		if f.overlaps(o) {
			return true
		}
	}
	return false
}

// decide chooses between the readings of one place.
func (g *group) decide() ([]*found, []schema.Finding) {
	if len(g.seen) == 0 {
		return namesOfLevels(g.named)
	}
	g.named = slices.DeleteFunc(g.named, func(f *found) bool { // two indicators a row are no two terms
		return f.header.blocks() > 1 && !f.header.twoUp() && !f.twoTerms()
	})
	if len(g.named) == 0 {
		return g.byEvidence()
	}
	switch {
	case namesSettle(g.named):
		return g.named, nil
	case g.sameRows():
		if g.levelsForNames() {
			return nil, refuse(g.seen)
		}
		return g.named, nil
	case g.sure() && g.covered():
		return byCells(g.seen)
	case !allKnown(g.named):
		return g.open()
	}
	g.differ()
	if g.broken() {
		return g.named, contradicted(g.seen)
	}
	return g.named, nil
}

// byEvidence decides on tables of which no name of a column was known.
func (g *group) byEvidence() ([]*found, []schema.Finding) {
	switch {
	case g.sure():
		return byCells(g.seen)
	case !g.titled && !slices.ContainsFunc(g.seen, func(f *found) bool { return f.read.Likely }):
		return nil, nil
	}
	return g.open()
}

// open takes tables that the cells leave open, or refuses them where they break
// what every table of indicators keeps.
func (g *group) open() ([]*found, []schema.Finding) {
	if g.broken() {
		return nil, refuse(g.seen)
	}
	return doubted(g.seen)
}

// sure reports whether nothing speaks against the readings by evidence.
func (g *group) sure() bool {
	return !slices.ContainsFunc(g.seen, func(f *found) bool { return !f.read.Sure() })
}

// broken reports whether a reading by evidence breaks what every table of
// indicators keeps.
func (g *group) broken() bool {
	return slices.ContainsFunc(g.seen, func(f *found) bool { return len(f.read.Broken) > 0 })
}
