package value

import (
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/schema"
)

// subject reads the noun inside a value.
func (p *parser) subject(v *schema.Value, f frag) bool {
	f = dropHead(f)
	for _, mark := range [...]string{":", "的"} {
		f, _ = f.before(mark)
	}
	f, _ = f.after(":") // 其中:
	f = f.trim()
	if at := strings.Index(f.s, "为每"); at > 0 && v.Op == "" {
		v.Op = schema.OpEQ // 补助标准为每人每月300元
		p.mark(RoleOp, f.between(at, at+len("为")))
		if rest := p.each(v, f.from(at+len("为"))); rest.s != "" {
			return false
		}
		f = f.to(at)
	}
	switch f.s {
	case "各":
		v.Note = either(v.Note, f.s) // 各1次: of what, stands elsewhere
		p.mark(RoleNote, f)
		return true
	case "仅", "只", "暂", "拟", "暂定", "初定", "一般", "严格", "实际", "已", "共", "保持", "维持", "稳定", "逐步", "逐渐", "稳步", "持续", "力争", "基本", "全部", "预计", "计划", "目标", "均":
		return true // 已完成12次
	case "", "平均", "最长", "最短", "最多", "最少", "最高", "最低", "至少", "至多", "总共", "一共":
		return true
	}
	if g, ok := f.before("各"); ok && v.Note == "" && v.Subject == "" && isEach(g.s) {
		v.Note = "各" // 甲醇、汽油各3吨, 每镇各2台
		p.mark(RoleNote, f.from(len(g.s)))
		f = g.trim()
	}
	if _, w := lexDate(f.s); w == len(f.s) && v.Op == "" {
		return false // 2024年6月、12月
	}
	f = p.subjectUnit(v, f)
	if v.Subject != "" {
		if !isAction(f.s) {
			return false
		}
		p.mark(RoleText, f) // 购置10台设备 counts 设备
		return true
	}
	if p.subjectPer(v, f) {
		return true
	}
	if !isSubject(f.s) || v.Per != "" && endsInPeriod(f.s) {
		return false
	}
	v.Subject = f.s
	p.mark(RoleSubject, f)
	return true
}

// isEach reports several things, or one named by 每, of each of which 各 behind them says
// something: 甲醇、汽油; 每镇; not 6月、12月.
func isEach(s string) bool {
	if !strings.HasPrefix(s, "每") && !strings.Contains(s, "、") && !mentions(s, []string{"和", "与", "两", "春秋"}) || hasDigit(s) || !isSubject(s) {
		return false
	}
	for rest := s; rest != ""; {
		part, behind, _ := strings.Cut(rest, "、")
		if strings.IndexFunc(part, func(r rune) bool { return !isHanNumeral(r) }) < 0 {
			return false // 每周二、四各一次
		}
		rest = behind
	}
	return true
}

// endsInPeriod reports a second period at the end of a subject: 全年365天每天8小时.
func endsInPeriod(s string) bool {
	at := strings.LastIndex(s, "每")
	if at <= 0 {
		return false
	}
	_, width := period(s[at:])
	return width == len(s)-at
}

// dropHead drops the words in front of a subject: 组织开展, 共.
func dropHead(f frag) frag {
	for again := true; again; {
		again = false
		if g, ok := f.after("共"); ok && startsWithAny(g.s, words.HeadFillers()) {
			f = g
		}
		for _, verb := range words.HeadFillers() {
			if g, ok := f.after(verb); ok && !isNounHead(g.s) && !strings.HasPrefix(g.s, "或") {
				f, again = g.trim(), true
				break
			}
		}
	}
	return f
}

// subjectPer reads a period in the middle of a subject: 养老床位每床每年补贴. That of a
// noun that is measured itself stays with it: 图书馆每周开放时间.
func (p *parser) subjectPer(v *schema.Value, f frag) bool {
	at := strings.LastIndex(f.s, "每")
	if at <= 0 || v.Per != "" {
		return false
	}
	unit, width := period(f.s[at:])
	end := at + width
	subject := f.s[:at] + f.s[min(end, len(f.s)):]
	if width == 0 || !isTimeUnit(unit) || end == len(f.s) || words.MeasureEnd.Ends(f.s) || strings.HasSuffix(f.s, "率") || !isSubject(subject) {
		return false
	}
	v.Subject = subject
	p.setPer(v, unit, f.between(at, end))
	p.mark(RoleSubject, f.to(at))
	p.mark(RoleSubject, f.from(end))
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

// isAction reports whether a front is a bare verb, or a verb behind 新 or 共.
func isAction(s string) bool {
	for _, verb := range words.Actions.Words() {
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
	case "全部", "所有", "全区", "全市", "全县", "全省", "全镇", "全街道", "全乡", "全国", "辖区", "辖区内", "本区", "本市", "全校", "各类", "新", "不少于", "至少":
		return true
	}
	return false
}

// isSubject reports texts that can be the noun inside a value.
func isSubject(s string) bool {
	if !isNoun(s) || utf8.RuneCountInString(s) > 40 || isLoneMeasure(s) || holdsStrayDigit(s) {
		return false
	}
	if i := strings.Index(s, "、"); i >= 0 && hasDigit(s[:i]) {
		return false // 培训2场、100人次
	}
	if _, w := fold.Han(s); w > 0 && longestUnit(s[w:]) == len(s)-w && w < len(s) && !endsWith(s, []string{"级", "等", "类", "档"}) {
		return false // 三个100%
	}
	return !holdsCount(s) && startsAsSubject(s) && endsAsSubject(s) && !words.HoldsLoose(s)
}

// isLoneMeasure reports what is no noun beside a number: a character alone, but for
// 村, 优 and the like, or a unit of anything but things.
func isLoneMeasure(s string) bool {
	if utf8.RuneCountInString(s) == 1 {
		return !isShortNoun(s) && !extents[s] && !isGradeWord(s) && s != "男" && s != "女" && s != "x" && s != "X"
	}
	if longestUnit(s) != len(s) || s == "工作日" {
		return false
	}
	switch DimensionOf(s) {
	case words.Count, words.Score:
		return false
	}
	return true
}

// holdsStrayDigit reports digits in the middle of a noun that are no part of a name:
// neither a letter stands beside them nor a unit behind them.
func holdsStrayDigit(s string) bool {
	for i := range len(s) {
		if !fold.IsDigit(rune(s[i])) || i > 0 && s[i-1] < utf8.RuneSelf {
			continue
		}
		n := fold.Digits(s[i:])
		rest := s[i+n:]
		before, _ := utf8.DecodeLastRuneInString(s[:i])
		if rest == "" && isLetter(before) {
			return true
		}
		if strings.ContainsRune("第“《〔—", before) || rest == "" || rest[0] < utf8.RuneSelf || longestUnit(rest) > 0 {
			continue
		}
		if after, _ := utf8.DecodeRuneInString(rest); isLetter(after) && !startsWithAny(rest, []string{"年", "月", "日", "号", "级", "类", "岁", "周岁", "工程", "计划", "行动", "模式", "标准", "以", "及", "强", "佳", "大", "项", "制"}) && n < 3 {
			return true
		}
	}
	return false
}

// startsAsSubject keeps out what begins as a change does (由85%提高到90%), a
// comparison, or a lone character that goes with what follows.
func startsAsSubject(s string) bool {
	r, n := utf8.DecodeRuneInString(s)
	if n == len(s) && strings.ContainsRune("第上下同前后每另其各本该此以于与及和或且", r) {
		return false
	}
	if startsWithAny(s, []string{"由", "从"}) && hasDigit(s) || startsWithAny(s, []string{"、", "/", "-", "+", "·", "剔除", "扣除", "隔", "每隔", "比", "低于", "高于", "超过"}) {
		return false
	}
	if r == '除' && strings.Contains(s, "外") {
		return false // 除特殊情况外100%
	}
	return r != '较' || startsWithAny(s, []string{"较大", "较重"})
}

// endsAsSubject keeps out what must be followed by more.
func endsAsSubject(s string) bool {
	if strings.HasSuffix(s, "及") {
		return endsWith(s, []string{"惠及", "涉及", "普及", "触及", "波及"})
	}
	return !words.EndsLoose(s)
}

// holdsCount reports texts that count something besides what is measured: 2批次8人次,
// 惠及15个村. A noun that ends as measures do may hold a count (12个乡镇覆盖率), and so
// may one that the count is a bound of (10人以上企业).
func holdsCount(s string) bool {
	measured := words.MeasureEnd.Ends(s)
	for i := range s {
		if !fold.IsDigit(rune(s[i])) || i > 0 && (fold.IsDigit(rune(s[i-1])) || s[i-1] == '.') {
			continue
		}
		if before, _ := utf8.DecodeLastRuneInString(s[:i]); fold.IsLatin(before) || before == '第' {
			continue
		}
		_, w := fold.Arabic(s[i:])
		if u := longestUnit(s[i+w:]); u > 0 && countsBeside(s[i+w:i+w+u], s[i+w+u:], measured) || u == 0 && i == 0 && isSpecification(s[w:]) {
			return true
		}
	}
	return false
}

// countsBeside reports whether an amount in a subject stands for itself: by its
// unit and what follows. A noun that ends as measures do may hold a count.
func countsBeside(unit, rest string, measured bool) bool {
	if unit == "岁" || unit == "周岁" {
		return false // 0-3岁婴幼儿托位
	}
	switch DimensionOf(unit) {
	case words.Time, words.Unknown:
		return false
	case words.Count:
		return rest == "" || !measured && (suffixOpAt(rest) == 0 || rest[0] == '+') && !startsWithAny(rest, []string{"级", "制", "内", "型"})
	}
	return rest == "" || startsWithAny(rest, []string{"/", "、"}) // 知晓率98%/参与率
}

// isSpecification reports what makes a number in front a specification: 8核 of 8核
// 16G, where 5A and 4G name kinds.
func isSpecification(rest string) bool {
	return utf8.RuneCountInString(rest) == 1 && !startsWithAny(rest, []string{"A", "D", "G"})
}

// isNoun reports texts of letters and digits with the marks that stand inside
// names, without comparators and without what parts clauses.
func isNoun(s string) bool {
	if s == "" || strings.Contains(s, "且") || strings.Contains(s, "或") && !mentions(s, []string{"或者", "或其", "达到或优于", "达到或好于", "达到或高于", "达到或超过"}) {
		return false
	}
	letters := false
	depth, last := 0, ' '
	for _, r := range s {
		switch {
		case isLetter(r):
			letters = true
		case r == '%' || r == '‰':
			if !fold.IsDigit(last) && last != '(' {
				return false // 乱写%%3
			}
		case r == ':' && fold.IsDigit(last): // 1:500地形图
		case fold.IsDigit(r), r == ' ', strings.ContainsRune("、·-/.+《》〔〕\"“”—_&", r):
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
		last = r
	}
	return letters && depth == 0
}
