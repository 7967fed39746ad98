package fold

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Text is the matching copy of a printed text: full width to half width, CJK
// radicals and compatibility ideographs to the ideographs they stand for, every
// spelling of a comparator, dash, tilde or space to one. It maps rune to rune and
// leaves alone what carries meaning of its own, such as ㎡ ① ½ ‰ ² 。 、.
//
// It is not NFKC, which would turn ① into 1 and ㎡ into m2 and would miss ≧, ≦
// and all but two of the supplement radicals. Invalid UTF-8 becomes U+FFFD. A
// text that needs no folding is returned as it is, without allocation.
func Text(s string) string {
	i := firstFolded(s)
	if i == len(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	b.WriteString(s[:i])
	for _, r := range s[i:] {
		b.WriteRune(Rune(r))
	}
	return b.String()
}

// firstFolded is the byte index of the first rune that folding changes.
func firstFolded(s string) int {
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		// Nearly every rune of a form is a unified ideograph.
		if r < 0x4E00 || r > 0x9FFF {
			if Rune(r) != r || r == utf8.RuneError && n == 1 {
				return i
			}
		}
		i += n
	}
	return len(s)
}

// Rune is the rune that stands for r in a matching copy.
func Rune(r rune) rune {
	switch {
	case r < 0x80, 0x3400 <= r && r <= 0x9FFF:
		return r
	case 0xFF01 <= r && r <= 0xFF5E: // full width ASCII
		return r - 0xFEE0
	case firstKangxiRadical <= r && r < firstKangxiRadical+rune(len(kangxiRadicals)):
		return or(kangxiRadicals[r-firstKangxiRadical], r)
	case firstSupplementRadical <= r && r < firstSupplementRadical+rune(len(supplementRadicals)):
		return or(supplementRadicals[r-firstSupplementRadical], r)
	case 0xF900 <= r && r <= 0xFAFF, 0x2F800 <= r && r <= 0x2FA1F: // compatibility ideographs
		return foldCompatibility(r)
	case 0x2000 <= r && r <= 0x200A:
		return ' '
	}
	return foldMark(r)
}

func or(r, otherwise rune) rune {
	if r != 0 {
		return r
	}
	return otherwise
}

// foldCompatibility is the canonical decomposition, which is one rune for every
// compatibility ideograph.
func foldCompatibility(r rune) rune {
	d := norm.NFC.PropertiesString(string(r)).Decomposition()
	if len(d) == 0 {
		return r
	}
	to, _ := utf8.DecodeRune(d)
	return to
}

// foldMark folds the comparators, dashes, small forms and spaces that stand
// outside the full-width block; NFKC leaves most of them untouched. It is one table, and
// as a switch the compiler searches it, which a map of runes does not equal.
func foldMark(r rune) rune {
	switch r {
	case '≧', '⩾', '≮', '≽', '⪰', '⋝':
		return '≥'
	case '≦', '⩽', '≯', '≼', '⪯', '⋜':
		return '≤'
	case '═', '﹦', '⁼':
		return '='
	case '﹥', '›':
		return '>'
	case '﹤', '‹':
		return '<'
	case '≒', '≃', '≅':
		return '≈'
	case '〜', '∼', '∽', '˜', '∿', '〰', '﹏':
		return '~'
	case '−', '–', '—', '―', '‐', '‑', '‒', '﹣', '─', '━', '﹘', '⁃':
		return '-'
	case '﹪', '٪':
		return '%'
	case '﹢':
		return '+'
	case '∶', '﹕', '︰', 'ː', '꞉':
		return ':'
	case '﹔':
		return ';'
	case '﹐':
		return ','
	case '﹑':
		return '、'
	case '﹒':
		return '.'
	case '﹙', '⟮':
		return '('
	case '﹚', '⟯':
		return ')'
	case '∕', '⁄':
		return '/'
	case '∗', '﹡', '⁎':
		return '*'
	case '｡':
		return '。'
	case '､':
		return '、'
	case '･', '‧', '•', '∙', '⋅':
		return '·'
	case '￥':
		return '¥'
	case '\u00A0', '\u202F', '\u205F', '\u3000':
		return ' '
	}
	return r
}

// Plain is a text to compare by: folded, without spaces.
func Plain(s string) string { return strings.ReplaceAll(Text(s), " ", "") }

// Squeeze removes every space, line break and invisible character.
func Squeeze(s string) string {
	if strings.IndexFunc(s, invisible) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if invisible(r) {
			return -1
		}
		return r
	}, s)
}

func invisible(r rune) bool {
	return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' || r == '\u00ad'
}
