// Package symbol turns text whose look carries its meaning into the signs that
// it prints: characters of symbol fonts, raised and lowered digits.
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
	webdings = map[rune]string{0x61: "√", 0x63: "□", 0x67: "■", 0x72: "×"}
	dingbats = map[rune]string{
		0x33: "√", 0x34: "√", 0x35: "×", 0x36: "×", 0x37: "×", 0x38: "×", 0x6c: "●", 0x6d: "○", 0x6e: "■",
		0x6f: "□", 0x70: "□", 0x71: "□", 0x72: "□",
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

// Of gives the sign that a code prints in a symbol font, empty where it is in no
// table; known is false where the font is no symbol font.
func Of(font string, code byte) (sign string, known bool) {
	table := fontTable(font)
	if table == nil {
		return "", false
	}
	if sign, ok := table[rune(code)]; ok {
		return sign, true
	}
	if code >= 0x20 && code <= 0x3f && samePrint[fontName(font)] {
		return string(rune(code)), true
	}
	return "", true
}

// samePrint are the fonts whose digits and signs print as they are.
var samePrint = map[string]bool{"symbol": true, "symbolmt": true}

func fontTable(font string) map[rune]string {
	switch fontName(font) {
	case "wingdings", "wingdingsregular":
		return wingdings
	case "wingdings2":
		return wingdings2
	case "webdings":
		return webdings
	case "zapfdingbats", "itczapfdingbats", "dingbats":
		return dingbats
	case "symbol", "symbolmt":
		return symbolFont
	}
	return nil
}

// fontName makes the names of a font comparable.
func fontName(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case ' ', '-', ',', '_':
			return -1
		}
		return r
	}, strings.ToLower(s))
}

// plainSymbol brings digits and signs that a symbol font prints as they are back
// from the private range; letters there are other signs and stay.
func plainSymbol(r rune) rune {
	if r >= 0xf020 && r <= 0xf03f {
		return r - 0xf000
	}
	return r
}

var (
	raised  = strings.NewReplacer("0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴", "5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹", "+", "⁺", "-", "⁻", "−", "⁻", "(", "⁽", ")", "⁾", "n", "ⁿ")
	lowered = strings.NewReplacer("0", "₀", "1", "₁", "2", "₂", "3", "₃", "4", "₄", "5", "₅", "6", "₆", "7", "₇", "8", "₈", "9", "₉", "+", "₊", "-", "₋", "−", "₋", "(", "₍", ")", "₎")
)

// Raised writes raised text with the signs of its own that Unicode has, so that
// a power or the mark of a note is no digit of the number before it: 10⁴, m², ≥12¹.
// What has no such sign stays.
func Raised(s string) string { return raised.Replace(s) }

// Lowered writes lowered text so: CO₂.
func Lowered(s string) string { return lowered.Replace(s) }
