package rules

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/pbt-cli/pbt/schema"
)

// exprSet is a set of one rule of the kind expr.
func exprSet(t *testing.T, params string) *Set {
	t.Helper()
	s, err := Load("ours.yaml", []byte(fmt.Sprintf("extends: default\nrules:\n- id: ours.x\n  title: {zh: 甲, en: a}\n  message: {zh: \"乙{found}\", en: \"b{found}\"}\n  severity: warning\n  kind: expr\n  params: {%s}\n  examples:\n    bad: [{}]\n    good: []\n", params)), nil)
	if err != nil {
		t.Fatal(params, err)
	}
	return s
}

func ours(s *Set, doc *schema.Document) []schema.Finding {
	return s.Check(doc, CheckOptions{Select: func(id string) bool { return id == "ours.x" }})
}

// TestExprBudget: an expression that asks too much is stopped, and the finding
// names its rule; the document is checked all the same.
func TestExprBudget(t *testing.T) {
	doc := readTestForm(t, "form1.yaml")
	for _, when := range []string{
		`let a = 1..900000; all(a, {let x = #; all(a, # + x > 0)})`,
		`len(reduce(1..40, #acc + #acc, \"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\")) > 0`,
		`len(join(map(1..900000, \"a\" + string(#) + \"` + strings.Repeat("b", 1000) + `\"))) > 0`,
		`len(replace(replace(join(map(1..1000, \"aaaaaaaaaa\")), \"a\", \"` + strings.Repeat("b", 400) + `\"), \"b\", \"` + strings.Repeat("c", 400) + `\")) > 0`,
	} {
		s := exprSet(t, `when: "`+when+`"`)
		begin := time.Now()
		got := ours(s, doc)
		if spent := time.Since(begin); spent > 5*time.Second {
			t.Errorf("%s took %v", when[:40], spent)
		}
		if len(got) != 1 || got[0].Rule != "ours.x" || !strings.Contains(got[0].Text.EN, "budget") {
			t.Errorf("%s: no finding that names the rule: %v", when[:40], got)
		}
	}
}

// TestExprPlainNames: the documented names are texts and numbers.
func TestExprPlainNames(t *testing.T) {
	doc := readTestForm(t, "form1.yaml")
	doc.Declarations[0].Indicators[0].Children[0].Children[0].Weight = "25"
	for _, when := range []string{
		`any(rows, .value.kind == \"qualitative\")`, `any(rows, .weight > 20)`, `any(rows, .value.op == \">=\" and .value.number >= 95)`, `count(rows, .value.kind in [\"quantity\", \"interval\"]) > 3`,
		`project.name + \"x\" != \"\"`, `amount(funds.total) > 1000 and funds.total > 1000`, `join(map(rows, .name), \"、\") contains \"率\"`, `\"a\" + \"b\" == \"ab\" and 1 + 2 == 3`, `replace(\"aXb\", \"X\", \"-\") == \"a-b\"`,
	} {
		if got := ours(exprSet(t, `when: "`+when+`"`), doc); len(got) != 1 || strings.Contains(got[0].Text.EN, "budget") {
			t.Errorf("%s is not true: %v", when, got)
		}
	}
}
