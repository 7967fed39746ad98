package parser_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/parser"
	"github.com/pbt-cli/pbt/parser/form"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/check"
	"github.com/pbt-cli/pbt/parser/internal/draw"
	"github.com/pbt-cli/pbt/schema"
)

// Every cell of every form in the tree has its account. PBT_CORPORA may name more
// folders. What is normalised already has no cells.
func TestAccountOfTestdata(t *testing.T) {
	folders := []string{"../testdata", "excel/testdata", "form/testdata", "ofd/testdata", "pdf/testdata", "text/testdata", "word/testdata"}
	forms := 0
	for _, folder := range append(folders, filepath.SplitList(os.Getenv("PBT_CORPORA"))...) {
		err := filepath.WalkDir(folder, func(file string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() || slices.Contains([]string{".yaml", ".json", ".jsonl"}, filepath.Ext(file)) {
				return err
			}
			data, err := os.ReadFile(file)
			if err != nil {
				return err
			}
			for _, doc := range parser.Read(context.Background(), parser.Source{Name: file, Data: data}, parser.Options{Account: true}).Documents {
				for _, d := range doc.Declarations {
					forms += min(1, len(d.Account))
					for _, wrong := range check.Account(d) {
						t.Errorf("%s: %s", file, wrong)
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
	if forms < 40 {
		t.Fatalf("only %d forms with an account", forms)
	}
	t.Logf("%d forms", forms)
}

// Every cell of a drawn form has its account, and nothing of it is unread.
func TestAccountOfDrawings(t *testing.T) {
	account := func(t *testing.T, grids []*grid.Grid) (cells int) {
		got, err := form.Read(context.Background(), &grid.Document{Grids: grids}, form.Options{Account: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range got.Problems {
			if p.Rule == "extract.unread" {
				t.Error(p.Message)
			}
		}
		for _, d := range got.Declarations {
			cells += len(d.Account)
			for _, wrong := range check.Account(d) {
				t.Error(wrong)
			}
		}
		return cells
	}
	for seed := range 20 * drawings() {
		for _, family := range draw.Families {
			for _, f := range draw.New(family, seed) {
				// What stands above a list of projects belongs to each of them.
				if cells, printed := account(t, f.Grids), filled(f.Grids); cells != printed && (family != "system-export" || cells < printed) {
					t.Errorf("%s, seed %d: the account has %d entries, the form %d cells", family, seed, cells, printed)
				}
			}
		}
		account(t, draw.Vary(seed).Grids) // other tables stand around these
	}
}

func filled(grids []*grid.Grid) int {
	n := 0
	for _, g := range grids {
		for _, c := range g.Cells {
			if strings.TrimSpace(c.Text) != "" {
				n++
			}
		}
	}
	return n
}

// A text that no stage understood is named with its place, not passed over.
func TestUnreadIsNamed(t *testing.T) {
	g := &grid.Grid{Rows: 4, Cols: 5}
	put := func(row, col int, text string) {
		g.Cells = append(g.Cells, grid.Cell{Row: row, Col: col, RowSpan: 1, ColSpan: 1, Text: text, Spot: grid.At(schema.Place{Line: row + 1, Column: col + 1})})
	}
	for col, text := range []string{"一级指标", "二级指标", "三级指标", "指标值"} {
		put(0, col, text)
	}
	for col, text := range []string{"产出指标", "数量指标", "养护里程", "≥60公里"} {
		put(1, col, text)
	}
	put(1, 4, "另见附表")
	g.Sort()
	got, err := form.Read(context.Background(), &grid.Document{Grids: []*grid.Grid{g}}, form.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range got.Problems {
		if p.Rule == "extract.unread" && p.Severity == schema.SeverityWarning && strings.Contains(p.Message, "另见附表") && p.At != nil && p.At.Column == 5 {
			return
		}
	}
	t.Errorf("the cell beside the table is not named: %v", got.Problems)
}
