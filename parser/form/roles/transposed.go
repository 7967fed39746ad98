package roles

import "slices"

const (
	// maxTransposed bounds the rows of values that are tried as transposed
	// tables, and the rows of one such table.
	maxTransposed     = 16
	transposedHeads   = 4
	minTransposedRows = 3
)

// transposedTable reads a block of rows whose heads stand at the left and whose
// indicators run across.
func (d *reader) transposedTable(s *sheet) *table {
	var best *table
	bestRank := 0.0
	tried := 0
	seen := map[[2]int]bool{}
	for v := range s.height {
		if !valueRow(s.row(v)) {
			continue
		}
		if tried++; tried > maxTransposed {
			break
		}
		for a := max(0, v-transposedHeads); a <= v; a++ {
			for b := v + 1; b <= min(s.height, v+transposedHeads); b++ {
				if b-a < 3 || seen[[2]int{a, b}] {
					continue
				}
				seen[[2]int{a, b}] = true
				if t, rank := d.transposedBlock(s, a, b); t != nil && (best == nil || rank > bestRank) {
					best, bestRank = t, rank
				}
			}
		}
	}
	for best != nil && best.end < s.height && best.end-best.top <= maxTransposed {
		longer, _ := d.transposedBlock(s, best.top, best.end+1)
		if longer == nil || !longer.sameIndicators(best) {
			break
		}
		best = longer // a row of weights, of remarks
	}
	return best
}

// sameIndicators reports whether two readings give the same names and targets.
func (t *table) sameIndicators(o *table) bool {
	return slices.EqualFunc(t.read, o.read, func(a, b row) bool {
		return a.called == b.called && a.first() == b.first() && a.second() == b.second() && a.value() == b.value()
	})
}

// valueRow reports whether most cells of a row but the first are values.
func valueRow(row []*Cell) bool {
	if len(row) < 4 {
		return false
	}
	n := 0
	for _, c := range row[1:] {
		if c.class().targety() {
			n++
		}
	}
	return float64(n) >= .7*float64(len(row)-1)
}

func (d *reader) transposedBlock(s *sheet, a, b int) (*table, float64) {
	left := s.row(a)[:min(1, len(s.row(a)))]
	if len(left) == 0 {
		return nil, 0
	}
	width := 0
	seen := map[string]*Cell{}
	for r := a; r < b; r++ {
		h := s.at(r, left[0].col())
		if h == nil || h.rowSpan() > 2 || !h.headlike() || width != 0 && h.colSpan() != width {
			return nil, 0
		}
		if o := seen[h.flat]; o != nil && o != h {
			return nil, 0
		}
		seen[h.flat], width = h, h.colSpan()
	}
	f := s.flipped(a, b)
	t := d.build(f, left[0].col(), left[0].col()+width, f.height, nil)
	if t == nil || t.total <= enough+2 || len(t.rows) < minTransposedRows {
		return nil, 0
	}
	for i := range t.read {
		if t.read[i].called == "" || t.read[i].target == nil {
			return nil, 0
		}
	}
	for _, k := range t.columns {
		if len(k.own) == 1 {
			return nil, 0 // one text across the block: a field above it
		}
	}
	rank := t.total
	if t.first >= 0 {
		rank += 2
	}
	if t.second >= 0 {
		rank += 2
	}
	t.transpose, t.layout, t.top, t.end = true, "transposed", a, b
	return t, rank
}
