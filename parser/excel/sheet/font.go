package sheet

import (
	"strings"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/symbol"
	"github.com/pbt-cli/pbt/schema"
)

// Font is what of a font changes how its text reads.
type Font struct {
	// Name matters for symbol fonts, which print signs for letters.
	Name   string
	Struck bool
	// Script is above 0 for raised text, below for lowered.
	Script int8
}

// Plain reports whether text in the font reads as it stands.
func (f Font) Plain() bool { return f == Font{} }

// Set gives text as the font prints it. Text that is struck out does not count
// and is given apart.
func (f Font) Set(text string) (shown, struck string) {
	if f.Plain() || text == "" {
		return text, ""
	}
	text = symbol.FromFont(f.Name, text)
	switch {
	case f.Script > 0:
		text = symbol.Raised(text)
	case f.Script < 0:
		text = symbol.Lowered(text)
	}
	if f.Struck {
		return "", text
	}
	return text, ""
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

// The kinds of ink that a sheet keeps apart.
var (
	InkStruck  = schema.Text{ZH: "已划去的文字", EN: "struck out"}
	InkPicture = schema.Text{ZH: "单元格中的图片", EN: "a picture in a cell"}
	inkTextBox = schema.Text{ZH: "浮于单元格之上的文本框", EN: "a text box over the cells"}
)

// maxInks bounds the ink that is kept apart of a sheet.
const maxInks = 10_000

// KeepApart notes text at a cell that is not the cell's.
func (s *Sheet) KeepApart(row, col int, text string, why schema.Text) {
	text = strings.TrimSpace(CleanText(text))
	if text == "" || len(s.apart) >= maxInks || row < 0 || col < 0 {
		return
	}
	if s.budget.text -= len(text); s.budget.text < 0 {
		return
	}
	s.apart = append(s.apart, grid.Ink{Text: text, Place: schema.Place{Sheet: s.name, Cell: cellName(row, col)}, Why: why})
}
