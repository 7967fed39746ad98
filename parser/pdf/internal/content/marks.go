package content

import (
	"unicode/utf16"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/parser/page"
	"github.com/pbt-cli/pbt/parser/pdf/internal/object"
)

// maxMarks bounds nested marked content; deeper marks are counted as plain.
const maxMarks = 256

// beginMark opens marked content: optional content that is off hides what it
// holds, ActualText replaces it.
func (r *run) beginMark() {
	if len(r.marks) >= maxMarks {
		r.marks = append(r.marks, mark{apart: r.apart})
		return
	}
	m := mark{from: len(r.in.shown.Glyphs)}
	f := r.in.file
	var props object.Dict
	var tag, second []byte
	for _, it := range r.items {
		switch {
		case it.kind == itemName && tag == nil:
			tag = r.arena[it.from:it.to]
		case it.kind == itemName:
			second = r.arena[it.from:it.to]
		case it.kind == itemDict:
			props = r.dicts[it.from]
		}
	}
	if second != nil {
		o := f.Dict(r.res.dict["Properties"])[object.Name(second)]
		if string(tag) == "OC" {
			m.hidden = !r.in.layers.visible(f, o)
		}
		props = f.Dict(o)
	}
	if s, ok := f.Resolve(props["ActualText"]).(object.String); ok {
		m.actual, m.has = textString(string(s)), true
	}
	m.apart = r.apart
	if string(tag) == "Artifact" && f.Name(props["Subtype"]) == "Watermark" {
		r.apart = page.Watermark
	}
	if m.hidden {
		r.dark++
	}
	r.marks = append(r.marks, m)
}

func (r *run) endMark() {
	n := len(r.marks)
	if n == 0 {
		return
	}
	m := r.marks[n-1]
	r.marks = r.marks[:n-1]
	if m.hidden {
		r.dark--
	}
	r.apart = m.apart
	if m.has && m.from <= len(r.in.shown.Glyphs) {
		r.in.shown.Glyphs = replaceText(r.in.shown.Glyphs, m.from, m.actual)
	}
}

// replaceText gives the glyphs from index on the text that the file says they
// stand for: one rune each where the counts agree, else all at the first.
func replaceText(glyphs []page.Glyph, from int, text string) []page.Glyph {
	shown := glyphs[from:]
	if len(shown) == 0 {
		return glyphs
	}
	if utf8.RuneCountInString(text) == len(shown) {
		i := 0
		for _, c := range text {
			shown[i].Text, shown[i].Known = string(c), true
			i++
		}
		return glyphs
	}
	first := &shown[0]
	first.Text, first.Known = text, true
	for _, g := range shown[1:] {
		if g.Base == first.Base && g.Dir == first.Dir {
			first.Box = first.Box.Union(g.Box)
		}
	}
	return glyphs[:from+1]
}

// textString decodes a text string: UTF-16 or UTF-8 by its mark, else Latin.
func textString(s string) string {
	if len(s) >= 2 && s[0] == 0xfe && s[1] == 0xff {
		units := make([]uint16, (len(s)-2)/2)
		for i := range units {
			units[i] = uint16(s[2+2*i])<<8 | uint16(s[3+2*i])
		}
		return string(utf16.Decode(units))
	}
	if len(s) >= 3 && s[0] == 0xef && s[1] == 0xbb && s[2] == 0xbf {
		return s[3:]
	}
	out := make([]rune, 0, len(s))
	for i := range len(s) {
		out = append(out, rune(s[i]))
	}
	return string(out)
}
