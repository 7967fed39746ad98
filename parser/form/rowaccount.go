package form

import (
	"strings"

	"github.com/pbt-cli/pbt/parser/grid"
)

// Rows are read before it is known which reading of a table is taken; only then
// are its cells accounted for.

// account says what the cells of a table's rows are.
func (b *body) account(h *header) {
	for _, again := range b.again {
		again.printedAgain()
	}
	for _, c := range b.labels {
		c.is(fateLabel, whySum)
	}
	for _, c := range b.numbers {
		c.furniture(whyNumber)
	}
	for i := range b.rows {
		b.rows[i].take()
	}
	for _, lines := range b.lines {
		for row := lines.from; row < lines.to; row++ {
			h.sideHeads(lines.t, row)
			h.repeated(lines.t, row)
			for _, col := range h.columns {
				if col.role == RoleNumber {
					under(lines.t, row, col).furniture(whyNumber)
				}
			}
		}
	}
}

// take says that the cells of a row are read.
func (r *bodyRow) take() {
	take := func(c *cell) {
		if c != nil {
			c.take()
			c.row = true
		}
	}
	take(r.name)
	take(r.value)
	for _, c := range r.labels() {
		take(c)
	}
	for _, f := range r.cells {
		take(f.c)
	}
	for _, list := range [][]columnCell{r.extra, r.targets} {
		for _, c := range list {
			take(c.c)
		}
	}
	for _, c := range r.fields {
		take(c)
	}
}

// sideHeads accounts for the headings beside a row: 绩效指标 down the left edge, on
// one line or on several.
func (h *header) sideHeads(t *table, row int) {
	left := h.left()
	for _, c := range t.rows[row] {
		if c.end() > left {
			break
		}
		if c.norm() != "" && h.over(c).label == "" && h.words.inHeading(c.norm()) {
			c.is(fateLabel, whyHeading)
		}
	}
	for _, c := range t.rows[row] {
		if t.Spans == grid.Open && h.words.groupWord(c) {
			c.is(fateLabel, whyHeading)
		}
	}
	for _, col := range h.groups {
		c := under(t, row, col)
		if c == nil || c.norm() == "" {
			continue
		}
		if strings.Contains(labelNorm(col.label), c.norm()) || h.words.label(c.norm()) == KeyGroup {
			c.is(fateLabel, whyHeading)
		}
	}
}

// left is the first column of the header.
func (h *header) left() int {
	left := h.t.Cols
	for _, list := range [][]column{h.columns, h.fields} {
		for _, c := range list {
			left = min(left, c.from)
		}
	}
	return left
}

// repeated accounts for the cells of a merged one that a dump prints again over
// its span.
func (h *header) repeated(t *table, row int) {
	if t.Spans != grid.Open {
		return
	}
	cells := t.rows[row]
	for i := 1; i < len(cells); i++ {
		a, b := cells[i-1], cells[i]
		if a.Text != b.Text || a.squeezed() == "" {
			continue
		}
		if h.over(a).from != h.over(b).from {
			continue // two columns that say the same
		}
		switch {
		case a.taken() && !b.taken():
			b.furniture(whySame)
		case b.taken() && !a.taken():
			for k := i - 1; k >= 0 && cells[k].Text == b.Text && !cells[k].taken(); k-- {
				cells[k].furniture(whySame)
			}
		}
	}
}
