package form

import (
	"slices"

	"github.com/pbt-cli/pbt/parser/form/roles"
	"github.com/pbt-cli/pbt/parser/grid"
)

// cell is a cell of a grid with the folded copies that matching needs.
type cell struct {
	*grid.Cell
	// word is what the text says by itself.
	word *roles.Word
	// made is what a cell was made of that is no printed one itself, nil of others.
	made *made
	account
}

// made is what a cell was made of.
type made struct {
	// own is the printed cell whose account is the cell's, more are those beside it.
	own  *cell
	more []*cell
	// copies are the equal neighbours that a merged cell of a dump was made of.
	copies []*cell
}

// makes is what the cell was made of, to write in.
func (c *cell) makes() *made {
	if c.made == nil {
		c.made = &made{}
	}
	return c.made
}

// own is the printed cell that has the account of the cell: itself, of most.
func (c *cell) own() *cell {
	if c.made == nil || c.made.own == nil {
		return c
	}
	return c.made.own
}

// more are the printed cells with further accounts.
func (c *cell) more() []*cell {
	if c.made == nil {
		return nil
	}
	return c.made.more
}

// accounts are all printed cells that the cell stands for.
func (c *cell) accounts() []*cell { return append([]*cell{c.own()}, c.more()...) }

// of makes the accounts of printed cells those of the cell that stands for them.
func (c *cell) of(printed ...*cell) {
	for i, p := range printed {
		if i == 0 {
			c.makes().own = p.own()
		} else {
			c.makes().more = append(c.more(), p.own())
		}
		if more := p.more(); len(more) > 0 {
			c.makes().more = append(c.more(), more...)
		}
	}
}

// columnRole is the role of the column that the cell would head.
func (c *cell) columnRole() Role { return Role(c.word.Column()) }

// note is what the brackets of a label hold.
func (c *cell) note() string { return c.word.Note() }

// norm is the text as a label is compared.
func (c *cell) norm() string { return c.word.Norm() }

func (c *cell) end() int  { return c.Col + c.ColSpan }
func (c *cell) last() int { return c.Row + c.RowSpan }

// table is a grid with its cells by row.
type table struct {
	*grid.Grid
	index int
	lex   *roles.Lexicon
	// rows holds, for each row, the cells that cover it, by column. A cell
	// that spans rows stands in each of them.
	rows [][]*cell
	// cells are those of the grid, in its order.
	cells cells
	// loose says that the cells go with their rows.
	loose bool
	// made is true of a table that was made of lines; skipped are the lines that no
	// cell of it was made of.
	made    bool
	skipped []skipped
	// whole is the printed grid that the table is, or that it is a side of.
	whole *grid.Grid
}

// skipped is a printed line behind a row of a table that was made of lines.
type skipped struct {
	row  int
	line *cell
}

// maxCover bounds the sum of all row spans of a grid's cells.
const maxCover = 4 << 20

// newTable indexes a grid.
func newTable(g *grid.Grid, index int, lex *roles.Lexicon) *table {
	t := &table{Grid: g, index: index, lex: lex, rows: make([][]*cell, g.Rows), cells: newCells(len(g.Cells))}
	for i, c := range t.cells.all() {
		c.Cell = &g.Cells[i]
		c.word = lex.Word(c.Text)
	}
	many := make([]int32, g.Rows) // cells that cover a row
	left := t.cover(func(_ *cell, r int) { many[r]++ })
	var room []*cell
	for r, n := range many {
		if int(n) > len(room) { // a row alone keeps no more than its part of the room
			room = make([]*cell, max(int(n), min(left, partRoom)))
		}
		t.rows[r], room = room[:0:n], room[n:]
		left -= int(n)
	}
	t.cover(func(c *cell, r int) { t.rows[r] = append(t.rows[r], c) })
	byColumn := func(a, b *cell) int { return a.Col - b.Col }
	for _, row := range t.rows {
		if !slices.IsSortedFunc(row, byColumn) {
			slices.SortStableFunc(row, byColumn)
		}
	}
	return t
}

// cover visits the cells with each row that they cover, and gives the sum of these.
func (t *table) cover(visit func(c *cell, row int)) int {
	sum := 0
	for _, c := range t.cells.all() {
		if c.Row < 0 {
			continue
		}
		for r := c.Row; r < c.Row+max(1, c.RowSpan) && r < t.Rows && sum < maxCover; r++ {
			visit(c, r)
			sum++
		}
	}
	return sum
}

// squeezed is the folded text without spaces.
func (c *cell) squeezed() string { return c.word.Flat() }

// at is the cell that covers a row and a column, nil where none is known.
func (t *table) at(row, col int) *cell {
	if row < 0 || row >= len(t.rows) {
		return nil
	}
	for _, c := range t.rows[row] {
		if c.Col <= col && col < c.end() {
			return c
		}
		if c.Col > col {
			return nil
		}
	}
	return nil
}

// filled gives the cells of a row that hold text, by column. They must not be changed.
func (t *table) filled(row int) []*cell {
	return those(t.rows[row], func(c *cell) bool { return c.squeezed() != "" })
}

// those are the cells that satisfy a condition: the row itself where all do, as in
// most.
func those(row []*cell, is func(c *cell) bool) []*cell {
	for i, c := range row {
		if is(c) {
			continue
		}
		out := append(make([]*cell, 0, len(row)-1), row[:i]...)
		for _, c := range row[i+1:] {
			if is(c) {
				out = append(out, c)
			}
		}
		return out
	}
	return slices.Clip(row)
}

// blank reports whether no cell of a row holds text.
func (t *table) blank(row int) bool {
	for _, c := range t.rows[row] {
		if c.squeezed() != "" {
			return false
		}
	}
	return true
}

// unrepeat gives a table whose spans are open as one with exact spans, where
// the printing shows them: equal neighbours in a row are one cell, and so are
// equal labels below one another; two texts or amounts may be equal by chance.
func unrepeat(t *table, from, to int, label func(*cell) bool) *table {
	g := &grid.Grid{Name: t.Name, Rows: t.Rows, Cols: t.Cols, Spans: grid.Exact, Prose: t.Prose, Page: t.Page}
	owner := map[[2]int]int{} // row, column → index of its cell in g.Cells
	var printed [][]*cell     // the cells that each stands for
	for r := from; r < to && r < len(t.rows); r++ {
		for _, c := range t.rows[r] {
			if c.Row != r || c.squeezed() == "" {
				continue
			}
			same := func(row, col int) (int, bool) {
				i, ok := owner[[2]int{row, col}]
				return i, ok && g.Cells[i].Text == c.Text
			}
			if i, ok := same(r, c.Col-1); ok && g.Cells[i].Row == r {
				g.Cells[i].ColSpan = c.end() - g.Cells[i].Col
				owner[[2]int{r, c.Col}] = i
				printed[i] = append(printed[i], c)
				continue
			}
			if i, ok := same(r-1, c.Col); ok && g.Cells[i].Col <= c.Col && label(c) {
				g.Cells[i].RowSpan = r + 1 - g.Cells[i].Row
				owner[[2]int{r, c.Col}] = i
				printed[i] = append(printed[i], c)
				continue
			}
			if i, ok := owner[[2]int{r, c.Col - 1}]; ok && g.Cells[i].Row < r && g.Cells[i].Text == c.Text && label(c) {
				owner[[2]int{r, c.Col}] = i
				printed[i] = append(printed[i], c)
				continue
			}
			nc := *c.Cell
			g.Cells = append(g.Cells, nc)
			printed = append(printed, []*cell{c})
			owner[[2]int{r, c.Col}] = len(g.Cells) - 1
		}
	}
	out := newTable(g, t.index, t.lex)
	for i, c := range out.cells.all() {
		c.of(printed[i]...)
		c.makes().copies = printed[i]
	}
	return out
}

// amount is the cell under a column of amounts: of equal neighbours that a dump
// prints side by side each is the amount of its own column.
func (t *table) amount(row, col int) *cell {
	c := t.at(row, col)
	if c == nil || !numericLike(c.squeezed()) {
		return c
	}
	if c.made == nil {
		return c
	}
	for _, p := range c.made.copies {
		if p.Row == row && p.Col <= col && col < p.end() {
			return p
		}
	}
	return c
}

// looksRepeated reports whether merged cells are repeated over their span: in
// one of the rows three or more cells, all that there are, hold one text.
func looksRepeated(t *table, from, to int) bool {
	for r := from; r < to && r < len(t.rows); r++ {
		row := t.filled(r)
		if len(row) < 3 || len(row) != t.Cols || numericLike(row[0].squeezed()) {
			continue
		}
		all := true
		for _, c := range row[1:] {
			all = all && c.Text == row[0].Text
		}
		if all {
			return true
		}
	}
	return false
}
