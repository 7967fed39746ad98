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
		out = append(out, s.table())
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

// part is a table with the line over it, nil for none.
type part struct {
	over *cell
	name string // the level that the line names, or the line itself
	t    *table
}

// stack takes the parts of one table off the front of a list; n is 0 where the list
// does not begin with any.
func (doc *document) stack(tables []*table) (s stack) {
	levels := 0
	for s.n < len(tables) {
		var p part
		k := s.n
		rest := (*table)(nil)
		if t := tables[k]; t.Prose {
			p.over, p.name = doc.captionOf(t)
			if p.over == nil || s.n > 0 && t.lastFilled() != t.firstFilled() {
				break
			}
			if p.over.Row > 0 {
				rest = newTable(t.lines(0, p.over.Row), 0)
				rest.whole = t.whole
			}
			k++
		}
		if k == len(tables) || tables[k].Prose || tables[k].made || tables[k].Spans != grid.Exact {
			break
		}
		p.t = tables[k]
		if len(s.parts) > 0 && !s.parts[0].t.like(p.t, doc.words) {
			break
		}
		if len(s.parts) > 0 && p.over == nil && !p.t.isCard(doc.words) {
			break
		}
		if p.over != nil && doc.words.inVocabulary(labelNorm(p.name)) {
			levels++
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

// captionOf is the last line of a text, where it names a level or counts a card.
func (doc *document) captionOf(t *table) (over *cell, name string) {
	last := t.lastFilled()
	if last < 0 || len(t.cells) != len(t.rows) {
		return nil, ""
	}
	cells := t.filled(last)
	text := strings.TrimSpace(cellOnly(cells[0]))
	if len(cells) != 1 || len(text) > maxLabel {
		return nil, ""
	}
	if name = caption.ReplaceAllString(text, ""); doc.words.isLevel(labelNorm(name), 0) {
		return cells[0], name
	}
	if cardTitle.MatchString(cells[0].squeezed()) {
		return cells[0], text
	}
	return nil, ""
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
		role := c.columnRole(words)
		if role != RoleNone {
			named++
		}
		main = main || role == RoleName || role == RoleLevel3 || role == RoleValue
	}
	return main && 2*named > len(edge)
}

// table is the parts as one table.
func (s *stack) table() *table {
	first := s.parts[0].t
	var out []piece
	rows := 0
	for _, p := range s.parts {
		if p.over != nil {
			g := *p.over.Cell
			g.Row, g.Col, g.RowSpan, g.ColSpan, g.Text = rows, 0, 1, first.Cols, p.name
			out = append(out, piece{g, []*cell{p.over}})
			rows++
		}
		for i := range p.t.cells {
			c := &p.t.cells[i]
			g := *c.Cell
			g.Row += rows
			out = append(out, piece{g, []*cell{c}})
		}
		rows += len(p.t.rows)
	}
	return first.remade(out, rows, first.Cols)
}
