package font

import (
	"cmp"
	"slices"
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

// textRange maps lo..hi to text whose last rune counts up with the code, or to none.
type textRange struct {
	lo, hi uint32
	last   rune
	none   bool
	head   string // what stands before the last rune
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
		r.entries(true, nil, r.cid)
	case "begincidchar":
		r.entries(false, nil, r.cid)
	case "beginbfrange":
		r.entries(true, r.text, r.named)
	case "beginbfchar":
		r.entries(false, r.text, r.named)
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

// entries reads <code> value or <lo> <hi> value until the block ends. Values that are
// strings are handed to texts, where that is set; those of any other kind to emit.
func (r *cmapReader) entries(ranged bool, texts func(lo, hi uint32, s []byte), emit func(lo, hi uint32, value object.Object)) {
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
		sane := hi >= lo && hi-lo <= 0xffff
		if v.Kind == object.Text { // most entries: no object is made of it
			if sane && texts != nil {
				texts(lo, hi, v.Bytes)
			}
			continue
		}
		if value := r.lex.Object(v); sane {
			emit(lo, hi, value)
		}
	}
}

func (r *cmapReader) cid(lo, hi uint32, value object.Object) {
	if v, ok := value.(int); ok && v >= 0 && v <= 0xffff {
		r.c.cids = append(r.c.cids, cidRange{lo, hi, uint32(v)})
	}
}

// text maps codes to text in UTF-16.
func (r *cmapReader) text(lo, hi uint32, s []byte) {
	r.c.texts = append(r.c.texts, rangeOf(lo, hi, s))
}

// named maps codes to the name of a character, or to a text each.
func (r *cmapReader) named(lo, hi uint32, value object.Object) {
	switch v := value.(type) {
	case object.Name:
		if t := []rune(glyphText(string(v))); len(t) > 0 {
			r.c.texts = append(r.c.texts, textRange{lo: lo, hi: lo, last: t[len(t)-1], head: string(t[:len(t)-1])})
		}
	case object.Array:
		for i, e := range v {
			if s, ok := e.(object.String); ok && lo+uint32(i) <= hi {
				r.text(lo+uint32(i), lo+uint32(i), []byte(s))
			}
		}
	}
}

// rangeOf is a range whose text is big-endian UTF-16; a single byte is a code point.
func rangeOf(lo, hi uint32, s []byte) textRange {
	out := textRange{lo: lo, hi: hi}
	s = s[:min(len(s), maxMapped)]
	switch {
	case len(s) == 0:
		out.none = true
	case len(s) == 1:
		out.last = rune(s[0])
	case len(s) < 4: // one unit
		out.last = rune(s[0])<<8 | rune(s[1])
		if utf16.IsSurrogate(out.last) {
			out.last = utf8.RuneError
		}
	default:
		units := make([]uint16, len(s)/2)
		for i := range units {
			units[i] = uint16(s[2*i])<<8 | uint16(s[2*i+1])
		}
		t := utf16.Decode(units)
		out.head, out.last = string(t[:len(t)-1]), t[len(t)-1]
	}
	return out
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
	slices.SortStableFunc(c.cids, func(a, b cidRange) int { return cmp.Compare(a.lo, b.lo) })
	slices.SortStableFunc(c.texts, func(a, b textRange) int { return cmp.Compare(a.lo, b.lo) })
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
	i, to := 0, len(c.texts) // of the first that begins behind the code
	for i < to {
		if mid := (i + to) / 2; c.texts[mid].lo > code {
			to = mid
		} else {
			i = mid + 1
		}
	}
	for k := i - 1; k >= 0 && k >= i-lookBack; k-- {
		r := c.texts[k]
		if code > r.hi {
			continue
		}
		if r.none {
			return "", true
		}
		last := r.last + rune(code-r.lo)
		if !utf8.ValidRune(last) {
			return "", false
		}
		return r.head + string(last), true
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
