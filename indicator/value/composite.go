package value

import (
	"math/big"
	"strings"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/words"
)

// composite is one amount at the start of s that is printed in two units, the
// larger one first, as a number of the smaller one: 15年6个月 is 186 个月, 1小时30分钟
// is 90 分钟, 3亿5000万元 is 35000 万元; or with a half behind its unit: 2天半 is 2.5
// 天, 3个半小时 is 3.5 小时. Width 0: no such amount.
func composite(s string) (number, unit string, width int) {
	first, w := fold.Number(s)
	if w == 0 {
		return "", "", 0
	}
	if number, width, open := mixed(s); width > 0 || open {
		return number, "", width
	}
	u := longestUnit(s[w:])
	if u == 0 {
		return "", "", 0
	}
	large, at := s[w:w+u], w+u
	if number, unit, width = halfMore(first, s, w, large); width > 0 {
		return number, unit, width
	}
	for _, word := range [...]string{"零", "又"} {
		if strings.HasPrefix(s[at:], word) {
			at += len(word)
			break
		}
	}
	second, n := fold.Number(s[at:])
	if n == 0 {
		return "", "", 0
	}
	at += n
	if w, _ := words.Magnitude(large); w == len(large) && strings.HasPrefix(s[at:], "千") && !strings.HasPrefix(s[at:], "千万") {
		if number, ok := addAmounts(first, large, second+"000", "个"); ok {
			return number, "", at + len("千") // 2万5千人
		}
		return "", "", 0
	}
	u = longestUnit(s[at:])
	small := s[at : at+u]
	if small == "分" {
		small = "分钟" // of 1小时30分
	}
	if large == "分" {
		large = "分钟" // of 1分30秒
	}
	number, ok := addAmounts(first, large, second, small)
	if !ok || u == 0 {
		return "", "", 0
	}
	return number, small, at + u
}

// halfMore is a number of a unit of time and a half, the number w wide at the start
// of s: 2天半, 3个半小时.
func halfMore(first, s string, w int, large string) (number, unit string, width int) {
	if strings.Contains(first, ".") {
		return "", "", 0
	}
	if rest, ok := strings.CutPrefix(s[w:], "个半"); ok {
		if u := longestUnit(rest); u > 0 && DimensionOf(rest[:u]) == words.Time {
			return first + ".5", "", w + len("个半")
		}
	}
	end := w + len(large)
	if strings.HasPrefix(s[end:], "半") && DimensionOf(large) == words.Time && longestUnit(s[end+len("半"):]) == 0 {
		return first + ".5", large, end + len("半")
	}
	return "", "", 0
}

// addAmounts adds a number of a large unit to one of a smaller unit of the same
// base, in the smaller. ok is false where the two are not one amount: of different
// bases, or with more of the smaller than one of the larger holds.
func addAmounts(first, large, second, small string) (number string, ok bool) {
	a, base := partUnit(large, small)
	b, smallBase := partUnit(small, large)
	if base != smallBase || a == nil || b == nil || a.Cmp(b) <= 0 || len(first) > 9 || len(second) > 9 {
		return "", false
	}
	ratio := new(big.Rat).Quo(a, b)
	x, isNumber := new(big.Rat).SetString(first)
	y, also := new(big.Rat).SetString(second)
	if !isNumber || !also || !ratio.IsInt() || !x.IsInt() || !y.IsInt() || y.Cmp(ratio) >= 0 || base == "月" && x.Cmp(big.NewRat(100, 1)) > 0 {
		return "", false
	}
	return x.Mul(x, ratio).Add(x, y).RatString(), true
}

// partUnit is how much of its base one of a unit is. A bare 万 or 亿 counts what the
// other unit does: 3亿 of 3亿5000万元.
func partUnit(unit, other string) (factor *big.Rat, base string) {
	if w, value := words.Magnitude(unit); w == len(unit) && w > 0 {
		_, base = baseUnit(other)
		return big.NewRat(value, 1), base
	}
	if unit == "月" {
		return nil, "" // the 3月 of 10年3月 is a month of the year
	}
	switch DimensionOf(unit) {
	case words.Time, words.Money, words.Measure, words.Count:
		if !strings.ContainsAny(unit, "/·*(") {
			return baseUnit(unit)
		}
	}
	return nil, ""
}
