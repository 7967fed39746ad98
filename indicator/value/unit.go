package value

import (
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/words"
)

// DimensionOf is what a unit measures: % is a ratio, 元/月/平米 money, 万人次 and
// 次/年 counts, 个工作日 a time. The unit may be printed in full width or with
// 万, 亿 in front; a bare 万 or 亿 and any unit that is in no lexicon are unknown.
func DimensionOf(unit string) words.Dimension {
	if unit == "" {
		return words.Unknown
	}
	unit = withoutUnitNote(fold.Text(unit))
	if u, ok := words.UnitOf(unit); ok {
		return u.Dimension
	}
	if i := strings.IndexAny(unit, "/·"); i > 0 {
		unit = unit[:i]
	}
	if u, ok := words.UnitOf(unit); ok {
		return u.Dimension
	}
	if strings.HasPrefix(unit, ":") {
		return words.Ratio
	}
	return baseDimension(unit[magnitude(unit):])
}

// withoutUnitNote is a unit without a note that says nothing else: %(百分比) and
// 元(人民币). 台(套) is whole: either may be counted.
func withoutUnitNote(unit string) string {
	at := strings.IndexByte(unit, '(')
	if at <= 0 || !strings.HasSuffix(unit, ")") {
		return unit
	}
	front, note := unit[:at], unit[at+1:len(unit)-1]
	if _, whole := words.UnitOf(unit); whole || baseDimension(front) == words.Unknown {
		return unit
	}
	if baseDimension(note) == words.Unknown || CanonicalUnit(note) == CanonicalUnit(front) {
		return front
	}
	return unit
}

// CanonicalUnit is the one spelling of a unit that has several: 平米, ㎡, m2 and m²
// are 平方米, km is 公里, 天 is 日, 百分比 is %. Any other unit is returned as it is,
// folded; 百分点 is not %, 工作日 is not 日.
func CanonicalUnit(unit string) string {
	unit = fold.Text(unit)
	if u, ok := words.UnitOf(unit); ok {
		return u.Spelling
	}
	return unit
}

// baseDimension is the dimension of a unit without 万 or a rate.
func baseDimension(unit string) words.Dimension {
	u, _ := words.UnitOf(unit)
	return u.Dimension
}

// magnitude is the width of 万, 亿, 万亿, 百万, 千万 … at the start of a unit.
func magnitude(s string) int {
	w, _ := words.Magnitude(s)
	return w
}

// longestUnit is the width of the longest known unit at the start of s, with 万 or
// 亿 in front, or of such a magnitude alone; 0 where there is none.
func longestUnit(s string) int {
	m := magnitude(s)
	if w := longestBase(s); w > m {
		return w // 百万元, 万字
	}
	return m + longestBase(s[m:])
}

// longestBase is the width of the longest unit of the lexicon at the start of s.
// A Latin unit must be a whole word.
func longestBase(s string) int {
	const longest = 6 // runes
	var ends [longest]int
	n, i, most := 0, 0, min(len(s), words.UnitWidth(s))
	for n < longest && i < most {
		_, w := utf8.DecodeRuneInString(s[i:])
		i += w
		ends[n] = i
		n++
	}
	for ; n > 0; n-- {
		end := ends[n-1]
		if _, ok := words.UnitOf(s[:end]); ok && !splitsWord(s, end) {
			return end
		}
	}
	return 0
}

// splitsWord reports whether cutting s at end would cut a word.
func splitsWord(s string, end int) bool {
	if end >= len(s) {
		return false
	}
	if strings.HasSuffix(s[:end], "点") && startsWithAny(s[end:], []string{"位", "名"}) {
		return true // 38个点位
	}
	if strings.HasSuffix(s[:end], "月") && strings.HasPrefix(s[end:], "度") {
		return true // 12个月度报告
	}
	before, after := s[end-1], s[end]
	return fold.IsLatin(rune(before)) && (fold.IsLatin(rune(after)) || fold.IsDigit(rune(after)))
}

// isTimeUnit reports the time units that may stand behind 每 or a slash.
func isTimeUnit(s string) bool {
	switch s {
	case "年", "半年", "半个月", "半月", "季度", "季", "月", "个月", "周", "星期", "日", "天", "小时", "时", "分钟", "秒", "学期", "学年", "年度", "旬", "工作日", "个工作日", "夜", "晚", "礼拜", "双周", "单周", "双月", "单月":
		return true
	}
	return false
}

// isLesson reports the times that are counted as things are: 课时, 学时, 学分.
func isLesson(s string) bool {
	u, ok := words.UnitOf(s)
	return ok && (u.Base == "学时" || s == "学分")
}

// isCountUnit reports units that count things, with or without 万 in front: a
// count over a time (3人/年) is a frequency, money over a time is a rate.
func isCountUnit(s string) bool {
	if s == "" {
		return false
	}
	if base := s[magnitude(s):]; base != "" {
		return baseDimension(base) == words.Count
	}
	return false
}
