package schema

import (
	"slices"
	"strconv"
	"strings"
)

// RowColumns are the columns of a table of indicators, one row an indicator:
// what an analyst compares two years by, with the place last. 表号 and 序号 count
// from 1. 目标期 is 年度 or 中期 where a form prints both side by side.
var RowColumns = []string{
	"文件", "表号", "序号", "主管部门", "单位", "项目编码", "项目名称", "年度", "目标期", "一级指标", "二级指标", "三级指标",
	"运算符", "指标值", "计量单位", "定性/定量", "值类型", "下限", "上限", "每", "原文",
	"分值", "实际完成值", "得分", "偏差原因", "存疑", "修正", "位置",
}

// Row is one indicator with what identifies it; its fields are in the order of
// RowColumns.
type Row []string

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
		name := func(i int) string {
			if i < len(labels) {
				return labels[i].Name
			}
			return ""
		}
		v := leaf.Value
		if v == nil {
			v = &Value{}
		}
		a := leaf.Actual
		if a == nil {
			a = &Value{}
		}
		year := ""
		if d.Year != 0 {
			year = strconv.Itoa(d.Year)
		}
		number := v.Number
		if number == "" && v.Kind != KindInterval {
			number = v.Text
		}
		out = append(out, Row{
			file, strconv.Itoa(index + 1), strconv.Itoa(len(out) + 1), d.Department, d.Unit, d.Project.Code, d.Project.Name, year, term,
			name(0), name(1), leaf.Name,
			string(v.Op), number, v.Unit, measure(leaf), string(v.Kind), v.Min, v.Max, v.Per, v.Text,
			leaf.Weight, a.Text, leaf.Score, leaf.Deviation, phrases(doubts(path)), phrases(repairs(path, len(out) == 0)), d.Trace[path].String(),
		})
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
	var labels []*Indicator
	var walk func(nodes []*Indicator, path string)
	walk = func(nodes []*Indicator, path string) {
		for i, n := range nodes {
			p := path + "[" + strconv.Itoa(i) + "]"
			if len(n.Children) == 0 {
				visit(p, labels, n)
				continue
			}
			labels = append(labels, n)
			walk(n.Children, p+".children")
			labels = labels[:len(labels)-1]
		}
	}
	walk(nodes, root)
}
