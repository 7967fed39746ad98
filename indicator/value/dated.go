package value

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/schema"
)

// deadline reads points and spans of time: 2020年12月底前, 2020年1月-12月, 每月5日前,
// 合同签订后30日内.
func (p *parser) deadline(v *schema.Value, f frag) bool {
	if !mayBeDeadline(f.s) {
		return false
	}
	n := p.marked()
	if p.nextYear(v, f) || p.again(v, n) && p.schoolYear(v, f) {
		return true
	}
	if p.again(v, n) && p.recurring(v, f) || p.again(v, n) && p.relative(v, f) || p.again(v, n) && p.dated(v, f) || p.again(v, n) && p.eventful(v, f) {
		v.Kind = schema.KindDeadline
		return true
	}
	return false
}

// nextYear reads a date of the year behind the form's: 次年3月31日前.
func (p *parser) nextYear(v *schema.Value, f frag) bool {
	if p.ctx.Year == 0 {
		return false
	}
	for _, word := range [...]string{"次年", "翌年", "下一年度", "下一年", "下年度", "下年"} {
		at := strings.Index(f.s, word)
		if at < 0 {
			continue
		}
		op, printed, front := p.dateFront(f.to(at))
		if front.s != "" {
			return false
		}
		p.ctx.Year++
		ok := p.dated(v, f.from(at+len(word)))
		p.ctx.Year--
		if ok && printed {
			v.Op, v.OpImplied = op, false // 最迟次年1月10日
		}
		if ok {
			v.Kind = schema.KindDeadline
		}
		return ok
	}
	return false
}

// schoolYear reads the year of a school, which runs from September to August: 2024-2025
// 学年, 2024学年. A part of one (2024学年第一学期) begins and ends where its school says.
func (p *parser) schoolYear(v *schema.Value, f frag) bool {
	year, w := shortNumber(f.s)
	if w != 4 || yearOf(f.s[:w]) == 0 {
		return false
	}
	rest := f.from(w)
	rest, _ = rest.after("年")
	if dash := dashWidth(rest.s); dash > 0 {
		next, n := shortNumber(rest.s[dash:])
		if n != 4 || next != year+1 {
			return false
		}
		rest = rest.from(dash + n)
	}
	rest, ok := rest.after("学年")
	if !ok {
		return false
	}
	rest, _ = rest.after("度")
	date := f.to(rest.at - f.at)
	if rest, _ = rest.after("内"); !p.dateRest(v, rest, false) {
		return false
	}
	p.mark(RoleDate, date)
	v.Kind = schema.KindDeadline
	v.Deadline = &schema.Deadline{From: isoParts(year, 9, 1), To: isoParts(year+1, 8, 31)}
	return true
}

// mayBeDeadline is the quick look that keeps other values out.
func mayBeDeadline(s string) bool {
	for i, r := range s {
		switch r {
		case '年', '月', '日', '季', '前', '后', '号', '周', '起', '点', '接', '收':
			return true
		case '-', '/', '.':
			if i >= 4 && yearOf(s[i-4:i]) != 0 {
				return true
			}
		}
	}
	return len(s) == 8 && yearOf(s[:4]) != 0 && fold.Digits(s) == 8
}

// dated reads a deadline with a calendar date.
func (p *parser) dated(v *schema.Value, f frag) bool {
	if len(f.s) == 8 && fold.Digits(f.s) == 8 {
		return p.compactDate(v, f)
	}
	for at := range f.s {
		if !dateMayStart(f.s, at) {
			continue
		}
		if first, second, width := lexDateSpan(f.s[at:]); width > 0 {
			return p.sharedSpan(v, f, at, first, second, width)
		}
		d, width := lexDate(f.s[at:])
		if width == 0 {
			continue
		}
		width += timeOfDay(f.s[at+width:], d)
		return p.datedAt(v, f, at, d, width)
	}
	return false
}

// timeOfDay is the width of the hour behind a day: 24时, 18:00.
func timeOfDay(s string, d date) int {
	n := fold.Digits(s)
	if d.precision != precisionDay || n == 0 || n > 2 {
		return 0
	}
	for _, mark := range [...]string{"时", "点", ":00", ":30", ":59"} {
		if strings.HasPrefix(s[n:], mark) {
			return n + len(mark)
		}
	}
	return 0
}

// sharedSpan reads a span whose ends share their mark: 1-12月.
func (p *parser) sharedSpan(v *schema.Value, f frag, at int, first, second date, width int) bool {
	_, printed, front := p.dateFront(f.to(at))
	if printed {
		return false
	}
	p.applyYear(&first)
	p.applyYear(&second)
	from, ok := first.first()
	to, also := second.iso()
	_, _, rest := p.dateBack(f.from(at + width))
	if !ok || !also || !p.dateRest(v, rest, true) || front.s != "" && !p.dateSubject(v, front, true) {
		return false
	}
	p.mark(RoleDate, f.between(at, at+width))
	v.Deadline = &schema.Deadline{From: from, To: to}
	return true
}

// compactDate reads 20260101.
func (p *parser) compactDate(v *schema.Value, f frag) bool {
	iso, ok := isoDate(f.s[:4], f.s[4:6], f.s[6:])
	if !ok {
		return false
	}
	v.Deadline = &schema.Deadline{Date: iso, Precision: precisionDay}
	v.Op, v.OpImplied = schema.OpEQ, true
	p.mark(RoleDate, f)
	return true
}

// dateMayStart reports whether a date may start at a byte of s: at a digit that
// no digit precedes, or at a word for a part of the year.
func dateMayStart(s string, at int) bool {
	if fold.IsDigit(rune(s[at])) {
		return at == 0 || !fold.IsDigit(rune(s[at-1])) && s[at-1] != '.'
	}
	if r, _ := utf8.DecodeRuneInString(s[at:]); r == '前' {
		return startsWithAny(s[at:], []string{"前三季度", "前两季度", "前三个季度", "前两个季度", "前3季度", "前2季度", "前3个季度", "前2个季度"})
	}
	r, _ := utf8.DecodeRuneInString(s[at:])
	if strings.ContainsRune("上下第一二三四年全当本今", r) {
		return true
	}
	return fold.HanDigit(r) >= 0 || fold.HanPower(r) > 0
}

func (p *parser) datedAt(v *schema.Value, f frag, at int, d date, width int) bool {
	front, rest := f.to(at), p.dateNote(v, f.from(at+width))
	op, printed, front := p.dateFront(front)
	if printed && countsMonths(d, f.s[at:at+width]) && rest.trim().s == "" && Polarity(p.ctx.Name) != DirectionDeadline {
		return false
	}
	if countsMonths(d, strings.TrimSuffix(f.s[at:at+width], "内")) && strings.HasSuffix(f.s[at:at+width], "内") && Polarity(p.ctx.Name) != DirectionDeadline {
		return false // 3月内: by March, or in three months
	}
	p.applyYear(&d)
	if p.dateSpan(v, f, at, width, d, rest) {
		return front.s == "" || p.dateSubject(v, front, true)
	}
	if endsBefore(f.s[at:at+width], rest.s) && !printed {
		d = d.before(p.ctx.Year)
	}
	iso, ok := d.iso()
	if !ok {
		return false
	}
	qualified, back, rest := p.dateBack(rest)
	if strings.HasPrefix(f.s[at:], "全年") && !d.hasYear && rest.s != "" {
		return false
	}
	if !p.dateRest(v, rest, qualified || strings.HasSuffix(f.s[at:at+width], "内") || strings.HasSuffix(f.s[at:at+width], "底")) {
		return false
	}
	if front.s != "" && !p.dateSubject(v, front, qualified) {
		return false
	}
	p.mark(RoleDate, f.between(at, at+width))
	if back == "" && !printed && strings.Contains(f.s[at:at+width], "前") {
		v.Deadline = &schema.Deadline{From: isoParts(d.year, 1, 1), To: iso} // 2025年前三季度
		return true
	}
	v.Deadline = &schema.Deadline{Date: iso, Precision: d.precision}
	if begin, ok := d.first(); ok && (printed && op == schema.OpGE || !printed && back == schema.OpGE) {
		v.Deadline.Date = begin // 2025年3月起
	}
	if strings.HasPrefix(iso, "--") && d.precision == precisionYear {
		v.Deadline.Date = ""
	}
	switch {
	case printed:
		v.Op = op
	case back != "":
		v.Op = back
	default:
		v.Op, v.OpImplied = schema.OpEQ, true
		if last := f.s[at : at+width]; strings.HasSuffix(last, "内") {
			v.Op, v.OpImplied = schema.OpLE, false
		}
	}
	return true
}

// dateNote reads what a date is, in brackets between it and 前: 9月1日（开学）前.
func (p *parser) dateNote(v *schema.Value, f frag) frag {
	end := closing(f.s)
	if !strings.HasPrefix(f.s, "(") || end <= 1 || hasDigit(f.s[:end]) || strings.HasPrefix(f.s, "(含)") || !startsWithAny(f.s[end+1:], []string{"前", "之前", "以前"}) {
		return f
	}
	v.Note = f.s[1:end]
	p.mark(RoleNote, f.between(1, end))
	return f.from(end + 1)
}

// endsBefore reports a month or a year in front of which something is due (11月前), not at
// its end (11月底前).
func endsBefore(lexed, behind string) bool {
	return endsWith(lexed, []string{"月", "月份", "年", "年度"}) && startsWithAny(behind, []string{"前", "之前", "以前"})
}

// countsMonths reports a month in digits with no year, which behind a comparator
// is a number of months: ≥6月.
func countsMonths(d date, s string) bool {
	return !d.hasYear && d.precision == precisionMonth && strings.TrimLeft(s, "0123456789") == "月"
}

// applyYear gives a date that prints no year the form's.
func (p *parser) applyYear(d *date) {
	if !d.hasYear {
		d.year = p.ctx.Year
		if d.year < 1900 || d.year > 2099 {
			d.year = 0
		}
	}
}

// dateFront reads the comparator or preposition in front of a date.
func (p *parser) dateFront(f frag) (op schema.Op, printed bool, rest frag) {
	f = f.trim()
	for _, word := range [...]struct {
		word string
		op   schema.Op
	}{{"最迟", "<="}, {"至迟", "<="}, {"最晚", "<="}, {"截止到", "<="}, {"截至", "<="}, {"截止", "<="}, {"不晚于", "<="}, {"不迟于", "<="}, {"早于", "<"}, {"不早于", ">="}, {"晚于", ">"}} {
		if g, found := f.before(word.word); found {
			p.mark(RoleOp, f.from(len(g.s)))
			return word.op, true, g.trim()
		}
	}
	if symbol, start := endSymbol(f.s); symbol != "" {
		p.mark(RoleOp, f.from(start))
		return symbol, true, f.to(start).trim()
	}
	for _, word := range [...]string{"于", "在", "自", "从", "至", "到", "力争", "确保", "计划", "预计", "争取", "应", "将", "须", "约", "(", ",", ":"} {
		if g, found := f.before(word); found {
			f = g.trim()
		}
	}
	return "", false, f
}

// dateBack reads what qualifies a date from behind: 前, 底前, 内, 起, 后.
func (p *parser) dateBack(f frag) (qualified bool, op schema.Op, rest frag) {
	f = f.trim()
	for _, word := range [...]struct {
		word string
		op   schema.Op
	}{
		{"底之前", "<="}, {"底以前", "<="}, {"底前", "<="}, {"末前", "<="}, {"末之前", "<="}, {"(含)前", "<="}, {"(含)之前", "<="}, {"之前", "<="}, {"以前", "<="}, {"前", "<="},
		{"为止", "<="}, {"止", "<="}, {"期间", "<="}, {"以内", "<="}, {"之内", "<="}, {"内", "<="}, {"底", ""}, {"末", ""}, {"底内", "<="},
		{"以后", ">"}, {"之后", ">"}, {"后", ">"}, {"起", ">="}, {"开始", ">="}, {"全年", ""},
	} {
		if g, ok := f.after(word.word); ok {
			p.mark(RoleSuffix, f.to(len(word.word)))
			return true, word.op, g.trim()
		}
	}
	return false, "", f
}

// dateRest reads what stands behind a date and its qualifier.
func (p *parser) dateRest(v *schema.Value, f frag, qualified bool) bool {
	f = p.note(v, f.trim())
	f, _ = f.after(",")
	if f.s == "" {
		return true
	}
	if hasDigit(f.s) || hasSymbol(f.s) || strings.ContainsAny(f.s, ",;") || strings.ContainsAny(f.s, "且或") || strings.HasPrefix(f.s, "每") && hanDigitIn(f.s) {
		return false // 自2025年3月起每月一次 says more than when
	}
	if !qualified && !words.DateVerbs.Begins(f.s) || !isNoun(f.s) || isLoneMeasure(f.s) || words.StartsLoose(f.s) || words.EndsLoose(f.s) || utf8.RuneCountInString(f.s) > 24 {
		return false
	}
	p.mark(RoleText, f)
	return true
}

// dateSubject reads what stands in front of a date. Only a qualified date has a
// subject: the year in 保持2020年水平 is no deadline.
func (p *parser) dateSubject(v *schema.Value, f frag, qualified bool) bool {
	if !qualified && !endsWith(f.s, []string{"时间", "日期", "时点", "期限", "时限", "节点"}) || hasDigit(f.s) || !isSubject(f.s) || utf8.RuneCountInString(f.s) > 16 || startsWithAny(f.s, []string{"每", "较", "比", "不", "次年", "翌年", "下年", "下一年", "第二年"}) || hanDigitIn(f.s) {
		return false
	}
	v.Subject = f.s
	p.mark(RoleSubject, f)
	return true
}

func hanDigitIn(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return fold.HanDigit(r) >= 0 }) >= 0
}

// dateSpan reads the second end of a span: 2020年1月-12月, 2020-2022年, 2023.07-2024.01.
func (p *parser) dateSpan(v *schema.Value, f frag, at, width int, first date, rest frag) bool {
	rest = rest.trim()
	for _, word := range [...]string{"起", "开始"} {
		rest, _ = rest.after(word)
	}
	dash := dashWidth(rest.s)
	if dash == 0 {
		return false
	}
	second := rest.from(dash).trim()
	later := 0
	for _, word := range [...]string{"次年", "翌年", "第二年", "下一年", "下年"} {
		if g, ok := second.after(word); ok && first.year != 0 {
			later, second = 1, g
		}
	}
	d, w := lexDate(second.s)
	if w == 0 {
		d, w = lexShortDate(second.s, first)
	}
	if w == 0 {
		return false
	}
	if !d.hasYear {
		d.year, d.hasYear = first.year, first.hasYear
		if d.year != 0 {
			d.year += later
		}
	}
	from, ok := first.first()
	to, also := d.iso()
	if !ok || !also {
		return false
	}
	_, _, tail := p.dateBack(second.from(w))
	if !p.dateRest(v, tail, true) {
		return false
	}
	p.mark(RoleDate, f.between(at, at+width))
	p.mark(RoleDash, rest.to(dash))
	p.mark(RoleDate, second.to(w))
	v.Deadline = &schema.Deadline{From: from, To: to}
	return true
}

// lexShortDate reads the day that ends a span within one month or one year:
// 1月1日-15日, 2023.1.1-12.31.
func lexShortDate(s string, first date) (date, int) {
	n := fold.Digits(s)
	if n == 0 || n > 2 || first.precision != precisionDay {
		return date{}, 0
	}
	d := first
	if m := fold.Digits(s[min(n+1, len(s)):]); s[n:] != "" && (s[n] == '.' || s[n] == '/') && (m == 1 || m == 2) { // 2023.1.1-12.31
		d.month, _ = strconv.Atoi(s[:n])
		d.day, _ = strconv.Atoi(s[n+1 : n+1+m])
		return d, n + 1 + m
	}
	if !startsWithAny(s[n:], []string{"日", "号"}) {
		return date{}, 0
	}
	d.day = 0
	for i := range n {
		d.day = d.day*10 + int(s[i]-'0')
	}
	return d, n + len("日")
}

// recurring reads 每月5日前, 每季度末10日内, 每年12月底前, 次月10日前.
func (p *parser) recurring(v *schema.Value, f frag) bool {
	latest := false
	for _, word := range [...]string{"不迟于", "不晚于", "最迟", "至迟", "最晚", "于", "在"} {
		if g, ok := f.after(word); ok && recurringStart(g.s) > 0 {
			p.mark(RoleOp, f.to(len(word)))
			f, latest = g, word != "于" && word != "在"
			break
		}
	}
	width := recurringStart(f.s)
	if width == 0 {
		return false
	}
	rest := f.from(width).trim()
	point := recurringPoint(rest.s)
	if point == 0 {
		return false
	}
	d := &schema.Deadline{Recurring: f.s[:width+len(f.s[width:])-len(rest.s)+point]}
	rest = rest.from(point)
	after, late := rest.after("后")
	if !late && strings.HasSuffix(d.Recurring, "末") {
		after, _ = rest.after("前") // 每月末前3个工作日
	}
	if number, w := fold.Number(after.trim().s); w > 0 {
		after = after.trim()
		unit := longestUnit(after.s[w:])
		if unit == 0 || baseDimension(after.s[w:w+unit]) != words.Time {
			return false
		}
		d.Number, d.Unit = number, after.s[w:w+unit]
		p.mark(RoleNumber, after.to(w))
		p.mark(RoleUnit, after.between(w, w+unit))
		rest = after.from(w + unit)
	}
	qualified, back, rest := p.dateBack(rest)
	if !p.dateRest(v, rest, true) {
		return false
	}
	p.mark(RoleRecurring, f.to(len(d.Recurring)))
	v.Deadline = d
	v.Op = back
	switch {
	case latest:
		v.Op = schema.OpLE // 不迟于次月5日
	case !qualified || back == "":
		v.Op, v.OpImplied = schema.OpEQ, true
	}
	return true
}

// recurringStart is the width of the period that a recurring date belongs to.
func recurringStart(s string) int {
	for _, word := range [...]string{"每个季度", "每季度", "每季", "每个月", "每月", "每半年", "每年度", "每年", "每学期", "每学年", "每周", "每星期", "每日", "每天", "次月", "下月", "次季度", "当月", "当季度", "当日", "当天", "次日", "每旬", "每晚", "每早", "每晨", "双月", "单月", "每双月", "每单月"} {
		if strings.HasPrefix(s, word) {
			return len(word)
		}
	}
	return 0
}

// recurringPoint is the width of the point within a period: 5日, 末, 底, 五 (of a
// week), 12月31日, 18点; 0 where a count follows instead.
func recurringPoint(s string) int {
	var d date
	if w := d.lexMonth(s); w > 0 {
		for {
			rest, ok := strings.CutPrefix(s[w:], "、")
			next := d.lexMonth(rest)
			if !ok || next == 0 {
				break
			}
			w += len("、") + next // 6月、12月
		}
		return w + untilMonth(s[w:], d)
	}
	for _, spelling := range [...]func(string) int{monthsOfYear, monthOfPeriod, partOfPeriod, dayOfWeek, dayOfMonth} {
		if w := spelling(s); w > 0 {
			return w
		}
	}
	return 0
}

// monthsOfYear is the width of several months that share their mark: 4-10月, 6、7月.
func monthsOfYear(s string) int {
	first, _, w := lexDateSpan(s)
	if w == 0 || first.hasYear || first.precision != precisionMonth {
		return 0
	}
	return w
}

// untilMonth is the width of the second end of a span behind a day of a month: 至9月15
// 日, 起至9月30日止.
func untilMonth(s string, first date) int {
	rest := strings.TrimPrefix(s, "起")
	dash := dashWidth(rest)
	var d date
	w := d.lexMonth(rest[dash:])
	if dash == 0 || w == 0 || d.precision != first.precision {
		return 0
	}
	end := len(s) - len(rest) + dash + w
	if strings.HasPrefix(s[end:], "止") {
		end += len("止")
	}
	return end
}

// monthOfPeriod is the width of a month of a quarter or a year: 首月, 末月5日.
func monthOfPeriod(s string) int {
	for _, word := range [...]string{"首月", "末月", "第一个月", "最后一个月"} {
		if rest, ok := strings.CutPrefix(s, word); ok {
			n, w := fold.Number(rest)
			if w > 0 && len(n) <= 2 && startsWithAny(rest[w:], []string{"日", "号"}) {
				return len(word) + w + len("日")
			}
			return len(word)
		}
	}
	return 0
}

// partOfPeriod is the width of a part that has no number: 月底, 上旬.
func partOfPeriod(s string) int {
	for _, word := range [...]string{"月底", "月末", "季末", "年底", "年末", "末", "底", "初", "终", "上旬", "中旬", "下旬"} {
		if strings.HasPrefix(s, word) {
			return len(word)
		}
	}
	return 0
}

// dayOfWeek is the width of the day behind 每周: 五, 五下午, where a term ends or
// nothing follows.
func dayOfWeek(s string) int {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 || !strings.ContainsRune("一二三四五六日天", r) {
		return 0
	}
	for _, half := range [...]string{"上午", "下午"} {
		if strings.HasPrefix(s[n:], half) {
			n += len(half)
		}
	}
	if hour := fold.Digits(s[n:]); 0 < hour && hour <= 2 {
		for _, mark := range [...]string{"时", "点", ":00", ":30"} {
			if strings.HasPrefix(s[n+hour:], mark) {
				n += hour + len(mark)
				break
			}
		}
	}
	if s[n:] == "" || startsWithAny(s[n:], []string{"前", "之前", "以前"}) {
		return n
	}
	return 0
}

// dayOfMonth is the width of a day or an hour that has a number: 5日, 18点, 20日至25日,
// where a term ends or what is done follows; 5日内 is a span.
func dayOfMonth(s string) int {
	if strings.HasPrefix(s, "前") {
		return 0
	}
	_, w := fold.Number(s)
	if w == 0 {
		return 0
	}
	if end := recurringSpan(s, w); end > 0 {
		return end
	}
	for _, mark := range [...]string{"日", "号", "点", "时", ":00"} {
		rest, ok := strings.CutPrefix(s[w:], mark)
		if ok && (rest == "" || startsWithAny(rest, []string{"前", "之前", "以前", "内", "后", "至", "发放", "完成", "报送"})) &&
			!(strings.HasPrefix(rest, "内") && (mark == "日" || mark == "时")) {
			return w + len(mark)
		}
	}
	return 0
}

// recurringSpan is the width of two days within a month: 20日至25日, 1-5日, where
// the number at the start of s is w wide.
func recurringSpan(s string, w int) int {
	i := w
	if strings.HasPrefix(s[i:], "日") {
		i += len("日")
	}
	dash := dashWidth(s[i:])
	_, n := fold.Number(s[i+dash:])
	if end := i + dash + n; dash > 0 && n > 0 && strings.HasPrefix(s[end:], "日") && !startsWithAny(s[end:], []string{"日内"}) {
		return end + len("日")
	}
	return 0
}

// relative reads a term that an event starts: 合同签订后30日内.
func (p *parser) relative(v *schema.Value, f frag) bool {
	at := -1
	var number string
	var width int
	for i := range f.s {
		if n, w := fold.Number(f.s[i:]); w > 0 && i > 0 && endsEvent(f.s[:i]) {
			at, number, width = i, n, w
			break
		}
		if strings.HasPrefix(f.s[i:], "半") && i > 0 && endsEvent(f.s[:i]) {
			at, number, width = i, "0.5", len("半")
			break
		}
	}
	if at < 0 {
		return false
	}
	event := f.to(at).trim()
	event, _ = event.before("的")
	op, start := endOp(event.s)
	if op != "" && endsEvent(event.s[:start]) {
		p.mark(RoleOp, event.from(start))
		event = event.to(start).trim()
	} else {
		op = ""
	}
	event, _ = event.after("自")
	event, _ = event.before(",")
	rest := f.from(at + width).trim()
	unit := longestUnit(rest.s)
	if unit == 0 || baseDimension(rest.s[:unit]) != words.Time || !isNoun(event.s) {
		return false
	}
	qualified, back, tail := p.dateBack(rest.from(unit))
	// 接报后30分钟到场, 验收合格后3年: a short term says by when, 内 or not
	short := rest.s[:unit] == "分钟" || rest.s[:unit] == "小时" || rest.s[:unit] == "个小时"
	if back == schema.OpGT || isLower(op) && isUpper(back) || !p.dateRest(v, tail, qualified || short) {
		return false
	}
	p.mark(RoleEvent, event)
	p.mark(RoleNumber, f.between(at, at+width))
	p.mark(RoleUnit, rest.to(unit))
	v.Deadline = &schema.Deadline{Relative: event.s, Number: number, Unit: rest.s[:unit]}
	v.Op, v.OpImplied = schema.OpLE, !qualified
	if op != "" {
		v.Op, v.OpImplied = op, false // 自受理之日起不超过15个工作日
	}
	return true
}

// endsEvent reports whether a front ends an event: …后, …之日起, 接到通知.
func endsEvent(s string) bool {
	s = strings.TrimRight(s, " ,")
	if op, start := endOp(s); op != "" && (isUpper(op) || isLower(op)) {
		s = strings.TrimRight(s[:start], " ,")
	}
	s = strings.TrimSuffix(s, "的")
	s = strings.TrimSuffix(s, "在")
	if endsWith(s, []string{"今后", "前后", "先后", "之日"}) {
		return strings.HasSuffix(s, "之日")
	}
	if startsWithAny(s, []string{"接到", "收到", "接", "自收到", "自接到"}) && words.Reports.Ends(s) && !hasDigit(s) {
		return true // 接到报修2小时内
	}
	return endsWith(s, []string{"后", "之日起", "之时起", "日起", "起", "以来", "期满", "届满", "到账", "到期", "完毕"}) && !endsWith(s, []string{"发起", "引起", "一起"})
}

// eventful reads a deadline before an event of the year: 春节前发放到位.
func (p *parser) eventful(v *schema.Value, f frag) bool {
	f, _ = f.after("在")
	f, _ = f.after("于")
	whole := f
	if _, w := lexYear(f.s); w > 0 {
		f = f.from(w).trim()
	} else if w := currentYear(f.s); w > 0 {
		f = f.from(w)
	}
	for _, season := range [...]string{"每学期", "每年", "冬季", "春季", "夏季", "秋季", "今冬", "今春"} {
		if g, ok := f.after(season); ok && words.Events.Begins(g.s) {
			f = g
		}
	}
	year := whole.s[:len(whole.s)-len(f.s)]
	for _, event := range words.Events.Words() {
		g, ok := f.after(event)
		if !ok {
			continue
		}
		g, _ = g.after("节")
		for _, back := range [...]string{"之前", "以前", "来临前", "到来前", "前"} {
			rest, found := g.after(back)
			if !found {
				continue
			}
			ahead := daysAhead(rest.s)
			rest = rest.from(len(ahead))
			if p.dateRest(v, rest, true) {
				p.mark(RoleEvent, whole.to(len(whole.s)-len(rest.s)))
				v.Deadline = &schema.Deadline{Relative: year + event + "前" + ahead}
				v.Op = schema.OpLE
				return true
			}
		}
	}
	return false
}

// daysAhead is the stretch of time behind the word that sets a term before an event:
// 15天 in 春节前15天, 一周, 半个月. Empty: none.
func daysAhead(s string) string {
	_, w := fold.Number(s)
	if half := len("半"); w == 0 && strings.HasPrefix(s, "半") {
		w = half
	}
	if w == 0 {
		return ""
	}
	for _, unit := range [...]string{"个工作日", "工作日", "个月", "个星期", "星期", "天", "日", "周", "小时"} {
		if strings.HasPrefix(s[w:], unit) {
			return s[:w+len(unit)]
		}
	}
	return ""
}
