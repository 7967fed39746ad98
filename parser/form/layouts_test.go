package form

import (
	"slices"
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

// printed makes a grid of lines with | between cells; >> in a cell spans it over
// the next column, and a line of a cell that is only ^ joins it to the one above.
func printed(t *testing.T, text string) *grid.Grid {
	t.Helper()
	g := &grid.Grid{}
	owner := map[[2]int]int{}
	for r, line := range strings.Split(strings.TrimSpace(text), "\n") {
		for c, s := range strings.Split(line, "|") {
			s = strings.TrimSpace(s)
			g.Rows, g.Cols = r+1, max(g.Cols, c+1)
			at := [2]int{r, c}
			switch s {
			case ">>":
				owner[at] = owner[[2]int{r, c - 1}]
				g.Cells[owner[at]].ColSpan = c + 1 - g.Cells[owner[at]].Col
			case "^":
				owner[at] = owner[[2]int{r - 1, c}]
				g.Cells[owner[at]].RowSpan = r + 1 - g.Cells[owner[at]].Row
			case "":
			default:
				owner[at] = len(g.Cells)
				g.Cells = append(g.Cells, grid.Cell{Row: r, Col: c, RowSpan: 1, ColSpan: 1, Text: s, Spot: grid.At(schema.Place{Line: r + 1, Column: c + 1})})
			}
		}
	}
	return g
}

// leavesOf are the rows of a declaration: labels, name, comparator, number.
func leavesOf(d *schema.Declaration) []string {
	var out []string
	schema.Walk(d.Indicators, "indicators", func(_ string, labels []*schema.Indicator, leaf *schema.Indicator) {
		row := ""
		for _, l := range labels {
			row += l.Name + "/"
		}
		row += leaf.Name
		if v := leaf.Value; v != nil {
			row += " " + string(v.Op) + v.Number
		}
		out = append(out, row)
	})
	return out
}

const heads = "一级指标|二级指标|三级指标|指标值\n"

// What real forms print beside the plain layout is read for what it is.
func TestWhatFormsPrint(t *testing.T) {
	for name, c := range map[string]struct {
		form string
		want string // rows, in lines
		says func(d *schema.Declaration) bool
	}{
		"comparators in words under the direction": {
			"项目支出绩效目标表|>>|>>|>>|>>|>>\n一级指标|二级指标|三级指标|指标性质|指标方向|目标值\n产出指标|数量指标|养护里程|正向|大于等于|60\n产出指标|时效指标|响应时间|反向|小于等于|4",
			"产出指标/数量指标/养护里程 >=60\n产出指标/时效指标/响应时间 <=4",
			func(d *schema.Declaration) bool { return d.Indicators[0].Children[0].Children[0].Polarity == "正向" },
		},
		"rows of the template": {
			heads + "产出指标|数量指标|指标1：养护里程|≥60公里\n^|^|……|\n^|质量指标|指标1：|\n满意度指标|服务对象满意度指标|示例：满意度|≥XX%\n^|^|满意度|≥90%",
			"产出指标/数量指标/养护里程 >=60\n满意度指标/服务对象满意度指标/满意度 >=90", nil,
		},
		"marks of required fields": {
			"*项目名称|养护项目|>>|>>\n★一级指标|二级指标|三级指标|＊指标值\n产出指标|数量指标|养护里程|≥60公里",
			"产出指标/数量指标/养护里程 >=60",
			func(d *schema.Declaration) bool { return d.Project.Name == "养护项目" },
		},
		"options in two cells": {
			"项目属性|新增项目□|延续项目√|>>\n" + heads + "产出指标|数量指标|养护里程|≥60公里",
			"产出指标/数量指标/养护里程 >=60",
			func(d *schema.Declaration) bool { return d.Project.Attribute == "延续项目" },
		},
		"a schedule's dates": {
			"起止时间|2024年度|>>|>>\n项目实施进度计划|项目实施内容|开始时间|完成时间\n^|招标|2022|2023\n^|施工|2024|2024\n" + heads + "产出指标|数量指标|养护里程|≥60公里",
			"产出指标/数量指标/养护里程 >=60",
			func(d *schema.Declaration) bool {
				return d.Project.Start == "" && d.Project.End == "" && strings.Contains(d.Narrative.Plan, "招标 2022 2023")
			},
		},
		"a monitoring sheet": {
			"项目资金（万元）||年初预算数|1-7月执行数|全年预计执行数\n^|年度资金总额：|220|87.57|200\n绩效指标|一级指标|指标名称|指标值|1-7月执行情况\n^|产出指标|展览场次|≥10场|4场",
			"产出指标/展览场次 >=10",
			func(d *schema.Declaration) bool {
				e := d.Funds.Execution
				return len(e) == 1 && e[0].Initial == "2200000" && e[0].Executed == "875700" && d.Indicators[0].Children[0].Actual.Number == "4" &&
					len(d.Extra) == 1 && d.Extra[0].Text == "200"
			},
		},
		"a title without the word 表": {
			"部门整体绩效目标|>>|>>|>>\n基本信息|>>|>>|>>\n部门名称|某局|>>|>>\n年度绩效目标|>>|>>|>>\n" + heads + "产出指标|数量指标|养护里程|≥60公里",
			"产出指标/数量指标/养护里程 >=60",
			func(d *schema.Declaration) bool {
				return d.Title == "部门整体绩效目标" && d.Goals == schema.Goals{} && d.Unit == "某局"
			},
		},
		"a total and its parts in one cell": {
			"资金总额及构成|总额106.75万元 一、财政拨款：69.23万元（其中：上级69.23万元） 二、自有资金：0万元 三、其他：37.52万元|>>|>>\n" + heads + "产出指标|数量指标|养护里程|≥60公里",
			"产出指标/数量指标/养护里程 >=60",
			func(d *schema.Declaration) bool {
				return d.Funds.Total == "1067500" && d.Funds.TotalFiscal == "692300" && d.Funds.TotalOther == "375200" && len(d.Extra) == 1
			},
		},
		"parts that do not make up the total": {
			"资金总额及构成|总额100万元 一、财政拨款：60万元 二、其他：30万元|>>|>>\n" + heads + "产出指标|数量指标|养护里程|≥60公里",
			"产出指标/数量指标/养护里程 >=60",
			func(d *schema.Declaration) bool { return d.Funds.Total == "1000000" && d.Funds.TotalFiscal == "" },
		},
		"comparators in the heads": {
			"一级指标|二级指标|三级指标|指标值（≥）\n产出指标|数量指标|养护里程|60公里\n产出指标|质量指标|合格率|=95%",
			"产出指标/数量指标/养护里程 >=60\n产出指标/质量指标/合格率 =95", nil,
		},
		"reasons in columns of their own": {
			"一级指标|二级指标|三级指标|指标值|偏差原因分析|>>|>>\n^|^|^|^|经费保障|人员保障|原因说明\n产出指标|数量指标|养护里程|≥60公里|√||雨季停工",
			"产出指标/数量指标/养护里程 >=60",
			func(d *schema.Declaration) bool {
				leaf := d.Indicators[0].Children[0].Children[0]
				return leaf.Deviation == "雨季停工" && len(leaf.Extra) == 1 && leaf.Extra[0].Label == "经费保障"
			},
		},
		"cost below output": {
			"项目支出绩效目标表|>>|>>|>>\n" + heads + "产出指标|数量指标|养护里程|≥60公里\n产出指标|质量指标|合格率|≥95%\n产出指标|成本指标|每公里成本|≤3万元\n效益指标|社会效益指标|通行|提升",
			"产出指标/数量指标/养护里程 >=60\n产出指标/质量指标/合格率 >=95\n产出指标/成本指标/每公里成本 <=3\n效益指标/社会效益指标/通行 ",
			func(d *schema.Declaration) bool { return d.Form == "mof88-project" },
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := read(t, printed(t, c.form))
			if len(got) != 1 {
				t.Fatalf("%d declarations", len(got))
			}
			if rows := strings.Join(leavesOf(got[0]), "\n"); rows != c.want {
				t.Errorf("rows\n%s\nwant\n%s", rows, c.want)
			}
			if c.says != nil && !c.says(got[0]) {
				t.Errorf("read as %+v", *got[0])
			}
		})
	}
}

// Two forms in one table each have their rows: below one another with a line of
// heading between them, and side by side.
func TestTwoFormsInOneTable(t *testing.T) {
	for name, text := range map[string]string{
		"below": "项目支出绩效目标表|>>|>>|>>\n（2024年度）|>>|>>|>>\n101001某局|>>|单位：万元|>>\n项目名称|甲|>>|>>\n" + heads + "产出指标|数量指标|里程|≥6公里\n" +
			"101001某局|>>|单位：万元|>>\n项目名称|乙|>>|>>\n" + heads + "产出指标|数量指标|场次|≥7场",
		"beside": "项目支出绩效目标表|>>|>>|>>||项目支出绩效目标表|>>|>>|>>\n（2024年度）|>>|>>|>>||（2024年度）|>>|>>|>>\n项目名称|甲|>>|>>||项目名称|乙|>>|>>\n" +
			"一级指标|二级指标|三级指标|指标值||一级指标|二级指标|三级指标|指标值\n产出指标|数量指标|里程|≥6公里||产出指标|数量指标|场次|≥7场",
	} {
		t.Run(name, func(t *testing.T) {
			got := read(t, printed(t, text))
			if len(got) != 2 {
				t.Fatalf("%d declarations", len(got))
			}
			for i, want := range []struct{ project, row string }{{"甲", "产出指标/数量指标/里程 >=6"}, {"乙", "产出指标/数量指标/场次 >=7"}} {
				d := got[i]
				if rows := leavesOf(d); d.Project.Name != want.project || len(rows) != 1 || rows[0] != want.row || d.Year != 2024 || d.Title == "" {
					t.Errorf("form %d: %s %d %q: %v", i, d.Project.Name, d.Year, d.Title, rows)
				}
			}
		})
	}
}

// On a page with two forms side by side, what goes on on the next page follows the
// form at its side.
func TestReadingOrder(t *testing.T) {
	at := func(page int, x float64, text string) *grid.Grid {
		g := printed(t, text)
		for i := range g.Cells {
			c := &g.Cells[i]
			y := float64(100 + 20*c.Row)
			c.Spot = grid.At(schema.Place{Page: page, Box: schema.Box{x + 50*float64(c.Col), y, x + 50*float64(c.Col+c.ColSpan), y + 20}})
		}
		return g
	}
	head := func(project, row string) string {
		return "项目支出绩效目标表|>>|>>|>>\n项目名称|" + project + "|>>|>>\n" + heads + row
	}
	got := read(t, at(1, 50, head("甲", "产出指标|数量指标|里程|≥6公里")), at(1, 400, head("乙", "产出指标|数量指标|场次|≥7场")),
		at(2, 50, "满意度指标|服务对象满意度指标|居民满意度|≥90%"), at(2, 400, "满意度指标|服务对象满意度指标|师生满意度|≥95%"))
	if len(got) != 2 {
		t.Fatalf("%d declarations", len(got))
	}
	for i, want := range []string{"居民满意度", "师生满意度"} {
		if rows := leavesOf(got[i]); len(rows) != 2 || !strings.Contains(rows[1], want) {
			t.Errorf("form %d has the rows %v", i, rows)
		}
	}
}

// A label that another family prints is not mended into one of this family.
func TestKnownLabelsAreNotRepaired(t *testing.T) {
	g := printed(t, "项目支出绩效目标表|||\n"+heads+`|数量指标|宣讲场次|≥5场
||车辆数|=4辆
产出指标|质量指标|停机率|<1.5%
|成本指标|人均成本|≤450元
||超概算比例|0%
|经济效益指标|增收|≥30万元
效益指标|社会效益指标|受益人口|≥3万人
||覆盖率|≥98%`)
	g.Spans = grid.Open
	d := read(t, g)[0]
	for _, r := range d.Repairs {
		if r.From == "成本指标" {
			t.Errorf("%s was read as %s", r.From, r.To)
		}
	}
	if rows := strings.Join(leavesOf(d), "\n"); !strings.Contains(rows, "产出指标/成本指标/人均成本") {
		t.Errorf("rows\n%s", rows)
	}
}

// A document that speaks of indicators and gives no form says which words were seen.
func TestNothingFoundIsNamed(t *testing.T) {
	lines := prose("一级指标", "二级指标", "年度", "指标值", "产出指标", "数量指标", "养护里程", "≥60公里", "质量指标", "合格率", "≥95%")
	matrix := printed(t, "项目单位|产出指标|>>|效益指标\n^|数量指标|质量指标|社会效益指标\n甲镇|2个|100%|改善")
	plain := printed(t, "科目|合计|基本支出\n教育支出|300|100")
	for name, c := range map[string]struct {
		g    *grid.Grid
		rule string
	}{"lines": {lines, ""}, "matrix": {matrix, ""}, "a budget": {plain, schema.FormNone.Rule}} {
		t.Run(name, func(t *testing.T) {
			got, err := Read(t.Context(), &grid.Document{Grids: []*grid.Grid{c.g}}, Options{})
			if err != nil || len(got.Declarations) > 0 || len(got.Problems) != 1 {
				t.Fatalf("%v, %d declarations, problems %v", err, len(got.Declarations), got.Problems)
			}
			p := got.Problems[0]
			if c.rule != "" && p.Rule != c.rule || c.rule == "" && (p.Severity != schema.SeverityWarning || !strings.Contains(p.Message, "数量指标") && !strings.Contains(p.Message, "级次名称")) {
				t.Errorf("%s %s: %s", p.Severity, p.Rule, p.Message)
			}
		})
	}
}

// A level that nobody filled in stands on a row of its own in a sheet without its merges:
// it heads what is below it, and is no label of the rows above.
func TestUnfilledLevelOpenSpans(t *testing.T) {
	g := printed(t, "项目绩效目标申报表|>>|>>|>>\n"+heads+`产出指标|数量指标|养护里程|≥60公里
||养护桥梁|≥5座
|成本指标|养护成本|≤30万元
效益指标|经济效益指标||
|社会效益指标|惠及村庄|≥12个
||事故下降率|≥5%
满意度指标|服务对象满意度指标|村民满意度|≥95%
|……||`)
	g.Spans = grid.Open
	got := readGrids(t, g)
	want := []string{"产出指标/数量指标/养护里程 >=60", "产出指标/数量指标/养护桥梁 >=5", "产出指标/成本指标/养护成本 <=30",
		"效益指标/社会效益指标/惠及村庄 >=12", "效益指标/社会效益指标/事故下降率 >=5", "满意度指标/服务对象满意度指标/村民满意度 >=95"}
	if rows := leavesOf(got.Declarations[0]); !slices.Equal(rows, want) || len(got.Problems) > 0 || len(got.Declarations[0].Uncertain) > 0 {
		t.Errorf("rows %v, problems %v, doubts %v", rows, rulesOf(got), got.Declarations[0].Uncertain)
	}
}

// A form is of one family however its file says which cells are merged: 成本指标 below
// 产出指标 is no form of 2021 in a sheet without its merges either.
func TestFamilyOfOpenSpans(t *testing.T) {
	const rows = "项目支出绩效目标表|>>|>>|>>|>>\n一级指标|二级指标|三级指标|指标值|计量单位\n"
	exact := printed(t, rows+"产出指标|数量指标|养护里程|≥60|公里\n^|成本指标|养护成本|≤30|万元\n效益指标|社会效益指标|惠及村庄|≥12|个")
	open := printed(t, rows+"产出指标|数量指标|养护里程|≥60|公里\n|成本指标|养护成本|≤30|万元\n效益指标|社会效益指标|惠及村庄|≥12|个")
	open.Spans = grid.Open
	a, b := readGrids(t, exact).Declarations[0].Form, readGrids(t, open).Declarations[0].Form
	if a != b || a == "mof101-core" {
		t.Errorf("%s with merges, %s without", a, b)
	}
}

// A self-evaluation in four parts, dumped without its merges: the part of the money is no
// table of indicators, and the head of the target lies over three columns.
func TestPartsOfOneTable(t *testing.T) {
	g := printed(t, `某县水务局2024年度预算项目绩效自评表||||||||
一、基本情况|项目名称|渠道清淤||||||
二、预算执行情况|预算安排情况||资金到位情况||资金执行情况||预算执行进度（%）|
|预算数|6.84|到位数|6.84|执行数|6.84|100.00|
|其中：财政资金|6.84|其中：财政资金|6.84|其中：财政资金|6.84||
|其他|0.00|其他|0.00|其他|0.00||
三、绩效指标完成情况|一级指标|二级指标|三级指标|预期指标值|||单项指标实际完成值|自评得分
||||符号|值|单位（文字描述）||
|产出指标|数量指标|清淤渠道长度|>=|98|公里（千米）|98公里|25
||时效指标|按期完成率|>=|99|%（百分比）|99%|25
|效益指标|社会效益指标|灌溉保证率提高|>=|75|%（百分比）|80%|30
|满意度指标|服务对象满意度指标|农户满意度|>=|95|%（百分比）|96%|10`)
	g.Spans = grid.Open
	got := readGrids(t, g)
	want := []string{"产出指标/数量指标/清淤渠道长度 >=98", "产出指标/时效指标/按期完成率 >=99",
		"效益指标/社会效益指标/灌溉保证率提高 >=75", "满意度指标/服务对象满意度指标/农户满意度 >=95"}
	if len(got.Declarations) != 1 {
		t.Fatalf("%d declarations", len(got.Declarations))
	}
	d := got.Declarations[0]
	if rows := leavesOf(d); !slices.Equal(rows, want) || len(d.Uncertain) > 0 || d.Unit != "" || d.Form != "mof10-selfeval" {
		t.Errorf("rows %v, doubts %v, unit %q, form %s", rows, d.Uncertain, d.Unit, d.Form)
	}
	var units []string
	schema.Walk(d.Indicators, "indicators", func(path string, _ []*schema.Indicator, leaf *schema.Indicator) {
		if units = append(units, leaf.Value.Unit); leaf.Actual == nil {
			t.Errorf("%s has no actual value", path)
		}
	})
	if !slices.Equal(units, []string{"公里", "%", "%", "%"}) {
		t.Errorf("units %q", units)
	}
}

// A template numbers its empty rows, with a colon or without: they are no indicators.
func TestNumberedEmptyRows(t *testing.T) {
	for _, mark := range []string{"指标2", "指标2：", "目标3", "……"} {
		g := printed(t, heads+"产出指标|数量指标|养护里程|≥60公里\n^|^|"+mark+"|\n效益指标|社会效益指标|惠及村庄|≥12个")
		if rows := leavesOf(readGrids(t, g).Declarations[0]); len(rows) != 2 {
			t.Errorf("%s: %v", mark, rows)
		}
	}
}

// Amounts may stand below their labels, and an amount ends where its cell does.
func TestAmountsBelowLabels(t *testing.T) {
	for name, c := range map[string]struct {
		text                 string
		open                 bool
		total, fiscal, other string
	}{
		"a heading beside":   {"项目资金（万元）|资金总额|财政拨款|其他资金\n^|8,582.76|8,582.76|0.00\n", false, "85827600", "85827600", "0"},
		"parts nobody knows": {"年度预算（万元）|资金总额|基本支出|项目支出\n^|2,564.46|1,539.00|1,025.46\n", false, "25644600", "", ""},
		"years":              {"资金安排（万元）|资金总额|2025年|2026年\n^|270|135|135\n", false, "2700000", "", ""},
		"without merges":     {"项目资金（万元）|资金总额|财政拨款|其他资金\n|120|100|20\n", true, "1200000", "1000000", "200000"},
		"one blank":          {"项目资金（万元）|资金总额|财政拨款|其他资金\n^|120|120|\n", false, "1200000", "1200000", ""},
		"a word in the row":  {"项目资金（万元）|资金总额|财政拨款|其他资金\n^|120|见附件|20\n", false, "", "", ""},
		"a label nobody has": {"项目资金（万元）|资金总额|120|资金分类|公共预算\n", true, "1200000", "", ""},
	} {
		g := printed(t, "项目支出绩效目标表|>>|>>|>>\n项目名称|渠道清淤|>>|>>\n"+c.text+heads+"产出指标|数量指标|养护里程|≥60公里\n效益指标|社会效益指标|惠及村庄|≥12个")
		if c.open {
			g.Spans = grid.Open
		}
		d := readGrids(t, g).Declarations[0]
		if f := d.Funds; f.Total != c.total || f.TotalFiscal != c.fiscal || f.TotalOther != c.other {
			t.Errorf("%s: %+v", name, f)
		}
	}
}

// Levels of a template that nobody filled in are named once, as texts that are not read.
func TestUnfilledLevelsAreNamedOnce(t *testing.T) {
	g := printed(t, heads+"成本指标（0-20）分|经济成本指标|养护成本|≤30万元\n|社会成本指标||\n|生态环境成本指标||")
	g.Spans = grid.Open
	got := readGrids(t, g)
	if rows := leavesOf(got.Declarations[0]); !slices.Equal(rows, []string{"成本指标/经济成本指标/养护成本 <=30"}) {
		t.Errorf("%v", rows)
	}
	if slices.Contains(rulesOf(got), schema.FormRowsLeft.Rule) || !slices.Contains(rulesOf(got), schema.ExtractUnread.Rule) {
		t.Errorf("%v", rulesOf(got))
	}
}

// What came of the goals may be headed by any word for an actual value, beside the goals.
func TestResultsBesideGoals(t *testing.T) {
	for _, head := range []string{"实际完成情况", "完成情况", "实际值", "年度完成值"} {
		g := printed(t, "项目支出绩效自评表|>>|>>|>>\n年度目标|预期目标|>>|"+head+"\n^|完成渠道清淤三十公里，保证春灌。|>>|完成渠道清淤三十一公里，春灌顺利。\n"+
			heads+"产出指标|数量指标|清淤长度|≥30公里\n效益指标|社会效益指标|受益村|≥3个")
		d := readGrids(t, g).Declarations[0]
		if d.Goals.Annual != "完成渠道清淤三十公里，保证春灌。" || d.Goals.Results != "完成渠道清淤三十一公里，春灌顺利。" {
			t.Errorf("%s: %+v", head, d.Goals)
		}
	}
}
