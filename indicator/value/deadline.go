package value

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/indicator/fold"
)

// ParseDate reads a calendar date to the day as forms and workbooks print it:
// 2020-01-01, 2026/1/1, 2026.1.1, 2026年1月1日, 20260101, full width, with a time
// of day behind it or not. iso is 2020-01-01; ok is false for any other text and
// for days that no calendar has.
func ParseDate(text string) (iso string, ok bool) {
	text, _ = fold.Clean(text)
	s := fold.TrimSpace(fold.Text(text))
	if len(s) == 8 && fold.Digits(s) == 8 {
		return isoDate(s[:4], s[4:6], s[6:])
	}
	d, width := lexDate(s)
	if width == 0 || d.precision != precisionDay || !d.hasYear || !isTimeOfDay(s[width:]) {
		return "", false
	}
	return d.iso()
}

// isTimeOfDay reports what a workbook prints behind a date: nothing, 00:00,
// 00:00:00, T00:00:00Z.
func isTimeOfDay(s string) bool {
	s = strings.TrimSuffix(strings.TrimPrefix(s, "T"), "Z")
	s = fold.TrimSpace(s)
	if s == "" {
		return true
	}
	for _, layout := range [...]string{"15:04", "15:04:05", "15:04:05.000"} {
		if _, err := time.Parse(layout, s); err == nil {
			return true
		}
	}
	return false
}

// ParseYear is the year that a text names, as 2020年度, ( 2020 年度), 2020 or
// 二〇二〇年 do; 0 where it names none or several.
func ParseYear(text string) int {
	text, _ = fold.Clean(text)
	s := fold.Plain(text)
	found := 0
	for i := 0; i < len(s); {
		if n := fold.Digits(s[i:]); n > 0 {
			if y := yearOf(s[i : i+n]); y != 0 {
				if found != 0 && found != y {
					return 0
				}
				found = y
			}
			i += n
			continue
		}
		if n, w := fold.HanSequence(s[i:]); w > 0 && strings.HasPrefix(s[i+w:], "年") {
			if y := yearOf(n); y != 0 {
				return y
			}
		}
		_, w := utf8.DecodeRuneInString(s[i:])
		i += w
	}
	return found
}

// yearOf is four digits as a year from 1900 to 2099, else 0.
func yearOf(s string) int {
	if len(s) != 4 || s[:2] != "19" && s[:2] != "20" {
		return 0
	}
	y, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return y
}

// The precisions of schema.Deadline.
const (
	precisionDay     = "day"
	precisionMonth   = "month"
	precisionQuarter = "quarter"
	precisionHalf    = "half"
	precisionYear    = "year"
)

// date is a lexed date. A part that is not printed is 0.
type date struct {
	year, month, day int
	hasYear          bool
	precision        string
}

// iso is the last day that the date's precision covers, 2020-12-31; --12-31
// (ISO 8601) where no year is known. ok is false where no calendar has the date.
func (d date) iso() (string, bool) {
	month, day := d.month, d.day
	if month < 1 || month > 12 {
		return "", false
	}
	last := lastDay(d.year, month)
	if d.precision != precisionDay {
		day = last
	}
	if day < 1 || day > last {
		return "", false
	}
	return isoParts(d.year, month, day), true
}

// first is the first day that the date's precision covers.
func (d date) first() (string, bool) {
	month := d.month
	switch d.precision {
	case precisionDay:
		return d.iso()
	case precisionQuarter:
		month -= 2
	case precisionHalf:
		month -= 5
	case precisionYear:
		month = 1
	}
	if month < 1 || month > 12 {
		return "", false
	}
	return isoParts(d.year, month, 1), true
}

// before is the date that ends where a month or a year begins: 11月前 is by the end of
// October. The form's own year stays, since no form plans for the year before it, and so
// does a quarter: 四季度前 is said of its end as well.
func (d date) before(own int) date {
	switch {
	case d.precision == precisionMonth && d.month > 1:
		d.month--
	case d.precision == precisionMonth && d.year > 0:
		d.month, d.year = 12, d.year-1
	case d.precision == precisionYear && d.hasYear && d.year != own:
		d.year--
	}
	return d
}

func isoParts(year, month, day int) string {
	b := make([]byte, 0, len("2006-01-02"))
	if year == 0 {
		b = append(b, '-')
	} else {
		b = append(b, byte('0'+year/1000%10), byte('0'+year/100%10), byte('0'+year/10%10), byte('0'+year%10))
	}
	b = append(b, '-', byte('0'+month/10), byte('0'+month%10), '-', byte('0'+day/10), byte('0'+day%10))
	return string(b)
}

// lastDay is the last day of a month; of a February in no known year, 29.
func lastDay(year, month int) int {
	switch month {
	case 2:
		if year == 0 || year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

func isoDate(year, month, day string) (string, bool) {
	d := date{year: yearOf(year), hasYear: true, precision: precisionDay}
	d.month, _ = strconv.Atoi(month)
	d.day, _ = strconv.Atoi(day)
	if d.year == 0 {
		return "", false
	}
	return d.iso()
}

// lexDate lexes the date at the start of a folded text: 2020年12月31日, 2020年12月,
// 2020年, 2020-12-31, 2020.12, 2020/1/1, 12月31日, 12月, 2020年第三季度, 上半年, 年底,
// 二〇二〇年十二月. Width 0: none.
func lexDate(s string) (d date, width int) {
	if d, width = lexDay(s); d.precision == precisionDay {
		width += weekday(s[width:])
	}
	return d, width
}

// weekday is the width of the day of the week in brackets behind a date: (周三).
func weekday(s string) int {
	if end := closing(s); end > 0 && startsWithAny(s, []string{"(周", "(星期"}) && utf8.RuneCountInString(s[:end]) <= 4 {
		return end + 1
	}
	return 0
}

// lexDay lexes a date without the day of the week.
func lexDay(s string) (d date, width int) {
	if d, width = lexSeparatedDate(s); width > 0 {
		return d, width
	}
	if d, width = lexPointedDay(s); width > 0 {
		return d, width
	}
	if y, w := lexYear(s); w > 0 {
		d.year, d.hasYear = y, true
		width = w
	} else if w := currentYear(s); w > 0 {
		width = w
	}
	rest := s[width:]
	skipped := len(rest) - len(strings.TrimLeft(rest, " "))
	if w := d.lexWithinYear(rest[skipped:], width > 0); w > 0 {
		return d, width + skipped + w
	}
	if width == 0 {
		return date{}, 0
	}
	d.month, d.precision = 12, precisionYear
	if strings.HasPrefix(rest, "度") {
		width += len("度")
	}
	return d, width
}

// lexPointedDay lexes a day of no year, which only the word behind it tells from a
// number: 12.31前.
func lexPointedDay(s string) (date, int) {
	n := fold.Digits(s)
	if n == 0 || n > 2 || n+1 >= len(s) || s[n] != '.' {
		return date{}, 0
	}
	m := fold.Digits(s[n+1:])
	end := n + 1 + m
	if m == 0 || m > 2 || !startsWithAny(s[end:], []string{"前", "之前", "以前", "日前"}) {
		return date{}, 0
	}
	d := date{precision: precisionDay}
	d.month, _ = strconv.Atoi(s[:n])
	d.day, _ = strconv.Atoi(s[n+1 : end])
	if _, ok := d.iso(); !ok {
		return date{}, 0
	}
	if strings.HasPrefix(s[end:], "日") {
		end += len("日")
	}
	return d, end
}

// currentYear is the width of the words for the form's own year.
func currentYear(s string) int {
	for _, w := range [...]string{"当年度", "本年度", "当年", "本年", "今年"} {
		if strings.HasPrefix(s, w) {
			return len(w)
		}
	}
	return 0
}

// lexDateSpan lexes the spans whose ends share their mark: 2020-2022年, 1-12月,
// 2020年6-9月, 7、8月, 一至三季度. Width 0: none.
func lexDateSpan(s string) (first, second date, width int) {
	year, yw := lexYear(s)
	rest, printed := s[yw:], yw > 0
	if ordinal, ok := strings.CutPrefix(rest, "第"); ok && strings.Contains(ordinal, "季度") {
		rest, yw = ordinal, yw+len("第") // 第二、三季度
	}
	low, n := spanNumber(rest)
	dash := dashWidth(rest[n:])
	listed := dash == 0 && strings.HasPrefix(rest[n:], "、")
	if listed {
		dash = len("、")
	}
	if n == 0 || dash == 0 {
		return date{}, date{}, 0
	}
	high, m := spanNumber(rest[n+dash:])
	if m == 0 || listed && high != low+1 {
		return date{}, date{}, 0
	}
	mark := rest[n+dash+m:]
	end := yw + n + dash + m
	if !printed && strings.HasPrefix(mark, "年") {
		if listed || yearOf(rest[:n]) == 0 || yearOf(rest[n+dash:n+dash+m]) == 0 {
			return date{}, date{}, 0
		}
		first = date{year: low, hasYear: true, month: 12, precision: precisionYear}
		second = first
		second.year = high
		return first, second, end + markWidth(mark, "年", "度")
	}
	first = date{year: year, hasYear: printed}
	switch {
	case low < 1 || low >= high:
		return date{}, date{}, 0
	case strings.HasPrefix(mark, "月") && high <= 12:
		first.month, first.precision = low, precisionMonth
		second = first
		second.month = high
		return first, second, end + markWidth(mark, "月", "份")
	case strings.HasPrefix(mark, "季度") && high <= 4:
		first.month, first.precision = 3*low, precisionQuarter
		second = first
		second.month = 3 * high
		return first, second, end + len("季度")
	}
	return date{}, date{}, 0
}

// markWidth is the width of a mark at the start of s with what may follow it: 月份.
func markWidth(s, mark, more string) int {
	if strings.HasPrefix(s[len(mark):], more) {
		return len(mark) + len(more)
	}
	return len(mark)
}

// spanNumber lexes up to four digits, or one Chinese digit.
func spanNumber(s string) (value, width int) {
	if value, width = shortNumber(s); width > 0 {
		return value, width
	}
	r, n := utf8.DecodeRuneInString(s)
	if d := fold.HanDigit(r); d > 0 {
		return d, n
	}
	return 0, 0
}

// shortNumber lexes up to four digits.
func shortNumber(s string) (value, width int) {
	width = fold.Digits(s)
	if width == 0 || width > 4 {
		return 0, 0
	}
	value, _ = strconv.Atoi(s[:width])
	return value, width
}

func lexYear(s string) (year, width int) {
	n := fold.Digits(s)
	text := s[:n]
	if n == 0 {
		text, n = fold.HanSequence(s)
	}
	rest := strings.TrimLeft(s[n:], " ")
	if !strings.HasPrefix(rest, "年") {
		return 0, 0
	}
	if year = yearOf(text); year == 0 {
		year = shortYear(text, rest[len("年"):])
	}
	if year == 0 {
		return 0, 0
	}
	return year, len(s) - len(rest) + len("年")
}

// shortYear is a year of this century in two digits, from 2015 to 2039, where a
// month stands behind it: 25年12月. In 15年6个月 the 15 counts years. 0 for none.
func shortYear(text, rest string) int {
	if len(text) == 2 && "15" <= text && text <= "39" && startsWithAny(rest, []string{"底", "末", "上半年", "下半年", "第", "一季度", "二季度", "三季度", "四季度"}) {
		return 2000 + int(text[0]-'0')*10 + int(text[1]-'0')
	}
	month, w := shortNumber(rest)
	if len(text) != 2 || text < "15" || text > "39" || w == 0 || month < 1 || month > 12 || !strings.HasPrefix(rest[w:], "月") {
		return 0
	}
	return 2000 + int(text[0]-'0')*10 + int(text[1]-'0')
}

// lexSeparatedDate lexes 2020-12-31, 2020/1/1, 2020.1.1 and, to the month,
// 2020-12, 2020.12, 2023.07.
func lexSeparatedDate(s string) (date, int) {
	d := date{hasYear: true, precision: precisionMonth}
	n := fold.Digits(s)
	if d.year = yearOf(s[:n]); d.year == 0 || n == len(s) {
		return date{}, 0
	}
	separator := s[n]
	if separator != '-' && separator != '/' && separator != '.' {
		return date{}, 0
	}
	i := n + 1
	m := fold.Digits(s[i:])
	if m == 0 || m > 2 {
		return date{}, 0
	}
	d.month, _ = strconv.Atoi(s[i : i+m])
	i += m
	if d.month < 1 || d.month > 12 {
		return date{}, 0
	}
	if i+1 < len(s) && s[i] == separator {
		if k := fold.Digits(s[i+1:]); k == 1 || k == 2 {
			d.day, _ = strconv.Atoi(s[i+1 : i+1+k])
			d.precision = precisionDay
			return d, i + 1 + k
		}
		return date{}, 0
	}
	if separator == '-' && m < 2 && i < len(s) {
		return date{}, 0 // 2025-6 alone is a month
	}
	return d, i
}

// lexWithinYear lexes what stands behind a year, or alone where it says enough:
// a month, a month with its day, a quarter, a half, the year's end.
func (d *date) lexWithinYear(s string, afterYear bool) int {
	if w := d.lexMonth(s); w > 0 {
		return w
	}
	if w := d.lexMonthsAhead(s); w > 0 && afterYear {
		return w
	}
	for _, p := range [...]struct {
		word      string
		month     int
		precision string
		alone     bool // says a date without a year in front
	}{
		{"上半年", 6, precisionHalf, true}, {"下半年", 12, precisionHalf, true},
		{"第一季度", 3, precisionQuarter, true}, {"第二季度", 6, precisionQuarter, true}, {"第三季度", 9, precisionQuarter, true}, {"第四季度", 12, precisionQuarter, true},
		{"第1季度", 3, precisionQuarter, true}, {"第2季度", 6, precisionQuarter, true}, {"第3季度", 9, precisionQuarter, true}, {"第4季度", 12, precisionQuarter, true},
		{"一季度", 3, precisionQuarter, true}, {"二季度", 6, precisionQuarter, true}, {"三季度", 9, precisionQuarter, true}, {"四季度", 12, precisionQuarter, true},
		{"前三季度", 9, precisionQuarter, true}, {"前两季度", 6, precisionQuarter, true}, {"前三个季度", 9, precisionQuarter, true}, {"前两个季度", 6, precisionQuarter, true}, {"前3季度", 9, precisionQuarter, true}, {"前2季度", 6, precisionQuarter, true}, {"前3个季度", 9, precisionQuarter, true}, {"前2个季度", 6, precisionQuarter, true}, {"Q1", 3, precisionQuarter, false}, {"Q2", 6, precisionQuarter, false}, {"Q3", 9, precisionQuarter, false}, {"Q4", 12, precisionQuarter, false},
		{"1季度", 3, precisionQuarter, afterYear}, {"2季度", 6, precisionQuarter, afterYear}, {"3季度", 9, precisionQuarter, afterYear}, {"4季度", 12, precisionQuarter, afterYear},
		{"年底", 12, precisionYear, true}, {"年末", 12, precisionYear, true}, {"年终", 12, precisionYear, true}, {"年度内", 12, precisionYear, true}, {"年内", 12, precisionYear, true}, {"年度末", 12, precisionYear, true}, {"年度底", 12, precisionYear, true},
		{"全年", 12, precisionYear, true}, {"底", 12, precisionYear, false}, {"末", 12, precisionYear, false}, {"内", 12, precisionYear, false}, {"终", 12, precisionYear, false},
		{"度内", 12, precisionYear, false}, {"度末", 12, precisionYear, false}, {"度底", 12, precisionYear, false}, {"度全年", 12, precisionYear, false},
		{"年中", 6, precisionHalf, true},
	} {
		if (p.alone || afterYear) && strings.HasPrefix(s, p.word) {
			d.month, d.precision = p.month, p.precision
			return len(p.word)
		}
	}
	return 0
}

// lexMonthsAhead lexes the first months of a year: 前10个月.
func (d *date) lexMonthsAhead(s string) int {
	rest, ok := strings.CutPrefix(s, "前")
	n, w := fold.Number(rest)
	if !ok || w == 0 || len(n) > 2 || !strings.HasPrefix(rest[w:], "个月") {
		return 0
	}
	d.month, _ = strconv.Atoi(n)
	d.precision = precisionMonth
	if d.month < 1 || d.month > 12 {
		return 0
	}
	return len("前") + w + len("个月")
}

// lexMonth lexes 12月, 12月31日, 12月底, 十二月, 6月上旬.
func (d *date) lexMonth(s string) int {
	month, width := fold.Number(s)
	rest := strings.TrimLeft(s[width:], " ")
	if width == 0 || len(month) > 2 || !strings.HasPrefix(rest, "月") {
		return 0
	}
	d.month, _ = strconv.Atoi(month)
	if d.month < 1 || d.month > 12 {
		return 0
	}
	d.precision = precisionMonth
	rest = rest[len("月"):]
	afterMonth := len(s) - len(rest)
	rest = strings.TrimLeft(rest, " ")
	day, w := fold.Number(rest)
	if w > 0 && len(day) <= 2 {
		mark := strings.TrimLeft(rest[w:], " ")
		for _, word := range [...]string{"日", "号"} {
			if strings.HasPrefix(mark, word) {
				d.day, _ = strconv.Atoi(day)
				d.precision = precisionDay
				return len(s) - len(mark) + len(word)
			}
		}
		if startsWithAny(mark, []string{"前", "之前", "以前"}) && fold.Digits(rest) > 0 { // 6月30前
			d.day, _ = strconv.Atoi(day)
			d.precision = precisionDay
			return len(s) - len(mark)
		}
	}
	for _, p := range [...]struct {
		word string
		day  int
	}{{"上旬", 10}, {"中旬", 20}, {"下旬", 0}, {"上中旬", 20}, {"中下旬", 0}, {"底", 0}, {"末", 0}, {"份", 0}, {"中", 0}, {"内", 0}, {"初", 0}} {
		if !strings.HasPrefix(rest, p.word) {
			continue
		}
		if p.day > 0 {
			d.day, d.precision = p.day, precisionDay
		}
		end := len(s) - len(rest) + len(p.word)
		if p.word == "份" && strings.HasPrefix(s[end:], "底") {
			end += len("底")
		}
		return end
	}
	return afterMonth
}
