package edges

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/gridtest"
)

func cells(c ...Cell) row { return row{Cells: c} }

func TestTable(t *testing.T) {
	tests := []struct {
		name string
		rows []row
		want []string
	}{
		{"edges that are near are one", []row{cells(Cell{Left: 0, Right: 1000, Text: "a"}, Cell{Left: 1000, Right: 2000, Text: "b"}), cells(Cell{Left: 20, Right: 1990, Text: "c"})},
			[]string{"table 2×2", "0,0 1×1 a", "0,1 1×1 b", "1,0 1×2 c"}},
		{"rows that begin further right", []row{cells(Cell{Left: -108, Right: 1000, Text: "a"}, Cell{Left: 1000, Right: 2000, Text: "b"}), cells(Cell{Left: 1000, Right: 2000, Text: "c"})},
			[]string{"table 2×2", "0,0 1×1 a", "0,1 1×1 b", "1,1 1×1 c"}},
		{"goes on under the same left edge", []row{cells(Cell{Left: 0, Right: 500, Text: "a", Down: Starts}, Cell{Left: 500, Right: 900, Text: "b"}), cells(Cell{Left: 0, Right: 500, Down: GoesOn}, Cell{Left: 500, Right: 900, Text: "c"}), cells(Cell{Left: 0, Right: 500, Text: "d", Down: Starts}, Cell{Left: 500, Right: 900, Text: "e"})},
			[]string{"table 3×2", "0,0 2×1 a", "0,1 1×1 b", "1,1 1×1 c", "2,0 1×1 d", "2,1 1×1 e"}},
		{"goes on under nothing", []row{cells(Cell{Left: 0, Right: 500, Text: "a", Down: GoesOn})},
			[]string{"table 1×1", "0,0 1×1 a"}},
		{"a cell without width", []row{cells(Cell{Left: 0, Right: 500, Text: "a"}, Cell{Left: 500, Right: 510, Text: "b"}, Cell{Left: 510, Right: 900, Text: "c"})},
			[]string{"table 1×2", "0,0 1×1 a\nb", "0,1 1×1 c"}},
		{"across, but printed", []row{cells(Cell{Left: 0, Right: 500, Text: "a"}, Cell{Left: 500, Right: 900, Text: "b", Across: true})},
			[]string{"table 1×2", "0,0 1×1 a", "0,1 1×1 b"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, gridtest.Show([]*grid.Grid{tableOf(tt.rows, 1)})); diff != "" {
				t.Errorf("grid (-want +got):\n%s", diff)
			}
		})
	}
}
