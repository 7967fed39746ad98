package value

import (
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/schema"
)

// ReasonNumber is why a number was repaired: a letter or a mark that OCR put in
// the place of a digit or a decimal point.
const ReasonNumber = "number-ocr"

// confidenceNumber is the confidence of a repaired number: the rest of the value
// parses, and no other reading does.
const confidenceNumber = 0.9

// ParseRepaired reads a value as Parse does, and where that leaves it unparsed
// tries the repairs of OCR damage to numbers: O for 0, l and I for 1, 。 or · for
// the decimal point, each only inside a token that is a number otherwise. repair
// is nil where nothing was repaired; its Path is left to the caller. The value's
// Text is always what was printed.
func ParseRepaired(text string, ctx Context) (v schema.Value, repair *schema.Repair) {
	v = Parse(text, ctx)
	if v.Kind != schema.KindUnparsed && v.Kind != schema.KindQualitative {
		return v, nil
	}
	fixed := repairDigits(fold.Text(v.Text))
	if fixed == "" {
		return v, nil
	}
	w := Parse(fixed, ctx)
	if w.Kind != schema.KindQuantity && w.Kind != schema.KindInterval || !isKnownUnit(w.Unit) {
		return v, nil
	}
	w.Text = v.Text
	return w, &schema.Repair{From: v.Text, To: fixed, Why: ReasonNumber, Confidence: confidenceNumber}
}

func isKnownUnit(unit string) bool {
	return unit == "" || isUnitText(unit)
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
