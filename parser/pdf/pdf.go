// Package pdf reads PDF documents into grids. Ruled tables come out with the
// spans that their lines draw, tables that a page break cut are joined, and the
// text around tables stands between them in reading order.
//
// What cannot be read is said, never left out in silence: pages that are
// pictures, text drawn as outlines, fonts whose Unicode the file does not
// state, limits met. Any bytes end in a result or an error within the bounds of
// Limits; nothing panics or hangs.
package pdf

import (
	"context"
	"crypto/sha256"
	"errors"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/page"
	"github.com/pbt-cli/pbt/parser/page/survey"
	"github.com/pbt-cli/pbt/parser/pdf/internal/content"
	"github.com/pbt-cli/pbt/parser/pdf/internal/object"
	"github.com/pbt-cli/pbt/parser/picture"
	"github.com/pbt-cli/pbt/schema"
)

// Options say how a document is read. The zero value reads all pages with the
// default limits.
type Options struct {
	// Password opens an encrypted document; the empty password is always tried.
	Password string
	// Pages are the pages to read; empty reads all.
	Pages []PageRange
	// Inside reads an attachment of a portfolio as a document of its own.
	Inside func(ctx context.Context, name string, data []byte) *grid.Document
	// Limits replace the default limits where they are not zero.
	Limits Limits
	// Scan reads the picture of a page that holds no visible text: it adds to the
	// page what the picture shows. Text that the page hides is on it already.
	// Without Scan such pages are named as not read.
	Scan func(ctx context.Context, pic *picture.Picture, p *page.Page) error
}

// PageRange is the pages from First to Last, counted from 1, both included. A
// Last of 0 is the last page.
type PageRange struct{ First, Last int }

func (r PageRange) contains(page int) bool {
	return page >= r.First && (r.Last == 0 || page <= r.Last)
}

// Read reads a document. The error is a *schema.ReadError when nothing could be
// read, or that of ctx where it was cancelled. What could be read in part, before
// its time was up too, comes with problems of severity error.
func Read(ctx context.Context, data []byte, opt Options) (*grid.Document, error) {
	limits := opt.Limits.orDefault()
	if len(data) > limits.FileBytes {
		return nil, errFileSize(len(data), limits.FileBytes)
	}
	f, err := object.Open(ctx, data, opt.Password, object.Limits{
		StreamBytes: limits.StreamBytes,
		TotalBytes:  limits.TotalBytes,
		Objects:     limits.Objects,
		Pages:       limits.Pages,
	})
	if err != nil {
		return nil, openError(ctx, err, data, opt.Password != "")
	}
	r := reader{file: f, data: data, opt: opt, limits: limits}
	if !r.wantsAny() {
		return nil, errNoSuchPage(len(f.Pages()))
	}
	err = r.pages(ctx)
	if err == nil {
		d := r.document()
		r.attached(ctx, d)
		return d, nil
	}
	if errors.Is(ctx.Err(), context.Canceled) {
		return nil, ctx.Err()
	}
	late := errTimeout(r.number, len(f.Pages()))
	if r.built.Empty() {
		return nil, late
	}
	d := r.document()
	d.Problems = append(d.Problems, late.Finding())
	return d, nil
}

func openError(ctx context.Context, err error, data []byte, password bool) error {
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		return ctx.Err()
	case ctx.Err() != nil:
		return errTimeout(0, 0)
	case errors.Is(err, object.ErrEncrypted):
		return errEncrypted(password)
	case errors.Is(err, object.ErrLimit):
		return errLimit()
	}
	return errDamaged(object.CutShort(data))
}

// reader reads the pages of one file.
type reader struct {
	file   *object.File
	data   []byte
	opt    Options
	limits Limits
	number int // the page being read
	built  page.Builder
	seen   survey.Survey
	// attachments are what those of a portfolio show, by hash.
	attachments map[[sha256.Size]byte]bool
}

func (r *reader) wants(page int) bool {
	if len(r.opt.Pages) == 0 {
		return true
	}
	for _, p := range r.opt.Pages {
		if p.contains(page) {
			return true
		}
	}
	return false
}

// wantsAny reports whether the document has one of the wanted pages.
func (r *reader) wantsAny() bool {
	for i := range r.file.Pages() {
		if r.wants(i + 1) {
			return true
		}
	}
	return len(r.opt.Pages) == 0
}

// glyphsOfPage is how many glyphs a page of text has.
const glyphsOfPage = 2000

// pages finds the tables and lines of every wanted page. With an error, those of
// the pages before it are built.
func (r *reader) pages(ctx context.Context) error {
	in := content.New(r.file, content.Limits{
		Operators: r.limits.Operators, Glyphs: r.limits.Glyphs, Areas: r.limits.Areas,
	})
	shown := page.Page{Glyphs: make([]page.Glyph, 0, glyphsOfPage)} // filled anew by every page
	for i, p := range r.file.Pages() {
		r.number = i + 1
		if !r.wants(r.number) {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := in.Run(ctx, p, r.number, &shown); err != nil {
			return err
		}
		shown.Judge()
		if r.seen.Page(&shown) && r.opt.Scan != nil {
			if err := r.seen.Scan(ctx, &shown, r.opt.Scan); err != nil {
				return err
			}
		}
		r.built.Add(&shown)
	}
	return nil
}

// document joins tables across pages and lays everything out as grids.
func (r *reader) document() *grid.Document {
	d := &grid.Document{Format: schema.FormatPDF}
	t := r.built.Tables()
	d.Grids, d.Apart = t.Grids, t.Apart
	r.seen.Inferred(t.Inferred)
	if object.CutShort(r.data) {
		r.seen.CutShort(r.file.PagesLost())
	}
	if r.file.PagesCut() {
		r.seen.Longer(r.limits.Pages)
	}
	d.Problems = r.seen.Findings()
	if r.dynamic() {
		d.Problems = append(d.Problems, xfaProblem())
	}
	return d
}
