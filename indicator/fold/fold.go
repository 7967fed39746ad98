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
		if n := usual(s[i:]); n > 0 || s[i] < utf8.RuneSelf {
			i += max(n, 1)
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if Rune(r) != r || r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return len(s)
}

// usual is the width of the character at the start of a text where it is, by its bytes
// alone, printed ASCII or an ideograph, as nearly all of a form are: it is not folded,
// is no space and can be seen. 0: it may be anything.
func usual(s string) int {
	switch {
	case isPrinted(s[0]):
		return 1
	case leadsIdeograph(s[0]) && len(s) > 2 && s[1]&0xC0 == 0x80 && s[2]&0xC0 == 0x80:
		return 3
	}
	return 0
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

// EndsHan reports a unified ideograph at the end, by its bytes alone: of the rest some
// are missed.
func EndsHan(s string) bool { return len(s) > 2 && usual(s[len(s)-3:]) == 3 }

// Plain is a text to compare by: folded, without spaces.
func Plain(s string) string { return strings.ReplaceAll(Text(s), " ", "") }

// Squeeze removes every space, line break and invisible character.
func Squeeze(s string) string {
	if !holdsInvisible(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if invisible(r) {
			return -1
		}
		return r
	}, s)
}

func holdsInvisible(s string) bool {
	for i := 0; i < len(s); {
		n := usual(s[i:])
		if n == 0 {
			var r rune
			if r, n = utf8.DecodeRuneInString(s[i:]); invisible(r) {
				return true
			}
		}
		i += n
	}
	return false
}

func invisible(r rune) bool {
	return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' || r == '\u00ad'
}
