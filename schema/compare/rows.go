package compare

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/value"
	"github.com/pbt-cli/pbt/schema"
)

// leaves are the indicators of a form in printed order.
func leaves(d *schema.Declaration) []*Leaf {
	var out []*Leaf
	schema.Walk(d.Indicators, "indicators", func(path string, labels []*schema.Indicator, x *schema.Indicator) {
		l := &Leaf{Path: path, Name: x.Name, Weight: x.Weight, value: x.Value, direction: directionOf(x), Levels: []string{}, plainName: fold.Plain(x.Name)}
		for _, label := range labels {
			l.Levels = append(l.Levels, label.Name)
			l.labels = append(l.labels, levelName(label.Name))
		}
		if x.Value != nil {
			l.Text, l.Whole = x.Value.Text, value.Whole(x.Value)
		}
		out = append(out, l)
	})
	return out
}

// compareRows pairs the indicators of two forms and says what changed, in the
// order of the new form, dropped ones where they stood.
func compareRows(old, new *schema.Declaration) ([]Indicator, Copied) {
	before, after := leaves(old), leaves(new)
	partner := pairRows(before, after)
	years := yearShift{old.Year, new.Year}
	oldOf := make([]int, len(after))
	for j := range oldOf {
		oldOf[j] = -1
	}
	for i, j := range partner {
		if j >= 0 {
			oldOf[j] = i
		}
	}
	var out []Indicator
	var copied Copied
	next := 0
	dropUpTo := func(limit int) {
		for ; next < limit; next++ {
			if partner[next] < 0 {
				out = append(out, Indicator{Change: []Change{Dropped}, Old: before[next]})
			}
		}
	}
	for j, l := range after {
		i := oldOf[j]
		if i < 0 {
			out = append(out, Indicator{Change: []Change{Added}, New: l})
			continue
		}
		dropUpTo(i)
		x, same := compareLeaves(before[i], l, years)
		copied.Of++
		if same {
			copied.Targets++
		}
		out = append(out, x)
	}
	dropUpTo(len(before))
	return out, copied
}

// compareLeaves says what changed of one indicator, and whether its target was
// copied.
func compareLeaves(old, new *Leaf, years yearShift) (Indicator, bool) {
	x := Indicator{Old: old, New: new}
	if old.plainName != new.plainName {
		x.Change = append(x.Change, Renamed)
	}
	if !slices.Equal(old.labels, new.labels) {
		x.Change = append(x.Change, Moved)
	}
	target, number := compareTargets(old, new, years)
	if target != "" {
		x.Change = append(x.Change, target)
		x.Number = number
	}
	if reweighted(old.Weight, new.Weight) {
		x.Change = append(x.Change, Reweighted)
	}
	if len(x.Change) == 0 {
		x.Change = []Change{Same}
	}
	return x, target == "" || target == Restyled
}

// reweighted reports two printed weights that differ.
func reweighted(old, new string) bool {
	a, err := decimal.NewFromString(strings.TrimSuffix(fold.Plain(old), "%"))
	b, err2 := decimal.NewFromString(strings.TrimSuffix(fold.Plain(new), "%"))
	return err == nil && err2 == nil && !a.Equal(b)
}

// levelName is a level's name for comparison: 产出 and 产出指标 are one.
func levelName(name string) string { return strings.TrimSuffix(fold.Plain(name), "指标") }

// The weights of what speaks for two indicators being one. A same name counts
// more than all the rest together; the labels decide between two of one name.
const (
	equalName   = 10.0
	nameWeight  = 5.0
	level2      = 2.0
	level1      = 1.0
	readingSame = 1.0
	unitSame    = 0.3
	placeWeight = 0.05

	// Without other support, names this alike are one measure in other words.
	alike = 0.6
	// Below the same second level and with the same reading, names need less.
	alikeWithReading = 0.34
	// A figure with a countable unit that both forms print under one second
	// level says the rest; some character must still be shared.
	alikeWithFigure = 0.1
	// A row that was renamed and moved at once needs a clear name.
	alikeMoved = 0.75
)

// pairRows gives for each old row the index of its new one, or -1. Rows of the
// same name and labels are paired first, in order; the others by the best
// assignment of all of them.
func pairRows(before, after []*Leaf) []int {
	out := make([]int, len(before))
	waiting := map[string][]int{}
	for j, l := range after {
		waiting[rowKey(l)] = append(waiting[rowKey(l)], j)
	}
	taken := make([]bool, len(after))
	var oldLeft, newLeft []int
	for i, l := range before {
		k := rowKey(l)
		if w := waiting[k]; len(w) > 0 {
			out[i], taken[w[0]], waiting[k] = w[0], true, w[1:]
			continue
		}
		out[i] = -1
		oldLeft = append(oldLeft, i)
	}
	for j := range after {
		if !taken[j] {
			newLeft = append(newLeft, j)
		}
	}
	opposites := parseOpposites(oppositesTSV)
	for len(oldLeft) > 0 && len(newLeft) > 0 {
		olds, news := oldLeft, newLeft
		if len(olds)*len(news) > maxTogether*maxTogether {
			olds, news = olds[:min(maxTogether, len(olds))], news[:min(maxTogether, len(news))]
		}
		scores := rowScores(before, after, olds, news, opposites)
		for l, r := range assign(len(olds), len(news), func(l, r int) float64 { return scores[l][r] }) {
			if r >= 0 {
				out[olds[l]] = news[r]
			}
		}
		oldLeft, newLeft = oldLeft[len(olds):], newLeft[len(news):]
	}
	return out
}

// maxTogether bounds how many rows of a side are scored against those of the
// other, as every pair is. What is left of a larger form, as only a crafted one
// has it, is cut into runs of this length in printed order.
const maxTogether = 200

func rowKey(l *Leaf) string {
	return strings.Join(l.Levels, "\x00") + "\x01" + l.plainName
}

// rowScores are the scores of all pairs of rows that are left.
func rowScores(before, after []*Leaf, oldLeft, newLeft []int, opposites [][]string) [][]float64 {
	scores := make([][]float64, len(oldLeft))
	for a, i := range oldLeft {
		scores[a] = make([]float64, len(newLeft))
		for b, j := range newLeft {
			s := rowScore(before[i], after[j], opposites)
			if s > 0 {
				s -= placeWeight * distance(i, len(before), j, len(after))
			}
			scores[a][b] = s
		}
	}
	return scores
}

// distance is how far apart two rows stand in their forms, from 0 to 1.
func distance(i, n, j, m int) float64 {
	d := float64(i)/float64(max(n, 1)) - float64(j)/float64(max(m, 1))
	return max(d, -d)
}

// rowScore scores two rows for a pair; 0 is none.
func rowScore(old, new *Leaf, opposites [][]string) float64 {
	a, b := old.plainName, new.plainName
	under2 := levelAt(old, 1) == levelAt(new, 1)
	under1 := levelAt(old, 0) == levelAt(new, 0)
	reading := sameReading(old.value, new.value)
	score := 0.0
	if a == b {
		score = equalName
	} else {
		if old.direction != anyWay && new.direction != anyWay && old.direction != new.direction || opposed(opposites, a, b) {
			return 0
		}
		like := likeness(a, b)
		if like < needed(under2, reading, old.value) {
			return 0
		}
		score = nameWeight * like
	}
	if under2 {
		score += level2
	}
	if under1 {
		score += level1
	}
	switch {
	case reading:
		score += readingSame
	case old.value != nil && new.value != nil && old.value.Unit == new.value.Unit:
		score += unitSame
	}
	return score
}

// needed is how alike two names must be to be one measure's.
func needed(under2, reading bool, v *schema.Value) float64 {
	switch {
	case !under2:
		return alikeMoved
	case reading && v.Kind == schema.KindQuantity && countable(v.Unit):
		return alikeWithFigure
	case reading:
		return alikeWithReading
	}
	return alike
}

// countable reports a unit that says what is counted: 盏, 公里, 个工作日; a percent
// says nothing.
func countable(unit string) bool {
	return unit != "" && unit != "%" && unit != "‰" && unit != "分"
}

func levelAt(l *Leaf, depth int) string {
	if depth < len(l.Levels) {
		return l.labels[depth]
	}
	return ""
}

// sameReading reports two targets that say the same. What is not typed says what
// its text says.
func sameReading(a, b *schema.Value) bool {
	if a == nil || b == nil || a.Kind == schema.KindBlank || !value.SameReading(*a, *b) {
		return false
	}
	return typed(a) || fold.Plain(a.Text) == fold.Plain(b.Text)
}

// typed reports a target whose typed keys say all that its text does.
func typed(v *schema.Value) bool {
	switch v.Kind {
	case schema.KindQualitative, schema.KindUnparsed:
		return false
	case schema.KindCompound:
		for _, c := range v.Clauses {
			if !typed(c) {
				return false
			}
		}
		return len(v.Clauses) > 0
	}
	return true
}
