// Package sheetml reads XML Spreadsheet 2003, the workbook in one XML file that
// budget systems export, as often under the name .xls as under .xml.
//
// A sheet is a table of rows of cells. Where a row or a cell names no place of
// its own (ss:Index) it stands behind the one before, and behind all that the
// one before merges across; cells under a merged range are left out or empty.
package sheetml

import (
	"bytes"
	"context"

	"github.com/pbt-cli/pbt/parser/excel/sheet"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/xmlscan"
	"github.com/pbt-cli/pbt/parser/text/charset"
	"github.com/pbt-cli/pbt/schema"
)

// maxBytes is the largest file that is read; the programs write some 300 bytes
// a cell.
const maxBytes = 256 << 20

// Read reads a workbook: one grid a sheet that shows anything, hidden ones
// marked. The error is a *schema.ReadError, or the context's.
func Read(ctx context.Context, data []byte, opt sheet.Options) (*grid.Document, error) {
	if len(data) > maxBytes {
		return nil, sheet.Limit("XML 表格超过 256 MiB", "the XML sheet has more than 256 MiB")
	}
	src, _, err := charset.Decode(data)
	if err != nil {
		return nil, sheet.Damaged("XML 表格的编码无法识别", "the XML sheet is in no known encoding")
	}
	r := sheet.NewReading(schema.FormatSheetML, opt.WithDefaults())
	s := &scan{sc: xmlscan.New(src), reading: r, styles: newStyles(), recoloured: bytes.Contains(src, []byte("ConditionalFormatting"))}
	if err := s.run(ctx); err != nil {
		return nil, err
	}
	return s.result(opt)
}

// result hands over the sheets that were asked for.
func (s *scan) result(opt sheet.Options) (*grid.Document, error) {
	if len(s.refs) == 0 {
		return nil, sheet.Damaged("XML 表格中没有工作表", "the XML workbook holds no sheet")
	}
	wanted, err := sheet.Pick(s.refs, opt)
	if err != nil {
		return nil, err
	}
	for _, ref := range wanted {
		if bad := s.failed[ref.Offset]; bad != nil {
			s.reading.Fail(ref.Name, bad)
			continue
		}
		s.reading.Add(s.sheets[ref.Offset])
	}
	return s.reading.Result()
}
