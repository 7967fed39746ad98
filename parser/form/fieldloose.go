package form

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

// looseLabels reads, in a dump without lines, the labels that stand apart from
// their text. A label is printed in the vertical middle of its cell, so its
// text lies on the lines before and after it, up to the neighbouring labels.
func (f *fieldReader) looseLabels(t *table, from, to int) {
	type line struct {
		row   int
		cells []*cell
	}
	var lines []line
	for r := from; r < to && r < len(t.rows); r++ {
		if cells := t.filled(r); len(cells) > 0 && !cells[0].taken() {
			lines = append(lines, line{r, cells})
		}
	}
	lone := func(l line) bool {
		if len(l.cells) != 1 {
			return false
		}
		key := f.d.label(l.cells[0].norm)
		return key.family() == "goals" || key.family() == "narrative"
	}
	text := func(l line) bool {
		for _, c := range l.cells {
			if c.taken() || f.isLabel(c) || strings.HasSuffix(c.squeezed(), ":") || len(l.cells) > 1 && f.headed(t, c) {
				return false
			}
		}
		return true
	}
	for i, l := range lines {
		if !lone(l) {
			continue
		}
		label := l.cells[0]
		last := i
		for last+1 < len(lines) && text(lines[last+1]) {
			last++
		}
		first := i
		// As many lines before as after, and one more: the middle of an even
		// number of lines is a line's edge.
		for first > 0 && text(lines[first-1]) && i-first <= last-i {
			first--
		}
		if first == i && last == i {
			continue
		}
		var parts []string
		var doubts []grid.Doubt
		var from []*cell
		for j := first; j <= last; j++ {
			if j == i {
				continue
			}
			for _, c := range lines[j].cells {
				c.take()
				doubts = append(doubts, c.Doubts...)
			}
			from = append(from, lines[j].cells...)
			parts = append(parts, joinStrips(texts(lines[j].cells)))
		}
		label.is(fateLabel, whyFieldLabel)
		h := hit{key: f.d.label(label.norm), label: label.Text, note: label.note, from: from, column: label.Col, doubts: doubts}
		h.text = strings.Join(parts, "\n")
		if len(parts) > 1 || first < i {
			h.repairs = append(h.repairs, schema.Repair{
				From: strings.Join(parts, "\n"), To: strings.Join(parts, ""), Why: "joined-lines", Confidence: 0.95,
			})
		}
		f.hits = append(f.hits, h)
	}
}

// headed reports whether a label stands above a cell in its column: then the
// cell is the value of that one.
func (f *fieldReader) headed(t *table, c *cell) bool {
	for row := c.Row - 1; row >= max(0, c.Row-maxHeadGap); row-- {
		if above := t.at(row, c.Col); above != nil && above.squeezed() != "" {
			return f.isLabel(above)
		}
	}
	return false
}

// maxHeadGap is how many lines above its value a label may stand as the head of
// a column, with the middle of taller cells between.
const maxHeadGap = 3

// stackedHeading reads a heading down the left edge that is printed a few
// characters a line (项目, 绩效, 目标), each line beside others of the form.
func (f *fieldReader) stackedHeading(t *table, from, to int) {
	var run []*cell
	for r := from; r < to && r < len(t.rows); r++ {
		cells := t.filled(r)
		if len(cells) > 0 && cells[0].Col == 0 && utf8.RuneCountInString(cells[0].squeezed()) <= maxStacked {
			run = append(run, cells[0])
		}
	}
	for len(run) > 1 {
		n := min(len(run), maxPieces)
		for n > 1 && (run[n-1].Row-run[0].Row > n*maxHeadGap || !f.heads(run[:n])) {
			n--
		}
		run = run[n:]
	}
}

// maxStacked is how many characters of a heading stand on one line.
const maxStacked = 4

// heads takes cells that are a known label only together.
func (f *fieldReader) heads(cells []*cell) bool {
	whole := ""
	for _, c := range cells {
		if c.taken() || c.norm == "" {
			return false
		}
		whole += c.norm
	}
	if first := f.d.label(cells[0].norm); f.d.label(whole) == KeyNone || first != KeyNone && first != KeyGroup {
		return false
	}
	for _, c := range cells {
		c.is(fateLabel, whyHeading)
	}
	return true
}

// joinStrips joins the parts of a cell that was cut into vertical strips. Each
// strip holds a piece of every printed line, its lines parted by a wrap space,
// so the pieces are joined line by line; a glyph on the cut is read twice and
// is kept once.
func joinStrips(strips []string) string {
	if len(strips) == 1 {
		return strips[0]
	}
	rows := make([][]string, len(strips))
	deepest := 0
	for i, s := range strips {
		rows[i] = wrapLines(s)
		if i > 0 && len(rows[i]) > len(rows[i-1]) {
			// The last printed line ends left: a strip with more lines than
			// the one before it was not cut from the same cell.
			return joinEdges(strips)
		}
		deepest = max(deepest, len(rows[i]))
	}
	var out []string
	for l := range deepest {
		var parts []string
		for _, r := range rows {
			if l < len(r) {
				parts = append(parts, r[l])
			}
		}
		out = append(out, joinEdges(parts))
	}
	return strings.Join(out, "")
}

// joinEdges joins strips side by side and drops the glyph read twice.
func joinEdges(strips []string) string {
	var b []rune
	for _, s := range strips {
		r := []rune(strings.TrimSpace(s))
		if len(b) > 0 && len(r) > 0 && b[len(b)-1] == r[0] && unicode.Is(unicode.Han, r[0]) {
			r = r[1:]
		}
		b = append(b, r...)
	}
	return string(b)
}

// wrapLines cuts a text at the spaces that line breaks left: those between two
// characters of which neither is a Latin letter or a digit.
func wrapLines(s string) []string {
	runes := []rune(strings.TrimSpace(s))
	var out []string
	start := 0
	for i := 1; i+1 < len(runes); i++ {
		if runes[i] == '\n' || runes[i] == ' ' && wide(runes[i-1]) && wide(runes[i+1]) {
			out = append(out, string(runes[start:i]))
			start = i + 1
		}
	}
	return append(out, string(runes[start:]))
}

// wide reports whether a rune is a Chinese character or mark.
func wide(r rune) bool {
	return unicode.Is(unicode.Han, r) || r >= 0x3000 && r <= 0x303f || r >= 0xff00 && r <= 0xffef
}
