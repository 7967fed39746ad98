package reading

import (
	"unicode"

	"github.com/pbt-cli/pbt/parser/scan/internal/net"
)

// nobody is the net's number for "no new character".
const nobody = 0

// decode reads the likeliest character of each column; one that goes on over
// several columns is one.
func decode(c *net.Columns) Text {
	table := net.Chars()
	t := Text{Confidence: 1}
	last := int32(nobody)
	for i := range c.Len() {
		best := likeliest(c.At(i), table)
		switch {
		case best.Char == nobody:
		case best.Char == last:
			if n := len(t.Chars); n > 0 {
				t.Chars[n-1].P = max(t.Chars[n-1].P, best.P)
			}
		default:
			t.Chars = append(t.Chars, Char{Rune: table[best.Char], At: i*net.Step + net.Step/2, P: best.P})
		}
		last = best.Char
	}
	t.Chars = spaced(t.Chars)
	for i := range t.Chars {
		if t.Chars[i].Rune == '丶' {
			t.Chars[i].Rune = '、'
		}
		t.Confidence = min(t.Confidence, t.Chars[i].P)
	}
	if len(t.Chars) == 0 {
		t.Confidence = 0
	}
	return t
}

// likeliest is the likeliest character of a column. What the table has in half and
// full width is one character, and the net divides its probability.
func likeliest(column []net.Likely, table []rune) net.Likely {
	var best net.Likely
	for _, l := range column {
		if l.P > best.P {
			best = l
		}
	}
	if best.Char == nobody {
		return best
	}
	for _, l := range column {
		if l.Char != best.Char && l.Char != nobody && narrow(table[l.Char]) == narrow(table[best.Char]) {
			best.P += l.P
		}
	}
	return best
}

// narrow is a character in half width where it has one.
func narrow(r rune) rune {
	if r >= '！' && r <= '～' {
		return r - '！' + '!'
	}
	return r
}

// spaced keeps a space only between two Latin letters: elsewhere the net sets it
// beside punctuation of full width.
func spaced(chars []Char) []Char {
	out := chars[:0:0]
	for i, c := range chars {
		if c.Rune == ' ' && (i == 0 || i+1 == len(chars) || !latin(chars[i-1].Rune) || !latin(chars[i+1].Rune)) {
			continue
		}
		out = append(out, c)
	}
	return out
}

func latin(r rune) bool { return r < 0x250 && unicode.IsLetter(r) }

// secondReading is the text with its weakest character replaced by the one that
// the net finds next likely there.
func secondReading(t *Text, c *net.Columns) string {
	weakest := -1
	for i, ch := range t.Chars {
		if weakest < 0 || ch.P < t.Chars[weakest].P {
			weakest = i
		}
	}
	if weakest < 0 {
		return ""
	}
	table := net.Chars()
	col := t.Chars[weakest].At / net.Step
	var next net.Likely
	for i := max(0, col-1); i <= min(c.Len()-1, col+1); i++ {
		for _, l := range c.At(i) {
			if l.Char != nobody && narrow(table[l.Char]) != narrow(t.Chars[weakest].Rune) && table[l.Char] != ' ' && l.P > next.P && !near(t, table[l.Char], i) {
				next = l
			}
		}
	}
	if next.P < leastAlternative {
		return ""
	}
	var out []rune
	for i, ch := range t.Chars {
		if i == weakest {
			out = append(out, table[next.Char])
		} else {
			out = append(out, ch.Rune)
		}
	}
	return string(out)
}

// leastAlternative is the probability from which a character is worth naming.
const leastAlternative = 0.02

// near reports whether a character was read beside a column anyway.
func near(t *Text, r rune, col int) bool {
	for _, ch := range t.Chars {
		if d := ch.At/net.Step - col; ch.Rune == r && d >= -2 && d <= 2 {
			return true
		}
	}
	return false
}
