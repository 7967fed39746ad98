package grid

import (
	"math"
	"testing"
	"unsafe"

	"pgregory.net/rapid"

	"github.com/pbt-cli/pbt/schema"
)

// TestSpot: what a place is kept as gives it back, whatever it is.
func TestSpot(t *testing.T) {
	number := rapid.OneOf(rapid.Just(0), rapid.IntRange(1, 9), rapid.Int(), rapid.Just(math.MinInt))
	point := rapid.OneOf(rapid.Just(0.0), rapid.Map(rapid.IntRange(0, 99999), func(n int) float64 { return float64(n) / 100 }), rapid.Float64())
	name := rapid.SampledFrom([]string{"", "表", "A1"})
	rapid.Check(t, func(t *rapid.T) {
		p := schema.Place{
			Page: number.Draw(t, "page"), Sheet: name.Draw(t, "sheet"), Cell: name.Draw(t, "cell"),
			Table: number.Draw(t, "table"), Row: number.Draw(t, "row"), Line: number.Draw(t, "line"), Column: number.Draw(t, "column"),
		}
		for i := range p.Box {
			p.Box[i] = point.Draw(t, "box")
		}
		p.Paper[0] = point.Draw(t, "paper")
		s := At(p)
		if got := s.Place(); got != p || s.IsZero() != p.IsZero() || s.Page() != p.Page {
			t.Fatalf("%+v became %+v", p, got)
		}
		row, col := rapid.IntRange(0, 1<<20-1).Draw(t, "r"), rapid.IntRange(0, 1<<14-1).Draw(t, "c")
		if got := OfSheet("表").Cell(row, col).Place(); got.Sheet != "表" || got.Cell != CellName(row, col) {
			t.Fatalf("row %d, column %d became %v", row, col, got)
		}
	})
	if got := OfSheet("表").Spot(Spot{}).Place(); got != (schema.Place{Sheet: "表"}) {
		t.Errorf("a sheet's own place became %v", got)
	}
	if CellName(30, 3) != "D31" || CellName(1048575, 16383) != "XFD1048576" {
		t.Error("a cell has another name")
	}
}

// TestCellSize: half a million cells are one document.
func TestCellSize(t *testing.T) {
	if n := unsafe.Sizeof(Cell{}); n > 88 {
		t.Errorf("a cell takes %d bytes", n)
	}
}
