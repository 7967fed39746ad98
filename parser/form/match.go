package form

import (
	"fmt"
	"strings"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

// Result is what a document's grids hold.
type Result struct {
	Declarations []*schema.Declaration
	Problems     []schema.Finding
}

// matcher is one document on its way through.
type matcher struct {
	tables   []*table
	profiles *Profiles
	d        *dictionary
	levels   map[string]uint8 // the profiles' level names by depth, folded
}

// section is one form of the document: its header, its indicators, and the
// rows around them that hold its fields.
type section struct {
	header *header
	body   body
	start  position // of the fields before the header
	tail   position // the end of the fields after the indicators
	// more are further indicator tables of the same form: 长期 beside 年度.
	more []*section
	// fields and profile are known once the section is prepared.
	fields  *fieldReader
	profile *Profile
	// known is the level 2 that other sections of the document give to names.
	known map[string]string
}

// Match finds every declaration in the grids of one document.
func Match(doc *grid.Document, profiles *Profiles) Result {
	m := &matcher{profiles: profiles, d: profiles.all, levels: profiles.levels}
	for i, g := range doc.Grids {
		if table := m.unstream(g); table != nil {
			g = table
		}
		m.tables = append(m.tables, newTable(g, i))
	}
	var out Result
	var builders []*builder
	sections := m.sections()
	for _, s := range sections {
		m.prepare(s)
	}
	m.learn(sections)
	for _, s := range sections {
		builders = append(builders, m.build(s, len(builders), &out)...)
	}
	for _, b := range builders {
		out.Declarations = append(out.Declarations, b.d)
	}
	witness(out.Declarations)
	if len(out.Declarations) == 0 {
		out.Problems = append(out.Problems, schema.Finding{
			Rule: "form.none", Severity: schema.SeverityInfo,
			Text: schema.Text{ZH: "没有找到绩效指标表", EN: "no table of performance indicators was found"},
			Hint: schema.Text{ZH: "指标表的表头应有一级/二级/三级指标和指标值", EN: "its header should name 一级/二级/三级指标 and 指标值"},
		})
	}
	for i := range out.Problems {
		out.Problems[i].Localize(schema.ZH)
	}
	return out
}

func (m *matcher) inVocabulary(norm string) bool { return m.levels[norm] != 0 }

// isLevel reports whether a label is a level's name at a depth, from 0.
func (m *matcher) isLevel(norm string, depth int) bool { return m.levels[norm]>>depth&1 != 0 }

// sections cuts the document into forms.
func (m *matcher) sections() []*section {
	var out []*section
	at := position{}
	for {
		h := m.nextHeader(at)
		if h == nil {
			break
		}
		s := &section{header: h, body: m.readBody(h)}
		here := position{h.t.index, h.row}
		at = s.body.end
		if at.before(position{h.t.index, h.end}) || at == here {
			at = position{h.t.index, h.end}
			s.body.end = at
		}
		if len(s.body.rows) == 0 {
			continue
		}
		prev := position{}
		if len(out) > 0 {
			prev = out[len(out)-1].body.end
			if more := out[len(out)-1].more; len(more) > 0 {
				prev = more[len(more)-1].body.end
			}
		}
		start, opens := m.findStart(prev, here)
		if len(out) > 0 && !opens && len(h.fields) == 0 {
			last := out[len(out)-1]
			s.start = prev
			last.more = append(last.more, s)
			continue
		}
		s.start = start
		out = append(out, s)
	}
	for i, s := range out {
		s.tail = position{len(m.tables), 0}
		if i+1 < len(out) {
			s.tail = out[i+1].start
		}
	}
	return out
}

// nextHeader finds the next header of an indicator table.
func (m *matcher) nextHeader(from position) *header {
	for ti := from.table; ti < len(m.tables); ti++ {
		t := m.tables[ti]
		row := 0
		if ti == from.table {
			row = from.row
		}
		for ; row < len(t.rows); row++ {
			if h := findHeader(t, row, m.d); h != nil {
				return h
			}
		}
	}
	return nil
}

// maxProse is how many lines of text before a table may belong to its form.
const maxProse = 12

// findStart finds where the form of a header begins: at its title, else at its
// first label. opens is false where nothing between the last form and this
// header opens a form: then the table belongs to the form before.
func (m *matcher) findStart(prev, here position) (start position, opens bool) {
	first, prose := here, 0
	for p, ok := m.back(here); ok && !p.before(prev); p, ok = m.back(p) {
		t := m.tables[p.table]
		if t.Prose && t.Spans == grid.Exact {
			if prose++; prose > maxProse {
				break
			}
		}
		// Another sheet is another form, unless this one goes on from it.
		if t.Name != m.tables[here.table].Name {
			break
		}
		switch m.opening(t, p.row) {
		case opensTitle:
			return p, true
		case opensLabel:
			first, opens = p, true
		}
	}
	return first, opens
}

// back is the row before a position.
func (m *matcher) back(p position) (position, bool) {
	for p.row == 0 {
		p.table--
		if p.table < 0 {
			return p, false
		}
		p.row = len(m.tables[p.table].rows)
	}
	p.row--
	return p, true
}

type opening int

const (
	opensNothing opening = iota
	opensLabel
	opensTitle
)

// openingKeys are the labels that a form begins with.
var openingKeys = set("project.name", "unit.applicant", "unit.budget", "unit.implementer", "department", "project.code",
	"project.start", "project.category", "funds.total", "funds.year", "goals.overall", "goals.annual", "narrative.overview")

// opening tells whether a row can open a form.
func (m *matcher) opening(t *table, row int) opening {
	cells := t.filled(row)
	if len(cells) == 0 || cells[0].Row != row {
		return opensNothing
	}
	s := cells[0].squeezed()
	if titleLike(s) != "" && m.titleRow(t, cells) {
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
		if name, _, ok := cutColon(cells[0].Text); ok && openingKeys[m.d.label(labelNorm(name))] {
			return opensLabel
		}
		return opensNothing
	}
	for _, c := range cells {
		key := m.d.label(c.norm)
		if key == "" {
			if name, _, ok := cutColon(c.Text); ok {
				key = m.d.label(labelNorm(name))
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
func (m *matcher) titleRow(t *table, cells []*cell) bool {
	for _, c := range cells[1:] {
		s := c.squeezed()
		if s != cells[0].squeezed() && !yearLine.MatchString(s) && !moneyLine.MatchString(s) {
			return false
		}
	}
	return true
}

// prepare reads the fields of a section and chooses its profile.
func (m *matcher) prepare(s *section) {
	f := &fieldReader{d: m.d}
	m.eachSpan(s.start, position{s.header.t.index, s.header.row}, f.read)
	end := s.body.end
	for _, more := range s.more {
		m.eachSpan(end, position{more.header.t.index, more.header.row}, f.read)
		end = more.body.end
	}
	m.eachSpan(end, s.tail, m.tailOnly(s, f))
	s.fields, s.profile = f, m.choose(s, f)
}

// build makes declarations of a section: one, or one for each project of a
// list. The first has the index.
func (m *matcher) build(s *section, index int, out *Result) []*builder {
	f, profile := s.fields, s.profile
	if len(s.body.ragged) > 0 {
		out.Problems = append(out.Problems, raggedRows(s.body.ragged))
	}
	if len(s.header.fields) > 0 && s.header.listLike(m.d) {
		return m.buildList(s, f, profile, index, out)
	}
	b := newBuilder(m, profile, f)
	b.fields(f)
	b.table(s)
	for _, more := range s.more {
		b.table(more)
	}
	b.finish()
	m.unknownFamily(b, s, index, out)
	return []*builder{b}
}

// tailOnly reads the fields after the indicators, but no prose: that belongs to
// the document, not to the form.
func (m *matcher) tailOnly(s *section, f *fieldReader) func(t *table, from, to int) {
	return func(t *table, from, to int) {
		if t.Prose && t.Spans == grid.Exact || t.index != s.body.end.table && len(s.more) == 0 {
			return
		}
		f.read(t, from, t.otherTable(from, to))
	}
}

// otherTable is the row below a blank one that names another table (部门收支总表), or
// to: what stands there is no part of the form.
func (t *table) otherTable(from, to int) int {
	for row := from + 1; row < to; row++ {
		if !t.blank(row - 1) {
			continue
		}
		if cells := t.filled(row); len(cells) == 1 && strings.HasSuffix(cells[0].norm, "表") {
			return row
		}
	}
	return to
}

// eachSpan calls read for the rows between two positions, table by table.
func (m *matcher) eachSpan(from, to position, read func(t *table, from, to int)) {
	for ti := from.table; ti <= to.table && ti < len(m.tables); ti++ {
		t := m.tables[ti]
		lo, hi := 0, len(t.rows)
		if ti == from.table {
			lo = from.row
		}
		if ti == to.table {
			hi = min(hi, to.row)
		}
		if lo < hi {
			read(t, lo, hi)
		}
	}
}

// unknownFamily warns where only the fallback profile fits.
func (m *matcher) unknownFamily(b *builder, s *section, index int, out *Result) {
	if !b.profile.Fallback {
		return
	}
	place := s.header.t.filled(s.header.row)[0].Place
	out.Problems = append(out.Problems, schema.Finding{
		Rule: "form.family-unknown", Severity: schema.SeverityWarning, Declaration: &index, At: &place,
		Text: schema.Text{
			ZH: fmt.Sprintf("表样不属于任何已知类别，按通用表样读取（%s）", place),
			EN: fmt.Sprintf("the layout is of no known family and was read as a generic one (%s)", place),
		},
		Hint: schema.Text{ZH: "可用 --profile 提供自己的表样定义", EN: "describe it in a profile of your own and give that with --profile"},
	})
}
