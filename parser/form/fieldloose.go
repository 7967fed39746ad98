package form

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/schema"
)

// looseLabels reads, in a dump without lines, the labels that stand apart from
// their text. A label is printed in the vertical middle of its cell, so its
// text lies on the lines before and after it, up to the neighbouring labels.
func (f *fieldReader) looseLabels(t *table, from, to int) {
	var lines []looseLine
	for r := from; r < to && r < len(t.rows); r++ {
		if cells := t.filled(r); len(cells) > 0 && !cells[0].taken() {
			lines = append(lines, cells)
		}
	}
	text := func(i int) bool { return i >= 0 && i < len(lines) && f.looseText(t, lines[i]) }
	for i, l := range lines {
		if !f.loneLabel(l) {
			continue
		}
		first, last := i, i
		for text(last + 1) {
			last++
		}
		// As many lines before as after, and one more: the middle of an even
		// number of lines is a line's edge.
		for text(first-1) && i-first <= last-i {
			first--
		}
		if first < i || last > i {
			f.takeLoose(l[0], lines[first:i], lines[i+1:last+1])
		}
	}
}

// looseLine is the cells with text of one line of a dump.
type looseLine []*cell

// loneLabel reports whether a line holds nothing but the label of a long text.
func (f *fieldReader) loneLabel(l looseLine) bool {
	if len(l) != 1 {
		return false
	}
	family := f.d.label(l[0].norm()).family()
	return family == "goals" || family == "narrative"
}

// looseText reports whether a line may belong to the text of a label above or
// below it.
func (f *fieldReader) looseText(t *table, l looseLine) bool {
	for _, c := range l {
		if c.taken() || f.isLabel(c) || strings.HasSuffix(c.squeezed(), ":") || len(l) > 1 && f.headed(t, c) {
			return false
		}
	}
	return true
}

// takeLoose takes the lines above and below a label as its text.
func (f *fieldReader) takeLoose(label *cell, above, below []looseLine) {
	h := hit{key: f.d.label(label.norm()), label: label.Text, note: label.note(), column: label.Col}
	var parts []string
	for _, l := range slices.Concat(above, below) {
		for _, c := range l {
			c.take()
			h.doubts = append(h.doubts, c.Doubts()...)
		}
		h.from = append(h.from, l...)
		parts = append(parts, joinStrips(texts(l)))
	}
	label.is(fateLabel, whyFieldLabel)
	h.text = strings.Join(parts, "\n")
	if len(parts) > 1 || len(above) > 0 {
		h.repairs = append(h.repairs, schema.Repair{
			From: h.text, To: strings.Join(parts, ""), Why: "joined-lines", Confidence: 0.95,
		})
	}
	f.hits = append(f.hits, h)
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
		if c.taken() || c.norm() == "" {
			return false
		}
		whole += c.norm()
	}
	if first := f.d.label(cells[0].norm()); f.d.label(whole) == KeyNone || first != KeyNone && first != KeyGroup {
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
