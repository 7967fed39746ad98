package value

import (
	"strings"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/schema"
)

// ordinal reads a place by its ordinal, 排名不低于第8位, 第3名以内, and a day counted from
// the begin, 第30天前. The lower the number the better the place, so that 不低于 and 以上
// bound it from above, as 前8名 does.
func (p *parser) ordinal(v *schema.Value, f frag) bool {
	at := strings.Index(f.s, "第")
	if at < 0 || strings.Contains(f.s[at+len("第"):], "第") {
		return p.foremost(v, f)
	}
	number := f.from(at + len("第")).trim()
	n, w := fold.Number(number.s)
	unit := number.from(w)
	u := longestUnit(unit.s)
	if w == 0 || u == 0 || strings.Contains(n, ".") {
		return false
	}
	back := unit.from(u).trim()
	front := f.to(at).trim()
	switch unit.s[:u] {
	case "名", "位":
		if !p.place(v, front, back) {
			return false
		}
	case "天", "日", "个工作日", "工作日", "周", "个月":
		qualified, op, rest := p.dateBack(back)
		if front.s != "" || !qualified || op != schema.OpLE || !p.dateRest(v, rest, true) {
			return false
		}
		v.Op = schema.OpLE
	default:
		return false
	}
	v.Kind, v.Number, v.Unit = schema.KindQuantity, n, unit.s[:u]
	p.mark(RoleText, f.between(at, at+len("第")))
	p.mark(RoleNumber, number.to(w))
	p.mark(RoleUnit, unit.to(u))
	return true
}

// place reads what stands around the ordinal of a place.
func (p *parser) place(v *schema.Value, front, back frag) bool {
	v.Op, v.OpImplied = schema.OpEQ, true
	switch back.s {
	case "":
	case "以内", "之内", "以上", "及以上", "之前", "以前", "前", "及以前", "(含)以上", "以上(含)", "内":
		v.Op, v.OpImplied = schema.OpLE, false
		p.mark(RoleSuffix, back)
	default:
		return false
	}
	for _, word := range [...]string{"不低于", "不落后于", "不后于", "不差于", "至少", "进入", "保持在", "保持"} {
		if g, ok := front.before(word); ok && v.OpImplied {
			v.Op, v.OpImplied = schema.OpLE, false
			p.mark(RoleOp, front.from(len(g.s)))
			front = g.trim()
			break
		}
	}
	return p.ranked(v, front)
}

// ranked reads who is ranked, in front of a place: 全省排名, 位列全市.
func (p *parser) ranked(v *schema.Value, f frag) bool {
	for _, word := range words.Ranks.Words() {
		if g, ok := f.after(word); ok && g.s != "" {
			p.mark(RoleText, f.to(len(word)))
			f = g.trim()
		}
	}
	if f.s == "" {
		return true
	}
	if hasDigit(f.s) || hasSymbol(f.s) || !isSubject(f.s) || endsBound(f.s) {
		return false
	}
	v.Subject = f.s
	p.mark(RoleSubject, f)
	return true
}

// foremost reads 前三 and 前五 at the end, where a place is what it can be: 全市前三,
// 排名前三, 位列全省前五.
func (p *parser) foremost(v *schema.Value, f frag) bool {
	at := strings.LastIndex(f.s, "前")
	if at <= 0 {
		return false
	}
	number := f.from(at + len("前"))
	n, w := fold.Number(number.s)
	front := f.to(at)
	if w == 0 || w != len(number.s) || !words.RankAmong.Ends(front.s) && !words.Ranks.Ends(front.s) && !strings.HasPrefix(front.s, "排名") {
		return false
	}
	if !p.ranked(v, front) {
		return false
	}
	v.Kind, v.Op, v.Number = schema.KindQuantity, schema.OpLE, n
	p.mark(RoleOp, f.between(at, at+len("前")))
	p.mark(RoleNumber, number)
	return true
}
