package page

import (
	"maps"
	"math"
	"slices"
	"sort"
	"strings"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/parser/internal/pattern"
)

// joiner lays the elements of pages in one sequence and joins tables that a page
// break cut: the next page goes on with a table of the same columns, with nothing
// but running heads and feet between, that begins no new form.
type joiner struct {
	out   []element
	pages map[int]*found // those that the next one may go on from
}

// settled takes out the elements that no page after the number-th can change: all
// before the last table, and that one, too, where it ends before that page.
func (j *joiner) settled(number int) []element {
	i := len(j.out) - 1
	for i >= 0 && j.out[i].table == nil {
		i--
	}
	if i < 0 || j.out[i].table.LastPage < number {
		i = len(j.out)
	}
	done := slices.Clone(j.out[:i])
	j.out = append([]element(nil), j.out[i:]...)
	return done
}

// add lays down the elements of a page.
func (j *joiner) add(p *found) {
	if j.pages == nil {
		j.pages = map[int]*found{}
	}
	maps.DeleteFunc(j.pages, func(n int, _ *found) bool { return n < p.Number-1 })
	j.pages[p.Number] = p
	j.page(p)
}

func (j *joiner) page(p *found) {
	first := -1
	for i, e := range p.Elements {
		if e.table != nil {
			first = i
			break
		}
	}
	if first < 0 {
		j.out = append(j.out, p.Elements...)
		return
	}
	next := p.Elements[first].table
	if prev := j.open(p, p.Elements[:first]); prev != nil {
		if repeated, ok := j.continues(prev, next, p); ok {
			prev.append(next, repeated)
			j.out = append(j.out, p.Elements[:first]...)
			j.out = append(j.out, p.Elements[first+1:]...)
			return
		}
	}
	j.out = append(j.out, p.Elements...)
}

// open gives the table that ends the page before p, if only running lines stand
// between it and what follows above on p.
func (j *joiner) open(p *found, above []element) *table {
	i := len(j.out) - 1
	for i >= 0 && j.out[i].line != nil {
		i--
	}
	if i < 0 || j.out[i].table.LastPage != p.Number-1 {
		return nil
	}
	prev := j.out[i].table
	j.out = append(j.out[:i+1], prev.takeLabels(j.out[i+1:])...)
	for _, e := range j.out[i+1:] {
		l := e.line
		if q := j.pages[l.Page]; l.Page == p.Number-1 && !q.foot(l) && !words.IsPageNumber(l.Text) && !p.repeats(l) {
			return nil
		}
	}
	before := j.pages[p.Number-1]
	for _, e := range above {
		if !words.IsPageNumber(e.line.Text) && !isContinued(e.line.Text) && !before.repeats(e.line) {
			return nil
		}
	}
	return prev
}

// takeLabels moves lines that stand below an open label without text into it: a
// label set in the middle of rows that moved to the next page. A page's number
// is no label. It gives the other lines.
func (t *table) takeLabels(below []element) []element {
	if !t.openBottom {
		return below
	}
	rest := below[:0:0]
	for _, e := range below {
		if c := t.labelAbove(e.line); c != nil && !words.IsPageNumber(e.line.Text) {
			c.Lines = append(c.Lines, *e.line)
		} else {
			rest = append(rest, e)
		}
	}
	return rest
}

// labelAbove finds the cell without text at the foot of a table under which a
// line stands.
func (t *table) labelAbove(l *line) *cell {
	for i := range t.Cells {
		c := &t.Cells[i]
		if l.Page == t.LastPage && c.Row+c.RowSpan == len(t.Heights) && len(c.Lines) == 0 &&
			c.Page == t.LastPage && l.Box.Y0 >= c.Box.Y1-1 && l.Box.X0 >= c.Box.X0 && l.Box.X1 <= c.Box.X1 {
			return c
		}
	}
	return nil
}

// footMargin is the part of a page's height at its lower edge in which nothing
// but running feet stands.
const footMargin = 0.045

func (p *found) foot(l *line) bool { return l.Box.Y0 > (1-footMargin)*p.Height }

// repeats reports whether a page shows the same line at the same place, as print
// titles do.
func (p *found) repeats(l *line) bool {
	for _, e := range p.Elements {
		if e.line != nil && e.line.Text == l.Text && math.Abs(e.line.Box.Y0-l.Box.Y0) < 3 {
			return true
		}
	}
	return false
}

func isContinued(s string) bool {
	return len(s) < 60 && words.Continued.In(s)
}

// The geometry of a table that goes on overleaf.
const (
	// columnSlack is how far the same edge may move from page to page.
	columnSlack = 4.0
	// sharedColumns is the part of the fewer inner edges that must be shared.
	sharedColumns = 0.6
	// bodyEnd is where the text of a page ends at the latest, footers aside.
	bodyEnd = 0.93
	// leftOver is the part of a page that may stay empty below a table that
	// goes on, and above its next part.
	leftOver = 0.25
)

// continues decides whether next, the first table of page p, is the rest of
// prev, and how many of its rows repeat a header.
func (j *joiner) continues(prev, next *table, p *found) (repeated int, ok bool) {
	if prev.Inferred != next.Inferred || prev.Ruled != next.Ruled {
		return 0, false
	}
	if prev.Inferred && sameInferred(prev.Xs, next.Xs) {
		next.Xs = prev.Xs
	}
	if !sameColumns(prev.Xs, next.Xs) {
		return 0, false
	}
	h := j.pages[prev.LastPage].Height
	free := bodyEnd*h - prev.last.Y1
	open := prev.openBottom || next.openTop || next.begunAbove()
	if !open && free > max(leftOver*h, 1.3*next.Heights[0]) || next.last.Y0 > leftOver*p.Height {
		return 0, false
	}
	repeated = repeatedRows(prev, next)
	if repeated < len(next.Heights) && beginsForm(prev, next, repeated) {
		return 0, false
	}
	return repeated, true
}

// begunAbove reports whether the table's first column opens with a blank label
// over several rows: its text stands on the page before.
func (t *table) begunAbove() bool {
	for i := range t.Cells {
		if c := &t.Cells[i]; c.Row == 0 && c.Col == 0 {
			return t.Ruled && c.RowSpan > 1 && len(c.Lines) == 0
		}
	}
	return false
}

// inferredSlack is how far column edges may move that only text shows.
const inferredSlack = 18.0

// sameInferred reports whether two tables without vertical rules have the same
// columns, as far as their text tells.
func sameInferred(a, b []float64) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if math.Abs(a[i]-b[i]) > inferredSlack {
			return false
		}
	}
	return true
}

func sameColumns(a, b []float64) bool {
	if math.Abs(a[0]-b[0]) > columnSlack || math.Abs(a[len(a)-1]-b[len(b)-1]) > columnSlack {
		return false
	}
	inner, other := a[1:len(a)-1], b[1:len(b)-1]
	if len(inner) > len(other) {
		inner, other = other, inner
	}
	if len(inner) == 0 {
		return true
	}
	shared := 0
	for _, x := range inner {
		if k := nearest(other, x); math.Abs(other[k]-x) <= columnSlack {
			shared++
		}
	}
	return float64(shared) >= sharedColumns*float64(len(inner))
}

// byRow gives the cells that begin in each row and hold text, left to right.
func (t *table) byRow() [][]*cell {
	rows := make([][]*cell, len(t.Heights))
	n := make([]int, len(rows))
	all := 0
	for i := range t.Cells {
		if c := &t.Cells[i]; len(c.Lines) > 0 {
			n[c.Row]++
			all++
		}
	}
	room := make([]*cell, all)
	for i := range rows {
		rows[i], room = room[:0:n[i]], room[n[i]:]
	}
	for i := range t.Cells {
		if c := &t.Cells[i]; len(c.Lines) > 0 {
			rows[c.Row] = append(rows[c.Row], c)
		}
	}
	return rows
}

// rowText is the text of cells without blanks; none is left out.
func rowText(cells []*cell) []string {
	var texts []string
	for _, c := range cells {
		if s := fold.Squeeze(c.Text()); s != "" {
			texts = append(texts, s)
		}
	}
	return texts
}

// maxRepeated is how many header rows a producer may repeat.
const maxRepeated = 8

// repeatedRows counts the rows at the top of next that repeat a run of rows of
// prev: its first rows, or a header in it.
func repeatedRows(prev, next *table) int {
	rows := min(maxRepeated, len(next.Heights), len(prev.Heights))
	var head [][]string
	for _, cells := range next.byRow()[:rows] {
		head = append(head, rowText(cells))
	}
	above := prev.byRow()
	best := 0
	for start := range above {
		n := 0
		for n < rows && start+n < len(above) && len(head[n]) > 0 && reads(above[start+n], head[n]) {
			n++
		}
		if n > best && (start == 0 || isHeader(head[:n])) {
			best = n
		}
	}
	for best > 0 && next.spansBeyond(best) {
		best--
	}
	return best
}

// reads reports whether the texts of cells without blanks are those given.
func reads(cells []*cell, texts []string) bool {
	for _, c := range cells {
		s := fold.Squeeze(c.Text())
		if s == "" {
			continue
		}
		if len(texts) == 0 || s != texts[0] {
			return false
		}
		texts = texts[1:]
	}
	return len(texts) == 0
}

// isHeader reports whether rows look like the head of columns.
func isHeader(rows [][]string) bool {
	for _, cells := range rows {
		for _, s := range cells {
			if words.ColumnHead.In(s) {
				return len(cells) > 1
			}
		}
	}
	return false
}

// spansBeyond reports whether a cell of the first n rows reaches further.
func (t *table) spansBeyond(n int) bool {
	for i := range t.Cells {
		if c := &t.Cells[i]; c.Row < n && c.Row+c.RowSpan > n {
			return true
		}
	}
	return false
}

// formHead is how many rows the head of a form may take until a label comes.
const formHead = 6

var tableTitle = pattern.MustCompile(`表([（(].*[）)])?$`)

// beginsForm reports whether next, behind its repeated rows, opens a new form: a
// title over all columns, or a label that names what the form is about.
func beginsForm(prev, next *table, from int) bool {
	cols := len(next.Xs) - 1
	for i := range next.Cells {
		c := &next.Cells[i]
		if c.Row < from || c.Row >= from+formHead {
			continue
		}
		s := fold.Squeeze(c.Text())
		if c.Row == from && c.ColSpan == cols && len(s) < 120 && tableTitle.MatchString(s) {
			return true
		}
		for _, l := range words.OpensForm.Words() {
			if s == l || strings.HasPrefix(s, l+":") || strings.HasPrefix(s, l+"：") {
				return true
			}
		}
	}
	return false
}

// append adds the rows of next below, but for its first rows that repeat a
// header.
func (t *table) append(next *table, repeated int) {
	if repeated >= len(next.Heights) {
		t.endsLike(next)
		return
	}
	next.dropRows(repeated)
	xs := mergeEdges(t.Xs, next.Xs)
	t.remap(xs)
	next.remap(xs)
	b := newBreak(t, next)
	b.join()
	t.endsLike(next)
	t.Ragged = t.Ragged || next.Ragged
}

// endsLike takes over where the last part of a joined table ends.
func (t *table) endsLike(next *table) {
	t.LastPage, t.last, t.openBottom = next.LastPage, next.last, next.openBottom
}

func (t *table) dropRows(n int) {
	if n == 0 {
		return
	}
	var cells []cell
	for _, c := range t.Cells {
		if c.Row >= n {
			c.Row -= n
			cells = append(cells, c)
		}
	}
	t.Cells, t.Heights, t.Ys = cells, t.Heights[n:], t.Ys[n:]
}

// mergeEdges unites the column edges of two parts of a table.
func mergeEdges(a, b []float64) []float64 {
	out := append([]float64(nil), a...)
	for _, x := range b {
		if k := nearest(a, x); math.Abs(a[k]-x) > columnSlack {
			out = append(out, x)
		}
	}
	sort.Float64s(out)
	return out
}

// remap numbers the columns by other edges, of which its own are a part.
func (t *table) remap(xs []float64) {
	at := make([]int, len(t.Xs))
	last := -1
	for i, x := range t.Xs {
		at[i] = max(nearest(xs, x), last+1)
		last = at[i]
	}
	if last >= len(xs) { // two edges fell on one: keep the own lattice
		return
	}
	for i := range t.Cells {
		c := &t.Cells[i]
		right := at[c.Col+c.ColSpan]
		c.Col = at[c.Col]
		c.ColSpan = right - c.Col
	}
	t.Xs = xs
}
