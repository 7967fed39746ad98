package value

import (
	"math/big"
	"strings"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/schema"
)

// Verdict says whether an actual value satisfies its target.
type Verdict uint8

// The verdicts.
const (
	// CannotTell: the two values do not compare; the Result says why.
	CannotTell Verdict = iota
	Met
	NotMet
	// Partly: the form says so itself (部分达成), or the words are weaker than the
	// target's (健全, 基本健全).
	Partly
)

var verdictNames = [...]string{CannotTell: "cannot-tell", Met: "met", NotMet: "not-met", Partly: "partly"}

// String is met, not-met, partly or cannot-tell.
func (v Verdict) String() string {
	if int(v) < len(verdictNames) {
		return verdictNames[v]
	}
	return verdictNames[CannotTell]
}

// Result is the outcome of comparing an actual value (实际完成值) with its target.
type Result struct {
	Verdict Verdict
	// Reason is one sentence on how the verdict came about.
	Reason schema.Text
	// Ratio is the completion ratio for proportional scoring, as a decimal string
	// with four decimals: "0.9000" for 90 of 100. It is below 1 where the target is
	// missed, however narrowly, and 1 where an upper bound is kept; an actual value
	// beyond a lower bound gives more than 1. Empty where it cannot be told.
	Ratio string
	// Exact is the ratio unrounded; nil where Ratio is empty. It must not be
	// changed.
	Exact *big.Rat
}

// ratioDecimals is how many decimals a completion ratio has.
const ratioDecimals = 4

// Evaluate compares an actual value with its target: numbers by the target's
// comparator, in a common unit and period, or by what the indicator's name says is
// better where no comparator is printed; changes with their sign; dates by the
// calendar; grades in their order; words by the grades of self-evaluation (达成,
// 部分达成, 未达成) or by what they have in common; the clauses of a compound one by
// one. name may be empty.
func Evaluate(name string, target, actual schema.Value) Result {
	switch {
	case target.Kind == schema.KindBlank || target.Kind == schema.KindUnparsed:
		return cannotTell("指标值没有可比较的读数："+target.Text, "the target has no reading to compare with: "+target.Text)
	case isOpen(actual.Text):
		return cannotTell("实际完成值“"+actual.Text+"”说明尚无结果", "the actual value "+actual.Text+" says that there is no result yet")
	case saysNone(actual) && countable(target):
		actual = schema.Value{Text: actual.Text, Kind: schema.KindQuantity, Op: schema.OpEQ, Number: "0"}
	case actual.Kind == schema.KindBlank:
		return cannotTell("实际完成值未填写", "the actual value is blank")
	}
	if r, ok := bySelfGrade(actual); ok {
		return r
	}
	e := evaluation{name: name, direction: Polarity(name)}
	switch target.Kind {
	case schema.KindQuantity:
		return e.quantity(target, actual)
	case schema.KindInterval:
		return e.interval(target, actual)
	case schema.KindDeadline:
		return againstDeadline(target, actual)
	case schema.KindCompound:
		return e.compound(target, actual)
	case schema.KindScale:
		return againstGrade(target, actual)
	case schema.KindReference:
		return againstReference(target, actual)
	}
	if IsGrade(target) && IsGrade(actual) {
		return againstGrade(target, actual)
	}
	return againstWords(target, actual)
}

// againstReference compares with a noun: an answer that bounds by the same noun
// decides, any other wants its figure.
func againstReference(target, actual schema.Value) Result {
	zh, en := "指标值“"+target.Text+"”，实际“"+actual.Text+"”", "target "+target.Text+", actual "+actual.Text
	op, noun := actual.Op, actual.Reference
	if s := fold.Plain(actual.Text); actual.Kind == schema.KindQualitative && strings.HasSuffix(s, "持平") {
		op, noun = schema.OpEQ, strings.TrimPrefix(strings.TrimSuffix(s, "持平"), "与")
	}
	if noun == "" && actual.Kind == schema.KindQualitative {
		op, noun = boundInWords(fold.Plain(actual.Text))
	}
	if noun == "" || baseline(noun) != baseline(target.Reference) || actual.Number != "" {
		return cannotTell("指标值以“"+target.Reference+"”为界，表中没有它的数值", "the target is bounded by "+target.Reference+", whose figure the form does not print")
	}
	switch {
	case op == target.Op, op == schema.OpEQ && (target.Op == schema.OpGE || target.Op == schema.OpLE),
		op == schema.OpGT && target.Op == schema.OpGE, op == schema.OpLT && target.Op == schema.OpLE:
		return verdict(true, everything, zh, en)
	case op == schema.OpLT && isLower(target.Op), op == schema.OpGT && isUpper(target.Op), op == schema.OpEQ:
		return verdict(false, nil, zh, en)
	}
	return cannotTell("两处比较的方向不同，无法判断", "the two bounds do not decide")
}

// boundInWords reads the answers to a bound by a noun that no comparator of a value
// is: 未超预算, 超出预算.
func boundInWords(s string) (op schema.Op, noun string) {
	for _, w := range [...]struct {
		word string
		op   schema.Op
	}{{"未超出", schema.OpLE}, {"未超过", schema.OpLE}, {"没有超", schema.OpLE}, {"未超", schema.OpLE}, {"超出", schema.OpGT}, {"超过", schema.OpGT}, {"超", schema.OpGT}} {
		if rest, ok := strings.CutPrefix(s, w.word); ok && isNoun(rest) && !hasDigit(rest) {
			return w.op, rest
		}
	}
	return "", ""
}

// evaluation is what the indicator itself says about its values.
type evaluation struct {
	name      string
	direction Direction
}

// countable reports targets that the words for none answer with 0.
func countable(target schema.Value) bool {
	return target.Kind == schema.KindQuantity && (isUpper(target.Op) || isZero(target.Number))
}

func isZero(number string) bool {
	return number != "" && strings.Trim(number, "0.") == ""
}

func cannotTell(zh, en string) Result {
	return Result{Verdict: CannotTell, Reason: schema.Text{ZH: zh, EN: en}}
}

// verdict is a result with its ratio; a nil ratio is one that cannot be told.
func verdict(met bool, ratio *big.Rat, zh, en string) Result {
	r := Result{Verdict: NotMet, Exact: ratio, Reason: schema.Text{ZH: zh + "，未达到指标值", EN: en + ": not met"}}
	if met {
		r.Verdict = Met
		r.Reason = schema.Text{ZH: zh + "，达到指标值", EN: en + ": met"}
	}
	if ratio == nil {
		return r
	}
	r.Ratio = ratio.FloatString(ratioDecimals)
	if !met && ratio.Cmp(highestMissed) > 0 {
		r.Ratio, r.Exact = highestMissed.FloatString(ratioDecimals), highestMissed
	}
	return r
}

// The ratios that every evaluation shares, and the highest of a missed target.
var (
	nothing       = big.NewRat(0, 1)
	everything    = big.NewRat(1, 1)
	highestMissed = big.NewRat(9999, 10000)
)

// pair is a target and an actual value as amounts of one measure.
type pair struct {
	want, got Amount
	// other is the actual value in its other reading, where it prints so little
	// that there are two: 0.96 beside a target in percent, 3次 beside 每月1次.
	other *Amount
}

// against reads an actual value as an amount beside a target's number.
func (e evaluation) against(target, actual schema.Value, number string) (p pair, why Result, ok bool) {
	if changeSign(target) != 0 && saysUnchanged(actual) {
		actual = schema.Value{Text: actual.Text, Kind: schema.KindQuantity, Op: schema.OpEQ, Number: "0", Unit: target.Unit}
	}
	if why, ok = comparableKinds(target, actual); !ok {
		return p, why, false
	}
	if e.isChangeOfLevel(target, actual) {
		return p, cannotTell("实际完成值“"+actual.Text+"”说的是变化，指标值“"+target.Text+"”不是", "the actual value "+actual.Text+" tells a change, the target "+target.Text+" does not"), false
	}
	unit := sameUnit(actual.Unit, target.Unit)
	if unit == "" && !isRatio(actual.Number) {
		unit = target.Unit
	}
	var okT, okA bool
	p.want, okT = Measure(number, target.Unit, target.Per)
	p.got, okA = Measure(actual.Number, unit, actual.Per)
	if !okT || !okA {
		return p, cannotTell("数值过长，不作比较", "a number is too long to compare"), false
	}
	if actual.Per == "" && target.Per != "" && p.want.Per == "年" {
		if each, ok := Measure(actual.Number, unit, target.Per); ok && each.Number.Cmp(p.got.Number) != 0 && !isTotal(p.want, each) {
			p.other = &each
		}
		p.leapYear(target, actual)
	}
	p.readShares(target, actual)
	if !p.want.Comparable(p.got) {
		return p, cannotTell("单位不同："+target.Unit+"与"+actual.Unit, "the units differ: "+target.Unit+" and "+actual.Unit), false
	}
	return p, Result{}, true
}

// isChangeOfLevel reports an actual value that tells by how much something changed,
// beside a target that says what is to be reached: 较上年减少5件 beside ≤20件.
func (e evaluation) isChangeOfLevel(target, actual schema.Value) bool {
	if changeSign(actual) == 0 || strings.HasPrefix(actual.Note, "新增") || changeSign(target) != 0 || target.Reference != "" {
		return false
	}
	of := e.name + target.Subject
	return !words.Changes.In(of) && !words.Falls.In(of) && !words.NameOf(words.BareName(fold.Text(e.name))).In("growth")
}

// sameUnit is the unit of an actual value, or the target's where it is one of the two that
// the target counts in: 套 beside 台(套).
func sameUnit(actual, target string) string {
	if open := strings.IndexByte(target, '('); open > 0 && actual != "" && (target[:open] == actual || target[open+1:len(target)-1] == actual) {
		return target
	}
	return actual
}

// isTotal reports a count that is so far above what one period wants that it can only be
// the year's: 20次 beside 2次/月.
func isTotal(want, each Amount) bool {
	return want.Number.Sign() > 0 && new(big.Rat).Quo(each.Number, want.Number).Cmp(big.NewRat(3, 1)) > 0
}

// leapYear takes 366 days for a year where so many are counted.
func (p *pair) leapYear(target, actual schema.Value) {
	if CanonicalUnit(target.Per) != "日" {
		return
	}
	if n, ok := new(big.Rat).SetString(target.Number); ok && n.Mul(n, big.NewRat(366, 1)).Cmp(p.got.Number) == 0 {
		p.want.Number = n
	}
}

// comparableKinds says why a target and an actual value are of different things.
func comparableKinds(target, actual schema.Value) (why Result, ok bool) {
	if actual.Kind != schema.KindQuantity {
		return cannotTell("指标值为数量，实际完成值“"+actual.Text+"”不是", "the target is a quantity, the actual value "+actual.Text+" is not"), false
	}
	if target.Reference != "" && actual.Reference != "" && baseline(target.Reference) != baseline(actual.Reference) {
		return cannotTell("比较的基准不同", "the two are measured against different bases"), false
	}
	if t, a := target.Subject, actual.Subject; t != "" && a != "" && !strings.Contains(t, a) && !strings.Contains(a, t) {
		return cannotTell("“"+t+"”与“"+a+"”不是同一事项", t+" and "+a+" are not the same measure"), false
	}
	return Result{}, true
}

// readShares settles what a bare decimal means beside a percentage: 0.96 beside
// ≥95% is 96 %, since no one reaches 0.96 % of that; beside ≤5% it may be either.
// A percentage beside a fraction is compared as it is printed, or may be rounded from it:
// 33 % is less than 1/3, or 1/3.
func (p *pair) readShares(target, actual schema.Value) {
	switch {
	case baseShare(target.Unit) && actual.Unit == "" && isRatio(actual.Number):
	case baseShare(target.Unit):
		p.readBareActual(target, actual)
	case baseShare(actual.Unit) && isBareShare(target):
		p.want.Base = ratioBase
	case !baseShare(actual.Unit) || target.Unit != "":
	case isRatio(target.Number):
		if decimals := len(strings.TrimLeft(strings.TrimLeft(actual.Number, "0123456789"), ".")); p.got.Number.Cmp(roundShare(p.want.Number, decimals)) == 0 {
			p.other = &Amount{Number: p.want.Number, Base: ratioBase, Per: p.got.Per}
		}
	case p.want.Number.Cmp(everything) > 0:
		p.want = Amount{Number: new(big.Rat).Quo(p.want.Number, big.NewRat(100, 1)), Base: ratioBase, Per: p.want.Per} // ≥95, 95%
	}
}

// readBareActual reads an actual value without a percent sign beside a percentage.
func (p *pair) readBareActual(target, actual schema.Value) {
	switch {
	case !isBareShare(target) && isBareShare(actual):
		hundredfold := Amount{Number: new(big.Rat).Mul(p.got.Number, big.NewRat(100, 1)), Base: ratioBase, Per: p.got.Per}
		if p.want.Number.Cmp(big.NewRat(1, 10)) >= 0 {
			p.got = hundredfold
		} else if p.got.Number.Sign() != 0 {
			p.other = &hundredfold
		}
	case actual.Unit == "" && strings.TrimRight(actual.Number, ".0") == "1" && p.want.Number.Cmp(big.NewRat(1, 2)) > 0:
		p.other = &Amount{Number: everything, Base: ratioBase, Per: p.got.Per} // 1 beside 100%
	}
}

// isBareShare reports a decimal below 1. A unit from a column of its own says what
// the target is counted in; the actual value beside it may still be such a decimal.
func isBareShare(v schema.Value) bool {
	return (v.Unit == "" || v.Text == v.Number) && strings.HasPrefix(strings.TrimPrefix(v.Number, "-"), "0.")
}

func baseShare(unit string) bool { return CanonicalUnit(unit) == "%" }

// roundShare is a share rounded to so many decimals of a percentage.
func roundShare(share *big.Rat, decimals int) *big.Rat {
	hundred := big.NewRat(100, 1)
	rounded, _ := new(big.Rat).SetString(new(big.Rat).Mul(share, hundred).FloatString(decimals))
	return rounded.Quo(rounded, hundred)
}

// baseline is what a change is measured against, in one word.
func baseline(reference string) string {
	for _, same := range [...]string{"去年同期", "上年同期", "去年", "上一年度", "上一年", "上年度", "同期", "同比"} {
		if reference == same {
			return "上年"
		}
	}
	return reference
}

func (e evaluation) quantity(target, actual schema.Value) Result {
	p, why, ok := e.against(target, actual, target.Number)
	if !ok {
		return why
	}
	sign := e.signChanges(&p, target, actual)
	zh := "实际完成值" + quoted(actual) + "，指标值" + quoted(target)
	en := "actual " + quoted(actual) + " against target " + quoted(target)
	op := e.wanted(target)
	if op == "" && p.got.Number.Cmp(p.want.Number) == 0 {
		op = schema.OpEQ
	}
	if op == "" {
		return cannotTell("指标值没有比较符，无法判断高低哪个为好", "the target prints no comparator, so which side is better is not said")
	}
	r := e.bound(p, op, actual, zh, en)
	if sign != 0 && r.Verdict == NotMet && p.got.Number.Sign() < 0 {
		return verdict(false, nothing, zh, en)
	}
	return r
}

// bound applies a comparator to both readings of the actual value; where they
// disagree nothing can be told.
func (e evaluation) bound(p pair, op schema.Op, actual schema.Value, zh, en string) Result {
	met, known := compareOp(p.got.Number.Cmp(p.want.Number), op)
	if !known {
		return cannotTell("指标值为约数，不作判断", "the target is approximate")
	}
	if !certain(actual, met, op) {
		return cannotTell("实际完成值“"+actual.Text+"”只给出范围", "the actual value "+actual.Text+" is itself a bound")
	}
	if p.other != nil {
		if also, _ := compareOp(p.other.Number.Cmp(p.want.Number), op); also != met {
			return cannotTell("实际完成值“"+actual.Text+"”可作两种理解，结果不同", "the actual value "+actual.Text+" can be read in two ways, which decide differently")
		}
	}
	return verdict(met, completion(p.want.Number, p.got.Number, op, met), zh, en)
}

// signChanges turns the numbers of changes into signed ones, so that the wanted
// direction is up: 下降2% against a target of 增长5% is -2 against 5. It returns 0
// where neither value is a change.
func (e evaluation) signChanges(p *pair, target, actual schema.Value) int {
	want, got := changeSign(target), changeSign(actual)
	if want == 0 && got == 0 {
		return 0
	}
	if want == 0 {
		want = 1
		if falls(e.name) || falls(target.Subject) {
			want = -1
		}
	}
	if got == 0 {
		got = want // 6% beside 较上年增长5% is said in the target's words
	}
	if want != got {
		p.got.Number = new(big.Rat).Neg(p.got.Number)
	}
	return want
}

// falls reports names of what is to fall: 能耗降低率, 能耗下降.
func falls(name string) bool {
	by := strings.TrimSuffix(name, "幅度")
	return words.ToFall.Ends(by) || words.Falls.Ends(by) || words.Falls.Ends(strings.TrimSuffix(name, "率"))
}

// changeSign is 1 for a rise, -1 for a fall, 0 for what is no change.
func changeSign(v schema.Value) int {
	trend, _, _ := strings.Cut(v.Note, noteSeparator)
	switch {
	case trend == "多" || trend == "高" || trend == "高于" || trend == "高出" || trend == "新增" || isTrend(trend) && mentions(trend, []string{"增", "升", "提高", "扩大", "上浮", "上调", "上涨", "延长", "改善"}):
		return 1
	case trend == "少" || trend == "低" || trend == "低于" || isTrend(trend):
		return -1
	}
	return 0
}

// wanted is the comparator that a target stands for. A number that no comparator
// introduces, or only =, is reached by a better one: which side that is the verb of
// change, the name, the subject or the unit tells. Empty where none does.
func (e evaluation) wanted(target schema.Value) schema.Op {
	if target.Op != schema.OpEQ && target.Op != "" {
		return target.Op
	}
	if isZero(target.Number) {
		if changeSign(target) != 0 {
			return schema.OpLE // 零增长 is met by a fall
		}
		return schema.OpEQ
	}
	if changeSign(target) != 0 {
		return schema.OpGE
	}
	for _, d := range [...]Direction{Polarity(target.Subject), e.direction} {
		switch {
		case d.higherIsBetter():
			return schema.OpGE
		case d.lowerIsBetter():
			return schema.OpLE
		}
	}
	switch DimensionOf(target.Unit) {
	case words.Count, words.Score, words.Measure, words.Ratio:
		return schema.OpGE
	}
	if strings.Contains(target.Text, "完成") || isRatio(target.Number) {
		return schema.OpGE
	}
	return ""
}

// quoted is a quantity in a reason: a change in its own words, which say the way.
func quoted(v schema.Value) string {
	if changeSign(v) != 0 {
		return v.Text
	}
	return Format(bare(v))
}

// bare is a quantity without what stands around its number.
func bare(v schema.Value) schema.Value {
	v.Note, v.Subject, v.Reference = "", "", ""
	v.Text = ""
	return v
}

// certain reports whether an actual value that is a bound itself (≥95%) decides.
func certain(actual schema.Value, met bool, op schema.Op) bool {
	switch {
	case actual.Op == schema.OpEQ || actual.Op == "":
		return true
	case isLower(actual.Op):
		return met && isLower(op) || !met && isUpper(op)
	case isUpper(actual.Op):
		return met && isUpper(op) || !met && isLower(op)
	}
	return false
}

// compareOp applies a comparator to the order of actual and target.
func compareOp(order int, op schema.Op) (met, known bool) {
	switch op {
	case schema.OpGE:
		return order >= 0, true
	case schema.OpGT:
		return order > 0, true
	case schema.OpEQ:
		return order == 0, true
	case schema.OpLE:
		return order <= 0, true
	case schema.OpLT:
		return order < 0, true
	}
	return false, false
}

// completion is the completion ratio: actual/target for lower bounds and exact
// targets, target/actual for upper bounds that are missed; nil where it has no
// meaning.
func completion(target, actual *big.Rat, op schema.Op, met bool) *big.Rat {
	switch {
	case met && !isLower(op):
		return everything
	case isLower(op) && target.Sign() > 0 && actual.Sign() < 0:
		return nothing // -2 % of a growth of 5 %
	case target.Sign() < 0 || actual.Sign() < 0:
		if met {
			return everything
		}
		return nil
	case isUpper(op):
		return new(big.Rat).Quo(target, actual) // missed, so that actual is above 0
	case target.Sign() == 0:
		if met {
			return everything
		}
		return nothing
	}
	return new(big.Rat).Quo(actual, target)
}

func (e evaluation) interval(target, actual schema.Value) Result {
	if actual.Kind == schema.KindQuantity && actual.Op != schema.OpEQ {
		return cannotTell("实际完成值“"+actual.Text+"”只给出范围", "the actual value "+actual.Text+" is itself a bound")
	}
	low, why, ok := e.against(target, actual, target.Min)
	if !ok {
		return why
	}
	high, why, ok := e.against(target, actual, target.Max)
	if !ok {
		return why
	}
	zh := "实际完成值" + Format(bare(actual)) + "，指标值" + Format(bare(target))
	en := "actual " + Format(bare(actual)) + " against target " + Format(bare(target))
	lower, upper := schema.OpGE, schema.OpLE
	if target.MinExclusive {
		lower = schema.OpGT
	}
	if target.MaxExclusive {
		upper = schema.OpLT
	}
	if r := e.bound(low, lower, actual, zh, en); r.Verdict != Met {
		return r
	}
	if r := e.bound(high, upper, actual, zh, en); r.Verdict != Met {
		return r
	}
	return verdict(true, everything, zh, en)
}

// compound asks clause by clause: the actual value's clauses in order where it
// has as many, else the whole of it.
func (e evaluation) compound(target, actual schema.Value) Result {
	if len(target.Clauses) == 0 {
		return cannotTell("指标值没有可比较的项", "the target has no clause to compare")
	}
	var met, missed, open int
	var least *big.Rat
	for i, clause := range target.Clauses {
		a := actual
		if actual.Kind == schema.KindCompound {
			if len(actual.Clauses) != len(target.Clauses) {
				return cannotTell("指标值与实际完成值的项数不同", "target and actual value have different numbers of clauses")
			}
			a = *actual.Clauses[i]
		} else if len(target.Clauses) > 1 && target.Join != joinOr {
			return cannotTell("指标值有多项，实际完成值只有一项", "the target has several clauses, the actual value one")
		}
		r := Evaluate(e.name, *clause, a)
		switch r.Verdict {
		case Met:
			met++
		case NotMet, Partly:
			missed++
		default:
			open++
		}
		if r.Exact != nil && (least == nil || r.Exact.Cmp(least) < 0) {
			least = r.Exact
		}
	}
	zh, en := "逐项比较", "clause by clause"
	switch {
	case target.Join == joinOr && met > 0:
		return verdict(true, everything, zh, en)
	case target.Join == joinOr && open == 0:
		return verdict(false, nil, zh, en)
	case target.Join != joinOr && missed > 0:
		return verdict(false, least, zh, en)
	case open > 0:
		return cannotTell("有的项无法比较", "some clauses cannot be compared")
	}
	return verdict(true, everything, zh, en)
}

// isRatio reports a number that is a fraction or a ratio: 2/3, 1:15.
func isRatio(number string) bool { return strings.ContainsAny(number, "/:") }
