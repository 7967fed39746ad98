package parser_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/parser/form"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/draw"
	"github.com/pbt-cli/pbt/schema"
)

// Forms whose layout no profile describes are read, or what is wrong about the reading
// is said: at least 92 in 100 forms wholly right, no wrong row that nothing names,
// and few doubts about forms that are right.
func TestDrawnForeign(t *testing.T) {
	forms, right, doubted, silent := 0, 0, 0, 0
	for _, kind := range draw.Layouts {
		kindRight, kindForms := 0, int(10*drawings())
		for seed := range kindForms {
			v := draw.Foreign(kind, uint64(seed))
			got, err := form.Read(t.Context(), &grid.Document{Grids: v.Grids}, form.Options{})
			if err != nil {
				t.Fatal(err)
			}
			said := slices.ContainsFunc(got.Problems, func(f schema.Finding) bool {
				return f.Severity != schema.SeverityInfo && f.Rule != schema.FormFamilyUnknown.Rule
			})
			ok := len(got.Declarations) == 1
			if ok {
				d := got.Declarations[0]
				said = said || len(d.Uncertain) > 0
				ok = slices.Equal(foreignRows(v), readRows(d)) && d.Project.Name == v.Project && d.Year == v.Year
			}
			forms++
			switch {
			case ok:
				kindRight++
				if said {
					doubted++
				}
			case !said:
				silent++
				t.Errorf("%s, seed %d: wrong, and nothing says so\n%s", kind, seed, draw.TSV(v.Grids...))
			}
		}
		right += kindRight
		t.Logf("%-12s %d of %d wholly right", kind, kindRight, kindForms)
	}
	t.Logf("%d of %d wholly right, %d of them doubted, %d silently wrong", right, forms, doubted, silent)
	if 100*right < 92*forms {
		t.Errorf("%d of %d forms are wholly right, want 92 in 100", right, forms)
	}
	if 100*doubted > 10*right {
		t.Errorf("%d of %d right forms are doubted, want at most 10 in 100", doubted, right)
	}
}

func foreignRows(v draw.Varied) []string {
	var out []string
	for _, r := range v.Rows {
		out = append(out, strings.Join(append(slices.Clone(r.Labels), r.Name, r.Value), " | "))
	}
	return out
}

func readRows(d *schema.Declaration) []string {
	var out []string
	schema.Walk(d.Indicators, "indicators", func(_ string, labels []*schema.Indicator, leaf *schema.Indicator) {
		var parts []string
		for _, l := range labels {
			parts = append(parts, l.Name)
		}
		text := ""
		if leaf.Value != nil {
			text = leaf.Value.Text
		}
		out = append(out, strings.Join(append(parts, leaf.Name, text), " | "))
	})
	return out
}
