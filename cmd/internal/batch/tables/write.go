package tables

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/pbt-cli/pbt/schema"
)

// Writer takes the entries of a run in order. Close completes what it writes
// where that is whole, and lets go of it where the run failed.
type Writer interface {
	Add(e *Entry) error
	Close(whole bool) error
}

// newCSV writes a table as CSV; unless raw is set, texts that a spreadsheet would
// run are guarded (schema.GuardFormula).
func newCSV(w io.Writer, t Table, raw bool) (Writer, error) {
	c, err := schema.NewCSV(w, titles(t), raw)
	return &csvWriter{c, t}, err
}

type csvWriter struct {
	w     *schema.CSV
	table Table
}

func (c *csvWriter) Add(e *Entry) error {
	for _, r := range c.table.Rows(e) {
		if err := c.w.Write(r); err != nil {
			return err
		}
	}
	return nil
}

func (c *csvWriter) Close(bool) error { return c.w.Flush() }

func titles(t Table) []string {
	var out []string
	for _, c := range t.Columns {
		out = append(out, c.Title)
	}
	return out
}

// newJSONL writes a table as JSON Lines: one object a row, keys in the order
// of the columns, a key without a value left out. Decimals stay strings.
func newJSONL(w io.Writer, t Table) Writer { return &jsonlWriter{bufio.NewWriter(w), t} }

type jsonlWriter struct {
	w     *bufio.Writer
	table Table
}

func (j *jsonlWriter) Add(e *Entry) error {
	for _, r := range j.table.Rows(e) {
		if err := j.row(r); err != nil {
			return err
		}
	}
	return nil
}

func (j *jsonlWriter) row(r []string) error {
	sep := "{"
	for i, c := range j.table.Columns {
		if r[i] == "" {
			continue
		}
		value := r[i]
		if c.Type != Integer {
			var b strings.Builder
			enc := json.NewEncoder(&b)
			enc.SetEscapeHTML(false)
			if err := enc.Encode(r[i]); err != nil {
				return err
			}
			value = strings.TrimSuffix(b.String(), "\n")
		}
		fmt.Fprintf(j.w, "%s%q:%s", sep, c.Name, value)
		sep = ","
	}
	_, err := j.w.WriteString("}\n")
	return err
}

func (j *jsonlWriter) Close(bool) error { return j.w.Flush() }

// maxSheetRows is how many rows a sheet of a workbook can have.
const maxSheetRows = 1 << 20

// maxCellRunes is how long the text of a workbook's cell can be.
const maxCellRunes = 32767

// newXLSX writes a table as a workbook; where the rows are more than a sheet
// holds, on several sheets.
func newXLSX(w io.Writer, t Table) (Writer, error) {
	x := &xlsxWriter{out: w, table: t, file: excelize.NewFile()}
	return x, x.nextSheet()
}

type xlsxWriter struct {
	out    io.Writer
	table  Table
	file   *excelize.File
	stream *excelize.StreamWriter
	sheet  int
	row    int
}

// nextSheet begins a sheet with the headings.
func (x *xlsxWriter) nextSheet() error {
	if x.stream != nil {
		if err := x.stream.Flush(); err != nil {
			return err
		}
	}
	x.sheet++
	name := x.table.Name
	if x.sheet == 1 {
		if err := x.file.SetSheetName("Sheet1", name); err != nil {
			return err
		}
	} else {
		name = fmt.Sprintf("%s-%d", name, x.sheet)
		if _, err := x.file.NewSheet(name); err != nil {
			return err
		}
	}
	stream, err := x.file.NewStreamWriter(name)
	if err != nil {
		return err
	}
	x.stream, x.row = stream, 1
	if err := stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	var head []any
	for _, t := range titles(x.table) {
		head = append(head, t)
	}
	return stream.SetRow("A1", head)
}

func (x *xlsxWriter) Add(e *Entry) error {
	for _, r := range x.table.Rows(e) {
		if x.row == maxSheetRows {
			if err := x.nextSheet(); err != nil {
				return err
			}
		}
		x.row++
		cells := make([]any, len(r))
		for i, text := range r {
			cells[i] = cell(text, x.table.Columns[i].Type)
		}
		if err := x.stream.SetRow("A"+strconv.Itoa(x.row), cells); err != nil {
			return err
		}
	}
	return nil
}

// cell makes a number of what is one, so that a sheet can sum it. Text that is
// too long for a cell is cut.
func cell(text string, t Type) any {
	if text == "" {
		return nil
	}
	if t != Text {
		if f, err := strconv.ParseFloat(text, 64); err == nil {
			return f
		}
	}
	if len(text) > maxCellRunes {
		if r := []rune(text); len(r) > maxCellRunes {
			return string(r[:maxCellRunes-1]) + "…"
		}
	}
	return text
}

func (x *xlsxWriter) Close(whole bool) error {
	defer x.file.Close()
	if !whole {
		return nil
	}
	if err := x.stream.Flush(); err != nil {
		return err
	}
	return x.file.Write(x.out)
}
