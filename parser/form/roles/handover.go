package roles

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

// handOver gives the table in terms of the grid, with what stands inside its
// cells divided.
func (t *table) handOver(i int, g *grid.Grid) *Table {
	out := &Table{
		Grid: i, First: t.s.printedRow(t.top), End: t.s.printedRow(max(0, t.end-1)) + 1, Layout: t.layout, Continues: t.continues,
		Score: t.total, Margin: t.margin, Likely: t.likely(),
	}
	if t.layout == "cards" || t.transpose {
		out.First, out.End = t.top, t.end
	}
	out.Heads, out.Again = t.printedHeads()
	out.took = taken{grid: g, ids: t.cover}
	if t.layout == "plain" {
		for _, r := range t.sums {
			out.Sums = append(out.Sums, t.s.printedRow(r))
		}
	}
	roles := t.roles()
	for j, k := range t.columns {
		out.Columns = append(out.Columns, k.handOver(roles[j], t.weight(j)))
	}
	var at []int
	out.Rows, at = t.handRows()
	for _, list := range [][]Doubt{t.hard, t.doubts} {
		for i := range list {
			t.lay(&list[i])
		}
	}
	out.Broken, out.Doubts = moved(t.hard, at), moved(t.doubts, at)
	return out
}

// handOver gives a column with its role.
func (k *column) handOver(role string, w Weight) Column {
	c := Column{From: k.at, To: k.at + 1, Role: role, Known: k.known, Holds: k.holds(), Weight: w}
	if n := len(k.path); n > 0 {
		c.Head, c.To = k.path[n-1].Text(), max(k.at+1, k.path[n-1].right())
		if n > 1 {
			c.Group = k.path[0].Text()
		}
	}
	return c
}

// handRows gives the rows that have a name or a target, and where each row went, -1
// for one that was left out.
func (t *table) handRows() (rows []Row, at []int) {
	labels := map[*Cell]*Cell{}
	plans, weights := t.plans(), t.pointed()
	rows, at = make([]Row, 0, len(t.read)), make([]int, len(t.read))
	for i := range t.read {
		r := &t.read[i]
		if r.name == nil && r.target == nil {
			at[i] = -1
			continue
		}
		at[i] = len(rows)
		w := Row{Labels: [2]*Cell{t.d.unnumbered(r.labels[0], labels), t.d.unnumbered(r.labels[1], labels)}, Name: r.name, Target: r.target, Printed: t.printed(r), Beside: nothing}
		var more Beside
		if weights && w.Name != nil {
			w.Name, more.Weight = t.d.splitPoints(w.Name)
		}
		if plans {
			w.Target, more.Actual = t.d.splitPlan(w.Target)
		}
		for j, k := range t.columns {
			if c := k.cells[i]; c != nil && !t.uses(j) {
				more.Further = append(more.Further, Further{j, c})
			}
		}
		if more.Further != nil || more.Weight != nil || more.Actual != nil {
			w.Beside = &Beside{more.Further, more.Weight, more.Actual}
		}
		rows = append(rows, w)
	}
	return rows, at
}

// takeBeside takes the rows of the other half of a table that prints several
// indicators a row, each after those of its own row. It is false where the halves
// were not read alike.
func (t *Table) takeBeside(o *Table) bool {
	if t.Grid != o.Grid || t.First != o.First || len(t.Columns) != len(o.Columns) {
		return false
	}
	for i := range t.Columns {
		if t.Columns[i].Role != o.Columns[i].Role {
			return false
		}
	}
	type place struct{ table, row int }
	var order []place
	var rows []Row
	at := [2][]int{make([]int, len(t.Rows)), make([]int, len(o.Rows))}
	for i, j := 0, 0; i < len(t.Rows) || j < len(o.Rows); {
		if j == len(o.Rows) || i < len(t.Rows) && t.Rows[i].Printed <= o.Rows[j].Printed {
			order, rows, i = append(order, place{0, i}), append(rows, t.Rows[i]), i+1
		} else {
			order, rows, j = append(order, place{1, j}), append(rows, o.Rows[j]), j+1
		}
	}
	for n, p := range order {
		at[p.table][p.row] = n
	}
	t.Rows = rows
	t.Broken, t.Doubts = moved(t.Broken, at[0]), moved(t.Doubts, at[0])
	t.Broken, t.Doubts = append(t.Broken, moved(o.Broken, at[1])...), append(t.Doubts, moved(o.Doubts, at[1])...)
	t.Heads, t.Again = append(t.Heads, o.Heads...), append(t.Again, o.Again...)
	t.took.ids.join(&o.took.ids)
	t.took.set = nil
	t.Margin, t.End, t.Likely = min(t.Margin, o.Margin), max(t.End, o.End), t.Likely || o.Likely
	return true
}

// unnumbered is a label without the numbering in front of it; one cell gives one
// part.
func (d *reader) unnumbered(c *Cell, made map[*Cell]*Cell) *Cell {
	if c == nil || !numbering.MatchString(c.flat) {
		return c
	}
	if made[c] == nil {
		made[c] = d.part(c, numbering.ReplaceAllString(fold.Text(strings.TrimSpace(c.Text())), ""))
	}
	return made[c]
}

// moved are doubts with their rows where those went; a row that was left out
// leaves its doubt to the table.
func moved(doubts []Doubt, at []int) []Doubt {
	out := make([]Doubt, len(doubts))
	for i, d := range doubts {
		out[i] = d
		if d.Rows == nil {
			continue
		}
		out[i].Rows, out[i].Open = nil, nil
		for k, r := range d.Rows {
			if at[r] >= 0 {
				out[i].Rows, out[i].Open = append(out[i].Rows, at[r]), append(out[i].Open, d.Open[k])
			}
		}
		if out[i].Rows == nil {
			out[i].Open = d.Open[:1]
		}
	}
	return out
}

// printedHeads are the cells of the head, and those of heads printed again.
func (t *table) printedHeads() (heads, again []*Cell) {
	for _, k := range t.columns {
		heads = append(heads, k.path...)
	}
	for r := t.top; r < t.body0 && t.layout != "cards" && !t.transpose && !t.continues; r++ {
		heads = append(heads, t.s.starts(r)...)
	}
	again = slices.Clone(t.again)
	for _, r := range t.repeats {
		again = append(again, t.s.starts(r)...)
	}
	return alone(heads), alone(again)
}

// alone are copies of cells: of those of a sheet one keeps all the others in memory.
func alone(cells []*Cell) []*Cell {
	for i, c := range cells {
		n := *c
		cells[i] = &n
	}
	return cells
}

// printed is the row of the grid that an indicator stands in.
func (t *table) printed(r *row) int {
	for _, c := range []*Cell{r.name, r.target} {
		if c != nil && c.From != nil {
			return c.From.Row
		}
	}
	return t.s.printedRow(r.at)
}

// roles are the roles of the columns in the words of the profiles.
func (t *table) roles() []string {
	out := make([]string, len(t.columns))
	last := t.target[len(t.target)-1]
	for j, k := range t.columns {
		switch {
		case j == t.first:
			out[j] = "level1"
		case j == t.second:
			out[j] = "level2"
		case j == t.name:
			out[j] = "name"
		case contains(t.target, j):
			out[j] = "value"
		case (known.years.MatchString(k.head) || known.seasons.MatchString(k.head)) && k.targety >= .5:
			out[j] = "value"
		case k.known && !levelRole(k.role) && !(k.role == "value" && (k.comparators() || k.units())):
			out[j] = k.role
		}
	}
	t.nearest(out, last, "operator", (*column).comparators)
	t.nearest(out, last, "unit", (*column).units)
	return out
}

// weight is what speaks for the role of a column, nothing where it has none.
func (t *table) weight(j int) Weight {
	k, r := t.columns[j], roleTarget
	switch {
	case j == t.first:
		r = roleFirst
	case j == t.second:
		r = roleSecond
	case j == t.name:
		r = roleName
	case !contains(t.target, j):
		return Weight{}
	}
	return Weight{k.odds[r], k.byName(r), k.byShape(r, len(t.rows))}
}

// levelRole reports whether a role is the stage's to give: a known head alone
// does not give it.
func levelRole(role string) bool {
	switch role {
	case "level1", "level2", "level3", "level4", "name", "content", "group", "operator", "unit":
		return true
	}
	return false
}

// nearest gives a role to the column next to the target that holds what it
// takes: under the same head first, then by distance.
func (t *table) nearest(out []string, target int, role string, holds func(*column) bool) {
	best, rank := -1, 1<<30
	for j, k := range t.columns {
		if t.uses(j) || !holds(k) || out[j] != "" && out[j] != "nature" && out[j] != "polarity" && out[j] != role {
			continue
		}
		r := 4 * abs(j-target)
		if group(k) != "" && group(k) == group(t.columns[target]) {
			r -= 3
		}
		if k.role == role {
			r -= 8
		}
		if (k.role == "nature" || k.role == "polarity") && !k.symbols() {
			r += 100
		}
		if r < rank {
			best, rank = j, r
		}
	}
	if best >= 0 {
		out[best] = role
	}
}

// symbols reports whether comparators, not only 定性 and 正向, stand in a column.
func (k *column) symbols() bool {
	n := 0
	for _, c := range k.own {
		if c.class() == comparator && !known.kinds.MatchString(c.flat) {
			n++
		}
	}
	return 2*n >= len(k.own)
}

func group(k *column) string {
	if len(k.path) < 2 {
		return ""
	}
	return k.path[0].flat
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// pointed reports whether names end in points, as 普法场次(5分): most do.
func (t *table) pointed() bool {
	n := 0
	for i := range t.read {
		if c := t.read[i].name; c != nil && points.MatchString(c.flat) && strings.Contains(points.FindString(c.flat), "分") {
			n++
		}
	}
	return n > 0 && 5*n >= 4*len(t.read)
}

// likely reports whether the table is one of indicators, whatever its columns
// mean: levels of the vocabulary, targets with comparators, or known heads.
func (t *table) likely() bool {
	if t.anyLevel() {
		return true
	}
	compared := 0
	for i := range t.read {
		if c := t.read[i].target; c != nil && c.class() == quantity && comparing.MatchString(c.flat) {
			compared++
		}
	}
	heads := map[role]bool{}
	for _, k := range t.columns {
		heads[k.prior] = heads[k.prior] || k.known
		if k.comparators() && k.symbols() {
			compared += len(t.read)
		}
	}
	return len(t.read) >= 3 && (float64(compared) >= .3*float64(len(t.read)) || heads[roleName] && heads[roleTarget])
}

// splitPoints parts the points from a name.
func (d *reader) splitPoints(c *Cell) (name, weight *Cell) {
	m := points.FindStringSubmatchIndex(c.flat)
	if m == nil {
		return c, nil
	}
	text := strings.TrimRight(c.Text(), " \t\n　)）】]")
	cut := strings.LastIndexAny(text, "(（【[")
	if cut <= 0 {
		return c, nil
	}
	return d.part(c, strings.TrimSpace(text[:cut])), d.part(c, c.flat[m[2]:m[3]])
}

// plans reports whether targets hold a plan and a result: 目标:95%;实际:96%.
func (t *table) plans() bool {
	n, filled := 0, 0
	for i := range t.read {
		if c := t.read[i].target; c != nil {
			filled++
			if known.planned.MatchString(c.Text()) {
				n++
			}
		}
	}
	return n > 0 && 5*n >= 4*filled
}

// splitPlan parts a target that holds plan and result.
func (d *reader) splitPlan(c *Cell) (target, actual *Cell) {
	if c == nil {
		return nil, nil
	}
	m := known.planned.FindStringSubmatch(c.Text())
	if m == nil {
		return c, nil
	}
	return d.part(c, strings.TrimSpace(m[1])), d.part(c, strings.TrimSpace(m[2]))
}

func (k *column) holds() Holds {
	c := &k.counts
	return Holds{
		Values:      c[quantity] + c[longQuantity] + c[bare] + c[deadline],
		Levels:      c[level1] + c[level2] + c[levelAny],
		Comparators: c[comparator],
		Units:       c[unit],
		Words:       c[qualitative] + c[short] + c[middle] + c[tick],
		Texts:       c[text] + c[prose] + c[head] + c[serial] + c[note] + c[sum],
	}
}

func describe(h Holds) schema.Text {
	kinds := []struct {
		n      int
		zh, en string
	}{
		{h.Values, "个数量值", "values"}, {h.Levels, "个级次名称", "names of levels"}, {h.Comparators, "个比较符", "comparators"},
		{h.Units, "个单位", "units"}, {h.Words, "个短词", "words"}, {h.Texts, "段文字", "texts"},
	}
	sort.SliceStable(kinds, func(i, j int) bool { return kinds[i].n > kinds[j].n })
	var zh, en []string
	for _, k := range kinds[:2] {
		if k.n > 0 {
			zh = append(zh, fmt.Sprintf("%d %s", k.n, k.zh))
			en = append(en, fmt.Sprintf("%d %s", k.n, k.en))
		}
	}
	if zh == nil {
		return schema.Text{ZH: "空", EN: "nothing"}
	}
	return schema.Text{ZH: strings.Join(zh, "，"), EN: strings.Join(en, ", ")}
}
