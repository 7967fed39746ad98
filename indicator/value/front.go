package value

import (
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/schema"
)

// front reads what stands in front of a number: period, subject, reference,
// comparator, in the orders that occur.
func (p *parser) front(v *schema.Value, f frag) bool {
	f = f.trim()
	if f.s == "" {
		return true
	}
	if g, ok := f.before("+"); ok { // +5%
		if f = g.trim(); f.s != "" && f.s[len(f.s)-1] < utf8.RuneSelf && !hasSymbol(lastRune(f.s)) {
			return false // T+1
		}
	}
	f, ok := p.endOps(v, f)
	if !ok {
		return false
	}
	if f, ok = p.currency(f); ok {
		f = f.trim() // ¥≤300元
	}
	f = p.started(v, f)
	f = p.above(v, f)
	f = p.rank(v, dropFiller(f))
	if f.s == "" {
		return true
	}
	f = p.frontOp(v, p.opOverPeriod(v, f))
	f = p.boundOn(v, f)
	f = p.trendReference(v, f)
	f = p.by(v, f)
	if g, ok := f.after("按"); ok && strings.HasPrefix(g.s, "每") {
		f = g // 按每人每天30元标准发放
	}
	f = p.periods(v, f)
	f = dropFiller(p.frontOp(v, f))
	if f.s != "" && endTrend(withoutAdverb(f.s)) == 0 && !strings.HasSuffix(f.s, "幅") && !hasTrend(v) { // 每年增长不低于3%, 持续增长3%
		addTrend(v, withoutAdverb(f.s))
		p.mark(RoleTrend, f)
		return true
	}
	if f.s == "" {
		return true
	}
	return p.subject(v, f)
}

// withoutAdverb is a text without the word in front that says how a change goes.
func withoutAdverb(s string) string {
	for _, word := range [...]string{"持续", "稳步", "逐步", "逐年", "不断", "稳定", "平稳", "进一步", "大幅", "明显", "显著", "有效", "预计", "力争", "累计", "总体"} {
		if rest, ok := strings.CutPrefix(s, word); ok {
			return strings.TrimPrefix(rest, "地")
		}
	}
	return s
}

// above reads by how many points a share lies above or below another: 高于全国平均水平3个
// 百分点. The word is the note, as a verb of change is.
func (p *parser) above(v *schema.Value, f frag) frag {
	if !strings.HasSuffix(v.Unit, "百分点") || v.Reference != "" || v.Note != "" {
		return f
	}
	for _, word := range [...]string{"高于", "低于", "高出"} {
		at := strings.Index(f.s, word)
		if at < 0 {
			continue
		}
		noun := dropFiller(f.from(at + len(word)))
		if noun.s == "" || !isNoun(noun.s) || hasDigit(noun.s) && !mentions(noun.s, []string{"年"}) {
			return f
		}
		v.Note, v.Reference = word, noun.s
		p.mark(RoleTrend, f.between(at, at+len(word)))
		p.mark(RoleReference, noun)
		return f.to(at).trim()
	}
	return f
}

// started takes what a change starts from off the end of a front, as a note: 从70%提
// 高到85%, 办理时限由3天缩短至1天.
func (p *parser) started(v *schema.Value, f frag) frag {
	if v.Op == "" || v.Note != "" {
		return f
	}
	at := max(strings.LastIndex(f.s, "从"), strings.LastIndex(f.s, "由"))
	if at < 0 {
		return f
	}
	old := f.from(at + len("从")).trim()
	for _, word := range [...]string{"原来", "原先", "原有", "原", "目前", "现有", "现", "的"} {
		old, _ = old.after(word)
	}
	_, w := fold.Number(old.s)
	unit := strings.TrimLeft(old.s[w:], " ")
	if w == 0 || unit != v.Unit && unit != "" && !(isUnitText(unit) && DimensionOf(unit) == DimensionOf(v.Unit)) {
		return f
	}
	note := f.from(at)
	v.Note = note.s
	p.mark(RoleNote, note)
	return f.to(at).trim()
}

// endOps reads the comparator right in front of a number, and a second one in
// front of it that says the same: 不少于≥90%, 不低于(≥)90%. Two that disagree are no
// reading.
func (p *parser) endOps(v *schema.Value, f frag) (rest frag, ok bool) {
	for range 2 {
		g := f
		if inner, closed := f.before(")"); closed {
			if open := strings.LastIndexByte(inner.s, '('); open >= 0 && hasSymbol(inner.s[open:]) {
				g = inner.from(open + 1)
			}
		}
		op, start := endOp(g.s)
		if op == "" || g.at != f.at && start != 0 {
			return f, true
		}
		if v.Op != "" && op != v.Op && (v.Op != schema.OpEQ || !isLower(op) && !isUpper(op) || hasSymbol(f.s[start:])) { // 至少完成2次 is at least
			return f, op == schema.OpEQ || isDoneWord(f.s[start:])
		}
		v.Op = op
		p.mark(RoleOp, g.from(start))
		if g.at == f.at {
			f = f.to(start).trim()
		} else {
			f = f.to(g.at - f.at - 1).trim()
		}
	}
	return f, true
}

// isDoneWord reports comparators that are verbs as well and may stand in front of
// another comparator: 达到不低于90%.
func isDoneWord(s string) bool {
	return startsWithAny(s, []string{"达", "控制", "提", "降", "增", "减", "缩", "压", "扩", "上升", "下降", "约", "近", "最", "至", "起码", "超", "突破", "限制", "延长"})
}

// rank reads 前 in front of a number as a bound on a rank: 全省前10名.
func (p *parser) rank(v *schema.Value, f frag) frag {
	g, ok := f.before("前")
	if !ok || v.Op != "" || v.Unit != "名" && v.Unit != "位" && v.Unit != "%" && v.Unit != "" || mayBeDeadline(g.s) {
		return f
	}
	v.Op = schema.OpLE
	p.mark(RoleOp, f.from(len(g.s)))
	g, _ = g.before("位列")
	return g.trim()
}

// dropFiller drops the words between a subject and its number or comparator.
func dropFiller(f frag) frag {
	f = f.trim()
	for _, mark := range [...]string{":", "("} {
		if g, ok := f.before(mark); ok {
			f = g.trim()
		}
	}
	for again := true; again; {
		again = false
		for _, word := range words.TailFillers() {
			if g, ok := f.before(word); ok && fillerFits(word, g.s) {
				f, again = g.trim(), true
				break
			}
		}
	}
	return f
}

// fillerFits keeps the last character of a word that only looks like a filler
// (供应, 存在, 所有, 需要).
func fillerFits(word, rest string) bool {
	if rest == "" {
		return true
	}
	last, _ := utf8.DecodeLastRuneInString(rest)
	switch word {
	case "应":
		return !strings.ContainsRune("供响效适反对相感", last)
	case "在":
		return !strings.ContainsRune("存现所潜实内", last)
	case "有":
		return !strings.ContainsRune("所拥具国占自公私", last)
	case "占":
		return !strings.ContainsRune("独抢侵霸挤多", last)
	case "得":
		return !strings.ContainsRune("所取获", last)
	case "要":
		return !strings.ContainsRune("需主重必", last)
	case "须", "需":
		return !strings.ContainsRune("必急所刚", last)
	case "均", "都":
		if utf8.RuneCountInString(rest) == 1 {
			return false // 村均, 户均
		}
		return !strings.ContainsRune("平人成首户年月日", last)
	}
	return true
}

// opOverPeriod reads a comparator in symbols that stands in front of the period: ≥每月20批次.
func (p *parser) opOverPeriod(v *schema.Value, f frag) frag {
	op, w := startOp(f.s)
	if w == 0 || v.Op != "" {
		return f
	}
	rest := f.from(w).trim()
	if _, width := period(rest.s); width == 0 || width != len(rest.s) {
		return f
	}
	v.Op = op
	p.mark(RoleOp, f.to(w))
	return rest
}

// frontOp reads a comparator that stands before the subject: 至少开展3次, 不低于上年的95%.
func (p *parser) frontOp(v *schema.Value, f frag) frag {
	front := words.Starting(f.s)
	for i := range front {
		w := &front[i]
		if !strings.HasPrefix(f.s, w.Word) {
			continue
		}
		rest := f.from(len(w.Word)).trim()
		switch {
		case v.Op == schema.OpEQ && startsWithAny(w.Word, []string{"至少", "不少于", "不低于", "最少", "至多", "不超过", "不多于", "最多"}):
		case v.Op != "" || len(w.Word) < len("至少"):
			return f
		case w.Op == schema.OpEQ && (w.Word != "完成" || isNounHead(rest.s)):
			return f
		case w.Op != schema.OpEQ && isComparison(w.Word) && !strings.HasPrefix(w.Word, "不") && rest.s != "" && !strings.HasSuffix(rest.s, "的") && DimensionOf(v.Unit) == words.Ratio && !startsWithAny(rest.s, words.HeadFillers()):
			return f // 低于市场价5% may bound the price or the distance from it
		}
		v.Op = w.Op
		p.mark(RoleOp, f.to(len(w.Word)))
		if w.Op != schema.OpEQ && v.Reference == "" && p.frontReference(v, w.Word, rest) {
			return frag{at: f.at}
		}
		return rest
	}
	return f
}

// frontReference reads the noun between a comparator and a share of it: 控制在预算金
// 额95%以内, 不低于上年的95%.
func (p *parser) frontReference(v *schema.Value, word string, rest frag) bool {
	noun := rest
	if word != "控制在" || DimensionOf(v.Unit) != words.Ratio || !isBoundNoun(rest.s) {
		if !isComparison(word) || startsWithAny(rest.s, words.HeadFillers()) {
			return false
		}
		noun, _ = rest.before("的")
	}
	if noun.s == "" || !isNoun(noun.s) {
		return false
	}
	v.Reference = noun.s
	p.mark(RoleReference, noun)
	return true
}

// boundOn reads subject, comparator and reference in front of a share of the
// reference: 补助标准不低于低保标准的1.3倍.
func (p *parser) boundOn(v *schema.Value, f frag) frag {
	g, ok := f.before("的")
	share := !ok && DimensionOf(v.Unit) == words.Ratio // 中央资金不超过总投资30%
	if !ok && !share || v.Op != "" {
		return f
	}
	if at := strings.IndexAny(g.s, "<>=≥≤"); at >= 0 && !share {
		op, width := startOp(g.s[at:])
		noun := g.from(at + width).trim()
		if width == 0 || !isNoun(noun.s) {
			return f
		}
		v.Op, v.Reference = op, noun.s
		p.mark(RoleOp, g.between(at, at+width))
		p.mark(RoleReference, noun)
		return g.to(at).trim()
	}
	front := words.Front()
	for i := range front {
		w := &front[i]
		at := strings.LastIndex(g.s, w.Word)
		if at <= 0 || share && (!strings.HasPrefix(w.Word, "不") || at+len(w.Word) == len(g.s)) || !strings.HasSuffix(w.Word, "于") && !strings.HasSuffix(w.Word, "超过") || !isNoun(g.s[at+len(w.Word):]) {
			continue
		}
		noun := g.from(at + len(w.Word)).trim()
		v.Op, v.Reference = w.Op, noun.s
		p.mark(RoleOp, g.between(at, at+len(w.Word)))
		p.mark(RoleReference, noun)
		return g.to(at).trim()
	}
	return f
}

// isComparison reports the comparators that compare with a noun as well as with
// a number.
func isComparison(word string) bool {
	return !startsWithAny(word, []string{"至少", "最", "至多", "起码", "约", "近", "大约", "接近", "将近", "大概", "达", "提", "增", "上升", "扩大", "降", "下降", "减", "缩", "压", "控制", "限制", "突破", "可达", "升"})
}

func startsWithAny(s string, words []string) bool {
	for _, w := range words {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}

// isNounHead reports whether 完成 or 实现 in front of s is part of a noun: 完成率,
// 完成时间.
func isNounHead(s string) bool {
	return startsWithAny(s, []string{"率", "度", "量", "数", "次数", "时", "情况", "比例", "质量", "进度", "程度", "值", "率为"})
}
