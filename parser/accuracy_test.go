package parser_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/draw"
	"github.com/pbt-cli/pbt/parser/normal"
	"github.com/pbt-cli/pbt/schema"
)

// share is how much of a corpus is read rightly.
type share struct{ forms, formsRight, rows, rowsRight int }

// least are the shares, in percent, below which a corpus must not fall: of forms that
// are wholly right, and of rows with labels, name and printed target. They rise with
// the reader, and never fall without a reason in the commit.
var least = map[string][2]float64{
	"testdata/forms":   {100, 100},
	"testdata/layouts": {100, 100},
	"testdata/formats": {100, 100},
	"families":         {100, 100},
	"layouts of none":  {100, 100},
}

// TestAccuracy scores the committed corpus against its goldens, and forms drawn anew,
// and fails where a share falls.
func TestAccuracy(t *testing.T) {
	got := map[string]*share{}
	count := func(corpus string, want, read [][]string) {
		s := got[corpus]
		if s == nil {
			s = &share{}
			got[corpus] = s
		}
		have := map[string]int{}
		for _, row := range read {
			have[strings.Join(row, "\t")]++
		}
		right := 0
		for _, row := range want {
			if key := strings.Join(row, "\t"); have[key] > 0 {
				have[key]--
				right++
			}
		}
		s.forms, s.rows, s.rowsRight = s.forms+1, s.rows+len(want), s.rowsRight+right
		if right == len(want) && len(read) == len(want) {
			s.formsRight++
		}
	}
	committed(t, count)
	for _, family := range draw.Families {
		for seed := range drawings() {
			var grids []*grid.Grid
			var want [][]string
			for _, f := range draw.New(family, 4000+seed) { // several share a table
				grids = append(grids, f.Grids...)
				want = append(want, rowsOf(f.Want.Indicators)...)
			}
			data, err := draw.Word(grids...)
			if err != nil {
				t.Fatal(err)
			}
			count("families", want, allRows(readAny("drawn.docx", data)))
		}
	}
	for seed := range 20 * drawings() {
		v := draw.Vary(4000 + seed)
		data, err := draw.Word(v.Grids...)
		if err != nil {
			t.Fatal(err)
		}
		var want [][]string
		for _, r := range v.Rows {
			want = append(want, append(append([]string{}, r.Labels...), r.Name, r.Value))
		}
		count("layouts of none", want, allRows(readAny("drawn.docx", data)))
	}
	for corpus, floor := range least {
		s := got[corpus]
		if s == nil {
			t.Errorf("%s: nothing was scored", corpus)
			continue
		}
		forms, rows := percent(s.formsRight, s.forms), percent(s.rowsRight, s.rows)
		t.Logf("%-17s forms wholly right %d of %d (%.1f %%), rows %d of %d (%.1f %%)", corpus, s.formsRight, s.forms, forms, s.rowsRight, s.rows, rows)
		if forms < floor[0] || rows < floor[1] {
			t.Errorf("%s: %.1f %% of the forms and %.1f %% of the rows, below %v", corpus, forms, rows, floor)
		}
	}
}

func percent(n, of int) float64 { return 100 * float64(n) / float64(max(of, 1)) }

// committed scores the documents of testdata that have a golden beside them.
func committed(t *testing.T, count func(corpus string, want, read [][]string)) {
	t.Helper()
	for _, corpus := range []string{"testdata/forms", "testdata/layouts", "testdata/formats"} {
		goldens, err := filepath.Glob("../" + corpus + "/*.golden.yaml")
		if err != nil || len(goldens) == 0 {
			t.Fatalf("%s: no goldens: %v", corpus, err)
		}
		for _, golden := range goldens {
			data, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			file := strings.TrimSuffix(golden, ".golden.yaml")
			read, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			want := normal.Read(t.Context(), golden, data).Documents[0].Declarations
			have := readAny(file, read)
			for i, d := range want {
				var rows [][]string
				if i < len(have) {
					rows = rowsOf(have[i].Indicators)
				}
				count(corpus, rowsOf(d.Indicators), rows)
			}
		}
	}
}

// allRows are the rows of all declarations.
func allRows(list []*schema.Declaration) (rows [][]string) {
	for _, d := range list {
		rows = append(rows, rowsOf(d.Indicators)...)
	}
	return rows
}
