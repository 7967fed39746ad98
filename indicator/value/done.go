package value

import (
	"math/big"
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/schema"
)

// againstDeadline compares dates. A date to the month that is due counts as its
// last day; one that is done lies somewhere in the month.
func againstDeadline(target, actual schema.Value) Result {
	zh, en := "指标值“"+target.Text+"”，实际“"+actual.Text+"”", "target "+target.Text+", actual "+actual.Text
	if met, ok := saysInTime(actual.Text); ok && actual.Kind != schema.KindDeadline {
		if met {
			return verdict(true, everything, zh, en)
		}
		return verdict(false, nil, zh, en)
	}
	if d := target.Deadline; d != nil && d.Number != "" && d.Date == "" {
		return againstTerm(target, actual, zh, en)
	}
	if d := target.Deadline; d != nil && d.Recurring != "" {
		return againstRecurring(target, actual, zh, en)
	}
	due := lastDate(target)
	first, last := doneDates(actual)
	switch {
	case due == "":
		return cannotTell("指标值“"+target.Text+"”没有可比较的日期", "the target "+target.Text+" has no date to compare with")
	case last == "":
		return cannotTell("实际完成值“"+actual.Text+"”没有日期", "the actual value "+actual.Text+" has no date")
	case strings.HasPrefix(due, "--") != strings.HasPrefix(last, "--"):
		return cannotTell("日期缺少年份", "a date has no year")
	}
	zh, en = "实际完成于"+last+"，期限"+due, "done on "+last+", due "+due
	op := target.Op
	if op == "" || op == schema.OpEQ || target.OpImplied {
		op = schema.OpLE // 2020年12月 is met by anything that is done by its end
	}
	met, known := compareOp(strings.Compare(last, due), op)
	early, _ := compareOp(strings.Compare(first, due), op)
	switch {
	case !known:
		return cannotTell("指标值为约数，不作判断", "the target is approximate")
	case met != early:
		return cannotTell("实际完成值“"+actual.Text+"”没有写到期限所要求的精度", "the actual value "+actual.Text+" is less precise than the date that is due")
	case met:
		return verdict(true, everything, zh, en)
	}
	return verdict(false, nil, zh, en)
}

// againstRecurring compares what comes back in each period (每月25日前, 每年12月底前)
// with the day on which it was done.
func againstRecurring(target, actual schema.Value, zh, en string) Result {
	period, due := recurringDay(target)
	done, last := recurringDay(actual)
	if date := lastDate(actual); date != "" && period == "年" {
		done, last = period, date[len(date)-len("12-31"):]
		if due >= "07" && last < "04" {
			last = "" // early in which year, is not said
		}
	}
	if due == "" || done != period || last == "" {
		return cannotTell("指标值“"+target.Text+"”与实际“"+actual.Text+"”没有可比较的日期", "target "+target.Text+" and actual value "+actual.Text+" have no dates to compare")
	}
	op := target.Op
	if op == "" || op == schema.OpEQ || target.OpImplied {
		op = schema.OpLE
	}
	met, _ := compareOp(strings.Compare(last, due), op)
	if met {
		return verdict(true, everything, zh, en)
	}
	return verdict(false, nil, zh, en)
}

// recurringDay is the period of a recurring date and its day within it, 25 of a
// month, 12-31 of a year; none where it names no day.
func recurringDay(v schema.Value) (period, day string) {
	if v.Deadline == nil || v.Deadline.Recurring == "" {
		return "", ""
	}
	s := fold.Plain(v.Deadline.Recurring)
	width := recurringStart(s)
	period, _ = timeUnitAt(strings.TrimPrefix(s[:width], "每"))
	rest := s[width:]
	var d date
	if w := d.lexMonth(rest); w > 0 {
		iso, ok := d.iso()
		if !ok {
			return period, ""
		}
		return period, iso[len(iso)-len("12-31"):]
	}
	if startsWithAny(rest, []string{"底", "末", "月底", "月末", "年底", "年末"}) {
		if period == "年" {
			return period, "12-31"
		}
		return period, "31"
	}
	if n, w := fold.Number(rest); w > 0 && len(n) <= 2 {
		return period, strings.Repeat("0", 2-len(n)) + n
	}
	return period, ""
}

// againstTerm compares a term (合同签订后30日内) with how long it took.
func againstTerm(target, actual schema.Value, zh, en string) Result {
	number, unit := actual.Number, actual.Unit
	if d := actual.Deadline; d != nil {
		number, unit = d.Number, d.Unit
	}
	want, okT := Measure(target.Deadline.Number, target.Deadline.Unit, "")
	got, okA := Measure(number, unit, "")
	if !okT || !okA || !want.Comparable(got) || got.Base == "" {
		return cannotTell("实际完成值“"+actual.Text+"”没有可比较的时长", "the actual value "+actual.Text+" has no length of time to compare")
	}
	op := target.Op
	if op == "" || target.OpImplied {
		op = schema.OpLE
	}
	met, known := compareOp(got.Number.Cmp(want.Number), op)
	if !known {
		return cannotTell("指标值为约数，不作判断", "the target is approximate")
	}
	return verdict(met, completion(want.Number, got.Number, op, met), zh, en)
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

// doneDates are the first and the last day that a date may mean.
func doneDates(v schema.Value) (first, last string) {
	last = lastDate(v)
	if last == "" || v.Deadline.To != "" || v.Deadline.Precision == precisionDay {
		return last, last
	}
	year, month, _ := splitISO(last)
	n := 0
	for _, c := range strings.TrimPrefix(year, "--") {
		n = n*10 + int(c-'0')
	}
	first, ok := date{year: n, month: month, precision: v.Deadline.Precision}.first()
	if !ok {
		return last, last
	}
	return first, last
}

// saysInTime reads the words that answer a date: 按时完成 is in time, 延期 is not.
func saysInTime(text string) (met, ok bool) {
	s := fold.Plain(text)
	switch {
	case mentions(s, []string{"延期", "逾期", "推迟", "滞后", "延后", "超期", "未按时", "未按期", "未及时", "未能", "未完成", "尚未"}):
		return false, true
	case startsWithAny(s, []string{"按时", "按期", "如期", "及时", "提前", "准时", "按计划", "已按时", "已按期", "已如期", "已提前"}):
		return true, true
	}
	return false, false
}

// isOpen reports the answers that say there is no result.
func isOpen(text string) bool {
	s := fold.Plain(text)
	return mentions(s, []string{"未统计", "统计中", "未开展", "未实施", "正在", "进行中", "待统计", "暂未", "无法统计", "未调查", "尚在", "未到期", "未启动"})
}

// saysNone reports the words that answer how many bad things there were.
func saysNone(v schema.Value) bool {
	if v.Kind == schema.KindQuantity {
		return false
	}
	s := fold.Plain(v.Text)
	if slices.Contains([]string{"无", "没有", "零", "未发生", "无发生", "没有发生", "零发生", "未出现", "不存在", "0"}, s) {
		return true
	}
	return startsWithAny(s, []string{"未发生", "未出现", "没有发生", "没有出现", "无一例", "无一起"}) && len(s) <= 3*14
}

// saysUnchanged reports the words that answer by how much something changed with
// not at all: 与上年持平, 无变化.
func saysUnchanged(v schema.Value) bool {
	if v.Kind != schema.KindQualitative && !(v.Kind == schema.KindReference && v.Op == schema.OpEQ) {
		return false
	}
	s := fold.Plain(v.Text)
	return strings.HasSuffix(s, "持平") && !mentions(s, []string{"基本", "大致"}) || slices.Contains([]string{"无变化", "没有变化", "未变化", "不变", "保持不变"}, s)
}

// bySelfGrade reads the answers that the self-evaluation form itself offers.
func bySelfGrade(actual schema.Value) (Result, bool) {
	zh, en := "自评为“"+actual.Text+"”", "graded "+actual.Text
	switch selfGrade(actual) {
	case Met:
		return verdict(true, everything, zh, en), true
	case Partly:
		return Result{Verdict: Partly, Reason: schema.Text{ZH: zh + "，部分达到指标值", EN: en + ": partly met"}}, true
	case NotMet:
		return verdict(false, nothing, zh, en), true
	}
	return Result{}, false
}

func selfGrade(v schema.Value) Verdict {
	if v.Kind != schema.KindQualitative && v.Kind != schema.KindScale {
		return CannotTell
	}
	s := fold.Plain(v.Text)
	switch {
	case startsWithAny(s, []string{"未达成", "没有达成"}), slices.Contains([]string{"未完成", "未达到", "未达标", "未实现", "没有完成", "未达到预期", "未达到指标值"}, s):
		return NotMet
	case startsWithAny(s, []string{"部分达成", "部分完成", "部分实现", "基本达成", "基本完成", "基本实现"}) && s != "基本完成率":
		return Partly
	case startsWithAny(s, []string{"达成预期", "达成年度", "达成指标", "全部达成", "已达成", "已全部"}),
		slices.Contains([]string{"达成", "完成", "已完成", "全部完成", "达标", "已达标", "按期完成", "按时完成", "如期完成", "达到", "达到预期", "达到预期目标", "达到指标值", "达到年度指标", "实现", "已实现", "完成目标"}, s):
		return Met
	}
	return CannotTell
}

// IsSelfGrade reports the answers that a self-evaluation form offers for words:
// 达成, 部分达成, 未达成 and the like.
func IsSelfGrade(v schema.Value) bool { return selfGrade(v) != CannotTell }

// IsGrade reports one grade of a scale, with a bound or without: 优, 良好及以上.
func IsGrade(v schema.Value) bool {
	switch v.Kind {
	case schema.KindScale:
		return len(v.Grades) == 1
	case schema.KindQualitative:
		return isGradeWord(fold.Plain(v.Text))
	}
	return false
}

// sameGrade are words of different scales that say the same.
var sameGrade = map[string]string{"优": "优秀", "良": "良好", "中": "中等", "及格": "合格", "很好": "优秀", "好": "良好", "一般": "中等", "差": "较差"}

// againstGrade compares a grade with the wanted one on a scale that holds both.
func againstGrade(target, actual schema.Value) Result {
	want, got := gradeOf(target), gradeOf(actual)
	if want == "" || got == "" {
		return cannotTell("指标值或实际完成值不是单一等级", "the target or the actual value is no single grade")
	}
	op := target.Op
	if op == "" || op == schema.OpEQ {
		op = schema.OpGE
	}
	zh, en := "实际等级"+got+"，指标值"+target.Text, "grade "+got+" against "+target.Text
	order, ok := gradeOrder(want, got)
	if !ok {
		return cannotTell("“"+actual.Text+"”不在指标值的等级中", actual.Text+" is no grade of the target's scale")
	}
	if met, _ := compareOp(order, op); met {
		return verdict(true, everything, zh, en)
	}
	return verdict(false, nil, zh, en)
}

func gradeOf(v schema.Value) string {
	if v.Kind == schema.KindScale {
		if len(v.Grades) != 1 {
			return ""
		}
		return v.Grades[0]
	}
	return fold.Plain(v.Text)
}

// gradeOrder is above 0 where got is the better grade.
func gradeOrder(want, got string) (order int, ok bool) {
	for _, pair := range [...][2]string{{want, got}, {canonicalGrade(want), canonicalGrade(got)}} {
		for _, grades := range words.Scales() {
			w, g := slices.Index(grades, pair[0]), slices.Index(grades, pair[1])
			if w >= 0 && g >= 0 {
				return w - g, true
			}
		}
	}
	return 0, false
}

func canonicalGrade(grade string) string {
	if grade == "优良" {
		return "良好" // either will do
	}
	if same, ok := sameGrade[grade]; ok {
		return same
	}
	return grade
}

// againstWords compares qualitative values: equal words and the target's words in
// the answer are met, opposite trends and negations are not, weaker words are met
// in part; anything else takes a person.
func againstWords(target, actual schema.Value) Result {
	if actual.Kind != schema.KindQualitative && actual.Kind != schema.KindScale {
		return cannotTell("指标值为定性描述，实际完成值“"+actual.Text+"”为"+kindName(actual.Kind, schema.ZH), "the target is qualitative, the actual value "+actual.Text+" is a "+string(actual.Kind))
	}
	want, got := fold.Plain(target.Text), fold.Plain(actual.Text)
	zh, en := "指标值“"+target.Text+"”，实际“"+actual.Text+"”", "target "+target.Text+", actual "+actual.Text
	switch {
	case want == got:
		return verdict(true, everything, zh, en)
	case want == "是" && got == "否", want == "否" && got == "是":
		return verdict(false, nothing, zh, en)
	}
	if r, ok := byWordsInCommon(want, got, zh, en); ok {
		return r
	}
	t, a := Classify(want), Classify(got)
	if t.Class == ClassTrend && a.Class == ClassTrend && rises(t.Trend) == rises(a.Trend) && mentions(want, []string{"显著", "明显", "大幅", "较大"}) && mentions(got, []string{"有所", "略", "稍", "小幅", "一定"}) {
		return Result{Verdict: Partly, Reason: schema.Text{ZH: zh + "，部分达到指标值", EN: en + ": partly met"}}
	}
	if t.Class == ClassTrend && a.Class == ClassTrend {
		return verdict(rises(t.Trend) == rises(a.Trend), nil, zh, en)
	}
	return cannotTell("定性描述需人工判断", "qualitative values that differ in words take a person to compare")
}

// byWordsInCommon finds the target's words in the answer and looks at what stands
// in front of them.
func byWordsInCommon(want, got, zh, en string) (Result, bool) {
	at := strings.Index(got, want)
	if at < 0 {
		if rest, ok := strings.CutPrefix(got, "不"); ok && rest != "" && strings.Contains(want, rest) {
			return verdict(false, nothing, zh, en), true
		}
		return Result{}, false
	}
	front := got[:at]
	switch {
	case endsWith(front, []string{"不", "未", "没有", "非", "欠", "尚未", "不够", "不太", "未能", "没", "无法"}), startsWithAny(front, []string{"未能", "无法", "没有", "尚未"}) && len(front) <= len("未能够做到"):
		return verdict(false, nothing, zh, en), true
	case endsWith(front, []string{"基本", "部分", "较", "较为", "比较", "大致", "大体", "初步"}):
		return Result{Verdict: Partly, Reason: schema.Text{ZH: zh + "，部分达到指标值", EN: en + ": partly met"}}, true
	case mentions(front, []string{"不", "未", "没", "无", "非", "欠"}) || mentions(got[at+len(want):], []string{"不", "未", "没", "欠", "但", "有待"}):
		return Result{}, false
	}
	return verdict(true, (*big.Rat)(nil), zh, en), true
}

func rises(t Trend) bool { return t == TrendUp || t == TrendUpWeak || t == TrendUpContinuous }
