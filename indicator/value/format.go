package value

import (
	"slices"
	"strconv"
	"strings"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/schema"
)

// Format prints a reading in its canonical spelling: ≥95%, 每月用户有效投诉≤5,
// 90%~95%, 2020年12月31日前. For every reading v that Parse gave without a Context,
// Parse(Format(v), Context{}) is v but for its texts: a reading whose canonical
// spelling would be read otherwise, or whose words carry its meaning (qualitative,
// unparsed), prints its Text.
func Format(v schema.Value) string {
	s := canonical(v)
	if s == v.Text || SameReading(Parse(s, Context{}), v) || !SameReading(Parse(v.Text, Context{}), v) {
		return s
	}
	return v.Text
}

// SameReading reports whether two readings differ in nothing but their texts.
func SameReading(a, b schema.Value) bool {
	return readingOf(a) == readingOf(b) && slices.Equal(a.Grades, b.Grades) &&
		slices.EqualFunc(a.Clauses, b.Clauses, func(x, y *schema.Value) bool { return SameReading(*x, *y) })
}

// reading is what a value says, beside its text, its grades and its clauses.
type reading struct {
	kind                       schema.Kind
	op                         schema.Op
	implied                    bool
	number, min, max           string
	minExclusive, maxExclusive bool
	unit, per, subject         string
	reference, note, join      string
	dated                      bool
	deadline                   schema.Deadline
}

func readingOf(v schema.Value) reading {
	r := reading{
		kind: v.Kind, op: v.Op, implied: v.OpImplied,
		number: v.Number, min: v.Min, max: v.Max, minExclusive: v.MinExclusive, maxExclusive: v.MaxExclusive,
		unit: v.Unit, per: v.Per, subject: v.Subject, reference: v.Reference, note: v.Note, join: v.Join,
	}
	if v.Deadline != nil {
		r.dated, r.deadline = true, *v.Deadline
	}
	return r
}

// canonical is the spelling that Format prefers.
func canonical(v schema.Value) string {
	switch v.Kind {
	case schema.KindQuantity:
		return formatQuantity(v)
	case schema.KindInterval:
		return formatInterval(v)
	case schema.KindDeadline:
		if v.Deadline != nil {
			return formatDeadline(v)
		}
	case schema.KindReference:
		return v.Subject + opSymbol(v.Op) + v.Reference + formatNote(v.Note)
	case schema.KindScale:
		return formatScale(v)
	case schema.KindCompound:
		return formatCompound(v)
	case schema.KindBlank:
		return "/"
	}
	return v.Text
}

// opSymbol is a comparator as forms print it.
func opSymbol(op schema.Op) string {
	switch op {
	case schema.OpGE:
		return "≥"
	case schema.OpLE:
		return "≤"
	case schema.OpApprox:
		return "≈"
	}
	return string(op)
}

func formatQuantity(v schema.Value) string {
	var b strings.Builder
	note := formatFront(&b, v)
	if !v.OpImplied {
		b.WriteString(opSymbol(v.Op))
	} else if op, _ := endOp(v.Subject); op != "" {
		b.WriteString("：")
	}
	b.WriteString(v.Number)
	writeUnit(&b, v.Unit)
	b.WriteString(formatNote(note))
	return b.String()
}

// formatFront prints period, subject, reference and verb of change, and returns
// what of the note is left for behind the number.
func formatFront(b *strings.Builder, v schema.Value) (note string) {
	if v.Deadline != nil {
		b.WriteString(formatDeadline(schema.Value{Op: schema.OpLE, Deadline: v.Deadline}))
	}
	if v.Per != "" {
		b.WriteString("每")
		b.WriteString(v.Per)
	}
	b.WriteString(v.Subject)
	trend, note, both := strings.Cut(v.Note, noteSeparator)
	if !isTrend(trend) {
		trend, note = "", v.Note
	} else if !both {
		note = ""
	}
	switch {
	case v.Reference == "":
	case trend == "":
		if isBaseline("较", v.Reference) {
			b.WriteString("较" + v.Reference)
		} else {
			b.WriteString("按" + v.Reference)
		}
	default:
		b.WriteString("与" + v.Reference + "相比")
	}
	b.WriteString(trend)
	return note
}

func isTrend(s string) bool {
	return s != "" && (endTrend(s) == 0 || words.Differs.Has(s))
}

// writeUnit prints a unit behind its number, in brackets where it would run into
// something else.
func writeUnit(b *strings.Builder, unit string) {
	if unit == "" || unitReadsBack(unit) {
		b.WriteString(unit)
		return
	}
	b.WriteString("(" + unit + ")")
}

// unitReadsBack reports whether a unit right behind a number is read as it is.
func unitReadsBack(unit string) bool {
	if w := unitWidth(unit); w > 0 {
		return w == len(unit) || w+bracketedPart(unit[:w], unit[w:]) == len(unit)
	}
	return openUnit(unit) == len(unit)
}

func formatNote(note string) string {
	if note == "" {
		return ""
	}
	return "(" + note + ")"
}

func formatInterval(v schema.Value) string {
	var b strings.Builder
	note := formatFront(&b, v)
	switch {
	case v.Min == "-"+v.Max && !v.MinExclusive && !v.MaxExclusive:
		b.WriteString("±" + v.Max)
	case v.MinExclusive || v.MaxExclusive || strings.HasPrefix(v.Min, "-"):
		b.WriteString(boundSymbol(">", v.MinExclusive) + v.Min)
		writeUnit(&b, v.Unit)
		b.WriteString("且" + boundSymbol("<", v.MaxExclusive) + v.Max)
	default:
		b.WriteString(v.Min + "~" + v.Max)
	}
	writeUnit(&b, v.Unit)
	b.WriteString(formatNote(note))
	return b.String()
}

func boundSymbol(strict string, exclusive bool) string {
	switch {
	case exclusive:
		return strict
	case strict == ">":
		return "≥"
	}
	return "≤"
}

func formatScale(v schema.Value) string {
	grades := strings.Join(v.Grades, "/")
	if v.Subject != "" {
		grades = v.Subject + "达到" + grades
	}
	switch v.Op {
	case schema.OpGE:
		return grades + "及以上"
	case schema.OpLE:
		return grades + "及以下"
	}
	return grades
}

func formatCompound(v schema.Value) string {
	if v.Text != "" && isRoundTheClock(v) {
		return v.Clauses[1].Number + "×" + v.Clauses[0].Number + "小时" + v.Clauses[0].Subject
	}
	join := "；"
	if v.Join == joinOr {
		join = "或"
	}
	parts := make([]string, len(v.Clauses))
	for i, c := range v.Clauses {
		parts[i] = canonical(*c)
	}
	return strings.Join(parts, join)
}

// isRoundTheClock reports the reading of 7×24小时.
func isRoundTheClock(v schema.Value) bool {
	return len(v.Clauses) == 2 && v.Clauses[0].Unit == "小时" && v.Clauses[0].Per == "日" && v.Clauses[1].Unit == "日" && v.Clauses[1].Per == "周" && v.Clauses[0].Subject == v.Clauses[1].Subject
}

func formatDeadline(v schema.Value) string {
	d := v.Deadline
	note := formatNote(v.Note)
	switch {
	case d.Relative != "" && d.Number == "":
		return d.Relative + note
	case d.Relative != "":
		s := d.Relative + d.Number + d.Unit
		if !v.OpImplied {
			s += "内"
		}
		return s + note
	case d.Recurring != "":
		s := d.Recurring
		if d.Number != "" {
			s += d.Number + d.Unit + "内"
		} else if !v.OpImplied {
			s += backWord(v.Op)
		}
		return s + note
	case d.From != "":
		return v.Subject + formatDate(d.From, precisionDay) + "至" + formatDate(d.To, precisionDay) + note
	}
	s := formatDate(d.Date, d.Precision)
	switch {
	case v.OpImplied:
		if v.Subject != "" {
			s += "底"
		}
	case v.Op == schema.OpEQ, v.Op == schema.OpLT, v.Op == schema.OpApprox:
		return v.Subject + opSymbol(v.Op) + s + note
	default:
		if d.Date == "" {
			s = "年底"
		}
		s += backWord(v.Op)
	}
	return v.Subject + s + note
}

// backWord is a comparator behind a date.
func backWord(op schema.Op) string {
	switch op {
	case schema.OpLE:
		return "前"
	case schema.OpGE:
		return "起"
	case schema.OpGT:
		return "后"
	}
	return ""
}

// formatDate prints an ISO date to its precision: 2020年12月31日, 12月, 2020年上半年.
func formatDate(iso, precision string) string {
	if iso == "" {
		return "全年"
	}
	year, month, day := splitISO(iso)
	prefix := ""
	if year != "" {
		prefix = year + "年"
	}
	switch precision {
	case precisionMonth:
		return prefix + strconv.Itoa(month) + "月"
	case precisionQuarter:
		return prefix + "第" + string([]rune("一二三四")[min(max(month-1, 0)/3, 3)]) + "季度"
	case precisionHalf:
		if month <= 6 {
			return prefix + "上半年"
		}
		return prefix + "下半年"
	case precisionYear:
		return prefix
	}
	return prefix + strconv.Itoa(month) + "月" + strconv.Itoa(day) + "日"
}

// splitISO takes 2020-12-31 or --12-31 apart.
func splitISO(iso string) (year string, month, day int) {
	rest, without := strings.CutPrefix(iso, "--")
	if !without {
		year, rest, _ = strings.Cut(iso, "-")
	}
	m, d, _ := strings.Cut(rest, "-")
	month, _ = strconv.Atoi(m)
	day, _ = strconv.Atoi(d)
	return year, month, day
}

// Whole is a value as a form prints it: with the comparator and the unit that
// stand in columns of their own, else the text. nil is nothing.
func Whole(v *schema.Value) string {
	if v == nil {
		return ""
	}
	if v.Kind == schema.KindQuantity && fold.Plain(v.Text) == v.Number && (v.Unit != "" || v.Op != "" && !v.OpImplied) {
		return Format(*v)
	}
	alone := Parse(v.Text, Context{})
	sign := v.Op != "" && !v.OpImplied && (alone.Op == "" || alone.OpImplied)
	switch {
	case alone.Kind != v.Kind:
	case v.Kind == schema.KindQuantity && (sign || alone.Unit == "" && v.Unit != ""):
		return Format(*v)
	case sign:
		return opSymbol(v.Op) + v.Text
	}
	return v.Text
}
