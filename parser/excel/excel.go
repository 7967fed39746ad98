// Package excel reads workbooks: .xlsx and .xlsm (Office Open XML) and .xls
// (BIFF8 and BIFF5). One grid a sheet, the cells as they are displayed, spans
// from the merged ranges.
//
// Both readers are streaming passes of our own: a sheet is read cell by cell and
// only cells that show something are kept, so that a wrong declared range, a
// list of a million merges or a bomb costs no more than its bytes.
package excel

import (
	"context"

	"github.com/pbt-cli/pbt/parser/excel/sheet"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/office"
)

// ReadXLSX reads an .xlsx or .xlsm workbook, or an encrypted one when the
// password is known. An old .xls under the wrong name is read all the same.
// Grids stand in sheet order, those of hidden sheets marked; a sheet that shows
// nothing has none. Sheets that cannot be read are problems of the document;
// where none can, the error is a *schema.ReadError (or the context's).
func ReadXLSX(ctx context.Context, data []byte, opt Options) (*grid.Document, error) {
	if office.IsCompound(data) {
		return readOLE(ctx, data, opt.WithDefaults())
	}
	return readOOXML(ctx, data, opt.WithDefaults())
}

// ReadXLS reads an .xls workbook as ReadXLSX reads an .xlsx; an .xlsx under the
// wrong name is read all the same.
func ReadXLS(ctx context.Context, data []byte, opt Options) (*grid.Document, error) {
	if office.IsPackage(data) {
		return readOOXML(ctx, data, opt.WithDefaults())
	}
	return readOLE(ctx, data, opt.WithDefaults())
}

// Options says what to read.
type Options = sheet.Options
