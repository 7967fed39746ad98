package pdf

import (
	"context"
	"os"
	"testing"

	"github.com/pbt-cli/pbt/parser/page"
	"github.com/pbt-cli/pbt/parser/pdf/internal/content"
	"github.com/pbt-cli/pbt/parser/pdf/internal/object"
)

// benchFiles are a form of two pages, as three programs print it.
var benchFiles = []string{"lo_calc_xlsx.pdf", "chromium_wqy.pdf", "hand_gbk_euc_h.pdf"}

func benchEach(b *testing.B, run func(b *testing.B, data []byte)) {
	for _, name := range benchFiles {
		data, err := os.ReadFile("testdata/" + name)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(data)))
			run(b, data)
		})
	}
}

func benchOpen(b *testing.B, data []byte) *object.File {
	b.Helper()
	f, err := object.Open(context.Background(), data, "", object.Limits{
		StreamBytes: defaultStreamBytes, TotalBytes: defaultTotalBytes, Objects: defaultObjects, Pages: defaultPages,
	})
	if err != nil {
		b.Fatal(err)
	}
	return f
}

func benchRun(b *testing.B, f *object.File) []page.Page {
	b.Helper()
	in := content.New(f, content.Limits{Operators: defaultOperators, Glyphs: defaultGlyphs, Areas: defaultAreas})
	pages := make([]page.Page, len(f.Pages()))
	for i, p := range f.Pages() {
		if err := in.Run(context.Background(), p, i+1, &pages[i]); err != nil {
			b.Fatal(err)
		}
	}
	return pages
}

// BenchmarkObjects opens the file and walks its page tree.
func BenchmarkObjects(b *testing.B) {
	benchEach(b, func(b *testing.B, data []byte) {
		for b.Loop() {
			benchOpen(b, data)
		}
	})
}

// BenchmarkContent decodes and runs the content streams, fonts included.
func BenchmarkContent(b *testing.B) {
	benchEach(b, func(b *testing.B, data []byte) {
		for b.Loop() {
			b.StopTimer()
			f := benchOpen(b, data)
			b.StartTimer()
			benchRun(b, f)
		}
	})
}

// BenchmarkTables finds and joins the tables of what the pages show.
func BenchmarkTables(b *testing.B) {
	benchEach(b, func(b *testing.B, data []byte) {
		pages := benchRun(b, benchOpen(b, data))
		for b.Loop() {
			var tables page.Builder
			for i := range pages {
				tables.Add(&pages[i])
			}
			tables.Tables()
		}
	})
}

// BenchmarkRead is the whole way from bytes to grids.
func BenchmarkRead(b *testing.B) {
	benchEach(b, func(b *testing.B, data []byte) {
		for b.Loop() {
			if _, err := Read(context.Background(), data, Options{}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
