package form

import (
	"strings"
)

// buildList reads a table of many projects: the columns before the levels say
// whose rows they are, merged down them or repeated in each.
func (m *matcher) buildList(s *section, f *fieldReader, p *Profile, index int, out *Result) []*builder {
	var all []*builder
	inherited := make([]*cell, len(s.header.fields))
	from := 0
	for from < len(s.body.rows) {
		to := from + 1
		for to < len(s.body.rows) && !m.newProject(s, from, to) {
			to++
		}
		b := newBuilder(m, p, f)
		b.heading(f)
		part := *s
		part.body.rows = s.body.rows[from:to]
		if from > 0 { // the sums of the table stand with its first project
			part.body.sums, part.body.total = nil, nil
		}
		fields := &fieldReader{d: m.d, money: f.money}
		for i, c := range s.header.fields {
			v := firstOf(s.body.rows[from:to], i)
			if v == nil && ofEveryProject(c.role) {
				v = inherited[i]
			}
			inherited[i] = v
			if v == nil {
				continue
			}
			_, note := splitLabel(c.label)
			fields.hits = append(fields.hits, hit{key: c.role, label: c.label, note: note, text: v.Text, place: v.Place, column: 0, repairs: v.Repairs, doubts: v.Doubts})
		}
		for _, h := range f.hits { // 单位名称: above the table holds for all
			if ofEveryProject(h.key) {
				fields.hits = append(fields.hits, h)
			}
		}
		b.fields(fields)
		b.table(&part)
		b.finish()
		m.unknownFamily(b, s, index+len(all), out)
		all = append(all, b)
		from = to
	}
	for _, h := range f.hits { // what is left of the page belongs to the first
		if len(all) > 0 && !ofEveryProject(h.key) {
			all[0].field(h)
		}
	}
	return all
}

// ofEveryProject reports whether a field says something of all projects of a
// list, so that a blank means the same as above.
func ofEveryProject(key string) bool {
	return strings.HasPrefix(key, "unit.") || key == "department" || key == "year"
}

// newProject reports whether a row begins another project than the one that
// began at row first.
func (m *matcher) newProject(s *section, first, row int) bool {
	for i, c := range s.header.fields {
		if c.role != "project.name" && c.role != "project.code" {
			continue
		}
		now := s.body.rows[row].fields[i]
		if now == nil || now.squeezed() == "" || now == s.body.rows[row-1].fields[i] {
			continue
		}
		before := firstOf(s.body.rows[first:row], i)
		if before == nil || before.squeezed() != now.squeezed() {
			return true
		}
	}
	return false
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
