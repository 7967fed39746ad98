package value

import (
	"strings"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/schema"
)

// by reads a date in front of a quantity, the time by which it is to be reached:
// 2020年6月底前完成50%, 2025年底前，完成率100%. The year of a noun is no such date and
// stays with it (2024年预算执行率≥95%).
func (p *parser) by(v *schema.Value, f frag) frag {
	if _, w := period(f.s); w > 0 && (DimensionOf(v.Unit) != words.Ratio || w != len("一季度") || !strings.HasPrefix(f.s, "一季度")) {
		return f // 一季度一次 is a frequency, 一季度25% a date
	}
	n := p.marked()
	g := f
	for _, word := range [...]string{"截至", "截止", "至", "到", "于", "在"} {
		g, _ = g.after(word)
	}
	if first, second, width := lexDateSpan(g.s); width > 0 && width == len(g.s) {
		return p.during(v, f, g, first, second)
	}
	d, width := lexDate(g.s)
	if width == 0 {
		return f
	}
	last := g.s[:width]
	if endsBefore(last, g.s[width:]) {
		p.applyYear(&d)
		d = d.before(p.ctx.Year)
	}
	qualified, back, rest := p.dateBack(g.from(width))
	rest, comma := rest.after(",")
	p.applyYear(&d)
	iso, ok := d.iso()
	_, w := period(rest.s)
	switch {
	case !ok, isLower(back), strings.HasSuffix(last, "年") && endsWith(rest.s, []string{"的"}):
	case qualified, comma, rest.s == "", w > 0, endTrend(rest.s) == 0, startsWithAny(rest.s, words.HeadFillers()) && !isNounHead(strings.TrimPrefix(rest.s, "完成")), endsWith(last, []string{"底", "末", "内"}):
		p.mark(RoleDate, g.to(width))
		v.Deadline = &schema.Deadline{Date: iso, Precision: d.precision}
		if strings.HasPrefix(iso, "--") && d.precision == precisionYear {
			v.Deadline.Date = ""
		}
		return rest.trim()
	}
	p.undo(n)
	return f
}

// during reads a span in front of a quantity, in which it is to be reached: 1-9月≥75%.
func (p *parser) during(v *schema.Value, f, g frag, first, second date) frag {
	p.applyYear(&first)
	p.applyYear(&second)
	from, ok := first.first()
	to, also := second.iso()
	if !ok || !also {
		return f
	}
	p.mark(RoleDate, g)
	v.Deadline = &schema.Deadline{From: from, To: to}
	return g.from(len(g.s))
}

// periods reads the period of a frequency at either end of a front: 每月, 一年,
// 每小时, 全年; at the end 用户投诉每月≤5.
func (p *parser) periods(v *schema.Value, f frag) frag {
	f = p.perSeveral(v, f)
	if v.Subject != "" {
		f = p.each(v, f)
	} else {
		f = p.eachOver(v, f)
	}
	if unit := adjectives[f.s]; unit != "" && isCountUnit(v.Unit) {
		p.setPer(v, unit, f)
		return f.from(len(f.s))
	}
	if g, ok := f.after("年"); ok && endTrend(g.s) == 0 && !strings.HasSuffix(g.s, "幅") {
		p.setPer(v, "年", f.to(len("年"))) // 年递增5%
		return g
	}
	if unit, width := period(f.s); width > 0 {
		p.setPer(v, unit, f.to(width))
		f = f.from(width).trim()
		if strings.HasPrefix(f.s, "内") {
			f = f.from(len("内")).trim()
		}
		for _, mark := range [...]string{",", ":", "的"} {
			f, _ = f.after(mark)
		}
		return f.trim()
	}
	at := strings.LastIndex(f.s, "每")
	if at <= 0 {
		return f
	}
	g := f.from(at)
	if unit, width := period(g.s); width == len(g.s) {
		p.setPer(v, unit, g)
		return f.to(at).trim()
	}
	return f
}

// perSeveral reads the number of things that a count is taken over: 每50户配1人, 每10万
// 人拥有1所.
func (p *parser) perSeveral(v *schema.Value, f frag) frag {
	g, ok := f.after("每")
	w := severalWidth(g.s, v.Subject != "")
	u := longestUnit(g.s[w:])
	if !ok || w == 0 || u == 0 || DimensionOf(g.s[w:w+u]) == words.Time || !isCountUnit(v.Unit) && !measuresOf(v.Unit) {
		return f
	}
	rest := g.from(w + u).trim()
	if strings.HasSuffix(g.s[:w+u], "人") {
		rest, _ = rest.after("口") // 每10万人口
	}
	for _, verb := range [...]string{"配备", "配置", "拥有", "不少于", "至少", "安排", "配", "设", "建", "有"} {
		if h, found := rest.after(verb); found {
			rest = h.trim()
			break
		}
	}
	if rest.s != "" {
		return f
	}
	p.mark(RoleUnit, f)
	v.Unit += "/" + g.s[:w+u]
	return rest
}

// severalWidth is the width of the number behind 每 that says of how many things a count is
// taken: 50, 十, or the bare 百, 千 and 十万 of 每百户. What has a larger unit of its own
// behind it (百 of 百分点) is no number, and a bare power is one only where the count has a
// subject of its own: else 每百户 is the subject.
func severalWidth(s string, bare bool) int {
	if _, w := fold.Arabic(s); w > 0 || !bare {
		return w
	}
	for _, power := range [...]string{"十万", "百万", "百", "千"} {
		if strings.HasPrefix(s, power) && longestUnit(s[len(power):]) > 0 && (len(power) > len("百") || longestUnit(s) <= len(power)+longestUnit(s[len(power):])) {
			return len(power)
		}
	}
	return 0
}

// measuresOf reports units of what is used up or paid over several things: 升, 元.
func measuresOf(unit string) bool {
	d := DimensionOf(unit)
	return (d == words.Measure || d == words.Money) && !strings.Contains(unit, "/")
}

// each takes 每人 off the front of a quantity that has another subject, as a note:
// 每人每周拍摄10条短视频, 补助标准为每人每月300元. Where it has none, 每人 is the subject.
func (p *parser) each(v *schema.Value, f frag) frag {
	g, ok := f.after("每")
	if !ok {
		return f
	}
	w := longestUnit(g.s)
	if w == 0 || isTimeUnit(g.s[:w]) || v.Note != "" {
		return f
	}
	note := f.to(len("每") + w)
	rest := g.from(w).trim()
	if rest.s != "" && !strings.Contains(rest.s, "每") && !isAction(rest.s) && isSubject(rest.s) {
		note, rest = f, f.from(len(f.s)) // 每名护士≤8张床
	}
	v.Note = note.s
	p.mark(RoleNote, note)
	return rest
}

// eachOver takes 每床 off the front of a quantity that names a period and its own
// subject behind it, as a note: 每床每年补贴3000元.
func (p *parser) eachOver(v *schema.Value, f frag) frag {
	g, ok := f.after("每")
	at := strings.Index(g.s, "每")
	if !ok || at <= 0 || at > len("四个汉字") || v.Note != "" || isTimeUnit(g.s[:at]) || !isNoun(g.s[:at]) {
		return f
	}
	over := g.from(at)
	if _, w := period(over.s); w == 0 || !isSubject(strings.TrimLeft(over.s[w:], " ")) {
		return f
	}
	note := f.to(len("每") + at)
	v.Note = note.s
	p.mark(RoleNote, note)
	return over
}

func (p *parser) setPer(v *schema.Value, unit string, f frag) {
	p.mark(RolePer, f)
	if isTimeUnit(unit) {
		v.Per = unit
		return
	}
	v.Unit += "/" + unit // 每两年一次 is no count per one time unit
}

// adjectives are the periods that stand alone in front of a count: 月度1次.
var adjectives = map[string]string{"月度": "月", "季度": "季度", "年度": "年", "每月度": "月", "每年度": "年"}

// wordPeriods are the periods that a word says without 每.
var wordPeriods = [...]struct{ word, unit string }{
	{"全年", "年"}, {"逐年", "年"}, {"年度内", "年"}, {"年内", "年"}, {"年均", "年"},
	{"月均", "月"}, {"日均", "日"}, {"周均", "周"}, {"季均", "季度"}, {"半年", "半年"},
}

// period lexes a period at the start of s: 每月, 每个季度, 每1年, 一年, 1年, 全年, 年均.
// unit is one time unit; a period of several (每两年) gives it with its number.
// The spellings stand side by side, so that one sees which wins.
func period(s string) (unit string, width int) {
	rest, every := strings.CutPrefix(s, "每")
	if !every {
		for _, p := range wordPeriods {
			if strings.HasPrefix(s, p.word) {
				return p.unit, len(p.word)
			}
		}
	}
	if every {
		rest = strings.TrimPrefix(rest, "隔") // 每隔15天
	}
	width = len(s) - len(rest)
	if unit := alternate(rest); unit != "" {
		return unit, width + len(unit)
	}
	n, w := fold.Number(rest)
	if w == 0 && !every || len(n) > 2 {
		return "", 0
	}
	unit, u := timeUnitAt(rest[w:])
	if u == 0 || !every && !standsAsPeriod(n, unit) {
		return "", 0
	}
	if n != "" && n != "1" {
		if !every && w+u < len(rest) {
			return "", 0
		}
		unit = s[width : width+w+u]
	}
	return unit, width + w + u
}

// alternate is the 双周, 单月 that a text begins with, where a count follows or
// nothing does: 双周1次, 单周开展1次; 双月刊 is a noun.
func alternate(s string) string {
	for _, w := range [...]string{"双周", "单周", "双月", "单月", "隔周", "隔月", "隔天", "隔日", "隔年"} {
		behind, ok := strings.CutPrefix(s, w)
		if ok && (behind == "" || startsWithAny(behind, words.HeadFillers()) || startsWithAny(behind, []string{"至少", "不少于", "最少", "例", "会", "联", "调"})) {
			return w
		}
	}
	return ""
}

// standsAsPeriod reports whether a number of time units is a period without 每:
// 1小时 is a term (1小时响应), 二季度 a date.
func standsAsPeriod(n, unit string) bool {
	switch unit {
	case "小时", "分钟", "秒":
		return false
	case "季度":
		return len(n) != 1 || n == "1" || n >= "5"
	}
	return true
}

// timeUnitAt is the time unit at the start of s that may follow 每, without 个.
func timeUnitAt(s string) (unit string, width int) {
	skip := 0
	if strings.HasPrefix(s, "个") {
		skip = len("个")
	}
	for _, u := range [...]string{"季度", "半年", "半个月", "半月", "小时", "分钟", "学期", "学年", "年度", "星期", "工作日", "年", "季", "月", "周", "日", "天", "旬", "秒", "晚", "夜"} {
		if strings.HasPrefix(s[skip:], u) {
			if u == "年度" {
				return "年", skip + len(u)
			}
			return u, skip + len(u)
		}
	}
	return "", 0
}
