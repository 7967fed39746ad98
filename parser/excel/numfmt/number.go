package numfmt

import (
	"math"
	"strconv"
	"strings"
)

// number shows a number that is not negative.
func (s *section) number(x float64) string {
	if s.kind == kindGeneral {
		return s.generalText(x)
	}
	p := s.plan()
	d := decimalOf(x)
	if len(d.digits) > 0 {
		d.exp += 2*p.percents - 3*p.scale
	}
	if p.slash >= 0 {
		return s.fraction(p, x)
	}
	if p.exponent >= 0 {
		return s.scientific(p, d)
	}
	whole, frac := d.split(p.decimals)
	return s.fill(p, whole, frac, "")
}

func (s *section) generalText(x float64) string {
	var b strings.Builder
	for _, t := range s.tokens {
		switch t.kind {
		case tokGeneral:
			b.WriteString(spoken(Plain(x), s.numerals))
		case tokLiteral:
			b.WriteString(t.text)
		}
	}
	return b.String()
}

// plan is what the tokens of a number's section say together.
type plan struct {
	point, exponent, slash int // index of the token, -1 where there is none
	wholeDigits            int
	decimals               int
	percents               int
	scale                  int // trailing commas: each divides by 1000
	thousands              bool
	lastDigit              int // index of the last digit of the whole part
}

func (s *section) plan() plan {
	p := plan{point: -1, exponent: -1, slash: -1, lastDigit: -1}
	for i, t := range s.tokens {
		switch t.kind {
		case tokPoint:
			if p.point < 0 && p.exponent < 0 {
				p.point = i
			}
		case tokExponent:
			if p.exponent < 0 {
				p.exponent = i
			}
		case tokSlash:
			if p.slash < 0 && p.lastDigit >= 0 {
				p.slash = i
			}
		case tokPercent:
			p.percents++
		case tokDigit:
			switch {
			case p.exponent >= 0:
			case p.point >= 0:
				p.decimals++
			default:
				p.wholeDigits++
				p.lastDigit = i
			}
		}
	}
	s.planCommas(&p)
	return p
}

// planCommas tells commas between digits, which group thousands, from commas
// behind the last digit, which divide.
func (s *section) planCommas(p *plan) {
	last := -1
	for i, t := range s.tokens {
		if t.kind == tokDigit && (p.exponent < 0 || i < p.exponent) {
			last = i
		}
	}
	seen := false
	for i, t := range s.tokens {
		seen = seen || t.kind == tokDigit
		if t.kind != tokComma || !seen {
			continue
		}
		switch {
		case i < last && (p.point < 0 || i < p.point):
			if p.lastDigit > i {
				p.thousands = true
			} else {
				p.scale++
			}
		case i > last:
			p.scale++
		}
	}
}

// fill lays the digits into the section's tokens.
func (s *section) fill(p plan, whole, frac, exponent string) string {
	end := len(s.tokens)
	left := end
	if p.point >= 0 {
		left = p.point
	}
	if p.exponent >= 0 && p.exponent < left {
		left = p.exponent
	}
	var b strings.Builder
	b.WriteString(s.fillWhole(p, s.tokens[:left], whole))
	s.fillRest(&b, s.tokens[left:], frac, exponent)
	return b.String()
}

// fillWhole lays the whole part from the right; the leftmost placeholder takes
// all digits that are left.
func (s *section) fillWhole(p plan, tokens []token, whole string) string {
	if whole == "0" {
		whole = ""
	}
	var parts []string // from the right
	left, shown := p.wholeDigits, 0
	digit := func(d string) {
		if p.thousands && shown > 0 && shown%3 == 0 {
			d += ","
		}
		shown++
		parts = append(parts, d)
	}
	for i := len(tokens) - 1; i >= 0; i-- {
		t := tokens[i]
		switch t.kind {
		case tokDigit:
			left--
			switch {
			case whole != "":
				digit(whole[len(whole)-1:])
				whole = whole[:len(whole)-1]
			case t.text == "0":
				digit("0")
			case t.text == "?":
				parts = append(parts, " ")
			}
			for left == 0 && whole != "" {
				digit(whole[len(whole)-1:])
				whole = whole[:len(whole)-1]
			}
		case tokLiteral, tokSlash, tokPercent:
			parts = append(parts, t.text)
		}
	}
	var b strings.Builder
	if p.wholeDigits == 0 && p.decimals > 0 {
		b.WriteString(whole)
	}
	for i := len(parts) - 1; i >= 0; i-- {
		b.WriteString(parts[i])
	}
	return b.String()
}

// fillRest lays the decimals, the exponent and what stands behind them. A point
// without decimals behind it, which #.## leaves, is not shown.
func (s *section) fillRest(b *strings.Builder, tokens []token, frac, exponent string) {
	needed := neededDecimals(tokens, frac)
	at, inExponent, exponentDone := 0, false, false
	for _, t := range tokens {
		switch t.kind {
		case tokPoint:
			if needed > 0 && at == 0 {
				b.WriteByte('.')
			}
		case tokExponent:
			inExponent = true
			b.WriteByte('E')
			if strings.HasPrefix(exponent, "-") || t.text[1] == '+' {
				b.WriteString(exponent[:1])
			}
		case tokDigit:
			switch {
			case inExponent:
				if !exponentDone {
					b.WriteString(padExponent(exponent[1:], tokens))
					exponentDone = true
				}
			case at < needed:
				b.WriteByte(frac[at])
				at++
			case t.text == "?":
				b.WriteByte(' ')
				at++
			}
		case tokLiteral, tokSlash, tokPercent:
			b.WriteString(t.text)
		}
	}
}

// neededDecimals is how many decimals are shown: # hides the zeros at the end.
func neededDecimals(tokens []token, frac string) int {
	needed, at := 0, 0
	for _, t := range tokens {
		if t.kind == tokExponent {
			break
		}
		if t.kind != tokDigit || at >= len(frac) {
			continue
		}
		at++
		if t.text == "0" || frac[at-1] != '0' {
			needed = at
		}
	}
	return needed
}

func padExponent(digits string, tokens []token) string {
	want, in := 0, false
	for _, t := range tokens {
		if t.kind == tokExponent {
			in = true
		}
		if in && t.kind == tokDigit {
			want++
		}
	}
	if n := want - len(digits); n > 0 {
		return strings.Repeat("0", n) + digits
	}
	return digits
}

// scientific shows d with an exponent, which is a multiple of the number of
// placeholders in front of the point.
func (s *section) scientific(p plan, d decimal) string {
	step := max(p.wholeDigits, 1)
	e := 0
	for range 2 { // rounding may carry into one more digit
		e = 0
		if len(d.digits) > 0 {
			e = floorDiv(d.exp-1, step) * step
		}
		m := decimal{d.digits, d.exp - e}.round(p.decimals)
		if len(m.digits) == 0 || m.exp <= step {
			break
		}
		d = decimal{m.digits, m.exp + e}
	}
	m := d
	if len(m.digits) > 0 {
		m.exp -= e
	}
	whole, frac := m.split(p.decimals)
	sign := "+"
	if e < 0 {
		sign = "-"
	}
	return s.fill(p, whole, frac, sign+strconv.Itoa(max(e, -e)))
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}

// fraction shows 2.5 under "# ?/?" as 2 1/2.
func (s *section) fraction(p plan, x float64) string {
	maxDen, fixed := s.denominator(p.slash)
	whole := 0.0
	hasWhole := s.wholeBeforeFraction(p.slash)
	if hasWhole {
		whole, x = math.Modf(x)
	}
	if x > 1e15 {
		return Plain(whole + x)
	}
	num, den := bestFraction(x, maxDen, fixed)
	if hasWhole && num == den {
		whole, num = whole+1, 0
	}
	switch {
	case num == 0 && hasWhole:
		return Plain(whole)
	case whole == 0:
		return Plain(num) + "/" + Plain(den)
	}
	return Plain(whole) + " " + Plain(num) + "/" + Plain(den)
}

// denominator reads the digits behind the slash: ?? allows up to 99, 8 is 8.
func (s *section) denominator(slash int) (maxDen int, fixed bool) {
	n, digits := 0, ""
	for _, t := range s.tokens[slash+1:] {
		switch {
		case t.kind == tokDigit && t.text != "0":
			n++
		case t.kind == tokDigit, t.kind == tokLiteral && len(t.text) == 1 && t.text[0] >= '1' && t.text[0] <= '9':
			digits += t.text
		}
	}
	if d, err := strconv.Atoi(digits); err == nil && d > 0 && d < 10000 && n == 0 {
		return d, true
	}
	return int(math.Pow10(min(max(n, len(digits)), 3))) - 1, false
}

// wholeBeforeFraction reports whether two runs of digits stand before the slash.
func (s *section) wholeBeforeFraction(slash int) bool {
	runs, in := 0, false
	for _, t := range s.tokens[:slash] {
		digit := t.kind == tokDigit
		if digit && !in {
			runs++
		}
		in = digit
	}
	return runs > 1
}

func bestFraction(x float64, maxDen int, fixed bool) (num, den float64) {
	if fixed {
		return math.Round(x * float64(maxDen)), float64(maxDen)
	}
	best := math.Inf(1)
	for d := 1; d <= max(maxDen, 1); d++ {
		n := math.Round(x * float64(d))
		if diff := math.Abs(x - n/float64(d)); diff < best-1e-12 {
			best, num, den = diff, n, float64(d)
		}
	}
	return num, den
}
