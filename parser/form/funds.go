package form

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/value"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

// execRow is one line of a budget's execution as printed.
type execRow struct {
	item  *cell
	cells map[Role]*cell
}

// The roles of columns of a budget's execution and of a department's tasks,
// beside RoleWeight, RoleScore, RoleName and RoleContent.
const (
	RoleInitial  Role = "initial"
	RoleBudget   Role = "budget"
	RoleExecuted Role = "executed"
	RoleRate     Role = "rate"
	RoleTotal    Role = "total"
	RoleFiscal   Role = "fiscal"
	RoleOther    Role = "other"
)

// taskRow is one line of a department's main tasks as printed.
type taskRow struct{ cells map[Role]*cell }

// columnsOf maps the cells of a row to the roles that they head in a small table.
func columnsOf(t *table, row int, roleOf func(*cell) Role) map[Role]*cell {
	out := map[Role]*cell{}
	for _, c := range t.rows[row] {
		if role := roleOf(c); role != RoleNone && c.Row == row && out[role] == nil {
			out[role] = c
		}
	}
	return out
}

// execution reads the table of a self-evaluation's budget execution: a row that
// names at least two of 年初预算数, 全年预算数, 全年执行数, 执行率, and the rows below
// it that carry an item.
func (f *fieldReader) execution(t *table, from, to int) {
	to = min(to, len(t.rows))
	for row := from; row < to; row++ {
		h, ok := f.execHead(t, row)
		if !ok {
			continue
		}
		for row+1 < to && (f.sideHeading(t, row+1, h.left) || f.executionRow(t, row+1, h)) {
			row++
		}
	}
}

// execHead takes a row as the head of a budget's execution; ok is false where it
// is none.
func (f *fieldReader) execHead(t *table, row int) (h execHead, ok bool) {
	items := f.headsItems(t, row)
	h = execHead{left: t.Cols, columns: columnsOf(t, row, func(c *cell) Role {
		if c == items {
			return RoleNone
		}
		return f.d.spentColumn(c.norm())
	})}
	planned := h.columns[RoleBudget] != nil || h.columns[RoleInitial] != nil
	spent := h.columns[RoleExecuted] != nil || h.columns[RoleRate] != nil
	if !planned || !spent {
		return h, false
	}
	for _, c := range h.columns {
		h.left = min(h.left, c.Col)
	}
	for _, c := range t.rows[row] {
		if c.Row != row || c != items && c.Col < h.left && c.norm() != "" && f.d.label(c.norm()) != KeyGroup {
			continue
		}
		c.is(fateLabel, whyColumnHead)
		f.amountsIn(c, c.note())
		if c.Col >= h.left && c.norm() != "" && f.d.spentColumn(c.norm()) == RoleNone {
			h.further = append(h.further, c)
		}
	}
	return h, true
}

// headsItems is the head over the items of a budget's execution where it is called as
// their amounts are, nil where none is: 年度预算数（万元） over 总额, 其中：财政资金.
func (f *fieldReader) headsItems(t *table, row int) *cell {
	for _, c := range t.starting(row) {
		if f.d.spentColumn(c.norm()) == RoleNone || row+1 >= len(t.rows) {
			continue
		}
		below := t.at(row+1, c.Col)
		if below == nil || below.Row != row+1 || strings.ContainsAny(below.squeezed(), "0123456789") || f.d.label(below.norm()).family() != "funds" && !f.d.amountLabel(below.norm()) {
			return nil
		}
		return c
	}
	return nil
}

// execHead is the head of a table of a budget's execution.
type execHead struct {
	left    int // its first column of amounts
	columns map[Role]*cell
	further []*cell // columns with no key
}

// sideHeading reads a line of a dump that holds only the heading down the left
// edge, or its unit of money: 项目资金, (万元).
func (f *fieldReader) sideHeading(t *table, r, left int) bool {
	cells := t.filled(r)
	if t.Spans != grid.Open || len(cells) != 1 || cells[0].end() > left {
		return false
	}
	c := cells[0]
	unit := moneyIn.FindString(c.note())
	if f.d.label(c.norm()) != KeyGroup && (c.norm() != "" || unit == "") {
		return false
	}
	c.is(fateLabel, whyHeading)
	f.amountsIn(c, unit)
	return true
}

// executionRow reads a row of a budget's execution; false where the row is none.
func (f *fieldReader) executionRow(t *table, r int, h execHead) bool {
	item := f.execItem(t, r, h.left)
	if item == nil {
		return false
	}
	key := f.d.label(item.norm())
	if key != KeyNone && key.family() != "funds" && key != KeySum && key != KeyGroup {
		return false
	}
	row := execRow{item: item}
	var ok bool
	if row.cells, ok = f.execCells(t, r, h); !ok || len(row.cells) == 0 && key == KeyNone {
		return false
	}
	f.takeExecution(t, r, h, item)
	f.exec = append(f.exec, row)
	return true
}

// execItem is the cell that names what a row's amounts are for, nil where none does.
func (f *fieldReader) execItem(t *table, r, left int) *cell {
	var item *cell
	for _, c := range t.rows[r] {
		if c.Col < left && c.squeezed() != "" && c.last() == r+1 {
			item = c
		}
	}
	if item == nil || f.others(item) || item.end() > left {
		return nil
	}
	return item
}

// execCells are the amounts of a row; ok is false where it is a row of another kind.
func (f *fieldReader) execCells(t *table, r int, h execHead) (cells map[Role]*cell, ok bool) {
	cells = map[Role]*cell{}
	lone := len(h.columns) > 2 && len(t.filled(r)) <= 2
	for role, head := range h.columns {
		c := t.amount(r, head.Col)
		if c == nil || c.squeezed() == "" || f.others(c) {
			continue
		}
		if c.Col < h.left || lone && c.Row == r && t.at(r, head.Col).ColSpan > head.ColSpan+1 {
			return nil, false
		}
		cells[role] = c
	}
	return cells, true
}

// takeExecution accounts for the cells of a row of a budget's execution, and keeps
// what stands in its further columns.
func (f *fieldReader) takeExecution(t *table, r int, h execHead, item *cell) {
	left := h.left
	for _, c := range t.rows[r] {
		if c.Row == r && (c == item || c.Col >= left || f.d.label(c.norm()) == KeyGroup) {
			c.take()
			if c != item && c.Col < left {
				c.is(fateLabel, whyHeading)
				f.amountsIn(c, c.note())
			}
		}
	}
	for _, of := range h.further {
		if c := t.at(r, of.Col); c != nil && c.Row == r && c.squeezed() != "" {
			label := strings.TrimRight(squeeze(item.Text), ":：") + "（" + squeeze(of.Text) + "）"
			f.hits = append(f.hits, hit{label: label, text: c.Text, from: []*cell{c}, repairs: c.Repairs(), doubts: c.Doubts()})
		}
	}
}

func (f *fieldReader) taskColumn(c *cell) Role { return f.d.taskColumn(c.norm()) }

// taskTable reads 年度主要任务 of a department's form: a row that names 任务名称 and
// 主要内容 or amounts, with the division of the amount perhaps in the next row.
func (f *fieldReader) taskTable(t *table, from, to int) {
	for row := from; row < to && row < len(t.rows); row++ {
		head := columnsOf(t, row, f.taskColumn)
		if head[RoleName] == nil || head[RoleContent] == nil && head[RoleTotal] == nil || len(head) < 2 {
			continue
		}
		end := row + 1
		if row+1 < to {
			if sub := columnsOf(t, row+1, f.taskColumn); (sub[RoleFiscal] != nil || sub[RoleTotal] != nil) && sub[RoleName] == nil {
				for role, c := range sub {
					head[role] = c
				}
				end = row + 2
			}
		}
		for r := row; r < end; r++ {
			for _, c := range t.rows[r] {
				f.amountsIn(c, c.note())
				c.is(fateLabel, whyColumnHead)
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

func (f *fieldReader) taskRow(t *table, r int, head map[Role]*cell) bool {
	out := taskRow{cells: map[Role]*cell{}}
	for role, h := range head {
		if c := t.amount(r, h.Col); c != nil && c.Row == r && c.squeezed() != "" {
			out.cells[role] = c
		}
	}
	name := out.cells[RoleName]
	for _, c := range t.starting(r) {
		if key := f.d.label(c.norm()); c.Col < head[RoleName].Col && key != KeyNone && key != KeyGroup {
			name = c // a dump prints 金额合计 in front of the column of the tasks
		}
	}
	if name == nil && len(out.cells) == 0 {
		return t.blank(r)
	}
	if name != nil {
		key := f.d.label(name.norm())
		if key != KeyNone && key != KeySum {
			return false
		}
		if content := head[RoleContent]; content != nil && name.end() > content.Col && key != KeySum {
			return false // a cell across the columns is no task
		}
		if key == KeySum {
			f.sumOfTasks(out)
			for _, c := range t.rows[r] {
				c.take()
				if f.d.label(c.norm()) == KeySum {
					c.is(fateLabel, whySum)
				}
			}
			return false
		}
	}
	for role, c := range out.cells {
		c.take()
		t.at(r, head[role].Col).take() // the cell that equal amounts were made of
	}
	f.tasks = append(f.tasks, out)
	return true
}

// sumOfTasks keeps 金额合计 as the totals of the form.
func (f *fieldReader) sumOfTasks(row taskRow) {
	for _, sum := range []struct {
		role Role
		key  Key
	}{{RoleTotal, KeyAmount}, {RoleFiscal, "funds.total_fiscal"}, {RoleOther, "funds.total_other"}} {
		if c := row.cells[sum.role]; c != nil && f.d.label(c.norm()) != KeySum {
			f.hits = append(f.hits, hit{key: sum.key, label: "金额合计", text: c.Text, from: []*cell{c}, column: c.Col})
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
	below := map[int]Key{}
	last := KeyAmount
	for _, h := range hits {
		of := below[h.column]
		if of == KeyNone {
			of = last
		}
		switch h.key {
		case KeyAmount, KeyAnnual:
			below[h.column], last = h.key, h.key
		case KeyFiscal:
			h.key = of + "_fiscal"
		case KeyOther:
			h.key = of + "_other"
		}
		b.amount(h)
	}
}

// amount sets one amount of the funds.
func (b *builder) amount(h hit) {
	dst := fundsKey(b.d, h.key)
	switch {
	case dst == nil:
		b.extra(h)
	case blankAmount(h.text):
		h.is(fateFurniture, whyBlank)
	case *dst != "" && *dst == b.money.yuan(h.text, h.note):
		h.is(fateFurniture, whySame) // printed again, above the next part of the form
	case *dst != "":
		b.extra(h)
	case !b.may(string(h.key), h):
	default:
		*dst = b.money.yuan(h.text, h.note)
		b.set(string(h.key), *dst, h)
		if _, _, ok := value.ParseAmount(h.text); !ok && len(h.doubts) == 0 && value.Parse(h.text, value.Context{}).Kind != schema.KindBlank {
			// Figures that are no one amount, or a word: what they say is open.
			b.doubt(string(h.key), *dst, h.place(), []grid.Doubt{{Question: schema.QuestionText, Alternatives: figures(h.text)}})
		}
	}
}

// figures are the numbers of a text that is no single amount, some of them.
func figures(text string) []string {
	const most = 6
	out := strings.FieldsFunc(fold.Text(text), func(r rune) bool { return (r < '0' || r > '9') && r != '.' && r != ',' })
	return out[:min(len(out), most)]
}

// sumOfParts takes 合计 below parts of the funds for their total, where no total is
// printed by name and the sum is no less than any part; other sums are kept.
func (b *builder) sumOfParts(sums []hit) {
	for _, h := range sums {
		funds := &b.d.Funds
		parts := []string{funds.TotalFiscal, funds.TotalOther, funds.YearFiscal, funds.YearOther, funds.Central, funds.Local}
		whole, err := decimal.NewFromString(b.money.yuan(h.text, h.note))
		fits := err == nil && funds.Total == "" && funds.Year == ""
		any := false
		for _, p := range parts {
			if part, err := decimal.NewFromString(p); err == nil {
				any, fits = true, fits && !whole.LessThan(part)
			}
		}
		if !fits || !any {
			b.field(h)
			continue
		}
		funds.Total = whole.String()
		b.set(string(KeyAmount), funds.Total, h)
	}
}

// fundsKey is the amount that a key stands for; nil where it stands for none.
func fundsKey(d *schema.Declaration, key Key) *string {
	f, ok := schema.FieldAt(string(key))
	if !ok || f.Kind != schema.FieldAmount {
		return nil
	}
	return f.Text(d)
}

// setExecution writes the rows of the budget's execution.
func (b *builder) setExecution(rows []execRow) {
	for i, r := range rows {
		item, _ := fold.Clean(r.item.Text)
		item = strings.TrimRight(item, ":： ")
		for _, p := range []string{"其中：", "其中:", "其中"} {
			item = strings.TrimSpace(strings.TrimPrefix(item, p))
		}
		out := schema.ExecutionRow{}
		path := pathIndex("funds.execution", i)
		if b.free(path+".item", r.item.Text, r.item) {
			out.Item = item
			b.trace.add(path, &r.item.Spot)
			b.took(path+".item", item, r.item)
		}
		read := func(role Role, as func(string) string) string {
			c := r.cells[role]
			if c == nil {
				return ""
			}
			if blankAmount(c.Text) {
				c.is(fateFurniture, whyBlank)
				return ""
			}
			if !b.free(path+"."+string(role), c.Text, c) {
				return ""
			}
			text := as(c.Text)
			b.took(path+"."+string(role), text, c)
			return text
		}
		amount := func(role Role) string {
			return read(role, func(s string) string { return b.money.yuan(s, "") })
		}
		out.Initial, out.Budget, out.Executed = amount(RoleInitial), amount(RoleBudget), amount(RoleExecuted)
		out.Weight, out.Score = read(RoleWeight, plainNumber), read(RoleScore, plainNumber)
		out.Rate = strings.TrimSuffix(read(RoleRate, plainNumber), "%")
		b.d.Funds.Execution = append(b.d.Funds.Execution, out)
	}
}

// setTasks writes the rows of the main tasks.
func (b *builder) setTasks(rows []taskRow) {
	for i, r := range rows {
		path := pathIndex("funds.tasks", i)
		text := func(role Role) string {
			c := r.cells[role]
			if c == nil || !b.free(path+"."+string(role), c.Text, c) {
				return ""
			}
			s, _ := fold.Clean(c.Text)
			b.took(path+"."+string(role), s, c)
			return s
		}
		amount := func(role Role) string {
			s := text(role)
			if blankAmount(s) {
				return ""
			}
			return b.money.yuan(s, "")
		}
		b.d.Funds.Tasks = append(b.d.Funds.Tasks, schema.Task{
			Name: text(RoleName), Content: text(RoleContent),
			Total: amount(RoleTotal), Fiscal: amount(RoleFiscal), Other: amount(RoleOther),
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
