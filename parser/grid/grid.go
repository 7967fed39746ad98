// Package grid is the common ground of all readers: tables of cells that know
// their spans and their places. Nothing knows where a grid came from once it
// is one.
package grid

import (
	"sort"

	"github.com/pbt-cli/pbt/schema"
)

// Spans says how far a grid's spans can be trusted.
type Spans int

const (
	// Exact spans come from merge ranges or from ruling lines.
	Exact Spans = iota
	// Open spans are unknown: a label may speak for rows above or below it,
	// and every cell spans one row. The span solver decides.
	Open
)

// Grid is a table, or a run of text that stands outside tables (then it has one
// column, one row a line).
type Grid struct {
	// Name is the sheet's name in a workbook, else empty.
	Name string
	// Rows and Cols are the extent; every cell lies inside it.
	Rows, Cols int
	// Cells hold text only once, at the top left of their span, sorted by row,
	// then column. Cells with neither text nor a span over 1×1 may be left out.
	Cells []Cell
	// Spans says whether the spans of the cells are exact.
	Spans Spans
	// Prose marks lines of text outside any table.
	Prose bool
	// RowHeights are relative heights of the rows where they are known (points,
	// say), else nil.
	RowHeights []float64
	// Page is the page that the grid starts on, 0 where there are no pages.
	Page int
	// Hidden marks a hidden sheet.
	Hidden bool
}

// Cell is a rectangle of a grid with its text.
type Cell struct {
	Row, Col         int // top left, from 0
	RowSpan, ColSpan int // at least 1
	// Text is the printed text. Line breaks inside a cell are '\n' where the
	// reader knows them; the form matcher joins them.
	Text  string
	Place schema.Place
	// Hidden marks a cell of a hidden row or column.
	Hidden bool
	// Repairs are the changes that the reader itself made to the text. Their
	// Path is empty; the form matcher fills it.
	Repairs []schema.Repair
	// Doubts are other readings of the text that the reader could not rule out;
	// the form matcher makes a declaration's doubts of them.
	Doubts []Doubt
}

// Doubt is a text that could be read otherwise: an unsure character of a
// scan, lines that may be parted in two ways.
type Doubt struct {
	// Question is what is open: one of schema's Question constants,
	// schema.QuestionText where it is empty.
	Question string
	// Alternatives are the other readings, the likeliest first.
	Alternatives []string
	// Margin is how much worse the best of them fits; 0 is a tie.
	Margin float64
	// Why says in a phrase what makes the text doubtful.
	Why schema.Text
}

// Ink is text that shows, or is hidden, where a table is, and is no text of its
// cells: a watermark, a seal, struck out or covered text, the mark of a note.
type Ink struct {
	Text  string
	Place schema.Place
	// Why names what it is, in a phrase: 水印, watermark.
	Why schema.Text
}

// Document is what a reader makes of a file's bytes.
type Document struct {
	// Format is one of schema's Format constants.
	Format string
	// Grids stand in reading order.
	Grids []*Grid
	// Apart is ink that is kept apart from the cells, in reading order.
	Apart []Ink
	// OCR says how pages that are pictures were read, nil where there were none.
	OCR *schema.OCR
	// Problems are what could not be read; an error among them means that the
	// result is partial.
	Problems []schema.Finding
}

// Sort puts the cells in order of row, then column.
func (g *Grid) Sort() {
	sort.SliceStable(g.Cells, func(i, j int) bool {
		a, b := g.Cells[i], g.Cells[j]
		if a.Row != b.Row {
			return a.Row < b.Row
		}
		return a.Col < b.Col
	})
}

// Lines makes a prose grid of lines with their places.
func Lines(texts []string, places []schema.Place) *Grid {
	g := &Grid{Rows: len(texts), Cols: 1, Prose: true}
	for i, t := range texts {
		c := Cell{Row: i, RowSpan: 1, ColSpan: 1, Text: t}
		if i < len(places) {
			c.Place = places[i]
		}
		g.Cells = append(g.Cells, c)
	}
	return g
}
