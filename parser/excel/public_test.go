package excel_test

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pbt-cli/pbt/parser/excel"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

// TestPublicFails names the files that cannot be read, with the cause.
func TestPublicFails(t *testing.T) {
	for name, rule := range map[string]string{
		"calamine/issue_666_panic.xlsb": "extract.unsupported",
		"poi/60284.xls":                 "extract.encrypted",
		"poi/35897-type4.xls":           "extract.encrypted",
		"poi/extenxls_pwd123.xlsx":      "extract.encrypted",
		"excelize/encryptSHA512.xlsx":   "extract.encrypted",
		"poi/poc-xmlbomb.xlsx":          "extract.damaged",
		"poi/54764-2.xlsx":              "extract.damaged",
		"exceljs/invalid-xml.xlsx":      "extract.damaged",
		"exceljs/missing-bits.xlsx":     "extract.unsupported",
		"poi/clusterfuzz-testcase-minimized-POIHSSFFuzzer-5786329142919168.xls":   "extract.damaged",
		"poi/clusterfuzz-testcase-minimized-XLSX2CSVFuzzer-5542865479270400.xlsx": "extract.damaged",
		"poi/clusterfuzz-testcase-minimized-POIFuzzer-5040805309710336.xlsx":      "extract.unsupported",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := read(t, "testdata/public/"+name, excel.Options{})
			var re *schema.ReadError
			if !errors.As(err, &re) {
				t.Fatalf("error %v, want a ReadError", err)
			}
			if re.Rule != rule {
				t.Errorf("rule %s, want %s: %v", re.Rule, rule, re)
			}
			for _, s := range []string{re.Text.ZH, re.Text.EN, re.Hint.ZH, re.Hint.EN} {
				if s == "" {
					t.Errorf("message without a part: %+v", re)
				}
			}
		})
	}
}

// TestPublicCells looks for what the spreadsheet programs show in these files.
func TestPublicCells(t *testing.T) {
	tests := []struct {
		name, password string
		cells          map[string]string
	}{
		{"calamine/date.xls", "", map[string]string{"Sheet1!A1": "2021-01-01", "Sheet1!A3": "255:10:10", "Sheet1!B2": "16"}},
		{"calamine/date_1904.xls", "", map[string]string{"Sheet1!A1": "2021-01-01", "Sheet1!A2": "2021-01-02"}},
		{"calamine/date.xlsx", "", map[string]string{"Sheet1!A1": "2021-01-01", "Sheet1!A3": "255:10:10"}},
		{"calamine/biff5_write.xls", "", map[string]string{"SheetJS!D2": "sheetjs", "SheetJS!C3": "2014/2/19", "SheetJS!A2": "TRUE"}},
		{"calamine/merge_cells.xls", "", map[string]string{"Sheet1!A1": "Row Merge", "Sheet1!B2": "Chunk Merged", "Sheet1!A2": "Column Merge"}},
		{"calamine/nonstandard-xml-ns-prefix.xlsx", "", nil},
		{"calamine/issue252.xlsx", "", nil},
		{"poi/SampleSS.strict.xlsx", "", nil},
		{"poi/TwoSheetsOneHidden.xls", "", map[string]string{"Sheet1!A1": "Sheet1A1"}},
		{"poi/DateFormats.xls", "", map[string]string{"Sheet1!B1": "2007-08-10"}},
		{"poi/protect.xlsx", "", nil},
		{"exceljs/google-sheets.xlsx", "", nil},
		{"exceljs/dateIssue.xlsx", "", map[string]string{"Sheet1!A2": "2020-11-20"}},
		{"exceljs/gold.xlsx", "", map[string]string{"Values!B4": "2016/5/17"}},
		{"easyexcel/simple.xls", "", nil},
		{"easyexcel/dataformat.xlsx", "", map[string]string{"Sheet1!A5": "二〇二〇年一月一日", "Sheet1!E3": "111.11%", "Sheet1!E4": "￥1.11", "Sheet1!A28": "2020年1月1日 1:01:01"}},
		{"poi/password.xls", "password", nil},
		{"poi/35897-type4.xls", "freedom", map[string]string{"Sheet1!A1": "hello there!"}},
		{"excelize/encryptSHA1.xlsx", "password", nil},
		{"excelize/encryptSHA512.xlsx", "password", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := read(t, "testdata/public/"+tt.name, excel.Options{Password: tt.password})
			if err != nil {
				t.Fatal(err)
			}
			got := texts(doc)
			if len(got) == 0 {
				t.Fatal("no cells")
			}
			for place, want := range tt.cells {
				if got[place] != want {
					t.Errorf("%s is %q, want %q", place, got[place], want)
				}
			}
		})
	}
}

// texts gives the cells of a document by their places.
func texts(doc *grid.Document) map[string]string {
	out := map[string]string{}
	for _, g := range doc.Grids {
		for _, c := range g.Cells {
			out[c.Place().String()] = c.Text
		}
	}
	return out
}

// TestPublicAll reads every file of the selection: grids that keep the promises
// of their type, or a ReadError, and soon.
func TestPublicAll(t *testing.T) {
	n := 0
	err := filepath.WalkDir("testdata/public", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		n++
		start := time.Now()
		doc, err := read(t, name, excel.Options{})
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s took %v", name, took)
		}
		checkResult(t, name, doc, err)
		return nil
	})
	if err != nil || n < 40 {
		t.Fatalf("%d files read: %v", n, err)
	}
}

// checkResult holds a reading against what the types promise.
func checkResult(t testing.TB, name string, doc *grid.Document, err error) {
	t.Helper()
	if err != nil {
		var re *schema.ReadError
		if !errors.As(err, &re) || !strings.HasPrefix(re.Rule, "extract.") || re.Hint.ZH == "" || re.Text.EN == "" {
			t.Errorf("%s: error %#v is no whole ReadError", name, err)
		}
		return
	}
	for _, g := range doc.Grids {
		checkGrid(t, name, g)
	}
}

func checkGrid(t testing.TB, name string, g *grid.Grid) {
	t.Helper()
	if len(g.Cells) == 0 || g.RowHeights != nil && len(g.RowHeights) != g.Rows {
		t.Errorf("%s: sheet %s has %d cells and %d heights of %d rows", name, g.Name, len(g.Cells), len(g.RowHeights), g.Rows)
	}
	seen := make(map[[2]int]bool)
	last := [2]int{-1, -1}
	for _, c := range g.Cells {
		if c.Row < last[0] || c.Row == last[0] && c.Col <= last[1] {
			t.Fatalf("%s: %v is out of order", name, c.Place())
		}
		last = [2]int{c.Row, c.Col}
		if c.RowSpan < 1 || c.ColSpan < 1 || c.Row+c.RowSpan > g.Rows || c.Col+c.ColSpan > g.Cols {
			t.Fatalf("%s: %v lies outside %d × %d: %+v", name, c.Place(), g.Rows, g.Cols, c)
		}
		if c.Text == "" && c.RowSpan == 1 && c.ColSpan == 1 {
			t.Errorf("%s: %v is kept though it is empty", name, c.Place())
		}
		if c.RowSpan*c.ColSpan > 1<<12 {
			continue
		}
		for r := range c.RowSpan {
			for k := range c.ColSpan {
				if at := [2]int{c.Row + r, c.Col + k}; seen[at] {
					t.Fatalf("%s: %v overlaps another cell", name, c.Place())
				} else {
					seen[at] = true
				}
			}
		}
	}
}
