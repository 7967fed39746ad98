// Package sheet writes rows of indicators as a workbook. It stands apart from
// schema so that only who writes workbooks links the workbook library.
package sheet

import (
	"io"

	"github.com/xuri/excelize/v2"

	"github.com/pbt-cli/pbt/schema"
)

// sheetName is the name of the one sheet.
const sheetName = "绩效指标"

// widths are the column widths in characters, in the order of
// schema.RowColumns; what is not named gets the default.
var widths = map[int]float64{1: 24, 4: 22, 5: 22, 7: 30, 10: 14, 11: 16, 12: 32, 14: 14, 21: 18, 25: 24}

// Encode writes documents as a workbook of one sheet, one row an indicator,
// every cell as text: a target such as =100% must never become a formula.
func Encode(w io.Writer, docs ...*schema.Document) error {
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetSheetName(f.GetSheetName(0), sheetName); err != nil {
		return err
	}
	// The library stamps the time of writing; the same input must give the
	// same bytes.
	if err := f.SetDocProps(&excelize.DocProperties{Creator: "pbt", Created: "2000-01-01T00:00:00Z", Modified: "2000-01-01T00:00:00Z"}); err != nil {
		return err
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	sw, err := f.NewStreamWriter(sheetName)
	if err != nil {
		return err
	}
	for col, width := range widths {
		if err := sw.SetColWidth(col, col, width); err != nil {
			return err
		}
	}
	if err := sw.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	head := make([]any, len(schema.RowColumns))
	for i, c := range schema.RowColumns {
		head[i] = excelize.Cell{StyleID: bold, Value: c}
	}
	if err := sw.SetRow("A1", head); err != nil {
		return err
	}
	for i, r := range schema.Rows(docs...) {
		cells := make([]any, len(r))
		for j, text := range r {
			cells[j] = text
		}
		at, err := excelize.CoordinatesToCellName(1, i+2)
		if err != nil {
			return err
		}
		if err := sw.SetRow(at, cells); err != nil {
			return err
		}
	}
	if err := sw.Flush(); err != nil {
		return err
	}
	return f.Write(w)
}
