package yml

import (
	"encoding"
	"reflect"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/pbt-cli/pbt/schema/late"
)

var textMarshaler = reflect.TypeFor[encoding.TextMarshaler]()

// maxSimpleKey is the longest key that the library writes in front of its colon, in
// bytes.
const maxSimpleKey = 128

// simpleKey reports whether a key is written as it is, in ASCII.
func simpleKey(s string) bool {
	for _, c := range []byte(s) {
		if c >= 0x80 {
			return false
		}
	}
	return s != "" && len(s) <= maxSimpleKey && known(s) && !strings.Contains(s, "\n") && !markedOut(s, false) && isText(s)
}

// known reports whether the emitter knows how to write a text: one of characters that
// YAML prints as they are.
func known(s string) bool {
	for _, r := range s {
		switch {
		case r >= ' ' && r <= '~', r == '\n':
		case r < 0xa0, r > 0xfffd, r == 0xfeff, r == '\u2028', r == '\u2029':
			return false
		}
	}
	return utf8.ValidString(s)
}

// text writes a text in the style that the library chooses: as it is, in quotes where
// it would be read as something else, or line by line.
func (e *emitter) text(s string, indent int, flow bool) {
	outer := s == "" || strings.ContainsRune(" \n", rune(s[0])) || strings.ContainsRune(" \n", rune(s[len(s)-1]))
	lines := strings.Contains(s, "\n")
	switch {
	case !known(s), lines && outer:
		e.hard = true
	case lines && (flow || strings.Contains(s, " \n")):
		e.doubleQuoted(s)
	case lines:
		e.literal(s, indent)
	case !isText(s):
		e.doubleQuoted(s)
	case outer || markedOut(s, flow):
		e.singleQuoted(s)
	default:
		e.out = append(e.out, s...)
	}
}

func (e *emitter) doubleQuoted(s string) {
	e.out = append(e.out, '"')
	for _, c := range []byte(s) {
		switch c {
		case '"', '\\':
			e.out = append(e.out, '\\', c)
		case '\n':
			e.out = append(e.out, `\n`...)
		default:
			e.out = append(e.out, c)
		}
	}
	e.out = append(e.out, '"')
}

func (e *emitter) singleQuoted(s string) {
	e.out = append(e.out, '\'')
	e.out = append(e.out, strings.ReplaceAll(s, "'", "''")...)
	e.out = append(e.out, '\'')
}

// literal writes a text of several lines; empty ones are not indented.
func (e *emitter) literal(s string, indent int) {
	e.out = append(e.out, "|-"...)
	for line := range strings.SplitSeq(s, "\n") {
		e.out = append(e.out, '\n')
		if line != "" {
			for range indent {
				e.out = append(e.out, ' ')
			}
			e.out = append(e.out, line...)
		}
	}
}

// markedOut reports whether a text holds what is a mark of YAML where it stands:
// a sign at its beginning, a colon in front of a blank, a number sign behind one; in
// brackets also commas, brackets and all colons. A case a mark, as YAML lists them.
func markedOut(s string, flow bool) bool {
	if strings.HasPrefix(s, "---") || strings.HasPrefix(s, "...") {
		return true
	}
	for i, c := range []byte(s) {
		last := i+1 == len(s) || s[i+1] == ' '
		switch c {
		case '#':
			if i == 0 || s[i-1] == ' ' || s[i-1] == '\n' {
				return true
			}
		case ':':
			if last || flow {
				return true
			}
		case '-':
			if i == 0 && last {
				return true
			}
		case '?':
			if i == 0 && last || flow {
				return true
			}
		case ',', '[', ']', '{', '}':
			if i == 0 || flow {
				return true
			}
		case '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`':
			if i == 0 {
				return true
			}
		}
	}
	return false
}

// base60 is a number of YAML 1.1 to the base 60, which the library writes in quotes.
var base60 = late.Regexp(`^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$`)

// isText reports whether a text that stands without quotes is read as a text, and not
// as a number, a date, a switch or nothing.
func isText(s string) bool {
	if s == "" {
		return false
	}
	switch c := s[0]; {
	case c >= '0' && c <= '9', c == '+', c == '-', c == '.':
		if plainNumber(s) {
			return false
		}
		for _, c := range []byte(s) { // a number or a date has no other characters
			if c >= 0x80 || c != ' ' && c != '_' && (c < '+' || c > ':') && (c|0x20 < 'a' || c|0x20 > 'z') {
				return true
			}
		}
		return (&Node{Kind: yaml.ScalarNode, Value: s}).ShortTag() == "!!str" && (!strings.Contains(s, ":") || !base60().MatchString(s))
	case strings.IndexByte("yYnNtTfFoO~", c) >= 0:
		return !switches[s]
	}
	return true
}

// plainNumber reports whether a text is a number of few digits.
func plainNumber(s string) bool {
	if len(s) > 15 || s[0] < '0' || s[0] > '9' {
		return false
	}
	points := 0
	for _, c := range []byte(s) {
		switch {
		case c == '.':
			points++
		case c < '0' || c > '9':
			return false
		}
	}
	return points <= 1
}

// switches are the texts that YAML 1.1 or 1.2 read as true, false or nothing.
var switches = map[string]bool{
	"y": true, "Y": true, "yes": true, "Yes": true, "YES": true, "on": true, "On": true, "ON": true,
	"n": true, "N": true, "no": true, "No": true, "NO": true, "off": true, "Off": true, "OFF": true,
	"true": true, "True": true, "TRUE": true, "false": true, "False": true, "FALSE": true,
	"~": true, "null": true, "Null": true, "NULL": true,
}
