package form

import (
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/pattern"
)

// Text and PDF print what a sheet holds in one table as several: a table a level
// under its name, a card an indicator. They are put one under the other, with the
// lines between them as rows across.

// caption is what numbers a table in front of its name: 表1, 附表二.
var caption = pattern.MustCompile(`^(附?表|指标)[一二三四五六七八九十\d]{1,3}[:：、.．\s　]*`)

// cardTitle is a line over a card that only counts it.
var cardTitle = pattern.MustCompile(`^(绩效)?(指标|目标)?(卡片|卡|表)?[(（]?[一二三四五六七八九十\d]{1,3}[)）]?[:：、.．]?$`)

// stacked puts tables one under the other that are parts of one.
func (doc *document) stacked(tables []*table) []*table {
	var out []*table
	for i := 0; i < len(tables); {
		s := doc.stack(tables[i:])
		if s.n == 0 {
			out = append(out, tables[i])
			i++
			continue
		}
		if s.rest != nil {
			out = append(out, s.rest)
		}
		out = append(out, s.table(doc.words))
		i += s.n
	}
	for i, t := range out {
		t.index = i
	}
	return out
}

// stack is tables that are put one under the other.
type stack struct {
	rest  *table // the lines before the first caption
	parts []part
	n     int // how many tables and runs of lines it is made of
}

// part is a table with the lines over it.
type part struct {
	over []captionLine
	t    *table
}

// captionLine is a line over a table and the levels that it names; none of one that
// counts a card.
type captionLine struct {
	c      *cell
	levels []string
}

// maxCaptions is how many lines over a table may name its levels.
const maxCaptions = 3

// stack takes the parts of one table off the front of a list; n is 0 where the list
// does not begin with any. One loop: each check ends the run of parts, in the order in
// which a reader meets them.
func (doc *document) stack(tables []*table) (s stack) {
	levels := 0
	for s.n < len(tables) {
		var p part
		k := s.n
		rest := (*table)(nil)
		if t := tables[k]; t.Prose {
			if p.over = doc.captionsOf(t); p.over == nil || s.n > 0 && t.firstFilled() < p.over[0].c.Row {
				break
			}
			if first := p.over[0].c.Row; first > 0 {
				rest = newTable(t.lines(0, first), 0, t.lex)
				rest.whole = t.whole
			}
			k++
		}
		if k == len(tables) || tables[k].Prose || tables[k].made || !tables[k].wholeRows() {
			break
		}
		p.t = tables[k]
		if len(s.parts) > 0 && (!s.parts[0].t.like(p.t, doc.words) || p.over == nil && !p.t.isCard(doc.words)) {
			break
		}
		for _, l := range p.over {
			levels += len(l.levels)
		}
		if len(s.parts) == 0 {
			s.rest = rest
		}
		s.parts, s.n = append(s.parts, p), k+1
	}
	if len(s.parts) == 0 || levels == 0 && (len(s.parts) < 2 || !s.parts[0].t.isCard(doc.words)) {
		return stack{}
	}
	return s
}

// wholeRows reports whether the rows of a table are sure to be what they show: its spans
// are known, or each row begins at the left edge, so that no label is blank.
func (t *table) wholeRows() bool {
	if t.Spans == grid.Exact {
		return true
	}
	for row := range t.rows {
		if cells := t.filled(row); len(cells) > 0 && cells[0].Col > 0 {
			return false
		}
	}
	return true
}

// captionsOf are the last lines of a text, where they name levels or count a card.
func (doc *document) captionsOf(t *table) (out []captionLine) {
	if t.cells.count() != len(t.rows) {
		return nil
	}
	for row := t.lastFilled(); row >= 0 && len(out) < maxCaptions; row-- {
		cells := t.filled(row)
		if len(cells) == 0 {
			continue
		}
		text := strings.TrimSpace(cellOnly(cells[0]))
		if len(text) > 2*maxLabel {
			break
		}
		levels := doc.levelsIn(withoutListMark(caption.ReplaceAllString(text, "")))
		if levels == nil && !cardTitle.MatchString(cells[0].squeezed()) {
			break
		}
		out = append(out, captionLine{cells[0], levels})
	}
	slices.Reverse(out)
	return out
}

func (t *table) firstFilled() int {
	return slices.IndexFunc(t.rows, func(row []*cell) bool {
		return slices.ContainsFunc(row, func(c *cell) bool { return c.squeezed() != "" })
	})
}

// lastFilled is the last row with text, -1 for none.
func (t *table) lastFilled() int {
	for row := len(t.rows) - 1; row >= 0; row-- {
		if !t.blank(row) {
			return row
		}
	}
	return -1
}

// like reports whether two tables print the same head, or the same labels down their
// left edge.
func (t *table) like(o *table, words *dictionary) bool {
	if t.Cols != o.Cols || t.Name != o.Name || len(t.rows) == 0 || len(o.rows) == 0 {
		return false
	}
	same := func(a, b []*cell) bool {
		return len(a) > 1 && slices.EqualFunc(a, b, func(x, y *cell) bool { return x.squeezed() == y.squeezed() })
	}
	if same(t.filled(0), o.filled(0)) {
		return true
	}
	return t.isCard(words) && o.isCard(words) && same(t.leftEdge(), o.leftEdge())
}

// leftEdge are the first cells of the rows.
func (t *table) leftEdge() []*cell {
	var out []*cell
	for row := range t.rows {
		if cells := t.filled(row); len(cells) > 0 && (len(out) == 0 || out[len(out)-1] != cells[0]) {
			out = append(out, cells[0])
		}
	}
	return out
}

// maxCard bounds the rows of a card.
const maxCard = 12

// isCard reports whether a table is one indicator: the names of columns down its left
// edge, and among them a name or a target.
func (t *table) isCard(words *dictionary) bool {
	if len(t.rows) < 2 || len(t.rows) > maxCard {
		return false
	}
	named, main := 0, false
	edge := t.leftEdge()
	for _, c := range edge {
		role := c.columnRole()
		if role != RoleNone {
			named++
		}
		main = main || role == RoleName || role == RoleLevel3 || role == RoleValue
	}
	return main && 2*named > len(edge)
}

// table is the parts as one table.
func (s *stack) table(words *dictionary) *table {
	first := s.parts[0].t
	if first.isCard(words) {
		return s.cards()
	}
	t := stacker{stack: s, words: words, head: first.headHeight(), depths: map[int]bool{}}
	t.learn()
	for i := range s.parts {
		p := &s.parts[i]
		for _, l := range p.over {
			for _, name := range l.levels {
				t.depths[t.depth(name, p, l)] = true
			}
		}
	}
	return t.table()
}

// cards puts cards one under the other, with the lines between them as rows.
func (s *stack) cards() *table {
	first := s.parts[0].t
	var out []piece
	rows := 0
	for _, p := range s.parts {
		for _, l := range p.over {
			g := *l.c.Cell
			g.Row, g.Col, g.RowSpan, g.ColSpan = rows, 0, 1, first.Cols
			out = append(out, piece{g, []*cell{l.c}})
			rows++
		}
		for _, c := range p.t.cells.all() {
			g := *c.Cell
			g.Row += rows
			out = append(out, piece{g, []*cell{c}})
		}
		rows += len(p.t.rows)
	}
	return first.remade(out, rows, first.Cols)
}

// headHeight is how many rows the head of a table takes.
func (t *table) headHeight() int {
	n := 1
	for _, c := range t.filled(0) {
		n = max(n, min(c.last(), maxHeadHeight))
	}
	return n
}

// stacker makes columns of the levels over tables with one head.
type stacker struct {
	*stack
	words  *dictionary
	head   int          // rows of the head
	depths map[int]bool // of levels that stand over tables
	// styles are the depths, one bit each, that a style of numbering has; twofold is
	// true where two levels stand over a table.
	styles  map[string]uint8
	twofold bool
}

// learn notes which depth each style of numbering has, by the names that have but one.
func (t *stacker) learn() {
	t.styles = map[string]uint8{}
	for _, p := range t.parts {
		for _, l := range p.over {
			for _, name := range l.levels {
				if outer, inner := t.words.isLevel(labelNorm(name), 0), t.words.isLevel(labelNorm(name), 1); len(l.levels) == 1 && outer != inner {
					depth := uint8(1)
					if inner {
						depth = 2
					}
					t.styles[markStyle(l.c.Text)] |= depth
				}
			}
		}
		t.twofold = t.twofold || len(p.over) > 1
	}
}

// depth is that of a level over a table: of two on a line the second is the inner one; of
// a name that stands at either the numbering says it, or where that does not, that
// it stands alone over its table where two levels stand over others.
func (t *stacker) depth(name string, p *part, l captionLine) int {
	norm := labelNorm(name)
	if len(l.levels) > 1 && name == l.levels[1] || !t.words.isLevel(norm, 0) {
		return 1
	}
	if len(l.levels) > 1 || !t.words.isLevel(norm, 1) {
		return 0
	}
	switch t.styles[markStyle(l.c.Text)] {
	case 1:
		return 0
	case 2:
		return 1
	}
	if t.twofold && len(p.over) == 1 {
		return 1
	}
	return 0
}

// table is the tables under one head, with a column for each depth of levels in front.
func (t *stacker) table() *table {
	first := t.parts[0].t
	var out []piece
	col := map[int]int{}
	for depth := range labelLevels {
		if t.depths[depth] {
			col[depth] = len(col)
			out = append(out, piece{Cell: grid.Cell{Col: col[depth], RowSpan: t.head, ColSpan: 1, Text: outlineHeads[depth]}})
		}
	}
	heads := map[[2]int]int{} // the piece of each cell of the head
	rows := t.head
	var open [labelLevels]piece
	for n := range t.parts {
		p := &t.parts[n]
		for _, l := range p.over {
			for _, name := range l.levels {
				g := *l.c.Cell
				g.Text = name
				depth := t.depth(name, p, l)
				open[depth] = piece{g, []*cell{l.c}}
				if depth == 0 {
					open[1] = piece{}
				}
			}
		}
		for _, c := range p.t.cells.all() {
			g := *c.Cell
			g.Col += len(col)
			at := [2]int{c.Row, c.Col}
			if k, again := heads[at]; again && c.Row < t.head && n > 0 {
				out[k].from = append(out[k].from, c)
				continue
			}
			if c.Row < t.head {
				heads[at] = len(out)
			} else {
				g.Row += rows - t.head
			}
			out = append(out, piece{g, []*cell{c}})
		}
		high := max(0, len(p.t.rows)-t.head)
		for depth, l := range open {
			if l.from != nil && high > 0 {
				l.Row, l.Col, l.RowSpan, l.ColSpan = rows, col[depth], high, 1
				out = append(out, l)
			}
		}
		rows += high
	}
	made := first.remade(out, rows, first.Cols+len(col))
	made.Spans = grid.Exact
	return made
}
