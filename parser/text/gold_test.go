package text

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/parser/grid"
)

// gold is what a drawn form holds: the rows of its indicator table (level 1,
// level 2, name, value) in printed order, and texts that stand elsewhere.
type gold struct {
	File  string
	Cells []string
	Rows  [][4]string
}

var (
	spaces = regexp.MustCompile(`\s+`)
	serial = regexp.MustCompile(`^指标\d+[：:]`)
	signs  = strings.NewReplacer("，", ",", "：", ":", "（", "(", "）", ")", "；", ";", "。", ".", "＜", "<", "＞", ">")
)

// bare is a text without spaces and widths, which dumps do not keep.
func bare(s string) string { return signs.Replace(spaces.ReplaceAllString(s, "")) }

func TestGold(t *testing.T) { checkGold(t, "testdata") }

func checkGold(t *testing.T, dir string) {
	raw, err := os.ReadFile(filepath.Join(dir, "gold.json"))
	if err != nil {
		t.Fatal(err)
	}
	var golds []gold
	if err := json.Unmarshal(raw, &golds); err != nil {
		t.Fatal(err)
	}
	for _, g := range golds {
		t.Run(g.File, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join(dir, g.File))
			if err != nil {
				t.Fatal(err)
			}
			doc, err := Read(context.Background(), data, Options{Name: g.File})
			if err != nil {
				t.Fatal(err)
			}
			compareGold(t, doc, g)
		})
	}
}

func compareGold(t *testing.T, doc *grid.Document, want gold) {
	t.Helper()
	all := ""
	var rows []map[int]grid.Cell // column to cell, covering cells included
	exact := false
	for _, g := range doc.Grids {
		checkGrid(t, g)
		exact = exact || g.Spans == grid.Exact && !g.Prose
		rows = append(rows, covering(g)...)
		for _, c := range g.Cells {
			all += bare(c.Text) + "\n"
		}
	}
	for _, c := range want.Cells {
		if !strings.Contains(all, bare(c)) {
			t.Errorf("no cell holds %q", c)
		}
	}
	at := 0
	for _, w := range want.Rows {
		found := false
		for ; at < len(rows) && !found; at++ {
			found = holds(rows[at], w, exact)
		}
		if !found {
			t.Fatalf("row %v is not there, or not in its order", w)
		}
	}
}

// holds reports whether a row has the name and, right of it, the value, and with
// exact spans the labels left of it.
func holds(row map[int]grid.Cell, want [4]string, exact bool) bool {
	for col, c := range row {
		if serial.ReplaceAllString(bare(c.Text), "") != bare(want[2]) {
			continue
		}
		value, l1, l2 := false, false, false
		for other, o := range row {
			value = value || other > col && bare(o.Text) == bare(want[3])
			l1 = l1 || other < col && strings.HasPrefix(bare(o.Text), bare(want[0]))
			l2 = l2 || other < col && strings.HasPrefix(bare(o.Text), bare(want[1]))
		}
		if value && (!exact || l1 && l2) {
			return true
		}
	}
	return false
}

func covering(g *grid.Grid) []map[int]grid.Cell {
	rows := make([]map[int]grid.Cell, g.Rows)
	for i := range rows {
		rows[i] = map[int]grid.Cell{}
	}
	for _, c := range g.Cells {
		for r := c.Row; r < c.Row+c.RowSpan; r++ {
			rows[r][c.Col] = c
		}
	}
	return rows
}

// checkGrid fails where a grid breaks what grid.Grid promises.
func checkGrid(t testing.TB, g *grid.Grid) {
	t.Helper()
	taken := map[[2]int]bool{}
	lastRow, lastCol := -1, -1
	for _, c := range g.Cells {
		if c.RowSpan < 1 || c.ColSpan < 1 || c.Row < 0 || c.Col < 0 || c.Row+c.RowSpan > g.Rows || c.Col+c.ColSpan > g.Cols {
			t.Fatalf("cell %+v leaves its grid of %d×%d", c, g.Rows, g.Cols)
		}
		if c.Row < lastRow || c.Row == lastRow && c.Col <= lastCol {
			t.Fatalf("cell %+v is out of order", c)
		}
		lastRow, lastCol = c.Row, c.Col
		if c.Text != "" && c.Place().Line < 1 {
			t.Fatalf("cell %+v has no place", c)
		}
		if c.RowSpan*c.ColSpan > 4096 {
			continue // too many to look at one by one
		}
		for r := c.Row; r < c.Row+c.RowSpan; r++ {
			for col := c.Col; col < c.Col+c.ColSpan; col++ {
				if taken[[2]int{r, col}] {
					t.Fatalf("cell %+v covers another", c)
				}
				taken[[2]int{r, col}] = true
			}
		}
	}
}
