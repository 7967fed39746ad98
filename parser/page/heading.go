package page

// endSlack is how many ems before the right edge of a cell a line may end and
// still have been wrapped there.
const endSlack = 2.2

// wrapped reports whether a line runs to the right edge of its cell, so that
// the next line goes on with its sentence.
func wrapped(l line, cell Box) bool {
	return l.Box.X1 >= cell.X1-endSlack*max(l.size, 6)
}

// splitHeading cuts the cells above the first row of several cells into a row
// for each paragraph: forms set their title, year and unit there in rows that
// have no rules between them.
func (t *table) splitHeading() {
	cols := len(t.Xs) - 1
	if cols < 2 {
		return
	}
	for i := 0; i < len(t.Cells); i++ {
		c := t.Cells[i]
		if c.ColSpan != cols || c.RowSpan != 1 {
			return
		}
		cuts := paragraphs(c)
		if len(cuts) < 2 {
			continue
		}
		t.splitRow(i, cuts)
		i += len(cuts) - 1
	}
}

// paragraphs groups the lines of a cell: a line that was not wrapped ends one.
// Lines of one paragraph that fill the cell are left alone.
func paragraphs(c cell) [][]line {
	var out [][]line
	start := 0
	for i, l := range c.Lines {
		if i == len(c.Lines)-1 || !wrapped(l, c.Box) {
			out = append(out, c.Lines[start:i+1])
			start = i + 1
		}
	}
	return out
}

// splitRow replaces cell i, a row of its own, by a row for each group of lines.
func (t *table) splitRow(i int, groups [][]line) {
	c := t.Cells[i]
	row, n := c.Row, len(groups)
	var cells []cell
	var ys, heights []float64
	top := c.Box.Y0
	for k, g := range groups {
		bottom := c.Box.Y1
		if k+1 < n {
			bottom = (g[len(g)-1].Box.Y1 + groups[k+1][0].Box.Y0) / 2
		}
		part := c
		part.Row, part.Lines = row+k, g
		part.Box.Y0, part.Box.Y1 = top, bottom
		cells = append(cells, part)
		heights = append(heights, bottom-top)
		ys = append(ys, top)
		top = bottom
	}
	for k := i + 1; k < len(t.Cells); k++ {
		t.Cells[k].Row += n - 1
	}
	t.Cells = append(t.Cells[:i:i], append(cells, t.Cells[i+1:]...)...)
	t.Heights = append(t.Heights[:row:row], append(heights, t.Heights[row+1:]...)...)
	t.Ys = append(t.Ys[:row:row], append(ys, t.Ys[row+1:]...)...)
}
