// Package numfmt shows a number the way a spreadsheet shows it: 0.95 under
// 0.00% is 95.00%, a day under yyyy"年"m"月"d"日" is 2025年6月30日, and 12 under
// [DBNum1]General is 一十二. Days whose order or language a reader of Chinese
// would not know for sure (6/7/25, 7-Jun-25) are the exception: they are shown
// as ISO dates, for so they say what was meant.
//
// The grammar is that of ECMA-376 part 1, 18.8.30 and 18.8.31.
package numfmt

import (
	"math"
	"strconv"
	"strings"
)

// maxCode is how long a format code may be in runes; longer ones are read as
// General. The programs that write workbooks stop at 255.
const maxCode = 1024

// Format is a parsed format code. It is safe for concurrent use.
type Format struct {
	sections []section
	// text is the section for strings, nil where strings are shown as they are.
	text *section
	// conditional is true where a section names its own condition.
	conditional bool
}

// general is shared: a Format never changes.
var general = &Format{sections: []section{{kind: kindGeneral, tokens: []token{{kind: tokGeneral}}}}}

// General gives the format of cells that have none: up to 15 significant
// digits, never an exponent for a number that has fewer than 22.
func General() *Format { return general }

// Parse reads a format code. It never fails: what it does not know is literal
// text, as the spreadsheet programs treat it, and an empty code is General.
func Parse(code string) *Format {
	if code == "" || len(code) > 4*maxCode {
		return general
	}
	f := &Format{}
	for i, tokens := range lex(code) {
		s := newSection(tokens)
		if i == 3 || s.kind == kindText {
			if f.text == nil {
				f.text = &s
			}
			if i == 3 {
				break
			}
			if i > 0 {
				continue
			}
		}
		f.conditional = f.conditional || s.cond.op != ""
		f.sections = append(f.sections, s)
	}
	if len(f.sections) == 0 {
		return general
	}
	return f
}

// IsDate reports whether numbers under the format are days and times.
func (f *Format) IsDate() bool {
	return f.sections[0].kind == kindDate
}

// Text shows a string: as it is, unless the format has a section for strings.
func (f *Format) Text(s string) string {
	if f.text == nil {
		return s
	}
	var b strings.Builder
	for _, t := range f.text.tokens {
		switch t.kind {
		case tokText, tokGeneral:
			b.WriteString(s)
		case tokLiteral:
			b.WriteString(t.text)
		}
	}
	return b.String()
}

// Number shows a number; date1904 says that day 0 is 1904-01-01, as in
// workbooks that come from old Macintoshes.
func (f *Format) Number(x float64, date1904 bool) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return strconv.FormatFloat(x, 'g', -1, 64)
	}
	s, unsigned := f.pick(x)
	if s == nil {
		return Plain(x)
	}
	switch s.kind {
	case kindDate:
		if text, ok := s.date(x, date1904); ok {
			return text
		}
		return Plain(x)
	case kindText:
		return f.Text(Plain(x))
	case kindEmpty:
		return ""
	}
	text := s.number(math.Abs(x))
	if s.kind != kindGeneral {
		text = numerals(text, s.numerals)
	}
	if x < 0 && !unsigned {
		text = "-" + strings.TrimSpace(text)
	}
	return strings.TrimSpace(text)
}

// pick finds the section for a number, and whether the section itself says that
// the number is negative.
func (f *Format) pick(x float64) (s *section, unsigned bool) {
	n := min(len(f.sections), 3)
	if f.conditional {
		return f.pickConditional(x, n)
	}
	switch {
	case n >= 2 && x < 0:
		return &f.sections[1], true
	case n == 3 && x == 0:
		return &f.sections[2], true
	}
	return &f.sections[0], false
}

func (f *Format) pickConditional(x float64, n int) (*section, bool) {
	for i := range n {
		s := &f.sections[i]
		switch {
		case s.cond.op != "":
			if s.cond.holds(x) {
				return s, s.cond.negativeOnly()
			}
		case i == n-1:
			return s, false
		case i == 0 && x > 0, i == 1 && x < 0:
			return s, i == 1
		}
	}
	return nil, false
}

// condition is the [>=100] of a section.
type condition struct {
	op  string
	val float64
}

func (c condition) holds(x float64) bool {
	switch c.op {
	case "<":
		return x < c.val
	case "<=":
		return x <= c.val
	case ">":
		return x > c.val
	case ">=":
		return x >= c.val
	case "=":
		return x == c.val
	case "<>":
		return x != c.val
	}
	return false
}

func (c condition) negativeOnly() bool {
	return c.op == "<" && c.val <= 0 || c.op == "<=" && c.val < 0
}

// Plain writes a number with up to 15 significant digits and no exponent where
// the digits can be written out: a project's code of 15 digits stays a code.
func Plain(x float64) string {
	if x == 0 {
		return "0"
	}
	d := decimalOf(math.Abs(x))
	sign := ""
	if x < 0 {
		sign = "-"
	}
	if d.exp > 21 || d.exp < -9 {
		return strconv.FormatFloat(x, 'G', -1, 64)
	}
	whole, frac := d.split(max(len(d.digits)-d.exp, 0))
	if frac != "" {
		return sign + whole + "." + frac
	}
	return sign + whole
}

// decimal is 0.d₁d₂… × 10^exp with at most 15 digits, which is what spreadsheet
// programs calculate and round with; 0 has no digits.
type decimal struct {
	digits string
	exp    int
}

func decimalOf(x float64) decimal {
	if x == 0 {
		return decimal{}
	}
	s := strconv.FormatFloat(x, 'e', 14, 64)
	mantissa, exponent, _ := strings.Cut(s, "e")
	e, _ := strconv.Atoi(exponent)
	digits := strings.TrimRight(mantissa[:1]+mantissa[2:], "0")
	return decimal{digits, e + 1}
}

// split rounds half up to n decimals and gives the whole part ("0" at least)
// and exactly n decimals.
func (d decimal) split(n int) (whole, frac string) {
	d = d.round(n)
	digits, exp := d.digits, d.exp
	if digits == "" {
		return "0", strings.Repeat("0", n)
	}
	if exp < 0 {
		digits, exp = strings.Repeat("0", -exp)+digits, 0
	}
	if len(digits) < exp+n {
		digits += strings.Repeat("0", exp+n-len(digits))
	}
	whole, frac = digits[:exp], digits[exp:exp+n]
	if whole == "" {
		whole = "0"
	}
	return whole, frac
}

// round keeps n decimals, half up.
func (d decimal) round(n int) decimal {
	keep := d.exp + n
	if keep >= len(d.digits) {
		return d
	}
	if keep < 0 {
		return decimal{}
	}
	up := d.digits[keep] >= '5'
	b := []byte(d.digits[:keep])
	if !up {
		return decimal{string(b), d.exp}
	}
	i := keep - 1
	for ; i >= 0; i-- {
		if b[i] != '9' {
			b[i]++
			break
		}
		b[i] = '0'
	}
	if i < 0 {
		return decimal{"1" + string(b), d.exp + 1}
	}
	return decimal{string(b), d.exp}
}
