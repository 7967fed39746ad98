package form

import (
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/parser/grid"
)

// The rows of a large table go as its indicators are declared: then the declaration
// takes the place of the cells, and does not stand beside them. For that the cells of
// the table lie in parts, each of which goes with its last row.

const (
	// minLarge is from how many cells on a table lies in parts.
	minLarge = 1 << 12
	// partCells is how many cells of a table a part has: 8 KB of them.
	partCells = 102
)

// partedCell is a cell in a part of a table, with its account.
type partedCell struct {
	cell
	entry
}

// spendsRows reports whether rows may go as they are declared: nobody asks for cells
// after that.
func (o *Options) spendsRows() bool {
	return o.Spend && o.Untraced && !o.Account && len(o.Columns) == 0
}

// part puts the cells of large tables in parts, where no table was made of others.
func (doc *document) part() {
	if slices.ContainsFunc(doc.tables, func(t *table) bool { return t.made }) {
		return
	}
	for _, t := range doc.tables {
		if len(t.cells) >= minLarge && !t.Prose && t.Spans == grid.Exact && t.plain() {
			t.part()
		}
	}
}

// plain reports whether the cells of a table are those of its grid, and each has its
// own account.
func (t *table) plain() bool {
	for i := range t.cells {
		c := &t.cells[i]
		if c.Cell != &t.Cells[i] || c.own.c != c || c.made != nil {
			return false
		}
	}
	return len(t.cells) == len(t.Cells)
}

func (t *table) part() {
	n := len(t.cells)
	t.Grid.Part()
	for i, g := range t.All() {
		if i%partCells == 0 {
			t.parts = append(t.parts, make([]partedCell, min(partCells, n-i)))
		}
		p, had := &t.parts[i/partCells][i%partCells], &t.cells[i]
		p.cell, p.entry = *had, *had.own
		p.Cell, p.own, p.c = g, &p.entry, &p.cell
		had.own = &p.entry // where the rows find it
	}
	var room []*cell
	for r, row := range t.rows {
		if len(room) < len(row) {
			room = make([]*cell, max(512, len(row)))
		}
		own := room[:len(row):len(row)]
		room = room[len(row):]
		for i, c := range row {
			own[i] = c.own.c
		}
		t.rows[r] = own
	}
	t.cells, t.loose = nil, true
}

// loosen lets the cells of tables in parts go with their rows, once both readings have
// seen them all.
func (doc *document) loosen() {
	for _, t := range doc.tables {
		if t.loose {
			t.parts = nil
			t.Loose()
		}
	}
}

// parted reports whether the rows of a tree lie in a table that is in parts.
func (t *tree) parted() bool { return t.header.t.loose && t.header.blocks() == 1 }

// spend lets go of a row that was declared, and of its cells where nothing is left to be
// said of them.
func (t *tree) spend(i int) {
	r := &t.rows[i]
	if r.t.loose && r.t.spent(r.row) {
		r.t.rows[r.row] = nil
	}
	*r = bodyRow{t: r.t, row: r.row, rowRest: nothing}
	t.paths[i] = nil
}

// spent reports whether the cells that begin in a row gave their texts to indicators, or
// are furniture.
func (t *table) spent(row int) bool {
	return !slices.ContainsFunc(t.rows[row], func(c *cell) bool {
		return c.Row == row && c.squeezed() != "" && !(c.made == nil && c.own.c == c && c.own.settled())
	})
}

func (e *entry) settled() bool {
	switch {
	case e.part:
		return false
	case e.fate == fateFurniture:
		return true
	}
	return e.fate == fateKey && !slices.ContainsFunc(e.of(), func(path string) bool {
		return !strings.HasPrefix(path, "indicators") || strings.Contains(path, ".extra[")
	})
}
