package paper

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/pbt-cli/pbt/schema"
)

// printer prints one declaration.
type printer struct {
	*pen
	l     *layout
	d     *schema.Declaration
	table *table
	// printed are the keys that have their place.
	printed map[string]bool
	money   string
	// empty prints places for what a declaration could hold.
	empty bool
}

// Print prints a declaration as the form of its family.
func Print(d *schema.Declaration) (*Sheet, error) {
	l, err := readLayout(d.Form)
	if err != nil {
		return nil, err
	}
	t := newTable(d, l.heads())
	if err := t.medium(); err != nil {
		return nil, err
	}
	p := &printer{pen: newPen("绩效目标表", max(t.width(), l.width(d))), l: l, d: d, table: t, printed: map[string]bool{}, money: d.Funds.PrintedUnit}
	if p.money == "" {
		p.money = l.Money
	}
	p.form()
	return p.sheet, nil
}

// heads are the names that a layout gives the columns of the table.
func (l *layout) heads() map[string]string {
	for _, row := range l.Rows {
		if row.Indicators != nil {
			return row.Indicators
		}
	}
	return nil
}

// width is how many columns the rows above the table need.
func (l *layout) width(d *schema.Declaration) int {
	n := 4
	for _, row := range l.Rows {
		switch {
		case row.Funds != nil:
			n = max(n, 1+2*len(row.Funds.Columns))
		case row.Execution != "" && len(d.Funds.Execution) > 0:
			n = max(n, 8)
		case row.Tasks != "" && len(d.Funds.Tasks) > 0:
			n = max(n, 6)
		}
	}
	return n
}

func (p *printer) form() {
	title := p.d.Title
	if title == "" {
		title = p.l.Title
	}
	p.line(Title, title)
	switch {
	case p.d.Year != 0:
		p.line(Note, fmt.Sprintf("（%d年度）", p.d.Year))
	case p.empty:
		p.line(Note, "（      年度）")
	}
	p.claim()
	left := false
	for _, row := range p.l.Rows {
		if !left && row.Line == "" && row.Fields == nil {
			left = true
			p.leftOver()
		}
		if row.Indicators != nil {
			p.table.print(p)
			continue
		}
		p.official(row)
	}
	if !p.printed["total_score"] && p.d.TotalScore != "" {
		p.fields([]string{"总分"}, []string{p.d.TotalScore})
	}
	p.widths()
}

// claim notes the keys that the layout has a place for.
func (p *printer) claim() {
	for _, row := range p.l.Rows {
		for _, key := range append([]string{row.Line}, row.Fields...) {
			p.printed[key] = true
		}
		if row.Funds != nil {
			for _, col := range row.Funds.Columns {
				for _, cell := range col {
					p.printed[cell[0]] = true
				}
			}
		}
		if row.Goals != nil {
			for _, c := range row.Goals.Columns {
				p.printed[c[0]] = true
			}
		}
		if row.Tasks != "" {
			for _, key := range []string{"tasks", "funds.total", "funds.total_fiscal", "funds.total_other"} {
				p.printed[key] = true
			}
		}
		p.printed["execution"] = p.printed["execution"] || row.Execution != ""
		p.printed["total_score"] = p.printed["total_score"] || row.TotalScore != ""
	}
}

// official prints one line of the layout above or below the table.
func (p *printer) official(row line) {
	switch {
	case row.Line != "":
		if v := get(p.d, row.Line); v != "" || p.empty {
			p.line(Note, p.l.label(row.Line)+"："+v)
		}
	case row.Fields != nil:
		p.keys(row.Fields)
	case row.Heading != "":
		p.line(Note, row.Heading)
	case row.HeadingYear != "":
		switch {
		case p.d.HeadingYear != 0:
			p.line(Note, strconv.Itoa(p.d.HeadingYear)+row.HeadingYear)
		case p.empty:
			p.line(Note, "      "+row.HeadingYear)
		}
	case row.Funds != nil:
		p.funds(row.Funds)
	case row.Goals != nil:
		p.goals(row.Goals)
	case row.Execution != "":
		p.execution(row.Execution)
	case row.Tasks != "":
		p.tasks(row.Tasks)
	case row.TotalScore != "":
		p.totalScore(row.TotalScore)
	}
}

// keys prints fields side by side. One without a value keeps its place where the
// row has another one, and is left out where it stands alone and empty.
func (p *printer) keys(keys []string) {
	var names, values []string
	any := false
	for _, key := range keys {
		v := p.value(key)
		any = any || v != ""
		names, values = append(names, p.named(key)), append(values, v)
	}
	if any || p.empty {
		p.fields(names, values)
	}
}

// named is a field's label, an amount's with its unit.
func (p *printer) named(key string) string {
	if strings.HasPrefix(key, "funds.") {
		return p.l.label(key) + "（" + p.money + "）"
	}
	return p.l.label(key)
}

// value is a field's text, an amount in the form's unit.
func (p *printer) value(key string) string {
	v := get(p.d, key)
	if strings.HasPrefix(key, "funds.") {
		return p.amount(v)
	}
	return v
}

// amount prints yuan in the form's unit.
func (p *printer) amount(yuan string) string {
	d, err := decimal.NewFromString(yuan)
	if err != nil {
		return yuan
	}
	shift := map[string]int32{"千元": -3, "万元": -4, "亿元": -8}[p.money]
	return d.Shift(shift).String()
}

// fields prints labels and values side by side over the whole width.
func (p *printer) fields(names, values []string) {
	cols := p.sheet.Grid.Cols
	for i := range names {
		p.put(Label, names[i], 1, 1)
		if i == len(names)-1 {
			p.rest(Text, values[i])
			break
		}
		p.put(Text, values[i], max(1, cols/len(names)-1), 1)
	}
	p.end()
}

// leftOver prints the fields that the layout has no place for, and the pairs
// without a typed key.
func (p *printer) leftOver() {
	unit := p.printed["unit.applicant"] || p.printed["unit.implementer"] || p.printed["unit.budget"]
	for _, f := range schema.Fields() {
		key := f.Path
		if key == "unit" {
			key = "unit.applicant"
			if unit {
				continue
			}
		}
		if p.printed[key] || labels[key] == "" || p.value(key) == "" {
			continue
		}
		p.printed[key] = true
		p.keys([]string{key})
	}
	if len(p.d.Funds.Execution) > 0 && !p.printed["execution"] {
		p.execution("项目资金")
	}
	if len(p.d.Funds.Tasks) > 0 && !p.printed["tasks"] {
		p.tasks("年度主要任务")
	}
	for _, x := range p.d.Extra {
		p.fields([]string{x.Label}, []string{x.Text})
	}
}

// funds prints a block of amounts under a label at the side.
func (p *printer) funds(b *block) {
	rows := 0
	any := false
	for _, col := range b.Columns {
		rows = max(rows, len(col))
		for _, cell := range col {
			any = any || get(p.d, cell[0]) != ""
		}
	}
	if !any && !p.empty {
		return
	}
	cols := p.sheet.Grid.Cols
	each := (cols - 1) / len(b.Columns)
	p.put(Label, b.Label+"（"+p.money+"）", 1, rows)
	for i := range rows {
		for n, col := range b.Columns {
			name, v := "", ""
			if i < len(col) {
				name, v = col[i][1], p.value(col[i][0])
			}
			p.put(Label, name, 1, 1)
			if n == len(b.Columns)-1 {
				p.rest(Text, v)
			} else {
				p.put(Text, v, each-1, 1)
			}
		}
		p.end()
	}
}

// goals prints goal texts under their labels.
func (p *printer) goals(g *goals) {
	any := false
	for _, c := range g.Columns {
		any = any || get(p.d, c[0]) != ""
	}
	if !any && !p.empty {
		return
	}
	each := (p.sheet.Grid.Cols - 1) / len(g.Columns)
	p.put(Label, g.Label, 1, 2)
	for part := range 2 {
		for n, c := range g.Columns {
			kind, text := Label, c[1]
			if part == 1 {
				kind, text = Text, get(p.d, c[0])
			}
			if n == len(g.Columns)-1 {
				p.rest(kind, text)
			} else {
				p.put(kind, text, each, 1)
			}
		}
		p.end()
	}
}

// execution prints the table of a budget's execution.
func (p *printer) execution(label string) {
	rows := p.d.Funds.Execution
	if len(rows) == 0 {
		if !p.empty {
			return
		}
		rows = []schema.ExecutionRow{{Item: "年度资金总额"}, {Item: "其中：当年财政拨款"}, {Item: "上年结转资金"}, {Item: "其他资金"}}
	}
	p.put(Label, label+"（"+p.money+"）", 1, len(rows)+1)
	for _, h := range []string{"", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率"} {
		p.put(Label, h, 1, 1)
	}
	p.rest(Label, "得分")
	p.end()
	for _, r := range rows {
		p.put(Label, r.Item, 1, 1)
		for _, v := range []string{p.amount(r.Initial), p.amount(r.Budget), p.amount(r.Executed), r.Weight, rate(r.Rate)} {
			p.put(Text, v, 1, 1)
		}
		p.rest(Text, r.Score)
		p.end()
	}
}

func rate(s string) string {
	if s == "" {
		return ""
	}
	return s + "%"
}

// tasks prints a department's main tasks.
func (p *printer) tasks(label string) {
	rows := p.d.Funds.Tasks
	totals := [3]string{p.d.Funds.Total, p.d.Funds.TotalFiscal, p.d.Funds.TotalOther}
	if len(rows) == 0 {
		if !p.empty {
			return
		}
		rows = make([]schema.Task, 3)
	}
	sum := totals != [3]string{} || p.empty
	height := len(rows) + 2
	if sum {
		height++
	}
	p.put(Label, label, 1, height)
	p.put(Label, "任务名称", 1, 2)
	p.put(Label, "主要内容", 1, 2)
	p.rest(Label, "预算金额（"+p.money+"）")
	p.end()
	money := func(kind Kind, a, b, c string) {
		p.put(kind, a, 1, 1)
		p.put(kind, b, 1, 1)
		p.rest(kind, c)
		p.end()
	}
	money(Label, "总额", "财政拨款", "其他资金")
	for _, t := range rows {
		p.put(Text, t.Name, 1, 1)
		p.put(Text, t.Content, 1, 1)
		money(Text, p.amount(t.Total), p.amount(t.Fiscal), p.amount(t.Other))
	}
	if sum {
		p.put(Label, "金额合计", 2, 1)
		money(Text, p.amount(totals[0]), p.amount(totals[1]), p.amount(totals[2]))
	}
}

// totalScore prints the sum under the column of scores.
func (p *printer) totalScore(label string) {
	at := p.table.column("score")
	if p.d.TotalScore == "" && !p.empty {
		return
	}
	if at <= 0 {
		p.fields([]string{label}, []string{p.d.TotalScore})
		return
	}
	p.put(Label, label, p.table.starts(at), 1)
	p.put(Text, p.d.TotalScore, p.table.cols[at].span, 1)
	if p.table.starts(at)+p.table.cols[at].span < p.sheet.Grid.Cols {
		p.rest(Text, "")
	}
	p.end()
}

// widths gives each column the width of what stands in it in the table.
func (p *printer) widths() {
	at := 0
	for _, c := range p.table.cols {
		for range c.span {
			p.sheet.Widths[at] = c.chars / float64(c.span)
			at++
		}
	}
}
