package sheet

import (
	"io"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/pbt-cli/pbt/schema"
)

// Entry is one document for the desk's workbook, with what was found about it.
type Entry struct {
	Doc *schema.Document
	// Findings are those of the reading and of the rules; the reading's own are
	// taken from the document where there are none.
	Findings []schema.Finding
	// Outcome says in a word what became of the file; empty for the usual one.
	Outcome string
}

// Canonical gives the name that a family's vocabulary has for a printed label at
// a depth, from 0; empty where it has none.
type Canonical func(form, label string, depth int) string

// Desk writes the workbook of an analyst's desk: 概况 with a row a file, 指标 with
// typed columns, 资金, 存疑 with what was chosen and what else it may be, 修正, and
// 发现. canonical may be nil. The same documents give the same bytes.
func Desk(w io.Writer, canonical Canonical, entries ...Entry) error {
	if canonical == nil {
		canonical = func(string, string, int) string { return "" }
	}
	d := &desk{canonical: canonical}
	d.tables()
	for i := range entries {
		d.add(&entries[i])
	}
	return WriteTables(w, d.about, d.rows, d.funds, d.doubts, d.repairs, d.findings)
}

// desk gathers the tables of a workbook.
type desk struct {
	canonical                                     Canonical
	about, rows, funds, doubts, repairs, findings Table
}

// printedColumns is how many columns of 指标 are printed; those behind are for
// filters and sums.
const printedColumns = 13

func (d *desk) tables() {
	d.about = Table{Name: "概况", Columns: []Column{
		{Head: "文件", Width: 44}, {Head: "结果", Width: 10}, {Head: "格式", Width: 8}, {Head: "表数", Width: 7}, {Head: "指标数", Width: 8}, {Head: "存疑", Width: 7},
		{Head: "修正", Width: 7}, {Head: "错误", Width: 7}, {Head: "警告", Width: 7}, {Head: "提示", Width: 7}, {Head: "说明", Width: 56}}}
	d.rows = Table{Name: "指标", Printed: printedColumns, Columns: []Column{
		{Head: "项目名称", Width: 28}, {Head: "一级指标", Width: 12}, {Head: "二级指标", Width: 16}, {Head: "三级指标", Width: 32}, {Head: "指标值", Width: 18},
		{Head: "数值", Width: 11}, {Head: "计量单位", Width: 9}, {Head: "类型", Width: 8}, {Head: "分值", Width: 7}, {Head: "实际完成值", Width: 16}, {Head: "得分", Width: 7},
		{Head: "存疑", Width: 22}, {Head: "位置", Width: 18},
		{Head: "文件", Width: 32}, {Head: "表号", Width: 6}, {Head: "序号", Width: 6}, {Head: "单位", Width: 24}, {Head: "主管部门", Width: 20}, {Head: "项目编码", Width: 20}, {Head: "年度", Width: 7},
		{Head: "目标期", Width: 8}, {Head: "规范一级", Width: 12}, {Head: "规范二级", Width: 16}, {Head: "运算符", Width: 8}, {Head: "下限", Width: 10}, {Head: "上限", Width: 10},
		{Head: "每", Width: 7}, {Head: "截止日期", Width: 12}, {Head: "实际数值", Width: 11}, {Head: "偏差原因", Width: 24}, {Head: "隐藏行", Width: 7}}}
	d.funds = Table{Name: "资金", Columns: []Column{
		{Head: "项目名称", Width: 36}, {Head: "栏目", Width: 26}, {Head: "金额（元）", Width: 18}, {Head: "年初预算（元）", Width: 18}, {Head: "全年预算（元）", Width: 18},
		{Head: "全年执行（元）", Width: 18}, {Head: "执行率", Width: 9}, {Head: "分值", Width: 7}, {Head: "得分", Width: 7}, {Head: "文件", Width: 36}, {Head: "表号", Width: 6}, {Head: "位置", Width: 18}}}
	d.doubts = Table{Name: "存疑", Columns: []Column{
		{Head: "文件", Width: 36}, {Head: "表号", Width: 6}, {Head: "项目名称", Width: 28}, {Head: "什么存疑", Width: 12}, {Head: "指标", Width: 30}, {Head: "读作", Width: 24},
		{Head: "也可能是", Width: 30}, {Head: "位置", Width: 20}, {Head: "路径", Width: 40}}}
	d.repairs = Table{Name: "修正", Columns: []Column{
		{Head: "文件", Width: 36}, {Head: "表号", Width: 6}, {Head: "项目名称", Width: 28}, {Head: "印的", Width: 32}, {Head: "读作", Width: 32}, {Head: "原因", Width: 18},
		{Head: "把握", Width: 8}, {Head: "位置", Width: 20}, {Head: "路径", Width: 40}}}
	d.findings = Table{Name: "发现", Columns: []Column{
		{Head: "文件", Width: 36}, {Head: "表号", Width: 6}, {Head: "级别", Width: 7}, {Head: "说明", Width: 60}, {Head: "建议", Width: 40}, {Head: "印的", Width: 24},
		{Head: "应为", Width: 24}, {Head: "位置", Width: 20}, {Head: "规则", Width: 26}}}
}

func (d *desk) add(e *Entry) {
	doc := e.Doc
	findings := e.Findings
	if findings == nil {
		findings = doc.Problems
	}
	rows, doubts, repairs := 0, 0, 0
	for i, x := range doc.Declarations {
		rows += d.declaration(doc, i, x)
		doubts += len(x.Uncertain)
		repairs += len(x.Repairs)
	}
	count := map[schema.Severity]int{}
	first := ""
	for i := range findings {
		f := &findings[i]
		count[f.Severity]++
		if first == "" && f.Severity == schema.SeverityError && strings.HasPrefix(f.Rule, "extract.") {
			first = messageOf(f)
		}
		d.finding(doc, f)
	}
	outcome := e.Outcome
	switch {
	case outcome != "":
	case doc.Unreadable() && len(doc.Declarations) == 0:
		outcome = "读不出"
	case doc.Unreadable():
		outcome = "部分读出"
	case len(doc.Declarations) == 0:
		outcome = "没有表"
	default:
		outcome = "已读"
	}
	d.about.Rows = append(d.about.Rows, []any{link(doc.Source.File, schema.Place{}, doc.Source.File), outcome, doc.Source.Format, len(doc.Declarations), rows, doubts, repairs,
		count[schema.SeverityError], count[schema.SeverityWarning], count[schema.SeverityInfo], first})
}

func messageOf(f *schema.Finding) string {
	if s := f.Text.In(schema.ZH); s != "" {
		return s
	}
	return f.Message
}

// declaration adds a form and gives the number of its indicators.
func (d *desk) declaration(doc *schema.Document, index int, x *schema.Declaration) int {
	doubted := x.DoubtsOfRows()
	for _, u := range x.Uncertain {
		key := leafPath(u.Path)
		d.doubts.Rows = append(d.doubts.Rows, []any{doc.Source.File, index + 1, x.Project.Name, u.Asks().ZH, nameAt(x, key), u.Chosen,
			strings.Join(u.Alternatives, "、"), d.place(doc, x, u.Path), u.Path})
	}
	for _, r := range x.Repairs {
		d.repairs.Rows = append(d.repairs.Rows, []any{doc.Source.File, index + 1, x.Project.Name, r.From, r.To, r.Reason().ZH, r.Confidence, d.place(doc, x, r.Path), r.Path})
	}
	n := d.indicators(doc, index, x, x.Indicators, "indicators", "", doubted)
	n += d.indicators(doc, index, x, x.IndicatorsMediumTerm, "indicators_medium_term", "中期", doubted)
	d.money(doc, index, x)
	return n
}

func (d *desk) indicators(doc *schema.Document, index int, x *schema.Declaration, tree []*schema.Indicator, root, term string, doubted func(path string) []schema.Doubt) int {
	n := 0
	schema.Walk(tree, root, func(path string, labels []*schema.Indicator, leaf *schema.Indicator) {
		n++
		open := doubted(path)
		var level, canonical [2]string
		for i := range level {
			if i < len(labels) {
				level[i] = labels[i].Name
				canonical[i] = d.canonical(x.Form, labels[i].Name, i)
			}
		}
		v, a := leaf.Value, leaf.Actual
		if v == nil {
			v = &schema.Value{}
		}
		if a == nil {
			a = &schema.Value{}
		}
		row := []any{
			x.Project.Name, level[0], level[1], leaf.Name, v.Text, measure(v, v.Number), v.Unit, v.Kind.In(schema.ZH), Figure(leaf.Weight), a.Text, Figure(leaf.Score),
			doubtNote(open), d.place(doc, x, path+".value"),
			doc.Source.File, index + 1, n, x.Unit, x.Department, x.Project.Code, yearCell(x.Year), term, canonical[0], canonical[1], string(v.Op), measure(v, v.Min), measure(v, v.Max),
			v.Per, dateCell(v), measure(a, a.Number), leaf.Deviation, hiddenWord(leaf.Hidden)}
		if len(open) > 0 {
			note := doubtNote(open)
			for _, u := range open {
				col := map[string]int{"level1": 1, "level2": 2}[u.Question]
				if col == 0 {
					col = 4
					if depth := strings.Count(u.Path, ".children["); depth < len(labels) && depth < len(level) {
						col = 1 + depth // on a label above
					} else if strings.HasSuffix(u.Path, ".name") {
						col = 3
					}
				}
				row[col] = Doubted{Value: row[col], Note: note}
			}
		}
		d.rows.Rows = append(d.rows.Rows, row)
	})
	return n
}

// measure is a figure as a number: a percentage as a share with the format of
// one.
func measure(v *schema.Value, number string) any {
	f, err := strconv.ParseFloat(number, 64)
	if err != nil || len(number) > 15 {
		return Figure(number)
	}
	if v.Unit == "%" {
		return Percent(f / 100)
	}
	return f
}

// dateCell is the day by which a target is met, as a date.
func dateCell(v *schema.Value) any {
	if v.Deadline == nil {
		return nil
	}
	day := v.Deadline.Date
	if day == "" {
		day = v.Deadline.To
	}
	if t, err := time.Parse(time.DateOnly, day); err == nil {
		return t
	}
	if day == "" {
		return nil
	}
	return day
}

func yearCell(year int) any {
	if year == 0 {
		return nil
	}
	return year
}

func hiddenWord(hidden bool) any {
	if hidden {
		return "隐藏"
	}
	return nil
}

// doubtNote is all that is in doubt about an indicator.
func doubtNote(us []schema.Doubt) string {
	var parts []string
	for _, u := range us {
		parts = append(parts, u.In(schema.ZH))
	}
	return strings.Join(parts, "；")
}

// leafPath is the path of the indicator that a path lies in.
func leafPath(p string) string {
	i := strings.LastIndexByte(p, ']')
	if i < 0 {
		return p
	}
	return p[:i+1]
}

// nameAt is the name of the indicator at a path, or nothing.
func nameAt(d *schema.Declaration, at string) string {
	name := ""
	for root, tree := range map[string][]*schema.Indicator{"indicators": d.Indicators, "indicators_medium_term": d.IndicatorsMediumTerm} {
		schema.Walk(tree, root, func(path string, _ []*schema.Indicator, x *schema.Indicator) {
			if path == at {
				name = x.Name
			}
		})
	}
	return name
}

// money adds the amounts of a form.
func (d *desk) money(doc *schema.Document, index int, x *schema.Declaration) {
	for _, f := range schema.Fields() {
		if f.Kind == schema.FieldAmount {
			if s := f.Get(x); s != "" {
				d.funds.Rows = append(d.funds.Rows, []any{x.Project.Name, f.Label.ZH, Figure(s), nil, nil, nil, nil, nil, nil, doc.Source.File, index + 1, d.place(doc, x, f.Path)})
			}
		}
	}
	for _, t := range x.Funds.Tasks {
		d.funds.Rows = append(d.funds.Rows, []any{x.Project.Name, "任务：" + t.Name, Figure(t.Total), nil, nil, nil, nil, nil, nil, doc.Source.File, index + 1, nil})
	}
	for i, r := range x.Funds.Execution {
		rate := any(Figure(r.Rate))
		if f, ok := rate.(float64); ok {
			rate = Percent(f / 100)
		}
		d.funds.Rows = append(d.funds.Rows, []any{x.Project.Name, "执行：" + r.Item, nil, Figure(r.Initial), Figure(r.Budget), Figure(r.Executed), rate, Figure(r.Weight), Figure(r.Score),
			doc.Source.File, index + 1, d.place(doc, x, "funds.execution["+strconv.Itoa(i)+"]")})
	}
}

func (d *desk) finding(doc *schema.Document, f *schema.Finding) {
	number := any(nil)
	if f.Declaration != nil {
		number = *f.Declaration + 1
	}
	at := any(nil)
	if f.At != nil && !f.At.IsZero() {
		at = link(doc.Source.File, *f.At, f.At.In(schema.ZH))
	}
	d.findings.Rows = append(d.findings.Rows, []any{doc.Source.File, number, f.Severity.In(schema.ZH), messageOf(f), f.Hint.In(schema.ZH), f.Found, f.Expected, at, f.Rule})
}

// place is a link to where a path stands.
func (d *desk) place(doc *schema.Document, x *schema.Declaration, at string) any {
	p := x.Place(at)
	if p.IsZero() {
		return nil
	}
	return link(doc.Source.File, p, p.In(schema.ZH))
}

// link opens a file, a PDF at its page, a workbook at its cell. A member of an
// archive cannot be opened so.
func link(file string, p schema.Place, text string) any {
	if strings.Contains(file, "!") || file == "" || file == "-" || len(file) > 200 {
		return text
	}
	target := path.Clean(file)
	switch {
	case p.Page > 0:
		target += "#page=" + strconv.Itoa(p.Page)
	case p.Sheet != "" && p.Cell != "":
		target += "#'" + p.Sheet + "'!" + p.Cell
	}
	return Link{Target: target, Text: text}
}
