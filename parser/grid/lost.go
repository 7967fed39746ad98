package grid

import (
	"strconv"
	"strings"

	"github.com/pbt-cli/pbt/schema"
)

// FillDown gives a table whose exporter lost the vertical merges its spans back,
// and says so. Such a table has not one span over rows; each label stands in its
// first row, and under it there is a blank cell, or no cell at all, so that what
// stands right of it has slid to the left. A blank goes on with the cell above
// where its row prints something, but only to the right of it: a blank behind a
// printed cell is a value that was left blank. g must have all its cells, blank
// ones too. ok is false where nothing was filled.
func FillDown(g *Grid) (f schema.Finding, ok bool) {
	l, ok := newLost(g)
	if !ok {
		return f, false
	}
	for r := 1; r < g.Rows; r++ {
		l.slide(r)
		l.fill(r)
	}
	if l.filled == 0 {
		return f, false
	}
	kept := g.Cells[:0]
	for i, c := range g.Cells {
		if !l.gone[i] {
			kept = append(kept, c)
		}
	}
	g.Cells = kept
	return l.finding(), true
}

// lost is the state of filling a table.
type lost struct {
	*Grid
	at     [][]int      // the cell that covers a place, from 1; 0 where none does
	gone   map[int]bool // blank cells that a span above has taken in
	filled int
	first  schema.Place
}

func newLost(g *Grid) (*lost, bool) {
	if g.Prose {
		return nil, false
	}
	l := &lost{Grid: g, at: make([][]int, g.Rows), gone: map[int]bool{}}
	for r := range l.at {
		l.at[r] = make([]int, g.Cols)
	}
	for i, c := range g.Cells {
		if c.RowSpan > 1 {
			return nil, false
		}
		l.cover(i)
	}
	return l, true
}

func (l *lost) cover(i int) {
	c := l.Cells[i]
	for col := c.Col; col < c.Col+c.ColSpan; col++ {
		l.at[c.Row][col] = i + 1
	}
}

// slide gives the cells of a row that is too short the columns that they slid away
// from: under the one cell above that is as wide as they are together (the second
// row of a heading), else at the right edge; a serial number stays under the one
// before it. Nothing moves where no whole cells stand above what comes free.
func (l *lost) slide(r int) {
	row, above := l.at[r], l.at[r-1]
	cells := l.inRow(row)
	width := 0
	for _, i := range cells {
		width += l.Cells[i].ColSpan
	}
	free := l.Cols - width
	if free == 0 || len(cells) == 0 || row[width-1] == 0 {
		return
	}
	first, rest := 0, free // columns that the first cell and the others move by
	if at, ok := l.under(above, width, len(cells)); ok {
		first, rest = at, at
	} else if at, ok := l.serial(above, cells[0]); ok && at <= free {
		first = at
	} else {
		first = free
	}
	if edge := l.Cells[cells[0]].Col + rest; first == rest && edge > 0 && above[edge-1] == above[edge] && above[edge] > 0 {
		return
	}
	l.at[r] = make([]int, l.Cols)
	for n, i := range cells {
		if n == 0 {
			l.Cells[i].Col += first
		} else {
			l.Cells[i].Col += rest
		}
		l.cover(i)
	}
}

// inRow are the cells of a row, from its left.
func (l *lost) inRow(row []int) []int {
	var cells []int
	for _, i := range row {
		if i > 0 && (len(cells) == 0 || cells[len(cells)-1] != i-1) {
			cells = append(cells, i-1)
		}
	}
	return cells
}

// under finds the one cell above that is as wide as a row of several.
func (l *lost) under(above []int, width, cells int) (col int, ok bool) {
	if cells < 2 {
		return 0, false
	}
	for _, i := range l.inRow(above) {
		if c := l.Cells[i]; c.ColSpan == width {
			if ok {
				return 0, false
			}
			col, ok = c.Col, true
		}
	}
	return col, ok
}

// serial finds the serial number in front of a cell's, or its heading.
func (l *lost) serial(above []int, cell int) (col int, ok bool) {
	n, err := strconv.Atoi(strings.TrimSpace(l.Cells[cell].Text))
	if err != nil {
		return 0, false
	}
	for _, i := range l.inRow(above) {
		before, err := strconv.Atoi(strings.TrimSpace(l.Cells[i].Text))
		if err == nil && before == n-1 || n == 1 && strings.TrimSpace(l.Cells[i].Text) == "序号" {
			return l.Cells[i].Col, true
		}
	}
	return 0, false
}

// fill lets the cells of the row above go on where a row has no cell at all, and
// in the blank cells at its left.
func (l *lost) fill(r int) {
	row := l.at[r]
	end := l.printed(row)
	if end == l.Cols {
		return // a blank row
	}
	for c := range row {
		above := l.at[r-1][c]
		if above == 0 || l.Cells[above-1].Col != c || !l.fits(row, above-1, end) {
			continue
		}
		label := &l.Cells[above-1]
		for col := c; col < c+label.ColSpan; col++ {
			if row[col] > 0 {
				l.gone[row[col]-1] = true
			}
			row[col] = above
		}
		label.RowSpan++
		if l.filled == 0 {
			l.first = label.Place()
		}
		l.filled++
	}
}

// printed is the first column of a row that a printed cell stands in.
func (l *lost) printed(row []int) int {
	for c, i := range row {
		if i > 0 && l.Cells[i-1].Text != "" {
			return c
		}
	}
	return len(row)
}

// fits reports whether a label may go on in a row: there is no cell under it, or
// blank ones that make a whole, in front of all that is printed.
func (l *lost) fits(row []int, label, end int) bool {
	first := l.Cells[label].Col
	last := first + l.Cells[label].ColSpan
	missing := true
	for _, i := range row[first:last] {
		missing = missing && i == 0
		if i > 0 && (l.Cells[i-1].Col < first || l.Cells[i-1].Col+l.Cells[i-1].ColSpan > last) {
			return false
		}
	}
	return missing || last <= end && l.Cells[label].Text != ""
}

func (l *lost) finding() schema.Finding {
	e := schema.ExtractMergesLost.Told(l.filled)
	e.At = &l.first
	return e.Finding()
}
