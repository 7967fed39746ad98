package form

import (
	"math"
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/parser/form/roles"
	"github.com/pbt-cli/pbt/parser/grid"
)

// differ notes, at the rows that the names gave, where the evidence reads
// otherwise.
func (g *group) differ() {
	byName, byRow := map[string]*bodyRow{}, map[int]*bodyRow{}
	margin := 0.0
	for _, f := range g.seen {
		margin = max(margin, f.read.Margin)
		for i := range f.body.rows {
			r := &f.body.rows[i]
			byRow[r.row] = r
			if r.name != nil {
				byName[r.name.squeezed()] = r
			}
		}
	}
	for _, f := range g.named {
		d := roles.Doubt{Question: roles.AskColumn, Margin: math.Round(100*margin) / 100}
		for i, r := range f.body.rows {
			name, value := r.name.orNothing(), r.value.orNothing()
			o := byName[name]
			if name != "" && o != nil && (o.value.orNothing() == value || f.outranks(&r, o.value)) {
				continue
			}
			open := roles.Open{Chosen: value}
			if o == nil {
				open.Chosen, o = name, byRow[r.row]
			}
			if o != nil {
				for _, s := range []string{o.name.orNothing(), o.value.orNothing()} {
					if s != "" && s != name && s != value {
						open.Alternatives = append(open.Alternatives, s)
					}
				}
			}
			d.Rows, d.Open = append(d.Rows, i), append(d.Open, open)
		}
		if len(d.Rows) > 0 {
			f.body.doubts = append(f.body.doubts, d)
		}
	}
}

// outranks reports whether a cell is a target of a row in a column whose head says
// less of this year than that of the column which was taken: half a year, the last one.
func (f *found) outranks(r *bodyRow, c *cell) bool {
	taken, ok := f.header.valueColumn(r.block)
	return ok && c != nil && slices.ContainsFunc(r.targets, func(t columnCell) bool {
		return t.c.Cell == c.Cell && valueRank(labelText(*t.column)) < valueRank(labelText(taken))
	})
}

// orNothing is the folded text of a cell, "" of none.
func (c *cell) orNothing() string {
	if c == nil {
		return ""
	}
	return c.squeezed()
}

// allKnown reports whether the profiles know every head of the tables that stands over
// anything, and each stands over one column.
func allKnown(named []*found) bool {
	for _, f := range named {
		if slices.ContainsFunc(f.header.other, f.holds) {
			return false
		}
		for _, c := range f.header.columns {
			if f.divided(c) {
				return false
			}
		}
	}
	return true
}

// holds reports whether a row has text under a column.
func (f *found) holds(c column) bool {
	return slices.ContainsFunc(f.body.rows, func(r bodyRow) bool {
		return slices.ContainsFunc(r.t.rows[r.row], func(x *cell) bool { return x.Col < c.to && x.end() > c.from && x.squeezed() != "" })
	})
}

// divided reports whether a column of the header stands over several of the
// rows: its name does not say which one it means.
func (f *found) divided(c column) bool {
	if c.to-c.from < 2 {
		return false
	}
	for _, r := range f.body.rows {
		n := 0
		for _, x := range r.t.rows[r.row] {
			if x.Col >= c.from && x.end() <= c.to && x.squeezed() != "" {
				n++
			}
		}
		if n > 1 {
			return true
		}
	}
	return false
}

// covered reports whether the tables read by evidence hold the names and values of
// the others, in whatever role: rows that they leave out are not explained.
func (g *group) covered() bool {
	took := func(c *cell) bool {
		for _, f := range g.seen {
			if f.read.Took(c.Cell) {
				return true
			}
		}
		return false
	}
	for _, f := range g.named {
		for _, r := range f.body.rows {
			for _, c := range []*cell{r.name, r.value} {
				if c != nil && c.squeezed() != "" && !took(c) {
					return false
				}
			}
		}
	}
	return true
}

// namesSettle reports whether the names read what the stage does not: lists of
// many projects, and two blocks of one form side by side.
func namesSettle(named []*found) bool {
	for _, f := range named {
		if f.header.blocks() > 1 && !f.header.twoUp() && f.twoTerms() || len(f.header.fields) > 0 && f.header.listLike() {
			return true
		}
	}
	return false
}

// twoTerms reports whether two blocks side by side are two terms of one form: the
// second has levels of its own, its head says a term, or it repeats names of the
// first. Else each row prints two indicators.
func (f *found) twoTerms() bool {
	for _, c := range f.header.columns {
		if c.block == 1 && (c.role == RoleLevel1 || c.role == RoleLevel2) {
			return true
		}
		if l := labelText(c); mediumLabel(l) || strings.Contains(l, "年度") {
			return true
		}
	}
	first := map[string]bool{}
	for _, r := range f.body.rows {
		if name := r.name.orNothing(); name != "" && r.block == 0 {
			first[name] = true
		} else if first[name] {
			return true
		}
	}
	return false
}

// twoUp reports whether the second half of a header repeats the first one: then
// one table was printed in two halves, and they are no two terms.
func (h *header) twoUp() bool {
	cells := h.t.filled(h.row)
	half := len(cells) / 2
	for i := range half {
		if cells[i].squeezed() != cells[half+i].squeezed() {
			return false
		}
	}
	return 2*half == len(cells)
}

// sameRows reports whether both readings give the same rows.
func (g *group) sameRows() bool {
	a, b := compared{left: g.named}, compared{left: g.seen}
	for {
		more := a.next()
		if more != b.next() || more && !slices.Equal(a.row, b.row) {
			return false
		}
		if !more {
			return true
		}
	}
}

// compared are the rows of tables one by one, each as the texts that it is compared by.
type compared struct {
	left  []*found // the table that is read and those behind it
	i     int      // rows of it that were read
	paths []rowPath
	last  [labelLevels]string // open spans: the last label printed, by level
	row   []string
}

// next reads the next row, false behind the last one.
func (k *compared) next() bool {
	for len(k.left) > 0 && k.i == len(k.left[0].body.rows) {
		k.left, k.i, k.paths, k.last = k.left[1:], 0, nil, [labelLevels]string{}
	}
	if len(k.left) == 0 {
		return false
	}
	rows := k.left[0].body.rows
	exact := rows[0].t.Spans == grid.Exact
	if exact && k.i == 0 {
		k.paths = exactPaths(rows)
	}
	r := &rows[k.i]
	text := (*cell).orNothing
	k.row = append(k.row[:0], text(r.name), text(r.value), text(r.cells.of(RoleOperator)), text(r.cells.of(RoleUnit)), text(r.cells.of(RoleActual)), text(r.cells.of(RoleWeight)))
	if exact {
		for _, l := range k.paths[k.i] {
			k.row = append(k.row, l.name)
		}
	}
	for l, c := range r.labels() {
		if c != nil {
			k.last[l] = c.squeezed()
		}
		if !exact && k.last[l] != "" {
			k.row = append(k.row, k.last[l])
		}
	}
	k.i++
	return true
}
