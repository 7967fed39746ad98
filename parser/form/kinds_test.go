package form

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

// Tables that print more than one thing in a cell or more than one indicator in a row
// are read for what they print, without a doubt.
func TestSeveralInOne(t *testing.T) {
	for name, c := range map[string]struct {
		form string
		want []string
		open bool // spans are not known, as in Markdown
	}{
		"two indicators a row": {
			form: "一级指标|二级指标|三级指标|指标值|三级指标|指标值\n产出指标|数量指标|改造小区|≥12个|加压泵组|=36台\n产出指标|质量指标|试压合格率|≥97%||\n效益指标|社会效益指标|达标户数|≥860户||",
			want: []string{"产出指标/数量指标/改造小区 >=12", "产出指标/数量指标/加压泵组 =36", "产出指标/质量指标/试压合格率 >=97", "效益指标/社会效益指标/达标户数 >=860"},
		},
		"names with their targets": {
			form: "一级指标|二级指标|三级指标及目标值\n产出指标|数量指标|巡河次数≥24次\n满意度指标|服务对象满意度指标|居民满意度≥90%\n效益指标|可持续影响指标|管护机制：健全",
			want: []string{"产出指标/数量指标/巡河次数 >=24", "满意度指标/服务对象满意度指标/居民满意度 >=90", "效益指标/可持续影响指标/管护机制 "},
		},
		"names with their targets, one alone in its row": {
			form: "一级指标|二级指标|三级指标及目标值\n产出指标|数量指标|巡河次数≥24次\n||清淤河段≥3处\n满意度指标|服务对象满意度指标|居民满意度≥90%", open: true,
			want: []string{"产出指标/数量指标/巡河次数 >=24", "产出指标/数量指标/清淤河段 >=3", "满意度指标/服务对象满意度指标/居民满意度 >=90"},
		},
		"levels and name as a path": {
			form: "指标路径|目标值\n产出指标—数量指标—巡河次数|≥24次\n产出指标—数量指标—清淤河段|≥3处\n满意度指标—服务对象满意度指标—居民满意度|≥90%",
			want: []string{"产出指标/数量指标/巡河次数 >=24", "产出指标/数量指标/清淤河段 >=3", "满意度指标/服务对象满意度指标/居民满意度 >=90"},
		},
		"first levels over pairs of columns": {
			form: "产出指标|>>|效益指标|>>|满意度指标|>>\n三级指标|指标值|三级指标|指标值|三级指标|指标值\n联网路口|=180个|拥堵指数|≤1.6|驾驶人满意度|≥82%\n电子警察|=24套|事故下降率|≥8%||\n在线率|≥97%||||",
			want: []string{"产出指标/联网路口 =180", "产出指标/电子警察 =24", "产出指标/在线率 >=97", "效益指标/拥堵指数 <=1.6", "效益指标/事故下降率 >=8", "满意度指标/驾驶人满意度 >=82"},
		},
		"four levels": {
			form: "一级指标|二级指标|三级指标|四级指标|目标值\n产出指标|数量指标|完成数量|开放天数|≥260天\n^|^|^|夜读场次|≥24场\n^|质量指标|完成质量|差错率|≤5‰",
			want: []string{"产出指标/数量指标/开放天数 >=260", "产出指标/数量指标/夜读场次 >=24", "产出指标/质量指标/差错率 <=5"},
		},
		"bands that merge nothing": {
			form: "序号|指标名称|目标值\n一、产出指标||\n（一）数量指标||\n1|展品件数|≥42件\n2|科学课程|≥10门\n二、满意度指标||\n（一）服务对象满意度指标||\n3|观众满意度|≥94%", open: true,
			want: []string{"产出指标/数量指标/展品件数 >=42", "产出指标/数量指标/科学课程 >=10", "满意度指标/服务对象满意度指标/观众满意度 >=94"},
		},
		"hints below the head": {
			form: heads + "（必填）|（必填）|（不超过20字）|（如≥95%）\n产出指标|数量指标|筛查人数|≥2100人\n效益指标|社会效益指标|知晓率|≥85%",
			want: []string{"产出指标/数量指标/筛查人数 >=2100", "效益指标/社会效益指标/知晓率 >=85"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			g := printed(t, c.form)
			if c.open {
				g.Spans = grid.Open
			}
			got := readGrids(t, printed(t, "项目支出绩效目标表（2025年度）"), printed(t, "项目名称|甲项目"), g)
			if len(got.Declarations) != 1 {
				t.Fatalf("%d declarations: %v", len(got.Declarations), got.Problems)
			}
			d := got.Declarations[0]
			if rows := leavesOf(d); !slices.Equal(rows, c.want) || len(d.IndicatorsMediumTerm) > 0 || len(d.Uncertain) > 0 {
				t.Errorf("rows %q, medium term %d, doubts %v; want %q", rows, len(d.IndicatorsMediumTerm), d.Uncertain, c.want)
			}
		})
	}
}

// Two blocks side by side are two terms where the head or the rows say so.
func TestTwoTermsSideBySide(t *testing.T) {
	for name, form := range map[string]string{
		"levels of its own": "一级指标|二级指标|三级指标|指标值|二级指标|三级指标|指标值\n产出指标|数量指标|里程|≥60公里|数量指标|里程|≥20公里",
		"the head says":     "一级指标|二级指标|三级指标|中期指标值|三级指标|年度指标值\n产出指标|数量指标|里程|≥60公里|线路|≥20公里",
		"names repeat":      "一级指标|二级指标|三级指标|指标值|三级指标|指标值\n产出指标|数量指标|里程|≥60公里|里程|≥20公里",
	} {
		d := readGrids(t, printed(t, "项目支出绩效目标表\n"+form)).Declarations[0]
		if len(d.IndicatorsMediumTerm) == 0 || len(d.Indicators) == 0 {
			t.Errorf("%s: %d of the year, %d of the term", name, len(d.Indicators), len(d.IndicatorsMediumTerm))
		}
	}
}

// Forms side by side under one heading across both share its title and year.
func TestHeadingAcross(t *testing.T) {
	g := printed(t, "2025年度项目绩效目标汇总表|>>|>>|>>|>>|>>|>>|>>|>>\n项目名称|甲|>>|>>||项目名称|乙|>>|>>\n"+
		"一级指标|二级指标|三级指标|指标值||一级指标|二级指标|三级指标|指标值\n产出指标|数量指标|里程|≥6公里||产出指标|数量指标|场次|≥7场")
	got := readGrids(t, g).Declarations
	if len(got) != 2 {
		t.Fatalf("%d declarations", len(got))
	}
	for i, want := range []string{"甲", "乙"} {
		if d := got[i]; d.Project.Name != want || d.Year != 2025 || d.Title == "" || len(leavesOf(d)) != 1 {
			t.Errorf("form %d: %s %d %q %v", i, d.Project.Name, d.Year, d.Title, leavesOf(d))
		}
	}
}

// Fields in running text are parted where the next label begins, with the year of a
// title in words of its own.
func TestRunningFields(t *testing.T) {
	lines := prose("2025年度项目支出绩效目标公开", "一、项目名称：巡护与监测", "二、实施单位：湿地管理处；主管部门：林业局。", "三、预算安排：项目资金总额132万元，其中财政拨款100万元。")
	d := readGrids(t, lines, printed(t, heads+"产出指标|数量指标|巡护里程|≥60公里")).Declarations[0]
	got := []string{d.Unit, d.Department, d.Funds.Total, d.Funds.TotalFiscal, d.Project.Name}
	if want := []string{"湿地管理处", "林业局", "1320000", "1000000", "巡护与监测"}; !slices.Equal(got, want) || d.Year != 2025 {
		t.Errorf("%q of %d, want %q", got, d.Year, want)
	}
}

// 合计 below the parts of the funds is their total, where none is printed by name.
func TestSumOfFunds(t *testing.T) {
	for text, want := range map[string]string{
		"资金构成（单位：元）|来源|金额|占比\n^|财政拨款|13,000|69%\n^|自筹资金|5,750|31%\n^|合计|18,750|100%\n": "18750",
		"资金构成（单位：元）|来源|金额|占比\n^|财政拨款|13,000|69%\n^|合计|1,750|100%\n":                    "", // less than its part
	} {
		d := readGrids(t, printed(t, text+oneRow)).Declarations[0]
		if d.Funds.Total != want || want == "" && !slices.ContainsFunc(d.Extra, func(p schema.Pair) bool { return strings.Contains(p.Text, "1,750") }) {
			t.Errorf("total %q, want %q; %v", d.Funds.Total, want, d.Extra)
		}
	}
}

// An outline of lines gives its indicators: levels by bullets and indents, in brackets
// on one line, targets behind a colon or a line of dots.
func TestOutline(t *testing.T) {
	want := []string{"产出指标/数量指标/接入院数 =18", "产出指标/质量指标/符合率 >=98", "满意度指标/服务对象满意度指标/患者满意度 >=93"}
	for name, lines := range map[string][]string{
		"bullets": {"- 产出指标", "  - 数量指标", "    - 接入院数：=18个", "  - 质量指标", "    - 符合率：≥98%", "- 满意度指标", "  - 服务对象满意度指标", "    - 患者满意度：≥93%"},
		"numbers": {"一、产出指标", "（一）数量指标", "1. 接入院数：=18个", "（二）质量指标", "2. 符合率：≥98%", "二、满意度指标", "（一）服务对象满意度指标", "3. 患者满意度：≥93%"},
		"dots":    {"【产出指标-数量指标】", "接入院数............=18个", "【产出指标-质量指标】", "符合率..........≥98%", "【满意度指标-服务对象满意度指标】", "患者满意度........≥93%"},
		"leaders": {"产出指标", "数量指标 ………… 接入院数 ………… =18个", "质量指标 ………… 符合率 ………… ≥98%", "满意度指标", "服务对象满意度指标 ………… 患者满意度 ………… ≥93%"},
	} {
		got := readGrids(t, prose(append([]string{"项目支出绩效目标表", "项目名称：甲项目"}, lines...)...))
		if len(got.Declarations) != 1 {
			t.Fatalf("%s: %d declarations, %v", name, len(got.Declarations), got.Problems)
		}
		if d := got.Declarations[0]; !slices.Equal(leavesOf(d), want) || d.Project.Name != "甲项目" {
			t.Errorf("%s: %q of %q", name, leavesOf(d), d.Project.Name)
		}
	}
	// A name that stands at either depth is where its number is.
	for number, want := range map[string]string{"二、": "成本指标/每公里费用 <=3", "（二）": "产出指标/成本指标/每公里费用 <=3"} {
		d := readGrids(t, prose("项目支出绩效目标表", "项目名称：甲项目", "一、产出指标", "（一）数量指标", "1.巡河次数：≥24次", number+"成本指标", "1.每公里费用：≤3万元",
			"三、效益指标", "（一）社会效益指标", "1.受益人口：≥3万人")).Declarations[0]
		if rows := leavesOf(d); len(rows) != 3 || rows[1] != want {
			t.Errorf("%s: %q", number, rows)
		}
	}
	// Sentences that speak of levels are none.
	got := readGrids(t, prose("产出指标", "本项目设置产出指标和效益指标，其中数量指标三个。", "数量指标", "完成情况：良好"))
	if len(got.Declarations) != 0 {
		t.Errorf("prose gives %d declarations", len(got.Declarations))
	}
}

// A level without an indicator, left blank or with a dash for name and target, gives none
// and no doubt.
func TestUnusedLevels(t *testing.T) {
	for _, dash := range []string{"", "/", "—", "无"} {
		got := readGrids(t, printed(t, fmt.Sprintf("一级指标|二级指标|三级指标|指标值\n产出指标|数量指标|巡河次数|≥24次\n效益指标|经济效益指标|%s|%s\n^|社会效益指标|受益人口|≥3万人\n", dash, dash)))
		d := got.Declarations[0]
		if want := []string{"产出指标/数量指标/巡河次数 >=24", "效益指标/社会效益指标/受益人口 >=3"}; !slices.Equal(leavesOf(d), want) || len(d.Uncertain) > 0 || slices.Contains(rulesOf(got), "extract.unread") {
			t.Errorf("%q: %q, doubts %v, %v", dash, leavesOf(d), d.Uncertain, got.Problems)
		}
	}
}

// A label that no profile has and that nobody filled in goes on with no text before it, and
// of two blocks side by side one may be left blank.
func TestLeftBlank(t *testing.T) {
	open := func(text string) Result {
		g := printed(t, text)
		g.Spans = grid.Open
		return readGrids(t, g)
	}
	d := open("项目名称|甲项目||\n主管部门|某镇|主管部门编码|\n一级指标|二级指标|三级指标|指标值\n产出指标|数量指标|台数|≥2台\n效益指标|社会效益指标|人口|≥3万人\n").Declarations[0]
	if d.Department != "某镇" {
		t.Errorf("department %q", d.Department)
	}
	got := open("一级指标|二级指标（长期）|三级指标（长期）|指标值（长期）|二级指标（年度）|三级指标（年度）|指标值（年度）\n" +
		"产出指标|数量指标|||数量指标|台数|≥2台\n产出指标|质量指标|||质量指标|合格率|≥92%\n效益指标|社会效益指标|||社会效益指标|人口|≥3万人\n")
	if slices.Contains(rulesOf(got), "extract.unread") {
		t.Errorf("%v", got.Problems)
	}
}
