package sheet

import (
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/parser/excel/numfmt"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/ink"
	"github.com/pbt-cli/pbt/schema"
)

// Look is how the style of a cell prints: its font, and the colour behind it.
type Look struct {
	Font   ink.Font
	Behind ink.Color
}

// Plain reports whether text of the look reads as it stands.
func (l Look) Plain() bool { return l == Look{} || l.Font == ink.Font{} }

// Run is a part of a cell's text that has one font.
type Run struct {
	// End is where in the text it ends, in bytes.
	End  int
	Font ink.Font
	// Own is false where the run prints in the cell's font.
	Own bool
}

// Show gives the text of a cell as its fonts print it. What is struck out, or
// cannot be seen, does not count and is kept apart. Without runs all of it has the
// font of the look.
func (s *Sheet) Show(row, col int, look Look, text string, runs []Run) string {
	if text == "" || runs == nil && look.Plain() {
		return text
	}
	if s.recoloured(row, col) {
		look.Behind = ink.Unknown
	}
	if runs == nil {
		return s.set(row, col, look.Font, look.Behind, text)
	}
	var shown strings.Builder
	from := 0
	for _, r := range runs {
		font := look.Font
		if r.Own {
			font = r.Font
		}
		end := min(max(r.End, from), len(text))
		shown.WriteString(s.set(row, col, font, look.Behind, text[from:end]))
		from = end
	}
	return shown.String()
}

// set prints text in a font, or keeps it apart.
func (s *Sheet) set(row, col int, f ink.Font, behind ink.Color, text string) string {
	text, why := f.Set(text, behind)
	if why == (schema.Text{}) {
		return text
	}
	s.KeepApart(row, col, text, why)
	return ""
}

// Formatted gives a string as a number format shows it; one that shows nothing of it
// hides it.
func (s *Sheet) Formatted(row, col int, f *numfmt.Format, text string) string {
	shown := f.Text(text)
	if shown == "" {
		s.KeepApart(row, col, text, ink.Hidden)
	}
	return shown
}

// Number gives a number as its format shows it. One that shows no zeros is common and
// hides nothing.
func (s *Sheet) Number(row, col int, f *numfmt.Format, v float64, date1904 bool) string {
	shown := f.Number(v, date1904)
	if shown == "" && v != 0 {
		s.KeepApart(row, col, numfmt.General().Number(v, false), ink.Hidden)
	}
	return shown
}

// maxRecoloured bounds the ranges whose colours are not known.
const maxRecoloured = 1000

// Recolour says that the colours of a range, both ends included, are not those of
// its cells: a conditional format or the style of a table paints them.
func (s *Sheet) Recolour(row, col, lastRow, lastCol int) {
	if len(s.repainted) < maxRecoloured {
		s.repainted = append(s.repainted, area{int32(row), int32(col), int32(lastRow), int32(lastCol)})
	}
}

// RecolourAll says so of the whole sheet.
func (s *Sheet) RecolourAll() { s.Recolour(0, 0, MaxRows, MaxCols) }

func (s *Sheet) recoloured(row, col int) bool {
	return len(s.repainted) == maxRecoloured || slices.ContainsFunc(s.repainted, func(a area) bool {
		return int(a.row) <= row && row <= int(a.lastRow) && int(a.col) <= col && col <= int(a.lastCol)
	})
}

// The kinds of ink that only a sheet keeps apart.
var (
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
	s.apart = append(s.apart, grid.Ink{Text: text, Place: schema.Place{Sheet: s.name, Cell: grid.CellName(row, col)}, Why: why})
}
