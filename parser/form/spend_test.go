package form

import (
	"reflect"
	"strconv"
	"testing"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/draw"
)

// TestSpend: a document whose grids are let go of reads as one that is kept, and has
// none afterwards.
func TestSpend(t *testing.T) {
	for _, family := range draw.Families {
		var grids []*grid.Grid
		for seed := range 3 {
			for _, f := range draw.New(family, uint64(seed)) {
				grids = append(grids, f.Grids...)
			}
		}
		kept, err := Read(t.Context(), &grid.Document{Grids: grids}, Options{Account: true})
		if err != nil {
			t.Fatal(err)
		}
		in := &grid.Document{Grids: grids}
		spent, err := Read(t.Context(), in, Options{Account: true, Spend: true})
		if err != nil || in.Grids != nil || len(kept.Declarations) < 2 {
			t.Fatal(family, err, len(in.Grids), len(kept.Declarations))
		}
		if !reflect.DeepEqual(kept, spent) {
			t.Errorf("%s reads otherwise where its grids are let go of", family)
		}
	}
}

// large is a table of so many cells that its rows go as they are declared: with doubts,
// a column without a head, a sum among the rows and a cell under no column.
func large() *grid.Grid {
	g := &grid.Grid{Rows: 2200, Cols: 6}
	put := func(row, col, span int, text string, doubts ...grid.Doubt) {
		c := grid.Cell{Row: row, Col: col, RowSpan: span, ColSpan: 1, Text: text, Spot: grid.OfSheet("表").Cell(row, col)}
		c.Note(nil, doubts)
		g.Cells = append(g.Cells, c)
	}
	put(0, 0, 1, "项目支出绩效目标表")
	for i, head := range []string{"一级指标", "二级指标", "三级指标", "指标值", "责任人"} {
		put(1, i, 1, head)
	}
	for row := 2; row < g.Rows; row++ {
		var doubts []grid.Doubt
		if row%97 == 0 {
			doubts = []grid.Doubt{{Alternatives: []string{"≥甲"}}}
		}
		if row == 2 {
			put(row, 0, g.Rows-2, "产出指标")
		}
		if row%10 == 2 {
			put(row, 1, min(10, g.Rows-row), []string{"数量指标", "质量指标"}[row/10%2], doubts...)
		}
		put(row, 2, 1, "养护道路"+strconv.Itoa(row)+"里程", doubts...)
		put(row, 3, 1, "≥"+strconv.Itoa(row)+"公里", doubts...)
		if row%300 == 0 {
			put(row, 4, 1, "张三")
		}
		if row%400 == 1 {
			put(row, 5, 1, "≥1公里")
		}
	}
	return g
}

// TestSpendRows: a large table whose rows go as they are declared reads as one that is
// kept, with the places of its doubts and of what was not read.
func TestSpendRows(t *testing.T) {
	kept, err := Read(t.Context(), &grid.Document{Grids: []*grid.Grid{large()}}, Options{Untraced: true})
	if err != nil || len(kept.Declarations) != 1 || len(kept.Declarations[0].Uncertain) == 0 || len(kept.Problems) == 0 {
		t.Fatal(err, kept)
	}
	g := large()
	spent, err := Read(t.Context(), &grid.Document{Grids: []*grid.Grid{g}}, Options{Untraced: true, Spend: true})
	if err != nil || g.Count() != 0 {
		t.Fatalf("%v; %d cells are left", err, g.Count())
	}
	if !reflect.DeepEqual(kept, spent) {
		t.Error("a large table reads otherwise where its rows go")
	}
}
