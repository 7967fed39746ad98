package form

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/parser/grid"
)

// A form that goes on under its title printed anew is one; another form is not, however
// like it is.
func TestGoesOnUnderTitle(t *testing.T) {
	const first = "项目支出绩效目标表（2025年度）|>>|>>|>>\n项目名称|甲项目|>>|>>\n实施单位|某中心|>>|>>\n" + heads +
		"产出指标|数量指标|培训场次|≥12场\n产出指标|质量指标|合格率|≥95%"
	const rest = heads + "产出指标|时效指标|完成及时率|≥96%\n满意度指标|服务对象满意度指标|学员满意度|≥90%"
	const anew = heads + "产出指标|数量指标|编印册数|≥800册\n满意度指标|服务对象满意度指标|读者满意度|≥90%"
	const title, again = "项目支出绩效目标表（2025年度）|>>|>>|>>\n", "项目支出绩效目标表（2025年度）（续）|>>|>>|>>\n"
	for name, c := range map[string]struct {
		next    string
		forms   int
		doubted bool
	}{
		"marked":                            {again + rest, 1, false},
		"marked, without its title":         {"续上表|>>|>>|>>\n" + rest, 1, false},
		"marked, a level begins anew":       {again + anew, 1, true},
		"marked, with its fields":           {again + "项目名称|甲项目|>>|>>\n" + rest, 1, false},
		"marked, of another project":        {again + "项目名称|乙项目|>>|>>\n" + rest, 2, true},
		"marked, the same indicators":       {again + heads + "产出指标|数量指标|培训场次|≥15场\n产出指标|质量指标|合格率|≥97%", 2, true},
		"its title again":                   {title + rest, 1, false},
		"its title again, a label left off": {title + heads + "|时效指标|完成及时率|≥96%\n满意度指标|服务对象满意度指标|学员满意度|≥90%", 1, false},
		"all again":                         {title + "项目名称|甲项目|>>|>>\n实施单位|某中心|>>|>>\n" + rest, 1, true},
		"all again, the levels begin anew":  {title + "项目名称|甲项目|>>|>>\n实施单位|某中心|>>|>>\n" + anew, 2, false},
		"its title again, begun anew":       {title + anew, 2, false},
		"another title":                     {"部门整体支出绩效目标表（2025年度）|>>|>>|>>\n" + rest, 2, false},
		"another project":                   {title + "项目名称|乙项目|>>|>>\n" + rest, 2, false},
		"another year":                      {"项目支出绩效目标表（2026年度）|>>|>>|>>\n" + rest, 2, false},
	} {
		t.Run(name, func(t *testing.T) {
			for where, grids := range map[string][]*grid.Grid{
				"in one table":      {printed(t, first+"\n"+c.next)},
				"in the next table": {printed(t, first), printed(t, c.next)},
				"on the next page":  {printed(t, first), prose("— 1 —"), printed(t, c.next)},
				"on another sheet":  {sheet(t, "目标表", first), sheet(t, "目标表2", c.next)},
			} {
				got := readGrids(t, grids...)
				doubts, rows := 0, 0
				for _, d := range got.Declarations {
					rows += len(leavesOf(d))
					doubts += len(d.Uncertain)
				}
				if len(got.Declarations) != c.forms || rows != 4 || (doubts > 0) != c.doubted {
					t.Errorf("%s: %d forms of %d rows, %d doubts, %v; want %d", where, len(got.Declarations), rows, doubts, rulesOf(got), c.forms)
				}
				if c.forms == 1 && !c.doubted && len(got.Problems) > 0 {
					t.Errorf("%s: %v", where, rulesOf(got))
				}
			}
		})
	}
}

// A list of projects that is printed page by page, with its head and a sum on each, is
// one: a project goes on on the next page. Sums are no projects and no indicators.
func TestListByPage(t *testing.T) {
	const head = "2025年项目绩效目标明细表|>>|>>|>>|>>|>>\n项目名称|项目单位|一级指标|二级指标|三级指标|指标值\n"
	got := readGrids(t, printed(t, head+"甲项目|某局|产出指标|数量指标|培训场次|≥12场\n甲项目|某局|产出指标|质量指标|合格率|≥95%\n本页小计|||||2项\n"+
		head+"甲项目|某局|效益指标|社会效益指标|受益人口|≥3万人\n乙项目|某处|产出指标|数量指标|巡查次数|≥24次\n本页小计|||||2项\n总计|||||4项"))
	var said []string
	for _, d := range got.Declarations {
		said = append(said, d.Project.Name+" "+strings.Join(leavesOf(d), ", "))
		if len(d.Uncertain) > 0 {
			t.Errorf("%s: doubts %v", d.Project.Name, d.Uncertain)
		}
	}
	want := []string{"甲项目 产出指标/数量指标/培训场次 >=12, 产出指标/质量指标/合格率 >=95, 效益指标/社会效益指标/受益人口 >=3", "乙项目 产出指标/数量指标/巡查次数 >=24"}
	if !slices.Equal(said, want) {
		t.Errorf("%q, want %q", said, want)
	}
}

// Sums of a level between its indicators are none, also where labels are printed once.
func TestSumsOfLevels(t *testing.T) {
	g := printed(t, "一级指标|二级指标|三级指标|指标值|分值\n产出指标|数量指标|培训场次|≥12场|20\n|质量指标|合格率|≥95%|30\n产出指标小计||||50\n效益指标|社会效益指标|受益人口|≥3万人|40\n效益指标小计||||40")
	for _, spans := range []grid.Spans{grid.Exact, grid.Open} {
		g.Spans = spans
		d := readGrids(t, printed(t, "项目支出绩效目标表（2025年度）"), g).Declarations[0]
		want := []string{"产出指标/数量指标/培训场次 >=12", "产出指标/质量指标/合格率 >=95", "效益指标/社会效益指标/受益人口 >=3"}
		if rows := leavesOf(d); !slices.Equal(rows, want) || len(d.Uncertain) > 0 {
			t.Errorf("spans %d: %q, doubts %v", spans, rows, d.Uncertain)
		}
	}
}

// The names that a system has for the columns, below their heads, are no project.
func TestSystemNames(t *testing.T) {
	got := readGrids(t, printed(t, "项目名称|项目单位|一级指标|二级指标|三级指标|指标值\nPRO_NAME|AGENCY_NAME|LV1_IND|LV2_IND|LV3_IND|KPI_VAL\n甲项目|某局|产出指标|数量指标|培训场次|≥12场"))
	if len(got.Declarations) != 1 || got.Declarations[0].Project.Name != "甲项目" || !slices.Contains(rulesOf(got), "extract.unread") {
		t.Errorf("%d declarations, %v", len(got.Declarations), rulesOf(got))
	}
}

func sheet(t *testing.T, name, form string) *grid.Grid {
	g := printed(t, form)
	g.Name = name
	return g
}

// BenchmarkManyForms is a table of many forms, each of which might go on from that above.
func BenchmarkManyForms(b *testing.B) {
	var form strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&form, "项目支出绩效目标表（2025年度）\n项目名称\t项目%d\n一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t培训场次\t≥%d场\n满意度指标\t服务对象满意度指标\t学员评价\t≥90%%\n", i, i)
	}
	g := &grid.Grid{}
	for _, line := range strings.Split(strings.TrimSuffix(form.String(), "\n"), "\n") {
		for col, text := range strings.Split(line, "\t") {
			g.Cells = append(g.Cells, grid.Cell{Row: g.Rows, Col: col, RowSpan: 1, ColSpan: 1, Text: text})
			g.Cols = max(g.Cols, col+1)
		}
		g.Rows++
	}
	for b.Loop() {
		got, err := Read(b.Context(), &grid.Document{Grids: []*grid.Grid{g}}, Options{})
		if err != nil || len(got.Declarations) != 1000 {
			b.Fatal(err, len(got.Declarations))
		}
	}
}
