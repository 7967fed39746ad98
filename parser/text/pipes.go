package text

import (
	"html"
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/pattern"
)

// maxJoinedLines bounds the lines of one Markdown row that was broken inside a
// cell.
const maxJoinedLines = 40

// Bars that separate columns: the one of Markdown and those of box drawings.
const bars = "|│┃║"

// hasPipe reports whether a line shows a bar as a column separator: at its
// start, or between spaces. A bar inside a word is the author's own.
func hasPipe(s string) bool {
	t := strings.TrimFunc(s, isSpace)
	first, size := utf8.DecodeRuneInString(t)
	if strings.ContainsRune(bars, first) && strings.ContainsAny(t[size:], bars) {
		return true
	}
	for i, r := range t {
		if !strings.ContainsRune(bars, r) || i == 0 {
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(t[:i])
		after, _ := utf8.DecodeRuneInString(t[i+utf8.RuneLen(r):])
		if isSpace(before) && (isSpace(after) || after == utf8.RuneError) {
			return true
		}
	}
	return false
}

var (
	// alignmentRow is the row under a Markdown header: |---|:--:|.
	alignmentRow = pattern.MustCompile(`^\s*\|?\s*:?-{1,}:?\s*(\|\s*:?-{1,}:?\s*)*\|?\s*$`)
	// boxRow is a border of a table drawn with characters: +----+----+.
	boxRow   = pattern.MustCompile(`^[\s+|│┃║=\-─━═┄┅┈┉┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝╞╪╡╟╫╢╤╧╒╕╘╛]+$`)
	breakTag = pattern.MustCompile(`(?i)\s*<br\s*/?\s*>\s*`)
	// quoteMark opens a Markdown block quotation.
	quoteMark = pattern.MustCompile(`^(\s*>)+ ?`)
)

func isAlignment(s string) bool {
	return strings.Contains(s, "|") && strings.Contains(s, "-") && alignmentRow.MatchString(s)
}

// findMarkdown finds the first Markdown table with an alignment row; start and
// end are equal to the number of lines where there is none.
func findMarkdown(lines []line) (start, end int) {
	for i := 1; i < len(lines); i++ {
		if !isAlignment(lines[i].text) || !strings.Contains(lines[i-1].text, "|") {
			continue
		}
		end := i + 1
		for end < len(lines) {
			n := rowLines(lines[end:], true)
			if n == 0 {
				break
			}
			end += n
		}
		return i - 1, end
	}
	return len(lines), len(lines)
}

// rowLines tells how many lines the Markdown row at the front takes: 0 where the
// table ends. A row that opens with a bar and does not close with one was broken
// inside a cell if a later line closes it before another row opens.
func rowLines(lines []line, table bool) int {
	t := strings.TrimFunc(lines[0].text, isSpace)
	if table && !strings.Contains(t, "|") {
		return 0
	}
	if !strings.HasPrefix(t, "|") || closed(t) {
		return 1
	}
	for n := 1; n < len(lines) && n < maxJoinedLines; n++ {
		t := strings.TrimFunc(lines[n].text, isSpace)
		if strings.HasPrefix(t, "|") && t != "|" {
			return 1
		}
		if closed(t) {
			return n + 1
		}
	}
	return 1
}

func closed(t string) bool { return strings.HasSuffix(t, "|") && !strings.HasSuffix(t, `\|`) }

// markdownGrid reads the lines of a Markdown table; the second is the alignment
// row and is not printed.
func markdownGrid(lines []line) *grid.Grid {
	return barGrid(append([]line{lines[0]}, lines[2:]...), true)
}

// pipeGrid reads lines with bars that are no strict Markdown table: with or
// without outer bars, lines without bars among them. Every line is a row.
func pipeGrid(lines []line) *grid.Grid { return barGrid(lines, false) }

func barGrid(lines []line, table bool) *grid.Grid {
	var rows [][]field
	outer := outerBars(lines)
	for i := 0; i < len(lines); {
		n := rowLines(lines[i:], false)
		if boxRow.MatchString(lines[i].text) {
			if !table && lines[i].blank() {
				rows = append(rows, nil)
			}
			i++
			continue
		}
		rows = append(rows, barRow(lines[i:i+n], outer))
		i += n
	}
	return rowsGrid(rows)
}

// barRow splits a row at its bars. Further lines belong to the cell that was
// open where the line before broke off.
func barRow(lines []line, outer bool) []field {
	var row []field
	for n, l := range lines {
		fields := splitBars(l)
		if n > 0 && len(row) > 0 && len(fields) > 0 {
			last := &row[len(row)-1]
			last.text = strings.Trim(last.text+"\n"+fields[0].text, "\n")
			fields = fields[1:]
		}
		row = append(row, fields...)
	}
	for i := range row {
		row[i].text = plainCell(row[i].text)
	}
	return dropOuter(row, lines, outer)
}

// splitBars cuts a line at its bars; a bar behind a backslash is text.
func splitBars(l line) []field {
	s := l.text
	if m := quoteMark.FindString(s); m != "" && strings.Contains(s[len(m):], "|") {
		s = strings.Repeat(" ", utf8.RuneCountInString(m)) + s[len(m):]
	}
	var out []field
	column, from := l.column, 0
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == '\\' && i+1 < len(s) && s[i+1] == '|' {
			i += 2
			continue
		}
		if strings.ContainsRune(bars, r) {
			out = append(out, newField(l, s[from:i], column))
			column += utf8.RuneCountInString(s[from:i]) + 1
			from = i + size
		}
		i += size
	}
	return append(out, newField(l, s[from:], column))
}

// outerBars reports whether most rows open with a bar. Where they do not, a bar
// at the start of a line stands behind an empty first cell.
func outerBars(lines []line) bool {
	with, without := 0, 0
	for _, l := range lines {
		switch {
		case !strings.ContainsAny(l.text, bars):
		case opensWithBar(l.text):
			with++
		default:
			without++
		}
	}
	return with > without
}

func opensWithBar(s string) bool {
	s = strings.TrimLeftFunc(quoteMark.ReplaceAllString(s, ""), isSpace)
	r, _ := utf8.DecodeRuneInString(s)
	return s != "" && strings.ContainsRune(bars, r)
}

// dropOuter drops the empty pieces outside outer bars.
func dropOuter(row []field, lines []line, outer bool) []field {
	if len(row) > 1 && outer && opensWithBar(lines[0].text) {
		row = row[1:]
	}
	last := strings.TrimRightFunc(lines[len(lines)-1].text, isSpace)
	if r, _ := utf8.DecodeLastRuneInString(last); len(row) > 0 && strings.ContainsRune(bars, r) && row[len(row)-1].text == "" && last != "" {
		row = row[:len(row)-1]
	}
	return row
}

var strong = pattern.MustCompile(`^(\*\*|__)([^*_]+)(\*\*|__)$`)

// plainCell undoes Markdown's own writing inside a cell: escaped bars, <br> for
// line ends, character references, bold and code marks around the whole cell.
func plainCell(s string) string {
	s = strings.ReplaceAll(s, `\|`, "|")
	s = breakTag.ReplaceAllString(s, "\n")
	if strings.Contains(s, "&") {
		s = html.UnescapeString(s)
	}
	if m := strong.FindStringSubmatch(s); m != nil && m[1] == m[3] {
		s = m[2]
	}
	if m := code.FindStringSubmatch(s); m != nil {
		s = m[1]
	}
	return trimLines(s)
}

var (
	code     = pattern.MustCompile("^`+([^`]+)`+$")
	heading  = pattern.MustCompile(`^#{1,6}[ \t]+`)
	fence    = pattern.MustCompile("^(```+|~~~+)[A-Za-z]*$")
	image    = pattern.MustCompile(`^!\[[^\]]*\]\([^)]*\)$`)
	tagsOnly = pattern.MustCompile(`^(</?[A-Za-z][^<>]*>\s*)+$`)
)

// plainProse takes from a line of prose what Markdown writes and does not print.
func plainProse(f field) field {
	if fence.MatchString(f.text) || image.MatchString(f.text) || tagsOnly.MatchString(f.text) {
		f.text = ""
		return f
	}
	if m := heading.FindString(f.text); m != "" {
		f.column += utf8.RuneCountInString(m)
		f.text = strings.TrimFunc(f.text[len(m):], isSpace)
	}
	f.text = plainCell(f.text)
	if m := boldLabel.FindStringSubmatch(f.text); m != nil && m[2] == m[4] {
		f.text = m[1] + m[3] + f.text[len(m[0]):]
	}
	return f
}

// boldLabel is a label in bold with its colon before its text: **项目名称：**甲.
var boldLabel = pattern.MustCompile(`^([-*+][ \t]+)?(\*\*|__)([^*_]{1,40}[:：])(\*\*|__)`)
