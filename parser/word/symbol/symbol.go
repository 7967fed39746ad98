// Package symbol turns text set in a symbol font into the signs that it prints.
package symbol

import "strings"

// Symbol fonts put their signs at U+F020–U+F0FF, or under Latin letters: an R in
// Wingdings 2 is a ticked box. The tables hold the signs that forms use; the
// codes are those of the fonts as Microsoft ships them.
var (
	wingdings = map[rune]string{
		0x6f: "□", 0x70: "□", 0x71: "□", 0x72: "□", 0xa8: "□", 0x6e: "■", 0xa7: "▪", 0x78: "☒", 0xfd: "☒", 0xfe: "☑", 0xfc: "√", 0xfb: "×",
		0x6c: "●", 0xa1: "○", 0xa4: "◉", 0x9f: "•", 0x75: "◆", 0xe0: "→", 0xe8: "→",
		// In Wingdings itself this is a sun; on forms it stands where a pasted box
		// of Wingdings 2 lost its font.
		0x52: "☑",
	}
	wingdings2 = map[rune]string{
		0x52: "☑", 0x51: "☒", 0x53: "☒", 0x54: "☒", 0x50: "√", 0x4f: "×", 0xa3: "□", 0x2a: "□", 0x30: "□", 0xa2: "■", 0x98: "●", 0x99: "○",
	}
	symbolFont = map[rune]string{
		0xb3: "≥", 0xa3: "≤", 0xb9: "≠", 0xbb: "≈", 0xb1: "±", 0xb4: "×", 0xb8: "÷", 0xb0: "°", 0xb7: "•", 0xd6: "√", 0xa5: "∞", 0x2d: "-", 0xae: "→", 0x7e: "~",
	}
)

// FromFont writes text set in a font as the signs it prints. A sign that
// is in no table stays as it is, so that nothing is lost.
func FromFont(font, s string) string {
	table := fontTable(font)
	if table == nil {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		code := r
		if r >= 0xf020 && r <= 0xf0ff {
			code = r - 0xf000
		}
		if sign, ok := table[code]; ok {
			b.WriteString(sign)
			continue
		}
		b.WriteRune(plainSymbol(r))
	}
	return b.String()
}

func fontTable(font string) map[rune]string {
	switch strings.ToLower(strings.TrimSpace(font)) {
	case "wingdings":
		return wingdings
	case "wingdings 2":
		return wingdings2
	case "symbol":
		return symbolFont
	}
	return nil
}

// plainSymbol brings digits and signs that a symbol font prints as they are back
// from the private range; letters there are other signs and stay.
func plainSymbol(r rune) rune {
	if r >= 0xf020 && r <= 0xf03f {
		return r - 0xf000
	}
	return r
}
