package roles

// sideBySide reads heads that repeat with a period, after up to two shared
// columns, as tables beside each other. It is nil where they do not.
func (f *finder) sideBySide(r, body0, end int, cells []*Cell) []*table {
	pre, width, times := period(cells)
	if times == 0 {
		return nil
	}
	starts := make([]int, 0, len(cells)+1)
	for _, c := range cells {
		starts = append(starts, c.col())
	}
	starts = append(starts, f.s.cols)
	var out []*table
	for b := range times {
		var keep []int
		for k := starts[0]; k < starts[pre]; k++ {
			keep = append(keep, k)
		}
		for k := starts[pre+b*width]; k < starts[pre+(b+1)*width]; k++ {
			keep = append(keep, k)
		}
		part := f.s.under(keep, r, end)
		part.shared = starts[pre] - starts[0]
		t := f.d.build(part, r, body0, end, f.s.over(r, starts[pre+b*width], starts[pre+(b+1)*width]))
		if t != nil && t.total > enough {
			t.layout, t.halved = "side-by-side", pre > 0 && b > 0
			out = append(out, t)
		}
	}
	if len(out) != times && pre == 0 && len(out) < times-1 {
		return nil
	}
	return out
}

// over is the cell that stands over some columns and no others, right above a row;
// nil where none does.
func (s *sheet) over(row, from, to int) *Cell {
	c := s.at(row-1, from)
	if c == nil || c.col() != from || c.below() != row || c.right() > to || c.colSpan() < 2 {
		return nil
	}
	for k := c.right(); k < to; k++ {
		if s.at(row-1, k) != nil {
			return nil
		}
	}
	return c
}

// period finds the shared columns before, the width and the number of repeats.
func period(cells []*Cell) (pre, width, times int) {
	if len(cells) < 4 {
		return 0, 0, 0
	}
	for pre := 0; pre < min(3, len(cells)-3); pre++ {
		rest := cells[pre:]
		for times := 2; times <= 4; times++ {
			width := len(rest) / times
			if width*times != len(rest) || width < 2 || !repeats(rest, width) {
				continue
			}
			return pre, width, times
		}
	}
	return 0, 0, 0
}

func repeats(cells []*Cell, width int) bool {
	seen := map[string]bool{}
	for i, c := range cells {
		if c.flat != cells[i%width].flat {
			return false
		}
		seen[c.flat] = true
	}
	return len(seen) == width
}

// labelBlocks gives tables of one head, one below the other, the level that
// stands beside or above each.
func labelBlocks(list []*table) {
	for _, t := range list {
		if t.tryLabel(list, func(x *table) *Cell {
			if len(x.side) == 1 {
				return x.side[0]
			}
			return nil
		}) {
			continue
		}
		t.tryLabel(list, func(x *table) *Cell { return x.above })
	}
}

// tryLabel takes the cell that stands at one place of the table for its level.
func (t *table) tryLabel(list []*table, at func(*table) *Cell) bool {
	c := at(t)
	if c == nil || t.label != nil || c.label() == "group" && !c.known || t.hasFirst() {
		return false
	}
	if c.class() != level1 && c.class() != levelAny && !(c.mayLabel() && t.eachHasOne(list, at)) {
		return false
	}
	t.label, t.noFirst = c, true
	t.cover.add(c.id())
	old := t.solution
	if !t.solve() {
		t.solution = old
	}
	t.checked = false
	return true
}

// hasFirst reports whether a column is the first level by its head or its words.
func (t *table) hasFirst() bool {
	if t.first < 0 {
		return false
	}
	k := t.columns[t.first]
	return k.is(roleFirst) || k.share(level1) >= .5
}

// mayLabel reports whether a word that is no first level may be the label of a
// table.
func (c *Cell) mayLabel() bool {
	switch c.class() {
	case middle, text, short, qualitative, level2:
		return c.runes <= maxHead
	}
	return false
}

// eachHasOne reports whether each of several tables with the heads of this one has a
// cell of its own at a place.
func (t *table) eachHasOne(list []*table, at func(*table) *Cell) bool {
	same, texts := 0, map[string]bool{}
	for _, x := range list {
		if !x.sameHeads(t) {
			continue
		}
		o := at(x)
		if o == nil {
			return false
		}
		same++
		texts[o.plain()] = true
	}
	return same >= 2 && len(texts) == same
}

// alike gives tables of one head the roles that the largest of them has: a
// document uses a head in one way.
func alike(list []*table) {
	for _, t := range list {
		best := t
		for _, o := range list {
			if o.sameHeads(t) && len(o.rows) > len(best.rows) && o.noFirst == t.noFirst && (len(o.bands) > 0) == (len(t.bands) > 0) {
				best = o
			}
		}
		if best == t || best.sibling {
			continue
		}
		if best.check(); len(best.hard) > 0 {
			continue
		}
		old := *t
		t.assignment, t.rival, t.margin, t.sibling = best.assignment, best.rival, max(t.margin, best.margin), true
		if sameAssignment(&old.assignment, &best.assignment) {
			t.rival = old.rival
		}
		t.read, t.checked = t.emit(&t.assignment), false
		if t.check(); len(t.hard) > 0 {
			*t = old
		}
	}
	for _, t := range list { // what speaks against a rival in each speaks together
		sum, n := 0.0, 0
		for _, o := range list {
			if o.sameHeads(t) && sameAssignment(&o.assignment, &t.assignment) {
				sum, n = sum+max(0, o.alone), n+1
			}
		}
		if n > 1 && sum > t.margin {
			t.margin, t.checked = sum, false
		}
	}
}

func (t *table) sameHeads(o *table) bool {
	if len(t.columns) != len(o.columns) {
		return false
	}
	for i := range t.columns {
		if t.columns[i].head != o.columns[i].head {
			return false
		}
	}
	return true
}

// continuation reads a sheet without a head as more rows of a table before it of
// the same width.
func (d *reader) continuation(prev *table, s *sheet) *table {
	if prev == nil || prev.transpose || prev.layout != "plain" || prev.s.cols != s.cols || s.height == 0 {
		return nil
	}
	var cells []*Cell
	for r := prev.top; r < prev.body0; r++ {
		for _, c := range prev.s.starts(r) {
			m := c.moved(c.row()-prev.top, c.col(), c.rowSpan(), c.colSpan())
			m.number = -1 - c.number
			cells = append(cells, m)
		}
	}
	shift := prev.body0 - prev.top
	for _, c := range s.cells {
		cells = append(cells, c.moved(c.row()+shift, c.col(), c.rowSpan(), c.colSpan()))
	}
	h := newSheet(cells, s.height+shift)
	t := d.newTable(h, 0, shift, h.bodyEnd(0, shift), nil)
	if t == nil || len(t.columns) != len(prev.columns) || !t.solve() {
		return nil
	}
	if !sameAssignment(&t.assignment, &prev.assignment) {
		if t.margin > minMargin {
			return nil
		}
		t.assignment, t.margin = prev.assignment, prev.margin
	}
	last := prev.read[len(prev.read)-1]
	t.carried, t.continues, t.layout = last.labels, true, "continued"
	t.read = t.emit(&t.assignment)
	if t.strangerTo(prev) {
		return nil
	}
	t.weigh()
	if t.check(); len(t.hard) > 0 {
		return nil
	}
	t.shift(shift)
	return t
}

// strangerTo reports whether none of a table's rows stands under a level where all rows
// of the one before do: it holds something else.
func (t *table) strangerTo(prev *table) bool {
	for _, r := range prev.read {
		for _, l := range r.labels {
			if l == nil || !l.level() {
				return false
			}
		}
	}
	for _, r := range t.read {
		for _, l := range r.labels {
			if l == nil || l.level() {
				return false
			}
		}
	}
	return len(prev.read) > minLevelled && len(t.read) > 0
}

// shift moves the rows of a continuation to where they stand in their own sheet.
func (t *table) shift(by int) {
	t.top, t.body0, t.end = 0, 0, t.end-by
	for i := range t.read {
		t.read[i].at -= by
	}
}

func sameAssignment(a, b *assignment) bool {
	if a.name != b.name || a.first != b.first || a.second != b.second || len(a.target) != len(b.target) {
		return false
	}
	for i := range a.target {
		if a.target[i] != b.target[i] {
			return false
		}
	}
	return true
}
