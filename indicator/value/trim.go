package value

import (
	"strings"

	"github.com/pbt-cli/pbt/indicator/fold"
)

// isNumbering reports what dropNumbering leaves behind: 1、, (2), ；3.
func isNumbering(s string) bool {
	s = strings.Trim(s, " ,;。、(")
	n := fold.Digits(s)
	rest := strings.Trim(s[n:], " ")
	return n > 0 && n <= 2 && (rest == "、" || rest == "" || rest == "." || rest == ":" || rest == ")")
}

// dropLabel drops the name of the column itself in front of a value: 目标值:≥95%,
// 定性:良好.
func dropLabel(f frag) frag {
	for _, label := range [...]string{"目标值", "指标值", "年度指标值", "年度目标值", "年度目标", "计划值", "标准值", "定量", "定性", "定量指标", "定性指标", "指标"} {
		g, ok := f.after(label)
		if ok && strings.HasPrefix(g.s, ":") && len(g.s) > 1 {
			return g.from(1)
		}
		if ok && strings.HasSuffix(label, "值") && symbolWidth(g.s) > 0 {
			return g // 目标值≥90%
		}
	}
	return f
}

// trimOuter drops what stands around a value without meaning: spaces, quotes, a
// leaked colon in front, a full stop behind, a pair of brackets around the whole.
func trimOuter(f frag) frag {
	if startsHan(f.s) && fold.EndsHan(f.s) {
		return f
	}
	for {
		g := f.trim()
		for _, mark := range [...]string{":", "'", "\"", "“", "‘", "、", ",", ";", "★", "☆", "▲", "。"} {
			if h, ok := g.after(mark); ok && !quotesWithin(mark, h.s) {
				g = h
			}
		}
		for _, mark := range [...]string{"。", "(", ";", ",", "、", "'", "\"", "”", "’", "!", "."} {
			if h, ok := g.before(mark); ok && !primes(mark, h.s) {
				g = h
			}
		}
		g = dropStar(g)
		for _, pair := range [...][2]string{{"【", "】"}, {"[", "]"}, {"「", "」"}, {"{", "}"}} {
			if h, ok := g.after(pair[0]); ok && !isBracketedSpan(g.s) {
				if k, also := h.before(pair[1]); also && k.s != "" {
					g = k
				}
			}
		}
		g = dropNumbering(g)
		if n := len(g.s); n > 2 && g.s[0] == '(' && g.s[n-1] == ')' && closing(g.s) == n-1 && !isBracketedSpan(g.s) {
			g = g.between(1, n-1)
		}
		if g == f {
			return f
		}
		f = g
	}
}

// dropStar drops the mark of a footnote at either end: *≥15个, 5家*, ≥90%★. A star beside
// a digit, another one or a unit that nothing stands in front of may be a digit that is
// hidden.
func dropStar(f frag) frag {
	if g, ok := f.after("*"); ok && symbolWidth(g.s) > 0 {
		return g
	}
	for _, star := range [...]string{"*", "★", "☆", "▲"} {
		if g, ok := f.before(star); ok && g.s != "" && !endsInDigit(g.s) && hasDigit(g.s) && !strings.Contains(g.s, "*") && symbolWidth(lastRune(g.s)) == 0 {
			return g
		}
	}
	return f
}

// primes reports a quote that no other opens behind a number: the mark of minutes, feet
// or seconds in 15’.
func primes(mark, front string) bool {
	return strings.Contains("'\"”’", mark) && front != "" && fold.IsDigit(rune(front[len(front)-1])) && !strings.ContainsAny(front, "'\"“‘”’")
}

// startsHan reports a unified ideograph at the begin, by its bytes alone: of the rest
// some are missed.
func startsHan(s string) bool { return len(s) >= 3 && s[0] >= 0xE4 && s[0] <= 0xE9 }

// quotesWithin reports an opening quote whose closing one stands inside the text:
// “120”急救平均响应时间.
func quotesWithin(open, rest string) bool {
	closing := ""
	switch open {
	case "“":
		closing = "”"
	case "‘":
		closing = "’"
	}
	i := strings.Index(rest, closing)
	return closing != "" && i >= 0 && i+len(closing) < len(rest)
}

// dropNumbering drops the numbering in front of a clause: (1)≥95%, 1、培训3次. A
// number with digits behind its point is no numbering.
func dropNumbering(f frag) frag {
	s := strings.TrimPrefix(f.s, "(")
	n := fold.Digits(s)
	if n == 0 || n > 2 {
		return f
	}
	rest := s[n:]
	marks := []string{"、", ".", ":"}
	if len(s) < len(f.s) {
		if strings.HasPrefix(s, "1)") && strings.Contains(s, "(2)") {
			return f // (1)≥80%(2)≤5天 is parted by its numbers
		}
		marks = []string{")"}
	}
	for _, mark := range marks {
		after, ok := strings.CutPrefix(rest, mark)
		if !ok || after == "" || fold.IsDigit(rune(after[0])) || startsWithAny(after, []string{"(", "-", "~", "至", "%", "、"}) || mark == ")" && unitWidth(after) > 0 && symbolWidth(after) == 0 {
			continue
		}
		return f.from(len(f.s) - len(after))
	}
	return f
}

// closing is the index of the bracket that closes the one at the start of s, -1
// where none does.
func closing(s string) int {
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}
