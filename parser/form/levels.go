package form

import (
	"context"
	"slices"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/level"
	"github.com/pbt-cli/pbt/parser/form/roles"
	"github.com/pbt-cli/pbt/parser/grid"
)

// tree is the rows of one tree of indicators, with the labels above them.
type tree struct {
	header *header
	block  int // of the header's blocks side by side
	rows   []bodyRow
	office *cell // of a list: names the office whose project it is
	exact  bool
	open   []roles.Doubt // what the reading by evidence leaves open
	reading
	// solver are the rows as the span solver takes them, nil where the spans
	// say all.
	solver   []level.Row
	solution level.Assignment
	options  level.Options
}

// rowPath is the reading of the level columns for one row: the labels above
// its indicator, outermost first.
type rowPath []*label

// label is one level label of the rows that it stands over: the rows of one node
// of the tree share it.
type label struct {
	name, points string
	cells        []*cell // those that print it; none where it was set
	at           *cell   // that stands for it
}

// reading is the hierarchy of one block of rows.
type reading struct {
	paths   []rowPath
	doubts  []level.RowDoubt
	repairs []level.LabelRepair
}

// readLabels finds the labels above every row of every form: from the spans
// where they are exact, by the span solver where they are open. A form often
// repeats the indicators of its neighbour: the level 2 that names certainly have
// in other forms settles ties.
func readLabels(ctx context.Context, forms []*form, profiles *Profiles) error {
	for _, f := range forms {
		f.trees = f.section.trees()
		for _, t := range f.trees {
			if err := ctx.Err(); err != nil {
				return err
			}
			t.read(profiles.vocabulary(f.profile, t.rows))
		}
	}
	if len(forms) < 2 {
		return nil
	}
	all := witnesses(forms)
	for i, f := range forms {
		for _, t := range f.trees {
			if known := all.of(i, t); t.tied(known) {
				t.options.Known = known
				t.solve(profiles.vocabulary(f.profile, t.rows))
			}
		}
	}
	return nil
}

// trees parts the rows of a section's tables by the blocks of their headers.
func (s *section) trees() []*tree {
	if s.isList() {
		return s.projects()
	}
	var out []*tree
	for _, part := range append([]*section{s}, s.more...) {
		if part != s && len(part.body.rows) == 0 {
			continue // its rows went to the part before
		}
		for block := range part.header.blocks() {
			t := &tree{header: part.header, block: block, open: part.body.doubts, exact: part.body.exact}
			t.options.Manner = part.body.manner
			if part.header.blocks() == 1 {
				t.rows = part.body.rows
			}
			for _, r := range part.body.rows {
				if r.block == block && part.header.blocks() > 1 {
					t.rows = append(t.rows, r)
				}
			}
			out = append(out, t)
		}
	}
	return out
}

// read finds the labels above the rows.
func (t *tree) read(v *level.Vocabulary) {
	t.plainLabels()
	switch rows := t.rows; {
	case len(rows) == 0 || len(rows[0].labels()) == 0:
		t.paths = make([]rowPath, len(rows))
	case t.exact || rows[0].t.Spans == grid.Exact && !centred(rows):
		t.paths = exactPaths(rows)
	default:
		t.solver = solverRows(rows)
		t.solve(v)
	}
}

// centred reports whether labels are printed in the middle of spans that were
// never merged: then the first rows have no label, though later ones do.
func centred(rows []bodyRow) bool {
	first := rows[0].labels()[0]
	if first != nil {
		return false
	}
	for _, r := range rows[1:] {
		if r.labels()[0] != nil {
			return len(rows[0].labels()) < 2 || rows[0].labels()[1] == nil
		}
	}
	return false
}

// exactPaths reads labels with exact spans. A blank label means the same as
// above; equal labels in neighbouring rows are one label, printed again.
func exactPaths(rows []bodyRow) []rowPath {
	out := make([]rowPath, len(rows))
	var current []*cell
	var path, next rowPath // of the row before, and of this one
	for i, r := range rows {
		first := len(current) != len(r.labels())
		if first {
			current, path, next = make([]*cell, len(r.labels())), make(rowPath, len(r.labels())), make(rowPath, len(r.labels()))
		}
		changed := false
		for l, c := range r.labels() {
			switch {
			case c == nil && changed:
				// A new outer label without one inside it: no such level here.
				current[l], next[l] = nil, nil
			case c == nil, c == current[l] && !changed:
				next[l] = path[l]
			case !changed && current[l] != nil && c.squeezed() == current[l].squeezed():
				current[l], next[l] = c, path[l]
				next[l].cells = append(next[l].cells, c)
			default:
				changed = true
				name, _ := fold.Clean(c.Text)
				name, points := level.SplitPoints(name)
				current[l] = c
				next[l] = &label{name: squeeze(level.StripNumbering(name)), points: points, cells: []*cell{c}, at: c}
			}
		}
		if i > 0 && !first && slices.Equal(path, next) {
			out[i] = out[i-1]
			continue
		}
		path, next = next, path
		for _, l := range path {
			if l != nil && l.name != "" {
				out[i] = append(out[i], l)
			}
		}
	}
	return out
}

// solve asks the span solver.
func (t *tree) solve(v *level.Vocabulary) {
	a := level.Solve(t.solver, v, t.options)
	t.solution = a
	t.reading = reading{paths: make([]rowPath, len(t.rows)), doubts: a.Doubts, repairs: a.Repairs}
	for depth, spans := range a.Spans {
		for _, s := range spans {
			if s.Label == "" {
				continue
			}
			l := &label{name: s.Label}
			l.cells, l.at = printedIn(t.rows, s, depth)
			if s.First < len(a.Points) && depth < len(a.Points[s.First]) {
				l.points = a.Points[s.First][depth]
			}
			for i := s.First; i <= s.Last && i < len(t.rows); i++ {
				t.paths[i] = append(t.paths[i], l)
			}
		}
	}
}

// printedIn are the cells printed inside a span, and the one that stands for its
// label: the one that holds just that, else the first, else the name beside it.
func printedIn(rows []bodyRow, s level.Span, depth int) (printed []*cell, at *cell) {
	whole := false
	for i := s.First; i <= s.Last && i < len(rows); i++ {
		if depth >= len(rows[i].labels()) || rows[i].labels()[depth] == nil {
			continue
		}
		c := rows[i].labels()[depth]
		printed = append(printed, c)
		if is := squeeze(c.Text) == s.Label; at == nil || is && !whole {
			at, whole = c, is
		}
	}
	if at == nil && s.First < len(rows) {
		at = rows[s.First].name
	}
	return printed, at
}

// solverRows are the rows as the solver takes them.
func solverRows(rows []bodyRow) []level.Row {
	out := make([]level.Row, len(rows))
	for i, r := range rows {
		for _, c := range r.labels() {
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

// namedIn is what the forms of a document say of a name: the level 2 that it
// stands under, in how many of them, and whether they differ.
type namedIn struct {
	label string
	forms int
	split bool
}

// named is what the forms of a document say of their indicators' names.
type named struct {
	all map[string]*namedIn
	// own is what each form says itself.
	own []map[string]string
}

// witnesses gathers the names that certainly have a level 2, form by form.
func witnesses(forms []*form) named {
	n := named{all: map[string]*namedIn{}, own: make([]map[string]string, len(forms))}
	for i, f := range forms {
		if len(f.trees) == 0 {
			continue
		}
		t := f.trees[0]
		if len(t.rows) == 0 || t.solver == nil || t.rows[0].t.Spans != grid.Open || len(t.rows[0].labels()) < 2 {
			continue
		}
		n.own[i] = t.solution.Certain(t.solver, 1)
		for name, label := range n.own[i] {
			w := n.all[name]
			if w == nil {
				w = &namedIn{label: label}
				n.all[name] = w
			}
			w.forms++
			w.split = w.split || w.label != label
		}
	}
	return n
}

// of gives the names of a tree's rows that other forms settle.
func (n named) of(form int, t *tree) map[string]string {
	known := map[string]string{}
	for _, r := range t.rows {
		if r.name == nil {
			continue
		}
		name := plainName(r.name)
		w := n.all[name]
		if w == nil || w.split {
			continue
		}
		if _, own := n.own[form][name]; !own || w.forms > 1 {
			known[name] = w.label
		}
	}
	return known
}

// plainName is a cell's text as an indicator's name.
func plainName(c *cell) string {
	name, _ := fold.Clean(c.Text)
	return level.StripNumbering(name)
}

// tied reports whether the solver left a row open that has a known name.
func (t *tree) tied(known map[string]string) bool {
	if t.solver == nil || len(known) == 0 {
		return false
	}
	for _, q := range t.doubts {
		for i := q.Row; i <= q.Last && i < len(t.rows); i++ {
			if r := t.rows[i]; r.name != nil && known[plainName(r.name)] != "" {
				return true
			}
		}
	}
	return false
}
