// Package grid is the common ground of all readers: tables of cells that know
// their spans and their places. Nothing knows where a grid came from once it
// is one.
package grid

import (
	"slices"
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

	parts [][]Cell // the cells, once they were parted
}

// Cell is a rectangle of a grid with its text.
type Cell struct {
	Row, Col         int // top left, from 0
	RowSpan, ColSpan int // at least 1
	// Text is the printed text. Line breaks inside a cell are '\n' where the
	// reader knows them; the form matcher joins them.
	Text string
	Spot Spot
	// Hidden marks a cell of a hidden row or column.
	Hidden bool
	// notes are what few cells have; shared by copies of the cell, never changed.
	notes *notes
}

// notes are what the reader says of a cell's text.
type notes struct {
	repairs []schema.Repair
	doubts  []Doubt
}

// Place is where the cell stands.
func (c *Cell) Place() schema.Place { return c.Spot.Place() }

// Repairs are the changes that the reader itself made to the text. Their Path is
// empty; the form matcher fills it.
func (c *Cell) Repairs() []schema.Repair {
	if c.notes == nil {
		return nil
	}
	return slices.Clip(c.notes.repairs)
}

// Doubts are other readings of the text that the reader could not rule out; the form
// matcher makes a declaration's doubts of them.
func (c *Cell) Doubts() []Doubt {
	if c.notes == nil {
		return nil
	}
	return slices.Clip(c.notes.doubts)
}

// Note makes these the repairs and the doubts of the cell.
func (c *Cell) Note(repairs []schema.Repair, doubts []Doubt) {
	c.notes = nil
	if len(repairs)+len(doubts) > 0 {
		c.notes = &notes{repairs, doubts}
	}
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
	spots := make([]Spot, len(places))
	for i, p := range places {
		spots[i] = At(p)
	}
	return LinesAt(texts, spots)
}

// LinesAt is Lines for places that are spots.
func LinesAt(texts []string, spots []Spot) *Grid {
	g := &Grid{Rows: len(texts), Cols: 1, Prose: true, Cells: make([]Cell, len(texts))}
	for i, t := range texts {
		c := &g.Cells[i]
		c.Row, c.RowSpan, c.ColSpan, c.Text = i, 1, 1, t
		if i < len(spots) {
			c.Spot = spots[i]
		}
	}
	return g
}
