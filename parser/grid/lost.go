package grid

import (
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

// slide moves the cells of a row that is too short to the right edge, where
// whole cells of the row above stand over the place that comes free.
func (l *lost) slide(r int) {
	row, above := l.at[r], l.at[r-1]
	width := 0
	for width < l.Cols && row[width] > 0 {
		width++
	}
	free := l.Cols - width
	if free == 0 || width == 0 || above[free-1] == above[free] {
		return
	}
	for c := width; c < l.Cols; c++ {
		if row[c] > 0 {
			return
		}
	}
	cells := row[:width:width]
	l.at[r] = make([]int, l.Cols)
	for i, seen := 0, 0; i < width; i++ {
		if cells[i] == seen {
			continue
		}
		seen = cells[i]
		l.Cells[seen-1].Col += free
		l.cover(seen - 1)
	}
}

// fill lets the cells of the row above go on in the blanks at a row's left.
func (l *lost) fill(r int) {
	row := l.at[r]
	end := l.printed(row)
	if end == l.Cols {
		return // a blank row
	}
	for c := 0; c < end; c++ {
		above := l.at[r-1][c]
		if above == 0 || l.Cells[above-1].Text == "" || l.Cells[above-1].Col != c || !l.fits(row, above-1, end) {
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
			l.first = label.Place
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

// fits reports whether the blanks of a row make a whole under a label.
func (l *lost) fits(row []int, label, end int) bool {
	first := l.Cells[label].Col
	last := first + l.Cells[label].ColSpan
	if last > end {
		return false
	}
	for _, i := range row[first:last] {
		if i > 0 && (l.Cells[i-1].Col < first || l.Cells[i-1].Col+l.Cells[i-1].ColSpan > last) {
			return false
		}
	}
	return true
}

func (l *lost) finding() schema.Finding {
	f := schema.ExtractMergesLost.Told(l.filled).Finding()
	f.At = &l.first
	return f
}
