package form

import (
	"slices"
	"testing"

	"github.com/pbt-cli/pbt/parser/grid"
)

// An outline may name a level and its indicators on one line, parted by semicolons,
// and a level whose name stands at either depth right above another one.
func TestOutlineOfSentences(t *testing.T) {
	for name, lines := range map[string][]string{
		"levels with their indicators": {"（一）产出指标", "1．数量指标：养护里程≥60公里；", "2．质量指标：合格率≥95%。", "（二）效益指标", "1．社会效益指标：受益人口≥3万人；出行时间≤2小时。"},
		"full stops behind levels":     {"（一）产出指标", "1.数量指标。养护里程≥60公里。", "2.质量指标。合格率≥95%。", "（二）效益指标", "1.社会效益指标。受益人口≥3万人；出行时间≤2小时。"},
	} {
		got := readGrids(t, grid.Lines(append([]string{"项目支出绩效目标（2025年度）", "项目名称：道路养护"}, lines...), nil))
		if len(got.Declarations) != 1 {
			t.Fatalf("%s: %v", name, got.Problems)
		}
		d := got.Declarations[0]
		if rows := leavesOf(d); !slices.Equal(rows, arrangedRows) || len(d.Uncertain) > 0 || d.Year != 2025 {
			t.Errorf("%s: %d %q, doubts %v", name, d.Year, rows, d.Uncertain)
		}
	}
	d := readGrids(t, grid.Lines([]string{"项目名称：道路养护", "产出指标", "数量指标", "养护里程：≥60公里", "质量指标", "合格率：≥95%", "满意度指标", "服务对象满意度指标", "工程交付时间6月30日前", "居民满意度：≥90%"}, nil)).Declarations[0]
	want := []string{"产出指标/数量指标/养护里程 >=60", "产出指标/质量指标/合格率 >=95", "满意度指标/服务对象满意度指标/工程交付时间 <=", "满意度指标/服务对象满意度指标/居民满意度 >=90"}
	if rows := leavesOf(d); !slices.Equal(rows, want) {
		t.Errorf("a level right above another: %q", rows)
	}
}
