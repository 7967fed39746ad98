package rules

func countKind() kind {
	return typed("count", say("数量：指标条数不能过少或过多", "how many indicators a form may have"), compileCount)
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
