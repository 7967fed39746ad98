package rules

import (
	"math/big"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/pbt-cli/pbt/indicator/value"
	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/schema"
)

func scoreKind() kind {
	return typed("score", say("得分：自评表的分值、得分、执行率", "scores of a self-evaluation: points, rates, totals, reasons"), compileScore)
}

// scoreParams: one question about scores.
type scoreParams struct {
	Check  string   `yaml:"check" enum:"over-weight|reason|total|rate|missed|over-target|grade|execution|overspent|copied|bounded|worded|unit" doc:"execution: the score of the execution is not its rate of the weight; overspent: more was spent than the budget; copied: the measured value is the target with its comparator; bounded: it has a comparator of another kind; worded: words stand for the number that was measured; unit: it is in another unit; over-weight: a score above its weight; reason: a score below its weight without a reason; total: the total is not the sum; rate: the rate of execution is not executed by budget; missed: full marks for a missed target; over-target: far more than the target; grade: a score that does not fit the grade in words"`
	Max    string   `yaml:"max" doc:"of over-target: how many times the target; of rate: how many percentage points it may be off"`
	Rough  bool     `yaml:"rough" doc:"of rate: only a rate of 100 that is less and was rounded up; others may be printed rounded"`
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
	case "execution":
		return func(f *form, emit func(hit)) { executionScore(f, limit, emit) }
	case "overspent":
		return func(f *form, emit func(hit)) { overspent(f, emit) }
	case "worded":
		return func(f *form, emit func(hit)) { actualWorded(f, sel, emit) }
	case "copied":
		return func(f *form, emit func(hit)) { actualCopied(f, sel, false, emit) }
	case "bounded":
		return func(f *form, emit func(hit)) { actualCopied(f, sel, true, emit) }
	case "unit":
		return func(f *form, emit func(hit)) { actualUnit(f, sel, emit) }
	}
	c.need(false, "check", "one of its values")
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
		if one := decimal.NewFromInt(1); rate.LessThanOrEqual(one) && want.GreaterThan(one) {
			rate = rate.Shift(2) // a sheet prints 1 for 100 %, 0.86 for 86 %
		}
		diff := want.Sub(rate).Abs()
		rounding := tolerance(f, []decimal.Decimal{done, budget}).Shift(2).DivRound(budget, 6)
		if diff.LessThanOrEqual(limit.Add(rounding)) {
			continue
		}
		// A rate printed with fewer digits is right at its own precision.
		unit := decimal.New(1, -decimals(rate))
		rounded := diff.LessThanOrEqual(unit.Div(decimal.NewFromInt(2)).Add(rounding))
		if rounded != rough || rough && !(rate.Equal(decimal.NewFromInt(100)) && want.LessThan(rate)) {
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
		if got := value.Evaluate(r.ind.Name, *v, *a); got.Verdict == value.NotMet && !fullOncePrinted(w, got) {
			emit(hit{path: f.rowPath(r) + ".score", row: r, found: r.ind.Actual.Text, expected: shown(r.ind.Value), other: r.ind.Score})
		}
	})
}

// fullOncePrinted reports whether the points that are due are the full ones when printed
// with two digits: 99.97 % of 2.25.
func fullOncePrinted(weight decimal.Decimal, got value.Result) bool {
	if got.Exact == nil {
		return false
	}
	lost := new(big.Rat).Mul(weight.Rat(), new(big.Rat).Sub(big.NewRat(1, 1), got.Exact))
	return lost.Cmp(big.NewRat(5, 1000)) < 0
}

func scoreOverTarget(f *form, sel *selector, times decimal.Decimal, emit func(hit)) {
	eachRow(sel, f, func(r *row) {
		v, a := r.ind.Value, r.ind.Actual
		if v == nil || a == nil || v.Kind != schema.KindQuantity || a.Kind != schema.KindQuantity || !lowerBound(v.Op) {
			return
		}
		if got := value.Evaluate(r.ind.Name, *v, *a); got.Exact != nil && got.Exact.Cmp(times.Rat()) >= 0 {
			emit(hit{path: f.rowPath(r) + ".actual", row: r, found: a.Text, expected: shown(v)})
		}
	})
}

// executionScore compares the points of the execution with its rate of the weight.
func executionScore(f *form, limit decimal.Decimal, emit func(hit)) {
	for i := range f.decl.Funds.Execution {
		e := &f.decl.Funds.Execution[i]
		w, ok1 := points(e.Weight)
		s, ok2 := points(e.Score)
		budget, ok3 := yuan(e.Budget)
		done, ok4 := yuan(e.Executed)
		if !ok1 || !ok2 || !ok3 || !ok4 || budget.Sign() <= 0 || w.Sign() <= 0 {
			continue
		}
		due := done.Mul(w).DivRound(budget, 2)
		if due.GreaterThan(w) {
			due = w
		}
		if s.Sub(due).GreaterThan(limit) {
			emit(hit{path: executionPath(i, "score"), found: e.Score, expected: plain(due), other: e.Item})
		}
	}
}

// overspent finds the first line of which more was spent than its budget.
func overspent(f *form, emit func(hit)) {
	for i := range f.decl.Funds.Execution {
		e := &f.decl.Funds.Execution[i]
		done, ok := yuan(e.Executed)
		budget, okBudget := yuan(e.Budget)
		if e.Budget == "" {
			budget, okBudget = yuan(e.Initial)
		}
		if ok && okBudget && budget.Sign() > 0 && done.GreaterThan(budget) {
			emit(hit{path: executionPath(i, "executed"), found: plain(done), expected: plain(budget), other: e.Item})
			return // the parts of a total are spent with it
		}
	}
}

// actualWorded finds 完成 where the target is a number with a unit: what was done
// can be said in the same unit.
func actualWorded(f *form, sel *selector, emit func(hit)) {
	eachRow(sel, f, func(r *row) {
		v, a := r.ind.Value, r.ind.Actual
		if v == nil || a == nil || v.Kind != schema.KindQuantity || v.Number == "" || a.Kind != schema.KindQualitative || strings.Contains(a.Text, "达成") {
			return
		}
		if zero, ok := number(v.Number); ok && zero.IsZero() {
			return // none of something bad is said in words
		}
		emit(hit{path: f.rowPath(r) + ".actual", row: r, found: a.Text, expected: shown(v)})
	})
}

// actualCopied finds a measured value that is the target, comparator and all; or one
// with a comparator that is not the target's: what was measured is a number.
func actualCopied(f *form, sel *selector, other bool, emit func(hit)) {
	eachRow(sel, f, func(r *row) {
		v, a := r.ind.Value, r.ind.Actual
		if v == nil || a == nil || a.Kind != schema.KindQuantity || a.OpImplied || a.Op == schema.OpEQ || a.Op == schema.OpApprox {
			return
		}
		if copied := a.Op == v.Op && a.Number == v.Number; copied != other && a.Reference == "" {
			emit(hit{path: f.rowPath(r) + ".actual", row: r, found: a.Text})
		}
	})
}

// actualUnit finds a measured value in a unit that does not convert to the
// target's.
func actualUnit(f *form, sel *selector, emit func(hit)) {
	eachRow(sel, f, func(r *row) {
		v, a := r.ind.Value, r.ind.Actual
		if v == nil || a == nil || v.Kind != schema.KindQuantity || a.Kind != schema.KindQuantity || v.Unit == "" || a.Unit == "" {
			return
		}
		want, ok1 := value.Measure(v.Number, v.Unit, "")
		got, ok2 := value.Measure(a.Number, a.Unit, "")
		if ok1 && ok2 && want.Base != got.Base && value.DimensionOf(v.Unit) != words.Unknown && value.DimensionOf(a.Unit) != words.Unknown {
			emit(hit{path: f.rowPath(r) + ".actual", row: r, found: a.Text, expected: shown(v)})
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
		if !f.set.lex.match(fold(r.ind.Actual.Text)).Any(grades) {
			continue
		}
		if share := s.Div(w); share.LessThan(from) || share.GreaterThan(to) {
			emit(hit{path: f.rowPath(r) + ".score", row: r, found: r.ind.Score, other: r.ind.Actual.Text, expected: plain(w.Mul(from)) + "–" + plain(w.Mul(to))})
		}
	}
}
