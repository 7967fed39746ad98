package marked

import (
	"bytes"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/pbt-cli/pbt/schema"
)

// fills are the colours of cells, by the worst that is said of them.
var fills = map[schema.Severity]string{schema.SeverityError: "F8CBAD", schema.SeverityWarning: "FFE699", schema.SeverityInfo: "DDEBF7"}

// author signs the notes.
const author = "pbt"

// maxNotes bounds the notes of a copy.
const maxNotes = 2000

// markWorkbook colours the cells that something is said of and puts notes at them.
// What is said of no cell stands at the first cell of the first sheet.
func markWorkbook(w io.Writer, data []byte, list []mark, opt Options) error {
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		return &Error{
			Text: schema.Text{ZH: "工作簿打不开来写：" + err.Error(), EN: "the workbook cannot be opened for writing: " + err.Error()},
			Hint: schema.Text{ZH: "用 Excel 或 WPS 去掉密码、另存一次再试", EN: "take its password off, or save it again with Excel or WPS"}}
	}
	defer f.Close()
	sheets := f.GetSheetList()
	if len(sheets) == 0 {
		return &Error{Text: schema.Text{ZH: "工作簿里没有工作表", EN: "the workbook has no sheet"}}
	}
	b := &book{File: f, styles: map[[2]int]int{}, notes: map[[2]string]string{}}
	worstFirst(list)
	for i, m := range list {
		if i == maxNotes {
			break
		}
		sheet, cell := m.at.Sheet, m.at.Cell
		if n, err := f.GetSheetIndex(sheet); err != nil || n < 0 {
			sheet, cell = sheets[0], ""
		}
		if cell == "" {
			cell = "A1"
		} else if err := b.colour(sheet, cell, m.severity); err != nil {
			return err
		}
		if err := b.note(sheet, cell, m.note); err != nil {
			return err
		}
	}
	return f.Write(w)
}

// book is a workbook that is being marked.
type book struct {
	*excelize.File
	styles map[[2]int]int       // a style with a colour, by the style and the severity
	notes  map[[2]string]string // what stands at a sheet's cell by now
}

// colour gives a cell the colour of a severity, and leaves the rest of its style.
func (b *book) colour(sheet, cell string, s schema.Severity) error {
	old, err := b.GetCellStyle(sheet, cell)
	if err != nil {
		return err
	}
	key := [2]int{old, s.Rank()}
	id, ok := b.styles[key]
	if !ok {
		style, err := b.GetStyle(old)
		if err != nil {
			return err
		}
		style.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{fills[s]}}
		if id, err = b.NewStyle(style); err != nil {
			return err
		}
		b.styles[key] = id
	}
	return b.SetCellStyle(sheet, cell, cell, id)
}

// note puts a note at a cell, behind what stands there.
func (b *book) note(sheet, cell, text string) error {
	key := [2]string{sheet, cell}
	before, ours := b.notes[key]
	if !ours {
		comments, err := b.GetComments(sheet)
		if err != nil {
			return err
		}
		for _, c := range comments {
			if c.Cell == cell {
				before = textOf(c)
			}
		}
	}
	if before != "" {
		if err := b.DeleteComment(sheet, cell); err != nil {
			return err
		}
		text = before + "\n\n" + text
	}
	b.notes[key] = text
	lines := uint(1)
	for _, l := range strings.Split(text, "\n") {
		lines += 1 + uint(len([]rune(l)))/noteColumns
	}
	return b.AddComment(sheet, excelize.Comment{Author: author, Cell: cell, Text: text, Width: noteWidth, Height: min(lines, noteLines) * noteLine})
}

// The size of a note: characters a line, pixels, lines at most and the height of one.
const (
	noteColumns = 22
	noteWidth   = 320
	noteLines   = 24
	noteLine    = 18
)

// textOf is the text of a note that stands in the workbook.
func textOf(c excelize.Comment) string {
	if len(c.Paragraph) == 0 {
		return c.Text
	}
	var s strings.Builder
	for _, r := range c.Paragraph {
		s.WriteString(r.Text)
	}
	return s.String()
}
