package form

import (
	"slices"
	"strconv"
	"strings"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/level"
	"github.com/pbt-cli/pbt/indicator/value"
	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/parser/form/roles"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/pattern"
	"github.com/pbt-cli/pbt/schema"
)

// trees makes the declaration's trees of the rows of its indicator tables.
// Where rows may be spent, those of large tables go as they are declared.
func (b *builder) trees(all []*tree, spends bool) {
	for _, t := range all {
		to := &treeBuilder{b: b, root: "indicators", nodes: &b.d.Indicators}
		if t.mediumTerm(len(b.d.Indicators) > 0 || len(all) > t.header.blocks()) {
			to.root, to.nodes = "indicators_medium_term", &b.d.IndicatorsMediumTerm
		}
		to.add(t, spends && t.parted())
	}
}

// sums keeps the rows 总分 and 合计 of a form's tables: the total score, or a
// pair of its own.
func (b *builder) sums(s *section) {
	for _, part := range append([]*section{s}, s.more...) {
		if t := part.body.total; t != nil && b.d.TotalScore == "" && b.free("total_score", t.Text, t) {
			b.d.TotalScore = plainNumber(t.Text)
			b.took("total_score", b.d.TotalScore, t)
		}
		for _, h := range part.body.sums {
			b.extra(h)
		}
	}
}

// mediumTerm tells whether a tree is the medium-term one. Of two blocks side by
// side the header says it, else it is the left one; of two tables the heading.
func (t *tree) mediumTerm(several bool) bool {
	if t.header.blocks() < 2 {
		return several && mediumLabel(groupLabel(t.header))
	}
	for i := range 2 {
		if c, ok := t.header.valueColumn(i); ok {
			if l := labelText(c); mediumLabel(l) {
				return i == t.block
			} else if words.ThisYear.In(l) {
				return i != t.block
			}
		}
	}
	return t.block == 0
}

// mediumLabel reports whether a label speaks of the whole term.
func mediumLabel(s string) bool { return words.WholeTerm.In(s) }

// groupLabel is what groups the columns of a header: beside them, else right above.
func groupLabel(h *header) string {
	s := ""
	for _, g := range h.groups {
		s += squeeze(g.label)
	}
	if s == "" {
		s = h.heading().orNothing()
	}
	return s
}

// heading is the cell on a row of its own right above the header that only groups
// what stands below it: 年度绩效目标表. nil where there is none.
func (h *header) heading() *cell {
	if h.row == 0 || !h.words.groups(h.t, h.row-1) {
		return nil
	}
	return h.t.starting(h.row - 1)[0]
}

// treeBuilder adds rows to one tree.
type treeBuilder struct {
	b     *builder
	root  string
	nodes *[]*schema.Indicator
	// leaves and values are room for the indicators and what they say.
	leaves room[schema.Indicator]
	values room[schema.Value]
}

// room gives things out of blocks of them: less memory for many than one by one.
type room[T any] struct {
	left []T
	many int // how many are still expected
}

// blockOf is how many a block holds: about 8 KB of indicators or values.
const blockOf = 30

func (r *room[T]) next() *T {
	if len(r.left) == 0 {
		r.left = make([]T, max(1, min(r.many, blockOf)))
	}
	p := &r.left[0]
	r.left = r.left[1:]
	r.many--
	return p
}

// openNode is a label that the last row stood under.
type openNode struct {
	node *schema.Indicator
	path string
}

// add reads the rows of a tree into nodes, and lets go of each row where it is spent.
func (t *treeBuilder) add(from *tree, spends bool) {
	leaves := make([]nodePath, len(from.rows)) // path of each row's leaf
	over := t.branch(nil, nil, spends)
	var above rowPath // the labels of the open nodes
	template := from.templates()
	trace := &t.b.trace
	trace.copies = spends
	t.leaves.many, t.values.many = len(leaves), len(leaves)
	for i, row := range from.each(spends) {
		r, path := row.bodyRow, row.path
		if template[i] {
			r.isTemplate()
			continue
		}
		keep := 0
		for keep < len(path) && keep < len(over.open) && above[keep] == path[keep] {
			keep++
		}
		if keep < len(path) || keep < len(over.open) {
			over = t.branch(over.open[:keep:keep], path[keep:], spends)
		}
		above = path
		leaf := t.leaves.next()
		leaves[i] = t.append(over, leaf)
		at, before := leaves[i].String(), len(trace.list)
		t.leaf(from.header, r, leaf, at)
		t.under(over.open, path, at)
		if spends {
			trace.settle(before, leaves[i], at)
			r.spend()
		}
	}
	trace.copies = false
	t.doubts(from.reading, leaves)
	t.open(from, leaves)
}

// branch opens labels below those that are open.
func (t *treeBuilder) branch(open []openNode, labels rowPath, spends bool) *branch {
	over := &branch{open: open}
	over.to(t.root)
	if n := len(open); n > 0 {
		over.to(open[n-1].path)
	}
	for _, l := range labels {
		n := &schema.Indicator{Name: l.name, Points: l.points}
		over.to(t.append(over, n).String())
		t.label(l, over.path)
		if spends {
			l.cells = nil
		}
		over.open = append(over.open, openNode{n, over.path})
	}
	return over
}

// templates are the rows that a template left, none where it has no others: then
// the form was not filled in, and that shows.
func (t *tree) templates() map[int]bool {
	out := map[int]bool{}
	for i := range t.rows {
		if t.rows[i].template() {
			out[i] = true
		}
	}
	if len(out) == len(t.rows) {
		return nil
	}
	return out
}

// label writes down what printed a node's label.
func (t *treeBuilder) label(l *label, path string) {
	b := t.b
	if l.at != nil && l.at.free(path+".name", l.at.Text) {
		b.trace.add(path, &l.at.Spot)
	}
	for _, c := range l.cells {
		if !b.free(path+".name", c.Text, c) {
			question := schema.QuestionLevel1
			if strings.Contains(path, ".children") {
				question = schema.QuestionLevel2
			}
			b.ask(path, question, l.name, nil) // it may be none: the cell is read as something else
			continue
		}
		if c == l.at {
			for _, r := range c.Repairs() {
				r.Path = path + ".name"
				b.d.Repairs = append(b.d.Repairs, r)
			}
			b.doubt(path+".name", l.name, &c.Spot, c.Doubts())
		}
		fate := fateKey
		if !strings.Contains(l.name, squeeze(c.norm())) && !strings.Contains(c.norm(), labelNorm(l.name)) {
			fate = fateRepair // a garbled copy beside the label, or another reading of it
		}
		b.gives(c, fate, path+".name", c.Text)
	}
}

// under doubts the level of a row below labels whose text is in doubt: what a
// label may say otherwise, it says of every row that it heads.
func (t *treeBuilder) under(open []openNode, labels rowPath, path string) {
	for i, l := range labels[:min(len(open), labelLevels)] {
		if l.at == nil {
			continue
		}
		for _, d := range l.at.Doubts() {
			d.Question = "level" + strconv.Itoa(i+1)
			t.b.doubt(path, l.name, &l.at.Spot, []grid.Doubt{d})
		}
	}
}

// labelLevels is how many levels stand above an indicator.
const labelLevels = 2

// append adds a node to a branch and gives its path.
func (t *treeBuilder) append(over *branch, n *schema.Indicator) nodePath {
	nodes := t.nodes
	if n := len(over.open); n > 0 {
		nodes = &over.open[n-1].node.Children
	}
	*nodes = append(*nodes, n)
	return nodePath{over, int32(len(*nodes) - 1)}
}

// doubts writes what the solver left open and what it repaired.
func (t *treeBuilder) doubts(levels reading, leaves []nodePath) {
	d := t.b.d
	for _, q := range levels.doubts {
		if q.Row >= len(leaves) {
			continue
		}
		if leaves[q.Row].isZero() {
			continue // a row of the template
		}
		path := leaves[q.Row].String()
		if labels := leaves[q.Row].over.open; q.Unknown && q.Level < len(labels) {
			path = labels[q.Level].path
		}
		doubt := schema.Doubt{
			Path: path, Question: "level" + string(rune('1'+q.Level)),
			Chosen: q.Chosen, Alternatives: q.Alternatives, Margin: q.Margin, At: t.b.trace.of(path),
		}
		d.Uncertain = append(d.Uncertain, doubt)
	}
	for _, r := range levels.repairs {
		path := t.root
		if r.Span < len(leaves) && !leaves[r.Span].isZero() && r.Level < len(leaves[r.Span].over.open) {
			path = leaves[r.Span].over.open[r.Level].path + ".name"
		}
		d.Repairs = append(d.Repairs, schema.Repair{Path: path, From: r.From, To: r.To, Why: r.Why, Confidence: r.Confidence})
	}
}

// open writes what the reading by evidence leaves open: at the rows concerned,
// or where that is the whole table at its outermost labels.
func (t *treeBuilder) open(from *tree, leaves []nodePath) {
	said := map[[2]string]bool{}
	for _, q := range t.b.d.Uncertain { // what the solver asks already
		said[[2]string{q.Path, q.Question}] = true
	}
	for _, d := range from.open {
		rows := d.Rows
		for i := 0; d.Rows == nil && i < len(leaves); i++ {
			rows = append(rows, i)
		}
		for k, i := range rows {
			if i >= len(leaves) || leaves[i].isZero() {
				continue // a row of the template, or of another block of the table
			}
			path, labels := leaves[i].String(), leaves[i].over.open
			if d.Rows == nil && len(labels) > 0 {
				path = labels[0].path
			}
			key := [2]string{path, string(d.Question)}
			if said[key] {
				continue
			}
			said[key] = true
			var open roles.Open // nothing is known of the rows where the two readings differ
			if n := len(d.Open); n > 0 {
				open = d.Open[min(k, n-1)]
			}
			if d.Rows != nil {
				open = asLabelled(open, d.Question, labels)
			}
			doubt := schema.Doubt{Path: path, Question: string(d.Question), Chosen: open.Chosen, Alternatives: []string{}, Margin: d.Margin, At: t.b.trace.of(path)}
			doubt.Alternatives = append(doubt.Alternatives, open.Alternatives...)
			t.b.d.Uncertain = append(t.b.d.Uncertain, doubt)
		}
	}
}

// asLabelled is what competes for the label of a row, with the label that it got in the
// end as the chosen one.
func asLabelled(open roles.Open, q roles.Question, labels []openNode) roles.Open {
	depth := slices.Index([]roles.Question{roles.AskLevel1, roles.AskLevel2}, q)
	if depth < 0 || depth >= len(labels) || labels[depth].node.Name == open.Chosen {
		return open
	}
	got := roles.Open{Chosen: labels[depth].node.Name}
	for _, s := range append([]string{open.Chosen}, open.Alternatives...) {
		if s != "" && s != got.Chosen && !slices.Contains(got.Alternatives, s) {
			got.Alternatives = append(got.Alternatives, s)
		}
	}
	return got
}

// leaf fills one indicator from its row.
func (t *treeBuilder) leaf(h *header, r bodyRow, leaf *schema.Indicator, path string) {
	b := t.b
	if r.name != nil && r.name.squeezed() != "" {
		leaf.Name = b.cellText(path+".name", r.name)
		leaf.Name = level.StripNumbering(leaf.Name)
		leaf.Hidden = r.name.Hidden
	}
	ctx := t.context(h, r, leaf.Name, path)
	if r.value != nil && r.value.squeezed() != "" && b.free(path+".value", r.value.Text, r.value) {
		leaf.Value = t.value(path+".value", r.value, ctx)
	} else if h.has(RoleValue) {
		leaf.Value = t.values.next()
		*leaf.Value = value.Parse("", ctx)
	}
	if words.Qualitative.Has(ctx.Op) || words.Quantitative.Has(ctx.Op) {
		leaf.Nature = ctx.Op
	}
	switch { // an indicator stands where its name does, or else its value
	case leaf.Name == "" && r.value != nil:
		b.trace.add(path, &r.value.Spot)
	case r.name != nil:
		b.trace.add(path, &r.name.Spot)
	}
	for _, f := range schema.IndicatorFields() {
		c := r.cells.of(Role(f.Path))
		if c == nil {
			continue
		}
		s := b.cellText(path+"."+f.Path, c)
		if f.Kind == schema.FieldNumber {
			s = number(s)
		}
		if s != "" {
			*f.Text(leaf) = s
		}
	}
	if leaf.Weight == "" && leaf.Value != nil {
		leaf.Weight = pointsOf(leaf.Value.Note)
	}
	if c := r.cells.of(RoleActual); c != nil && b.free(path+".actual", c.Text, c) {
		leaf.Actual = t.value(path+".actual", c, value.Context{Year: b.d.Year, Name: leaf.Name, Unit: ctx.Unit})
	}
	t.further(r, leaf, path, ctx)
	if rivals := h.rivalTargets(&r); len(rivals) > 0 {
		b.ask(path+".value", schema.QuestionTarget, cellOnly(r.value), rivals)
	}
}

// points are what a target says of its weight in brackets: ≥95%（10分）.
var points = pattern.MustCompile(`^(?:权重|分值)?[:：]?(\d{1,3}(?:\.\d+)?)分$`)

// pointsOf are the points that a note says, "" for none.
func pointsOf(note string) string {
	if m := points.FindStringSubmatch(note); m != nil {
		return m[1]
	}
	return ""
}

// context is what the columns beside a target and their heads say of it.
func (t *treeBuilder) context(h *header, r bodyRow, name, path string) value.Context {
	ctx := value.Context{Year: t.b.d.Year, Name: name}
	of := ".value"
	if !h.has(RoleValue) { // a form with actual values only
		of = ".actual"
	}
	ctx.Unit = t.ofValue(r.cells.of(RoleUnit), r, path, of)
	if ctx.Unit == "" && r.value != nil {
		ctx.Unit = t.headUnit(h, r)
	}
	ctx.Op = t.ofValue(r.cells.of(RoleOperator), r, path, of)
	if ctx.Op == "" && r.value != nil {
		ctx.Op = headOp(h.over(r.value))
	}
	return ctx
}

// further fills in the columns of an indicator that are no field of it: more
// targets, and what has no key.
func (t *treeBuilder) further(r bodyRow, leaf *schema.Indicator, path string, ctx value.Context) {
	b := t.b
	targets := r.targets
	if r.grades() { // what each grade asks for
		targets = slices.Clone(targets)
		for _, c := range r.extra {
			if words.Grade.Has(labelNorm(c.label)) {
				targets = append(targets, c)
			}
		}
	}
	for _, c := range targets {
		at := pathIndex(path+".targets", len(leaf.Targets)) + ".value"
		if !b.free(at, c.c.Text, c.c) {
			continue
		}
		label, _ := fold.Clean(c.label)
		leaf.Targets = append(leaf.Targets, schema.Target{
			Label: squeeze(label), Value: t.value(at, c.c, ctx),
		})
	}
	grades := r.grades()
	for _, c := range r.extra {
		if grades && words.Grade.Has(labelNorm(c.label)) {
			continue
		}
		at := pathIndex(path+".extra", len(leaf.Extra)) + ".text"
		if !b.free(at, c.c.Text, c.c) {
			continue
		}
		label, _ := fold.Clean(c.label)
		leaf.Extra = append(leaf.Extra, schema.Pair{
			Label: squeeze(label), Text: b.cellText(at, c.c),
		})
	}
}

// minGrades is how many columns named by grades are their thresholds.
const minGrades = 3

// grades reports whether a row's further columns say what each grade asks for: 优,
// 良, 中, 差.
func (r *bodyRow) grades() bool {
	n := 0
	for _, c := range r.extra {
		if words.Grade.Has(labelNorm(c.label)) {
			n++
		}
	}
	return n >= minGrades
}

// headOp is the comparator that a column's name says of its targets, 指标值(≥) or
// 目标值下限, "" where it says none.
func headOp(col column) string {
	if _, note := splitLabel(col.label); note != "" && isComparator(note) {
		return note
	}
	label := labelText(col)
	switch {
	case words.LowerBound.In(label):
		return "≥"
	case words.UpperBound.In(label):
		return "≤"
	}
	return ""
}

// headUnit is the unit in the brackets of the value column's name, 指标值(%), where
// the value is a number without one.
func (t *treeBuilder) headUnit(h *header, r bodyRow) string {
	col, ok := h.valueColumn(r.block)
	_, note := splitLabel(col.label)
	if !ok || note == "" || value.DimensionOf(note) == words.Unknown {
		return ""
	}
	if v := value.Parse(r.value.Text, value.Context{}); v.Kind != schema.KindQuantity || v.Unit != "" {
		return ""
	}
	return note
}

// number is a weight or a score in half width; a text that is none is kept.
func number(s string) string {
	if blankAmount(s) {
		return ""
	}
	return plainNumber(s)
}

func cellOnly(c *cell) string {
	if c == nil {
		return ""
	}
	s, _ := fold.Clean(c.Text)
	return s
}

// ofValue is the clean text of a cell that is a part of an indicator's target, which
// is the key of its path: its unit, its comparator.
func (t *treeBuilder) ofValue(c *cell, r bodyRow, path, key string) string {
	if c == nil || key == ".actual" && r.cells.of(RoleActual) == nil {
		return ""
	}
	if path += key; !t.b.free(path, c.Text, c) {
		return ""
	}
	t.b.gives(c, fateKey, path, c.Text)
	t.b.doubt(path, cellOnly(c), &c.Spot, c.Doubts())
	return cellOnly(c)
}

// cellText is a cell's clean text, traced and with its repairs listed; "" where
// another key has it.
func (b *builder) cellText(path string, c *cell) string {
	if !b.free(path, c.Text, c) {
		return ""
	}
	text := b.clean(path, c.Text, c.Repairs())
	b.took(path, text, c)
	return text
}

// value types a target or an actual value.
func (t *treeBuilder) value(path string, c *cell, ctx value.Context) *schema.Value {
	text := t.b.cellText(path, c)
	v := t.values.next()
	var repair *schema.Repair
	if *v, repair = value.ParseRepaired(text, ctx); repair != nil {
		repair.Path = path
		t.b.d.Repairs = append(t.b.d.Repairs, *repair)
	}
	return v
}
