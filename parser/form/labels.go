package form

import (
	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/level"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

// rowPath is the reading of the level columns for one row: the labels above
// its indicator, outermost first.
type rowPath []label

// label is one level label of a row.
type label struct {
	name, points string
	place        schema.Place
	repairs      []schema.Repair // the reader's own
	doubts       []grid.Doubt    // the reader's own
	// span is the number of the label's span on its level: rows with the same
	// span belong to one node of the tree.
	span int
}

// reading is the hierarchy of one block of rows.
type reading struct {
	paths   []rowPath
	doubts  []level.RowDoubt
	repairs []level.LabelRepair
}

// readLevels finds the labels above every row: from the spans where they are
// exact, by the span solver where they are open.
func (m *matcher) readLevels(rows []bodyRow, p *Profile, known map[string]string) reading {
	if len(rows) == 0 || len(rows[0].labels) == 0 {
		return reading{paths: make([]rowPath, len(rows))}
	}
	if rows[0].t.Spans == grid.Exact && !centred(rows) {
		return reading{paths: exactPaths(rows)}
	}
	return m.solvedPaths(rows, p, known)
}

// centred reports whether labels are printed in the middle of spans that were
// never merged: then the first rows have no label, though later ones do.
func centred(rows []bodyRow) bool {
	first := rows[0].labels[0]
	if first != nil {
		return false
	}
	for _, r := range rows[1:] {
		if r.labels[0] != nil {
			return len(rows[0].labels) < 2 || rows[0].labels[1] == nil
		}
	}
	return false
}

// exactPaths reads labels with exact spans. A blank label means the same as
// above; equal labels in neighbouring rows are one label, printed again.
func exactPaths(rows []bodyRow) []rowPath {
	out := make([]rowPath, len(rows))
	var current []*cell
	var path rowPath
	spans := 0
	for i, r := range rows {
		if len(current) != len(r.labels) {
			current, path = make([]*cell, len(r.labels)), make(rowPath, len(r.labels))
		}
		changed := false
		next := make(rowPath, len(r.labels))
		for l, c := range r.labels {
			switch {
			case c == nil && changed:
				// A new outer label without one inside it: no such level here.
				current[l], next[l] = nil, label{}
			case c == nil, c == current[l] && !changed:
				next[l] = path[l]
			case !changed && current[l] != nil && c.squeezed() == current[l].squeezed():
				current[l], next[l] = c, path[l]
			default:
				changed = true
				spans++
				name, _ := fold.Clean(c.Text)
				name, points := level.SplitPoints(name)
				current[l] = c
				next[l] = label{name: squeeze(level.StripNumbering(name)), points: points, place: c.Place, repairs: c.Repairs, doubts: c.Doubts, span: spans}
			}
		}
		path = next
		for _, l := range next {
			if l.name != "" {
				out[i] = append(out[i], l)
			}
		}
	}
	return out
}

// solvedPaths asks the span solver.
func (m *matcher) solvedPaths(rows []bodyRow, p *Profile, known map[string]string) reading {
	a := level.Solve(m.solverRows(rows), p.vocab, solverOptions(rows, known))
	out := reading{paths: make([]rowPath, len(rows)), doubts: a.Doubts, repairs: a.Repairs}
	span := 0
	for level, spans := range a.Spans {
		for _, s := range spans {
			span++
			if s.Label == "" {
				continue
			}
			l := label{name: s.Label, span: span}
			if c := printedIn(rows, s, level); c != nil {
				l.place, l.doubts = c.Place, c.Doubts
			} else if s.First < len(rows) && rows[s.First].name != nil {
				l.place = rows[s.First].name.Place
			}
			if s.First < len(a.Points) && level < len(a.Points[s.First]) {
				l.points = a.Points[s.First][level]
			}
			for i := s.First; i <= s.Last && i < len(rows); i++ {
				out.paths[i] = append(out.paths[i], l)
			}
		}
	}
	return out
}

// printedIn is the cell that prints the label of a span: the one that holds just
// that, else the first one inside the span; nil where none is printed.
func printedIn(rows []bodyRow, s level.Span, depth int) *cell {
	var first *cell
	for i := s.First; i <= s.Last && i < len(rows); i++ {
		if depth >= len(rows[i].labels) || rows[i].labels[depth] == nil {
			continue
		}
		c := rows[i].labels[depth]
		if squeeze(c.Text) == s.Label {
			return c
		}
		if first == nil {
			first = c
		}
	}
	return first
}

// solverRows are the rows as the solver takes them.
func (m *matcher) solverRows(rows []bodyRow) []level.Row {
	out := make([]level.Row, len(rows))
	for i, r := range rows {
		for _, c := range r.labels {
			text := ""
			if c != nil {
				text = c.Text
			}
			out[i].Labels = append(out[i].Labels, text)
		}
		if r.name != nil {
			out[i].Name = r.name.Text
		}
		if r.value != nil {
			out[i].Value = r.value.Text
		}
		if h := r.t.RowHeights; r.row < len(h) {
			out[i].Height = h[r.row]
		}
	}
	return out
}

// learn gives each section the level 2 that names of the document's other
// sections certainly have, to settle ties: a form often repeats the indicators
// of its neighbour. A name with two labels settles nothing.
func (m *matcher) learn(sections []*section) {
	type witness struct {
		label    string
		sections int
		split    bool
	}
	all := map[string]*witness{}
	certain := make([]map[string]string, len(sections))
	for i, s := range sections {
		rows := s.body.rows
		if len(sections) < 2 || len(rows) == 0 || rows[0].t.Spans != grid.Open || len(rows[0].labels) < 2 {
			continue
		}
		solver := m.solverRows(rows)
		certain[i] = level.Solve(solver, s.profile.vocab, solverOptions(rows, nil)).Certain(solver, 1)
		for name, label := range certain[i] {
			w := all[name]
			if w == nil {
				w = &witness{label: label}
				all[name] = w
			}
			w.sections++
			w.split = w.split || w.label != label
		}
	}
	for i, s := range sections {
		s.known = map[string]string{}
		for _, r := range s.body.rows {
			if r.name == nil {
				continue
			}
			name, _ := fold.Clean(r.name.Text)
			name = level.StripNumbering(name)
			w := all[name]
			if w == nil || w.split {
				continue
			}
			if _, own := certain[i][name]; !own || w.sections > 1 {
				s.known[name] = w.label
			}
		}
	}
}

// solverOptions are the options for the rows of one table.
func solverOptions(rows []bodyRow, known map[string]string) level.Options {
	opt := level.Options{Known: known}
	switch t := rows[0].t; {
	case t.centred:
		opt.Manner = level.MannerCentred
	case t.closedUp:
		opt.Manner = level.MannerFirstRow
	}
	return opt
}
