package value

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/schema"
)

// quantity reads [每月] [subject] [op] number [unit] [suffix op] [note]. Of several
// numbers the first with a sound front and tail is the quantity's; the others
// belong to its subject (6小时内扑灭率不低于95%).
func (p *parser) quantity(v *schema.Value, f frag) bool {
	if namesStandard(f.s) {
		return false
	}
	n := p.marked()
	for i := 0; i < len(f.s); {
		c := f.s[i]
		if !fold.IsDigit(rune(c)) {
			i++
			continue
		}
		number, unit, width := numberOrShare(f.s[i:])
		if width == 0 || !startsNumber(f.s, i, width) {
			i += max(fold.Digits(f.s[i:]), 1)
			continue
		}
		if p.quantityAt(v, f, i, number, unit, width) {
			return true
		}
		reset(v)
		p.undo(n)
		i += width
	}
	return p.hanQuantity(v, f)
}

// namesStandard reports a technical standard or certificate by its number:
// GB3095-2012, ISO9001, JTG F80/1-2017.
func namesStandard(s string) bool {
	if strings.IndexFunc(s, fold.IsLatin) < 0 {
		return false
	}
	if datedStandard(s) {
		return true
	}
	for _, code := range [...]string{"GB", "ISO", "JGJ", "CJJ", "DB", "IEC", "HJ", "JTG", "YY/T", "CMMI"} {
		i := strings.Index(s, code)
		if i < 0 {
			continue
		}
		rest := strings.TrimLeft(s[i+len(code):], "/TQ ")
		if hasDigit(rest[:min(len(rest), 1)]) {
			return i == 0 || !fold.IsLatin(rune(s[i-1])) && !fold.IsDigit(rune(s[i-1]))
		}
	}
	return false
}

// datedStandard reports a code of capitals with a number and a year behind its
// dash: JTG F80/1-2017, whoever issues it.
func datedStandard(s string) bool {
	for i := 0; i+5 <= len(s); i++ {
		if s[i] != '-' || yearOf(s[i+1:i+5]) == 0 || i+5 < len(s) && fold.IsDigit(rune(s[i+5])) {
			continue
		}
		number := strings.TrimRight(s[:i], "0123456789./")
		if number == s[:i] {
			continue
		}
		code := strings.TrimRight(number, "/ ABCDEFGHIJKLMNOPQRSTUVWXYZ")
		if capitals := strings.Trim(number[len(code):], "/ "); len(capitals) >= 2 && capitals[0] >= 'A' {
			return true
		}
	}
	return false
}

// numberOrShare is the number at the start of s, with the unit that a share in
// words brings along (8成).
func numberOrShare(s string) (number, unit string, width int) {
	if number, unit, width = composite(s); width > 0 {
		return number, unit, width
	}
	number, width = fold.Arabic(s)
	if rest := s[width:]; strings.HasPrefix(rest, "成") || strings.HasPrefix(rest, "分之") {
		if n, u, w := fold.Share(s); w > 0 {
			return n, u, w
		}
	}
	if rest := s[width:]; len(rest) > 1 && rest[0] == '/' && fold.IsDigit(rune(rest[1])) {
		if m, w := fold.Arabic(rest[1:]); w > 0 && !strings.Contains(number, ".") && isFractionEnd(rest[1+w:]) && !isLastDay(number, m) {
			return s[:width+1+len(m)], "", width + 1 + w
		}
	}
	return number, "", width
}

// isLastDay reports two numbers parted by a slash that are as well the end of a month as
// a fraction: 12/31.
func isLastDay(month, day string) bool {
	m, err := strconv.Atoi(month)
	d, also := strconv.Atoi(day)
	return err == nil && also == nil && m >= 1 && m <= 12 && d >= 28 && d == lastDay(0, m)
}

// isFractionEnd reports whether 2/3 ends as a fraction does.
func isFractionEnd(rest string) bool {
	return rest == "" || suffixOpAt(rest) > 0
}

// startsNumber reports whether the digits at i begin a number of their own: not
// part of a word (PM2.5), an ordinal (第3) or a year (2020年).
func startsNumber(s string, i, width int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	if fold.IsLatin(before) && !endsWith(s[:i], beforeNumber) || before == '第' || before == '.' || before == '_' {
		return false
	}
	rest := strings.TrimLeft(s[i+width:], " ")
	switch {
	case before == ':' && i > 1 && fold.IsDigit(rune(s[i-2])), startsWithAny(rest, []string{":00", ":30"}):
		return false // a time of day
	case i == 0 && isMapScale(s):
		return false
	case startsWithAny(rest, afterYear) && width == 4 && yearOf(s[i:i+width]) != 0:
		return false
	case before == '年':
		return !strings.HasPrefix(rest, "月")
	case before == '月':
		return !strings.HasPrefix(rest, "日") && !strings.HasPrefix(rest, "号")
	}
	return true
}

// beforeNumber are the Latin words that a number may stand right behind.
var beforeNumber = []string{"pH", "PH", "RMB", "CNY"}

// afterYear are the words that make four digits in front of them a year.
var afterYear = []string{"年", "版", "学年", "届"}

// isMapScale reports 1:500 and the like in front of what is drawn or made at that
// scale.
func isMapScale(s string) bool {
	rest, ok := strings.CutPrefix(s, "1:")
	n := fold.Digits(rest)
	return ok && n >= 3 && strings.HasSuffix(rest[:n], "00") && startsWithAny(strings.TrimPrefix(rest[n:], "万"), []string{"地形", "比例", "地图", "基础", "数字", "土壤", "地质"})
}

// quantityAt reads f as a quantity whose number stands at i.
func (p *parser) quantityAt(v *schema.Value, f frag, i int, number, unit string, width int) bool {
	front, tail := f.to(i), f.from(i+width)
	p.inclusive = false
	p.leads = endsWith(strings.TrimRight(front.s, " "), []string{"提前", "延长", "缩短", "推迟"})
	v.Kind, v.Number, v.Unit = schema.KindQuantity, number, unit
	front, v.Unit = shareWords(front, unit)
	front, yuan := p.currency(front)
	if s, negative := signed(front.s); negative {
		v.Number = f.s[s : i+width]
		if number != f.s[i:i+width] {
			v.Number = "-" + number
		}
		front = f.to(s)
	}
	if v.Unit == "" && namesKind(tail.s, width) || strings.HasPrefix(tail.s, "月内") && width <= 2 && front.trim().s == "" {
		return false
	}
	back, ok := p.tail(v, tail)
	if !ok || !p.front(v, front) {
		return false
	}
	if yuan && longestBase(v.Unit) == 0 {
		if strings.HasPrefix(v.Unit, "/") {
			v.Unit = "元" + v.Unit // ¥1200/台
		} else {
			v.Unit += "元" // ¥5,000
		}
	}
	if v.Subject != "" && DimensionOf(v.Unit) == words.Time && endsWith(strings.TrimRight(front.s, " "), []string{"前", "过去"}) {
		return false // 不低于前三年平均水平
	}
	p.mark(RoleNumber, f.between(len(front.s), i+width))
	if v.Op == schema.OpApprox && DimensionOf(v.Unit) == words.Time && strings.HasSuffix(strings.TrimRight(front.s, " "), "近") && v.Subject != "" ||
		strings.HasPrefix(v.Number, "-") && isUpper(back) && strings.Contains(tail.s, "内") {
		return false // 近3年平均值; -3%以内 may mean the distance from 0
	}
	if back == schema.OpApprox && v.Op == schema.OpLE && strings.HasSuffix(strings.TrimRight(front.s, " "), "控制在") {
		v.Op = schema.OpApprox // 控制在3%左右
	}
	return p.finish(v, back)
}

// namesKind reports what makes a number of this width in front of it the name of a
// kind or grade: 3A级, 5A, 4K超高清.
func namesKind(tail string, width int) bool {
	rest, ok := strings.CutPrefix(tail, "K")
	return ok && startsHan(rest) || strings.HasPrefix(strings.TrimLeft(tail, " "), "A级") || tail == "A" && width == 1
}

// currency takes the sign of the currency off the end of a front.
func (p *parser) currency(front frag) (rest frag, found bool) {
	rest = front
	for _, sign := range [...]string{"¥", "RMB", "CNY", "人民币"} {
		if g, ok := rest.trim().before(sign); ok {
			p.mark(RoleUnit, rest.between(len(g.s)+g.at-rest.at, len(g.s)+g.at-rest.at+len(sign)))
			rest, found = g, true
		}
	}
	return rest, found
}

// inclusive is a comparator that takes its bound in.
func inclusive(op schema.Op) schema.Op {
	switch op {
	case schema.OpGT:
		return schema.OpGE
	case schema.OpLT:
		return schema.OpLE
	}
	return op
}

// shareWords takes 百分之 in front of a number in digits for its unit.
func shareWords(front frag, unit string) (frag, string) {
	if unit != "" || !strings.HasSuffix(front.s, "分之") {
		return front, unit
	}
	for _, w := range fold.ShareUnits {
		if g, ok := front.before(w.Word); ok {
			return g, w.Unit
		}
	}
	return front, unit
}

// finish settles the comparators of a quantity, and takes its bound in where (含)
// says so.
func (p *parser) finish(v *schema.Value, back schema.Op) bool {
	if !finish(v, back) {
		return false
	}
	if p.inclusive && !v.OpImplied {
		v.Op = inclusive(v.Op)
	}
	return true
}

// finish settles the comparators of a quantity.
func finish(v *schema.Value, back schema.Op) bool {
	op, ok := settle(v.Op, back)
	if !ok {
		return false
	}
	v.Op = op
	if op == "" {
		v.Op, v.OpImplied = schema.OpEQ, true
	}
	splitPer(v)
	return true
}

// signed is where the minus sign in front of a number starts. A dash behind a
// word is no sign.
func signed(front string) (at int, negative bool) {
	n := len(front) - 1
	if n < 0 || front[n] != '-' {
		return 0, false
	}
	rest := strings.TrimRight(front[:n], " ")
	if rest == "" {
		return n, true
	}
	op, _ := endOp(rest)
	return n, op != ""
}
