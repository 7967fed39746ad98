package odf_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbt-cli/pbt/parser/excel/sheet"
	"github.com/pbt-cli/pbt/parser/internal/gridtest"
	"github.com/pbt-cli/pbt/parser/odf"
)

// What is struck out, hidden, too small or in the colour of what it stands on is kept
// apart, whether characters, a paragraph, a cell, a column or a style below says so.
func TestStyles(t *testing.T) {
	st := func(family, name, rest, props string) string {
		return fmt.Sprintf(`<style:style style:family="%s" style:name="%s" %s>%s</style:style>`, family, name, rest, props)
	}
	chars := func(attrs string) string { return `<style:text-properties ` + attrs + `/>` }
	cell := func(attrs string) string { return `<style:table-cell-properties ` + attrs + `/>` }
	common := st("table-cell", "旧", "", chars(`style:text-line-through-style="solid"`))
	auto := st("text", "old", "", chars(`style:text-line-through-style="solid" style:text-line-through-type="single"`)) + st("text", "new", "", chars(`style:text-line-through-style="none"`)) +
		st("text", "gone", "", chars(`text:display="none"`)) + st("text", "white", "", chars(`fo:color="#ffffff"`)) + st("text", "up", "", chars(`style:text-position="super 58%"`)) +
		st("text", "high", "", chars(`style:text-position="33% 58%"`)) + st("text", "flat", "", chars(`style:text-position="0% 100%"`)) + st("text", "small", "", chars(`fo:font-size="0.5pt"`)) +
		st("paragraph", "P1", "", chars(`text:display="none"`)) + st("paragraph", "bar", "", `<style:paragraph-properties fo:background-color="#003366"/>`) +
		st("table-cell", "ce1", `style:parent-style-name="旧"`, "") + st("table-cell", "pale", "", chars(`fo:color="#FFFFFF"`)) + st("table-cell", "blue", "", cell(`fo:background-color="#003366"`)+chars(`fo:color="#ffffff"`)) +
		st("table-cell", "map", "", `<style:map style:condition="x" style:apply-style-name="y"/>`+chars(`fo:color="#ffffff"`))
	span := func(style, s string) string {
		return `<text:span text:style-name="` + style + `">` + s + `</text:span>`
	}
	p := func(attrs, s string) string { return "<text:p " + attrs + ">" + s + "</text:p>" }
	styled := func(style, s string) string {
		return `<table:table-cell table:style-name="` + style + `">` + p("", s) + `</table:table-cell>`
	}
	sheetOf := func(rows, after string) string {
		return `<office:spreadsheet><table:table table:name="表">` + rows + `</table:table>` + after + `</office:spreadsheet>`
	}
	textOf := func(body string) string { return `<office:text>` + body + `</office:text>` }
	const unseen = "text in the colour of what it stands on"
	for _, tt := range []struct {
		name, body string
		want       []string
	}{
		{"characters", textOf(p("", span("old", "旧")+"新"+span("gone", "藏")+span("white", "白")+span("small", "小"))), []string{"prose 1×1", "0,0 1×1 新", " struck out: 旧", " hidden text: 藏", " " + unseen + ": 白", " text that is too small to be seen: 小"}},
		{"characters in characters", textOf(p("", span("old", "旧"+span("new", "新")))), []string{"prose 1×1", "0,0 1×1 新", " struck out: 旧"}},
		{"raised", textOf(p("", "10"+span("up", "4")+"m"+span("high", "2")+span("flat", "5"))), []string{"prose 1×1", "0,0 1×1 10⁴m²5"}},
		{"a paragraph", textOf(p(`text:style-name="P1"`, "藏") + p("", "显")), []string{"prose 1×1", "0,0 1×1 显", " hidden text: 藏"}},
		{"white on a shaded paragraph", textOf(p(`text:style-name="bar"`, span("white", "白"))), []string{"prose 1×1", "0,0 1×1 白"}},
		{"a cell of a text", textOf(`<table:table>` + row(styled("", span("old", "旧")+"新")+styled("blue", span("white", "白"))) + `</table:table>`), []string{"table 1×2", "0,0 1×1 新", "0,1 1×1 白", "T1R1C1 struck out: 旧"}},
		{"a box, whose shape may be painted", textOf(p("", `<draw:frame><draw:text-box>`+p("", span("white", "白"))+`</draw:text-box></draw:frame>`)), []string{"prose 1×1", "0,0 1×1 白"}},
		{"cells of a sheet", sheetOf(row(styled("ce1", "90%")+styled("", "95%")+styled("pale", "密")+styled("blue", "头")), ""), []string{"table 1×4 表", "0,1 1×1 95%", "0,3 1×1 头", "A1 struck out: 90%", "C1 " + unseen + ": 密"}},
		{"a row and a column", sheetOf(`<table:table-column table:number-columns-repeated="2"/><table:table-column table:default-cell-style-name="ce1"/>`+row(tc("", "a")+tc("", "b")+tc("", "旧"))+`<table:table-row table:default-cell-style-name="pale">`+tc("", "密")+`</table:table-row>`, ""), []string{"table 1×2 表", "0,0 1×1 a", "0,1 1×1 b", "C1 struck out: 旧", "A2 " + unseen + ": 密"}},
		{"a value that is struck out", sheetOf(row(`<table:table-cell table:style-name="ce1" office:value-type="float" office:value="90">`+p("", "90")+`</table:table-cell>`+tc("", "b")), ""), []string{"table 1×2 表", "0,1 1×1 b", "A1 struck out: 90"}},
		{"white that a condition may paint", sheetOf(row(styled("map", "白")), ""), []string{"table 1×1 表", "0,0 1×1 白"}},
		{"white of a sheet with conditional formats", sheetOf(row(styled("pale", "白")), `<calcext:conditional-formats><calcext:conditional-format/></calcext:conditional-formats>`), []string{"table 1×1 表", "0,0 1×1 白"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			content := `<?xml version="1.0"?><office:document-content><office:automatic-styles>` + auto + `</office:automatic-styles><office:body>` + tt.body + `</office:body></office:document-content>`
			data := pack(t, "content.xml", content, "styles.xml", `<office:document-styles><office:styles>`+common+`</office:styles></office:document-styles>`)
			doc, err := odf.Read(t.Context(), data, sheet.Options{})
			if err != nil {
				t.Fatal(err)
			}
			got := gridtest.Show(doc.Grids)
			for _, i := range doc.Apart {
				at := i.Place.Cell
				if i.Place.Table > 0 {
					at = fmt.Sprintf("T%dR%dC%d", i.Place.Table, i.Place.Row, i.Place.Column)
				}
				got = append(got, at+" "+i.Why.EN+": "+i.Text)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", strings.TrimSpace(diff))
			}
		})
	}
}

// The header of a sheet's master page is a row above the sheet's own.
func TestMasterPage(t *testing.T) {
	content := `<office:document-content><office:automatic-styles><style:style style:family="table" style:name="ta1" style:master-page-name="页"/></office:automatic-styles><office:body><office:spreadsheet><table:table table:name="表" table:style-name="ta1">` + row(tc("", "甲")) + `</table:table></office:spreadsheet></office:body></office:document-content>`
	for display, want := range map[string][]string{
		"true":  {"table 2×1 表", "0,0 1×1 2024年绩效目标表", "1,0 1×1 甲"},
		"false": {"table 1×1 表", "0,0 1×1 甲"},
	} {
		pages := `<office:document-styles><office:master-styles><style:master-page style:name="页"><style:header style:display="` + display + `"><style:region-center><text:p>2024年绩效目标表</text:p></style:region-center></style:header><style:footer><text:p>第<text:page-number>1</text:page-number>页</text:p></style:footer></style:master-page></office:master-styles></office:document-styles>`
		doc, err := odf.Read(t.Context(), pack(t, "content.xml", content, "styles.xml", pages), sheet.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, gridtest.Show(doc.Grids)); diff != "" {
			t.Errorf("shown %s (-want +got):\n%s", display, diff)
		}
	}
}
