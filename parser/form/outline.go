package form

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/parser/form/roles"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/pattern"
)

// A text may print its indicators as an outline: levels on lines of their own, and
// below them a line an indicator, its target behind a colon, a comparator or dots
// (接入卫生院数：=18个, 改造危桥座数......=14座), the inner level in front of it or
// not. The run of such lines becomes a
// table with the columns that the lines leave out.

var (
	// listMark is what a list prints in front of an item.
	listMark = pattern.MustCompile(`^(?:[-*+•·●○■◆▪►➢#]+\s*|[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．](?:\D|$))`)
	// dotLeader is a name with its target at the end of a line of dots.
	dotLeader = pattern.MustCompile(`^(.*?\p{Han}.*?)\s*[.．·…。_\-—]{4,}\s*(.+)$`)
)

// outlineHeads are the heads of the columns that an outline leaves out.
var outlineHeads = [streamColumns]string{"一级指标", "二级指标", "三级指标", "指标值"}

// outlineLine is a line of an outline: a level, or an indicator.
type outlineLine struct {
	c            *cell
	at           int      // which of the text's lines it is, or is a part of
	levels       []string // one or both
	name, target string
}

// minLeaves is how many indicators an outline has at least, below two levels.
const minLeaves = 2

// outline gives lines that hold an outline of indicators as tables: what stands
// before it, the outline, what stands behind. It is nil where they hold none.
func (doc *document) outline(t *table) []*table {
	if !t.Prose {
		return nil
	}
	first, last, leaves, levels := -1, -1, 0, 0
	var lines []outlineLine
	open := false // a level stands above
	for i := range t.cells.count() {
		parts, ok := doc.outlineLines(t.cells.at(i))
		for k := range parts {
			l := &parts[k]
			l.at = i
			switch {
			case ok && l.levels != nil:
				if first < 0 {
					first = i
				}
				levels, open = levels+1, true
			case ok && open:
				leaves, last = leaves+1, i
			case open:
				open = false
			}
		}
		if first >= 0 {
			lines = append(lines, parts...)
		}
	}
	if leaves < minLeaves || levels < 2 {
		return nil
	}
	lines = slices.DeleteFunc(lines, func(l outlineLine) bool { return l.at > last })
	for _, l := range lines {
		if l.levels == nil && l.name == "" && l.c.squeezed() != "" {
			return nil // something else stands among them
		}
	}
	out := []*table{newTable(t.lines(0, first), len(doc.tables), doc.lex)}
	out = append(out, t.ofOutline(lines, doc.words, len(doc.tables)+1), newTable(t.lines(last+1, t.cells.count()), len(doc.tables)+2, doc.lex))
	return out
}

// lines are some of the lines of a text.
func (t *table) lines(from, to int) *grid.Grid {
	g := *t.Grid
	g.Cells, g.Rows = nil, 0
	for _, c := range t.Cells[from:to] {
		c.Row = g.Rows
		g.Cells, g.Rows = append(g.Cells, c), g.Rows+1
	}
	return &g
}

// outlineLines reads a line as a level, an indicator, or a level with its indicators
// behind a colon; ok is false where it is none, and then it is one part without text.
func (doc *document) outlineLines(c *cell) (parts []outlineLine, ok bool) {
	text := strings.TrimSpace(c.Text)
	none := []outlineLine{{c: c}}
	if len(text) > maxPairs {
		return none, false
	}
	text = withoutListMark(text)
	if levels := doc.levelsIn(text); levels != nil {
		return []outlineLine{{c: c, levels: levels}}, true
	}
	if m := dotLeader.FindStringSubmatch(text); m != nil {
		if behind := dotLeader.FindStringSubmatch(m[2]); behind != nil && doc.words.isLevel(labelNorm(m[1]), 1) {
			parts, m = append(parts, outlineLine{c: c, levels: []string{strings.TrimSpace(m[1])}}), behind
		}
		return append(parts, outlineLine{c: c, name: strings.TrimSpace(m[1]), target: strings.TrimSpace(m[2])}), true
	}
	level, rest := doc.words.levelFront(text)
	if level != "" {
		parts = append(parts, outlineLine{c: c, levels: []string{level}})
	}
	items := listItems(rest)
	for _, item := range items {
		l := outlineLine{c: c}
		if l.name, l.target, ok = roles.SplitTarget(withoutListMark(item)); !ok || doc.words.label(labelNorm(l.name)) != KeyNone {
			if len(items) > 1 && level == "" { // one target of several clauses
				l.name, l.target, ok = roles.SplitTarget(text)
				l.c, parts = c, nil
				if ok && doc.words.label(labelNorm(l.name)) == KeyNone {
					return []outlineLine{l}, true
				}
			}
			return none, false // 年度目标：…
		}
		parts = append(parts, l)
	}
	return parts, len(parts) > 0
}

// withoutListMark is a line without what a list prints in front of it: - 1. 名称.
func withoutListMark(text string) string {
	for range 2 {
		m := listMark.FindString(text)
		if m == "" {
			break
		}
		text = strings.TrimSpace(strings.TrimLeft(text[len(m):], " "))
		if r := []rune(m); len(r) > 0 && !strings.ContainsRune("-*+•·●○■◆▪►➢# )）、.．", r[len(r)-1]) {
			text = string(r[len(r)-1]) + text // the character behind a number
		}
	}
	return text
}

// listNumber is what an item of a list is numbered with.
var listNumber = pattern.MustCompile(`[一二三四五六七八九十]+|\d+`)

// markStyle is how a line is marked as an item of a list, without what counts it: 一、 and
// 二、 are of one style, （一） of another; "" where it is not.
func markStyle(text string) string {
	text = strings.TrimSpace(fold.Text(text))
	m := listMark.FindString(text)
	if r := []rune(m); len(r) > 0 && !strings.ContainsRune(listMarks+"# )）、.．", r[len(r)-1]) {
		m = string(r[:len(r)-1]) // the character behind a number
	}
	return listNumber.ReplaceAllStringFunc(m, func(n string) string {
		if n[0] >= '0' && n[0] <= '9' {
			return "1"
		}
		return "一"
	})
}

// levelFront parts a line into the name of a level of the second depth that it begins
// with, and what stands behind its mark; the name is "" where it does not.
func (d *dictionary) levelFront(text string) (level, rest string) {
	at := strings.IndexAny(text, "：:。.—-–")
	if at <= 0 || !d.isLevel(labelNorm(text[:at]), 1) {
		return "", text
	}
	_, size := utf8.DecodeRuneInString(text[at:])
	return strings.TrimSpace(text[:at]), strings.TrimSpace(strings.TrimLeft(text[at+size:], "—-–"))
}

// listItems are the indicators of a line, parted by semicolons, without the full stop at
// its end.
func listItems(text string) []string {
	var out []string
	for _, item := range strings.FieldsFunc(text, func(r rune) bool { return r == '；' || r == ';' }) {
		if item = strings.TrimRight(strings.TrimSpace(item), "。"); item != "" {
			out = append(out, item)
		}
	}
	return out
}

// levelsIn are the levels that a line names and nothing else: 产出指标,
// 【产出指标-数量指标】; none where it names other things, too.
func (doc *document) levelsIn(text string) []string {
	parts := doc.words.levelsIn(strings.Trim(fold.Text(text), " \t#*"))
	if len(parts) > 2 {
		return nil
	}
	for depth, p := range parts {
		if len(parts) == 2 && !doc.words.isLevel(labelNorm(p), depth) {
			return nil
		}
	}
	return parts
}

// depth is that of a line with one level: by its name, or where that stands at
// either, by its numbering or its indent beside the lines of the levels that are open;
// another level right below it makes it an outer one.
func (l *outlineLine) depth(open [2]*outlineLine, words *dictionary, overLevel bool) int {
	norm := labelNorm(l.levels[0])
	outer, inner := words.isLevel(norm, 0), words.isLevel(norm, 1)
	switch {
	case open[0] == nil || outer && !inner:
		return 0
	case inner && !outer:
		return 1
	case l.likeOnly(open[0], open[1]), overLevel && !l.likeOnly(open[1], open[0]):
		return 0
	case l.indent() != open[0].indent(), open[1] != nil && open[1].indent() == l.indent():
		return 1
	}
	return 0
}

// likeOnly reports whether a line is numbered as another one is, and a third is not.
func (l *outlineLine) likeOnly(o, not *outlineLine) bool {
	if o == nil {
		return false
	}
	style := markStyle(l.c.Text)
	return style != "" && style == markStyle(o.c.Text) && (not == nil || style != markStyle(not.c.Text))
}

// indent is how far in a line begins, in characters or points.
func (l *outlineLine) indent() float64 {
	p := l.c.Place()
	if p.Page != 0 {
		return p.Box[0]
	}
	return float64(p.Column + len(l.c.Text) - len(strings.TrimLeft(l.c.Text, " \t　")))
}

// ofOutline makes a table of the lines of an outline.
func (t *table) ofOutline(lines []outlineLine, words *dictionary, index int) *table {
	g := &grid.Grid{Name: t.Name, Page: t.Page, Hidden: t.Hidden, Cols: streamColumns, Rows: 1}
	printed := [][]*cell{}
	put := func(row, col int, text string, line *cell) {
		c := grid.Cell{Row: row, Col: col, RowSpan: 1, ColSpan: 1, Text: text}
		printed = append(printed, nil)
		if line != nil {
			c.Spot = line.Spot
			c.Note(line.Repairs(), line.Doubts())
			printed[len(printed)-1] = []*cell{line}
		}
		g.Cells = append(g.Cells, c)
	}
	for col, head := range outlineHeads {
		put(0, col, head, nil)
	}
	var open [2]*outlineLine
	var at [2]int // the cell of each open level, -1 before it is put
	for i := range lines {
		l := &lines[i]
		switch {
		case len(l.levels) == 2:
			open, at = [2]*outlineLine{l, l}, [2]int{-1, -1}
		case len(l.levels) == 1:
			depth := l.depth(open, words, i+1 < len(lines) && lines[i+1].levels != nil)
			open[depth], at[depth] = l, -1
			if depth == 0 {
				open[1] = nil
			}
		case l.name != "":
			row := g.Rows
			g.Rows++
			for depth, o := range open {
				switch {
				case o == nil:
				case at[depth] >= 0:
					g.Cells[at[depth]].RowSpan++
				default:
					at[depth] = len(g.Cells)
					put(row, depth, o.levels[min(depth, len(o.levels)-1)], o.c)
				}
			}
			put(row, 2, l.name, l.c)
			put(row, 3, l.target, l.c)
		}
	}
	out := newTable(g, index, t.lex)
	out.made = true
	for i, c := range out.cells.all() {
		c.unprinted = true
		c.of(printed[i]...)
	}
	return out
}
