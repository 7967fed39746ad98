package form

import (
	"slices"
	"testing"
)

// Of two columns of targets that which a change left stands, and the other is kept; where
// nothing says which is meant, the target is a doubt.
func TestChangedTargets(t *testing.T) {
	for name, c := range map[string]struct {
		before, after string
		first         bool // the target stands in the first of the two columns
		open          bool
	}{
		"named":          {before: "调整前指标值", after: "调整后指标值"},
		"no known words": {before: "变更前", after: "变更后"},
		"in brackets":    {before: "指标值（修订前）", after: "指标值（修订后）"},
		"of old and now": {before: "原目标值", after: "现目标值"},
		"of the year":    {before: "年初目标值", after: "调整目标值"},
		"only the new":   {before: "指标值", after: "调整后指标值"},
		"the new first":  {before: "调整后指标值", after: "调整前指标值", first: true},
		"who knows":      {before: "甲方目标值", after: "乙方目标值", first: true, open: true},
	} {
		t.Run(name, func(t *testing.T) {
			form := "一级指标|二级指标|三级指标|" + c.before + "|" + c.after + "\n产出指标|数量指标|改造小区|≥10个|≥12个\n" +
				"产出指标|质量指标|合格率|≥95%|≥97%\n满意度指标|服务对象满意度指标|居民满意度|≥88%|≥90%"
			d := readGrids(t, printed(t, "项目支出绩效目标表（2025年度）|>>|>>|>>|>>\n项目名称|甲项目|>>|>>|>>\n"+form)).Declarations[0]
			want := []string{"产出指标/数量指标/改造小区 >=12", "产出指标/质量指标/合格率 >=97", "满意度指标/服务对象满意度指标/居民满意度 >=90"}
			other := "≥10个"
			if c.first {
				want = []string{"产出指标/数量指标/改造小区 >=10", "产出指标/质量指标/合格率 >=95", "满意度指标/服务对象满意度指标/居民满意度 >=88"}
				other = "≥12个"
			}
			if rows := leavesOf(d); !slices.Equal(rows, want) || c.open != (len(d.Uncertain) > 0) {
				t.Errorf("rows %q, doubts %v; want %q", rows, d.Uncertain, want)
			}
			if kept := beside(d.Indicators[0].Children[0].Children[0]); !slices.Contains(kept, other) {
				t.Errorf("the other target is not kept: %q", kept)
			}
		})
	}
}

// The weight behind a label is no part of it, however it is printed.
func TestWeightBehindLabel(t *testing.T) {
	for _, weight := range []string{"（50%）", "(50)", " 50分", "50%", "（权重50%）", "（分值：50分）", "【50分】"} {
		form := heads + "产出指标" + weight + "|数量指标|改造小区|≥12个\n^|质量指标|合格率|≥97%\n满意度指标" + weight + "|服务对象满意度指标|居民满意度|≥90%"
		d := readGrids(t, printed(t, "项目支出绩效目标表（2025年度）|>>|>>|>>\n项目名称|甲项目|>>|>>\n"+form)).Declarations[0]
		want := []string{"产出指标/数量指标/改造小区 >=12", "产出指标/质量指标/合格率 >=97", "满意度指标/服务对象满意度指标/居民满意度 >=90"}
		if rows := leavesOf(d); !slices.Equal(rows, want) || d.Indicators[0].Points != "50" || len(d.Uncertain) > 0 {
			t.Errorf("%s: rows %q of %s points, doubts %v", weight, rows, d.Indicators[0].Points, d.Uncertain)
		}
	}
}
