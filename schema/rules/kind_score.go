package rules

import (
	"strings"

	"github.com/pbt-cli/pbt/indicator/value"
	"github.com/pbt-cli/pbt/schema"
	"github.com/shopspring/decimal"
)

// weightsParams: one question about weights.
type weightsParams struct {
	Check string `yaml:"check" enum:"sum|scheme|positive|points|dominant" doc:"sum: the total is one of the profile's; scheme: the points of each level 1 follow the profile; positive: every indicator has a weight above 0; points: the points that a label prints are those of its rows; dominant: one indicator weighs too much"`
	Max   string `yaml:"max" doc:"of dominant: the most that one indicator may weigh"`
}

func compileWeights(c *compiler, p *weightsParams, _ *selector) func(*form, func(hit)) {
	c.need(p.Check != "", "check", "sum, scheme, positive, points or dominant")
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
			weightPositive(f, emit)
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
	if want.Execution && !w.hasExecution && w.sum.Equal(decimal.NewFromInt(90)) {
		return
	}
	emit(hit{path: "indicators", found: plain(w.counted), expected: strings.Join(want.Sums, " / ")})
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
		for _, label := range s.When {
			if l := stem(label); !have[l].Equal(want[l]) {
				emit(hit{path: "indicators", found: label + " " + plain(have[l]), expected: label + " " + plain(want[l]), other: label})
				return
			}
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

func weightPositive(f *form, emit func(hit)) {
	for i := range f.trees[0].rows {
		r := &f.trees[0].rows[i]
		n, ok := points(r.ind.Weight)
		if fold(r.ind.Weight) == "" || ok && n.Sign() <= 0 {
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

// scoreParams: one question about scores.
type scoreParams struct {
	Check  string   `yaml:"check" enum:"over-weight|reason|total|rate|missed|over-target|grade" doc:"over-weight: a score above its weight; reason: a score below its weight without a reason; total: the total is not the sum; rate: the rate of execution is not executed by budget; missed: full marks for a missed target; over-target: far more than the target; grade: a score that does not fit the grade in words"`
	Max    string   `yaml:"max" doc:"of over-target: how many times the target; of rate: how many percentage points it may be off"`
	Rough  bool     `yaml:"rough" doc:"of rate: only rates that are right once rounded to what is printed"`
	Grades []string `yaml:"grades" doc:"of grade: lexicons of the words"`
	From   string   `yaml:"from" doc:"of grade: the least share of the weight"`
	To     string   `yaml:"to" doc:"of grade: the greatest share of the weight"`
}

func compileScore(c *compiler, p *scoreParams, sel *selector) func(*form, func(hit)) {
	limit, from, to := c.number("max", p.Max), c.number("from", p.From), c.number("to", p.To)
	grades := c.lexSet(c.at("grades"), p.Grades)
	switch p.Check {
	case "over-weight":
		return func(f *form, emit func(hit)) { scoreOver(f, emit) }
	case "reason":
		return func(f *form, emit func(hit)) { scoreReason(f, emit) }
	case "total":
		return scoreTotal
	case "rate":
		return func(f *form, emit func(hit)) { executionRate(f, limit, p.Rough, emit) }
	case "missed":
		return func(f *form, emit func(hit)) { scoreMissed(f, sel, emit) }
	case "over-target":
		return func(f *form, emit func(hit)) { scoreOverTarget(f, sel, limit, emit) }
	case "grade":
		return func(f *form, emit func(hit)) { scoreGrade(f, grades, from, to, emit) }
	}
	c.need(false, "check", "over-weight, reason, total, rate, missed, over-target or grade")
	return func(*form, func(hit)) {}
}

// scored gives a row's weight and score, where both are numbers.
func scored(r *row) (weight, score decimal.Decimal, ok bool) {
	if r.ind.Weight == "" || r.ind.Score == "" {
		return
	}
	weight, ok1 := points(r.ind.Weight)
	score, ok2 := points(r.ind.Score)
	return weight, score, ok1 && ok2
}

func scoreOver(f *form, emit func(hit)) {
	for i := range f.rows {
		r := &f.rows[i]
		if w, s, ok := scored(r); ok && s.GreaterThan(w) {
			emit(hit{path: f.rowPath(r) + ".score", row: r, found: r.ind.Score, expected: "≤" + plain(w)})
		}
	}
	for i := range f.decl.Funds.Execution {
		e := &f.decl.Funds.Execution[i]
		w, ok1 := points(e.Weight)
		s, ok2 := points(e.Score)
		if ok1 && ok2 && s.GreaterThan(w) {
			emit(hit{path: executionPath(i, "score"), found: e.Score, expected: "≤" + plain(w), other: e.Item})
		}
	}
}

func scoreReason(f *form, emit func(hit)) {
	for i := range f.rows {
		r := &f.rows[i]
		if w, s, ok := scored(r); ok && s.LessThan(w) && noReason(r.ind.Deviation) {
			emit(hit{path: f.rowPath(r) + ".deviation", row: r, found: r.ind.Score, expected: r.ind.Weight})
		}
	}
}

func noReason(s string) bool {
	switch fold(s) {
	case "", "/", "-", "—", "--", "无":
		return true
	}
	return false
}

// scoreTotal compares the printed total with the scores of all rows and of the
// budget execution. Where a score is missing, or the execution's was not read,
// the sum says nothing.
func scoreTotal(f *form, emit func(hit)) {
	want, ok := points(f.decl.TotalScore)
	if !ok || len(f.trees[0].rows) == 0 {
		return
	}
	sum := decimal.Zero
	for i := range f.trees[0].rows {
		n, ok := points(f.trees[0].rows[i].ind.Score)
		if !ok {
			return
		}
		sum = sum.Add(n)
	}
	execution, read := f.executionPoints(func(r *schema.ExecutionRow) string { return r.Score })
	sum = sum.Add(execution)
	if diff := want.Sub(sum); diff.IsZero() || !read && f.prof.def.Weights.Execution && diff.IsPositive() && diff.LessThanOrEqual(decimal.NewFromInt(20)) {
		return
	}
	emit(hit{path: "total_score", found: f.decl.TotalScore, expected: plain(sum)})
}

// executionRate compares the printed rate of execution with executed by budget.
// Amounts are printed rounded, so the rate may be off by what that explains.
func executionRate(f *form, limit decimal.Decimal, rough bool, emit func(hit)) {
	for i := range f.decl.Funds.Execution {
		e := &f.decl.Funds.Execution[i]
		rate, ok1 := points(e.Rate)
		done, ok2 := yuan(e.Executed)
		budget, ok3 := yuan(e.Budget)
		if e.Budget == "" {
			budget, ok3 = yuan(e.Initial)
		}
		if !ok1 || !ok2 || !ok3 || budget.Sign() <= 0 {
			continue
		}
		want := done.Shift(2).DivRound(budget, 6)
		diff := want.Sub(rate).Abs()
		rounding := tolerance(f, []decimal.Decimal{done, budget}).Shift(2).DivRound(budget, 6)
		if diff.LessThanOrEqual(limit.Add(rounding)) {
			continue
		}
		// A rate printed with fewer digits is right at its own precision.
		unit := decimal.New(1, -decimals(rate))
		if rounded := diff.LessThanOrEqual(unit.Div(decimal.NewFromInt(2)).Add(rounding)); rounded != rough {
			continue
		}
		emit(hit{path: executionPath(i, "rate"), found: e.Rate + "%", expected: want.StringFixed(2) + "%", other: e.Item})
	}
}

func scoreMissed(f *form, sel *selector, emit func(hit)) {
	eachRow(sel, f, func(r *row) {
		w, s, ok := scored(r)
		if !ok || s.LessThan(w) || w.Sign() <= 0 {
			return
		}
		v, a := r.ind.Value, r.ind.Actual
		if v == nil || a == nil || a.Kind != schema.KindQuantity && a.Kind != schema.KindDeadline {
			return
		}
		// For = a better value is no miss; only a comparator says what better is.
		if v.Op == schema.OpEQ && v.Kind == schema.KindQuantity || v.Op == schema.OpApprox {
			return
		}
		if value.Satisfies(*v, *a).Verdict == value.NotMet {
			emit(hit{path: f.rowPath(r) + ".score", row: r, found: r.ind.Actual.Text, expected: r.ind.Value.Text, other: r.ind.Score})
		}
	})
}

func scoreOverTarget(f *form, sel *selector, times decimal.Decimal, emit func(hit)) {
	eachRow(sel, f, func(r *row) {
		v, a := r.ind.Value, r.ind.Actual
		if v == nil || a == nil || v.Kind != schema.KindQuantity || a.Kind != schema.KindQuantity || v.Unit != a.Unit && a.Unit != "" && v.Unit != "" {
			return
		}
		if v.Op != schema.OpGE && v.Op != schema.OpGT && v.Op != schema.OpEQ {
			return
		}
		want, ok1 := number(v.Number)
		got, ok2 := number(a.Number)
		if ok1 && ok2 && want.Sign() > 0 && got.GreaterThanOrEqual(want.Mul(times)) {
			emit(hit{path: f.rowPath(r) + ".actual", row: r, found: a.Text, expected: v.Text})
		}
	})
}

func scoreGrade(f *form, grades bits, from, to decimal.Decimal, emit func(hit)) {
	for i := range f.rows {
		r := &f.rows[i]
		w, s, ok := scored(r)
		if !ok || w.Sign() <= 0 || r.ind.Actual == nil || r.ind.Actual.Kind != schema.KindQualitative {
			continue
		}
		if !f.set.lex.match(fold(r.ind.Actual.Text)).any(grades) {
			continue
		}
		if share := s.Div(w); share.LessThan(from) || share.GreaterThan(to) {
			emit(hit{path: f.rowPath(r) + ".score", row: r, found: r.ind.Score, other: r.ind.Actual.Text, expected: plain(w.Mul(from)) + "–" + plain(w.Mul(to))})
		}
	}
}
