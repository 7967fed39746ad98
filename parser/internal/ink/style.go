package ink

import "github.com/pbt-cli/pbt/schema"

// Style is what properties, or a style with a name, say of characters: some parts of
// their font, and what stands behind them.
type Style struct {
	Font Font
	// Set tells which parts of the font are said; the others are those of the style
	// below.
	Set Part
	// Fill is the colour behind the characters, 0 where none is said.
	Fill Color
}

// Part is a set of parts of a font.
type Part uint8

// The parts of a font.
const (
	PartName Part = 1 << iota
	PartHidden
	PartStruck
	PartSize
	PartScript
	PartColor
)

// Over lays a style over another.
func (s Style) Over(under Style) Style {
	f := under.Font
	if s.Set&PartName != 0 {
		f.Name = s.Font.Name
	}
	if s.Set&PartHidden != 0 {
		f.Hidden = s.Font.Hidden
	}
	if s.Set&PartStruck != 0 {
		f.Struck = s.Font.Struck
	}
	if s.Set&PartSize != 0 {
		f.Tiny = s.Font.Tiny
	}
	if s.Set&PartScript != 0 {
		f.Script = s.Font.Script
	}
	if s.Set&PartColor != 0 {
		f.Color = s.Font.Color
	}
	fill := s.Fill
	if fill == 0 {
		fill = under.Fill
	}
	return Style{Font: f, Set: s.Set | under.Set, Fill: fill}
}

// Print gives text as the style prints it, and why it does not count.
func (s Style) Print(text string) (printed string, why schema.Text) { return s.Font.Set(text, s.Fill) }
