package value

import (
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/words"
)

// isUnitText reports whether the whole of s is a unit of the lexicon, or a rate
// of such units.
func isUnitText(s string) bool {
	w := unitWidth(s)
	return w > 0 && w == len(s)
}

// unitWidth is the width of the unit at the start of s, rates included: 元/月/平米,
// 元/人·月, 人/10万人.
func unitWidth(s string) int {
	w := longestUnit(s)
	if w == 0 {
		return 0
	}
	for {
		n := rateWidth(s[:w], s[w:])
		if n == 0 || baseDimension(s[:w]) == words.Ratio && hasDigit(s[w:w+n]) {
			return w
		}
		w += n
	}
}

// rateWidth is the width of one further part of a rate behind a unit: /月, ·月,
// /10万人, 每人.
func rateWidth(unit, s string) int {
	w := rateMark(s)
	if w == 0 {
		return 0
	}
	if strings.HasPrefix(s[w:], "每") && !strings.HasPrefix(s, "每") {
		w += len("每")
	}
	rest := s[w:]
	number, n := fold.Number(rest)
	if end := closing(rest); n == 0 && end > 1 && rest[0] == '(' && unitWidth(rest[1:end]) == end-1 {
		return w + end + 1 // 元/(㎡·月)
	}
	u := longestUnit(rest[n:])
	if u > 0 && n > 0 && !isRateOf(unit, number, rest[n:n+u]) {
		return 0
	}
	if u > 0 && !strings.HasPrefix(rest[n+u:], "均") {
		return w + n + max(u, shortNoun(rest[n:], u))
	}
	if n > 0 {
		return 0
	}
	return w*sign(rateNoun(rest)) + rateNoun(rest)
}

// shortNoun is the width of a noun of two characters behind a slash of which the
// unit at its start, u wide, takes only the first: 场/乡村, 次/片区, 元/个人. In
// 元/个村 the first counts the second; 0 there and where there is no such noun.
func shortNoun(s string, u int) int {
	n := rateNoun(s)
	if n != len("两字") || u != len("字") || baseDimension(s[:u]) != words.Count || !isShortNoun(s[u:n]) {
		return 0
	}
	if strings.Contains("个家座条所名位张辆头只株棵艘", s[:u]) && s[:n] != "个人" {
		return 0
	}
	return n
}

// isRateOf reports whether a number of things behind a slash is what a count is
// taken over: 人/10万人, 人/50户. 1.2万户/120栋 and 3000人次/100万毫升 are two amounts.
func isRateOf(unit, number, over string) bool {
	switch DimensionOf(over) {
	case words.Time:
		return true
	case words.Count:
		if over == "人次" && startsWithAny(unit, []string{"场", "期", "次", "班"}) {
			return false // 2场/100人次
		}
	case words.Measure:
		if isCountUnit(unit) {
			return false
		}
	}
	return strings.TrimRight(number, "0") == "1" || isPeople(unit) && startsWithAny(over, []string{"人", "户", "床", "名"})
}

// rateMark is the width of what parts a rate: / · * 每.
func rateMark(s string) int {
	r, w := utf8.DecodeRuneInString(s)
	switch {
	case r == '/', r == '·', r == '每', (r == '.' || r == '*') && len(s) > 1 && !fold.IsDigit(rune(s[1])):
		return w
	}
	return 0
}

func isPeople(unit string) bool { return unit == "人" || unit == "名" }

func sign(n int) int {
	if n > 0 {
		return 1
	}
	return 0
}

// rateNoun is the width of a noun that a rate counts by and that is no unit of
// its own: 元/生, 元/村民小组. It ends at the next mark.
func rateNoun(s string) int {
	n := 0
	for i, r := range s {
		if !isLetter(r) {
			break
		}
		if suffixOpAt(s[i:]) > 0 {
			break
		}
		n = i + utf8.RuneLen(r)
		if n > len("四个汉字") {
			return 0
		}
	}
	return n
}
