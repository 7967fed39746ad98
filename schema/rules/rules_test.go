package rules

import (
	"testing"

	"github.com/pbt-cli/pbt/schema"
)

// defaultSet is the built-in set; a fault in it is printed as its user would
// see it.
func defaultSet(t testing.TB) *Set {
	t.Helper()
	s, err := Default()
	if err != nil {
		t.Fatalf("the built-in set does not compile:\n%s", FormatErrors(err, schema.EN))
	}
	return s
}

func TestExamples(t *testing.T) {
	for _, r := range defaultSet(t).TestExamples(nil) {
		if r.Err != nil {
			t.Errorf("%s:%d: %s: %v", r.File, r.Line, r.Rule, r.Err)
			continue
		}
		if !r.OK {
			t.Errorf("%s:%d: %s: bad=%t example %d: findings %v", r.File, r.Line, r.Rule, r.Bad, r.Index, ids(r.Findings))
		}
	}
}

// TestBaseDeclarations holds that the declarations which the examples build on
// are faultless: not even an info.
func TestBaseDeclarations(t *testing.T) {
	s := defaultSet(t)
	for _, id := range s.Profiles() {
		doc, err := s.Base(id)
		if err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		for _, f := range s.Check(doc, CheckOptions{}) {
			if id == "generic" && f.Rule == "form.family-unknown" {
				continue
			}
			t.Errorf("%s: %s %s at %s: %s", id, f.Severity, f.Rule, f.Path, f.Message)
		}
	}
}

// TestMutations holds that a clean declaration broken in just one way gives the
// finding of that way and no other error.
func TestMutations(t *testing.T) {
	s := defaultSet(t)
	severity := map[string]schema.Severity{}
	for _, r := range s.Rules() {
		severity[r.ID] = r.Severities[0]
	}
	for _, r := range s.TestExamples(nil) {
		if !r.Bad || r.Err != nil {
			continue
		}
		for _, f := range r.Findings {
			if f.Severity == schema.SeverityError && f.Rule != r.Rule {
				t.Errorf("%s:%d: %s: example %d also gives the error %s at %s: %s", r.File, r.Line, r.Rule, r.Index, f.Rule, f.Path, f.Message)
			}
		}
		for _, f := range r.Findings {
			if f.Rule == r.Rule && f.Text.EN == "" {
				t.Errorf("%s: no English message", r.Rule)
			}
		}
	}
}

func ids(list []schema.Finding) []string {
	var out []string
	for _, f := range list {
		out = append(out, string(f.Severity)+" "+f.Rule+" @"+f.Path+" "+f.Message)
	}
	return out
}
