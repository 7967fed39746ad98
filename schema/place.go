package schema

import (
	"fmt"
	"strings"
)

// Place is where something stands in a document. Only the keys that fit the
// document's format are set.
type Place struct {
	// Page counts from 1; Box is in points from the page's top left.
	Page int `json:"page,omitempty" yaml:"page,omitempty"`
	Box  Box `json:"box,omitzero" yaml:"box,omitempty,flow"`
	// Paper is the page's width and height in points, where the reader knows them:
	// they make words of a box, and are not printed.
	Paper [2]float64 `json:"-" yaml:"-"`
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

// In is the place in one short phrase of a language that a person can find it by:
// 第3页 左下 and page 3, bottom left; 绩效目标表!D31; 第2个表第5行第3列 and table 2, row 5,
// column 3; 31:4. Where the size of the page is not known, a box is told in
// centimetres from the page's edges.
func (p Place) In(lang Lang) string {
	switch {
	case p.Page > 0:
		page := Text{ZH: fmt.Sprintf("第%d页", p.Page), EN: fmt.Sprintf("page %d", p.Page)}.In(lang)
		if p.Box.IsZero() {
			return page
		}
		if p.Paper[0] > 0 && p.Paper[1] > 0 {
			return page + p.part().In(lang)
		}
		left, top := p.Box[0]/pointsPerCM, p.Box[1]/pointsPerCM
		return page + Text{ZH: fmt.Sprintf(" 距左%.1f、上%.1f厘米", left, top), EN: fmt.Sprintf(", %.1f cm from the left, %.1f from the top", left, top)}.In(lang)
	case p.Table > 0 && lang != EN:
		return fmt.Sprintf("第%d个表第%d行第%d列", p.Table, p.Row, p.Column)
	}
	return p.String()
}

// pointsPerCM is how many points a centimetre has.
const pointsPerCM = 72 / 2.54

// part names the ninth of the page that the middle of the box lies in.
func (p Place) part() Text {
	third := func(lo, hi, size float64) int { return min(max(int((lo+hi)/2/size*3), 0), 2) }
	column, row := third(p.Box[0], p.Box[2], p.Paper[0]), third(p.Box[1], p.Box[3], p.Paper[1])
	zh := [3][3]string{{"左上", "上部", "右上"}, {"左侧", "中部", "右侧"}, {"左下", "下部", "右下"}}
	en := [3][3]string{{"top left", "top", "top right"}, {"left", "middle", "right"}, {"bottom left", "bottom", "bottom right"}}
	return Text{ZH: " " + zh[row][column], EN: ", " + en[row][column]}
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

// ParsePlace reads what String writes, as far as that tells: of a box its top left
// corner. What is in no form of String's is the name of a sheet.
func ParsePlace(s string) Place {
	var page, table, text Place
	fmt.Sscanf(s, "p%d (%g,%g)", &page.Page, &page.Box[0], &page.Box[1])
	fmt.Sscanf(s, "table %d, row %d, column %d", &table.Table, &table.Row, &table.Column)
	fmt.Sscanf(s, "%d:%d", &text.Line, &text.Column)
	for _, p := range []Place{page, table, text} {
		if !p.IsZero() && p.String() == s {
			return p
		}
	}
	if i := strings.LastIndexByte(s, '!'); i > 0 && i < len(s)-1 {
		return Place{Sheet: s[:i], Cell: s[i+1:]}
	}
	return Place{Sheet: s}
}

// Place is where a path stands: its own place, else that of the nearest path above
// it that has one.
func (d *Declaration) Place(path string) Place {
	for path != "" {
		if p, ok := d.Trace[path]; ok && !p.IsZero() {
			return p
		}
		path = path[:max(strings.LastIndexAny(path, ".["), 0)]
	}
	return Place{}
}
