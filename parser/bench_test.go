package parser_test

import (
	"context"
	"os"
	"testing"

	"github.com/pbt-cli/pbt/parser"
	"github.com/pbt-cli/pbt/parser/form"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/draw"
)

// BenchmarkReadWorkbook reads the four real forms (93 indicators) from a clean
// workbook, from bytes to typed declarations.
func BenchmarkReadWorkbook(b *testing.B) { benchmarkRead(b, "sh-2020-four-forms.xlsx") }

// BenchmarkReadText reads the same forms from the text that OCR left.
func BenchmarkReadText(b *testing.B) { benchmarkRead(b, "sh-2020-four-forms.txt") }

func benchmarkRead(b *testing.B, name string) {
	data, err := os.ReadFile(formsDir + "/" + name)
	if err != nil {
		b.Fatal(err)
	}
	form.Embedded()
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		doc := parser.Read(context.Background(), parser.Source{Name: name, Data: data}, parser.Options{}).Documents[0]
		if len(doc.Declarations) != 4 {
			b.Fatal("not four forms")
		}
	}
}

// BenchmarkMatch turns the grids of one form of each family into declarations.
func BenchmarkMatch(b *testing.B) {
	for _, family := range draw.Families {
		b.Run(family, func(b *testing.B) {
			var grids []*grid.Grid
			for _, f := range draw.New(family, 7) {
				grids = append(grids, f.Grids...)
			}
			b.ReportAllocs()
			for b.Loop() {
				declarations(&grid.Document{Grids: grids})
			}
		})
	}
}

// BenchmarkProfiles loads the embedded profiles: part of every start.
func BenchmarkProfiles(b *testing.B) {
	data := []byte("id: mine\nlevels: [{name: 产出指标}]\n")
	for b.Loop() {
		if _, err := form.Load("mine.yaml", data); err != nil {
			b.Fatal(err)
		}
	}
}
