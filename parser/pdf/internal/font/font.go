// Package font turns the bytes of a text-showing operator into characters:
// their Unicode text where the file states it, their widths, and an honest
// "unknown" where it does not.
package font

import (
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/parser/internal/symbol"
	"github.com/pbt-cli/pbt/parser/page"
	"github.com/pbt-cli/pbt/parser/pdf/internal/object"
)

// Char is one character of a font.
type Char struct {
	// Text is its Unicode, empty for a character that prints nothing or whose
	// Unicode is unknown.
	Text string
	// Width is the advance in text space, 1 for the size of the font. In a
	// vertical font it is the advance downwards.
	Width float64
	// Known is false where the file does not say what the character is.
	Known bool
	// Space is set for the single byte 32, to which word spacing applies.
	Space bool
}

// Font is a font resource.
type Font struct {
	// Face is what a page is told of the font.
	Face page.Font
	// Vertical is set where text runs downwards.
	Vertical bool
	// Ascent and Descent bound the glyphs above and below the base line.
	Ascent, Descent float64

	simple *simple // nil for a composite font
	codec  codec
	conv   *converter
	pages  map[uint32]*chars // composite: characters by the code's upper bytes
	last   *chars            // that of the character before
	lastOf uint32            // its upper bytes
}

// chars are characters by the last byte of their codes. What is never shown is never
// looked up.
type chars struct {
	at   [256]uint16 // the place in list, counted from 1
	list []Char
}

// of gives a character, nil where it was not shown before.
func (c *chars) of(b byte) *Char {
	if at := c.at[b]; at > 0 {
		return &c.list[at-1]
	}
	return nil
}

func (c *chars) add(b byte, char Char) *Char {
	c.list = append(c.list, char)
	c.at[b] = uint16(len(c.list))
	return &c.list[len(c.list)-1]
}

// simple knows the characters of a font of one-byte codes.
type simple struct {
	chars     chars
	file      *object.File
	texts     *encoding
	toUnicode *cmap
	core      string // the standard font that it stands in for
	first     int    // code of the first width
	widths    object.Array
	missing   float64
	scale     float64
}

// The glyph box of fonts that state none: CJK fonts fill the em square.
const (
	defaultAscent  = 0.86
	defaultDescent = -0.14
)

// Store holds what the fonts of a file have in common: a file that was joined from
// many brings the same tables again with each.
type Store struct {
	cmaps map[string]storedCMap // by the bytes as they stand in the file
	bytes int
}

// storedCMap is a table of texts, nil where there are none, with the size of its
// source.
type storedCMap struct {
	table *cmap
	size  int
}

// The bounds of a store, in bytes of the file.
const (
	maxStored     = 8 << 20
	maxStoredCMap = 64 << 10
)

// Load reads a font dictionary; it never fails, but may know no character. What is
// in the store is not read again.
func (st *Store) Load(f *object.File, d object.Dict) *Font {
	ft := &Font{Face: page.Font{Name: baseName(string(f.Name(d["BaseFont"])))}, Ascent: defaultAscent, Descent: defaultDescent}
	if ft.Face.Name == "" {
		ft.Face.Name = baseName(string(f.Name(d["Name"])))
	}
	toUnicode := st.toUnicode(f, d["ToUnicode"])
	if f.Name(d["Subtype"]) == "Type0" {
		ft.loadComposite(f, d, toUnicode)
	} else {
		ft.loadSimple(f, d, toUnicode)
	}
	return ft
}

// baseName drops the six letters and plus of a subset.
func baseName(n string) string {
	if len(n) > 7 && n[6] == '+' {
		return n[7:]
	}
	return n
}

// Next gives the first character of a non-empty s and its length in bytes. The
// character is the font's own and holds until the next call.
func (ft *Font) Next(s []byte) (*Char, int) {
	if ft.simple != nil {
		if c := ft.simple.chars.of(s[0]); c != nil {
			return c, 1
		}
		return ft.simple.chars.add(s[0], ft.simpleChar(int(s[0]))), 1
	}
	code, n := ft.codec.next(s)
	if n == 4 {
		c := ft.conv.char(code, n)
		return &c, n
	}
	if upper := code>>8 | uint32(n)<<24; ft.last == nil || ft.lastOf != upper {
		c, ok := ft.pages[upper]
		if !ok {
			c = new(chars)
			ft.pages[upper] = c
		}
		ft.last, ft.lastOf = c, upper
	}
	if c := ft.last.of(byte(code)); c != nil {
		return c, n
	}
	return ft.last.add(byte(code), ft.conv.char(code, n)), n
}

// toUnicode is the table of texts that a font names, nil where it holds none.
func (st *Store) toUnicode(f *object.File, o object.Object) *cmap {
	switch v := f.Resolve(o).(type) {
	case *object.Stream:
		if v.Dict["Filter"] != object.Name("FlateDecode") || v.Dict["DecodeParms"] != nil || len(v.Raw) > maxStoredCMap {
			c, _ := readToUnicode(f, v)
			return c.table
		}
		if c, ok := st.cmaps[string(v.Raw)]; ok && f.Again(c.size) {
			return c.table
		}
		c, err := readToUnicode(f, v)
		if err == nil {
			st.keep(v.Raw, c)
		}
		return c.table
	case object.Name:
		if strings.HasPrefix(string(v), "Identity") {
			return &cmap{texts: []textRange{{lo: 0x20, hi: 0xd7ff, last: 0x20}}, sorted: true}
		}
	}
	return nil
}

// readToUnicode reads a table of texts; an error is that of its bytes.
func readToUnicode(f *object.File, s *object.Stream) (storedCMap, error) {
	data, err := f.Bytes(s)
	if len(data) == 0 {
		return storedCMap{}, err
	}
	c := parseCMap(data, nil)
	if len(c.texts) == 0 {
		c = nil
	}
	return storedCMap{c, len(data)}, err
}

func (st *Store) keep(raw []byte, c storedCMap) {
	if st.cmaps == nil || st.bytes > maxStored {
		st.cmaps, st.bytes = map[string]storedCMap{}, 0
	}
	st.cmaps[string(raw)] = c
	st.bytes += len(raw) + c.size
}

// loadSimple reads a font of one-byte codes.
func (ft *Font) loadSimple(f *object.File, d object.Dict, toUnicode *cmap) {
	desc := f.Dict(d["FontDescriptor"])
	ft.box(f, desc)
	c := &simple{
		file: f, texts: ft.simpleTexts(f, d, desc), toUnicode: toUnicode, core: coreName(ft.Face.Name),
		first: f.Int(d["FirstChar"], 0), widths: f.Array(d["Widths"]), scale: 0.001,
	}
	if f.Name(d["Subtype"]) == "Type3" {
		c.scale = ft.type3Box(f, d)
	}
	c.missing, _ = f.Number(desc["MissingWidth"])
	c.chars.list = make([]Char, 0, min(len(c.widths), len(c.chars.at))) // a subset shows nearly all of them
	ft.simple = c
}

// simpleChar makes the character of a one-byte code.
func (ft *Font) simpleChar(code int) Char {
	s := ft.simple
	c := Char{Space: code == ' ', Text: s.texts[code]}
	if s.toUnicode != nil {
		if t, ok := s.toUnicode.textOf(uint32(code)); ok {
			c.Text = t
		}
	}
	c.Text, c.Known = ft.judge(c.Text)
	w, ok := 0.0, false
	if i := code - s.first; i >= 0 && i < len(s.widths) {
		w, ok = s.file.Number(s.widths[i])
	}
	switch {
	case ok:
	case len(s.widths) == 0 && s.core != "":
		w = coreWidth(s.core, c.Text)
	default:
		w = s.missing
	}
	c.Width = w * s.scale
	return c
}

// simpleTexts gives the text that a simple font's encoding states per code.
func (ft *Font) simpleTexts(f *object.File, d, desc object.Dict) *encoding {
	symbolic := f.Int(desc["Flags"], 0)&4 != 0
	embedded := desc["FontFile"] != nil || desc["FontFile2"] != nil || desc["FontFile3"] != nil
	base := f.Resolve(d["Encoding"])
	var diffs object.Array
	if e, ok := base.(object.Dict); ok {
		diffs = f.Array(e["Differences"])
		base = f.Resolve(e["BaseEncoding"])
	}
	name, _ := base.(object.Name)
	texts := &noTexts
	switch e := namedEncoding(string(name)); {
	case symbolFont(ft.Face.Name): // whose codes are its own, whatever is named
		texts = symbolTexts(ft.Face.Name)
	case e != nil:
		texts = e
	case !symbolic && f.Name(d["Subtype"]) != "Type3", !embedded && f.Name(d["Subtype"]) != "Type3":
		texts = standard()
	}
	if len(diffs) == 0 {
		return texts
	}
	own := *texts
	code := 0
	for _, o := range diffs {
		switch v := f.Resolve(o).(type) {
		case int:
			code = v
		case object.Name:
			if code >= 0 && code < 256 {
				own[code] = glyphText(string(v))
			}
			code++
		}
	}
	return &own
}

// noTexts is the encoding of a font that states none.
var noTexts encoding

// symbolFont reports whether a font's codes are signs, not letters.
func symbolFont(name string) bool {
	_, known := symbol.Of(name, 0)
	return known
}

// symbolTexts are the texts of a symbol font's own codes.
func symbolTexts(name string) *encoding {
	var texts encoding
	for b := range texts {
		texts[b], _ = symbol.Of(name, byte(b))
	}
	return &texts
}

// box takes the glyph box from a font descriptor where it is sane.
func (ft *Font) box(f *object.File, desc object.Dict) {
	up, ok1 := f.Number(desc["Ascent"])
	down, ok2 := f.Number(desc["Descent"])
	if down > 0 {
		down = -down
	}
	if ok1 && ok2 && up > 300 && up <= 1300 && down >= -600 {
		ft.Ascent, ft.Descent = up/1000, down/1000
	}
}

// type3Box takes the scale of glyph space from FontMatrix, and the glyph box
// from FontBBox.
func (ft *Font) type3Box(f *object.File, d object.Dict) float64 {
	sx, sy := 0.001, 0.001
	if m := f.Array(d["FontMatrix"]); len(m) >= 4 {
		if v, ok := f.Number(m[0]); ok && v != 0 {
			sx = v
		}
		if v, ok := f.Number(m[3]); ok && v != 0 {
			sy = v
		}
	}
	if b, ok := f.Rect(d["FontBBox"]); ok {
		lo, hi := b[1]*sy, b[3]*sy
		if lo > hi {
			lo, hi = hi, lo
		}
		if hi > 0.3 && hi < 2 && lo > -1 {
			ft.Ascent, ft.Descent = hi, lo
		}
	}
	return sx
}

// coreName gives the standard font that a font stands in for, or "".
func coreName(name string) string {
	if isCore(name) {
		return name
	}
	n := strings.ToLower(name)
	bold := strings.Contains(n, "bold")
	switch {
	case strings.Contains(n, "arial"), strings.Contains(n, "helvetica"):
		if bold {
			return "Helvetica-Bold"
		}
		return "Helvetica"
	case strings.Contains(n, "times"):
		if bold {
			return "Times-Bold"
		}
		return "Times-Roman"
	case strings.Contains(n, "courier"):
		return "Courier"
	}
	return ""
}

func coreWidth(core, text string) float64 {
	r, _ := utf8.DecodeRuneInString(text)
	if text == "" || r > 255 {
		return 500
	}
	return coreCharWidth(core, r)
}

// judge folds the text of a code and says whether it is known. Characters that
// print nothing count as known.
func (ft *Font) judge(text string) (string, bool) {
	if text == "" {
		return "", false
	}
	if ascii(text) {
		return text, text[0] >= 0x20
	}
	var out strings.Builder
	for _, r := range text {
		switch {
		case r == utf8.RuneError || r == 0 || r&0xfffe == 0xfffe: // no characters
			return "", false
		case r >= 0xe000 && r <= 0xf8ff || r >= 0xf0000:
			t := ft.privateUse(r)
			if t == "" {
				return "", false
			}
			out.WriteString(t)
		case r >= 0x2e80 && r <= 0x2fdf || r >= 0xf900 && r <= 0xfaff:
			// Radicals and compatibility ideographs, which some producers put
			// into ToUnicode for the ideographs that look like them.
			out.WriteString(foldIdeograph(r))
		case r == 0xad || r == 0x200b || r == 0xfeff:
			// soft hyphen and marks of no width
		case r == 0xa0:
			out.WriteByte(' ')
		default:
			out.WriteRune(r)
		}
	}
	return out.String(), true
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// privateUse reads the private code points by which symbol fonts name their
// signs (U+F000 + code). Boxes and ticks are read in any font.
func (ft *Font) privateUse(r rune) string {
	if t, known := symbol.Of(ft.Face.Name, byte(r)); known {
		return t
	}
	if r >= 0xf000 && r <= 0xf0ff {
		return boxes[byte(r)]
	}
	return ""
}
