package rules

import (
	"cmp"
	"math/big"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/indicator/value"
	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/late"
)

func relationKind() kind {
	return typed("relation", say("相互关系：目标、资金、名称与指标值之间是否相符", "how the parts of a form fit: goals, money, names and targets"), compileRelation)
}

// relationParams: one relation between parts of a form.
type relationParams struct {
	Check  string   `yaml:"check" enum:"goal-number|result-number|unmentioned|price-count|repeats-budget|holds-target|copies-level|fraction|name-year|date-serial" doc:"date-serial: a date as a spreadsheet counts it; goal-number: a number of the goals is not that of the indicator it speaks of; result-number: a number of the results is neither; unmentioned: no word of the name stands in the texts; price-count: a price times its count is more than the money; repeats-budget: the only cost is the whole budget; holds-target: the name holds its own target; copies-level: the name is that of its level; fraction: a part of what can only be counted whole; name-year: a field names another year as its own"`
	Fields []string `yaml:"fields" doc:"the fields"`
	// Labelled: 服务对象满意度 is what its level is called and a name as well.
	Labelled bool `yaml:"labelled" doc:"of copies-level: only names that end in 指标 or 目标, as labels do"`
}

func compileRelation(c *compiler, p *relationParams, sel *selector) func(*form, func(hit)) {
	list := c.fieldList("fields", p.Fields)
	switch p.Check {
	case "goal-number":
		return func(f *form, emit func(hit)) { goalNumbers(f, list, emit) }
	case "result-number":
		return func(f *form, emit func(hit)) { resultNumbers(f, list, emit) }
	case "unmentioned":
		return func(f *form, emit func(hit)) { unmentioned(f, sel, list, emit) }
	case "price-count":
		return func(f *form, emit func(hit)) { priceTimesCount(f, sel, emit) }
	case "repeats-budget":
		return func(f *form, emit func(hit)) { repeatsBudget(f, sel, emit) }
	case "holds-target":
		return func(f *form, emit func(hit)) { holdsTarget(f, sel, emit) }
	case "copies-level":
		return func(f *form, emit func(hit)) { copiesLevel(f, sel, p.Labelled, emit) }
	case "fraction":
		return func(f *form, emit func(hit)) { fractions(f, sel, emit) }
	case "date-serial":
		return func(f *form, emit func(hit)) { dateSerials(f, sel, emit) }
	case "name-year":
		return func(f *form, emit func(hit)) { nameYear(f, list, emit) }
	}
	c.need(false, "check", "one of its values")
	return func(*form, func(hit)) {}
}

// stated is a number with its unit in a text, and the clause it stands in.
type stated struct {
	text, clause string
	amount       value.Amount
}

// maxStated bounds how many numbers of a text are looked at.
const maxStated = 40

// statements are the numbers of a text that have a unit of the table of units and
// that no target prints.
func (f *form) statements(text string) []stated {
	var out []stated
	for clause := range strings.FieldsFuncSeq(text, parts) {
		for rest := clause; len(out) < maxStated; {
			at := strings.IndexFunc(rest, isDigit)
			if at < 0 {
				break
			}
			number := numberAt(rest[at:])
			rest = rest[at+len(number):]
			unit := unitAt(rest[:unitEnd(rest)])
			if unit == "" {
				continue
			}
			if a, ok := value.Measure(number, unit, ""); ok && a.Base != "" && !f.prints(number, a) {
				out = append(out, stated{number + unit, clause, a})
			}
		}
	}
	return out
}

// parts reports a mark between clauses that each may state a number.
func parts(r rune) bool {
	switch r {
	case '，', '。', '；', '、', ',', ';', '\n':
		return true
	}
	return false
}

// unitEnd is where what may be a unit ends at the latest: at a bracket or a number.
func unitEnd(s string) int {
	end := strings.IndexFunc(s, func(r rune) bool { return isDigit(r) || r == '(' || r == ')' || r == '（' || r == '）' })
	if end < 0 {
		return len(s)
	}
	return end
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

const digits = "0123456789"

// numberAt is the decimal number at the start of a text.
func numberAt(s string) string {
	whole := s[:len(s)-len(strings.TrimLeft(s, digits))]
	rest, point := strings.CutPrefix(s[len(whole):], ".")
	if frac := len(rest) - len(strings.TrimLeft(rest, digits)); point && frac > 0 {
		return s[:len(whole)+1+frac]
	}
	return whole
}

// unitAt is the longest unit at the start of a text, with 万 in front; none for a
// time, since 2025年 and 3月 are dates.
func unitAt(s string) string {
	m, _ := words.Magnitude(s)
	for n := min(len(s), m+18); n > m; n-- {
		if u, ok := words.UnitOf(s[m:n]); ok && u.Dimension != words.Time && u.Dimension != words.Money {
			return s[:n]
		}
	}
	if n := min(len(s), len("平方公里")); n > 0 {
		for ; n > 0; n-- {
			if u, ok := words.UnitOf(s[:n]); ok && u.Dimension != words.Time && u.Dimension != words.Money {
				return s[:n]
			}
		}
	}
	return ""
}

// goalNumbers compares each number of the goals with the indicator that its clause
// speaks of: the one whose name has most in common with it.
func goalNumbers(f *form, list []*field, emit func(hit)) {
	for _, fl := range list {
		text := f.text(fl)
		if !holdsDigit(text) {
			continue
		}
		for _, s := range f.statements(text) {
			r := f.spokenOf(s)
			if r == nil || f.measures(s.amount) {
				continue
			}
			emit(hit{path: pathOf(fl), row: r, field: fl, found: s.text, expected: shown(r.ind.Value)})
			break
		}
	}
}

// resultNumbers compares each number of the results with what was measured of the
// indicator that its clause speaks of. A number of the goals may be told again there.
func resultNumbers(f *form, list []*field, emit func(hit)) {
	for _, fl := range list {
		text := f.text(fl)
		if !holdsDigit(text) {
			continue
		}
		for _, s := range f.statements(text) {
			r := f.spokenOf(s)
			if r == nil || f.measures(s.amount) || r.ind.Actual == nil || f.reached(s.amount) {
				continue
			}
			v := r.ind.Actual
			got, ok := value.Measure(v.Number, cmp.Or(v.Unit, r.atoms[0].v.Unit), v.Per)
			if ok && v.Kind == schema.KindQuantity && got.Comparable(s.amount) {
				emit(hit{path: pathOf(fl), row: r, field: fl, found: s.text, expected: shown(v)})
				break
			}
		}
	}
}

// reached reports whether any row was measured at this amount.
func (f *form) reached(want value.Amount) bool {
	for i := range f.rows {
		a := f.rows[i].ind.Actual
		if a == nil {
			continue
		}
		unit := a.Unit
		if v := f.rows[i].ind.Value; v != nil && unit == "" {
			unit = v.Unit
		}
		if got, ok := value.Measure(a.Number, unit, a.Per); ok && got.Comparable(want) && got.Number.Cmp(want.Number) == 0 {
			return true
		}
	}
	return false
}

// spokenOf is the row that a clause speaks of, nil where none stands out.
func (f *form) spokenOf(s stated) *row {
	var best *row
	most, second := 0, 0
	for i := range f.trees[0].rows {
		r := &f.trees[0].rows[i]
		if len(r.atoms) != 1 || r.atoms[0].v.Kind != schema.KindQuantity {
			continue
		}
		n := sharedPairs(r.name, s.clause, len(r.name))
		if countsIn(r.name, r.atoms[0].v.Unit) {
			n++ // 页数 is what 360万页 speaks of
		}
		if n <= second {
			continue
		}
		if a, ok := rowAmount(r); !ok || !a.Comparable(s.amount) || a.Base == "" || a.Base == ratioBase && !strings.Contains(s.clause, measureOf(r.name)) {
			continue
		}
		switch {
		case n > most:
			best, most, second = r, n, most
		case n > second:
			second = n
		}
	}
	if most < 2 || most == second {
		return nil
	}
	return best
}

// ratioBase is what percentages and ratios are brought to.
const ratioBase = "1"

// measureOf is the end of a name that says what its rate measures, 及时 of 完成及时率:
// 70 % of the works are no word of being in time.
func measureOf(name string) string {
	name = strings.TrimSuffix(strings.TrimSuffix(name, "率"), "比例")
	end := len(name)
	for range 2 {
		_, n := utf8.DecodeLastRuneInString(name[:end])
		end -= n
	}
	return name[end:]
}

// anyUnits count whatever there is, and tell nothing of what.
const anyUnits = "个 项 次 件 人 名 户 家"

// countsIn reports whether a name says the unit that it counts in: 页数 in 万页.
func countsIn(name, unit string) bool {
	unit = fold(unit)
	m, _ := words.Magnitude(unit)
	return unit[m:] != "" && !strings.Contains(anyUnits, unit[m:]) && strings.Contains(name, unit[m:]+"数")
}

func rowAmount(r *row) (value.Amount, bool) {
	if len(r.atoms) != 1 || r.atoms[0].v.Kind != schema.KindQuantity || r.atoms[0].v.Reference != "" {
		return value.Amount{}, false
	}
	v := r.atoms[0].v
	return value.Measure(v.Number, v.Unit, v.Per)
}

// prints reports whether a target prints this very number, of what may be the same:
// 88公里 are not the 88% of another row.
func (f *form) prints(number string, want value.Amount) bool {
	for i := range f.rows {
		for j := range f.rows[i].atoms {
			v := f.rows[i].atoms[j].v
			if v.Number != number && v.Min != number && v.Max != number {
				continue
			}
			if got, ok := value.Measure(number, v.Unit, v.Per); !ok || got.Base == "" || v.Unit == "" || got.Comparable(want) {
				return true
			}
		}
	}
	return false
}

// measures reports whether any row has this amount.
func (f *form) measures(want value.Amount) bool {
	for i := range f.rows {
		for j := range f.rows[i].atoms {
			v := f.rows[i].atoms[j].v
			for _, n := range [...]string{v.Number, v.Min, v.Max} {
				if got, ok := value.Measure(n, v.Unit, v.Per); ok && got.Comparable(want) && got.Number.Cmp(want.Number) == 0 {
					return true
				}
			}
		}
	}
	return false
}

// sharedPairs counts the pairs of neighbouring characters of a name that stand in
// a text, up to most.
func sharedPairs(name, text string, most int) int {
	n, before := 0, -1
	for i := range name {
		if before >= 0 {
			_, w := utf8.DecodeRuneInString(name[i:])
			if strings.Contains(text, name[before:i+w]) {
				if n++; n == most {
					return n
				}
			}
		}
		before = i
	}
	return n
}

// unmentioned finds the rows of which no two characters in a row stand in the
// texts, where the texts say something. Where most rows are such, the texts speak of
// the work as a whole and the rows of its parts: nothing is out of place then.
func unmentioned(f *form, sel *selector, list []*field, emit func(hit)) {
	var texts []string
	length := 0
	for _, fl := range list {
		texts = append(texts, f.text(fl))
		length += len(f.text(fl))
	}
	if length < len("一")*20 {
		return
	}
	var foreign []*row
	rows := 0
	eachRow(sel, f, func(r *row) {
		if r.tree != 0 || len(r.name) < len("一")*4 {
			return
		}
		rows++
		name := strings.TrimRight(r.name, "率数量")
		if !slices.ContainsFunc(texts, func(text string) bool { return sharedPairs(name, text, 1) > 0 }) {
			foreign = append(foreign, r)
		}
	})
	if 3*len(foreign) > rows && rows > 1 {
		return
	}
	for _, r := range foreign {
		emit(hit{path: f.rowPath(r) + ".name", row: r, found: r.ind.Name})
	}
}

// funds is all the money of the form in yuan; that of the year where the form has
// indicators of the years together beside those of the year.
func (f *form) funds() *big.Rat {
	total, ok := yuan(f.decl.Funds.Total)
	if year, okYear := yuan(f.decl.Funds.Year); okYear && (!ok || year.GreaterThan(total) || len(f.trees[1].rows) > 0 && year.IsPositive()) {
		total, ok = year, true
	}
	if !ok || total.Sign() <= 0 {
		return nil
	}
	return total.Rat()
}

// priceTimesCount multiplies a price for one of something with the count of it.
func priceTimesCount(f *form, sel *selector, emit func(hit)) {
	eachAtom(sel, f, func(r *row, a *atom) bool {
		price, of, ok := pricePer(a.v)
		if !ok {
			return false
		}
		funds := f.funds()
		if funds == nil {
			return true
		}
		q, count := f.pricedBy(r, a, of)
		if q == nil {
			return false
		}
		if year, ok := yuan(f.decl.Funds.Year); ok && year.IsPositive() && year.Rat().Cmp(funds) < 0 && f.ofYear(q) {
			funds = year.Rat()
		}
		product := new(big.Rat).Mul(price, new(big.Rat).Quo(count, of.Number))
		if product.Cmp(funds) <= 0 {
			return false
		}
		emit(hit{path: f.rowPath(r) + ".value", row: r, found: shown(a.v) + "×" + shown(q.ind.Value), expected: funds.FloatString(0), other: product.FloatString(0)})
		return true
	})
}

// pricedBy is the row that counts what a price is paid for: of several in the same unit
// the one whose name has most in common with that of the price, or the least.
func (f *form) pricedBy(r *row, a *atom, of value.Amount) (best *row, count *big.Rat) {
	most := -1
	for i := range f.trees[0].rows {
		q := &f.trees[0].rows[i]
		n, ok := rowAmount(q)
		if !ok || q == r || q.l1 != "产出" && q.l1 != "产出目标" || q.l2 != "数量" || !sameThing(a.v.Unit, q.atoms[0].v.Unit) || !lowerBound(q.atoms[0].v.Op) || n.Base != of.Base || n.Per != "" {
			continue
		}
		shared := sharedPairs(q.name, r.name, len(q.name))
		if shared > most || shared == most && n.Number.Cmp(count) < 0 {
			best, count, most = q, n.Number, shared
		}
	}
	return best, count
}

// ofYear reports whether the goal of the year states the number of a row, which is then
// no number of all the years together.
func (f *form) ofYear(r *row) bool {
	number := r.atoms[0].v.Number
	at := strings.Index(f.decl.Goals.Annual, number)
	if at < 0 || f.decl.Goals.Annual == f.decl.Goals.Overall {
		return false
	}
	end := at + len(number)
	return (at == 0 || !isDigitByte(f.decl.Goals.Annual[at-1])) && (end == len(f.decl.Goals.Annual) || !isDigitByte(f.decl.Goals.Annual[end]))
}

// sameThing reports whether a price is for one of what a count is in: 元/延米 is not
// the price of 公里, which may be another length.
func sameThing(price, count string) bool {
	_, thing, _ := strings.Cut(fold(price), "/")
	count = fold(count)
	m, _ := words.Magnitude(count)
	return value.CanonicalUnit(thing) == value.CanonicalUnit(count) || m > 0 && value.CanonicalUnit(thing) == value.CanonicalUnit(count[m:])
}

func lowerBound(op schema.Op) bool {
	return op == schema.OpGE || op == schema.OpGT || op == schema.OpEQ
}

// pricePer parts 6.5万元/公里 into yuan and what they are paid for.
func pricePer(v *schema.Value) (price *big.Rat, of value.Amount, ok bool) {
	money, thing, found := strings.Cut(v.Unit, "/")
	if !found || v.Kind != schema.KindQuantity || v.Per != "" || strings.ContainsAny(thing, "/·*") || v.Op == schema.OpGE || v.Op == schema.OpGT {
		return nil, of, false
	}
	p, okPrice := value.Measure(v.Number, money, "")
	of, okThing := value.Measure("1", thing, "")
	return p.Number, of, okPrice && okThing && p.Base == "元" && of.Base != "" && of.Base != "秒" && of.Base != "月" && of.Number.Sign() > 0
}

// repeatsBudget finds a cost that is the whole budget, where the form has no other.
func repeatsBudget(f *form, sel *selector, emit func(hit)) {
	funds := f.funds()
	if funds == nil {
		return
	}
	var only *row
	costs := 0
	eachRow(sel, f, func(r *row) {
		costs++
		if a, ok := rowAmount(r); ok && a.Base == "元" && a.Per == "" && a.Number.Cmp(funds) == 0 {
			only = r
		}
	})
	if only != nil && costs == 1 {
		emit(hit{path: f.rowPath(only) + ".value", row: only, found: shown(only.ind.Value)})
	}
}

// holdsTarget finds the number of a target, with its unit or comparator, in the
// name of its indicator.
func holdsTarget(f *form, sel *selector, emit func(hit)) {
	eachAtom(sel, f, func(r *row, a *atom) bool {
		if a.v.Number == "" || !strings.Contains(r.name, a.v.Number) {
			return false
		}
		at := strings.Index(r.name, a.v.Number)
		start, end := at, at+len(a.v.Number)
		if start > 0 && isDigitByte(r.name[start-1]) || end < len(r.name) && isDigitByte(r.name[end]) {
			return false
		}
		unit := fold(a.v.Unit)
		front := strings.TrimRight(r.name[:start], "≥≤<>=")
		if front == r.name[:start] && (unit == "" || !strings.HasPrefix(r.name[end:], unit)) {
			return false
		}
		if unit != "" && strings.HasPrefix(r.name[end:], unit) {
			end += len(unit)
		}
		emit(hit{path: f.rowPath(r) + ".name", row: r, found: r.name[len(front):end]})
		return true
	})
}

func isDigitByte(c byte) bool { return c >= '0' && c <= '9' || c == '.' }

// copiesLevel finds names that are those of their level.
func copiesLevel(f *form, sel *selector, labelled bool, emit func(hit)) {
	eachRow(sel, f, func(r *row) {
		name := strings.TrimSuffix(strings.TrimSuffix(r.name, "指标"), "目标")
		if name != r.name {
			name = f.prof.normal(name)
		} else if labelled {
			return
		}
		if name != "" && (name == r.l2 || name == r.l1) {
			emit(hit{path: f.rowPath(r) + ".name", row: r, found: r.ind.Name, expected: levelName(r)})
		}
	})
}

// fractions finds 12.5座: a part of what is only counted whole.
func fractions(f *form, sel *selector, emit func(hit)) {
	eachAtom(sel, f, func(r *row, a *atom) bool {
		_, frac, found := strings.Cut(a.v.Number, ".")
		if !found || strings.Trim(frac, "0") == "" || a.v.Per != "" {
			return false
		}
		unit := fold(a.v.Unit)
		if u, ok := words.UnitOf(unit); !ok || u.Dimension != words.Count || !strings.Contains(wholeUnits, unit) || strings.Contains(r.name, "均") {
			return false
		}
		emit(hit{path: f.rowPath(r) + ".value", row: r, found: shown(a.v)})
		return true
	})
}

// wholeUnits count things of which there is no half.
const wholeUnits = "个 项 次 人 人次 名 家 户 件 套 台 辆 份 篇 场 场次 期 批 批次 座 条 所 只 宗 起 例 部 册 张 枚 幅 棵 株 头 匹 支 盏 艘 架 栋 幢 间 位 班 门 集 首 届 轮 处 村 社区"

// ownYear is a year that a project bears in its name.
var ownYear = late.Regexp(`(20\d\d)(?:年度?|$)`)

// nameYear finds a year in a short field that is not the form's.
func nameYear(f *form, list []*field, emit func(hit)) {
	for _, fl := range list {
		text := f.text(fl)
		if f.decl.Year == 0 || spanInText().MatchString(text) || strings.Contains(text, "规划") {
			continue
		}
		m := ownYear().FindAllStringSubmatch(text, 4)
		if len(m) != 1 {
			continue
		}
		year := 0
		for _, c := range m[0][1] {
			year = year*10 + int(c-'0')
		}
		if year == f.decl.Year || f.years.haveBoth && year >= f.years.first && year <= f.years.last {
			continue
		}
		emit(hit{path: pathOf(fl), field: fl, found: m[0][0], expected: yearText(f.decl.Year)})
	}
}

// shown is a value as a reader of the form sees it: with the comparator and the
// unit that stand in columns of their own.
func shown(v *schema.Value) string {
	if v == nil {
		return ""
	}
	text := v.Text
	if v.Kind != schema.KindQuantity || v.OpImplied || v.Op == "" {
		return text
	}
	if plainNumber(strings.TrimSuffix(fold(text), fold(v.Unit))) {
		return value.Format(schema.Value{Kind: v.Kind, Op: v.Op, Number: v.Number, Unit: v.Unit, Per: v.Per})
	}
	return text
}

// plainNumber reports a target that prints neither comparator nor words.
func plainNumber(s string) bool {
	s = strings.TrimPrefix(s, "-")
	for i := range len(s) {
		if c := s[i]; c-'0' > 9 && c != '.' && c != ',' {
			return false
		}
	}
	return s != ""
}

// Days that spreadsheets count from 1899-12-30: those of 2015 to 2039.
const (
	firstSerial = 42005
	lastSerial  = 51135
)

// dateSerials finds dates that were printed as a spreadsheet counts them: 45961.
func dateSerials(f *form, sel *selector, emit func(hit)) {
	eachAtom(sel, f, func(r *row, a *atom) bool {
		n, ok := smallInt(a.v.Number)
		if !ok || n < firstSerial || n > lastSerial {
			return false
		}
		day := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(n))
		emit(hit{path: f.rowPath(r) + ".value", row: r, found: a.v.Text, expected: day.Format(time.DateOnly)})
		return true
	})
}
