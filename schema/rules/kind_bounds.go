package rules

import (
	"cmp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/schema"
)

func boundsKind() kind {
	return typed("bounds", say("上下限：数值在范围之内", "a number must lie within bounds"), compileBounds)
}

// boundsParams: limits of an amount, or of the values of rows.
type boundsParams struct {
	Fields   []string `yaml:"fields" doc:"amounts of the form"`
	Number   bool     `yaml:"number" doc:"of fields: the fault is that the field is no number"`
	Unit     string   `yaml:"unit" doc:"of fields: only where the form prints its amounts in this unit; min and max are in it"`
	Min      string   `yaml:"min" doc:"the least that is right"`
	Max      string   `yaml:"max" doc:"the most that is right"`
	Equals   string   `yaml:"equals" doc:"the fault is exactly this number"`
	Shown    string   `yaml:"shown" doc:"what a message calls right, where the bounds do not say it"`
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
					emit(hit{path: f.rowPath(r) + ".value", row: r, found: shown(a.v), expected: cmp.Or(p.Shown, lim.String())})
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
		n, ok := f.amount(fl)
		switch {
		case !ok && p.Number:
			if strings.Trim(fold(text), "/-—") == "" || f.textOpen(fl.name) {
				continue // nothing is filled in; or the reading says itself that it is not sure
			}
			h := hit{path: fl.name, field: fl, found: text}
			if f.textOpen("funds") {
				h.severity, h.doubted = schema.SeverityWarning, true // cells of one table, read with doubt
			}
			emit(h)
		case ok && p.NotZero && n.IsZero():
		case ok && !p.Number && lim.broken(n.Shift(shift)):
			emit(hit{path: fl.name, field: fl, found: plain(n.Shift(shift)), expected: lim.String()})
		}
	}
}

// textOpen reports whether the text of a path, or of one below it, was read with doubt.
func (f *form) textOpen(path string) bool {
	return slices.ContainsFunc(f.decl.Uncertain, func(d schema.Doubt) bool {
		return d.Question == schema.QuestionText && covers(path, d.Path)
	})
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
			if b != nil && (a.Deadline != nil || b.Deadline != nil) {
				continue // 2024年95%，2025年97%
			}
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
func moneyScale(unit string) (int32, bool) { return words.YuanPower(fold(unit)) }
