package form

import (
	"strings"

	"github.com/pbt-cli/pbt/indicator/level"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

// alignRow moves a short row of a dump under its columns. Copied from a page,
// a row loses the cells that are merged from above and closes up to the left:
// its first text may be a level-2 label or a name. The level labels tell how
// far it must go right; without any, a row that ends in the last column does.
// It reports false where a short row fits nowhere.
func (h *header) alignRow(t *table, row int, b *body) bool {
	cells := t.rows[row]
	if t.Spans != grid.Open || len(cells) == 0 {
		return true
	}
	n, k, blanks := h.width(), 0, false
	for _, c := range cells {
		blanks = blanks || c.squeezed() == ""
		k = max(k, c.end())
	}
	if cells[0].Col != 0 || cells[0].squeezed() == "" || k >= n {
		return true
	}
	// Blanks keep the columns apart: then only both labels together say that
	// the row closed up.
	if blanks = blanks || k != len(cells); blanks && !h.bothLabels(cells, n-k) {
		return true
	}
	shift, sure := h.shiftOf(cells, n-k)
	if !sure && b.manner == level.MannerFirstRow && !h.onlySum(cells) {
		shift, sure = n-k, true // as the rows before it did
	}
	if shift > 0 {
		b.manner = level.MannerFirstRow
		moved := make([]*cell, len(cells))
		for i, c := range cells {
			g := *c.Cell
			g.Col += shift
			moved[i] = &cell{Cell: &g, word: c.word, account: account{has: c.has, row: c.row}}
			moved[i].of(c)
		}
		t.rows[row] = moved
	}
	return sure
}

// slid reports whether the cells of a row of a dump stand under heads that are not
// theirs. A short row that ends in the name of a column is a part of the head,
// broken over lines: the heads above name only some of the columns, and a row
// below without a level's name in its column may stand anywhere.
func (h *header) slid(t *table, row int, b *body) bool {
	cells := t.filled(row)
	if t.Spans != grid.Open || t.made || len(cells) < 2 || cells[0].Col != 0 || findHeader(t, row, h.words) != nil {
		return false
	}
	if name, ok := h.column(RoleName, 0); !ok || name.from == 0 || h.labelAt(cells, 0, 0) || h.labelAt(cells, 1, 0) {
		return false
	}
	last := cells[len(cells)-1]
	head := last.end() < h.width() && h.words.column(last.norm()) != RoleNone
	b.torn = b.torn || head
	return b.torn
}

// width is the number of columns of the header's row.
func (h *header) width() int {
	n := 0
	for _, list := range [][]column{h.columns, h.fields, h.groups, h.other} {
		for _, c := range list {
			n = max(n, c.to)
		}
	}
	return n
}

// shiftOf finds how far a row of k cells must go right, at most room columns.
// sure is false where nothing speaks for any place.
func (h *header) shiftOf(cells []*cell, room int) (shift int, sure bool) {
	best := 0
	for s := range room + 1 {
		score := 0
		for depth := range 2 {
			if h.labelAt(cells, depth, s) {
				score += 2
			}
		}
		if score > 0 && s == room {
			score++
		}
		if score > best {
			best, shift = score, s
		}
	}
	if best > 0 {
		return shift, true
	}
	// No label at all: the row begins with its name, if it ends at the edge.
	if name, ok := h.column(RoleName, 0); ok && name.from == room {
		return room, true
	}
	return 0, h.onlySum(cells)
}

// labelAt reports whether, moved by s columns, the row has a level's name in
// the column of that level.
func (h *header) labelAt(cells []*cell, depth, s int) bool {
	col, ok := h.column([]Role{RoleLevel1, RoleLevel2}[depth], 0)
	if !ok {
		return false
	}
	for _, c := range cells {
		if c.Col+s == col.from {
			return h.words.isLevel(c.norm(), depth)
		}
	}
	return false
}

// bothLabels reports whether some shift, and not the row as it stands, puts
// both labels in their columns.
func (h *header) bothLabels(cells []*cell, room int) bool {
	for s := 1; s <= room; s++ {
		if h.labelAt(cells, 0, s) && h.labelAt(cells, 1, s) {
			return !h.labelAt(cells, 0, 0)
		}
	}
	return false
}

// onlySum reports whether a short row is no indicator at all: a label or two of
// a sum.
func (h *header) onlySum(cells []*cell) bool {
	name, _ := h.column(RoleName, 0)
	return len(cells) <= name.from
}

// raggedRows is the warning about rows that fit under no columns.
func raggedRows(places []schema.Place) schema.Finding {
	var at []string
	for _, p := range places[:min(len(places), 5)] {
		at = append(at, p.String())
	}
	list := strings.Join(at, ", ")
	if len(places) > 5 {
		list += " …"
	}
	e := schema.ExtractRaggedRows.Told(len(places), list)
	e.At = &places[0]
	return e.Finding()
}
