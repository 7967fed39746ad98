package methods

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/pbt-cli/pbt/indicator/value"
	"github.com/pbt-cli/pbt/schema"
)

// version is the value of Report.Schema.
const version = "pbt-score/v1"

// Tolerance is how many points printed and due may differ.
var tolerance = decimal.RequireFromString("0.5")

// Report is the scores of one document.
type Report struct {
	Schema       string           `json:"schema"`
	File         string           `json:"file"`
	Declarations []Score          `json:"declarations"`
	Problems     []schema.Finding `json:"problems,omitempty"`
}

// Score is one self-evaluation recomputed.
type Score struct {
	Declaration int        `json:"declaration"`
	Name        string     `json:"name,omitempty"`
	Method      string     `json:"method"`
	Execution   *Execution `json:"execution,omitempty"`
	Rows        []Row      `json:"rows"`
	Total       Total      `json:"total"`
}

// Points are what a row is due: one figure, or a range that the method leaves to
// the reviewer.
type Points struct{ Min, Max decimal.Decimal }

// one reports a single figure.
func (p Points) one() bool { return p.Min.Equal(p.Max) }

// String is "7.5" or "5.6–7".
func (p Points) String() string {
	if p.one() {
		return figure(p.Min)
	}
	return figure(p.Min) + "–" + figure(p.Max)
}

// MarshalJSON writes "7.5" or {"min": "5.6", "max": "7"}.
func (p Points) MarshalJSON() ([]byte, error) {
	if p.one() {
		return []byte(`"` + figure(p.Min) + `"`), nil
	}
	return []byte(`{"min": "` + figure(p.Min) + `", "max": "` + figure(p.Max) + `"}`), nil
}

// figure is points with as many decimals as they need, at most two, at least one.
func figure(d decimal.Decimal) string {
	s := d.Round(2).String()
	if !strings.Contains(s, ".") {
		s += ".0"
	}
	return s
}

// Execution is the row of budget execution.
type Execution struct {
	Weight     string      `json:"weight,omitempty"`
	Rate       string      `json:"rate,omitempty"`
	Due        *Points     `json:"due,omitempty"`
	Printed    string      `json:"printed,omitempty"`
	Difference string      `json:"difference,omitempty"`
	Why        schema.Text `json:"-"`
	WhyText    string      `json:"why,omitempty"`
}

// Row is one indicator.
type Row struct {
	Path   string `json:"path"`
	Name   string `json:"name"`
	Target string `json:"target,omitempty"`
	Actual string `json:"actual,omitempty"`
	Weight string `json:"weight,omitempty"`
	// Met is yes, no, over (reached far above the target) or unknown.
	Met string `json:"met"`
	// Ratio is that of completion, by the direction of the indicator; absent
	// where it has no meaning.
	Ratio      string      `json:"ratio,omitempty"`
	Due        *Points     `json:"due,omitempty"`
	Printed    string      `json:"printed,omitempty"`
	Difference string      `json:"difference,omitempty"`
	Why        schema.Text `json:"-"`
	WhyText    string      `json:"why"`
}

// Total sums the rows that are certain.
type Total struct {
	Due        *Points `json:"due,omitempty"`
	Printed    string  `json:"printed,omitempty"`
	Difference string  `json:"difference,omitempty"`
	// Unknown counts the rows whose outcome is unknown or whose weight is missing.
	Unknown int `json:"unknown"`
}

// agrees reports whether printed and due points agree within half a point, in
// each row and in the total.
func (s *Score) agrees() bool {
	far := func(difference string) bool {
		d, ok := number(difference)
		return ok && d.Abs().GreaterThan(tolerance)
	}
	if s.Execution != nil && far(s.Execution.Difference) || far(s.Total.Difference) {
		return false
	}
	for i := range s.Rows {
		if far(s.Rows[i].Difference) {
			return false
		}
	}
	return true
}

// Localize fills the reasons in one language.
func (s *Score) Localize(lang schema.Lang) {
	if s.Execution != nil {
		s.Execution.WhyText = s.Execution.Why.In(lang)
	}
	for i := range s.Rows {
		s.Rows[i].WhyText = s.Rows[i].Why.In(lang)
	}
}

// Document scores the self-evaluations of a document; a form without any actual
// value is none.
func Document(doc *schema.Document, m *Method) *Report {
	r := &Report{Schema: version, File: doc.Source.File, Declarations: []Score{}}
	for i, d := range doc.Declarations {
		if hasActuals(d) {
			s := declaration(d, m)
			s.Declaration = i
			r.Declarations = append(r.Declarations, s)
		}
	}
	if len(r.Declarations) == 0 && len(doc.Declarations) > 0 {
		f := schema.ScoreNoActuals.Told().Finding()
		f.File = doc.Source.File
		r.Problems = append(r.Problems, f)
	}
	return r
}

// Agrees reports whether all self-evaluations of a document agree.
func (r *Report) Agrees() bool {
	for i := range r.Declarations {
		if !r.Declarations[i].agrees() {
			return false
		}
	}
	return true
}

func hasActuals(d *schema.Declaration) bool {
	found := false
	schema.Walk(d.Indicators, "", func(_ string, _ []*schema.Indicator, x *schema.Indicator) {
		found = found || x.Actual != nil
	})
	return found
}

// declaration scores one self-evaluation.
func declaration(d *schema.Declaration, m *Method) Score {
	s := Score{Method: m.ID, Name: d.Project.Name, Rows: []Row{}}
	s.Execution = m.execution(d.Funds.Execution)
	schema.Walk(d.Indicators, "indicators", func(path string, _ []*schema.Indicator, x *schema.Indicator) {
		s.Rows = append(s.Rows, m.row(path, x))
	})
	s.Total = total(&s, d.TotalScore)
	return s
}

// row scores one indicator.
func (m *Method) row(path string, x *schema.Indicator) Row {
	r := Row{Path: path, Name: x.Name, Weight: x.Weight, Printed: x.Score, Met: "unknown"}
	if x.Value != nil {
		r.Target = value.Whole(x.Value)
	}
	if x.Actual != nil {
		r.Actual = value.Whole(x.Actual)
	}
	if x.Value == nil || x.Actual == nil {
		r.Why = schema.Text{ZH: "缺指标值或实际完成值", EN: "target or actual value is missing"}
		return r
	}
	out := value.Evaluate(x.Name, *x.Value, *x.Actual)
	r.Why = out.Reason
	of, counted := kindOf(x)
	if !counted {
		out.Ratio = "" // words have no ratio of completion
	}
	share, known := m.share(of(m), out, &r)
	weight, weighed := number(x.Weight)
	if !known || !weighed {
		if known {
			r.Why = schema.Text{ZH: r.Why.ZH + "；没有印出分值", EN: r.Why.EN + "; no weight is printed"}
		}
		return r
	}
	r.Due = &Points{weight.Mul(share.Min).Round(2), weight.Mul(share.Max).Round(2)}
	r.Difference = difference(r.Printed, r.Due)
	if printed, ok := number(r.Printed); ok && printed.GreaterThan(weight) {
		r.Why = schema.Text{ZH: r.Why.ZH + "；得分高于分值", EN: r.Why.EN + "; the printed score is above the weight"}
	}
	return r
}

// share is what part of its weight a row is due; the proportional one has been
// worked out. It fills the row's outcome.
func (m *Method) share(of Shares, out value.Result, r *Row) (Share, bool) {
	switch out.Verdict {
	case value.Met:
		r.Met, r.Ratio = "yes", out.Ratio
		if ratio, ok := number(out.Ratio); ok && ratio.GreaterThanOrEqual(m.over) {
			r.Met = "over"
			r.Why = schema.Text{
				ZH: r.Why.ZH + "；远超指标值，须分析原因，指标值明显偏低的应酌情扣分",
				EN: r.Why.EN + "; far above the target: look into why, and reduce the points where it was set too low",
			}
		}
		return of.Met, true
	case value.Partly:
		r.Met = "no"
		return of.Partly, true
	case value.NotMet:
		r.Met, r.Ratio = "no", out.Ratio
		if !of.Missed.Proportional {
			return of.Missed, true
		}
		ratio, ok := number(out.Ratio)
		if !ok {
			return Share{}, false
		}
		part := decimal.Min(decimal.Max(ratio, decimal.Zero), decimal.NewFromInt(1))
		r.Why = schema.Text{ZH: r.Why.ZH + "，按完成比率计分", EN: r.Why.EN + ", points by the ratio of completion"}
		return Share{Min: part, Max: part}, true
	}
	return Share{}, false
}

// kindOf chooses the shares of a method for an indicator; counted says whether
// its outcome has a ratio.
func kindOf(x *schema.Indicator) (shares func(*Method) Shares, counted bool) {
	words := func(m *Method) Shares { return m.Words }
	switch {
	case value.IsSelfGrade(*x.Actual):
		return words, false
	case value.IsGrade(*x.Value) && !denies(x.Actual, x.Value):
		return func(m *Method) Shares { return m.Grades }, false
	}
	switch x.Value.Kind {
	case schema.KindDeadline:
		return func(m *Method) Shares { return m.Deadline }, true
	case schema.KindQualitative, schema.KindScale:
		return words, false
	}
	return func(m *Method) Shares { return m.Quantity }, true
}

// denies reports an actual value that says no to a target in words: 不健全 for
// 健全. It is a target missed, no other grade of a scale.
func denies(actual, target *schema.Value) bool {
	a, t := strings.TrimSpace(actual.Text), strings.TrimSpace(target.Text)
	for _, no := range [...]string{"不", "未", "没有"} {
		if a == no+t {
			return true
		}
	}
	return false
}

// execution scores the row of budget execution: the rate is that of the amounts,
// never the printed one; without a budget there is no rate and nothing due.
func (m *Method) execution(rows []schema.ExecutionRow) *Execution {
	row := executionRow(rows)
	if row == nil {
		return nil
	}
	e := &Execution{Weight: row.Weight, Printed: row.Score}
	budget, ok := number(row.Budget)
	executed, done := number(row.Executed)
	if !ok || !done || !budget.IsPositive() {
		e.Why = schema.Text{ZH: "没有全年预算数或执行数，无法计算执行率", EN: "without budget or executed amount there is no rate"}
		return e
	}
	rate := executed.Div(budget)
	e.Rate = rate.Mul(decimal.NewFromInt(100)).StringFixed(2)
	e.Why = schema.Text{ZH: "执行率按全年执行数除以全年预算数", EN: "the rate is executed over budget"}
	if printed, ok := number(row.Rate); ok && printed.Sub(rate.Mul(decimal.NewFromInt(100))).Abs().GreaterThan(decimal.RequireFromString("0.05")) {
		e.Why = schema.Text{
			ZH: e.Why.ZH + "，表上印的是 " + row.Rate + "%",
			EN: e.Why.EN + "; the form prints " + row.Rate + "%",
		}
	}
	weight, ok := number(row.Weight)
	if !ok {
		return e
	}
	due := weight.Mul(m.Execution.Max).Round(2)
	if m.Execution.Proportional {
		due = weight.Mul(decimal.Min(rate, decimal.NewFromInt(1))).Round(2)
	}
	e.Due = &Points{due, due}
	e.Difference = difference(e.Printed, e.Due)
	return e
}

// executionRow is the row that is scored: 年度资金总额, else the first with a weight.
func executionRow(rows []schema.ExecutionRow) *schema.ExecutionRow {
	for i := range rows {
		if strings.Contains(rows[i].Item, "总额") {
			return &rows[i]
		}
	}
	for i := range rows {
		if rows[i].Weight != "" {
			return &rows[i]
		}
	}
	return nil
}

func total(s *Score, printed string) Total {
	t := Total{Printed: printed}
	var sum Points
	any := false
	add := func(due *Points) {
		if due != nil {
			sum.Min, sum.Max = sum.Min.Add(due.Min), sum.Max.Add(due.Max)
			any = true
		}
	}
	if s.Execution != nil {
		add(s.Execution.Due)
	}
	for i := range s.Rows {
		add(s.Rows[i].Due)
		if s.Rows[i].Due == nil {
			t.Unknown++
		}
	}
	if any {
		t.Due = &sum
		t.Difference = difference(printed, &sum)
	}
	return t
}

// difference is printed minus due where due is one figure; outside a range it is
// the distance to the nearer end, inside there is none.
func difference(printed string, due *Points) string {
	p, ok := number(printed)
	if !ok {
		return ""
	}
	switch {
	case due.one():
		return figure(p.Sub(due.Min))
	case p.LessThan(due.Min):
		return figure(p.Sub(due.Min))
	case p.GreaterThan(due.Max):
		return figure(p.Sub(due.Max))
	}
	return ""
}

// number reads a printed figure; a percent sign is dropped.
func number(s string) (decimal.Decimal, bool) {
	s = strings.TrimSuffix(strings.ReplaceAll(strings.TrimSpace(s), ",", ""), "%")
	if s == "" || len(s) > 40 || strings.ContainsAny(s, "eE") {
		return decimal.Zero, false
	}
	d, err := decimal.NewFromString(s)
	return d, err == nil
}
