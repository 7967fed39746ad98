package sheetml

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/pbt-cli/pbt/parser/excel/sheet"
	"github.com/pbt-cli/pbt/parser/internal/ink"
	"github.com/pbt-cli/pbt/parser/internal/xmlscan"
	"github.com/pbt-cli/pbt/schema"
)

// checkEvery is after how many elements the context is asked.
const checkEvery = 1 << 12

// scan is one pass over the workbook.
type scan struct {
	sc      *xmlscan.Scanner
	reading *sheet.Reading
	styles  *styles

	// refs, sheets and failed are the sheets begun so far; a ref's Offset is its
	// place among them.
	refs   []sheet.Ref
	sheets []*sheet.Sheet
	failed map[int]*schema.ReadError

	// recoloured says that conditional formats paint some sheet; they stand behind
	// its cells.
	recoloured bool

	sheet     *sheet.Sheet // the open one, nil between sheets
	row, col  int          // where the next ones stand, from 0
	column    int          // the next column element
	rowStyle  string
	colStyles map[int]string
}

func (s *scan) run(ctx context.Context) error {
	s.failed = map[int]*schema.ReadError{}
	for n := 0; ; n++ {
		if n%checkEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		switch s.sc.Next() {
		case xmlscan.EOF:
			if err := s.sc.Err(); err != nil && s.sheet != nil {
				s.sheet.Truncated = true
			} else if err != nil && len(s.refs) == 0 {
				return sheet.Damaged("XML 不完整或不合法", "its XML is cut short or not well-formed")
			}
			return nil
		case xmlscan.Start:
			s.start()
		case xmlscan.End:
			if s.sc.Is("Worksheet") {
				s.sheet = nil
			}
		}
	}
}

func (s *scan) start() {
	switch string(s.sc.Name()) {
	case "Style":
		s.styles.begin(s.sc.AttrText("ID"), s.sc.AttrText("Parent"))
	case "Font":
		if s.sheet == nil {
			s.styles.font(fontOf(ink.Font{}, s.sc))
		}
	case "Interior":
		s.styles.interior(interiorOf(s.sc))
	case "NumberFormat":
		s.styles.format(s.sc.AttrText("Format"))
	case "Date1904":
		s.styles.date1904 = true
	case "Worksheet":
		s.worksheet()
	}
	if s.sheet == nil {
		return
	}
	switch string(s.sc.Name()) {
	case "Table":
		if h := number(s.sc, "DefaultRowHeight"); h > 0 {
			s.sheet.DefaultHeight = float32(h)
		}
	case "Column":
		s.columns()
	case "Row":
		s.startRow()
	case "Cell":
		if bad := s.cell(); bad != nil {
			s.failed[len(s.sheets)-1] = bad
			s.sheet = nil
		}
	case "Header":
		s.sheet.Header(s.sc.AttrText("Data"))
	case "Footer":
		s.sheet.Footer(s.sc.AttrText("Data"))
	case "Visible":
		if text := s.text(); strings.HasPrefix(strings.TrimSpace(text), "SheetHidden") || strings.TrimSpace(text) == "SheetVeryHidden" {
			s.sheet.Hidden = true
		}
	}
}

func (s *scan) worksheet() {
	s.sheet = nil
	if len(s.sheets) == sheet.MaxSheets {
		return
	}
	ref := sheet.Ref{Name: sheet.CleanText(s.sc.AttrText("Name")), Cells: true, Offset: len(s.sheets)}
	s.sheet = sheet.New(ref, s.reading)
	if s.recoloured {
		s.sheet.RecolourAll()
	}
	s.refs, s.sheets = append(s.refs, ref), append(s.sheets, s.sheet)
	s.row, s.col, s.column, s.colStyles = 0, 0, 0, map[int]string{}
}

// number reads a length or a count of at least 0.
func number(sc *xmlscan.Scanner, attr string) float64 {
	f, ok := sheet.ParseNumber(string(sc.Attr(attr)))
	if !ok || f < 0 || f > 1e6 {
		return 0
	}
	return f
}

// place reads ss:Index, which counts from 1; next is where an element without
// one stands.
func (s *scan) place(next int) int {
	if n, ok := s.sc.AttrInt("Index"); ok && n > 0 {
		return n - 1
	}
	return next
}

func (s *scan) columns() {
	first := s.place(s.column)
	last := first + int(number(s.sc, "Span"))
	s.column = last + 1
	if s.sc.AttrBool("Hidden") || s.sc.Attr("Width") != nil && number(s.sc, "Width") == 0 {
		s.sheet.HideCols(first, last)
	}
	if style := s.sc.AttrText("StyleID"); style != "" {
		for c := first; c <= last && c < sheet.MaxCols; c++ {
			s.colStyles[c] = style
		}
	}
}

func (s *scan) startRow() {
	row := s.place(s.row)
	last := min(row+int(number(s.sc, "Span")), sheet.MaxRows)
	hidden := s.sc.AttrBool("Hidden") || s.sc.Attr("Height") != nil && number(s.sc, "Height") == 0
	height := number(s.sc, "Height")
	for r := row; r <= last; r++ {
		if hidden {
			s.sheet.HideRow(r)
		}
		s.sheet.SetHeight(r, height)
	}
	// The cells follow; they stand in the row that the next one counts from.
	s.row, s.col = last+1, 0
	s.rowStyle = s.sc.AttrText("StyleID")
}

// cell reads a cell with all that it holds.
func (s *scan) cell() *schema.ReadError {
	row, col := max(s.row-1, 0), s.place(s.col)
	across, down := int(number(s.sc, "MergeAcross")), int(number(s.sc, "MergeDown"))
	s.col = col + 1 + across
	if bad := s.sheet.Merge(row, col, row+down, col+across); bad != nil {
		return bad
	}
	style, formula := s.style(col), s.sc.AttrText("Formula")
	kind, text, runs, found := s.data(s.styles.look(style).Font)
	text = s.sheet.Show(row, col, s.styles.look(style), text, runs)
	shown := s.styles.show(s.sheet, row, col, style, kind, text)
	typed := strings.TrimPrefix(strings.TrimSpace(formula), "=")
	if formula != "" && sheet.IsTyped(typed) {
		typed = "=" + typed
		return s.sheet.Put(row, col, typed, sheet.TypedRepair(shown, typed))
	}
	if formula != "" && !found {
		s.sheet.NoteUncached(row, col)
	}
	return s.sheet.Put(row, col, shown, nil)
}

// style is the cell's own, or that of its row, or of its column.
func (s *scan) style(col int) string {
	for _, id := range []string{s.sc.AttrText("StyleID"), s.rowStyle, s.colStyles[col]} {
		if id != "" {
			return id
		}
	}
	return "Default"
}

// data reads a cell's value to the end of the cell, with its runs where fonts of its
// own stand in it. Comments hold a Data of their own, and no part of the cell's text.
func (s *scan) data(font ink.Font) (kind, text string, runs []sheet.Run, found bool) {
	depth := s.sc.Depth()
	aside := 0 // the depth of an element that is not the cell's value
	var out []byte
	in := 0
	fonts := []ink.Font{font} // of the elements that are open inside the value
	for {
		switch s.sc.Next() {
		case xmlscan.EOF:
			return kind, string(out), ended(runs), found
		case xmlscan.Start:
			switch {
			case aside > 0:
			case s.sc.Is("Comment"), s.sc.Is("PhoneticText"), s.sc.Is("SmartTags"):
				aside = s.sc.Depth()
			case in == 0 && s.sc.Is("Data"):
				kind, found, in = s.sc.AttrText("Type"), true, s.sc.Depth()
			case in > 0 && s.sc.Is("BR"):
				out = append(out, '\n')
				fonts = append(fonts, fonts[len(fonts)-1])
			case in > 0:
				fonts = append(fonts, fontOf(fonts[len(fonts)-1], s.sc))
			}
		case xmlscan.End:
			d := s.sc.Depth()
			if d < aside {
				aside = 0
			} else if in > 0 && aside == 0 && len(fonts) > 1 {
				fonts = fonts[:len(fonts)-1]
			}
			if d < in {
				in = 0
			}
			if d < depth {
				return kind, string(out), ended(runs), found
			}
		case xmlscan.Text:
			if in > 0 && aside == 0 {
				out = s.sc.AppendText(out)
				runs = append(runs, sheet.Run{End: len(out), Font: fonts[len(fonts)-1], Own: len(fonts) > 1})
			}
		}
	}
}

// ended gives runs where one has a font of its own.
func ended(runs []sheet.Run) []sheet.Run {
	if slices.ContainsFunc(runs, func(r sheet.Run) bool { return r.Own }) {
		return runs
	}
	return nil
}

// fontOf changes a font as an element of a style, or of rich text, says.
func fontOf(f ink.Font, sc *xmlscan.Scanner) ink.Font {
	switch string(sc.Name()) {
	case "S", "Strike", "Del":
		f.Struck = true
	case "Sup":
		f.Script = 1
	case "Sub":
		f.Script = -1
	case "Font":
		f.Struck = f.Struck || sc.AttrBool("StrikeThrough")
		switch sc.AttrText("VerticalAlign") {
		case "Superscript":
			f.Script = 1
		case "Subscript":
			f.Script = -1
		}
		for _, attr := range []string{"FontName", "Face"} {
			if name := sc.AttrText(attr); name != "" {
				f = f.Named(name)
			}
		}
		if size := number(sc, "Size"); size > 0 {
			f = f.Sized(size)
		}
		if color := sc.AttrText("Color"); strings.HasPrefix(color, "#") {
			f.Color = ink.Hex(color)
		}
	}
	return f
}

// interiorOf is what a style fills its cells with.
func interiorOf(sc *xmlscan.Scanner) ink.Color {
	switch pattern := sc.AttrText("Pattern"); {
	case pattern == "", pattern == "None":
		return 0
	case pattern == "Solid" && strings.HasPrefix(sc.AttrText("Color"), "#"):
		return ink.Hex(sc.AttrText("Color"))
	}
	return ink.Unknown
}

// text is that of the element just begun.
func (s *scan) text() string {
	depth := s.sc.Depth()
	var out []byte
	for {
		switch s.sc.Next() {
		case xmlscan.EOF:
			return string(out)
		case xmlscan.Text:
			out = s.sc.AppendText(out)
		case xmlscan.End:
			if s.sc.Depth() < depth {
				return string(out)
			}
		}
	}
}

// serial makes a point in time the day number that formats take; ok is false
// for anything but 2020-01-31T00:00:00.000.
func serial(v string) (days float64, ok bool) {
	day, clock, _ := strings.Cut(strings.TrimSpace(v), "T")
	parts := strings.Split(day, "-")
	if len(parts) != 3 {
		return 0, false
	}
	var ymd [3]int
	for i, p := range parts {
		n, err := strconv.Atoi(p)
		if err != nil || n < 0 || n > 9999 {
			return 0, false
		}
		ymd[i] = n
	}
	return daysTo(ymd[0], ymd[1], ymd[2]) + dayPart(clock), true
}
