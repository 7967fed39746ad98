package excel_test

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/parser/excel"
	"github.com/pbt-cli/pbt/parser/grid"
)

// drawnForm is what was drawn into a form: every row as level 1, level 2, name
// and value.
type drawnForm struct {
	Unit    any         `json:"unit"`
	Project string      `json:"project"`
	Dates   []string    `json:"dates"`
	Rows    [][4]string `json:"rows"`
}

// read reads a workbook by what its name says it is.
func read(t testing.TB, name string, opt excel.Options) (*grid.Document, error) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasSuffix(name, ".xls") {
		return excel.ReadXLS(context.Background(), data, opt)
	}
	return excel.ReadXLSX(context.Background(), data, opt)
}

// TestDrawnForms reads forms of five families as workbooks of four kinds and
// looks for everything that was drawn into them.
func TestDrawnForms(t *testing.T) {
	f, err := os.Open("testdata/drawn/gold.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var gold struct {
			File  string      `json:"file"`
			Forms []drawnForm `json:"forms"`
		}
		if err := json.Unmarshal(lines.Bytes(), &gold); err != nil {
			t.Fatal(err)
		}
		t.Run(gold.File, func(t *testing.T) {
			doc, err := read(t, filepath.Join("testdata/drawn", gold.File), excel.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if len(doc.Problems) > 0 {
				t.Errorf("problems: %v", doc.Problems)
			}
			g := sheetNamed(doc, "绩效目标表")
			if g == nil {
				t.Fatal("no grid 绩效目标表")
			}
			for _, form := range gold.Forms {
				checkDrawn(t, g, form)
			}
		})
	}
	if lines.Err() != nil {
		t.Fatal(lines.Err())
	}
}

func sheetNamed(doc *grid.Document, name string) *grid.Grid {
	for _, g := range doc.Grids {
		if g.Name == name {
			return g
		}
	}
	return nil
}

func checkDrawn(t *testing.T, g *grid.Grid, form drawnForm) {
	t.Helper()
	for _, want := range append(form.Dates, form.Project) {
		if find(g, func(c grid.Cell) bool { return squeeze(c.Text) == squeeze(want) }) == nil {
			t.Errorf("no cell %q", want)
		}
	}
	for _, row := range form.Rows {
		if !hasRow(g, row) {
			t.Errorf("no row %q", row)
		}
	}
}

// hasRow looks for a row whose name, value and both labels stand where spans
// say they speak for it.
func hasRow(g *grid.Grid, row [4]string) bool {
	return find(g, func(name grid.Cell) bool {
		text := squeeze(name.Text)
		if _, after, ok := strings.Cut(text, "："); ok && strings.HasPrefix(text, "指标") {
			text = after
		}
		if text != squeeze(row[2]) {
			return false
		}
		beside := func(want string, left, whole bool) bool {
			return find(g, func(c grid.Cell) bool {
				got := squeeze(c.Text)
				if !whole { // labels carry their points: 产出指标(50分)
					got, _, _ = strings.Cut(strings.ReplaceAll(got, "（", "("), "(")
				}
				return got == squeeze(want) && c.Row <= name.Row && name.Row < c.Row+c.RowSpan && left == (c.Col < name.Col)
			}) != nil
		}
		return beside(row[3], false, true) && beside(row[0], true, false) && beside(row[1], true, false)
	}) != nil
}

func find(g *grid.Grid, ok func(grid.Cell) bool) *grid.Cell {
	for i, c := range g.Cells {
		if ok(c) {
			return &g.Cells[i]
		}
	}
	return nil
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }
