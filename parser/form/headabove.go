package form

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/parser/grid"
)

// What the matcher knows a table by is the one row that names its columns. Heads of
// several rows have rows above it, and beside the levels a column may say a goal.

// maxHeadsAbove is how many rows of a head stand above the one that names columns.
const maxHeadsAbove = 3

// maxHeadAbove is the length in runes of a head over several columns.
const maxHeadAbove = 14

// headsAbove accounts for the rows of a head above the one that names the columns:
// those that a cell of it begins in, and those that lie over it whole.
func (h *header) headsAbove() {
	if h.t.Spans != grid.Exact {
		return
	}
	top := h.row
	for _, c := range h.t.rows[h.row] {
		if c.last() <= h.end && h.row-c.Row < maxHeadsAbove && c.norm() != "" && c.columnRole() != RoleNone {
			top = min(top, c.Row)
		}
	}
	if top > 0 && top < h.row && h.liesOver(top-1) {
		top--
	}
	for row := top; row < h.row; row++ {
		for _, c := range h.t.rows[row] {
			if c.Row >= top && c.last() <= h.end {
				c.is(fateLabel, whyColumnHead)
			}
		}
	}
}

// minLowered is how many heads of a row above reach down into the row of the levels' heads.
const minLowered = 2

// withHeadsLowered is a table of open spans whose heads of two rows reach down again: a
// dump prints a head that was merged over both rows in the upper one, and nothing below
// it beside the heads of the levels.
func (t *table) withHeadsLowered() *table {
	if t.Spans != grid.Open {
		return t
	}
	isLevel := func(c *cell) bool { return c.columnRole().isLevel() }
	for row := 1; row < len(t.rows); row++ {
		upper, lower := t.starting(row-1), t.starting(row)
		var wide map[*cell]int
		switch above := slices.ContainsFunc(upper, isLevel); {
		case len(upper) < minLowered, above == slices.ContainsFunc(lower, isLevel):
			continue
		case above:
			if wide = spreadHeads(upper, lower); wide == nil {
				continue
			}
		}
		low := map[*cell]bool{}
		for _, c := range upper {
			if role := c.columnRole(); (role != RoleNone || wide != nil) && role != RoleGroup && c.RowSpan == 1 && t.blankUnder(row, c) && t.filledUnder(row+1, c) {
				low[c] = true
			}
		}
		if len(low) < minLowered {
			continue
		}
		var pieces []piece
		for _, c := range t.cells.all() {
			p := piece{*c.Cell, []*cell{c}}
			if low[c] {
				p.RowSpan = 2
			}
			if wide[c] > 0 {
				p.ColSpan = wide[c]
			}
			if c.squeezed() != "" || c.Row < row-1 || c.Row > row {
				pieces = append(pieces, p) // blank cells of the head are covered now
			}
		}
		return t.remade(pieces, len(t.rows), t.Cols)
	}
	return t
}

// spreadHeads are the heads of a row that lie over several of the row below, with how
// many columns they lie over: 指标值 over 符号 | 数值 | 单位. It is nil where that row holds
// anything else.
func spreadHeads(upper, lower []*cell) map[*cell]int {
	if len(lower) < minLowered {
		return nil
	}
	wide := map[*cell]int{}
	for i, head := range upper {
		var under []*cell
		for len(lower) > 0 && lower[0].Col >= head.Col && (i+1 == len(upper) || lower[0].Col < upper[i+1].Col) {
			under, lower = append(under, lower[0]), lower[1:]
		}
		if under == nil {
			continue
		}
		for k, c := range under {
			if role := c.columnRole(); role == RoleNone || role.isLevel() || c.Col != head.Col+k {
				return nil
			}
		}
		wide[head] = len(under)
	}
	if len(lower) > 0 {
		return nil
	}
	return wide
}

// blankUnder reports whether a row has no text under a cell.
func (t *table) blankUnder(row int, c *cell) bool {
	return !slices.ContainsFunc(t.rows[row], func(x *cell) bool { return x.Col < c.end() && x.end() > c.Col && x.squeezed() != "" })
}

// filledUnder reports whether a row from one on has a text under a cell.
func (t *table) filledUnder(row int, c *cell) bool {
	for ; row < len(t.rows); row++ {
		if !t.blankUnder(row, c) {
			return true
		}
	}
	return false
}

// liesOver reports whether a row heads the columns of the row below together: its
// cells fill the width, each begins where one below does, one speaks of indicators,
// and none is the label of a field.
func (h *header) liesOver(row int) bool {
	wide, speaks := 0, false
	cells := h.t.filled(row)
	for _, c := range cells {
		below := h.t.at(row+1, c.Col)
		if utf8.RuneCountInString(c.squeezed()) > maxHeadAbove || c.Row != row || c.last() != row+1 || below == nil || below.Col != c.Col {
			return false
		}
		if key := h.words.label(c.norm()); key != KeyNone && key != KeyGroup && key.family() != "goals" {
			return false
		}
		wide += c.ColSpan
		speaks = speaks || c.columnRole() != RoleNone || strings.Contains(c.norm(), "指标")
	}
	return len(cells) > 1 && wide == h.t.Cols && speaks
}

// manyProjects reports whether columns say of each row which project, or whose, it is.
func (h *header) manyProjects() bool {
	return slices.ContainsFunc(h.fields, func(c column) bool {
		return c.key.family() == "project" || c.key.family() == "unit"
	})
}

// goalColumns are the goals of a form that a column left of the levels prints, each
// over the rows that it is measured by.
func (f *found) goalColumns() {
	h := f.header
	if h.t.Spans != grid.Exact || h.read != nil || h.manyProjects() || f.body.end.table != h.t.index {
		return
	}
	level, ok := h.column(RoleLevel1, 0)
	for _, head := range h.t.rows[h.row] {
		key := h.words.label(head.norm())
		if !ok || key.family() != "goals" || head.end() > level.from {
			continue
		}
		out := hit{key: key, label: head.Text, column: head.Col}
		var lines []string
		for row := h.end; row < f.body.end.row; row++ {
			c := h.t.at(row, head.Col)
			if c == nil || c.Row != row || c.end() > level.from || c.taken() || c.squeezed() == "" {
				continue
			}
			c.take()
			out.from, out.repairs, out.doubts = append(out.from, c), append(out.repairs, c.Repairs()...), append(out.doubts, c.Doubts()...)
			lines = append(lines, c.Text)
		}
		if len(lines) > 0 {
			out.text = strings.Join(lines, "\n")
			f.body.fields = append(f.body.fields, out)
		}
	}
}
