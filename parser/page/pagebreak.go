package page

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/parser/internal/pattern"
)

// pageBreak joins the two parts of a table at a page break.
type pageBreak struct {
	top, bottom *table
	rows        int // of the upper part
	pairs       []pair
	// spanning marks the columns of labels that are merged over rows.
	spanning []bool
	whole    bool // every cell on one side has its partner
}

// pair is a cell that touches the break from above and the one below it with
// the same columns.
type pair struct{ above, below int }

func newBreak(top, bottom *table) *pageBreak {
	b := &pageBreak{top: top, bottom: bottom, rows: len(top.Heights), whole: true}
	b.spanning = make([]bool, max(len(top.Xs), len(bottom.Xs)))
	for _, t := range []*table{top, bottom} {
		for i := range t.Cells {
			if c := &t.Cells[i]; c.RowSpan > 1 {
				b.spanning[c.Col] = true
			}
		}
	}
	last := map[[2]int]int{}
	for i := range top.Cells {
		if c := &top.Cells[i]; c.Row+c.RowSpan == b.rows {
			last[[2]int{c.Col, c.ColSpan}] = i
		}
	}
	for i := range bottom.Cells {
		c := &bottom.Cells[i]
		if c.Row != 0 {
			continue
		}
		if a, ok := last[[2]int{c.Col, c.ColSpan}]; ok {
			b.pairs = append(b.pairs, pair{a, i})
			delete(last, [2]int{c.Col, c.ColSpan})
		} else {
			b.whole = false
		}
	}
	b.whole = b.whole && len(last) == 0
	return b
}

func (b *pageBreak) above(p pair) *cell { return &b.top.Cells[p.above] }
func (b *pageBreak) below(p pair) *cell { return &b.bottom.Cells[p.below] }

// join moves the lower part's cells behind the upper one's.
func (b *pageBreak) join() {
	shift := b.rows
	split := b.splitsRow()
	if split {
		shift--
	}
	gone := map[int]bool{}
	outer := true // the label around the current one goes on
	for _, p := range b.pairs {
		switch {
		case split:
			b.unite(p, shift)
			gone[p.below] = true
		case b.label(p) && outer && b.sameLabel(p):
			b.unite(p, shift)
			gone[p.below] = true
		case b.label(p):
			outer = false
		}
	}
	b.top.Cells = slices.Grow(b.top.Cells, len(b.bottom.Cells)-len(gone))
	for i := range b.bottom.Cells {
		if !gone[i] {
			c := b.bottom.Cells[i]
			c.Row += shift
			b.top.Cells = append(b.top.Cells, c)
		}
	}
	heights := b.bottom.Heights
	if split {
		b.top.Heights[b.rows-1] += heights[0]
		heights = heights[1:]
	}
	b.top.Heights = append(b.top.Heights, heights...)
}

// label reports whether a pair stands in a column of merged labels.
func (b *pageBreak) label(p pair) bool { return b.spanning[b.above(p).Col] }

// sameLabel decides whether a label goes on: the lower part is blank or repeats
// it, or the label is printed in the lower part only. A long text that spans
// rows may run on.
func (b *pageBreak) sameLabel(p pair) bool {
	a, c := fold.Squeeze(b.above(p).Text()), fold.Squeeze(b.below(p).Text())
	if a == "" || c == "" || strings.Contains(a, c) || strings.Contains(c, a) {
		return true
	}
	if b.cutLine(p) {
		return true
	}
	if !runsOn(b.above(p), b.below(p)) {
		return false
	}
	return utf8.RuneCountInString(a) >= longText || b.cutLabel(p, a, c)
}

// cutLabel reports whether a page break went through the text of a label
// (可持续影响指, 标): only both parts together end as the labels of their column
// do, or read as another label of it.
func (b *pageBreak) cutLabel(p pair, a, c string) bool {
	col := b.above(p).Col
	for _, t := range []*table{b.top, b.bottom} {
		for i := range t.Cells {
			other := &t.Cells[i]
			if other.Col != col || other == b.above(p) || other == b.below(p) {
				continue
			}
			text := fold.Squeeze(other.Text())
			if text == a+c {
				return true
			}
			for _, end := range words.LevelEnd.Words() {
				if text != a && text != c && strings.HasSuffix(text, end) && strings.HasSuffix(a+c, end) && !strings.HasSuffix(a, end) {
					return true
				}
			}
		}
	}
	return false
}

// unite makes one cell of a pair. A label that both parts print counts once.
func (b *pageBreak) unite(p pair, shift int) {
	a, c := b.above(p), b.below(p)
	s, t := fold.Squeeze(a.Text()), fold.Squeeze(c.Text())
	switch {
	case s == "" || b.label(p) && s != t && strings.Contains(t, s):
		a.Lines = c.Lines
	case t == "" || b.label(p) && strings.Contains(s, t):
	case b.cutLine(p):
		a.Lines = oneOfHalves(a.Lines, c.Lines)
	default:
		a.Lines = append(a.Lines[:len(a.Lines):len(a.Lines)], c.Lines[shownTwice(a.Lines, c.Lines):]...)
	}
	a.RowSpan = c.Row + shift + c.RowSpan - a.Row
}

// cutReach is how near a line that the page's edge cuts stands to it, in parts of
// its size: the paper that a reader of pictures leaves around ink.
const cutReach = 0.3

// cutLine reports whether the break went through a line of text, so that its upper
// half ends one page of a scan and its lower half begins the next. Neither half
// is sure then.
func (b *pageBreak) cutLine(p pair) bool {
	above, below := b.above(p).Lines, b.below(p).Lines
	if len(above) == 0 || len(below) == 0 {
		return false
	}
	last, first := above[len(above)-1], below[0]
	return len(doubtsOf(last)) > 0 && len(doubtsOf(first)) > 0 &&
		last.Page == b.top.LastPage && first.Page == b.bottom.Page &&
		b.top.last.Y1-last.Box.Y1 <= cutReach*last.size && first.Box.Y0-b.bottom.Box.Y0 <= cutReach*first.size
}

// oneOfHalves joins the lines of a cell whose last line above is the first below,
// each read from a half of its ink: the surer reading stays, and both doubts.
func oneOfHalves(above, below []line) []line {
	n := len(above) - 1
	kept, left := above[n], below[0]
	if margin(kept) < margin(left) {
		kept, left = left, kept
	}
	kept.pieces = slices.Clone(kept.pieces)
	one := &kept.pieces[0]
	one.doubts = slices.Clone(one.doubts)
	for _, p := range left.pieces {
		for _, d := range p.doubts {
			one.doubts = withDoubt(one.doubts, d)
		}
	}
	return append(append(above[:n:n], kept), below[1:]...)
}

// margin is that of a line's weakest doubt.
func margin(l line) float64 {
	least := 1.0
	for _, d := range doubtsOf(l) {
		least = min(least, d.Margin)
	}
	return least
}

// shownTwice is how many lines end the upper part of a cell and begin the lower
// one: those that the page break went through show on both pages.
func shownTwice(above, below []line) int {
	for n := min(len(above), len(below)); n > 0; n-- {
		same := true
		for i := range n {
			same = same && above[len(above)-n+i].Text == below[i].Text
		}
		if same {
			return n
		}
	}
	return 0
}

// splitsRow decides whether the break went through a row. The rules do not tell:
// producers close the parts of a row, or leave whole rows open. Two whole rows
// have their own text in every column that rows of this table fill; of a row
// that was cut, one part lacks something, and its text ran to the edge.
func (b *pageBreak) splitsRow() bool {
	if !b.whole || len(b.pairs) == 0 {
		return false
	}
	var leaves []pair
	for _, p := range b.pairs {
		if b.label(p) {
			continue
		}
		if b.above(p).RowSpan > 1 || b.below(p).RowSpan > 1 {
			return false
		}
		leaves = append(leaves, p)
	}
	if len(leaves) == 0 {
		return false
	}
	if b.goesOn(leaves) {
		return true
	}
	if b.cutSentence(leaves) {
		return true
	}
	lacking := false
	for _, p := range leaves {
		a, c := b.above(p), b.below(p)
		above, below := len(a.Lines) > 0, len(c.Lines) > 0
		if above && below && !runsOn(a, c) {
			return false
		}
		if above != below && b.filled(a) {
			lacking = true
		}
	}
	return lacking
}

var (
	// neverFirst is what no text of a cell begins with, neverLast what none ends
	// with.
	neverFirst = pattern.MustCompile(`^[的及和与或、，。；：）)】》%％‰]`)
	neverLast  = pattern.MustCompile(`[及和与或、，：（(【《的]$`)
)

// cutSentence reports whether a text of the row goes on below the break by its
// words, and no column holds a figure on both sides.
func (b *pageBreak) cutSentence(leaves []pair) bool {
	cut := false
	for _, p := range leaves {
		above, below := fold.Squeeze(b.above(p).Text()), fold.Squeeze(b.below(p).Text())
		if above == "" || below == "" {
			continue
		}
		if figures.MatchString(above) && figures.MatchString(below) {
			return false
		}
		cut = cut || neverFirst.MatchString(below) || neverLast.MatchString(above)
	}
	return cut
}

const (
	// runsFull is the part of its cell's width that a wrapped line fills, words
	// that cannot be parted set aside.
	runsFull = 0.85
	// cellPadding is the largest padding on both sides of a cell in points.
	cellPadding = 13.0
	// roomForLine is the free height below a text, in parts of its size, in
	// which its next line would have been set.
	roomForLine = 1.8
	// longText is how many characters a text has that is no label.
	longText = 14
)

// runsOn reports whether the text of the upper part may go on in the lower one:
// no further line fits below it, and no further character in its last line. Figures are not parted by a page
// break.
func runsOn(above, below *cell) bool {
	if len(above.Lines) == 0 || len(below.Lines) == 0 {
		return false
	}
	last := above.Lines[len(above.Lines)-1]
	if figures.MatchString(last.Text) || figures.MatchString(below.Lines[0].Text) {
		return false
	}
	if last.Page == above.Page && above.Box.Y1-last.Box.Y1 > roomForLine*last.size {
		return false // another line would have fitted in above the break
	}
	left := above.Box.Width() - last.Box.Width()
	return left <= last.size+cellPadding || last.Box.Width() >= runsFull*above.Box.Width()
}

var figures = pattern.MustCompile(`^[-+]?[0-9][0-9,.]*[%％]?$`)

// goesOn recognises a row of a label and its text, the label printed above only.
func (b *pageBreak) goesOn(leaves []pair) bool {
	if len(leaves) != 2 || len(leaves) != len(b.pairs) {
		return false
	}
	label, text := leaves[0], leaves[1]
	return len(b.above(label).Lines) > 0 && len(b.below(label).Lines) == 0 &&
		len(b.above(text).Lines) > 0 && len(b.below(text).Lines) > 0
}

// filledShare is the part of a column's rows with text from which it counts as
// one that every row fills.
const filledShare = 0.8

// filled reports whether rows of the table have text in the column of c.
func (b *pageBreak) filled(c *cell) bool {
	with, all := 0, 0
	for i := range b.top.Cells {
		o := &b.top.Cells[i]
		if o.Col == c.Col && o.ColSpan == c.ColSpan && o.RowSpan == 1 && o.Row != c.Row {
			all++
			if len(o.Lines) > 0 {
				with++
			}
		}
	}
	return all == 0 || float64(with) >= filledShare*float64(all)
}
