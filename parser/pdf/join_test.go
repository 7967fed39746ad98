package pdf

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbt-cli/pbt/parser/pdf/internal/pdftest"
)

// header is the head of the indicator table.
var header = []string{"一级目标", "二级目标", "三级目标", "指标目标值"}

// part draws rows of an indicator table: each row is l1, l2, name, value, where
// "^" goes on with the label above and "" is a blank cell.
func part(y float64, rows ...[4]string) pdftest.Form {
	f := pdftest.Form{X: 60, Y: y, Size: 9, Widths: []float64{70, 80, 180, 110}}
	open := map[int]int{}
	for r, row := range rows {
		f.Heights = append(f.Heights, 18)
		for c, s := range row {
			if k, ok := open[c]; ok && s == "^" {
				f.Cells[k].RowSpan++
				continue
			}
			open[c] = len(f.Cells)
			f.Cells = append(f.Cells, pdftest.Cell{Row: r, Col: c, RowSpan: 1, ColSpan: 1, Text: s})
		}
	}
	return f
}

func head() [4]string { return [4]string(header) }

// rowsOf prints every row of a document's tables as l1/l2/name/value, labels
// repeated over their spans; tables are parted by "--".
func rowsOf(t *testing.T, f *pdftest.File) string {
	t.Helper()
	var b strings.Builder
	for i, g := range tables(read(t, f.Bytes())) {
		if i > 0 {
			b.WriteString("--\n")
		}
		rows := make([][]string, g.Rows)
		for r := range rows {
			rows[r] = make([]string, g.Cols)
		}
		for _, c := range g.Cells {
			for r := c.Row; r < c.Row+c.RowSpan; r++ {
				rows[r][c.Col] = strings.ReplaceAll(c.Text, "\n", "|")
			}
		}
		for _, r := range rows {
			fmt.Fprintln(&b, strings.Join(r, "/"))
		}
	}
	return b.String()
}

func addPage(f *pdftest.File, parts ...string) {
	f.AddPage(pdftest.Page{Width: 595, Height: 842, Content: strings.Join(parts, "")})
}

func TestTableAcrossPages(t *testing.T) {
	// The upper part ends at the foot of its page.
	upper := func(rows ...[4]string) pdftest.Form { return part(60+18*float64(len(rows)), rows...) }
	lower := func(rows ...[4]string) pdftest.Form { return part(790, rows...) }
	a1 := [4]string{"产出目标", "数量", "甲", "1"}
	a2 := [4]string{"^", "^", "乙", "2"}
	whole := "一级目标/二级目标/三级目标/指标目标值\n产出目标/数量/甲/1\n产出目标/数量/乙/2\n产出目标/数量/丙/3\n产出目标/质量/丁/4\n"
	tests := []struct {
		name         string
		upper, lower pdftest.Form
		want         string
	}{
		{"labels blank below", upper(head(), a1, a2), lower([4]string{"", "", "丙", "3"}, [4]string{"^", "质量", "丁", "4"}), whole},
		{"labels printed again", upper(head(), a1, a2), lower([4]string{"产出目标", "数量", "丙", "3"}, [4]string{"^", "质量", "丁", "4"}), whole},
		{"header printed again", upper(head(), a1, a2), lower(head(), [4]string{"产出目标", "数量", "丙", "3"}, [4]string{"^", "质量", "丁", "4"}), whole},
		{"label printed below only", upper(head(), [4]string{"产出目标", "", "甲", "1"}, [4]string{"^", "^", "乙", "2"}),
			lower([4]string{"产出目标", "数量", "丙", "3"}, [4]string{"^", "质量", "丁", "4"}), whole},
		{"row cut in its name", upper(head(), a1, [4]string{"^", "^", "微博日常运行维护工作计划完成及时率甲乙", "2"}),
			lower([4]string{"", "", "丙丁", ""}, [4]string{"^", "质量", "戊", "4"}),
			"一级目标/二级目标/三级目标/指标目标值\n产出目标/数量/甲/1\n产出目标/数量/微博日常运行维护工作计划完成及时率甲乙|丙丁/2\n产出目标/质量/戊/4\n"},
		{"a new label begins overleaf", upper(head(), a1, a2), lower([4]string{"效果目标", "满意度", "丙", "3"}, [4]string{"^", "^", "丁", "4"}),
			"一级目标/二级目标/三级目标/指标目标值\n产出目标/数量/甲/1\n产出目标/数量/乙/2\n效果目标/满意度/丙/3\n效果目标/满意度/丁/4\n"},
		{"the second label begins anew under another first", upper(head(), a1, a2), lower([4]string{"效果目标", "数量", "丙", "3"}, [4]string{"^", "^", "丁", "4"}),
			"一级目标/二级目标/三级目标/指标目标值\n产出目标/数量/甲/1\n产出目标/数量/乙/2\n效果目标/数量/丙/3\n效果目标/数量/丁/4\n"},
		{"rows of figures with blanks are no cut row", upper(head(), [4]string{"类", "208", "一", "1,200,000"}, [4]string{"类", "208", "死亡抚恤及其他相关的社会保障就业支出项目", "1,200,000"}),
			lower([4]string{"类", "210", "卫生健康支出", ""}, [4]string{"类", "210", "行政事业单位医疗", "4,620,000"}),
			"一级目标/二级目标/三级目标/指标目标值\n类/208/一/1,200,000\n类/208/死亡抚恤及其他相关的社会保障就业支出项目/1,200,000\n类/210/卫生健康支出/\n类/210/行政事业单位医疗/4,620,000\n"},
		{"a blank value is no cut row", upper(head(), a1, a2), lower([4]string{"", "", "丙", ""}, [4]string{"^", "质量", "丁", "4"}),
			"一级目标/二级目标/三级目标/指标目标值\n产出目标/数量/甲/1\n产出目标/数量/乙/2\n产出目标/数量/丙/\n产出目标/质量/丁/4\n"},
	}
	for _, tt := range tests {
		for _, open := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, open %v", tt.name, open), func(t *testing.T) {
				u, l := tt.upper, tt.lower
				u.OpenBottom, l.OpenTop = open, open
				f := pdftest.New()
				addPage(f, u.Draw(pdftest.Strokes), pdftest.Text(290, 20, 9, "第 1 页"))
				addPage(f, l.Draw(pdftest.Strokes), pdftest.Text(290, 20, 9, "第 2 页"))
				if diff := cmp.Diff(tt.want, rowsOf(t, f)); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			})
		}
	}
}

func TestNarrativeAcrossPages(t *testing.T) {
	cell := func(y float64, label, text string) pdftest.Form {
		return pdftest.Form{X: 60, Y: y, Size: 9, Widths: []float64{80, 180}, Heights: []float64{30, 40}, Cells: []pdftest.Cell{
			{Row: 0, Col: 0, RowSpan: 1, ColSpan: 1, Text: label + "甲"}, {Row: 0, Col: 1, RowSpan: 1, ColSpan: 1, Text: "文"},
			{Row: 1, Col: 0, RowSpan: 1, ColSpan: 1, Text: label}, {Row: 1, Col: 1, RowSpan: 1, ColSpan: 1, Text: text},
		}}
	}
	rest := pdftest.Form{X: 60, Y: 790, Size: 9, Widths: []float64{80, 180}, Heights: []float64{30, 30}, Cells: []pdftest.Cell{
		{Row: 0, Col: 0, RowSpan: 1, ColSpan: 1}, {Row: 0, Col: 1, RowSpan: 1, ColSpan: 1, Text: "续文。"},
		{Row: 1, Col: 0, RowSpan: 1, ColSpan: 1, Text: "立项依据"}, {Row: 1, Col: 1, RowSpan: 1, ColSpan: 1, Text: "依据"},
	}}
	f := pdftest.New()
	u := cell(130, "项目概况", "前文。")
	addPage(f, u.Draw(pdftest.Strokes))
	addPage(f, rest.Draw(pdftest.Strokes))
	want := "项目概况甲/文\n项目概况/前文。|续文。\n立项依据/依据\n"
	if diff := cmp.Diff(want, rowsOf(t, f)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestRowCutInNarrowColumns has a row whose name and value both wrap, cut in
// both, beside a text that spans rows and is cut too.
func TestRowCutInNarrowColumns(t *testing.T) {
	draw := func(y float64, heights []float64, rows ...pdftest.Cell) string {
		f := pdftest.Form{X: 60, Y: y, Size: 9, Widths: []float64{160, 30, 30, 30}, Heights: heights, Cells: rows}
		return f.Draw(pdftest.Strokes)
	}
	cell := func(row, col, span int, text string) pdftest.Cell {
		return pdftest.Cell{Row: row, Col: col, RowSpan: span, ColSpan: 1, Text: text}
	}
	f := pdftest.New()
	addPage(f, draw(130, []float64{40, 30}, cell(0, 0, 2, "严格执行政府采购和合同管理规定，\n按照年度工作计划分步推进项目实施"),
		cell(0, 1, 1, "甲"), cell(0, 2, 1, "定性"), cell(0, 3, 1, "健全"),
		cell(1, 1, 1, "新增\n服务"), cell(1, 2, 1, "定性"), cell(1, 3, 1, "每月\n用户")))
	addPage(f, draw(790, []float64{30, 30}, cell(0, 0, 2, "，确保完成。"),
		cell(0, 1, 1, "网点\n数"), cell(0, 2, 1, ""), cell(0, 3, 1, "投诉"),
		cell(1, 1, 1, "乙"), cell(1, 2, 1, "≥"), cell(1, 3, 1, "90")))
	goal := "严格执行政府采购和合同管理规定，|按照年度工作计划分步推进项目实施|，确保完成。"
	want := goal + "/甲/定性/健全\n" + goal + "/新增|服务|网点|数/定性/每月|用户|投诉\n" + goal + "/乙/≥/90\n"
	if diff := cmp.Diff(want, rowsOf(t, f)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTablesThatAreNotOne(t *testing.T) {
	a := part(114, head(), [4]string{"产出目标", "数量", "甲", "1"}, [4]string{"^", "^", "乙", "2"})
	b := part(770, head(), [4]string{"产出目标", "数量", "丙", "3"}, [4]string{"^", "^", "丁", "4"})
	named := part(790, [4]string{"项目名称", "路灯维护", "主管部门", "某局"}, [4]string{"产出目标", "数量", "丙", "3"})
	shifted := b
	shifted.X = 90
	tests := []struct {
		name   string
		lower  string
		tables int
	}{
		{"a title between", pdftest.Text(200, 790, 12, "财政项目支出绩效目标表") + b.Draw(pdftest.Strokes), 2},
		{"the label of another form", named.Draw(pdftest.Strokes), 2},
		{"other edges", shifted.Draw(pdftest.Strokes), 2},
		{"only a page number between", pdftest.Text(290, 810, 9, "- 2 -") + b.Draw(pdftest.Strokes), 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := pdftest.New()
			addPage(f, a.Draw(pdftest.Strokes))
			addPage(f, tt.lower)
			if n := len(tables(read(t, f.Bytes()))); n != tt.tables {
				t.Errorf("got %d tables, want %d", n, tt.tables)
			}
		})
	}
}

func TestSeveralTablesOnAPage(t *testing.T) {
	a := part(760, head(), [4]string{"产出目标", "数量", "甲", "1"})
	b := part(600, head(), [4]string{"产出目标", "质量", "乙", "2"})
	f := pdftest.New()
	addPage(f, pdftest.Text(200, 790, 12, "表一"), b.Draw(pdftest.Strokes), pdftest.Text(200, 640, 12, "表二"), a.Draw(pdftest.FilledRules))
	var got []string
	for _, g := range read(t, f.Bytes()).Grids {
		got = append(got, g.Cells[len(g.Cells)-1].Text)
	}
	if diff := cmp.Diff([]string{"表一", "1", "表二", "2"}, got); diff != "" {
		t.Errorf("reading order (-want +got):\n%s", diff)
	}
}

func TestOverflowStaysInItsCell(t *testing.T) {
	f := form()
	for i := range f.Cells {
		if f.Cells[i].Text == "备注" {
			f.Cells[i].Text = "" // what overflows to the right finds an empty cell
		}
		if f.Cells[i].Text == "数量" {
			f.Cells[i].Text = "数量指标数量指标" // 72 points in a cell of 80, then one of 96
		}
		if f.Cells[i].Text == "质量" {
			f.Cells[i].Text = "质量指标质量指标质量"
		}
	}
	d := read(t, onePage(f.Draw(pdftest.Strokes)))
	if diff := cmp.Diff(strings.ReplaceAll(wantCells(f), "6+1 0+2 \"\"\n", "6+1 0+2 \"\"\n"), cells(tables(d)[0])); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTableWithoutRules(t *testing.T) {
	rows := [][4]string{head(), {"产出目标", "数量", "完成率", ">=95%"}, {"", "", "培训次数", "2次"}, {"", "质量", "验收合格率", "合规"},
		{"", "", "维护及时率", "=100%"}, {"效果目标", "满意度", "公众满意度", ">=90%"}}
	var b strings.Builder
	for r, row := range rows {
		for c, s := range row {
			if s != "" {
				b.WriteString(pdftest.Text([]float64{60, 140, 230, 420}[c], 700-20*float64(r), 9, s))
			}
		}
	}
	d := read(t, onePage(pdftest.Text(60, 760, 9, "下表列出指标。")+b.String()))
	ts := tables(d)
	if len(ts) != 1 {
		t.Fatalf("got %d tables, want 1", len(ts))
	}
	if ts[0].Rows != len(rows) || ts[0].Cols != 4 || ts[0].Spans == 0 {
		t.Errorf("got %d×%d with spans %v, want %d×4 with open spans", ts[0].Rows, ts[0].Cols, ts[0].Spans, len(rows))
	}
	for _, c := range ts[0].Cells {
		if rows[c.Row][c.Col] != c.Text {
			t.Errorf("row %d column %d is %q, want %q", c.Row, c.Col, c.Text, rows[c.Row][c.Col])
		}
	}
	if len(d.Problems) != 1 || d.Problems[0].Rule != "extract.inferred-table" {
		t.Errorf("the doubt is not reported: %v", d.Problems)
	}
}
