package form

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/pattern"
	"github.com/pbt-cli/pbt/schema"
)

// Before a table is read its rows are put in the order and shape that both readings
// know, where they show plainly what they are: remarks between the indicators become
// a column, fields between them stand below, levels on rows of their own stand across
// the table.

// piece is a cell of a table that is made anew, and the printed ones in it.
type piece struct {
	grid.Cell
	from []*cell
}

// remade is a table of pieces in the place of another one.
func (t *table) remade(pieces []piece, rows, cols int) *table {
	slices.SortStableFunc(pieces, func(a, b piece) int {
		if a.Row != b.Row {
			return a.Row - b.Row
		}
		return a.Col - b.Col
	})
	g := *t.Grid
	g.Rows, g.Cols, g.RowHeights = rows, cols, nil
	g.Cells = make([]grid.Cell, len(pieces))
	for i, p := range pieces {
		g.Cells[i] = p.Cell
	}
	out := newTable(&g, t.index, t.lex)
	out.made, out.whole = true, t.whole
	for i, c := range out.cells.all() {
		c.unprinted = true
		c.of(pieces[i].from...)
	}
	return out
}

// minBand is how many columns of a row have one text at least where it is a band.
const minBand = 3

// withBandsJoined is a table of open spans in which a row of one text in every column
// below the heads of the levels is one cell: a dump prints a merged cell in each column
// that it lay over.
func (t *table) withBandsJoined() *table {
	if t.Spans != grid.Open || t.Cols < minBand {
		return t
	}
	bands, headed := map[int][]*cell{}, false
	for row := range t.rows {
		own := t.starting(row)
		headed = headed || slices.ContainsFunc(own, func(c *cell) bool { return c.columnRole().isLevel() })
		if headed && len(own) == t.Cols && !numericLike(own[0].squeezed()) && utf8.RuneCountInString(own[0].squeezed()) > 1 &&
			!slices.ContainsFunc(own, func(c *cell) bool { return c.squeezed() != own[0].squeezed() || c.RowSpan > 1 }) {
			bands[row] = own
		}
	}
	if len(bands) == 0 {
		return t
	}
	var pieces []piece
	for _, c := range t.cells.all() {
		p := piece{*c.Cell, []*cell{c}}
		if band := bands[c.Row]; band != nil {
			if c != band[0] {
				continue
			}
			p.ColSpan, p.from = t.Cols, band
		}
		pieces = append(pieces, p)
	}
	return t.remade(pieces, len(t.rows), t.Cols)
}

// mostArranged bounds the cells of a table that is arranged: a form has few.
const mostArranged = 20000

// arranged is a table with its rows in the shape that is known; the table itself
// where there is nothing to do.
func (t *table) arranged(words *dictionary) *table {
	if t.Prose || t.made || t.cells.count() > mostArranged {
		return t
	}
	t = t.withBandsJoined().withHeadsLowered()
	a := newArranger(t, words)
	if a.head < 0 {
		return t
	}
	if !a.hasLevels() {
		a.levelRows()
	}
	if a.ownColumn = len(a.levels) > 0; !a.ownColumn {
		a.headingRows()
	}
	a.pileUp()
	if t.Spans == grid.Exact {
		a.otherRows()
	}
	if t.Spans == grid.Open {
		a.restRows()
	}
	return a.table()
}

// arranger sorts out the rows of one table.
type arranger struct {
	t     *table
	words *dictionary
	// head is the row of the head, body the first row below it; -1 for none.
	head, body int
	left       int // the first column of the head
	// levels are the levels that stand on rows of their own, by row.
	levels map[int]*levelRow
	// ownColumn is true where they stand in a column that holds levels and names.
	ownColumn bool
	// beside are rows that become cells of a column beside the row above.
	beside map[int]remark
	// below are rows that go to the end of the table.
	below map[int]bool
	// rest are rows that hold nothing but the rest of a name, with the cell of the
	// row above that it goes on from; more are those rests by that cell.
	rest map[int]*cell
	more map[*cell][]*cell
	// piles are labels printed a piece a row, by their first piece; piled are the
	// other pieces.
	piles map[*cell]*pile
	piled map[*cell]bool
}

// remark is a row that says something of the row above.
type remark struct {
	label *cell // nil where none is printed
	text  *cell
	above int
}

// newArranger finds the head of a table: a row with the names of two columns, of
// which one is a name, a level or a target.
func newArranger(t *table, words *dictionary) *arranger {
	a := &arranger{t: t, words: words, head: -1, levels: map[int]*levelRow{}, beside: map[int]remark{}, below: map[int]bool{}, rest: map[int]*cell{}, more: map[*cell][]*cell{},
		piles: map[*cell]*pile{}, piled: map[*cell]bool{}}
	for row := range t.rows {
		if !a.heads(row) {
			continue
		}
		a.head, a.body, a.left = row, row+1, t.Cols
		for _, c := range t.filled(row) {
			a.left = min(a.left, c.Col)
			if c.Row == row {
				a.body = max(a.body, min(c.last(), row+maxHeadHeight))
			}
		}
		break
	}
	return a
}

// hasLevels reports whether the head has a column of levels.
func (a *arranger) hasLevels() bool {
	for row := a.head; row < a.body && row < len(a.t.rows); row++ {
		for _, c := range a.t.filled(row) {
			if role := c.columnRole(); role == RoleLevel1 || role == RoleLevel2 {
				return true
			}
		}
	}
	return false
}

// maxHeadHeight bounds the rows of a head.
const maxHeadHeight = 3

// heads reports whether a row is the head of an indicator table.
func (a *arranger) heads(row int) bool {
	n, main := 0, false
	for _, c := range a.t.filled(row) {
		if c.Row != row {
			continue
		}
		if role := c.columnRole(); role != RoleNone {
			n++
			main = main || role.isLevel() || role == RoleValue
		}
	}
	return n > 1 && main
}

// own are the cells with text that begin in a row, and whether others reach into it
// from above.
func (a *arranger) own(row int) (own []*cell, covered bool) {
	for _, c := range a.t.rows[row] {
		switch {
		case c.Row < row:
			covered = covered || c.squeezed() != ""
		case c.squeezed() != "":
			own = append(own, c)
		}
	}
	return own, covered
}

// sectionNumber is the number of an outline's item: 1, 1.2, 1.2.3.
var sectionNumber = pattern.MustCompile(`^\d{1,2}(\.\d{1,2}){0,3}[.、]?$`)

// levelRow is a level on a row of its own, with its number.
type levelRow struct {
	c       *cell
	numbers []*cell
	depth   int
	outer   *cell // the outer level in the same row, nil for none
}

// minLevelRows is how many levels stand on rows of their own in a column of both
// levels and names, and how many names.
const minLevelRows = 2

// levelRows finds a column that holds levels on rows of their own and, with values
// beside them, names.
func (a *arranger) levelRows() {
	lone, leaves := map[int][]int{}, map[int]int{}
	found := map[int]*levelRow{}
	for row := a.body; row < len(a.t.rows); row++ {
		own, covered := a.own(row)
		var rest, numbers []*cell
		for _, c := range own {
			if sectionNumber.MatchString(c.squeezed()) && len(rest) == 0 && c.Col == a.left {
				numbers = append(numbers, c)
			} else {
				rest = append(rest, c)
			}
		}
		switch {
		case len(rest) == 0 || covered:
		case len(rest) == 1 && a.words.inVocabulary(rest[0].norm()) && rest[0].RowSpan == 1 && rest[0].ColSpan < a.t.Cols:
			lone[rest[0].Col] = append(lone[rest[0].Col], row)
			found[row] = &levelRow{c: rest[0], numbers: numbers}
		case len(rest) > 1 && !a.words.inVocabulary(rest[0].norm()):
			leaves[rest[0].Col]++
		}
	}
	for col, rows := range lone {
		if len(rows) < minLevelRows || leaves[col] < minLevelRows {
			continue
		}
		for _, row := range rows {
			a.levels[row] = found[row]
		}
	}
	a.depths()
	a.dropIdle()
}

// dropIdle leaves levels where they stand that no name is below.
func (a *arranger) dropIdle() {
	var open [labelLevels]int // rows of levels that have no name yet, from 1
	idle := map[int]bool{}
	for row := range a.levels {
		idle[row] = true
	}
	for row := a.body; row < len(a.t.rows); row++ {
		if l := a.levels[row]; l != nil {
			open[l.depth] = row + 1
			if l.outer != nil {
				open[0] = row + 1
			}
			if l.depth == 0 {
				open[1] = 0
			}
		} else if a.leaf(row) {
			for _, r := range open {
				delete(idle, r-1)
			}
		}
	}
	for row := range idle {
		delete(a.levels, row)
	}
}

// depths tells outer levels from inner ones: by their names, or where those stand at
// either depth by their numbers and indents beside others'.
func (a *arranger) depths() {
	like := map[[2]int]int{} // depth, by dots and indent
	for _, l := range a.levels {
		outer, inner := a.words.isLevel(l.c.norm(), 0), a.words.isLevel(l.c.norm(), 1)
		if outer == inner {
			l.depth = -1
			continue
		}
		if inner {
			l.depth = 1
		}
		like[l.shape()] |= 1 << l.depth
	}
	for row, l := range a.levels {
		if l.depth >= 0 {
			continue
		}
		switch like[l.shape()] {
		case 1:
			l.depth = 0
		case 2:
			l.depth = 1
		default:
			if l.depth = 1; a.levels[row+1] != nil {
				l.depth = 0
			}
		}
	}
}

// shape is what tells the depths of levels apart but their names: the dots of a
// number and the blanks in front.
func (l *levelRow) shape() [2]int {
	dots := 0
	for _, c := range l.numbers {
		dots += strings.Count(strings.TrimRight(c.squeezed(), ".、"), ".")
	}
	return [2]int{dots, len(l.c.Text) - len(strings.TrimLeft(l.c.Text, " \t\u00a0\u3000"))}
}

// minRemark is the length of a remark on a row of its own, in runes.
const minRemark = 4

// otherRows finds the rows between indicators that are none.
func (a *arranger) otherRows() {
	last, heads := -1, 0
	for row := a.body; row < len(a.t.rows); row++ {
		own, _ := a.own(row)
		if slices.ContainsFunc(own, func(c *cell) bool { return a.words.inVocabulary(c.norm()) }) {
			last = row
		}
		if a.heads(row) {
			heads++
		}
	}
	for row := a.body + 1; row < len(a.t.rows); row++ {
		own, covered := a.own(row)
		switch {
		case len(own) == 0:
		case covered && len(own) == 1 && a.isRemark(own[0]):
			a.remark(row, remark{text: own[0]})
		case len(own) == 2 && a.explains(own[0]) && !a.words.inVocabulary(own[1].norm()):
			a.remark(row, remark{label: own[0], text: own[1]})
		case !covered && row < last && heads == 0 && a.isField(own):
			a.below[row] = true
		}
	}
}

// isRemark reports whether a cell alone in a row, beside labels that go on, is a
// remark: it stands across the columns of name and target.
func (a *arranger) isRemark(c *cell) bool {
	return c.ColSpan > 1 && c.Col > a.left && len([]rune(c.squeezed())) >= minRemark &&
		!a.words.inVocabulary(c.norm()) && !compares(c.squeezed()) && c.columnRole() == RoleNone
}

// explains reports whether a cell names what stands beside it: an explanation of the
// indicator above, where a level or a name would stand.
func (a *arranger) explains(c *cell) bool {
	switch c.columnRole() {
	case RoleExplanation, RoleStandard, RoleRemark:
		return c.Col > a.left
	}
	return false
}

// remark notes a remark on the last row above that is none itself.
func (a *arranger) remark(row int, r remark) {
	r.above = row - 1
	for _, isRemark := a.beside[r.above]; isRemark; _, isRemark = a.beside[r.above] {
		r.above--
	}
	if own, _ := a.own(r.above); r.above >= a.body && len(own) > 1 {
		a.beside[row] = r
	}
}

// isField reports whether a row is a field of the form with its text.
func (a *arranger) isField(own []*cell) bool {
	first := own[0]
	if first.Col != a.left || len(own) != 2 || first.RowSpan != 1 || a.words.inVocabulary(first.norm()) || first.columnRole() != RoleNone {
		return false
	}
	switch a.words.label(first.norm()).family() {
	case "goals", "narrative", "project", "unit", "department", "funds":
		return own[1].end() >= a.t.Cols || own[1].ColSpan > 1
	}
	return false
}

const (
	// maxRest is the length of the rest of a name, in runes.
	maxRest = 14
	// mostRests is the part of a table's rows that may be rests: where more have no
	// target, none tells what they are.
	mostRests = 3
)

// restRows finds rows of aligned text that hold nothing but a short text under a name, or
// under a target, where nearly all others have both: one that was wrapped.
func (a *arranger) restRows() {
	name, value := a.columnsOf(RoleName, RoleLevel3), a.columnsOf(RoleValue)
	if name == nil || value == nil {
		return
	}
	full := 0
	found := map[int]*cell{}
	var above [2]*cell // name and target of the row above, where that has both
	for row := a.body; row < len(a.t.rows); row++ {
		if a.gone(row) {
			continue
		}
		own := a.unpiled(row)
		n, v := a.ownUnder(row, name), a.ownUnder(row, value)
		switch {
		case n != nil && v != nil:
			full, above = full+1, [2]*cell{n, v}
		case len(own) == 0 && !a.t.blank(row): // pieces of labels
		case above[0] == nil || len(own) != 1 || own[0].RowSpan > 1 || !a.isRest(own[0]):
			above = [2]*cell{}
		case n == own[0] && n.Col == above[0].Col && !a.covered(row, value):
			found[row] = above[0]
		case v == own[0] && v.Col == above[1].Col && !a.covered(row, name):
			found[row] = above[1]
		default:
			above = [2]*cell{}
		}
	}
	if mostRests*len(found) > full && (len(found) > full || !oneWidth(found, name)) {
		return
	}
	for row, c := range found {
		a.rest[row] = c
	}
	for row := range a.t.rows {
		if c := a.rest[row]; c != nil {
			a.more[c] = append(a.more[c], a.unpiled(row)[0])
		}
	}
}

// oneWidth reports whether the names that rests go on from are as long as each other: a
// column that is narrower than its names cuts them there.
func oneWidth(found map[int]*cell, name *cell) bool {
	least, most := maxName, 0
	for _, c := range found {
		if c.Col < name.end() && c.end() > name.Col {
			n := utf8.RuneCountInString(c.squeezed())
			least, most = min(least, n), max(most, n)
		}
	}
	return most > 0 && most == least
}

// unpiled are the cells that begin in a row, but for the later pieces of labels.
func (a *arranger) unpiled(row int) []*cell {
	return those(a.t.starting(row), func(c *cell) bool { return !a.piled[c] })
}

// isRest reports whether a text may be the rest of a name or a target: short, no level, no label and
// no target.
func (a *arranger) isRest(c *cell) bool {
	s := c.squeezed()
	return len([]rune(s)) <= maxRest && !a.words.inVocabulary(c.norm()) && a.words.label(c.norm()) == KeyNone && c.columnRole() == RoleNone &&
		!isValue(s) && !ellipsis.MatchString(s) && !numbered.MatchString(s) && !strings.ContainsAny(s, ":。；;")
}

// columnsOf is the first cell of the head whose column has one of some roles.
func (a *arranger) columnsOf(roles ...Role) *cell {
	for row := a.head; row < a.body; row++ {
		for _, c := range a.t.starting(row) {
			if slices.Contains(roles, c.columnRole()) {
				return c
			}
		}
	}
	return nil
}

// ownUnder is the cell with text of a row that begins there under a cell of the head.
func (a *arranger) ownUnder(row int, head *cell) *cell {
	for _, c := range a.t.starting(row) {
		if c.Col < head.end() && c.end() > head.Col {
			return c
		}
	}
	return nil
}

// covered reports whether a cell with text from above reaches into a row under a cell
// of the head.
func (a *arranger) covered(row int, head *cell) bool {
	return slices.ContainsFunc(a.t.filled(row), func(c *cell) bool { return c.Row < row && c.Col < head.end() && c.end() > head.Col })
}

// withRest is a cell with the rests of its text that stand in rows below, which is a
// doubt.
func (a *arranger) withRest(g grid.Cell, c *cell) piece {
	p := piece{g, []*cell{c}}
	if s := a.piles[c]; s != nil {
		p.Text = s.text
		p.from = append(p.from, s.rest...)
	}
	for _, r := range a.more[c] {
		p.Note(p.Repairs(), append(p.Doubts(), grid.Doubt{Question: schema.QuestionText, Alternatives: []string{p.Text}}))
		p.Text += "\n" + r.Text
		p.from = append(p.from, r)
	}
	return p
}

// table is the table as arranged.
func (a *arranger) table() *table {
	if len(a.levels)+len(a.beside)+len(a.below)+len(a.rest)+len(a.piles) == 0 {
		return a.t
	}
	to, rows := a.newRows()
	out, shift := a.levelColumns(to)
	cols := a.t.Cols + shift
	vacated := a.vacated()
	for row := range a.t.rows {
		if a.gone(row) {
			continue
		}
		for _, c := range a.t.rows[row] {
			if _, empty := vacated[c]; c.Row != row || a.piled[c] || empty {
				continue
			}
			g := *c.Cell
			if d, moved := a.headOver(c); moved && c.Row < a.body && c.Row >= a.head && d == 0 {
				g.Text = outlineHeads[1] // what remains below it are second levels
			}
			g.Row, g.RowSpan = to[row], a.spanOf(c)
			if g.Col > 0 || row >= a.head {
				g.Col += shift
			} else {
				g.ColSpan += shift
			}
			out = append(out, a.withRest(g, c))
		}
	}
	more, wide := a.remarkColumns(to, cols)
	return a.t.remade(append(out, more...), rows, cols+wide)
}

// gone reports whether a row is taken out of the table.
func (a *arranger) gone(row int) bool {
	_, isRemark := a.beside[row]
	return isRemark || a.levels[row] != nil || a.rest[row] != nil
}

// newRows gives each row its new place: those that are taken out have none, and fields
// stand last.
func (a *arranger) newRows() (to []int, rows int) {
	to = make([]int, len(a.t.rows))
	for _, last := range []bool{false, true} {
		for row := range a.t.rows {
			if a.gone(row) || a.below[row] != last {
				continue
			}
			to[row] = rows
			rows++
		}
	}
	return to, rows
}

// spanOf is the height of a cell without the rows that are taken out of it.
func (a *arranger) spanOf(c *cell) int {
	n, last := 0, c.last()
	if s := a.piles[c]; s != nil {
		last = s.rest[len(s.rest)-1].last()
	}
	for row := c.Row; row < min(last, len(a.t.rows)); row++ {
		if !a.gone(row) {
			n++
		}
	}
	return max(1, n)
}

// levelColumns are the columns that levels on rows of their own become, at the left of
// the table.
func (a *arranger) levelColumns(to []int) (out []piece, wide int) {
	if len(a.levels) == 0 {
		return nil, 0
	}
	at := [labelLevels]int{-1, -1} // the piece of each open level, -1 before it is put
	var col [labelLevels]int
	for depth, takes := range a.takes() {
		if !takes && !a.ownColumn {
			continue
		}
		col[depth] = wide
		head := piece{Cell: grid.Cell{Row: to[a.head], Col: wide, RowSpan: a.body - a.head, ColSpan: 1, Text: outlineHeads[depth]}}
		for c, d := range a.vacated() {
			if d == depth {
				head.from = append(head.from, c)
			}
		}
		out, wide = append(out, head), wide+1
	}
	var open [labelLevels]*levelRow
	for row := a.body; row < len(a.t.rows); row++ {
		if l := a.levels[row]; l != nil {
			if l.outer != nil {
				open[0], at[0] = &levelRow{c: l.outer}, -1
			}
			open[l.depth], at[l.depth] = l, -1
			if l.depth == 0 {
				open[1] = nil
			}
			continue
		}
		if a.gone(row) || a.below[row] || !a.leaf(row) {
			continue
		}
		for depth, l := range open {
			switch {
			case l == nil:
			case at[depth] >= 0:
				out[at[depth]].RowSpan = to[row] + 1 - out[at[depth]].Row
			default:
				at[depth] = len(out)
				g := *l.c.Cell
				g.Row, g.Col, g.RowSpan, g.ColSpan = to[row], col[depth], 1, 1
				out = append(out, piece{g, append([]*cell{l.c}, l.numbers...)})
			}
		}
	}
	return out, wide
}

// leaf reports whether a row holds two cells: a name and what is beside it.
func (a *arranger) leaf(row int) bool {
	own, _ := a.own(row)
	return len(own) > 1 && a.words.label(own[0].norm()) == KeyNone && !a.heads(row)
}

// remarkHead heads a column of remarks that print no label.
const remarkHead = "备注"

// remarkColumns are the columns that remarks become, at the right of the table.
func (a *arranger) remarkColumns(to []int, cols int) (out []piece, wide int) {
	col, heads := map[string]int{}, map[string]int{}
	for row := range a.t.rows {
		r, isRemark := a.beside[row]
		if !isRemark {
			continue
		}
		head := grid.Cell{Row: to[a.head], Col: cols, RowSpan: a.body - a.head, ColSpan: 1, Text: remarkHead}
		if r.label != nil {
			head.Text, head.Spot = strings.TrimSpace(r.label.Text), r.label.Spot
		}
		key := labelNorm(head.Text)
		if _, known := col[key]; !known {
			col[key] = cols + wide
			wide++
			head.Col = col[key]
			heads[key] = len(out)
			out = append(out, piece{Cell: head})
		}
		if r.label != nil {
			h := &out[heads[key]]
			h.from = append(h.from, r.label)
		}
		g := *r.text.Cell
		g.Row, g.Col, g.RowSpan, g.ColSpan = to[r.above], col[key], 1, 1
		out = append(out, piece{g, []*cell{r.text}})
	}
	return out, wide
}
