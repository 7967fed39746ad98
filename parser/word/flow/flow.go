// Package flow gathers what a text document shows, paragraphs and tables in their
// order, into grids: every table one grid, nested ones behind their host, and runs
// of paragraphs between tables as lines of prose.
package flow

import (
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

// Sink takes paragraphs and tables in their order.
type Sink interface {
	// Paragraph takes the text of a paragraph; joined means that its mark was
	// deleted, so that the next one continues it.
	Paragraph(text string, joined bool)
	// Table takes a table and those inside it.
	Table(grids []*grid.Grid)
}

// Body is the sink of the document itself: paragraphs gather into prose, tables
// become grids. Flush ends it.
type Body struct {
	Grids []*grid.Grid

	paras  int // paragraphs so far, outside tables
	texts  []string
	places []schema.Place
	open   bool // the last paragraph goes on in the next
}

// Paragraph adds the lines of a paragraph.
func (b *Body) Paragraph(text string, joined bool) {
	b.paras++
	continued := b.open
	b.open = joined
	for i, l := range strings.Split(text, "\n") {
		l = strings.TrimSpace(l)
		if i == 0 && continued && len(b.texts) > 0 {
			b.texts[len(b.texts)-1] += l
			continue
		}
		if l != "" {
			b.texts = append(b.texts, l)
			b.places = append(b.places, schema.Place{Line: b.paras, Column: 1})
		}
	}
}

// Table ends the prose so far.
func (b *Body) Table(grids []*grid.Grid) {
	b.Flush()
	b.Grids = append(b.Grids, grids...)
}

// Flush makes a grid of the prose so far.
func (b *Body) Flush() {
	if len(b.texts) > 0 {
		b.Grids = append(b.Grids, grid.Lines(b.texts, b.places))
	}
	b.texts, b.places, b.open = nil, nil, false
}

// Table gives a table with those inside it, or those alone where it only lays
// them out. Blank cells without a span are left out; spans that leave the grid or
// reach over a later cell are cut.
func Table(g *grid.Grid, inner []*grid.Grid) []*grid.Grid {
	g.Sort()
	cutSpans(g)
	g.Cells = slices.DeleteFunc(g.Cells, func(c grid.Cell) bool { return c.Text == "" && c.RowSpan <= 1 && c.ColSpan <= 1 })
	if !slices.ContainsFunc(g.Cells, func(c grid.Cell) bool { return c.Text != "" }) {
		return inner
	}
	return append([]*grid.Grid{g}, inner...)
}

// cutSpans makes no cell cover another: a damaged document may say so, and what a
// cell prints counts for more than how far another one reaches.
func cutSpans(g *grid.Grid) {
	owner := make([]int, g.Cols) // the cell that last stood in a column, from 1
	for i := range g.Cells {
		c := &g.Cells[i]
		c.RowSpan, c.ColSpan = max(min(c.RowSpan, g.Rows-c.Row), 1), max(min(c.ColSpan, g.Cols-c.Col), 1)
		for col := c.Col; col < c.Col+c.ColSpan; col++ {
			if owner[col] > 0 {
				cut(&g.Cells[owner[col]-1], c)
			}
			owner[col] = i + 1
		}
	}
}

// cut ends the span of a cell where a later one begins.
func cut(before, c *grid.Cell) {
	switch {
	case before.Row+before.RowSpan <= c.Row, before.Col+before.ColSpan <= c.Col:
	case before.Row < c.Row:
		before.RowSpan = c.Row - before.Row
	case before.Col < c.Col:
		before.ColSpan = c.Col - before.Col
	}
}

// Cell is the sink of a cell: its paragraphs are lines of its text.
type Cell struct {
	lines  []string
	open   bool
	Tables []*grid.Grid
}

// Paragraph adds a line to the cell.
func (c *Cell) Paragraph(text string, joined bool) {
	if c.open && len(c.lines) > 0 {
		c.lines[len(c.lines)-1] += text
	} else {
		c.lines = append(c.lines, text)
	}
	c.open = joined
}

// Table keeps a table that stands in the cell.
func (c *Cell) Table(grids []*grid.Grid) { c.Tables = append(c.Tables, grids...) }

// Blank is the cell with nothing in it, to be filled anew.
func (c *Cell) Blank() *Cell {
	clear(c.lines)
	clear(c.Tables)
	*c = Cell{lines: c.lines[:0], Tables: c.Tables[:0]}
	return c
}

// Text joins the paragraphs; blank ones at either end are the form's padding.
func (c *Cell) Text() string {
	text := strings.Join(c.lines, "\n")
	if !strings.Contains(text, "\n") {
		return strings.TrimSpace(text)
	}
	parts := strings.Split(text, "\n")
	for i, p := range parts {
		parts[i] = strings.TrimSpace(p)
	}
	return strings.Trim(strings.Join(parts, "\n"), "\n")
}
