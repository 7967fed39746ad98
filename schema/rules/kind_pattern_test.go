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
	texts := []string{""}
	for from, n := 0, 0; n < 5; n++ { // all of up to five of these characters
		for to := len(texts); from < to; from++ {
			texts = append(texts, texts[from]+"a", texts[from]+"b", texts[from]+"c")
		}
	}
	matched := 0
	rapid.Check(t, func(t *rapid.T) {
		const drawn = 16 // most have no literal in front, or do not compile
		for _, expr := range rapid.SliceOfN(rapid.StringMatching(`[ab.]?([ab.][*+?]?|\(b\|a[ab]\)|\[^a\]|\(a[ab]*\)|\\b|\^|\$){1,6}`), drawn, drawn).Draw(t, "expressions") {
			re, err := regexp.Compile(expr)
			tail := literalTail(expr)
			if err != nil || tail == nil {
				continue
			}
			for _, text := range texts {
				if !re.MatchString(text) {
					continue
				}
				if matched++; !tail.MatchString(text) {
					t.Fatalf("%s matches %q, its rest %s does not", expr, text, tail)
				}
			}
		}
	})
	if matched == 0 {
		t.Error("no drawn expression matched")
	}
}
