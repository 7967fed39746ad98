package parser

import (
	"context"
	"slices"

	"github.com/pbt-cli/pbt/parser/form"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/ofd"
	"github.com/pbt-cli/pbt/parser/pdf"
	"github.com/pbt-cli/pbt/parser/scan"
	"github.com/pbt-cli/pbt/schema"
)

// readPDF reads a PDF; pages of it that are pictures are recognised.
func readPDF(ctx context.Context, s Source, o Options) (*grid.Document, error) {
	opt := pdf.Options{Password: o.Password, Pages: pages(o.Pages), Inside: o.inside}
	scanner := scanner(ctx, o)
	if scanner != nil {
		opt.Scan = scanner.Page
	}
	d, err := pdf.Read(ctx, s.Data, opt)
	return scanned(d, scanner, o), err
}

// readOFD reads an OFD; pages of it that are pictures are recognised.
func readOFD(ctx context.Context, s Source, o Options) (*grid.Document, error) {
	opt := ofd.Options{Inside: o.inside}
	if len(o.Pages) > 0 {
		opt.Wants = func(page int) bool {
			return slices.ContainsFunc(o.Pages, func(r PageRange) bool { return page >= r.First && (r.Last == 0 || page <= r.Last) })
		}
	}
	scanner := scanner(ctx, o)
	if scanner != nil {
		opt.Scan = scanner.Page
	}
	d, err := ofd.Read(ctx, s.Data, opt)
	return scanned(d, scanner, o), err
}

// readImage recognises a picture file.
func readImage(ctx context.Context, s Source, o Options) (*grid.Document, error) {
	scanner := scanner(ctx, o)
	if scanner == nil {
		return nil, schema.ExtractImageOnly.Told()
	}
	d, err := scanner.Read(ctx, s.Data)
	return scanned(d, scanner, o), err
}

// scanner makes the reader of a document's pictures, nil where none are read.
func scanner(ctx context.Context, o Options) *scan.Reader {
	if o.OCR.Mode == OCROff {
		return nil
	}
	profiles := o.Profiles
	if profiles == nil {
		profiles = form.Embedded()
	}
	return scan.New(scan.Options{Engine: o.OCR.Engine, Weights: o.OCR.Weights, Words: profiles.Words().List, Units: profiles.Words().HeadsUnits, Progress: func(page int) {
		putOff(ctx, PageTime)
		if o.OCR.Progress != nil {
			o.OCR.Progress(page)
		}
	}})
}

// scanned notes in a document which of its pages were recognised.
func scanned(d *grid.Document, s *scan.Reader, o Options) *grid.Document {
	if s != nil && s.Report() != nil && o.OCR.Progress != nil {
		o.OCR.Progress(0)
	}
	if d != nil && s != nil {
		d.OCR = s.Report()
		d.Problems = append(d.Problems, s.Problems()...)
	}
	return d
}
