package value

import (
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/schema"
)

// quantity reads [每月] [subject] [op] number [unit] [suffix op] [note]. Of several
// numbers the first with a sound front and tail is the quantity's; the others
// belong to its subject (6小时内扑灭率不低于95%).
func (p *parser) quantity(v *schema.Value, f frag) bool {
	if namesStandard(f.s) {
		return false
	}
	n := p.marked()
	for i := 0; i < len(f.s); {
		c := f.s[i]
		if !fold.IsDigit(rune(c)) {
			i++
			continue
		}
		number, unit, width := numberOrShare(f.s[i:])
		if width == 0 || !startsNumber(f.s, i, width) {
			i += max(fold.Digits(f.s[i:]), 1)
			continue
		}
		if p.quantityAt(v, f, i, number, unit, width) {
			return true
		}
		reset(v)
		p.undo(n)
		i += width
	}
	return p.hanQuantity(v, f)
}

// namesStandard reports a technical standard or certificate by its number:
// GB3095-2012, ISO9001.
func namesStandard(s string) bool {
	for _, code := range [...]string{"GB", "ISO", "JGJ", "CJJ", "DB", "IEC", "HJ", "JTG", "YY/T", "CMMI"} {
		i := strings.Index(s, code)
		if i < 0 {
			continue
		}
		rest := strings.TrimLeft(s[i+len(code):], "/TQ ")
		if hasDigit(rest[:min(len(rest), 1)]) {
			return i == 0 || !fold.IsLatin(rune(s[i-1])) && !fold.IsDigit(rune(s[i-1]))
		}
	}
	return false
}

// numberOrShare is the number at the start of s, with the unit that a share in
// words brings along (8成).
func numberOrShare(s string) (number, unit string, width int) {
	number, width = fold.Arabic(s)
	if rest := s[width:]; strings.HasPrefix(rest, "成") || strings.HasPrefix(rest, "分之") {
		if n, u, w := fold.Share(s); w > 0 {
			return n, u, w
		}
	}
	if rest := s[width:]; len(rest) > 1 && rest[0] == '/' && fold.IsDigit(rune(rest[1])) {
		if m, w := fold.Arabic(rest[1:]); w > 0 && !strings.Contains(number, ".") && isFractionEnd(rest[1+w:]) {
			return s[:width+1+len(m)], "", width + 1 + w
		}
	}
	return number, "", width
}

// isFractionEnd reports whether 2/3 ends as a fraction does.
func isFractionEnd(rest string) bool {
	return rest == "" || suffixOpAt(rest) > 0
}

// startsNumber reports whether the digits at i begin a number of their own: not
// part of a word (PM2.5), an ordinal (第3) or a year (2020年).
func startsNumber(s string, i, width int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	if fold.IsLatin(before) || before == '第' || before == '.' || before == '_' {
		return false
	}
	rest := strings.TrimLeft(s[i+width:], " ")
	switch {
	case before == ':' && i > 1 && fold.IsDigit(rune(s[i-2])), startsWithAny(rest, []string{":00", ":30"}):
		return false // a time of day
	case strings.HasPrefix(rest, "年") && width == 4 && yearOf(s[i:i+width]) != 0:
		return false
	case before == '年':
		return !strings.HasPrefix(rest, "月")
	case before == '月':
		return !strings.HasPrefix(rest, "日") && !strings.HasPrefix(rest, "号")
	}
	return true
}

// quantityAt reads f as a quantity whose number stands at i.
func (p *parser) quantityAt(v *schema.Value, f frag, i int, number, unit string, width int) bool {
	front, tail := f.to(i), f.from(i+width)
	v.Kind, v.Number, v.Unit = schema.KindQuantity, number, unit
	front, v.Unit = shareWords(front, unit)
	front, _ = front.before("¥")
	front, _ = front.before("人民币")
	if s, negative := signed(front.s); negative {
		v.Number = f.s[s : i+width]
		if number != f.s[i:i+width] {
			v.Number = "-" + number
		}
		front = f.to(s)
	}
	if v.Unit == "" && strings.HasPrefix(tail.s, "A级") {
		return false // a grade: 3A级
	}
	back, ok := p.tail(v, tail)
	if !ok || !p.front(v, front) {
		return false
	}
	if back == schema.OpApprox && v.Op == schema.OpLE && strings.HasSuffix(strings.TrimRight(front.s, " "), "控制在") {
		v.Op = schema.OpApprox // 控制在3%左右
	}
	p.mark(RoleNumber, f.between(len(front.s), i+width))
	return finish(v, back)
}

// shareWords takes 百分之 in front of a number in digits for its unit.
func shareWords(front frag, unit string) (frag, string) {
	if unit != "" || !strings.HasSuffix(front.s, "分之") {
		return front, unit
	}
	for _, w := range fold.ShareUnits {
		if g, ok := front.before(w.Word); ok {
			return g, w.Unit
		}
	}
	return front, unit
}

// finish settles the comparators of a quantity.
func finish(v *schema.Value, back schema.Op) bool {
	op, ok := settle(v.Op, back)
	if !ok {
		return false
	}
	v.Op = op
	if op == "" {
		v.Op, v.OpImplied = schema.OpEQ, true
	}
	splitPer(v)
	return true
}

// signed is where the minus sign in front of a number starts. A dash behind a
// word is no sign.
func signed(front string) (at int, negative bool) {
	n := len(front) - 1
	if n < 0 || front[n] != '-' {
		return 0, false
	}
	rest := strings.TrimRight(front[:n], " ")
	if rest == "" {
		return n, true
	}
	op, _ := endOp(rest)
	return n, op != ""
}

// front reads what stands in front of a number: period, subject, reference,
// comparator, in the orders that occur.
func (p *parser) front(v *schema.Value, f frag) bool {
	f = f.trim()
	if f.s == "" {
		return true
	}
	if g, ok := f.before("+"); ok { // +5%
		f = g.trim()
	}
	if op, start := endOp(f.s); op != "" {
		v.Op = op
		p.mark(RoleOp, f.from(start))
		f = f.to(start).trim()
	}
	f = p.rank(v, dropFiller(f))
	if f.s == "" {
		return true
	}
	f = p.frontOp(v, f)
	f = p.boundOn(v, f)
	f = p.trendReference(v, f)
	f = p.by(v, f)
	f = p.periods(v, f)
	f = dropFiller(p.frontOp(v, f))
	if f.s != "" && endTrend(f.s) == 0 && !strings.HasSuffix(f.s, "幅") && !hasTrend(v) { // 每年增长不低于3%
		addTrend(v, f.s)
		p.mark(RoleTrend, f)
		return true
	}
	if f.s == "" {
		return true
	}
	return p.subject(v, f)
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

// fillers are words around a subject that add nothing to it.
var (
	tailFillers = []string{"应达到", "须达到", "保持在", "维持在", "稳定在", "应当", "必须", "需要", "均应", "应", "须", "需", "均", "都", "在", "要", "共有", "有", "得", "累计", "分别", "常年", "始终", "长期"}
	headVerbs   = []string{"组织开展", "组织召开", "组织举办", "组织", "开展", "举办", "召开", "举行", "进行", "确保", "保证", "力争", "争取", "做到", "完成", "实现", "计划", "预计", "全部", "支持", "预期", "达到", "其中", "将", "全天", "发生", "原则上", "累计", "总计", "合计"}
)

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
		for _, word := range tailFillers {
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

// frontOp reads a comparator that stands before the subject: 至少开展3次, 不低于上年的95%.
func (p *parser) frontOp(v *schema.Value, f frag) frag {
	front := words.Front()
	for i := range front {
		w := &front[i]
		if !strings.HasPrefix(f.s, w.Word) {
			continue
		}
		if len(w.Word) < len("至少") || w.Op == schema.OpEQ && w.Word != "完成" {
			return f
		}
		rest := f.from(len(w.Word)).trim()
		if w.Op == schema.OpEQ {
			if isNounHead(rest.s) || v.Op != "" {
				return f
			}
			v.Op = w.Op
			p.mark(RoleOp, f.to(len(w.Word)))
			return rest
		}
		if v.Op != "" {
			return f
		}
		if isComparison(w.Word) && !strings.HasSuffix(rest.s, "的") && rest.s != "" && DimensionOf(v.Unit) == words.Ratio && !startsWithAny(rest.s, headVerbs) {
			return f // 低于市场价5% may bound the price or the distance from it
		}
		v.Op = w.Op
		p.mark(RoleOp, f.to(len(w.Word)))
		if w.Word == "控制在" && DimensionOf(v.Unit) == words.Ratio && isBoundNoun(rest.s) && v.Reference == "" {
			v.Reference = rest.s // 控制在预算金额95%以内
			p.mark(RoleReference, rest)
			return frag{at: f.at}
		}
		if isComparison(w.Word) && !startsWithAny(rest.s, headVerbs) {
			noun, _ := rest.before("的")
			if noun.s != "" && v.Reference == "" && isNoun(noun.s) {
				v.Reference = noun.s
				p.mark(RoleReference, noun)
				return frag{at: f.at}
			}
		}
		return rest
	}
	return f
}

// boundOn reads subject, comparator and reference in front of a share of the
// reference: 补助标准不低于低保标准的1.3倍.
func (p *parser) boundOn(v *schema.Value, f frag) frag {
	g, ok := f.before("的")
	if !ok || v.Op != "" {
		return f
	}
	if at := strings.IndexAny(g.s, "<>=≥≤"); at >= 0 {
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
		if at <= 0 || !strings.HasSuffix(w.Word, "于") && !strings.HasSuffix(w.Word, "超过") || !isNoun(g.s[at+len(w.Word):]) {
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

// trends are the verbs of change.
var trends = []string{"增长", "增加", "提升", "提高", "上升", "扩大", "增强", "改善", "下降", "降低", "减少", "缩短", "减轻", "压减", "压缩", "节约", "节省", "缩减", "新增", "回升", "上涨", "增幅", "降幅", "增产", "增收", "递增", "递减", "下浮", "上浮", "下调", "上调", "提前", "延长", "延后", "推迟"}

// endTrend is where the verb of change at the end of s starts, -1 for none.
func endTrend(s string) int {
	for _, w := range trends {
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
	subject, noun, found := splitReference(body)
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
// start.
func splitReference(f frag) (subject, noun frag, found bool) {
	if g, ok := f.before("的"); ok {
		if at := strings.LastIndex(g.s, "占"); at >= 0 && isNoun(g.s[at+len("占"):]) {
			return f.to(at), g.from(at + len("占")).trim(), true // 占总数的30%
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
		if !ok {
			continue
		}
		at := strings.LastIndex(g.s, mark.start)
		if at < 0 || strings.HasPrefix(mark.start, "按") && at > 0 {
			continue
		}
		subject, noun = f.to(at), g.from(at+len(mark.start)).trim()
		noun, _ = noun.before("的")
		if noun.s != "" && isNoun(noun.s) && (mark.end != "" || isBaseline(mark.start, noun.s)) {
			return subject, noun, true
		}
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
	d, width := lexDate(g.s)
	if width == 0 {
		return f
	}
	last := g.s[:width]
	qualified, back, rest := p.dateBack(g.from(width))
	rest, comma := rest.after(",")
	p.applyYear(&d)
	iso, ok := d.iso()
	_, w := period(rest.s)
	switch {
	case !ok, isLower(back), strings.HasSuffix(last, "年") && endsWith(rest.s, []string{"的"}):
	case qualified, comma, rest.s == "", w > 0, endTrend(rest.s) == 0, startsWithAny(rest.s, headVerbs) && !isNounHead(strings.TrimPrefix(rest.s, "完成")), endsWith(last, []string{"底", "末", "内"}):
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

// periods reads the period of a frequency at either end of a front: 每月, 一年,
// 每小时, 全年; at the end 用户投诉每月≤5.
func (p *parser) periods(v *schema.Value, f frag) frag {
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

func (p *parser) setPer(v *schema.Value, unit string, f frag) {
	p.mark(RolePer, f)
	if isTimeUnit(unit) {
		v.Per = unit
		return
	}
	v.Unit += "/" + unit // 每两年一次 is no count per one time unit
}

// period lexes a period at the start of s: 每月, 每个季度, 每1年, 一年, 1年, 全年, 年均.
// unit is one time unit; a period of several (每两年) gives it with its number.
func period(s string) (unit string, width int) {
	every := strings.HasPrefix(s, "每")
	if every {
		width = len("每")
	}
	for _, w := range [...]struct{ word, unit string }{{"全年", "年"}, {"逐年", "年"}, {"年度内", "年"}, {"年内", "年"}, {"年均", "年"}, {"月均", "月"}, {"日均", "日"}, {"周均", "周"}, {"季均", "季度"}, {"半年", "半年"}} {
		if !every && strings.HasPrefix(s, w.word) {
			return w.unit, len(w.word)
		}
	}
	rest := s[width:]
	n, w := fold.Number(rest)
	if w == 0 && !every || len(n) > 2 {
		return "", 0
	}
	rest = rest[w:]
	unit, u := timeUnitAt(rest)
	if u == 0 {
		return "", 0
	}
	switch {
	case !every && (unit == "小时" || unit == "分钟" || unit == "秒"):
		return "", 0 // 1小时响应
	case n == "" || n == "1":
	case !every && unit == "季度" && len(n) == 1 && n < "5":
		return "", 0 // 二季度 is a date
	case every || u == len(rest):
		unit = s[width : width+w+u]
	default:
		return "", 0
	}
	return unit, width + w + u
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

// subject reads the noun inside a value.
func (p *parser) subject(v *schema.Value, f frag) bool {
	for again := true; again; {
		again = false
		for _, verb := range headVerbs {
			if g, ok := f.after(verb); ok && !isNounHead(g.s) {
				f, again = g.trim(), true
				break
			}
		}
	}
	for _, mark := range [...]string{":", "的"} {
		f, _ = f.before(mark)
	}
	f = f.trim()
	if at := strings.Index(f.s, "为每"); at > 0 && v.Op == "" {
		v.Op = schema.OpEQ // 补助标准为每人每月300元
		p.mark(RoleOp, f.between(at, at+len("为")))
		f = f.to(at)
	}
	switch f.s {
	case "一般", "严格", "实际", "已", "共", "保持", "维持", "稳定", "逐步", "逐渐", "稳步", "持续", "力争", "基本", "全部", "预计", "计划", "目标", "均":
		return true // 已完成12次
	case "", "平均", "最长", "最短", "最多", "最少", "最高", "最低", "至少", "至多", "总共", "一共":
		return true
	}
	if _, w := lexDate(f.s); w == len(f.s) && v.Op == "" {
		return false // 2024年6月、12月
	}
	f = p.subjectUnit(v, f)
	if v.Subject != "" {
		return isAction(f.s) // 购置10台设备 counts 设备
	}
	if !isSubject(f.s) {
		return false
	}
	v.Subject = f.s
	p.mark(RoleSubject, f)
	return true
}

// subjectUnit reads the unit that a subject carries in brackets: 合格率(%)≥95.
func (p *parser) subjectUnit(v *schema.Value, f frag) frag {
	open := strings.LastIndexByte(f.s, '(')
	if v.Unit != "" || open <= 0 || f.s[len(f.s)-1] != ')' {
		return f
	}
	inner := f.between(open+1, len(f.s)-1)
	if !isUnitText(inner.s) {
		return f
	}
	v.Unit = inner.s
	p.mark(RoleUnit, inner)
	return f.to(open).trim()
}

// actions are the verbs that stand in front of a count of something.
var actions = []string{
	"购置", "采购", "购买", "覆盖", "涉及", "新建", "改造", "维修", "建设", "建成", "发放", "培训", "服务", "检查", "印发", "印制", "制作", "培养", "引进", "扶持", "救助", "补助", "资助", "新增", "创建", "打造", "出版", "发表", "编制", "制定", "更换",
	"安装", "修建", "种植", "惠及", "配备", "改建", "扩建", "维护", "保障", "慰问", "走访", "巡查", "抽检", "检测", "监测", "选派", "招聘", "招录", "提供", "办理", "受理", "处理", "建立", "形成", "撰写", "举办", "参加", "吸引", "带动", "帮扶", "奖励", "补贴", "推广", "发布", "拍摄", "清理", "整治", "治理", "拆除", "修缮", "修复", "解决", "开设", "设立", "申报", "获得", "取得", "新购", "租赁", "聘请", "接待", "接收", "发展", "培育", "孵化", "支持", "完善", "更新", "升级", "排查", "演出", "放映", "展出", "征集", "收集", "整理", "录入", "报送", "刊发", "宣传", "回访", "体检", "筛查", "接种",
}

// isAction reports whether a front is a bare verb, or a verb behind 新 or 共.
func isAction(s string) bool {
	for _, verb := range actions {
		if rest, ok := strings.CutPrefix(s, verb); ok && (rest == "" || isArea(rest)) {
			return true
		}
	}
	return false
}

// isArea reports the words for a whole area that stand between a verb and its
// count: 覆盖全区12个街镇.
func isArea(s string) bool {
	switch s {
	case "全区", "全市", "全县", "全省", "全镇", "全街道", "全乡", "全国", "辖区", "辖区内", "本区", "本市", "全校", "各类", "新", "不少于", "至少":
		return true
	}
	return false
}

// isSubject reports texts that can be the noun inside a value.
func isSubject(s string) bool {
	if !isNoun(s) || utf8.RuneCountInString(s) > 40 {
		return false
	}
	if i := strings.Index(s, "、"); i >= 0 && hasDigit(s[:i]) {
		return false // 培训2场、100人次
	}
	r, n := utf8.DecodeRuneInString(s)
	if startsWithAny(s, []string{"由", "从"}) && hasDigit(s) || strings.HasPrefix(s, "、") {
		return false // 由85%提高到90%
	}
	if _, w := fold.Han(s); w > 0 && longestUnit(s[w:]) == len(s)-w && w < len(s) && !endsWith(s, []string{"级", "等", "类", "档"}) {
		return false // 三个100%
	}
	if endsInAmount(s) || endsWith(s, []string{"/", "-", "·", "各", "至", "到", "分别", "不", "未", "没", "没有", "不得", "不能", "不会", "不应"}) {
		return false // 2批次8人次
	}
	if n == len(s) && strings.ContainsRune("第上下同前后每另其各本该此以于与及和或且", r) || startsWithAny(s, []string{"隔", "比", "低于", "高于", "超过"}) || mentions(s, []string{"不低于", "不超过", "不高于", "不少于"}) {
		return false
	}
	return !strings.HasPrefix(s, "较") || startsWithAny(s, []string{"较大", "较重"})
}

// endsInAmount reports texts that end with a number and its unit.
func endsInAmount(s string) bool {
	for i := range s {
		if i == 0 || !fold.IsDigit(rune(s[i])) || fold.IsDigit(rune(s[i-1])) || s[i-1] == '.' {
			continue
		}
		if before, _ := utf8.DecodeLastRuneInString(s[:i]); fold.IsLatin(before) || before == '第' {
			continue
		}
		_, w := fold.Arabic(s[i:])
		if u := longestUnit(s[i+w:]); u > 0 && i+w+u == len(s) && baseDimension(s[i+w:]) == words.Count {
			return true
		}
	}
	return false
}

// isNoun reports texts of letters and digits with the marks that stand inside
// names, without comparators and without what parts clauses.
func isNoun(s string) bool {
	if s == "" || strings.Contains(s, "且") || strings.Contains(s, "或") && !mentions(s, []string{"或者", "或其", "达到或优于"}) {
		return false
	}
	letters := false
	depth := 0
	for _, r := range s {
		switch {
		case isLetter(r):
			letters = true
		case fold.IsDigit(r), r == ' ', strings.ContainsRune("、·-/%‰.+《》〔〕\"“”—_&", r):
		case r == '(':
			depth++
		case r == ')':
			depth--
		default:
			return false
		}
		if depth < 0 {
			return false
		}
	}
	return letters && depth == 0
}

// tail reads what stands behind a number: unit, suffix comparator, note, and a
// noun that the number counts.
func (p *parser) tail(v *schema.Value, f frag) (back schema.Op, ok bool) {
	f = f.trim()
	if f.s == "" {
		return "", true
	}
	for _, word := range [...]string{"余", "多"} { // 10余次
		if g, found := f.after(word); found && longestUnit(g.s) > 0 {
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
	if DimensionOf(v.Unit) == words.Time && startsWithAny(f.s, doneVerbs) && v.Note == "" && isNoun(f.s) && !hasDigit(f.s) {
		v.Note = f.s // 2小时内到达现场 counts no 现场
		p.mark(RoleNote, f)
		return back, true
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

// bracketedPart is the width of a second unit in brackets: 台(套), 元/(人·月).
func bracketedPart(unit, s string) int {
	end := closing(s)
	if end <= 0 || s[0] != '(' {
		return 0
	}
	inner := s[1:end]
	if longestUnit(inner) == len(inner) && baseDimension(unit) == words.Count && baseDimension(inner) == words.Count {
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
	if end == 0 || isBadThing(s[:end]) || isLookAlike(rune(s[0])) || endTrend(s[:end]) == 0 || startsWithAny(s[:end], doneVerbs) || startsWithAny(s[:end], []string{"全覆盖", "的", "年", "月", "日", "号", "至", "到", "且", "或", "和", "及", "与"}) {
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

// noteSeparator parts a verb of change from the note in brackets.
const noteSeparator = "；"

// hanQuantity reads a quantity whose number is in Chinese: 两次, 不少于两次, 百分之九十,
// 每月一份. Words are full of such characters, so the number wants a unit of the
// lexicon behind it, or the words of a share.
func (p *parser) hanQuantity(v *schema.Value, f frag) bool {
	n := p.marked()
	for i, r := range f.s {
		if fold.HanDigit(r) < 0 && fold.HanPower(r) == 0 && r != '百' && r != '半' && r != '万' {
			continue
		}
		number, unit, width := hanNumber(f.s[i:])
		if width == 0 || !hanStarts(f.s[:i]) {
			continue
		}
		if p.quantityAt(v, f, i, number, unit, width) && hanSound(v) {
			return true
		}
		reset(v)
		p.undo(n)
	}
	return false
}

func hanNumber(s string) (number, unit string, width int) {
	if number, unit, width = fold.Share(s); width > 0 {
		return number, unit, width
	}
	if strings.HasPrefix(s, "半") {
		if w := longestUnit(s[len("半"):]); w > 0 {
			return "0.5", "", len("半")
		}
		return "", "", 0
	}
	number, width = fold.Han(s)
	if width == 0 {
		return "", "", 0
	}
	rest := s[width:]
	if w := longestUnit(rest); w == 0 && !strings.HasPrefix(rest, "余") && !strings.HasPrefix(rest, "多") {
		return "", "", 0
	}
	if strings.HasPrefix(rest, "个半") {
		return number + ".5", "", width + len("个半")
	}
	return number, "", width
}

// hanStarts reports whether a Chinese number may start behind s.
func hanStarts(before string) bool {
	r, _ := utf8.DecodeLastRuneInString(before)
	return !strings.ContainsRune("第统唯进单专同上下后初逐另之星十百千万亿点几数某任每隔", r)
}

// hanSound guards against words: the subject must be a real noun without a
// number of its own, and nothing may be counted that no comparator introduces.
func hanSound(v *schema.Value) bool {
	if strings.Contains(v.Number, "/") || v.Unit == "%" || v.Unit == "‰" {
		return true
	}
	switch v.Unit {
	case "级", "等", "类", "级别", "星级", "档", "流":
		return false // 三级 names a grade or a type
	case "分":
		return v.Note == "" && v.Subject == "" // 十分满意
	}
	if v.Note != "" && isDone(v.Note) && DimensionOf(v.Unit) != words.Time {
		return false // 一次到位
	}
	if v.Subject == "" {
		return true
	}
	if v.Per != "" || !v.OpImplied {
		return true
	}
	if utf8.RuneCountInString(v.Subject) < 2 || !strings.HasPrefix(v.Text, v.Subject) && !strings.Contains(v.Text, ":") {
		return false
	}
	for _, r := range v.Subject {
		if fold.HanDigit(r) > 0 {
			return false
		}
	}
	return true
}
