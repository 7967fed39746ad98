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

func (f *form) spanDates() {
	y := &f.years
	var ok, valid bool
	if y.start, ok, valid = parseDate(f.decl.Project.Start); ok && valid {
		y.startOK, y.first = true, y.start.y
	}
	if y.end, ok, valid = parseDate(f.decl.Project.End); ok && valid {
		y.endOK, y.last = true, y.end.y
	}
	y.haveBoth = y.startOK && y.endOK
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
