package sheet

import "github.com/pbt-cli/pbt/schema"

// Box is a text box over the cells of a sheet, both ends included, from 0.
type Box struct {
	Row, Col, LastRow, LastCol int
	Text                       string
}

// Drawings takes the text boxes that lie over the cells.
func (s *Sheet) Drawings(boxes []Box) { s.boxes = append(s.boxes, boxes...) }

// settleBoxes gives the text of a box that lies over one blank cell to it, as it
// is seen, and keeps the others apart. The cells are in order.
func (s *Sheet) settleBoxes() {
	for _, b := range s.boxes {
		row, col, one := s.under(b)
		if one && !s.has(int32(row), int32(col)) && s.within(row, col) {
			repair := &schema.Repair{To: b.Text, Why: "text-box", Confidence: 0.9}
			if s.Put(row, col, b.Text, repair) == nil {
				continue
			}
		}
		s.KeepApart(b.Row, b.Col, b.Text, inkTextBox)
	}
	s.boxes = nil
}

// under gives the cell, or the merged range, that a box lies within.
func (s *Sheet) under(b Box) (row, col int, one bool) {
	for _, m := range s.merges {
		if int(m.row) <= b.Row && int(m.col) <= b.Col && b.LastRow <= int(m.lastRow) && b.LastCol <= int(m.lastCol) {
			return int(m.row), int(m.col), true
		}
	}
	return b.Row, b.Col, b.Row == b.LastRow && b.Col == b.LastCol
}

// within reports whether a place lies among the cells with text.
func (s *Sheet) within(row, col int) bool {
	if len(s.cells) == 0 {
		return false
	}
	last := s.cells[len(s.cells)-1].row
	right := int32(0)
	for _, c := range s.cells {
		right = max(right, c.col)
	}
	return row <= int(last) && col <= int(right)
}
