package value

import (
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/schema"
)

// reasonNumber is why a number was repaired: a letter or a mark that OCR put in
// the place of a digit or a decimal point.
const reasonNumber = "number-ocr"

// confidenceNumber is the confidence of a repaired number: the rest of the value
// parses, and no other reading does.
const confidenceNumber = 0.9

// ParseRepaired reads a value as Parse does, and where that leaves it unparsed
// tries the repairs of damage to numbers: O for 0, l and I for 1, 。 or · for the
// decimal point, each only inside a token that is a number otherwise, and spaces
// inside a number. repair
// is nil where nothing was repaired; its Path is left to the caller. The value's
// Text is always what was printed.
func ParseRepaired(text string, ctx Context) (v schema.Value, repair *schema.Repair) {
	v = Parse(text, ctx)
	if v.Kind != schema.KindUnparsed && v.Kind != schema.KindQualitative {
		return v, nil
	}
	folded := fold.Text(v.Text)
	fixed := repairDigits(folded)
	if fixed == "" {
		fixed = joinSpaced(folded)
	}
	if fixed == "" {
		return v, nil
	}
	w := Parse(fixed, ctx)
	dated := w.Kind == schema.KindDeadline && w.Deadline != nil && len(w.Deadline.Date) == len("2006-01-02")
	if !dated && (w.Kind != schema.KindQuantity && w.Kind != schema.KindInterval || !isKnownUnit(w.Unit)) {
		return v, nil
	}
	w.Text = v.Text
	return w, &schema.Repair{From: v.Text, To: fixed, Why: reasonNumber, Confidence: confidenceNumber}
}

func isKnownUnit(unit string) bool {
	return unit == "" || isUnitText(unit)
}

// joinSpaced is a text whose characters stand apart (≥ 9 5 %), a share or a number
// in groups of three that a space cuts (9 5%, 1 000人), joined; empty for any other.
// Where two numbers may stand, as in 2 3次, nothing is joined.
func joinSpaced(s string) string {
	if !strings.Contains(s, " ") || !hasDigit(s) {
		return ""
	}
	joined := strings.ReplaceAll(s, " ", "")
	if isSpacedOut(s) || spacedDate(s) {
		return joined
	}
	start := strings.IndexAny(joined, "0123456789")
	number, width := fold.Arabic(joined[start:])
	if hasDigit(joined[:start]) || hasDigit(joined[start+width:]) || number[0] == '0' {
		return ""
	}
	if d, ok := toDecimal(number); ok && joined[start+width:] == "%" && d.LessThanOrEqual(decimal.NewFromInt(100)) {
		return joined
	}
	groups := strings.Fields(s[strings.IndexAny(s, "0123456789"):])
	for i, group := range groups {
		n := fold.Digits(group)
		if last := i == len(groups)-1; i > 0 && n != 3 || !last && n != len(group) || n > 3 {
			return ""
		}
	}
	return joined
}

// spacedDate reports a date with its year whose numbers are cut by spaces: 20 25年1 2
// 月底前. What stands in front of 年, 月 and 日 must be a year, a month and a day without
// them.
func spacedDate(s string) bool {
	front := strings.Map(func(r rune) rune {
		if fold.IsDigit(r) || strings.ContainsRune("年月日", r) {
			return r
		}
		if r == ' ' {
			return -1
		}
		return '#'
	}, s)
	d, w := lexDate(front)
	return w > 0 && d.hasYear && d.precision != precisionYear && (w == len(front) || front[w] == '#')
}

// isSpacedOut reports a text of four characters or more with one space behind
// each.
func isSpacedOut(s string) bool {
	n := 0
	for i, r := range []rune(s) {
		if (r == ' ') != (i%2 == 1) {
			return false
		}
		n = i/2 + 1
	}
	return n >= 4
}

// repairDigits is s with the look-alikes of digits and decimal points repaired
// inside numbers; empty where there is nothing to repair.
func repairDigits(s string) string {
	if !hasDigit(s) || !strings.ContainsAny(s, "OolI|。·") {
		return ""
	}
	var b strings.Builder
	changed := false
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		to := lookAlike(s, i, r, n)
		if to != r {
			changed = true
		}
		b.WriteRune(to)
		i += n
	}
	if !changed {
		return ""
	}
	return b.String()
}

// lookAlike is the digit or point that a rune of a number stands for, or the
// rune itself. A letter must touch a digit and no other letter.
func lookAlike(s string, i int, r rune, width int) rune {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i+width:])
	switch r {
	case 'O', 'o', 'l', 'I', '|':
		if !touchesNumber(before) && !touchesNumber(after) || fold.IsLatin(before) && !isLookAlike(before) || fold.IsLatin(after) && !isLookAlike(after) {
			return r
		}
		if r == 'O' || r == 'o' {
			return '0'
		}
		return '1'
	case '。', '·':
		if fold.IsDigit(before) && fold.IsDigit(after) {
			return '.'
		}
	}
	return r
}

func touchesNumber(r rune) bool { return fold.IsDigit(r) || r == '.' }

func isLookAlike(r rune) bool { return strings.ContainsRune("OolI|", r) }
