package rules

import (
	"strconv"
	"strings"

	numeral "github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/late"
)

func datesKind() kind {
	return typed("dates", say("日期：有效、先后、与年度的关系", "dates: that they exist, their order, and how they lie to the fiscal year"), compileDates)
}

// datesParams: one question about dates.
type datesParams struct {
	Check  string   `yaml:"check" enum:"valid|deadline-valid|order|in-year|deadline-in-year|text-after-end|text-span|other-year|nature" doc:"valid: the calendar has the day; deadline-valid: it has that of a target; order: start before end; in-year: the project meets the fiscal year; deadline-in-year: so do the deadlines; text-after-end: a text plans for after the end; text-span: a text names several years where the dates name one; other-year: a goal speaks of another fiscal year; nature: how many years the dates span"`
	Fields []string `yaml:"fields" doc:"the fields"`
	With   []string `yaml:"with" doc:"lexicons; only clauses that hold one of their words count"`
	Years  string   `yaml:"years" enum:"one|several" doc:"of nature: the fault is that the dates span one year, or several"`
}

var (
	yearInText = late.Regexp(`(20\d\d)年(?:(\d{1,2})月)?`)
	spanInText = late.Regexp(`(20\d\d)年?(?:度)?(?:\d{1,2}月)?(?:-|—|–|~|至|到)(20\d\d)年?`)
	thisYear   = late.Regexp(`(20\d\d)年度?(?:将|计划|拟|预计|要|内将)|本年度\((20\d\d)年?\)`)
	// yearStart is a year that opens a clause, behind its number and the word that plans;
	// what follows it is the last group.
	yearStart = late.Regexp(`^(?:.*:)?(?:[\d一二三四五六七八九十]+[.)]|[一二三四五]是|目标\d?)*(计划|拟|预计|力争|确保|将|争取)?(?:于|在|自|从|(到|至|截至|截止|截止到))?(20\d\d)年度?(.*)$`)
	// yearOfThing is a year that belongs to a thing and says nothing of when: 2024年起, 2024年中央
	// 资金, 2024年秋季学期.
	yearOfThing = late.Regexp(`^(?:\p{Han}{0,4}的|版|级|届|起|以来|以前|之前|前(?:的)|后|以后|之后|度?(?:至|-|~|—)20|(?:中央|省级|市级|财政|预算|结转|秋季|春季|第[一二]学期))`)
	// plannedWork is what is done, in figures or by its verb; what is 建成的 is described.
	plannedWork = late.Regexp(plannedVerbs + `|\d`)
	plannedVerb = late.Regexp(plannedVerbs)
	pastClause  = late.Regexp(`已|以来|规划|根据|按照|依据|相比|同比|较20|比20|印发|文件|基础上|会议|纲要|批复|实际|累计|曾|完成了|开展了|实现了|《`)
)

// plannedVerbs are what is done, not what has been or is described.
const plannedVerbs = `(?:完成|开展|组织|实施|举办|建设|新建|改造|培训|购置|采购|实现|推进|保障|达到|维护|养护|发放|新增|安排|投入|更新|收运|清运|扫描|检测|监测|修复|治理|救助|资助|提供|开放|安装|种植|演出|巡查|服务)(?:[^的了过]|$)`

func compileDates(c *compiler, p *datesParams, sel *selector) func(*form, func(hit)) {
	list := c.fieldList("fields", p.Fields)
	with := c.lexSetAt(inFields, c.at("with"), p.With)
	switch p.Check {
	case "valid":
		return func(f *form, emit func(hit)) { datesValid(f, list, with, emit) }
	case "deadline-valid":
		return func(f *form, emit func(hit)) { deadlinesValid(f, sel, emit) }
	case "order":
		return datesOrder
	case "in-year":
		return datesInYear
	case "deadline-in-year":
		return func(f *form, emit func(hit)) { deadlinesInYear(f, sel, emit) }
	case "text-after-end":
		return func(f *form, emit func(hit)) { textAfterEnd(f, list, with, emit) }
	case "text-span":
		return func(f *form, emit func(hit)) { textSpan(f, list, with, emit) }
	case "other-year":
		return func(f *form, emit func(hit)) { otherYear(f, list, emit) }
	case "nature":
		return func(f *form, emit func(hit)) { natureSpan(f, list, with, p.Years, emit) }
	}
	c.need(p.Check != "", "check", "valid, deadline-valid, order, in-year, deadline-in-year, text-after-end, text-span, other-year or nature")
	return func(*form, func(hit)) {}
}

// datesValid reports dates that the calendar does not have, and texts that are
// no date, those of the lexicon (长期) aside.
func datesValid(f *form, list []*field, but bits, emit func(hit)) {
	for _, fl := range list {
		s := fl.get(f.decl)
		if s == "" {
			continue
		}
		_, ok, valid := parseDate(s)
		if ok && valid || !ok && f.bitsOf(fl).Any(but) {
			continue
		}
		emit(hit{path: fl.name, field: fl, found: s})
	}
}

// dayInText is a day as a target prints it.
var dayInText = late.Regexp(`(20\d\d)[年./-](\d{1,2})[月./-](\d{1,2})日?`)

// deadlinesValid reports targets that name a day which the calendar does not have.
func deadlinesValid(f *form, sel *selector, emit func(hit)) {
	eachRow(sel, f, func(r *row) {
		for _, m := range dayInText().FindAllString(r.text, 4) {
			if _, ok, valid := parseDate(m); ok && !valid {
				emit(hit{path: f.rowPath(r) + ".value", row: r, found: m})
				return
			}
		}
	})
}

func datesOrder(f *form, emit func(hit)) {
	if y := &f.years; y.haveBoth && y.start.first() > y.end.final() {
		emit(hit{path: y.to.path, found: y.to.text, expected: y.from.text})
	}
}

// datesInYear wants the project's dates to meet the fiscal year.
func datesInYear(f *form, emit func(hit)) {
	y, year := &f.years, f.decl.Year
	switch {
	case year == 0 || y.haveBoth && y.start.first() > y.end.final():
	case y.endOK && y.last < year:
		emit(hit{path: y.to.path, found: y.to.text, expected: yearText(year)})
	case y.startOK && y.first > year:
		emit(hit{path: y.from.path, found: y.from.text, expected: yearText(year)})
	}
}

// deadlinesInYear looks at the deadlines of the annual indicators. The limits
// are the fiscal year widened by the project's dates; a project of several
// years whose dates are not printed sets none.
func deadlinesInYear(f *form, sel *selector, emit func(hit)) {
	from, to := f.decl.Year, f.decl.Year
	if from == 0 || !f.years.haveBoth && !oneYear(f.decl.Project.Period) {
		return
	}
	if f.years.haveBoth {
		from, to = min(from, f.years.first), max(to, f.years.last)
	}
	eachAtom(sel, f, func(r *row, a *atom) bool {
		if r.tree != 0 || a.v.Kind != schema.KindDeadline || a.v.Deadline == nil {
			return false
		}
		d := a.v.Deadline
		for _, s := range []string{d.Date, d.From, d.To} {
			if day, ok, valid := parseDate(s); ok && valid && (day.y < from || day.y > to) {
				expected := yearText(from)
				if from != to {
					expected += "-" + yearText(to)
				}
				emit(hit{path: f.rowPath(r) + ".value", row: r, found: a.v.Text, expected: expected})
				return true
			}
		}
		return false
	})
}

func oneYear(period string) bool {
	switch fold(period) {
	case "", "1年", "一年", "当年", "1", "年度", "本年":
		return true
	}
	return false
}

// textAfterEnd looks for a year after the project's end in a clause that plans
// something.
func textAfterEnd(f *form, list []*field, with bits, emit func(hit)) {
	if !f.years.endOK {
		return
	}
	limit := f.years.end.final()
	for _, fl := range list {
		text := f.text(fl)
		if !strings.Contains(text, "年") || !with.Zero() && !f.bitsOf(fl).Any(with) {
			continue
		}
		for _, clause := range clauses(text) {
			if found := laterThan(clause, limit); found != "" && f.set.lex.matchAt(inFields, clause).Any(with) {
				emit(hit{path: fl.name, field: fl, found: found, expected: f.years.to.text, other: clause})
				break
			}
		}
	}
}

func laterThan(clause string, limit int) string {
	if !strings.Contains(clause, "年") {
		return ""
	}
	for _, m := range yearInText().FindAllStringSubmatch(clause, 8) {
		d := date{}
		d.y, _ = strconv.Atoi(m[1])
		d.m, _ = strconv.Atoi(m[2])
		if d.first() > limit {
			return m[0]
		}
	}
	return ""
}

// textSpan looks for a span of years, in a clause of the lexicon, where the
// dates name one year.
func textSpan(f *form, list []*field, with bits, emit func(hit)) {
	if !f.years.haveBoth || f.years.first != f.years.last {
		return
	}
	for _, fl := range list {
		if !f.bitsOf(fl).Any(with) {
			continue
		}
		for _, clause := range clauses(f.text(fl)) {
			m := spanInText().FindStringSubmatch(clause)
			if m != nil && m[1] < m[2] && f.set.lex.matchAt(inFields, clause).Any(with) {
				emit(hit{path: fl.name, field: fl, found: m[0], expected: f.years.from.text + "–" + f.years.to.text})
				break
			}
		}
	}
}

// otherYear looks for a goal that plans for a year which is neither the fiscal
// year nor one of the project's.
func otherYear(f *form, list []*field, emit func(hit)) {
	year := f.decl.Year
	if year == 0 {
		return
	}
	for _, fl := range list {
		text := f.text(fl)
		if !strings.Contains(text, "年") {
			continue
		}
		text = plainYears(text, year)
		for _, m := range thisYear().FindAllStringSubmatch(text, 20) {
			y, _ := strconv.Atoi(m[1] + m[2])
			if y == year || f.years.haveBoth && y >= f.years.first && y <= f.years.last {
				continue
			}
			emit(hit{path: pathOf(fl), field: fl, found: m[0], expected: yearText(year)})
			break
		}
		if !namesYearBefore(text, year) {
			continue
		}
		own := strings.Contains(text, strconv.Itoa(year)+"年")
		for _, clause := range clauses(text) {
			if found, y := plansFor(clause, own); y != 0 && y < year && (!f.years.haveBoth || y < f.years.first) {
				emit(hit{path: pathOf(fl), field: fl, found: found, expected: yearText(year)})
				break
			}
		}
	}
}

// wordYear is a year in ideographs, shortYear one of two figures at the start of a clause
// with what is done in it.
var (
	wordYear  = late.Regexp(`二[〇○零](一|二|三)([〇○零一二三四五六七八九])年`)
	shortYear = late.Regexp(`(^|[。；，;,:])([12]\d)(年度?` + plannedVerbs + `)`)
)

// plainYears writes the years of a text in four figures: 二〇二四年, and 24年 in front of
// what is done, where that is not long before the year of the form.
func plainYears(text string, year int) string {
	if strings.Contains(text, "二〇") || strings.Contains(text, "二○") || strings.Contains(text, "二零") {
		text = wordYear().ReplaceAllStringFunc(text, func(s string) string {
			n, width := numeral.HanSequence(s)
			return n + s[width:]
		})
	}
	return shortYear().ReplaceAllStringFunc(text, func(s string) string {
		m := shortYear().FindStringSubmatch(s)
		if y, _ := strconv.Atoi(m[2]); 2000+y >= year || 2000+y < year-3 {
			return s
		}
		return m[1] + "20" + m[2] + m[3]
	})
}

// plansFor is the year that a clause plans for, with the words that say so; 0 where it
// looks back, or tells what year a thing is of. own: the text names the form's year as
// well, so that another one is history unless a word plans for it.
func plansFor(clause string, own bool) (found string, year int) {
	m := yearStart().FindStringSubmatch(clause)
	if m == nil || pastClause().MatchString(clause) || spanInText().MatchString(clause) {
		return "", 0
	}
	plan, until, rest := m[1], m[2], m[4]
	if until != "" && !plannedVerb().MatchString(rest) {
		return "", 0 // 截至2024年底全市养老机构200家 looks back
	}
	if own && plan == "" && !strings.HasPrefix(rest, "计划") || yearOfThing().MatchString(rest) || plan == "" && !plannedWork().MatchString(rest) {
		return "", 0
	}
	year, _ = strconv.Atoi(m[3])
	at := strings.Index(clause, m[3]+"年")
	if plan != "" {
		at = strings.LastIndex(clause[:at], plan)
	}
	runes := []rune(clause[at:])
	if len(runes) > shownOfPlan {
		runes = append(runes[:shownOfPlan], '…')
	}
	return string(runes), year
}

// shownOfPlan is how many characters of a clause a message quotes.
const shownOfPlan = 16

// namesYearBefore reports whether a text names a year before another one.
func namesYearBefore(text string, year int) bool {
	for rest := text; ; {
		at := strings.Index(rest, "年")
		if at < 0 {
			return false
		}
		if at >= 4 {
			if y, err := strconv.Atoi(rest[at-4 : at]); err == nil && y >= 2000 && y < year {
				return true
			}
		}
		rest = rest[at+len("年"):]
	}
}

// natureSpan compares what the form calls the project with the years its dates
// span.
func natureSpan(f *form, list []*field, with bits, want string, emit func(hit)) {
	if !f.years.haveBoth || f.years.first > f.years.last {
		return
	}
	if several := f.years.first < f.years.last; several != (want == "several") {
		return
	}
	for _, fl := range list {
		if f.bitsOf(fl).Any(with) {
			emit(hit{path: fl.name, field: fl, found: fl.get(f.decl), expected: f.years.from.text + "–" + f.years.to.text})
			return
		}
	}
}
