package paper

import (
	"bytes"
	"testing"

	"github.com/pbt-cli/pbt/parser/form"
)

// Every family has an empty form, and each writer gives the same bytes twice.
func TestEmpty(t *testing.T) {
	for _, p := range form.Embedded().List() {
		if p.Fallback {
			continue
		}
		s, err := Empty(p)
		if err != nil {
			t.Errorf("%s: %v", p.ID, err)
			continue
		}
		overlap(t, p.ID, s)
		for name, write := range map[string]func(*bytes.Buffer) error{
			"xlsx": func(b *bytes.Buffer) error { return WriteXLSX(b, s) },
			"docx": func(b *bytes.Buffer) error { return WriteDOCX(b, s) },
			"html": func(b *bytes.Buffer) error { return WriteHTML(b, s) },
		} {
			var once, twice bytes.Buffer
			if err := write(&once); err != nil {
				t.Fatalf("%s as %s: %v", p.ID, name, err)
			}
			if err := write(&twice); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(once.Bytes(), twice.Bytes()) {
				t.Errorf("%s as %s: two runs differ", p.ID, name)
			}
		}
	}
}

// overlap checks that no two cells of a sheet lie over each other and none
// outside.
func overlap(t *testing.T, id string, s *Sheet) {
	t.Helper()
	taken := map[[2]int]bool{}
	for _, c := range s.Grid.Cells {
		for row := c.Row; row < c.Row+c.RowSpan; row++ {
			for col := c.Col; col < c.Col+c.ColSpan; col++ {
				if taken[[2]int{row, col}] || row >= s.Grid.Rows || col >= s.Grid.Cols {
					t.Errorf("%s: the cell %q at row %d, column %d lies over another one or outside", id, c.Text, row, col)
				}
				taken[[2]int{row, col}] = true
			}
		}
	}
}

// Every family of the embedded profiles has a layout of its own.
func TestLayouts(t *testing.T) {
	have := map[string]bool{}
	for _, id := range families() {
		have[id] = true
		if _, err := readLayout(id); err != nil {
			t.Error(err)
		}
	}
	for _, p := range form.Embedded().List() {
		if !have[p.ID] {
			t.Errorf("the family %s has no layout", p.ID)
		}
	}
}
