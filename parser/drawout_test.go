package parser_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/draw"
	"github.com/pbt-cli/pbt/schema"
)

// drawnTruth is what stands in a drawn document, a line of truth.jsonl: its rows with
// the labels above them, the name and the printed target.
type drawnTruth struct {
	File string     `json:"file"`
	Kind string     `json:"kind"` // drawn, a form of a family; layout, one of no family
	Rows [][]string `json:"rows"`
}

// TestDrawOut writes drawn forms and random layouts, as workbooks and Word documents,
// with what stands in them, into the folder PBT_DRAW_OUT: scripts/compare.py reads
// them with other programs. PBT_DRAWINGS says how many of each.
func TestDrawOut(t *testing.T) {
	dir := os.Getenv("PBT_DRAW_OUT")
	if dir == "" {
		t.Skip("PBT_DRAW_OUT is not set")
	}
	truth, err := os.Create(filepath.Join(dir, "truth.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer truth.Close()
	put := func(name, kind string, rows [][]string, grids []*grid.Grid) {
		book, err := draw.PrintableWorkbook(grids...)
		if err != nil {
			t.Fatal(err)
		}
		word, err := draw.Word(grids...)
		if err != nil {
			t.Fatal(err)
		}
		for ending, data := range map[string][]byte{".xlsx": book, ".docx": word} {
			if err := os.WriteFile(filepath.Join(dir, name+ending), data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		line, err := json.Marshal(drawnTruth{File: name, Kind: kind, Rows: rows})
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(truth, "%s\n", line)
	}
	for _, family := range []string{"sh-2020", "sh-2026", "mof88-project", "mof88-dept", "mof163-region", "mof10-selfeval", "mof101-core"} {
		for seed := range drawings() {
			for _, f := range draw.New(family, 7000+seed) {
				put(fmt.Sprintf("%s-%d", family, seed), "drawn", rowsOf(f.Want.Indicators), f.Grids)
			}
		}
	}
	for seed := range 3 * drawings() {
		v := draw.Vary(7000 + seed)
		var rows [][]string
		for _, r := range v.Rows {
			rows = append(rows, append(append([]string{}, r.Labels...), r.Name, r.Value))
		}
		put(fmt.Sprintf("layout-%d", seed), "layout", rows, v.Grids)
	}
}

// rowsOf are the leaves of a tree with the labels above them.
func rowsOf(tree []*schema.Indicator) (rows [][]string) {
	schema.Walk(tree, "indicators", func(_ string, labels []*schema.Indicator, leaf *schema.Indicator) {
		var row []string
		for _, l := range labels {
			row = append(row, l.Name)
		}
		text := ""
		if leaf.Value != nil {
			text = leaf.Value.Text
		}
		rows = append(rows, append(row, leaf.Name, text))
	})
	return rows
}
