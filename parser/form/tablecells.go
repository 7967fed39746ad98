package form

import (
	"strings"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/level"
	"github.com/pbt-cli/pbt/indicator/value"
	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/parser/internal/pattern"
)

// What some columns hold is said by their cells, not by their heads: 指标性质 and
// 指标方向 hold comparators in one system, 正向/反向 in the next and 定性/定量 in a
// third.

// settle gives the columns of comparators, directions and kinds the roles that
// their cells have.
func (f *found) settle() {
	roles := map[Role]Role{}
	for _, from := range []Role{RoleOperator, RolePolarity, RoleNature} {
		if to := f.body.holds(from); to != RoleNone && to != from {
			roles[from] = to
		}
	}
	defer f.body.comparators()
	if len(roles) == 0 {
		return
	}
	for i := range f.body.rows {
		r := &f.body.rows[i]
		cells := make(roleCells, 0, len(r.cells))
		for _, had := range r.cells {
			to, moves := roles[had.role]
			switch {
			case !moves:
				to = had.role
				if other := cells.of(to); other != nil {
					r.spare(columnCell{f.header.kept(f.columnOf(to)), other})
				}
			case cells.of(to) != nil || r.cells.of(to) != nil && roles[to] == RoleNone:
				r.spare(columnCell{f.header.kept(f.columnOf(had.role)), had.c})
				continue
			}
			cells.put(to, had.c)
		}
		r.cells = cells
	}
}

// comparators gives a row the comparator that stands in its column of kinds or of
// directions, where the others of that column are something else: ≥ beside 定值.
func (b *body) comparators() {
	known := map[string]Role{}
	for i := range b.rows {
		r := &b.rows[i]
		for j := range r.cells {
			has := &r.cells[j]
			if has.role != RoleNature && has.role != RolePolarity {
				continue
			}
			text := has.c.squeezed()
			if _, ok := known[text]; !ok {
				known[text] = cellRole(text)
			}
			if known[text] == RoleOperator && r.cells.of(RoleOperator) == nil {
				has.role = RoleOperator
			}
		}
	}
}

// columnOf is the column of a role.
func (f *found) columnOf(role Role) column {
	for _, c := range f.header.columns {
		if c.role == role {
			return c
		}
	}
	return column{role: role}
}

// holds is the role that the cells of a column have, RoleNone where they do not
// agree or are none of these.
func (b *body) holds(column Role) Role {
	count := map[Role]int{}
	n := 0
	known := map[string]Role{}
	for i := range b.rows {
		c := b.rows[i].cells.of(column)
		if c == nil || c.squeezed() == "" {
			continue
		}
		role, ok := known[c.squeezed()]
		if !ok {
			role = cellRole(c.squeezed())
			known[c.squeezed()] = role
		}
		n++
		count[role]++
	}
	// ≥ beside 定性, however many rows are 定性: a kind takes no comparator's place.
	if count[RoleOperator] > 0 && count[RoleOperator]+count[RoleNature] == n {
		return RoleOperator
	}
	for _, role := range []Role{RoleOperator, RolePolarity, RoleNature} {
		if 2*count[role] > n {
			return role
		}
	}
	return RoleNone
}

// cellRole is what a cell says: a comparator, a direction, a kind.
func cellRole(text string) Role {
	switch {
	case words.Up.Has(text), words.Down.Has(text), words.Neutral.Has(text):
		return RolePolarity
	case words.Qualitative.Has(text), words.Quantitative.Has(text):
		return RoleNature
	case isComparator(text):
		return RoleOperator
	}
	return RoleNone
}

// isComparator reports whether a text is a comparator, in symbols or in words.
func isComparator(text string) bool {
	if strings.ContainsAny(text, "0123456789") || len(text) > 30 {
		return false
	}
	return !value.Parse("1", value.Context{Op: text}).OpImplied
}

// ellipsis is what a template prints for further indicators.
var ellipsis = pattern.MustCompile(`^[….。·、\-—～~]+$`)

// example is how a template begins a row that shows how to fill it in.
var example = pattern.MustCompile(`^[(（【]?` + words.Example.Pattern() + `[)）】]?[:：\d、]`)

// template reports whether a row is of the template and not of the form: nothing
// but 指标2 or …… or dashes for both name and target in it, or an example.
func (r *bodyRow) template() bool {
	if r.name == nil {
		return false
	}
	text, _ := fold.Clean(r.name.Text)
	if example.MatchString(fold.Text(text)) || r.hints() {
		return true
	}
	name := level.StripNumbering(text)
	if !blankAmount(name) && !ellipsis.MatchString(squeeze(name)) && !level.IsNumbering(text) {
		return false
	}
	if r.value != nil && !filler(r.value) || len(r.extra) > 0 || len(r.targets) > 0 {
		return false
	}
	for _, f := range r.cells {
		if !filler(f.c) {
			return false
		}
	}
	return true
}

// hint is what a template says in brackets of how to fill in a column.
var hint = pattern.MustCompile(`^[(（【\[](` + words.ToFillIn.Pattern() + `|` + words.Hint.Pattern() + `|不超过\d|限\d|不少于\d+字).*[)）】\]]$|^` + words.ToFillIn.Pattern() + `项?$`)

// hints reports whether all cells of a row say how to fill in their columns.
func (r *bodyRow) hints() bool {
	n, all := 0, true
	r.each(func(c *cell) {
		if c.squeezed() != "" {
			n++
			all = all && hint.MatchString(c.squeezed())
		}
	})
	return n > 1 && all
}

// each visits the cells of a row.
func (r *bodyRow) each(visit func(c *cell)) {
	for _, list := range [...][]*cell{{r.name, r.value, r.number}, r.labels()} {
		for _, c := range list {
			if c != nil {
				visit(c)
			}
		}
	}
	for _, f := range r.cells {
		visit(f.c)
	}
	for _, list := range [][]columnCell{r.extra, r.targets} {
		for _, c := range list {
			visit(c.c)
		}
	}
}

// filler reports whether a cell holds nothing that a person wrote.
func filler(c *cell) bool {
	return c == nil || blankAmount(c.Text) || ellipsis.MatchString(c.squeezed())
}

// isTemplate accounts for the cells of a row of the template.
func (r *bodyRow) isTemplate() {
	cells := append([]*cell{r.name, r.value}, r.labels()...)
	for _, f := range r.cells {
		cells = append(cells, f.c)
	}
	for _, list := range [][]columnCell{r.extra, r.targets} {
		for _, c := range list {
			cells = append(cells, c.c)
		}
	}
	for _, c := range cells {
		c.furniture(whyTemplate)
	}
}
