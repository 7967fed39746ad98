package excel_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbt-cli/pbt/parser/excel"
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
