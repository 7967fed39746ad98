package roles

import (
	"sort"
	"strconv"
	"strings"

	"github.com/pbt-cli/pbt/parser/internal/pattern"
)

// sideBySide reads heads that repeat with a period, after up to two shared
// columns, as tables beside each other. It is nil where they do not.
func (f *finder) sideBySide(r, body0, end int, cells []*Cell) []*table {
	pre, width, times := period(cells)
	if times == 0 {
		return nil
	}
	starts := make([]int, 0, len(cells)+1)
	for _, c := range cells {
		starts = append(starts, c.col)
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
	if c == nil || c.col != from || c.below() != row || c.right() > to || c.colSpan < 2 {
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
	if c == nil || t.label != nil || c.label == "group" && !c.known {
		return false
	}
	if t.first >= 0 {
		if k := t.columns[t.first]; k.is(roleFirst) || k.share(level1) >= .5 {
			return false
		}
	}
	same, texts, all := 0, map[string]bool{}, true
	for _, x := range list {
		if !x.sameHeads(t) {
			continue
		}
		same++
		if o := at(x); o != nil {
			texts[o.plain] = true
		} else {
			all = false
		}
	}
	each := same >= 2 && all && len(texts) == same
	word := c.runes <= maxHead && (c.class == middle || c.class == text || c.class == short || c.class == qualitative || c.class == level2)
	if c.class != level1 && c.class != levelAny && !(each && word) {
		return false
	}
	t.label, t.noFirst = c, true
	t.cover[c.id] = true
	old := t.solution
	if !t.solve() {
		t.solution = old
	}
	t.checked = false
	return true
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

// cards reads blocks that repeat the same labels, each with its value at the
// right, as one table with a row a block.
func (d *reader) cards(s *sheet) *table {
	occ := map[string][]*Cell{}
	for _, c := range s.cells {
		if !c.headlike() || c.class == comparator || c.class == unit || c.class.level() && c.column == "" {
			continue
		}
		key := c.flat + "\x00" + strconv.Itoa(c.col)
		occ[key] = append(occ[key], c)
	}
	byTimes := map[int][]string{}
	for key, list := range occ {
		if len(list) >= 2 {
			byTimes[len(list)] = append(byTimes[len(list)], key)
		}
	}
	var times []int
	for n := range byTimes {
		times = append(times, n)
	}
	sort.Slice(times, func(i, j int) bool {
		a, b := times[i]*len(byTimes[times[i]]), times[j]*len(byTimes[times[j]])
		return a > b || a == b && times[i] > times[j]
	})
	for _, n := range times[:min(4, len(times))] {
		if t := d.cardTable(s, occ, byTimes[n], n); t != nil {
			return t
		}
	}
	return nil
}

// right is the cell beside a label, in its row.
func (s *sheet) right(c *Cell) *Cell {
	x := s.at(c.row, c.right())
	if x != nil && x.row > c.row {
		return nil
	}
	return x
}

func (d *reader) cardTable(s *sheet, occ map[string][]*Cell, keys []string, n int) *table {
	labels := map[*Cell]bool{}
	for _, k := range keys {
		for _, c := range occ[k] {
			labels[c] = true
		}
	}
	var order [][]*Cell
	for _, k := range keys {
		beside := 0
		for _, c := range occ[k] {
			if v := s.right(c); v != nil && !labels[v] {
				beside++
			}
		}
		if 2*beside >= n {
			order = append(order, occ[k])
		}
	}
	if len(order) < 2 || len(order) > maxColumns {
		return nil
	}
	for _, list := range order {
		sort.SliceStable(list, func(i, j int) bool { return list[i].row < list[j].row })
	}
	sort.Slice(order, func(i, j int) bool {
		a, b := order[i][0], order[j][0]
		return a.row < b.row || a.row == b.row && a.col < b.col
	})
	for i := range n {
		for _, list := range order {
			if list[i].row < order[0][i].row || i+1 < n && list[i].row >= order[0][i+1].row {
				return nil
			}
		}
	}
	var cells []*Cell
	used := map[int]bool{}
	top, bottom := order[0][0].row, 0
	for j, list := range order {
		cells = append(cells, list[0].moved(0, j, 1, 1))
		for i, c := range list {
			used[c.id] = true
			bottom = max(bottom, c.below())
			if v := s.right(c); v != nil && !labels[v] {
				used[v.id] = true
				bottom = max(bottom, v.below())
				cells = append(cells, v.moved(i+1, j, 1, 1))
			}
		}
	}
	t := d.build(newSheet(cells, n+1), 0, 1, n+1, nil)
	if t == nil || t.total <= enough {
		return nil
	}
	for id := range used {
		t.cover[id] = true
	}
	for _, list := range order {
		t.again = append(t.again, list[1:]...)
	}
	t.layout, t.top, t.end = "cards", top, bottom
	return t
}

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
	for v := range s.rows {
		if !valueRow(s.rows[v]) {
			continue
		}
		if tried++; tried > maxTransposed {
			break
		}
		for a := max(0, v-transposedHeads); a <= v; a++ {
			for b := v + 1; b <= min(len(s.rows), v+transposedHeads); b++ {
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
	return best
}

// valueRow reports whether most cells of a row but the first are values.
func valueRow(row []*Cell) bool {
	if len(row) < 4 {
		return false
	}
	n := 0
	for _, c := range row[1:] {
		if c.class.targety() {
			n++
		}
	}
	return float64(n) >= .7*float64(len(row)-1)
}

func (d *reader) transposedBlock(s *sheet, a, b int) (*table, float64) {
	left := s.rows[a][:min(1, len(s.rows[a]))]
	if len(left) == 0 {
		return nil, 0
	}
	width := 0
	seen := map[string]*Cell{}
	for r := a; r < b; r++ {
		h := s.at(r, left[0].col)
		if h == nil || h.rowSpan > 2 || !h.headlike() || width != 0 && h.colSpan != width {
			return nil, 0
		}
		if o := seen[h.flat]; o != nil && o != h {
			return nil, 0
		}
		seen[h.flat], width = h, h.colSpan
	}
	f := s.flipped(a, b)
	t := d.build(f, left[0].col, left[0].col+width, len(f.rows), nil)
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

// continuation reads a sheet without a head as more rows of a table before it of
// the same width.
func (d *reader) continuation(prev *table, s *sheet) *table {
	if prev == nil || prev.transpose || prev.layout != "plain" || prev.s.cols != s.cols || len(s.rows) == 0 {
		return nil
	}
	var cells []*Cell
	for r := prev.top; r < prev.body0; r++ {
		for _, c := range prev.s.starts(r) {
			m := c.moved(c.row-prev.top, c.col, c.rowSpan, c.colSpan)
			m.id = -1 - c.id
			cells = append(cells, m)
		}
	}
	shift := prev.body0 - prev.top
	for _, c := range s.cells {
		cells = append(cells, c.moved(c.row+shift, c.col, c.rowSpan, c.colSpan))
	}
	h := newSheet(cells, len(s.rows)+shift)
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
	t.weigh()
	if t.check(); len(t.hard) > 0 {
		return nil
	}
	t.shift(shift)
	return t
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

var (
	itemStart = pattern.MustCompile(`^(?:(\d{1,2})[.、．)）]\s*|([①-⑩]))`)
	itemOne   = pattern.MustCompile(`^1[.、．)）]`)
)

// items are the items of a text that numbers its lines, or its parts, from 1 on.
func items(text string) []string {
	if !strings.ContainsAny(text, "1①") {
		return nil
	}
	var lines []string
	for _, l := range strings.Split(text, "\n") {
		if l = strings.TrimSpace(l); l != "" {
			lines = append(lines, l)
		}
	}
	if len(lines) == 1 && itemOne.MatchString(lines[0]) {
		lines = splitItems(lines[0])
	}
	var out []string
	for _, l := range lines {
		m := itemStart.FindStringSubmatch(l)
		n := 0
		if m != nil && m[1] != "" {
			n, _ = strconv.Atoi(m[1])
		} else if m != nil {
			n = strings.Index("①②③④⑤⑥⑦⑧⑨⑩", m[2])/len("①") + 1
		}
		switch {
		case n == len(out)+1:
			out = append(out, strings.TrimRight(strings.TrimSpace(l[len(m[0]):]), ";；。"))
		case len(out) == 0:
			return nil
		default:
			out[len(out)-1] += l
		}
	}
	return out
}

// splitItems cuts 1.甲；2.乙 at its numbers.
func splitItems(line string) []string {
	var out []string
	for n := 2; n <= 30; n++ {
		cut := -1
		for _, mark := range []string{".", "、", "．", ")", "）"} {
			for from := 1; ; {
				i := strings.Index(line[from:], strconv.Itoa(n)+mark)
				if i < 0 {
					break
				}
				i += from
				before := []rune(line[:i])
				next := line[i+len(strconv.Itoa(n))+len(mark):]
				if strings.ContainsRune(" \t;；。，,、", before[len(before)-1]) && (next == "" || next[0] < '0' || next[0] > '9') {
					if cut < 0 || i < cut {
						cut = i
					}
					break
				}
				from = i + 1
			}
		}
		if cut < 0 {
			break
		}
		out = append(out, strings.TrimSpace(line[:cut]))
		line = line[cut:]
	}
	return append(out, line)
}

// exploded gives numbered lists of one length in two or more cells of a row as
// as many rows.
func (d *reader) exploded(s *sheet) *sheet {
	parts := map[int]map[int][]string{} // row, id
	lists := map[int]bool{}             // columns that hold a list of two
	s.lists = map[int][]string{}
	for _, c := range s.cells {
		if c.rowSpan == 1 && c.runes > 2 {
			if it := items(c.Text); len(it) > 0 {
				s.lists[c.id] = it
				if len(it) > 1 {
					lists[c.col] = true
				}
			}
		}
	}
	if len(lists) == 0 {
		return s
	}
	for r := range s.rows {
		n, same := 0, true
		cells := map[int][]string{}
		for _, c := range s.starts(r) {
			it := s.lists[c.id]
			if len(it) == 0 || len(it) == 1 && !lists[c.col] {
				continue
			}
			same = same && (n == 0 || n == len(it))
			n = len(it)
			cells[c.id] = it
		}
		if len(cells) >= 2 && same {
			parts[r] = cells
		}
	}
	if len(parts) == 0 {
		return s
	}
	return d.explode(s, parts)
}

func (d *reader) explode(s *sheet, parts map[int]map[int][]string) *sheet {
	start := make([]int, len(s.rows)+1)
	for r := range s.rows {
		n := 1
		for _, it := range parts[r] {
			n = len(it)
		}
		start[r+1] = start[r] + n
	}
	var cells []*Cell
	for _, c := range s.cells {
		if c.row >= len(s.rows) {
			continue
		}
		it := parts[c.row][c.id]
		for i, text := range it {
			p := d.part(c, text)
			p.row, p.rowSpan = start[c.row]+i, 1
			cells = append(cells, p)
		}
		if len(it) == 0 {
			end := start[min(len(s.rows), c.below())]
			cells = append(cells, c.moved(start[c.row], c.col, max(1, end-start[c.row]), c.colSpan))
		}
	}
	out := newSheet(cells, start[len(s.rows)])
	out.lists = s.lists
	out.origin = start
	return out
}

// printedRow is the row of the grid that a row of the sheet was printed in.
func (s *sheet) printedRow(r int) int {
	if s.origin == nil {
		return r
	}
	return sort.Search(len(s.origin), func(i int) bool { return s.origin[i] > r }) - 1
}
