package report

import "github.com/pbt-cli/pbt/schema"

// Builtin describes the rules that stand in no rule set: what can be wrong with
// the reading of a document, and with the ignores of findings.
func Builtin() []Rule {
	var out []Rule
	for _, p := range schema.Problems() {
		out = append(out, Rule{ID: p.Rule, Severity: p.Severity, Title: p.Title, Reading: true})
	}
	return out
}
