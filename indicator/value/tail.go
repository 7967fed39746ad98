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

// rest reads what follows number, unit and suffix: 完成, a verb of change, or the
// noun that is counted.
func (p *parser) rest(v *schema.Value, f frag, back schema.Op) (schema.Op, bool) {
	f, _ = f.after("的")
	if strings.HasPrefix(f.s, "用于") && v.Note == "" && v.Unit != "" && isNoun(f.s) {
		v.Note = f.s // 30万元用于审计
		p.mark(RoleNote, f)
		return back, true
	}
	switch f.s {
	case "不间断", "不间断服务", "不间断运行", "不间断值守", "不打烊":
		v.Note = f.s
		p.mark(RoleNote, f)
		return back, v.Unit != ""
	case "整": // 50万元整
		return back, DimensionOf(v.Unit) == words.Money
	case "完成", "全覆盖", "覆盖", "全部完成", "":
		p.mark(RoleSuffix, f)
		if back == "" {
			back = schema.OpEQ
		}
		return back, true
	}
	if endTrend(f.s) == 0 || isDone(f.s) || startsWithAny(f.s, []string{"达到", "符合", "按时", "按期", "按质", "按量", "及时", "全部", "足额", "如期"}) && isCountedNoun(f.s) {
		if v.Note == "" {
			v.Note = f.s
		}
		p.mark(RoleNote, f)
		return back, true
	}
	if DimensionOf(v.Unit) == words.Time && p.leads && v.Note == "" && isNoun(f.s) && !hasDigit(f.s) {
		v.Note = f.s // 提前30分钟发布
		p.mark(RoleNote, f)
		return back, true
	}
	if DimensionOf(v.Unit) == words.Time && (startsWithAny(f.s, doneVerbs) || isUpper(back)) && v.Note == "" && isNoun(f.s) && !hasDigit(f.s) {
		v.Note = f.s // 2小时内到达现场 counts no 现场, 7个工作日内反馈 no 反馈
		p.mark(RoleNote, f)
		return back, true
	}
	if extents[f.s] && CanonicalUnit(v.Unit) != "" && DimensionOf(v.Unit) == words.Measure && v.Subject == "" {
		v.Subject = f.s // 6米宽
		p.mark(RoleSubject, f)
		return back, true
	}
	if open := strings.IndexByte(f.s, '('); open > 0 && closing(f.s[open:]) == len(f.s)-open-1 {
		if noun := f.to(open).trim(); isCountedNoun(noun.s) {
			p.note(v, f.from(open)) // 15个乡镇(街道)
			f = noun
		}
	}
	if v.Reference == "" && DimensionOf(v.Unit) == words.Ratio && isBoundNoun(f.s) && !startsWithAny(f.s, doneVerbs) && !startsWithAny(f.s, []string{"达到", "符合"}) {
		v.Reference = f.s // ≤100%预算
		p.mark(RoleReference, f)
		return back, true
	}
	if v.Unit == "" || !isCountedNoun(f.s) && !isShortNoun(f.s) {
		return "", false
	}
	for _, verb := range doneVerbs {
		if g, ok := f.after(verb); ok && g.s != "" {
			f = g.trim()
			break
		}
	}
	v.Subject = f.s
	p.mark(RoleSubject, f)
	return back, true
}

// extents are the words for what a length measures.
var extents = map[string]bool{"宽": true, "长": true, "高": true, "厚": true, "深": true}

// doneVerbs say that what a number measures is done.
var doneVerbs = []string{"全部完成", "完成", "到位", "办结", "达标", "合格", "响应", "解决", "修复", "到达", "处置", "处理", "送达", "落实", "兑现", "发放", "通过", "恢复", "覆盖", "到岗", "到场", "满意", "拨付", "支付", "建成", "上线", "验收", "整改", "回复", "办理", "使用", "正常", "执行", "及时", "实现", "有效"}

func isDone(s string) bool {
	for _, verb := range doneVerbs {
		if s == verb {
			return true
		}
	}
	return false
}

// isShortNoun reports the nouns of one character that are counted: 30个村.
func isShortNoun(s string) bool {
	return utf8.RuneCountInString(s) == 1 && strings.Contains("村镇乡县区市省户人班校店站点库厅街路桥河湖井组园", s)
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
	return n >= 2 && n <= 20 && isNoun(s) && !startsWithAny(s, []string{"为", "是", "即", "各", "并", "和", "及", "与", "、", "前", "后", "至", "到", "以", "不", "未", "无", "均", "都", "也", "则"})
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
			v.Unit = inner.s
			p.mark(RoleUnit, inner)
			return f.from(end + 1).trim()
		}
		return f
	}
	if colon, n := ratioEnd(f.s); n > 0 {
		v.Unit = ":" + f.s[colon:n] // 1比15
		p.mark(RoleUnit, f.to(n))
		return f.from(n).trim()
	}
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

// ratioEnd is where the second number of a ratio in words starts and ends: 比15.
func ratioEnd(s string) (start, end int) {
	rest, ok := strings.CutPrefix(s, "比")
	if !ok {
		return 0, 0
	}
	if n := fold.Digits(rest); n > 0 {
		return len("比"), len("比") + n
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
	if strings.HasPrefix(s, ":") {
		if _, n := fold.Arabic(s[1:]); n > 0 {
			return 1 + n
		}
		return 0
	}
	if strings.HasPrefix(s, "/") {
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
	if _, w := fold.Han(s); w > 0 && startsWithAny(s[w:], []string{"级", "等", "类"}) {
		return 0 // 等保2.0三级测评
	}
	if end == 0 || isBadThing(s[:end]) || isLookAlike(rune(s[0])) || endTrend(s[:end]) == 0 || startsWithAny(s[:end], doneVerbs) || startsWithAny(s[:end], []string{"全覆盖", "的", "年", "月", "日", "号", "至", "到", "且", "或", "和", "及", "与", "前", "后", "之前", "底"}) {
		return 0
	}
	return end
}

// note reads a trailing bracket: 100%(历史标准).
func (p *parser) note(v *schema.Value, f frag) frag {
	for strings.HasPrefix(f.s, "(") {
		end := closing(f.s)
		if end < 0 {
			return f
		}
		inner := f.between(1, end).trim()
		switch {
		case inner.s == "" || inner.s == "含":
		case v.Note == "":
			v.Note = inner.s
		default:
			v.Note += noteSeparator + inner.s
		}
		p.mark(RoleNote, inner)
		f = f.from(end + 1).trim()
	}
	return f
}
