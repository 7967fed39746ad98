// Package ink decides what of a document's text its fonts show: what is struck out,
// in the colour of what it stands on, hidden or too small to be seen is no text of the
// document. Readers keep it apart.
package ink

import (
	"github.com/pbt-cli/pbt/parser/internal/symbol"
	"github.com/pbt-cli/pbt/schema"
)

// Why text is kept apart, in the words of all readers.
var (
	Struck = schema.Text{ZH: "已划去的文字", EN: "struck out"}
	Hidden = schema.Text{ZH: "隐藏的文字", EN: "hidden text"}
	Unseen = schema.Text{ZH: "与底色相同而看不见的文字", EN: "text in the colour of what it stands on"}
	Tiny   = schema.Text{ZH: "小得看不见的文字", EN: "text that is too small to be seen"}
)

// Font is what of a font, and of the properties of characters, changes how their text
// reads.
type Font struct {
	// Name matters for symbol fonts, which print signs for letters.
	Name           string
	Hidden, Struck bool
	// Tiny says that it is too small to be seen: minPoints and less.
	Tiny bool
	// Script is above 0 for raised text, below for lowered.
	Script int8
	Color  Color
}

// minPoints is the size up to which no one sees a text; the programs offer 1.
const minPoints = 1

// Sized takes over the size of a font in points.
func (f Font) Sized(points float64) Font {
	f.Tiny = points > 0 && points <= minPoints
	return f
}

// Named keeps the name of a font that prints signs, so that all others are plain.
func (f Font) Named(name string) Font {
	if _, known := symbol.Of(name, 0); known {
		f.Name = name
	} else {
		f.Name = ""
	}
	return f
}

// Set gives text as the font prints it, and why it does not count where a reader's
// eye would not take it for text; the zero Text where it does.
func (f Font) Set(text string, behind Color) (printed string, why schema.Text) {
	if f == (Font{}) || text == "" {
		return text, why
	}
	text = symbol.FromFont(f.Name, text)
	switch {
	case f.Script > 0:
		text = symbol.Raised(text)
	case f.Script < 0:
		text = symbol.Lowered(text)
	}
	return text, f.Why(behind)
}

// Why says why text of the font does not count on a colour.
func (f Font) Why(behind Color) (why schema.Text) {
	switch {
	case f.Hidden:
		return Hidden
	case f.Struck:
		return Struck
	case f.Tiny:
		return Tiny
	case f.Color.UnseenOn(behind):
		return Unseen
	}
	return why
}
