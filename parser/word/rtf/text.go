package rtf

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/parser/internal/ink"
	"github.com/pbt-cli/pbt/parser/internal/symbol"
	"github.com/pbt-cli/pbt/parser/text/charset"
	"github.com/pbt-cli/pbt/schema"
)

// font is an entry of the table of fonts.
type font struct {
	name    string
	charset int
}

// symbolSet is the character set of fonts of signs; defaultSet says nothing.
const (
	ansiSet    = 0
	defaultSet = 1
	symbolSet  = 2
)

// pageOf is the code page of a character set (\fcharset).
var pageOf = map[int]int{128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 204: 1251, 238: 1250}

// text gathers the characters of a paragraph: bytes of one code page wait until
// others come, since characters of two bytes may come one by one.
type text struct {
	done  strings.Builder
	bytes []byte
	page  int
	font  string
	units []uint16 // of UTF-16, waiting for the other half of a pair
	// look is that of the text that waits; why tells that of out does not count.
	look ink.Font
	why  schema.Text
	out  strings.Builder
}

// turn takes over the look of the text to come; each run that does not count is kept
// apart, an entry of its own.
func (r *reader) turn(look ink.Font) {
	t := &r.text
	if t.look == look {
		return
	}
	r.flush()
	t.look = look
	if t.out.Len() > 0 {
		r.to.KeepApart(t.out.String(), t.why)
		t.out.Reset()
	}
}

// add adds decoded text.
func (r *reader) add(s string) {
	t := &r.text
	s, why := t.look.Set(s, r.behind)
	if why == (schema.Text{}) {
		t.done.WriteString(s)
		return
	}
	t.why = why
	t.out.WriteString(s)
}

// byte adds a byte of text, in the code page of the current font.
func (r *reader) byte(c byte) {
	g := r.now()
	switch {
	case g.to == fontTable:
		r.name(c)
		return
	case g.to == colorTable:
		if c == ';' && len(r.colors) < maxColors {
			r.colors = append(r.colors, ink.Direct(r.color[0], r.color[1], r.color[2]))
			r.color = [3]byte{}
		}
		return
	case r.drop > 0:
		r.drop--
		return
	case !r.shows():
		return
	}
	r.turn(g.look)
	page, name := r.page, ""
	if f, ok := r.fonts[g.font]; ok {
		switch p, known := pageOf[f.charset]; {
		case f.charset == symbolSet:
			page, name = 0, f.name
		case known:
			page = p
		}
		if name == "" && isSymbolFont(f.name) {
			name = f.name
		}
	}
	t := &r.text
	if t.page != page || t.font != name || len(t.units) > 0 {
		r.flush()
		t.page, t.font = page, name
	}
	t.bytes = append(t.bytes, c)
	r.kept++
}

// isSymbolFont reports whether a font's characters are signs, whatever its
// character set says.
func isSymbolFont(name string) bool { return symbol.FromFont(name, "\uf06f") != "\uf06f" }

// char adds a character that a word stands for.
func (r *reader) char(c rune) {
	if r.drop > 0 {
		r.drop--
		return
	}
	if r.shows() {
		r.write(string(c))
	}
}

// write adds text as it is.
func (r *reader) write(s string) {
	r.turn(r.now().look)
	r.flush()
	r.add(s)
	r.kept += len(s)
}

// unicode adds a unit of UTF-16, a number that may be negative, and passes over
// the characters that stand for it.
func (r *reader) unicode(value int) {
	g := r.now()
	r.drop = g.fallback
	if !r.shows() {
		return
	}
	r.turn(g.look)
	t := &r.text
	if len(t.bytes) > 0 {
		r.flush()
	}
	t.font = ""
	if f, ok := r.fonts[g.font]; ok && (f.charset == symbolSet || isSymbolFont(f.name)) {
		t.font = f.name
	}
	t.units = append(t.units, uint16(value))
	r.kept += 3
	if !utf16.IsSurrogate(rune(uint16(value))) || len(t.units) > 1 {
		r.flush()
	}
}

// flush decodes what waits.
func (r *reader) flush() {
	t := &r.text
	if len(t.units) > 0 {
		r.add(symbol.FromFont(t.font, string(utf16.Decode(t.units))))
		t.units = t.units[:0]
	}
	if len(t.bytes) == 0 {
		return
	}
	r.add(t.decode())
	t.bytes = t.bytes[:0]
}

func (t *text) decode() string {
	if t.page == 0 { // signs: their codes stand in the private range
		var b strings.Builder
		for _, c := range t.bytes {
			if c >= ' ' {
				b.WriteRune(0xF000 + rune(c))
			}
		}
		return symbol.FromFont(t.font, b.String())
	}
	out, err := charset.Page(t.page).NewDecoder().Bytes(t.bytes)
	if err != nil || !utf8.Valid(out) {
		return strings.ToValidUTF8(string(t.bytes), "\uFFFD")
	}
	return symbol.FromFont(t.font, string(out))
}

// endText gives the text of the paragraph.
func (r *reader) endText() string {
	r.turn(ink.Font{})
	r.flush()
	s := r.text.done.String()
	r.text.done.Reset()
	return s
}

// setFont makes a font the current one, or the one that is described.
func (r *reader) setFont(n int) {
	g := r.now()
	g.font = n
	if g.to == fontTable {
		r.naming = n
		if len(r.fonts) < maxFonts {
			r.fonts[n] = font{charset: defaultSet}
		}
	}
}

// describe notes the character set of a font.
func (r *reader) describe(charset int) {
	if r.now().to == fontTable {
		f := r.fonts[r.naming]
		f.charset = charset
		r.fonts[r.naming] = f
	}
}

// name adds a letter to a font's name, which a semicolon ends.
func (r *reader) name(c byte) {
	f, ok := r.fonts[r.naming]
	if !ok || c == ';' || c == '\r' || c == '\n' || len(f.name) > 64 {
		return
	}
	f.name += string(rune(c))
	r.fonts[r.naming] = f
}
