// Package page makes tables of what a page shows. A reader of PDF, OFD or
// scanned pictures hands over a Page: characters, painted areas and pictures, in
// points from the top left of the page as it is shown, y growing downwards. A
// Builder takes the pages in their order and lays the grids of all of them into
// a document.
//
// Ruling lines decide: they are snapped, joined and crossed into cells with
// exact spans, and characters are then dropped into the cells. Text outside
// tables becomes lines; aligned columns of lines without rules become tables
// whose spans are open. Tables that a page break cut are joined again, so that
// the Builder must see every page that is read, in order.
//
// What a reader promises:
//   - Coordinates are those of the page as a person sees it: turned by the
//     file's own rotation, cropped, made straight. A page whose text runs
//     upwards or is upside down may be handed over as it is.
//   - Glyphs come in the order in which they are painted, one a character, with
//     Show numbering the strings that they were set in (a scan: the lines that
//     were recognised). Blanks may be left out: gaps part words.
//   - A thin area is a rule (up to 3.2 points), any other a fill. A rule's length
//     and place count to about 2 points, so that a scan's rulings need not be
//     more exact. Areas have Seq where paint may cover paint.
//   - Paint, Tilt and Seq tell what a person sees of the ink: what is white on
//     white, covered, struck out or a watermark is found here and kept apart.
//     What only the reader knows (a seal, a clip) it says in Apart. Layers that
//     are switched off are not handed over.
package page

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/picture"
)

// Box is a rectangle with X0 <= X1 and Y0 <= Y1.
type Box struct{ X0, Y0, X1, Y1 float64 }

// Width is the extent from left to right.
func (b Box) Width() float64 { return b.X1 - b.X0 }

// Height is the extent from top to bottom.
func (b Box) Height() float64 { return b.Y1 - b.Y0 }

// Empty reports whether the box has no inside and no extent.
func (b Box) Empty() bool { return b.X1 < b.X0 || b.Y1 < b.Y0 }

// Intersect is the part that two boxes share, Empty if there is none.
func (b Box) Intersect(c Box) Box {
	return Box{max(b.X0, c.X0), max(b.Y0, c.Y0), min(b.X1, c.X1), min(b.Y1, c.Y1)}
}

// Union is the smallest box around both.
func (b Box) Union(c Box) Box {
	return Box{min(b.X0, c.X0), min(b.Y0, c.Y0), max(b.X1, c.X1), max(b.Y1, c.Y1)}
}

// Contains reports whether a point lies in the box.
func (b Box) Contains(x, y float64) bool {
	return x >= b.X0 && x <= b.X1 && y >= b.Y0 && y <= b.Y1
}

// Finite reports whether the box lies where a page can be: numbers that overflowed
// do not.
func (b Box) Finite() bool {
	const far = 1e7 // points
	return b.X0 > -far && b.Y0 > -far && b.X1 < far && b.Y1 < far
}

// Image is the smallest box around what a matrix makes of a rectangle.
func Image(m picture.Matrix, x0, y0, x1, y1 float64) Box {
	if m.B == 0 && m.C == 0 {
		ax, ay, bx, by := m.A*x0+m.E, m.D*y0+m.F, m.A*x1+m.E, m.D*y1+m.F
		return Box{min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)}
	}
	ax, ay := m.Apply(x0, y0)
	bx, by := m.Apply(x1, y1)
	if m.A == 0 && m.D == 0 {
		return Box{min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)}
	}
	cx, cy := m.Apply(x0, y1)
	dx, dy := m.Apply(x1, y0)
	return Box{min(ax, bx, cx, dx), min(ay, by, cy, dy), max(ax, bx, cx, dx), max(ay, by, cy, dy)}
}

// Direction is the way in which a line of text runs on the shown page.
type Direction uint8

// The directions of text.
const (
	Right Direction = iota
	Down
	Left
	Up
)

// Unknown stands for a character whose Unicode is not known, so that no text
// passes for whole that is not.
const Unknown = "\ufffd"

// Paint is a colour; the zero value is opaque black.
type Paint struct {
	R, G, B uint8
	// Clear is the transparency: 0 is opaque, 255 paints nothing.
	Clear uint8
}

// White reports whether a colour is that of paper.
func (p Paint) White() bool { return min(p.R, p.G, p.B) >= whiteLevel }

// whiteLevel is the lightness from which a colour counts as white on paper.
const whiteLevel = 247

// Font is what matters of the font of a glyph. Glyphs of one font share it.
type Font struct {
	// Name is the font's name without the mark of a subset.
	Name string
}

// Glyph is one character on the page.
type Glyph struct {
	// Text is the character, or several where one sign stands for several. It is
	// Unknown where that is not known; Known is false then.
	Text  string
	Known bool
	// Box runs from the ascent to the descent around the base line, and as wide
	// as the advance.
	Box Box
	// X and Y are where the glyph counts: the middle of its box, moved into the
	// clip of a cell that cuts it off.
	X, Y float64
	// Base is the coordinate of the base line across the direction of text.
	Base float64
	// Size is the size of the font on the page.
	Size float64
	Dir  Direction
	// Tilt is by how many degrees the line runs off Dir.
	Tilt float32
	// Apart says why the glyph is no text of the page. Judge marks what the reader
	// does not know of.
	Apart Apart
	Paint Paint
	// Seq is that of the area painted last before it.
	Seq int
	// Show numbers the strings of a page; glyphs of one string were set in one go.
	Show int
	// Font may be nil.
	Font *Font
	// Doubt is what the reader doubts about the text that the glyph is of; glyphs
	// of one text share it. Mostly nil.
	Doubt *grid.Doubt
}

// Blank reports whether a glyph prints nothing: its text is space or none.
func (g *Glyph) Blank() bool {
	// Of the characters behind U+4000, which ideographs are, none is a space.
	return (g.Text == "" || g.Text[0] < 0xe4 && (g.Text[0] <= ' ' || g.Text[0] >= utf8.RuneSelf)) && blank(g.Text)
}

func blank(text string) bool { return strings.TrimSpace(text) == "" }

// Area is a filled or stroked rectangle: a rule where it is thin.
type Area struct {
	Box
	Paint Paint
	// Seq counts painted things: a later one covers an earlier one.
	Seq int
}

// Picture is a picture on the page.
type Picture struct {
	// Box is where it shows.
	Box Box
	// Layer decodes the pixels and tells how they lie on the page. It may be
	// called while the reader that made the page is at work on it, not later;
	// nil where the reader cannot.
	Layer func(context.Context) (picture.Layer, error)
	// Opaque is set where nothing below it shows through.
	Opaque bool
	// Seq is that of the area painted last before it.
	Seq int
}

// MaxSlants is how many short slanted strokes of a page are kept: a page with more
// is a drawing.
const MaxSlants = 2000

// Page is what one page shows.
type Page struct {
	Number        int
	Width, Height float64
	Glyphs        []Glyph
	Areas         []Area
	Pictures      []Picture
	// Slants are short strokes along no axis, which ticks are drawn of; at most
	// MaxSlants.
	Slants []Box
	// Shapes counts filled outlines with curves: drawn letters, mostly.
	Shapes int
	// Cut says that a limit ended the page early; Damaged that a part of it
	// could not be decoded whole.
	Cut, Damaged bool

	// judged says that the glyphs were judged, strikes which areas strike text out.
	judged  bool
	strikes map[int]bool
	shelf   shelf
}

// Reset empties a page for another number and keeps its memory.
func (p *Page) Reset(number int) {
	*p = Page{Number: number, Glyphs: p.Glyphs[:0], Areas: p.Areas[:0], Pictures: p.Pictures[:0], Slants: p.Slants[:0], shelf: p.shelf}
}
