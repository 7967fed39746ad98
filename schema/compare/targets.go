package compare

import (
	"math/big"
	"strconv"
	"strings"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/value"
	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/schema"
)

// direction is which way an indicator is wanted.
type direction int8

const (
	anyWay direction = iota
	wantedHigh
	wantedLow
)

// directionOf is what an indicator's name says, or its polarity column where it
// has one.
func directionOf(x *schema.Indicator) direction {
	switch {
	case words.Up.Has(x.Polarity):
		return wantedHigh
	case words.Down.Has(x.Polarity):
		return wantedLow
	}
	switch value.Polarity(x.Name) {
	case value.DirectionUp, value.DirectionUpCapped:
		return wantedHigh
	case value.DirectionDown, value.DirectionCost, value.DirectionControl, value.DirectionDeadline:
		return wantedLow
	}
	return anyWay
}

// compareTargets says how a target changed, nothing where both print the same,
// and by how many percent its number did.
func compareTargets(old, new *Leaf, years yearShift) (change Change, number string) {
	a, b := old.value, new.value
	if a == nil {
		a = &schema.Value{Kind: schema.KindBlank}
	}
	if b == nil {
		b = &schema.Value{Kind: schema.KindBlank}
	}
	if fold.Squeeze(old.Whole) == fold.Squeeze(new.Whole) && a.Op == b.Op && a.Unit == b.Unit {
		return "", ""
	}
	if a.Kind == schema.KindBlank && b.Kind == schema.KindBlank {
		return Restyled, ""
	}
	number = percentChange(a, b)
	before, ok := accepted(a, old.direction)
	after, also := accepted(b, new.direction)
	switch {
	case otherSubject(a, b):
		change, number = Retargeted, ""
	case ok && also && before.comparable(after):
		change = before.against(after)
	case a.Kind == schema.KindDeadline && b.Kind == schema.KindDeadline:
		change = compareDeadlines(a, b, years)
	case isWords(a) && isWords(b):
		change = compareWords(a, b)
	case sameReading(a, b):
		change = Restyled
	default:
		change = Retargeted
	}
	if change == Restyled {
		number = ""
	}
	return change, number
}

// otherSubject reports two targets that count different things: 合格率≥95% and
// 优良率≥95%.
func otherSubject(a, b *schema.Value) bool {
	x, y := fold.Plain(a.Subject), fold.Plain(b.Subject)
	return x != "" && y != "" && likeness(x, y) < alike
}

// percentChange is the change of a number in percent with one decimal, in a
// common unit; empty where the two do not compare or the old one is 0.
func percentChange(a, b *schema.Value) string {
	if a.Kind != schema.KindQuantity || b.Kind != schema.KindQuantity {
		return ""
	}
	x, ok := value.Measure(a.Number, a.Unit, a.Per)
	y, also := value.Measure(b.Number, b.Unit, b.Per)
	if !ok || !also || against(trendOf(a), trendOf(b)) || !x.Comparable(y) || x.Number.Sign() == 0 || y.Number.Sign() == 0 {
		return ""
	}
	return percent(x.Number, y.Number)
}

// percent is y/x - 1 in percent with one decimal.
func percent(x, y *big.Rat) string {
	q := new(big.Rat).Quo(y, x)
	q.Sub(q, big.NewRat(1, 1)).Mul(q, big.NewRat(100, 1))
	s := q.FloatString(1)
	if s == "-0.0" {
		return "0.0"
	}
	return s
}

// end is one end of an accepted set; nil is no bound.
type end struct {
	at   *big.Rat
	open bool // the end itself is not accepted
}

// set is what a target accepts: all numbers between two ends, in a base unit.
type set struct {
	low, high end
	unit      value.Amount // its unit and period; the number is not used
	reference string
	trend     trend
}

func (s set) comparable(t set) bool {
	return s.reference == t.reference && !against(s.trend, t.trend) && s.unit.Comparable(t.unit)
}

// accepted is the set of numbers that meet a target. A bare number, = and about
// follow the direction of the indicator: at least, at most, or the number alone.
func accepted(v *schema.Value, dir direction) (set, bool) {
	switch v.Kind {
	case schema.KindQuantity:
	case schema.KindInterval:
		return acceptedInterval(v)
	default:
		return set{}, false
	}
	m, ok := value.Measure(v.Number, v.Unit, v.Per)
	if !ok {
		return set{}, false
	}
	s := set{unit: m, reference: v.Reference, trend: trendOf(v)}
	switch at := (end{at: m.Number}); v.Op {
	case schema.OpGE:
		s.low = at
	case schema.OpGT:
		s.low = end{at: m.Number, open: true}
	case schema.OpLE:
		s.high = at
	case schema.OpLT:
		s.high = end{at: m.Number, open: true}
	default:
		switch {
		case s.trend == falls:
			s.low = at
		case dir == wantedLow:
			s.high = at
		case dir == wantedHigh, s.trend == rises, v.Reference != "":
			s.low = at
		default:
			s.low, s.high = at, at
		}
	}
	return s, true
}

// trend is a target that is a change, by the word before its number: 下降5% is the
// more the more it falls, whatever the indicator is wanted to be.
type trend int8

const (
	noTrend trend = iota
	rises
	falls
)

// against reports a rise and a fall, whose numbers do not compare.
func against(a, b trend) bool { return a != b && a != noTrend && b != noTrend }

// trendOf is the trend of a target: 较上年下降5%, 增加100万元.
func trendOf(v *schema.Value) trend {
	says := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(v.Note, w) || v.Reference != "" && strings.Contains(v.Text, w) {
				return true
			}
		}
		return false
	}
	switch {
	case v.Note == "" && v.Reference == "":
		return noTrend
	case says("下降", "降低", "减少", "压减", "缩短"):
		return falls
	case says("增长", "增加", "提高", "提升", "上升"):
		return rises
	}
	return noTrend
}

func acceptedInterval(v *schema.Value) (set, bool) {
	low, ok := value.Measure(v.Min, v.Unit, v.Per)
	high, also := value.Measure(v.Max, v.Unit, v.Per)
	if !ok || !also {
		return set{}, false
	}
	return set{
		low: end{low.Number, v.MinExclusive}, high: end{high.Number, v.MaxExclusive},
		unit: low, reference: v.Reference,
	}, true
}

// against compares an old set with a new one by inclusion. A target between two
// numbers of a term (3-5个工作日 to 3-7个工作日) is looser where it holds the old.
func (s set) against(t set) Change {
	low, high := compareLow(s.low, t.low), compareHigh(s.high, t.high)
	switch {
	case low == 0 && high == 0:
		return Restyled
	case low >= 0 && high >= 0:
		return Loosened
	case low <= 0 && high <= 0:
		return Tightened
	}
	return Retargeted
}

// compareLow is 1 where the new low end lets more in, -1 where less.
func compareLow(old, new end) int { return compareEnds(old, new, 1) }

// compareHigh is the same of high ends.
func compareHigh(old, new end) int { return compareEnds(old, new, -1) }

// compareEnds compares two ends of sets; outwards is 1 where a smaller number
// lets more in.
func compareEnds(old, new end, outwards int) int {
	switch {
	case old.at == nil && new.at == nil:
		return 0
	case new.at == nil:
		return 1
	case old.at == nil:
		return -1
	}
	if c := old.at.Cmp(new.at); c != 0 {
		return c * outwards
	}
	return widening(old.open, new.open)
}

func widening(old, new bool) int {
	switch {
	case old && !new:
		return 1
	case new && !old:
		return -1
	}
	return 0
}

// yearShift is how far two forms are apart.
type yearShift struct{ old, new int }

// compareDeadlines orders two dates; one that only moved with the form's year is
// the same in other print.
func compareDeadlines(a, b *schema.Value, years yearShift) Change {
	if value.SameReading(*a, *b) {
		return Restyled
	}
	x, y := lastDay(a.Deadline, years.old), lastDay(b.Deadline, years.new)
	if x == "" || y == "" {
		return compareTerms(a.Deadline, b.Deadline)
	}
	if years.old != 0 && years.new != 0 && strings.HasPrefix(x, strconv.Itoa(years.old)) {
		x = strconv.Itoa(years.new) + x[4:]
	}
	switch {
	case x == y, len(x) == 10 && len(y) == 10 && x[:8] == y[:8] && monthEnd(x, y):
		return Restyled
	case x < y:
		return Loosened
	}
	return Tightened
}

// monthEnd reports that two days are both the end of one February, which a leap
// year makes longer.
func monthEnd(x, y string) bool { return x[5:7] == "02" && x[8:] >= "28" && y[8:] >= "28" }

// lastDay is the day by which a deadline is met, in the form's year where the
// text names none; empty where there is no such day.
func lastDay(d *schema.Deadline, year int) string {
	if d == nil {
		return ""
	}
	day := d.Date
	if day == "" {
		day = d.To
	}
	if strings.HasPrefix(day, "--") && year != 0 {
		day = strconv.Itoa(year) + day[1:]
	}
	return day
}

// compareTerms orders two terms that run from the same event.
func compareTerms(a, b *schema.Deadline) Change {
	if a == nil || b == nil || a.Relative == "" || a.Relative != b.Relative {
		return Retargeted
	}
	x, ok := value.Measure(a.Number, a.Unit, "")
	y, also := value.Measure(b.Number, b.Unit, "")
	if !ok || !also || !x.Comparable(y) {
		return Retargeted
	}
	switch x.Number.Cmp(y.Number) {
	case -1:
		return Loosened
	case 1:
		return Tightened
	}
	return Restyled
}

func isWords(v *schema.Value) bool {
	return v.Kind == schema.KindQualitative || v.Kind == schema.KindScale
}

// compareWords compares two qualitative targets.
func compareWords(a, b *schema.Value) Change {
	x, y := strings.TrimRight(fold.Plain(a.Text), "。.;；"), strings.TrimRight(fold.Plain(b.Text), "。.;；")
	if x == y {
		return Restyled
	}
	px, cx := strength(x)
	py, cy := strength(y)
	switch {
	case cx != cy || px == py:
		return Retargeted
	case py < px:
		return Loosened
	}
	return Tightened
}

// strength parts a word into its grade and its core.
func strength(word string) (grade int, core string) {
	for _, h := range words.Hedges.Words() {
		if rest, ok := strings.CutPrefix(word, h); ok && rest != "" {
			return -1, rest
		}
	}
	for _, b := range words.Boosts.Words() {
		if rest, ok := strings.CutPrefix(word, b); ok && rest != "" {
			return 1, rest
		}
	}
	return 0, word
}
