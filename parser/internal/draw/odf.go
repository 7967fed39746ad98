package draw

import (
	"fmt"
	"html"
	"strings"

	"github.com/pbt-cli/pbt/parser/grid"
)

// openText prints a form with its surroundings as a text of OpenDocument in one file,
// openSheets as a workbook.
func (s Surrounded) openText() []byte {
	var b strings.Builder
	for _, x := range s.Blocks {
		switch {
		case x.Table != nil:
			b.WriteString("<table:table>")
			openRows(&b, x.Table)
			b.WriteString("</table:table>")
		case x.Title:
			b.WriteString("<text:h>" + html.EscapeString(x.Line) + "</text:h>")
		case x.Line != "":
			b.WriteString("<text:p>" + strings.ReplaceAll(html.EscapeString(x.Line), "  ", `<text:s text:c="2"/>`) + "</text:p>")
		}
	}
	return openDocument("<office:text>" + b.String() + "</office:text>")
}

func (s Surrounded) openSheets() []byte {
	var b strings.Builder
	open := false
	for _, x := range s.Blocks {
		switch {
		case x.Sheet != "":
			if open {
				b.WriteString("</table:table>")
			}
			open = true
			fmt.Fprintf(&b, `<table:table table:name="%s">`, html.EscapeString(x.Sheet))
		case x.Table != nil:
			openRows(&b, x.Table)
		default:
			openRows(&b, &grid.Grid{Rows: 1, Cols: 4, Cells: []grid.Cell{{RowSpan: 1, ColSpan: 4, Text: x.Line}}})
		}
	}
	return openDocument("<office:spreadsheet>" + b.String() + "</table:table></office:spreadsheet>")
}

func openDocument(body string) []byte {
	return []byte(`<?xml version="1.0" encoding="UTF-8"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>` +
		body + "</office:body></office:document>")
}

// openRows prints the rows of a grid with its spans and the cells that they cover.
func openRows(b *strings.Builder, g *grid.Grid) {
	owner := owners(g)
	for r := range g.Rows {
		b.WriteString("<table:table-row>")
		for c := range g.Cols {
			switch cell := owner[r][c]; {
			case cell == nil:
				b.WriteString("<table:table-cell/>")
			case cell.Row != r || cell.Col != c:
				b.WriteString("<table:covered-table-cell/>")
			default:
				fmt.Fprintf(b, `<table:table-cell table:number-columns-spanned="%d" table:number-rows-spanned="%d">`, cell.ColSpan, cell.RowSpan)
				for l := range strings.SplitSeq(cell.Text, "\n") {
					b.WriteString("<text:p>" + html.EscapeString(l) + "</text:p>")
				}
				b.WriteString("</table:table-cell>")
			}
		}
		b.WriteString("</table:table-row>")
	}
}
