package form

import (
	"slices"
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/parser/form/roles"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

// Lines that are a title by what they show, and lines that only look like one.
func TestEvidentTitle(t *testing.T) {
	words := Embedded().all
	for text, want := range map[string]bool{
		"临江大学2026年度绩效目标": true, "关于2026年度某项目绩效目标的报告": true, "2026年预算项目绩效目标": true, "某项目绩效指标卡": true,
		"某局2026年度项目任务书": true, "某项目绩效目标（2026年度）": true,
		"产出指标": false, "2026年3月15日": false, "一、2026年度绩效目标": false, "项目绩效目标如下：": false, "注：绩效目标以批复为准": false,
		"2026年，全县完成预算绩效目标。": false, "某局办公室": false, "（2026年度）": false,
	} {
		g := printed(t, text+"|>>|>>|>>\n项目名称|甲|>>|>>")
		if got := words.evidentTitle(newTable(g, 0, roles.NewLexicon(Vocabulary{words}, 0)), 0); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}

// What stands around the rows of a form is read from where it is printed.
func TestAround(t *testing.T) {
	for name, c := range map[string]struct {
		form string
		says func(d *schema.Declaration) bool
	}{
		"a head of three rows": {
			"项目名称|甲|>>|>>|>>\n指标体系|>>|>>|目标值|>>\n一级指标|二级指标|三级指标|三年|本年\n^|^|^|中期指标值|年度指标值\n产出指标|数量指标|里程|≥9公里|≥6公里",
			func(d *schema.Declaration) bool { return len(d.Extra) == 0 && d.Project.Name == "甲" },
		},
		"goals left of the levels": {
			"年度目标|一级指标|二级指标|三级指标|指标值\n修路|产出指标|数量指标|里程|≥6公里\n通车|产出指标|质量指标|合格率|≥95%",
			func(d *schema.Declaration) bool { return d.Goals.Annual == "修路通车" },
		},
		"thresholds": {
			"一级指标|二级指标|三级指标|指标值|优|良|差\n产出指标|数量指标|里程|≥6公里|≥6公里|≥5公里|<5公里",
			func(d *schema.Declaration) bool {
				leaf := d.Indicators[0].Children[0].Children[0]
				return len(leaf.Targets) == 3 && leaf.Targets[1].Label == "良" && len(leaf.Extra) == 0
			},
		},
		"an amount in other words": {
			"项目经费（万元）|12.5|>>|>>\n" + oneRow,
			func(d *schema.Declaration) bool { return d.Funds.Total == "125000" && len(d.Extra) == 0 },
		},
		"two pairs in one cell, the first unknown": {
			"评价单位：市某局　　项目单位：某院|>>|>>|>>\n" + oneRow,
			func(d *schema.Declaration) bool {
				return d.Unit == "某院" && slices.Equal(d.Extra, []schema.Pair{{Label: "评价单位", Text: "市某局"}})
			},
		},
		"headings of two years": {
			"某局2026年度绩效目标申报表|>>|>>|>>\n（2025年度）|>>|>>|>>\n" + oneRow,
			func(d *schema.Declaration) bool {
				return d.Year == 2026 && len(d.Uncertain) == 1 && d.Uncertain[0].Path == "year" && slices.Equal(d.Uncertain[0].Alternatives, []string{"2025"})
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := readGrids(t, printed(t, c.form))
			if len(got.Declarations) != 1 || !c.says(got.Declarations[0]) || slices.Contains(rulesOf(got), schema.ExtractUnread.Rule) {
				t.Errorf("%v %+v", got.Problems, got.Declarations)
			}
		})
	}
}

// A notice gives office and project with a doubt each, and is named.
func TestNotice(t *testing.T) {
	got := readGrids(t, prose("关于公示2026年度重点项目绩效目标的通知", "按规定，现将林场管理局“防火带维护”项目绩效目标予以公示。公示期五天。"), printed(t, oneRow))
	d := got.Declarations[0]
	if d.Year != 2026 || d.Unit != "林场管理局" || d.Project.Name != "防火带维护" || len(d.Uncertain) != 2 || !slices.Contains(rulesOf(got), schema.ExtractUnread.Rule) {
		t.Errorf("%d %q %q, doubts %v, problems %v", d.Year, d.Unit, d.Project.Name, d.Uncertain, rulesOf(got))
	}
}

// Fields on a sheet of their own are those of the workbook's only form; where they
// contradict it, or several forms might have them, the sheet is named.
func TestFieldSheets(t *testing.T) {
	sheet := func(name, text string) *grid.Grid {
		g := printed(t, text)
		g.Name = name
		return g
	}
	info := sheet("基本信息", "项目名称|甲项目\n实施单位|某局\n归口科室|规划科")
	got := readGrids(t, info, sheet("2026年", oneRow))
	if d := got.Declarations[0]; d.Project.Name != "甲项目" || d.Unit != "某局" || d.Year != 2026 || len(d.Extra) != 1 {
		t.Errorf("%+v", d)
	}
	for name, grids := range map[string][]*grid.Grid{
		"another project": {info, sheet("表1", "项目名称|乙项目|>>|>>\n"+oneRow)},
		"two forms":       {info, sheet("表1", "项目名称|乙项目|>>|>>\n"+oneRow), sheet("表2", "项目名称|丙项目|>>|>>\n"+oneRow)},
	} {
		got := readGrids(t, grids...)
		named := slices.ContainsFunc(got.Problems, func(p schema.Finding) bool {
			return p.Rule == schema.ExtractUnread.Rule && strings.Contains(p.Message, "甲项目")
		})
		if !named || got.Declarations[0].Project.Name != "乙项目" {
			t.Errorf("%s: %v", name, got.Problems)
		}
	}
}

// A note among the rows of a table does not end it, and is kept.
func TestNoteAmongRows(t *testing.T) {
	d := read(t, printed(t, oneRow+"\n注：产出指标以决算口径统计。|>>|>>|>>\n效益指标|社会效益指标|事件起数|=0起\n^|^|可用率|≥99%\n注：样本不少于120份。|>>|>>|>>"))[0]
	if got := leavesOf(d); len(got) != 3 || !strings.HasPrefix(got[2], "效益指标/社会效益指标/可用率") || len(d.Uncertain) > 0 || len(d.Extra) != 2 {
		t.Errorf("rows %q, extra %v, doubts %v", got, d.Extra, d.Uncertain)
	}
}

// Pairs of labels and texts below the indicators, in their columns, are fields; levels
// that nobody knows are levels where others were unknown before them.
func TestPairsBelow(t *testing.T) {
	rows := oneRow + "\n^|质量指标|合格率|≥90%\n效益指标|社会效益指标|受益户|≥50户\n"
	for name, c := range map[string]struct {
		below  string
		leaves int
		extra  []schema.Pair
	}{
		"pairs":                 {"是否公开|是|公开方式|门户网站\n指标总数|9|核心指标数|3", 3, []schema.Pair{{Label: "是否公开", Text: "是"}, {Label: "公开方式", Text: "门户网站"}, {Label: "指标总数", Text: "9"}, {Label: "核心指标数", Text: "3"}}},
		"another table":         {"支出内容|数量|单价|金额\n设备购置|12|3.5|42", 3, []schema.Pair{{Label: "支出内容", Text: "数量"}, {Label: "单价", Text: "金额"}, {Label: "设备购置", Text: "12"}, {Label: "其他文字", Text: "3.5"}, {Label: "其他文字", Text: "42"}}},
		"a label over two rows": {"党建引领|组织建设|主题党日|≥12次\n|队伍建设|培训|≥5次", 5, nil},
		"a level of its own":    {"其他指标|社会效益指标|影响力|≥5次", 4, nil},
		"another inner level":   {"效益指标|民生改善|覆盖率|≥5%", 4, nil},
	} {
		d := read(t, printed(t, rows+c.below))[0]
		if got := leavesOf(d); len(got) != c.leaves || !slices.Equal(d.Extra, c.extra) {
			t.Errorf("%s: rows %q, extra %v", name, got, d.Extra)
		}
	}
}

// A table behind the form's whose rows stand under no levels is not its continuation.
func TestStrangeTable(t *testing.T) {
	first := printed(t, oneRow+"\n^|质量指标|合格率|≥90%\n效益指标|社会效益指标|受益户|≥50户\n满意度指标|服务对象满意度指标|满意率|≥90%")
	d := read(t, first, printed(t, "审批节点|处理人|审批意见|处理时间\n科室负责人|赵某|同意|2024-11-03\n分管领导|孙某|同意|2024-11-06"))
	if got := leavesOf(d[0]); len(got) != 4 {
		t.Errorf("rows %q", got)
	}
	d = read(t, first, printed(t, "满意度指标|服务对象满意度指标|投诉率|≤5%"))
	if got := leavesOf(d[0]); len(got) != 5 {
		t.Errorf("continued: rows %q", got)
	}
}

// Levels of an office's own after known ones are no pairs below the indicators: they have
// targets, and no text stands beside their labels.
func TestOwnLevelsBelow(t *testing.T) {
	d := readGrids(t, printed(t, "项目支出绩效目标表（2025年度）|>>|>>|>>\n"+heads+"产出指标|数量指标|养护里程|≥60公里\n产出指标|质量指标|合格率|≥90%\n效益指标|社会效益指标|受益户|≥50户\n"+
		"党建引领|组织建设|主题党日|≥12次\n党建引领|作风建设|群众投诉|≤1件")).Declarations[0]
	rows := leavesOf(d)
	if len(rows) != 5 || rows[3] != "党建引领/组织建设/主题党日 >=12" || len(d.Uncertain) > 0 {
		t.Errorf("rows %q, doubts %v", rows, d.Uncertain)
	}
}
