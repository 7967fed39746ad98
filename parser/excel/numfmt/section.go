package numfmt

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

type tokenKind int

const (
	tokLiteral tokenKind = iota
	tokDigit             // 0 # ?
	tokPoint
	tokComma
	tokPercent
	tokExponent // E+ E-
	tokSlash
	tokText // @
	tokGeneral
	tokDate    // a run of y m d h s, e, aaa
	tokAMPM    // AM/PM, A/P, 上午/下午
	tokElapsed // [h] [mm] [ss]
	tokCond
	tokNumerals // [DBNum1] to [DBNum3]
	tokLong     // [$-F800], the system's long date
)

type token struct {
	kind tokenKind
	text string
}

type sectionKind int

const (
	kindNumber sectionKind = iota
	kindGeneral
	kindDate
	kindText
	kindEmpty
)

// section is one of the up to four parts of a code, between semicolons.
type section struct {
	kind   sectionKind
	tokens []token
	cond   condition
	// numerals is the number of the DBNum that digits are written in, 0 for none.
	numerals byte
}

// lex cuts a code into its sections' tokens; there is always one section.
func lex(code string) [][]token {
	l := lexer{rest: code}
	for l.rest != "" && len(l.done) < 4 {
		l.next()
	}
	return append(l.done, l.cur)
}

type lexer struct {
	rest string
	cur  []token
	done [][]token
}

func (l *lexer) add(kind tokenKind, n int) {
	l.cur = append(l.cur, token{kind, l.rest[:n]})
	l.rest = l.rest[n:]
}

// literal adds text to show as it stands and skips n bytes of the code.
func (l *lexer) literal(text string, n int) {
	l.cur = append(l.cur, token{tokLiteral, text})
	l.rest = l.rest[n:]
}

func (l *lexer) next() {
	c, size := utf8.DecodeRuneInString(l.rest)
	switch c {
	case ';':
		l.done, l.cur, l.rest = append(l.done, l.cur), nil, l.rest[1:]
	case '"':
		l.quoted()
	case '\\', '!':
		_, n := utf8.DecodeRuneInString(l.rest[1:])
		l.literal(l.rest[1:1+n], 1+n)
	case '_':
		_, n := utf8.DecodeRuneInString(l.rest[1:])
		l.literal(" ", 1+n)
	case '*':
		_, n := utf8.DecodeRuneInString(l.rest[1:])
		l.rest = l.rest[1+n:]
	case '[':
		l.bracket()
	case '0', '#', '?':
		l.add(tokDigit, 1)
	case '.':
		l.add(tokPoint, 1)
	case ',':
		l.add(tokComma, 1)
	case '%':
		l.add(tokPercent, 1)
	case '/':
		l.add(tokSlash, 1)
	case '@':
		l.add(tokText, 1)
	default:
		l.word(c, size)
	}
}

func (l *lexer) quoted() {
	end := strings.IndexByte(l.rest[1:], '"')
	if end < 0 {
		l.literal(l.rest[1:], len(l.rest))
		return
	}
	l.literal(l.rest[1:1+end], end+2)
}

// bracket reads [Red], [>=100], [$¥-804], [h] and [DBNum1].
func (l *lexer) bracket() {
	end := strings.IndexByte(l.rest, ']')
	if end < 0 {
		l.literal("[", 1)
		return
	}
	in := l.rest[1:end]
	switch {
	case strings.EqualFold(in, "$-F800"):
		l.cur = append(l.cur, token{tokLong, in})
		l.rest = l.rest[end+1:]
	case len(in) == 6 && strings.EqualFold(in[:5], "DBNum"):
		l.cur = append(l.cur, token{tokNumerals, in[5:]})
		l.rest = l.rest[end+1:]
	case strings.HasPrefix(in, "$"):
		symbol, _, _ := strings.Cut(in[1:], "-")
		l.literal(symbol, end+1)
	case in != "" && strings.ContainsRune("<>=", rune(in[0])):
		l.cur = append(l.cur, token{tokCond, in})
		l.rest = l.rest[end+1:]
	case in != "" && strings.Trim(strings.ToLower(in), in[:1]) == "" && strings.Contains("hHmMsS", in[:1]):
		l.cur = append(l.cur, token{tokElapsed, strings.ToLower(in)})
		l.rest = l.rest[end+1:]
	default: // colours and numeral systems
		l.rest = l.rest[end+1:]
	}
}

var meridiems = []string{"am/pm", "a/p", "上午/下午"}

func (l *lexer) word(c rune, size int) {
	lower := strings.ToLower(l.rest[:min(len(l.rest), 16)])
	if strings.HasPrefix(lower, "general") {
		l.add(tokGeneral, len("general"))
		return
	}
	for _, m := range meridiems {
		if strings.HasPrefix(lower, m) {
			l.add(tokAMPM, len(m))
			return
		}
	}
	if strings.HasPrefix(lower, "e+") || strings.HasPrefix(lower, "e-") {
		l.add(tokExponent, 2)
		return
	}
	if !strings.ContainsRune("yYmMdDhHsSeEaAgGbB", c) {
		l.literal(l.rest[:size], size)
		return
	}
	n := 1
	for n < len(l.rest) && l.rest[n]|0x20 == l.rest[0]|0x20 {
		n++
	}
	kind := tokDate
	if run := strings.ToLower(l.rest[:n]); run[0] == 'a' && n < 3 || run[0] == 'g' || run[0] == 'b' {
		kind = tokLiteral
	}
	l.cur = append(l.cur, token{kind, strings.ToLower(l.rest[:n])})
	if kind == tokLiteral {
		l.cur[len(l.cur)-1].text = l.rest[:n]
	}
	l.rest = l.rest[n:]
}

// newSection classifies the tokens of a section.
func newSection(tokens []token) section {
	s := section{kind: kindEmpty}
	digits := false
	for _, t := range tokens {
		switch t.kind {
		case tokCond:
			s.cond = parseCondition(t.text)
			continue
		case tokNumerals:
			s.numerals = t.text[0] - '0'
			continue
		case tokLong:
			s.kind, s.tokens = kindDate, longDate
			return s
		case tokDate, tokElapsed, tokAMPM:
			s.kind = kindDate
		case tokText:
			if s.kind != kindDate {
				s.kind = kindText
			}
		case tokGeneral:
			if s.kind == kindEmpty || s.kind == kindNumber {
				s.kind = kindGeneral
			}
		default:
			digits = digits || t.kind == tokDigit
			if s.kind == kindEmpty {
				s.kind = kindNumber
			}
		}
		s.tokens = append(s.tokens, t)
	}
	if s.kind == kindDate && digits && !s.hasClock() && s.onlyEra() {
		s.kind = kindNumber
	}
	return s
}

// longDate is how Chinese systems show a long date.
var longDate = []token{{tokDate, "yyyy"}, {tokLiteral, "年"}, {tokDate, "m"}, {tokLiteral, "月"}, {tokDate, "d"}, {tokLiteral, "日"}}

// hasClock reports whether the section shows a part of a day.
func (s *section) hasClock() bool {
	for _, t := range s.tokens {
		if t.kind == tokElapsed || t.kind == tokAMPM || t.kind == tokDate && (t.text[0] == 'h' || t.text[0] == 's') {
			return true
		}
	}
	return false
}

// onlyEra reports whether e is the only letter of a date: beside digits it is
// then a stray letter, not a year.
func (s *section) onlyEra() bool {
	for _, t := range s.tokens {
		if t.kind == tokDate && t.text[0] != 'e' {
			return false
		}
	}
	return true
}

func parseCondition(s string) condition {
	n := 1
	if len(s) > 1 && strings.ContainsRune("=>", rune(s[1])) {
		n = 2
	}
	val, err := strconv.ParseFloat(strings.TrimSpace(s[n:]), 64)
	if err != nil {
		return condition{}
	}
	return condition{s[:n], val}
}
