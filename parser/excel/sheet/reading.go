package sheet

import (
	"context"
	"strconv"
	"strings"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/office"
	"github.com/pbt-cli/pbt/schema"
)

// The limits of a workbook; Options may lower or raise the first two.
const (
	defaultMaxBytes = 256 << 20 // unpacked parts together
	defaultMaxCells = 500_000   // cells with text
	maxText         = 64 << 20  // bytes of text in all cells together
	maxMerges       = 200_000   // merged ranges of one sheet
)

// What a workbook may have: sheets as we bound them, rows and columns of a sheet
// as the formats do.
const (
	MaxSheets = 4096
	MaxRows   = 1 << 20
	MaxCols   = 1 << 14
)

// Options says what to read.
type Options struct {
	// Package is what a workbook of Office Open XML was opened as already; nil where it
	// was not.
	Package *office.Package
	// Sheet picks one sheet by its name or its place from 1; "" reads all.
	Sheet string
	// Password opens an encrypted workbook.
	Password string
	// Inside reads a picture of a workbook that shows nothing else as a document of
	// its own.
	Inside func(ctx context.Context, name string, data []byte) *grid.Document
	// MaxBytes bounds the unpacked parts together; 0 is 256 MiB.
	MaxBytes int64
	// MaxCells bounds the cells with text; 0 is 500 000.
	MaxCells int
}

// WithDefaults gives the limits that are not set their usual values.
func (o Options) WithDefaults() Options {
	if o.MaxBytes <= 0 {
		o.MaxBytes = defaultMaxBytes
	}
	if o.MaxCells <= 0 {
		o.MaxCells = defaultMaxCells
	}
	return o
}

// Ref is a sheet as the workbook lists it.
type Ref struct {
	Name   string
	Hidden bool
	// Cells is false for charts and macros.
	Cells bool
	// Part is the sheet's part in a package; Offset its place in a BIFF stream.
	Part   string
	Offset int
}

// Pick gives the sheets that opt asks for.
func Pick(sheets []Ref, opt Options) ([]Ref, error) {
	if opt.Sheet == "" {
		return sheets, nil
	}
	for _, same := range []func(string) bool{
		func(name string) bool { return name == opt.Sheet },
		func(name string) bool {
			return strings.EqualFold(strings.TrimSpace(name), strings.TrimSpace(opt.Sheet))
		},
	} {
		for _, s := range sheets {
			if same(s.Name) {
				return []Ref{s}, nil
			}
		}
	}
	if n, err := strconv.Atoi(opt.Sheet); err == nil && n >= 1 && n <= len(sheets) {
		return sheets[n-1 : n], nil
	}
	return nil, errNoSheet(opt.Sheet, sheets)
}

// Reading collects the grids of a workbook within its budgets.
type Reading struct {
	doc    *grid.Document
	limit  int // cells that may be kept in all
	cells  int // cells that may still be kept
	text   int // bytes of text that may still be kept
	failed *schema.ReadError
}

// NewReading begins to read a workbook of one of schema's formats.
func NewReading(format string, opt Options) *Reading {
	return &Reading{doc: &grid.Document{Format: format}, limit: opt.MaxCells, cells: opt.MaxCells, text: maxText}
}

// Add takes over what was found on a sheet; one that shows nothing has no grid.
func (r *Reading) Add(s *Sheet) {
	g, bad := s.grid()
	if bad != nil {
		r.Fail(s.name, bad)
		return
	}
	r.doc.Problems = append(r.doc.Problems, s.problems()...)
	r.doc.Apart = append(r.doc.Apart, s.apart...)
	if g != nil {
		r.doc.Grids = append(r.doc.Grids, g)
	}
}

// Note adds a problem of the whole workbook.
func (r *Reading) Note(f schema.Finding) { r.doc.Problems = append(r.doc.Problems, f) }

// Fail notes a sheet that could not be read.
func (r *Reading) Fail(name string, err *schema.ReadError) {
	err = inSheet(err, name)
	if r.failed == nil {
		r.failed = err
	}
	r.doc.Problems = append(r.doc.Problems, err.Finding())
}

// Result is the document, or the first failure where nothing was read.
func (r *Reading) Result() (*grid.Document, error) {
	if len(r.doc.Grids) == 0 && r.failed != nil {
		return nil, r.failed
	}
	return r.doc, nil
}
