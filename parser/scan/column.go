package scan

import (
	"image"
	"slices"
	"strings"

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
	}
	for i, c := range s.Cells {
		if signs[place{c.Col, c.ColSpan}] && lone[i] == 0 && s.speckIn(c.Box()) {
			lines = append(lines, textLine{box: c.Box(), cell: i, text: reading.Illegible()})
		}
	}
	return lines
}

// place is a column of cells: where it begins, and how many it is wide.
type place struct{ col, span int }

// speckIn reports whether a speck was taken off a box.
func (s *sheet) speckIn(b image.Rectangle) bool {
	return slices.ContainsFunc(s.specks, func(speck image.Rectangle) bool { return speck.Overlaps(b) })
}
