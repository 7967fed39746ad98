package value

import (
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/schema"
)

// fast reads the forms that nearly every row prints, ≥95%, 100%, <=4小时, 不低于90%,
// 80%-90%, 每月一次, 每月用户有效投诉≤5, 合规, without the search that other values
// need. It answers only where the full grammar gives the same reading (the fuzz
// test compares the two) and leaves everything else to it.
func fast(v *schema.Value, s string) bool {
	if s == "" {
		return false
	}
	switch c := s[0]; {
	case fold.IsDigit(rune(c)):
		return fastNumber(v, "", s)
	case c < utf8.RuneSelf || strings.HasPrefix(s, "≥") || strings.HasPrefix(s, "≤"):
		if op, w := fastSymbol(s); w > 0 {
			return fastNumber(v, op, s[w:])
		}
		return false
	}
	if isPlainPhrase(s) {
		v.Kind = schema.KindQualitative
		return true
	}
	if strings.HasPrefix(s, "每") {
		return fastPeriod(v, s[len("每"):])
	}
	for _, w := range fastWords() {
		if strings.HasPrefix(s, w.Word) {
			return fastNumber(v, w.Op, s[len(w.Word):])
		}
	}
	return false
}

// fastWords are the commonest comparators in words.
var fastWords = sync.OnceValue(func() []words.Comparator {
	return comparators("不低于 不少于 不超过 不高于 不大于 不小于 大于等于 小于等于 达到 至少 大于 小于 超过 低于 少于")
})

// comparators picks comparators in front of numbers by their words.
func comparators(list string) []words.Comparator {
	var out []words.Comparator
	for _, word := range strings.Fields(list) {
		for _, c := range words.Front() {
			if c.Word == word {
				out = append(out, c)
			}
		}
	}
	return out
}

// fastSymbol is the comparator in symbols at the start of s, where a digit
// follows.
func fastSymbol(s string) (op schema.Op, width int) {
	switch {
	case strings.HasPrefix(s, "≥"):
		op, width = schema.OpGE, len("≥")
	case strings.HasPrefix(s, "≤"):
		op, width = schema.OpLE, len("≤")
	case strings.HasPrefix(s, ">="):
		op, width = schema.OpGE, 2
	case strings.HasPrefix(s, "<="):
		op, width = schema.OpLE, 2
	case s[0] == '>':
		op, width = schema.OpGT, 1
	case s[0] == '<':
		op, width = schema.OpLT, 1
	case s[0] == '=':
		op, width = schema.OpEQ, 1
	}
	if width < len(s) && fold.IsDigit(rune(s[width])) {
		return op, width
	}
	return "", 0
}

// fastNumber reads a number with a unit of the lexicon, or the second half of an
// interval, up to the end of the value.
func fastNumber(v *schema.Value, op schema.Op, s string) bool {
	n := plainNumber(s)
	if n == 0 || n >= 5 && yearOf(s[:4]) != 0 {
		return false
	}
	number, rest := s[:n], s[n:]
	if n == 4 && yearOf(number) != 0 && startsWithAny(rest, afterYear) {
		return false // 2024学年
	}
	if op == "" && n <= 3+len(".00") && rest != "" {
		if fastInterval(v, number, rest) {
			return true
		}
	}
	var back schema.Op
	for _, suffix := range [...]string{"以上", "以内", "以下"} {
		if unit, ok := strings.CutSuffix(rest, suffix); ok {
			if op != "" || unit == "" {
				return false
			}
			back, rest = schema.OpLE, unit
			if suffix == "以上" {
				back = schema.OpGE
			}
			break
		}
	}
	if len(rest) > 2 && rest[0] == '(' && rest[len(rest)-1] == ')' && back == "" {
		rest = rest[1 : len(rest)-1]
	}
	if !isFastUnit(rest) {
		return false
	}
	v.Kind, v.Op, v.Number, v.Unit = schema.KindQuantity, op, number, rest
	return finish(v, back)
}

// plainNumber is the width of a number in digits without separators.
func plainNumber(s string) int {
	n := fold.Digits(s)
	if n == 0 || n == 8 || n < len(s) && s[n] == ',' {
		return 0
	}
	if n+1 < len(s) && s[n] == '.' {
		if m := fold.Digits(s[n+1:]); m > 0 {
			return n + 1 + m
		}
		return 0
	}
	return n
}

// isFastUnit reports units that nothing but a unit can be: of the lexicon or a
// rate of such, and no mark of a date or a share in words.
func isFastUnit(s string) bool {
	switch s {
	case "", "%", "次", "个", "人", "元", "万元", "人次", "小时":
		return true
	case "成", "起", "多", "余":
		return false
	}
	r, _ := utf8.DecodeRuneInString(s)
	switch r {
	case '年', '月', '日', '版', '号', '季', '时', '点', '成', '/', '·':
		return false
	}
	if _, ok := words.UnitOf(s); ok {
		return true
	}
	return unitWidth(s) == len(s)
}

// fastInterval reads the rest of 80%-90% behind its lower bound.
func fastInterval(v *schema.Value, low, rest string) bool {
	unit := ""
	if rest[0] == '%' {
		unit, rest = "%", rest[1:]
	}
	if rest == "" || rest[0] != '-' && rest[0] != '~' {
		return false
	}
	rest = rest[1:]
	n := plainNumber(rest)
	if n == 0 || n > 3+len(".00") {
		return false
	}
	high, tail := rest[:n], rest[n:]
	if yearOf(low) != 0 {
		return false // 2023-2025, 2025-01
	}
	if !isFastUnit(tail) || unit != "" && tail != "" && tail != unit {
		return false
	}
	if tail == "" {
		tail = unit
	}
	v.Kind, v.Min, v.Max, v.Unit = schema.KindInterval, low, high, tail
	splitPer(v)
	return true
}

// fastPeriod reads 每月一次 and 每月用户有效投诉≤5 behind 每.
func fastPeriod(v *schema.Value, rest string) bool {
	unit, w := timeUnitAt(rest)
	if w == 0 || unit == "日" || unit == "天" || unit == "半年" {
		return false
	}
	rest = rest[w:]
	r, n := utf8.DecodeRuneInString(rest)
	if d := fold.HanDigit(r); d > 0 && d < 10 {
		if tail := rest[n:]; tail == "次" || tail == "份" || tail == "个" || tail == "场" || tail == "期" {
			v.Kind, v.Op, v.OpImplied, v.Number, v.Unit, v.Per = schema.KindQuantity, schema.OpEQ, true, "0123456789"[d:d+1], tail, unit
			return true
		}
		return false
	}
	at := strings.IndexAny(rest, "≥≤<>=")
	if at <= 0 {
		if at < 0 {
			return false
		}
		op, ow := fastSymbol(rest)
		return ow > 0 && fastPer(v, unit, op, "", rest[ow:])
	}
	subject := rest[:at]
	op, ow := fastSymbol(rest[at:])
	if ow == 0 || len(subject) < len("主语") || !isPlainSubject(subject) || words.EndsLoose(subject) {
		return false
	}
	return fastPer(v, unit, op, subject, rest[at+ow:])
}

func fastPer(v *schema.Value, per string, op schema.Op, subject, s string) bool {
	n := plainNumber(s)
	if n == 0 || !isFastUnit(s[n:]) || strings.Contains(s[n:], "/") || n >= 4 {
		return false
	}
	v.Kind, v.Op, v.Number, v.Unit, v.Per, v.Subject = schema.KindQuantity, op, s[:n], s[n:], per, subject
	return true
}

// isCommonPhrase reports one of the commonest qualitative values among those that hold a
// character which a rule of the grammar starts from.
func isCommonPhrase(s string) bool {
	switch s {
	case "合规", "规范", "健全", "合理", "有效", "及时", "完善", "良好", "优", "良", "好", "优秀", "达标", "完成", "合格", "可控", "提高", "提升", "不断提高", "不断提升", "不断增加", "不断完善", "有所提升", "有所提高", "明显", "显著", "效果显著", "作用明显", "基本正常", "正常", "稳定", "平稳", "满意", "较好", "高", "是", "否", "健全且执行有效", "规范有效", "明显改善", "持续提升", "有所缓解":
		return true
	}
	return false
}

// runeSet is a set of ideographs, as bits from U+4E00.
type runeSet [(0xA000 - 0x4E00) / 64]uint64

func newRuneSet(text string) *runeSet {
	var set runeSet
	for _, r := range text {
		if 0x4E00 <= r && r < 0xA000 {
			set[(r-0x4E00)/64] |= 1 << ((r - 0x4E00) % 64)
		}
	}
	return &set
}

// has reports whether a rune is in the set; every rune that is no unified
// ideograph is.
func (set *runeSet) has(r rune) bool {
	return r < 0x4E00 || r >= 0xA000 || set[(r-0x4E00)/64]&(1<<((r-0x4E00)%64)) != 0
}

// The ideographs of numbers and dates; those that any rule of the grammar starts
// from or looks for in a phrase without a number; those that stand in a grade or
// between two; those that it looks for anywhere in a subject, and at its two ends.
var (
	numeralRunes = "零〇一壹二两贰兩三叁四肆五伍六陆七柒八捌九玖十拾百佰千仟万亿半成年月日季前后号周起点"
	phraseRunes  = newRuneSet(strings.ReplaceAll(numeralRunes, "成", "") + "内无没未不杜负")
	boundRunes   = newRuneSet("于超突控达至到")
	gradeRunes   = newRuneSet(gradeText() + "等级次和或")
	subjectRunes = newRuneSet(numeralRunes + "较比与按据根相环同每或且率")
	headRunes    = newRuneSet("组开举召进确保争取做完实计预全支期达其将至最不大小超低高少多等约近控降提增达为是共在从由无零")
	tailRunes    = newRuneSet("应须需均都在要有得数至到达为是共约近超于过足满少多低长高计成现等在量内外的加升高善大低少短轻减缩约省增幅收产升涨强")
)

// gradeText is all grades.
func gradeText() string {
	var b strings.Builder
	for _, words := range words.Scales() {
		for _, w := range words {
			b.WriteString(w)
		}
	}
	return b.String()
}

// isPlainPhrase reports phrases that can be nothing but qualitative: no rule of the
// grammar has what it starts from.
func isPlainPhrase(s string) bool {
	if isCommonPhrase(s) {
		return true
	}
	bound, graded := false, true
	for i, r := range s {
		if r == '、' && i > 0 && i+len("、") < len(s) {
			continue
		}
		if phraseRunes.has(r) {
			return false
		}
		bound = bound || boundRunes.has(r)
		graded = graded && gradeRunes.has(r)
	}
	if graded || isBareUnit(s) || isPlaceholder(s) || mentions(s, gradeBounds) || strings.HasSuffix(s, "全覆盖") || strings.HasSuffix(s, "持平") {
		return false
	}
	if bound {
		op, _, _ := findOp(s)
		return op == "" && !strings.HasPrefix(s, "达")
	}
	return true
}

// gradeBounds stand behind a grade that a value is bounded by.
var gradeBounds = []string{"以上", "以下"}

// isPlainSubject reports subjects that no rule takes apart.
func isPlainSubject(s string) bool {
	for _, r := range s {
		if subjectRunes.has(r) {
			return false
		}
	}
	first, _ := utf8.DecodeRuneInString(s)
	last, _ := utf8.DecodeLastRuneInString(s)
	return !headRunes.has(first) && !tailRunes.has(last) && len(s) < len("不超过十二个汉字的主语名词")
}
