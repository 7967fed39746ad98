package rules

import (
	"strconv"
	"strings"

	"github.com/pbt-cli/pbt/schema/late"
)

// date is a calendar day; month and day are 0 where they are not given.
type date struct{ y, m, d int }

var (
	isoDate = late.Regexp(`^(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?$`)
	isoYear = late.Regexp(`^(\d{4})年?$`)
)

// parseDate reads 2020-01-31, 2020/1/31, 2020年1月, 2020年. ok is false where the
// text is no date at all; valid is false where it is one that the calendar does
// not have.
func parseDate(s string) (d date, ok, valid bool) {
	if d, ok := plainISO(s); ok {
		return d, true, d.exists()
	}
	s = fold(s)
	if m := isoYear().FindStringSubmatch(s); m != nil {
		y, _ := strconv.Atoi(m[1])
		return date{y: y}, true, true
	}
	m := isoDate().FindStringSubmatch(s)
	if m == nil {
		return date{}, false, false
	}
	d.y, _ = strconv.Atoi(m[1])
	d.m, _ = strconv.Atoi(m[2])
	if m[3] != "" {
		d.d, _ = strconv.Atoi(m[3])
		return d, true, d.exists()
	}
	return d, true, d.m >= 1 && d.m <= 12
}

// plainISO is the fast path for 2020-01-31.
func plainISO(s string) (date, bool) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return date{}, false
	}
	y, ok1 := smallInt(s[:4])
	m, ok2 := smallInt(s[5:7])
	d, ok3 := smallInt(s[8:])
	return date{int(y), int(m), int(d)}, ok1 && ok2 && ok3
}

// exists reports whether the calendar has the day.
func (d date) exists() bool {
	if d.m < 1 || d.m > 12 || d.d < 1 {
		return false
	}
	days := 31
	switch d.m {
	case 4, 6, 9, 11:
		days = 30
	case 2:
		days = 28
		if d.y%4 == 0 && d.y%100 != 0 || d.y%400 == 0 {
			days = 29
		}
	}
	return d.d <= days
}

// first and final are the earliest and latest day that a date of less than day
// precision can mean, as sortable numbers.
func (d date) first() int { return d.y*10000 + max(d.m, 1)*100 + max(d.d, 1) }
func (d date) final() int {
	m, day := d.m, d.d
	if m == 0 {
		m = 12
	}
	if day == 0 {
		day = 31
	}
	return d.y*10000 + m*100 + day
}

// spanDates reads the dates of the project: those of its start and end, else those of a
// period that names both.
func (f *form) spanDates() {
	p, y := &f.decl.Project, &f.years
	y.from, y.to = printedDate{"project.start", p.Start}, printedDate{"project.end", p.End}
	if p.Start == "" && p.End == "" && p.Period != "" {
		if from, to, ok := cutSpan(p.Period); ok {
			y.from, y.to = printedDate{"project.period", from}, printedDate{"project.period", to}
		}
	}
	var ok, valid bool
	if y.start, ok, valid = parseDate(y.from.text); ok && valid {
		y.startOK, y.first = true, y.start.y
	}
	if y.end, ok, valid = parseDate(y.to.text); ok && valid {
		y.endOK, y.last = true, y.end.y
	}
	y.haveBoth = y.startOK && y.endOK
}

// spanMarks are what stands between the two dates of a period.
var spanMarks = []string{"至", "到", "~", "—", "–", "-"}

// cutSpan cuts a period into the dates that it names, where it is nothing but two dates:
// 2024年-2026年, 2025-01-01至2025-12-31, 2025年1月-12月.
func cutSpan(period string) (from, to string, ok bool) {
	s, _, _ := strings.Cut(fold(period), "(")
	s = strings.TrimPrefix(strings.TrimPrefix(s, "自"), "从")
	if _, one, _ := parseDate(bareDate(s)); one {
		return "", "", false // 2025-12-05
	}
	for i := range s {
		for _, mark := range spanMarks {
			rest, found := strings.CutPrefix(s[i:], mark)
			if !found {
				continue
			}
			from, to := bareDate(s[:i]), bareDate(strings.TrimLeft(rest, "-~—–"))
			start, ok, valid := parseDate(from)
			if !ok || !valid {
				continue
			}
			_, whole, _ := parseDate(to)
			if !whole && strings.Contains(to, "月") {
				to = strconv.Itoa(start.y) + "年" + to // 2025年1月-12月
			}
			if end, ok, valid := parseDate(to); ok && valid && (whole || start.first() <= end.final()) {
				return from, to, true
			}
		}
	}
	return "", "", false
}

// bareDate is a date without what says that it is the first or the last one: 2026年底,
// 2025年度.
func bareDate(s string) string {
	return strings.TrimRight(strings.TrimSuffix(strings.TrimSpace(s), "止"), "初底末度起")
}

// clauses splits a text at sentence ends and commas, so that a year and a verb
// are only related when they stand in one clause.
func clauses(s string) []string {
	return strings.FieldsFunc(s, func(c rune) bool {
		switch c {
		case '。', '；', ';', '，', ',', '、', '\n', '!', '！':
			return true
		}
		return false
	})
}
