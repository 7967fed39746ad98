package paper

import (
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"
)

// WriteXLSX writes sheets as a workbook, one a form, ready to fill in and to
// print: borders, wrapped text, drop-down lists, one page wide, the table's head
// on every page. The same sheets give the same bytes.
func WriteXLSX(w io.Writer, sheets ...*Sheet) error {
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetDocProps(&excelize.DocProperties{Creator: "pbt", Created: "2000-01-01T00:00:00Z", Modified: "2000-01-01T00:00:00Z"}); err != nil {
		return err
	}
	styles, err := xlsxStyles(f)
	if err != nil {
		return err
	}
	for i, s := range sheets {
		name := s.Name
		if len(sheets) > 1 {
			name = fmt.Sprintf("%s%d", s.Name, i+1)
		}
		if i == 0 {
			err = f.SetSheetName(f.GetSheetName(0), name)
		} else {
			_, err = f.NewSheet(name)
		}
		if err != nil {
			return err
		}
		x := xlsxSheet{f, name, s, styles}
		for _, step := range []func() error{x.cells, x.sizes, x.choices, x.page} {
			if err := step(); err != nil {
				return err
			}
		}
	}
	return f.Write(w)
}

func xlsxStyles(f *excelize.File) (map[Kind]int, error) {
	var border []excelize.Border
	for _, side := range []string{"left", "right", "top", "bottom"} {
		border = append(border, excelize.Border{Type: side, Color: "000000", Style: 1})
	}
	font := func(size float64, bold bool) *excelize.Font {
		return &excelize.Font{Family: "宋体", Size: size, Bold: bold}
	}
	centre := &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}
	out := map[Kind]int{}
	for _, s := range []struct {
		kind  Kind
		style excelize.Style
	}{
		{Title, excelize.Style{Font: font(16, true), Alignment: centre}},
		{Note, excelize.Style{Font: font(11, false), Alignment: centre}},
		{Label, excelize.Style{Font: font(11, false), Alignment: centre, Border: border, NumFmt: 49}},
		{Text, excelize.Style{Font: font(11, false), Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}, Border: border, NumFmt: 49}},
	} {
		id, err := f.NewStyle(&s.style)
		if err != nil {
			return nil, err
		}
		out[s.kind] = id
	}
	return out, nil
}

// xlsxSheet is one sheet on its way into a workbook.
type xlsxSheet struct {
	f      *excelize.File
	name   string
	s      *Sheet
	styles map[Kind]int
}

func cellName(col, row int) (string, error) { return excelize.CoordinatesToCellName(col+1, row+1) }

// corners are the names of the first square and the last of what covers so many.
func corners(row, col, rows, cols int) (from, to string, err error) {
	if from, err = cellName(col, row); err != nil {
		return "", "", err
	}
	to, err = cellName(col+cols-1, row+rows-1)
	return from, to, err
}

// cells writes texts, merges and styles. Every cell is text: a target such as
// =100% must never become a formula.
func (x xlsxSheet) cells() error {
	for i, c := range x.s.Grid.Cells {
		from, to, err := corners(c.Row, c.Col, c.RowSpan, c.ColSpan)
		if err != nil {
			return err
		}
		if c.Text != "" {
			if err := x.f.SetCellStr(x.name, from, c.Text); err != nil {
				return err
			}
		}
		if from != to {
			if err := x.f.MergeCell(x.name, from, to); err != nil {
				return err
			}
		}
		if err := x.f.SetCellStyle(x.name, from, to, x.styles[x.s.Kinds[i]]); err != nil {
			return err
		}
	}
	return nil
}

func (x xlsxSheet) sizes() error {
	for i, width := range x.s.Widths {
		col, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := x.f.SetColWidth(x.name, col, col, width); err != nil {
			return err
		}
	}
	for row := range x.s.Grid.Rows {
		height := 16 * float64(x.s.height(row))
		if row == 0 {
			height = 30
		}
		if err := x.f.SetRowHeight(x.name, row+1, min(max(height, 18), 400)); err != nil {
			return err
		}
	}
	return nil
}

// maxList is the length to which a workbook holds a list in a cell's check.
const maxList = 255

func (x xlsxSheet) choices() error {
	for _, c := range x.s.Choices {
		from, to, err := corners(c.Row, c.Col, c.RowSpan, c.ColSpan)
		if err != nil {
			return err
		}
		if len([]rune(strings.Join(c.Values, ","))) > maxList {
			continue
		}
		v := excelize.NewDataValidation(true)
		v.Sqref = from + ":" + to
		if err := v.SetDropList(c.Values); err != nil {
			return err
		}
		style := excelize.DataValidationErrorStyleWarning
		if c.Strict {
			style = excelize.DataValidationErrorStyleStop
		}
		v.SetError(style, "请核对", "请从下拉列表中选择："+strings.Join(c.Values, "、"))
		if err := x.f.AddDataValidation(x.name, v); err != nil {
			return err
		}
	}
	return nil
}

func (x xlsxSheet) page() error {
	way, a4, one, any, fit := "portrait", 9, 1, 0, true
	if x.s.wide() {
		way = "landscape"
	}
	if err := x.f.SetPageLayout(x.name, &excelize.PageLayoutOptions{Orientation: &way, Size: &a4, FitToWidth: &one, FitToHeight: &any}); err != nil {
		return err
	}
	if err := x.f.SetSheetProps(x.name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	if x.s.HeadRow < 0 {
		return nil
	}
	return x.f.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("'%s'!$%d:$%d", x.name, x.s.HeadRow+1, x.s.HeadRow+1), Scope: x.name,
	})
}
