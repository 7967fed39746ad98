// Package excel reads workbooks: .xlsx and .xlsm (Office Open XML) and .xls
// (BIFF8 and BIFF5). One grid a sheet, the cells as they are displayed, spans
// from the merged ranges.
//
// Both readers are streaming passes of our own: a sheet is read cell by cell and
// only cells that show something are kept, so that a wrong declared range, a
// list of a million merges or a bomb costs no more than its bytes. Excelize,
// which models every cell of a sheet, decrypts.
package excel

import (
	"bytes"
	"context"
	"strconv"
	"strings"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

// The limits of a workbook; Options may lower or raise the first two.
const (
	defaultMaxBytes = 256 << 20 // unpacked parts together
	defaultMaxCells = 500_000   // cells with text
	maxPart         = 128 << 20 // one part unpacked
	maxEntries      = 10_000    // files in the zip
	maxText         = 64 << 20  // bytes of text in all cells together
	maxMerges       = 200_000   // merged ranges of one sheet
	maxSheets       = 4096
	maxRows         = 1 << 20 // rows and columns of a sheet, by the formats
	maxCols         = 1 << 14
)

// Options says what to read.
type Options struct {
	// Sheet picks one sheet by its name or its place from 1; "" reads all.
	Sheet string
	// Password opens an encrypted workbook.
	Password string
	// MaxBytes bounds the unpacked parts together; 0 is 256 MiB.
	MaxBytes int64
	// MaxCells bounds the cells with text; 0 is 500 000.
	MaxCells int
}

func (o Options) withDefaults() Options {
	if o.MaxBytes <= 0 {
		o.MaxBytes = defaultMaxBytes
	}
	if o.MaxCells <= 0 {
		o.MaxCells = defaultMaxCells
	}
	return o
}

// ReadXLSX reads an .xlsx or .xlsm workbook, or an encrypted one when the
// password is known. An old .xls under the wrong name is read all the same.
// Grids stand in sheet order, those of hidden sheets marked; a sheet that shows
// nothing has none. Sheets that cannot be read are problems of the document;
// where none can, the error is a *schema.ReadError (or the context's).
func ReadXLSX(ctx context.Context, data []byte, opt Options) (*grid.Document, error) {
	if isOLE(data) {
		return readOLE(ctx, data, opt.withDefaults())
	}
	return readOOXML(ctx, data, opt.withDefaults())
}

// ReadXLS reads an .xls workbook as ReadXLSX reads an .xlsx; an .xlsx under the
// wrong name is read all the same.
func ReadXLS(ctx context.Context, data []byte, opt Options) (*grid.Document, error) {
	if bytes.HasPrefix(data, []byte("PK")) {
		return readOOXML(ctx, data, opt.withDefaults())
	}
	return readOLE(ctx, data, opt.withDefaults())
}

// sheetRef is a sheet as the workbook lists it.
type sheetRef struct {
	name   string
	hidden bool
	// part is the sheet's part in a zip; offset its place in a BIFF stream.
	part   string
	offset int
	// cells is false for charts and macros.
	cells bool
}

// pick gives the sheets that opt asks for.
func pick(sheets []sheetRef, opt Options) ([]sheetRef, error) {
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
			if same(s.name) {
				return []sheetRef{s}, nil
			}
		}
	}
	if n, err := strconv.Atoi(opt.Sheet); err == nil && n >= 1 && n <= len(sheets) {
		return sheets[n-1 : n], nil
	}
	return nil, errNoSheet(opt.Sheet, sheets)
}

// reading collects the grids of a workbook within its budgets.
type reading struct {
	doc    *grid.Document
	limit  int // cells that may be kept in all
	cells  int // cells that may still be kept
	text   int // bytes of text that may still be kept
	failed *schema.ReadError
}

func newReading(format string, opt Options) *reading {
	return &reading{doc: &grid.Document{Format: format}, limit: opt.MaxCells, cells: opt.MaxCells, text: maxText}
}

// add takes over a sheet's grid; a nil grid shows nothing.
func (r *reading) add(g *grid.Grid, problems []schema.Finding) {
	r.doc.Problems = append(r.doc.Problems, problems...)
	if g != nil {
		r.doc.Grids = append(r.doc.Grids, g)
	}
}

// fail notes a sheet that could not be read.
func (r *reading) fail(err *schema.ReadError) {
	if r.failed == nil {
		r.failed = err
	}
	r.doc.Problems = append(r.doc.Problems, err.Finding())
}

// result is the document, or the first failure where nothing was read.
func (r *reading) result() (*grid.Document, error) {
	if len(r.doc.Grids) == 0 && r.failed != nil {
		return nil, r.failed
	}
	return r.doc, nil
}
