package form

import (
	"cmp"
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/pattern"
	"github.com/pbt-cli/pbt/schema"
)

// Two forms may stand side by side, in one grid or on one page; each is read from
// its top to its bottom.

// sides cuts a table at the columns where further forms begin beside the first: a
// row holds several titles, or several names of projects, and no cell lies across.
func (doc *document) sides(t *table) []*table {
	g := t.Grid
	if g.Prose || g.Cols < 4 {
		return []*table{t}
	}
	cuts, top := doc.beginnings(t)
	if len(cuts) == 0 {
		return []*table{t}
	}
	for i := range g.Cells {
		c := &g.Cells[i]
		for _, cut := range cuts {
			if c.Col < cut && c.Col+c.ColSpan > cut && c.Row+c.RowSpan > top {
				return []*table{t}
			}
		}
	}
	var out []*table
	from := 0
	for _, to := range append(cuts, g.Cols) {
		part := *g
		part.Cols, part.Cells = to-from, nil
		for _, c := range g.Cells {
			if c.Col >= from && c.Col < to {
				c.Col, c.ColSpan = c.Col-from, min(c.ColSpan, to-c.Col) // a heading across stays with the first
				part.Cells = append(part.Cells, c)
			}
		}
		out = append(out, newTable(&part, t.index, t.lex))
		from = to
	}
	return out
}

// beginnings are the columns, but for the first, in which forms begin, and the row.
func (doc *document) beginnings(t *table) (columns []int, top int) {
	for i, n := 0, t.cells.count(); i < n; {
		var titles, names []int
		row := t.cells.at(i).Row
		for ; i < n && t.cells.at(i).Row == row; i++ {
			c := t.cells.at(i)
			if len(c.Text) > maxLabel*8 || c.Text == "" {
				continue
			}
			if titleLike(c.squeezed()) != "" {
				titles = append(titles, c.Col)
			}
			if doc.words.label(c.norm()) == KeyName {
				names = append(names, c.Col)
			}
		}
		for _, cols := range [][]int{titles, names} {
			if len(cols) > 1 && t.repeatsHeads(cols) {
				return cols[1:], row
			}
		}
	}
	return nil, 0
}

// repeatsHeads reports whether a row below prints the same first name of a level in
// each of the parts that begin in some columns.
func (t *table) repeatsHeads(cols []int) bool {
	var first []string
	row := -1
	for _, c := range t.cells.all() {
		if len(c.Text) > maxLabel*8 || c.Text == "" {
			continue
		}
		part, _ := slices.BinarySearch(cols, c.Col+1)
		if part == 0 || !c.columnRole().isLevel() {
			continue
		}
		if c.Row != row {
			row, first = c.Row, make([]string, len(cols))
		}
		if first[part-1] == "" {
			first[part-1] = c.norm()
		}
		if !slices.ContainsFunc(first, func(s string) bool { return s != first[0] }) {
			return true
		}
	}
	return false
}

// readingOrder puts the tables of pages that print several forms side by side in
// the order in which they are read: what goes on on the next page follows the form
// that was open at its side.
func (doc *document) readingOrder(grids []*grid.Grid) []*grid.Grid {
	out := slices.Clone(grids)
	for from := 0; from < len(out); {
		if doc.goesOnInTurn(out[from:]) {
			out[from+1], out[from+2] = out[from+2], out[from+1]
			from += 4
			continue
		}
		n := abreast(out[from:])
		if n < 2 || !doc.allHeaded(out[from:from+n]) {
			from++
			continue
		}
		end := from + n
		for end+n <= len(out) && abreast(out[end:]) == n && doc.noneHeaded(out[end:end+n]) && sameSides(out[from:from+n], out[end:end+n]) {
			end += n
		}
		side := map[*grid.Grid]int{}
		for i, g := range out[from:end] {
			side[g] = i % n
		}
		slices.SortStableFunc(out[from:end], func(a, b *grid.Grid) int { return cmp.Compare(side[a], side[b]) })
		if from == 0 {
			from = end
			continue
		}
		rest, heads := headsAbreast(out[from-1], out[from:end], side, n)
		if heads == nil {
			from = end
			continue
		}
		sorted := []*grid.Grid{rest}
		for i, g := range out[from:end] {
			if i == 0 || side[g] != side[out[from+i-1]] {
				sorted = append(sorted, heads[side[g]])
			}
			sorted = append(sorted, g)
		}
		out = slices.Replace(out, from-1, end, sorted...)
		from += len(sorted) - 1
	}
	return out
}

// apartInLine is the space between two texts of one line.
var apartInLine = pattern.MustCompile(` {2,}|\t`)

// headsAbreast parts the lines right above forms that stand side by side, where
// each says the same kind of thing for every one of them: two titles, two years.
// It returns the lines that remain, and a grid of lines for each side.
func headsAbreast(above *grid.Grid, forms []*grid.Grid, side map[*grid.Grid]int, n int) (rest *grid.Grid, heads []*grid.Grid) {
	page, _ := box(forms[0])
	if !above.Prose {
		return above, nil
	}
	first := len(above.Cells)
	for first > 0 && above.Cells[first-1].Spot.Page() == page && len(headingParts(above.Cells[first-1].Text)) == n {
		first--
	}
	if first == len(above.Cells) {
		return above, nil
	}
	edges := make([]schema.Box, n)
	for _, g := range forms {
		if _, b := box(g); edges[side[g]].IsZero() {
			edges[side[g]] = b
		}
	}
	for i := range n {
		part := *above
		part.Cells, part.Rows = nil, len(above.Cells)-first
		for row, c := range above.Cells[first:] {
			c.Row, c.Text = row, headingParts(c.Text)[i]
			place := c.Place()
			place.Box[0], place.Box[2] = max(place.Box[0], edges[i][0]), min(place.Box[2], edges[i][2])
			c.Spot = grid.At(place)
			part.Cells = append(part.Cells, c)
		}
		heads = append(heads, &part)
	}
	left := *above
	left.Cells, left.Rows = above.Cells[:first], above.Rows-(len(above.Cells)-first)
	return &left, heads
}

// headingParts are the parts of a line of which each is a title, a year or a unit
// of money; none where some part is not.
func headingParts(text string) []string {
	parts := apartInLine.Regexp().Split(strings.TrimSpace(text), -1)
	for _, p := range parts {
		s := foldedFlat(p)
		if titleLike(s) == "" && !yearLine.MatchString(s) && !headingYear.MatchString(s) && !moneyLine.MatchString(s) {
			return nil
		}
	}
	return parts
}

// goesOnInTurn reports whether of four tables whose places are not known the last
// two go on from the first two, one by one: both begin with the same label, which
// no form prints twice.
func (doc *document) goesOnInTurn(grids []*grid.Grid) bool {
	if len(grids) < 4 {
		return false
	}
	for _, g := range grids[:4] {
		if g.Prose || len(g.Cells) == 0 || g.Cols != grids[0].Cols {
			return false
		}
	}
	first, second := grids[2].Cells[0], grids[3].Cells[0]
	if first.Text != second.Text || !doc.words.isLevel(labelNorm(first.Text), 0) {
		return false
	}
	if page, _ := box(grids[0]); page != 0 {
		return false
	}
	return doc.allHeaded(grids[:2]) && doc.noneHeaded(grids[2:4])
}

// box is the rectangle of a grid on its page, zero where its cells have no place
// on one.
func box(g *grid.Grid) (page int, b schema.Box) {
	if g.Prose {
		return 0, b
	}
	for _, c := range g.Cells {
		p := c.Place()
		if p.Page == 0 || p.Box.IsZero() {
			continue
		}
		if page == 0 {
			page, b = p.Page, p.Box
		}
		if p.Page == page {
			b = schema.Box{min(b[0], p.Box[0]), min(b[1], p.Box[1]), max(b[2], p.Box[2]), max(b[3], p.Box[3])}
		}
	}
	return page, b
}

// abreast is how many of the first grids stand side by side on one page.
func abreast(grids []*grid.Grid) int {
	page, last := 0, schema.Box{}
	for i, g := range grids {
		p, b := box(g)
		if p == 0 || i > 0 && (p != page || b[0] < last[2] || b[1] > last[3] || b[3] < last[1]) {
			return i
		}
		page, last = p, b
	}
	return len(grids)
}

// sameSides reports whether grids stand below others, one by one.
func sameSides(a, b []*grid.Grid) bool {
	for i := range a {
		_, x := box(a[i])
		_, y := box(b[i])
		if y[0] > x[2] || y[2] < x[0] || a[i].Cols != b[i].Cols {
			return false
		}
	}
	return true
}

func (doc *document) allHeaded(grids []*grid.Grid) bool {
	for _, g := range grids {
		if !doc.headed(g) {
			return false
		}
	}
	return true
}

func (doc *document) noneHeaded(grids []*grid.Grid) bool {
	for _, g := range grids {
		if doc.headed(g) {
			return false
		}
	}
	return true
}

// headed reports whether a grid has the head of an indicator table: names of two
// columns of levels in one row.
func (doc *document) headed(g *grid.Grid) bool {
	row, n := -1, 0
	for i := range g.Cells {
		c := &g.Cells[i]
		if c.Row != row {
			row, n = c.Row, 0
		}
		if len(c.Text) <= maxLabel*8 && Role(doc.lex.Word(c.Text).Column()).isLevel() {
			if n++; n > 1 {
				return true
			}
		}
	}
	return false
}
