package parser

import (
	"math"
	"strconv"
	"strings"

	"github.com/pbt-cli/pbt/schema"
)

// doubtSums doubts figures of a recognised form that do not add up, or cannot be: at
// those that a single misread character explains, with what they would be.
func doubtSums(d *schema.Declaration) {
	for root, tree := range map[string][]*schema.Indicator{"indicators": d.Indicators, "indicators_medium_term": d.IndicatorsMediumTerm} {
		doubtWeights(d, root, tree)
		doubtShares(d, root, tree)
	}
	doubtExecution(d)
	f := &d.Funds
	doubtFunds(d, figure{"funds.total", f.Total}, figure{"funds.total_fiscal", f.TotalFiscal}, figure{"funds.total_other", f.TotalOther})
	doubtFunds(d, figure{"funds.year", f.Year}, figure{"funds.year_fiscal", f.YearFiscal}, figure{"funds.year_other", f.YearOther})
}

// figure is a number as it was read, and where it landed.
type figure struct{ path, text string }

// number is the figure's value, false where it is none.
func (f figure) number() (float64, bool) {
	v, err := strconv.ParseFloat(strings.ReplaceAll(f.text, ",", ""), 64)
	return v, err == nil
}

// wholeWeights are what the weights of a form add up to; 90 where the execution of
// the budget has ten points of its own.
var wholeWeights = [...]float64{100, 90}

// doubtWeights doubts weights that add up to neither.
func doubtWeights(d *schema.Declaration, root string, tree []*schema.Indicator) {
	var all []figure
	sum, whole := 0.0, true
	schema.Walk(tree, root, func(path string, _ []*schema.Indicator, leaf *schema.Indicator) {
		f := figure{path + ".weight", leaf.Weight}
		v, ok := f.number()
		whole = whole && ok
		sum += v
		all = append(all, f)
	})
	if !whole || len(all) < 2 {
		return
	}
	off := math.Inf(1)
	for _, want := range wholeWeights {
		if diff := want - sum; math.Abs(diff) < math.Abs(off) {
			off = diff
		}
	}
	doubtFigures(d, all, off)
}

// doubtFunds doubts a total and its parts where they do not add up.
func doubtFunds(d *schema.Declaration, total figure, parts ...figure) {
	t, ok := total.number()
	if !ok {
		return
	}
	sum := 0.0
	for _, p := range parts {
		v, ok := p.number()
		if !ok {
			return
		}
		sum += v
	}
	before := len(d.Uncertain)
	doubtFigures(d, parts, t-sum)
	doubtFigures(d, []figure{total}, sum-t)
	if math.Abs(t-sum) >= cent && len(d.Uncertain) == before {
		doubtFigure(d, total, plainFigure(sum))
	}
}

// cent is the least difference that counts.
const cent = 0.005

// mostSuspects is how many figures one misread character may explain a sum by. Where
// more would do, as any of twenty fives that are 15, it says nothing of any of them:
// the form prints them so, and the rules say that they do not add up.
const mostSuspects = 3

// doubtFigures doubts those of the figures that one character makes right by so much.
func doubtFigures(d *schema.Declaration, list []figure, off float64) {
	if math.Abs(off) < cent || math.IsInf(off, 0) {
		return
	}
	var suspects []figure
	var rights []string
	for _, f := range list {
		v, _ := f.number()
		if right := plainFigure(v + off); v+off >= 0 && oneEdit(plainFigure(v), right) {
			suspects, rights = append(suspects, f), append(rights, right)
		}
	}
	if len(suspects) > mostSuspects {
		return
	}
	for i, f := range suspects {
		doubtFigure(d, f, rights[i])
	}
}

// doubtFigure adds the doubt, where the figure has none yet; other may be "".
func doubtFigure(d *schema.Declaration, f figure, other string) {
	for _, u := range d.Uncertain {
		if u.Path == f.path {
			return
		}
	}
	u := schema.Doubt{Path: f.path, Question: schema.QuestionText, Chosen: f.text, Alternatives: []string{other}}
	if other == "" {
		u.Alternatives = nil
	}
	if at, ok := d.Trace[f.path]; ok {
		u.At = &at
	}
	d.Uncertain = append(d.Uncertain, u)
}

func plainFigure(v float64) string { return strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64) }

// oneEdit reports whether one character put in, left out or changed makes b of a.
func oneEdit(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) == len(b) {
		return i < len(a) && a[i+1:] == b[i+1:]
	}
	return a[i:] == b[i+1:]
}
