package rules

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/pbt-cli/pbt/schema"
)

func weightsKind() kind {
	return typed("weights", say("权重：合计、分配、逐项", "weights: their total, their distribution, each of them"), compileWeights)
}

// weightsParams: one question about weights.
type weightsParams struct {
	Check string `yaml:"check" enum:"sum|scheme|positive|blank|points|dominant" doc:"sum: the total is one of the profile's; scheme: the points of each level 1 follow the profile; positive: a printed weight is above 0; blank: every indicator has a weight; points: the points that a label prints are those of its rows; dominant: one indicator weighs too much"`
	Max   string `yaml:"max" doc:"of dominant: the most that one indicator may weigh"`
}

func compileWeights(c *compiler, p *weightsParams, _ *selector) func(*form, func(hit)) {
	c.need(p.Check != "", "check", "sum, scheme, positive, blank, points or dominant")
	limit := c.number("max", p.Max)
	return func(f *form, emit func(hit)) {
		w := f.weigh()
		if w.printed == 0 {
			return
		}
		switch p.Check {
		case "sum":
			weightSum(f, w, emit)
		case "scheme":
			weightScheme(f, w, emit)
		case "positive":
			weightPositive(f, false, emit)
		case "blank":
			weightPositive(f, true, emit)
		case "points":
			weightPoints(f, emit)
		case "dominant":
			weightDominant(f, limit, emit)
		}
	}
}

// weighing is what the weights of the annual tree come to.
type weighing struct {
	printed, rows int
	sum           decimal.Decimal
	bad           bool // one is no number
	execution     decimal.Decimal
	hasExecution  bool
	// counted is the sum with the weight of the budget execution where the
	// profile counts it.
	counted decimal.Decimal
}

func (f *form) weigh() weighing {
	var w weighing
	for i := range f.trees[0].rows {
		r := &f.trees[0].rows[i]
		w.rows++
		if fold(r.ind.Weight) == "" {
			continue
		}
		w.printed++
		n, ok := points(r.ind.Weight)
		w.bad = w.bad || !ok
		w.sum = w.sum.Add(n)
	}
	w.counted = w.sum
	if f.prof.def.Weights.Execution {
		w.execution, w.hasExecution = f.executionPoints(func(r *schema.ExecutionRow) string { return r.Weight })
		w.counted = w.counted.Add(w.execution)
	}
	return w
}

// executionPoints adds up a column of the budget execution; usually one line
// prints it.
func (f *form) executionPoints(get func(*schema.ExecutionRow) string) (decimal.Decimal, bool) {
	sum, any := decimal.Zero, false
	for i := range f.decl.Funds.Execution {
		if n, ok := points(get(&f.decl.Funds.Execution[i])); ok {
			sum, any = sum.Add(n), true
		}
	}
	return sum, any
}

// points reads a weight or score: 10, 10分, 10%.
func points(s string) (decimal.Decimal, bool) {
	s = strings.TrimSuffix(strings.TrimSuffix(fold(s), "分"), "%")
	return number(s)
}

// weightSum wants one of the profile's totals. With a weight missing the total
// says nothing; nor does it where the line of the budget execution was not read.
func weightSum(f *form, w weighing, emit func(hit)) {
	want := f.prof.def.Weights
	if len(want.Sums) == 0 || w.bad || w.printed < w.rows {
		return
	}
	for _, s := range want.Sums {
		n, ok := number(s)
		if ok && (n.Equal(w.counted) || n.Equal(w.counted.Shift(2))) {
			return
		}
	}
	if rest := decimal.NewFromInt(100).Sub(w.sum); want.Execution && !w.hasExecution && (rest.Equal(decimal.NewFromInt(10)) || rest.Equal(decimal.NewFromInt(20))) {
		return // what is left is the execution's, whose head may say its points
	}
	h := hit{path: "indicators", found: plain(w.counted), expected: strings.Join(want.Sums, " 或 "), expectedEN: strings.Join(want.Sums, " or ")}
	if w.hasExecution {
		h.other = "（含预算执行率 " + plain(w.execution) + "）"
	}
	emit(h)
}

// weightScheme compares the points of each level 1 with the profile's scheme
// for the labels that the form has. It speaks only where the total is that of
// the scheme.
func weightScheme(f *form, w weighing, emit func(hit)) {
	if w.bad || w.printed < w.rows {
		return
	}
	have := map[string]decimal.Decimal{}
	for i := range f.trees[0].rows {
		r := &f.trees[0].rows[i]
		n, _ := points(r.ind.Weight)
		have[r.l1] = have[r.l1].Add(n)
	}
	for _, s := range f.prof.def.Weights.Schemes {
		if !s.fits(have) {
			continue
		}
		want := map[string]decimal.Decimal{}
		total := decimal.Zero
		for label, p := range s.Points {
			n, _ := number(p)
			want[stem(label)] = n
			total = total.Add(n)
		}
		if !total.Equal(w.sum) {
			return
		}
		var found, expected []string
		for _, label := range s.When {
			if l := stem(label); !have[l].Equal(want[l]) {
				found, expected = append(found, label+" "+plain(have[l])), append(expected, label+" "+plain(want[l]))
			}
		}
		if len(found) > 0 {
			emit(hit{path: "indicators", found: strings.Join(found, "、"), expected: strings.Join(expected, "、")})
		}
		return
	}
}

// fits reports whether a form has exactly the labels of the scheme.
func (s *schemeDef) fits(have map[string]decimal.Decimal) bool {
	if len(have) != len(s.When) {
		return false
	}
	for _, label := range s.When {
		if !hasKey(have, stem(label)) {
			return false
		}
	}
	return true
}

func weightPositive(f *form, blank bool, emit func(hit)) {
	for i := range f.trees[0].rows {
		r := &f.trees[0].rows[i]
		n, ok := points(r.ind.Weight)
		missing := fold(r.ind.Weight) == ""
		if missing == blank && (missing && !f.isPart(r) || !missing && ok && n.Sign() <= 0) {
			emit(hit{path: f.rowPath(r) + ".weight", row: r, found: r.ind.Weight})
		}
	}
}

// weightPoints adds up the rows under each label that prints its points.
func weightPoints(f *form, emit func(hit)) {
	for t := range f.trees {
		tr := &f.trees[t]
		for i := range tr.levels {
			l := &tr.levels[i]
			want, ok := points(l.ind.Points)
			if !ok || l.rows == 0 {
				continue
			}
			sum, whole := decimal.Zero, true
			for j := range tr.rows {
				if !tr.under(&tr.rows[j], i) {
					continue
				}
				n, ok := points(tr.rows[j].ind.Weight)
				whole = whole && ok
				sum = sum.Add(n)
			}
			if whole && !sum.Equal(want) {
				emit(hit{path: f.pathOf(l) + ".points", found: plain(want), expected: plain(sum), other: l.ind.Name})
			}
		}
	}
}

// under reports whether a row stands below a level.
func (t *tree) under(r *row, level int) bool {
	for p := r.parent; p >= 0; p = t.levels[p].parent {
		if p == level {
			return true
		}
	}
	return false
}

func weightDominant(f *form, limit decimal.Decimal, emit func(hit)) {
	for i := range f.trees[0].rows {
		r := &f.trees[0].rows[i]
		if n, ok := points(r.ind.Weight); ok && n.GreaterThan(limit) {
			emit(hit{path: f.rowPath(r) + ".weight", row: r, found: r.ind.Weight, expected: "≤" + plain(limit)})
		}
	}
}
