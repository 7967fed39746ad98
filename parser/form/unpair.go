package form

import (
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/parser/grid"
)

// A text may print an indicator a line, each part behind its label (指标名称：甲；目标值：
// ≥1；所属类别：…): lines with the same labels are the rows of a table.

// pairedLine is a line of labels with their texts.
type pairedLine struct {
	c      *cell
	labels []string // as printed
	texts  []string
}

// minPaired is how many lines with the same labels make a table.
const minPaired = 2

// paired gives lines that hold an indicator each as tables: what stands before them,
// the table, what stands behind. It is nil where there are none.
func (doc *document) paired(t *table) []*table {
	if !t.Prose {
		return nil
	}
	first := -1
	var lines []pairedLine
	for i := range t.cells.count() {
		l, ok := doc.pairedLine(t.cells.at(i))
		if ok && first < 0 {
			first = i
		}
		if first < 0 {
			continue
		}
		if !ok || len(lines) > 0 && !slices.Equal(folded(l.labels), folded(lines[0].labels)) {
			break
		}
		lines = append(lines, l)
	}
	if len(lines) < minPaired {
		return nil
	}
	n := len(doc.tables)
	return []*table{newTable(t.lines(0, first), n, t.lex), t.ofPairs(lines, n+1), newTable(t.lines(first+len(lines), t.cells.count()), n+2, t.lex)}
}

func folded(labels []string) []string {
	out := make([]string, len(labels))
	for i, l := range labels {
		out[i] = labelNorm(l)
	}
	return out
}

// pairedLine reads a line as labels with their texts, among them those of a name and of
// a target; ok is false where it is none.
func (doc *document) pairedLine(c *cell) (l pairedLine, ok bool) {
	l.c = c
	text, _ := fold.Clean(c.Text)
	if len(text) > maxPairs {
		return l, false
	}
	name, target := false, false
	for _, part := range strings.FieldsFunc(withoutListMark(strings.TrimSpace(text)), func(r rune) bool { return strings.ContainsRune("；;|\t", r) }) {
		label, rest, pair := cutColon(part)
		role := doc.words.column(labelNorm(label))
		switch levels := doc.levelsIn(rest); {
		case pair && role == RoleNone && len(levels) == labelLevels:
			l.labels, l.texts = append(l.labels, outlineHeads[:labelLevels]...), append(l.texts, levels...)
		case pair && (role != RoleNone || strangeName(label)):
			l.labels, l.texts = append(l.labels, strings.TrimSpace(label)), append(l.texts, strings.TrimSpace(rest))
		case len(l.texts) > 0:
			l.texts[len(l.texts)-1] += "；" + part // a text of several clauses
		default:
			return l, false
		}
		name = name || role == RoleName || role == RoleLevel3
		target = target || role == RoleValue
	}
	return l, name && target
}

// ofPairs makes a table of lines of pairs.
func (t *table) ofPairs(lines []pairedLine, index int) *table {
	var out []piece
	for col, label := range lines[0].labels {
		out = append(out, piece{Cell: grid.Cell{Col: col, RowSpan: 1, ColSpan: 1, Text: label}})
	}
	for i, l := range lines {
		for col, text := range l.texts {
			c := grid.Cell{Row: i + 1, Col: col, RowSpan: 1, ColSpan: 1, Text: text, Spot: l.c.Spot}
			c.Note(l.c.Repairs(), l.c.Doubts())
			out = append(out, piece{c, []*cell{l.c}})
		}
	}
	like := *t
	g := *t.Grid
	g.Prose, g.Spans = false, grid.Exact
	like.Grid = &g
	made := like.remade(out, len(lines)+1, len(lines[0].labels))
	made.index = index
	return made
}
