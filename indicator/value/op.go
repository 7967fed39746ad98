package value

import (
	"strings"

	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/schema"
)

// endOp is the comparator at the end of s and where it starts; op is empty where
// there is none.
func endOp(s string) (op schema.Op, start int) {
	s = strings.TrimRight(s, " ")
	if op, start = endSymbol(s); op != "" {
		return op, start
	}
	front := words.Ending(s)
	for i := range front {
		if w := &front[i]; strings.HasSuffix(s, w.Word) {
			if start = len(s) - len(w.Word); w.Fits(s[:start]) {
				return w.Op, start
			}
			return "", 0
		}
	}
	return "", 0
}

// startOp is the comparator in symbols at the start of s and its width.
func startOp(s string) (op schema.Op, width int) {
	for width < len(s) {
		n := symbolWidth(s[width:])
		if n == 0 {
			break
		}
		width += n
		for width < len(s) && s[width] == ' ' && symbolWidth(s[width+1:]) > 0 {
			width++
		}
	}
	if width == 0 {
		return "", 0
	}
	op, start := endSymbol(s[:width])
	if start != 0 {
		return "", 0
	}
	return op, width
}

// symbolWidth is the width of the comparator in one symbol at the start of s, 0 where
// none stands there.
func symbolWidth(s string) int {
	if s == "" {
		return 0
	}
	switch s[0] {
	case '<', '>', '=':
		return 1
	case "≥"[0]:
		if startsWithAny(s, []string{"≥", "≤", "≈"}) {
			return len("≥")
		}
	}
	return 0
}

// endSymbol is the comparator in symbols at the end of s: ≥ > = < ≤ ≈ ~, >= => =<,
// and their two halves with a space between them.
func endSymbol(s string) (schema.Op, int) {
	last, start := lastSymbol(s)
	if last == 0 {
		return "", 0
	}
	first, begin := lastSymbol(strings.TrimRight(s[:start], " "))
	if split := strings.TrimSuffix(s[:start], "/"); last == '=' && len(split) < start {
		first, begin = lastSymbol(split) // >/=
	}
	if first == 0 {
		return symbolOps[last], start
	}
	op := pairOps[[2]rune{first, last}]
	if op == "" {
		return "", 0
	}
	return op, begin
}

// symbolOps are the comparators in one character, pairOps those in two.
var (
	symbolOps = map[rune]schema.Op{'≥': schema.OpGE, '≤': schema.OpLE, '>': schema.OpGT, '<': schema.OpLT, '=': schema.OpEQ, '≈': schema.OpApprox, '~': schema.OpApprox}
	pairOps   = map[[2]rune]schema.Op{
		{'>', '='}: schema.OpGE, {'=', '>'}: schema.OpGE, {'≥', '='}: schema.OpGE, {'=', '≥'}: schema.OpGE, {'≥', '≥'}: schema.OpGE, {'>', '≥'}: schema.OpGE,
		{'<', '='}: schema.OpLE, {'=', '<'}: schema.OpLE, {'≤', '='}: schema.OpLE, {'=', '≤'}: schema.OpLE, {'≤', '≤'}: schema.OpLE, {'<', '≤'}: schema.OpLE,
		{'=', '='}: schema.OpEQ,
	}
)

func lastSymbol(s string) (rune, int) {
	if s == "" {
		return 0, 0
	}
	switch s[len(s)-1] {
	case '>', '<', '=', '~':
		return rune(s[len(s)-1]), len(s) - 1
	}
	for _, symbol := range [...]string{"≥", "≤", "≈"} {
		if strings.HasSuffix(s, symbol) {
			for _, r := range symbol {
				return r, len(s) - len(symbol)
			}
		}
	}
	return 0, 0
}

// hasSymbol reports comparators in symbols anywhere in s.
func hasSymbol(s string) bool { return symbolAt(s) >= 0 }

// symbolAt is where the first comparator in symbols stands in s, -1 where none does.
func symbolAt(s string) int {
	for i := range len(s) {
		switch s[i] {
		case '<', '>', '=', "≥"[0]:
			if symbolWidth(s[i:]) > 0 {
				return i
			}
		}
	}
	return -1
}

// suffixOpAt is the width of the suffix comparator at the start of s.
func suffixOpAt(s string) int {
	_, w := suffixOp(s)
	return w
}

func suffixOp(s string) (schema.Op, int) {
	back := words.BackStarting(s)
	for i := range back {
		if w := &back[i]; strings.HasPrefix(s, w.Word) {
			return w.Op, len(w.Word)
		}
	}
	return "", 0
}

// settle unites the comparators in front of and behind a number. ok is false
// where they disagree, as in ≤95%以上.
func settle(front, back schema.Op) (op schema.Op, ok bool) {
	switch {
	case back == "":
		return front, true
	case front == "", front == schema.OpEQ:
		return back, true
	case back == schema.OpApprox, front == schema.OpApprox:
		return front, back == front || front != schema.OpApprox || back == schema.OpGT
	case isLower(front) && isLower(back), isUpper(front) && isUpper(back):
		return front, true
	}
	return "", false
}

func isLower(op schema.Op) bool { return op == schema.OpGE || op == schema.OpGT }
func isUpper(op schema.Op) bool { return op == schema.OpLE || op == schema.OpLT }
