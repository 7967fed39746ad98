package parser

import (
	"fmt"
	"math"
	"strings"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/schema"
)

// shifts are by how much a figure grows or shrinks whose point, or that and a comma,
// was lost in reading.
var shifts = [...]float64{10, 100, 1000, 0.1, 0.01, 0.001}

// doubtExecution doubts figures of the budget's execution whose point was lost: the
// printed rate, or the parts of a total, say so.
func doubtExecution(d *schema.Declaration) {
	rows := d.Funds.Execution
	at := func(i int, key, text string) figure {
		return figure{fmt.Sprintf("funds.execution[%d].%s", i, key), text}
	}
	for i, r := range rows {
		doubtRate(d, at(i, "budget", r.Budget), at(i, "executed", r.Executed), r.Rate)
	}
	if len(rows) < 2 {
		return
	}
	for _, column := range [...]struct {
		key string
		of  func(schema.ExecutionRow) string
	}{
		{"initial", func(r schema.ExecutionRow) string { return r.Initial }},
		{"budget", func(r schema.ExecutionRow) string { return r.Budget }},
		{"executed", func(r schema.ExecutionRow) string { return r.Executed }},
	} {
		var list []figure
		for i, r := range rows {
			if f := at(i, column.key, column.of(r)); f.text != "" {
				list = append(list, f)
			}
		}
		doubtShifts(d, list)
	}
}

// rateOff is by how much a rate may be off that was rounded, in percent.
const rateOff = 0.6

// doubtRate doubts what was budgeted and what was spent where the printed rate is theirs
// but for a lost point.
func doubtRate(d *schema.Declaration, budget, executed figure, printed string) {
	b, okB := budget.number()
	e, okE := executed.number()
	rate, okR := figure{"", strings.TrimSuffix(printed, "%")}.number()
	if !okB || !okE || !okR || b <= 0 || e <= 0 || rate <= 0 || math.Abs(100*e/b-rate) <= rateOff {
		return
	}
	for _, by := range shifts {
		if math.Abs(100*e*by/b-rate) <= rateOff {
			doubtFigure(d, budget, plainFigure(b/by))
			doubtFigure(d, executed, plainFigure(e*by))
		}
	}
}

// doubtShifts doubts the one figure of a total and its parts that makes them add up
// where its point is set back.
func doubtShifts(d *schema.Declaration, list []figure) {
	values := make([]float64, len(list))
	sum := 0.0
	for i, f := range list {
		v, ok := f.number()
		if !ok {
			return
		}
		values[i] = v
		if i > 0 {
			sum += v
		}
	}
	if len(list) < 2 || math.Abs(values[0]-sum) < cent {
		return
	}
	for i, v := range values {
		for _, by := range shifts {
			total, parts := values[0], sum+v*(by-1)
			if i == 0 {
				total, parts = v*by, sum
			}
			if v > 0 && math.Abs(total-parts) < cent {
				doubtFigure(d, list[i], plainFigure(v*by))
			}
		}
	}
}

// doubtShares doubts what is above one hundred where the name is that of a rate that
// cannot be: its per cent sign may have been read as a figure, or its comparator.
func doubtShares(d *schema.Declaration, root string, tree []*schema.Indicator) {
	schema.Walk(tree, root, func(path string, _ []*schema.Indicator, leaf *schema.Indicator) {
		if !words.NameOf(words.BareName(fold.Squeeze(leaf.Name))).In(cappedRate) {
			return
		}
		if v := leaf.Value; v != nil && (v.Unit == "" || v.Unit == "%") && aboveHundred(v) {
			doubtFigure(d, figure{path + ".value", v.Text}, asShare(v))
		}
		if v := leaf.Actual; v != nil && v.Unit == "" && aboveHundred(v) { // one may have done more than was asked
			doubtFigure(d, figure{path + ".actual", v.Text}, asShare(v))
		}
	})
}

// cappedRate is the list of names of rates that are at most one hundred per cent.
const cappedRate = "capped-rate"

func aboveHundred(v *schema.Value) bool {
	n, ok := figure{"", v.Number}.number()
	return ok && n > 100
}

// asShare is what a value may say that is above one hundred: 98% for 980, ≥95% for 295%.
func asShare(v *schema.Value) string {
	number, ok := strings.CutSuffix(v.Number, "0")
	switch {
	case v.Unit == "" && ok:
		return strings.Replace(v.Text, v.Number, number+"%", 1)
	case v.Unit == "%" && strings.HasPrefix(v.Number, "2"):
		return "≥" + strings.TrimPrefix(v.Text, "2")
	}
	return ""
}
