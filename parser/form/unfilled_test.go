package form

import (
	"slices"
	"testing"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

// TestUnfilled: a label beside nothing is told from one that the form has not, and from
// one with its text.
func TestUnfilled(t *testing.T) {
	rows := [][]string{
		{"项目支出绩效目标表"},
		{"（2024年度）"},
		{"项目名称", "校舍修缮", "实施单位", ""},
		{"主管部门", "甲县教育局", "年度资金总额", ""},
		{"一级指标", "二级指标", "三级指标", "指标值"},
		{"产出指标", "数量指标", "修缮校舍栋数", "≥3栋"},
		{"产出指标", "质量指标", "验收合格率", "=100%"},
		{"效益指标", "社会效益指标", "受益学生人数", "≥900人"},
	}
	g := &grid.Grid{Rows: len(rows), Cols: 4}
	for i, row := range rows {
		for j, text := range row {
			span := 1
			if len(row) == 1 {
				span = 4
			}
			g.Cells = append(g.Cells, grid.Cell{Row: i, Col: j, RowSpan: 1, ColSpan: span, Text: text, Spot: grid.At(schema.Place{Line: i + 1})})
		}
	}
	doc, err := Read(t.Context(), &grid.Document{Grids: []*grid.Grid{g}}, Options{})
	if err != nil || len(doc.Declarations) != 1 {
		t.Fatal(err, len(doc.Declarations))
	}
	got := doc.Declarations[0].Unfilled
	slices.Sort(got)
	if want := []string{"unit"}; !slices.Equal(got, want) {
		t.Errorf("unfilled are %v, want %v", got, want)
	}
}
