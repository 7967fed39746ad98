package excel_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbt-cli/pbt/parser/excel"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/gridtest"
)

// told gives the text of A1 and of the ink that is kept apart.
func told(t *testing.T, data []byte) []string {
	t.Helper()
	doc, err := excel.ReadXLSX(t.Context(), data, excel.Options{})
	if err != nil {
		t.Fatal(err)
	}
	out := []string{texts(doc)["表!A1"]}
	for _, i := range doc.Apart {
		out = append(out, i.Place.Cell+" "+i.Why.EN+": "+i.Text)
	}
	return out
}

func TestFontsThatChangeTheText(t *testing.T) {
	styles := `<styleSheet><fonts count="4"><font/><font><strike/></font><font><name val="Wingdings 2"/></font><font><strike val="0"/><vertAlign val="superscript"/></font></fonts>` +
		`<cellXfs><xf numFmtId="0" fontId="0"/><xf numFmtId="0" fontId="1"/><xf numFmtId="0" fontId="2"/><xf numFmtId="0" fontId="3"/></cellXfs></styleSheet>`
	run := func(props, text string) string { return "<r><rPr>" + props + "</rPr><t>" + text + "</t></r>" }
	for _, tt := range []struct {
		name, cell string
		want       []string
	}{
		{"a correction in one cell", `<c r="A1" t="inlineStr"><is>` + run("<strike/>", "100份") + run("", "112份") + `</is></c>`, []string{"112份", "A1 struck out: 100份"}},
		{"a struck-out cell", `<c r="A1" t="inlineStr" s="1"><is><t>≥1520户</t></is></c>`, []string{"", "A1 struck out: ≥1520户"}},
		{"runs have fonts of their own", `<c r="A1" t="inlineStr" s="1"><is>` + run("<b/>", "≥5") + `</is></c>`, []string{"≥5"}},
		{"a power", `<c r="A1" t="inlineStr"><is><r><t>3.8×10</t></r>` + run(`<vertAlign val="superscript"/>`, "4") + run("", "台") + `</is></c>`, []string{"3.8×10⁴台"}},
		{"a lowered digit", `<c r="A1" t="inlineStr"><is><r><t>CO</t></r>` + run(`<vertAlign val="subscript"/>`, "2") + `</is></c>`, []string{"CO₂"}},
		{"signs of Symbol", `<c r="A1" t="inlineStr"><is>` + run(`<rFont val="Symbol"/>`, "³") + run("", "98%") + `</is></c>`, []string{"≥98%"}},
		{"boxes of a cell in Wingdings 2", `<c r="A1" t="inlineStr" s="2"><is><t>R</t></is></c>`, []string{"☑"}},
		{"a font that raises a cell", `<c r="A1" t="inlineStr" s="3"><is><t>2</t></is></c>`, []string{"²"}},
		{"a picture in a cell", `<c r="A1" t="str"><f>_xlfn.DISPIMG("ID_61",1)</f><v>=DISPIMG("ID_61",1)</v></c>`, []string{"", "A1 a picture in a cell: DISPIMG"}},
		{"a unit behind a typed number", `<c r="A1"><f>0起</f></c>`, []string{"=0起"}},
		{"a name in a formula is no unit", `<c r="A1"><f>2*合计</f><v>8</v></c>`, []string{"8"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			data := workbook(t, `<sheetData><row r="1">`+tt.cell+`<c r="B1"><v>1</v></c></row></sheetData>`, map[string]string{"xl/styles.xml": styles})
			if diff := cmp.Diff(tt.want, told(t, data)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Text in the colour of what is behind it, or too small to be seen, or under a format
// that shows nothing, is kept apart; a conditional format or the style of a table may
// paint the cell in another colour.
func TestTextThatIsNotSeen(t *testing.T) {
	styles := `<styleSheet><fonts count="5"><font/><font><color rgb="FFFFFFFF"/></font><font><color theme="0"/></font><font><color theme="4" tint="0.5"/></font><font><sz val="1"/></font></fonts>` +
		`<fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="solid"><fgColor theme="4" tint="0.5"/><bgColor indexed="64"/></patternFill></fill><fill><patternFill patternType="solid"><fgColor indexed="9"/></patternFill></fill><fill><gradientFill/></fill></fills>` +
		`<numFmts><numFmt numFmtId="170" formatCode=";;;"/><numFmt numFmtId="171" formatCode="0;-0;;@"/></numFmts>` +
		`<cellXfs><xf fontId="0" fillId="0"/><xf fontId="1" fillId="0"/><xf fontId="1" fillId="1"/><xf fontId="2" fillId="2"/><xf fontId="3" fillId="1"/><xf fontId="1" fillId="3"/><xf fontId="4"/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs></styleSheet>`
	text := func(style, text string) string {
		return `<c r="A1" t="inlineStr" s="` + style + `"><is><t>` + text + `</t></is></c>`
	}
	white := "text in the colour of what it stands on"
	for _, tt := range []struct {
		name, cell, after string
		want              []string
	}{
		{"white on paper", text("1", "≥95%"), "", []string{"", "A1 " + white + ": ≥95%"}},
		{"white on blue", text("2", "≥95%"), "", []string{"≥95%"}},
		{"white of the theme on white of the palette", text("3", "≥95%"), "", []string{"", "A1 " + white + ": ≥95%"}},
		{"a tint on itself", text("4", "≥95%"), "", []string{"", "A1 " + white + ": ≥95%"}},
		{"white on a gradient", text("5", "≥95%"), "", []string{"≥95%"}},
		{"a white run in a black cell", `<c r="A1" t="inlineStr"><is><r><t>≥95</t></r><r><rPr><color rgb="FFFEFEFE"/></rPr><t>（内部）</t></r><r><rPr><b/></rPr><t>%</t></r></is></c>`, "", []string{"≥95%", "A1 " + white + ": （内部）"}},
		{"a run without a font in a white cell", `<c r="A1" t="inlineStr" s="1"><is><r><t>稿</t></r><r><rPr><color rgb="FF000000"/></rPr><t>5</t></r></is></c>`, "", []string{"5", "A1 " + white + ": 稿"}},
		{"a conditional format paints it", text("1", "≥95%"), `<conditionalFormatting sqref="C9 A1:A5"><cfRule/></conditionalFormatting>`, []string{"≥95%"}},
		{"a conditional format paints another", text("1", "≥95%"), `<conditionalFormatting sqref="B1:C9"><cfRule/></conditionalFormatting>`, []string{"", "A1 " + white + ": ≥95%"}},
		{"one point", text("6", "≥95%"), "", []string{"", "A1 text that is too small to be seen: ≥95%"}},
		{"a format that shows nothing", text("7", "≥95%"), "", []string{"", "A1 hidden text: ≥95%"}},
		{"a number under it", `<c r="A1" s="7"><v>95</v></c>`, "", []string{"", "A1 hidden text: 95"}},
		{"a format without zeros", `<c r="A1" s="8"><v>0</v></c>`, "", []string{""}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			data := workbook(t, `<sheetData><row r="1">`+tt.cell+`<c r="B1"><v>1</v></c></row></sheetData>`+tt.after, map[string]string{"xl/styles.xml": styles})
			if diff := cmp.Diff(tt.want, told(t, data)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestTableStyles: the style of a table paints its range.
func TestTableStyles(t *testing.T) {
	styles := `<styleSheet><fonts count="1"><font><color rgb="FFFFFFFF"/></font></fonts><cellXfs><xf fontId="0"/></cellXfs></styleSheet>`
	data := workbook(t, `<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>指标</t></is></c></row><row r="5"><c r="A5" t="inlineStr"><is><t>藏</t></is></c></row></sheetData><tableParts><tablePart r:id="t"/></tableParts>`, map[string]string{
		"xl/styles.xml":                       styles,
		"xl/worksheets/_rels/sheet1.xml.rels": `<Relationships><Relationship Id="t" Type="x/table" Target="../tables/table1.xml"/></Relationships>`,
		"xl/tables/table1.xml":                `<?xml version="1.0"?><table ref="A1:C3"/>`,
	})
	if diff := cmp.Diff([]string{"指标", "A5 text in the colour of what it stands on: 藏"}, told(t, data)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestBIFFFonts is the same in an .xls: runs, and the font of a cell style. There
// is no font of the number 4.
func TestBIFFFonts(t *testing.T) {
	globals := func(b *biff) {
		font := func(flags, script int, name string) {
			b.rec(0x31, 200, flags, 8, 400, script, byte(0), byte(0), byte(0), byte(0), byte(len(name)), byte(0), name)
		}
		font(0, 0, "Arial")
		font(8, 0, "Arial")     // 1: struck out
		font(0, 1, "Arial")     // 2: raised
		font(0, 0, "Symbol")    // 3
		font(0, 0, "Wingdings") // 5
		b.rec(0xE0, 0, 0, make([]byte, 16))
		b.rec(0xE0, 1, 0, make([]byte, 16))
		b.rec(0xE0, 5, 0, make([]byte, 16))
		b.rec(0xFC, uint32(3), uint32(3),
			4, byte(8), 2, "9596", 0, 1, 2, 0,
			3, byte(8), 1, "102", 2, 2,
			2, byte(8), 1, []byte{0xB3, '5'}, 0, 3)
	}
	sheet := func(b *biff) {
		for i := range 3 {
			b.rec(0xFD, 0, i, 0, uint32(i))
		}
		b.rec(0x204, 1, 0, 1, 2, byte(1), wide("甲乙"))
		b.rec(0x204, 1, 1, 2, 1, byte(0), []byte{0xFE})
	}
	doc := readXLS(t, workbookXLS(globals, sheet))
	want := map[string]string{"表!A1": "96", "表!B1": "10²", "表!C1": "≥5", "表!B2": "☑"}
	if diff := cmp.Diff(want, texts(doc)); diff != "" {
		t.Errorf("cells (-want +got):\n%s", diff)
	}
	if len(doc.Apart) != 2 || doc.Apart[0].Text != "95" || doc.Apart[1].Text != "甲乙" {
		t.Errorf("apart: %+v", doc.Apart)
	}
}

// TestBIFFColours: white text on paper, on blue, under a conditional format, and
// where the palette has no white.
func TestBIFFColours(t *testing.T) {
	globals := func(palette bool) func(b *biff) {
		return func(b *biff) {
			font := func(height, color int) {
				b.rec(0x31, height, 0, color, 400, 0, byte(0), byte(0), byte(0), byte(0), byte(5), byte(0), "Arial")
			}
			font(200, 0x7FFF)
			font(200, 9)
			font(20, 8)
			xf := func(font, pattern, fore int) {
				b.rec(0xE0, font, 0, make([]byte, 10), uint32(pattern)<<26, fore, 0)
			}
			xf(0, 0, 64)
			xf(1, 0, 64)
			xf(1, 1, 12)
			xf(2, 0, 64)
			if palette {
				b.rec(0x92, 2, uint32(0), uint32(0x102030))
			}
		}
	}
	for _, tt := range []struct {
		name               string
		palette, condition bool
		want               map[string]string
		apart              int
	}{
		{"plain", false, false, map[string]string{"表!A1": "甲", "表!C1": "丙"}, 2},
		{"painted", false, true, map[string]string{"表!A1": "甲", "表!B1": "乙", "表!C1": "丙"}, 1},
		{"another palette", true, false, map[string]string{"表!A1": "甲", "表!B1": "乙", "表!C1": "丙"}, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc := readXLS(t, workbookXLS(globals(tt.palette), func(b *biff) {
				for i, s := range []string{"甲", "乙", "丙", "丁"} {
					b.rec(0x204, 0, i, i, 1, byte(1), wide(s))
				}
				if tt.condition {
					b.rec(0x1B0, 1)
				}
			}))
			if diff := cmp.Diff(tt.want, texts(doc)); diff != "" || len(doc.Apart) != tt.apart {
				t.Errorf("%d apart, cells (-want +got):\n%s", len(doc.Apart), diff)
			}
		})
	}
}

// TestPageHeaders: the header of the page is a row above the sheet's in every format.
func TestPageHeaders(t *testing.T) {
	const code = "&C2024年绩效目标表"
	xlsx := workbook(t, `<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>甲</t></is></c></row></sheetData><headerFooter differentFirst="1"><oddHeader>&amp;C第&amp;P页</oddHeader><firstHeader>`+strings.ReplaceAll(code, "&", "&amp;")+`</firstHeader></headerFooter>`, nil)
	doc, err := excel.ReadXLSX(t.Context(), xlsx, excel.Options{})
	if err != nil {
		t.Fatal(err)
	}
	binary, err := excel.ReadXLSB(t.Context(), xlsb(t, rec(0, 0), rec(6, 0, 0, "甲"), rec(479, uint16(0), code, -1, -1, -1, -1, "&C&P")), excel.Options{})
	if err != nil {
		t.Fatal(err)
	}
	old := readXLS(t, workbookXLS(nil, func(b *biff) {
		n := len([]rune(code))
		b.rec(0x14, n, byte(1), wide(code))
		b.rec(0x204, 0, 0, 0, 1, byte(1), wide("甲"))
	}))
	for name, d := range map[string]*grid.Document{"xlsx": doc, "xlsb": binary, "xls": old} {
		if got := gridtest.Show(d.Grids[:1])[1:]; !cmp.Equal(got, []string{"0,0 1×1 2024年绩效目标表", "1,0 1×1 甲"}) {
			t.Errorf("%s: %v", name, got)
		}
	}
}
