package roles

import (
	"math"
	"slices"
	"sort"
	"strings"

	"github.com/pbt-cli/pbt/parser/grid"
)

// Cell is a printed cell, or one item of a list in a printed cell, at its place
// in the table that it was read as part of.
type Cell struct {
	// From is the printed cell.
	From *grid.Cell
	*Word
	place
	number int32 // of the printed cell in its sheet
}

// place is the top left of a cell and how far it spans, in half the memory: a sheet may
// have half a million.
type place struct{ top, left, high, wide int32 }

func placeOf(row, col, rowSpan, colSpan int) place {
	return place{int32(row), int32(col), int32(min(rowSpan, math.MaxInt32)), int32(min(colSpan, math.MaxInt32))}
}

func (p place) row() int     { return int(p.top) }
func (p place) col() int     { return int(p.left) }
func (p place) rowSpan() int { return int(p.high) }
func (p place) colSpan() int { return int(p.wide) }
func (p place) right() int   { return p.col() + p.colSpan() }
func (p place) below() int   { return p.row() + p.rowSpan() }

func (c *Cell) id() int { return int(c.number) }

// Text is the printed text, or the part of it that the cell stands for.
func (c *Cell) Text() string { return c.printed() }

// plainOrNothing is the text as a level's label, "" of no cell.
func (c *Cell) plainOrNothing() string {
	if c == nil {
		return ""
	}
	return c.plain()
}

// moved is a copy of the cell at another place.
func (c *Cell) moved(row, col, rowSpan, colSpan int) *Cell {
	n := *c
	n.place = placeOf(row, col, rowSpan, colSpan)
	return &n
}

// part is a copy of the cell that stands for a part of its text.
func (d *reader) part(c *Cell, text string) *Cell {
	n := *c
	n.Word = d.Word(text)
	return &n
}

// sheet is a grid's cells with text, by row; …… in a row of its own is none. Nothing in it depends on how wide
// or high the grid says that it is.
type sheet struct {
	covers byRow // the cells that cover a row, by column
	begun  byRow // those that begin in it
	height int   // how many rows there are
	cols   int
	cells  []*Cell
	lists  map[int][]string // items of cells that hold a list, by id
	// shared is how many columns at the left a table beside another one has in common
	// with it; a row that holds nothing else is none of its rows.
	shared int
	// origin is, for each row of the grid, its row in the sheet, where lists in
	// cells became rows; nil where the rows are the grid's.
	origin []int
	// open says that the spans of the grid are not known: a text, whose labels may be
	// damaged, too.
	open bool
}

const (
	// maxCover bounds the sum of the row spans of a sheet's cells.
	maxCover = 4 << 20
	// maxColumns bounds the columns of one table.
	maxColumns = 48
	// maxWidth bounds the columns of a sheet that are believed without text.
	maxWidth = 256
	// maxRows bounds the rows of a sheet that is read by evidence.
	maxRows = 200000
)

// forMore are the marks that a template prints where more may be filled in: ……
const forMore = "….。·"

func (c *Cell) isForMore() bool { return strings.Trim(c.flat, forMore) == "" && c.flat != "" }

// idleRows are the rows where a template says that more may be filled in: nothing but
// such marks and levels begins there.
func idleRows(cells []*Cell) map[int]bool {
	var idle map[int]bool
	for _, c := range cells {
		if c.isForMore() {
			if idle == nil {
				idle = map[int]bool{}
			}
			idle[c.row()] = true
		}
	}
	for _, c := range cells {
		if idle[c.row()] && c.flat != "" && !c.isForMore() && !c.level() {
			delete(idle, c.row())
		}
	}
	return idle
}

// byRow are cells of rows, one row after another: those of a row stand from its place
// on to that of the next.
type byRow struct {
	cells []*Cell
	from  []int32
}

// of are the cells of a row, none where it lies outside. They must not be changed.
func (b *byRow) of(row int) []*Cell {
	if row < 0 || row+1 >= len(b.from) {
		return nil
	}
	return b.cells[b.from[row]:b.from[row+1]:b.from[row+1]]
}

// newSheet indexes cells; nrows is the height.
func newSheet(cells []*Cell, nrows int) *sheet {
	s := &sheet{height: min(nrows, maxRows), cells: cells}
	from := make([]int32, s.height+2) // until all cells stand in their rows, one row ahead
	idle := idleRows(cells)
	cover := 0
	each := func(visit func(c *Cell, r int)) {
		cover = 0
		for _, c := range cells {
			if c.flat == "" || idle[c.row()] && c.isForMore() || c.row() < 0 || c.row() >= s.height {
				continue
			}
			for r := c.row(); r < c.below() && r < s.height && cover < maxCover; r++ {
				visit(c, r)
				cover++
			}
		}
	}
	each(func(c *Cell, r int) {
		s.cols = max(s.cols, c.right())
		from[r+2]++
	})
	for r := range s.height {
		from[r+2] += from[r+1]
	}
	s.covers = byRow{make([]*Cell, cover), from[:s.height+1]}
	each(func(c *Cell, r int) {
		s.covers.cells[from[r+1]] = c
		from[r+1]++
	})
	for r := range s.height {
		if row := s.row(r); !slices.IsSortedFunc(row, byColumn) {
			slices.SortStableFunc(row, byColumn)
		}
	}
	s.begin()
	return s
}

func byColumn(a, b *Cell) int { return a.col() - b.col() }

// begin finds the cells that begin in each row.
func (s *sheet) begin() {
	s.begun = byRow{make([]*Cell, 0, len(s.cells)), make([]int32, s.height+1)}
	for r := range s.height {
		for _, c := range s.row(r) {
			if c.row() == r {
				s.begun.cells = append(s.begun.cells, c)
			}
		}
		s.begun.from[r+1] = int32(len(s.begun.cells))
	}
}

// wordOf is the word of a text that a cell of a grid prints.
func (d *reader) wordOf(grid, cell int, text string) *Word {
	if d.known != nil {
		if w := d.known(grid, cell); w != nil && w.printed() == text {
			return w
		}
	}
	return d.Word(text)
}

// sheet makes a sheet of a grid, which is that of this number.
func (d *reader) sheet(at int, g *grid.Grid) *sheet {
	cells := make([]*Cell, 0, g.Count())
	all := make([]Cell, g.Count())
	rows := g.Rows
	for i, c := range g.All() {
		if c.Hidden || c.Text == "" || c.Row < 0 || c.Col < 0 {
			continue
		}
		n := &all[i]
		*n = Cell{From: c, Word: d.wordOf(at, i, c.Text), place: placeOf(c.Row, c.Col, max(1, c.RowSpan), max(1, c.ColSpan)), number: int32(i)}
		cells = append(cells, n)
	}
	s := newSheet(cells, rows)
	s.open = g.Spans == grid.Open
	if g.Cols <= maxWidth {
		s.cols = max(s.cols, g.Cols)
	}
	return s
}

// at is the cell that covers a row and a column, nil where none holds text.
func (s *sheet) at(row, col int) *Cell {
	cells := s.row(row)
	i := sort.Search(len(cells), func(i int) bool { return cells[i].col() > col })
	for back := 0; back < 4 && i > 0; back++ { // cells of a broken grid may overlap
		if i--; cells[i].right() > col {
			return cells[i]
		}
	}
	return nil
}

// starts are the cells that begin in a row. They must not be changed.
func (s *sheet) starts(row int) []*Cell { return s.begun.of(row) }

// row are the cells that cover a row, by column. They must not be changed.
func (s *sheet) row(row int) []*Cell { return s.covers.of(row) }

// flipped is the sheet of some rows with rows for columns.
func (s *sheet) flipped(from, to int) *sheet {
	var cells []*Cell
	width := 0
	seen := map[*Cell]bool{}
	for r := from; r < to; r++ {
		for _, c := range s.row(r) {
			if seen[c] || c.row() < from || c.below() > to {
				continue
			}
			seen[c] = true
			cells = append(cells, c.moved(c.col(), c.row()-from, c.colSpan(), c.rowSpan()))
			width = max(width, c.right())
		}
	}
	return newSheet(cells, width)
}

// under is the sheet of some columns, at the rows where they stand.
func (s *sheet) under(cols []int, from, to int) *sheet {
	at := make(map[int]int, len(cols))
	for i, c := range cols {
		at[c] = i
	}
	var cells []*Cell
	for r := from; r < to && r < s.height; r++ {
		for _, c := range s.row(r) {
			i, ok := at[c.col()]
			if !ok || c.row() != r || c.below() > to {
				continue
			}
			span := 0
			for k := c.col(); k < c.right(); k++ {
				if _, ok := at[k]; ok {
					span++
				}
			}
			cells = append(cells, c.moved(c.row(), i, c.rowSpan(), max(1, span)))
		}
	}
	return newSheet(cells, s.height)
}

// ids are some of a sheet's cells, by id. Those of cells that a continuation borrows
// from the table before it are below zero, and no cells of its grid.
type ids struct {
	own  []uint64
	lent map[int]bool
}

func (s *ids) add(id int) {
	if id < 0 {
		if s.lent == nil {
			s.lent = map[int]bool{}
		}
		s.lent[id] = true
		return
	}
	for len(s.own) <= id/64 {
		s.own = append(s.own, 0)
	}
	s.own[id/64] |= 1 << (id % 64)
}

func (s *ids) has(id int) bool {
	if id < 0 {
		return s.lent[id]
	}
	return id/64 < len(s.own) && s.own[id/64]>>(id%64)&1 != 0
}

func (s *ids) join(o *ids) {
	for len(s.own) < len(o.own) {
		s.own = append(s.own, 0)
	}
	for i, w := range o.own {
		s.own[i] |= w
	}
	for id := range o.lent {
		s.add(id)
	}
}
