package form

import "slices"

// A table with columns of levels may still print a level on a row of its own, with
// nothing beside it, over the indicators that it heads: in its own column, as a staircase,
// in that of the names, or in that of the other level. Such a label is none of the row's.

// headingRow is a row that holds nothing but labels: one, or an outer and an inner one.
type headingRow struct {
	labels [labelLevels]*cell
	row    int
}

// headingRows finds levels on rows of their own, where every label of their depth stands so.
// The rows of a list stay where they are: its projects stand left of the levels.
func (a *arranger) headingRows() {
	if a.headsList() {
		return
	}
	column := a.levelDepths()
	var found []headingRow
	var beside [labelLevels]bool // a label of this depth stands in the row of an indicator
	leaves := 0
	either := map[int][]*cell{} // labels alone in their rows that stand at either depth, by column
	depths := map[int]uint8{}   // of the other labels alone in their rows, a bit each, by column
	for row := a.body; row < len(a.t.rows); row++ {
		own := a.t.starting(row)
		labels := a.labelsIn(own)
		switch {
		case len(own) == 0 || a.gone(row):
		case len(labels) < len(own):
			if len(own) > 1 && a.leaf(row) {
				leaves++
			}
			for _, c := range labels {
				if d := a.depthOf(c, column); d >= 0 {
					beside[d] = true
				}
			}
		case len(own) <= labelLevels && a.bareBelow(row):
			h := headingRow{row: row}
			for _, c := range own {
				switch d := a.depthOf(c, column); {
				case d < 0:
					either[c.Col] = append(either[c.Col], c)
					h.labels[0] = c
				default:
					depths[c.Col] |= 1 << d
					h.labels[d] = c
				}
			}
			found = append(found, h)
		}
	}
	for i, h := range found { // a name that stands at either depth is like those below and above it
		if c := h.labels[0]; c != nil && depths[c.Col] == 1<<1 && slices.Contains(either[c.Col], c) {
			found[i].labels = [labelLevels]*cell{nil, c}
		}
	}
	a.takeHeadings(found, beside, leaves)
}

// headsList reports whether a cell of the head names projects.
func (a *arranger) headsList() bool {
	for row := a.head; row < a.body && row < len(a.t.rows); row++ {
		if slices.ContainsFunc(a.t.starting(row), func(c *cell) bool { return a.words.label(c.norm()) == KeyName || namesProjects(c) }) {
			return true
		}
	}
	return false
}

// takeHeadings makes labels on rows of their own those of the rows below.
func (a *arranger) takeHeadings(found []headingRow, beside [labelLevels]bool, leaves int) {
	var n [labelLevels]int
	for _, h := range found {
		for d, c := range h.labels {
			if c != nil && beside[d] {
				return // in part so and in part not: the rows say nothing sure
			} else if c != nil {
				n[d]++
			}
		}
	}
	if leaves < minLevelRows || max(n[0], n[1]) < minLevelRows {
		return
	}
	for _, h := range found {
		l := &levelRow{c: h.labels[1], outer: h.labels[0], depth: 1}
		if l.c == nil {
			l.c, l.outer, l.depth = h.labels[0], nil, 0
		}
		a.levels[h.row] = l
	}
	a.dropIdle()
	if len(a.levels) < len(found) {
		clear(a.levels) // one heads nothing: an indicator may be missing
	}
}

// levelDepths are the depths that the columns of levels have by their heads; of two
// columns of one depth, or none, the names of the levels say it.
func (a *arranger) levelDepths() map[int]int {
	out := map[int]int{}
	for row := a.head; row < a.body && row < len(a.t.rows); row++ {
		for _, c := range a.t.starting(row) {
			switch c.columnRole() {
			case RoleLevel1:
				out[c.Col] = 0
			case RoleLevel2:
				out[c.Col] = 1
			}
		}
	}
	return out
}

// depthOf is the depth of a label by its name, or where that stands at either by its
// column beside one of the other depth; -1 where neither says it.
func (a *arranger) depthOf(c *cell, column map[int]int) int {
	outer, inner := a.words.isLevel(c.norm(), 0), a.words.isLevel(c.norm(), 1)
	switch d, ok := column[c.Col]; {
	case outer != inner && outer:
		return 0
	case outer != inner:
		return 1
	case ok && len(column) > 1:
		return d
	}
	return -1
}

// labelsIn are the cells that name levels.
func (a *arranger) labelsIn(own []*cell) []*cell {
	var out []*cell
	for _, c := range own {
		if a.words.inVocabulary(c.norm()) && c.ColSpan < a.t.Cols {
			out = append(out, c)
		}
	}
	return out
}

// bareBelow reports whether nothing but labels reaches into a row from above.
func (a *arranger) bareBelow(row int) bool {
	return !slices.ContainsFunc(a.t.filled(row), func(c *cell) bool {
		return c.Row < row && !a.words.inVocabulary(c.norm()) && !a.words.groupWord(c)
	})
}

// headOver is the depth of a column of levels by its head, and whether its labels stand on
// rows of their own.
func (a *arranger) headOver(c *cell) (depth int, moved bool) {
	switch c.columnRole() {
	case RoleLevel1:
	case RoleLevel2:
		depth = 1
	default:
		return 0, false
	}
	return depth, a.takes()[depth]
}

// vacated are the heads of columns of levels of which no label remains, with their depths.
func (a *arranger) vacated() map[*cell]int {
	out := map[*cell]int{}
	if len(a.levels) == 0 {
		return out
	}
	for row := a.head; row < a.body; row++ {
		for _, c := range a.t.starting(row) {
			if depth, moved := a.headOver(c); moved && !a.remains(c.Col) {
				out[c] = depth
			}
		}
	}
	return out
}

// takes are the depths of the levels that stand on rows of their own.
func (a *arranger) takes() (out [labelLevels]bool) {
	for _, l := range a.levels {
		out[l.depth] = true
		out[0] = out[0] || l.outer != nil
	}
	return out
}

// remains reports whether labels stay in a column.
func (a *arranger) remains(col int) bool {
	for row := a.body; row < len(a.t.rows); row++ {
		if !a.gone(row) && slices.ContainsFunc(a.t.starting(row), func(c *cell) bool { return c.Col == col }) {
			return true
		}
	}
	return false
}
