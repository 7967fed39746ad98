// Package content runs the content streams of a page and keeps what a reader of
// tables needs: characters with their places, ruling lines, filled areas and
// pictures. All coordinates are in points from the top left of the page as it
// is shown, after CropBox and Rotate, y growing downwards.
package content

import "github.com/pbt-cli/pbt/parser/pdf/internal/font"

// Box is a rectangle with X0 <= X1 and Y0 <= Y1.
type Box struct{ X0, Y0, X1, Y1 float64 }

// Width and Height of the box.
func (b Box) Width() float64  { return b.X1 - b.X0 }
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

// Direction is the way in which a line of text runs on the shown page.
type Direction uint8

// The directions of text.
const (
	Right Direction = iota
	Down
	Left
	Up
)

// Unknown stands for a character whose Unicode the file does not state, so that
// no text passes for whole that is not.
const Unknown = "\ufffd"

// Glyph is one character on the page.
type Glyph struct {
	// Text is the character, or several where a code stands for several. It is
	// Unknown where the file does not say; Known is false then.
	Text  string
	Known bool
	// Box runs from the base line's ascent to its descent, and as wide as the
	// advance.
	Box Box
	// X and Y are where the glyph counts: the middle of its box, moved into the
	// clip of a cell that cuts it off.
	X, Y float64
	// Base is the coordinate of the base line across the direction of text.
	Base float64
	// Size is the size of the font on the page.
	Size float64
	Dir  Direction
	// Invisible is set for text rendering mode 3, the text layer of a scan.
	Invisible bool
	// Show numbers the operand string that showed the glyph.
	Show int
	Font *font.Font
}

// Area is a filled or stroked rectangle: a rule where it is thin.
type Area struct {
	Box
	// White is set where the paint is white or nearly so.
	White bool
	// Seq counts painted things: a later one covers an earlier one.
	Seq int
}

// Page is what one page shows.
type Page struct {
	Number        int
	Width, Height float64
	Glyphs        []Glyph
	Areas         []Area
	Images        []Box
	// Shapes counts filled outlines with curves: drawn letters, mostly.
	Shapes int
	// Cut says that a limit ended the page early; Damaged that a stream of it
	// could not be decoded whole.
	Cut, Damaged bool
}

func (p *Page) reset(number int) {
	*p = Page{Number: number, Glyphs: p.Glyphs[:0], Areas: p.Areas[:0], Images: p.Images[:0]}
}

// Limits bound the work on one page.
type Limits struct {
	Operators int
	Glyphs    int
	Areas     int
}

const (
	// maxFormDepth is how deep Form XObjects may nest.
	maxFormDepth = 12
	// maxStates is how many graphics states q may save.
	maxStates = 512
	// maxOperands is how many operands an operator may have; more are dropped.
	maxOperands = 64
	// maxPathPoints bounds one path.
	maxPathPoints = 100000
	// formCacheBytes bounds the decoded Form XObjects that are kept.
	formCacheBytes = 32 << 20
	// ctxEvery is how many operators pass between two looks at the context.
	ctxEvery = 2048
)
