package rules

import (
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/schema"
)

// TestYielded: a cell with one fault gets one finding, and the others only where
// they are asked for.
func TestYielded(t *testing.T) {
	doc := readTestForm(t, "form1.yaml")
	s := defaultSet(t)
	plain := s.Check(doc, CheckOptions{})
	all := s.Check(doc, CheckOptions{ShowYielded: true})
	if len(all) <= len(plain) {
		t.Fatalf("%d findings, %d with those that yield", len(plain), len(all))
	}
	var yielded int
	for _, f := range all {
		if strings.Contains(f.Text.EN, "(yields to ") {
			yielded++
			if f.Severity != schema.SeverityInfo {
				t.Errorf("%s yields and is a %s", f.Rule, f.Severity)
			}
		}
	}
	if yielded != len(all)-len(plain) {
		t.Errorf("%d say that they yield, want %d", yielded, len(all)-len(plain))
	}
}
