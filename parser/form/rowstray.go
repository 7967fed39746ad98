package form

import (
	"slices"
	"sort"

	"github.com/pbt-cli/pbt/indicator/level"
	"github.com/pbt-cli/pbt/parser/grid"
)

// strayLabel is a level label on a line of its own: laid out with spaces, a
// label stands in the middle of its rows, which may lie between two lines.
type strayLabel struct {
	row, level int
	c          *cell
}

// strays gives the level labels of a row that names no indicator.
func (h *header) strays(t *table, row int) []strayLabel {
	if t.Spans != grid.Open || h.blocks() > 1 {
		return nil
	}
	var r bodyRow
	h.readLabels(t, row, 0, &r)
	var out []strayLabel
	for level, c := range r.labels() {
		if c != nil && c.Row == row {
			out = append(out, strayLabel{row, level, c})
		}
	}
	return out
}

// maxPieces is how many lines a wrapped label may have.
const maxPieces = 4

// settle puts stray labels into the rows. One that was wrapped over lines is
// joined where the whole is a level's name. A label between two rows is given to
// both: so does OCR print one that lies on the line between them.
func (h *header) settle(b *body) {
	if len(b.strays) == 0 || len(b.rows) == 0 {
		return
	}
	if h.onFirstRows(b) {
		h.settleUnfilled(b)
		return
	}
	b.manner = level.MannerCentred
	depths := 0
	for _, s := range b.strays {
		depths = max(depths, s.level+1)
	}
	for depth := range depths {
		h.settleLevel(b, depth)
	}
}

// onFirstRows reports whether labels stand on the first row of what they head, as a
// sheet without its merges prints them: the first row has one of each level, the next
// goes on below it, and every outer label has an inner one beside it. A label on a row
// of its own then heads rows that nobody filled in.
func (h *header) onFirstRows(b *body) bool {
	if len(b.rows) < 2 || len(b.rows[0].labels()) < labelLevels || slices.Contains(b.rows[0].labels(), nil) || b.rows[1].labels()[0] != nil {
		return false
	}
	for _, r := range b.rows {
		if len(r.labels()) == labelLevels && r.labels()[0] != nil && r.labels()[1] == nil {
			return false
		}
	}
	inner := map[int]bool{} // rows of strays
	for _, s := range b.strays {
		inner[s.row] = inner[s.row] || s.level > 0
	}
	for _, s := range b.strays {
		if ellipsis.MatchString(s.c.squeezed()) {
			continue
		}
		if !h.words.inVocabulary(s.c.norm()) || s.row < b.rows[0].row || !inner[s.row] {
			return false
		}
	}
	return true
}

// settleUnfilled gives the labels of rows that nobody filled in to the rows below that
// print none.
func (h *header) settleUnfilled(b *body) {
	n := 0
	for i := range b.rows {
		r := &b.rows[i]
		over := make([]*cell, labelLevels)
		for ; n < len(b.strays) && b.strays[n].row < r.row; n++ {
			s := b.strays[n]
			if s.level == 0 {
				over[1] = nil
			}
			over[s.level] = s.c
		}
		r.under(over)
	}
	for _, s := range b.strays {
		if h.words.inVocabulary(s.c.norm()) || ellipsis.MatchString(s.c.squeezed()) {
			s.c.furniture(whyUnused)
		}
	}
}

// spot is a label with its height on the page, in half lines.
type spot struct {
	y     int
	c     *cell
	inRow bool // on the line of an indicator
}

func (h *header) settleLevel(b *body, level int) {
	var spots []spot
	for _, s := range b.strays {
		if s.level == level {
			spots = append(spots, spot{2 * s.row, s.c, false})
		}
	}
	if len(spots) == 0 {
		return
	}
	for i, r := range b.rows {
		if level < len(r.labels()) && r.labels()[level] != nil {
			spots = append(spots, spot{2 * r.row, r.labels()[level], true})
			b.rows[i].labels()[level] = nil
		}
	}
	sort.SliceStable(spots, func(i, j int) bool { return spots[i].y < spots[j].y })
	for len(spots) > 0 {
		n := h.wrapped(spots, level)
		b.place(joinSpots(spots[:n]), level)
		spots = spots[n:]
	}
}

// wrapped is how many of the first spots are lines of one label.
func (h *header) wrapped(spots []spot, level int) int {
	whole, odd := "", false
	best := 1
	for n := 0; n < len(spots) && n < maxPieces; n++ {
		if n > 0 && spots[n].y-spots[n-1].y > 4 {
			break
		}
		whole += spots[n].c.norm()
		odd = odd || !h.words.isLevel(spots[n].c.norm(), level)
		if n > 0 && odd && h.words.isLevel(whole, level) {
			best = n + 1
		}
	}
	return best
}

func joinSpots(spots []spot) spot {
	if len(spots) == 1 {
		return spots[0]
	}
	first := spots[0].c
	g := *first.Cell
	c := &cell{Cell: &g}
	c.of(first)
	for _, s := range spots[1:] {
		g.Text += "\n" + s.c.Text
		c.makes().more = append(append(c.more(), s.c.own()), s.c.more()...)
	}
	c.word = first.word.Part(g.Text)
	out := spot{y: (spots[0].y + spots[len(spots)-1].y) / 2, c: c}
	var on []spot // those on lines of indicators
	for _, s := range spots {
		if s.inRow {
			on = append(on, s)
		}
	}
	if len(on) == 1 { // the label wrapped below its row, or above
		out.y, out.inRow = on[0].y, true
	}
	return out
}

// place gives a label to the row at its height, or to the rows above and below.
func (b *body) place(s spot, level int) {
	i := sort.Search(len(b.rows), func(i int) bool { return 2*b.rows[i].row >= s.y })
	if i < len(b.rows) && 2*b.rows[i].row == s.y {
		b.label(i, level, s.c)
		return
	}
	b.label(i-1, level, s.c)
	b.label(i, level, s.c)
}

// label sets the label of a row where it has none.
func (b *body) label(i, level int, c *cell) {
	if i < 0 || i >= len(b.rows) || level >= len(b.rows[i].labels()) || b.rows[i].labels()[level] != nil {
		return
	}
	b.rows[i].labels()[level] = c
}
