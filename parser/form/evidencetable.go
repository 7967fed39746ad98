package form

import (
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/parser/form/roles"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

// byEvidence gives a table that was read by evidence the shape of one whose
// columns are known by name.
func (doc *document) byEvidence(t *roles.Table) *found {
	tab := doc.tables[t.Grid]
	h := &header{words: doc.words, t: tab, row: t.First, end: t.First + 1, read: t}
	f := &found{header: h, read: t}
	for i := range t.Columns {
		c := &t.Columns[i]
		col := column{from: c.From, to: c.To, label: c.Head, group: c.Group, role: Role(c.Role), seen: c}
		if col.role == RoleNone {
			h.other = append(h.other, col)
		} else {
			h.columns = append(h.columns, col)
		}
	}
	cols := make([]*column, len(t.Columns)) // as the rows have them
	for i, c := range t.Columns {
		cols[i] = h.kept(column{from: c.From, to: c.To, label: c.Head, group: c.Group, role: Role(c.Role)})
	}
	f.body.rows = make([]bodyRow, len(t.Rows))
	for i := range t.Rows {
		f.body.rows[i] = evidenceRow(t, &t.Rows[i], tab, cols)
	}
	for _, c := range t.Heads {
		if own := tab.cellOf(c.From); own != nil {
			f.heads = append(f.heads, own)
		}
	}
	for _, c := range t.Again {
		if own := tab.cellOf(c.From); own != nil {
			f.again = append(f.again, own)
		}
	}
	t.Rows = nil // the body has them, without the cells that the evidence was made of
	f.body.end = position{t.Grid, t.End}
	f.body.exact = t.Layout != "plain"
	return f
}

// ofFields reports whether what was taken for the head of a table is a row of fields:
// every other cell is the label of one, and none the head of a column.
func (f *found) ofFields() bool {
	labels := 0
	for _, c := range f.heads {
		switch f.header.words.label(c.norm()).family() {
		case "unit", "department", "project", "goals", "year", "narrative":
			labels++
		default:
			if f.header.words.column(c.norm()) != RoleNone {
				return false
			}
		}
	}
	return labels > 0 && 2*labels >= len(f.heads)
}

// beside reports whether nothing but the shape of some rows makes them indicators, no
// head and few levels that are known, where the same grid prints a table with the names of
// its columns: money or results above it, a timetable below.
func (f *found) beside(named []*found) bool {
	words := f.header.words
	if !slices.ContainsFunc(named, func(o *found) bool { return o.header.t.index == f.header.t.index && !o.overlaps(f) }) {
		return false
	}
	levels, labels := 0, 0
	for _, r := range f.body.rows {
		for _, c := range r.labels() {
			if c != nil {
				labels++
				if words.inVocabulary(c.norm()) {
					levels++
				}
			}
		}
	}
	return 2*levels < labels && !slices.ContainsFunc(f.heads, func(c *cell) bool { return c.columnRole() != RoleNone })
}

// evidenceRow gives one row its shape.
func evidenceRow(t *roles.Table, w *roles.Row, tab *table, cols []*column) bodyRow {
	r := newRow(tab, w.Printed)
	r.name, r.value = tab.shown(w.Name), tab.shown(w.Target)
	r.levels, r.printed = labelLevels, [...]*cell{tab.shown(w.Labels[0]), tab.shown(w.Labels[1])}
	if tab.Spans == grid.Open && t.Layout == "plain" { // there the span solver finds the labels
		for i, c := range w.Labels {
			if c != nil && c.From.Row != w.Printed && inLevel(t, c) {
				r.printed[i] = nil
			}
		}
	}
	for _, o := range w.Further {
		if c := tab.shown(o.Cell); c != nil && c.squeezed() != "" {
			r.keep(columnCell{cols[o.Column], c})
		}
	}
	if w.Weight != nil && r.cells.of(RoleWeight) == nil {
		r.cells.put(RoleWeight, tab.shown(w.Weight))
	}
	if w.Actual != nil {
		r.cells.put(RoleActual, tab.shown(w.Actual))
	}
	return r
}

// shown is the table's cell of one that was read by evidence, nil of none; of a
// part of a cell it is a cell that stands for that part.
func (t *table) shown(c *roles.Cell) *cell {
	if c == nil {
		return nil
	}
	own := t.cellOf(c.From)
	if own == nil || c.Text() == c.From.Text {
		return own
	}
	return own.part(c.Text())
}

// keep puts a cell outside name, labels and target where its column's role has it.
func (r *bodyRow) keep(c columnCell) {
	switch role := c.role; {
	case role == RoleNumber:
		r.some().number = c.c
	case role == RoleValue:
		r.some().targets = append(r.targets, c)
	case role == RoleWeight:
		r.weigh(c)
	case role == RoleNone || role == RoleKept || r.cells.of(role) != nil:
		r.spare(c)
	default:
		r.cells.put(role, c.c)
	}
}

// inLevel reports whether a label stands in a column of levels, not on a line of
// its own.
func inLevel(t *roles.Table, c *roles.Cell) bool {
	for _, col := range t.Columns {
		if (col.Role == "level1" || col.Role == "level2") && col.From == c.From.Col && c.From.ColSpan < 2 {
			return true
		}
	}
	return false
}

// part is a cell that stands for a part of a printed one.
func (c *cell) part(text string) *cell {
	g := *c.Cell
	g.Text = text
	n := &cell{Cell: &g}
	n.of(c)
	n.word = c.word.Part(text)
	return n
}

// take accounts for the heads of a table that was chosen, and reads its sums.
func (f *found) take() {
	f.settle()
	defer f.body.account(f.header)
	if c := f.header.heading(); c != nil {
		c.is(fateLabel, whyColumnHead)
	}
	if f.read == nil {
		f.header.printed()
		f.header.headsAbove()
		f.goalColumns()
		return
	}
	for _, c := range f.heads {
		c.is(fateLabel, whyColumnHead)
	}
	for _, c := range f.again {
		c.is(fateFurniture, whyHeadAgain)
	}
	for _, r := range f.body.rows {
		r.number.furniture(whyNumber)
	}
	f.blankLabels()
	f.fieldsInside()
	for _, r := range f.read.Sums {
		f.header.sumRow(f.header.t, r, &f.body)
	}
}

// blankLabels accounts for the labels of cards beside which nothing was written.
func (f *found) blankLabels() {
	if f.read.Layout != "cards" {
		return
	}
	for row := f.header.row; row < min(f.body.end.row, len(f.header.t.rows)); row++ {
		own := f.header.t.starting(row)
		for i, c := range own {
			alone := i+1 == len(own) || own[i+1].Col > c.end() || own[i+1].columnRole() != RoleNone
			if !c.taken() && alone && c.columnRole() != RoleNone {
				c.is(fateFurniture, whyBlank)
			}
		}
	}
}

// fieldsInside takes the columns of a table that name a field of the form and say
// the same in every row out of the rows: a transposed table may have the row 实施单位.
func (f *found) fieldsInside() {
	for _, col := range f.header.other {
		key := f.header.words.label(labelNorm(col.label))
		if family := key.family(); family != "unit" && family != "project" && family != "department" {
			continue
		}
		var one *cell
		same := true
		for _, r := range f.body.rows {
			c := r.further(col)
			same = same && c != nil && (one == nil || c.squeezed() == one.squeezed())
			one = c
		}
		if !same || one == nil {
			continue
		}
		h := hit{key: key, label: col.label, text: one.Text, repairs: one.Repairs(), doubts: one.Doubts()}
		for i := range f.body.rows {
			r := &f.body.rows[i]
			if c := r.further(col); !slices.Contains(h.from, c) {
				h.from = append(h.from, c)
			}
			r.some().extra = slices.DeleteFunc(r.extra, func(e columnCell) bool { return e.label == col.label })
		}
		f.body.fields = append(f.body.fields, h)
	}
}

// further is the cell of a row in a column without a role, nil where it is blank.
func (r *bodyRow) further(col column) *cell {
	for _, e := range r.extra {
		if e.label == col.label {
			return e.c
		}
	}
	return nil
}

// join adds a table to the list; one that goes on from the last joins it, unless another
// form begins between them.
func (doc *document) join(list []*found, f *found) []*found {
	n := len(list)
	if n == 0 || !f.read.Continues || list[n-1].read.Grid == f.read.Grid {
		return append(list, f)
	}
	last := list[n-1]
	opens, far := doc.apart(last.body.end, f.start())
	if opens {
		return append(list, f)
	}
	shift := len(last.body.rows)
	if far {
		f.read.Doubts = append(f.read.Doubts, roles.Doubt{Question: schema.QuestionForm, Rows: allOf(f.body.rows), Open: []roles.Open{{}}})
	}
	last.body.rows = append(last.body.rows, f.body.rows...)
	last.body.end = f.body.end
	last.again = append(append(last.again, f.heads...), f.again...)
	for _, d := range f.read.Doubts {
		for i := range d.Rows {
			d.Rows[i] += shift
		}
		last.read.Doubts = append(last.read.Doubts, d)
	}
	last.read.Broken = append(last.read.Broken, f.read.Broken...)
	return list
}

// apart reports whether what stands between two tables opens another form, and whether it
// is more than a few lines.
func (doc *document) apart(from, to position) (opens, far bool) {
	lines := 0
	for p, ok := doc.back(to); ok && !p.before(from) && lines <= maxStrays; p, ok = doc.back(p) {
		t := doc.tables[p.table]
		if o := opening(t, p.row, doc.words); o != opensNothing && (o != opensHeading || strings.Contains(t.rows[p.row][0].Text, performance)) {
			return true, false
		}
		if t.Prose && !pageFurniture(t) {
			lines++
		}
	}
	return false, lines > maxStrays
}
