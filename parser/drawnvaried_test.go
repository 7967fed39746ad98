package parser_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/draw"
	"github.com/pbt-cli/pbt/schema"
)

// Forms of no family, with columns, labels and notes of an office's own, budget
// tables around them, and much left out: one declaration each, its rows right,
// and nothing printed is lost.
func TestVariedForms(t *testing.T) {
	media := map[string]func(t *testing.T, grids []*grid.Grid) []*schema.Declaration{
		"grid": func(_ *testing.T, grids []*grid.Grid) []*schema.Declaration {
			return declarations(&grid.Document{Grids: grids})
		},
		"xlsx": func(t *testing.T, grids []*grid.Grid) []*schema.Declaration {
			data, err := draw.Workbook(2, 1, grids...)
			if err != nil {
				t.Fatal(err)
			}
			return readAny("varied.xlsx", data)
		},
		"docx": func(t *testing.T, grids []*grid.Grid) []*schema.Declaration {
			data, err := draw.Word(grids...)
			if err != nil {
				t.Fatal(err)
			}
			return readAny("varied.docx", data)
		},
	}
	for medium, readBack := range media {
		t.Run(medium, func(t *testing.T) {
			t.Parallel()
			for seed := range 20 * drawings() {
				v := draw.Vary(seed)
				got := readBack(t, v.Grids)
				if len(got) != 1 {
					t.Fatalf("seed %d: %d declarations, want 1\n%s", seed, len(got), draw.TSV(v.Grids...))
				}
				if diff := diffVaried(v, got[0]); diff != "" {
					t.Fatalf("seed %d (-drawn +read):\n%s\n%s", seed, diff, draw.TSV(v.Grids...))
				}
			}
		})
	}
}

// Several forms on one sheet, with budget tables between them, stay apart.
func TestVariedFormsOnOneSheet(t *testing.T) {
	for seed := range 20 * drawings() {
		a, b := draw.Vary(2*seed), draw.Vary(2*seed+1)
		one := draw.Stack(append(slices.Clone(a.Grids), b.Grids...)...)
		got := declarations(&grid.Document{Grids: []*grid.Grid{one}})
		if len(got) != 2 {
			t.Fatalf("seed %d: %d declarations, want 2\n%s", seed, len(got), draw.TSV(one))
		}
		if diff := diffVaried(a, got[0]) + diffVaried(b, got[1]); diff != "" {
			t.Fatalf("seed %d (-drawn +read):\n%s\n%s", seed, diff, draw.TSV(one))
		}
	}
}

func diffVaried(v draw.Varied, d *schema.Declaration) string {
	type head struct {
		Unit, Project string
		Year          int
	}
	diff := cmp.Diff(head{v.Unit, v.Project, v.Year}, head{d.Unit, d.Project.Name, d.Year})
	var rows []draw.VariedRow
	schema.Walk(d.Indicators, "indicators", func(_ string, labels []*schema.Indicator, leaf *schema.Indicator) {
		r := draw.VariedRow{Name: leaf.Name, Weight: leaf.Weight}
		for _, l := range labels {
			r.Labels = append(r.Labels, l.Name)
		}
		if leaf.Value != nil {
			r.Value = leaf.Value.Text
		}
		for _, target := range leaf.Targets {
			r.Medium = target.Value.Text
		}
		rows = append(rows, r)
	})
	diff += cmp.Diff(v.Rows, rows)
	for _, text := range lost(v.Printed, d) {
		diff += "lost: " + text + "\n"
	}
	return diff
}

// lost gives the texts that stand nowhere in a declaration.
func lost(printed []string, d *schema.Declaration) []string {
	clean := *d
	clean.Trace = nil
	data, err := json.Marshal(&clean)
	if err != nil {
		return []string{err.Error()}
	}
	all := squeezed(string(data))
	var out []string
	for _, text := range printed {
		for _, part := range strings.SplitN(squeezed(text), ":", 2) { // 注：… is a pair
			if !strings.Contains(all, part) {
				out = append(out, text)
				break
			}
		}
	}
	return out
}

func squeezed(s string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '\n' {
			return -1
		}
		return r
	}, fold.Text(s))
}
