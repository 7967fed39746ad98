package parser_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/draw"
	"github.com/pbt-cli/pbt/schema"
)

// Text keeps no spans, so a label's rows may be open; but the fields of a form
// and the texts of its rows read whole, and the rows whose labels are wrong and
// not named in uncertain are few. The shares are those of 60 drawings a family:
// an OCR tool that reads one of a label's halves, or both, leaves ties that look
// like evidence.
func TestDrawnText(t *testing.T) {
	media := []struct {
		name     string
		families []string
		wrong    float64 // the largest share of rows
		print    func(seed uint64, grids []*grid.Grid) []byte
	}{
		{"ocr", []string{"sh-2020", "mof163-region", "mof101-core"}, 0.06, func(seed uint64, grids []*grid.Grid) []byte { return draw.OCR(seed, grids...) }},
		{"layout", []string{"sh-2020", "sh-2026", "mof163-region", "mof101-core", "mof10-selfeval"}, 0.01, func(_ uint64, grids []*grid.Grid) []byte { return draw.Layout(grids...) }},
		{"stream", []string{"sh-2026", "mof163-region", "sh-2020"}, 0.01, func(_ uint64, grids []*grid.Grid) []byte { return draw.Stream(grids...) }},
	}
	for _, m := range media {
		for _, family := range m.families {
			t.Run(m.name+"/"+family, func(t *testing.T) {
				t.Parallel()
				rows, wrong := 0, []string{}
				for seed := range 4 * drawings() {
					f := draw.New(family, seed)[0]
					data := m.print(seed, f.Grids)
					got := read(t, "drawn.txt", data)
					if len(got) != 1 {
						t.Fatalf("seed %d: %d declarations\n%s", seed, len(got), data)
					}
					diff, n, bad := diffText(f.Want, got[0])
					if diff != "" {
						t.Errorf("seed %d (-drawn +read):\n%s\n%s", seed, diff, data)
					}
					rows += n
					for _, b := range bad {
						wrong = append(wrong, fmt.Sprintf("seed %d: %s", seed, b))
					}
				}
				if share := float64(len(wrong)) / float64(rows); share > m.wrong {
					t.Errorf("%.1f%% of %d rows are wrong and not named as doubts:\n%s", share*100, rows, strings.Join(wrong, "\n"))
				}
			})
		}
	}
}

// diffText compares what a text keeps: fields, and the texts of rows. wrong lists
// the rows under other labels that are not named as doubts.
func diffText(want, got *schema.Declaration) (diff string, n int, wrong []string) {
	opts := cmp.Options{
		cmpopts.IgnoreFields(schema.Declaration{}, "Repairs", "Trace", "Indicators", "IndicatorsMediumTerm", "Uncertain"),
		cmpopts.EquateEmpty(),
		cmp.Transformer("fold", func(s string) string { return strings.ReplaceAll(fold.Text(s), " ", "") }),
	}
	open := map[string]bool{}
	for _, u := range got.Uncertain {
		open[u.Path] = true
	}
	if open["goals.overall"] && open["goals.annual"] { // where the one text ends
		opts = append(opts, cmpopts.IgnoreFields(schema.Declaration{}, "Goals"))
	}
	diff = cmp.Diff(want, got, opts)
	rows := func(d *schema.Declaration) (labels, leaves, paths []string) {
		schema.Walk(d.Indicators, "indicators", func(path string, above []*schema.Indicator, leaf *schema.Indicator) {
			at := ""
			for _, l := range above {
				at += l.Name + "/"
			}
			v := ""
			if leaf.Value != nil {
				v = leaf.Value.Text
			}
			labels = append(labels, at)
			leaves = append(leaves, fold.Text(fmt.Sprintf("%s=%s", leaf.Name, v)))
			paths = append(paths, path)
		})
		return labels, leaves, paths
	}
	wantLabels, wantLeaves, _ := rows(want)
	gotLabels, gotLeaves, paths := rows(got)
	if d := cmp.Diff(wantLeaves, gotLeaves); d != "" {
		return diff + d, len(wantLeaves), nil
	}
	for i, l := range gotLabels {
		if l != wantLabels[i] && !open[paths[i]] {
			wrong = append(wrong, fmt.Sprintf("%s: under %s, not %s", gotLeaves[i], l, wantLabels[i]))
		}
	}
	return diff, len(gotLabels), wrong
}
