package rules

import (
	"github.com/shopspring/decimal"
)

func compareKind() kind {
	return typed("compare", say("比较：两个金额或年度之间的关系", "how two amounts or years must lie to each other"), compileCompare)
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
		a, ok := f.amount(left[0])
		b := constant
		if !isNumber && len(right) == 1 {
			var okRight bool
			b, okRight = f.amount(right[0])
			ok = ok && okRight
		}
		if !ok || b.LessThan(least) {
			return
		}
		h := hit{path: left[0].name, field: left[0]}
		if p.Ratio != "" {
			if b.Sign() <= 0 || a.Sub(b).Abs().LessThanOrEqual(b.Mul(ratio)) {
				return
			}
			h.other, h.beside = percent(a.Sub(b).Div(b)), true
		} else if !holdsOp(a.Cmp(b), p.Op) {
			return
		}
		h.found, h.expected = plain(a), plain(b)
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
