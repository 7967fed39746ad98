package excel_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/parser/excel"
)

// formOf makes a form of n rows and eight columns, with labels merged down.
func formOf(n int) string {
	var b, merges strings.Builder
	b.WriteString(`<sheetData>`)
	for r := range n {
		fmt.Fprintf(&b, `<row r="%d" ht="18">`, r+1)
		for c, col := range []string{"A", "B", "C", "D", "E", "F"} {
			fmt.Fprintf(&b, `<c r="%s%d" s="1" t="inlineStr"><is><t>指标%d：政府采购规范性 %d</t></is></c>`, col, r+1, r, c)
		}
		fmt.Fprintf(&b, `<c r="G%d" s="1"><v>0.95</v></c><c r="H%d" s="2"><v>6287000</v></c></row>`, r+1, r+1)
		if r%10 == 0 {
			fmt.Fprintf(&merges, `<mergeCell ref="A%d:A%d"/>`, r+1, r+10)
		}
	}
	return b.String() + `</sheetData><mergeCells>` + merges.String() + `</mergeCells>`
}

// BenchmarkXLSX reads a form of 100 rows.
func BenchmarkXLSX(b *testing.B) {
	data := workbook(b, formOf(100), map[string]string{"xl/styles.xml": stylesOf("0.00%", "#,##0")})
	b.ReportAllocs()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := excel.ReadXLSX(context.Background(), data, excel.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkXLSXLarge reads 20 000 rows of the same.
func BenchmarkXLSXLarge(b *testing.B) {
	data := workbook(b, formOf(20_000), map[string]string{"xl/styles.xml": stylesOf("0.00%", "#,##0")})
	b.ReportAllocs()
	for b.Loop() {
		if _, err := excel.ReadXLSX(context.Background(), data, excel.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkXLS(b *testing.B) {
	data, err := os.ReadFile("testdata/drawn/widelist-09-xls.xls")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := excel.ReadXLS(context.Background(), data, excel.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
