package excel

import (
	"encoding/binary"
	"math"

	"github.com/pbt-cli/pbt/parser/excel/numfmt"
)

// The operators of a compiled formula, [MS-XLS] 2.5.198.
var binaryPtg = map[byte]string{
	0x03: "+", 0x04: "-", 0x05: "*", 0x06: "/", 0x07: "^", 0x08: "&",
	0x09: "<", 0x0A: "<=", 0x0B: "=", 0x0C: ">=", 0x0D: ">", 0x0E: "<>",
}

// maxTyped bounds the text of a typed formula.
const maxTyped = 1024

// typedTokens writes a compiled formula as text where it holds constants and
// operators alone, as =100% does; ok is false at any reference or function.
func typedTokens(rgce []byte) (text string, ok bool) {
	var stack []string
	for len(rgce) > 0 {
		var n int
		if stack, n = pushToken(stack, rgce); n == 0 {
			return "", false
		}
		if len(stack) > 0 && len(stack[len(stack)-1]) > maxTyped {
			return "", false
		}
		rgce = rgce[n:]
	}
	if len(stack) != 1 {
		return "", false
	}
	return stack[0], true
}

// pushToken takes the token at the start of rgce; n is its length, 0 where it is
// none that a typed value holds.
func pushToken(stack []string, rgce []byte) (out []string, n int) {
	top := len(stack) - 1
	t := rgce[0]
	if op, ok := binaryPtg[t]; ok {
		if top < 1 {
			return nil, 0
		}
		return append(stack[:top-1], stack[top-1]+op+stack[top]), 1
	}
	switch t {
	case 0x12, 0x13, 0x14, 0x15:
		if top < 0 {
			return nil, 0
		}
		stack[top] = unary(t, stack[top])
		return stack, 1
	case 0x19: // spaces and the like; anything else belongs to a function
		if len(rgce) < 4 || rgce[1]&^0x41 != 0 {
			return nil, 0
		}
		return stack, 4
	case 0x1E:
		if len(rgce) < 3 {
			return nil, 0
		}
		return append(stack, numfmt.Plain(float64(u16(rgce, 1)))), 3
	case 0x1F:
		if len(rgce) < 9 {
			return nil, 0
		}
		return append(stack, numfmt.Plain(math.Float64frombits(binary.LittleEndian.Uint64(rgce[1:])))), 9
	}
	return nil, 0
}

func unary(t byte, operand string) string {
	switch t {
	case 0x12:
		return "+" + operand
	case 0x13:
		return "-" + operand
	case 0x14:
		return operand + "%"
	}
	return "(" + operand + ")"
}
