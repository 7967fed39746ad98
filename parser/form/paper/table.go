package paper

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/indicator/value"
	"github.com/pbt-cli/pbt/schema"
)

// column is one column of the indicator table.
type column struct {
	role  string
	head  string
	chars float64
	span  int
	// depth is that of a column of labels, from 0; -1 of any other.
	depth int
	// left marks the block of medium-term indicators.
	left bool
	cell func(x *schema.Indicator) string
}

// table is the indicator table of a form.
type table struct {
	cols  []column
	depth int // levels of labels above the indicators
	rows  []tableRow
	// left are the rows of the medium-term block, beside rows; either has rows
	// without a leaf where it is the shorter under a first-level label.
	left []tableRow
	d    *schema.Declaration
}

// tableRow is an indicator with the labels above it.
type tableRow struct {
	labels []*schema.Indicator
	leaf   *schema.Indicator
}

// heads are the names of columns that a layout does not name.
var heads = map[string]string{
	"level1": "一级指标", "level2": "二级指标", "level3": "三级指标", "name": "三级指标", "value": "指标值", "operator": "计算符号", "unit": "计量单位",
	"actual": "实际完成值", "weight": "分值", "score": "得分", "deviation": "偏差原因分析及改进措施", "code": "指标编码", "remark": "备注",
	"explanation": "指标解释", "standard": "评分标准", "polarity": "指标方向", "nature": "指标属性",
}

// attributes are the columns that an indicator may fill beyond name and target,
// in the order in which forms print them.
var attributes = []struct {
	role  string
	chars float64
	get   func(x *schema.Indicator) string
}{
	{"code", 14, func(x *schema.Indicator) string { return x.Code }},
	{"polarity", 10, func(x *schema.Indicator) string { return x.Polarity }},
	{"nature", 10, func(x *schema.Indicator) string { return x.Nature }},
	{"actual", 16, func(x *schema.Indicator) string { return textOf(x.Actual) }},
	{"weight", 8, func(x *schema.Indicator) string { return x.Weight }},
	{"score", 8, func(x *schema.Indicator) string { return x.Score }},
	{"deviation", 24, func(x *schema.Indicator) string { return x.Deviation }},
	{"explanation", 24, func(x *schema.Indicator) string { return x.Explanation }},
	{"standard", 24, func(x *schema.Indicator) string { return x.Standard }},
	{"remark", 16, func(x *schema.Indicator) string { return x.Remark }},
}

func textOf(v *schema.Value) string {
	if v == nil {
		return ""
	}
	return v.Text
}

// newTable plans the columns that a declaration's indicators fill, and those
// that the layout has in any case.
func newTable(d *schema.Declaration, names map[string]string) *table {
	t := &table{d: d, depth: 2}
	schema.Walk(d.Indicators, "", func(_ string, labels []*schema.Indicator, leaf *schema.Indicator) {
		t.rows = append(t.rows, tableRow{slices.Clone(labels), leaf})
		t.depth = max(t.depth, len(labels))
	})
	if len(t.rows) > 0 && !slices.ContainsFunc(t.rows, func(r tableRow) bool { return len(r.labels) > 1 }) {
		t.depth = 1
	}
	head := func(role string) string {
		if s := names[role]; s != "" {
			return s
		}
		return heads[role]
	}
	for i, role := range []string{"level1", "level2", "level3"} {
		if i < t.depth {
			t.cols = append(t.cols, column{role: role, head: head(role), chars: 14, depth: i})
		}
	}
	name := head("name")
	if t.depth == 3 {
		name = "四级指标"
	}
	t.cols = append(t.cols, column{depth: -1, role: "name", head: name, chars: 30, cell: func(x *schema.Indicator) string { return x.Name }})
	t.values(names, head)
	for _, a := range attributes {
		filled := slices.ContainsFunc(t.rows, func(r tableRow) bool { return a.get(r.leaf) != "" })
		if filled || names[a.role] != "" {
			t.cols = append(t.cols, column{depth: -1, role: a.role, head: head(a.role), chars: a.chars, cell: a.get})
		}
	}
	t.further()
	return t
}

// values plans the columns of the target: one, or three where some cell prints
// less than its reading.
func (t *table) values(names map[string]string, head func(string) string) {
	apart := names["operator"] != "" || slices.ContainsFunc(t.rows, func(r tableRow) bool { return r.leaf.Value != nil && !t.whole(r.leaf) })
	if apart {
		t.cols = append(t.cols, column{depth: -1, role: "operator", head: head("operator"), chars: 10, cell: func(x *schema.Indicator) string {
			if x.Value == nil || t.whole(x) {
				return ""
			}
			return symbol(x.Value)
		}})
	}
	t.cols = append(t.cols, column{depth: -1, role: "value", head: head("value"), chars: 18, cell: func(x *schema.Indicator) string { return textOf(x.Value) }})
	if apart {
		t.cols = append(t.cols, column{depth: -1, role: "unit", head: head("unit"), chars: 10, cell: func(x *schema.Indicator) string {
			if x.Value == nil || t.whole(x) {
				return ""
			}
			return unitOf(x.Value)
		}})
	}
}

// whole reports a target whose text alone reads as it was read.
func (t *table) whole(x *schema.Indicator) bool {
	return value.SameReading(value.Parse(x.Value.Text, value.Context{Year: t.d.Year, Name: x.Name}), *x.Value)
}

// symbol is a comparator as forms print it in a column of its own.
func symbol(v *schema.Value) string {
	if v.OpImplied {
		return ""
	}
	return map[schema.Op]string{schema.OpGE: "≥", schema.OpGT: ">", schema.OpEQ: "=", schema.OpLT: "<", schema.OpLE: "≤"}[v.Op]
}

func unitOf(v *schema.Value) string {
	if v.Per != "" && v.Unit != "" {
		return v.Unit + "/" + v.Per
	}
	return v.Unit
}

// further plans the columns of further targets and of columns without a key.
func (t *table) further() {
	var targets, extra []string
	for _, r := range t.rows {
		for _, x := range r.leaf.Targets {
			if !slices.Contains(targets, x.Label) {
				targets = append(targets, x.Label)
			}
		}
		for _, x := range r.leaf.Extra {
			if !slices.Contains(extra, x.Label) {
				extra = append(extra, x.Label)
			}
		}
	}
	for _, label := range targets {
		t.cols = append(t.cols, column{depth: -1, role: "target", head: label, chars: 16, cell: func(x *schema.Indicator) string {
			for _, y := range x.Targets {
				if y.Label == label {
					return textOf(y.Value)
				}
			}
			return ""
		}})
	}
	for _, label := range extra {
		t.cols = append(t.cols, column{depth: -1, role: "extra", head: label, chars: 16, cell: func(x *schema.Indicator) string {
			for _, y := range x.Extra {
				if y.Label == label {
					return y.Text
				}
			}
			return ""
		}})
	}
}

// width is how many columns the table needs.
func (t *table) width() int { return len(t.cols) }

// column is the index of a role's column, or -1.
func (t *table) column(role string) int {
	return slices.IndexFunc(t.cols, func(c column) bool { return c.role == role && !c.left })
}

// starts is the first grid column of a table column.
func (t *table) starts(col int) int {
	at := 0
	for _, c := range t.cols[:col] {
		at += c.span
	}
	return at
}

// spread gives the table's columns the grid's: what is left over goes to the
// name.
func (t *table) spread(cols int) {
	for i := range t.cols {
		t.cols[i].span = 1
	}
	t.cols[t.column("name")].span += cols - len(t.cols)
}

// print prints head and rows, labels merged down their rows.
func (t *table) print(p *printer) {
	t.spread(p.sheet.Grid.Cols)
	p.sheet.HeadRow = p.row
	for _, c := range t.cols {
		p.put(Label, c.head, c.span, 1)
	}
	p.end()
	for i, r := range t.rows {
		for _, c := range t.cols {
			rows, leaf := t.rows, r.leaf
			if c.left {
				rows, leaf = t.left, t.left[i].leaf
			}
			switch {
			case c.depth >= 0:
				if n := run(rows, i, c.depth); n > 0 {
					p.put(Label, labelText(rows[i], c.depth), c.span, n)
				}
			case leaf == nil:
				p.put(Text, "", c.span, 1)
			default:
				p.put(Text, c.cell(leaf), c.span, 1)
			}
		}
		p.end()
	}
}

// medium plans the block of medium-term indicators left of the annual one: both
// under the same first-level labels, the shorter filled up with empty rows.
func (t *table) medium() error {
	if len(t.d.IndicatorsMediumTerm) == 0 {
		return nil
	}
	if len(t.d.IndicatorsMediumTerm) != len(t.d.Indicators) || t.depth != 2 {
		return fmt.Errorf("the medium-term and the annual indicators stand under different labels, no form prints them side by side")
	}
	t.rows, t.left = nil, nil
	for i, l1 := range t.d.Indicators {
		m := t.d.IndicatorsMediumTerm[i]
		if m.Name != l1.Name {
			return fmt.Errorf("the medium-term indicators under %s stand beside the annual ones under %s, no form prints them so", m.Name, l1.Name)
		}
		right, left := under(l1), under(m)
		for n := max(len(right), len(left)); len(right) < n || len(left) < n; {
			empty := tableRow{labels: []*schema.Indicator{l1}}
			if len(right) < n {
				right = append(right, empty)
			} else {
				empty.labels = []*schema.Indicator{m}
				left = append(left, empty)
			}
		}
		t.rows, t.left = append(t.rows, right...), append(t.left, left...)
	}
	block := slices.Clone(t.cols[1:t.depth])
	for _, role := range []string{"name", "value"} {
		block = append(block, t.cols[t.column(role)])
	}
	for i := range block {
		block[i].left = true
	}
	t.cols = slices.Insert(t.cols, 1, block...)
	return nil
}

// under are the rows under one first-level label.
func under(l1 *schema.Indicator) []tableRow {
	var out []tableRow
	schema.Walk([]*schema.Indicator{l1}, "", func(_ string, labels []*schema.Indicator, leaf *schema.Indicator) {
		out = append(out, tableRow{slices.Clone(labels), leaf})
	})
	return out
}

// run is how many rows the label at a depth spans where it begins at a row, or 0
// where it began above.
func run(rows []tableRow, row, depth int) int {
	if row > 0 && sameLabels(rows[row-1], rows[row], depth) {
		return 0
	}
	n := 1
	for row+n < len(rows) && sameLabels(rows[row], rows[row+n], depth) {
		n++
	}
	return n
}

// sameLabels reports two rows under one label, down to a depth.
func sameLabels(a, b tableRow, depth int) bool {
	x, y := a.labels, b.labels
	for i := 0; i <= depth; i++ {
		if i >= len(x) || i >= len(y) || x[i] != y[i] {
			return false
		}
	}
	return true
}

// labelText is a label as printed, with its points.
func labelText(r tableRow, depth int) string {
	if depth >= len(r.labels) {
		return ""
	}
	l := r.labels[depth]
	if l.Points == "" {
		return l.Name
	}
	return strings.TrimSpace(l.Name) + "（" + l.Points + "分）"
}
