package form

import (
	"strings"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/level"
	"github.com/pbt-cli/pbt/indicator/value"
	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/schema"
)

// table reads an indicator table into the declaration's trees.
func (b *builder) table(s *section) {
	blocks := s.header.blocks()
	for block := range blocks {
		var rows []bodyRow
		for _, r := range s.body.rows {
			if r.block == block {
				rows = append(rows, r)
			}
		}
		tree := &treeBuilder{b: b, root: "indicators", nodes: &b.d.Indicators}
		if blocks == 2 && b.mediumTerm(s.header, block) {
			tree.root, tree.nodes = "indicators_medium_term", &b.d.IndicatorsMediumTerm
		}
		if blocks == 1 && (len(*tree.nodes) > 0 || len(s.more) > 0) && mediumLabel(groupLabel(s.header)) {
			tree.root, tree.nodes = "indicators_medium_term", &b.d.IndicatorsMediumTerm
		}
		tree.add(s.header, rows, s.known)
	}
	b.sums(s)
}

// sums keeps the row 总分 or 合计: the total score, or a pair of its own.
func (b *builder) sums(s *section) {
	if t := s.body.total; t != nil && b.d.TotalScore == "" {
		b.d.TotalScore = plainNumber(t.Text)
		b.trace("total_score", t.Place)
	}
	for _, h := range s.body.sums {
		b.extra(h)
	}
}

// mediumTerm tells which of two blocks side by side is the medium-term one: the
// header says it, else it is the left one.
func (b *builder) mediumTerm(h *header, block int) bool {
	for i := range 2 {
		if c, ok := b.m.valueColumn(h, i); ok {
			if l := labelText(c); mediumLabel(l) {
				return i == block
			} else if strings.Contains(l, "年度") || strings.Contains(l, "当年") {
				return i != block
			}
		}
	}
	return block == 0
}

// mediumLabel reports whether a label speaks of the whole term.
func mediumLabel(s string) bool {
	for _, w := range []string{"中期", "长期", "实施期", "实施周期"} {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

func groupLabel(h *header) string {
	s := ""
	for _, g := range h.groups {
		s += squeeze(g.label)
	}
	return s
}

// treeBuilder adds rows to one tree.
type treeBuilder struct {
	b     *builder
	root  string
	nodes *[]*schema.Indicator
}

// open is the path of labels that the last row stood under.
type openNode struct {
	span int
	node *schema.Indicator
	path string
}

// add reads the rows of a block into nodes.
func (t *treeBuilder) add(h *header, rows []bodyRow, known map[string]string) {
	levels := t.b.m.readLevels(rows, t.b.profile, known)
	leaves := make([]string, len(rows)) // path of each row's leaf
	labels := make([][]openNode, len(rows))
	var open []openNode
	for i, r := range rows {
		path := levels.paths[i]
		keep := 0
		for keep < len(path) && keep < len(open) && open[keep].span == path[keep].span {
			keep++
		}
		open = open[:keep:keep]
		for _, l := range path[keep:] {
			n := &schema.Indicator{Name: l.name, Points: l.points}
			p := t.append(open, n)
			t.b.trace(p, l.place)
			for _, r := range l.repairs {
				r.Path = p + ".name"
				t.b.d.Repairs = append(t.b.d.Repairs, r)
			}
			t.b.doubt(p+".name", n.Name, l.place, l.doubts)
			open = append(open, openNode{l.span, n, p})
		}
		leaf := &schema.Indicator{}
		leaves[i] = t.append(open, leaf)
		labels[i] = open
		t.leaf(h, r, leaf, leaves[i])
	}
	t.doubts(levels, leaves, labels)
}

// append adds a node below the open labels and gives its path.
func (t *treeBuilder) append(open []openNode, n *schema.Indicator) string {
	if len(open) == 0 {
		*t.nodes = append(*t.nodes, n)
		return pathIndex(t.root, len(*t.nodes)-1)
	}
	parent := open[len(open)-1]
	parent.node.Children = append(parent.node.Children, n)
	return pathIndex(parent.path+".children", len(parent.node.Children)-1)
}

// doubts writes what the solver left open and what it repaired.
func (t *treeBuilder) doubts(levels reading, leaves []string, labels [][]openNode) {
	d := t.b.d
	for _, q := range levels.doubts {
		if q.Row >= len(leaves) {
			continue
		}
		path := leaves[q.Row]
		if q.Unknown && q.Level < len(labels[q.Row]) {
			path = labels[q.Row][q.Level].path
		}
		doubt := schema.Doubt{
			Path: path, Question: "level" + string(rune('1'+q.Level)),
			Chosen: q.Chosen, Alternatives: q.Alternatives, Margin: q.Margin,
		}
		if at, ok := d.Trace[path]; ok {
			doubt.At = &at
		}
		d.Uncertain = append(d.Uncertain, doubt)
	}
	for _, r := range levels.repairs {
		path := t.root
		if r.Span < len(labels) && r.Level < len(labels[r.Span]) {
			path = labels[r.Span][r.Level].path + ".name"
		}
		d.Repairs = append(d.Repairs, schema.Repair{Path: path, From: r.From, To: r.To, Why: r.Why, Confidence: r.Confidence})
	}
}

// leaf fills one indicator from its row.
func (t *treeBuilder) leaf(h *header, r bodyRow, leaf *schema.Indicator, path string) {
	b := t.b
	if r.name != nil {
		leaf.Name = b.cellText(path+".name", r.name)
		leaf.Name = level.StripNumbering(leaf.Name)
		leaf.Hidden = r.name.Hidden
	}
	text := func(role string) string {
		c := r.cells[role]
		if c == nil {
			return ""
		}
		return b.cellText(path+"."+role, c)
	}
	ctx := value.Context{Year: b.d.Year, Name: leaf.Name}
	ctx.Unit = cellOnly(r.cells["unit"])
	if ctx.Unit == "" && r.value != nil {
		ctx.Unit = t.headUnit(h, r)
	}
	ctx.Op = cellOnly(r.cells["operator"])
	if r.value != nil && r.value.squeezed() != "" {
		leaf.Value = t.value(path+".value", r.value, ctx)
	} else if !h.has("value") {
		// A form with actual values only: nothing was targeted.
		leaf.Value = nil
	} else {
		v := value.Parse("", ctx)
		leaf.Value = &v
	}
	if ctx.Op == "定性" || ctx.Op == "定量" {
		leaf.Nature = ctx.Op
	}
	switch { // an indicator stands where its name does, or else its value
	case leaf.Name == "" && r.value != nil:
		b.trace(path, r.value.Place)
	case r.name != nil:
		b.trace(path, r.name.Place)
	}
	leaf.Weight, leaf.Score = number(text("weight")), number(text("score"))
	leaf.Deviation, leaf.Code, leaf.Remark = text("deviation"), text("code"), text("remark")
	leaf.Explanation, leaf.Standard, leaf.Polarity = text("explanation"), text("standard"), text("polarity")
	if n := text("nature"); n != "" {
		leaf.Nature = n
	}
	if c := r.cells["actual"]; c != nil {
		leaf.Actual = t.value(path+".actual", c, value.Context{Year: b.d.Year, Name: leaf.Name, Unit: ctx.Unit})
	}
	for i, c := range r.targets {
		label, _ := fold.Clean(c.label)
		leaf.Targets = append(leaf.Targets, schema.Target{
			Label: squeeze(label), Value: t.value(pathIndex(path+".targets", i)+".value", c.c, ctx),
		})
	}
	for i, c := range r.extra {
		label, _ := fold.Clean(c.label)
		leaf.Extra = append(leaf.Extra, schema.Pair{
			Label: squeeze(label), Text: b.cellText(pathIndex(path+".extra", i)+".text", c.c),
		})
	}
}

// headUnit is the unit in the brackets of the value column's name, 指标值(%), where
// the value is a number without one.
func (t *treeBuilder) headUnit(h *header, r bodyRow) string {
	col, ok := t.b.m.valueColumn(h, r.block)
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

// cellText is a cell's clean text, traced and with its repairs listed.
func (b *builder) cellText(path string, c *cell) string {
	b.trace(path, c.Place)
	text := b.clean(path, c.Text, c.Repairs)
	b.doubt(path, text, c.Place, c.Doubts)
	return text
}

// value types a target or an actual value.
func (t *treeBuilder) value(path string, c *cell, ctx value.Context) *schema.Value {
	text := t.b.cellText(path, c)
	v, repair := value.ParseRepaired(text, ctx)
	if repair != nil {
		repair.Path = path
		t.b.d.Repairs = append(t.b.d.Repairs, *repair)
	}
	return &v
}
