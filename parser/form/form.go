package form

import (
	"context"
	"slices"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

// Options are the user's wishes. The zero value reads with the embedded profiles.
type Options struct {
	// Profiles are the form families to match; nil means the embedded ones.
	Profiles *Profiles
	// Explain, where set, hears why a profile and each column's role were chosen.
	Explain func(schema.Text)
	// Fit, where set, hears how the profile Fitted fits each form.
	Fit    func(Fit)
	Fitted *Profile
	// Untraced leaves out where each value stands: of a large table that is as much
	// as all else. Doubts and problems have their places all the same.
	Untraced bool
	// Account asks for the account of every cell.
	Account bool
	// Spend hands the document's grids over: they are let go of as forms are declared,
	// and the document has none afterwards.
	Spend bool
	// Memory, where set, keeps what texts say for the documents that follow.
	Memory *Memory
	// Columns answer what the columns of tables are: a printed heading, and the
	// role that profiles know it by. An answer outweighs what the cells show.
	Columns map[string]string
}

// Result is what a document's grids hold.
type Result struct {
	Declarations []*schema.Declaration
	Problems     []schema.Finding
}

// Read finds every declaration in the grids of one document. The error is that
// of the context, where that ended first.
func Read(ctx context.Context, in *grid.Document, opt Options) (Result, error) {
	profiles := opt.Profiles
	if profiles == nil {
		profiles = Embedded()
	}
	var out Result
	doc := tables(in, profiles, opt) // text: lines that hold a cell each become tables
	if opt.Spend {
		in.Grids = nil
	}
	if opt.spendsRows() {
		doc.part()
	}
	sections, said, err := doc.sections(ctx)
	if err != nil {
		return out, err
	}
	doc.lex.Rest() // the cells have their words
	doc.loosen()
	sections, apart := withoutExamples(sections)
	out.Problems = append(said, apart...)
	elsewhere, left := doc.fieldSheets(sections)
	out.Problems = append(out.Problems, left...)
	forms := make([]*form, len(sections))
	for i, s := range sections {
		f := &form{section: s, region: append(doc.region(s), elsewhere...), fields: readFields(append(doc.around(s), elsewhere...), doc.words)}
		f.yearOfSheet()
		f.fields.hits = append(f.fields.hits, s.body.fields...)
		if i > 0 {
			f.inherit(forms[i-1])
		} else {
			f.yearOfCover(doc)
		}
		f.profile, f.weighed = profiles.choose(evidenceOf(doc, s, f.fields))
		if opt.Explain != nil {
			f.explain(opt.Explain)
		}
		if opt.Fit != nil {
			opt.Fit(f.fit(doc, opt.Fitted))
		}
		forms[i] = f
	}
	if err := readLabels(ctx, forms, profiles); err != nil {
		return out, err
	}
	spender := doc.spender(forms, &opt)
	for _, f := range forms {
		if err := ctx.Err(); err != nil {
			return out, err
		}
		first := len(out.Declarations)
		f.declare(&out, &opt)
		out.Problems = append(out.Problems, f.lostProfiles(first)...)
		for _, told := range []func([]area, int) (schema.Finding, bool){unread, doc.words.rowsLeft} {
			if problem, ok := told(f.region, first); ok {
				out.Problems = append(out.Problems, problem)
			}
		}
		f.release()
		spender.spent(f)
	}
	witness(out.Declarations)
	rest := doc.leftOver()
	out.Problems = append(out.Problems, rest...)
	if problem, ok := doc.outside(forms); ok && len(rest) == 0 && (len(forms) > 0 || len(said) == 0) {
		out.Problems = append(out.Problems, problem)
	} else if len(out.Declarations) == 0 && len(out.Problems) == 0 {
		out.Problems = append(out.Problems, schema.FormNone.Told().Finding())
	}
	out.Problems = append(out.Problems, doc.unanswered(opt.Columns)...)
	opt.Memory.give(profiles, doc.lex)
	for i := range out.Problems {
		out.Problems[i].Localize(schema.ZH)
	}
	return out, nil
}

// form is a section with all that was read of it.
type form struct {
	*section
	region []area // its rows
	// lent are the cells above the form before, whose title and year it has.
	lent    []*cell
	fields  *fields
	profile *Profile
	weighed []weighed // what spoke for each profile
	// trees are the rows of the indicator tables, one a tree of indicators.
	trees []*tree
}

// giveRows leaves the rows of indicators to the trees.
func (f *form) giveRows() {
	for _, part := range append([]*section{f.section}, f.more...) {
		part.body.rows = nil
	}
}

// release lets go of the rows and fields of a form that was declared: a document may
// hold thousands, and only what became of their cells is asked for after that.
func (f *form) release() {
	f.trees, f.fields = nil, nil
	for _, part := range append([]*section{f.section}, f.more...) {
		part.body = body{end: part.body.end}
	}
}

// inherit gives a form that follows another one in its table at once, or stands
// beside it there, and prints no title of its own the title and the year of that
// table.
func (f *form) inherit(before *form) {
	if f.fields.title != nil || f.fields.year != nil || f.fields.head != nil || f.header.t.whole != before.header.t.whole {
		return
	}
	if f.header.t != before.header.t {
		f.fields.title, f.fields.year = before.fields.title, before.fields.year
		return
	}
	if f.start != before.end() {
		return
	}
	f.fields.title, f.fields.year = before.fields.title, before.fields.year
	for _, h := range []*hit{f.fields.title, f.fields.year} {
		if h == nil {
			continue
		}
		for _, c := range h.from {
			if !slices.Contains(f.lent, c) {
				f.lent = append(f.lent, c)
			}
		}
	}
}

// tables indexes the grids; text that holds one cell a line becomes a table.
func tables(in *grid.Document, p *Profiles, opt Options) *document {
	doc := &document{words: p.all.answered(opt.Columns)}
	doc.lex = opt.Memory.take(p, doc.words)
	for _, whole := range doc.readingOrder(in.Grids) {
		for _, t := range doc.sides(newTable(whole, len(doc.tables), doc.lex)) {
			t.index = len(doc.tables)
			if made := unstream(t, p); made != nil {
				t = made
			} else if parts := doc.parted(t); parts != nil {
				doc.tables = append(doc.tables, parts...)
				continue
			}
			t.whole = whole
			doc.tables = append(doc.tables, t)
		}
	}
	doc.tables = doc.stacked(doc.tables)
	for i, t := range doc.tables {
		doc.tables[i] = t.headed(doc.words).arranged(doc.words)
	}
	return doc
}

// parted gives a text that holds indicators, in an outline or a line each, as tables.
func (doc *document) parted(t *table) []*table {
	if parts := doc.outline(t); parts != nil {
		return parts
	}
	return doc.paired(t)
}

// unknownFamily warns where only the fallback profile fits.
func (f *form) unknownFamily(index int) schema.Finding {
	place := f.header.t.filled(f.header.row)[0].Place()
	p := schema.FormFamilyUnknown.Told(place).Finding()
	p.Declaration, p.At = &index, &place
	return p
}
