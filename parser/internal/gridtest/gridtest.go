// Package gridtest is what the tests of readers share: grids written in short,
// and the law that every grid keeps.
package gridtest

import (
	"fmt"
	"testing"

	"github.com/pbt-cli/pbt/parser/grid"
)

// Show writes grids in short: "table 2×3" or "prose 1×1" (and the sheet's name),
// then the cells as row,column height×width text.
func Show(grids []*grid.Grid) []string {
	var out []string
	for _, g := range grids {
		kind := "table"
		if g.Prose {
			kind = "prose"
		}
		s := fmt.Sprintf("%s %d×%d", kind, g.Rows, g.Cols)
		if g.Name != "" {
			s += " " + g.Name
		}
		out = append(out, s+hidden(g.Hidden))
		for _, c := range g.Cells {
			out = append(out, fmt.Sprintf("%d,%d %d×%d %s", c.Row, c.Col, c.RowSpan, c.ColSpan, c.Text)+hidden(c.Hidden))
		}
	}
	return out
}

func hidden(is bool) string {
	if is {
		return " (hidden)"
	}
	return ""
}

// Check fails where a cell leaves its grid, stands out of order or covers
// another.
func Check(t testing.TB, grids []*grid.Grid) {
	t.Helper()
	for _, g := range grids {
		taken := map[[2]int]bool{}
		for i, c := range g.Cells {
			if c.RowSpan < 1 || c.ColSpan < 1 || c.Row < 0 || c.Col < 0 || c.Row+c.RowSpan > g.Rows || c.Col+c.ColSpan > g.Cols {
				t.Fatalf("cell %+v leaves its grid of %d×%d", c, g.Rows, g.Cols)
			}
			if i > 0 && (c.Row < g.Cells[i-1].Row || c.Row == g.Cells[i-1].Row && c.Col <= g.Cells[i-1].Col) {
				t.Fatalf("cell %+v is out of order", c)
			}
			if c.RowSpan*c.ColSpan > 1<<16 {
				continue // too many places to mark
			}
			for r := c.Row; r < c.Row+c.RowSpan; r++ {
				for col := c.Col; col < c.Col+c.ColSpan; col++ {
					if taken[[2]int{r, col}] {
						t.Fatalf("cell %+v covers another", c)
					}
					taken[[2]int{r, col}] = true
				}
			}
		}
	}
}
