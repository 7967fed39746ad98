package sheet

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// A link's formula keeps its texts inside their quotes, and a place too long for
// a formula is printed as text.
func TestLinks(t *testing.T) {
	var s styleIDs
	for _, c := range []struct {
		link    Link
		formula string
	}{
		{Link{Target: "a.pdf", Text: "1:2"}, `HYPERLINK("a.pdf","1:2")`},
		{Link{Target: `a",cmd(),".pdf`, Text: "=1"}, `HYPERLINK("a"",cmd(),"".pdf","=1")`},
		{Link{Target: strings.Repeat("长", 255), Text: "x"}, `HYPERLINK("` + strings.Repeat("长", 255) + `","x")`},
		{Link{Target: strings.Repeat("长", 256), Text: "x"}, ""},
	} {
		got, ok := s.cell(c.link, 0).(excelize.Cell)
		if !ok || got.Formula != c.formula || got.Value != c.link.Text {
			t.Errorf("%+v: %+v, want the formula %s", c.link, got, c.formula)
		}
	}
}

// The same tables give the same bytes, with the list of types in front, and numbers
// that a spreadsheet sums.
func TestWriteTables(t *testing.T) {
	tables := make([]Table, 5)
	for i := range tables {
		tables[i] = Table{Name: string(rune('甲' + i)), Columns: []Column{{"名称", 20}, {"分值", 8}}, Rows: [][]any{{"=1+1", Figure("12.5")}, {"-", Figure("7")}, {"长文", Doubted{Figure("3"), "看不清"}}}}
	}
	var first bytes.Buffer
	if err := WriteTables(&first, tables...); err != nil {
		t.Fatal(err)
	}
	for range 8 { // the library puts five sheets into one of 120 orders
		var again bytes.Buffer
		if err := WriteTables(&again, tables...); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first.Bytes(), again.Bytes()) {
			t.Fatal("two workbooks of the same tables differ")
		}
	}
	z, err := zip.NewReader(bytes.NewReader(first.Bytes()), int64(first.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if got := z.File[0].Name; got != "[Content_Types].xml" {
		t.Errorf("the first part is %s", got)
	}
	f, err := excelize.OpenReader(bytes.NewReader(first.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	sheet := tables[2].Name
	if err := f.SetCellFormula(sheet, "D1", "SUM(B2:B4)"); err != nil {
		t.Fatal(err)
	}
	if got, err := f.CalcCellValue(sheet, "D1"); err != nil || got != "22.5" {
		t.Errorf("the sum is %q, %v", got, err)
	}
	if formula, err := f.GetCellFormula(sheet, "A2"); err != nil || formula != "" {
		t.Errorf("a text became the formula %q, %v", formula, err)
	}
	if got, _ := f.GetCellValue(sheet, "A2"); got != "=1+1" {
		t.Errorf("the text is %q", got)
	}
}
