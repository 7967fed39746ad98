package object

import "math"

// Kind is the kind of a token.
type Kind uint8

// The kinds of tokens.
const (
	EOF Kind = iota
	Number
	Text // a literal or hexadecimal string
	NameToken
	Keyword
	ArrayOpen
	ArrayClose
	DictOpen
	DictClose
)

// Token is one token of PDF syntax.
type Token struct {
	Kind Kind
	// Integer says that a Number was written without a point.
	Integer bool
	Num     float64
	// Bytes is the value of a string, name or keyword. It may share memory with
	// the input and holds until the next token.
	Bytes []byte
}

// Lexer splits bytes into tokens. It never fails: malformed syntax gives the
// token that other readers take it for, and the end of input ends everything.
type Lexer struct {
	Buf []byte
	Pos int
	tmp []byte
}

// class marks white space and delimiters (ISO 32000-1, 7.2.2).
var class = func() (c [256]uint8) {
	for _, b := range []byte{0, '\t', '\n', '\f', '\r', ' '} {
		c[b] = spaceClass
	}
	for _, b := range []byte("()<>[]{}/%") {
		c[b] = delimClass
	}
	return c
}()

const (
	spaceClass = 1
	delimClass = 2
)

// IsSpace reports whether b is white space in PDF syntax.
func IsSpace(b byte) bool { return class[b] == spaceClass }

// skipSpace moves over white space and comments.
func (l *Lexer) skipSpace() {
	buf, i := l.Buf, l.Pos
	for i < len(buf) {
		if class[buf[i]] == spaceClass {
			i++
			continue
		}
		if buf[i] != '%' {
			break
		}
		for i < len(buf) && buf[i] != '\n' && buf[i] != '\r' {
			i++
		}
	}
	l.Pos = i
}

// Next reads one token.
func (l *Lexer) Next() Token {
	var t Token
	l.Read(&t)
	return t
}

// Read is Next into a token of the caller's: content streams are millions of tokens,
// and one is too large for registers.
func (l *Lexer) Read(t *Token) {
	t.Kind, t.Integer, t.Num, t.Bytes = EOF, false, 0, nil
	l.skipSpace()
	if l.Pos >= len(l.Buf) {
		return
	}
	b := l.Buf[l.Pos]
	if b >= '0' && b <= '9' || b == '-' || b == '+' || b == '.' {
		if !l.number(t) {
			t.Kind, t.Bytes = Keyword, l.regular()
		}
		return
	}
	if class[b] == 0 {
		t.Kind, t.Bytes = Keyword, l.regular()
		return
	}
	l.Pos++
	switch b {
	case '/':
		t.Kind, t.Bytes = NameToken, l.name()
	case '(':
		t.Kind, t.Bytes = Text, l.literal()
	case '<':
		if l.at('<') {
			t.Kind = DictOpen
			return
		}
		t.Kind, t.Bytes = Text, l.hex()
	case '>':
		if l.at('>') {
			t.Kind = DictClose
			return
		}
		l.Read(t) // a stray delimiter is nothing
	case '[':
		t.Kind = ArrayOpen
	case ']':
		t.Kind = ArrayClose
	default: // { } )
		t.Kind, t.Bytes = Keyword, l.Buf[l.Pos-1:l.Pos]
	}
}

// at takes a byte if it is the next one.
func (l *Lexer) at(b byte) bool {
	if l.Pos < len(l.Buf) && l.Buf[l.Pos] == b {
		l.Pos++
		return true
	}
	return false
}

// regular reads a run of regular characters.
func (l *Lexer) regular() []byte {
	buf, i := l.Buf, l.Pos
	for i < len(buf) && class[buf[i]] == 0 {
		i++
	}
	run := buf[l.Pos:i]
	l.Pos = i
	return run
}

// tenths are what the digits behind a point count.
var tenths = func() (t [24]float64) {
	scale := 0.1
	for i := range t {
		t[i] = scale
		scale /= 10
	}
	return t
}()

// number reads a number as lenient readers do: doubled signs count once, a
// minus inside ends the number, an exponent is honoured.
func (l *Lexer) number(t *Token) bool {
	buf, i := l.Buf, l.Pos
	neg := false
	for i < len(buf) && (buf[i] == '-' || buf[i] == '+') {
		neg = neg || buf[i] == '-'
		i++
	}
	from := i
	v := 0.0
	for i < len(buf) && buf[i]-'0' <= 9 {
		v = v*10 + float64(buf[i]-'0')
		i++
	}
	digits, integer := i-from, true
	if i < len(buf) && buf[i] == '.' {
		integer = false
		i++
		from = i
		for i < len(buf) && buf[i]-'0' <= 9 {
			if k := i - from; k < len(tenths) { // digits behind those are too small to matter
				v += tenths[k] * float64(buf[i]-'0')
			}
			i++
		}
		digits += i - from
	}
	if digits == 0 {
		if i < len(buf) && class[buf[i]] == 0 {
			return false // a keyword that begins like a number
		}
	} else if i < len(buf) && class[buf[i]] == 0 {
		i, v, integer = l.numberTail(i, v, integer)
	}
	if neg {
		v = -v
	}
	l.Pos = i
	t.Kind, t.Integer, t.Num = Number, integer && math.Abs(v) < 1<<53, v
	return true
}

// numberTail deals with regular characters that stick to the digits of a
// number: an exponent counts, junk such as the "-5" of "12-5" or the ".3" of
// "1.2.3" is dropped, and letters begin a new token ("0.5w").
func (l *Lexer) numberTail(i int, v float64, integer bool) (int, float64, bool) {
	n := len(l.Buf)
	if c := l.Buf[i]; (c == 'e' || c == 'E') && i+1 < n {
		j, neg, exp := i+1, false, 0
		if l.Buf[j] == '-' || l.Buf[j] == '+' {
			neg = l.Buf[j] == '-'
			j++
		}
		k := j
		for ; k < n && k < j+3 && l.Buf[k] >= '0' && l.Buf[k] <= '9'; k++ {
			exp = exp*10 + int(l.Buf[k]-'0')
		}
		if k > j && (k == n || class[l.Buf[k]] != 0) {
			if neg {
				exp = -exp
			}
			return k, v * math.Pow10(exp), false
		}
	}
	for i < n {
		c := l.Buf[i]
		if c != '-' && c != '.' && c != '+' && (c < '0' || c > '9') {
			break
		}
		i++
	}
	return i, v, integer
}

func (l *Lexer) name() []byte {
	raw := l.regular()
	for i, b := range raw {
		if b == '#' {
			return l.unescapeName(raw, i)
		}
	}
	return raw
}

func (l *Lexer) unescapeName(raw []byte, from int) []byte {
	out := append(l.tmp[:0], raw[:from]...)
	for i := from; i < len(raw); i++ {
		if raw[i] == '#' && i+2 < len(raw) {
			hi, lo := unhex(raw[i+1]), unhex(raw[i+2])
			if hi >= 0 && lo >= 0 {
				out = append(out, byte(hi<<4|lo))
				i += 2
				continue
			}
		}
		out = append(out, raw[i])
	}
	l.tmp = out
	return out
}

// hexDigits are the values of hexadecimal digits, -1 for what is none.
var hexDigits = func() (d [256]int8) {
	for b := range d {
		d[b] = -1
	}
	for v, b := range []byte("0123456789abcdef") {
		d[b] = int8(v)
	}
	copy(d['A':], d['a':'f'+1])
	return d
}()

func unhex(b byte) int { return int(hexDigits[b]) }

// hex reads a hexadecimal string after its "<"; what is no digit is skipped,
// an odd digit at the end stands for digit 0.
func (l *Lexer) hex() []byte {
	out, buf, i := l.tmp[:0], l.Buf, l.Pos
	hi := -1
	for i < len(buf) {
		b := buf[i]
		i++
		d := unhex(b)
		switch {
		case d >= 0 && hi < 0:
			hi = d
		case d >= 0:
			out = append(out, byte(hi<<4|d))
			hi = -1
		}
		if b == '>' {
			break
		}
	}
	if hi >= 0 {
		out = append(out, byte(hi<<4))
	}
	l.tmp, l.Pos = out, i
	return out
}

// literal reads a literal string after its "(".
func (l *Lexer) literal() []byte {
	start := l.Pos
	for i := start; i < len(l.Buf); i++ {
		switch l.Buf[i] {
		case ')':
			l.Pos = i + 1
			return l.Buf[start:i]
		case '(', '\\', '\r':
			return l.literalSlow(start, i)
		}
	}
	l.Pos = len(l.Buf)
	return l.Buf[start:]
}

func (l *Lexer) literalSlow(start, from int) []byte {
	out := append(l.tmp[:0], l.Buf[start:from]...)
	depth := 1
	l.Pos = from
	for l.Pos < len(l.Buf) {
		b := l.Buf[l.Pos]
		l.Pos++
		switch b {
		case '(':
			depth++
		case ')':
			depth--
			if depth == 0 {
				l.tmp = out
				return out
			}
		case '\r':
			if l.Pos < len(l.Buf) && l.Buf[l.Pos] == '\n' {
				l.Pos++
			}
			b = '\n'
		case '\\':
			out = l.escape(out)
			continue
		}
		out = append(out, b)
	}
	l.tmp = out
	return out
}

// escape reads what follows a backslash in a literal string.
func (l *Lexer) escape(out []byte) []byte {
	if l.Pos >= len(l.Buf) {
		return out
	}
	b := l.Buf[l.Pos]
	l.Pos++
	switch b {
	case 'n':
		b = '\n'
	case 'r':
		b = '\r'
	case 't':
		b = '\t'
	case 'b':
		b = '\b'
	case 'f':
		b = '\f'
	case '\n':
		return out
	case '\r':
		if l.Pos < len(l.Buf) && l.Buf[l.Pos] == '\n' {
			l.Pos++
		}
		return out
	case '0', '1', '2', '3', '4', '5', '6', '7':
		v := int(b - '0')
		for k := 0; k < 2 && l.Pos < len(l.Buf) && l.Buf[l.Pos] >= '0' && l.Buf[l.Pos] <= '7'; k++ {
			v = v<<3 | int(l.Buf[l.Pos]-'0')
			l.Pos++
		}
		b = byte(v)
	}
	return append(out, b)
}
