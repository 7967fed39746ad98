// Package piles shows a pile's report to a person: as a workbook or as one
// self-contained page. Both are made of the same tables.
package piles

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/pile"
	"github.com/pbt-cli/pbt/schema/sheet"
)

// Workbook writes a report as a workbook, one sheet a question.
func Workbook(w io.Writer, r *pile.Report) error {
	return sheet.WriteTables(w, tables(r)...)
}

// tables are the tables of a report; one without rows is left out, but for the
// first.
func tables(r *pile.Report) []sheet.Table {
	out := []sheet.Table{units(r)}
	for _, t := range []sheet.Table{missing(r), twice(r), unexpected(r), ruleTable(r), groups("模板套用", "共有指标数", r.Templates), groups("重复产出", "指标与指标值", r.Claimed), kinds(r), low(r), unreadable(r)} {
		if len(t.Rows) > 0 {
			out = append(out, t)
		}
	}
	return out
}

func columns(heads ...any) []sheet.Column {
	var out []sheet.Column
	for i := 0; i < len(heads); i += 2 {
		out = append(out, sheet.Column{Head: heads[i].(string), Width: float64(heads[i+1].(int))})
	}
	return out
}

func units(r *pile.Report) sheet.Table {
	t := sheet.Table{Name: "单位", Columns: columns("单位", 36, "文件", 8, "表数", 8, "指标数", 8, "定性占比（%）", 10, "有错误的表", 10, "错误", 8, "警告", 8, "存疑", 8, "无成本指标的表", 10, "无满意度指标的表", 10, "金额（元）", 18)}
	row := func(u *pile.Unit) []any {
		share := any(nil)
		if u.Rows > 0 {
			share = math.Round(float64(u.Qualitative)*1000/float64(u.Rows)) / 10
		}
		name := u.Name
		if name == "" {
			name = "（未填单位）"
		}
		return []any{name, u.Files, u.Forms, u.Rows, share, u.FormsInError, u.Errors, u.Warnings, u.Doubts, u.NoCost, u.NoSatisfied, sheet.Figure(u.Amount)}
	}
	for i := range r.Units {
		t.Rows = append(t.Rows, row(&r.Units[i]))
	}
	t.Rows = append(t.Rows, row(&r.Total))
	return t
}

func ruleTable(r *pile.Report) sheet.Table {
	t := sheet.Table{Name: "规则", Columns: columns("规则", 36, "级别", 10, "发现", 10, "涉及表数", 10)}
	for _, c := range r.Rules {
		t.Rows = append(t.Rows, []any{c.Rule, c.Severity.In(schema.ZH), c.Findings, c.Forms})
	}
	return t
}

func groups(name, what string, list []pile.Group) sheet.Table {
	t := sheet.Table{Name: name, Columns: columns("组", 6, what, 28, "单位", 30, "项目", 40, "文件", 40, "第几张表", 8)}
	for i, g := range list {
		shared := any(g.What)
		if g.Rows > 0 {
			shared = g.Rows
		}
		for _, f := range g.Forms {
			t.Rows = append(t.Rows, []any{i + 1, shared, f.Unit, f.Project, f.File, f.Index + 1})
		}
	}
	return t
}

func kinds(r *pile.Report) sheet.Table {
	t := sheet.Table{Name: "同类指标值", Columns: columns("同类", 28, "单位", 12, "个数", 8, "最低", 12, "下四分位", 12, "中位", 12, "上四分位", 12, "最高", 12, "方向", 10)}
	for _, k := range r.Kinds {
		way := ""
		if k.WantedLow {
			way = "越低越好"
		}
		t.Rows = append(t.Rows, []any{k.Name, k.Unit, k.Count, k.Min, k.Low, k.Median, k.High, k.Max, way})
	}
	return t
}

func low(r *pile.Report) sheet.Table {
	t := sheet.Table{Name: "偏低的指标值", Columns: columns("单位", 28, "项目", 32, "指标", 30, "指标值", 16, "同类中位", 12, "同类", 18, "同类个数", 10, "文件", 36, "位置", 36)}
	for _, x := range r.Low {
		t.Rows = append(t.Rows, []any{x.Form.Unit, x.Form.Project, x.Name, x.Text, x.Median, x.Kind, x.Count, x.Form.File, fmt.Sprintf("第%d张表 %s", x.Form.Index+1, x.Path)})
	}
	return t
}

func missing(r *pile.Report) sheet.Table {
	t := sheet.Table{Name: "应报未报", Columns: columns("名单行号", 10, "项目编码", 24, "项目名称", 48)}
	if r.Expected != nil {
		for _, e := range r.Expected.Missing {
			t.Rows = append(t.Rows, []any{e.Line, e.Code, e.Name})
		}
	}
	return t
}

func twice(r *pile.Report) sheet.Table {
	if r.Expected == nil {
		return sheet.Table{}
	}
	return groups("重复申报", "名单项目", r.Expected.Twice)
}

func unexpected(r *pile.Report) sheet.Table {
	t := sheet.Table{Name: "名单之外", Columns: columns("单位", 30, "项目", 44, "项目编码", 24, "文件", 40, "第几张表", 8)}
	if r.Expected != nil {
		for _, f := range r.Expected.Unexpected {
			t.Rows = append(t.Rows, []any{f.Unit, f.Project, f.Code, f.File, f.Index + 1})
		}
	}
	return t
}

func unreadable(r *pile.Report) sheet.Table {
	t := sheet.Table{Name: "读不出的文件", Columns: columns("文件", 80)}
	for _, f := range r.Unreadable {
		t.Rows = append(t.Rows, []any{f})
	}
	return t
}

// cell is a table's cell as text for the page.
func cell(v any) string {
	switch x := v.(type) {
	case nil:
		return ""
	case string:
		return x
	case int:
		return strconv.Itoa(x)
	case float64:
		return strings.TrimSuffix(strconv.FormatFloat(x, 'f', -1, 64), ".0")
	}
	return fmt.Sprint(v)
}
