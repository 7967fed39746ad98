package schema

import "fmt"

// Place is where something stands in a document. Only the keys that fit the
// document's format are set.
type Place struct {
	// Page counts from 1; Box is in points from the page's top left.
	Page int `json:"page,omitempty" yaml:"page,omitempty"`
	Box  Box `json:"box,omitzero" yaml:"box,omitempty,flow"`
	// Sheet and Cell name a cell of a workbook: 绩效目标表, D31.
	Sheet string `json:"sheet,omitempty" yaml:"sheet,omitempty"`
	Cell  string `json:"cell,omitempty" yaml:"cell,omitempty"`
	// Table, Row and Column name a cell of a Word table, each from 1.
	Table int `json:"table,omitempty" yaml:"table,omitempty"`
	Row   int `json:"row,omitempty" yaml:"row,omitempty"`
	// Line and Column (in runes) name a point of a text, each from 1.
	Line   int `json:"line,omitempty" yaml:"line,omitempty"`
	Column int `json:"column,omitempty" yaml:"column,omitempty"`
}

// Box is a rectangle x0, y0, x1, y1 in points from the page's top left.
type Box [4]float64

// IsZero reports whether no rectangle is known.
func (b Box) IsZero() bool { return b == Box{} }

// IsZero reports whether no place is known.
func (p Place) IsZero() bool { return p == Place{} }

// In is the place in one short phrase of a language: 第3页 and page 3, 绩效目标表!D31,
// 第2个表第5行第3列 and table 2, row 5, column 3, 31:4.
func (p Place) In(lang Lang) string {
	switch {
	case p.Page > 0:
		s := Text{ZH: fmt.Sprintf("第%d页", p.Page), EN: fmt.Sprintf("page %d", p.Page)}.In(lang)
		if !p.Box.IsZero() {
			s += fmt.Sprintf(" (%.0f,%.0f)", p.Box[0], p.Box[1])
		}
		return s
	case p.Table > 0 && lang != EN:
		return fmt.Sprintf("第%d个表第%d行第%d列", p.Table, p.Row, p.Column)
	}
	return p.String()
}

// String is the place as tables write it, in any language: p3, 绩效目标表!D31, 31:4.
func (p Place) String() string {
	switch {
	case p.Page > 0:
		if p.Box.IsZero() {
			return fmt.Sprintf("p%d", p.Page)
		}
		return fmt.Sprintf("p%d (%.0f,%.0f)", p.Page, p.Box[0], p.Box[1])
	case p.Sheet != "" && p.Cell != "":
		return p.Sheet + "!" + p.Cell
	case p.Sheet != "":
		return p.Sheet
	case p.Table > 0:
		return fmt.Sprintf("table %d, row %d, column %d", p.Table, p.Row, p.Column)
	case p.Line > 0:
		return fmt.Sprintf("%d:%d", p.Line, p.Column)
	}
	return ""
}
