package sheetml

import (
	"context"
	"strconv"
	"strings"

	"github.com/pbt-cli/pbt/parser/excel/sheet"
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
	kind, text, found := s.data()
	shown := s.styles.show(style, kind, text)
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

// data reads a cell's value to the end of the cell. Comments hold a Data of
// their own, and no part of the cell's text.
func (s *scan) data() (kind, text string, found bool) {
	depth := s.sc.Depth()
	aside := 0 // the depth of an element that is not the cell's value
	var out []byte
	in := 0
	for {
		switch s.sc.Next() {
		case xmlscan.EOF:
			return kind, string(out), found
		case xmlscan.Start:
			switch {
			case aside > 0:
			case s.sc.Is("Comment"), s.sc.Is("PhoneticText"), s.sc.Is("SmartTags"):
				aside = s.sc.Depth()
			case in == 0 && s.sc.Is("Data"):
				kind, found, in = s.sc.AttrText("Type"), true, s.sc.Depth()
			case in > 0 && s.sc.Is("BR"):
				out = append(out, '\n')
			}
		case xmlscan.End:
			d := s.sc.Depth()
			if d < aside {
				aside = 0
			}
			if d < in {
				in = 0
			}
			if d < depth {
				return kind, string(out), found
			}
		case xmlscan.Text:
			if in > 0 && aside == 0 {
				out = s.sc.AppendText(out)
			}
		}
	}
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
