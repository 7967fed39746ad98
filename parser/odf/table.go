package odf

import (
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/ink"
	"github.com/pbt-cli/pbt/parser/word/flow"
	"github.com/pbt-cli/pbt/schema"
)

// Paragraph and Table make a paragraph a sink for the boxes that are anchored in
// it: it keeps what it gets until it is done itself.
func (p *para) Paragraph(text string, joined bool) {
	p.boxes = append(p.boxes, func(s flow.Sink) { s.Paragraph(text, joined) })
}

// Table keeps a table.
func (p *para) Table(grids []*grid.Grid) {
	p.boxes = append(p.boxes, func(s flow.Sink) { s.Table(grids) })
}

// table gathers one table of a text.
type table struct {
	grid  *grid.Grid
	inner []*grid.Grid
	no    int
	fill  ink.Color // behind its cells
}

func (r *reader) table(s flow.Sink) {
	if r.nested >= maxNesting {
		r.problems = append(r.problems, schema.ExtractNestedTooDeep.Told(maxNesting).Finding())
		r.Skip()
		return
	}
	r.nested++
	r.tables++
	t := &table{grid: &grid.Grid{}, no: r.tables, fill: r.at(ofTable).Fill}
	r.Each(func(name string) {
		switch name {
		case "table-row":
			r.tableRow(t)
		case "table-column", "forms", "shapes", "title", "desc":
			r.Skip()
		}
	}, nil)
	r.nested--
	s.Table(flow.Table(t.grid, t.inner))
}

func (r *reader) tableRow(t *table) {
	row, col := t.grid.Rows, 0
	t.grid.Rows++
	hidden := collapsed(r.AttrText("visibility"))
	r.Each(func(name string) {
		if name != "table-cell" && name != "covered-table-cell" {
			return
		}
		c := grid.Cell{Row: row, Col: col, RowSpan: r.count("number-rows-spanned"), ColSpan: r.count("number-columns-spanned"), Hidden: hidden}
		repeat := r.count("number-columns-repeated")
		if col+repeat > maxColumns {
			repeat = maxColumns - col
		}
		var text flow.Cell
		outer, under := r.place, r.under
		r.place, r.under = schema.Place{Table: t.no, Row: row + 1, Column: col + 1}, r.at(ofCell).Over(ink.Style{Fill: t.fill})
		r.blocks(&text)
		r.place, r.under = outer, under
		col += repeat
		t.grid.Cols = max(t.grid.Cols, col)
		if name == "covered-table-cell" {
			return
		}
		t.inner = append(t.inner, text.Tables...)
		c.Text = text.Text()
		for ; repeat > 0; repeat-- {
			if r.cells++; r.cells > maxCells {
				r.Bad = schema.OpenText.TooLarge(schema.MoreCells(maxCells))
				return
			}
			c.Spot = grid.At(schema.Place{Table: t.no, Row: row + 1, Column: c.Col + 1})
			t.grid.Cells = append(t.grid.Cells, c)
			c.Col++
		}
	}, nil)
}

// count reads a number of at least 1.
func (r *reader) count(attr string) int {
	if n, ok := r.AttrInt(attr); ok && n > 0 {
		return n
	}
	return 1
}

// collapsed reports a row or column that is not shown.
func collapsed(visibility string) bool { return visibility == "collapse" || visibility == "filter" }
