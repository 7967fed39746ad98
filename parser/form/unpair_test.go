package form

import (
	"slices"
	"testing"

	"github.com/pbt-cli/pbt/parser/grid"
)

// Lines that hold an indicator each, every part behind its label, are a table; lines of
// a text with targets and no form are named.
func TestPairedLines(t *testing.T) {
	lines := []string{
		"项目支出绩效目标表（2025年度）", "项目名称：道路养护",
		"1. 指标名称：养护里程；目标值：≥60公里；所属类别：产出指标-数量指标",
		"2. 指标名称：合格率；目标值：≥95%；所属类别：产出指标-质量指标",
		"3. 指标名称：受益人口；目标值：≥3万人；所属类别：效益指标-社会效益指标",
		"4. 指标名称：出行时间；目标值：≤2小时；所属类别：效益指标-社会效益指标",
		"填报人：张某",
	}
	got := readGrids(t, grid.Lines(lines, nil))
	if len(got.Declarations) != 1 {
		t.Fatalf("%d forms, %v", len(got.Declarations), got.Problems)
	}
	if rows := leavesOf(got.Declarations[0]); !slices.Equal(rows, arrangedRows) {
		t.Errorf("rows %q", rows)
	}
	prose := []string{"本项目绩效情况如下。", "今年养护里程≥60公里，已完成。", "抽检合格率≥95%，优良。", "受益人口≥3万人。"}
	if rules := rulesOf(readGrids(t, grid.Lines(prose, nil))); !slices.Contains(rules, "form.not-read") {
		t.Errorf("targets in a text without a form: %v", rules)
	}
}

// Points in brackets behind a target are the indicator's weight.
func TestPointsBehindTarget(t *testing.T) {
	d := readGrids(t, printed(t, heads+"产出指标|数量指标|养护里程|≥60公里（10分）\n产出指标|质量指标|合格率|≥95%（含抽检）")).Declarations[0]
	if a, b := d.Indicators[0].Children[0].Children[0], d.Indicators[0].Children[1].Children[0]; a.Weight != "10" || b.Weight != "" {
		t.Errorf("weights %q and %q, want 10 and none", a.Weight, b.Weight)
	}
}
