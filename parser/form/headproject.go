package form

import (
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/indicator/words"
)

// A list prints many projects in one table, each beside its indicators. 项目名称 heads
// them in most; others have 单位（专项）名称, or 单位名称、项目名称, and what is below tells.

// listLike reports whether the header names a project: then the table is a
// list of many.
func (h *header) listLike() bool {
	if h.project != nil {
		return true
	}
	for _, c := range h.t.filled(h.row) {
		if h.words.label(c.norm()) == KeyName {
			return true
		}
	}
	return false
}

// projectColumn is the cell of a header left of the levels that heads projects in
// words of its own: it names them, or it speaks of them and at each text below it the
// levels begin anew. firstLevel is the column of the first level, -1 where there is none.
func (h *header) projectColumn(firstLevel int) *cell {
	if firstLevel <= 0 || h.listLike() {
		return nil
	}
	for _, c := range h.t.filled(h.row) {
		if c.end() > firstLevel {
			break
		}
		if h.words.column(c.norm()) == RoleNone && (namesProjects(c) || words.ProjectHead.In(c.squeezed()) && h.levelsBeginAt(c, firstLevel)) {
			return c
		}
	}
	return nil
}

// namesProjects reports whether the head of a column says by its words alone that
// projects stand below it, be it beside offices: 单位（专项）名称, 单位名称、项目名称.
func namesProjects(c *cell) bool {
	name, ok := strings.CutSuffix(c.squeezed(), "名称")
	return ok && (words.ProjectHead.Has(c.note()) || words.ProjectHead.Ends(name))
}

// levelsBeginAt reports whether the texts under a cell of the header part the rows
// into projects: there are two or more, at each the first level begins, and one that
// was open before comes back.
func (h *header) levelsBeginAt(head *cell, firstLevel int) bool {
	var levels map[string]bool // of the project that is open
	project, back := "", false
	for row := h.row + 1; row < len(h.t.rows); row++ {
		level, own := h.t.at(row, firstLevel), h.t.at(row, head.Col)
		if level == nil || level.Row <= h.row || level.Col != firstLevel {
			continue
		}
		label := level.squeezed()
		if own != nil && own.Row == row && own.squeezed() != "" && own.squeezed() != project {
			if label == "" && h.t.blankBeside(row, own) {
				continue // the office whose projects follow
			}
			if label == "" || level.Row != row {
				return false
			}
			back = back || levels[label]
			project, levels = own.squeezed(), map[string]bool{}
		}
		if levels != nil && label != "" {
			levels[label] = true
		}
	}
	return back
}

// blankBeside reports whether a cell is alone with its text in a row.
func (t *table) blankBeside(row int, c *cell) bool {
	own := t.starting(row)
	return len(own) == 1 && own[0] == c
}

// office is a row of a list that names the office whose projects follow, and the
// number of rows before it.
type office struct {
	c    *cell
	rows int
}

// officeOfList reports whether the cells of a row are the name of an office over
// projects of a list.
func (h *header) officeOfList(own []*cell) bool {
	if len(own) != 1 || len(h.columns) == 0 || own[0].Col >= h.columns[0].from || !own[0].namesOffice() {
		return false
	}
	return h.listLike()
}

// officeOf is the cell that says whose project the rows from one on are, nil where
// none does.
func (b *body) officeOf(row int) *cell {
	var c *cell
	for _, o := range b.offices {
		if o.rows > row {
			break
		}
		c = o.c
	}
	return c
}

// namesOffice reports whether a text ends as the name of an office does.
func (c *cell) namesOffice() bool {
	s := c.squeezed()
	return words.NoProjectEnd.Ends(s) && !words.ProjectHead.Ends(s)
}

// opensProject are the fields of a row of a list that names a project and none of its
// indicators, which follow below it; nil of another row.
func (h *header) opensProject(t *table, row int) []*cell {
	named := false
	fields := make([]*cell, len(h.fields))
	for i, col := range h.fields {
		if c := under(t, row, col); c != nil && c.Row == row && c.squeezed() != "" {
			fields[i] = c
			named = named || col.key == KeyName
		}
	}
	if !named || !slices.ContainsFunc(h.columns, func(c column) bool { return c.role == RoleLevel1 }) {
		return nil
	}
	for _, c := range t.starting(row) {
		if c.Col >= h.columns[0].from {
			return nil // a sum, or a label beside
		}
	}
	return fields
}

// begins gives the first row of a project the fields that a row above it prints.
func (r *bodyRow) begins(opened []*cell) {
	for i, c := range opened {
		if c != nil && (r.fields[i] == nil || r.fields[i].squeezed() == "") {
			r.fields[i] = c
		}
	}
}
