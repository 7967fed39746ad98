package parser_test

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/pbt-cli/pbt/parser"
	"github.com/pbt-cli/pbt/parser/form"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/draw"
	"github.com/pbt-cli/pbt/schema"
)

// drawings is how many forms of each family the tests draw; PBT_DRAWINGS raises
// it for a longer run.
func drawings() uint64 {
	if n, err := strconv.ParseUint(os.Getenv("PBT_DRAWINGS"), 10, 32); err == nil {
		return n
	}
	return 3
}

// sameReading compares what was drawn with what was read. Repairs and places
// are the reader's own.
var sameReading = cmp.Options{
	cmpopts.IgnoreFields(schema.Declaration{}, "Repairs", "Trace"),
	cmpopts.EquateEmpty(),
}

// Forms of every family, drawn with words of their own, are read back whole
// from every medium.
func TestDrawnForms(t *testing.T) {
	media := map[string]func(t *testing.T, grids []*grid.Grid, seed uint64) []*schema.Declaration{
		"grid": func(_ *testing.T, grids []*grid.Grid, _ uint64) []*schema.Declaration {
			return declarations(&grid.Document{Grids: grids})
		},
		"xlsx": func(t *testing.T, grids []*grid.Grid, seed uint64) []*schema.Declaration {
			data, err := draw.Workbook(int(seed%4), int(seed%3), grids...)
			if err != nil {
				t.Fatal(err)
			}
			return read(t, "drawn.xlsx", data)
		},
		"docx": func(t *testing.T, grids []*grid.Grid, _ uint64) []*schema.Declaration {
			data, err := draw.Word(grids...)
			if err != nil {
				t.Fatal(err)
			}
			return read(t, "drawn.docx", data)
		},
		"html": func(t *testing.T, grids []*grid.Grid, _ uint64) []*schema.Declaration {
			return read(t, "drawn.html", draw.HTML(grids...))
		},
		"markdown": func(t *testing.T, grids []*grid.Grid, _ uint64) []*schema.Declaration {
			return read(t, "drawn.md", draw.Markdown(grids...))
		},
		"tsv": func(t *testing.T, grids []*grid.Grid, _ uint64) []*schema.Declaration {
			return read(t, "drawn.tsv", draw.TSV(grids...))
		},
	}
	for _, family := range draw.Families {
		for medium, readBack := range media {
			t.Run(family+"/"+medium, func(t *testing.T) {
				t.Parallel()
				for seed := range drawings() {
					forms := draw.New(family, seed)
					var grids []*grid.Grid
					var want []*schema.Declaration
					for _, f := range forms {
						grids = append(grids, f.Grids...)
						want = append(want, f.Want)
					}
					if diff := cmp.Diff(want, readBack(t, grids, seed), sameReading); diff != "" {
						t.Fatalf("seed %d (-drawn +read):\n%s", seed, diff)
					}
				}
			})
		}
	}
}

// Several forms in one document stay apart and in order.
func TestSeveralDrawnForms(t *testing.T) {
	for seed := range drawings() {
		var grids []*grid.Grid
		var want []*schema.Declaration
		for i, family := range draw.Families {
			for _, f := range draw.New(family, seed*100+uint64(i)) {
				grids = append(grids, f.Grids...)
				want = append(want, f.Want)
			}
		}
		data, err := draw.Workbook(1, 0, grids...)
		if err != nil {
			t.Fatal(err)
		}
		for name, data := range map[string][]byte{"all.xlsx": data, "all.html": draw.HTML(grids...)} {
			if diff := cmp.Diff(want, read(t, name, data), sameReading); diff != "" {
				t.Fatalf("%s, seed %d (-drawn +read):\n%s", name, seed, diff)
			}
		}
	}
}

// readAny reads a document of which nothing is said beforehand.
func readAny(name string, data []byte) []*schema.Declaration {
	return parser.Read(context.Background(), parser.Source{Name: name, Data: data}, parser.Options{}).Documents[0].Declarations
}

func read(t *testing.T, name string, data []byte) []*schema.Declaration {
	t.Helper()
	doc := parser.Read(context.Background(), parser.Source{Name: name, Data: data}, parser.Options{}).Documents[0]
	for _, p := range doc.Problems {
		if p.Severity != schema.SeverityInfo {
			t.Errorf("%s: %s", name, fmt.Sprintf("%s: %s", p.Rule, p.Message))
		}
	}
	return doc.Declarations
}

// declarations are what the grids of a document hold.
func declarations(doc *grid.Document) []*schema.Declaration {
	got, err := form.Read(context.Background(), doc, form.Options{})
	if err != nil {
		panic(err)
	}
	return got.Declarations
}
