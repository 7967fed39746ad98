package value

import (
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/schema"
)

// Context is what stands around a value on its form. The zero Context is a value
// on its own.
type Context struct {
	// Year is the form's fiscal year, for deadlines that print none; 0: unknown.
	Year int
	// Name is the indicator's name: 无 is = 0 where it counts something bad.
	Name string
	// Unit and Op are the texts of the separate columns 计量单位 and 指标性质 or
	// 计算符号, where the form has them. Op may be a comparator in symbols or words,
	// 定性, 定量, or a code of the budget system (1 ≥, 2 >, 3 =, 4 <, 5 ≤, 6 定性).
	Unit string
	Op   string
}

// Parse reads a value. It is total: any text gives a value, of kind unparsed
// where no rule of the grammar covers a text that holds a number. The result's
// strings are parts of the text wherever nothing had to be folded, so the common
// forms are read without allocation.
func Parse(text string, ctx Context) schema.Value {
	var v schema.Value
	v.Text, _ = fold.Clean(text)
	folded := fold.Text(v.Text)
	if !fast(&v, folded) {
		v = schema.Value{Text: v.Text}
		read(&v, folded, ctx)
	}
	uniteColumns(&v, ctx)
	return v
}

// read reads a value by the full grammar.
func read(v *schema.Value, folded string, ctx Context) {
	p := parser{ctx: ctx}
	p.whole(v, frag{s: folded})
}

// frag is a part of the folded text that knows where it stands.
type frag struct {
	s  string
	at int
}

func (f frag) from(i int) frag       { return frag{f.s[i:], f.at + i} }
func (f frag) to(j int) frag         { return frag{f.s[:j], f.at} }
func (f frag) between(i, j int) frag { return frag{f.s[i:j], f.at + i} }

// trim drops spaces at both ends.
func (f frag) trim() frag {
	for f.s != "" && f.s[0] == ' ' {
		f = f.from(1)
	}
	for f.s != "" && f.s[len(f.s)-1] == ' ' {
		f = f.to(len(f.s) - 1)
	}
	return f
}

// after is f behind the prefix, and whether f has it.
func (f frag) after(prefix string) (frag, bool) {
	if strings.HasPrefix(f.s, prefix) {
		return f.from(len(prefix)), true
	}
	return f, false
}

// before is f in front of the suffix, and whether f has it.
func (f frag) before(suffix string) (frag, bool) {
	if strings.HasSuffix(f.s, suffix) {
		return f.to(len(f.s) - len(suffix)), true
	}
	return f, false
}

// parser reads one value; parts collects what was read, so that a character that
// no rule took is noticed.
type parser struct {
	ctx   Context
	parts [maxParts]readPart
	n     int // parts, also those that there was no room for
	// inclusive: (含) stands behind the number, so that 大于 takes it in.
	inclusive bool
	// leads: 提前 or 延长 stands in front of the number, so that what follows a term is
	// what it is said of.
	leads bool
	depth int
}

// readPart is a part of a value by its bytes in the folded text.
type readPart struct {
	role       Role
	start, end int32
}

// maxParts is how many parts a value may have. What has more is unparsed.
const maxParts = 96

// mark notes that a fragment was read as a part. Attempts that fail are undone
// with undo.
func (p *parser) mark(role Role, f frag) {
	if f.s == "" {
		return
	}
	if p.n < maxParts {
		p.parts[p.n] = readPart{role, int32(f.at), int32(f.at + len(f.s))}
	}
	p.n++
}

func (p *parser) marked() int { return p.n }

func (p *parser) undo(to int) { p.n = to }

// whole reads a whole cell, and takes a reading back that leaves a character
// behind which no rule took and which is not known to mean nothing.
func (p *parser) whole(v *schema.Value, f frag) {
	p.value(v, f)
	switch v.Kind {
	case schema.KindBlank, schema.KindQualitative, schema.KindUnparsed:
		return
	}
	if p.n <= maxParts && p.tookAll(f.s) {
		return
	}
	reset(v)
	p.undo(0)
	p.text(v, f)
	v.Kind = schema.KindUnparsed
}

// tookAll reports whether every run of the text is in a part or made of fillers.
func (p *parser) tookAll(s string) bool {
	var taken [maxValue/64 + 1]uint64
	for _, part := range p.parts[:p.n] {
		for i := part.start; i < part.end; i++ {
			taken[i/64] |= 1 << (i % 64)
		}
	}
	for i := 0; i < len(s); {
		j := i
		for j < len(s) && taken[j/64]&(1<<(j%64)) == 0 {
			j++
		}
		if j > i && !words.IsFiller(s[i:j]) && !isNumbering(s[i:j]) {
			return false
		}
		i = j
		for i < len(s) && taken[i/64]&(1<<(i%64)) != 0 {
			i++
		}
	}
	return true
}

// maxValue is the longest text that is searched for a typed reading, in bytes: 300
// ideographs. A longer cell is prose.
const maxValue = 900

// value reads a whole cell.
func (p *parser) value(v *schema.Value, f frag) {
	if strings.HasPrefix(f.s, "{") {
		p.text(v, f) // a field of a template: {0}
		v.Kind = schema.KindUnparsed
		return
	}
	f = trimOuter(dropLabel(trimOuter(f)))
	switch {
	case len(f.s) > maxValue:
		p.text(v, f)
	case p.none(v, f):
	case isQualitativeOp(p.ctx.Op) && !hasDigit(f.s):
		p.text(v, f)
	case isScoring(f.s):
		if !p.noted(v, f) {
			p.text(v, f)
			v.Kind = schema.KindUnparsed
		}
	case isIdiom(f.s), startsWithAny(f.s, []string{"0容忍", "0距离", "0门槛", "0障碍", "0跑腿"}):
		v.Kind = schema.KindQualitative
		p.mark(RoleText, f)
	case p.clause(v, f), p.again(v, 0) && p.graded(v, f), p.again(v, 0) && p.compound(v, f), p.again(v, 0) && p.runOn(v, f), p.again(v, 0) && p.noted(v, f):
	default:
		p.text(v, f)
	}
}

// isIdiom reports 一户一档, 1人1档, 每村一策: phrases of two ones that count nothing.
func isIdiom(s string) bool {
	if utf8.RuneCountInString(s) != 4 {
		return false
	}
	runes := []rune(s)
	one := func(r rune) bool { return r == '一' || r == '1' }
	return (one(runes[0]) || runes[0] == '每') && one(runes[2]) && strings.ContainsRune("人户村案事企校店地车物河湖项镇乡街园品表品县区市厂房", runes[1]) && strings.ContainsRune("档策码案表册卡方品证图专群长码标评议景牌业网", runes[3])
}

// isScoring reports a rule of scoring that stands in the place of a target: 每少1次扣
// 2分 says what a miss costs, not what is to be reached.
func isScoring(s string) bool {
	at := strings.Index(s, "扣")
	if at < 0 {
		return false
	}
	front, rest := s[:at], strings.TrimLeft(s[at+len("扣"):], "除减 ")
	_, w := fold.Number(rest)
	return w > 0 && strings.HasPrefix(rest[w:], "分") && strings.Contains(front, "每")
}

// noted reads a value with a phrase or a rule of scoring behind it: 3年，逐年支付;
// ≥95%，每低1%扣1分. The phrase is a note.
func (p *parser) noted(v *schema.Value, f frag) bool {
	at := strings.IndexAny(f.s, ",;")
	if at <= 0 {
		return false
	}
	behind := trimOuter(f.from(at + 1))
	if behind.s == "" || (hasDigit(behind.s) || hasSymbol(behind.s)) && !isScoring(behind.s) || !p.clause(v, f.to(at)) || v.Note != "" {
		return p.again(v, 0) && false
	}
	if v.Kind != schema.KindQuantity && v.Kind != schema.KindInterval || v.Unit == "" {
		return p.again(v, 0) && false
	}
	v.Note = behind.s
	p.mark(RoleNote, behind)
	return true
}

// reset empties a reading but for its text.
func reset(v *schema.Value) { *v = schema.Value{Text: v.Text} }

// clause tries the rules for a single clause, the most telling first.
func (p *parser) clause(v *schema.Value, f frag) bool {
	f = trimOuter(f)
	if f.s == "" {
		return false
	}
	n, held := p.marked(), signsOf(f.s)
	read := p.deadline(v, f) || p.again(v, n) && p.interval(v, f, held) || p.again(v, n) && p.quantity(v, f) || p.again(v, n) && p.ordinal(v, f) ||
		(held.any(signNone) || f.s[0] == '0') && p.again(v, n) && p.zero(v, f) ||
		held.any(signGrade) && p.again(v, n) && p.scale(v, f) || held.any(signBound) && p.again(v, n) && p.reference(v, f)
	if read {
		bound(v)
		tenthsAsPercent(v)
	}
	return read && isSound(v) || !p.again(v, n)
}

// tenthsAsPercent makes an interval in 成 one in percent, as fold.Share does a number: 7-8成.
func tenthsAsPercent(v *schema.Value) {
	low, ok := toDecimal(v.Min)
	high, also := toDecimal(v.Max)
	if v.Kind == schema.KindInterval && v.Unit == "成" && ok && also {
		v.Min, v.Max, v.Unit = low.Shift(1).String(), high.Shift(1).String(), "%"
	}
}

// isSound guards a clause against readings that leave a word of its own in a noun: a
// reference that is none, a time counted over several others (3天2夜).
func isSound(v *schema.Value) bool {
	if r := v.Reference; r != "" && (isLoneMeasure(r) || words.StartsLoose(r) || words.EndsLoose(r) || strings.Contains(r, "每") || words.HoldsLoose(r)) {
		return false
	}
	if endsAmount(v.Subject) {
		return false
	}
	over := strings.IndexByte(v.Unit, '/')
	return over < 0 || !isTimeUnit(v.Unit[:over]) || !hasDigit(v.Unit[over:])
}

// endsAmount reports a subject that ends with the front half of an amount: 2千 of 2千3百万元.
func endsAmount(s string) bool {
	for _, power := range [...]string{"千", "百", "万", "亿"} {
		front, ok := strings.CutSuffix(s, power)
		r, _ := utf8.DecodeLastRuneInString(front)
		if ok && fold.IsDigit(r) {
			return true
		}
	}
	return false
}

// again clears what a rule that failed has left behind. It is always true.
func (p *parser) again(v *schema.Value, marked int) bool {
	reset(v)
	p.undo(marked)
	return true
}

// text reads what no rule covers: a phrase is qualitative, a text with a number
// in it is unparsed.
func (p *parser) text(v *schema.Value, f frag) {
	v.Kind = schema.KindQualitative
	if (holdsNumber(f.s) && !numbersPhrases(f) || countsEach(f.s) || countsVaguely(f.s) || boundsSize(f.s)) && !isQualitativeOp(p.ctx.Op) {
		v.Kind = schema.KindUnparsed
	}
	if strings.IndexFunc(f.s, isLetter) < 0 || countsLookAlikes(f.s) {
		v.Kind = schema.KindUnparsed
	}
	p.mark(RoleText, f)
}

// numbersPhrases reports phrases that only their numbering makes hold digits: 1.按时完成;
// 2.质量合格.
func numbersPhrases(f frag) bool {
	if !strings.Contains(f.s, ";") {
		return false
	}
	for _, piece := range cut(f, ";") {
		if hasDigit(trimOuter(piece).s) {
			return false
		}
	}
	return true
}

// countsLookAlikes reports a unit behind letters that only look like digits: O次, l00个.
func countsLookAlikes(s string) bool {
	unit := strings.TrimLeft(s, "OolI|")
	return unit != s && unit != "" && longestUnit(unit) == len(unit)
}

// boundsSize reports a comparator in front of a size in a code of its own: ≥DN300, 不小于DN300.
func boundsSize(s string) bool {
	at := strings.IndexFunc(s, fold.IsLatin)
	if at <= 0 || !hasDigit(s[at:]) || namesStandard(s) {
		return false
	}
	op, _ := endOp(s[:at])
	return op != ""
}

// countsEach reports a count in words of each of several: 上、下半年各一次.
func countsEach(s string) bool {
	at := strings.LastIndex(s, "各")
	if at < 0 {
		return false
	}
	rest := s[at+len("各"):]
	_, w := fold.Han(rest)
	return w > 0 && w < len(rest) && longestUnit(rest[w:]) == len(rest)-w
}

// countsVaguely reports a number in words with a unit that is more than a word: 一百二三十人,
// 十几家, 百十来户, 廿四个, 六七月份, 五分之三至五分之四.
func countsVaguely(s string) bool {
	if at := strings.Index(s, "分之"); at > 0 {
		_, w := fold.Number(s[at+len("分之"):])
		return w > 0
	}
	unit := strings.TrimLeft(s, "零一二两三四五六七八九十百千万亿几数来余多上好近约廿卅")
	digits := s[:len(s)-len(unit)]
	for _, bound := range [...]string{"以上", "以下", "以内", "左右"} {
		unit = strings.TrimSuffix(unit, bound)
	}
	if _, w := fold.Han(digits); unit == "" && w > 0 && strings.ContainsAny(digits, "百千万亿") && utf8.RuneCountInString(digits) > 2 {
		return true // 三亿五千万
	}
	return (utf8.RuneCountInString(digits) > 1 || digits == "廿" || digits == "卅") && unit != "比例" && (unit == "月份" || unit == "月" || unit != "" && longestUnit(unit) == len(unit))
}

// holdsNumber reports digits that may be an amount: not those of a year (2020年)
// or of a word (ISO9001), unless a share stands in the word (Z98%).
func holdsNumber(s string) bool {
	if namesStandard(s) {
		return false
	}
	for i := 0; i < len(s); {
		n := fold.Digits(s[i:])
		if n == 0 {
			i++
			continue
		}
		inWord := i > 0 && (fold.IsLatin(rune(s[i-1])) && !isLookAlike(rune(s[i-1])) || s[i-1] == '-' && i > 1 && (fold.IsLatin(rune(s[i-2])) || fold.IsDigit(rune(s[i-2])))) || strings.HasPrefix(s[i+n:], "A级")
		isYear := yearOf(s[i:i+n]) != 0 && startsWithAny(s[i+n:], []string{"年", " 年", "版"})
		if _, w := fold.Arabic(s[i:]); w > 0 && startsWithAny(s[i+w:], []string{"%", "‰"}) {
			return true
		}
		if !inWord && !isYear {
			return true
		}
		i += n
	}
	return false
}

func isLetter(r rune) bool {
	return fold.IsLatin(r) || 0x3400 <= r && r <= 0x9FFF || r >= 0x20000 || 0x2160 <= r && r <= 0x217B || 0x391 <= r && r <= 0x3C9 // Ⅲ, α
}

func hasDigit(s string) bool {
	for i := range len(s) {
		if fold.IsDigit(rune(s[i])) {
			return true
		}
	}
	return false
}
