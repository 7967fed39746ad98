package sheetml_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbt-cli/pbt/parser/excel/sheet"
	"github.com/pbt-cli/pbt/parser/excel/sheetml"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/gridtest"
	"github.com/pbt-cli/pbt/schema"
)

// book wraps what stands in a workbook; its cells have styles by their names.
func book(inner string) []byte {
	return []byte(`<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><ss:Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns:html="http://www.w3.org/TR/REC-html40">` +
		`<ss:Styles><ss:Style ss:ID="Default"/><ss:Style ss:ID="pct"><ss:NumberFormat ss:Format="0.0%"/></ss:Style><ss:Style ss:ID="child" ss:Parent="pct"/><ss:Style ss:ID="std"><ss:NumberFormat ss:Format="Standard"/></ss:Style><ss:Style ss:ID="day"><ss:NumberFormat ss:Format="yyyy\-m\-d"/></ss:Style></ss:Styles>` +
		inner + `</ss:Workbook>`)
}

func table(rows string) []byte {
	return book(`<ss:Worksheet ss:Name="表"><ss:Table ss:ExpandedRowCount="1">` + rows + `</ss:Table></ss:Worksheet>`)
}

func cell(attrs, kind, text string) string {
	return `<ss:Cell` + attrs + `><ss:Data ss:Type="` + kind + `">` + text + `</ss:Data></ss:Cell>`
}

// show writes the cells in short: the address, the span, the text.
func show(doc *grid.Document) []string {
	var out []string
	for _, g := range doc.Grids {
		for _, c := range g.Cells {
			s := fmt.Sprintf("%s %d×%d %s", c.Place(), c.RowSpan, c.ColSpan, c.Text)
			if c.Hidden || g.Hidden {
				s += " (hidden)"
			}
			out = append(out, s)
		}
	}
	return out
}

func TestRead(t *testing.T) {
	tests := []struct {
		name string
		data []byte
		want []string
	}{
		{"places", table(`<ss:Row>` + cell(` ss:MergeAcross="1"`, "String", "a") + cell("", "String", "b") + `</ss:Row><ss:Row ss:Index="4">` + cell(` ss:Index="3"`, "String", "c") + cell("", "String", "d") + `</ss:Row><ss:Row>` + cell("", "String", "e") + `</ss:Row>`),
			[]string{"表!A1 1×2 a", "表!C1 1×1 b", "表!C4 1×1 c", "表!D4 1×1 d", "表!A5 1×1 e"}},
		{"a merge down, the covered cell named by the next index", table(`<ss:Row>` + cell(` ss:MergeDown="1"`, "String", "a") + cell("", "String", "b") + `</ss:Row><ss:Row>` + cell(` ss:Index="2"`, "String", "c") + `</ss:Row>`),
			[]string{"表!A1 2×1 a", "表!B1 1×1 b", "表!B2 1×1 c"}},
		{"rows that repeat", table(`<ss:Row>` + cell("", "String", "a") + `</ss:Row><ss:Row ss:Span="2"/><ss:Row>` + cell("", "String", "b") + `</ss:Row>`),
			[]string{"表!A1 1×1 a", "表!A5 1×1 b"}},
		{"values as displayed", table(`<ss:Column ss:Index="6" ss:StyleID="pct"/><ss:Row>` + cell(` ss:StyleID="pct"`, "Number", "0.955") + cell(` ss:StyleID="child"`, "Number", "1") + cell(` ss:StyleID="std"`, "Number", "1234.5") + cell(` ss:StyleID="day"`, "DateTime", "2020-12-31T00:00:00.000") + cell("", "DateTime", "2021-01-02T00:00:00.000") + cell("", "Number", "0.5") + cell("", "Boolean", "1") + cell("", "Error", "#N/A") + `</ss:Row>`),
			[]string{"表!A1 1×1 95.5%", "表!B1 1×1 100.0%", "表!C1 1×1 1,234.50", "表!D1 1×1 2020-12-31", "表!E1 1×1 2021-01-02", "表!F1 1×1 50.0%", "表!G1 1×1 TRUE", "表!H1 1×1 #N/A"}},
		{"rich text, line breaks, a comment", table(`<ss:Row><ss:Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><B>加</B><Font html:Color="#FF0000">粗&#10;行</Font></ss:Data><ss:Comment><ss:Data>批注</ss:Data></ss:Comment></ss:Cell></ss:Row>`),
			[]string{"表!A1 1×1 加粗\n行"}},
		{"a typed formula, and one with a result", table(`<ss:Row>` + cell(` ss:StyleID="pct" ss:Formula="=100%"`, "Number", "1") + cell(` ss:Formula="=RC[-1]*2"`, "Number", "2") + `</ss:Row>`),
			[]string{"表!A1 1×1 =100%", "表!B1 1×1 2"}},
		{"the header of the page", book(`<ss:Worksheet ss:Name="一"><ss:Table><ss:Row>` + cell("", "String", "a") + `</ss:Row></ss:Table><x:WorksheetOptions><x:PageSetup><x:Header x:Data="&amp;C2024年绩效目标表"/><x:Footer x:Data="&amp;P"/></x:PageSetup></x:WorksheetOptions></ss:Worksheet>`),
			[]string{"一 1×1 2024年绩效目标表", "一!A1 1×1 a"}},
		{"hidden", book(`<ss:Worksheet ss:Name="一"><ss:Table><ss:Column ss:Hidden="1"/><ss:Row>` + cell("", "String", "a") + cell("", "String", "b") + `</ss:Row><ss:Row ss:Hidden="1">` + cell(` ss:Index="2"`, "String", "c") + `</ss:Row></ss:Table></ss:Worksheet><ss:Worksheet ss:Name="二"><ss:Table><ss:Row>` + cell("", "String", "d") + `</ss:Row></ss:Table><x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></ss:Worksheet>`),
			[]string{"一!A1 1×1 a (hidden)", "一!B1 1×1 b", "一!B2 1×1 c (hidden)", "二!A1 1×1 d (hidden)"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := sheetml.Read(context.Background(), tt.data, sheet.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, show(doc)); diff != "" {
				t.Errorf("cells (-want +got):\n%s", diff)
			}
			if len(doc.Problems) > 0 {
				t.Errorf("problems: %v", doc.Problems)
			}
		})
	}
}

// What is struck out, or cannot be seen, is kept apart.
func TestFonts(t *testing.T) {
	styles := `<ss:Styles><ss:Style ss:ID="gone"><ss:Font ss:StrikeThrough="1"/></ss:Style><ss:Style ss:ID="child" ss:Parent="gone"/><ss:Style ss:ID="pale"><ss:Font ss:Color="#FFFFFF"/></ss:Style>` +
		`<ss:Style ss:ID="head"><ss:Font ss:Color="#FFFFFF"/><ss:Interior ss:Color="#003366" ss:Pattern="Solid"/></ss:Style><ss:Style ss:ID="up"><ss:Font ss:VerticalAlign="Superscript"/></ss:Style><ss:Style ss:ID="none"><ss:NumberFormat ss:Format=";;;"/></ss:Style></ss:Styles>`
	sheetOf := func(row, after string) []byte {
		return book(styles + `<ss:Worksheet ss:Name="表"><ss:Table><ss:Row>` + row + `</ss:Row></ss:Table>` + after + `</ss:Worksheet>`)
	}
	styled := func(style, text string) string { return cell(` ss:StyleID="`+style+`"`, "String", text) }
	rich := `<ss:Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><B>≥</B><S>90</S><Font html:Color="#000000">95</Font><Sup>2</Sup><Font html:Color="#FFFFFF">密</Font>%</ss:Data></ss:Cell>`
	for _, tt := range []struct {
		name string
		data []byte
		want []string
	}{
		{"a struck-out cell", sheetOf(styled("gone", "90%")+styled("child", "91%")+cell("", "String", "95%"), ""), []string{"表!C1 1×1 95%", "90%", "91%"}},
		{"white text", sheetOf(styled("pale", "密")+styled("head", "指标"), ""), []string{"表!B1 1×1 指标", "密"}},
		{"white text that a condition paints", sheetOf(styled("pale", "密"), `<x:ConditionalFormatting/>`), []string{"表!A1 1×1 密"}},
		{"rich text", sheetOf(rich, ""), []string{"表!A1 1×1 ≥95²%", "90", "密"}},
		{"a raised cell", sheetOf(styled("up", "2"), ""), []string{"表!A1 1×1 ²"}},
		{"a format that shows nothing", sheetOf(styled("none", "密")+cell("", "String", "b"), ""), []string{"表!B1 1×1 b", "密"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := sheetml.Read(t.Context(), tt.data, sheet.Options{})
			if err != nil {
				t.Fatal(err)
			}
			got := show(doc)
			for _, i := range doc.Apart {
				got = append(got, i.Text)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestProblems(t *testing.T) {
	row := `<ss:Row>` + cell("", "String", "a") + `</ss:Row>`
	whole := table(row)
	tests := []struct {
		name string
		data []byte
		opt  sheet.Options
		rule string
	}{
		{"cut short", whole[:len(whole)-60], sheet.Options{}, "extract.damaged"},
		{"no sheet", book(""), sheet.Options{}, "extract.damaged"},
		{"another sheet asked for", whole, sheet.Options{Sheet: "二"}, "extract.sheet"},
		{"a formula without a result", table(row + `<ss:Row><ss:Cell ss:Formula="=R1C1"/></ss:Row>`), sheet.Options{}, "extract.formula-uncached"},
		{"too many cells", table(row + row), sheet.Options{MaxCells: 1}, "extract.limit"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := sheetml.Read(context.Background(), tt.data, tt.opt)
			rule := ""
			var re *schema.ReadError
			switch {
			case errors.As(err, &re):
				rule = re.Rule
			case doc != nil && len(doc.Problems) > 0:
				rule = doc.Problems[0].Rule
			}
			if rule != tt.rule {
				t.Errorf("rule %q, want %q (%v)", rule, tt.rule, err)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	for _, name := range []string{"mof2015-xml.xls", "mof2021-sheet.xml"} {
		data, err := os.ReadFile("../../../testdata/formats/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add(table(`<ss:Row ss:Index="1048576" ss:Span="99999">` + cell(` ss:Index="16384" ss:MergeDown="1048576" ss:MergeAcross="99999"`, "DateTime", "9999-99-99T99:99") + `</ss:Row>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, err := sheetml.Read(context.Background(), data, sheet.Options{MaxCells: 20_000})
		if err != nil {
			return
		}
		gridtest.Check(t, doc.Grids)
	})
}
