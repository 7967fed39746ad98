package rules

import (
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/schema"
)

// Each rule and each problem came with a release, and since.tsv lists none that
// there is not: an id is never re-used.
func TestSince(t *testing.T) {
	set, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, r := range set.Rules() {
		known[r.ID] = true
		if v, ok := Since(r.ID, false); !ok || v == "" {
			t.Errorf("%s came with no release", r.ID)
		}
	}
	for _, p := range schema.Problems() {
		known[p.Rule] = true
	}
	for id, want := range map[string]string{"value.cost-op": "0.1.0", "goal.copied": "0.2.0"} {
		if got, _ := Since(id, false); got != want {
			t.Errorf("%s came with %s, want %s", id, got, want)
		}
	}
	if _, ok := Since("ours.carbon", false); ok {
		t.Error("a rule of a user's own came with a release")
	}
	data, _ := embedded.ReadFile("since.tsv")
	for line := range strings.Lines(string(data)) {
		if id, _, _ := strings.Cut(line, "\t"); !strings.HasPrefix(id, "#") && !known[id] {
			t.Errorf("since.tsv lists %s, which is no rule", id)
		}
	}
}
