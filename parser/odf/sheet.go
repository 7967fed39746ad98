package odf

import (
	"strings"

	"github.com/pbt-cli/pbt/parser/excel/numfmt"
	"github.com/pbt-cli/pbt/parser/excel/sheet"
	"github.com/pbt-cli/pbt/parser/internal/ink"
	"github.com/pbt-cli/pbt/parser/word/flow"
	"github.com/pbt-cli/pbt/schema"
)

func (r *reader) spreadsheet(flat bool) {
	format := schema.FormatODS
	if flat {
		format = schema.FormatFODS
	}
	r.found = true
	r.budget, r.failed = sheet.NewReading(format, r.opt), map[int]*schema.ReadError{}
	r.Each(func(name string) {
		switch name {
		case "table":
			r.sheet()
		case "tracked-changes", "named-expressions", "database-ranges", "data-pilot-tables", "content-validations":
			r.Skip()
		}
	}, nil)
}

// sheet reads a table as a sheet of a workbook.
func (r *reader) sheet() {
	if len(r.sheets) == sheet.MaxSheets {
		r.Skip()
		return
	}
	style := r.styles[ofTable+" "+r.AttrText("style-name")]
	ref := sheet.Ref{Name: sheet.CleanText(r.AttrText("name")), Cells: true, Hidden: style.off, Offset: len(r.sheets)}
	s := &sheetScan{reader: r, sheet: sheet.New(ref, r.budget)}
	r.pageTexts(s.sheet, style.page)
	r.refs, r.sheets = append(r.refs, ref), append(r.sheets, s.sheet)
	r.Each(s.element, nil)
	s.sheet.Truncated = r.Err() != nil
	if s.bad != nil {
		r.failed[ref.Offset] = s.bad
	}
}

// sheetScan is one pass over a sheet.
type sheetScan struct {
	*reader
	sheet    *sheet.Sheet
	row, col int // the next ones, from 0
	column   int // the next column element
	// rowStyle and colStyles are those of cells without one of their own.
	rowStyle  string
	colStyles []colStyle
	bad       *schema.ReadError
}

func (s *sheetScan) element(name string) {
	switch name {
	case "table-column":
		n := min(s.count("number-columns-repeated"), sheet.MaxCols)
		if collapsed(s.AttrText("visibility")) {
			s.sheet.HideCols(s.column, s.column+n-1)
		}
		s.column = min(s.column+n, sheet.MaxCols)
		s.colStyles = append(s.colStyles, colStyle{s.column, s.AttrText("default-cell-style-name")})
	case "table-row":
		if s.bad != nil {
			s.Skip()
			return
		}
		s.tableRow()
	case "shapes", "forms", "table-source", "annotation", "named-expressions", "title", "desc":
		s.Skip()
	}
}

// colStyle is the style of cells in the columns up to end.
type colStyle struct {
	end  int
	name string
}

// cellStyle is the style of the current cell: its own, its row's or its column's.
func (s *sheetScan) cellStyle() ink.Style {
	name := s.AttrText("style-name")
	if name == "" {
		name = s.rowStyle
	}
	for i := 0; name == "" && i < len(s.colStyles); i++ {
		if s.col < s.colStyles[i].end {
			name = s.colStyles[i].name
			break
		}
	}
	st := s.named(ofCell, name)
	if s.recoloured {
		st.Fill = ink.Unknown
	}
	return st
}

// shown is a cell that has something to show, at its columns in a row.
type shown struct {
	col, repeat int
	rows, cols  int
	text        string
	repair      *schema.Repair
}

// tableRow reads a row and repeats what it shows. A row that shows nothing is
// counted alone, whatever it says how often it stands.
func (s *sheetScan) tableRow() {
	repeat := min(s.count("number-rows-repeated"), max(sheet.MaxRows-s.row, 1))
	if collapsed(s.AttrText("visibility")) {
		for i := range repeat {
			s.sheet.HideRow(s.row + i)
		}
	}
	s.col, s.rowStyle = 0, s.AttrText("default-cell-style-name")
	var cells []shown
	s.Each(func(name string) {
		if name == "table-cell" || name == "covered-table-cell" {
			if c, ok := s.cell(name); ok {
				cells = append(cells, c)
			}
		}
	}, nil)
	if len(cells) > 0 {
		for i := range repeat {
			if s.put(s.row+i, cells); s.bad != nil {
				return
			}
		}
	}
	s.row += repeat
}

func (s *sheetScan) put(row int, cells []shown) {
	for _, c := range cells {
		for i := range c.repeat {
			col := c.col + i
			if s.bad = s.sheet.Merge(row, col, row+c.rows-1, col+c.cols-1); s.bad != nil {
				return
			}
			if s.bad = s.sheet.Put(row, col, c.text, c.repair); s.bad != nil {
				return
			}
		}
	}
}

// cell reads a cell; ok is false for one that shows nothing. A covered cell takes
// its column and may hold text, which no one sees.
func (s *sheetScan) cell(name string) (shown, bool) {
	repeat := min(s.count("number-columns-repeated"), max(sheet.MaxCols-s.col, 1))
	c := shown{col: s.col, repeat: repeat, rows: s.count("number-rows-spanned"), cols: s.count("number-columns-spanned")}
	formula, value := s.AttrText("formula"), s.value()
	st, kept := s.cellStyle(), false
	s.under, s.keep = st, func(text string, why schema.Text) {
		kept = true
		if name == "table-cell" {
			s.sheet.KeepApart(s.row, c.col, text, why)
		}
	}
	s.col += repeat
	var text flow.Cell
	s.blocks(&text)
	s.under, s.keep = ink.Style{}, nil
	if name == "covered-table-cell" {
		return shown{}, false
	}
	c.text = text.Text()
	if c.text == "" && !kept {
		c.text = value
	}
	if typed := typedFormula(formula); typed != "" {
		c.repair, c.text = sheet.TypedRepair(c.text, typed), typed
	}
	return c, c.text != "" || c.rows > 1 || c.cols > 1
}

// typedFormula gives a formula with its = where a person typed a value that
// begins with one; the grammar's name stands in front of it (of:=100%).
func typedFormula(formula string) string {
	if i := strings.Index(formula, "="); i >= 0 {
		if body := formula[i+1:]; sheet.IsTyped(body) {
			return "=" + body
		}
	}
	return ""
}

// value shows the value of a cell whose writer left out how it is displayed.
func (s *sheetScan) value() string {
	number := func(format *numfmt.Format) string {
		n, ok := sheet.ParseNumber(s.AttrText("value"))
		if !ok {
			return ""
		}
		return format.Number(n, false)
	}
	switch s.AttrText("value-type") {
	case "float", "currency":
		return number(numfmt.General())
	case "percentage":
		return number(numfmt.Parse("0.##%"))
	case "date":
		return sheet.ISODate(s.AttrText("date-value"))
	case "boolean":
		return sheet.Logical(s.AttrText("boolean-value") == "true")
	case "string":
		return s.AttrText("string-value")
	}
	return ""
}
