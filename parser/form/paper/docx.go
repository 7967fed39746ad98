package paper

import (
	"fmt"
	"io"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema/docx"
)

// The width between the margins of an A4 page, upright and across, in twentieths
// of a point.
const (
	upright = 9600
	across  = 14500
)

// WriteDOCX writes sheets as a Word document, a table a form, each on a page of
// its own. The same sheets give the same bytes.
func WriteDOCX(w io.Writer, sheets ...*Sheet) error {
	b := &docx.Body{}
	for _, s := range sheets {
		b.Across = b.Across || s.wide()
	}
	for i, s := range sheets {
		if i > 0 {
			b.PageBreak()
		}
		d := docxSheet{b, s, s.twips(b.Across)}
		d.write()
	}
	return b.Save(w)
}

// twips are the widths of a sheet's columns on a page, in twentieths of a point.
func (s *Sheet) twips(lying bool) []int {
	page := float64(upright)
	if lying {
		page = across
	}
	total := 0.0
	for _, w := range s.Widths {
		total += w
	}
	out := make([]int, len(s.Widths))
	for i, w := range s.Widths {
		out[i] = int(w / total * page)
	}
	return out
}

// docxSheet is one sheet on its way into a document.
type docxSheet struct {
	*docx.Body
	s     *Sheet
	twips []int
}

// write writes the lines of the title as paragraphs and the rest as a table.
func (d docxSheet) write() {
	open := false
	eachRow(d.s, func(row int, cells []int) {
		if len(cells) == 1 && !open {
			switch d.s.Kinds[cells[0]] {
			case Title:
				d.Paragraph(d.s.Grid.Cells[cells[0]].Text, docx.Look{Bold: true, Centred: true, Size: 32})
				return
			case Note:
				d.Paragraph(d.s.Grid.Cells[cells[0]].Text, docx.Look{Centred: true})
				return
			}
		}
		if !open {
			open = true
			d.open()
		}
		d.row(row)
	})
	if open {
		d.WriteString(`</w:tbl><w:p/>`)
	}
}

func (d docxSheet) open() {
	d.WriteString(`<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>`)
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		fmt.Fprintf(d, `<w:%s w:val="single" w:sz="4" w:color="000000"/>`, side)
	}
	d.WriteString(`</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`)
	for _, t := range d.twips {
		fmt.Fprintf(d, `<w:gridCol w:w="%d"/>`, t)
	}
	d.WriteString(`</w:tblGrid>`)
}

// row writes a row, with the cells that reach into it from above.
func (d docxSheet) row(row int) {
	d.WriteString(`<w:tr><w:trPr><w:cantSplit/>`)
	if row == d.s.HeadRow {
		d.WriteString(`<w:tblHeader/>`)
	}
	d.WriteString(`</w:trPr>`)
	for col := 0; col < d.s.Grid.Cols; {
		c, kind := grid.Cell{Row: row, Col: col, RowSpan: 1, ColSpan: 1}, Text
		if i := d.s.cellAt(row, col); i >= 0 {
			c, kind = d.s.Grid.Cells[i], d.s.Kinds[i]
		}
		d.cell(c, kind, row)
		col = c.Col + c.ColSpan
	}
	d.WriteString(`</w:tr>`)
}

// cellAt is the index of the cell that covers a field, or -1.
func (s *Sheet) cellAt(row, col int) int {
	for i, c := range s.Grid.Cells {
		if c.Row <= row && row < c.Row+c.RowSpan && c.Col <= col && col < c.Col+c.ColSpan {
			return i
		}
	}
	return -1
}

func (d docxSheet) cell(c grid.Cell, kind Kind, row int) {
	width := 0
	for i := c.Col; i < c.Col+c.ColSpan; i++ {
		width += d.twips[i]
	}
	fmt.Fprintf(d, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, width)
	if c.ColSpan > 1 {
		fmt.Fprintf(d, `<w:gridSpan w:val="%d"/>`, c.ColSpan)
	}
	if c.RowSpan > 1 {
		if row == c.Row {
			d.WriteString(`<w:vMerge w:val="restart"/>`)
		} else {
			d.WriteString(`<w:vMerge/>`)
		}
	}
	d.WriteString(`<w:vAlign w:val="center"/></w:tcPr>`)
	if row == c.Row {
		d.Paragraph(c.Text, docx.Look{Centred: kind == Label || kind == Note})
	} else {
		d.WriteString(`<w:p/>`)
	}
	d.WriteString(`</w:tc>`)
}
