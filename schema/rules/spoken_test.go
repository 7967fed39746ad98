package rules_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbt-cli/pbt/parser"
	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/rules"
)

var updateSpoken = flag.Bool("update-spoken", false, "write spoken.tsv anew")

// TestSpoken: spoken.tsv says how often each rule speaks on the real forms.
func TestSpoken(t *testing.T) {
	set, err := rules.Default()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("../../testdata/forms/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no real forms", err)
	}
	findings, forms, all := map[string]int{}, map[string]int{}, 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		doc := parser.Read(context.Background(), parser.Source{Name: filepath.Base(file), Data: data}, parser.Options{}).Documents[0]
		all += len(doc.Declarations)
		on := map[string]map[int]bool{}
		for _, f := range set.Check(doc, rules.CheckOptions{}) {
			if f.Severity == schema.SeverityError {
				t.Errorf("%s: error %s: %s", filepath.Base(file), f.Rule, f.Text.ZH)
			}
			findings[f.Rule]++
			if on[f.Rule] == nil {
				on[f.Rule] = map[int]bool{}
			}
			on[f.Rule][*f.Declaration] = true
		}
		for rule, which := range on {
			forms[rule] += len(which)
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# How often each rule speaks on the real forms of testdata/forms: rule, findings, forms. Written by: go test ./schema/rules -run TestSpoken -update-spoken\n# forms\t%d\n", all)
	for _, r := range set.Rules() {
		fmt.Fprintf(&b, "%s\t%d\t%d\n", r.ID, findings[r.ID], forms[r.ID])
	}
	if *updateSpoken {
		if err := os.WriteFile("spoken.tsv", []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	old, err := os.ReadFile("spoken.tsv")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(old), b.String()); diff != "" {
		t.Errorf("spoken.tsv is stale; write it with -update-spoken (-file +counted):\n%s", diff)
	}
}
