package value

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/words"
)

// ParseAmount reads an amount of money as a cell prints it: thousands
// separators, full width, a currency sign, the unit in the cell (1,234.50万元),
// a negative amount with a sign or in brackets. number is a decimal string as
// printed, without separators; unit is 元, 千元, 万元, 百万元 or 亿元, empty where
// the cell prints none. ok is false for any other text.
func ParseAmount(text string) (number, unit string, ok bool) {
	text, _ = fold.Clean(text)
	s := fold.TrimSpace(fold.Text(text))
	s = strings.TrimPrefix(strings.TrimPrefix(s, "人民币"), "¥")
	negative := false
	if len(s) > 2 && s[0] == '(' && s[len(s)-1] == ')' {
		negative, s = true, s[1:len(s)-1]
	}
	s = fold.TrimSpace(s)
	if strings.HasPrefix(s, "-") || strings.HasPrefix(s, "+") {
		if negative {
			return "", "", false
		}
		negative, s = s[0] == '-', fold.TrimSpace(s[1:])
	}
	s = strings.TrimPrefix(s, "¥")
	number, width := fold.Arabic(s)
	if width == 0 {
		number, width = bareFraction(s)
	}
	if width == 0 {
		return "", "", false
	}
	unit, ok = moneyUnit(fold.TrimSpace(s[width:]))
	if !ok {
		return "", "", false
	}
	if negative {
		number = "-" + number
	}
	return number, unit, true
}

// bareFraction reads ".5", which some exports print for 0.5.
func bareFraction(s string) (string, int) {
	if len(s) > 1 && s[0] == '.' {
		if n := fold.Digits(s[1:]); n > 0 {
			return "0" + s[:n+1], n + 1
		}
	}
	return "", 0
}

func moneyUnit(s string) (string, bool) {
	s = strings.TrimSuffix(s, "。")
	s = strings.TrimSuffix(s, "整")
	if len(s) > 2 && s[0] == '(' && s[len(s)-1] == ')' {
		s = s[1 : len(s)-1]
	}
	s = strings.TrimPrefix(s, "人民币")
	switch s {
	case "":
		return "", true
	case "万", "亿":
		return s + "元", true
	case "圆":
		return "元", true
	}
	_, ok := words.YuanPower(s)
	return s, ok && strings.HasSuffix(s, "元")
}

// ScaleToYuan is an amount in 元, 千元, 万元, 百万元 or 亿元 as a decimal string in
// yuan, exact and without zeros behind the last digit of a fraction: "3749.00" in
// 万元 is "37490000", "389.50" in 元 is "389.5". An unknown unit counts as 元; a
// number that is no decimal string is returned as it is.
func ScaleToYuan(number, unit string) string {
	d, ok := toDecimal(number)
	if !ok {
		return number
	}
	power, _ := words.YuanPower(unit)
	return trimDecimal(d.Shift(power).String())
}

// trimDecimal drops the zeros behind the last digit of a fraction.
func trimDecimal(s string) string {
	if !strings.Contains(s, ".") {
		return s
	}
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// maxDecimal is the longest number the grammar calculates with, in bytes. Longer
// ones are kept as text: no page prints them.
const maxDecimal = 64

func toDecimal(number string) (decimal.Decimal, bool) {
	if number == "" || len(number) > maxDecimal || strings.ContainsAny(number, "eE") {
		return decimal.Decimal{}, false
	}
	d, err := decimal.NewFromString(number)
	return d, err == nil
}
