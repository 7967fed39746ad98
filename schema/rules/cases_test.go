package rules

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/schema"
)

// TestCases: one fault a form, drawn up from what reviewers complain of. Each is
// named at its severity, and no finding of the forms that are sound speaks of it.
func TestCases(t *testing.T) {
	for _, c := range []struct {
		file, rule string
		severity   schema.Severity
		says       string
	}{
		{"slash-target", "field.placeholder", schema.SeverityError, "“/”"},
		{"empty-target", "value.blank", schema.SeverityError, "培训场次"},
		{"trend-reversed", "self.ratio-score", schema.SeverityWarning, "较上年增长5%"},
		{"no-comparator-half-done", "self.ratio-score", schema.SeverityWarning, "30场"},
		{"execution-score", "self.execution-score", schema.SeverityWarning, "应得 7"},
		{"rate-not-in-list", "value.positive-op", schema.SeverityError, "路面优良率"},
		{"satisfaction-word", "value.qualitative-for-quantifiable", schema.SeverityWarning, "满意"},
		{"name-holds-number", "name.target-inside", schema.SeverityInfo, "“86公里”"},
		{"name-threshold-cut", "name.threshold-inside", schema.SeverityInfo, "“≥86公里”"},
		{"operator-hidden", "value.negative-op", schema.SeverityError, "“>100"},
		{"goal-last-year", "goal.other-year", schema.SeverityWarning, "2024年"},
		{"goal-number-mismatch", "goal.number-mismatch", schema.SeverityWarning, "120公里"},
		{"third-vs-33", "", "", "self.ratio-score"},
		{"half-vs-50", "", "", "self.ratio-score"},
		{"decimal-094", "", "", "self.ratio-score"},
	} {
		data, err := os.ReadFile(filepath.Join("testdata/cases", c.file+".json"))
		if err != nil {
			t.Fatal(err)
		}
		doc := &schema.Document{}
		if err := json.Unmarshal(data, doc); err != nil {
			t.Fatal(err)
		}
		found := false
		for _, f := range defaultSet(t).Check(doc, CheckOptions{}) {
			if c.rule == "" && f.Rule == c.says {
				t.Errorf("%s: %s speaks: %s", c.file, f.Rule, f.Text.ZH)
			}
			if f.Rule == c.rule {
				found = true
				if f.Severity != c.severity || !strings.Contains(f.Text.ZH, c.says) {
					t.Errorf("%s: %s %s, want %s with %s", c.file, f.Severity, f.Text.ZH, c.severity, c.says)
				}
			}
		}
		if c.rule != "" && !found {
			t.Errorf("%s: no %s", c.file, c.rule)
		}
	}
}
