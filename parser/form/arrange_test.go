package form

import (
	"slices"
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

// arrangedRows are the rows that three kinds of layout below print, each its own way.
var arrangedRows = []string{
	"产出指标/数量指标/养护里程 >=60", "产出指标/质量指标/合格率 >=95", "效益指标/社会效益指标/受益人口 >=3", "效益指标/社会效益指标/出行时间 <=2",
}

// Rows that are no indicators, or levels, are read where they stand between others,
// and no cell is without an account.
func TestArranged(t *testing.T) {
	for name, text := range map[string]string{
		"remarks": heads + `产出指标|数量指标|养护里程|≥60公里
			^|^|说明：按台账计算|>>
			^|质量指标|合格率|≥95%
			^|^|说明：按抽检计算|>>
			效益指标|社会效益指标|受益人口|≥3万人
			^|^|出行时间|≤2小时`,
		"explanations": heads + `产出指标|数量指标|养护里程|≥60公里
			^|^|指标解释|反映养护的里程
			^|质量指标|合格率|≥95%
			^|^|指标解释|反映工程的质量
			效益指标|社会效益指标|受益人口|≥3万人
			^|^|出行时间|≤2小时`,
		"a field between": heads + `产出指标|数量指标|养护里程|≥60公里
			^|质量指标|合格率|≥95%
			实施期目标|三年内建成长效机制|>>|>>
			效益指标|社会效益指标|受益人口|≥3万人
			^|^|出行时间|≤2小时`,
		"levels on rows of their own": `指标|指标值
			产出指标|
			数量指标|
			养护里程|≥60公里
			质量指标|
			合格率|≥95%
			效益指标|
			社会效益指标|
			受益人口|≥3万人
			出行时间|≤2小时`,
		"a level a piece a row": heads + `产|数量指标|养护里程|≥60公里
			出指标|质量指标|合格率|≥95%
			效益|社会效益指标|受益人口|≥3万人
			指标||出行时间|≤2小时`,
		"a staircase": heads + `产出指标|||
			|数量指标||
			||养护里程|≥60公里
			|质量指标||
			||合格率|≥95%
			效益指标|||
			|社会效益指标||
			||受益人口|≥3万人
			||出行时间|≤2小时`,
		"levels among the names": `一级指标|指标内容|指标值
			产出指标|数量指标|
			^|养护里程|≥60公里
			^|质量指标|
			^|合格率|≥95%
			效益指标|社会效益指标|
			^|受益人口|≥3万人
			^|出行时间|≤2小时`,
		"outer levels over inner ones": `指标分类|指标名称|指标值
			产出指标||
			数量指标|养护里程|≥60公里
			质量指标|合格率|≥95%
			效益指标||
			社会效益指标|受益人口|≥3万人
			|出行时间|≤2小时`,
		"an outline with numbers": `编号|内容|目标值
			1|产出指标|
			1.1|数量指标|
			1.1.1|养护里程|≥60公里
			1.2|质量指标|
			1.2.1|合格率|≥95%
			2|效益指标|
			2.1|社会效益指标|
			2.1.1|受益人口|≥3万人
			2.1.2|出行时间|≤2小时`,
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Read(t.Context(), &grid.Document{Grids: []*grid.Grid{printed(t, "项目支出绩效目标表（2025年度）\n"+text)}}, Options{Account: true})
			if err != nil || len(got.Declarations) != 1 {
				t.Fatalf("%d declarations, %v, %v", len(got.Declarations), err, got.Problems)
			}
			d := got.Declarations[0]
			if rows := leavesOf(d); !slices.Equal(rows, arrangedRows) || len(d.Uncertain) > 0 {
				t.Errorf("rows %q, doubts %v", rows, d.Uncertain)
			}
			said := map[string]bool{}
			for _, a := range d.Account {
				said[a.Text] = said[a.Text] || a.Entry != schema.EntryFinding
			}
			for _, c := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("|\n\t", r) }) {
				if c != "^" && c != ">>" && !said[c] {
					t.Errorf("%s has no account", c)
				}
			}
		})
	}
}

// The rest of a name, or of a target, on a row of its own is no indicator: it joins what
// stands above, with a doubt, where the column was too narrow for most.
func TestRests(t *testing.T) {
	for name, text := range map[string]string{
		"few":                    heads + "产出指标|数量指标|养护里程|≥60公里\n|质量指标|合格率|≥95%\n效益指标|社会效益指标|受益人|≥3万人\n||口|\n||出行时间|≤2小时",
		"most, cut at one width": heads + "产出指标|数量指标|养护里|≥60公里\n||程|\n|质量指标|合格率|≥95%\n效益|社会效益|受益人|≥3万人\n指标|指标|口|\n||出行时|≤2小时\n||间|",
		"of a target":            heads + "产出指标|数量指标|养护里程|≥60公\n|||里\n|质量指标|合格率|≥95%\n效益指标|社会效益指标|受益人口|≥3万人\n||出行时间|≤2小时",
	} {
		g := printed(t, text)
		g.Spans = grid.Open
		got := readGrids(t, printed(t, "项目支出绩效目标表（2025年度）"), g)
		if len(got.Declarations) != 1 {
			t.Fatalf("%s: %d declarations, %v", name, len(got.Declarations), got.Problems)
		}
		d := got.Declarations[0]
		if rows := leavesOf(d); !slices.Equal(rows, arrangedRows) || len(d.Uncertain) == 0 {
			t.Errorf("%s: rows %q, doubts %v", name, rows, d.Uncertain)
		}
	}
	// Names without targets are indicators nobody filled in.
	g := printed(t, heads+"产出指标|数量指标|养护里程|≥60公里\n||检修桥梁座数|\n|质量指标|合格率|≥95%\n||验收一次通过|\n效益指标|社会效益指标|受益人口|≥3万人\n||出行时间缩短|")
	g.Spans = grid.Open
	if d := readGrids(t, g).Declarations[0]; len(leavesOf(d)) != 6 {
		t.Errorf("rows %q", leavesOf(d))
	}
}

// Labels of rows that nobody filled in head nothing: they stay where they are.
func TestUnfilledRows(t *testing.T) {
	d := readGrids(t, printed(t, heads+"产出指标|数量指标|养护里程|≥60公里\n|质量指标||\n|时效指标|完成及时率|≥96%\n效益指标|社会效益指标||\n|生态效益指标|绿化率|≥30%")).Declarations[0]
	want := []string{"产出指标/数量指标/养护里程 >=60", "产出指标/时效指标/完成及时率 >=96", "效益指标/生态效益指标/绿化率 >=30"}
	if rows := leavesOf(d); !slices.Equal(rows, want) {
		t.Errorf("rows %q", rows)
	}
}

// A level that no name is below stays where it is printed.
func TestIdleLevels(t *testing.T) {
	got := readGrids(t, printed(t, `指标|指标值
		产出指标|
		数量指标|
		养护里程|≥60公里
		合格率|≥95%
		效益指标|`))
	if !slices.Contains(rulesOf(got), "form.rows-left") && !slices.Contains(rulesOf(got), "extract.unread") {
		t.Errorf("a level without indicators is not named: %v", got.Problems)
	}
}

// Tables one after the other that are parts of one are read as one: those of the
// levels, under their names, and cards of an indicator each.
func TestStacked(t *testing.T) {
	line := func(s string) *grid.Grid { return grid.Lines([]string{s}, nil) }
	const columns = "类别|指标|目标值\n"
	fields := printed(t, "项目支出绩效目标表（2025年度）\n项目名称|道路养护")
	byLevel := []*grid.Grid{
		fields, line("表1  产出指标"), printed(t, columns+"数量指标|养护里程|≥60公里\n质量指标|合格率|≥95%"),
		line("表2  效益指标"), printed(t, columns+"社会效益指标|受益人口|≥3万人\n^|出行时间|≤2小时"),
	}
	cards := []*grid.Grid{fields}
	for _, c := range []string{"产出指标|数量指标|养护里程|≥60公里", "产出指标|质量指标|合格率|≥95%", "效益指标|社会效益指标|受益人口|≥3万人", "效益指标|社会效益指标|出行时间|≤2小时"} {
		p := strings.Split(c, "|")
		cards = append(cards, line("指标卡"+string(rune('0'+len(cards)))), printed(t, "指标名称|"+p[2]+"|>>|>>\n一级指标|"+p[0]+"|二级指标|"+p[1]+"\n目标值|"+p[3]+"|权重|25"))
	}
	for name, grids := range map[string][]*grid.Grid{"a table a level": byLevel, "a card an indicator": cards} {
		got := readGrids(t, grids...)
		if len(got.Declarations) != 1 {
			t.Fatalf("%s: %d declarations, %v", name, len(got.Declarations), got.Problems)
		}
		d := got.Declarations[0]
		if rows := leavesOf(d); !slices.Equal(rows, arrangedRows) || d.Project.Name != "道路养护" {
			t.Errorf("%s: rows %q of %s, doubts %v", name, rows, d.Project.Name, d.Uncertain)
		}
	}
}

// Of several columns of weights that beside the name is the indicator's.
func TestWeightsOfLevels(t *testing.T) {
	d := readGrids(t, printed(t, `一级指标|权重|二级指标|权重|三级指标|权重|指标值
		产出指标|60|数量指标|20|养护里程|20|≥60公里
		^|^|质量指标|40|合格率|25|≥95%
		^|^|^|^|优良率|15|≥90%`)).Declarations[0]
	var got []string
	schema.Walk(d.Indicators, "indicators", func(_ string, _ []*schema.Indicator, leaf *schema.Indicator) { got = append(got, leaf.Weight) })
	if want := []string{"20", "25", "15"}; !slices.Equal(got, want) {
		t.Errorf("weights %q, want %q", got, want)
	}
}

// A table that prints no head is read where its cells leave no choice; lines of one
// cell that are targets, beside as many names, are rows of their own.
func TestHeadlessAndLines(t *testing.T) {
	headless := `项目名称|道路养护|>>|>>
		产出指标|数量指标|养护里程|≥60公里
		^|质量指标|合格率|≥95%
		效益指标|社会效益指标|受益人口|≥3万人
		^|^|出行时间|≤2小时`
	d := readGrids(t, printed(t, headless)).Declarations[0]
	if rows := leavesOf(d); !slices.Equal(rows, arrangedRows) || d.Project.Name != "道路养护" {
		t.Errorf("no head: %q", rows)
	}
	beside := `项目名称|道路养护|>>|>>|>>
		绩效指标|产出指标|数量指标|养护里程|≥60公里
		^|^|质量指标|合格率|≥95%
		^|效益指标|社会效益指标|受益人口|≥3万人
		^|^|^|出行时间|≤2小时`
	if rows := leavesOf(readGrids(t, printed(t, beside)).Declarations[0]); !slices.Equal(rows, arrangedRows) {
		t.Errorf("no head beside a heading: %q", rows)
	}
	g := printed(t, heads+`产出指标|数量指标|养护里程|≥60公里
		^|质量指标|合格率|≥95%
		效益指标|社会效益指标|受益人口/出行时间|≥3万人/≤2小时`)
	for i := range g.Cells {
		g.Cells[i].Text = strings.ReplaceAll(g.Cells[i].Text, "/", "\n")
	}
	if rows := leavesOf(readGrids(t, g).Declarations[0]); !slices.Equal(rows, arrangedRows) {
		t.Errorf("lines in cells: %q", rows)
	}
	// Lines that wrap are one text.
	g = printed(t, heads+"产出指标|数量指标|养护/里程|不少于/60公里\n^|质量指标|合格率|≥95%")
	for i := range g.Cells {
		g.Cells[i].Text = strings.ReplaceAll(g.Cells[i].Text, "/", "\n")
	}
	if rows := leavesOf(readGrids(t, g).Declarations[0]); !slices.Equal(rows, arrangedRows[:2]) {
		t.Errorf("wrapped lines: %q", rows)
	}
}

// A row of a flat export that begins with a bare year is a row, and each project has
// a form of its own.
func TestFlatExportByYear(t *testing.T) {
	got := readGrids(t, printed(t, `年度|单位名称|项目名称|一级指标|二级指标|三级指标|指标值
		2026|水文中心|测站改造|产出指标|数量指标|改造站数|≥30站
		2026|水文中心|测站改造|产出指标|质量指标|到报率|≥97%
		2025|博物馆|文物采集|产出指标|数量指标|采集件数|≥3500件
		2025|博物馆|文物采集|产出指标|质量指标|达标率|≥99%`))
	if len(got.Declarations) != 2 {
		t.Fatalf("%d forms", len(got.Declarations))
	}
	for i, want := range []int{2026, 2025} {
		if d := got.Declarations[i]; d.Year != want || len(leavesOf(d)) != 2 {
			t.Errorf("form %d: year %d, rows %q", i, d.Year, leavesOf(d))
		}
	}
}

// A row of aligned text that holds nothing but a short text under a name is the rest of
// it; in a table with rules it may be a name whose target was left blank, and is a row.
// Both are doubted.
func TestRestOfName(t *testing.T) {
	const rows = heads + `产出指标|数量指标|培训传|≥130名
		||承人数量|
		|质量指标|合格率|≥95%
		效益指标|社会效益指标|受益人口|≥3万人`
	for spans, want := range map[grid.Spans][]string{
		grid.Open:  {"产出指标/数量指标/培训传承人数量 >=130", "产出指标/质量指标/合格率 >=95", "效益指标/社会效益指标/受益人口 >=3"},
		grid.Exact: {"产出指标/数量指标/培训传 >=130", "产出指标/数量指标/承人数量 ", "产出指标/质量指标/合格率 >=95", "效益指标/社会效益指标/受益人口 >=3"},
	} {
		g := printed(t, rows)
		g.Spans = spans
		d := readGrids(t, g).Declarations[0]
		if got := leavesOf(d); !slices.Equal(got, want) || len(d.Uncertain) == 0 {
			t.Errorf("spans %d: %q, doubts %v", spans, got, d.Uncertain)
		}
	}
	g := printed(t, heads+`产出指标|数量指标|培训人数|≥130名
		^|^|结业人数|^
		^|质量指标|合格率|≥95%`)
	want := []string{"产出指标/数量指标/培训人数 >=130", "产出指标/数量指标/结业人数 >=130", "产出指标/质量指标/合格率 >=95"}
	if got := leavesOf(readGrids(t, g).Declarations[0]); !slices.Equal(got, want) {
		t.Errorf("two names of one target: %q", got)
	}
}

// Tables under lines that name both levels are one table.
func TestStackedByBothLevels(t *testing.T) {
	line := func(s ...string) *grid.Grid { return grid.Lines(s, nil) }
	const columns = "指标名称|指标值\n"
	d := readGrids(t, printed(t, "项目支出绩效目标表（2025年度）\n项目名称|道路养护"),
		line("一、产出指标", "（一）数量指标"), printed(t, columns+"养护里程|≥60公里"),
		line("（二）质量指标"), printed(t, columns+"合格率|≥95%"),
		line("效益指标—社会效益指标"), printed(t, columns+"受益人口|≥3万人\n出行时间|≤2小时")).Declarations[0]
	if rows := leavesOf(d); !slices.Equal(rows, arrangedRows) {
		t.Errorf("rows %q, doubts %v", rows, d.Uncertain)
	}
}

// Over tables of one level each, a name that stands at either depth has that of its
// number, or where there is none that of those which stand alone over their tables, too.
func TestStackedEither(t *testing.T) {
	line := func(s ...string) *grid.Grid { return prose(s...) }
	table := func(row string) *grid.Grid { return printed(t, "指标名称|指标值|备注\n"+row+"|") }
	for name, c := range map[string]struct {
		outer, inner, either string
		want                 string
	}{
		"an inner number": {"一、产出指标", "（一）数量指标", "（二）成本指标", "产出指标/成本指标/每公里费用 <=3"},
		"an outer number": {"一、产出指标", "（一）数量指标", "二、成本指标", "成本指标/每公里费用 <=3"},
		"no number":       {"产出指标", "数量指标", "成本指标", "产出指标/成本指标/每公里费用 <=3"},
	} {
		for _, spans := range []grid.Spans{grid.Exact, grid.Open} {
			grids := []*grid.Grid{
				line("项目支出绩效目标表（2025年度）", "项目名称：甲项目", c.outer, c.inner), table("养护里程|≥60公里"), line(c.either), table("每公里费用|≤3万元"),
				line("三、效益指标", "（一）社会效益指标"), table("受益人口|≥3万人"),
			}
			for _, g := range grids {
				if !g.Prose {
					g.Spans = spans
				}
			}
			got := readGrids(t, grids...)
			if len(got.Declarations) != 1 {
				t.Fatalf("%s: %d declarations, %v", name, len(got.Declarations), rulesOf(got))
			}
			if rows := leavesOf(got.Declarations[0]); len(rows) != 3 || rows[1] != c.want {
				t.Errorf("%s: %q", name, rows)
			}
		}
	}
}
