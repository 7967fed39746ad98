package draw

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"html"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/pbt-cli/pbt/parser/grid"
)

// Bytes prints a form with its surroundings as a file of its format.
func (s Surrounded) Bytes() ([]byte, error) {
	switch s.Format {
	case "html":
		return s.html(), nil
	case "docx":
		return s.word()
	case "xlsx":
		return s.workbook()
	case "csv":
		return s.csv()
	case "fodt":
		return s.openText(), nil
	case "fods":
		return s.openSheets(), nil
	}
	return s.text(), nil
}

func (s Surrounded) html() []byte {
	var b bytes.Buffer
	b.WriteString("<!doctype html><meta charset=utf-8>\n")
	for _, x := range s.Blocks {
		switch {
		case x.Table != nil:
			b.Write(HTML(x.Table))
		case x.Title:
			fmt.Fprintf(&b, "<h2>%s</h2>\n", html.EscapeString(x.Line))
		case x.Line != "":
			fmt.Fprintf(&b, "<p>%s</p>\n", strings.ReplaceAll(html.EscapeString(x.Line), "  ", "&nbsp;&nbsp;"))
		}
	}
	return b.Bytes()
}

func (s Surrounded) word() ([]byte, error) {
	var b strings.Builder
	for _, x := range s.Blocks {
		switch {
		case x.Table != nil:
			wordTable(&b, x.Table)
		case x.Line != "":
			wordText(&b, x.Line)
		}
	}
	return wordPackage(b.String())
}

// workbook prints lines as rows over the width of the sheet's table; every second
// line stands in the first column alone.
func (s Surrounded) workbook() ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	sheet, row := "", 0
	for i, x := range s.Blocks {
		switch {
		case x.Sheet != "":
			if err := nextSheet(f, sheet, x.Sheet); err != nil {
				return nil, err
			}
			sheet, row = x.Sheet, 0
		case x.Table != nil:
			if err := putGrid(f, sheet, row, x.Table); err != nil {
				return nil, err
			}
			row += x.Table.Rows
		default:
			wide := 4
			if i%2 == 1 && !x.Title {
				wide = 1
			}
			line := &grid.Grid{Rows: 1, Cols: 4, Cells: []grid.Cell{{RowSpan: 1, ColSpan: wide, Text: x.Line}}}
			if err := putGrid(f, sheet, row, line); err != nil {
				return nil, err
			}
			row++
		}
	}
	if s.Header != "" {
		if err := f.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{OddHeader: "&C" + s.Header + "&R&P/&N"}); err != nil {
			return nil, err
		}
	}
	var b bytes.Buffer
	err := f.Write(&b)
	return b.Bytes(), err
}

// nextSheet begins a sheet; the first takes the place of the one that a new
// workbook has.
func nextSheet(f *excelize.File, last, name string) error {
	if last == "" {
		return f.SetSheetName(f.GetSheetName(0), name)
	}
	_, err := f.NewSheet(name)
	return err
}

// putGrid sets the cells of a grid on a sheet, some rows down.
func putGrid(f *excelize.File, sheet string, down int, g *grid.Grid) error {
	for _, c := range g.Cells {
		from, err := excelize.CoordinatesToCellName(c.Col+1, c.Row+1+down)
		if err != nil {
			return err
		}
		to, err := excelize.CoordinatesToCellName(c.Col+c.ColSpan, c.Row+c.RowSpan+down)
		if err != nil {
			return err
		}
		if err := f.SetCellStr(sheet, from, c.Text); err != nil {
			return err
		}
		if from != to {
			if err := f.MergeCell(sheet, from, to); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s Surrounded) csv() ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	for _, x := range s.Blocks {
		rows := [][]string{{x.Line, "", "", ""}}
		if x.Table != nil {
			rows = matrix(x.Table, false)
		} else if x.Line == "" {
			continue
		}
		if err := w.WriteAll(rows); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}

// text prints lines as they are, with the marks of Markdown where that is asked,
// and tables between tabs or bars.
func (s Surrounded) text() []byte {
	var b bytes.Buffer
	md := s.Format == "md"
	for _, x := range s.Blocks {
		switch {
		case x.Table != nil && md:
			b.WriteString("\n")
			b.Write(Markdown(x.Table))
		case x.Table != nil:
			b.Write(TSV(x.Table))
		case x.Title && md:
			b.WriteString("# " + x.Line + "\n\n")
		case x.Line != "" && md:
			b.WriteString("- " + x.Line + "\n")
		case x.Line != "":
			b.WriteString(x.Line + "\n")
		}
	}
	return b.Bytes()
}
