package rules

import (
	"strings"

	"github.com/pbt-cli/pbt/schema"
)

func directionKind() kind {
	return typed("direction", say("方向：比较符或取值与指标方向相符", "the comparator, or the wording, must fit what the indicator's name calls good"), compileDirection)
}

// directionParams: what contradicts the direction that a name has.
type directionParams struct {
	Ops      []string    `yaml:"ops" enum:">=|>|=|<|<=|~" doc:"the comparators that are a fault"`
	Sure     []string    `yaml:"sure" doc:"of above: the lexicons"`
	Above    string      `yaml:"above" doc:"of ops: names that are not of these lexicons are looked at only with a number above this"`
	Text     []string    `yaml:"text" doc:"lexicons; a value in words, or a number without a comparator, with one of their words is a fault"`
	Min      string      `yaml:"min" doc:"a number below this is a fault, too"`
	Polarity bool        `yaml:"polarity" doc:"of ops: say nothing where the form prints that less is better, or more, and the comparator goes that way"`
	Max      string      `yaml:"max" doc:"a number above this is a fault, too"`
	Expected schema.Text `yaml:"expected" doc:"what is right, for the message"`
}

func compileDirection(c *compiler, p *directionParams, sel *selector) func(*form, func(hit)) {
	c.need(len(p.Ops) > 0 || len(p.Text) > 0 || p.Max != "", "ops", "ops, text or max")
	words := c.lexSetAt(inValues, c.at("text"), p.Text)
	ops := make([]schema.Op, len(p.Ops))
	for i, o := range p.Ops {
		ops[i] = schema.Op(o)
	}
	above, sure := c.number("above", p.Above), c.lexSet(c.at("sure"), p.Sure)
	lim := limits{hasMin: p.Min != "", hasMax: p.Max != "", min: c.number("min", p.Min), max: c.number("max", p.Max)}
	return func(f *form, emit func(hit)) {
		eachAtom(sel, f, func(r *row, a *atom) bool {
			if a.v.Subject != "" && !strings.Contains(r.name, fold(a.v.Subject)) {
				return false // the value bounds something else than the name
			}
			bad := containsOp(ops, a.v.Op) && a.v.Kind == schema.KindQuantity && !(p.Polarity && goesAsPrinted(r.ind.Polarity, a.v.Op))
			if bad && p.Above != "" && !r.names.Any(sure) {
				n, ok := a.bound(true)
				bad = ok && n.GreaterThan(above)
			}
			if lim.hasMin || lim.hasMax {
				lo, okLo := a.bound(false)
				hi, okHi := a.bound(true)
				bad = bad || okLo && lim.broken(lo) || okHi && lim.broken(hi)
			}
			if !words.Zero() && (a.v.Kind == schema.KindQualitative || a.v.Kind == schema.KindQuantity && a.v.OpImplied) {
				bad = bad || r.words.Any(words)
			}
			if bad {
				emit(hit{path: f.rowPath(r) + ".value", row: r, found: a.v.Text, expected: p.Expected.ZH, expectedEN: p.Expected.EN})
			}
			return bad
		})
	}
}

// goesAsPrinted reports whether a comparator goes the way that the form itself prints
// for the indicator: 反向 with ≤.
func goesAsPrinted(polarity string, op schema.Op) bool {
	switch op {
	case schema.OpLE, schema.OpLT:
		return strings.ContainsAny(polarity, "反负逆")
	case schema.OpGE, schema.OpGT:
		return strings.Contains(polarity, "正")
	}
	return false
}
