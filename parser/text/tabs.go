package text

import (
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/parser/grid"
)

// maxQuotedLines bounds the lines of one quoted cell, so that a stray quote mark
// cannot swallow the rest of a file.
const maxQuotedLines = 400

// hasTab reports whether a tab stands before text.
func hasTab(s string) bool {
	i := strings.IndexByte(s, '\t')
	return i >= 0 && strings.TrimFunc(s[i:], isSpace) != ""
}

// tabGrid reads tab-separated lines: every line a row, every tab a column. A
// cell that a spreadsheet quoted because it holds line ends or tabs is one cell.
func tabGrid(lines []line) *grid.Grid {
	var rows [][]field
	for i := 0; i < len(lines); {
		row, used := tabRow(lines[i:])
		rows = append(rows, row)
		i += used
	}
	return rowsGrid(rows)
}

// tabRow reads one row and tells how many lines it took.
func tabRow(lines []line) (row []field, used int) {
	l, rest := lines[0], lines[0].text
	column := l.column
	used = 1
	for {
		if q, ok := quotedCell(lines[used-1:], rest, column, "\t"); ok {
			row = append(row, field{text: q.text, no: l.no, column: column})
			used += q.lines
			l, rest, column = lines[used-1], q.rest, q.column
			if rest == "" {
				return row, used
			}
			rest = rest[1:]
			column++
			continue
		}
		cell, tail, more := strings.Cut(rest, "\t")
		row = append(row, newField(l, cell, column))
		if !more {
			return row, used
		}
		column += utf8.RuneCountInString(cell) + 1
		rest = tail
	}
}

// quoted is a cell between quote marks.
type quoted struct {
	text   string
	rest   string // what follows on its last line: empty, or the separator and more
	lines  int    // how many further lines the cell took
	column int    // where rest starts
}

// quotedCell reads a cell that opens with a quote mark as spreadsheets write
// them: marks inside are doubled, and the closing one stands before a separator
// or the line's end. For tabs the marks are the author's own, not a spreadsheet's,
// unless the cell holds a line end, a tab or a doubled mark. column is where
// rest starts.
func quotedCell(lines []line, rest string, column int, sep string) (quoted, bool) {
	if !strings.HasPrefix(rest, `"`) {
		return quoted{}, false
	}
	var b strings.Builder
	doubled := false
	part := rest[1:]
	for n := 0; ; {
		i := strings.IndexByte(part, '"')
		if i < 0 {
			b.WriteString(part)
			b.WriteByte('\n')
			n++
			if n >= len(lines) || n > maxQuotedLines {
				return quoted{}, false
			}
			part = lines[n].text
			continue
		}
		b.WriteString(part[:i])
		part = part[i+1:]
		if strings.HasPrefix(part, `"`) {
			b.WriteByte('"')
			part = part[1:]
			doubled = true
			continue
		}
		if part != "" && !strings.HasPrefix(part, sep) {
			return quoted{}, false
		}
		text := b.String()
		if sep == "\t" && n == 0 && !doubled && !strings.Contains(text, "\t") {
			return quoted{}, false
		}
		read := rest
		if n > 0 {
			read, column = lines[n].text, lines[n].column
		}
		column += utf8.RuneCountInString(read[:len(read)-len(part)])
		return quoted{text: trimLines(text), rest: part, lines: n, column: column}, true
	}
}

// trimLines trims every line of a cell and the blank lines around them.
func trimLines(s string) string {
	parts := strings.Split(s, "\n")
	for i, p := range parts {
		parts[i] = strings.TrimFunc(p, isSpace)
	}
	return strings.Trim(strings.Join(parts, "\n"), "\n")
}
