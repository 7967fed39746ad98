package form

import (
	"strings"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/value"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

// execRow is one line of a budget's execution as printed.
type execRow struct {
	item  *cell
	cells map[string]*cell // by role of execution columns
}

// taskRow is one line of a department's main tasks as printed.
type taskRow struct{ cells map[string]*cell }

// columnsOf maps the cells of a row to roles of a small table's dictionary.
func columnsOf(t *table, row int, names map[string]string) map[string]*cell {
	out := map[string]*cell{}
	for _, c := range t.rows[row] {
		if role := names[c.norm]; role != "" && c.Row == row && out[role] == nil {
			out[role] = c
		}
	}
	return out
}

// execution reads the table of a self-evaluation's budget execution: a row that
// names at least two of 年初预算数, 全年预算数, 全年执行数, 执行率, and the rows below
// it that carry an item.
func (f *fieldReader) execution(t *table, from, to int) {
	for row := from; row < to && row < len(t.rows); row++ {
		head := columnsOf(t, row, f.d.execution)
		if head["executed"] == nil && head["rate"] == nil || len(head) < 2 || head["budget"] == nil && head["initial"] == nil {
			continue
		}
		left := t.Cols
		for _, c := range head {
			left = min(left, c.Col)
		}
		for _, c := range t.rows[row] {
			if c.Row == row && (c.Col >= left || c.norm == "" || f.d.label(c.norm) == "group") {
				c.used = true
				if moneyIn.MatchString(c.note) {
					f.money = moneyIn.FindString(c.note)
				}
			}
		}
		for r := row + 1; r < to && r < len(t.rows); r++ {
			if !f.sideHeading(t, r, left) && !f.executionRow(t, r, left, head) {
				break
			}
			row = r
		}
	}
}

// sideHeading reads a line of a dump that holds only the heading down the left
// edge, or its unit of money: 项目资金, (万元).
func (f *fieldReader) sideHeading(t *table, r, left int) bool {
	cells := t.filled(r)
	if t.Spans != grid.Open || len(cells) != 1 || cells[0].end() > left {
		return false
	}
	c := cells[0]
	unit := moneyIn.FindString(c.note)
	if f.d.label(c.norm) != "group" && (c.norm != "" || unit == "") {
		return false
	}
	c.used = true
	if unit != "" {
		f.money = unit
	}
	return true
}

func (f *fieldReader) executionRow(t *table, r, left int, head map[string]*cell) bool {
	var item *cell
	for _, c := range t.rows[r] {
		if c.Col < left && c.squeezed() != "" && c.last() == r+1 {
			item = c
		}
	}
	if item == nil || item.end() > left {
		return false
	}
	key := f.d.label(item.norm)
	if key != "" && !strings.HasPrefix(key, "funds.") && key != "sum" && key != "group" {
		return false
	}
	row := execRow{item: item, cells: map[string]*cell{}}
	for role, h := range head {
		c := t.at(r, h.Col)
		if c == nil || c.squeezed() == "" {
			continue
		}
		if c.Col < left || c.ColSpan > h.ColSpan+1 && c.Row == r && len(head) > 2 && len(t.filled(r)) <= 2 {
			return false // a row of another kind
		}
		row.cells[role] = c
	}
	if len(row.cells) == 0 && key == "" {
		return false
	}
	for _, c := range t.rows[r] {
		if c.Row == r && (c == item || c.Col >= left || f.d.label(c.norm) == "group") {
			c.used = true
			if u := moneyIn.FindString(c.note); u != "" && c != item && c.Col < left {
				f.money = u
			}
		}
	}
	f.exec = append(f.exec, row)
	return true
}

// taskTable reads 年度主要任务 of a department's form: a row that names 任务名称 and
// 主要内容 or amounts, with the division of the amount perhaps in the next row.
func (f *fieldReader) taskTable(t *table, from, to int) {
	for row := from; row < to && row < len(t.rows); row++ {
		head := columnsOf(t, row, f.d.tasks)
		if head["name"] == nil || head["content"] == nil && head["total"] == nil || len(head) < 2 {
			continue
		}
		end := row + 1
		if row+1 < to {
			if sub := columnsOf(t, row+1, f.d.tasks); (sub["fiscal"] != nil || sub["total"] != nil) && sub["name"] == nil {
				for role, c := range sub {
					head[role] = c
				}
				end = row + 2
			}
		}
		for r := row; r < end; r++ {
			for _, c := range t.rows[r] {
				if m := moneyIn.FindString(c.note); m != "" {
					f.money = m
				}
				c.used = true
			}
		}
		for row = end; row < to && row < len(t.rows); row++ {
			if !f.taskRow(t, row, head) {
				row--
				break
			}
		}
	}
}

func (f *fieldReader) taskRow(t *table, r int, head map[string]*cell) bool {
	out := taskRow{cells: map[string]*cell{}}
	for role, h := range head {
		if c := t.at(r, h.Col); c != nil && c.Row == r && c.squeezed() != "" {
			out.cells[role] = c
		}
	}
	name := out.cells["name"]
	if name == nil && len(out.cells) == 0 {
		return t.blank(r)
	}
	if name != nil {
		key := f.d.label(name.norm)
		if key != "" && key != "sum" {
			return false
		}
		if content := head["content"]; content != nil && name.end() > content.Col && key != "sum" {
			return false // a cell across the columns is no task
		}
		if key == "sum" {
			f.sumOfTasks(out)
			for _, c := range t.rows[r] {
				c.used = true
			}
			return false
		}
	}
	for _, c := range out.cells {
		c.used = true
	}
	f.tasks = append(f.tasks, out)
	return true
}

// sumOfTasks keeps 金额合计 as the totals of the form.
func (f *fieldReader) sumOfTasks(row taskRow) {
	for role, key := range map[string]string{"total": "funds.total", "fiscal": "funds.total_fiscal", "other": "funds.total_other"} {
		if c := row.cells[role]; c != nil && f.d.label(c.norm) != "sum" {
			f.hits = append(f.hits, hit{key: key, label: "金额合计", text: c.Text, place: c.Place, column: c.Col})
		}
	}
}

// money is an amount in yuan, as a decimal string without separators; a text
// that is no amount stays as printed, for the rules to speak of.
type money struct{ unit string }

func (m money) yuan(text, note string) string {
	number, unit, ok := value.ParseAmount(text)
	if !ok {
		clean, _ := fold.Clean(text)
		return clean
	}
	if unit == "" {
		unit = moneyIn.FindString(note)
	}
	if unit == "" {
		unit = m.unit
	}
	return value.ScaleToYuan(number, unit)
}

// blankAmount reports whether nothing is printed: empty, a dash, a slash.
func blankAmount(text string) bool {
	switch squeeze(fold.Text(text)) {
	case "", "/", "-", "—", "——", "--", "无", "\\":
		return true
	}
	return false
}

// setFunds puts the amounts in their keys. 财政拨款 and 其他资金 belong to the
// total that stands above them in their own column, else to the last one.
func (b *builder) setFunds(hits []hit) {
	d := b.d
	below := map[int]string{}
	last := "total"
	put := func(dst *string, h hit) {
		if blankAmount(h.text) {
			return
		}
		if *dst != "" {
			b.extra(h)
			return
		}
		*dst = b.money.yuan(h.text, h.note)
		b.trace(h.path, h.place)
		b.doubt(h.path, *dst, h.place, h.doubts)
	}
	for _, h := range hits {
		ctx := below[h.column]
		if ctx == "" {
			ctx = last
		}
		switch h.key {
		case "funds.total":
			below[h.column], last = "total", "total"
			h.path = "funds.total"
			put(&d.Funds.Total, h)
		case "funds.year":
			below[h.column], last = "year", "year"
			h.path = "funds.year"
			put(&d.Funds.Year, h)
		case "funds.fiscal":
			if ctx == "year" {
				h.path = "funds.year_fiscal"
				put(&d.Funds.YearFiscal, h)
			} else {
				h.path = "funds.total_fiscal"
				put(&d.Funds.TotalFiscal, h)
			}
		case "funds.other":
			if ctx == "year" {
				h.path = "funds.year_other"
				put(&d.Funds.YearOther, h)
			} else {
				h.path = "funds.total_other"
				put(&d.Funds.TotalOther, h)
			}
		default:
			h.path = h.key
			if dst := fundsKey(&d.Funds, h.key); dst != nil {
				put(dst, h)
			} else {
				b.extra(h)
			}
		}
	}
}

func fundsKey(f *schema.Funds, key string) *string {
	switch key {
	case "funds.year_fiscal":
		return &f.YearFiscal
	case "funds.year_other":
		return &f.YearOther
	case "funds.total_fiscal":
		return &f.TotalFiscal
	case "funds.total_other":
		return &f.TotalOther
	case "funds.carryover":
		return &f.Carryover
	case "funds.central":
		return &f.Central
	case "funds.local":
		return &f.Local
	case "funds.last_year_budget":
		return &f.LastYearBudget
	case "funds.last_year_executed":
		return &f.LastYearExecuted
	}
	return nil
}

// setExecution writes the rows of the budget's execution.
func (b *builder) setExecution(rows []execRow) {
	for i, r := range rows {
		item, _ := fold.Clean(r.item.Text)
		item = strings.TrimRight(item, ":： ")
		for _, p := range []string{"其中：", "其中:", "其中"} {
			item = strings.TrimSpace(strings.TrimPrefix(item, p))
		}
		out := schema.ExecutionRow{Item: item}
		path := pathIndex("funds.execution", i)
		b.trace(path, r.item.Place)
		b.doubt(path+".item", item, r.item.Place, r.item.Doubts)
		amount := func(role string) string {
			c := r.cells[role]
			if c == nil || blankAmount(c.Text) {
				return ""
			}
			b.trace(path+"."+role, c.Place)
			yuan := b.money.yuan(c.Text, "")
			b.doubt(path+"."+role, yuan, c.Place, c.Doubts)
			return yuan
		}
		plain := func(role string) string {
			c := r.cells[role]
			if c == nil || blankAmount(c.Text) {
				return ""
			}
			b.trace(path+"."+role, c.Place)
			number := plainNumber(c.Text)
			b.doubt(path+"."+role, number, c.Place, c.Doubts)
			return number
		}
		out.Initial, out.Budget, out.Executed = amount("initial"), amount("budget"), amount("executed")
		out.Weight, out.Score = plain("weight"), plain("score")
		out.Rate = strings.TrimSuffix(plain("rate"), "%")
		b.d.Funds.Execution = append(b.d.Funds.Execution, out)
	}
}

// setTasks writes the rows of the main tasks.
func (b *builder) setTasks(rows []taskRow) {
	for i, r := range rows {
		path := pathIndex("funds.tasks", i)
		text := func(role string) string {
			c := r.cells[role]
			if c == nil {
				return ""
			}
			b.trace(path+"."+role, c.Place)
			s, _ := fold.Clean(c.Text)
			b.doubt(path+"."+role, s, c.Place, c.Doubts)
			return s
		}
		amount := func(role string) string {
			s := text(role)
			if blankAmount(s) {
				return ""
			}
			return b.money.yuan(s, "")
		}
		b.d.Funds.Tasks = append(b.d.Funds.Tasks, schema.Task{
			Name: text("name"), Content: text("content"),
			Total: amount("total"), Fiscal: amount("fiscal"), Other: amount("other"),
		})
	}
}

// plainNumber is a printed number in half width without separators and spaces.
func plainNumber(text string) string {
	s := squeeze(fold.Text(text))
	if n, unit, ok := value.ParseAmount(s); ok && unit == "" {
		return n
	}
	return s
}
