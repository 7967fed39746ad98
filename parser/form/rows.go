package form

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/indicator/level"
	"github.com/pbt-cli/pbt/indicator/value"
	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/parser/form/roles"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/pattern"
	"github.com/pbt-cli/pbt/schema"
)

// bodyRow is one printed row of an indicator table: its cells by role.
type bodyRow struct {
	t       *table
	row     int
	levels  int // how many columns of levels there are
	printed [labelLevels]*cell
	name    *cell
	value   *cell
	cells   roleCells // the other roles
	*rowRest
}

// labels are the cells of the columns of levels, the outermost first; nil where blank.
func (r *bodyRow) labels() []*cell { return r.printed[:r.levels] }

// rowRest is what stands in a row beside labels, name, value and cells with a role: of
// most rows nothing. It is written in through some alone.
type rowRest struct {
	block int // 0, or 1 for the second of two blocks side by side
	// extra are the cells of columns with no role.
	extra []columnCell
	// targets are further value columns.
	targets []columnCell
	fields  []*cell // of a list: one a field column
	number  *cell   // 序号
	weighed *column // that of the weight
}

// nothing stands beside most rows; it is never written in.
var nothing = &rowRest{}

// newRow is a row with nothing in it yet.
func newRow(t *table, row int) bodyRow { return bodyRow{t: t, row: row, rowRest: nothing} }

// some is what stands beside the row, to write in.
func (r *bodyRow) some() *rowRest {
	if r.rowRest == nothing {
		r.rowRest = &rowRest{}
	}
	return r.rowRest
}

type columnCell struct {
	*column
	c *cell
}

// roleCells are the cells of a row in columns of some roles, one a role: a few, and
// of many rows none.
type roleCells []roleCell

type roleCell struct {
	role Role
	c    *cell
}

// of is the cell of a role, nil where there is none.
func (l roleCells) of(role Role) *cell {
	for i := range l {
		if l[i].role == role {
			return l[i].c
		}
	}
	return nil
}

// put makes a cell that of a role.
func (l *roleCells) put(role Role, c *cell) {
	for i := range *l {
		if (*l)[i].role == role {
			(*l)[i].c = c
			return
		}
	}
	*l = append(*l, roleCell{role, c})
}

// body is the rows of one indicator table, and where it ends.
type body struct {
	rows []bodyRow
	// total is what stands in the score column of a row 总分 or 合计.
	total *cell
	sums  []hit
	// fields are those that stand among the columns.
	fields []hit
	// offices are the rows of a list that say whose projects follow.
	offices []office
	// opened are the fields of a project that a row of a list above its indicators names.
	opened []*cell
	// numbers are those that number the columns.
	numbers []*cell
	// strays are level labels on lines of their own.
	strays []strayLabel
	// strange are the rows at the end that may be indicators under levels of an office's
	// own, or pairs of labels and texts.
	strange []int
	// ragged are the places of short rows that fit under no columns.
	ragged []schema.Place
	// torn is true once a row has shown that the head goes on below its own row.
	torn bool
	// exact is true where every row has its labels, whatever the spans.
	exact bool
	// doubts are what the reading by evidence leaves open.
	doubts []roles.Doubt
	// labels are the words 合计 and 总分 of rows of sums.
	labels []*cell
	// lines are the rows read, again the headers printed again among them.
	lines []area
	again []*header
	// end is the position after the last row.
	end position
	// manner is how the labels are printed, where the rows show it.
	manner level.Manner
}

// body's lines are runs of rows: next adds one.
func (b *body) next(t *table, row int) {
	if n := len(b.lines); n > 0 && b.lines[n-1].t == t && b.lines[n-1].to == row {
		b.lines[n-1].to++
		return
	}
	b.lines = append(b.lines, area{t, row, row + 1})
}

// grow makes room for one more row; left is how many rows of the table are still to be
// read: the last room that is made is for them, once that is not much more than there is.
func (b *body) grow(left int) {
	n := len(b.rows)
	switch {
	case n < cap(b.rows):
	case left < 8*n:
		b.rows = slices.Grow(b.rows, left)
	default:
		b.rows = slices.Grow(b.rows, max(1, n))
	}
}

// position is a row of a table of the document.
type position struct{ table, row int }

func (p position) before(q position) bool {
	return p.table < q.table || p.table == q.table && p.row < q.row
}

// maxIndicators bounds the rows of one indicator table.
const maxIndicators = 200000

// readBody reads the rows under a header, over the tables that continue it.
func (doc *document) readBody(ctx context.Context, h *header) (body, error) {
	b := body{}
	t, row := h.t, h.end
	for {
		var err error
		if row, err = h.readRows(ctx, t, row, &b); err != nil {
			return b, err
		}
		b.end = position{t.index, row}
		if row < len(t.rows) || b.total != nil {
			break
		}
		next := doc.continuation(h, t)
		if next == nil || findHeader(next, 0, doc.words) == nil && h.pairsBelow(next, 0, &b) {
			break
		}
		doc.furniture(t.index+1, next.index)
		t, row = next, 0
		if again := findHeader(t, 0, doc.words); again != nil && again.same(h) {
			b.again = append(b.again, again)
			h, row = again, again.end
		}
	}
	if n := len(b.rows); cap(b.rows)-n > n/8 {
		b.rows = slices.Clone(b.rows) // a document may have thousands of tables
	}
	h.settle(&b)
	b.doubtStrange()
	return b, nil
}

// continuation is the next table where it goes on with the same columns: it
// begins with the same header again, or it is as wide and has no title, no
// labels and no other header of its own.
func (doc *document) continuation(h *header, t *table) *table {
	if t.Spans != grid.Exact {
		return nil
	}
	strays := 0 // lines between that are no page numbers
	for i := t.index + 1; i < len(doc.tables); i++ {
		n := doc.tables[i]
		if n.Prose {
			if !pageFurniture(n) {
				strays += n.Rows
			}
			if strays > maxStrays || doc.opensForm(n) {
				return nil
			}
			continue
		}
		if n.Spans != grid.Exact || n.Rows == 0 || n.Name != t.Name {
			return nil
		}
		if again := findHeader(n, 0, doc.words); again != nil {
			if again.same(h) && strays == 0 {
				return n
			}
			return nil
		}
		if n.Cols != t.Cols || h.rowKind(n, 0) != rowIndicator || strays > 0 && !h.labelsFit(n) {
			return nil
		}
		return n
	}
	return nil
}

// furniture accounts for the page numbers between two parts of a table.
func (doc *document) furniture(from, to int) {
	for _, t := range doc.tables[from:to] {
		for _, c := range t.cells.all() {
			if t.Prose && words.IsPageNumber(c.Text) {
				c.is(fateFurniture, whyPage)
			}
		}
	}
}

// maxStrays is how many lines may stand between two parts of a table: a running
// head, a foot, text that ran out of its cell.
const maxStrays = 3

// opensForm reports whether a line of prose opens another form.
func (doc *document) opensForm(t *table) bool {
	for row := range t.rows {
		if o := opening(t, row, doc.words); o != opensNothing && (o != opensHeading || strings.Contains(t.rows[row][0].Text, performance)) {
			return true
		}
	}
	return false
}

// labelsFit reports whether the first row of a table has the labels of a row
// further down a table of indicators: none, or the names of levels.
func (h *header) labelsFit(t *table) bool {
	for depth, role := range []Role{RoleLevel1, RoleLevel2} {
		col, ok := h.column(role, 0)
		if !ok {
			continue
		}
		if c := under(t, 0, col); c != nil && c.squeezed() != "" && !h.words.isLevel(c.norm(), depth) {
			return false
		}
	}
	return true
}

func pageFurniture(t *table) bool {
	for _, c := range t.Cells {
		if !words.IsPageNumber(c.Text) {
			return false
		}
	}
	return true
}

type rowKind int

const (
	rowIndicator rowKind = iota
	rowBlank
	rowSum     // 合计, 总分
	rowHeader  // the header again
	rowOffice  // of a list: whose projects follow
	rowNumbers // the numbers of the columns: 1 2 3 …
	rowEnd     // no row of the table any more
)

// rowKind tells what a row below the header is.
func (h *header) rowKind(t *table, row int) rowKind {
	if t.blank(row) {
		return rowBlank
	}
	own := t.starting(row)
	if len(own) == 0 {
		return rowIndicator // the lower part of merged cells
	}
	if again := findHeader(t, row, h.words); again != nil {
		if again.same(h) {
			return rowHeader
		}
		return rowEnd
	}
	if h.officeOfList(own) {
		return rowOffice
	}
	if numberColumns(own) {
		return rowNumbers
	}
	if headsNext(own) {
		return rowEnd
	}
	if h.sums(own[0]) {
		return rowSum
	}
	name, value := h.nameAndValue(t, row)
	if h.across(own[0], name, value) || h.closing(t, own[0], name, value) {
		return rowEnd
	}
	return rowIndicator
}

// sumOf is a sum of some of the rows: 产出指标小计, 本页小计, 承前页.
var sumOf = pattern.MustCompile(`^(.{0,8})(小计|合计|总计|承前页|过次页)$`)

// sums reports whether the first cell of a row names a sum: of all rows, of a page, or
// where levels or projects are named, of these.
func (h *header) sums(first *cell) bool {
	if key := h.words.label(first.norm()); key == KeyTotal || key == KeySum {
		return true
	}
	m := sumOf.FindStringSubmatch(first.norm())
	return m != nil && (m[1] == "" || strings.HasPrefix(m[1], "本") || h.words.inVocabulary(m[1]) || h.over(first).role != RoleName)
}

// starting are the cells with text that begin in a row, by column. They must not be
// changed.
func (t *table) starting(row int) []*cell {
	return those(t.rows[row], func(c *cell) bool { return c.Row == row && c.squeezed() != "" })
}

// headsNext reports whether the cells of a row are the heading of the next form: a
// title, a year, a unit of money.
func headsNext(own []*cell) bool {
	s := own[0].squeezed()
	if titleLike(s) != "" || yearLine.MatchString(s) && (len(own) == 1 || len(s) > len("2025")) || headingYear.MatchString(s) || words.EmptyYear.Has(s) {
		return true
	}
	return slices.ContainsFunc(own, func(c *cell) bool { return moneyLine.MatchString(c.squeezed()) })
}

// across reports whether a row is one cell across name and value, or a line of text
// across levels and name: a note, a title.
func (h *header) across(first, name, value *cell) bool {
	if name != nil && name == value && name.squeezed() != "" {
		return true
	}
	return name == first && (value == nil || value.squeezed() == "") && h.acrossLevels(first)
}

// acrossLevels reports whether a cell covers a level's column and the name's.
func (h *header) acrossLevels(c *cell) bool {
	col, ok := h.column(RoleLevel1, 0)
	return ok && c.Col <= col.from && c.end() > col.to
}

// closing reports whether a row belongs to what follows the table: it begins
// with the label of a field or with one of the words that end a form.
func (h *header) closing(t *table, first, name, value *cell) bool {
	if first == name || first == value {
		return strings.HasSuffix(first.squeezed(), ":") && h.words.label(first.norm()) != ""
	}
	if len(h.fields) > 0 && first.Col < h.columns[0].from {
		return false
	}
	if h.opensRest(first) {
		return !h.insideLevel(t, first.Row)
	}
	noName := name == nil || name.squeezed() == ""
	noValue := value == nil || value.squeezed() == ""
	if noName && noValue && h.words.fieldBelow(first) {
		return true
	}
	if noName && noValue && t.Spans == grid.Open {
		// A line of text in a dump: no label is that long.
		return utf8.RuneCountInString(first.squeezed()) > 14
	}
	return false
}

// insideLevel reports whether a row lies in the span of a label of the first level that is
// printed above it: 绩效目标 is a second level there, below 决策.
func (h *header) insideLevel(t *table, row int) bool {
	col, ok := h.column(RoleLevel1, 0)
	if !ok || t.Spans != grid.Exact {
		return false
	}
	c := t.at(row, col.from)
	return c != nil && c.Row < row && c.squeezed() != "" && (t != h.t || c.Row >= h.end)
}

// opensRest reports whether a cell opens what stands below a table, by its label or by
// the label in front of its colon.
func (h *header) opensRest(c *cell) bool {
	key := h.words.label(c.norm())
	if key != "" && key != KeyGroup && !h.words.inVocabulary(c.norm()) || words.BelowTable.Has(c.norm()) {
		return true
	}
	name, _, ok := cutColon(c.Text)
	return ok && (h.words.label(labelNorm(name)) != "" || words.BelowTable.Has(labelNorm(name)))
}

func set[T comparable](names ...T) map[T]bool {
	m := make(map[T]bool, len(names))
	for _, n := range names {
		m[n] = true
	}
	return m
}

// nameAndValue gives the name and value cells of the first block of a row.
func (h *header) nameAndValue(t *table, row int) (name, value *cell) {
	if c, ok := h.column(RoleName, 0); ok {
		name = under(t, row, c)
	}
	if c, ok := h.column(RoleValue, 0); ok {
		value = under(t, row, c)
	} else if c, ok := h.column(RoleActual, 0); ok {
		value = under(t, row, c)
	}
	return name, value
}

// under is the cell of a row that stands under a header column: the one that
// shares most of its width.
func under(t *table, row int, col column) *cell {
	var best *cell
	share := 0
	for _, c := range t.rows[row] {
		s := min(c.end(), col.to) - max(c.Col, col.from)
		if s > share {
			best, share = c, s
		}
	}
	return best
}

// under is the cell of a row under a column, nil where it begins above the header:
// then it is part of another table.
func (h *header) under(t *table, row int, col column) *cell {
	c := under(t, row, col)
	if c != nil && t == h.t && c.Row < h.row {
		return nil
	}
	return c
}

// readRows reads the rows of one table from a row on and returns the row after
// the last one.
func (h *header) readRows(ctx context.Context, t *table, from int, b *body) (int, error) {
	end := from
	var over []*cell // the labels of rows above that hold nothing else
	for row := from; row < len(t.rows) && len(b.rows) < maxIndicators; row++ {
		if row%everyRows == 0 && ctx.Err() != nil {
			return row, ctx.Err()
		}
		if len(b.rows) == 0 && codesOnly(t.starting(row)) {
			end = row + 1
			continue // the heads again as a system calls them: named as not read
		}
		if h.slid(t, row, b) {
			b.ragged = append(b.ragged, t.rows[row][0].Place())
			end = row + 1
			continue // its cells stay unread, and are named
		}
		if note := h.noteAmong(t, row); note != nil {
			b.fields = append(b.fields, hit{label: otherText, text: note.Text, from: []*cell{note}, doubts: note.Doubts()})
			end = row + 1
			continue
		}
		if h.pairsBelow(t, row, b) {
			return end, nil
		}
		fits := h.alignRow(t, row, b)
		switch h.rowKind(t, row) {
		case rowEnd:
			return end, nil
		case rowBlank:
			continue
		case rowHeader:
			b.again = append(b.again, findHeader(t, row, h.words))
			end = row + 1
			continue
		case rowNumbers:
			b.numbers = append(b.numbers, t.starting(row)...)
			end = row + 1
			continue
		case rowOffice:
			b.offices = append(b.offices, office{t.starting(row)[0], len(b.rows)})
			end = row + 1
			continue
		case rowSum:
			if h.sumRow(t, row, b) {
				return row + 1, nil
			}
			end = row + 1
			continue
		}
		for block := range h.blocks() {
			r, ok := h.bodyRow(t, row, block)
			switch {
			case ok:
				if block > 0 {
					r.some().block = block
				}
				r.under(over)
				r.begins(b.opened)
				b.opened, over = nil, nil
				b.grow((len(t.rows) - row) * h.blocks())
				b.rows = append(b.rows, r)
				if !fits && block == 0 {
					b.ragged = append(b.ragged, t.rows[row][0].Place())
				}
				continue
			case block == 0:
				if opened := h.opensProject(t, row); opened != nil {
					b.opened, over = opened, nil
					continue
				}
				b.sums = append(b.sums, h.leftover(t, row)...)
				b.strays = append(b.strays, h.strays(t, row)...)
				over = h.unfilled(t, row, over)
			}
			if h.blocks() > 1 {
				h.readLabels(t, row, block, &r)
				h.unused(&r)
			}
		}
		b.next(t, row)
		end = row + 1
	}
	if end == from && from < len(t.rows) {
		return from, nil
	}
	return max(end, trailingBlank(t, end)), nil
}

// noteAmong is the note that a row prints among those of indicators, which go on below
// it; nil where it prints something else, or nothing goes on.
func (h *header) noteAmong(t *table, row int) *cell {
	own := t.filled(row)
	if len(own) != 1 || own[0].Row != row || !isNote(own[0]) {
		return nil
	}
	for below := row + 1; below < len(t.rows); below++ {
		switch cells := t.filled(below); {
		case len(cells) == 0, len(cells) == 1 && isNote(cells[0]):
			continue
		case h.rowKind(t, below) != rowIndicator, !h.levelsAt(t, below):
			return nil
		}
		if name, value := h.nameAndValue(t, below); name == nil || value == nil || name == value || name.squeezed() == "" || value.squeezed() == "" {
			return nil
		}
		return own[0]
	}
	return nil
}

// levelsAt reports whether what begins under the columns of levels in a row are names of
// levels.
func (h *header) levelsAt(t *table, row int) bool {
	for depth, role := range []Role{RoleLevel1, RoleLevel2} {
		col, ok := h.column(role, 0)
		if !ok {
			continue
		}
		if c := under(t, row, col); c != nil && c.Row == row && c.squeezed() != "" && !h.words.isLevel(c.norm(), depth) {
			return false
		}
	}
	return true
}

// numberColumns reports whether the cells of a row number the columns: 1 2 3 …
func numberColumns(own []*cell) bool {
	if len(own) < 4 || own[0].squeezed() != "1" {
		return false
	}
	for i, c := range own {
		s := c.squeezed()
		if n, _, _ := strings.Cut(s, "("); n != strconv.Itoa(i+1) || len(s) > len("10(11)") {
			return false
		}
	}
	return true
}

// unfilled are the labels of rows that nobody filled in, one and those above it: they head
// the rows below that print none, and a level's name with no row below it is one that the
// form has no indicator of.
func (h *header) unfilled(t *table, row int, over []*cell) []*cell {
	if t.Spans != grid.Exact || h.blocks() > 1 {
		return nil
	}
	r := newRow(t, row)
	h.readLabels(t, row, 0, &r)
	h.unused(&r)
	r.under(over)
	return r.labels()
}

// unused accounts for the labels of a row that names no indicator.
func (h *header) unused(r *bodyRow) {
	for _, c := range r.labels() {
		if c != nil && c.Row == r.row && h.words.inVocabulary(c.norm()) {
			c.furniture(whyUnused)
		}
	}
}

// under gives a row the labels of rows above that hold nothing else, as far as it prints
// none.
func (r *bodyRow) under(over []*cell) {
	for l, c := range over {
		if l >= len(r.labels()) || r.labels()[l] != nil {
			return
		}
		r.labels()[l] = c
	}
}

// leftover keeps a row of a list that names no indicator: the sum of a
// department over its projects.
func (h *header) leftover(t *table, row int) []hit {
	var out []hit
	for _, col := range h.fields {
		c := under(t, row, col)
		if c == nil || c.Row != row || c.squeezed() == "" || c.RowSpan > 1 {
			continue
		}
		if n := len(out); n > 0 {
			out[n-1].text += "，" + squeeze(col.label) + c.Text
			out[n-1].from = append(out[n-1].from, c)
			continue
		}
		out = append(out, hit{label: col.label, text: c.Text, from: []*cell{c}})
	}
	return out
}

// trailingBlank skips blank rows at a table's end.
func trailingBlank(t *table, row int) int {
	for r := row; r < len(t.rows); r++ {
		if !t.blank(r) {
			return row
		}
	}
	return len(t.rows)
}

// sumRow reads 总分 or 合计 and reports whether it ends the table; a 小计, or the sum of a
// level, does not.
func (h *header) sumRow(t *table, row int, b *body) bool {
	var first *cell
	sub := false
	for _, c := range t.filled(row) {
		if c.Row != row {
			continue
		}
		if first == nil {
			first = c
			m := sumOf.FindStringSubmatch(first.norm())
			sub = m != nil && (m[1] != "" || m[2] != "合计" && m[2] != "总计")
		}
		switch of := h.over(c); {
		case c.norm() == first.norm():
			b.labels = append(b.labels, c)
		case blankAmount(c.Text):
		case of.role == RoleScore && b.total == nil && !sub:
			b.total = c
		default:
			label := first.norm()
			if of.label != "" {
				label = squeeze(of.label) + "（" + label + "）"
			}
			b.sums = append(b.sums, hit{label: label, text: c.Text, from: []*cell{c}})
		}
	}
	return len(h.fields) == 0 && !sub
}

// over is the column of a header that stands over most of a cell.
func (h *header) over(c *cell) column {
	var best column
	share := 0
	for _, list := range [][]column{h.columns, h.other} {
		for _, col := range list {
			if s := min(c.end(), col.to) - max(c.Col, col.from); s > share {
				best, share = col, s
			}
		}
	}
	return best
}

// bodyRow reads the cells of one block of a row. It is not ok where neither a
// name nor a value begins in the row.
func (h *header) bodyRow(t *table, row, block int) (bodyRow, bool) {
	r := newRow(t, row)
	name, _ := h.column(RoleName, block)
	r.name = h.under(t, row, name)
	valueCol, hasValue := h.valueColumn(block)
	if hasValue {
		r.value = h.under(t, row, valueCol)
	}
	starts := func(c *cell) bool { return c != nil && c.Row == row && c.squeezed() != "" }
	if !starts(r.name) && !starts(r.value) {
		return r, false
	}
	h.readLabels(t, row, block, &r)
	h.readCells(t, row, block, valueCol, &r)
	for _, c := range h.other {
		if cell := h.under(t, row, c); cell != nil && cell.squeezed() != "" && cell != r.name && cell != r.value && block == 0 {
			r.spare(columnCell{h.kept(c), cell})
		}
	}
	for _, c := range h.fields {
		r.some().fields = append(r.fields, h.under(t, row, c))
	}
	return r, true
}

// readCells reads the cells of the columns beside labels and name.
func (h *header) readCells(t *table, row, block int, valueCol column, r *bodyRow) {
	for _, c := range h.columns {
		switch {
		case c.block != block, c.role == RoleName, c.role == RoleLevel1, c.role == RoleLevel2, c.role == RoleNumber:
			continue
		}
		cell := h.under(t, row, c)
		if cell == nil || cell.squeezed() == "" || cell == r.name || cell == r.value && c != valueCol || slices.Contains(r.labels(), cell) {
			continue // a cell across two columns speaks for the first
		}
		switch {
		case c.role == RoleValue && c == valueCol:
		case c.role == RoleValue:
			r.some().targets = append(r.targets, columnCell{h.kept(c), cell})
		case c.role == RoleWeight:
			r.weigh(columnCell{h.kept(c), cell})
		case c.role == RoleKept || r.cells.of(c.role) != nil:
			r.spare(columnCell{h.kept(c), cell})
		default:
			r.cells.put(c.role, cell)
		}
	}
}

// weigh takes a cell as the weight of the indicator. Of several columns of weights
// that right of the name is; the others are those of the levels.
func (r *bodyRow) weigh(c columnCell) {
	had := columnCell{r.weighed, r.cells.of(RoleWeight)}
	switch {
	case had.c == nil:
	case r.name != nil && had.c.Col < r.name.Col && c.c.Col > r.name.Col:
		r.spare(had)
	default:
		r.spare(c)
		return
	}
	r.cells.put(RoleWeight, c.c)
	r.some().weighed = c.column
}

// spare keeps a cell that has no role.
func (r *bodyRow) spare(c columnCell) { r.some().extra = append(r.extra, c) }

// readLabels reads the cells of the level columns.
func (h *header) readLabels(t *table, row, block int, r *bodyRow) {
	for _, role := range []Role{RoleLevel1, RoleLevel2} {
		col, ok := h.column(role, block)
		if !ok {
			continue
		}
		c := h.under(t, row, col)
		if c != nil && (c.squeezed() == "" || c == r.name) {
			c = nil
		}
		if len(r.labels()) > 0 && c != nil && c == r.labels()[0] {
			c = nil // one label across both levels
		}
		if c != nil && t.Spans == grid.Open && h.words.groupWord(c) {
			c = nil // 绩效指标 down the left edge, in a dump that closed up
		}
		r.printed[r.levels] = c
		r.levels++
	}
}

// groupWord reports whether a cell is the heading down the left edge of a table
// and no level.
func (d *dictionary) groupWord(c *cell) bool {
	return strings.Contains(c.norm(), "绩效") && d.label(c.norm()) == KeyGroup && !d.inVocabulary(c.norm())
}

// valueColumn chooses the column of the target: the annual one where several
// are printed.
func (h *header) valueColumn(block int) (column, bool) {
	best, n, rank := column{}, 0, -1
	for _, c := range h.columns {
		if c.role != RoleValue || c.block != block {
			continue
		}
		if n++; n == 1 {
			best = c
			continue
		}
		if n == 2 {
			rank = valueRank(labelText(best))
		}
		if r := valueRank(labelText(c)); r > rank {
			best, rank = c, r
		}
	}
	return best, n > 0
}

// rivalTargets are the further targets of a row whose columns are called no less like the
// target than that which was chosen: neither by a term or a change, nor by what one head
// over both parts.
func (h *header) rivalTargets(r *bodyRow) []string {
	chosen, ok := h.valueColumn(r.block)
	if !ok || h.read != nil || r.value == nil {
		return nil
	}
	var out []string
	for _, o := range r.targets {
		if l := labelText(*o.column); o.group == "" && chosen.group == "" && valueRank(l) == valueRank(labelText(chosen)) &&
			labelNorm(o.label) != labelNorm(chosen.label) && value.ParseYear(l) == 0 && o.c.squeezed() != r.value.squeezed() {
			out = append(out, cellOnly(o.c))
		}
	}
	return out
}

func labelText(c column) string { return squeeze(c.group + c.label) }

// valueRank prefers the target of this year, as adjusted, to one of an earlier
// year, of half a year, or of the whole term.
func valueRank(label string) int {
	switch {
	case words.Superseding.In(label):
		return 4
	case words.WholeTerm.In(label), words.OtherYear.In(label), words.Superseded.In(label):
		return 0
	case words.EarlyYear.In(label):
		return 1
	case words.ThisYear.In(label), words.Adjusted.In(label):
		return 3
	}
	return 2
}
