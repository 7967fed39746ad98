package font

import (
	"sort"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/parser/pdf/internal/object"
)

// The bounds of one CMap. The largest published one has 17,000 ranges.
const (
	maxCMapEntries = 200000
	maxCMapDepth   = 8
	// maxMapped bounds the bytes that one code may stand for.
	maxMapped = 128
)

// cmap maps character codes to CIDs (an encoding) or to text (ToUnicode).
type cmap struct {
	vertical bool
	spaces   []codespace
	cids     []cidRange
	texts    []textRange
	sorted   bool
}

// codespace is a range of codes of one length in bytes. Multi-byte ranges hold
// for each byte by itself.
type codespace struct {
	n      int
	lo, hi uint32
}

func (c codespace) contains(code uint32) bool {
	for shift := 0; shift < 8*c.n; shift += 8 {
		b := code >> shift & 0xff
		if b < c.lo>>shift&0xff || b > c.hi>>shift&0xff {
			return false
		}
	}
	return true
}

type cidRange struct{ lo, hi, cid uint32 }

// textRange maps lo..hi to text whose last rune counts up with the code.
type textRange struct {
	lo, hi uint32
	text   []rune
}

// parseCMap reads a CMap's PostScript. Unknown operators are skipped and broken
// entries ignored; use finds the CMap that usecmap names.
func parseCMap(data []byte, use func(name string) *cmap) *cmap {
	r := cmapReader{lex: object.Lexer{Buf: data}, c: &cmap{}, use: use}
	r.run()
	r.c.finish()
	return r.c
}

type cmapReader struct {
	lex  object.Lexer
	c    *cmap
	use  func(string) *cmap
	last object.Object // the operand before the current token
	prev object.Object // the one before that
}

func (r *cmapReader) full() bool { return len(r.c.cids)+len(r.c.texts) > maxCMapEntries }

func (r *cmapReader) run() {
	for !r.full() {
		t := r.lex.Next()
		switch t.Kind {
		case object.EOF:
			return
		case object.Keyword:
			r.keyword(string(t.Bytes))
		default:
			r.prev, r.last = r.last, r.lex.Object(t)
		}
	}
}

func (r *cmapReader) keyword(word string) {
	switch word {
	case "def":
		if r.prev == object.Name("WMode") {
			r.c.vertical = r.last == 1
		}
	case "usecmap":
		if n, ok := r.last.(object.Name); ok && r.use != nil {
			r.c.inherit(r.use(string(n)))
		}
	case "begincodespacerange":
		r.pairs(func(lo, hi []byte) {
			if n := len(lo); n > 0 && n <= 4 && len(hi) == n {
				r.c.spaces = append(r.c.spaces, codespace{n, code(lo), code(hi)})
			}
		})
	case "begincidrange":
		r.entries(true, r.cid)
	case "begincidchar":
		r.entries(false, r.cid)
	case "beginbfrange":
		r.entries(true, r.text)
	case "beginbfchar":
		r.entries(false, r.text)
	}
}

func (c *cmap) inherit(up *cmap) {
	if up == nil {
		return
	}
	c.spaces = append(c.spaces, up.spaces...)
	c.cids = append(c.cids, up.cids...)
	c.texts = append(c.texts, up.texts...)
	c.vertical = c.vertical || up.vertical
}

// pairs reads <lo> <hi> until the block ends.
func (r *cmapReader) pairs(emit func(lo, hi []byte)) {
	for !r.full() {
		a := r.lex.Next()
		if a.Kind != object.Text {
			return
		}
		lo := append([]byte(nil), a.Bytes...)
		b := r.lex.Next()
		if b.Kind != object.Text {
			return
		}
		emit(lo, b.Bytes)
	}
}

// entries reads <code> value or <lo> <hi> value until the block ends.
func (r *cmapReader) entries(ranged bool, emit func(lo, hi uint32, value object.Object)) {
	for !r.full() {
		a := r.lex.Next()
		if a.Kind != object.Text || len(a.Bytes) > 4 {
			return
		}
		lo := code(a.Bytes)
		hi := lo
		if ranged {
			b := r.lex.Next()
			if b.Kind != object.Text || len(b.Bytes) > 4 {
				return
			}
			hi = code(b.Bytes)
		}
		v := r.lex.Next()
		if v.Kind == object.EOF || v.Kind == object.Keyword {
			return
		}
		value := r.lex.Object(v)
		if hi >= lo && hi-lo <= 0xffff {
			emit(lo, hi, value)
		}
	}
}

func (r *cmapReader) cid(lo, hi uint32, value object.Object) {
	if v, ok := value.(int); ok && v >= 0 && v <= 0xffff {
		r.c.cids = append(r.c.cids, cidRange{lo, hi, uint32(v)})
	}
}

func (r *cmapReader) text(lo, hi uint32, value object.Object) {
	switch v := value.(type) {
	case object.String:
		r.c.texts = append(r.c.texts, textRange{lo, hi, utf16Runes(string(v))})
	case object.Name:
		if t := glyphText(string(v)); t != "" {
			r.c.texts = append(r.c.texts, textRange{lo, lo, []rune(t)})
		}
	case object.Array:
		for i, e := range v {
			if s, ok := e.(object.String); ok && lo+uint32(i) <= hi {
				r.c.texts = append(r.c.texts, textRange{lo + uint32(i), lo + uint32(i), utf16Runes(string(s))})
			}
		}
	}
}

// utf16Runes decodes big-endian UTF-16; a single byte is a code point.
func utf16Runes(s string) []rune {
	if len(s) > maxMapped {
		s = s[:maxMapped]
	}
	if len(s) == 1 {
		return []rune{rune(s[0])}
	}
	units := make([]uint16, len(s)/2)
	for i := range units {
		units[i] = uint16(s[2*i])<<8 | uint16(s[2*i+1])
	}
	return utf16.Decode(units)
}

func code(b []byte) uint32 {
	var c uint32
	for _, x := range b {
		c = c<<8 | uint32(x)
	}
	return c
}

// finish sorts the ranges for look-up; of equal starts the later one wins.
func (c *cmap) finish() {
	sort.SliceStable(c.cids, func(i, j int) bool { return c.cids[i].lo < c.cids[j].lo })
	sort.SliceStable(c.texts, func(i, j int) bool { return c.texts[i].lo < c.texts[j].lo })
	c.sorted = true
}

// lookBack is how many overlapping ranges are tried for a code.
const lookBack = 8

// cidOf gives the CID of a code.
func (c *cmap) cidOf(code uint32) (uint32, bool) {
	i := sort.Search(len(c.cids), func(i int) bool { return c.cids[i].lo > code })
	for k := i - 1; k >= 0 && k >= i-lookBack; k-- {
		if r := c.cids[k]; code <= r.hi {
			return r.cid + code - r.lo, true
		}
	}
	return 0, false
}

// textOf gives the text of a code.
func (c *cmap) textOf(code uint32) (string, bool) {
	i := sort.Search(len(c.texts), func(i int) bool { return c.texts[i].lo > code })
	for k := i - 1; k >= 0 && k >= i-lookBack; k-- {
		r := c.texts[k]
		if code > r.hi {
			continue
		}
		if len(r.text) == 0 {
			return "", true
		}
		out := append([]rune(nil), r.text...)
		out[len(out)-1] += rune(code - r.lo)
		if !utf8.ValidRune(out[len(out)-1]) {
			return "", false
		}
		return string(out), true
	}
	return "", false
}

// length gives how many bytes the next code of s takes: the shortest code space
// that contains it, else the shortest length the CMap has.
func (c *cmap) length(s []byte) int {
	shortest := 0
	for n := 1; n <= 4; n++ {
		for _, sp := range c.spaces {
			if sp.n != n {
				continue
			}
			if shortest == 0 {
				shortest = n
			}
			if n <= len(s) && sp.contains(code(s[:n])) {
				return n
			}
		}
	}
	if shortest == 0 {
		shortest = 2
	}
	return min(shortest, len(s))
}
