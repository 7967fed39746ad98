package form

import (
	"slices"
	"testing"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

// gridOf makes a grid of single cells from rows of text.
func gridOf(page int, rows ...[]string) *grid.Grid {
	g := &grid.Grid{Rows: len(rows), Page: page}
	for r, row := range rows {
		g.Cols = max(g.Cols, len(row))
		for c, text := range row {
			if text != "" {
				g.Cells = append(g.Cells, grid.Cell{Row: r, Col: c, RowSpan: 1, ColSpan: 1, Text: text})
			}
		}
	}
	return g
}

func prose(lines ...string) *grid.Grid { return grid.Lines(lines, nil) }

// A table goes on behind a page break, with its header again or without, past
// page numbers and stray lines; another table does not become its rest.
func TestContinuation(t *testing.T) {
	first := gridOf(1,
		[]string{"一级指标", "二级指标", "三级指标", "指标值"},
		[]string{"产出指标", "数量指标", "培训场次", "≥12场"})
	rest := gridOf(2,
		[]string{"", "质量指标", "合格率", "≥95%"},
		[]string{"满意度指标", "服务对象满意度指标", "学员评价", "≥90%"})
	headed := gridOf(2,
		[]string{"一级指标", "二级指标", "三级指标", "指标值"},
		[]string{"", "质量指标", "合格率", "≥95%"})
	budget := gridOf(2,
		[]string{"科目", "合计", "基本支出", "项目支出"},
		[]string{"教育支出", "300", "100", "200"})
	for name, c := range map[string]struct {
		grids  []*grid.Grid
		leaves int
		left   bool // the rest is named as not read
	}{
		"at once":                {[]*grid.Grid{first, rest}, 3, false},
		"past a page number":     {[]*grid.Grid{first, prose("- 31 -"), rest}, 3, false},
		"with its header again":  {[]*grid.Grid{first, headed}, 2, false},
		"past a stray line":      {[]*grid.Grid{first, prose("标  度指标"), rest}, 3, false},
		"past a running head":    {[]*grid.Grid{first, prose("某市财政局 2024 年部门预算", "32"), rest}, 3, false},
		"a budget table":         {[]*grid.Grid{first, prose("政府采购预算表", "单位：万元"), budget}, 1, false},
		"a page of text between": {[]*grid.Grid{first, prose("一", "二。", "三。", "四。"), rest}, 1, true},
		"another form's title":   {[]*grid.Grid{first, prose("项目支出绩效目标表"), rest}, 1, false},
	} {
		t.Run(name, func(t *testing.T) {
			all := readGrids(t, c.grids...)
			got := all.Declarations
			if len(got) != 1 && c.leaves > 1 {
				t.Fatalf("%d declarations", len(got))
			}
			n := 0
			for _, l1 := range got[0].Indicators {
				for _, l2 := range l1.Children {
					n += len(l2.Children)
				}
			}
			if n != c.leaves || len(got[0].Uncertain) > 0 || c.left && !slices.Contains(rulesOf(all), "extract.unread") {
				t.Errorf("%d indicators, want %d; doubts %v, %v", n, c.leaves, got[0].Uncertain, rulesOf(all))
			}
		})
	}
}

// read gives the declarations of grids.
func read(t *testing.T, grids ...*grid.Grid) []*schema.Declaration {
	t.Helper()
	got, err := Read(t.Context(), &grid.Document{Grids: grids}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return got.Declarations
}
