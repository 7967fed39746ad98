package rules

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/schema"
)

func sumKind() kind {
	return typed("sum", say("合计：合计数等于各分项之和", "a total must be the sum of its parts"), compileSum)
}

// sumParams: a total and its parts.
type sumParams struct {
	Total    string   `yaml:"total" doc:"the field of the total"`
	Parts    []string `yaml:"parts" doc:"the fields that must all be printed for the total to be too large"`
	Optional []string `yaml:"optional" doc:"further parts, 0 where they are not printed"`
	Over     string   `yaml:"over" enum:"tasks|execution" doc:"add up the rows of the tasks, or of the budget execution"`
	Items    []string `yaml:"items" doc:"of execution: lexicons of the items that are parts; with another item on the form nothing is said"`
	Totals   []string `yaml:"totals" doc:"of execution: lexicons of the item that is the total"`
	Guard    []string `yaml:"guard" doc:"lexicons; an extra printed label of theirs is a further source of money, and the parts may then be less than the total"`
}

func compileSum(c *compiler, p *sumParams, _ *selector) func(*form, func(hit)) {
	switch p.Over {
	case "tasks":
		return sumTasks
	case "execution":
		items, totals := c.lexSet(c.at("items"), p.Items), c.lexSet(c.at("totals"), p.Totals)
		return func(f *form, emit func(hit)) { sumExecution(f, items, totals, emit) }
	}
	c.need(p.Total != "" && len(p.Parts) > 0, "total", "total and parts, or over")
	total := c.fieldList("total", []string{p.Total})
	parts := c.fieldList("parts", p.Parts)
	all := append(slices.Clip(parts), c.fieldList("optional", p.Optional)...)
	guard := c.lexSet(c.at("guard"), p.Guard)
	return func(f *form, emit func(hit)) {
		if len(total) == 1 {
			sumFields(f, total[0], all, len(parts), guard, emit)
		}
	}
}

// sumFields adds up printed parts, of which the first so many must be there. Parts
// larger than the total are a fault even where one is not printed; a total larger than
// its parts only where all of them are, and the form names no further source of money.
func sumFields(f *form, total *field, all []*field, must int, guard bits, emit func(hit)) {
	want, ok := f.amount(total)
	if !ok {
		return
	}
	sum, whole := decimal.Zero, true
	amounts := append(make([]decimal.Decimal, 0, 1+len(all)), want)
	for i, fl := range all {
		d, ok := f.amount(fl)
		if !ok {
			whole = whole && i >= must
			continue
		}
		sum = sum.Add(d)
		amounts = append(amounts, d)
	}
	if len(amounts) == 1 {
		return
	}
	diff := sum.Sub(want)
	if diff.IsZero() || diff.Abs().LessThanOrEqual(tolerance(f, amounts)) {
		return
	}
	if diff.IsNegative() && (!whole || f.otherSource(guard)) {
		return
	}
	var printed []string
	for _, fl := range all {
		if _, ok := f.amount(fl); ok {
			printed = append(printed, f.printed(fl.get(f.decl)))
		}
	}
	emit(hit{
		path: total.name, field: total, found: plain(want), expected: plain(sum),
		other: addends(printed),
	})
}

// addends are the parts of a sum behind it, none where one part is all of it.
func addends(parts []string) string {
	if len(parts) < 2 {
		return ""
	}
	return "（" + strings.Join(parts, " + ") + "）"
}

// printed is an amount as the form prints it, without its unit.
func (f *form) printed(s string) string {
	d, ok := yuan(s)
	if !ok {
		return s
	}
	power, _ := words.YuanPower(f.decl.Funds.PrintedUnit)
	return plain(d.Shift(-power))
}

// money is an amount as the form prints it, with its unit: yuan where it prints none.
func (f *form) money(s string, lang int) string {
	unit := f.decl.Funds.PrintedUnit
	if power, ok := words.YuanPower(unit); !ok || power == 0 {
		unit = [...]string{"元", "yuan"}[lang]
	}
	return f.printed(s) + " " + unit
}

// tolerance is what rounding at the printed precision can explain: nothing for
// whole yuan, half a unit of the last printed place for each amount otherwise.
func tolerance(f *form, amounts []decimal.Decimal) decimal.Decimal {
	scale := int32(0)
	switch f.decl.Funds.PrintedUnit {
	case "万元":
		scale = 4
	case "千元":
		scale = 3
	case "亿元":
		scale = 8
	default:
		return decimal.Zero
	}
	places := int32(0)
	for _, a := range amounts {
		places = max(places, decimals(a.Shift(-scale)))
	}
	if places == 0 {
		return decimal.Zero
	}
	unit := decimal.New(1, scale-places)
	return unit.Mul(decimal.NewFromInt(int64(len(amounts)))).Div(decimal.NewFromInt(2))
}

// decimals is the number of digits behind the point, trailing zeros aside.
func decimals(d decimal.Decimal) int32 {
	s := d.String()
	_, frac, ok := strings.Cut(s, ".")
	if !ok {
		return 0
	}
	return int32(len(strings.TrimRight(frac, "0")))
}

// otherSource reports whether a printed label with no typed home names a
// further source of money with an amount.
func (f *form) otherSource(guard bits) bool {
	if guard.Zero() {
		return false
	}
	for _, p := range f.decl.Extra {
		if f.set.lex.match(fold(p.Label)).Any(guard) && strings.ContainsAny(p.Text, "123456789") {
			return true
		}
	}
	return false
}

// sumTasks adds up the tasks of a department against its totals.
func sumTasks(f *form, emit func(hit)) {
	columns := []struct {
		total string
		get   func(*schema.Task) string
	}{
		{"funds.total", func(t *schema.Task) string { return t.Total }},
		{"funds.total_fiscal", func(t *schema.Task) string { return t.Fiscal }},
		{"funds.total_other", func(t *schema.Task) string { return t.Other }},
	}
	for _, col := range columns {
		fl, _ := f.set.field(col.total)
		want, ok := yuan(fl.get(f.decl))
		if !ok {
			continue
		}
		sum, amounts, any := decimal.Zero, []decimal.Decimal{want}, false
		for i := range f.decl.Funds.Tasks {
			if d, ok := yuan(col.get(&f.decl.Funds.Tasks[i])); ok {
				sum, any = sum.Add(d), true
				amounts = append(amounts, d)
			}
		}
		if any && sum.Sub(want).Abs().GreaterThan(tolerance(f, amounts)) {
			emit(hit{path: fl.name, field: fl, found: plain(want), expected: plain(sum), other: "任务预算金额"})
			return
		}
	}
}

// sumExecution adds up the lines of a self-evaluation's budget, column by
// column.
func sumExecution(f *form, items, totals bits, emit func(hit)) {
	rows := f.decl.Funds.Execution
	at := -1
	for i := range rows {
		b := f.set.lex.match(fold(rows[i].Item))
		switch {
		case b.Any(totals) && at < 0:
			at = i
		case !b.Any(items):
			return // an item of another kind: what it belongs to is not known
		}
	}
	if at < 0 || len(rows) < 2 {
		return
	}
	columns := []struct {
		name string
		get  func(*schema.ExecutionRow) string
	}{
		{"initial", func(r *schema.ExecutionRow) string { return r.Initial }},
		{"budget", func(r *schema.ExecutionRow) string { return r.Budget }},
		{"executed", func(r *schema.ExecutionRow) string { return r.Executed }},
	}
	for _, col := range columns {
		want, ok := yuan(col.get(&rows[at]))
		if !ok {
			continue
		}
		sum, amounts, parts := decimal.Zero, []decimal.Decimal{want}, []string{}
		for i := range rows {
			if d, ok := yuan(col.get(&rows[i])); ok && i != at {
				sum = sum.Add(d)
				amounts = append(amounts, d)
				parts = append(parts, f.printed(col.get(&rows[i])))
			}
		}
		if len(parts) == 0 || sum.Sub(want).Abs().LessThanOrEqual(tolerance(f, amounts)) {
			continue
		}
		emit(hit{
			path: executionPath(at, col.name), found: plain(want), expected: plain(sum), other: addends(parts),
		})
		return
	}
}

func executionPath(i int, column string) string {
	p := "funds.execution[" + itoa(i) + "]"
	if column == "" {
		return p
	}
	return p + "." + column
}
