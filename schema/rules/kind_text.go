package rules

import (
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/late"
)

func textKind() kind {
	return typed("text", say("文字关系：字段之间、名称与取值之间", "relations between texts: equal fields, contradictions, cut ends, style"), compileText)
}

// textParams: one relation between texts.
type textParams struct {
	Check      string   `yaml:"check" enum:"same|short|truncated|conflict|echo|mixed|subject|unmatched" doc:"same: two fields are equal; short: a field has too few characters; truncated: a text ends in the middle; conflict: one field holds a word that another contradicts; echo: the value repeats a word of the name; mixed: one form writes the same thing in two ways; subject: the noun in the value is not in the name; unmatched: a quantity of the goals is no indicator's"`
	Fields     []string `yaml:"fields" doc:"the fields"`
	Loose      bool     `yaml:"loose" doc:"of same: words of planning and doing, and the years, make no difference"`
	Least      int      `yaml:"least" doc:"of short: the fewest characters; of same: the shortest text that is looked at"`
	Left       string   `yaml:"left" doc:"of conflict: a field"`
	LeftWords  []string `yaml:"left_words" doc:"of conflict: lexicons of the first field"`
	RightWords []string `yaml:"right_words" doc:"of conflict: lexicons of the other fields that contradict"`
	Names      bool     `yaml:"names" doc:"of truncated: look at the indicators' names, too"`
}

func compileText(c *compiler, p *textParams, sel *selector) func(*form, func(hit)) {
	list := c.fieldList("fields", p.Fields)
	switch p.Check {
	case "same":
		return func(f *form, emit func(hit)) { textSame(f, list, p.Least, p.Loose, emit) }
	case "short":
		return func(f *form, emit func(hit)) { textShort(f, list, p.Least, emit) }
	case "truncated":
		return func(f *form, emit func(hit)) { textTruncated(f, list, p.Names, emit) }
	case "conflict":
		left := c.fieldList("left", []string{p.Left})
		lw, rw := c.lexSetAt(inFields, c.at("left_words"), p.LeftWords), c.lexSetAt(inFields, c.at("right_words"), p.RightWords)
		return func(f *form, emit func(hit)) {
			if len(left) == 1 {
				textConflict(f, left[0], list, lw, rw, emit)
			}
		}
	case "echo":
		return func(f *form, emit func(hit)) { textEcho(f, sel, emit) }
	case "mixed":
		return textMixed
	case "subject":
		return func(f *form, emit func(hit)) { textSubject(f, sel, emit) }
	case "unmatched":
		return func(f *form, emit func(hit)) { textUnmatched(f, list, emit) }
	}
	c.need(false, "check", "same, short, truncated, conflict, echo, mixed, subject or unmatched")
	return func(*form, func(hit)) {}
}

// planned are the words in which a plan and a report of it differ: 2024年计划完成 and
// 2024年已完成.
var planned = late.Regexp(`20\d\d年?(?:度)?(?:[-—–~至到]20\d\d年?度?)?|计划|预计|拟|将|已经?|全部|全面|均|了|[，,。；;：:、\s]`)

func textSame(f *form, list []*field, least int, loose bool, emit func(hit)) {
	for i, a := range list {
		s := a.get(f.decl)
		if s == "" {
			continue
		}
		for _, b := range list[:i] {
			if b.get(f.decl) == "" {
				continue
			}
			one, two := f.text(a), f.text(b)
			if (one == two || loose && f.alike(one, two)) && utf8.RuneCountInString(one) >= least {
				emit(hit{path: a.name, field: a, found: s, also: b})
				break
			}
		}
	}
}

// alike reports whether two texts are one but for years and words of planning.
func (f *form) alike(a, b string) bool {
	if len(a) > maxProse || len(a) > 3*len(b) || len(b) > 3*len(a) {
		return false
	}
	return planned().ReplaceAllString(fold(a), "") == planned().ReplaceAllString(fold(b), "")
}

func textShort(f *form, list []*field, least int, emit func(hit)) {
	for _, fl := range list {
		s := fl.get(f.decl)
		if s == "" || len(s) > 4*least {
			continue
		}
		if n := len([]rune(fold(s))); n < least {
			emit(hit{path: fl.name, field: fl, found: s, expected: "≥" + itoa(least)})
		}
	}
}

// textTruncated reports texts that break off: an opening bracket near the end
// that nothing closes, or a numbering with nothing behind it. In a name, which
// is short, any bracket without its partner counts.
func textTruncated(f *form, list []*field, names bool, emit func(hit)) {
	for _, fl := range list {
		if s := fl.get(f.decl); s != "" && (cutOff(s) || !fl.prose && openBracket(s, len(s))) {
			emit(hit{path: fl.name, field: fl, found: tail(s)})
		}
	}
	if !names {
		return
	}
	for i := range f.rows {
		if r := &f.rows[i]; openBracket(r.name, len(r.name)) {
			emit(hit{path: f.rowPath(r) + ".name", row: r, found: r.ind.Name})
		}
	}
}

// cutTail is how near the end, in bytes, an unclosed bracket must stand to say
// that a long text was cut, and not that a bracket was forgotten.
const cutTail = 60

func cutOff(s string) bool {
	s = strings.TrimSpace(s)
	return openBracket(s, cutTail) || bareNumbering(s) || endsOpen(s)
}

// endsOpen reports a text that ends with what must be followed: 、, or 并, 以及 or 和
// behind a mark. A comma alone at the end is only sloppy.
func endsOpen(s string) bool {
	if strings.HasSuffix(s, "、") {
		return true
	}
	for _, word := range [...]string{"并", "以及", "及", "和", "同时", "且", "使", "通过", "为"} {
		if front, ok := strings.CutSuffix(s, word); ok && endsWithMark(front) {
			return true
		}
	}
	return false
}

func endsWithMark(s string) bool {
	return strings.HasSuffix(s, "，") || strings.HasSuffix(s, ",") || strings.HasSuffix(s, "、")
}

// openBracket reports an opening bracket within the last n bytes after which
// no bracket closes.
func openBracket(s string, n int) bool {
	from := max(len(s)-n, 0)
	for from > 0 && s[from]&0xC0 == 0x80 {
		from++ // not in the middle of a character
		if from == len(s) {
			break
		}
	}
	open := false
	for _, c := range s[from:] {
		switch c {
		case '(', '（', '〔', '[', '【', '《', '〈', '{':
			open = true
		case ')', '）', '〕', ']', '】', '》', '〉', '}':
			open = false
		}
	}
	return open
}

// bareNumbering reports an end such as "；4." or "；4.G": an item that begins and
// says nothing.
func bareNumbering(s string) bool {
	if len(s) < 8 {
		return false
	}
	if c := s[len(s)-1]; c >= 'A' && c <= 'Z' {
		s = s[:len(s)-1]
	}
	rest := strings.TrimRight(s, ".．、)")
	if rest == s {
		return false
	}
	head := strings.TrimRight(rest, "0123456789")
	if head == rest || len(rest)-len(head) > 2 {
		return false
	}
	return strings.HasSuffix(head, "；") || strings.HasSuffix(head, ";") || strings.HasSuffix(head, "。") || strings.HasSuffix(head, "，") || strings.HasSuffix(head, ",") || strings.HasSuffix(head, "\n") || strings.HasSuffix(head, " ")
}

// tail is the end of a text, for a message.
func tail(s string) string {
	r := []rune(s)
	if len(r) <= 24 {
		return s
	}
	return "…" + string(r[len(r)-24:])
}

func textConflict(f *form, left *field, right []*field, lw, rw bits, emit func(hit)) {
	if !f.bitsOf(left).Any(lw) {
		return
	}
	for _, fl := range right {
		if !f.bitsOf(fl).Any(rw) {
			continue
		}
		word := f.set.lex.term(f.text(fl), rw)
		emit(hit{path: left.name, field: left, found: left.get(f.decl), other: fl.label.ZH + "：" + word, expected: word})
		return
	}
}

// textEcho reports a value that only repeats a word of the name. 健全性 with 健全 is
// how such indicators are written, so a word before 性 does not count.
func textEcho(f *form, sel *selector, emit func(hit)) {
	eachRow(sel, f, func(r *row) {
		at := strings.Index(r.name, r.text)
		if len(r.text) < len("保障") || at < 0 || strings.HasPrefix(r.name[at+len(r.text):], "性") {
			return
		}
		emit(hit{path: f.rowPath(r) + ".value", row: r, found: r.ind.Value.Text})
	})
}

var comparisonSigns = [...]string{"≥", "≤", "≧", "≦"}

// textMixed reports a form that writes >= and ≥, or 100% and 100.00%.
func textMixed(f *form, emit func(hit)) {
	var ascii, sign, short, long string
	for i := range f.rows {
		v := f.rows[i].ind.Value
		if v == nil {
			continue
		}
		text := f.rows[i].text
		switch {
		case ascii == "" && (strings.Contains(text, ">=") || strings.Contains(text, "<=")):
			ascii = v.Text
		case sign == "" && inWords(text, comparisonSigns[:], true):
			sign = v.Text
		}
		if v.Unit != "%" || v.Kind != schema.KindQuantity {
			continue
		}
		switch frac := strings.IndexByte(v.Number, '.'); {
		case short == "" && frac < 0:
			short = v.Text
		case long == "" && frac >= 0 && strings.Trim(v.Number[frac+1:], "0") == "" && len(v.Number) > frac+1:
			long = v.Text
		}
	}
	if ascii != "" && sign != "" {
		emit(hit{path: "indicators", found: ascii, other: sign})
	} else if short != "" && long != "" {
		emit(hit{path: "indicators", found: short, other: long})
	}
}

// textSubject reports a value whose noun shares no two characters in a row with
// the name.
func textSubject(f *form, sel *selector, emit func(hit)) {
	eachAtom(sel, f, func(r *row, a *atom) bool {
		s := []rune(fold(a.v.Subject))
		if len(s) < 2 || s[0] == '每' {
			return false // 每亩 is what the number is for
		}
		for i := 0; i+1 < len(s); i++ {
			if strings.Contains(r.name, string(s[i:i+2])) {
				return false
			}
		}
		emit(hit{path: f.rowPath(r) + ".value", row: r, found: a.v.Subject})
		return true
	})
}

// textUnmatched reports the first quantity of the goals, a number with a unit
// of counts, that no indicator has.
func textUnmatched(f *form, list []*field, emit func(hit)) {
	for _, fl := range list {
		text := f.text(fl)
		if !holdsDigit(text) {
			continue
		}
		for _, q := range quantities(text, f.set.units) {
			if !f.hasQuantity(q) && !locates(q) {
				emit(hit{path: pathOf(fl), field: fl, found: q.number + q.unit})
				break
			}
		}
	}
}

type quantity struct {
	number, unit string
	front        string // of the text, up to the number
}

// doing is a verb whose object is what follows it: 新建5个.
var doing = late.Regexp(`(新建|建设|建成|完成|改造|创建|培育|打造|举办|开展|实施|新增|修建|整治|购置|采购|发放|支持|扶持|资助|安装|编制|维修|更新|引进|孵化|服务|覆盖|提供|制作|摄制|创作|出版|设立|增设)(约|近|共|共计|总计|不少于|不低于|至少|超过)?$`)

// locates reports whether a number only says where: 在东林场等7个林场实施, 馆内5个库房的升级.
func locates(q quantity) bool { return q.unit == "个" && !doing().MatchString(q.front) }

// quantities finds numbers followed by a unit of counts in a folded text. A
// unit is taken at its longest: 人次 before 人.
func quantities(text string, u *units) []quantity {
	var out []quantity
	for i := 0; i < len(text) && len(out) < 40; i++ {
		if text[i] < '0' || text[i] > '9' {
			continue
		}
		j := i + len(numberAt(text[i:]))
		unit := ""
		for _, n := range []int{6, 3} { // two characters, one character
			if j+n > len(text) {
				continue
			}
			if c, _ := u.of(text[j : j+n]); c == unitCount {
				unit = text[j : j+n]
				break
			}
		}
		if unit != "" && unit != "岁" && unit != "周岁" && (i == 0 || text[i-1] != '-' && text[i-1] != '.') {
			out = append(out, quantity{text[i:j], unit, text[:i]})
		}
		i = j - 1
	}
	return out
}

func (f *form) hasQuantity(q quantity) bool {
	want, ok := number(q.number)
	if !ok {
		return true
	}
	for i := range f.rows {
		for _, a := range f.rows[i].atoms {
			for _, s := range [3]string{a.v.Number, a.v.Min, a.v.Max} {
				if n, ok := number(s); ok && n.Equal(want) && (a.v.Unit == "" || strings.Contains(a.v.Unit, q.unit) || strings.Contains(q.unit, a.v.Unit) || a.class == unitCount) {
					return true
				}
			}
		}
		if strings.Contains(f.rows[i].name, q.number) {
			return true
		}
	}
	return false
}
