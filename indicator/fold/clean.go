package fold

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Cleaning says what Clean took out of a text.
type Cleaning uint8

// What the layout puts into a text.
const (
	// CleanedBreak: line breaks inside a cell.
	CleanedBreak Cleaning = 1 << iota
	// CleanedSpace: a wrap space between two ideographs or inside a year or a
	// document number (完成 率, 2 020年, 13 7号).
	CleanedSpace
	// CleanedTag: residue of HTML (<b>, </del>, &nbsp;).
	CleanedTag
	// CleanedControl: control and zero-width characters.
	CleanedControl
)

// Reasons lists the slugs of a cleaning, as repairs name them: line-break,
// wrap-space, html-residue, control-character.
func (c Cleaning) Reasons() []string {
	var why []string
	for _, reason := range [...]struct {
		bit  Cleaning
		slug string
	}{
		{CleanedBreak, "line-break"},
		{CleanedSpace, "wrap-space"},
		{CleanedTag, "html-residue"},
		{CleanedControl, "control-character"},
	} {
		if c&reason.bit != 0 {
			why = append(why, reason.slug)
		}
	}
	return why
}

// Clean is the printed text without what the layout put into it: line
// breaks, the single space of a wrap between two ideographs or inside a year or
// a document number, HTML residue, control characters, and space at both ends.
// Spaces around Latin words and in front of numbers stay, and so does the width
// of every character. It reports what was taken out; space at the ends and a
// final line break are not worth a report. A clean text is returned as it is,
// without allocation. Clean(Clean(s)) is Clean(s).
func Clean(s string) (string, Cleaning) {
	s = TrimSpace(s)
	if !needsCleaning(s) {
		return s, 0
	}
	var did Cleaning
	// Taking something out can bring together what must be cleaned again
	// ("<<b>b>"); every round but the last shortens the text, and the rounds are
	// bounded for texts made to be nasty.
	for range 8 {
		next, done := cleanOnce(s)
		did |= done
		if next == s {
			break
		}
		s = next
		if !needsCleaning(s) {
			break
		}
	}
	return s, did
}

func cleanOnce(s string) (string, Cleaning) {
	s, did := stripMarkup(s)
	s, more := joinLines(s)
	did |= more
	s, more = joinWraps(s)
	return TrimSpace(s), did | more
}

// TrimSpace trims the spaces of Unicode, zero-width ones included.
func TrimSpace(s string) string {
	if s == "" || usual(s) > 0 && (isPrinted(s[len(s)-1]) || EndsHan(s)) {
		return s
	}
	return strings.TrimFunc(s, isSpaceOrInvisible)
}

func isPrinted(b byte) bool { return ' ' < b && b < 0x7F }

// leadsIdeograph reports the first bytes of U+4000 to U+9FFF.
func leadsIdeograph(b byte) bool { return 0xE4 <= b && b <= 0xE9 }

func isSpaceOrInvisible(r rune) bool { return unicode.IsSpace(r) || isInvisible(r) }

// isInvisible reports characters that print nothing: controls, zero-width
// spaces and joiners, the byte-order mark, the soft hyphen.
func isInvisible(r rune) bool {
	switch {
	case r == '\n' || r == '\r' || r == '\t' || r == '\v' || r == '\f' || r == '\u0085' || r == '\u2028' || r == '\u2029':
		return false
	case r < 0x20, 0x7F <= r && r < 0xA0, r == 0xAD, r == 0xFEFF, 0x200B <= r && r <= 0x200F, 0x202A <= r && r <= 0x202E, 0x2060 <= r && r <= 0x2064:
		return true
	}
	return false
}

func isBreak(r rune) bool {
	switch r {
	case '\n', '\r', '\v', '\f', '\t', '\u0085', '\u2028', '\u2029':
		return true
	}
	return false
}

// needsCleaning is the quick look that lets clean texts pass untouched.
func needsCleaning(s string) bool {
	for i := 0; i < len(s); {
		n := usual(s[i:])
		switch {
		case s[i] == '<':
			if _, width := markup(s[i:]); width > 0 {
				return true
			}
		case s[i] == '&':
			if _, width := entity(s[i:]); width > 0 {
				return true
			}
		case n == 0:
			var r rune
			if r, n = utf8.DecodeRuneInString(s[i:]); isWrapSpace(r) || isBreak(r) || isInvisible(r) {
				return true
			}
		}
		i += n
	}
	return false
}

// stripMarkup removes tags, decodes the entities that exporters leave, and
// removes invisible characters. A tag that ends a line becomes a line break.
func stripMarkup(s string) (string, Cleaning) {
	var b strings.Builder
	var did Cleaning
	kept := 0 // what is written of s
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		to, width := "", 0
		switch {
		case r == '<':
			to, width = markup(s[i:])
		case r == '&':
			to, width = entity(s[i:])
		case isInvisible(r):
			did |= CleanedControl
			b.WriteString(s[kept:i])
			i += n
			kept = i
			continue
		}
		if width == 0 {
			i += n
			continue
		}
		did |= CleanedTag
		b.WriteString(s[kept:i])
		b.WriteString(to)
		i += width
		kept = i
	}
	if did == 0 {
		return s, 0
	}
	b.WriteString(s[kept:])
	return b.String(), did
}

// tags are the elements whose names may be taken for markup; <5个 and <a> of a
// formula are text.
var tags = map[string]string{
	"b": "", "i": "", "u": "", "s": "", "em": "", "del": "", "ins": "", "sub": "", "sup": "", "strong": "", "span": "", "font": "", "small": "", "big": "", "mark": "", "strike": "", "o:p": "",
	"br": "\n", "p": "\n", "div": "\n", "td": "\n", "tr": "\n", "li": "\n",
}

// markup is what replaces the tag at the start of s, and the tag's width; 0
// where none stands there.
func markup(s string) (to string, width int) {
	const longest = 200 // bytes; a tag with styles
	end := strings.IndexByte(s[:min(len(s), longest)], '>')
	if end < 2 {
		return "", 0
	}
	name := strings.TrimPrefix(s[1:end], "/")
	if i := strings.IndexAny(name, " \t\n/"); i >= 0 {
		name = name[:i]
	}
	if len(name) > len("strong") {
		return "", 0
	}
	to, known := tags[strings.ToLower(name)]
	if !known {
		return "", 0
	}
	return to, end + 1
}

// entity is the character of the HTML entity at the start of s, and its width.
func entity(s string) (to string, width int) {
	for _, e := range [...]struct{ name, to string }{
		{"&nbsp;", " "}, {"&lt;", "<"}, {"&gt;", ">"}, {"&le;", "≤"}, {"&ge;", "≥"}, {"&amp;", "&"}, {"&quot;", `"`},
	} {
		if strings.HasPrefix(s, e.name) {
			return e.to, len(e.name)
		}
	}
	return "", 0
}

// joinLines removes line breaks with the space around them; between two Latin
// words one space stays.
func joinLines(s string) (string, Cleaning) {
	if strings.IndexFunc(s, isBreak) < 0 {
		return s, 0
	}
	var b strings.Builder
	var last rune
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !unicode.IsSpace(r) {
			b.WriteString(s[i : i+n])
			last = r
			i += n
			continue
		}
		run := len(s[i:]) - len(strings.TrimLeftFunc(s[i:], unicode.IsSpace))
		space := s[i : i+run]
		i += run
		if strings.IndexFunc(space, isBreak) < 0 {
			b.WriteString(space)
			continue
		}
		next, _ := utf8.DecodeRuneInString(s[i:])
		if IsLatin(last) && IsLatin(next) {
			b.WriteByte(' ')
		}
	}
	return b.String(), CleanedBreak
}

// joinWraps removes the single space that a wrapped line leaves inside a word.
func joinWraps(s string) (string, Cleaning) {
	if strings.IndexFunc(s, isWrapSpace) < 0 {
		return s, 0
	}
	var b strings.Builder
	var did Cleaning
	var last rune
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if isWrapSpace(r) && isWrap(b.String(), last, s[i+n:]) {
			did |= CleanedSpace
			i += n
			continue
		}
		b.WriteString(s[i : i+n])
		last = r
		i += n
	}
	if did == 0 {
		return s, 0
	}
	return b.String(), did
}

// isWrapSpace reports the spaces that a wrapped line leaves.
func isWrapSpace(r rune) bool { return r == ' ' || r == '\u3000' || r == '\u00A0' }

// isWrap reports whether a space between before, which ends in last, and after
// is the trace of a wrapped line.
func isWrap(before string, last rune, after string) bool {
	next, _ := utf8.DecodeRuneInString(after)
	switch {
	case IsIdeographic(last) && IsIdeographic(next):
		return true
	case IsDigit(last) && IsDigit(next):
		return splitsYearOrNumber(before, after)
	case IsDigit(last) && isDateMark(next):
		return true
	case isDateMark(last) && IsDigit(next):
		return strings.IndexFunc(before, IsDigit) >= 0
	}
	return false
}

// splitsYearOrNumber reports whether two runs of digits are the halves of a year
// (2 020年) or of a document's number (13 7号).
func splitsYearOrNumber(before, after string) bool {
	head := len(before) - len(strings.TrimRightFunc(before, IsDigit))
	rest := strings.TrimLeftFunc(after, IsDigit)
	tail := len(after) - len(rest)
	mark, _ := utf8.DecodeRuneInString(strings.TrimLeft(rest, " "))
	switch mark {
	case '年':
		year := before[len(before)-head:] + after[:tail]
		return len(year) == 4 && (year[0] == '1' && year[1] == '9' || year[0] == '2' && year[1] == '0')
	case '号':
		return head+tail <= 4
	}
	return false
}

func isDateMark(r rune) bool { return r == '年' || r == '月' || r == '日' || r == '号' }

func IsDigit(r rune) bool { return '0' <= r && r <= '9' }

func IsLatin(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
}

// IsIdeographic reports ideographs and the punctuation set with them.
func IsIdeographic(r rune) bool {
	switch {
	case 0x3400 <= r && r <= 0x9FFF, 0x2E80 <= r && r <= 0x2FDF, 0xF900 <= r && r <= 0xFAFF, 0x20000 <= r && r <= 0x3FFFF:
		return true
	case 0x3001 <= r && r <= 0x3020, r == '，' || r == '；' || r == '：' || r == '（' || r == '）' || r == '！' || r == '？', r == '“' || r == '”':
		return true
	}
	return false
}
