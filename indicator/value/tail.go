package value

import (
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/schema"
)

// tail reads what stands behind a number: unit, suffix comparator, note, and a
// noun that the number counts.
func (p *parser) tail(v *schema.Value, f frag) (back schema.Op, ok bool) {
	f = f.trim()
	if f.s == "" {
		return "", true
	}
	if g, found := f.after("(含)"); found {
		p.inclusive, f = true, g.trim()
	}
	for _, word := range [...]string{"余", "多"} { // 10余次, 3000余
		if g, found := f.after(word); found && (longestUnit(g.s) > 0 || g.s == "") {
			back = schema.OpGT
			p.mark(RoleSuffix, f.to(len(word)))
			f = g
		}
	}
	if g, found := f.after("来"); found && longestUnit(g.s) > 0 { // 二十来个
		back = schema.OpApprox
		p.mark(RoleSuffix, f.to(len("来")))
		f = g
	}
	if g := p.roundly(v, f); g.at != f.at {
		back, f = schema.OpGT, g
	}
	f = p.unit(v, f)
	for _, word := range [...]string{"余", "多"} { // 3万余人
		if g, found := f.after(word); found && v.Unit != "" && magnitude(v.Unit) == len(v.Unit) && longestBase(g.s) > 0 {
			w := longestBase(g.s)
			p.mark(RoleSuffix, f.to(len(word)))
			p.mark(RoleUnit, g.to(w))
			v.Unit += g.s[:w]
			back, f = schema.OpGT, g.from(w).trim()
		}
	}
	if op, w := suffixOp(f.s); w > 0 {
		p.mark(RoleSuffix, f.to(w))
		back, f = op, f.from(w).trim()
		if f.s != "" && v.Unit == "" { // 100以上人次
			f = p.unit(v, f)
		}
	}
	f = p.note(v, f)
	if op, w := suffixOp(f.s); w > 0 && back == "" {
		p.mark(RoleSuffix, f.to(w))
		back, f = op, f.from(w).trim()
	}
	if f.s == "" {
		return back, true
	}
	return p.rest(v, f, back)
}

// roundly reads 千余人 behind a number: thousands of people, and some more.
func (p *parser) roundly(v *schema.Value, f frag) frag {
	for _, word := range [...]string{"千余", "千多", "百余", "百多"} {
		g, ok := f.after(word)
		if !ok {
			continue
		}
		if w := longestBase(g.s); w > 0 {
			p.mark(RoleSuffix, f.to(len(word)))
			p.mark(RoleUnit, g.to(w))
			v.Unit = word[:len("千")] + g.s[:w]
			return g.from(w).trim()
		}
	}
	return f
}

// isCountedNoun reports the nouns that may stand behind a unit: 1次团体心理治疗.
func isCountedNoun(s string) bool {
	n := 0
	for _, r := range s {
		if !isLetter(r) && r != '、' {
			return false
		}
		n++
	}
	if _, w := fold.Han(s); w > 0 && longestUnit(s[w:]) > 0 {
		return false // 3年一次
	}
	return n >= 2 && n <= 20 && isNoun(s) && !isLoneMeasure(s) && !words.StartsLoose(s) && !words.EndsLoose(s) && !endsBound(s) && !startsWithAny(s, []string{"每", "为", "是", "即", "并", "和", "及", "、", "均", "都", "也", "则"})
}

// endsBound reports a noun that ends with a comparator, which would be lost in it:
// 95%年以上.
func endsBound(s string) bool {
	for _, w := range words.Back() {
		if len(w.Word) > len("前") && strings.HasSuffix(s, w.Word) {
			return true
		}
	}
	return false
}

// unit reads the unit at the start of f: in brackets, of the lexicon, or else
// whatever stands there up to a suffix comparator or a note.
func (p *parser) unit(v *schema.Value, f frag) frag {
	if v.Unit != "" {
		return f
	}
	if end := closing(f.s); strings.HasPrefix(f.s, "(") && end > 0 {
		inner := f.between(1, end).trim()
		if isBracketedUnit(inner.s) {
			v.Unit = strings.Replace(inner.s, "、", "/", 1)
			p.mark(RoleUnit, inner)
			return f.from(end + 1).trim()
		}
		return f
	}
	if colon, n := ratioEnd(f.s); n > 0 {
		by, _ := fold.Number(f.s[colon:n])
		v.Number += ":" + by // 1比15, 1:15, 一比十五
		p.mark(RoleNumber, f.to(n))
		if f = f.from(n).trim(); unitWidth(f.s) == 0 {
			return f // 1:10配备
		}
		return p.unitOf(v, f)
	}
	return p.unitOf(v, f)
}

// unitOf reads a unit without brackets around it.
func (p *parser) unitOf(v *schema.Value, f frag) frag {
	w := unitWidth(f.s)
	if w > 0 {
		w += bracketedPart(f.s[:w], f.s[w:])
	} else {
		w = openUnit(f.s)
	}
	if w > 0 {
		v.Unit = strings.TrimRight(f.s[:w], " ")
		p.mark(RoleUnit, f.to(w))
	}
	return f.from(w).trim()
}

// ratioEnd is where the second number of a ratio starts and ends: 比15, :15, :1.5; 比一
// where no word goes on behind it (一比一帮扶 is no ratio).
func ratioEnd(s string) (start, end int) {
	for _, mark := range [...]string{"比", ":"} {
		if rest, ok := strings.CutPrefix(s, mark); ok {
			rest = strings.TrimLeft(rest, " ")
			start = len(s) - len(rest)
			if _, n := fold.Arabic(rest); n > 0 {
				return start, start + n
			}
			if _, n := fold.Han(rest); n > 0 && mark == "比" && (n == len(rest) || suffixOpAt(rest[n:]) > 0 || rest[n] == '(') {
				return start, start + n
			}
		}
	}
	return 0, 0
}

// bracketedPart is the width of a second unit in brackets: 台(套), 元/(人·月).
func bracketedPart(unit, s string) int {
	end := closing(s)
	if end <= 0 || s[0] != '(' {
		return 0
	}
	inner := s[1:end]
	if longestUnit(inner) == len(inner) && DimensionOf(unit) == words.Count && baseDimension(inner) == words.Count {
		return end + 1
	}
	return 0
}

// isBracketedUnit reports whether brackets right behind a number hold its unit
// and not a note on it.
func isBracketedUnit(s string) bool {
	if isUnitText(s) {
		return true
	}
	if units := strings.Split(s, "、"); len(units) == 2 && isCountUnit(units[0]) && isCountUnit(units[1]) {
		return true // 5(台、套)
	}
	if s == "" || utf8.RuneCountInString(s) > 6 || suffixOpAt(s) > 0 {
		return false
	}
	for _, r := range s {
		if !isLetter(r) && !strings.ContainsRune("/·%‰°", r) {
			return false
		}
	}
	return !mentions(s, []string{"标准", "含", "税", "约", "以", "年", "其中", "预计", "暂", "历史", "行业", "计划", "上", "下", "共", "不", "见", "已", "完成", "估", "目标", "实际", "原", "新", "注", "略", "及"})
}

// openUnit is the width of a unit that is in no lexicon: 标箱, 80M.
func openUnit(s string) int {
	switch {
	case strings.HasPrefix(s, "/"):
		n := fold.Digits(s[1:])
		if u := longestUnit(s[1+n:]); n > 0 && u > 0 {
			return 1 + n + u // 5/10万
		}
	}
	runes, end := 0, 0
	for i, r := range s {
		if !isLetter(r) && !strings.ContainsRune("/·°'′″%", r) || suffixOpAt(s[i:]) > 0 && r != '多' && r != '余' && r != '起' {
			break
		}
		end = i + utf8.RuneLen(r)
		if runes++; runes > 6 {
			return 0
		}
	}
	if share := strings.IndexByte(s[:end], '%'); end == 0 || share > 0 && fold.IsLatin(rune(s[share-1])) || !mayBeUnit(s[:end]) {
		return 0
	}
	return end
}

// mayBeUnit reports words behind a number that can be its unit: no bad thing, no
// verb, no part of a date, no class (等保2.0三级测评).
func mayBeUnit(s string) bool {
	if _, w := fold.Han(s); w > 0 && startsWithAny(s[w:], []string{"级", "等", "类"}) {
		return false
	}
	return !isBadThing(s) && !isLookAlike(rune(s[0])) && endTrend(s) != 0 && !words.DoneVerbs.Begins(s) &&
		!startsWithAny(s, []string{"全覆盖", "容忍", "距离", "门槛", "的", "年", "月", "日", "号", "至", "到", "且", "或", "和", "及", "与", "前", "后", "之前", "底"})
}

// note reads a trailing bracket: 100%(历史标准).
func (p *parser) note(v *schema.Value, f frag) frag {
	for {
		open, end, shut := noteBrackets(f.s)
		if end < 0 {
			return f
		}
		inner := f.between(open, end).trim()
		switch {
		case inner.s == "":
		case v.Note == "":
			v.Note = inner.s
		default:
			v.Note += noteSeparator + inner.s
		}
		p.mark(RoleNote, inner)
		f = f.from(end + shut).trim()
	}
}

// noteBrackets are where the note in brackets at the start of a text begins and ends, and
// the width of what shuts it; the end is -1 where none stands there. Square ones hold one
// only where they hold words: [90,100] is an interval.
func noteBrackets(s string) (start, end, shut int) {
	if strings.HasPrefix(s, "(") {
		return 1, closing(s), 1
	}
	for _, b := range [...][2]string{{"[", "]"}, {"【", "】"}, {"〔", "〕"}} {
		rest, ok := strings.CutPrefix(s, b[0])
		if at := strings.Index(rest, b[1]); ok && at > 0 && (!hasDigit(rest[:at]) || strings.Contains(rest[:at], "含")) {
			return len(b[0]), len(b[0]) + at, len(b[1])
		}
	}
	return 0, -1, 0
}

// withBound and withoutBound are the comparators of a bound that counts, and of one that
// does not.
var (
	withBound    = map[schema.Op]schema.Op{schema.OpGT: schema.OpGE, schema.OpLT: schema.OpLE}
	withoutBound = map[schema.Op]schema.Op{schema.OpGE: schema.OpGT, schema.OpLE: schema.OpLT}
)

// bound lets a note say whether the bound itself counts: 高于90%（含90%） is ≥,
// 90%以上（不含） is >. The note stays but for 含 alone, which says no more.
func bound(v *schema.Value) {
	front, last := "", v.Note
	if at := strings.LastIndex(v.Note, noteSeparator); at >= 0 {
		front, last = v.Note[:at], v.Note[at+len(noteSeparator):]
	}
	of := withoutBound
	what, said := strings.CutPrefix(last, "不含")
	if !said {
		of = withBound
		what, said = strings.CutPrefix(last, "含")
	}
	number, _, w := fold.Share(what)
	if w == 0 {
		number, _ = fold.Number(what)
	}
	if !said || what != "" && what != "本数" && (number == "" || number != v.Number) {
		return // 含税
	}
	if op, ok := of[v.Op]; ok && v.Kind == schema.KindQuantity {
		v.Op = op
	}
	if last == "含" {
		v.Note = front
	}
}
