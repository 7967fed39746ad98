package text

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/pattern"
	"github.com/pbt-cli/pbt/schema"
)

// line is one printed line with its place in the file.
type line struct {
	text string
	// no is the line's number and column the place of its first rune, from 1.
	no, column int
	// page marks the first line of a page (a form feed stood before it).
	page bool
}

func (l line) blank() bool { return strings.TrimFunc(l.text, isSpace) == "" }

// field is a piece of a line: the text of one cell.
type field struct {
	text       string
	no, column int
}

func splitLines(text string, no, column int) []line {
	parts := strings.Split(text, "\n")
	lines := make([]line, 0, len(parts))
	for i, p := range parts {
		l := line{text: p, no: no + i, column: 1}
		if i == 0 {
			l.column = column
		}
		if strings.Contains(p, "\f") {
			l.page = true
			l.text = strings.ReplaceAll(p, "\f", "")
		}
		lines = append(lines, l)
	}
	return lines
}

// isSpace reports white space of any width, joiners of no width included.
func isSpace(r rune) bool {
	return unicode.IsSpace(r) || r == 0x200b || r == 0xfeff || r == 0x2060
}

// newField trims a piece of a line and keeps the place of what is left. at is
// the byte offset of the piece in the line.
func newField(l line, piece string, column int) field {
	lead := len(piece) - len(strings.TrimLeftFunc(piece, isSpace))
	return field{
		text:   strings.TrimFunc(piece, isSpace),
		no:     l.no,
		column: column + utf8.RuneCountInString(piece[:lead]),
	}
}

// lines reads a run of lines that holds no HTML table: Markdown tables with an
// alignment row are cut out, what stands between them is one region each.
func (r *reader) lines(lines []line) error {
	for len(lines) > 0 {
		start, end := findMarkdown(lines)
		if err := r.region(lines[:start]); err != nil {
			return err
		}
		if start == end {
			return nil
		}
		if err := r.add(markdownGrid(lines[start:end])); err != nil {
			return err
		}
		lines = lines[end:]
	}
	return nil
}

// ruleLine is a rule drawn with characters across a text.
var ruleLine = pattern.MustCompile(`^\s*(-{5,}|={5,}|_{5,}|[─━—]{5,})\s*$`)

// region reads lines of one manner: the one that most of its lines show.
func (r *reader) region(lines []line) error {
	lines = trimBlank(lines)
	if len(lines) == 0 {
		return nil
	}
	c := count(lines)
	switch {
	case c.tabs > 0 && c.tabs >= c.pipes && c.enough(c.tabs):
		return r.add(tabGrid(lines))
	case c.pipes > 0 && c.enough(c.pipes):
		return r.add(pipeGrid(lines))
	}
	lines = slices.DeleteFunc(slices.Clone(lines), func(l line) bool { return ruleLine.MatchString(l.text) })
	if len(lines) == 0 {
		return nil
	}
	if g := r.csvGrid(lines); g != nil {
		return r.add(g)
	}
	if g := alignedGrid(lines); g != nil {
		return r.add(g)
	}
	return r.add(proseGrid(lines))
}

// manners counts the lines of a region by what separates their columns.
type manners struct{ filled, tabs, pipes int }

// enough reports whether n lines with columns make a region a table: two, or one
// where there are few lines. A lone tab in a long text is a wide space.
func (m manners) enough(n int) bool { return n >= 2 || n*5 >= m.filled }

func count(lines []line) manners {
	var m manners
	for _, l := range lines {
		if l.blank() {
			continue
		}
		m.filled++
		if hasTab(l.text) {
			m.tabs++
		}
		if hasPipe(l.text) {
			m.pipes++
		}
	}
	return m
}

func trimBlank(lines []line) []line {
	for len(lines) > 0 && lines[0].blank() {
		lines = lines[1:]
	}
	for len(lines) > 0 && lines[len(lines)-1].blank() {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// proseGrid gives the lines that carry text, without the marks of Markdown that
// are not printed (headings, fences, images, tags alone on a line).
func proseGrid(lines []line) *grid.Grid {
	var texts []string
	var places []schema.Place
	for _, l := range lines {
		f := newField(l, l.text, l.column)
		f = plainProse(f)
		if f.text == "" {
			continue
		}
		texts = append(texts, f.text)
		places = append(places, schema.Place{Line: f.no, Column: f.column})
	}
	if len(texts) == 0 {
		return nil
	}
	return grid.Lines(texts, places)
}

// rowsGrid makes an open grid of rows of fields; an empty row stays a row.
func rowsGrid(rows [][]field) *grid.Grid {
	g := &grid.Grid{Rows: len(rows), Spans: grid.Open}
	for i, row := range rows {
		for j, f := range capColumns(row) {
			if f.text == "" {
				continue
			}
			g.Cols = max(g.Cols, j+1)
			g.Cells = append(g.Cells, grid.Cell{
				Row: i, Col: j, RowSpan: 1, ColSpan: 1, Text: f.text,
				Spot: grid.At(schema.Place{Line: f.no, Column: f.column}),
			})
		}
	}
	return g
}

// capColumns joins what stands right of the last column to it.
func capColumns(row []field) []field {
	if len(row) <= maxColumns {
		return row
	}
	var rest []string
	for _, f := range row[maxColumns-1:] {
		if f.text != "" {
			rest = append(rest, f.text)
		}
	}
	last := row[maxColumns-1]
	last.text = strings.Join(rest, " ")
	return append(row[:maxColumns-1:maxColumns-1], last)
}
