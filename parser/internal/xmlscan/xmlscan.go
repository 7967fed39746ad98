// Package xmlscan walks over the XML of a document's parts without building a
// tree and without copying: a sheet of a hundred megabytes costs the buffer that
// holds it. It is bounded by construction: entities that a document declares
// itself are refused, never expanded, and nothing recurses.
//
// It is no validator: it takes well-formed parts as the programs write them and
// says when one is cut short. Only a strict scanner compares the names of end tags
// and looks for bytes that are no characters of XML.
package xmlscan

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// The ways in which a part can be wrong.
var (
	// ErrTruncated says that the part ends inside an element.
	ErrTruncated = errors.New("xml ends inside an element")
	// ErrEntity says that the part uses an entity of its own declaration, as
	// entity-expansion bombs do.
	ErrEntity = errors.New("xml uses an entity that it declares itself")
	// ErrSyntax says that the bytes are no XML.
	ErrSyntax = errors.New("not well-formed xml")
	// ErrEncoding says that the bytes are no UTF-8 from some place on.
	ErrEncoding = errors.New("xml holds bytes that are not UTF-8")
)

// Kind is what the scanner stands at.
type Kind int

// The kinds of tokens. An element without content gives Start, then End.
const (
	EOF Kind = iota
	Start
	End
	Text
)

// Scanner walks over one part.
type Scanner struct {
	src   []byte
	pos   int
	depth int
	root  bool

	name    []byte // with its prefix
	attrs   []byte
	text    []byte
	raw     bool
	pending bool
	err     error

	strict bool
	cut    bool     // what follows src is not UTF-8
	open   [][]byte // of a strict scanner: the names of the elements around
}

// New makes a scanner over a part in UTF-8, or in UTF-16 with a byte order mark.
func New(src []byte) *Scanner {
	return &Scanner{src: toUTF8(src)}
}

func toUTF8(src []byte) []byte {
	switch {
	case bytes.HasPrefix(src, []byte("\xef\xbb\xbf")):
		return src[3:]
	case bytes.HasPrefix(src, []byte("\xff\xfe")):
		return fromUTF16(src[2:], 0, 1)
	case bytes.HasPrefix(src, []byte("\xfe\xff")):
		return fromUTF16(src[2:], 1, 0)
	}
	return src
}

func fromUTF16(src []byte, low, high int) []byte {
	out := make([]byte, 0, len(src))
	for i := 0; i+1 < len(src); i += 2 {
		r := rune(src[i+low]) | rune(src[i+high])<<8
		if utf16.IsSurrogate(r) && i+3 < len(src) {
			if d := utf16.DecodeRune(r, rune(src[i+2+low])|rune(src[i+2+high])<<8); d != utf8.RuneError {
				r, i = d, i+2
			}
		}
		out = utf8.AppendRune(out, r)
	}
	return out
}

// Err is why the scanner stopped, nil at the end of a whole part.
func (s *Scanner) Err() error { return s.err }

// Depth is how many elements are open around the current token; the root's own
// Start has depth 1.
func (s *Scanner) Depth() int { return s.depth }

// Strict makes a new scanner refuse what is out of order in the part: with
// ErrSyntax an end tag of another element and, in a text that is asked for, a
// character that XML does not allow; with ErrEncoding bytes that are not UTF-8.
func (s *Scanner) Strict() *Scanner {
	s.strict = true
	if !utf8.Valid(s.src) {
		s.src, s.cut = s.src[:validPrefix(s.src)], true
	}
	return s
}

// validPrefix is how many bytes of b are UTF-8.
func validPrefix(b []byte) int {
	for i := 0; ; {
		r, size := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && size < 2 {
			return i
		}
		i += size
	}
}

// Name is the local name of the element of a Start or End.
func (s *Scanner) Name() []byte { return local(s.name) }

// FullName is Name with the prefix that is written in front of it.
func (s *Scanner) FullName() []byte { return s.name }

// Is reports whether the current element has a local name.
func (s *Scanner) Is(name string) bool { return string(local(s.name)) == name }

// Next moves on; EOF at the end and on any error.
func (s *Scanner) Next() Kind {
	if s.err != nil {
		return EOF
	}
	if s.pending {
		s.pending = false
		s.depth--
		return End
	}
	for s.pos < len(s.src) {
		if s.src[s.pos] != '<' {
			if k := s.charData(); k != EOF || s.err != nil {
				return k
			}
			continue
		}
		k, again := s.markup()
		if !again {
			return k
		}
	}
	if s.depth > 0 || !s.root {
		return s.fail(ErrTruncated)
	}
	return EOF
}

func (s *Scanner) fail(err error) Kind {
	if s.cut && err == ErrTruncated {
		err = ErrEncoding
	}
	s.err = err
	return EOF
}

// charData reads up to the next tag; EOF where it lies outside the root.
func (s *Scanner) charData() Kind {
	end := bytes.IndexByte(s.src[s.pos:], '<')
	if end < 0 {
		end = len(s.src) - s.pos
	}
	s.text, s.raw = s.src[s.pos:s.pos+end], false
	s.pos += end
	if s.depth == 0 {
		if !s.root && len(bytes.TrimSpace(s.text)) > 0 {
			s.pos = len(s.src)
			s.fail(ErrSyntax)
		}
		return EOF
	}
	return Text
}

// markup reads what begins with <; again is true where it gives no token.
func (s *Scanner) markup() (k Kind, again bool) {
	rest := s.src[s.pos:]
	switch {
	case len(rest) < 2:
		return s.fail(ErrTruncated), false
	case rest[1] == '/':
		return s.endTag(rest)
	case rest[1] != '?' && rest[1] != '!':
		return s.startTag(rest), false
	case rest[1] == '?':
		return s.skip(rest, "?>")
	case bytes.HasPrefix(rest, []byte("<!--")):
		return s.skip(rest, "-->")
	case bytes.HasPrefix(rest, []byte("<![CDATA[")):
		end := bytes.Index(rest, []byte("]]>"))
		if end < 0 {
			return s.fail(ErrTruncated), false
		}
		s.text, s.raw = rest[len("<![CDATA["):end], true
		s.pos += end + 3
		return Text, s.depth == 0
	}
	return s.doctype(rest)
}

func (s *Scanner) skip(rest []byte, until string) (Kind, bool) {
	end := bytes.Index(rest, []byte(until))
	if end < 0 {
		return s.fail(ErrTruncated), false
	}
	s.pos += end + len(until)
	return EOF, true
}

// doctype steps over a document type with its internal subset.
func (s *Scanner) doctype(rest []byte) (Kind, bool) {
	depth := 0
	var quote byte
	for i, c := range rest {
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '<':
			depth++
		case c == '>':
			if depth--; depth == 0 {
				s.pos += i + 1
				return EOF, true
			}
		}
	}
	return s.fail(ErrTruncated), false
}

func (s *Scanner) endTag(rest []byte) (Kind, bool) {
	end := bytes.IndexByte(rest, '>')
	if end < 0 {
		return s.fail(ErrTruncated), false
	}
	if s.depth == 0 {
		return s.fail(ErrSyntax), false
	}
	s.name = bytes.TrimSpace(rest[2:end])
	if s.strict {
		last := len(s.open) - 1
		if !bytes.Equal(s.open[last], s.name) {
			return s.fail(ErrSyntax), false
		}
		s.open = s.open[:last]
	}
	s.pos += end + 1
	s.depth--
	return End, false
}

func (s *Scanner) startTag(rest []byte) Kind {
	end := tagEnd(rest)
	if end < 0 {
		return s.fail(ErrTruncated)
	}
	inner := rest[1:end]
	s.pos += end + 1
	if n := len(inner); n > 0 && inner[n-1] == '/' {
		inner, s.pending = inner[:n-1], true
	}
	n := 0
	for n < len(inner) && !isSpace(inner[n]) {
		n++
	}
	if n == 0 {
		return s.fail(ErrSyntax)
	}
	s.name, s.attrs = inner[:n], inner[n:]
	if s.strict && !s.pending {
		s.open = append(s.open, s.name)
	}
	s.depth++
	s.root = true
	return Start
}

var quotes = []byte{'"'}

// tagEnd finds the > of a tag; one inside an attribute's quotes does not count.
func tagEnd(b []byte) int {
	end := bytes.IndexByte(b, '>')
	if end < 0 || bytes.IndexByte(b[:end], '\'') < 0 && bytes.Count(b[:end], quotes)%2 == 0 {
		return end
	}
	var quote byte
	for i, c := range b {
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return i
		}
	}
	return -1
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

func local(name []byte) []byte {
	if i := bytes.IndexByte(name, ':'); i >= 0 {
		return name[i+1:]
	}
	return name
}

// Attr gives the raw value of an attribute of the current Start by its local
// name; nil where it has none. AttrText gives it as text.
func (s *Scanner) Attr(name string) []byte {
	for key, value, rest := cutAttr(s.attrs); key != nil; key, value, rest = cutAttr(rest) {
		if string(local(key)) == name {
			return value
		}
	}
	return nil
}

// Attrs are the attributes of the current Start: names with their prefixes, and raw
// values.
func (s *Scanner) Attrs(yield func(name, value []byte) bool) {
	for key, value, rest := cutAttr(s.attrs); key != nil; key, value, rest = cutAttr(rest) {
		if !yield(key, value) {
			return
		}
	}
}

// cutAttr takes the first attribute off a tag; the name is nil where there is none.
func cutAttr(attrs []byte) (name, value, rest []byte) {
	eq := bytes.IndexByte(attrs, '=')
	if eq < 0 {
		return nil, nil, nil
	}
	if rest = attrs[eq+1:]; len(rest) > 0 && isSpace(rest[0]) {
		rest = bytes.TrimLeft(rest, " \t\r\n")
	}
	if len(rest) == 0 || rest[0] != '"' && rest[0] != '\'' {
		return nil, nil, nil
	}
	end := bytes.IndexByte(rest[1:], rest[0])
	if end < 0 {
		return nil, nil, nil
	}
	return bytes.TrimSpace(attrs[:eq]), rest[1 : 1+end], rest[end+2:]
}

// Declares reports whether the current Start may declare a namespace.
func (s *Scanner) Declares() bool { return bytes.Contains(s.attrs, []byte("xmlns")) }

// AttrText is Attr as text.
func (s *Scanner) AttrText(name string) string {
	v := s.Attr(name)
	if v == nil {
		return ""
	}
	text, err := unescape(v)
	if err != nil {
		return string(v)
	}
	return text
}

// AttrInt is Attr as a number of at least 0; ok is false where there is none.
func (s *Scanner) AttrInt(name string) (n int, ok bool) {
	v := bytes.TrimSpace(s.Attr(name))
	if len(v) == 0 || len(v) > 10 {
		return 0, false
	}
	for _, c := range v {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

// AttrBool is Attr as an XML boolean, false where there is none.
func (s *Scanner) AttrBool(name string) bool {
	v := s.Attr(name)
	return string(v) == "1" || string(v) == "true" || string(v) == "on"
}

// AppendText adds the current Text token to dst, entities resolved.
func (s *Scanner) AppendText(dst []byte) []byte {
	if s.strict && forbidden(s.text) {
		s.err = ErrSyntax
		return dst
	}
	if s.raw {
		return append(dst, s.text...)
	}
	out, err := appendUnescaped(dst, s.text)
	if err != nil {
		s.err = err
	}
	return out
}

// forbidden reports whether a text in UTF-8 holds characters that no XML does: those
// below the space but for its white space, U+FFFE and U+FFFF.
func forbidden(text []byte) bool {
	for i, c := range text {
		switch {
		case c < ' ' && c != '\t' && c != '\n' && c != '\r':
			return true
		case c == 0xef && len(text)-i > 2 && text[i+1] == 0xbf && text[i+2] >= 0xbe:
			return true
		}
	}
	return false
}

// unescape resolves character references and the five entities of XML.
func unescape(raw []byte) (string, error) {
	if bytes.IndexByte(raw, '&') < 0 {
		return string(raw), nil
	}
	out, err := appendUnescaped(nil, raw)
	return string(out), err
}

func appendUnescaped(dst, raw []byte) ([]byte, error) {
	for {
		amp := bytes.IndexByte(raw, '&')
		if amp < 0 {
			return append(dst, raw...), nil
		}
		dst = append(dst, raw[:amp]...)
		raw = raw[amp+1:]
		semi := bytes.IndexByte(raw[:min(len(raw), 64)], ';')
		if semi < 0 {
			dst = append(dst, '&') // a stray ampersand, as careless writers leave
			continue
		}
		r, ok := entity(string(raw[:semi]))
		if !ok {
			return dst, ErrEntity
		}
		dst = utf8.AppendRune(dst, r)
		raw = raw[semi+1:]
	}
}

func entity(name string) (rune, bool) {
	switch name {
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "amp":
		return '&', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	digits, ok := strings.CutPrefix(name, "#")
	if !ok {
		return 0, false
	}
	base := 10
	if hex, ok := strings.CutPrefix(strings.ToLower(digits), "x"); ok {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil {
		return 0, false
	}
	if n > utf8.MaxRune {
		return utf8.RuneError, true
	}
	return rune(n), true
}
