package form

import (
	"slices"

	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/parser/form/roles"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/pattern"
)

// header is the header of an indicator table: one row, or two where a column's
// name is divided (指标值 over 中期 and 年度).
type header struct {
	words    *dictionary
	t        *table
	row, end int // first row, and the first row after it
	columns  []column
	// fields are columns that say something of the project: a list of many
	// projects has them (单位名称, 项目名称, 预算数, 年度目标).
	fields []column
	// project is the cell that heads the projects of a list in words of its own, nil
	// where a known label does or the table is no list.
	project *cell
	// groups are columns that only group (绩效指标 down the left edge).
	groups []column
	// other are columns of an unknown name.
	other []column
	// read is the reading by evidence that the columns come from, nil where their
	// names decided.
	read *roles.Table
	// keeps are columns as rows have them, whatever becomes of the header's.
	keeps []*column
}

// column is a range of a table's columns with what it holds.
type column struct {
	from, to int // columns, to exclusive
	role     Role
	label    string // as printed
	key      Key    // of a field column
	group    string // of the header row above, where there are two
	block    int    // 0, or 1 for the second of two blocks side by side
	// seen is the column as the evidence has it, nil where its name decided.
	seen *roles.Column
}

// kept is a column for rows to have: equal ones share it.
func (h *header) kept(c column) *column {
	for _, k := range h.keeps {
		if *k == c {
			return k
		}
	}
	h.keeps = append(h.keeps, &c)
	return &c
}

// levels counts the header's columns of level labels and of names.
func (h *header) has(role Role) bool {
	for _, c := range h.columns {
		if c.role == role {
			return true
		}
	}
	return false
}

// blocks is the number of blocks side by side: 2 in 中期 ‖ 年度, else 1.
func (h *header) blocks() int {
	n := 0
	for _, c := range h.columns {
		n = max(n, c.block)
	}
	return n + 1
}

// findHeader reads a row as the header of an indicator table, or gives nil. It
// takes the names of a level and of a value to make one: prose and budget
// tables have neither.
func findHeader(t *table, row int, d *dictionary) *header {
	if t.Prose && t.Spans == grid.Exact {
		return nil
	}
	cells := t.filled(row)
	if len(cells) < 2 {
		return nil
	}
	if !d.namesLevel(cells) {
		return nil
	}
	levels, values := 0, 0
	for _, c := range cells {
		if c.norm() == "" {
			continue
		}
		switch role := c.columnRole(); {
		case role.isLevel():
			levels++
		case role == RoleValue || role == RoleActual:
			values++
		}
	}
	if levels == 0 || values == 0 || levels+values < 3 {
		return nil
	}
	h := &header{words: d, t: t, row: row, end: row + 1}
	h.readColumns()
	if !h.sound() {
		return nil
	}
	return h
}

// namesLevel reports whether a row names a level at all: the quick look at the
// many rows that are no header.
func (d *dictionary) namesLevel(cells []*cell) bool {
	for _, c := range cells {
		if c.norm() == "" {
			continue
		}
		if d.columns[c.norm()].isLevel() {
			return true
		}
		holds := pattern.Of(c.norm())
		for _, p := range d.patterns {
			if p.role.isLevel() && p.re.In(c.norm(), &holds) {
				return true
			}
		}
	}
	return false
}

// sound reports whether the columns make an indicator table: a name and a
// value, and a level beside them.
func (h *header) sound() bool {
	if !h.has(RoleValue) && !h.has(RoleActual) {
		return false
	}
	if !h.has(RoleName) {
		return false
	}
	return h.has(RoleLevel1) || h.has(RoleLevel2) || h.has(RoleOperator) || h.has(RoleUnit) || h.has(RoleWeight)
}

// readColumns gives every column of the header its role.
func (h *header) readColumns() {
	firstLevel := -1
	for _, c := range h.t.filled(h.row) {
		if role := h.role(c); role == RoleLevel1 || role == RoleLevel2 || role == RoleLevel3 || role == RoleName {
			firstLevel = c.Col
			break
		}
	}
	h.project = h.projectColumn(firstLevel)
	for _, c := range h.leaves() {
		h.place(c, firstLevel)
	}
	h.nameColumn()
	h.divideBlocks()
	h.kindColumn()
}

// leaves are the columns that the header's cells head: where one stands over two
// of the next row, those are the columns.
func (h *header) leaves() []column {
	var out []column
	for _, c := range h.t.filled(h.row) {
		if parts := h.divided(c); parts != nil {
			h.end = max(h.end, h.row+2)
			out = append(out, parts...)
			continue
		}
		if n := len(out); n > 0 && h.t.Spans == grid.Open && out[n-1].to == c.Col && out[n-1].label == c.Text {
			out[n-1].to = c.end() // a merged name, repeated over its span
			continue
		}
		role := h.role(c)
		out = append(out, column{from: c.Col, to: c.end(), label: c.Text, role: role})
		if role != RoleNone && role != RoleGroup && c.Row == h.row && c.last()-h.row <= 3 {
			h.end = max(h.end, c.last())
		}
	}
	return out
}

// place puts a column where it belongs: to the columns of the indicators, the
// fields and headings left of them, or the columns that nothing is known of.
// firstLevel is the column where the levels begin, -1 where none does.
func (h *header) place(c column, firstLevel int) {
	key := h.words.label(labelNorm(c.label))
	if h.project != nil && c.from == h.project.Col {
		key, c.role = KeyName, RoleNone
	}
	field := key != KeyNone && key != KeyGroup
	left := c.from < firstLevel
	switch {
	case c.role == RoleGroup && !left && firstLevel >= 0:
		h.other = append(h.other, c)
	case c.role == RoleGroup && !(field && h.listLike()):
		h.groups = append(h.groups, c)
	case c.role == RoleGroup, left && field && c.role != RoleNumber:
		c.key = key
		h.fields = append(h.fields, c)
	case c.role == RoleNone && left && (key == KeyGroup || h.besideBody(c)):
		h.groups = append(h.groups, c)
	case c.role == RoleNone:
		h.other = append(h.other, c)
	default:
		h.columns = append(h.columns, c)
	}
}

// role is that of a header's cell. A hidden column has none: what it holds is
// kept beside the rows, and is not their value.
func (h *header) role(c *cell) Role {
	if c.Hidden {
		for _, other := range h.t.filled(h.row) {
			if !other.Hidden {
				return RoleNone
			}
		}
	}
	return c.columnRole()
}

// besideBody reports whether a cell of the header is merged down the rows below it:
// a heading beside the table, no column of it.
func (h *header) besideBody(col column) bool {
	c := h.t.at(h.row, col.from)
	return c != nil && c.last() > h.end && c.RowSpan > 1
}

// divided gives the columns of the next row that stand under a header cell,
// where that row is still header. A name there that nobody knows means what the
// cell over it does, unless several do: then they are columns of their own.
func (h *header) divided(c *cell) []column {
	if c.ColSpan < 2 || c.Row != h.row || c.last() >= len(h.t.rows) {
		return nil
	}
	var out []column
	strange, own := 0, false
	for _, sub := range h.t.rows[c.last()] {
		if sub.Col < c.Col || sub.end() > c.end() || sub.Row != c.last() || sub.squeezed() == "" {
			continue
		}
		role := sub.columnRole()
		if role == RoleNone {
			strange++
		}
		own = own || role == c.columnRole()
		out = append(out, column{from: sub.Col, to: sub.end(), label: sub.Text, role: role, group: c.Text})
	}
	if len(out) < 2 || strange > 0 && !h.twoRows(c) {
		return nil
	}
	over := c.columnRole()
	for i := range out {
		if out[i].role == RoleNone && (over == RoleValue || over == RoleActual || strange == 1 && !own) {
			out[i].role = over // 中期, 甲村, 优 under 指标值
		}
	}
	return out
}

// twoRows reports whether a cell of the header stands over columns whose names need
// not be known: the name of a level beside it is as high as both rows.
func (h *header) twoRows(c *cell) bool {
	for _, o := range h.t.rows[h.row] {
		if o.columnRole().isLevel() && o.Row == h.row && o.last() > c.last() {
			return true
		}
	}
	return false
}

// nameColumn decides which column holds the indicator's name: 三级指标, else
// 指标名称, else 指标内容, else the lowest level there is.
func (h *header) nameColumn() {
	rename := func(from, to Role) bool {
		found := false
		for i := range h.columns {
			if h.columns[i].role == from {
				h.columns[i].role = to
				found = true
			}
		}
		return found
	}
	if h.has(RoleLevel4) { // the deepest level is the name
		rename(RoleLevel3, RoleKept)
		rename(RoleLevel4, RoleLevel3)
	}
	switch {
	case h.has(RoleLevel3):
		rename(RoleName, explained)
		rename(RoleLevel3, RoleName)
		rename(RoleContent, RoleExplanation)
		if !h.has(RoleExplanation) {
			rename(explained, RoleExplanation)
		}
	case h.has(RoleName):
		rename(RoleContent, RoleExplanation)
	case h.has(RoleContent):
		rename(RoleContent, RoleName)
	case h.has(RoleLevel2):
		rename(RoleLevel2, RoleName)
	}
}

// heads are the cells of the header.
func (h *header) heads(visit func(c *cell)) {
	for row := h.row; row < h.end; row++ {
		for _, c := range h.t.rows[row] {
			if c.Row >= h.row && c.last() <= max(h.end, c.Row+1) && c.squeezed() != "" {
				visit(c)
			}
		}
	}
}

// printed accounts for the cells of a header that was taken.
func (h *header) printed() {
	h.heads(func(c *cell) { c.is(fateLabel, whyColumnHead) })
}

// printedAgain accounts for a header that a table prints again on its next page.
func (h *header) printedAgain() {
	h.heads(func(c *cell) { c.is(fateFurniture, whyHeadAgain) })
}

// explained is the role of 指标名称 beside 三级指标: an explanation, where no other
// column is one.
const explained Role = "explained"

// divideBlocks numbers the blocks of a header that prints name and value
// twice side by side; level 1 belongs to both.
func (h *header) divideBlocks() {
	names := 0
	for _, c := range h.columns {
		if c.role == RoleName {
			names++
		}
	}
	if names != 2 {
		return
	}
	block, seen := 0, map[Role]bool{}
	for i := range h.columns {
		c := &h.columns[i]
		if block == 0 && seen[c.role] && (c.role == RoleLevel2 || c.role == RoleLevel1 || c.role == RoleName) {
			block = 1
		}
		seen[c.role] = true
		c.block = block
	}
}

// column gives the first column of a role in a block; level 1 is shared, and so is
// level 2 where the second block prints no level of its own.
func (h *header) column(role Role, block int) (column, bool) {
	for _, c := range h.columns {
		if c.role == role && c.block == block {
			return c, true
		}
	}
	if block > 0 && (role == RoleLevel1 || role == RoleLevel2 && !h.levelsOf(block)) {
		return h.column(role, 0)
	}
	return column{}, false
}

// maxKinds is how many cells of a column are looked at for kinds.
const maxKinds = 8

// kindColumn gives a column whose head may name a level, beside one that does, to the
// kinds of targets where its cells are those: 指标类型 over 定量指标 and 定性指标.
func (h *header) kindColumn() {
	first, ok := h.column(RoleLevel1, 0)
	if !ok {
		return
	}
	for i := range h.columns {
		c := &h.columns[i]
		if c.role != RoleLevel1 || c.from == first.from && c.block == first.block {
			continue
		}
		kinds := 0
		for row := h.end; row < len(h.t.rows) && kinds < maxKinds; row++ {
			if cell := under(h.t, row, *c); cell != nil && cell.squeezed() != "" {
				if s := cell.squeezed(); !words.Qualitative.Has(s) && !words.Quantitative.Has(s) {
					kinds = 0
					break
				}
				kinds++
			}
		}
		if kinds > 0 {
			c.role = RoleNature
		}
	}
}

// levelsOf reports whether a block prints levels of its own.
func (h *header) levelsOf(block int) bool {
	return slices.ContainsFunc(h.columns, func(c column) bool {
		return c.block == block && (c.role == RoleLevel1 || c.role == RoleLevel2)
	})
}

// same reports whether another row prints the same header again, as a table
// does that goes on on the next page.
func (h *header) same(o *header) bool {
	if len(h.columns) != len(o.columns) {
		return false
	}
	if a, b := groupLabel(h), groupLabel(o); a != b && a != "" && b != "" {
		return false // 长期绩效指标 over 年度绩效指标: two tables
	}
	for i := range h.columns {
		if h.columns[i].role != o.columns[i].role {
			return false
		}
	}
	return true
}
