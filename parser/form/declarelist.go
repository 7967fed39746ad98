package form

import (
	"slices"

	"github.com/pbt-cli/pbt/indicator/words"
)

// isList reports whether a section is a table of many projects.
func (s *section) isList() bool { return len(s.header.fields) > 0 && s.header.listLike() }

// projects parts the rows of a list: the columns before the levels say whose
// rows they are, merged down them or repeated in each.
func (s *section) projects() []*tree {
	var out []*tree
	columns, rows := s.header.fields, s.body.rows
	for from := 0; from < len(rows); {
		to := from + 1
		for to < len(rows) && !newProject(columns, rows, from, to) {
			to++
		}
		t := &tree{header: s.header, rows: rows[from:to], office: s.body.officeOf(from)}
		t.options.Manner = s.body.manner
		out = append(out, t)
		from = to
	}
	return out
}

// listGoesOn reports whether another list goes on from one whose page ended inside a
// project: the same columns, the project that was open, and none of its indicators again.
func (o *openForm) listGoesOn(s *section) bool {
	if !o.isList() || !s.isList() || len(o.body.rows) == 0 || len(s.body.rows) == 0 || len(o.more) > 0 || !o.header.sameColumns(s.header) {
		return false
	}
	same := slices.EqualFunc(o.header.fields, s.header.fields, func(a, b column) bool { return a.key == b.key && a.from == b.from })
	if !same || o.repeats(s) {
		return false
	}
	for i, c := range o.header.fields {
		if next := s.body.rows[0].fields[i]; c.key == KeyName && next != nil && next.squeezed() != "" {
			before := lastOf(o.body.rows, i)
			return before != nil && before.squeezed() == next.squeezed()
		}
	}
	return false
}

// joinsList puts the rows of a list to those of the one that it goes on from. What stands
// between is the foot of one page and the head of the next.
func (doc *document) joinsList(o *openForm, s *section) bool {
	for _, a := range doc.between(o.end(), position{s.header.t.index, s.header.row}) {
		for _, row := range a.t.rows[a.from:a.to] {
			for _, c := range row {
				if titleLike(c.squeezed()) != "" || words.IsPageNumber(c.Text) {
					c.is(fateFurniture, whyHeadAgain)
				}
			}
		}
	}
	o.holds(&s.body)
	for _, of := range s.body.offices {
		o.body.offices = append(o.body.offices, office{of.c, of.rows + len(o.body.rows)})
	}
	o.body.rows = append(o.body.rows, s.body.rows...)
	o.body.sums = append(o.body.sums, s.body.sums...)
	o.body.end = s.body.end
	return true
}

// lastOf is the last cell with text in a field column of some rows.
func lastOf(rows []bodyRow, i int) *cell {
	for _, r := range slices.Backward(rows) {
		if c := r.fields[i]; c != nil && c.squeezed() != "" {
			return c
		}
	}
	return nil
}

// declareList makes a declaration of each project of a list.
func (f *form) declareList(withAccount bool) []*builder {
	var all []*builder
	columns := f.header.fields
	inherited := make([]*cell, len(columns))
	for _, t := range f.trees {
		b := newBuilder(f.profile, f.fields.money)
		if withAccount {
			b.gave = map[*cell][]string{}
		}
		b.heading(f.fields)
		own := &fields{money: f.fields.money}
		for i, c := range columns {
			v := firstOf(t.rows, i)
			if v == nil && ofEveryProject(c.key) {
				v = inherited[i]
			}
			inherited[i] = v
			if v == nil {
				continue
			}
			_, note := splitLabel(c.label)
			own.hits = append(own.hits, hit{key: c.key, label: c.label, note: note, text: v.Text, from: sameIn(t.rows, i, v), repairs: v.Repairs(), doubts: v.Doubts()})
		}
		if t.office != nil {
			own.hits = append(own.hits, f.header.filedBy(t.office))
		}
		for _, h := range f.fields.hits { // 单位名称: above the table holds for all
			if ofEveryProject(h.key) {
				own.hits = append(own.hits, h)
			}
		}
		b.fields(own)
		b.trees([]*tree{t}, false)
		all = append(all, b)
	}
	if len(all) > 0 { // the sums of the table stand with its first project,
		all[0].sums(f.section)
		for _, h := range f.fields.hits { // and so does what is left of the page
			if !ofEveryProject(h.key) {
				all[0].field(h)
			}
		}
	}
	return all
}

// filedBy is the office over projects of a list as a field: whose projects they are,
// or the department where a column says that.
func (h *header) filedBy(c *cell) hit {
	out := hit{key: KeyBudget, text: c.Text, from: []*cell{c}, repairs: c.Repairs(), doubts: c.Doubts()}
	if slices.ContainsFunc(h.fields, func(o column) bool { return o.key.family() == "unit" }) {
		out.key = "department"
	}
	return out
}

// ofEveryProject reports whether a field says something of all projects of a
// list, so that a blank means the same as above.
func ofEveryProject(key Key) bool {
	return key.family() == "unit" || key == "department" || key == KeyYear
}

// newProject reports whether a row begins another project than the one that
// began at row first.
func newProject(columns []column, rows []bodyRow, first, row int) bool {
	for i, c := range columns {
		if c.key != KeyName && c.key != KeyCode {
			continue
		}
		now := rows[row].fields[i]
		if now == nil || now.squeezed() == "" || now == rows[row-1].fields[i] {
			continue
		}
		before := firstOf(rows[first:row], i)
		if before == nil || before.squeezed() != now.squeezed() {
			return true
		}
	}
	return false
}

// sameIn are the cells of a field column that print the same, in some rows; of
// a field that was carried on from the rows above it is that one.
func sameIn(rows []bodyRow, i int, v *cell) []*cell {
	out := []*cell{v}
	for _, r := range rows {
		if c := r.fields[i]; c != nil && c != out[len(out)-1] && c.squeezed() == v.squeezed() {
			out = append(out, c)
		}
	}
	return out
}

// firstOf is the first cell with text in a field column of some rows.
func firstOf(rows []bodyRow, i int) *cell {
	for _, r := range rows {
		if c := r.fields[i]; c != nil && c.squeezed() != "" {
			return c
		}
	}
	return nil
}
