package form

import (
	"context"
	"strings"

	"github.com/pbt-cli/pbt/parser/form/roles"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

// document is the tables of one file and the words that they are read by.
type document struct {
	words  *dictionary
	lex    *roles.Lexicon
	tables []*table
	// left are cells that look like parts of indicators and that the reading by
	// evidence did not take.
	left []roles.Left
	// heads are those of the tables that either reading saw.
	heads []string
}

// section is one form of the document: its indicator tables, and the rows
// around them that hold its fields.
type section struct {
	header *header
	body   body
	start  position // of the fields before the header
	tail   position // the end of the fields after the indicators
	// more are further indicator tables of the same form: 长期 beside 年度.
	more []*section
}

// sections cuts the document into forms, with what is to be said of their tables.
func (doc *document) sections(ctx context.Context) ([]*section, []schema.Finding, error) {
	tables, said, err := doc.tablesFound(ctx)
	if err != nil {
		return nil, nil, err
	}
	var out []*section
	for _, f := range tables {
		f.take()
		h, here := f.header, f.start()
		s := &section{header: h, body: f.body}
		prev := position{}
		if len(out) > 0 {
			prev = out[len(out)-1].body.end
			if more := out[len(out)-1].more; len(more) > 0 {
				prev = more[len(more)-1].body.end
			}
		}
		start, opens := doc.findStart(prev, here)
		if len(out) > 0 && !opens && len(h.fields) == 0 && isExample(out[len(out)-1]) == isExample(s) {
			last := out[len(out)-1]
			s.start = prev
			doc.furniture(prev.table, here.table)
			last.more = append(last.more, s)
			continue
		}
		if len(out) == 0 || out[len(out)-1].header.t.Name != h.t.Name {
			start = doc.top(start)
		}
		s.start = start
		out = append(out, s)
	}
	out = doc.parts(out)
	for i, s := range out {
		s.tail = position{len(doc.tables), 0}
		if i+1 < len(out) {
			s.tail = out[i+1].start
		}
	}
	return out, said, nil
}

// nextHeader finds the next header of an indicator table.
func (doc *document) nextHeader(ctx context.Context, from position) (*header, error) {
	for ti := from.table; ti < len(doc.tables); ti++ {
		t := doc.tables[ti]
		row := 0
		if ti == from.table {
			row = from.row
		}
		for ; row < len(t.rows); row++ {
			if row%everyRows == 0 && ctx.Err() != nil {
				return nil, ctx.Err()
			}
			if h := findHeader(t, row, doc.words); h != nil {
				return h, nil
			}
		}
	}
	return nil, nil
}

// everyRows is how many rows are read between two looks at the clock.
const everyRows = 256

// maxProse is how many lines of text before a table may belong to its form.
const maxProse = 12

// findStart finds where the form of a header begins: at its title, else at its
// first label. opens is false where nothing between the last form and this
// header opens a form: then the table belongs to the form before. It is one walk
// upwards, whose steps share what was met below.
func (doc *document) findStart(prev, here position) (start position, opens bool) {
	first, prose, joined, headed := here, 0, true, false
	for p, ok := doc.back(here); ok && !p.before(prev); p, ok = doc.back(p) {
		t := doc.tables[p.table]
		if t.Prose && t.Spans == grid.Exact {
			if prose++; prose > maxProse {
				break
			}
		}
		// Another sheet is another form, unless this one goes on from it.
		if t.Name != doc.tables[here.table].Name {
			break
		}
		if headed && !doc.words.pairLine(t, p.row) && opening(t, p.row, doc.words) == opensNothing {
			break // the lines above a title are the document's, but for labels
		}
		joined = joined && p.table == here.table && !t.blank(p.row)
		if (prev.before(here) && prev.table == p.table || t.goesOnAt(p.row) && labelled(t, p.row-1, doc.words)) && doc.words.groups(t, p.row) {
			continue // 年度绩效目标表 over a table of a form, below its fields or another one
		}
		switch opening(t, p.row, doc.words) {
		case opensTitle:
			return p, true
		case opensHeading:
			if t.Prose && prev != (position{}) {
				return p, true
			}
			first, opens, headed = p, true, true
		case opensLabel:
			first, opens = p, true
		case opensNothing:
			if cells := t.filled(p.row); prev == (position{}) && len(cells) == 1 && headingYear.MatchString(cells[0].squeezed()) {
				first = p // 2025年度项目绩效目标 over the first form
			}
			if joined && labelled(t, p.row, doc.words) {
				first = p // 项目资金 right above the table, though no form begins with it
			}
		}
	}
	return first, opens
}

// groups reports whether a row of a table is one heading that only groups what stands
// below it.
func (d *dictionary) groups(t *table, row int) bool {
	own := t.starting(row)
	return len(own) == 1 && !t.Prose && d.label(own[0].norm()) == KeyGroup
}

// goesOnAt reports whether a row goes on from cells that stand abreast right above it.
func (t *table) goesOnAt(row int) bool { return row > 0 && !t.Prose && len(t.filled(row-1)) > 1 }

// labelled reports whether a row holds a known label or the head of a budget's
// execution.
func labelled(t *table, row int, words *dictionary) bool {
	for _, c := range t.filled(row) {
		if words.label(c.norm()) != KeyNone || words.spentColumn(c.norm()) != RoleNone {
			return true
		}
	}
	return false
}

// back is the row before a position.
func (doc *document) back(p position) (position, bool) {
	for p.row == 0 {
		p.table--
		if p.table < 0 {
			return p, false
		}
		p.row = len(doc.tables[p.table].rows)
	}
	p.row--
	return p, true
}

type opens int

const (
	opensNothing opens = iota
	opensLabel
	opensTitle
	opensHeading // a title by what it shows
)

// openingKeys are the labels that a form begins with.
var openingKeys = set[Key]("project.name", "unit.applicant", "unit.budget", "unit.implementer", "unit.project", "department", KeyYear, "project.code",
	"project.start", "project.category", "funds.total", "funds.year", "goals.overall", "goals.annual", "narrative.overview")

// opening tells whether a row can open a form.
func opening(t *table, row int, words *dictionary) opens {
	cells := t.filled(row)
	if len(cells) == 0 || cells[0].Row != row {
		return opensNothing
	}
	s := cells[0].squeezed()
	if titleLike(s) != "" && titleRow(t, cells) {
		return opensTitle
	}
	var whole strings.Builder
	for _, c := range cells {
		whole.WriteString(c.squeezed())
	}
	if yearLine.MatchString(whole.String()) {
		return opensLabel
	}
	if t.Prose && t.Spans == grid.Exact {
		if words.evidentTitle(t, row) {
			return opensHeading
		}
		if name, _, ok := cutColon(bullet.ReplaceAllString(cells[0].Text, "")); ok && openingKeys[words.label(labelNorm(name))] {
			return opensLabel
		}
		return opensNothing
	}
	if words.evidentTitle(t, row) {
		return opensHeading
	}
	for _, c := range cells {
		if moneyLine.MatchString(c.squeezed()) {
			return opensLabel
		}
		key := words.label(c.norm())
		if key == "" {
			if name, _, ok := cutColon(c.Text); ok {
				key = words.label(labelNorm(name))
			}
		}
		if openingKeys[key] {
			return opensLabel
		}
	}
	return opensNothing
}

// titleRow reports whether a title has its row for itself, but for a year or a
// unit beside it.
func titleRow(t *table, cells []*cell) bool {
	for _, c := range cells[1:] {
		s := c.squeezed()
		if s != cells[0].squeezed() && !yearLine.MatchString(s) && !moneyLine.MatchString(s) {
			return false
		}
	}
	return true
}

// area is a run of rows of one table.
type area struct {
	t        *table
	from, to int
}

// between gives the rows between two positions, table by table.
func (doc *document) between(from, to position) []area {
	var out []area
	for ti := from.table; ti <= to.table && ti < len(doc.tables); ti++ {
		t := doc.tables[ti]
		lo, hi := 0, len(t.rows)
		if ti == from.table {
			lo = from.row
		}
		if ti == to.table {
			hi = min(hi, to.row)
		}
		if lo < hi {
			out = append(out, area{t, lo, hi})
		}
	}
	return out
}

// end is the position after the last of a form's indicator tables.
func (s *section) end() position {
	if n := len(s.more); n > 0 {
		return s.more[n-1].body.end
	}
	return s.body.end
}

// around gives the rows of a form that hold its fields: all before, between and
// behind its indicator tables. Prose behind them belongs to the document, and so
// does another table.
func (doc *document) around(s *section) []area {
	out := doc.between(s.start, position{s.header.t.index, s.header.row})
	end := s.body.end
	for _, more := range s.more {
		out = append(out, doc.between(end, position{more.header.t.index, more.header.row})...)
		end = more.body.end
	}
	near := true
	for _, a := range doc.between(end, s.tail) {
		if a.t.Prose && a.t.Spans == grid.Exact {
			if a, near = doc.below(a, near); a.from < a.to {
				out = append(out, a)
			}
			continue
		}
		if a.t.index != s.body.end.table && len(s.more) == 0 {
			near = false
			continue
		}
		a.to = a.t.otherTable(a.from, a.to)
		out = append(out, a)
	}
	return out
}

// maxBelow is how many lines right below a table may belong to its form.
const maxBelow = 8

// below cuts lines behind a form's table down to those that belong to it: labels
// with their texts and notes. near is whether nothing else stands before them, and
// after them.
func (doc *document) below(a area, near bool) (area, bool) {
	if !near {
		a.to = a.from
		return a, false
	}
	n := 0
	for row := a.from; row < a.to; row++ {
		cells := a.t.filled(row)
		if len(cells) == 0 {
			continue
		}
		s := cells[0].squeezed()
		if n++; n > maxBelow || titleLike(s) != "" || moneyLine.MatchString(s) || !isNote(cells[0]) && (numberedLine.MatchString(s) || !doc.words.isPair(cells[0])) {
			a.to = row
			return a, false
		}
	}
	return a, true
}

// otherTable is the row below a blank one that names another table (部门收支总表), or
// to: what stands there is no part of the form.
func (t *table) otherTable(from, to int) int {
	for row := from + 1; row < to; row++ {
		if !t.blank(row - 1) {
			continue
		}
		if cells := t.filled(row); len(cells) == 1 && strings.HasSuffix(cells[0].norm(), "表") {
			return row
		}
	}
	return to
}
