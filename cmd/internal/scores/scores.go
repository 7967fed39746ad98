// Package scores shows recomputed self-evaluations to a person: as text or as a
// workbook with 原分, 复核分, 差 and 依据.
package scores

import (
	"bufio"
	"fmt"
	"io"
	"strconv"

	"github.com/pbt-cli/pbt/cmd/internal/term"
	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/methods"
	"github.com/pbt-cli/pbt/schema/sheet"
)

// outcome is whether a target was met, in words.
func outcome(met string, lang schema.Lang) string {
	words := map[string]schema.Text{
		"yes": {ZH: "达到", EN: "met"}, "no": {ZH: "未达到", EN: "missed"},
		"over": {ZH: "远超", EN: "far above"}, "unknown": {ZH: "无法判断", EN: "unknown"},
	}
	return words[met].In(lang)
}

func due(p *methods.Points) string {
	if p == nil {
		return ""
	}
	return p.String()
}

// nothing says why a document has no scores.
func nothing(r *methods.Report) schema.Text {
	if len(r.Problems) == 0 {
		return schema.Text{ZH: "没有绩效目标表", EN: "there is no form"}
	}
	return schema.Text{ZH: "没有实际完成值，不是自评表", EN: "no actual values: not a self-evaluation"}
}

// Text writes reports for a terminal: a line a row, differences coloured.
func Text(w io.Writer, style term.Style, lang schema.Lang, reports []*methods.Report) error {
	b := bufio.NewWriter(w)
	for i, r := range reports {
		if i > 0 {
			fmt.Fprintln(b)
		}
		fmt.Fprintln(b, style.Bold(term.Clean(r.File)))
		if len(r.Declarations) == 0 {
			fmt.Fprintln(b, nothing(r).In(lang))
		}
		for j := range r.Declarations {
			text(b, style, lang, &r.Declarations[j])
		}
	}
	return b.Flush()
}

func text(w io.Writer, style term.Style, lang schema.Lang, s *methods.Score) {
	fmt.Fprintf(w, "\n%s  %s\n", style.Bold(term.Clean(s.Name)), style.Dim(fmt.Sprintf(schema.Text{ZH: "第%d张表 · 计分方法 %s", EN: "form %d · method %s"}.In(lang), s.Declaration+1, s.Method)))
	head := []string{"指标", "指标值", "实际完成值", "分值", "结果", "完成比率", "原分", "复核分", "差", "依据"}
	if lang == schema.EN {
		head = []string{"indicator", "target", "actual", "weight", "outcome", "ratio", "printed", "due", "difference", "why"}
	}
	rows := [][]string{head}
	if e := s.Execution; e != nil {
		rows = append(rows, []string{schema.Text{ZH: "预算执行率", EN: "budget execution"}.In(lang), "", percent(e.Rate), e.Weight, "", "", e.Printed, due(e.Due), e.Difference, e.WhyText})
	}
	for i := range s.Rows {
		r := &s.Rows[i]
		rows = append(rows, []string{term.Truncate(r.Name, 40), term.Truncate(r.Target, 24), term.Truncate(r.Actual, 24), r.Weight, outcome(r.Met, lang), r.Ratio, r.Printed, due(r.Due), r.Difference, r.WhyText})
	}
	rows = append(rows, []string{schema.Text{ZH: "总分", EN: "total"}.In(lang), "", "", "", unknown(s.Total.Unknown, lang), "", s.Total.Printed, due(s.Total.Due), s.Total.Difference, ""})
	width := make([]int, len(head))
	for _, r := range rows {
		for i := range r {
			r[i] = term.Clean(r[i])
			width[i] = max(width[i], term.Width(r[i]))
		}
	}
	for n, r := range rows {
		for i, cell := range r {
			shown := cell
			if i < len(r)-1 {
				shown = term.Pad(cell, width[i]) + "  "
			}
			switch {
			case n == 0 || i == len(r)-1:
				shown = style.Dim(shown)
			case i == 8 && far(cell):
				shown = style.Red(shown)
			}
			fmt.Fprint(w, shown)
		}
		fmt.Fprintln(w)
	}
}

// far reports a difference of more than half a point.
func far(difference string) bool {
	d, err := strconv.ParseFloat(difference, 64)
	return err == nil && (d > 0.5 || d < -0.5)
}

func percent(rate string) string {
	if rate == "" {
		return ""
	}
	return rate + "%"
}

func unknown(n int, lang schema.Lang) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(schema.Text{ZH: "%d 项无法判断", EN: "%d unknown"}.In(lang), n)
}

// Workbook writes reports as a workbook: 复核 with a row an indicator, 总分 with a
// row a form.
func Workbook(w io.Writer, reports []*methods.Report) error {
	rows := sheet.Table{Name: "复核", Columns: []sheet.Column{
		{Head: "文件", Width: 24}, {Head: "项目", Width: 28}, {Head: "指标", Width: 30}, {Head: "指标值", Width: 16}, {Head: "实际完成值", Width: 16}, {Head: "分值", Width: 8},
		{Head: "结果", Width: 10}, {Head: "完成比率", Width: 10}, {Head: "原分", Width: 8}, {Head: "复核分", Width: 12}, {Head: "差", Width: 8}, {Head: "依据", Width: 48}}}
	totals := sheet.Table{Name: "总分", Columns: []sheet.Column{
		{Head: "文件", Width: 32}, {Head: "项目", Width: 36}, {Head: "计分方法", Width: 12}, {Head: "原总分", Width: 10}, {Head: "复核总分", Width: 16}, {Head: "差", Width: 10}, {Head: "无法判断", Width: 10}}}
	for _, r := range reports {
		for i := range r.Declarations {
			s := &r.Declarations[i]
			if e := s.Execution; e != nil {
				rows.Rows = append(rows.Rows, []any{r.File, s.Name, "预算执行率", nil, percent(e.Rate), sheet.Figure(e.Weight), nil, nil, sheet.Figure(e.Printed), sheet.Figure(due(e.Due)), sheet.Figure(e.Difference), e.WhyText})
			}
			for j := range s.Rows {
				x := &s.Rows[j]
				rows.Rows = append(rows.Rows, []any{r.File, s.Name, x.Name, x.Target, x.Actual, sheet.Figure(x.Weight), outcome(x.Met, schema.ZH), sheet.Figure(x.Ratio),
					sheet.Figure(x.Printed), sheet.Figure(due(x.Due)), sheet.Figure(x.Difference), x.WhyText})
			}
			totals.Rows = append(totals.Rows, []any{r.File, s.Name, s.Method, sheet.Figure(s.Total.Printed), sheet.Figure(due(s.Total.Due)), sheet.Figure(s.Total.Difference), s.Total.Unknown})
		}
	}
	return sheet.WriteTables(w, rows, totals)
}
