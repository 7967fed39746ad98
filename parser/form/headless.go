package form

import (
	"slices"

	"github.com/pbt-cli/pbt/indicator/value"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

// minHeadless is how many rows a table without a head must have to be known as one.
const minHeadless = 3

// headed gives a table of indicators that prints no head one: four columns, of which
// the first two hold nothing but names of levels and the last nothing but targets.
func (t *table) headed(words *dictionary) *table {
	if t.Prose || t.made || t.Spans != grid.Exact || t.Cols < streamColumns || t.cells.count() > mostArranged {
		return t
	}
	for row := range t.rows {
		if cells := words.withoutGroup(t.starting(row)); words.levelRow(cells) {
			return t.headedAt(row, words)
		} else if slices.ContainsFunc(cells, func(c *cell) bool { return words.isLevel(c.norm(), 1) }) {
			return t // a row of indicators in another shape stands above
		}
	}
	return t
}

// withoutGroup are cells without a heading down the left edge.
func (d *dictionary) withoutGroup(cells []*cell) []*cell {
	if len(cells) > 0 && cells[0].RowSpan > 1 && d.label(cells[0].norm()) == KeyGroup {
		return cells[1:]
	}
	return cells
}

// levelRow reports whether four cells are two levels, a name and a target.
func (d *dictionary) levelRow(cells []*cell) bool {
	return len(cells) == streamColumns && d.isLevel(cells[0].norm(), 0) && d.isLevel(cells[1].norm(), 1) && !d.inVocabulary(cells[2].norm()) &&
		!d.inVocabulary(cells[3].norm()) && d.columns[cells[2].norm()] == RoleNone && !isValue(cells[2].squeezed()) && targetText(cells[3])
}

// targetText reports whether a cell is a target by itself.
func targetText(c *cell) bool {
	v := value.Parse(c.Text, value.Context{})
	switch v.Kind {
	case schema.KindQuantity, schema.KindInterval, schema.KindDeadline:
		return v.Subject == ""
	case schema.KindQualitative:
		return value.Classify(c.Text).Class != value.ClassNone
	}
	return false
}

// headedAt puts a head over the first row of indicators, where enough rows below keep
// to its columns and no head stands above.
func (t *table) headedAt(first int, words *dictionary) *table {
	a := &arranger{t: t, words: words}
	for row := range first {
		if a.heads(row) {
			return t
		}
	}
	edges := make([]int, streamColumns)
	for i, c := range words.withoutGroup(t.starting(first)) {
		edges[i] = c.Col
	}
	n, targets := 0, 0
	for row := first; row < len(t.rows); row++ {
		cells := those(t.filled(row), func(c *cell) bool { return c.Col >= edges[0] }) // 绩效指标 down the left edge
		if len(cells) != streamColumns || slices.ContainsFunc(cells, func(c *cell) bool { return !slices.Contains(edges, c.Col) }) ||
			!words.isLevel(cells[0].norm(), 0) || !words.isLevel(cells[1].norm(), 1) {
			break
		}
		n++
		if targetText(cells[3]) {
			targets++
		}
	}
	if n < minHeadless || 2*targets <= n {
		return t
	}
	var out []piece
	for i, text := range outlineHeads {
		to := t.Cols
		if i+1 < streamColumns {
			to = edges[i+1]
		}
		out = append(out, piece{Cell: grid.Cell{Row: first, Col: edges[i], RowSpan: 1, ColSpan: to - edges[i], Text: text}})
	}
	for _, c := range t.cells.all() {
		g := *c.Cell
		if g.Row >= first {
			g.Row++
		}
		out = append(out, piece{g, []*cell{c}})
	}
	return t.remade(out, len(t.rows)+1, t.Cols)
}
