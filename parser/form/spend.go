package form

// spender lets go of tables while the forms of a document are declared: of thousands of
// pages the cells go as the declarations come. A table goes once the only form that
// holds it is declared, if that form holds all of its rows and nothing in it was left
// over: what is asked of a document after that, is asked of the others.
type spender struct {
	users map[*table]int
	left  map[int]bool // tables with cells that were left over
}

// spender counts the forms that each table belongs to; nil where the tables are kept.
func (doc *document) spender(forms []*form, opt *Options) *spender {
	if !opt.Spend || len(opt.Columns) > 0 || len(forms) < 2 {
		return nil
	}
	s := &spender{users: map[*table]int{}, left: map[int]bool{}}
	for _, l := range doc.left {
		s.left[l.Grid] = true
	}
	for _, f := range forms {
		for t := range f.holds() {
			s.users[t]++
		}
	}
	return s
}

// holds are the tables that rows of the form stand in, with how many of them.
func (f *form) holds() map[*table]int {
	rows := map[*table]int{f.header.t: 0}
	for _, m := range f.more {
		rows[m.header.t] += 0
	}
	last := map[*table]int{} // rows that were counted
	for _, a := range f.region {
		from, to := max(a.from, last[a.t]), min(a.to, len(a.t.rows))
		if to > from {
			rows[a.t] += to - from
			last[a.t] = to
		}
	}
	return rows
}

// spent lets go of what a declared form alone held.
func (s *spender) spent(f *form) {
	if s == nil {
		return
	}
	for t, rows := range f.holds() {
		if s.users[t] != 1 || s.left[t.index] || rows < len(t.rows) {
			continue
		}
		bare := *t.Grid
		bare.Cells = nil
		t.Grid, t.whole = &bare, &bare
		t.cells, t.skipped = nil, nil
		clear(t.rows) // it keeps its height
	}
}
