package desk

import (
	"context"
	"maps"
	"slices"

	"github.com/pbt-cli/pbt/cmd/internal/review"
	"github.com/pbt-cli/pbt/parser"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/sniff"
	"github.com/pbt-cli/pbt/schema"
)

// shown is all that the page shows of a document.
type shown struct {
	ID       int              `json:"id"`
	Name     string           `json:"name"`
	Document *schema.Document `json:"document"`
	Findings []remark         `json:"findings"`
	// Review is what was saved about the document, nil where nothing was; Saved is
	// where it stands or would stand, empty where it can stand nowhere.
	Review *review.File `json:"review"`
	Saved  string       `json:"saved"`
	Look   look         `json:"look"`

	data    []byte
	grids   []shownGrid
	origins review.Origins
	// spoilt is why what is saved cannot be read: it is not to be written over.
	spoilt *schema.ReadError
	// stale is the digest of the document that what is saved speaks of, where that
	// is another: it is kept aside.
	stale string
}

// remark is one thing to say, in both languages.
type remark struct {
	schema.Finding
	Text schema.Text `json:"text"`
	Hint schema.Text `json:"hint"`
	// Accepted is the reason for which a reviewer let it stand.
	Accepted string `json:"accepted,omitempty"`
	// Doubt tells that it only says that something is in doubt: the doubt itself is
	// shown.
	Doubt bool `json:"doubt,omitempty"`
}

// ofDoubts are the rules that say no more than what uncertain lists.
var ofDoubts = map[string]bool{"extract.l2-ambiguous": true, "extract.text-unsure": true}

// read reads a document and checks it. said replaces what is saved about it, where
// it is not nil. The caller holds the item's lock.
func (d *Desk) read(ctx context.Context, x *item, said *review.File) (*shown, error) {
	r := &shown{ID: x.id, Name: x.source.Name, Saved: review.Beside(x.source.Name)}
	if !x.source.Unreadable() {
		var err error
		if r.data, err = x.load(ctx); err != nil {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			r.unread(append(slices.Clone(x.source.Problems), problemOf(x.source.Name, err)))
			return r, nil
		}
	}
	if r.data == nil && x.source.Unreadable() {
		r.unread(x.source.Problems)
		return r, nil
	}
	finder := &review.Finder{}
	found := finder.Find(x.source.Name, "")
	if said != nil {
		found = review.Found{File: said}
	}
	r.spoilt = found.Fault
	if found.File != nil && found.File.Document != review.Digest(r.data) {
		r.stale = found.File.Document
	}
	src := parser.Source{Name: x.source.Name, Data: r.data}
	opt := d.opt.Read
	if more := d.answers(); more != nil {
		maps.Copy(more, opt.Columns)
		opt.Columns = more
	}
	opt.Seen = func(g *grid.Document) { r.grids = gridsOf(g) }
	opt, r.origins = review.PrepareOrigins(opt, src, found)
	file := parser.Read(ctx, src, opt)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	r.Review = found.About(r.data)
	if r.Review.Empty() {
		r.Review = nil
	}
	d.judge(r, file)
	r.look(file, opt.Password)
	r.Document = joined(file.Documents)
	return r, nil
}

// unread is the reading of a document that is not to be had.
func (r *shown) unread(problems []schema.Finding) {
	r.Document = &schema.Document{Schema: schema.Version, Source: schema.Source{File: r.Name}, Declarations: []*schema.Declaration{}, Problems: problems}
	for _, p := range problems {
		r.Findings = append(r.Findings, remark{Finding: p, Text: p.Text, Hint: p.Hint})
	}
	r.Look = look{Kind: lookNone}
}

// judge fills in the findings: those that stand, then those that were accepted.
func (d *Desk) judge(r *shown, file *parser.File) {
	d.judging.Lock()
	defer d.judging.Unlock()
	r.Findings = []remark{}
	findings, accepted := d.opt.Judge(r.Name, r.data, file, r.Review)
	for _, f := range findings {
		r.Findings = append(r.Findings, said(f, ""))
	}
	for _, f := range accepted {
		reason := ""
		for _, a := range r.Review.Accepted {
			if a.Rule == f.Rule && a.Fingerprint == f.Fingerprint {
				reason = a.Reason
			}
		}
		r.Findings = append(r.Findings, said(f, reason))
	}
}

func said(f schema.Finding, accepted string) remark {
	out := remark{Finding: f, Text: f.Text, Hint: f.Hint, Accepted: accepted, Doubt: ofDoubts[f.Rule]}
	if out.Text.ZH == "" {
		out.Text = schema.Text{ZH: f.Message, EN: f.Message}
	}
	return out
}

// joined makes one document of those of a normalised text, which mostly holds one.
func joined(docs []*schema.Document) *schema.Document {
	doc := *docs[0]
	for _, more := range docs[1:] {
		doc.Declarations = append(doc.Declarations, more.Declarations...)
		doc.Problems = append(doc.Problems, more.Problems...)
	}
	return &doc
}

// look finds out how the document is to be shown.
func (r *shown) look(file *parser.File, password string) {
	r.Look = lookOf(r.data, r.Name, password)
	switch {
	case file.Normalised:
		r.grids = linesOf(r.data)
		r.Look = look{Kind: lookGrid}
	case r.Look.Kind == lookGrid && len(r.grids) == 0:
		r.Look.Kind = lookNone
	}
	r.Look.Tables = tablesOf(r.grids)
}

// lookOf tells by its bytes how a document is shown. Whether one that has no pages
// has tables or lines is known once it is read.
func lookOf(data []byte, name, password string) look {
	switch sniff.Detect(data, name) {
	case sniff.PDF:
		return look{Kind: lookPDF, Password: password}
	case sniff.OFD:
		return look{Kind: lookDrawn, Pages: ofdPages(data)}
	case sniff.Image:
		return look{Kind: lookDrawn, Pages: picturePages(data)}
	}
	return look{Kind: lookGrid}
}
