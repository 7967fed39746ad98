package rules

import (
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/schema"
	"github.com/shopspring/decimal"
)

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
	optional := c.fieldList("optional", p.Optional)
	guard := c.lexSet(c.at("guard"), p.Guard)
	return func(f *form, emit func(hit)) {
		if len(total) == 1 {
			sumFields(f, total[0], parts, optional, guard, emit)
		}
	}
}

// sumFields adds up printed parts. Parts larger than the total are a fault
// even where one is not printed; a total larger than its parts only where all
// of them are, and the form names no further source of money.
func sumFields(f *form, total *field, parts, optional []*field, guard bits, emit func(hit)) {
	want, ok := yuan(total.get(f.decl))
	if !ok {
		return
	}
	sum, printed, whole := decimal.Zero, []string{}, true
	amounts := []decimal.Decimal{want}
	for i, fl := range append(append([]*field{}, parts...), optional...) {
		d, ok := yuan(fl.get(f.decl))
		if !ok {
			whole = whole && i >= len(parts)
			continue
		}
		sum = sum.Add(d)
		amounts = append(amounts, d)
		printed = append(printed, amountText(f, fl.get(f.decl)))
	}
	if len(printed) == 0 {
		return
	}
	diff := sum.Sub(want)
	if diff.Abs().LessThanOrEqual(tolerance(f, amounts)) {
		return
	}
	if diff.IsNegative() && (!whole || f.otherSource(guard)) {
		return
	}
	emit(hit{
		path: total.name, field: total, found: plain(want), expected: plain(sum),
		other: strings.Join(printed, " + "),
	})
}

// amountText prints an amount in the unit of the form.
func amountText(f *form, s string) string {
	d, ok := yuan(s)
	if !ok {
		return s
	}
	if f.decl.Funds.PrintedUnit == "万元" {
		return plain(d.Shift(-4)) + "万元"
	}
	return plain(d)
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
	if guard.zero() {
		return false
	}
	for _, p := range f.decl.Extra {
		if f.set.lex.match(fold(p.Label)).any(guard) && strings.ContainsAny(p.Text, "123456789") {
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
		case b.any(totals) && at < 0:
			at = i
		case !b.any(items):
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
				parts = append(parts, amountText(f, col.get(&rows[i])))
			}
		}
		if len(parts) == 0 || sum.Sub(want).Abs().LessThanOrEqual(tolerance(f, amounts)) {
			continue
		}
		emit(hit{
			path: executionPath(at, col.name), found: plain(want), expected: plain(sum), other: strings.Join(parts, " + "),
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

// compareParams: two amounts or years.
type compareParams struct {
	Left  string `yaml:"left" doc:"a field"`
	Op    string `yaml:"op" enum:">|>=|=|!=|<|<=" doc:"the relation that is a fault"`
	Right string `yaml:"right" doc:"a field, or a number"`
	Ratio string `yaml:"ratio" doc:"the fault is a change of more than this share of the right side: 0.2 is 20 %"`
	Least string `yaml:"least" doc:"say nothing where the right side is below this"`
}

func compileCompare(c *compiler, p *compareParams, _ *selector) func(*form, func(hit)) {
	left := c.fieldList("left", []string{p.Left})
	c.need(p.Op != "" || p.Ratio != "", "op", "op or ratio")
	constant, isNumber := yuan(p.Right)
	var right []*field
	if !isNumber {
		right = c.fieldList("right", []string{p.Right})
	}
	ratio, least := c.number("ratio", p.Ratio), c.number("least", p.Least)
	return func(f *form, emit func(hit)) {
		if len(left) == 0 {
			return
		}
		a, ok := yuan(left[0].get(f.decl))
		b := constant
		if !isNumber && len(right) == 1 {
			var okRight bool
			b, okRight = yuan(right[0].get(f.decl))
			ok = ok && okRight
		}
		if !ok || b.LessThan(least) {
			return
		}
		h := hit{path: left[0].name, field: left[0], found: plain(a), expected: plain(b)}
		if p.Ratio != "" {
			if b.Sign() <= 0 || a.Sub(b).Abs().LessThanOrEqual(b.Mul(ratio)) {
				return
			}
			h.other = percent(a.Sub(b).Div(b))
		} else if !holdsOp(a.Cmp(b), p.Op) {
			return
		}
		emit(h)
	}
}

func percent(d decimal.Decimal) string {
	s := d.Shift(2).StringFixed(1) + "%"
	if d.IsPositive() {
		return "+" + s
	}
	return s
}

func holdsOp(cmp int, op string) bool {
	switch op {
	case ">":
		return cmp > 0
	case ">=":
		return cmp >= 0
	case "=":
		return cmp == 0
	case "!=":
		return cmp != 0
	case "<":
		return cmp < 0
	case "<=":
		return cmp <= 0
	}
	return false
}

// number reads a decimal parameter; 0 where it is left out.
func (c *compiler) number(key, s string) decimal.Decimal {
	if s == "" {
		return decimal.Zero
	}
	d, ok := yuan(s)
	if !ok {
		c.errorf(c.at(key), "expected a number, found %q", s)
	}
	return d
}

// boundsParams: limits of an amount, or of the values of rows.
type boundsParams struct {
	Fields   []string `yaml:"fields" doc:"amounts of the form"`
	Number   bool     `yaml:"number" doc:"of fields: the fault is that the field is no number"`
	Unit     string   `yaml:"unit" doc:"of fields: only where the form prints its amounts in this unit; min and max are in it"`
	Min      string   `yaml:"min" doc:"the least that is right"`
	Max      string   `yaml:"max" doc:"the most that is right"`
	Equals   string   `yaml:"equals" doc:"the fault is exactly this number"`
	NotZero  bool     `yaml:"not_zero" doc:"of fields: say nothing about 0"`
	Positive bool     `yaml:"positive" doc:"0 is outside the bounds"`
	Check    string   `yaml:"check" enum:"range|contradiction|reversed|over-funds" doc:"of rows: range (the default); contradiction: no number can fulfil the value; reversed: an interval with its ends exchanged; over-funds: an amount of money above the project's"`
}

func compileBounds(c *compiler, p *boundsParams, sel *selector) func(*form, func(hit)) {
	list := c.fieldList("fields", p.Fields)
	lim := limits{
		hasMin: p.Min != "", hasMax: p.Max != "", hasEq: p.Equals != "",
		min: c.number("min", p.Min), max: c.number("max", p.Max), eq: c.number("equals", p.Equals), positive: p.Positive,
	}
	if len(list) > 0 {
		return func(f *form, emit func(hit)) { boundsFields(f, p, list, lim, emit) }
	}
	switch p.Check {
	case "contradiction":
		return func(f *form, emit func(hit)) { contradictions(f, sel, emit) }
	case "reversed":
		return func(f *form, emit func(hit)) { reversed(f, sel, emit) }
	case "over-funds":
		return func(f *form, emit func(hit)) { overFunds(f, sel, emit) }
	}
	c.need(lim.hasMin || lim.hasMax || lim.hasEq, "min", "min, max or equals")
	return func(f *form, emit func(hit)) {
		eachAtom(sel, f, func(r *row, a *atom) bool {
			for _, upper := range [2]bool{false, true} {
				if n, ok := a.bound(upper); ok && lim.broken(n) {
					emit(hit{path: f.rowPath(r) + ".value", row: r, found: a.v.Text, expected: lim.String()})
					return true
				}
				if a.v.Kind != schema.KindInterval {
					break
				}
			}
			return false
		})
	}
}

// limits are the bounds of a number.
type limits struct {
	hasMin, hasMax, hasEq bool
	min, max, eq          decimal.Decimal
	positive              bool
}

func (l *limits) broken(n decimal.Decimal) bool {
	return l.hasEq && n.Equal(l.eq) || l.hasMin && (n.LessThan(l.min) || l.positive && n.Equal(l.min)) || l.hasMax && n.GreaterThan(l.max)
}

// String prints the bounds as a finding's expectation.
func (l *limits) String() string {
	switch {
	case l.hasMin && l.hasMax:
		return plain(l.min) + "–" + plain(l.max)
	case l.hasMin && l.positive:
		return ">" + plain(l.min)
	case l.hasMin:
		return "≥" + plain(l.min)
	case l.hasMax:
		return "≤" + plain(l.max)
	}
	return "≠" + plain(l.eq)
}

func boundsFields(f *form, p *boundsParams, list []*field, lim limits, emit func(hit)) {
	if p.Unit != "" && p.Unit != f.decl.Funds.PrintedUnit {
		return
	}
	shift := int32(0)
	if p.Unit == "万元" {
		shift = -4
	}
	for _, fl := range list {
		text := fl.get(f.decl)
		if text == "" {
			continue
		}
		n, ok := yuan(text)
		switch {
		case !ok && p.Number:
			emit(hit{path: fl.name, field: fl, found: text})
		case ok && p.NotZero && n.IsZero():
		case ok && !p.Number && lim.broken(n.Shift(shift)):
			emit(hit{path: fl.name, field: fl, found: plain(n.Shift(shift)), expected: lim.String()})
		}
	}
}

// span is what a value allows: a range of numbers, each end open or closed.
type span struct {
	lo, hi         decimal.Decimal
	hasLo, hasHi   bool
	openLo, openHi bool
}

// spanOf gives the numbers that fulfil a value; false where it compares none.
func spanOf(v *schema.Value) (span, bool) {
	if v.Kind == schema.KindInterval {
		lo, ok1 := number(v.Min)
		hi, ok2 := number(v.Max)
		return span{lo, hi, ok1, ok2, v.MinExclusive, v.MaxExclusive}, ok1 || ok2
	}
	n, ok := number(v.Number)
	if v.Kind != schema.KindQuantity || !ok || v.Reference != "" {
		return span{}, false
	}
	switch v.Op {
	case schema.OpGE:
		return span{lo: n, hasLo: true}, true
	case schema.OpGT:
		return span{lo: n, hasLo: true, openLo: true}, true
	case schema.OpLE:
		return span{hi: n, hasHi: true}, true
	case schema.OpLT:
		return span{hi: n, hasHi: true, openHi: true}, true
	case schema.OpEQ:
		return span{lo: n, hi: n, hasLo: true, hasHi: true}, true
	}
	return span{}, false
}

// empty reports whether no number lies in the span.
func (s span) empty() bool {
	if !s.hasLo || !s.hasHi {
		return false
	}
	c := s.lo.Cmp(s.hi)
	return c > 0 || c == 0 && (s.openLo || s.openHi)
}

func (s span) and(t span) span {
	if t.hasLo && (!s.hasLo || t.lo.GreaterThan(s.lo) || t.lo.Equal(s.lo) && t.openLo) {
		s.lo, s.hasLo, s.openLo = t.lo, true, t.openLo
	}
	if t.hasHi && (!s.hasHi || t.hi.LessThan(s.hi) || t.hi.Equal(s.hi) && t.openHi) {
		s.hi, s.hasHi, s.openHi = t.hi, true, t.openHi
	}
	return s
}

// contradictions reports values that nothing can fulfil: an interval written
// with comparators whose ends exclude each other, or clauses joined by and that
// measure the same thing and do not meet.
func contradictions(f *form, sel *selector, emit func(hit)) {
	eachRow(sel, f, func(r *row) {
		v := r.ind.Value
		if v == nil {
			return
		}
		bad := false
		switch {
		case v.Kind == schema.KindInterval && compared(r.text):
			s, ok := spanOf(v)
			bad = ok && s.empty() && oneMeasure(r.text, v.Unit)
		case v.Kind == schema.KindCompound && v.Join != "or":
			bad = disjoint(v.Clauses)
		}
		if bad {
			emit(hit{path: f.rowPath(r) + ".value", row: r, found: v.Text})
		}
	})
}

// compared reports whether a text is written with comparators rather than as a
// range from … to ….
func compared(text string) bool {
	return strings.ContainsAny(text, "<>≤≥≦≧") || strings.Contains(text, "于") || strings.Contains(text, "超过") || strings.Contains(text, "不")
}

// oneMeasure reports whether a text with two bounds names no second thing that
// the other bound could be of: nothing is left but numbers, the unit and the
// words of comparison.
func oneMeasure(text, unit string) bool {
	if unit != "" {
		text = strings.ReplaceAll(text, fold(unit), "")
	}
	text = strings.Trim(comparison.Replace(text), "0123456789.,%‰，、()（）;；")
	return strings.Trim(text, "0123456789.,%‰，、()（）;； ") == ""
}

var comparison = strings.NewReplacer(
	"大于等于", " ", "小于等于", " ", "大于", " ", "小于", " ", "高于", " ", "低于", " ", "多于", " ", "少于", " ", "超过", " ",
	"不", " ", "等于", " ", "达到", " ", "至少", " ", "且", " ", "并", " ", "同时", " ", "以上", " ", "以下", " ", "以内", " ",
	">=", " ", "<=", " ", "=>", " ", "=<", " ", ">", " ", "<", " ", "=", " ", "≥", " ", "≤", " ", "≧", " ", "≦", " ",
	"0", "", "1", "", "2", "", "3", "", "4", "", "5", "", "6", "", "7", "", "8", "", "9", "", ".", "", "%", "", "‰", "",
)

func disjoint(list []*schema.Value) bool {
	for i, a := range list {
		if a == nil {
			continue
		}
		s, ok := spanOf(a)
		if !ok {
			continue
		}
		for _, b := range list[i+1:] {
			if b == nil || b.Unit != a.Unit || b.Subject != a.Subject || b.Per != a.Per {
				continue
			}
			if t, ok := spanOf(b); ok && s.and(t).empty() {
				return true
			}
		}
	}
	return false
}

func reversed(f *form, sel *selector, emit func(hit)) {
	eachAtom(sel, f, func(r *row, a *atom) bool {
		if a.v.Kind != schema.KindInterval || compared(fold(a.v.Text)) {
			return false
		}
		lo, ok1 := number(a.v.Min)
		hi, ok2 := number(a.v.Max)
		if !ok1 || !ok2 || !lo.GreaterThan(hi) {
			return false
		}
		emit(hit{path: f.rowPath(r) + ".value", row: r, found: a.v.Text, expected: a.v.Max + "–" + a.v.Min})
		return true
	})
}

// overFunds compares a cost target with the project's money: the target of a
// total cost may not be more than all there is.
func overFunds(f *form, sel *selector, emit func(hit)) {
	funds, ok := yuan(f.decl.Funds.Total)
	if y, okYear := yuan(f.decl.Funds.Year); okYear && (!ok || y.GreaterThan(funds)) {
		funds, ok = y, true
	}
	if !ok || funds.Sign() <= 0 {
		return
	}
	eachAtom(sel, f, func(r *row, a *atom) bool {
		shift, known := moneyScale(a.v.Unit)
		n, ok := a.bound(true)
		if !known || !ok || a.v.Per != "" || !n.Shift(shift).GreaterThan(funds) {
			return false
		}
		emit(hit{path: f.rowPath(r) + ".value", row: r, found: plain(n.Shift(shift)), expected: plain(funds)})
		return true
	})
}

// moneyScale is the power of ten by which a unit of money differs from yuan.
func moneyScale(unit string) (int32, bool) {
	switch fold(unit) {
	case "元", "人民币元":
		return 0, true
	case "千元":
		return 3, true
	case "万元", "万":
		return 4, true
	case "百万元":
		return 6, true
	case "亿元", "亿":
		return 8, true
	}
	return 0, false
}

// shareParams: a share of the rows.
type shareParams struct {
	Above string `yaml:"above" doc:"the share that is too much: 0.6 is 60 %"`
	Least int    `yaml:"least" doc:"say nothing where the form has fewer rows than this"`
	All   bool   `yaml:"all" doc:"count management rows too"`
}

// compileShare counts the rows that where takes among all rows.
func compileShare(c *compiler, p *shareParams, sel *selector) func(*form, func(hit)) {
	c.need(p.Above != "", "above", "a share between 0 and 1")
	above := c.number("above", p.Above)
	return func(f *form, emit func(hit)) {
		all, some := 0, 0
		rows := f.trees[0].rows
		for i := range rows {
			r := &rows[i]
			if r.managing && !p.All {
				continue
			}
			all++
			if sel.row(r) && sel.value(r) {
				some++
			}
		}
		if all < p.Least || all == 0 {
			return
		}
		share := decimal.NewFromInt(int64(some)).Div(decimal.NewFromInt(int64(all)))
		if share.GreaterThan(above) {
			emit(hit{path: "indicators", found: itoa(some) + "/" + itoa(all), expected: "≤" + plain(above.Shift(2)) + "%"})
		}
	}
}

// countParams: how many indicators a form has.
type countParams struct {
	Min int `yaml:"min" doc:"the fewest"`
	Max int `yaml:"max" doc:"the most"`
}

func compileCount(c *compiler, p *countParams, _ *selector) func(*form, func(hit)) {
	c.need(p.Min > 0 || p.Max > 0, "min", "min or max")
	return func(f *form, emit func(hit)) {
		n := len(f.trees[0].rows)
		switch {
		case n < p.Min:
			emit(hit{path: "indicators", found: itoa(n), expected: "≥" + itoa(p.Min)})
		case p.Max > 0 && n > p.Max:
			emit(hit{path: "indicators", found: itoa(n), expected: "≤" + itoa(p.Max)})
		}
	}
}

// uniqueParams: what must not repeat.
type uniqueParams struct {
	Of     string     `yaml:"of" enum:"name|code" doc:"the column"`
	Within string     `yaml:"within" enum:"level2|level1|form" doc:"where it must not repeat"`
	Drop   []string   `yaml:"drop" doc:"words that make no difference"`
	Same   [][]string `yaml:"same" doc:"words that mean the same"`
	Least  int        `yaml:"least" doc:"say nothing about names with fewer characters left than this"`
	Prefix bool       `yaml:"prefix" doc:"of codes: the fault is a code that does not begin with that of its level"`
}

func compileUnique(c *compiler, p *uniqueParams, sel *selector) func(*form, func(hit)) {
	c.need(p.Of != "", "of", "name or code")
	if p.Prefix {
		return codePrefix
	}
	canon := newSynonyms(p.Same, p.Drop)
	return func(f *form, emit func(hit)) {
		for t := range f.trees {
			repeats(f, f.trees[t].rows, p, sel, canon, emit)
		}
	}
}

// synonyms bring names to one wording: words that mean the same become the
// first of them, words that make no difference go.
type synonyms struct{ byFirst map[rune][]wording }

type wording struct{ from, to string }

// newSynonyms is nil where there are none.
func newSynonyms(same [][]string, drop []string) *synonyms {
	if len(same) == 0 && len(drop) == 0 {
		return nil
	}
	s := &synonyms{byFirst: map[rune][]wording{}}
	add := func(from, to string) {
		if from != "" {
			first, _ := utf8.DecodeRuneInString(from)
			s.byFirst[first] = append(s.byFirst[first], wording{from, to})
		}
	}
	for _, set := range same {
		for _, w := range set {
			add(w, set[0])
		}
	}
	for _, w := range drop {
		add(w, "")
	}
	return s
}

// replace goes through a name once, from the left; most names stay as they are
// and cost no allocation.
func (s *synonyms) replace(name string) string {
	var out []byte
	kept := 0 // how much of name is in out
	for i := 0; i < len(name); {
		c, n := utf8.DecodeRuneInString(name[i:])
		for _, w := range s.byFirst[c] {
			if strings.HasPrefix(name[i:], w.from) {
				out = append(append(out, name[kept:i]...), w.to...)
				n = len(w.from)
				kept = i + n
				break
			}
		}
		i += n
	}
	if kept == 0 {
		return name
	}
	return string(append(out, name[kept:]...))
}

// repeatKey is what must not stand twice.
type repeatKey struct {
	parent int
	text   string
}

// scratch is an empty map that the rules on repeats share.
func (f *form) scratch(n int) map[repeatKey]int {
	if f.keys == nil {
		f.keys = make(map[repeatKey]int, n)
	}
	clear(f.keys)
	return f.keys
}

func repeats(f *form, rows []row, p *uniqueParams, sel *selector, canon *synonyms, emit func(hit)) {
	if len(rows) < 2 {
		return
	}
	first := f.scratch(len(rows))
	for i := range rows {
		r := &rows[i]
		text := r.name
		if p.Of == "code" {
			if r.ind.Code == "" {
				continue
			}
			text = fold(r.ind.Code)
		}
		if canon != nil {
			text = canon.replace(text)
		}
		if text == "" || utf8.RuneCountInString(text) < p.Least || !sel.row(r) {
			continue
		}
		k := repeatKey{0, text}
		switch p.Within {
		case "level2":
			k.parent = r.parent
		case "level1":
			k.parent = f.top(r)
		}
		j, again := first[k]
		if !again {
			first[k] = i
			continue
		}
		if canon != nil && rows[j].name == r.name {
			continue
		}
		emit(hit{path: f.rowPath(r) + "." + p.Of, row: r, found: f.part(r, p.Of), other: f.part(&rows[j], p.Of), expected: levelName(&rows[j])})
	}
}

// top is the level 1 of a row, -1 where it has none.
func (f *form) top(r *row) int {
	p := r.parent
	for p >= 0 && f.trees[r.tree].levels[p].parent >= 0 {
		p = f.trees[r.tree].levels[p].parent
	}
	return p
}

func codePrefix(f *form, emit func(hit)) {
	for i := range f.rows {
		r := &f.rows[i]
		if r.parent < 0 || r.ind.Code == "" {
			continue
		}
		if up := f.trees[r.tree].levels[r.parent].ind.Code; up != "" && !strings.HasPrefix(r.ind.Code, up) {
			emit(hit{path: f.rowPath(r) + ".code", row: r, found: r.ind.Code, expected: up + "…"})
		}
	}
}
