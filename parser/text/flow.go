package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/schema"
)

// flow gathers the text of a cell, or of the page outside tables, as a browser
// would set it: white space collapses, breaks are line ends.
type flow struct {
	b     strings.Builder
	begun bool
	at    schema.Place // of the first printed character
	marks []mark       // where lines begin
}

// mark is the place of the text at an offset.
type mark struct {
	offset int
	place  schema.Place
}

// softBreak stands for a line end of the source: a space, or nothing, once it is
// known what stands around it.
const softBreak = '\r'

func (f *flow) line() { f.b.WriteByte('\n') }

// text adds printed text; at is the place of its first character in the source.
func (f *flow) text(s string, at schema.Place) {
	trimmed := strings.TrimLeftFunc(s, isSpace)
	if trimmed != "" {
		lead := s[:len(s)-len(trimmed)]
		if i := strings.LastIndexByte(lead, '\n'); i >= 0 {
			at.Line += strings.Count(lead, "\n")
			at.Column = 1
			lead = lead[i+1:]
		}
		at.Column += utf8.RuneCountInString(lead)
		if !f.begun {
			f.begun, f.at = true, at
		}
		f.marks = append(f.marks, mark{offset: f.b.Len() + len(s) - len(trimmed), place: at})
	}
	if !f.begun {
		return
	}
	f.b.WriteString(strings.ReplaceAll(s, "\n", string(softBreak)))
}

// string is the text with its lines collapsed.
func (f *flow) string() string {
	if f.b.Len() == 0 {
		return ""
	}
	var out []string
	for _, l := range strings.Split(f.b.String(), "\n") {
		out = append(out, collapse(l))
	}
	return strings.Trim(strings.Join(out, "\n"), "\n")
}

// lines are the lines that carry text, with their places.
func (f *flow) lines() (texts []string, places []schema.Place) {
	offset, m := 0, 0
	for _, l := range strings.Split(f.b.String(), "\n") {
		end := offset + len(l)
		text := collapse(l)
		place := schema.Place{}
		for ; m < len(f.marks) && f.marks[m].offset <= end; m++ {
			if place.IsZero() && f.marks[m].offset >= offset {
				place = f.marks[m].place
			}
		}
		offset = end + 1
		for _, t := range strings.Split(text, "\n") {
			if t != "" {
				texts, places = append(texts, t), append(places, place)
			}
		}
	}
	return texts, places
}

// collapse makes one space of every run of white space. A run with a line end of
// the source between two Chinese characters becomes a line end: no space was
// meant there, and the form matcher joins the parts.
func collapse(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space, soft := false, false
	last := rune(0)
	for _, r := range s {
		if isSpace(r) {
			space = true
			soft = soft || r == softBreak
			continue
		}
		if space && last != 0 {
			if soft && wide(last) && wide(r) {
				b.WriteByte('\n')
			} else {
				b.WriteByte(' ')
			}
		}
		space, soft, last = false, false, r
		b.WriteRune(r)
	}
	return b.String()
}

// wide reports characters that are set without spaces around them and take two
// columns: hanzi, kana and full-width signs.
func wide(r rune) bool {
	return r >= 0x2e80 && r < 0xa4d0 || r >= 0xac00 && r < 0xd7a4 || r >= 0xf900 && r < 0xfb00 || r >= 0xfe30 && r < 0xfe50 ||
		r >= 0xff00 && r < 0xff61 || r >= 0xffe0 && r < 0xffe7 || r >= 0x1f300 && r < 0x1f650 || r >= 0x20000 && r < 0x40000 ||
		unicode.Is(unicode.Han, r)
}
