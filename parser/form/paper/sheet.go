package paper

import (
	"github.com/pbt-cli/pbt/parser/grid"
)

// Kind says how a cell is dressed.
type Kind uint8

// The kinds of cells.
const (
	Text Kind = iota
	Title
	Label
	Note // the line under the title, headings of blocks
)

// Sheet is a printed form: a grid, how its cells are dressed, and what may be
// entered.
type Sheet struct {
	Name string
	Grid *grid.Grid
	// Kinds stand beside Grid.Cells.
	Kinds []Kind
	// Widths are those of the columns in characters.
	Widths []float64
	// Choices are the drop-down lists of cells.
	Choices []Choice
	// HeadRow is the row of the table's head, which repeats on printed pages;
	// -1 where there is none.
	HeadRow int
}

// wideForm is the sum of the columns' widths, in characters, above which a form
// is printed across: an upright A4 page holds about 90 at a size one reads.
const wideForm = 110

// wide reports a form for a page laid across.
func (s *Sheet) wide() bool {
	sum := 0.0
	for _, w := range s.Widths {
		sum += w
	}
	return sum > wideForm
}

// Choice is a drop-down list over a range of cells.
type Choice struct {
	Row, Col, RowSpan, ColSpan int
	Values                     []string
	// Strict refuses other entries; else they are only warned of.
	Strict bool
}

// pen writes cells from left to right, row by row, around cells that reach down
// from above.
type pen struct {
	sheet *Sheet
	row   int
	col   int
	until []int // the first free row of each column
}

func newPen(name string, cols int) *pen {
	g := &grid.Grid{Cols: cols, Name: name}
	return &pen{sheet: &Sheet{Name: name, Grid: g, HeadRow: -1, Widths: make([]float64, cols)}, until: make([]int, cols)}
}

// put writes a cell of some columns and rows at the next free column and gives
// that column. A cell never reaches over the right edge.
func (p *pen) put(kind Kind, text string, cols, rows int) int {
	g := p.sheet.Grid
	for p.col < g.Cols && p.until[p.col] > p.row {
		p.col++
	}
	cols = max(1, min(cols, g.Cols-p.col))
	at := p.col
	g.Cells = append(g.Cells, grid.Cell{Row: p.row, Col: at, RowSpan: rows, ColSpan: cols, Text: text})
	p.sheet.Kinds = append(p.sheet.Kinds, kind)
	for c := at; c < at+cols && c < g.Cols; c++ {
		p.until[c] = p.row + rows
	}
	p.col += cols
	return at
}

// rest writes a cell up to the right edge.
func (p *pen) rest(kind Kind, text string) {
	g := p.sheet.Grid
	for p.col < g.Cols && p.until[p.col] > p.row {
		p.col++
	}
	if p.col < g.Cols {
		p.put(kind, text, g.Cols-p.col, 1)
	}
}

// line writes one cell over the whole width.
func (p *pen) line(kind Kind, text string) {
	p.put(kind, text, p.sheet.Grid.Cols, 1)
	p.end()
}

func (p *pen) end() {
	p.row++
	p.col = 0
	p.sheet.Grid.Rows = p.row
}
