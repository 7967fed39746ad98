package rules

import (
	"regexp"
	"testing"

	"pgregory.net/rapid"
)

func TestLiteralTail(t *testing.T) {
	for expr, want := range map[string]string{
		`(?:^|[^〔\p{Han}])([(（]?\p{Han}*〔20\d\d(?:〕\d+号〕|\)\d+号))`: `〔20[0-9][0-9](?:〕[0-9]+号〕|\)[0-9]+号)`,
		`\d+人(次)`:     `人次`,
		`人次`:          "", // the expression is its own
		`^\d+人`:       "", // looked at in one place anyhow
		`\d+(?:人|次)?`: "",
		`(?i)\dkm`:    "",
		`(`:           "",
	} {
		got := ""
		if re := literalTail(expr); re != nil {
			got = re.String()
		}
		if got != want {
			t.Errorf("%s: the rest is %q, expected %q", expr, got, want)
		}
	}
}

// TestLiteralTailHolds draws texts and expressions: what the whole matches, the rest does.
func TestLiteralTailHolds(t *testing.T) {
	matched := 0
	rapid.Check(t, func(t *rapid.T) {
		expr := rapid.StringMatching(`[ab.]?([ab.][*+?]?|\(b\|a[ab]\)|\[^a\]|\(a[ab]*\)|\\b|\^|\$){1,6}`).Draw(t, "expr")
		re, err := regexp.Compile(expr)
		tail := literalTail(expr)
		if err != nil || tail == nil {
			return
		}
		text := rapid.StringMatching(`[abc]{0,8}`).Draw(t, "text")
		if re.MatchString(text) {
			matched++
			if !tail.MatchString(text) {
				t.Fatalf("%s matches %q, its rest %s does not", expr, text, tail)
			}
		}
	})
	if matched == 0 {
		t.Error("no drawn expression matched")
	}
}
