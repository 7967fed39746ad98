package draw

import (
	"github.com/pbt-cli/pbt/parser/grid"
)

// paper is a grid being drawn, row by row.
type paper struct {
	g   *grid.Grid
	row int
	col int
	// until[c] is the first row below the cell that covers column c.
	until []int
}

func newPaper(cols int) *paper {
	return &paper{g: &grid.Grid{Cols: cols}, until: make([]int, cols)}
}

// put sets a cell of w columns and h rows at the next free column.
func (p *paper) put(text string, w, h int) *paper {
	for p.col < p.g.Cols && p.until[p.col] > p.row {
		p.col++
	}
	if p.col+w > p.g.Cols {
		panic("drawn over the edge: " + text)
	}
	p.g.Cells = append(p.g.Cells, grid.Cell{Row: p.row, Col: p.col, RowSpan: h, ColSpan: w, Text: text})
	for c := p.col; c < p.col+w; c++ {
		p.until[c] = p.row + h
	}
	p.col += w
	return p
}

// one sets a cell of one column.
func (p *paper) one(text string) *paper { return p.put(text, 1, 1) }

// wide sets a cell of w columns.
func (p *paper) wide(text string, w int) *paper { return p.put(text, w, 1) }

// end goes to the next row.
func (p *paper) end() { p.row++; p.col = 0; p.g.Rows = p.row }

// line is a row of one cell over the whole width.
func (p *paper) line(text string) { p.wide(text, p.g.Cols).end() }

// indicators draws the rows of a tree: level labels merged down their rows,
// then what cells gives for each row as text and width.
func (p *paper) indicators(rows []row, levelWidth []int, cells func(r row) []cell) {
	for i, r := range rows {
		if i == 0 || rows[i-1].l1 != r.l1 {
			n := 1
			for i+n < len(rows) && rows[i+n].l1 == r.l1 {
				n++
			}
			p.put(r.l1, levelWidth[0], n)
		}
		if i == 0 || rows[i-1].l2 != r.l2 || rows[i-1].l1 != r.l1 {
			n := 1
			for i+n < len(rows) && rows[i+n].l2 == r.l2 && rows[i+n].l1 == r.l1 {
				n++
			}
			p.put(r.l2, levelWidth[1], n)
		}
		for _, c := range cells(r) {
			p.wide(c.text, c.w)
		}
		p.end()
	}
}

type cell struct {
	text string
	w    int
}
