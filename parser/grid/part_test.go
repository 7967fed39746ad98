package grid_test

import (
	"testing"

	"github.com/pbt-cli/pbt/parser/grid"
)

// Cells in parts are visited as those of a list are, until somebody has enough.
func TestPart(t *testing.T) {
	for _, n := range []int{0, 1, 93, 94, 400} {
		g := &grid.Grid{Cells: make([]grid.Cell, n)}
		for i := range g.Cells {
			g.Cells[i].Row = i
		}
		for range 2 {
			next := 0
			for i, c := range g.All() {
				if i != next || c.Row != i {
					t.Fatalf("cell %d of %d has the number %d and the row %d", next, n, i, c.Row)
				}
				if next++; next == 200 {
					break
				}
			}
			if g.Count() != n || next != min(n, 200) {
				t.Fatalf("%d of %d cells, %d visited", g.Count(), n, next)
			}
			g.Part()
		}
		if g.Loose(); g.Cells != nil || g.Count() != 0 {
			t.Errorf("%d cells are left of %d", g.Count(), n)
		}
	}
}
