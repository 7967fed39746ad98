package schema

import (
	"slices"
	"strconv"
	"strings"
)

// RowColumns are the columns of a table of indicators, one row an indicator:
// what an analyst compares two years by, with the place last. 表号 and 序号 count
// from 1. 目标期 is 年度 or 中期 where a form prints both side by side.
var RowColumns = rowHeads()

// Row is one indicator with what identifies it; its fields are in the order of
// RowColumns.
type Row []string

// indicatorRow is what the columns take from: an indicator and where it stands.
type indicatorRow struct {
	file          string
	index, number int // of the declaration and of the row in it, from 0
	d             *Declaration
	term          string
	labels        []*Indicator
	leaf          *Indicator
	value, actual Value
	doubts        []Doubt
	repairs       []Repair
	place         Place
}

// rowColumns are the columns of RowColumns, each with what it shows of a row.
var rowColumns = [...]struct {
	head string
	cell func(r *indicatorRow) string
}{
	{"文件", func(r *indicatorRow) string { return r.file }},
	{"表号", func(r *indicatorRow) string { return strconv.Itoa(r.index + 1) }},
	{"序号", func(r *indicatorRow) string { return strconv.Itoa(r.number + 1) }},
	{"主管部门", func(r *indicatorRow) string { return r.d.Department }},
	{"单位", func(r *indicatorRow) string { return r.d.Unit }},
	{"项目编码", func(r *indicatorRow) string { return r.d.Project.Code }},
	{"项目名称", func(r *indicatorRow) string { return r.d.Project.Name }},
	{"年度", (*indicatorRow).year},
	{"目标期", func(r *indicatorRow) string { return r.term }},
	{"一级指标", func(r *indicatorRow) string { return r.label(0) }},
	{"二级指标", func(r *indicatorRow) string { return r.label(1) }},
	{"三级指标", func(r *indicatorRow) string { return r.leaf.Name }},
	{"运算符", func(r *indicatorRow) string { return string(r.value.Op) }},
	{"指标值", (*indicatorRow).target},
	{"计量单位", func(r *indicatorRow) string { return r.value.Unit }},
	{"定性/定量", func(r *indicatorRow) string { return measure(r.leaf) }},
	{"值类型", func(r *indicatorRow) string { return string(r.value.Kind) }},
	{"下限", func(r *indicatorRow) string { return r.value.Min }},
	{"上限", func(r *indicatorRow) string { return r.value.Max }},
	{"每", func(r *indicatorRow) string { return r.value.Per }},
	{"原文", func(r *indicatorRow) string { return r.value.Text }},
	{"分值", func(r *indicatorRow) string { return r.leaf.Weight }},
	{"实际完成值", func(r *indicatorRow) string { return r.actual.Text }},
	{"得分", func(r *indicatorRow) string { return r.leaf.Score }},
	{"偏差原因", func(r *indicatorRow) string { return r.leaf.Deviation }},
	{"存疑", func(r *indicatorRow) string { return phrases(r.doubts) }},
	{"修正", func(r *indicatorRow) string { return phrases(r.repairs) }},
	{"位置", func(r *indicatorRow) string { return r.place.String() }},
}

func rowHeads() []string {
	var out []string
	for _, c := range rowColumns {
		out = append(out, c.head)
	}
	return out
}

func (r *indicatorRow) year() string {
	if r.d.Year == 0 {
		return ""
	}
	return strconv.Itoa(r.d.Year)
}

// label is the name of a level above the indicator, "" where there is none.
func (r *indicatorRow) label(level int) string {
	if level < len(r.labels) {
		return r.labels[level].Name
	}
	return ""
}

// target is the number, or the text of a target that is none.
func (r *indicatorRow) target() string {
	if r.value.Number == "" && r.value.Kind != KindInterval {
		return r.value.Text
	}
	return r.value.Number
}

// Rows flattens documents into rows of indicators, in printed order.
func Rows(docs ...*Document) []Row {
	var out []Row
	for _, doc := range docs {
		for i, d := range doc.Declarations {
			out = append(out, declarationRows(doc.Source.File, i, d)...)
		}
	}
	return out
}

func declarationRows(file string, index int, d *Declaration) []Row {
	doubts, repairs := d.DoubtsOfRows(), d.repairsOfRows()
	var out []Row
	term := ""
	row := func(path string, labels []*Indicator, leaf *Indicator) {
		r := &indicatorRow{
			file: file, index: index, number: len(out), d: d, term: term, labels: labels, leaf: leaf,
			doubts: doubts(path), repairs: repairs(path, len(out) == 0), place: d.Trace[path],
		}
		if leaf.Value != nil {
			r.value = *leaf.Value
		}
		if leaf.Actual != nil {
			r.actual = *leaf.Actual
		}
		cells := make(Row, len(rowColumns))
		for i, c := range rowColumns {
			cells[i] = c.cell(r)
		}
		out = append(out, cells)
	}
	if len(d.IndicatorsMediumTerm) > 0 {
		term = "年度"
	}
	Walk(d.Indicators, "indicators", row)
	term = "中期"
	Walk(d.IndicatorsMediumTerm, "indicators_medium_term", row)
	return out
}

// phrases are doubts or repairs in one line.
func phrases[T interface{ In(Lang) string }](list []T) string {
	out := make([]string, len(list))
	for i, x := range list {
		out[i] = x.In(ZH)
	}
	return strings.Join(out, "; ")
}

// repairsOfRows gives a function from the path of an indicator to the repairs in its
// row; the first row has those of the form's own fields, too.
func (d *Declaration) repairsOfRows() func(path string, first bool) []Repair {
	at := map[string][]Repair{}
	for _, r := range d.Repairs {
		row := rowOf(r.Path)
		if !strings.HasPrefix(row, "indicators") {
			row = ""
		}
		at[row] = append(at[row], r)
	}
	return func(path string, first bool) []Repair {
		if first {
			return slices.Concat(at[""], at[path])
		}
		return at[path]
	}
}

// DoubtsOfRows gives a function from the path of an indicator to the doubts about
// its row: those on it, inside it, and on the labels that it stands under.
func (d *Declaration) DoubtsOfRows() func(path string) []Doubt {
	at := map[string][]Doubt{}
	for _, u := range d.Uncertain {
		row := rowOf(u.Path)
		at[row] = append(at[row], u)
	}
	return func(path string) []Doubt {
		var out []Doubt
		for len(at) > 0 {
			out = append(out, at[path]...)
			i := strings.LastIndex(path, ".children[")
			if i < 0 {
				break
			}
			path = path[:i]
		}
		return out
	}
}

// rowOf is the path of the indicator that a path leads into: up to its last key.
func rowOf(path string) string {
	if i := strings.LastIndexByte(path, ']'); i >= 0 && strings.HasPrefix(path, "indicators") {
		for strings.Contains(path[:i], ".targets[") || strings.Contains(path[:i], ".extra[") {
			i = strings.LastIndexByte(path[:i], ']')
		}
		return path[:i+1]
	}
	return path
}

// measure says whether an indicator is 定量 or 定性, as printed or by its value.
func measure(leaf *Indicator) string {
	if leaf.Nature != "" {
		return leaf.Nature
	}
	if leaf.Value == nil {
		return ""
	}
	switch leaf.Value.Kind {
	case KindQuantity, KindInterval:
		return "定量"
	case KindQualitative, KindScale:
		return "定性"
	}
	return ""
}

// Walk calls visit for every leaf of an indicator tree, in printed order, with
// its path and the labels above it, outermost first. labels is only valid
// during the call.
func Walk(nodes []*Indicator, root string, visit func(path string, labels []*Indicator, leaf *Indicator)) {
	WalkSpots(nodes, root, func(at *Spot, labels []*Indicator, leaf *Indicator) { visit(at.Path(), labels, leaf) })
}

// WalkSpots is Walk for visits that ask for few of the paths.
func WalkSpots(nodes []*Indicator, root string, visit func(at *Spot, labels []*Indicator, leaf *Indicator)) {
	var labels []*Indicator
	at := &Spot{root: root}
	var walk func(nodes []*Indicator)
	walk = func(nodes []*Indicator) {
		depth := len(at.index)
		for i, n := range nodes {
			at.index = append(at.index[:depth], i)
			if len(n.Children) == 0 {
				visit(at, labels, n)
				continue
			}
			labels = append(labels, n)
			walk(n.Children)
			labels = labels[:len(labels)-1]
		}
	}
	walk(nodes)
}

// Spot is where a walk through an indicator tree is. It moves on with the walk.
type Spot struct {
	root  string
	index []int // of the node among its siblings, the outermost first
}

// Path is the path of the node.
func (s *Spot) Path() string { return s.Sibling(0) }

// Sibling is the path of a node under the same label, by places behind this one.
func (s *Spot) Sibling(by int) string {
	out := make([]byte, 0, len(s.root)+len("[00].children")*len(s.index))
	out = append(out, s.root...)
	for depth, i := range s.index {
		if depth > 0 {
			out = append(out, ".children"...)
		}
		if depth+1 == len(s.index) {
			i += by
		}
		out = append(strconv.AppendInt(append(out, '['), int64(i), 10), ']')
	}
	return string(out)
}
