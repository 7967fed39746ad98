package roles

import (
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/parser/internal/pattern"
)

const (
	// maxHead bounds the length of a head, in runes.
	maxHead = 16
	// maxHeadRows bounds the rows of a head.
	maxHeadRows = 4
	// maxBandText bounds a band between rows.
	maxBandText = 24
	// enough is what a table must weigh to be one.
	enough = 8
	// maxIdle bounds the rows of a table that hold no indicator, in a run.
	maxIdle = 64
	// maxTables bounds the tables of a sheet that are compared with each other.
	maxTables = 256
	// minSure is what a sure one weighs.
	minSure = 14
	// minMargin is how far the runner-up of a sure reading must be behind.
	minMargin = 3
)

var (
	headNoise = pattern.MustCompile(`[%。;；，,:：]|\d{3}`)
	headParts = pattern.MustCompile(`20\d\d|[(].*?[)]`)
	oneHan    = pattern.MustCompile(`^\p{Han}$`)
)

// headlike reports whether a text may head a column.
func (w *Word) headlike() bool {
	if w.asked.anew(askedHeads) {
		w.heads = w.mayHead()
	}
	return w.heads
}

func (w *Word) mayHead() bool {
	if w.has(known.years) || w.has(known.dated) || w.has(known.seasons) {
		return true
	}
	if w.runes > maxHead || w.runes < 2 && !oneHan.MatchString(w.flat) || headNoise.MatchString(headParts.ReplaceAllString(w.flat, "")) {
		return false
	}
	switch w.class() {
	case quantity, deadline, bare, comparator, prose, sum, note, longQuantity, tick, blank:
		return false
	}
	return true
}

// headCells are the cells of a row that may be a head: a heading down the left
// edge (绩效指标, a level beside its block) is not part of it.
func (s *sheet) headCells(r int) (full, cells []*Cell) {
	full = s.starts(r)
	cells = full
	if len(full) > 2 && full[0].rowSpan() > 1 && full[0].col() < full[1].col() {
		high := 0
		for _, c := range full[1:] {
			high = max(high, c.rowSpan())
		}
		if f := full[0]; f.rowSpan() > high && (f.level() || s.stacked(f) || f.rowSpan() > maxHeadRows || f.label() == "group") {
			cells = full[1:]
		}
	}
	var low []*Cell
	for _, c := range cells {
		if c.rowSpan() <= maxHeadRows {
			low = append(low, c)
		}
	}
	return full, low
}

// stacked reports whether another high cell stands over or under a cell at the
// left edge.
func (s *sheet) stacked(f *Cell) bool {
	if c := s.at(f.row()-1, f.col()); c != nil && c.col() == f.col() && c.colSpan() == f.colSpan() && c.rowSpan() > 1 {
		return true
	}
	c := s.at(f.below(), f.col())
	return c != nil && c.rowSpan() > 1
}

// opens reports whether cells may head an indicator table.
func opens(cells []*Cell) bool {
	if len(cells) < 2 {
		return false
	}
	levels, fields := 0, 0
	named, level := false, false
	for _, c := range cells {
		r, ok := headRole[c.Column()]
		named = named || ok && (r == roleName || r == roleTarget)
		level = level || ok && r <= roleName
		if l := c.label(); l != "" && l != "group" {
			fields++
		}
	}
	if !level && 2*fields >= len(cells) || len(cells) < 3 && !named {
		return false // 总体目标 | 中期目标 | 年度目标: fields with their texts below
	}
	allowed := 1
	if len(cells) > 5 {
		allowed = 2
	}
	for _, c := range cells {
		if !c.headlike() {
			return false
		}
		if c.level() && c.Column() == "" {
			levels++
		}
	}
	return levels <= allowed
}

// headEnd is the row below a head that begins with some cells: a second row
// belongs to it if all of its cells lie under wide ones.
func (s *sheet) headEnd(r int, cells []*Cell) int {
	end := r
	for _, c := range cells {
		end = max(end, c.below())
	}
	var wide []*Cell
	for _, c := range cells {
		if c.colSpan() > 1 && c.below() <= end {
			wide = append(wide, c)
		}
	}
	for range 2 {
		next := s.starts(end)
		if len(wide) == 0 || end-r >= 3 || len(next) < 2 {
			break
		}
		low := end
		for _, c := range next {
			if !c.headlike() || (c.is(level1) || c.is(level2)) || !inside(c, wide) {
				return end
			}
			low = max(low, c.below())
		}
		end, wide = low, nil
		for _, c := range next {
			if c.colSpan() > 1 {
				wide = append(wide, c)
			}
		}
	}
	return end
}

func inside(c *Cell, wide []*Cell) bool {
	for _, w := range wide {
		if w.col() <= c.col() && c.right() <= w.right() {
			return true
		}
	}
	return false
}

// extent is what the rows of a head's body are held to.
type extent struct {
	edges  map[int]bool
	spans  []*Cell // the last row of the head
	heads  map[string]bool
	lo, hi int
	// levelled counts the cells that begin in the first and in the second column and
	// name levels; strange says that others began there, too.
	levelled [2]int
	strange  bool
	// short says that one of the names does not end in 指标.
	short bool
}

// minLevelled is how many cells of a column name levels that one without a level is
// none of.
const minLevelled = 2

// pairs reports whether a row prints pairs of labels and texts below the indicators, in
// their columns: it begins with two cells that name no levels, where all that began
// there so far name some.
// A row below with a name and a target, and nothing in the first column, goes on under
// a label.
func (x *extent) pairs(own, next []*Cell) bool {
	at := x.lo
	var names [2]bool
	n := 0
	for ; n < min(len(own), len(names)); n++ {
		c := own[n]
		if c.col() != at {
			if n == 0 && c.col() < x.hi && c.level() {
				x.levelled[1]++ // under a label that goes on
				x.short = x.short || !strings.HasSuffix(c.flat, "指标")
			}
			break
		}
		names[n], at = c.level(), c.right()
	}
	if n == len(names) && !names[0] && !x.short && !strings.HasSuffix(own[1].flat, "指标") {
		names[1] = false // 数量 where all others are called 数量指标
	}
	if n == len(names) && len(own) > n && !strings.HasSuffix(own[0].flat, "指标") && !names[0] && !names[1] && own[0].rowSpan() == 1 && own[1].rowSpan() == 1 && !x.strange {
		if len(next) > 1 && next[0].col() >= own[0].right() {
			x.strange = true
			return false
		}
		least := minLevelled
		if own[0].label() != "" {
			least = 1 // the label of a field
		}
		if x.levelled[0] >= least && x.levelled[1] >= minLevelled && !unknownLevels(own) {
			return true
		}
	}
	for i := range n {
		if names[i] {
			x.levelled[i]++
			x.short = x.short || !strings.HasSuffix(own[i].flat, "指标")
		} else {
			x.strange = true
		}
	}
	return false
}

// unknownLevels reports whether a row is an indicator under two levels of an office's own:
// a target stands behind them, and the second of them is none.
func unknownLevels(own []*Cell) bool {
	return !own[1].class().targety() && slices.ContainsFunc(own[2:], func(c *Cell) bool { return c.class() == quantity })
}

// bodyEnd is the row below the last one that belongs to a head's body.
func (s *sheet) bodyEnd(first, body0 int) int {
	x := extent{edges: map[int]bool{}, heads: map[string]bool{}, lo: 1 << 30}
	for r := first; r < body0; r++ {
		for _, c := range s.starts(r) {
			if c.below() <= body0 {
				x.edges[c.col()], x.heads[c.flat] = true, true
				x.lo, x.hi = min(x.lo, c.col()), max(x.hi, c.right())
			}
		}
	}
	for _, c := range s.row(body0 - 1) {
		if c.row() >= first && c.below() <= body0 {
			x.spans = append(x.spans, c)
		}
	}
	last := body0
	for r := body0; r < s.height && r-last < maxIdle; r++ {
		if len(s.row(r)) == 0 {
			continue
		}
		belongs, holds := s.belongs(r, &x)
		if !belongs || !s.open && x.pairs(s.starts(r), s.starts(r+1)) {
			break
		}
		if holds {
			last = r + 1
		}
	}
	return last
}

// belongs reports whether a row is one of the body; holds is false for bands and
// heads printed again, which do not end a table.
func (s *sheet) belongs(r int, x *extent) (belongs, holds bool) {
	own := s.starts(r)
	switch {
	case len(own) >= 2 && allIn(own, x.heads):
		return true, false
	case len(own) == 1 && len(s.row(r)) == 1 && hasWord(own, note) && r+1 < s.height && leftIn(s, s.starts(r+1), r+1, r+1) != nil:
		return true, false // a note among the rows
	case x.headsBesideHigh(own), hasWord(own, note):
		return false, false
	case hasWord(own, sum):
		return true, true
	case len(own) == 1 && len(s.row(r)) == 1:
		return x.lone(own[0])
	}
	for _, c := range own {
		if !x.keeps(c) {
			return false, false
		}
	}
	if len(own) > 0 && s.fieldRow(own, x) || otherHead(own, x.heads) {
		return false, false
	}
	return true, true
}

// headsBesideHigh reports whether a row prints the head again beside a high cell
// left of the table: the next block begins.
func (x *extent) headsBesideHigh(own []*Cell) bool {
	var flat []*Cell
	for _, c := range own {
		if c.col() >= x.lo || c.rowSpan() == 1 {
			flat = append(flat, c)
		}
	}
	return len(flat) >= 2 && len(flat) < len(own) && allIn(flat, x.heads)
}

// lone is belongs of a row with one cell: a band, or an indicator with its target in
// a column of both.
func (x *extent) lone(c *Cell) (belongs, holds bool) {
	if known.titles.MatchString(c.flat) {
		return false, false
	}
	if float64(c.colSpan()) < max(2, float64(x.hi-x.lo)*maxBand) && !narrowBand(c, x.lo) {
		if c.level() && x.edges[c.col()] {
			return true, false // a level that nobody filled in
		}
		_, _, whole := SplitTarget(c.Text())
		whole = whole && c.col() > x.lo && x.edges[c.col()]
		return whole, whole
	}
	switch c.class() {
	case level1, level2, levelAny, text, middle, short, head, qualitative, unit:
		return c.runes <= maxBandText, false
	}
	return false, false
}

// narrowBand reports whether a lone cell at the left edge is a band in a text that
// merges no cells: it names a level and numbers it, or stands in brackets.
func narrowBand(c *Cell, left int) bool {
	return c.col() == left && c.level() && (style(c) != "none" || strings.ContainsAny(firstOf(c.flat), "【[("))
}

func firstOf(s string) string {
	for _, r := range s {
		return string(r)
	}
	return ""
}

// keeps reports whether a cell keeps to the edges of the head.
func (x *extent) keeps(c *Cell) bool {
	if inside(c, x.spans) || c.level() && x.acrossLevels(c) {
		return true
	}
	for e := c.col() + 1; e < c.right(); e++ {
		if x.edges[e] {
			return false
		}
	}
	if x.edges[c.col()] {
		return true
	}
	for _, w := range x.spans {
		if w.col() < c.col() && c.col() < w.right() && c.right() > w.right() {
			return false
		}
	}
	return true
}

// acrossLevels reports whether a cell covers the columns of levels whole, and no other:
// 满意度指标 merged over both.
func (x *extent) acrossLevels(c *Cell) bool {
	end := c.col()
	for _, w := range x.spans {
		if w.col() < c.col() || w.col() >= c.right() {
			continue
		}
		if r, ok := headRole[w.Column()]; !ok || r != roleFirst && r != roleSecond {
			return false
		}
		end = w.right()
	}
	return end == c.right()
}

// fieldRow reports whether a row begins with the label of a field and holds no
// values.
func (s *sheet) fieldRow(own []*Cell, x *extent) bool {
	f := own[0]
	if l := f.label(); l == "" || f.known || l == "group" || l == "sum" || f.col() > x.lo || !f.is(head) || len(own) > 4 {
		return false
	}
	for _, c := range own[1:] {
		if c.class() == quantity || c.class() == qualitative || c.class() == deadline {
			return false
		}
	}
	return true
}

// otherHead reports whether a row is the head of another table.
func otherHead(own []*Cell, heads map[string]bool) bool {
	if len(own) < 3 {
		return false
	}
	named := 0
	for _, c := range own {
		if !c.is(head) && !(c.headlike() && (c.class() == middle || c.class() == text || c.class() == short)) {
			return false
		}
		if c.Column() != "" {
			named++
		}
	}
	return named >= 2 && !allIn(own, heads)
}

// finder finds the tables of one sheet.
type finder struct {
	d *reader
	s *sheet
	// tried are the tables that begin in a row, once they were made.
	tried map[int][]*table
	// left is how many rows may still be looked at: a sheet of rows that all
	// look like heads costs no more than one of indicators.
	left int
}

func (d *reader) finder(s *sheet) *finder {
	return &finder{d: d, s: s, tried: map[int][]*table{}, left: 8*s.height + 2000}
}

// maxRetries bounds how often a candidate that breaks a hard constraint gives way
// to a later one.
const maxRetries = 6

// tables reads the sheet from the top. A candidate that breaks a hard
// constraint gives way to a later one inside its rows that does not.
func (f *finder) tables() []*table {
	skip := map[int]bool{}
	best := f.pass(skip)
	for range maxRetries {
		better := false
		for _, t := range best {
			if t.check(); len(t.hard) == 0 {
				continue
			}
			skip[t.top] = true
			if alt := f.pass(skip); worth(alt) > worth(best) {
				best, better = alt, true
				break
			}
			delete(skip, t.top)
		}
		if !better {
			break
		}
	}
	return best
}

// worth is what a set of tables explains, minus what speaks against it.
func worth(list []*table) float64 {
	v := 0.0
	for _, t := range list {
		t.check()
		if len(t.hard) == 0 {
			v += 2 * float64(min(len(t.rows), 30))
		}
		v += min(t.total, 100)/20 - float64(len(t.doubts)) - 4*float64(len(t.hard))
	}
	return v
}

// pass reads the sheet once, without the heads in skip.
func (f *finder) pass(skip map[int]bool) []*table {
	var out []*table
	for r := 0; r < f.s.height; {
		got := []*table(nil)
		if !skip[r] {
			got = f.begin(r)
		}
		if len(got) == 0 {
			r++
			continue
		}
		end := r + 1
		for _, t := range got {
			end = max(end, t.end)
		}
		out = append(out, got...)
		r = end
	}
	if len(out) <= maxTables {
		labelBlocks(out)
		alike(out)
	}
	return out
}

// begin makes the table, or the tables side by side, whose head begins in a row.
func (f *finder) begin(r int) []*table {
	if got, ok := f.tried[r]; ok {
		return got
	}
	got := f.make(r)
	f.tried[r] = got
	return got
}

func (f *finder) make(r int) []*table {
	_, cells := f.s.headCells(r)
	if !opens(cells) && !f.s.headsPaths(cells) || f.left < 0 || f.s.underLevel(r) {
		return nil
	}
	body0 := f.s.headEnd(r, cells)
	if body0 >= f.s.height {
		return nil
	}
	end := f.s.bodyEnd(r, body0)
	f.left -= end - r + 1
	if got := f.sideBySide(r, body0, end, cells); got != nil {
		return got
	}
	var above *Cell
	if over := f.s.row(r - 1); len(over) == 1 {
		above = over[0]
	}
	t := f.d.build(f.s, r, body0, end, above)
	if t == nil || t.total <= enough {
		return nil
	}
	return []*table{t}
}

// underLevel reports whether a level's cell goes on from the row above: the row is one
// of its indicators, and no head.
func (s *sheet) underLevel(r int) bool {
	for _, c := range s.row(r) {
		if c.row() < r && c.level() && c.Column() == "" {
			return true
		}
	}
	return false
}

// build makes a table and reads its columns; nil where no reading is possible.
func (d *reader) build(s *sheet, first, body0, end int, above *Cell) *table {
	if end <= body0 {
		return nil
	}
	t := d.newTable(s, first, body0, end, above)
	if t == nil {
		return nil
	}
	if p := t.pathed(); p.stands() {
		return p
	}
	solved := t.solve()
	if solved {
		t.layout = "plain"
		t.weigh()
		if t.check(); len(t.hard)+len(t.doubts) == 0 {
			return t
		}
	}
	if p := t.parted(); p.stands() && (!solved || len(t.hard) > 0 || len(p.doubts) < len(t.doubts)) {
		return p
	}
	if !solved {
		return nil
	}
	return t
}

// stands weighs a table of which cells were parted, and reports whether nothing is
// broken in it; false of none.
func (t *table) stands() bool {
	if t == nil {
		return false
	}
	t.layout = "plain"
	t.weigh()
	t.check()
	return len(t.hard) == 0
}

// weigh sums up what speaks for the table and notes which cells it took.
func (t *table) weigh() {
	t.total, t.alone = t.score+t.looks(), t.margin
	t.cover = ids{}
	for _, k := range t.columns {
		for _, c := range k.path {
			t.cover.add(c.id())
		}
		for _, c := range k.own {
			t.cover.add(c.id())
		}
	}
	for _, b := range t.bands {
		t.cover.add(b.c.id())
	}
	for _, list := range [][]int{t.sums, t.repeats} {
		for _, r := range list {
			for _, c := range t.s.starts(r) {
				t.cover.add(c.id())
			}
		}
	}
	for _, c := range t.side {
		t.cover.add(c.id())
	}
	t.lost = nil
	for r := t.top; r < t.end; r++ {
		for _, c := range t.s.starts(r) {
			if !t.cover.has(c.id()) && c.col() >= t.s.shared {
				t.lost = append(t.lost, c)
			}
		}
	}
}

// looks is what speaks for an indicator table at all: level words, and heads
// that are known, as a prior.
func (t *table) looks() float64 {
	levels, bands := 0, 0
	heads := map[role]bool{}
	for _, k := range t.columns {
		levels += k.counts[level1] + k.counts[level2] + k.counts[levelAny]
		if k.known && k.prior <= roleTarget {
			heads[k.prior] = true
		}
	}
	for _, b := range t.bands {
		if b.c.level() {
			bands++
		}
	}
	return 1.5*float64(min(3, levels)) + 1.5*float64(min(3, bands)) + 2*float64(min(3, len(heads)))
}
