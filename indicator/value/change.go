package value

import (
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/schema"
)

// endTrend is where the verb of change at the end of s starts, -1 for none.
func endTrend(s string) int {
	for _, w := range words.Changes.Words() {
		if strings.HasSuffix(s, w) {
			return len(s) - len(w)
		}
	}
	return -1
}

// endDifference is where such a word at the end of s starts, -1 for none.
func endDifference(s string) int {
	for _, w := range words.Differs.Words() {
		if strings.HasSuffix(s, w) {
			return len(s) - len(w)
		}
	}
	return -1
}

// trendReference reads what a change is measured against: 较上年增长, 比2023年提升,
// 同比增长, 按合同. The verb of change becomes the note, since the number alone
// would not say which way.
func (p *parser) trendReference(v *schema.Value, f frag) frag {
	at := endTrend(f.s)
	if n := endDifference(f.s); at < 0 && n > 0 {
		if _, _, found := splitReference(f.to(n).trim(), false); found {
			at = n // 比去年多5次
		}
	}
	if at == 0 && strings.HasSuffix(f.s, "幅") {
		return f // 增幅 is what is measured
	}
	if at == 0 {
		addTrend(v, f.s)
		p.mark(RoleTrend, f)
		return frag{at: f.at}
	}
	body := f
	if at > 0 {
		body = f.to(at).trim()
		body, _ = body.before(",")
	}
	subject, noun, found := splitReference(body, at > 0)
	if found && v.Reference != "" {
		return f // two nouns to compare with
	}
	if !found {
		return p.trendPeriod(v, f, body, at)
	}
	if at > 0 {
		addTrend(v, f.s[at:])
		p.mark(RoleTrend, f.from(at))
	}
	v.Reference = canonicalReference(noun.s)
	p.mark(RoleReference, noun)
	return subject.trim()
}

// addTrend puts a verb of change in front of what the note says already.
func addTrend(v *schema.Value, verb string) {
	if v.Note != "" {
		verb += noteSeparator + v.Note
	}
	v.Note = verb
}

func hasTrend(v *schema.Value) bool {
	trend, _, _ := strings.Cut(v.Note, noteSeparator)
	return isTrend(trend)
}

// trendPeriod reads the period in front of a verb of change: 近视率每年下降.
func (p *parser) trendPeriod(v *schema.Value, f, body frag, at int) frag {
	every := strings.LastIndex(body.s, "每")
	if at <= 0 || every <= 0 {
		return f
	}
	unit, width := period(body.s[every:])
	if width == 0 || every+width != len(body.s) {
		return f
	}
	p.setPer(v, unit, body.from(every))
	addTrend(v, f.s[at:])
	p.mark(RoleTrend, f.from(at))
	return body.to(every).trim()
}

// canonicalReference is the noun behind 同比 and 环比.
func canonicalReference(noun string) string {
	switch noun {
	case "同比":
		return "上年"
	case "环比":
		return "上期"
	}
	return noun
}

// splitReference finds 较X, 比X, 与X相比, 同比 at the end of a front, and 按X at its
// start. In front of a verb of change nearly any noun can be what X is.
func splitReference(f frag, changes bool) (subject, noun frag, found bool) {
	if g, ok := f.before("的"); ok {
		if subject, noun, found = shareOf(g); found {
			return subject, noun, true
		}
	}
	for _, word := range [...]string{"同比", "环比"} {
		if g, ok := f.before(word); ok {
			return g, f.from(len(g.s)), true
		}
	}
	for _, mark := range [...]struct{ start, end string }{
		{"与", "相比较"}, {"与", "相比"}, {"和", "相比"}, {"跟", "相比"}, {"同", "相比"}, {"在", "基础上"}, {"按照", ""}, {"依据", ""}, {"根据", ""}, {"按", ""}, {"相较于", ""}, {"相比于", ""}, {"相比", ""}, {"相较", ""}, {"较之", ""}, {"较", ""}, {"比", ""},
	} {
		g, ok := f.before(mark.end)
		at := strings.LastIndex(g.s, mark.start)
		if !ok || at < 0 || !comparesAt(g.s[:at], mark.start) {
			continue
		}
		subject, noun = f.to(at), g.from(at+len(mark.start)).trim()
		noun, _ = noun.before("的")
		if noun.s != "" && isNoun(noun.s) && (mark.end != "" || isBaseline(mark.start, noun.s) || changes && isCompared(mark.start, noun.s)) {
			return subject, noun, true
		}
	}
	return f, frag{}, false
}

// comparesAt reports whether a word of comparison behind a text is one: 按 stands at
// the begin, and 合同 is a word of its own.
func comparesAt(front, word string) bool {
	if word == "同" {
		return !endsWith(front, []string{"合", "共", "协", "不", "相", "陪", "连"})
	}
	return front == "" || !strings.HasPrefix(word, "按")
}

// shareOf finds what a share is taken of, in front of 的: 为去年的120%, 达到2023年的95%以
// 上, 占总数的30%.
func shareOf(f frag) (subject, noun frag, found bool) {
	for _, word := range [...]string{"相当于", "恢复至", "恢复到", "为", "达到", "达"} {
		at := strings.LastIndex(f.s, word)
		if at >= 0 && isNoun(f.s[at+len(word):]) && isBaseline("较", f.s[at+len(word):]) {
			return f.to(at), f.from(at + len(word)), true
		}
	}
	if isNoun(f.s) && isBaseline("较", f.s) && utf8.RuneCountInString(f.s) <= 6 {
		return f.to(0), f, true
	}
	if at := strings.LastIndex(f.s, "占"); at >= 0 && isNoun(f.s[at+len("占"):]) {
		return f.to(at), f.from(at + len("占")).trim(), true
	}
	return f, frag{}, false
}

// isBaseline reports nouns that a change is measured against; 比例 and 较好 hold
// the same characters.
func isBaseline(mark, noun string) bool {
	if strings.HasPrefix(mark, "按") || mark == "依据" || mark == "根据" {
		return utf8.RuneCountInString(noun) <= 8 && endsWith(noun, []string{"合同", "合同约定", "合同价", "标准", "定额", "协议", "批复", "预算", "规定", "要求", "计划", "市场价", "图纸", "方案", "比例", "文件", "政策"})
	}
	return mentions(noun, []string{"年", "期", "上月", "上季", "去年", "以前", "之前", "前", "基数", "基准", "计划", "预算", "目标", "平均", "水平", "标准", "基础"})
}

// isCompared reports the nouns that a verb of change behind them makes a baseline:
// 较鲜薯亩均收入增加5%. 较大, 比例 and 比赛 are words of their own.
func isCompared(mark, noun string) bool {
	if mark != "较" && mark != "比" || utf8.RuneCountInString(noun) < 2 {
		return false
	}
	return !startsWithAny(noun, []string{"大", "好", "高", "快", "多", "少", "强", "低", "小", "为", "赛", "例", "重", "率", "值", "对", "选", "拼", "价", "特", "武", "照", "较", "如", "方", "热"})
}

// noteSeparator parts a verb of change from the note in brackets.
const noteSeparator = "；"
