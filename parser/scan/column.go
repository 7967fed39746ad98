package scan

import (
	"image"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/pbt-cli/pbt/parser/scan/internal/reading"
)

// A column holds comparators where so many of its cells do, at least, and so large a
// part of those with text that are no heading.
const (
	leastSigns = 3
	signShare  = 0.5
)

// signColumns reads what stands alone in a column of comparators as one: a figure is
// none there, whatever the net makes of it, and a blank cell that specks were taken
// off may have held one.
func signColumns(s *sheet, lines []textLine) []textLine {
	columns := map[place][]int{}
	lone := map[int]int{}
	for i := range lines {
		if lines[i].cell >= 0 {
			lone[lines[i].cell]++
		}
	}
	for i := range lines {
		if c := lines[i].cell; c >= 0 && lone[c] == 1 {
			at := place{s.Cells[c].Col, s.Cells[c].ColSpan}
			columns[at] = append(columns[at], i)
		}
	}
	signs := map[place]bool{}
	for at, column := range columns {
		found, others := 0, 0
		for _, i := range column {
			switch t := &lines[i].text; {
			case t.Comparator():
				found++
			case len(t.Chars) == 1:
				others++
			case !strings.ContainsAny(t.String(), "定性指标号"):
				others++
			}
		}
		if found < leastSigns || float64(found) < signShare*float64(found+others) {
			continue
		}
		signs[at] = true
		for _, i := range column {
			if t := &lines[i].text; len(t.Chars) == 1 && !t.Comparator() {
				*t = reading.AsSign(*t)
			}
		}
		s.bare(column, lines)
	}
	for i, c := range s.Cells {
		if signs[place{c.Col, c.ColSpan}] && lone[i] == 0 && s.speckIn(c.Box()) {
			lines = append(lines, textLine{box: c.Box(), cell: i, text: reading.Illegible()})
		}
	}
	return lines
}

// unitColumns reads what is no unit in a column of them as the per cent sign whose rings
// it is left of. It stays a doubt. heads tells the heads of such columns.
func unitColumns(s *sheet, lines []textLine, heads func(string) bool) {
	head := map[place]int{} // the row of its head
	for i := range lines {
		if c := lines[i].cell; c >= 0 && heads(lines[i].text.String()) {
			head[place{s.Cells[c].Col, s.Cells[c].ColSpan}] = s.Cells[c].Row
		}
	}
	columns, words := map[place][]int{}, map[place]int{}
	for i := range lines {
		c := lines[i].cell
		if c < 0 {
			continue
		}
		at := place{s.Cells[c].Col, s.Cells[c].ColSpan}
		row, ok := head[at]
		if !ok || s.Cells[c].Row <= row {
			continue
		}
		columns[at] = append(columns[at], i)
		if strings.ContainsFunc(lines[i].text.String(), func(r rune) bool { return unicode.Is(unicode.Han, r) || r == '%' }) {
			words[at]++
		}
	}
	for at, column := range columns {
		if 2*words[at] <= len(column) {
			continue // figures: the head is another table's
		}
		for _, i := range column {
			lines[i].text.AsUnit()
		}
	}
}

// An angle that never had a bar is about as high as the signs of its column that have
// one, bar and all, and as wide; one that lost it is a quarter lower.
const (
	leastBarred = 2
	bareHigh    = 0.9
	bareWide    = 0.15
)

// bare takes the doubt from the angles of a column of comparators that never had a bar.
func (s *sheet) bare(column []int, lines []textLine) {
	var wide, high []int
	for _, i := range column {
		if t := &lines[i].text; t.Barred() && t.Sure() {
			b := s.inkOf(lines[i].box)
			wide, high = append(wide, b.Dx()), append(high, b.Dy())
		}
	}
	if len(high) < leastBarred {
		return
	}
	slices.Sort(wide)
	slices.Sort(high)
	w, h := float64(wide[len(wide)/2]), float64(high[len(high)/2])
	for _, i := range column {
		b := s.inkOf(lines[i].box)
		if float64(b.Dy()) >= bareHigh*h && math.Abs(float64(b.Dx())-w) <= bareWide*w {
			lines[i].text.NeverBarred()
		}
	}
}

// inkOf is the box of the ink in a box.
func (s *sheet) inkOf(b image.Rectangle) image.Rectangle {
	var out image.Rectangle
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if s.Ink.At(x, y) {
				out = out.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return out
}

// place is a column of cells: where it begins, and how many it is wide.
type place struct{ col, span int }

// speckIn reports whether a speck was taken off a box.
func (s *sheet) speckIn(b image.Rectangle) bool {
	return slices.ContainsFunc(s.specks, func(speck image.Rectangle) bool { return speck.Overlaps(b) })
}
