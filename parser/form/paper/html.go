package paper

import (
	"bufio"
	"fmt"
	"html"
	"io"
	"strings"

	"github.com/pbt-cli/pbt/parser/grid"
)

const htmlHead = `<!doctype html>
<html lang="zh">
<head>
<meta charset="utf-8">
<title>%s</title>
<style>
@page { size: A4; margin: 15mm; }
body { font: 10.5pt/1.5 "Noto Serif CJK SC", SimSun, "Songti SC", serif; }
table { border-collapse: collapse; width: 100%%; margin-bottom: 2em; }
td { border: .6pt solid #000; padding: 3px 6px; vertical-align: middle; white-space: pre-wrap; }
td.t { border: 0; text-align: center; font-size: 16pt; font-weight: bold; }
td.n { border: 0; text-align: center; }
td.l { text-align: center; }
</style>
</head>
<body>
`

// WriteHTML writes sheets as one page of tables.
func WriteHTML(w io.Writer, sheets ...*Sheet) error {
	b := bufio.NewWriter(w)
	title := "绩效目标表"
	if len(sheets) > 0 && len(sheets[0].Grid.Cells) > 0 {
		title = sheets[0].Grid.Cells[0].Text
	}
	fmt.Fprintf(b, htmlHead, html.EscapeString(title))
	class := map[Kind]string{Title: ` class="t"`, Note: ` class="n"`, Label: ` class="l"`}
	for _, s := range sheets {
		b.WriteString("<table>\n")
		eachRow(s, func(row int, cells []int) {
			b.WriteString("<tr>")
			for _, i := range cells {
				c := s.Grid.Cells[i]
				fmt.Fprintf(b, "<td%s%s%s>%s</td>", class[s.Kinds[i]], span("rowspan", c.RowSpan), span("colspan", c.ColSpan), html.EscapeString(c.Text))
			}
			b.WriteString("</tr>\n")
		})
		b.WriteString("</table>\n")
	}
	b.WriteString("</body>\n</html>\n")
	return b.Flush()
}

func span(name string, n int) string {
	if n == 1 {
		return ""
	}
	return fmt.Sprintf(` %s="%d"`, name, n)
}

// eachRow calls visit for every row with the indexes of the cells that begin in
// it, from left to right.
func eachRow(s *Sheet, visit func(row int, cells []int)) {
	rows := make([][]int, s.Grid.Rows)
	for i, c := range s.Grid.Cells {
		rows[c.Row] = append(rows[c.Row], i)
	}
	for row, cells := range rows {
		visit(row, cells)
	}
}

// height is how many lines a row needs at the columns' widths, from the cells
// that stand in it alone.
func (s *Sheet) height(row int) int {
	lines := 1
	for _, c := range s.Grid.Cells {
		if c.Row == row && c.RowSpan == 1 {
			lines = max(lines, s.lines(c))
		}
	}
	return lines
}

// lines is how many lines a cell's text takes; a Chinese character is as wide as
// two columns of a sheet's width.
func (s *Sheet) lines(c grid.Cell) int {
	width := 0.0
	for i := c.Col; i < c.Col+c.ColSpan && i < len(s.Widths); i++ {
		width += s.Widths[i]
	}
	n := 0
	for _, line := range strings.Split(c.Text, "\n") {
		chars := 0
		for _, r := range line {
			if r < 0x2000 {
				chars++
			} else {
				chars += 2
			}
		}
		n += max(1, int((float64(chars)+max(width-2, 1)-1)/max(width-2, 1)))
	}
	return n
}
