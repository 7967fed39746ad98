package form

import (
	"slices"
	"testing"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

// Cells of levels that say two labels, or that the label above goes on, or the same
// in a second language, are read as what they stand for, spans known or not.
func TestLevelCells(t *testing.T) {
	for name, rows := range map[string]string{
		"two levels in a cell":  "一级指标|三级指标|指标值\n产出指标—数量指标|养护里程|≥60公里\n产出指标（质量指标）|合格率|≥95%\n效益指标/社会效益指标|受益人口|≥3万人",
		"ditto marks":           "一级指标|二级指标|三级指标|指标值\n产出指标|数量指标|养护里程|≥60公里\n〃|质量指标|合格率|≥95%\n效益指标|社会效益指标|受益人口|≥3万人",
		"labels in two scripts": "一级指标 Level 1|二级指标 Level 2|三级指标|指标值 (Target)\n产出指标 Output|数量指标 Quantity|养护里程|≥60公里\n产出指标 Output|Quality 质量指标|合格率|≥95%\n效益指标 Benefit|社会效益指标|受益人口|≥3万人",
	} {
		for _, spans := range []grid.Spans{grid.Exact, grid.Open} {
			g := printed(t, rows)
			g.Spans = spans
			d := readGrids(t, g).Declarations[0]
			var got []string
			schema.Walk(d.Indicators, "indicators", func(_ string, above []*schema.Indicator, leaf *schema.Indicator) {
				s := ""
				for _, l := range above {
					s += l.Name + "/"
				}
				got = append(got, s+leaf.Name)
			})
			want := []string{"产出指标/数量指标/养护里程", "产出指标/质量指标/合格率", "效益指标/社会效益指标/受益人口"}
			if !slices.Equal(got, want) || len(d.Uncertain) > 0 {
				t.Errorf("%s, spans %d: %q, doubts %v", name, spans, got, d.Uncertain)
			}
		}
	}
}

// A label in a foreign language beside the Chinese one is no part of it; letters
// that are a part of a name are.
func TestOwnScript(t *testing.T) {
	for text, want := range map[string]string{
		"项目名称\nProject": "项目名称", "资金总额（万元）\nBudget": "资金总额(万元)", "指标值 (Target)": "指标值", "Department 主管部门": "主管部门",
		"人均GDP": "", "APP项目名称": "", "项目名称": "", "VOCs排放量": "",
	} {
		if got := ownScript(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// Rows without any column of levels have no labels.
func TestPathsWithoutLevels(t *testing.T) {
	if paths := exactPaths(make([]bodyRow, 2)); len(paths) != 2 || paths[0] != nil || paths[1] != nil {
		t.Errorf("paths %v", paths)
	}
}

// Labels of an office's own that are two words each are two levels where the first
// words repeat, and doubted where none does.
func TestOwnLevelsInOneCell(t *testing.T) {
	const head = "一级指标|三级指标|指标值\n"
	d := readGrids(t, printed(t, head+"防汛备汛-物资储备|编织袋数|≥60个\n防汛备汛-应急演练|演练场次|≥5场\n工程管护-日常养护|养护里程|≥9公里")).Declarations[0]
	want := []string{"防汛备汛/物资储备/编织袋数 >=60", "防汛备汛/应急演练/演练场次 >=5", "工程管护/日常养护/养护里程 >=9"}
	if rows := leavesOf(d); !slices.Equal(rows, want) {
		t.Errorf("rows %q", rows)
	}
	d = readGrids(t, printed(t, head+"防汛备汛-物资储备|编织袋数|≥60个\n工程管护-日常养护|养护里程|≥9公里\n群众评价-服务感受|满意率|≥90%")).Declarations[0]
	if len(d.Uncertain) == 0 || !slices.Contains(d.Uncertain[0].Alternatives, "防汛备汛") {
		t.Errorf("doubts %v", d.Uncertain)
	}
}

// A document with a name's and a target's head and no table that is read is named.
func TestHeadsWithoutTable(t *testing.T) {
	got := readGrids(t, printed(t, "项目支出绩效目标表|\n指标名称|指标值\n防汛备汛|\n物资储备|\n编织袋数|≥60个\n演练场次|≥5场"))
	if len(got.Declarations) == 0 && !slices.Contains(rulesOf(got), "form.not-read") {
		t.Errorf("problems %v", got.Problems)
	}
}
