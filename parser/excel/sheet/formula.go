package sheet

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/schema"
)

// IsTyped reports whether a formula (without its =) has neither a reference nor
// a function: =100% is a target that a person typed and that the program took
// for a formula, and so is =0起, whose unit stands behind a number. Numbers with
// their units, operators and brackets are all it may hold: a string as in ="≥95%"
// is the habit of forcing text, and its display is what was meant; some programs
// store every TRUE as a formula.
func IsTyped(formula string) bool {
	constant := false
	for i := 0; i < len(formula); {
		c := formula[i]
		switch {
		case c >= '0' && c <= '9' || c == '.':
			i += numberLen(formula[i:])
			i += unitLen(formula[i:])
			constant = true
		case strings.IndexByte("+-*/^&=<>%(),;{} \t\r\n", c) >= 0:
			i++
		default:
			return false
		}
	}
	return constant
}

// unitLen is the length of the ideographs at the start of s that are a unit and
// no function.
func unitLen(s string) int {
	n := 0
	for _, r := range s {
		if !unicode.Is(unicode.Han, r) {
			if r == '(' || r == '（' {
				return 0
			}
			break
		}
		n += utf8.RuneLen(r)
	}
	return n
}

// numberLen is the length of 1.5E-3 at the start of s. A colon behind it would
// make it a reference to rows, which the caller refuses.
func numberLen(s string) int {
	n := 0
	for n < len(s) && (s[n] >= '0' && s[n] <= '9' || s[n] == '.') {
		n++
	}
	if n < len(s) && (s[n] == 'e' || s[n] == 'E') {
		m := n + 1
		if m < len(s) && (s[m] == '+' || s[m] == '-') {
			m++
		}
		digits := m
		for m < len(s) && s[m] >= '0' && s[m] <= '9' {
			m++
		}
		if m > digits {
			return m
		}
	}
	return n
}

// TypedRepair says that the text of a cell was the displayed result of a
// formula and is reported as the formula that was typed; nil where both agree. A
// file may keep no result: then the text was the formula's own, without its =.
func TypedRepair(displayed, typed string) *schema.Repair {
	switch displayed {
	case typed:
		return nil
	case "":
		displayed = strings.TrimPrefix(typed, "=")
	}
	return &schema.Repair{From: displayed, To: typed, Why: "formula-text", Confidence: 1}
}
