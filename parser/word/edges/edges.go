// Package edges makes tables of rows that know their cells by their edges alone,
// as Word's binary format and RTF write them: every row says where its cells end,
// and nothing says which columns the table has.
package edges

import (
	"slices"
	"sort"
	"strings"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

// Merge says how a cell stands to the one above it.
type Merge int

// The ways: alone, the first of a merge downwards, and one that goes on.
const (
	Alone Merge = iota
	Starts
	GoesOn
)

// Cell is a cell of a row, between two edges in twips (1/20 point).
type Cell struct {
	Left, Right int
	Text        string
	Down        Merge
	// Across is true where the cell may belong to the one before it; it does
	// where it is blank.
	Across bool
}

// row is a row of a table.
type row struct {
	Cells  []Cell
	Hidden bool
}

// near is how far two edges of one column may lie apart, in twips: programs round
// widths row by row, and no column is narrower than 0.7 mm.
const near = 40

// MaxColumns is the greatest number of columns of a table.
const MaxColumns = 1024

// tableOf makes a grid of rows: its columns lie between the edges of all rows
// together. A blank cell that goes on belongs to the one above with the same left
// edge; what goes on with nothing above stands alone.
func tableOf(rows []row, number int) *grid.Grid {
	at := columns(rows)
	g := &grid.Grid{Rows: len(rows), Cols: max(len(at)-1, 0), Spans: grid.Exact}
	merged := map[int]int{} // by column, the cell that may go on below
	for r, row := range rows {
		next := map[int]int{}
		last := -1 // the cell before, in g.Cells
		edge := 0  // the first column behind it
		for _, c := range row.Cells {
			col, span := place(at, c)
			if col < edge { // a row whose edges go back: what is taken is taken
				col, span = edge, max(col+span-edge, 0)
			}
			edge = col + span
			blank := c.Text == ""
			switch {
			case span == 0, c.Across && blank && last >= 0:
				if last >= 0 {
					join(&g.Cells[last], c.Text, r, col+span)
				}
				continue
			}
			above, ok := merged[col]
			same := ok && g.Cells[above].ColSpan == span
			if ok && c.Down == GoesOn || same && blank && c.Down == Starts {
				g.Cells[above].RowSpan = r - g.Cells[above].Row + 1
				next[col], last = above, above
				continue
			}
			last = len(g.Cells)
			if c.Down != Alone {
				next[col] = last
			}
			g.Cells = append(g.Cells, grid.Cell{
				Row: r, Col: col, RowSpan: 1, ColSpan: span, Text: c.Text, Hidden: row.Hidden,
				Spot: grid.At(schema.Place{Table: number, Row: r + 1, Column: col + 1}),
			})
		}
		merged = next
	}
	return g
}

// join widens a cell to a column by one that belongs to it.
func join(c *grid.Cell, text string, row, end int) {
	if c.Row == row && end > c.Col+c.ColSpan {
		c.ColSpan = end - c.Col
	}
	c.Text = strings.Trim(c.Text+"\n"+text, "\n")
}

// columns are the edges of all rows, those that are near one another as one.
func columns(rows []row) []int {
	var all []int
	for _, r := range rows {
		for _, c := range r.Cells {
			all = append(all, c.Left, c.Right)
		}
	}
	slices.Sort(all)
	var at []int
	for _, e := range all {
		if len(at) == 0 || e-at[len(at)-1] >= near {
			at = append(at, e)
		}
	}
	return at[:min(len(at), MaxColumns+1)]
}

// place is the first column of a cell, and how many it has.
func place(at []int, c Cell) (col, span int) {
	col, end := index(at, c.Left), index(at, c.Right)
	return col, max(end-col, 0)
}

// index is the edge that a value belongs to, the last one that is not above it.
func index(at []int, e int) int {
	return max(sort.SearchInts(at, e+1)-1, 0)
}
