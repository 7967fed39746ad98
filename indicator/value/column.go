package value

import (
	"strconv"
	"strings"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/schema"
)

// uniteColumns adds to a reading what the form prints in columns of its own.
func uniteColumns(v *schema.Value, ctx Context) {
	if ctx.Unit != "" && (v.Kind == schema.KindQuantity || v.Kind == schema.KindInterval) {
		uniteUnit(v, ctx.Unit)
	}
	bareDate(v, ctx)
	if op, ok := columnOp(ctx.Op); ok {
		uniteOp(v, op)
	}
}

// bareDate turns a bare number into the date that its column or its name makes it: 2023
// beside a column that says 年 or 学年, 202506 as the time of completion. Six digits that
// are a month of the form's year and count nothing may be either, and are not read.
func bareDate(v *schema.Value, ctx Context) {
	if !v.OpImplied || v.Subject != "" || v.Kind != schema.KindQuantity || len(v.Number) != 4 && len(v.Number) != 6 {
		return
	}
	year := yearOf(v.Number[:4])
	if year == 0 {
		return
	}
	d := date{year: year, month: 12, hasYear: true, precision: precisionYear}
	if len(v.Number) == 6 {
		d.month, _ = strconv.Atoi(v.Number[4:])
		d.precision = precisionMonth
	}
	iso, ok := d.iso()
	yearUnit := len(v.Number) == 4 && (v.Unit == "年" || v.Unit == "学年")
	switch {
	case !ok || v.Unit != "" && !yearUnit:
	case v.Unit == "学年":
		*v = schema.Value{Text: v.Text, Kind: schema.KindDeadline, Note: v.Note, Deadline: &schema.Deadline{From: isoParts(year, 9, 1), To: isoParts(year+1, 8, 31)}}
	case yearUnit || Polarity(ctx.Name) == DirectionDeadline:
		*v = schema.Value{Text: v.Text, Kind: schema.KindDeadline, Op: schema.OpEQ, OpImplied: true, Note: v.Note, Deadline: &schema.Deadline{Date: iso, Precision: d.precision}}
	case len(v.Number) == 6 && ctx.Year != 0 && year >= ctx.Year-1 && year <= ctx.Year+1:
		*v = schema.Value{Text: v.Text, Kind: schema.KindUnparsed}
	}
}

// uniteOp gives a reading the comparator of its own column. Where the value prints
// another one that says the opposite, neither is read.
func uniteOp(v *schema.Value, op schema.Op) {
	dated := v.Kind == schema.KindDeadline && v.Deadline != nil && v.Deadline.From == "" && op != schema.OpEQ
	switch {
	case v.Kind != schema.KindQuantity && !dated:
	case v.OpImplied:
		v.Op, v.OpImplied = op, false
	case isLower(v.Op) && isUpper(op), isUpper(v.Op) && isLower(op):
		*v = schema.Value{Text: v.Text, Kind: schema.KindUnparsed}
	}
}

func uniteUnit(v *schema.Value, column string) {
	column, _ = fold.Clean(column)
	unit := withoutUnitNote(trimOuter(frag{s: fold.Text(column)}).s)
	if isPlaceholder(unit) || unit == "无" || hasDigit(unit) && v.Unit != "" {
		return
	}
	if isRatio(v.Number) && DimensionOf(unit) == words.Ratio {
		return // 1:15 beside 比例
	}
	switch v.Unit {
	case "":
		v.Unit = unit
		splitPer(v)
	case "万", "亿":
		if !strings.HasPrefix(unit, v.Unit) {
			v.Unit += unit
		} else {
			v.Unit = unit
		}
	default:
		if unitsDisagree(v.Unit, unit) {
			*v = schema.Value{Text: v.Text, Kind: schema.KindUnparsed} // 28.8万元 beside %
			return
		}
		if v.Per == "" && strings.HasPrefix(unit, v.Unit+"/") {
			v.Unit = unit // 2次 beside 次/月
			splitPer(v)
		}
	}
}

// unitsDisagree reports two units of dimensions that cannot both be meant.
func unitsDisagree(printed, column string) bool {
	a, b := DimensionOf(printed), DimensionOf(column)
	apart := func(d words.Dimension) bool {
		return d == words.Ratio || d == words.Money || d == words.Count || d == words.Time || d == words.Measure
	}
	return a != b && apart(a) && apart(b) && !strings.Contains(printed+column, "/") && !strings.HasSuffix(printed, "倍") && !strings.HasSuffix(column, "倍")
}

// splitPer takes the time out of a count over a time: 人/年 is 人 per 年, and so is
// 课时/周.
func splitPer(v *schema.Value) {
	i := strings.LastIndexByte(v.Unit, '/')
	if i <= 0 || v.Per != "" || !isCountUnit(v.Unit[:i]) && !isLesson(v.Unit[:i]) {
		return
	}
	per := v.Unit[i+1:]
	for _, one := range [...]string{"每", "1", "一"} {
		per = strings.TrimPrefix(per, one)
	}
	if isTimeUnit(per) {
		v.Unit, v.Per = v.Unit[:i], per
	}
}

// columnOp is the comparator that a column of comparators prints.
func columnOp(text string) (schema.Op, bool) {
	if text == "" {
		return "", false
	}
	text, _ = fold.Clean(text)
	s := fold.TrimSpace(fold.Text(text))
	switch s {
	case "1":
		return schema.OpGE, true
	case "2":
		return schema.OpGT, true
	case "3":
		return schema.OpEQ, true
	case "4":
		return schema.OpLT, true
	case "5":
		return schema.OpLE, true
	}
	if open := strings.IndexByte(s, '('); open > 0 && strings.HasSuffix(s, ")") && hasSymbol(s[open:]) {
		s = s[:open] // 大于等于(≥)
	}
	op, start := endOp(s)
	if op == "" || start != 0 {
		return "", false
	}
	return op, true
}

// isQualitativeOp reports whether the column of comparators says 定性.
func isQualitativeOp(column string) bool {
	return column == "定性" || column == "6" || column == "定性指标"
}
