package value

import (
	"cmp"
	"math/big"
	"strings"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/words"
)

// Amount is a number that can be compared: exact, in the base unit of its
// dimension, and counted over a year where it is printed over another time.
type Amount struct {
	// Number must not be changed.
	Number *big.Rat
	// Base is the unit that the amount is in: 元, 秒, 米, or for percent, 成 and
	// fractions "1"; empty where none is printed.
	Base string
	// Per is the time that a count is over: 年 for every time that a year holds a
	// known number of (月, 季度, 周 …), otherwise as printed; empty for none.
	Per string
}

// Measure is a number with its unit as an amount: 3 万元 is 30000 元, 95 % is
// 19/20, 2次 per 月 is 24 次 per 年, 2/3 is 2/3. ok is false for what is no number, or
// one too long to calculate with.
func Measure(number, unit, per string) (a Amount, ok bool) {
	if len(number) == 0 || len(number) > maxDecimal || strings.ContainsAny(number, "eE") {
		return Amount{}, false
	}
	ratio := strings.ContainsAny(number, "/:") // 2/3, 1:15
	value, ok := ratioOf(number)
	if !ok {
		return Amount{}, false
	}
	if over := strings.LastIndexByte(unit, '/'); over > 0 && per == "" && isTimeUnit(unit[over+1:]) && isTimeUnit(unit[:over]) {
		unit, per = unit[:over], unit[over+1:] // 24小时/天
	}
	factor, base := baseUnit(unit)
	if unit == "" && ratio {
		base = ratioBase
	}
	times, period := yearly(per)
	value.Mul(value, factor)
	return Amount{Number: value.Mul(value, times), Base: base, Per: period}, true
}

// Base is the base of what Measure makes of a number, a unit and a time. Of a whole
// number in a known unit nothing is calculated.
func Base(number, unit, per string) (base string, ok bool) {
	if number != "" && len(number) <= maxDecimal && fold.Digits(number) == len(number) && !strings.Contains(unit, "/") {
		if u, known := words.UnitOf(fold.Text(unit)); known {
			return cmp.Or(u.Base, u.Spelling), true
		}
	}
	a, ok := Measure(number, unit, per)
	return a.Base, ok
}

// ratioOf is a decimal, a fraction or a ratio as a number.
func ratioOf(number string) (*big.Rat, bool) {
	first, second, ratio := strings.Cut(number, ":")
	value, ok := new(big.Rat).SetString(first)
	if !ratio || !ok {
		return value, ok
	}
	by, ok := new(big.Rat).SetString(second)
	if !ok || by.Sign() <= 0 || len(second) > maxDecimal {
		return nil, false
	}
	return value.Quo(value, by), true
}

// ratioBase is the base of percent, 成, 倍 and fractions.
const ratioBase = "1"

// Comparable reports whether two amounts measure the same. A missing unit takes
// the other's: the column 实际完成值 often prints a bare number. A form's year goes
// without saying.
func (a Amount) Comparable(b Amount) bool {
	if a.Per != b.Per && (a.Per != "年" && a.Per != "" || b.Per != "年" && b.Per != "") {
		return false
	}
	return a.Base == b.Base || a.Base == "" || b.Base == ""
}

// baseUnit is the unit that a unit converts to, and the factor: 万元 is 10000 元,
// ‰ is 1/1000, 亩 is 2000/3 平方米. What stands behind a slash stays: 万元/亩 is
// 元/亩.
func baseUnit(unit string) (*big.Rat, string) {
	factor := big.NewRat(1, 1)
	unit = fold.Text(unit)
	if u, ok := words.UnitOf(unit); ok {
		return baseOf(factor, u)
	}
	if open := strings.IndexByte(unit, '('); open > 0 && isCountUnit(unit[:open]) && bracketedPart(unit[:open], unit[open:]) == len(unit)-open {
		unit = unit[:open] // 台(套)
	}
	first, rest := unit, ""
	if i := strings.IndexAny(unit, "/·*"); i > 0 {
		first, rest = unit[:i], canonicalRest(factor, unit[i:])
	}
	for {
		w, value := words.Magnitude(first)
		if _, known := words.UnitOf(first); w == 0 || known {
			break
		}
		factor.Mul(factor, big.NewRat(value, 1))
		first = first[w:]
	}
	u, ok := words.UnitOf(first)
	if !ok {
		return factor, first + rest
	}
	factor, base := baseOf(factor, u)
	return factor, base + rest
}

func baseOf(factor *big.Rat, u words.Unit) (*big.Rat, string) {
	of := u.Factor()
	if of == nil {
		return factor, u.Spelling
	}
	return factor.Mul(factor, of), u.Base
}

// canonicalRest spells the units behind a slash in one way: /平米 is /平方米, *月 is
// /月. A number in front of one divides the factor: 人/50户 is 1/50 of 人/户.
func canonicalRest(factor *big.Rat, s string) string {
	var b strings.Builder
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("/·*", r) }) {
		part = strings.TrimPrefix(part, "每")
		number, w := fold.Number(part)
		if n, ok := new(big.Rat).SetString(number); ok && w > 0 && len(number) < 10 && n.Sign() > 0 && w < len(part) {
			factor.Quo(factor, n)
			part = part[w:]
		}
		b.WriteByte('/')
		b.WriteString(CanonicalUnit(part))
	}
	return b.String()
}

// yearly is how often a time fits into a year; a time of which no one knows how
// often (工作日) stays itself.
func yearly(per string) (*big.Rat, string) {
	switch CanonicalUnit(per) {
	case "":
		return big.NewRat(1, 1), ""
	case "年", "年度":
		return big.NewRat(1, 1), "年"
	case "半年", "学期":
		return big.NewRat(2, 1), "年"
	case "季度":
		return big.NewRat(4, 1), "年"
	case "月":
		return big.NewRat(12, 1), "年"
	case "双月":
		return big.NewRat(6, 1), "年"
	case "双周":
		return big.NewRat(26, 1), "年"
	case "旬":
		return big.NewRat(36, 1), "年"
	case "周":
		return big.NewRat(52, 1), "年"
	case "日":
		return big.NewRat(365, 1), "年"
	}
	return big.NewRat(1, 1), CanonicalUnit(per)
}
