package numfmt

import "strings"

// The digits and the powers of ten of DBNum1, DBNum2 and DBNum3.
var (
	numeralDigits = [4][]rune{1: []rune("〇一二三四五六七八九"), 2: []rune("零壹贰叁肆伍陆柒捌玖"), 3: []rune("０１２３４５６７８９")}
	numeralTens   = [4][]string{1: {"", "十", "百", "千"}, 2: {"", "拾", "佰", "仟"}, 3: {"", "十", "百", "千"}}
	numeralPowers = []string{"", "万", "亿", "万亿"}
)

// numerals writes each digit of s as a numeral.
func numerals(s string, kind byte) string {
	if kind < 1 || kind > 3 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return numeralDigits[kind][r-'0']
		}
		return r
	}, s)
}

// spoken writes a plain number in numerals with their powers of ten: 12 is
// 一十二. One of more than 16 digits before the point has them one by one.
func spoken(s string, kind byte) string {
	if kind < 1 || kind > 3 {
		return s
	}
	sign, rest := "", s
	if after, ok := strings.CutPrefix(s, "-"); ok {
		sign, rest = "-", after
	}
	whole, frac, point := strings.Cut(rest, ".")
	if len(whole) > 16 || strings.Trim(whole+frac, "0123456789") != "" {
		return numerals(s, kind)
	}
	out := sign + wholeNumerals(whole, kind)
	if point {
		out += "点"
		if kind != 1 {
			out = strings.TrimSuffix(out, "点") + "."
		}
		out += numerals(frac, kind)
	}
	return out
}

// wholeNumerals writes a whole number of up to 16 digits.
func wholeNumerals(s string, kind byte) string {
	digits := numeralDigits[kind]
	zero := string(digits[0])
	var b strings.Builder
	gap, written, group := false, false, false
	for i, c := range s {
		place := len(s) - 1 - i
		if c == '0' {
			gap = true
		} else {
			if gap && written {
				b.WriteString(zero)
			}
			b.WriteRune(digits[c-'0'])
			b.WriteString(numeralTens[kind][place%4])
			gap, written, group = false, true, true
		}
		if place%4 == 0 && group {
			b.WriteString(numeralPowers[place/4])
			group = false
		}
	}
	if !written {
		return zero
	}
	return b.String()
}

// counted writes a month, a day or an hour: 12 is 十二.
func counted(s string, kind byte) string {
	if kind < 1 || kind > 2 {
		return numerals(s, kind)
	}
	out := wholeNumerals(strings.TrimLeft(s, "0"), kind)
	if kind == 1 {
		out = strings.Replace(out, "一十", "十", 1)
	}
	return out
}
