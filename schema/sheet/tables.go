// Package sheet writes workbooks: tables with typed cells, and the workbook of an
// analyst's desk. It stands apart from schema so that only who writes workbooks
// links the workbook library.
package sheet

import (
	"archive/zip"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
)

// Table is one sheet of a workbook: a head, and rows of strings, float64, int,
// time.Time (a day), Percent, Link, Doubted or nil. Strings stay text whatever
// they begin with.
type Table struct {
	Name    string
	Columns []Column
	Rows    [][]any
	// Printed is how many columns are printed, from the left; 0 is all.
	Printed int
}

// Percent is a share that is shown in percent.
type Percent float64

// Link opens something at a click.
type Link struct{ Target, Text string }

// Doubted is a cell whose reading is in doubt: coloured, with a note.
type Doubted struct {
	Value any
	Note  string
}

// Column is a column's head and width in characters.
type Column struct {
	Head  string
	Width float64
}

// WriteTables writes a workbook of tables, ready to read and to print: bold head
// that stays and repeats on each printed page, filter, wrapped text, landscape,
// as wide as one page. The same tables give the same bytes.
func WriteTables(w io.Writer, tables ...Table) error {
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetDocProps(&excelize.DocProperties{Creator: "pbt", Created: "2000-01-01T00:00:00Z", Modified: "2000-01-01T00:00:00Z"}); err != nil {
		return err
	}
	styles, err := tableStyles(f)
	if err != nil {
		return err
	}
	for i := range tables {
		if i == 0 {
			err = f.SetSheetName(f.GetSheetName(0), tables[0].Name)
		} else {
			_, err = f.NewSheet(tables[i].Name)
		}
		if err != nil {
			return err
		}
		if err := writeTable(f, &tables[i], styles); err != nil {
			return err
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		return err
	}
	return inOrder(w, b.Bytes())
}

// inOrder writes a package with its parts in the order of their names, the list of
// their types first: the library writes streamed sheets in any.
func inOrder(w io.Writer, data []byte) error {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return err
	}
	slices.SortFunc(z.File, func(a, b *zip.File) int {
		return cmp.Or(cmp.Compare(rank(a.Name), rank(b.Name)), cmp.Compare(a.Name, b.Name))
	})
	out := zip.NewWriter(w)
	for _, f := range z.File {
		if err := out.Copy(f); err != nil {
			return err
		}
	}
	return out.Close()
}

// rank puts the list of types before all other parts.
func rank(name string) int {
	if name == "[Content_Types].xml" {
		return 0
	}
	return 1
}

// styleIDs are the styles of a table's cells, doubted ones apart.
type styleIDs struct {
	head                      int
	text, percent, date, link [2]int
}

func tableStyles(f *excelize.File) (styleIDs, error) {
	var s styleIDs
	wrap := &excelize.Alignment{Vertical: "top", WrapText: true}
	var failed error
	style := func(x excelize.Style) int {
		id, err := f.NewStyle(&x)
		failed = errors.Join(failed, err)
		return id
	}
	s.head = style(excelize.Style{
		Font:      &excelize.Font{Bold: true},
		Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E8EEF4"}},
		Alignment: &excelize.Alignment{Vertical: "center", WrapText: true},
	})
	percent, day := "0.##%", "yyyy-mm-dd"
	for i, fill := range []excelize.Fill{{}, {Type: "pattern", Pattern: 1, Color: []string{"FFF2CC"}}} {
		s.text[i] = style(excelize.Style{Alignment: wrap, Fill: fill})
		s.percent[i] = style(excelize.Style{Alignment: wrap, Fill: fill, CustomNumFmt: &percent})
		s.date[i] = style(excelize.Style{Alignment: wrap, Fill: fill, CustomNumFmt: &day})
		s.link[i] = style(excelize.Style{Alignment: wrap, Fill: fill, Font: &excelize.Font{Color: "0563C1", Underline: "single"}})
	}
	return s, failed
}

// cell is a value as a workbook's cell.
func (s *styleIDs) cell(v any, doubted int) any {
	switch x := v.(type) {
	case nil:
		return nil
	case Doubted:
		if c := s.cell(x.Value, 1); c != nil {
			return c
		}
		return excelize.Cell{StyleID: s.text[1]}
	case Percent:
		return excelize.Cell{StyleID: s.percent[doubted], Value: float64(x)}
	case time.Time:
		return excelize.Cell{StyleID: s.date[doubted], Value: x}
	case Link:
		if tooLong(x.Target) || tooLong(x.Text) {
			return excelize.Cell{StyleID: s.text[doubted], Value: x.Text}
		}
		return excelize.Cell{StyleID: s.link[doubted], Value: x.Text, Formula: "HYPERLINK(" + quoted(x.Target) + "," + quoted(x.Text) + ")"}
	case string:
		if x == "" {
			return nil
		}
	}
	return excelize.Cell{StyleID: s.text[doubted], Value: v}
}

// maxLiteral is how long a text inside a formula may be (ECMA-376, 18.17; Excel's
// own limit): with a longer one Excel calls the workbook damaged.
const maxLiteral = 255

func tooLong(s string) bool { return len(utf16.Encode([]rune(s))) > maxLiteral }

// quoted is a text inside a formula.
func quoted(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// maxNotes bounds the notes of a sheet; the column of doubts names the rest.
const maxNotes = 2000

// writeTable writes a sheet. What stands behind the rows in its file (filter, page,
// notes) is set first: the stream ends the sheet.
func writeTable(f *excelize.File, t *Table, styles styleIDs) error {
	if err := printSetup(f, t); err != nil {
		return err
	}
	if err := notes(f, t); err != nil {
		return err
	}
	sw, err := f.NewStreamWriter(t.Name)
	if err != nil {
		return err
	}
	head := make([]any, len(t.Columns))
	for i, c := range t.Columns {
		head[i] = excelize.Cell{StyleID: styles.head, Value: c.Head}
		if err := sw.SetColWidth(i+1, i+1, c.Width); err != nil {
			return err
		}
	}
	if err := sw.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	if err := sw.SetRow("A1", head); err != nil {
		return err
	}
	for i, r := range t.Rows {
		cells := make([]any, len(r))
		for j, v := range r {
			cells[j] = styles.cell(v, 0)
		}
		var height []excelize.RowOpts
		if n := t.lines(r); n > 1 {
			height = append(height, excelize.RowOpts{Height: lineHeight * float64(min(n, maxLines))})
		}
		if err := sw.SetRow(fmt.Sprintf("A%d", i+2), cells, height...); err != nil {
			return err
		}
	}
	return sw.Flush()
}

// The height of a line in points, and how many of them a row shows at most.
const (
	lineHeight = 14.5
	maxLines   = 12
)

// lines is how many lines a row's texts take in their columns; a Chinese
// character is as wide as two of a column's width.
func (t *Table) lines(row []any) int {
	n := 1
	for i, v := range row {
		if d, ok := v.(Doubted); ok {
			v = d.Value
		}
		s, ok := v.(string)
		if !ok || i >= len(t.Columns) || t.Printed > 0 && i >= t.Printed {
			continue
		}
		width := 0
		for _, r := range s {
			if r < 0x2000 {
				width++
			} else {
				width += 2
			}
		}
		n = max(n, 1+int(float64(width)/max(t.Columns[i].Width-1, 1)))
	}
	return n
}

// notes puts a note at each cell in doubt.
func notes(f *excelize.File, t *Table) error {
	n := 0
	for i, r := range t.Rows {
		for j, v := range r {
			x, ok := v.(Doubted)
			if !ok || n == maxNotes {
				continue
			}
			n++
			at, err := excelize.CoordinatesToCellName(j+1, i+2)
			if err != nil {
				return err
			}
			if err := f.AddComment(t.Name, excelize.Comment{Cell: at, Author: "pbt", Text: x.Note}); err != nil {
				return err
			}
		}
	}
	return nil
}

// printSetup makes a sheet print on landscape pages one page wide.
func printSetup(f *excelize.File, t *Table) error {
	last, err := excelize.CoordinatesToCellName(len(t.Columns), len(t.Rows)+1)
	if err != nil {
		return err
	}
	if err := f.AutoFilter(t.Name, "A1:"+last, nil); err != nil {
		return err
	}
	landscape, a4, one, any, fit := "landscape", 9, 1, 0, true
	if err := f.SetPageLayout(t.Name, &excelize.PageLayoutOptions{Orientation: &landscape, Size: &a4, FitToWidth: &one, FitToHeight: &any}); err != nil {
		return err
	}
	if err := f.SetSheetProps(t.Name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	if t.Printed > 0 {
		edge, err := excelize.ColumnNumberToName(t.Printed)
		if err != nil {
			return err
		}
		if err := f.SetDefinedName(&excelize.DefinedName{
			Name: "_xlnm.Print_Area", RefersTo: fmt.Sprintf("'%s'!$A$1:$%s$%d", t.Name, edge, len(t.Rows)+1), Scope: t.Name,
		}); err != nil {
			return err
		}
	}
	return f.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("'%s'!$1:$1", t.Name), Scope: t.Name,
	})
}

// Figure is a printed figure as a number, any other text as text, and none as an
// empty cell. Codes longer than a float holds exactly stay text.
func Figure(s string) any {
	if s == "" {
		return nil
	}
	if v, err := strconv.ParseFloat(s, 64); err == nil && len(s) <= 15 {
		return v
	}
	return s
}
