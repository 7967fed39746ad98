package value

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/schema"
)

// interval reads 90%-95%, 80至90分, 100±5万元, ±3%, 大于90%小于95%, 90%≤合格率≤95%.
func (p *parser) interval(v *schema.Value, f frag, held signs) bool {
	n := p.marked()
	if p.bracketed(v, f) || held.any(signPair) && p.pair(v, f) {
		return true
	}
	reset(v)
	p.undo(n)
	if strings.Contains(f.s, "±") {
		if p.plusMinus(v, f) {
			return true
		}
		reset(v)
		p.undo(n)
	}
	if namesStandard(f.s) {
		return false // GB/T 19001-2016
	}
	for i := 0; i < len(f.s) && held.any(signDash); {
		if !fold.IsDigit(rune(f.s[i])) {
			i++
			continue
		}
		if p.span(v, f, i) && (yearOf(v.Min) == 0 || yearOf(v.Max) == 0 || DimensionOf(v.Unit) != words.Time) {
			return true // 2024-2025学年 are no amounts
		}
		reset(v)
		p.undo(n)
		i += fold.Digits(f.s[i:])
	}
	if p.shareSpan(v, f) {
		return true
	}
	reset(v)
	p.undo(n)
	if held.any(signDash) && p.hanSpan(v, f) {
		return true
	}
	reset(v)
	p.undo(n)
	return p.twoSided(v, f)
}

// bracketed reads the mathematical [90%,100%], (80,90].
func (p *parser) bracketed(v *schema.Value, f frag) bool {
	low, high, ok := bracketedBounds(f.s)
	if !ok {
		return false
	}
	v.Kind, v.Unit = schema.KindInterval, either(high.unit, low.unit)
	v.Min, v.MinExclusive = low.number, f.s[0] == '('
	v.Max, v.MaxExclusive = high.number, f.s[len(f.s)-1] == ')'
	p.mark(RoleNumber, f)
	return true
}

func isBracketedSpan(s string) bool {
	_, _, ok := bracketedBounds(s)
	return ok
}

// bracketEnd is one end of such an interval: a number with its unit.
type bracketEnd struct{ number, unit string }

// bracketedBounds are the two numbers between mathematical brackets, with their
// units.
func bracketedBounds(s string) (low, high bracketEnd, ok bool) {
	if inner, found := strings.CutPrefix(s, "【"); found && strings.HasSuffix(inner, "】") {
		s = "[" + strings.TrimSuffix(inner, "】") + "]"
	}
	if len(s) < len("[0,1]") || s[0] != '[' && s[0] != '(' || s[len(s)-1] != ']' && s[len(s)-1] != ')' {
		return low, high, false
	}
	a, b, found := strings.Cut(s[1:len(s)-1], ",")
	if !found {
		return low, high, false
	}
	var sides [2]bracketEnd
	for i, text := range [...]string{a, b} {
		text = strings.Trim(text, " ")
		minus := 0
		if strings.HasPrefix(text, "-") {
			minus = 1
		}
		n := plainNumber(text[minus:])
		if n == 0 || !isFastUnit(text[minus+n:]) {
			return low, high, false
		}
		sides[i] = bracketEnd{text[:minus+n], text[minus+n:]}
	}
	low, high = sides[0], sides[1]
	// (1,234) is an amount with a separator.
	isAmount := s[0] == '(' && s[len(s)-1] == ')' && low.unit == "" && high.unit == ""
	return low, high, !isAmount && agree(low.unit, high.unit)
}

// span reads number [unit] dash number [unit], with the first number at i.
func (p *parser) span(v *schema.Value, f frag, i int) bool {
	low, lw := fold.Arabic(f.s[i:])
	if lw == 0 || !startsNumber(f.s, i, lw) {
		return false
	}
	start := i
	if s, negative := signed(f.s[:i]); negative {
		start, low = s, "-"+low
	}
	return p.spanFrom(v, f, start, i+lw, low)
}

// spanFrom reads an interval whose lower bound stands between start and end.
func (p *parser) spanFrom(v *schema.Value, f frag, start, end int, low string) bool {
	rest := f.from(end).trim()
	rest = p.included(v, rest)
	var lowUnit string
	if w := spanUnit(rest.s); w > 0 {
		lowUnit = rest.s[:w]
		p.mark(RoleUnit, rest.to(w))
		rest = rest.from(w).trim()
		rest = p.included(v, rest)
	}
	dash := spanDash(rest.s)
	if dash == 0 {
		return false
	}
	p.mark(RoleDash, rest.to(dash))
	rest = rest.from(dash).trim()
	minus := strings.HasPrefix(rest.s, "-")
	digitsAt := rest
	if minus {
		digitsAt = rest.from(1)
	}
	high, hw := fold.Number(digitsAt.s)
	if hw == 0 {
		return false
	}
	high2 := high
	if minus {
		high2 = "-" + high
		hw++
	}
	p.mark(RoleNumber, f.between(start, end))
	p.mark(RoleNumber, rest.to(hw))
	if !p.spanTail(v, rest.from(hw)) || !p.spanFront(v, f.to(start)) {
		return false
	}
	switch {
	case lowUnit == "" || v.Unit == lowUnit:
	case v.Unit == "":
		v.Unit = lowUnit
	case magnitude(lowUnit) == len(lowUnit) && strings.HasPrefix(v.Unit, lowUnit): // 10万-20万元
	default:
		return false
	}
	if v.Unit == "" && yearOf(low) != 0 && yearOf(high2) != 0 {
		return false // 2023-2025 are years, of what is not said
	}
	v.Kind, v.Min, v.Max = schema.KindInterval, low, high2
	switch {
	case v.Note == "不含":
		v.MaxExclusive, v.Note = true, ""
	case strings.HasSuffix(v.Note, noteSeparator+"不含"):
		v.MaxExclusive, v.Note = true, strings.TrimSuffix(v.Note, noteSeparator+"不含")
	}
	splitPer(v)
	return true
}

// included reads (含), (含90%) or (不含) behind the lower bound.
func (p *parser) included(v *schema.Value, f frag) frag {
	if g, ok := f.after("(不含)"); ok {
		v.MinExclusive = true
		p.mark(RoleNote, f.to(len("(不含)")))
		return g.trim()
	}
	if !strings.HasPrefix(f.s, "(含") || closing(f.s) < 0 {
		return f
	}
	note := f.to(closing(f.s) + 1)
	p.note(v, note)
	return f.from(len(note.s)).trim()
}

// spanUnit is the width of the unit of the lower bound, brackets included.
func spanUnit(s string) int {
	w := unitWidth(s)
	if w == 0 {
		return 0
	}
	rest := strings.TrimLeft(s[w:], " ")
	if strings.HasPrefix(rest, "(含") || strings.HasPrefix(rest, "(不含)") {
		rest = rest[closing(rest)+1:]
	}
	if spanDash(rest) == 0 {
		return 0
	}
	return w
}

// spanDash is dashWidth, or the width of 与 and 和 where 之间 ends the text: 介于80分与
// 90分之间.
func spanDash(s string) int {
	if startsWithAny(s, []string{"与", "和"}) && strings.HasSuffix(s, "之间") {
		return len("与")
	}
	return dashWidth(s)
}

// dashWidth is the width of what joins the ends of an interval.
func dashWidth(s string) int {
	n := 0
	for n < len(s) && (s[n] == '-' || s[n] == '~') && n < 2 {
		n++
	}
	if n > 0 {
		return n
	}
	for _, word := range [...]string{"至", "到"} {
		if strings.HasPrefix(s, word) {
			return len(word)
		}
	}
	return 0
}

// spanTail reads what stands behind an interval.
func (p *parser) spanTail(v *schema.Value, f frag) bool {
	f = f.trim()
	for _, word := range [...]string{"之间(含)", "之间", "区间内", "区间", "不等"} {
		if g, ok := f.before(word); ok {
			back, ok := p.tail(v, g)
			return ok && back == ""
		}
	}
	back, ok := p.tail(v, f)
	return ok && (back == "" || back == schema.OpEQ || back == schema.OpLE || back == schema.OpApprox)
}

// spanFront reads what stands in front of an interval; the only comparators are
// words that keep a value inside.
func (p *parser) spanFront(v *schema.Value, f frag) bool {
	f = f.trim()
	for _, word := range [...]string{"控制在", "保持在", "维持在", "稳定在", "介于", "处于", "位于", "在", "从", "由", "为", "约", "达到", "达", "=", "不超过", "不超出", "不大于", ":"} {
		if g, ok := f.before(word); ok {
			p.mark(RoleOp, f.from(len(g.s)))
			f = g.trim()
			break
		}
	}
	if !p.front(v, f) {
		return false
	}
	return v.Op == ""
}

// pair reads two numbers that follow each other and share a unit, 2，3次, 两三次,
// 三四十人: somewhere from the one to the other.
func (p *parser) pair(v *schema.Value, f frag) bool {
	for i, r := range f.s {
		low := fold.HanDigit(r)
		if fold.IsDigit(r) {
			low = int(r - '0')
		}
		if p.pairOver(v, f, i, fold.HanDigit(r)) {
			return true
		}
		if low <= 0 || i > 0 && !hanStarts(f.s[:i]) || i > 0 && (fold.IsDigit(rune(f.s[i-1])) || f.s[i-1] == '.') {
			continue
		}
		rest := f.from(i + utf8.RuneLen(r))
		if fold.IsDigit(r) {
			next, ok := rest.after(",")
			if !ok {
				next, ok = rest.after("、")
			}
			if !ok {
				continue
			}
			rest = next
		}
		second, n := utf8.DecodeRuneInString(rest.s)
		high := fold.HanDigit(second)
		if fold.IsDigit(second) {
			high = int(second - '0')
		}
		if high != low+1 || fold.IsDigit(second) != fold.IsDigit(r) {
			continue
		}
		if p.pairFrom(v, f.to(i), f.between(i, rest.at+n-f.at), rest.from(n), low, high) {
			return true
		}
	}
	return false
}

// pairOver reads two tens in turn over a number of hundreds that ends at i: 一百二三十人.
func (p *parser) pairOver(v *schema.Value, f frag, i, low int) bool {
	if low <= 0 || low > 8 || !strings.HasSuffix(f.s[:i], "百") {
		return false
	}
	start := i - len("一百")
	if start < 0 || start > 0 && !hanStarts(f.s[:start]) {
		return false
	}
	hundreds, w := fold.Han(f.s[start:i])
	rest := f.from(i + len("二"))
	second, n := utf8.DecodeRuneInString(rest.s)
	tail, ok := rest.from(n).after("十")
	if w != i-start || fold.HanDigit(second) != low+1 || !ok || unitWidth(tail.s) == 0 {
		return false
	}
	base, err := strconv.Atoi(hundreds)
	marked := p.marked()
	if err != nil || !p.spanTail(v, tail) || !p.spanFront(v, f.to(start)) || DimensionOf(v.Unit) == words.Unknown {
		return p.again(v, marked) && false
	}
	p.mark(RoleNumber, f.between(start, tail.at-f.at))
	v.Kind, v.Min, v.Max = schema.KindInterval, strconv.Itoa(base+10*low), strconv.Itoa(base+10*low+10)
	splitPer(v)
	return true
}

// pairFrom reads the rest of a pair: 十, 百 or 千 for both, a unit, and what stands
// around them.
func (p *parser) pairFrom(v *schema.Value, front, numbers, tail frag, low, high int) bool {
	times := ""
	for _, power := range [...]struct{ word, zeros string }{{"十", "0"}, {"百", "00"}, {"千", "000"}} {
		if rest, ok := tail.after(power.word); ok {
			p.mark(RoleNumber, tail.to(len(power.word)))
			tail, times = rest, power.zeros
			break
		}
	}
	w := unitWidth(tail.s)
	if w == 0 || strings.HasPrefix(tail.s, "年") && times == "" && fold.IsDigit(rune(numbers.s[0])) {
		return false
	}
	p.mark(RoleNumber, numbers)
	if !p.spanTail(v, tail) || !p.spanFront(v, front) || v.Unit == "" || DimensionOf(v.Unit) == words.Unknown {
		return false
	}
	v.Kind, v.Min, v.Max = schema.KindInterval, strconv.Itoa(low)+times, strconv.Itoa(high)+times
	splitPer(v)
	return true
}

// plusMinus reads 100±5万元 and ±3%.
func (p *parser) plusMinus(v *schema.Value, f frag) bool {
	at := strings.Index(f.s, "±")
	rest := f.from(at + len("±")).trim()
	by, w := fold.Arabic(rest.s)
	if w == 0 {
		return false
	}
	p.mark(RoleNumber, rest.to(w))
	if !p.spanTail(v, rest.from(w)) {
		return false
	}
	front := f.to(at).trim()
	centre := ""
	for i := 0; i < len(front.s); i++ {
		if !fold.IsDigit(rune(front.s[i])) || !startsNumber(front.s, i, fold.Digits(front.s[i:])) {
			continue
		}
		number, nw := fold.Arabic(front.s[i:])
		unit := front.s[i+nw:]
		if nw > 0 && (unit == "" || isUnitText(unit) && (unit == v.Unit || v.Unit == "")) {
			if v.Unit == "" {
				v.Unit = unit
			}
			centre = number
			p.mark(RoleNumber, front.between(i, i+nw))
			p.mark(RoleUnit, front.from(i+nw))
			front = front.to(i)
			break
		}
		i += nw
	}
	if op, start := endSymbol(front.s); isUpper(op) && centre == "" { // ≤±5%
		p.mark(RoleOp, front.from(start))
		front = front.to(start)
	}
	if !p.spanFront(v, front) {
		return false
	}
	v.Kind = schema.KindInterval
	return around(v, centre, by)
}

// around sets the bounds of centre ± by.
func around(v *schema.Value, centre, by string) bool {
	if centre == "" {
		v.Min, v.Max = "-"+by, by
		return true
	}
	c, ok := toDecimal(centre)
	d, also := toDecimal(by)
	if !ok || !also {
		return false
	}
	v.Min, v.Max = c.Sub(d).String(), c.Add(d).String()
	return true
}

// hanSpan reads 三至五次, 两到三天.
func (p *parser) hanSpan(v *schema.Value, f frag) bool {
	for _, dash := range [...]string{"至", "到", "-", "~"} {
		at := strings.Index(f.s, dash)
		if at <= 0 {
			continue
		}
		for i := range f.s[:at] {
			low, w := fold.Han(f.s[i:])
			if w == 0 || i+w != at || !hanStarts(f.s[:i]) {
				continue
			}
			if p.spanFrom(v, f, i, i+w, low) && v.Unit != "" && baseDimension(v.Unit) != words.Unknown {
				return true
			}
			return false
		}
	}
	return false
}

// shareSpan reads two shares in words: 百分之八十到百分之九十, 六成至七成, 七至八成, 八九成.
// Of two fractions nothing is read.
func (p *parser) shareSpan(v *schema.Value, f frag) bool {
	if !mentions(f.s, shareMarks) {
		return false
	}
	for i := range f.s {
		low, unit, w := lowShare(f.s[i:])
		if w == 0 || i > 0 && !hanStarts(f.s[:i]) {
			continue
		}
		rest := f.from(i + w).trim()
		dash := dashWidth(rest.s)
		high, highUnit, hw := fold.Share(rest.s[dash:])
		if unit == "" && hw > 0 && strings.Contains(rest.s[dash:dash+hw], "成") {
			low, unit = low+"0", highUnit // 七至八成
		}
		if hw == 0 || unit == "" || unit != highUnit || dash == 0 && !strings.Contains(rest.s[:hw], "成") {
			continue
		}
		p.mark(RoleNumber, f.between(i, i+w))
		p.mark(RoleDash, rest.to(dash))
		p.mark(RoleNumber, rest.between(dash, dash+hw))
		v.Unit = unit
		if !p.spanTail(v, rest.from(dash+hw)) || !p.spanFront(v, f.to(i)) {
			return false
		}
		v.Kind, v.Min, v.Max = schema.KindInterval, low, high
		return true
	}
	return false
}

var shareMarks = []string{"分之", "成"}

// lowShare is the lower end of a span of shares: a share, or a number of one digit whose
// 成 stands behind the upper one.
func lowShare(s string) (number, unit string, width int) {
	if number, unit, width = fold.Share(s); width > 0 {
		return number, unit, width
	}
	r, w := utf8.DecodeRuneInString(s)
	if d := fold.HanDigit(r); d > 0 {
		return strconv.Itoa(d), "", w
	}
	if fold.IsDigit(r) && r != '0' {
		return s[:w], "", w
	}
	return "", "", 0
}

// twoSided reads two bounds on one measure that no word joins: 大于90%小于95%,
// 90%以上95%以下, and the mathematical 90%≤合格率≤95%.
func (p *parser) twoSided(v *schema.Value, f frag) bool {
	if p.mathematical(v, f) {
		return true
	}
	for at := range f.s {
		if at == 0 || !boundStarts(f.s, at) || !hasDigit(f.s[:at]) {
			continue
		}
		if p.merged(v, f.to(at), f.from(at)) {
			return true
		}
	}
	return false
}

// boundStarts reports whether a second bound may start at a byte of s: at a
// comparator, or at a number right behind a suffix comparator.
func boundStarts(s string, at int) bool {
	rest := s[at:]
	if fold.IsDigit(rune(rest[0])) {
		return endsWith(s[:at], []string{"以上", "以下", "以内"})
	}
	if symbolWidth(rest) > 0 {
		return symbolWidth(lastRune(s[:at])) == 0
	}
	if r, _ := utf8.DecodeRuneInString(rest); !opening().has(r) {
		return false
	}
	front := words.Starting(rest)
	for i := range front {
		if strings.HasPrefix(rest, front[i].Word) && front[i].Op != schema.OpEQ {
			return true
		}
	}
	return false
}

func lastRune(s string) string {
	_, n := utf8.DecodeLastRuneInString(s)
	return s[len(s)-n:]
}

// merged reads two quantities as the two bounds of an interval.
func (p *parser) merged(v *schema.Value, left, right frag) bool {
	n := p.marked()
	var a, b schema.Value
	between := func() bool { return a.Subject != "" && strings.HasSuffix(left.s, a.Subject) } // 3岁以下婴幼儿入托率≥0.8
	if p.quantity(&a, trimOuter(left)) && !between() && p.quantity(&b, trimOuter(right)) && bounds(v, &a, &b) {
		return true
	}
	reset(v)
	p.undo(n)
	return false
}

// bounds unites two quantities into an interval where they bound one measure
// from both sides.
func bounds(v, a, b *schema.Value) bool {
	if isUpper(a.Op) && isLower(b.Op) {
		return bounds(v, b, a)
	}
	if !isLower(a.Op) || !isUpper(b.Op) || !sameMeasure(a, b) {
		return false
	}
	v.Kind = schema.KindInterval
	v.Min, v.MinExclusive = a.Number, a.Op == schema.OpGT
	v.Max, v.MaxExclusive = b.Number, b.Op == schema.OpLT
	v.Unit, v.Per, v.Subject, v.Note, v.Reference = either(a.Unit, b.Unit), either(a.Per, b.Per), either(a.Subject, b.Subject), either(a.Note, b.Note), either(a.Reference, b.Reference)
	v.Deadline = a.Deadline
	if v.Deadline == nil {
		v.Deadline = b.Deadline
	}
	return true
}

func sameMeasure(a, b *schema.Value) bool {
	return agree(a.Unit, b.Unit) && agree(a.Per, b.Per) && agree(a.Subject, b.Subject) && agree(a.Reference, b.Reference) && (a.Deadline == nil || b.Deadline == nil || *a.Deadline == *b.Deadline)
}

func agree(a, b string) bool { return a == "" || b == "" || a == b }

func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// mathematical reads 90%≤合格率≤95% and 0<x<5: the first bound stands in front of
// its comparator.
func (p *parser) mathematical(v *schema.Value, f frag) bool {
	low, w := fold.Arabic(f.s)
	if w == 0 {
		return false
	}
	rest := f.from(w).trim()
	u := unitWidth(rest.s)
	front, unit := rest, rest.s[:u]
	rest = rest.from(u).trim()
	op, ow := startOp(rest.s)
	if ow == 0 || !isUpper(op) && !isLower(op) {
		return false
	}
	var b schema.Value
	n := p.marked()
	if !p.quantity(&b, rest.from(ow).trim()) || b.OpImplied {
		p.undo(n)
		return false
	}
	if b.Subject == "x" || b.Subject == "X" || b.Subject == "指标值" {
		b.Subject = ""
	}
	a := schema.Value{Number: low, Unit: unit, Op: mirrored(op)}
	p.mark(RoleNumber, f.to(w))
	p.mark(RoleUnit, front.to(u))
	p.mark(RoleOp, rest.to(ow))
	return bounds(v, &a, &b)
}

// mirrored is the comparator seen from the other side.
func mirrored(op schema.Op) schema.Op {
	switch op {
	case schema.OpGE:
		return schema.OpLE
	case schema.OpGT:
		return schema.OpLT
	case schema.OpLE:
		return schema.OpGE
	case schema.OpLT:
		return schema.OpGT
	}
	return op
}
