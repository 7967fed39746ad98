package draw

import (
	"bytes"
	"fmt"
	"html"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/pbt-cli/pbt/parser/grid"
)

// HTML prints grids as tables with spans.
func HTML(grids ...*grid.Grid) []byte {
	var b bytes.Buffer
	b.WriteString("<!doctype html><meta charset=utf-8><style>@page{size:A4;margin:14mm}body{font:10pt serif}table{border-collapse:collapse;width:100%}td{border:.6pt solid #000;padding:2px 4px;white-space:pre-wrap}</style>\n")
	for _, g := range grids {
		b.WriteString("<table>\n")
		row := -1
		for _, c := range g.Cells {
			for row < c.Row {
				b.WriteString("<tr>")
				row++
			}
			fmt.Fprintf(&b, "<td rowspan=%d colspan=%d>%s</td>", c.RowSpan, c.ColSpan, html.EscapeString(c.Text))
		}
		b.WriteString("</table>\n")
	}
	return b.Bytes()
}

// Workbook prints grids as the sheets of a workbook, each moved down and right
// by some rows and columns.
func Workbook(down, right int, grids ...*grid.Grid) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	for i, g := range grids {
		sheet := fmt.Sprintf("Sheet%d", i+1)
		if i > 0 {
			if _, err := f.NewSheet(sheet); err != nil {
				return nil, err
			}
		}
		for _, c := range g.Cells {
			from, err := excelize.CoordinatesToCellName(c.Col+1+right, c.Row+1+down)
			if err != nil {
				return nil, err
			}
			if err := f.SetCellStr(sheet, from, c.Text); err != nil {
				return nil, err
			}
			if c.RowSpan == 1 && c.ColSpan == 1 {
				continue
			}
			to, err := excelize.CoordinatesToCellName(c.Col+c.ColSpan+right, c.Row+c.RowSpan+down)
			if err != nil {
				return nil, err
			}
			if err := f.MergeCell(sheet, from, to); err != nil {
				return nil, err
			}
		}
	}
	var b bytes.Buffer
	err := f.Write(&b)
	return b.Bytes(), err
}

// matrix spreads a grid over its rows and columns. With repeat, a cell's text
// stands in every field of its span, else only in the first.
func matrix(g *grid.Grid, repeat bool) [][]string {
	out := make([][]string, g.Rows)
	for i := range out {
		out[i] = make([]string, g.Cols)
	}
	for _, c := range g.Cells {
		for r := c.Row; r < c.Row+c.RowSpan; r++ {
			for k := c.Col; k < c.Col+c.ColSpan; k++ {
				if repeat || r == c.Row && k == c.Col {
					out[r][k] = c.Text
				}
			}
		}
	}
	return out
}

// Markdown prints grids as pipe tables, merged cells repeated.
func Markdown(grids ...*grid.Grid) []byte {
	var b strings.Builder
	for _, g := range grids {
		for i, row := range matrix(g, true) {
			for j, s := range row {
				row[j] = strings.NewReplacer("\n", "<br>", "|", `\|`).Replace(s)
			}
			b.WriteString("| " + strings.Join(row, " | ") + " |\n")
			if i == 0 {
				b.WriteString(strings.Repeat("|---", g.Cols) + "|\n")
			}
		}
		b.WriteString("\n")
	}
	return []byte(b.String())
}

// TSV prints grids as they are copied from a spreadsheet: a cell is quoted only
// where it holds a tab, a line break or a quote.
func TSV(grids ...*grid.Grid) []byte {
	var b strings.Builder
	for _, g := range grids {
		for _, row := range matrix(g, false) {
			for j, s := range row {
				if strings.ContainsAny(s, "\t\n\"") {
					row[j] = `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
				}
			}
			b.WriteString(strings.Join(row, "\t") + "\n")
		}
	}
	return []byte(b.String())
}

// PrintableWorkbook is a workbook as an office prints it: borders, wrapped
// text, columns that fill the width of a page, rows as high as their text.
func PrintableWorkbook(grids ...*grid.Grid) ([]byte, error) {
	data, err := Workbook(0, 0, grids...)
	if err != nil {
		return nil, err
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var border []excelize.Border
	for _, side := range []string{"left", "right", "top", "bottom"} {
		border = append(border, excelize.Border{Type: side, Color: "000000", Style: 1})
	}
	style, err := f.NewStyle(&excelize.Style{
		Border:    border,
		Alignment: &excelize.Alignment{WrapText: true, Vertical: "center", Horizontal: "center"},
	})
	if err != nil {
		return nil, err
	}
	const width = 88.0 // of a page in characters
	for i, g := range grids {
		sheet := fmt.Sprintf("Sheet%d", i+1)
		last, err := excelize.CoordinatesToCellName(g.Cols, g.Rows)
		if err != nil {
			return nil, err
		}
		if err := f.SetCellStyle(sheet, "A1", last, style); err != nil {
			return nil, err
		}
		col, err := excelize.ColumnNumberToName(g.Cols)
		if err != nil {
			return nil, err
		}
		fit, one, any := true, 1, 0
		if err := f.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
			return nil, err
		}
		if err := f.SetPageLayout(sheet, &excelize.PageLayoutOptions{FitToWidth: &one, FitToHeight: &any}); err != nil {
			return nil, err
		}
		each := width / float64(g.Cols)
		if err := f.SetColWidth(sheet, "A", col, each); err != nil {
			return nil, err
		}
		for row := range g.Rows {
			lines := 1.0
			for _, c := range g.Cells {
				if c.Row == row && c.RowSpan == 1 {
					n := float64(strings.Count(c.Text, "\n") + 1)
					lines = max(lines, n, 1+float64(2*len([]rune(c.Text)))/(each*float64(c.ColSpan)-2))
				}
			}
			if err := f.SetRowHeight(sheet, row+1, 16*float64(int(lines+0.5))); err != nil {
				return nil, err
			}
		}
	}
	var b bytes.Buffer
	err = f.Write(&b)
	return b.Bytes(), err
}
