package text

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"
	"pgregory.net/rapid"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

func read(t testing.TB, data, name string) *grid.Document {
	t.Helper()
	doc, err := Read(context.Background(), []byte(data), Options{Name: name})
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range doc.Grids {
		checkGrid(t, g)
	}
	return doc
}

// show writes grids in short: cells as row,column[ height×width] text.
func show(grids []*grid.Grid) []string {
	var out []string
	for _, g := range grids {
		kind := "exact"
		switch {
		case g.Prose:
			kind = "prose"
		case g.Spans == grid.Open:
			kind = "open"
		}
		out = append(out, fmt.Sprintf("%s %d×%d", kind, g.Rows, g.Cols))
		for _, c := range g.Cells {
			span, hidden := "", ""
			if c.RowSpan > 1 || c.ColSpan > 1 {
				span = fmt.Sprintf(" %d×%d", c.RowSpan, c.ColSpan)
			}
			if c.Hidden {
				hidden = " (hidden)"
			}
			out = append(out, fmt.Sprintf("%d,%d%s %s%s", c.Row, c.Col, span, c.Text, hidden))
		}
	}
	return out
}

func TestRead(t *testing.T) {
	tests := []struct {
		name, file, text string
		want             []string
	}{
		{"nothing", "", " \n\f\n", nil},
		{"prose", "", "项目支出绩效目标表\r\n\r\n 单位：甲\r\n", []string{"prose 2×1", "0,0 项目支出绩效目标表", "1,0 单位：甲"}},
		{"tabs", "", "题\t\t\n\na\tb\t\n\t\tc\n    d\t e \n", []string{"open 5×3", "0,0 题", "2,0 a", "2,1 b", "3,2 c", "4,0 d", "4,1 e"}},
		{"tags inside a dump stay", "", "a\t<b>头</b> x\nb\t±□ \\ <del>/-/</del>\n", []string{"open 2×2", "0,0 a", "0,1 <b>头</b> x", "1,0 b", "1,1 ±□ \\ <del>/-/</del>"}},
		{"quoted cell over lines", "", "目标\t\"1.甲\n\n2.\"\"乙\"\"\t丙\"\t尾\nb\tc\n", []string{"open 2×3", "0,0 目标", "0,1 1.甲\n\n2.\"乙\"\t丙", "0,2 尾", "1,0 b", "1,1 c"}},
		{"quote marks of the author", "", "a\t\"互联网+\"行动\nb\t\"放管服\"\nc\t\"没有结束\nd\te\n", []string{"open 4×2", "0,0 a", "0,1 \"互联网+\"行动", "1,0 b", "1,1 \"放管服\"", "2,0 c", "2,1 \"没有结束", "3,0 d", "3,1 e"}},
		{"one tab in a long text is a space", "", strings.Repeat("一行文字。\n", 9) + "年度\t目标\n", append([]string{"prose 10×1"}, lines(9, "一行文字。", "年度\t目标")...)},

		{"markdown", "", "# 题\n\n| 一级 | 值 |\n|:---|---:|\n| 产出 | a\\|b |\n| 产出 | x<br>y&lt; |\n\n尾", []string{"prose 1×1", "0,0 题", "open 3×2", "0,0 一级", "0,1 值", "1,0 产出", "1,1 a|b", "2,0 产出", "2,1 x\ny<", "prose 1×1", "0,0 尾"}},
		{"markdown without outer bars", "", "a | b\n--|--\n1 | 2\n | 3\n", []string{"open 3×2", "0,0 a", "0,1 b", "1,0 1", "1,1 2", "2,1 3"}},
		{"markdown row broken inside a cell", "", "| a | b |\n|---|---|\n| 一 | 1.甲\n2.乙 |\n| 二 | 三 |\n", []string{"open 3×2", "0,0 a", "0,1 b", "1,0 一", "1,1 1.甲\n2.乙", "2,0 二", "2,1 三"}},
		{"markdown: fences, pictures, bold", "", "```markdown\n![](a.png)\n| **a** | b |\n|---|---|\n| c | **d** e |\n```\n", []string{"open 2×2", "0,0 a", "0,1 b", "1,0 c", "1,1 **d** e"}},
		{"markdown: targets in code marks", "", "| a | `≥1` |\n|---|---|\n| b | `≤2` |\n", []string{"open 2×2", "0,0 a", "0,1 ≥1", "1,0 b", "1,1 ≤2"}},
		{"a rule across aligned text", "", "甲  乙  丙\n----------\n丁  戊  己\n庚  辛  壬\n──────────\n", []string{"open 3×3", "0,0 甲", "0,1 乙", "0,2 丙", "1,0 丁", "1,1 戊", "1,2 己", "2,0 庚", "2,1 辛", "2,2 壬"}},
		{"markdown: a label in bold", "", "**项目名称：**甲\n**主管部门**：乙\n**丙 丁**\n", []string{"prose 3×1", "0,0 项目名称：甲", "1,0 **主管部门**：乙", "2,0 丙 丁"}},
		{"bars without alignment row", "", "项目支出绩效自评表\n项目名称 | 甲 | 主管部门 | 乙\n\n产出 | ≥ | 95\n | | 5\n", []string{"open 5×4", "0,0 项目支出绩效自评表", "1,0 项目名称", "1,1 甲", "1,2 主管部门", "1,3 乙", "3,0 产出", "3,1 ≥", "3,2 95", "4,2 5"}},
		{"outer bars without alignment row", "", "| 单位:元 |\n| a | b | c |\n| | d |\n", []string{"open 3×3", "0,0 单位:元", "1,0 a", "1,1 b", "1,2 c", "2,1 d"}},
		{"box drawing", "", "┌───┬───┐\n│ a │ b │\n├───┼───┤\n│ c │ d │\n└───┴───┘\n", []string{"open 2×2", "0,0 a", "0,1 b", "1,0 c", "1,1 d"}},
		{"a bar inside words is text", "", "是|否 都可以\n第二行|文字\n第三行\n", []string{"prose 3×1", "0,0 是|否 都可以", "1,0 第二行|文字", "2,0 第三行"}},
		{"tex", "", "| a | $\\geq 95\\%$ |\n|---|---|\n| $x_1$ | $ \\leqslant 3 $元 |\n| $\\alpha\\%$ | 5 |\n", []string{"open 3×2", "0,0 a", "0,1 ≥95%", "1,0 $x_1$", "1,1 ≤3元", "2,0 $\\alpha\\%$", "2,1 5"}},

		{"csv", "", "一级,二级,值\r\n产出,\"数量,质量\",\"≥\"\"95\"\"%\"\r\n,,\"两\n行\"\r\n", []string{"open 3×3", "0,0 一级", "0,1 二级", "0,2 值", "1,0 产出", "1,1 数量,质量", "1,2 ≥\"95\"%", "2,2 两\n行"}},
		{"csv by name", "a.CSV", "项目名称,甲\n一级\n", []string{"open 2×2", "0,0 项目名称", "0,1 甲", "1,0 一级"}},
		{"csv with semicolons", "", "一级;二级;值\n产出;数量;≥5个\n;质量;≥9,5%\n", []string{"open 3×3", "0,0 一级", "0,1 二级", "0,2 值", "1,0 产出", "1,1 数量", "1,2 ≥5个", "2,1 质量", "2,2 ≥9,5%"}},
		{"csv that names its separator", "", "sep=;\n项目名称;甲\n一级;值;\n", []string{"open 2×2", "0,0 项目名称", "0,1 甲", "1,0 一级", "1,1 值"}},
		{"wide commas, one in running text", "", "一级，二级，值\n产出，数量，5个\n目标，分步推进，按时完成。，\n效益，社会，提升\n满意，群众，95\n产出，质量，合格\n",
			[]string{"open 6×3", "0,0 一级", "0,1 二级", "0,2 值", "1,0 产出", "1,1 数量", "1,2 5个", "2,0 目标", "2,1 分步推进，按时完成。", "3,0 效益", "3,1 社会", "3,2 提升", "4,0 满意", "4,1 群众", "4,2 95", "5,0 产出", "5,1 质量", "5,2 合格"}},
		{"cells guarded from a spreadsheet", "a.csv", "名称,\"=\"\"≤30分钟\"\"\"\n=\"每月一次\",=6套\n", []string{"open 2×2", "0,0 名称", "0,1 ≤30分钟", "1,0 每月一次", "1,1 =6套"}},
		{"an escaped sign outside a formula", "", "| a | $\\geq$ 92\\% |\n|---|---|\n| b | 5 |\n", []string{"open 2×2", "0,0 a", "0,1 ≥ 92%", "1,0 b", "1,1 5"}},
		{"commas of prose", "", "第一,做好,准备\n第二,收尾\n第三\n金额1,000,000元\n", []string{"prose 4×1", "0,0 第一,做好,准备", "1,0 第二,收尾", "2,0 第三", "3,0 金额1,000,000元"}},

		{"html", "", `<html><head><title>x</title><style>td{}</style></head><body><h1>题</h1><p>单位：<b>甲</b></p><table><tr><td rowspan=2>一</td><td>二&nbsp;</td></tr><tr><td>三<br/>四</td></tr></table>尾</body></html>`,
			[]string{"prose 2×1", "0,0 题", "1,0 单位：甲", "exact 2×2", "0,0 2×1 一", "0,1 二", "1,1 三\n四", "prose 1×1", "0,0 尾"}},
		{"html without its head", "", `<p>（2024年度）</p><table><tr><td>一</td><td>二</td></tr></table><p>尾</p>`, []string{"prose 1×1", "0,0 （2024年度）", "exact 1×2", "0,0 一", "0,1 二", "prose 1×1", "0,0 尾"}},
		{"html struck out, raised, in a symbol font", "", `<body><table><tr><td><s>旧</s>新</td><td>10<sup>4</sup>m<span style="vertical-align:super">2</span></td><td><font face="Wingdings 2">R</font>是</td></tr></table></body>`,
			[]string{"exact 1×3", "0,0 新", "0,1 10⁴m²", "0,2 ☑是"}},
		{"a hidden row takes part in no span", "", `<body><table><tr><td rowspan=2>甲<td>1<tr style="display:none"><td>旧<td>9<tr><td>2</table></body>`, []string{"exact 2×2", "0,0 2×1 甲", "0,1 1", "1,1 2"}},
		{"struck out in a table of a text stays", "", "文字\n<table><tr><td>a<td><s>b</s></table>\n", []string{"prose 1×1", "0,0 文字", "exact 1×2", "0,0 a", "0,1 b"}},
		{"html without end tags", "", `<table><tr><td>a<td>b<tr><td colspan=2>c</table>`, []string{"exact 2×2", "0,0 a", "0,1 b", "1,0 1×2 c"}},
		{"html spans beyond all bounds", "", `<table><tr><td rowspan=1000000000 colspan=1e9>a<td colspan=99999999999999999999>b</td></tr><tr><td>c</td></tr></table>`,
			[]string{"exact 2×1001", "0,0 2×1 a", "0,1 1×1000 b", "1,1 c"}},
		{"html spans end with their group", "", `<table><thead><tr><th rowspan=3>a<th>b</thead><tbody><tr><td>c<td>d</tbody></table>`, []string{"exact 2×2", "0,0 a", "0,1 b", "1,0 c", "1,1 d"}},
		{"html rowspan 0", "", `<table><tr><td rowspan=0>a<td>b<tr><td>c<tr><td>d</table>`, []string{"exact 3×2", "0,0 3×1 a", "0,1 b", "1,1 c", "2,1 d"}},
		{"html colspan meets a rowspan", "", `<table><tr><td>a<td rowspan=2>b<td>c<tr><td colspan=3>d</table>`, []string{"exact 2×3", "0,0 a", "0,1 2×1 b", "0,2 c", "1,0 d"}},
		{"html nested", "", `<table><caption>题</caption><tr><td>外<table><tr><td>内</td></tr></table>尾</td><td>旁</td></tr></table>`, []string{"prose 1×1", "0,0 题", "exact 1×2", "0,0 外\n尾", "0,1 旁", "exact 1×1", "0,0 内"}},
		{"html layout table", "", `<table><tr><td><table><tr><td>内</td></tr></table></td></tr></table>`, []string{"exact 1×1", "0,0 内"}},
		{"html hidden", "", `<html><table><tr><td style="display: none">x</td><td>a<span hidden>y</span></td><td>b</td></tr><tr style="display:none"><td>c</td><td>d</td></tr></table><div style="display:none"><table><tr><td>z</td></tr></table></div>`,
			[]string{"exact 1×2", "0,0 a", "0,1 b"}},
		{"html form fields", "", `<table><tr><td><input type=checkbox checked>新增<input type=checkbox>延续</td><td><input value="5"><select><option>甲<option selected>乙</select></td></tr></table>`,
			[]string{"exact 1×2", "0,0 ☑新增□延续", "0,1 5乙"}},
		{"html labels in the first row and no spans", "", `<table><tr><td>一<td>二<tr><td><td>三</table>`, []string{"open 2×2", "0,0 一", "0,1 二", "1,1 三"}},
		{"html source breaks", "", "<table><tr><td>项目\n  资金</td><td>a\nb</td></tr></table>", []string{"exact 1×2", "0,0 项目\n资金", "0,1 a b"}},
		{"html never closed", "", `<table><tr><td>a</td><td>b`, []string{"exact 1×2", "0,0 a", "0,1 b"}},
		{"html tables in markdown", "", "## 题\n\n<div>\n<table><tr><td>a</td><td>b</td></tr></table>\n</div>\n\n| c | d |\n|---|---|\n| e | f |\n", []string{"prose 1×1", "0,0 题", "exact 1×2", "0,0 a", "0,1 b", "open 2×2", "0,0 c", "0,1 d", "1,0 e", "1,1 f"}},
		{"a page of html, then markdown", "", "<html><body><table><tr><td>a</td></tr></table></body></html>\n\n| c | d |\n|---|---|\n", []string{"exact 1×1", "0,0 a", "open 1×2", "0,0 c", "0,1 d"}},
		{"the word table is no table", "", "见 <table > 一词\n第二行\n", []string{"prose 2×1", "0,0 见 <table > 一词", "1,0 第二行"}},

		{"aligned", "", "" +
			"            绩效目标表\n" +
			"一级指标    二级指标    三级指标          指标值\n" +
			"产出指标    数量指标    培训人次          ≥95%\n" +
			"                        群众投诉办结率    100%\n" +
			"\n" +
			"            质量指标    合格率            合规\n",
			[]string{"open 6×4", "0,1 绩效目标表", "1,0 一级指标", "1,1 二级指标", "1,2 三级指标", "1,3 指标值", "2,0 产出指标", "2,1 数量指标", "2,2 培训人次", "2,3 ≥95%", "3,2 群众投诉办结率", "3,3 100%", "5,1 质量指标", "5,2 合格率", "5,3 合规"}},
		{"aligned by runes, as pdftotext counts", "", "" +
			"一级指标   二级指标   三级指标       指标值\n" +
			"产出指标   数量      培训人次       ≥95%\n" +
			"         质量      群众投诉办结率    100%\n" +
			"                 合格率        合规\n",
			[]string{"open 4×4", "0,0 一级指标", "0,1 二级指标", "0,2 三级指标", "0,3 指标值", "1,0 产出指标", "1,1 数量", "1,2 培训人次", "1,3 ≥95%", "2,1 质量", "2,2 群众投诉办结率", "2,3 100%", "3,2 合格率", "3,3 合规"}},
		{"aligned: a cell wrapped at the edge of its column is one", "", "" +
			"指标      名称                      值\n" +
			"数量      手机客户端日常维护计划完  100%\n" +
			"          成率\n" +
			"质量      合格率                    合规\n",
			[]string{"open 3×3", "0,0 指标", "0,1 名称", "0,2 值", "1,0 数量", "1,1 手机客户端日常维护计划完\n成率", "1,2 100%", "2,0 质量", "2,1 合格率", "2,2 合规"}},
		{"aligned: a cell wrapped around its row is one", "", "" +
			"指标      名称                      值\n" +
			"数量      培训人次                  100%\n" +
			"          群众投诉                  5\n" +
			"          长效管理机制\n" +
			"质量                                合规\n" +
			"          健全性\n" +
			"          合格率                    95%\n",
			[]string{"open 5×3", "0,0 指标", "0,1 名称", "0,2 值", "1,0 数量", "1,1 培训人次", "1,2 100%", "2,1 群众投诉", "2,2 5", "3,0 质量", "3,1 长效管理机制\n健全性", "3,2 合规", "4,1 合格率", "4,2 95%"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := show(read(t, tt.text, tt.file).Grids)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("grids (-want +got):\n%s", diff)
			}
		})
	}
}

// lines is n rows of one text and one of another, as show writes them.
func lines(n int, text, last string) []string {
	var out []string
	for i := range n {
		out = append(out, fmt.Sprintf("%d,0 %s", i, text))
	}
	return append(out, fmt.Sprintf("%d,0 %s", n, last))
}

func TestPlaces(t *testing.T) {
	text := "甲：\t 乙\n\n\t\"一\n二\"\t丙\n" + "<p>段 <table><tr>\n<td>\n 丁</td><td></td><td>戊</table>\n\n| 己 | 庚 |\n|-|-|\n|| 辛 |\n"
	want := map[string]schema.Place{
		"甲：": {Line: 1, Column: 1}, "乙": {Line: 1, Column: 5}, "一\n二": {Line: 3, Column: 2}, "丙": {Line: 4, Column: 4}, "<p>段": {Line: 5, Column: 1},
		"丁": {Line: 7, Column: 2}, "戊": {Line: 7, Column: 21}, "己": {Line: 9, Column: 3}, "庚": {Line: 9, Column: 7}, "辛": {Line: 11, Column: 4},
	}
	got := map[string]schema.Place{}
	for _, g := range read(t, text, "").Grids {
		for _, c := range g.Cells {
			got[c.Text] = c.Place()
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("places (-want +got):\n%s", diff)
	}
}

// A formula is written as it was printed, and the change is listed.
func TestRepairs(t *testing.T) {
	g := read(t, "| a | $\\geq 95\\%$ |\n|---|---|\n", "").Grids[0]
	want := []schema.Repair{{From: `$\geq 95\%$`, To: "≥95%", Why: "tex-formula", Confidence: 1}}
	if diff := cmp.Diff(want, g.Cells[1].Repairs()); diff != "" {
		t.Errorf("repairs (-want +got):\n%s", diff)
	}
}

func TestEncodings(t *testing.T) {
	const text = "项目名称\t互联网业务运行费\n一级指标\t≥95%\n"
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	want := show(read(t, text, "").Grids)
	for name, data := range map[string]string{"gb18030": gb, "with mark": "\ufeff" + text} {
		if diff := cmp.Diff(want, show(read(t, data, "").Grids)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestErrors(t *testing.T) {
	for name, tt := range map[string]struct {
		data []byte
		rule string
	}{
		"binary":         {[]byte("\x7fELF\x00\x01\x02\x03\xff\xfe\x80\x81\x82\x00\x00\x05\x06"), "extract.not-text"},
		"too many lines": {[]byte(strings.Repeat("\n", maxLines+1)), "extract.limit"},
		"too large":      {make([]byte, maxBytes+1), "extract.limit"},
		"too many cells": {[]byte("<table><tr>" + strings.Repeat("<td>1<tr>", maxCells+1)), "extract.limit"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Read(context.Background(), tt.data, Options{})
			var re *schema.ReadError
			if !errors.As(err, &re) || re.Rule != tt.rule || re.Hint.ZH == "" || re.Hint.EN == "" {
				t.Errorf("error = %v, want rule %s with a hint", err, tt.rule)
			}
		})
	}
}

func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Read(ctx, []byte("a\tb\nc\td\n"), Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("error = %v, want that of the context", err)
	}
}

// What stands beyond the last column or level joins what stands before it.
func TestBounds(t *testing.T) {
	wide := read(t, strings.Repeat("a\t", maxColumns)+"b\tc\nx\ty\n", "").Grids[0]
	if wide.Cols != maxColumns || wide.Cells[maxColumns-1].Text != "a b c" {
		t.Errorf("%d columns, the last %q", wide.Cols, wide.Cells[maxColumns-1].Text)
	}
	deep := read(t, strings.Repeat("<table><tr><td>层", maxNesting+3), "").Grids
	n := 0
	for _, g := range deep {
		n += len(g.Cells)
	}
	if len(deep) != maxNesting || n != maxNesting+3 {
		t.Errorf("%d grids with %d cells", len(deep), n)
	}
}

// The real dump of four forms loses nothing: every printed character of a line
// stands in a cell of that line, in order.
func TestRealDump(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "testdata", "forms", "sh-2020-four-forms.txt"))
	if err != nil {
		t.Fatal(err)
	}
	doc := read(t, string(data), "")
	if len(doc.Grids) != 1 || doc.Grids[0].Spans != grid.Open {
		t.Fatalf("%d grids, want one with open spans", len(doc.Grids))
	}
	sameText(t, string(data), doc.Grids[0])
	if g := doc.Grids[0]; g.Rows != strings.Count(strings.TrimSpace(string(data)), "\n")+1 {
		t.Errorf("%d rows, want one for each line", g.Rows)
	}
}

// sameText fails where the cells of a line do not hold what the line prints.
func sameText(t rapid.TB, text string, g *grid.Grid) {
	printed := strings.Split(text, "\n")
	got := make([]string, len(printed))
	for _, c := range g.Cells {
		got[c.Place().Line-1] += bare(c.Text)
	}
	for i, l := range printed {
		if bare(l) != got[i] {
			t.Fatalf("line %d prints %q, its cells hold %q", i+1, bare(l), got[i])
		}
	}
}

// Whatever stands in the cells of a dump, the grid gives it back.
func TestTabsRoundTrip(t *testing.T) {
	cell := rapid.StringMatching(`([一-三a-c"=<>,.0-9%|][一-三a-c"=<>,.0-9% ]{0,5}[一-三a-c0-9])?`)
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.SliceOfN(cell, 2, 5), 3, 8).Draw(t, "rows")
		var lines []string
		for _, r := range rows {
			lines = append(lines, strings.Join(append(r, "终"), "\t"))
		}
		text := strings.Join(lines, "\n")
		doc, err := Read(context.Background(), []byte(text), Options{})
		if err != nil || len(doc.Grids) != 1 {
			t.Fatalf("Read = %v, %v", doc, err)
		}
		sameText(t, text, doc.Grids[0])
	})
}

func FuzzRead(f *testing.F) {
	f.Add("a\tb\n\"c\nd\"\te\n", "")
	f.Add("| a | b |\n|---|---|\n| c\nd |\n", "")
	f.Add("<table><tr><td rowspan=3 colspan=2>a<table><tr><td>b</table><td hidden>c<select><option>d", "")
	f.Add("a,b,c\n\"d\n\",e,f\n,,\n", "x.csv")
	f.Add("一级    二级    值\n产出    数量    1\n        质量    2\n\f  a b    c\n", "")
	f.Add("<html><p>a<table><thead><tr><td rowspan=0>x<tbody><tr><td colspan=9>y</html>\n# b", "")
	f.Fuzz(func(t *testing.T, text, name string) {
		doc, err := Read(context.Background(), []byte(text), Options{Name: name})
		if err != nil {
			return
		}
		for _, g := range doc.Grids {
			checkGrid(t, g)
		}
	})
}

func BenchmarkRead(b *testing.B) {
	for _, name := range []string{"shanghai-00-txt-ocr.txt", "mof2021-00-txt-markdown.md", "selfeval-00-txt-html.html"} {
		data, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Read(context.Background(), data, Options{Name: name}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func TestApartAndGarbled(t *testing.T) {
	doc, err := Read(t.Context(), []byte(`<body><table><tr><td><del>≥30</del>≥40<td>x<tr hidden><td>上年<td>1%</table></body>`), Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, i := range doc.Apart {
		got = append(got, i.Why.EN+": "+i.Text)
	}
	if diff := cmp.Diff([]string{"struck out: ≥30", "text that the page does not show: 上年1%"}, got); diff != "" {
		t.Errorf("apart (-want +got):\n%s", diff)
	}
	doc, err = Read(t.Context(), []byte(strings.Repeat("项目名称\t甲乙丙丁\n", 20)+"健\xe5\x85\t≥5个\n"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(doc.Problems) != 1 || doc.Problems[0].Rule != "extract.garbled" || doc.Problems[0].At.Line != 21 || doc.Problems[0].At.Column != 2 {
		t.Errorf("a broken character is told as %+v", doc.Problems)
	}
}

// Spans of a table are open where a label stands over an empty cell; a value that was
// left blank at the end of a row says nothing of them.
func TestOpenSpans(t *testing.T) {
	for html, want := range map[string]grid.Spans{
		"<table><tr><td>指标<td>值<td>备注<tr><td>甲<td>≥5<td></table>":                   grid.Exact,
		"<table><tr><td>指标<td>值<td>备注<tr><td>甲<td><td></table>":                     grid.Exact,
		"<table><tr><td>级<td>指标<td>值<tr><td>产出<td>甲<td>5<tr><td><td>乙<td>6</table>": grid.Open,
	} {
		doc, err := Read(t.Context(), []byte(html), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got := doc.Grids[0].Spans; got != want {
			t.Errorf("%s: %v, want %v", html, got, want)
		}
	}
}
