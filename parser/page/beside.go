package page

import "unicode/utf8"

// Some tables have no rules between the labels of one column: each is printed once,
// beside the first of its rows, in a cell as high as all of them.

const (
	// besideOff is how far such a label may stand off its row's text, in ems.
	besideOff = 0.2
	// besideGap is the least room between two of them, in ems: lines of one label
	// stand closer.
	besideGap = 0.6
	// besideLong is the length of a line that is text and no label, in runes.
	besideLong = 14
)

// splitBeside cuts cells over several rows whose lines stand beside their rows.
func (t *table) splitBeside() {
	for i := range t.Cells {
		c := &t.Cells[i]
		if c.RowSpan < 2 || len(c.Lines) < 2 {
			continue
		}
		parts := t.besideRows(c)
		if len(parts) < 2 || parts[0].Row != c.Row || !t.level(parts, c) {
			continue
		}
		for k := range parts {
			p := &parts[k]
			end := c.Row + c.RowSpan
			if k+1 < len(parts) {
				end = parts[k+1].Row
			}
			p.RowSpan = end - p.Row
			p.Box = Box{X0: c.Box.X0, Y0: t.Ys[p.Row], X1: c.Box.X1, Y1: t.Ys[end]}
		}
		t.Cells = append(t.Cells, parts[1:]...)
		t.Cells[i] = parts[0]
	}
}

// besideRows groups the lines of a cell by the rows that they stand in; nil where
// they are no labels of their own.
func (t *table) besideRows(c *cell) []cell {
	var out []cell
	row := c.Row
	for _, l := range c.Lines {
		if utf8.RuneCountInString(l.Text) > besideLong {
			return nil
		}
		for row+1 < c.Row+c.RowSpan && (l.Box.Y0+l.Box.Y1)/2 > t.Ys[row+1] {
			row++
		}
		if n := len(out); n > 0 && out[n-1].Row == row {
			out[n-1].Lines = append(out[n-1].Lines, l)
			continue
		}
		if n := len(out); n > 0 {
			if above := linesBox(out[n-1].Lines); l.Box.Y0-above.Y1 < besideGap*l.size {
				return nil
			}
		}
		out = append(out, cell{Row: row, Col: c.Col, ColSpan: c.ColSpan, Lines: []line{l}, Page: c.Page})
	}
	return out
}

// level reports whether the parts of a cell stand level with the texts of their
// rows: all at their upper edges, in their middles or at their lower edges.
func (t *table) level(parts []cell, of *cell) bool {
	var ways [3]int
	for _, p := range parts {
		var fits [3]bool
		box, off := linesBox(p.Lines), besideOff*p.Lines[0].size
		for i := range t.Cells {
			o := &t.Cells[i]
			if o.Row != p.Row || o.RowSpan != 1 || len(o.Lines) == 0 || o.Col < of.Col+of.ColSpan {
				continue
			}
			beside := linesBox(o.Lines)
			for k, d := range [3]float64{box.Y0 - beside.Y0, (box.Y0 + box.Y1 - beside.Y0 - beside.Y1) / 2, box.Y1 - beside.Y1} {
				fits[k] = fits[k] || d < off && d > -off
			}
		}
		for k, fit := range fits {
			if fit {
				ways[k]++
			}
		}
	}
	return ways[0] == len(parts) || ways[1] == len(parts) || ways[2] == len(parts)
}

// linesBox is the box around lines.
func linesBox(lines []line) Box {
	b := lines[0].Box
	for _, l := range lines[1:] {
		b = b.Union(l.Box)
	}
	return b
}
