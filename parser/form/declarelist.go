package form

import "slices"

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

// declareList makes a declaration of each project of a list.
func (f *form) declareList(withAccount bool) []*builder {
	var all []*builder
	columns := f.header.fields
	inherited := make([]*cell, len(columns))
	for _, t := range f.trees {
		b := newBuilder(f.profile, f.fields.money)
		if withAccount {
			b.gave = map[*entry][]string{}
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
			own.hits = append(own.hits, hit{key: c.key, label: c.label, note: note, text: v.Text, from: sameIn(t.rows, i, v), repairs: v.Repairs, doubts: v.Doubts})
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
		b.trees([]*tree{t})
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
	out := hit{key: KeyBudget, text: c.Text, from: []*cell{c}, repairs: c.Repairs, doubts: c.Doubts}
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
