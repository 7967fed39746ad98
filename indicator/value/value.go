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

// isNumbering reports what dropNumbering leaves behind: 1、, (2), ；3.
func isNumbering(s string) bool {
	s = strings.Trim(s, " ,;。、(")
	n := fold.Digits(s)
	rest := strings.Trim(s[n:], " ")
	return n > 0 && n <= 2 && (rest == "、" || rest == "" || rest == "." || rest == ":" || rest == ")")
}

// maxValue is the longest text that is searched for a typed reading, in bytes: 300
// ideographs. A longer cell is prose.
const maxValue = 900

// value reads a whole cell.
func (p *parser) value(v *schema.Value, f frag) {
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
	case isIdiom(f.s):
		v.Kind = schema.KindQualitative
		p.mark(RoleText, f)
	case p.clause(v, f), p.again(v, 0) && p.graded(v, f), p.again(v, 0) && p.compound(v, f), p.again(v, 0) && p.runOn(v, f), p.again(v, 0) && p.noted(v, f):
	default:
		p.text(v, f)
	}
}

// dropLabel drops the name of the column itself in front of a value: 目标值:≥95%,
// 定性:良好.
func dropLabel(f frag) frag {
	for _, label := range [...]string{"目标值", "指标值", "年度指标值", "年度目标值", "计划值", "标准值", "定量", "定性", "定量指标", "定性指标", "指标"} {
		if g, ok := f.after(label); ok && strings.HasPrefix(g.s, ":") && len(g.s) > 1 {
			return g.from(1)
		}
	}
	return f
}

// isIdiom reports 一户一档, 1人1档, 每村一策: phrases of two ones that count nothing.
func isIdiom(s string) bool {
	runes := []rune(s)
	one := func(r rune) bool { return r == '一' || r == '1' }
	return len(runes) == 4 && (one(runes[0]) || runes[0] == '每') && one(runes[2]) && strings.ContainsRune("人户村案事企校店地车物河湖项镇乡街园品表品县区市厂房", runes[1]) && strings.ContainsRune("档策码案表册卡方品证图专群长码标评议景牌业网", runes[3])
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
	n := p.marked()
	read := p.deadline(v, f) || p.again(v, n) && p.interval(v, f) || p.again(v, n) && p.quantity(v, f) || p.again(v, n) && p.zero(v, f) ||
		p.again(v, n) && p.scale(v, f) || p.again(v, n) && p.reference(v, f)
	return read && isSound(v) || !p.again(v, n)
}

// isSound guards a clause against readings that leave a word of its own in a noun: a
// reference that is none, a time counted over several others (3天2夜).
func isSound(v *schema.Value) bool {
	if r := v.Reference; r != "" && (isLoneMeasure(r) || words.StartsLoose(r) || words.EndsLoose(r) || strings.Contains(r, "每") || words.HoldsLoose(r)) {
		return false
	}
	over := strings.IndexByte(v.Unit, '/')
	return over < 0 || !isTimeUnit(v.Unit[:over]) || !hasDigit(v.Unit[over:])
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
	if holdsNumber(f.s) && !isQualitativeOp(p.ctx.Op) {
		v.Kind = schema.KindUnparsed
	}
	if strings.IndexFunc(f.s, isLetter) < 0 {
		v.Kind = schema.KindUnparsed
	}
	p.mark(RoleText, f)
}

// holdsNumber reports digits that may be an amount: not those of a year (2020年)
// or of a word (ISO9001).
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

// trimOuter drops what stands around a value without meaning: spaces, quotes, a
// leaked colon in front, a full stop behind, a pair of brackets around the whole.
func trimOuter(f frag) frag {
	if startsHan(f.s) && endsHan(f.s) {
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
			if h, ok := g.before(mark); ok {
				g = h
			}
		}
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

// startsHan and endsHan report a unified ideograph at the begin and at the end, by
// its bytes alone: of the rest some are missed.
func startsHan(s string) bool { return len(s) >= 3 && s[0] >= 0xE4 && s[0] <= 0xE9 }

func endsHan(s string) bool {
	n := len(s)
	return n >= 3 && s[n-3] >= 0xE4 && s[n-3] <= 0xE9 && s[n-2]&0xC0 == 0x80 && s[n-1]&0xC0 == 0x80
}

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

func hasDigit(s string) bool {
	for i := range len(s) {
		if fold.IsDigit(rune(s[i])) {
			return true
		}
	}
	return false
}

// uniteColumns adds to a reading what the form prints in columns of its own.
func uniteColumns(v *schema.Value, ctx Context) {
	if ctx.Unit != "" && (v.Kind == schema.KindQuantity || v.Kind == schema.KindInterval) {
		uniteUnit(v, ctx.Unit)
	}
	if y := yearOf(v.Number); y != 0 && v.Unit == "年" && v.OpImplied && v.Subject == "" {
		d := date{year: y, month: 12, precision: precisionYear} // 2023 beside a column that says 年
		iso, _ := d.iso()
		*v = schema.Value{Text: v.Text, Kind: schema.KindDeadline, Op: schema.OpEQ, OpImplied: true, Note: v.Note, Deadline: &schema.Deadline{Date: iso, Precision: precisionYear}}
	}
	if ctx.Op != "" && v.Kind == schema.KindQuantity && v.OpImplied {
		if op, ok := columnOp(ctx.Op); ok {
			v.Op, v.OpImplied = op, false
		}
	}
}

func uniteUnit(v *schema.Value, column string) {
	column, _ = fold.Clean(column)
	unit := trimOuter(frag{s: fold.Text(column)}).s
	if isPlaceholder(unit) || unit == "无" || hasDigit(unit) && v.Unit != "" {
		return
	}
	switch v.Unit {
	case "":
		v.Unit = unit
		splitPer(v)
	case "万", "亿":
		if !strings.HasPrefix(unit, v.Unit) {
			v.Unit += unit
		} else {
			v.Unit = unit
		}
	}
}

// splitPer takes the time out of a count over a time: 人/年 is 人 per 年, and so is
// 课时/周.
func splitPer(v *schema.Value) {
	i := strings.LastIndexByte(v.Unit, '/')
	if i <= 0 || v.Per != "" || !isCountUnit(v.Unit[:i]) && !isLesson(v.Unit[:i]) {
		return
	}
	per := v.Unit[i+1:]
	for _, one := range [...]string{"每", "1", "一"} {
		per = strings.TrimPrefix(per, one)
	}
	if isTimeUnit(per) {
		v.Unit, v.Per = v.Unit[:i], per
	}
}

// columnOp is the comparator that a column of comparators prints.
func columnOp(text string) (schema.Op, bool) {
	text, _ = fold.Clean(text)
	s := fold.TrimSpace(fold.Text(text))
	switch s {
	case "1":
		return schema.OpGE, true
	case "2":
		return schema.OpGT, true
	case "3":
		return schema.OpEQ, true
	case "4":
		return schema.OpLT, true
	case "5":
		return schema.OpLE, true
	}
	op, start := endOp(s)
	if op == "" || start != 0 {
		return "", false
	}
	return op, true
}

// isQualitativeOp reports whether the column of comparators says 定性.
func isQualitativeOp(column string) bool {
	return column == "定性" || column == "6" || column == "定性指标"
}

// none reads blanks, placeholders and the words for nothing.
func (p *parser) none(v *schema.Value, f frag) bool {
	if isTimeUnit(strings.TrimPrefix(f.s, "每")) && !strings.HasPrefix(f.s, "半") && mentions(p.ctx.Name, []string{"频率", "频次", "周期"}) {
		v.Kind = schema.KindQualitative // 季度, of how often
		p.mark(RoleText, f)
		return true
	}
	if isPlaceholder(f.s) || isBareUnit(f.s) {
		v.Kind = schema.KindBlank
		p.mark(RolePlaceholder, f)
		return true
	}
	switch f.s {
	case "零":
	case "无", "没有", "未发生", "不发生", "无发生", "没有发生", "零发生", "未出现", "杜绝":
		if !countsBadThings(p.ctx.Name) {
			v.Kind = schema.KindBlank
			if f.s != "无" && f.s != "没有" {
				v.Kind = schema.KindQualitative
			}
			p.mark(RolePlaceholder, f)
			return true
		}
	default:
		return false
	}
	v.Kind, v.Op, v.OpImplied, v.Number = schema.KindQuantity, schema.OpEQ, true, "0"
	p.mark(RoleNumber, f)
	return true
}

// isPlaceholder reports texts that only hold a value's place: / — … ** XX □ 略.
func isPlaceholder(s string) bool {
	switch s {
	case "":
		return true
	case "暂无", "略", "同上", "不适用", "待定", "空", "空白", "N/A", "n/a", "NA", "null", "NULL", "None", "nan", "NaN", "无数据", "待填", "请填写", "未填", "未填写", "见附件", "详见附件", "待补充", "不涉及", "暂缺":
		return true
	}
	if strings.IndexFunc(s, notPlaceholder) < 0 {
		return true
	}
	return isMasked(s)
}

// notPlaceholder reports runes that say something.
func notPlaceholder(r rune) bool {
	return !strings.ContainsRune(" /-…*_.、,。\\□■☐—|()[]【】{}:;#~&?!·×○●", r)
}

// isMasked reports a value whose number is masked: ≥**%, XX次, ≤****000元, ××人次.
func isMasked(s string) bool {
	s = maskedFront(s)
	n := 0
	for n < len(s) {
		r, w := utf8.DecodeRuneInString(s[n:])
		if !strings.ContainsRune("*×XxΧ□_○…?-", r) {
			break
		}
		n += w
	}
	if n == 0 {
		return false
	}
	rest := s[n:]
	if n >= 2 && s[0] == '-' && isUnitText(rest) {
		return true
	}
	masked := strings.ContainsAny(s[:n], "*×□_○…?") || n >= 2 && s[0] != '-' || n == 1 && (s[0] == 'X' || s[0] == 'x')
	rest = strings.TrimLeft(rest, "0123456789 ,.")
	return masked && (rest == "" || isUnitText(strings.Trim(rest, "() ")) || isMaskedTail(rest))
}

// maskedFront drops the comparator, or the word of a rank, in front of a mask.
func maskedFront(s string) string {
	if _, w := startOp(s); w > 0 {
		return strings.TrimLeft(s[w:], " ")
	}
	front := words.Starting(s)
	for i := range front {
		if rest, ok := strings.CutPrefix(s, front[i].Word); ok {
			return strings.TrimLeft(rest, " ")
		}
	}
	for _, word := range [...]string{"每年", "每月", "每季度", "第", "前"} {
		if rest, ok := strings.CutPrefix(s, word); ok {
			return rest
		}
	}
	return s
}

// isMaskedTail reports 日前, 月底前, 以上 and units with such words behind a mask.
func isMaskedTail(s string) bool {
	s = strings.Trim(s, "() ")
	for _, suffix := range words.Back() {
		s = strings.TrimSuffix(s, suffix.Word)
	}
	return s == "" || isUnitText(s) || len(s) <= len("月底前") && strings.ContainsAny(s, "年月日")
}

// isBareUnit reports a unit without a number, with a comparator or without: ≧ %,
// 公里, 万亩.
func isBareUnit(s string) bool {
	if _, w := startOp(s); w > 0 {
		s = strings.TrimLeft(s[w:], " ")
		if s == "" {
			return true
		}
	}
	s = strings.Trim(s, "()[] ")
	if strings.HasPrefix(s, "半") {
		return false
	}
	switch s {
	case "级", "优", "度", "代", "平", "方", "面", "对", "点", "号", "成", "一", "站", "行", "卡", "票", "刀", "县", "市", "区", "镇", "乡", "乡镇", "村", "村民小组", "街道", "社区", "部门", "单位", "企业", "学校", "平台", "系统", "家庭", "人才", "模块", "间", "时", "分数", "中", "劳动力", "车", "样品", "兆":
		return false
	}
	return len(s) > 0 && longestUnit(s) == len(s) && s != "万" || isUnitText(s) && strings.ContainsAny(s, "/%‰")
}

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
	if strings.Contains("个家座条所名位", s[:u]) && s[:n] != "个人" {
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
