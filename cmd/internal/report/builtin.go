package report

import (
	"strings"

	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/rules"
)

// Builtin describes the rules that stand in no rule set: what can be wrong with
// the reading of a document, and with the ignores of findings.
func Builtin() []Rule {
	var out []Rule
	for _, p := range schema.Problems() {
		since, _ := rules.Since(p.Rule, true)
		out = append(out, Rule{ID: p.Rule, Severity: p.Severity, Title: p.Title, Reading: true, Since: since, Page: rulesPage + "#读取与豁免--reading-and-ignores"})
	}
	return out
}

// rulesPage documents the rules that come with pbt.
const rulesPage = home + "/blob/main/docs/rules.md"

// PageOf is where a rule of the built-in set is documented: the heading of the
// page, as GitHub and GitLab name it.
func PageOf(id string) string { return rulesPage + "#" + strings.ReplaceAll(id, ".", "") }
