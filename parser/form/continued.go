package form

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/pbt-cli/pbt/indicator/value"
	"github.com/pbt-cli/pbt/parser/form/roles"
	"github.com/pbt-cli/pbt/parser/internal/pattern"
	"github.com/pbt-cli/pbt/schema"
)

// A form that does not fit on its page, or sheet, may print its title anew above the
// rest, with 续 behind it or without, and its fields too. What goes on so is one form;
// another form of the same office is not.

// continuedMark is how a printing says that a table goes on: （续）, 续表, 续上页.
var continuedMark = pattern.MustCompile(`[(\[【〔]续|^续表|表续\d?$|[-—]续$|[续接]上[表页]|[转接]下[表页]`)

// maxTop bounds the rows above a part of a form that are looked at.
const maxTop = 40

// heading is what is printed above a form's table of who it is.
type heading struct {
	title, project, unit, year string
	marked                     bool // it says that it goes on from another one
}

// headingOf reads what stands between the form before, if any, and a form's table. It
// costs what these rows hold: the tables are not read again.
func (doc *document) headingOf(s *section, before position) (h heading) {
	here := position{s.header.t.index, s.header.row}
	rows := 0
	above := doc.between(before, here)
	for i := len(above) - 1; i >= 0; i-- {
		a := &above[i]
		a.from = max(a.from, a.to-(maxTop-rows))
		if rows += a.to - a.from; rows >= maxTop {
			above = above[i:]
			break
		}
	}
	var own []area
	for _, a := range above {
		cut := a.t.rowsOf(a.from, a.to)
		for _, c := range cut.cells.all() {
			h.marked = h.marked || len(c.Text) < maxLabel*8 && continuedMark.MatchString(c.squeezed())
		}
		if from := s.start; !(position{a.t.index, a.to - 1}).before(from) {
			first := 0
			if a.t.index == from.table {
				first = max(0, from.row-a.from)
			}
			own = append(own, area{cut, first, a.to - a.from})
		}
	}
	f := readFields(own, doc.words)
	if f.title != nil {
		h.title, _ = cutBrackets(foldedFlat(f.title.text))
		h.title = yearIn.ReplaceAllString(h.title, "")
	}
	h.project = f.textOf(KeyName)
	for _, key := range unitOrder {
		if h.unit == "" {
			h.unit = f.textOf(key)
		}
	}
	for _, y := range []*hit{f.year, f.head} {
		if y != nil && h.year == "" {
			h.year = y.text
		}
	}
	if y := value.ParseYear(f.textOf(KeyYear)); h.year == "" && y != 0 {
		h.year = strconv.Itoa(y)
	}
	h.marked = h.marked || continuedMark.MatchString(foldedFlat(s.header.t.Name))
	return h
}

// rowsOf are some rows of a table as one of their own, for a look that leaves no mark.
func (t *table) rowsOf(from, to int) *table {
	g := *t.Grid
	g.Cells, g.Rows, g.RowHeights = nil, to-from, nil
	for row := from; row < to && row < len(t.rows); row++ {
		for _, c := range t.rows[row] {
			if c.Row == row {
				n := *c.Cell
				n.Row, n.RowSpan = row-from, min(max(1, n.RowSpan), to-row)
				g.Cells = append(g.Cells, n)
			}
		}
	}
	return newTable(&g, t.index, t.lex)
}

// name is what a form is told apart by.
func (h *heading) name() string { return cmp.Or(h.project, h.title) }

// contradicts reports whether two headings cannot be those of one form.
func (h *heading) contradicts(o *heading) bool {
	differ := func(a, b string) bool { return a != "" && b != "" && a != b }
	return differ(h.project, o.project) || differ(h.unit, o.unit) || differ(h.year, o.year)
}

// openForm is a form that may go on in the next table, with what its parts hold so far.
type openForm struct {
	*section
	before position // the end of the form before it
	top    *heading // nil before it was asked for
	outer  map[string]bool
	last   [labelLevels]string // the labels of its last row
	inner  map[string]bool     // the second levels under the first one of its last row
	names  map[string]bool
}

// opened is a form of which nothing but its own table is known.
func opened(s *section, before position) *openForm {
	o := &openForm{section: s, before: before, outer: map[string]bool{}, inner: map[string]bool{}, names: map[string]bool{}}
	for _, part := range append([]*section{s}, s.more...) {
		o.holds(&part.body)
	}
	return o
}

// holds notes what the rows of a part hold.
func (o *openForm) holds(b *body) {
	for i := range b.rows {
		r := &b.rows[i]
		if l := r.label(0); l != "" && l != o.last[0] {
			o.outer[l] = true
			o.last, o.inner = [labelLevels]string{l}, map[string]bool{}
		}
		if l := r.label(1); l != "" {
			o.last[1], o.inner[l] = l, true
		}
		o.names[r.name.orNothing()] = true
	}
}

// label is what a row prints as its label of a level, "" where it prints none.
func (r *bodyRow) label(depth int) string {
	if depth >= len(r.labels()) || r.labels()[depth] == nil {
		return ""
	}
	return r.labels()[depth].norm()
}

// parts are the forms of a document with those put together that are parts of one. It is
// one walk: each row, and each line between two forms, is looked at once or twice.
func (doc *document) parts(sections []*section) []*section {
	if len(sections) < 2 {
		return sections // what its rows hold is asked of none
	}
	var out []*section
	var open *openForm
	for _, s := range sections {
		if open != nil && (open.mayGoOn(s) && doc.joins(open, s) || open.listGoesOn(s) && doc.joinsList(open, s)) {
			continue
		}
		before := position{}
		if open != nil {
			before = open.end()
		}
		open, out = opened(s, before), append(out, s)
	}
	return out
}

// mayGoOn reports whether a form and another one are such as are printed in parts: no
// lists of projects, and of one kind of sheet.
func (o *openForm) mayGoOn(s *section) bool {
	return !s.isList() && !o.isList() && isExample(o.section) == isExample(s)
}

// joins puts a part of a form to it, where it is one, and reports whether it is.
func (doc *document) joins(open *openForm, s *section) bool {
	goes := open.goesOn(s)
	if !goes && !doc.mayMark(open.end(), s) {
		return false
	}
	if open.top == nil {
		top := doc.headingOf(open.section, open.before)
		open.top = &top
	}
	own := doc.headingOf(s, open.end())
	is, doubt := open.top.goesOnAs(own, goes)
	if is && open.repeats(s) {
		is, doubt = false, true
	}
	switch {
	case doubt && is:
		s.doubtForm(open.top.name(), "")
	case doubt:
		s.doubtForm(own.name(), open.top.name())
	}
	if is {
		doc.furniture(open.end().table, s.header.t.index)
		open.holds(&s.body)
		open.join(s)
	}
	return is
}

// goesOnAs reports whether a part of a form with another heading belongs to one with
// this heading, and whether that is open. goes is true where its rows go on from those
// of the form.
func (h *heading) goesOnAs(o heading, goes bool) (is, doubt bool) {
	switch {
	case h.contradicts(&o):
		return false, o.marked
	case o.marked:
		return true, false
	case !goes || o.title != "" && o.title != h.title:
		return false, false
	case o.project != "":
		return h.project != "", true // all is printed again: another one could be meant
	case h.project == "" && h.unit == "":
		return true, true
	}
	return true, false
}

// mayMark reports whether one of the few lines above a form's table, or the name of its
// sheet, says that it goes on.
func (doc *document) mayMark(from position, s *section) bool {
	if continuedMark.MatchString(foldedFlat(s.header.t.Name)) {
		return true
	}
	p, rows := position{s.header.t.index, s.header.row}, 0
	for p, ok := doc.back(p); ok && !p.before(from) && rows < maxTop; p, ok = doc.back(p) {
		rows++
		for _, c := range doc.tables[p.table].rows[p.row] {
			if len(c.Text) < maxLabel*8 && continuedMark.MatchString(c.squeezed()) {
				return true
			}
		}
	}
	return false
}

// last is the last of a form's indicator tables.
func (s *section) last() *section {
	if n := len(s.more); n > 0 {
		return s.more[n-1]
	}
	return s
}

// goesOn reports whether the rows of another table go on from those of a form: the same
// columns, and levels that begin where those end and come to none of them again.
func (o *openForm) goesOn(s *section) bool {
	last := o.section.last()
	if last.body.total != nil || o.last[0] == "" || len(s.body.rows) == 0 || !last.header.sameColumns(s.header) {
		return false
	}
	at := o.last
	for i := range s.body.rows {
		r := &s.body.rows[i]
		if l := r.label(0); l != "" && l != at[0] {
			if o.outer[l] {
				return false
			}
			at = [labelLevels]string{l}
		}
		if l := r.label(1); l != "" && l != at[1] {
			if at[0] == o.last[0] && o.inner[l] {
				return false
			}
			at[1] = l
		}
	}
	return true
}

// sameColumns reports whether the columns of two headers have the same roles.
func (h *header) sameColumns(o *header) bool {
	return slices.EqualFunc(h.columns, o.columns, func(a, b column) bool { return a.role == b.role && a.block == b.block })
}

// repeats reports whether half of the names of another table are those of a form: then
// it is another one of the same indicators.
func (o *openForm) repeats(s *section) bool {
	n := 0
	for i := range s.body.rows {
		if name := s.body.rows[i].name.orNothing(); name != "" && o.names[name] {
			n++
		}
	}
	return n > 0 && 2*n >= len(s.body.rows)
}

// doubtForm doubts for each row of a table that it is one of a form, or of another one.
func (s *section) doubtForm(is, other string) {
	d := roles.Doubt{Question: schema.QuestionForm, Rows: allOf(s.body.rows), Open: []roles.Open{{Chosen: is}}}
	if other != "" {
		d.Open[0].Alternatives = []string{other}
	}
	s.body.doubts = append(s.body.doubts, d)
}

// allOf are the indexes of rows.
func allOf(rows []bodyRow) []int {
	out := make([]int, len(rows))
	for i := range out {
		out[i] = i
	}
	return out
}

// join makes another form the next part of a form. Rows of the same columns go on in one
// tree.
func (s *section) join(o *section) {
	last := s
	for _, part := range s.more {
		if len(part.body.rows) > 0 {
			last = part
		}
	}
	if last.body.exact == o.body.exact && last.header.blocks() == 1 && last.header.sameColumns(o.header) &&
		last.header.t.Spans == o.header.t.Spans {
		shift := len(last.body.rows)
		for _, d := range o.body.doubts {
			if d.Rows == nil {
				d.Rows = allOf(o.body.rows)
			}
			d.Rows = slices.Clone(d.Rows)
			for i := range d.Rows {
				d.Rows[i] += shift
			}
			last.body.doubts = append(last.body.doubts, d)
		}
		for _, f := range o.body.offices {
			last.body.offices = append(last.body.offices, office{f.c, f.rows + shift})
		}
		last.body.rows = append(last.body.rows, o.body.rows...)
		o.body.rows, o.body.doubts = nil, nil
	}
	s.more = append(append(s.more, o), o.more...)
	o.more = nil
}
