package value

import (
	"math/big"
	"strings"

	"github.com/shopspring/decimal"

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
)

// String is met, not-met or cannot-tell.
func (v Verdict) String() string {
	switch v {
	case Met:
		return "met"
	case NotMet:
		return "not-met"
	}
	return "cannot-tell"
}

// Result is the outcome of comparing an actual value (实际完成值) with its target.
type Result struct {
	Verdict Verdict
	// Reason is one sentence on how the verdict came about.
	Reason schema.Text
	// Ratio is the completion ratio for proportional scoring, as a decimal string
	// with up to four decimals: 1 where the target is reached, else how much of it
	// is ("0.9" for 90 of 100). Empty where it cannot be told. An actual value
	// beyond the target gives more than 1 for lower bounds, so that a target set
	// too low shows; a rate of a fulfilled upper bound is 1.
	Ratio string
}

// ratioDecimals is how many decimals a completion ratio has.
const ratioDecimals = 4

// Satisfies compares an actual value with its target: numbers by the target's
// comparator, or by what is plainly better where it prints none, after conversion to one unit where both are of one dimension;
// dates by the calendar; qualitative values by the three grades of
// self-evaluation (达成, 部分达成, 未达成) or by equal words; the clauses of a
// compound one by one.
func Satisfies(target, actual schema.Value) Result {
	switch {
	case target.Kind == schema.KindBlank || target.Kind == schema.KindUnparsed:
		return cannotTell("指标值没有可比较的读数："+target.Text, "the target has no reading to compare with: "+target.Text)
	case actual.Kind == schema.KindBlank && saysNone(actual.Text) && target.Kind == schema.KindQuantity && (isUpper(target.Op) || isZero(target.Number)):
		actual = schema.Value{Text: actual.Text, Kind: schema.KindQuantity, Op: schema.OpEQ, Number: "0"}
	case actual.Kind == schema.KindBlank:
		return cannotTell("实际完成值未填写", "the actual value is blank")
	}
	if r, ok := byGrade(actual); ok {
		return r
	}
	switch target.Kind {
	case schema.KindQuantity:
		return againstQuantity(target, actual)
	case schema.KindInterval:
		return againstInterval(target, actual)
	case schema.KindDeadline:
		return againstDeadline(target, actual)
	case schema.KindCompound:
		return againstCompound(target, actual)
	case schema.KindScale:
		return againstScale(target, actual)
	case schema.KindReference:
		return cannotTell("指标值以“"+target.Reference+"”为界，表中没有它的数值", "the target is bounded by "+target.Reference+", whose figure the form does not print")
	}
	return againstWords(target, actual)
}

// saysNone reports the words that answer how many bad things there were.
func saysNone(text string) bool { return text == "无" || text == "没有" }

func isZero(number string) bool {
	return number != "" && strings.Trim(number, "0.") == ""
}

func cannotTell(zh, en string) Result {
	return Result{Verdict: CannotTell, Reason: schema.Text{ZH: zh, EN: en}}
}

func verdict(met bool, ratio, zh, en string) Result {
	r := Result{Verdict: NotMet, Ratio: ratio, Reason: schema.Text{ZH: zh + "，未达到指标值", EN: en + ": not met"}}
	if met {
		r.Verdict = Met
		r.Reason = schema.Text{ZH: zh + "，达到指标值", EN: en + ": met"}
	}
	return r
}

// byGrade reads the answers that the self-evaluation form itself offers.
func byGrade(actual schema.Value) (Result, bool) {
	if actual.Kind != schema.KindQualitative {
		return Result{}, false
	}
	s := strings.ReplaceAll(fold.Text(actual.Text), " ", "")
	switch {
	case strings.HasPrefix(s, "未达成"), s == "未完成", s == "未达到", s == "未达标", s == "未实现":
		return verdict(false, "0", "自评为“"+actual.Text+"”", "graded "+actual.Text), true
	case strings.HasPrefix(s, "部分达成"), strings.HasPrefix(s, "部分完成"), s == "基本达成", s == "基本完成":
		return verdict(false, "", "自评为“"+actual.Text+"”", "graded "+actual.Text), true
	case strings.HasPrefix(s, "达成"), s == "完成", s == "已完成", s == "全部完成", s == "达标", s == "已达成", s == "已达标", s == "按期完成", s == "按时完成", s == "达到预期", s == "达到预期目标", s == "达到指标值":
		return verdict(true, "1", "自评为“"+actual.Text+"”", "graded "+actual.Text), true
	}
	return Result{}, false
}

// amount is a number that can be compared: exact, in the base unit of its
// dimension.
type amount struct {
	value *big.Rat
	base  string
	per   string
}

// measured is the number of a quantity in the base unit of its dimension.
func measured(number, unit, per string) (amount, bool) {
	if len(number) == 0 || len(number) > maxDecimal || strings.ContainsAny(number, "eE") {
		return amount{}, false
	}
	value, ok := new(big.Rat).SetString(number)
	if !ok {
		return amount{}, false
	}
	factor, base := baseUnit(unit)
	return amount{value: value.Mul(value, factor), base: base, per: CanonicalUnit(per)}, true
}

// baseUnit is the unit that a unit converts to, and the factor: 万元 is 10000 元,
// ‰ is 1/10 %.
func baseUnit(unit string) (*big.Rat, string) {
	factor := big.NewRat(1, 1)
	unit = CanonicalUnit(unit)
	first, rest := unit, ""
	if i := strings.IndexAny(unit, "/·"); i > 0 {
		first, rest = unit[:i], unit[i:]
	}
	for {
		m := magnitude(first)
		if m == 0 || baseDimension(first) != words.Unknown && baseDimension(first) != words.Money {
			break
		}
		factor.Mul(factor, big.NewRat(magnitudeValue(first[:m]), 1))
		first = first[m:]
	}
	switch first {
	case "千元":
		return factor.Mul(factor, big.NewRat(1000, 1)), "元" + rest
	case "百元":
		return factor.Mul(factor, big.NewRat(100, 1)), "元" + rest
	case "‰":
		return factor.Mul(factor, big.NewRat(1, 10)), "%" + rest
	case "‱":
		return factor.Mul(factor, big.NewRat(1, 100)), "%" + rest
	case "分钟":
		return factor.Mul(factor, big.NewRat(60, 1)), "秒" + rest
	case "小时":
		return factor.Mul(factor, big.NewRat(3600, 1)), "秒" + rest
	case "公里":
		return factor.Mul(factor, big.NewRat(1000, 1)), "米" + rest
	case "公顷":
		return factor.Mul(factor, big.NewRat(15, 1)), "亩" + rest
	case "吨":
		return factor.Mul(factor, big.NewRat(1000, 1)), "千克" + rest
	}
	return factor, CanonicalUnit(first) + rest
}

func magnitudeValue(word string) int64 {
	switch word {
	case "万":
		return 1e4
	case "十万":
		return 1e5
	case "百万":
		return 1e6
	case "千万":
		return 1e7
	case "亿":
		return 1e8
	case "十亿":
		return 1e9
	case "百亿":
		return 1e10
	case "千亿":
		return 1e11
	}
	return 1e12 // 万亿
}

// comparable reports whether two amounts measure the same. A missing unit takes
// the other's: the column 实际完成值 often prints a bare number.
func (a amount) comparable(b amount) bool {
	if a.per != b.per && (a.per != "年" && a.per != "" || b.per != "年" && b.per != "") {
		return false // twelve times is not once a month; a form's year goes without saying
	}
	return a.base == b.base || a.base == "" || b.base == ""
}

// against reads an actual value as an amount beside a target's unit.
func against(target, actual schema.Value) (t, a amount, why Result, ok bool) {
	if actual.Kind != schema.KindQuantity {
		return t, a, cannotTell("指标值为数量，实际完成值“"+actual.Text+"”不是", "the target is a quantity, the actual value "+actual.Text+" is not"), false
	}
	if target.Kind == schema.KindQuantity && target.Reference != actual.Reference && target.Reference != "" && actual.Reference != "" {
		return t, a, cannotTell("比较的基准不同", "the two are measured against different bases"), false
	}
	if target.Subject != "" && actual.Subject != "" && target.Subject != actual.Subject {
		return t, a, cannotTell("“"+target.Subject+"”与“"+actual.Subject+"”不是同一事项", target.Subject+" and "+actual.Subject+" are not the same measure"), false
	}
	number := target.Number
	if target.Kind == schema.KindInterval {
		number = target.Min
	}
	t, tok := measured(number, target.Unit, target.Per)
	unit := actual.Unit
	if unit == "" {
		unit = target.Unit
	}
	a, aok := measured(actual.Number, unit, actual.Per)
	if !tok || !aok {
		return t, a, cannotTell("数值过长，不作比较", "a number is too long to compare"), false
	}
	if !t.comparable(a) {
		return t, a, cannotTell("单位不同："+target.Unit+"与"+actual.Unit, "the units differ: "+target.Unit+" and "+actual.Unit), false
	}
	return t, a, Result{}, true
}

func againstQuantity(target, actual schema.Value) Result {
	t, a, why, ok := against(target, actual)
	if !ok {
		return why
	}
	op := wanted(target)
	if op == "" && a.value.Cmp(t.value) == 0 {
		op = schema.OpEQ
	}
	if op == "" {
		return cannotTell("指标值没有比较符，无法判断高低哪个为好", "the target prints no comparator, so which side is better is not said")
	}
	met, known := compareOp(a.value.Cmp(t.value), op)
	if !known {
		return cannotTell("指标值为约数，不作判断", "the target is approximate")
	}
	if !certain(actual, met, op) {
		return cannotTell("实际完成值“"+actual.Text+"”只给出范围", "the actual value "+actual.Text+" is itself a bound")
	}
	zh := "实际完成值" + Format(bare(actual)) + "，指标值" + Format(bare(target))
	en := "actual " + Format(bare(actual)) + " against target " + Format(bare(target))
	return verdict(met, completion(t.value, a.value, op, met), zh, en)
}

// wanted is the comparator that a target stands for. A number that no comparator
// introduces, or that is to be 完成, is reached by a better one: which side that
// is the verb of change, the subject or the unit tells. Empty where none does.
func wanted(target schema.Value) schema.Op {
	if target.Op != schema.OpEQ || !target.OpImplied && !strings.Contains(target.Text, "完成") {
		return target.Op
	}
	if isZero(target.Number) {
		return schema.OpEQ
	}
	if trend, _, _ := strings.Cut(target.Note, noteSeparator); isTrend(trend) {
		return schema.OpGE
	}
	switch Polarity(target.Subject) {
	case DirectionUp, DirectionUpCapped:
		return schema.OpGE
	case DirectionDown, DirectionCost, DirectionControl:
		return schema.OpLE
	}
	if d := DimensionOf(target.Unit); d == words.Score || target.Unit == "%" || !target.OpImplied {
		return schema.OpGE
	}
	return ""
}

// bare is a quantity as it is quoted in a reason.
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
// targets, target/actual for upper bounds that are missed.
func completion(target, actual *big.Rat, op schema.Op, met bool) string {
	if target.Sign() < 0 || actual.Sign() < 0 {
		if met {
			return "1"
		}
		return ""
	}
	switch {
	case met && !isLower(op):
		return "1"
	case isUpper(op):
		if actual.Sign() == 0 {
			return ""
		}
		return ratio(target, actual)
	case target.Sign() == 0:
		if met {
			return "1"
		}
		return "0"
	}
	return ratio(actual, target)
}

// ratio is a/b to four decimals, without zeros behind the last digit.
func ratio(a, b *big.Rat) string {
	return trimDecimal(new(big.Rat).Quo(a, b).FloatString(ratioDecimals))
}

func againstInterval(target, actual schema.Value) Result {
	low, a, why, ok := against(target, actual)
	if !ok {
		return why
	}
	high, ok := measured(target.Max, target.Unit, target.Per)
	if !ok {
		return cannotTell("数值过长，不作比较", "a number is too long to compare")
	}
	if actual.Op != schema.OpEQ {
		return cannotTell("实际完成值“"+actual.Text+"”只给出范围", "the actual value "+actual.Text+" is itself a bound")
	}
	below, above := a.value.Cmp(low.value), a.value.Cmp(high.value)
	zh := "实际完成值" + Format(bare(actual)) + "，指标值" + Format(bare(target))
	en := "actual " + Format(bare(actual)) + " against target " + Format(bare(target))
	switch {
	case below < 0 || below == 0 && target.MinExclusive:
		return verdict(false, completion(low.value, a.value, schema.OpGE, false), zh, en)
	case above > 0 || above == 0 && target.MaxExclusive:
		return verdict(false, completion(high.value, a.value, schema.OpLE, false), zh, en)
	}
	return verdict(true, "1", zh, en)
}

// againstDeadline compares dates. A date to the month counts as its last day.
func againstDeadline(target, actual schema.Value) Result {
	due, done := lastDate(target), lastDate(actual)
	switch {
	case due == "":
		return cannotTell("指标值“"+target.Text+"”没有可比较的日期", "the target "+target.Text+" has no date to compare with")
	case done == "":
		return cannotTell("实际完成值“"+actual.Text+"”没有日期", "the actual value "+actual.Text+" has no date")
	case strings.HasPrefix(due, "--") || strings.HasPrefix(done, "--"):
		return cannotTell("日期缺少年份", "a date has no year")
	}
	zh, en := "实际完成于"+done+"，期限"+due, "done on "+done+", due "+due
	op := target.Op
	if op == "" || target.OpImplied {
		op = schema.OpLE // 2020年12月 is met by anything that is done by its end
	}
	met, known := compareOp(strings.Compare(done, due), op)
	if !known {
		return cannotTell("指标值为约数，不作判断", "the target is approximate")
	}
	if met {
		return verdict(true, "1", zh, en)
	}
	return verdict(false, "", zh, en)
}

func lastDate(v schema.Value) string {
	if v.Kind != schema.KindDeadline || v.Deadline == nil {
		return ""
	}
	if v.Deadline.To != "" {
		return v.Deadline.To
	}
	return v.Deadline.Date
}

// againstCompound asks clause by clause: the actual value's clauses in order
// where it has as many, else the whole of it.
func againstCompound(target, actual schema.Value) Result {
	var met, missed, open int
	least := ""
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
		r := Satisfies(*clause, a)
		switch r.Verdict {
		case Met:
			met++
		case NotMet:
			missed++
		default:
			open++
		}
		least = lesser(least, r.Ratio)
	}
	zh, en := "逐项比较", "clause by clause"
	switch {
	case target.Join == joinOr && met > 0:
		return verdict(true, "1", zh, en)
	case target.Join == joinOr && open == 0:
		return verdict(false, "", zh, en)
	case target.Join != joinOr && missed > 0:
		return verdict(false, least, zh, en)
	case open > 0:
		return cannotTell("有的项无法比较", "some clauses cannot be compared")
	}
	return verdict(true, "1", zh, en)
}

// lesser is the smaller of two ratios; an unknown one counts for nothing.
func lesser(a, b string) string {
	if a == "" {
		return b
	}
	x, errX := decimal.NewFromString(a)
	y, errY := decimal.NewFromString(b)
	if errX == nil && errY == nil && y.LessThan(x) {
		return b
	}
	return a
}

// againstScale compares a grade with 良好及以上 on the scale that holds both.
func againstScale(target, actual schema.Value) Result {
	if len(target.Grades) != 1 || actual.Kind != schema.KindQualitative && len(actual.Grades) != 1 {
		return cannotTell("指标值为等级表，未指明目标等级", "the target is a list of grades and names none as the goal")
	}
	grade := strings.ReplaceAll(fold.Text(actual.Text), " ", "")
	for _, grades := range gradeWords {
		want, got := indexOf(grades, target.Grades[0]), indexOf(grades, grade)
		if want < 0 || got < 0 {
			continue
		}
		met, known := compareOp(want-got, target.Op)
		if !known {
			met = want == got
		}
		zh, en := "实际等级"+grade+"，指标值"+target.Text, "grade "+grade+" against "+target.Text
		if met {
			return verdict(true, "1", zh, en)
		}
		return verdict(false, "", zh, en)
	}
	return cannotTell("“"+actual.Text+"”不在指标值的等级中", actual.Text+" is no grade of the target's scale")
}

func indexOf(list []string, word string) int {
	for i, w := range list {
		if w == word {
			return i
		}
	}
	return -1
}

// againstWords compares qualitative values: equal words are met, opposite trends
// and negations are not; anything else takes a person.
func againstWords(target, actual schema.Value) Result {
	if actual.Kind != schema.KindQualitative && actual.Kind != schema.KindScale {
		return cannotTell("指标值为定性描述，实际完成值“"+actual.Text+"”为"+string(actual.Kind), "the target is qualitative, the actual value "+actual.Text+" is a "+string(actual.Kind))
	}
	want, got := strings.ReplaceAll(fold.Text(target.Text), " ", ""), strings.ReplaceAll(fold.Text(actual.Text), " ", "")
	zh, en := "指标值“"+target.Text+"”，实际“"+actual.Text+"”", "target "+target.Text+", actual "+actual.Text
	switch {
	case want == got:
		return verdict(true, "1", zh, en)
	case got == "不"+want, got == "未"+want, want == "是" && got == "否", want == "否" && got == "是":
		return verdict(false, "0", zh, en)
	}
	t, a := Classify(want), Classify(got)
	if t.Class == ClassTrend && a.Class == ClassTrend {
		return verdict(rises(t.Trend) == rises(a.Trend), "", zh, en)
	}
	return cannotTell("定性描述需人工判断", "qualitative values that differ in words take a person to compare")
}

func rises(t Trend) bool { return t == TrendUp || t == TrendUpWeak || t == TrendUpContinuous }
