package review

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/parser"
	"github.com/pbt-cli/pbt/parser/normal"
	"github.com/pbt-cli/pbt/schema"
)

// Prepare makes the options of reading a document such that what was found for it
// is applied: columns as they were answered, then the corrections. A document of
// other bytes voids them all, which is one problem.
func Prepare(opt parser.Options, src parser.Source, found Found) parser.Options {
	opt, _ = PrepareOrigins(opt, src, found)
	return opt
}

// PrepareOrigins is Prepare, and tells once the document is read from where
// indicators were moved.
func PrepareOrigins(opt parser.Options, src parser.Source, found Found) (parser.Options, Origins) {
	f := found.File
	origins := Origins{}
	if found.Fault == nil && f.Empty() {
		return opt, origins
	}
	stale := f != nil && f.Document != Digest(src.Data)
	if f != nil && !stale && len(f.Columns) > 0 {
		columns := maps.Clone(f.Columns)
		maps.Copy(columns, opt.Columns)
		opt.Columns = columns
	}
	first, told := 0, false // a normalised text may hold several documents
	opt.Amend = func(doc *schema.Document) {
		switch {
		case told:
		case found.Fault != nil:
			doc.Problems = append(doc.Problems, found.Fault.Finding())
		case stale:
			doc.Problems = append(doc.Problems, schema.ReviewStale.Told(len(f.Corrections)+len(f.Accepted)+len(f.Columns)).Finding())
		default:
			apply(doc, f.of(first, len(doc.Declarations), !normal.Sniff(src.Data)), first, origins)
			first += len(doc.Declarations)
			return
		}
		told = true
	}
	return opt, origins
}

// Read reads a document with its corrections; a nil finder finds none.
func Read(ctx context.Context, src parser.Source, opt parser.Options, finder *Finder) *parser.File {
	if finder == nil {
		return parser.Read(ctx, src, opt)
	}
	return parser.Read(ctx, src, Prepare(opt, src, finder.Find(src.Name, Digest(src.Data))))
}

// About is what was said about a document of these bytes; nil where it was said of
// others.
func (f Found) About(data []byte) *File {
	if f.File == nil || f.File.Document != Digest(data) {
		return nil
	}
	return f.File
}

// Accept parts the findings that were accepted from the rest. An acceptance that
// meets none is a finding. That a document cannot be read is never accepted.
func (f *File) Accept(findings []schema.Finding) (kept, accepted []schema.Finding) {
	if f == nil || len(f.Accepted) == 0 {
		return findings, nil
	}
	met := map[string]bool{}
	wanted := map[string]bool{}
	for _, a := range f.Accepted {
		wanted[a.Rule+" "+a.Fingerprint] = true
	}
	for _, x := range findings {
		key := x.Rule + " " + x.Fingerprint
		if wanted[key] && !(x.Severity == schema.SeverityError && strings.HasPrefix(x.Rule, "extract.")) {
			met[key] = true
			accepted = append(accepted, x)
		} else {
			kept = append(kept, x)
		}
	}
	for _, a := range f.Accepted {
		if key := a.Rule + " " + a.Fingerprint; !met[key] {
			met[key] = true
			kept = append(kept, schema.IgnoreUnused.Told(a.Rule).Finding())
		}
	}
	return kept, accepted
}

// Digest is that of a document's bytes, as File.Document has it.
func Digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// of are the corrections of a document whose first declaration is the file's
// first-th, and which holds n; whole says that it is the only one.
func (f *File) of(first, n int, whole bool) []Correction {
	var out []Correction
	for _, c := range f.Corrections {
		if c.Declaration >= first && (whole || c.Declaration < first+n) {
			c.Declaration -= first
			out = append(out, c)
		}
	}
	return out
}

// apply sets a reading right. Each correction that fits is listed among the
// repairs of its declaration and takes away the doubts that it settles; one that
// does not fit becomes a problem of the document.
func apply(doc *schema.Document, corrections []Correction, first int, origins Origins) {
	var moves []move
	for _, c := range corrections {
		if c.Declaration >= len(doc.Declarations) {
			doc.Problems = append(doc.Problems, unfit(c, schema.Text{ZH: "没有这张表", EN: "there is no such form"}))
			continue
		}
		d := doc.Declarations[c.Declaration]
		m, why := correct(d, c)
		if why != (schema.Text{}) {
			doc.Problems = append(doc.Problems, unfit(c, why))
			continue
		}
		if m != nil {
			moves = append(moves, *m)
		}
		d.Repairs = append(d.Repairs, schema.Repair{Path: c.Path, From: c.From, To: c.To, Why: Why, Confidence: 1})
		settle(d, c)
	}
	carryOut(doc, moves, first, origins)
}

// unfit is a correction that could not be applied.
func unfit(c Correction, why schema.Text) schema.Finding {
	p := schema.ReviewUnfit.Told(c.Path, why).Finding()
	n := c.Declaration
	p.Declaration, p.Path, p.Found, p.Expected = &n, c.Path, c.From, c.To
	return p
}

// correct sets one text right, or says which indicator is to move. why is what
// hinders.
func correct(d *schema.Declaration, c Correction) (m *move, why schema.Text) {
	if c.Question != "" {
		return relabel(d, c)
	}
	s, ok := spotAt(d, c.Path)
	if !ok && c.From == c.To && slices.ContainsFunc(d.Uncertain, func(q schema.Doubt) bool { return q.Path == c.Path && q.Chosen == c.From }) {
		return nil, schema.Text{} // a whole row, or the form as such, is confirmed
	}
	if !ok {
		return nil, schema.Text{ZH: "表上没有这一项", EN: "the form has no such entry"}
	}
	if now := s.get(); now != c.From {
		return nil, schema.Text{ZH: fmt.Sprintf("现在读作 %q，不是 %q", now, c.From), EN: fmt.Sprintf("it reads %q now, and not %q", now, c.From)}
	}
	if c.From == c.To {
		return nil, schema.Text{} // confirmed as it was read
	}
	if err := s.set(c.To); err != nil {
		if e, ok := err.(*RefusedError); ok {
			return nil, e.Text
		}
		return nil, schema.Text{ZH: err.Error(), EN: err.Error()}
	}
	return nil, schema.Text{}
}

// settle takes away the doubts that a correction answers.
func settle(d *schema.Declaration, c Correction) {
	d.Uncertain = slices.DeleteFunc(d.Uncertain, func(q schema.Doubt) bool {
		level := q.Question == schema.QuestionLevel1 || q.Question == schema.QuestionLevel2
		if c.Question != "" || level {
			return q.Question == c.Question && q.Path == c.Path
		}
		return samePlace(q.Path, c.Path)
	})
}

// samePlace reports whether two paths lead to one text: an indicator's own path is
// that of its name.
func samePlace(a, b string) bool {
	trim := func(p string) string {
		for _, tail := range []string{".name", ".text", ".item"} {
			p = strings.TrimSuffix(p, tail)
		}
		return p
	}
	return trim(a) == trim(b)
}
