package excel_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/pbt-cli/pbt/parser/excel"
)

// small bounds what one input of a fuzzer may cost.
var small = excel.Options{MaxBytes: 4 << 20, MaxCells: 20_000}

func seedFiles(f *testing.F, patterns ...string) {
	for _, p := range patterns {
		names, err := filepath.Glob(p)
		if err != nil || len(names) == 0 {
			f.Fatalf("no seeds %s: %v", p, err)
		}
		for _, name := range names {
			data, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			if len(data) < 8<<10 { // the fuzzer is slow with large seeds
				f.Add(data)
			}
		}
	}
}

func FuzzXLSX(f *testing.F) {
	seedFiles(f, "testdata/public/*/*.xlsx", "testdata/drawn/*06*.xlsx")
	f.Fuzz(func(t *testing.T, data []byte) {
		if bytes.HasPrefix(data, []byte("\xd0\xcf")) {
			t.Skip() // the key of an encrypted one takes long by design
		}
		doc, err := excel.ReadXLSX(context.Background(), data, small)
		checkResult(t, "fuzz", doc, err)
	})
}

// FuzzParts mutates the XML that a checksum guards from FuzzXLSX.
func FuzzParts(f *testing.F) {
	const sheet = `<worksheet><sheetFormatPr defaultRowHeight="15"/><cols><col min="2" max="3" hidden="1"/></cols><sheetData><row r="2" ht="20" hidden="1"><c r="B2" s="1"><v>0.95</v></c>` +
		`<c r="C2" t="s"><v>0</v></c><c t="str"><f t="shared" si="0">100%</f><v>1</v></c><c t="inlineStr"><is><r><t>a&amp;b</t></r></is></c></row></sheetData><mergeCells><mergeCell ref="B2:B5"/></mergeCells></worksheet>`
	f.Add([]byte(sheet), []byte(`<sst><si><r><t>甲_x000A_</t></r><rPh><t>x</t></rPh></si></sst>`), []byte(stylesOf("0.00%", "yyyy-mm-dd")))
	f.Add([]byte("\xff\xfe<\x00a\x00/\x00>\x00"), []byte(`<!DOCTYPE a [<!ENTITY b "c">]><sst><si>&b;</si></sst>`), []byte(`<styleSheet><cellXfs/>`))
	f.Fuzz(func(t *testing.T, sheet, strings, styles []byte) {
		data := workbook(t, "", map[string]string{"xl/worksheets/sheet1.xml": string(sheet), "xl/sharedStrings.xml": string(strings), "xl/styles.xml": string(styles)})
		doc, err := excel.ReadXLSX(context.Background(), data, small)
		checkResult(t, "fuzz", doc, err)
	})
}

func FuzzXLS(f *testing.F) {
	seedFiles(f, "testdata/public/*/*.xls", "testdata/drawn/*.xls")
	f.Fuzz(func(t *testing.T, data []byte) {
		if bytes.HasPrefix(data, []byte("PK")) {
			t.Skip()
		}
		doc, err := excel.ReadXLS(context.Background(), data, small)
		checkResult(t, "fuzz", doc, err)
	})
}

// FuzzBIFF mutates the stream without its container.
func FuzzBIFF(f *testing.F) {
	f.Add(workbookXLS(func(b *biff) {
		b.rec(0xE0, 0, 14, make([]byte, 16))
		b.rec(0xFC, uint32(1), uint32(1), 4, byte(0), "AB")
		b.rec(0x3C, byte(1), wide("预算"))
	}, func(b *biff) {
		b.rec(0xFD, 0, 0, 0, uint32(0))
		b.rec(0xBD, 2, 0, 0, uint32(5<<2|2), 1, uint32(0x3FF00000), 1)
		b.rec(0x06, 4, 0, 0, []byte{0, 0, 0, 0, 0, 0, 0xFF, 0xFF}, 0, uint32(0), 5, []byte{0x01, 4, 0, 0, 0})
		b.rec(0x4BC, 4, 4, byte(0), byte(0), 0, 4, []byte{0x1E, 100, 0, 0x14})
		b.rec(0x207, 1, byte(0), "a")
		b.rec(0xE5, 1, 3, 4, 5, 6)
	}))
	f.Fuzz(func(t *testing.T, data []byte) {
		if bytes.HasPrefix(data, []byte("PK")) {
			t.Skip()
		}
		doc, err := excel.ReadXLS(context.Background(), data, small)
		checkResult(t, "fuzz", doc, err)
	})
}
