package form

import (
	"slices"
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

func readGrids(t *testing.T, grids ...*grid.Grid) Result {
	t.Helper()
	got, err := Read(t.Context(), &grid.Document{Grids: grids}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func rulesOf(r Result) []string {
	var out []string
	for _, p := range r.Problems {
		out = append(out, p.Rule)
	}
	return out
}

const oneRow = heads + "产出指标|数量指标|养护里程|≥60公里"

// An amount that says what it is made of gives each of its parts.
func TestAmountWithParts(t *testing.T) {
	for text, want := range map[string][3]string{
		"50.5万元，其中：财政拨款40.5万元":                {"505000", "405000", ""},
		"50.5 万元（其中：财政拨款 40 万元，其他资金 10.5 万元）": {"505000", "400000", "105000"},
	} {
		d := readGrids(t, printed(t, "年度资金总额|"+text+"|>>|>>\n"+oneRow)).Declarations[0]
		if got := [3]string{d.Funds.Year, d.Funds.YearFiscal, d.Funds.YearOther}; got != want || len(d.Uncertain) > 0 {
			t.Errorf("%s: %q, doubts %v", text, got, d.Uncertain)
		}
	}
	// Figures that are no one amount are a doubt at the amount.
	d := readGrids(t, printed(t, "年度资金总额|50万元，其中：首批30万元|>>|>>\n"+oneRow)).Declarations[0]
	if len(d.Uncertain) != 1 || d.Uncertain[0].Path != "funds.year" {
		t.Errorf("an amount that is not read: %v", d.Uncertain)
	}
}

// An amount with a note behind it is the amount, where the note says no other one: no
// number, or what the amount is made of.
func TestAmountWithNote(t *testing.T) {
	for text, want := range map[string]string{
		"854万（农田400万元，示范295万元，道路159万元）": "8540000",
		"854万元（大写：捌佰伍拾肆万元整）":            "8540000",
		"854万（农田400万元，示范295万元）":         "", // a doubt
	} {
		d := readGrids(t, printed(t, "年度资金总额|"+text+"|>>|>>\n"+oneRow)).Declarations[0]
		if doubted := len(d.Uncertain) > 0; !doubted && d.Funds.Year != want || doubted != (want == "") {
			t.Errorf("%s: %q, doubts %v", text, d.Funds.Year, d.Uncertain)
		}
	}
}

// A pair that no profile knows beside a label without a text is not that label's text.
func TestPairBesideBlankLabel(t *testing.T) {
	g := printed(t, "绩效目标表|>>|>>|>>\n填报单位（盖章）：|>>|单位负责人：谭某|>>\n项目名称|甲|>>|>>\n"+oneRow)
	for _, spans := range []grid.Spans{grid.Exact, grid.Open} {
		g.Spans = spans
		if d := readGrids(t, g).Declarations[0]; d.Unit != "" || d.Project.Name != "甲" {
			t.Errorf("spans %v: unit %q, project %q", spans, d.Unit, d.Project.Name)
		}
	}
}

// The head of a goal beside the head of its results has its text below, whatever the
// other one is called; …… among the rows is none of them.
func TestGoalHeadsAbreast(t *testing.T) {
	d := readGrids(t, printed(t, "绩效目标表|>>|>>|>>\n目标情况|预期目标|>>|目标达成\n^|做好河道保洁工作，美化环境|>>|已做好河道保洁工作，美化环境\n"+heads+
		"产出指标|数量指标|养护里程|≥60公里\n||……|\n|质量指标|合格率|≥95%\n|……||")).Declarations[0]
	if d.Goals.Annual != "做好河道保洁工作，美化环境" {
		t.Errorf("goal %q", d.Goals.Annual)
	}
	if rows := leavesOf(d); len(rows) != 2 || len(d.Uncertain) > 0 {
		t.Errorf("rows %v, doubts %v", rows, d.Uncertain)
	}
}

// …… for the target of an indicator stays, for the rules to speak of.
func TestEllipsisForTarget(t *testing.T) {
	d := readGrids(t, printed(t, oneRow+"\n||养护桥梁|……\n|质量指标|合格率|≥95%")).Declarations[0]
	n := d.Indicators[0].Children[0].Children
	if len(n) != 2 || n[1].Value == nil || n[1].Value.Text != "……" || len(d.Uncertain) > 0 {
		t.Errorf("rows %v, doubts %v", leavesOf(d), d.Uncertain)
	}
}

// A form on a sheet that explains is left out, and named, where another sheet
// holds one; alone it is read.
func TestExampleSheet(t *testing.T) {
	example, filed := printed(t, oneRow), printed(t, strings.Replace(oneRow, "养护", "疏浚", 1))
	example.Name, filed.Name = "填报说明", "绩效目标表"
	got := readGrids(t, example, filed)
	if len(got.Declarations) != 1 || !slices.Contains(rulesOf(got), "form.example") {
		t.Errorf("both sheets: %d forms, %v", len(got.Declarations), rulesOf(got))
	}
	if got := readGrids(t, example); len(got.Declarations) != 1 || slices.Contains(rulesOf(got), "form.example") {
		t.Errorf("the example alone: %d forms, %v", len(got.Declarations), rulesOf(got))
	}
}

// A head that was broken over lines names only some columns: no row below is
// moved under them in silence.
func TestTornHead(t *testing.T) {
	g := printed(t, "绩效指标|一级指标|指标名称|指标值\n半年度执行情况\n完成可能性|备注\n产出指标\n成本|预算60万元|已用一半|能")
	g.Spans = grid.Open
	got := readGrids(t, g)
	for _, d := range got.Declarations {
		if rows := leavesOf(d); len(rows) > 0 {
			t.Errorf("rows %q", rows)
		}
	}
	if len(got.Problems) == 0 || got.Problems[0].Severity != schema.SeverityWarning {
		t.Errorf("problems %v", got.Problems)
	}
}

// onPage puts the cells of a grid on a page, each in a box of its own.
func onPage(g *grid.Grid, left, top float64) *grid.Grid {
	for i := range g.Cells {
		c := &g.Cells[i]
		x, y := left+50*float64(c.Col), top+20*float64(c.Row)
		c.Spot = grid.At(schema.Place{Page: 1, Box: schema.Box{x, y, x + 50*float64(c.ColSpan), y + 20}})
	}
	return g
}

// Titles and years of forms that stand side by side are parted among them.
func TestHeadingsAbreast(t *testing.T) {
	top := grid.Lines([]string{"项目支出绩效目标表  项目支出绩效目标表", "（2025年度）  （2026年度）"},
		[]schema.Place{{Page: 1, Box: schema.Box{10, 10, 500, 20}}, {Page: 1, Box: schema.Box{10, 20, 500, 30}}})
	left := onPage(printed(t, "项目名称|甲项目|>>|>>\n"+oneRow), 10, 100)
	right := onPage(printed(t, "项目名称|乙项目|>>|>>\n"+oneRow), 300, 100)
	got := readGrids(t, top, left, right)
	var said []string
	for _, d := range got.Declarations {
		said = append(said, d.Title+" "+d.Project.Name)
		if want := map[string]int{"甲项目": 2025, "乙项目": 2026}[d.Project.Name]; d.Year != want {
			t.Errorf("%s: %d, want %d", d.Project.Name, d.Year, want)
		}
	}
	if want := []string{"项目支出绩效目标表 甲项目", "项目支出绩效目标表 乙项目"}; !slices.Equal(said, want) {
		t.Errorf("forms %q", said)
	}
}

// A label that runs into its text on a page gives it, with a doubt.
func TestRunOn(t *testing.T) {
	g := onPage(printed(t, "项目名称|甲项目|>>|>>\n年度总体目标完成全部桥梁的检测。|>>|>>|>>\n"+oneRow), 10, 100)
	d := readGrids(t, g).Declarations[0]
	if d.Goals.Annual != "完成全部桥梁的检测。" || len(d.Uncertain) != 1 || d.Uncertain[0].Path != "goals.annual" {
		t.Errorf("goal %q, doubts %v", d.Goals.Annual, d.Uncertain)
	}
}

// Rows behind a table's early end that were read as labels and their texts are named.
func TestRowsReadAsLabels(t *testing.T) {
	got := readGrids(t, printed(t, oneRow+"\n备注：以验收为准|>>|>>|>>\n巡查次数|≥12次|质量合格率|≥98%"))
	if !slices.Contains(rulesOf(got), "form.rows-left") {
		t.Errorf("problems %v, extra %v", rulesOf(got), got.Declarations[0].Extra)
	}
	// One such field is a field.
	if got := readGrids(t, printed(t, oneRow+"\n控制价|≤30万元|联系人|王某")); slices.Contains(rulesOf(got), "form.rows-left") {
		t.Errorf("one field gave %v", got.Problems)
	}
}

// A label of two levels in one cell, and a mark that stands for the row above, are
// doubted on each row.
func TestLabelsThatAreNone(t *testing.T) {
	words := &dictionary{levels: map[string]levelName{"产出指标": {depths: 1}, "数量指标": {depths: 2}}}
	for _, c := range []struct {
		label, question string
		other           []string
	}{
		{"产出指标（数量指标）", "level1", []string{"产出指标", "数量指标"}},
		{"〃", "level1", []string{}},
	} {
		b := newBuilder(&Profile{ID: "generic"}, nil)
		b.d.Indicators = []*schema.Indicator{{Name: c.label, Children: []*schema.Indicator{{Name: "养护里程", Value: &schema.Value{Text: "≥60公里"}}}}}
		b.plausibleLevels(words, "indicators", b.d.Indicators)
		if len(b.d.Uncertain) != 1 || b.d.Uncertain[0].Question != c.question || !slices.Equal(b.d.Uncertain[0].Alternatives, c.other) {
			t.Errorf("%s: %+v", c.label, b.d.Uncertain)
		}
	}
}

// An unknown label beside the text of a known one begins a pair of its own in a
// dump, and is no strip of that text.
func TestStrangeLabelBesideText(t *testing.T) {
	g := printed(t, "实施单位|临江市医教中心|项目负责人|李明\n"+oneRow)
	g.Spans = grid.Open
	d := readGrids(t, g).Declarations[0]
	want := []schema.Pair{{Label: "项目负责人", Text: "李明"}}
	if d.Unit != "临江市医教中心" || !slices.Equal(d.Extra, want) {
		t.Errorf("unit %q, extra %v", d.Unit, d.Extra)
	}
}
