package page

import (
	"math"
	"strings"
	"unicode/utf8"
)

// A table without rules has its rows where a column of figures has its figures: texts
// beside them wrap, and stand above, below or around them.

const (
	// manyFigures is how many pieces of a column begin with a figure at least, where rows
	// are told by it.
	manyFigures = 4
	// figurePart is the part of a column's pieces below its head that begin with one.
	figurePart = 0.6
	// ownPitch is how many times as far as the lines of one cell two cells of a
	// column stand apart.
	ownPitch = 1.3
)

// figure reports whether a text begins with a figure or what compares one.
func figure(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	return strings.ContainsRune("0123456789<>=≥≤≧≦＜＞＝±", first)
}

// anchor corrects which lines rows stand on by the column of figures, where the table
// has one behind its labels: of lines without a cell in it none does, and one does
// whose figure has a text beside it or stands far from the cell above.
func (o *openBuilder) anchor(full []bool) {
	col := o.figureColumn()
	if col < 0 {
		return
	}
	has := make([]bool, len(o.lines))    // a cell in the column
	beside := make([]bool, len(o.lines)) // one in another column behind the labels
	for _, p := range o.placed {
		beside[p.line] = beside[p.line] || p.col >= o.labels && p.col != col
	}
	pitch, last := o.pitch(), math.Inf(-1)
	for _, p := range o.placed {
		if p.col > col || p.end <= col {
			continue
		}
		middle := (p.box.Y0 + p.box.Y1) / 2
		has[p.line] = true
		full[p.line] = full[p.line] || figure(p.text) && beside[p.line] || middle-last > ownPitch*pitch
		last = middle
	}
	for i := range full {
		full[i] = full[i] && has[i]
	}
}

// figureColumn is the column behind the labels whose texts are figures, that with most
// of them; -1 where there is none.
func (o *openBuilder) figureColumn() int {
	best, most := -1, 0
	for col := max(o.labels, 1); col < len(o.cols); col++ {
		n, of := 0, 0
		for _, p := range o.placed {
			if p.col != col || p.end != col+1 || p.line == 0 {
				continue
			}
			if of++; figure(p.text) {
				n++
			}
		}
		if n >= manyFigures && float64(n) >= figurePart*float64(of) && n > most {
			best, most = col, n
		}
	}
	return best
}

// pitch is the least distance between two lines of one column.
func (o *openBuilder) pitch() float64 {
	least := math.Inf(1)
	last := make([]float64, len(o.cols))
	for i := range last {
		last[i] = math.Inf(-1)
	}
	for _, p := range o.placed {
		middle := (p.box.Y0 + p.box.Y1) / 2
		if d := middle - last[p.col]; d > p.size/2 {
			least = min(least, d)
		}
		last[p.col] = middle
	}
	return least
}
