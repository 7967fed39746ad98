package form

import (
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/parser/form/roles"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/pattern"
)

// Below the indicators a table may go on with pairs of labels and texts in the same
// columns; an office's own levels stand there, too.

// minLevelled is how many rows with names of levels show that a row without any is
// none of the table.
const minLevelled = 3

// pairsBelow reports whether a row prints pairs of labels and texts below the
// indicators, in their columns: it begins with two cells that name no levels, where all
// rows so far stand under levels that are known. Of a row that may be an indicator all the
// same it notes that it is strange.
func (h *header) pairsBelow(t *table, row int, b *body) bool {
	if len(b.rows) < minLevelled || t.Spans == grid.Open {
		return false
	}
	var own [2]*cell
	for depth, role := range []Role{RoleLevel1, RoleLevel2} {
		col, ok := h.column(role, 0)
		if !ok {
			return false
		}
		c := under(t, row, col)
		if c == nil || c.Row != row || c.RowSpan > 1 || c.squeezed() == "" {
			return false
		}
		own[depth] = c
	}
	named := func(c *cell, depth int) bool {
		return h.words.isLevel(c.norm(), depth) || h.words.inVocabulary(c.norm())
	}
	for _, c := range own {
		if strings.HasSuffix(c.norm(), "指标") {
			return false // a level of the office's own
		}
	}
	if own[0] == own[1] || named(own[0], 0) || h.goesOnBelow(t, row, own[0]) {
		return false
	}
	short := false // some label above does not end in 指标
	known := b.rows
	if len(b.strange) > 0 {
		known = known[:b.strange[0]]
	}
	for i := range known {
		for depth, c := range known[i].labels() {
			if depth >= len(own) || c == nil || c.squeezed() == "" {
				continue
			}
			if !named(c, depth) {
				return false
			}
			short = short || !strings.HasSuffix(c.norm(), "指标")
		}
	}
	if named(own[1], 1) && short {
		return false
	}
	if len(b.strange) > 0 || h.unknownLevel(t, row, own[1]) {
		b.strange = append(b.strange, len(b.rows)) // read, and left open
		return false
	}
	return true
}

// goesOnBelow reports whether the row below one stands under the same label, which it
// does not print again: it has a name and a target.
func (h *header) goesOnBelow(t *table, row int, label *cell) bool {
	if row+1 >= len(t.rows) {
		return false
	}
	for _, c := range t.rows[row+1] {
		if c.Row == row+1 && c.squeezed() != "" && c.Col < label.end() {
			return false
		}
	}
	name, value := h.nameAndValue(t, row+1)
	return name != nil && value != nil && name != value && name.squeezed() != "" && value.squeezed() != ""
}

// unknownLevel reports whether a row may be an indicator under levels of an office's own:
// its target is a number, and what stands under the second level is none.
func (h *header) unknownLevel(t *table, row int, inner *cell) bool {
	_, target := h.nameAndValue(t, row)
	return target != nil && target.Row == row && isValue(target.squeezed()) && !targetText(inner)
}

// systemName is the name of a column in a system: PRO_NAME.
var systemName = pattern.MustCompile(`^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$`)

// codesOnly reports whether the cells of a row are names of columns in a system, one of
// them of several words at least.
func codesOnly(own []*cell) bool {
	return len(own) > 2 && slices.ContainsFunc(own, func(c *cell) bool { return strings.Contains(c.squeezed(), "_") }) &&
		!slices.ContainsFunc(own, func(c *cell) bool { return !systemName.MatchString(c.squeezed()) })
}

// doubtStrange leaves open what strange rows are: but not of those that share a label,
// as rows under one level do.
func (b *body) doubtStrange() {
	b.strange = slices.DeleteFunc(b.strange, func(i int) bool { return i >= len(b.rows) }) // no row came of it
	shared := map[string]int{}
	for _, i := range b.strange {
		shared[b.rows[i].label(0)]++
	}
	d := roles.Doubt{Question: roles.AskLevel1}
	for _, i := range b.strange {
		if shared[b.rows[i].label(0)] == 1 {
			d.Rows = append(d.Rows, i)
		}
	}
	if d.Rows != nil {
		b.doubts = append(b.doubts, d)
	}
}
