package text

import (
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

// separators are what parts the cells of a line beside tabs and pipes, the most
// usual first.
var separators = []string{",", ";", "，", "；"}

// csvGrid reads lines whose cells a separator parts, or gives nil where none does.
// Prose uses the same signs, and amounts the comma, so without the ending .csv, or
// a line that names the separator, nearly all rows must have the same number of
// columns, as spreadsheets write them.
func (r *reader) csvGrid(lines []line) *grid.Grid {
	if sep, ok := namedSeparator(lines[0].text); ok {
		r.sep, lines = sep, lines[1:]
	}
	if r.sep != "" {
		return rowsGrid(csvRows(lines, r.sep))
	}
	var best [][]field
	widest := 0
	for _, sep := range separators {
		if !common(lines, sep) {
			continue
		}
		rows := csvRows(lines, sep)
		if width := rectangular(rows); width > 0 && (best == nil || width > widest) {
			mendLong(rows, width, sep)
			best, widest = rows, width
		}
	}
	if best == nil && strings.HasSuffix(r.name, ".csv") {
		best = csvRows(lines, ",")
	}
	if best == nil {
		return nil
	}
	return rowsGrid(best)
}

// namedSeparator reads the line sep=; by which spreadsheets are told.
func namedSeparator(s string) (string, bool) {
	s = strings.Trim(strings.TrimSpace(s), `"`)
	if len(s) < 5 || !strings.EqualFold(s[:4], "sep=") || utf8.RuneCountInString(s[4:]) != 1 {
		return "", false
	}
	return s[4:], true
}

// common is a cheap look at whether most lines hold a separator at all.
func common(lines []line, sep string) bool {
	filled, with := 0, 0
	for _, l := range lines {
		if !l.blank() {
			filled++
		}
		if strings.Contains(l.text, sep) {
			with++
		}
	}
	return filled >= 2 && with*2 >= filled
}

func csvRows(lines []line, sep string) [][]field {
	var rows [][]field
	for i := 0; i < len(lines); {
		row, used := csvRow(lines[i:], sep)
		rows = append(rows, row)
		i += used
	}
	return rows
}

// rectangular gives the number of columns that four in five rows have, three or
// more, and 0 where there is none: two clauses with a comma between them are
// prose.
func rectangular(rows [][]field) int {
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
	if width >= 3 && filled >= 3 && byWidth[width]*5 >= filled*4 {
		return width
	}
	return 0
}

// mendLong joins what a separator in running text cut: a row of more cells than
// the others, with one place alone where as many cells with text follow on one
// another as are too many.
func mendLong(rows [][]field, width int, sep string) {
	for i, row := range rows {
		over := len(row) - width
		if over <= 0 {
			continue
		}
		at, places := 0, 0
		for k := 1; k+over < len(row); k++ {
			full := true
			for _, f := range row[k : k+over+1] {
				full = full && f.text != ""
			}
			if full {
				at = k
				places++
			}
		}
		if places != 1 {
			continue
		}
		joined := row[at]
		for _, f := range row[at+1 : at+over+1] {
			joined.text += sep + f.text
		}
		rows[i] = append(append(row[:at:at], joined), row[at+over+1:]...)
	}
}

// csvRow reads a row. An apostrophe that keeps a spreadsheet from running the cell is
// no part of its text.
func csvRow(lines []line, sep string) (row []field, used int) {
	l, rest, column := lines[0], lines[0].text, lines[0].column
	used = 1
	for {
		if q, ok := quotedCell(lines[used-1:], rest, column, sep); ok {
			row = append(row, field{text: schema.UnguardFormula(q.text), no: l.no, column: column})
			used += q.lines
			l, rest, column = lines[used-1], q.rest, q.column
			if rest == "" {
				return row, used
			}
			rest, column = rest[len(sep):], column+1
			continue
		}
		cell, tail, more := strings.Cut(rest, sep)
		f := newField(l, cell, column)
		f.text = schema.UnguardFormula(f.text)
		row = append(row, f)
		if !more {
			return row, used
		}
		column += utf8.RuneCountInString(cell) + 1
		rest = tail
	}
}
