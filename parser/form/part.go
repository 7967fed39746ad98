package form

import (
	"iter"
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/parser/grid"
)

// The rows of a large table go as its indicators are declared: then the declaration
// takes the place of the cells, and does not stand beside them. For that the cells of
// the table lie in parts, each of which goes with its last row.

const (
	// minLarge is from how many cells on a table goes row by row.
	minLarge = 1 << 12
	// partCells is how many cells of a table a part has: 8 KB of them.
	partCells = 204
	// partRows is how many rows of a tree a part has: 8 KB of them.
	partRows = 72
	// partRoom is how many places of cells in rows are made at once.
	partRoom = 512
)

// cells are the cells of a table, in parts of which all but the last are full.
type cells [][]cell

func newCells(n int) cells {
	out := make(cells, 0, (n+partCells-1)/partCells)
	for ; n > 0; n -= len(out[len(out)-1]) {
		out = append(out, make([]cell, min(n, partCells)))
	}
	return out
}

// at is the cell of a number.
func (l cells) at(i int) *cell { return &l[i/partCells][i%partCells] }

// count is how many cells there are.
func (l cells) count() int {
	if len(l) == 0 {
		return 0
	}
	return (len(l)-1)*partCells + len(l[len(l)-1])
}

// all visits the cells with their numbers.
func (l cells) all() iter.Seq2[int, *cell] {
	return func(yield func(int, *cell) bool) {
		for p := range l {
			for i := range l[p] {
				if !yield(p*partCells+i, &l[p][i]) {
					return
				}
			}
		}
	}
}

// spendsRows reports whether rows may go as they are declared: nobody asks for cells
// after that.
func (o *Options) spendsRows() bool {
	return o.Spend && o.Untraced && !o.Account && len(o.Columns) == 0
}

// part readies large tables for that, where no table was made of others.
func (doc *document) part() {
	if slices.ContainsFunc(doc.tables, func(t *table) bool { return t.made }) {
		return
	}
	for _, t := range doc.tables {
		if len(t.Cells) >= minLarge && !t.Prose && t.Spans == grid.Exact && t.plain() {
			t.part()
		}
	}
}

// plain reports whether the cells of a table are those of its grid, and each has its
// own account.
func (t *table) plain() bool {
	for i, c := range t.cells.all() {
		if c.Cell != &t.Cells[i] || c.made != nil || c.unprinted {
			return false
		}
	}
	return t.cells.count() == len(t.Cells)
}

func (t *table) part() {
	t.Grid.Part()
	for i, g := range t.All() {
		t.cells.at(i).Cell = g
	}
	t.loose = true
}

// loosen lets the cells of tables in parts go with their rows, once both readings have
// seen them all.
func (doc *document) loosen() {
	for _, t := range doc.tables {
		if t.loose {
			t.cells = nil
			t.Loose()
		}
	}
}

// parted reports whether the rows of a tree lie in a table that is in parts.
func (t *tree) parted() bool { return t.header.t.loose && t.header.blocks() == 1 }

// treeRow is a row of a tree with the labels above it.
type treeRow struct {
	bodyRow
	path rowPath
}

// each visits the rows of a tree by their numbers. Where they are spent they go as they
// are visited, and the tree has none afterwards.
func (t *tree) each(spends bool) iter.Seq2[int, treeRow] {
	return func(yield func(int, treeRow) bool) {
		if !spends {
			for i, r := range t.rows {
				if !yield(i, treeRow{r, t.paths[i]}) {
					return
				}
			}
			return
		}
		var parts [][]treeRow
		for i, r := range t.rows {
			if i%partRows == 0 {
				parts = append(parts, make([]treeRow, 0, min(partRows, len(t.rows)-i)))
			}
			last := &parts[len(parts)-1]
			*last = append(*last, treeRow{r, t.paths[i]})
		}
		t.rows, t.paths = nil, nil
		for p := range parts {
			for k, r := range parts[p] {
				if !yield(p*partRows+k, r) {
					return
				}
			}
			parts[p] = nil
		}
	}
}

// spend lets go of the cells of a row that was declared where nothing is left to be said
// of them.
func (r *bodyRow) spend() {
	if r.t.loose && r.t.spent(r.row) {
		r.t.rows[r.row] = nil
	}
}

// spent reports whether the cells that begin in a row gave their texts to indicators, or
// are furniture.
func (t *table) spent(row int) bool {
	return !slices.ContainsFunc(t.rows[row], func(c *cell) bool {
		return c.Row == row && c.squeezed() != "" && (c.made != nil || c.unprinted || !c.settled())
	})
}

func (a *account) settled() bool {
	switch {
	case a.partly:
		return false
	case a.fate == fateFurniture:
		return true
	}
	return a.fate == fateKey && !slices.ContainsFunc(a.keys(), func(path string) bool {
		return !strings.HasPrefix(path, "indicators") || strings.Contains(path, ".extra[")
	})
}
