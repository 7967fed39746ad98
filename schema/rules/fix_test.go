package rules

import (
	"slices"
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/schema"
)

// What a rule mends it does not find again.
func TestFix(t *testing.T) {
	set, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ rule, text, want string }{
		{"text.docno-brackets", "《平台建设导则》(建金[2016]14号)", "《平台建设导则》(建金〔2016〕14号)"},
		{"text.docno-brackets", "财预【2015】第88号、国发（2018）40号", "财预〔2015〕第88号、国发〔2018〕40号"},
		{"text.docno-brackets", "沪财预(2017)92 号文", "沪财预〔2017〕92号文"},
		{"text.docno-brackets", "意见(国发〔2015〕40号〕", "意见(国发〔2015〕40号）"},
		{"text.docno-brackets", "建金〔2016〕14号", "建金〔2016〕14号"},
		{"text.suspected-typo", "平稳过度，再接再励", "平稳过渡，再接再厉"},
		{"value.cost-op", "≥30元", "≥30元"},
	} {
		r, _ := set.Rule(c.rule)
		if got := r.Mend(c.text); got != c.want || r.Mend(got) != got {
			t.Errorf("%s: %q is mended to %q, want %q", c.rule, c.text, got, c.want)
		}
	}
}

// Each misspelling that the lexicon knows has its mending, and mended it is none.
func TestFixKnowsEveryTypo(t *testing.T) {
	set, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	rule, _ := set.Rule("text.suspected-typo")
	for _, word := range typos(t) {
		mended := rule.Mend(word)
		d := &schema.Declaration{Form: "mof88-project", Goals: schema.Goals{Overall: mended}}
		found := set.Check(&schema.Document{Declarations: []*schema.Declaration{d}}, CheckOptions{Select: func(id string) bool { return id == rule.ID }})
		if mended == word || slices.ContainsFunc(found, func(f schema.Finding) bool { return f.Rule == rule.ID }) {
			t.Errorf("%s is mended to %s", word, mended)
		}
	}
}

// typos are the terms of the lexicon.
func typos(t *testing.T) []string {
	t.Helper()
	data, err := embedded.ReadFile("01-lexicons.yaml")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(data), "\n  typo:\n")
	_, rest, _ = strings.Cut(rest, "terms: [")
	list, _, ok := strings.Cut(rest, "]")
	if !ok {
		t.Fatal("no lexicon of misspellings")
	}
	return strings.Split(list, ", ")
}
