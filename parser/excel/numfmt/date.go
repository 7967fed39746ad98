package numfmt

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// lastSerial is 9999-12-31, the last day that spreadsheet programs know.
const lastSerial = 2958465

// parts are what a date's section shows.
type parts struct {
	year, month, day, hour, minute, second, weekday, elapsed bool
	nian, yue                                                bool // 年 and 月 stand as literal text
	elapsedUnit                                              byte
}

func (s *section) dateParts() parts {
	var p parts
	for i, t := range s.tokens {
		switch t.kind {
		case tokElapsed:
			if !p.elapsed {
				p.elapsedUnit = t.text[0]
			}
			p.elapsed = true
		case tokLiteral:
			p.nian = p.nian || strings.Contains(t.text, "年")
			p.yue = p.yue || strings.Contains(t.text, "月")
		case tokDate:
			switch t.text[0] {
			case 'y', 'e':
				p.year = true
			case 'd':
				p.weekday = p.weekday || len(t.text) > 2
				p.day = p.day || len(t.text) <= 2
			case 'a':
				p.weekday = true
			case 'h':
				p.hour = true
			case 's':
				p.second = true
			case 'm':
				if s.isMinute(i) {
					p.minute = true
				} else {
					p.month = true
				}
			}
		}
	}
	return p
}

// isMinute decides what an m is: minutes behind hours or in front of seconds,
// else months.
func (s *section) isMinute(i int) bool {
	if len(s.tokens[i].text) > 2 {
		return false
	}
	for j := i - 1; j >= 0; j-- {
		if t := s.tokens[j]; t.kind == tokElapsed || t.kind == tokDate {
			if t.text[0] == 'h' {
				return true
			}
			break
		}
	}
	for _, t := range s.tokens[i+1:] {
		if t.kind == tokElapsed || t.kind == tokDate {
			return t.text[0] == 's'
		}
	}
	return false
}

// date shows a serial number; false where it is no day that the programs know.
func (s *section) date(x float64, date1904 bool) (string, bool) {
	if x < 0 || x >= lastSerial+1 {
		return "", false
	}
	p := s.dateParts()
	if p.elapsed {
		return elapsed(x, p), true
	}
	t := instant(x, date1904)
	if s.native(p) {
		return s.asShown(t, x, date1904), true
	}
	day := s.dayText(p, t, x, date1904)
	clock := ""
	midnight := t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0
	switch {
	case !p.hour && !p.minute && !p.second, day != "" && midnight:
	case p.second && p.minute && !p.hour && day == "":
		clock = t.Format("04:05")
	case p.second:
		clock = t.Format("15:04:05")
	default:
		clock = t.Format("15:04")
	}
	return strings.TrimSpace(day + " " + clock), true
}

// native reports whether a format shows a day in an order that a reader of
// Chinese knows: the year in front, or 月 behind the month, and no names of
// months; and whether it shows a clock of 24 hours, or one with 上午 and 下午.
func (s *section) native(p parts) bool {
	first := byte(0)
	for i, t := range s.tokens {
		switch t.kind {
		case tokAMPM:
			if t.text != "上午/下午" {
				return false
			}
		case tokDate:
			month := t.text[0] == 'm' && !s.isMinute(i)
			if month && len(t.text) > 2 || t.text[0] == 'y' && len(t.text) < 3 || t.text[0] == 'd' && len(t.text) > 2 {
				return false
			}
			if first == 0 && (month || t.text[0] != 'm') {
				first = t.text[0]
			}
		}
	}
	return first != 'd' && (first != 'm' || p.yue) && (!p.second || p.hour)
}

// weekdays follow on 星期, from Sunday on.
var weekdays = []rune("日一二三四五六")

// asShown shows a moment piece by piece as its format says. A clock that stands
// behind a day is left out at midnight: exports write 0:00 behind every day.
func (s *section) asShown(t time.Time, x float64, date1904 bool) string {
	m := moment{Time: t, year: t.Year(), month: int(t.Month()), day: t.Day()}
	if math.Floor(x) == 60 && !date1904 {
		m.year, m.month, m.day = 1900, 2, 29 // the day that never was, but which the programs count
	}
	for _, k := range s.tokens {
		m.half = m.half || k.kind == tokAMPM
	}
	midnight := t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0
	var b strings.Builder
	dated := false
	for i, k := range s.tokens {
		clock := k.kind == tokDate && (k.text[0] == 'h' || k.text[0] == 's' || k.text[0] == 'm' && s.isMinute(i))
		if clock && dated && midnight {
			break
		}
		dated = dated || k.kind == tokDate && !clock
		b.WriteString(s.piece(i, m))
	}
	return strings.TrimSpace(b.String())
}

// moment is what a date's pieces show.
type moment struct {
	time.Time
	year, month, day int
	half             bool // hours are those of half a day
}

// piece is what token i shows of a moment.
func (s *section) piece(i int, m moment) string {
	k := s.tokens[i]
	switch k.kind {
	case tokLiteral, tokSlash, tokComma, tokPoint, tokPercent, tokDigit:
		return k.text
	case tokAMPM:
		if m.Hour() < 12 {
			return "上午"
		}
		return "下午"
	case tokDate:
	default:
		return ""
	}
	count := func(v int) string {
		return counted(fmt.Sprintf("%0*d", min(len(k.text), 2), v), s.numerals)
	}
	switch k.text[0] {
	case 'y', 'e':
		return numerals(fmt.Sprintf("%04d", m.year), s.numerals)
	case 'd':
		return count(m.day)
	case 'h':
		if m.half {
			return count((m.Hour()+11)%12 + 1)
		}
		return count(m.Hour())
	case 's':
		return count(m.Second())
	case 'a':
		day := string(weekdays[m.Weekday()])
		if len(k.text) > 3 {
			return "星期" + day
		}
		return day
	}
	if s.isMinute(i) {
		return count(m.Minute())
	}
	return count(m.month)
}

// dayText is the day as an ISO date, as exact as the format shows it: a format
// of year and month says nothing of days. Years and months that the format
// writes with 年 and 月 keep them.
func (s *section) dayText(p parts, t time.Time, x float64, date1904 bool) string {
	switch {
	case p.day:
		if math.Floor(x) == 60 && !date1904 {
			return "1900-02-29" // the day that never was, but which the programs count
		}
		return t.Format("2006-01-02")
	case p.year && p.month:
		if p.nian {
			return fmt.Sprintf("%d年%d月", t.Year(), t.Month())
		}
		return t.Format("2006-01")
	case p.year:
		if p.nian {
			return fmt.Sprintf("%d年", t.Year())
		}
		return t.Format("2006")
	case p.month:
		if p.yue {
			return fmt.Sprintf("%d月", t.Month())
		}
		return t.Format("2006-01")
	case p.weekday:
		return "星期" + []string{"日", "一", "二", "三", "四", "五", "六"}[t.Weekday()]
	}
	return ""
}

func elapsed(x float64, p parts) string {
	secs := int64(math.Round(x * 86400))
	switch {
	case p.elapsedUnit == 's':
		return fmt.Sprint(secs)
	case p.elapsedUnit == 'm' && p.second:
		return fmt.Sprintf("%d:%02d", secs/60, secs%60)
	case p.elapsedUnit == 'm':
		return fmt.Sprint(secs / 60)
	case p.second:
		return fmt.Sprintf("%d:%02d:%02d", secs/3600, secs/60%60, secs%60)
	case p.minute:
		return fmt.Sprintf("%d:%02d", secs/3600, secs/60%60)
	}
	return fmt.Sprint(secs / 3600)
}

// instant is the time that a serial number stands for, to the second, in UTC.
// Serials before 61 are one day late in the 1900 system, which counts a
// 29 February 1900.
func instant(x float64, date1904 bool) time.Time {
	days := math.Floor(x)
	secs := math.Round((x - days) * 86400)
	base := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case date1904:
		base = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case days < 60:
		base = base.AddDate(0, 0, 1)
	}
	return base.AddDate(0, 0, int(days)).Add(time.Duration(secs) * time.Second)
}
