package text

import (
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/parser/grid"
)

// csvGrid reads comma-separated lines, or gives nil where the commas do not
// separate columns. Chinese prose may use the ASCII comma, and amounts do, so
// without the ending .csv nearly all rows must have the same number of columns,
// as spreadsheets write them.
func csvGrid(lines []line, named bool) *grid.Grid {
	if !named && !commas(lines) {
		return nil
	}
	var rows [][]field
	for i := 0; i < len(lines); {
		row, used := csvRow(lines[i:])
		rows = append(rows, row)
		i += used
	}
	if !named && !rectangular(rows) {
		return nil
	}
	return rowsGrid(rows)
}

// commas is a cheap look at whether most lines hold a comma at all.
func commas(lines []line) bool {
	filled, with := 0, 0
	for _, l := range lines {
		if !l.blank() {
			filled++
		}
		if strings.Contains(l.text, ",") {
			with++
		}
	}
	return filled >= 2 && with*2 >= filled
}

// rectangular reports whether four in five rows have the same number of columns,
// three or more: two clauses with a comma between them are prose.
func rectangular(rows [][]field) bool {
	byWidth := map[int]int{}
	filled, width := 0, 0
	for _, row := range rows {
		if len(row) == 1 && row[0].text == "" {
			continue
		}
		filled++
		byWidth[len(row)]++
		if n, best := byWidth[len(row)], byWidth[width]; n > best || n == best && len(row) > width {
			width = len(row)
		}
	}
	return width >= 3 && filled >= 3 && byWidth[width]*5 >= filled*4
}

func csvRow(lines []line) (row []field, used int) {
	l, rest, column := lines[0], lines[0].text, lines[0].column
	used = 1
	for {
		if q, ok := quotedCell(lines[used-1:], rest, column, ','); ok {
			row = append(row, field{text: q.text, no: l.no, column: column})
			used += q.lines
			l, rest, column = lines[used-1], q.rest, q.column
			if rest == "" {
				return row, used
			}
			rest, column = rest[1:], column+1
			continue
		}
		cell, tail, more := strings.Cut(rest, ",")
		row = append(row, newField(l, cell, column))
		if !more {
			return row, used
		}
		column += utf8.RuneCountInString(cell) + 1
		rest = tail
	}
}
