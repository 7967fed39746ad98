package value

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/schema"
)

// zero reads the words for none of a bad thing, 零投诉, 无安全事故, 未发生违规行为, and
// 全覆盖, which is 100 %.
func (p *parser) zero(v *schema.Value, f frag) bool {
	if p.changeless(v, f) {
		return true
	}
	if per, rest, ok := p.beforeNone(v, f); ok {
		v.Per = per
		f = rest
	}
	for _, word := range words.NoneOf.Words() {
		noun, ok := f.after(word)
		if !ok {
			continue
		}
		for _, one := range [...]string{"一例", "一起", "一件", "一人", "任何"} {
			noun, _ = noun.after(one)
		}
		thing := strings.TrimSuffix(noun.s, "发生")
		thing = strings.TrimSuffix(thing, "出现")
		if !isNoneOf(thing) && !(word == "零" && isNoneAtAll(thing)) {
			return false
		}
		v.Kind, v.Op, v.OpImplied, v.Number, v.Subject = schema.KindQuantity, schema.OpEQ, true, "0", thing
		p.mark(RoleNumber, f.to(len(word)))
		p.mark(RoleSubject, noun.to(len(thing)))
		return true
	}
	for _, none := range [...]struct {
		word    string
		implied bool
	}{{"为零", false}, {"零发生", true}} {
		if thing, ok := f.before(none.word); ok && thing.s == "基本" {
			v.Kind, v.Op, v.Number = schema.KindQuantity, schema.OpApprox, "0"
			p.mark(RoleNumber, f)
			return true
		}
		if thing, ok := f.before(none.word); ok && isSubject(thing.s) && !hasDigit(thing.s) {
			v.Kind, v.Op, v.OpImplied, v.Number, v.Subject = schema.KindQuantity, schema.OpEQ, none.implied, "0", thing.s
			p.mark(RoleSubject, thing)
			p.mark(RoleNumber, f.from(len(thing.s)))
			return true
		}
	}
	if front, ok := f.before("全覆盖"); ok && !mentions(f.s, []string{"。", ",", ";", "基本"}) {
		for _, verb := range [...]string{"实现", "做到", "完成", "确保"} {
			front, _ = front.after(verb)
		}
		if front.s != "" && !isSubject(front.s) {
			return false
		}
		v.Kind, v.Op, v.Number, v.Unit, v.Subject = schema.KindQuantity, schema.OpEQ, "100", "%", front.s
		p.mark(RoleSubject, front)
		p.mark(RoleNumber, f.from(len(f.s)-len("全覆盖")))
		return true
	}
	return false
}

// reference reads a comparator with a noun: ≤中介评估价, 不超过上年, 控制在预算内.
func (p *parser) reference(v *schema.Value, f frag) bool {
	if p.level(v, f) {
		return true
	}
	op, at, width := findOp(f.s)
	if op == "" {
		return p.within(v, f)
	}
	noun := f.from(at + width).trim()
	n := p.marked()
	noun = p.note(v, noun)
	if inner := strings.IndexByte(noun.s, '('); inner > 0 && closing(noun.s[inner:]) == len(noun.s)-inner-1 {
		p.note(v, noun.from(inner))
		noun = noun.to(inner).trim()
	}
	word := f.s[at : at+width]
	symbol := symbolWidth(word) > 0
	if !symbol {
		for _, suffix := range [...]string{"范围以内", "范围之内", "范围内", "以内", "之内", "内"} {
			if g, ok := noun.before(suffix); ok && isUpper(op) && g.s != "" {
				noun = g
				break
			}
		}
	}
	if !isReference(word, noun.s, symbol) {
		p.undo(n)
		return false
	}
	front := dropFiller(f.to(at))
	if front.s != "" && !p.subject(v, front) {
		p.undo(n)
		return false
	}
	p.mark(RoleOp, f.between(at, at+width))
	p.mark(RoleReference, noun)
	if isLower(op) && !symbol {
		noun, _ = noun.before("以上")
	}
	v.Kind, v.Op, v.Reference = schema.KindReference, op, noun.s
	return true
}

// level reads what is to stay level with another: 与全市平均水平持平, 同比持平.
func (p *parser) level(v *schema.Value, f frag) bool {
	front, ok := f.before("持平")
	if !ok || hasSymbol(f.s) {
		return false
	}
	front, _ = front.before("基本")
	front, _ = front.before("保持")
	subject, noun, found := splitReference(front.trim(), true)
	if !found {
		for _, word := range [...]string{"与", "和", "同", "跟"} {
			if noun, found = front.after(word); found {
				break
			}
		}
		subject = frag{at: f.at}
	}
	if noun = noun.trim(); !found || noun.s == "" || !isNoun(noun.s) || hasAmount(withoutYears(noun.s)) || subject.s != "" && !p.subject(v, subject) {
		return false
	}
	p.mark(RoleReference, noun)
	p.mark(RoleOp, f.from(len(f.s)-len("持平")))
	v.Kind, v.Op, v.Reference = schema.KindReference, schema.OpEQ, canonicalReference(noun.s)
	return true
}

// within reads 在预算范围内 and 预算内, which bound a value by a noun from above.
func (p *parser) within(v *schema.Value, f frag) bool {
	for _, suffix := range [...]string{"范围以内", "范围之内", "范围内", "以内", "之内", "内"} {
		noun, ok := f.before(suffix)
		if !ok {
			continue
		}
		noun, _ = noun.after("在")
		if !isBoundNoun(noun.s) || hasAmount(noun.s) || mentions(noun.s, []string{"控制"}) && !strings.HasSuffix(noun.s, "控制数") {
			return false
		}
		p.mark(RoleReference, noun)
		p.mark(RoleSuffix, f.from(len(f.s)-len(suffix)))
		v.Kind, v.Op, v.Reference = schema.KindReference, schema.OpLE, noun.s
		return true
	}
	return false
}

// isNoneOf reports the nouns of which none is a count of 0.
func isNoneOf(thing string) bool {
	if i := strings.Index(thing, "、"); i > 0 && startsWithAny(thing[i+len("、"):], []string{"无", "零", "未", "不", "没", "0"}) {
		return false // 无事故、无投诉
	}
	return thing != "" && !words.StartsLoose(thing) && (!strings.HasPrefix(thing, "责") || strings.HasPrefix(thing, "责任")) && isNoun(thing) && !hasDigit(thing) && (isBadThing(thing) || strings.HasSuffix(thing, "问题")) && utf8.RuneCountInString(thing) <= 14
}

// isNoneAtAll reports short nouns of which 零 counts none, good or bad: 零新增, 零成本.
// In 零距离 and 零售 it counts nothing.
func isNoneAtAll(thing string) bool {
	n := utf8.RuneCountInString(thing)
	return 2 <= n && n <= 4 && !words.StartsLoose(thing) && !endsWith(thing, []string{"率", "度"}) && isNoun(thing) && !hasDigit(thing) && !strings.ContainsAny(thing, "、 ") &&
		!startsWithAny(thing, []string{"距离", "容忍", "跑", "售", "星", "碎", "食", "件", "工", "基础", "门槛", "接触", "障碍", "时", "点", "散", "部件", "用", "钱", "信任", "增长", "下", "上", "起", "首付", "就业"})
}

// beforeNone takes off the few words that stand in front of 零投诉: a period, who
// or what it is said of, 确保. The text must go on with a word for none and a
// bad thing.
func (p *parser) beforeNone(v *schema.Value, f frag) (per string, rest frag, ok bool) {
	for _, word := range [...]string{"零", "无", "未发生", "不发生", "没有", "未出现"} {
		at := strings.Index(f.s, word)
		if at <= 0 {
			continue
		}
		thing := strings.TrimSuffix(f.s[at+len(word):], "发生")
		if !isNoneOf(thing) && !(word == "零" && isNoneAtAll(thing)) {
			continue
		}
		front := f.to(at).trim()
		if unit, width := period(front.s); width == len(front.s) {
			p.mark(RolePer, front)
			return unit, f.from(at), true
		}
		if startsWithAny(front.s, words.HeadFillers()) && endsWith(front.s, words.HeadFillers()) {
			return "", f.from(at), true
		}
		if !isSubject(front.s) || utf8.RuneCountInString(front.s) > 6 || mentions(front.s, []string{"、", "基本", "率", "度", "有", "并", "毫"}) {
			return "", f, false
		}
		p.mark(RoleText, front)
		return "", f.from(at), true
	}
	return "", f, false
}

// isBoundNoun reports the nouns that bound what is spent: 批复预算, 定额.
func isBoundNoun(s string) bool {
	return endsWith(s, []string{"预算", "预算数", "概算", "限额", "定额", "控制数", "预算额", "预算金额", "标准", "合同价", "额度"}) && isNoun(s) && utf8.RuneCountInString(s) <= 10
}

// findOp is the first comparator of s that can compare with a noun, where it
// starts and its width.
func findOp(s string) (op schema.Op, at, width int) {
	if i := symbolAt(s); i >= 0 {
		op, width = startOp(s[i:])
		return op, i, width
	}
	word := nounOp(s)
	if word == nil {
		return "", 0, 0
	}
	at = strings.Index(s, word.Word)
	if before, _ := utf8.DecodeLastRuneInString(s[:at]); strings.ContainsRune("不未没", before) {
		return "", 0, 0 // a negation that the list of comparators does not know
	}
	return word.Op, at, len(word.Word)
}

// nounOp is the first comparator in words of s that compares with a noun, the
// longest that starts there; nil where there is none.
func nounOp(s string) *words.Comparator {
	opens := opening()
	for i, r := range s {
		if !opens.has(r) {
			continue
		}
		starting := words.Starting(s[i:])
		for j := range starting {
			if w := &starting[j]; w.Noun && strings.HasPrefix(s[i:], w.Word) {
				return w
			}
		}
	}
	return nil
}

// isReference reports nouns that can bound a value.
func isReference(word, noun string, symbol bool) bool {
	if noun == "" || utf8.RuneCountInString(noun) > 30 || !isNoun(noun) || isUnitText(noun) {
		return false
	}
	if hasAmount(withoutYears(noun)) && !namesStandard(noun) {
		return false
	}
	if word == "达到" {
		noun = strings.TrimSuffix(noun, "以上")
		return endsWith(noun, []string{"水平", "标准"}) && utf8.RuneCountInString(noun) > 2
	}
	if word == "等于" {
		return mentions(noun, []string{"预算", "计划", "标准", "上年", "目标", "价"})
	}
	if word == "控制在" {
		return mentions(noun, []string{"预算", "标准", "范围", "成本", "限额", "定额", "概算", "批复", "计划", "额度", "指标", "价"})
	}
	return symbol || !mentions(noun, []string{"的发展", "使用者", "一切"})
}

// hasAmount reports a number in a noun that is no year (2019年水平).
func hasAmount(noun string) bool {
	for i := 0; i < len(noun); {
		n := fold.Digits(noun[i:])
		if n == 0 {
			i++
			continue
		}
		if yearOf(noun[i:i+n]) == 0 || !strings.HasPrefix(noun[i+n:], "年") {
			return true
		}
		i += n
	}
	return false
}

// scale reads a list of grades, 优良中低差, 优/良/中/差, or a grade with 及以上.
func (p *parser) scale(v *schema.Value, f frag) bool {
	f = p.gradeNote(v, f)
	whole := f
	for _, rank := range [...]string{"等次", "等级", "档次"} {
		whole, _ = whole.before(rank) // 合格以上等次
	}
	for _, bound := range [...]struct {
		suffix string
		op     schema.Op
	}{{"及以上", schema.OpGE}, {"或以上", schema.OpGE}, {"以上", schema.OpGE}, {"及以下", schema.OpLE}, {"以下", schema.OpLE}} {
		if g, ok := whole.before(bound.suffix); ok {
			return p.boundedGrade(v, g.trim(), bound.op, f.from(len(g.s)))
		}
	}
	for _, word := range [...]string{"≥", ">=", "不低于", "不得低于", "不劣于", "不差于", "达到或优于", "达到或高于", "达到或好于", "优于或等于", "达到", "达"} {
		if g, ok := f.after(word); ok && p.boundedGrade(v, g.trim(), schema.OpGE, f.to(len(word))) {
			return true
		}
	}
	for _, end := range [...]string{"四档", "四级", "四个等级", "四个档次", "五档", "五级", "三档", "三级", "等次", "等级"} {
		if g, ok := f.before(end); ok && anyGradeList(g.trim().s) != nil {
			f = g.trim() // 优、良、中、差四档
			break
		}
	}
	for _, verb := range [...]string{"不低于", "达到", "≥"} {
		at := strings.Index(f.s, verb)
		if at > 0 && isSubject(f.s[:at]) && !hasDigit(f.s[:at]) && isGradeWord(f.s[at+len(verb):]) {
			v.Kind, v.Op, v.Subject, v.Grades = schema.KindScale, schema.OpGE, f.s[:at], []string{f.s[at+len(verb):]}
			p.mark(RoleSubject, f.to(at))
			p.mark(RoleOp, f.between(at, at+len(verb)))
			p.mark(RoleGrade, f.from(at+len(verb)))
			return true // 水质达到Ⅲ类
		}
	}
	if grades := anyGradeList(f.s); grades != nil {
		v.Kind, v.Grades = schema.KindScale, grades
		p.mark(RoleGrade, f)
		return true
	}
	return false
}

// gradeNote takes the note off a bound in grades that says what goes without saying:
// 合格以上(含合格).
func (p *parser) gradeNote(v *schema.Value, f frag) frag {
	open := strings.LastIndexByte(f.s, '(')
	if open <= 0 || closing(f.s[open:]) != len(f.s)-open-1 {
		return f
	}
	note := f.between(open+1, len(f.s)-1)
	grade, ok := note.trim().after("含")
	if !ok || grade.s != "" && !isGradeWord(grade.s) {
		return f
	}
	v.Note = note.s
	p.mark(RoleNote, note)
	return f.to(open).trim()
}

// anyGradeList splits s into the grades of some scale; nil where it is none.
func anyGradeList(s string) []string {
	if r, _ := utf8.DecodeRuneInString(s); !gradeRunes.has(r) {
		return nil
	}
	for _, words := range words.Scales() {
		if grades := gradeList(s, words); grades != nil {
			return grades
		}
	}
	return nil
}

// isGradeWord reports the words that are a grade of some scale.
func isGradeWord(s string) bool {
	for _, words := range words.Scales() {
		if slices.Contains(words, s) {
			return true
		}
	}
	return false
}

// boundedGrade reads 良好及以上 and ≥良好: one grade with a comparator.
func (p *parser) boundedGrade(v *schema.Value, g frag, op schema.Op, mark frag) bool {
	for _, words := range words.Scales() {
		for _, w := range words {
			if g.s == w || g.s == "国家"+w || g.s == w+"等次" || g.s == w+"等级" {
				v.Kind, v.Op, v.Grades = schema.KindScale, op, []string{g.s}
				p.mark(RoleGrade, g)
				p.mark(RoleSuffix, mark)
				return true
			}
			if noun, ok := g.after(w); ok && (noun.s == "水质" || noun.s == "水体" || noun.s == "地表水") {
				v.Kind, v.Op, v.Grades, v.Subject = schema.KindScale, op, []string{w}, noun.s // Ⅱ类水质及以上
				p.mark(RoleGrade, g.to(len(w)))
				p.mark(RoleSubject, noun)
				p.mark(RoleSuffix, mark)
				return true
			}
			if subject, ok := gradeSubject(g, w); ok {
				v.Kind, v.Op, v.Grades, v.Subject = schema.KindScale, op, []string{w}, subject.s
				p.mark(RoleSubject, subject)
				p.mark(RoleGrade, g.from(len(g.s)-len(w)))
				p.mark(RoleSuffix, mark)
				return true
			}
		}
	}
	return false
}

// gradeSubject is the noun in front of a grade and its verb: 水质达到Ⅲ类.
func gradeSubject(g frag, grade string) (frag, bool) {
	front, ok := g.before(grade)
	if !ok {
		return g, false
	}
	for _, verb := range [...]string{"达到", "达", "为", "不低于"} {
		if subject, found := front.before(verb); found {
			return subject, subject.s == "" || isSubject(subject.s) && !hasDigit(subject.s)
		}
	}
	if endsWith(front.s, []string{"等级", "等次", "评级", "结果", "水质"}) && isSubject(front.s) && !hasDigit(front.s) {
		return front, true
	}
	return g, false
}

// gradeList splits s into grades of one scale: at least two with marks between
// them, three without. nil where s is no such list.
func gradeList(s string, words []string) []string {
	var grades []string
	marks := 0
	for rest := s; rest != ""; {
		n := 0
		for _, w := range words {
			if len(w) > n && strings.HasPrefix(rest, w) {
				n = len(w)
			}
		}
		if n == 0 || slices.Contains(grades, rest[:n]) {
			return nil
		}
		grades = append(grades, rest[:n])
		rest = strings.TrimLeft(rest[n:], " ")
		for _, mark := range [...]string{"/", "、", ",", "-", ";", "或", "|", "和"} {
			if strings.HasPrefix(rest, mark) {
				rest = strings.TrimLeft(rest[len(mark):], " ")
				marks++
				break
			}
		}
	}
	if len(grades) < 2 || marks != len(grades)-1 && (marks != 0 || len(grades) < 3) {
		return nil
	}
	return grades
}

// withoutYears is a noun without the years that it looks back over: 近3年均值, 前5年平均.
func withoutYears(noun string) string {
	for _, word := range [...]string{"近", "前", "最近", "过去", "上"} {
		rest, ok := strings.CutPrefix(noun, word)
		n := fold.Digits(rest)
		if behind, years := strings.CutPrefix(rest[n:], "年"); ok && years && 0 < n && n <= 2 && behind != "" {
			return behind
		}
	}
	return noun
}
