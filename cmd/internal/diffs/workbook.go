package diffs

import (
	"io"

	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/compare"
	"github.com/pbt-cli/pbt/schema/sheet"
)

// Workbook writes comparisons as a workbook: 概况, 指标, 栏目.
func Workbook(w io.Writer, diffs []*compare.Diff) error {
	about := sheet.Table{Name: "概况", Columns: []sheet.Column{
		{Head: "旧文件", Width: 32}, {Head: "新文件", Width: 32}, {Head: "项目", Width: 32}, {Head: "对应依据", Width: 14},
		{Head: "变动指标", Width: 10}, {Head: "变动栏目", Width: 10}, {Head: "沿用指标值", Width: 12}, {Head: "共有指标", Width: 10}}}
	rows := sheet.Table{Name: "指标", Columns: []sheet.Column{
		{Head: "新文件", Width: 24}, {Head: "项目", Width: 28}, {Head: "变动", Width: 14}, {Head: "级次（原）", Width: 24}, {Head: "级次（新）", Width: 24},
		{Head: "指标（原）", Width: 28}, {Head: "指标（新）", Width: 28}, {Head: "指标值（原）", Width: 18}, {Head: "指标值（新）", Width: 18},
		{Head: "变化（%）", Width: 10}, {Head: "分值（原）", Width: 10}, {Head: "分值（新）", Width: 10}}}
	fields := sheet.Table{Name: "栏目", Columns: []sheet.Column{
		{Head: "新文件", Width: 24}, {Head: "项目", Width: 28}, {Head: "栏目", Width: 18}, {Head: "原", Width: 40}, {Head: "新", Width: 40}, {Head: "变化（%）", Width: 10}}}
	for _, d := range diffs {
		old, new := nameOf(d.Old, schema.ZH), nameOf(d.New, schema.ZH)
		for i := range d.Pairs {
			p := &d.Pairs[i]
			about.Rows = append(about.Rows, []any{old, new, p.Name, matches[p.Match].ZH, len(p.Indicators), len(p.Fields), p.Copied.Targets, p.Copied.Of})
			for _, x := range worstFirst(p.Indicators) {
				rows.Rows = append(rows.Rows, indicatorRow(new, p.Name, x))
			}
			for _, f := range p.Fields {
				fields.Rows = append(fields.Rows, []any{new, p.Name, fieldName(f.Path, schema.ZH), sheet.Figure(f.Old), sheet.Figure(f.New), sheet.Figure(f.Change)})
			}
		}
		for _, s := range alone(d, schema.ZH) {
			about.Rows = append(about.Rows, []any{old, new, "", s})
		}
		if d.Old == nil || d.New == nil {
			about.Rows = append(about.Rows, []any{old, new, "", "没有对应的文件"})
		}
	}
	return sheet.WriteTables(w, about, rows, fields)
}

func indicatorRow(file, project string, x *compare.Indicator) []any {
	old, new := x.Old, x.New
	if old == nil {
		old = &compare.Leaf{}
	}
	if new == nil {
		new = &compare.Leaf{}
	}
	return []any{file, project, changeWords(x, schema.ZH), levelsOf(old), levelsOf(new), old.Name, new.Name, old.Whole, new.Whole,
		sheet.Figure(x.Number), sheet.Figure(old.Weight), sheet.Figure(new.Weight)}
}
