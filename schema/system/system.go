// Package system makes of a declaration the rows that the integrated budget
// system (预算管理一体化) imports: three levels, comparator, number, unit. What its
// columns cannot hold is kept as words and listed.
package system

import (
	"io"
	"strings"

	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/late"
	"github.com/pbt-cli/pbt/schema/sheet"
)

// importRow is one row of the import sheet.
type importRow struct {
	Project, Code            string
	Level1, Level2, Name     string
	Op, Number, Unit, Weight string
}

// remainder is a target that the system's columns hold only in part.
type remainder struct {
	Project, Path, Name, Text, Why string
}

// The limits of the system's columns in characters (PM_PERF_INDICATOR: name,
// KPI_VAL).
const (
	maxName = 1000
	maxText = 1000
)

// quantitative is what the system accepts in 年度指标值 of a quantitative indicator.
var quantitative = late.Regexp(`^-?\d+(\.\d+)?$`)

// qualitativeOp is the comparator of a target in words.
const qualitativeOp = "定性"

// symbols are the comparators of the column 计算符号.
var symbols = map[schema.Op]string{schema.OpGE: "≥", schema.OpGT: ">", schema.OpEQ: "=", schema.OpLT: "<", schema.OpLE: "≤"}

// rowsOf makes the rows of a document's declarations.
func rowsOf(doc *schema.Document) ([]importRow, []remainder) {
	var rows []importRow
	var left []remainder
	for _, d := range doc.Declarations {
		schema.Walk(d.Indicators, "indicators", func(path string, labels []*schema.Indicator, x *schema.Indicator) {
			r := importRow{Project: d.Project.Name, Code: d.Project.Code, Name: x.Name, Weight: x.Weight}
			for i, dst := range []*string{&r.Level1, &r.Level2} {
				if i < len(labels) {
					*dst = labels[i].Name
				}
			}
			why := r.value(x.Value)
			switch {
			case len(labels) != 2:
				why = join(why, "系统只有三级指标，这里的级次不同")
			case len([]rune(x.Name)) > maxName:
				why = join(why, "指标名称超过 1000 字")
			}
			if len(x.Targets) > 0 {
				why = join(why, "另有其他指标值列，只导入本年度的")
			}
			if why != "" {
				text := ""
				if x.Value != nil {
					text = x.Value.Text
				}
				left = append(left, remainder{d.Project.Name, path, x.Name, text, why})
			}
			rows = append(rows, r)
		})
	}
	return rows, left
}

// value fills the columns of a target and says what they could not hold.
func (r *importRow) value(v *schema.Value) string {
	if v == nil || v.Kind == schema.KindBlank {
		return "指标值未填写"
	}
	op, plain := symbols[v.Op], v.Kind == schema.KindQuantity && v.Reference == "" && quantitative().MatchString(v.Number)
	if plain && op != "" {
		r.Op, r.Number, r.Unit = op, v.Number, unit(v)
		if v.Subject != "" && !strings.Contains(r.Name, v.Subject) {
			return "指标值里的“" + v.Subject + "”没有列可放"
		}
		return ""
	}
	r.Op, r.Number = qualitativeOp, v.Text
	switch v.Kind {
	case schema.KindQualitative, schema.KindScale:
		if len([]rune(v.Text)) > maxText {
			return "指标值超过 1000 字"
		}
		return ""
	case schema.KindInterval:
		return "区间不能用一个计算符号表示，按定性填入"
	case schema.KindDeadline:
		return "时间不是数值，按定性填入"
	case schema.KindCompound:
		return "一格里有几个指标值，按定性填入，宜拆成几行"
	case schema.KindUnparsed:
		return "没有读懂，按定性填入"
	}
	return "不能写成计算符号、数值和单位，按定性填入"
}

func unit(v *schema.Value) string {
	switch {
	case v.Per == "":
		return v.Unit
	case v.Unit == "":
		return "/" + v.Per
	}
	return v.Unit + "/" + v.Per
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + "；" + b
}

// Workbook writes the import sheet of documents, and a second sheet with what it
// could not hold.
func Workbook(w io.Writer, docs ...*schema.Document) error {
	in := sheet.Table{Name: "绩效指标导入", Columns: []sheet.Column{
		{Head: "项目编码", Width: 22}, {Head: "项目名称", Width: 32}, {Head: "一级指标", Width: 14}, {Head: "二级指标", Width: 18},
		{Head: "三级指标名称", Width: 36}, {Head: "计算符号", Width: 10}, {Head: "年度指标值", Width: 20}, {Head: "计量单位", Width: 12}, {Head: "分值", Width: 8}}}
	rest := sheet.Table{Name: "需要核对", Columns: []sheet.Column{
		{Head: "文件", Width: 32}, {Head: "项目名称", Width: 32}, {Head: "三级指标名称", Width: 32}, {Head: "原指标值", Width: 24}, {Head: "说明", Width: 48}, {Head: "位置", Width: 36}}}
	for _, doc := range docs {
		rows, left := rowsOf(doc)
		for _, r := range rows {
			in.Rows = append(in.Rows, []any{r.Code, r.Project, r.Level1, r.Level2, r.Name, r.Op, r.Number, r.Unit, r.Weight})
		}
		for _, l := range left {
			rest.Rows = append(rest.Rows, []any{doc.Source.File, l.Project, l.Name, l.Text, l.Why, l.Path})
		}
	}
	tables := []sheet.Table{in}
	if len(rest.Rows) > 0 {
		tables = append(tables, rest)
	}
	return sheet.WriteTables(w, tables...)
}
