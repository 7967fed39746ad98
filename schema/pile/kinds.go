package pile

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/value"
	"github.com/pbt-cli/pbt/schema"
)

// Kind is the distribution of the targets of one kind in one unit.
type Kind struct {
	Name   string  `json:"name"`
	Unit   string  `json:"unit"`
	Count  int     `json:"count"`
	Min    float64 `json:"min"`
	Low    float64 `json:"p25"`
	Median float64 `json:"median"`
	High   float64 `json:"p75"`
	Max    float64 `json:"max"`
	// WantedLow marks a kind of which less is better.
	WantedLow bool `json:"wanted_low,omitempty"`
}

// Target is a target at the weak end of its kind.
type Target struct {
	Form   Form    `json:"form"`
	Path   string  `json:"path"`
	Name   string  `json:"name"`
	Text   string  `json:"text"`
	Kind   string  `json:"kind"`
	Median float64 `json:"median"`
	Count  int     `json:"count"`
}

const (
	// minKind is the least number of targets that make a distribution.
	minKind = 8
	// maxLow bounds the weak targets that a report lists.
	maxLow = 5000
)

// kinds gathers targets by kind.
type kinds struct {
	at  map[string]int32
	all []*gathered
}

// gathered are the targets of one kind.
type gathered struct {
	name, unit string
	low        bool
	targets    []target
}

// target is one target: its form, its place in the tree, its figure.
type target struct {
	form       int32
	number     float64
	path, name string
	text       string
}

func newKinds() *kinds { return &kinds{at: map[string]int32{}} }

// add enters the targets of a form that are figures.
func (k *kinds) add(form int32, d *schema.Declaration) {
	schema.Walk(d.Indicators, "indicators", func(path string, _ []*schema.Indicator, x *schema.Indicator) {
		v := x.Value
		if v == nil || v.Kind != schema.KindQuantity || v.Reference != "" || v.Unit == "" {
			return
		}
		m, ok := value.Measure(v.Number, v.Unit, v.Per)
		if !ok {
			return
		}
		number, _ := m.Number.Float64()
		name := family(fold.Plain(x.Name), v.Unit)
		key := name + "\x00" + m.Base + "\x00" + m.Per
		i, ok := k.at[key]
		if !ok {
			i = int32(len(k.all))
			k.at[key] = i
			k.all = append(k.all, &gathered{name: name, unit: unitOf(m), low: wantedLow(x.Name)})
		}
		k.all[i].targets = append(k.all[i].targets, target{form: form, number: number, path: path, name: x.Name, text: v.Text})
	})
}

func unitOf(m value.Amount) string {
	if m.Per == "" {
		return m.Base
	}
	return m.Base + "/" + m.Per
}

func wantedLow(name string) bool {
	switch value.Polarity(name) {
	case value.DirectionDown, value.DirectionCost:
		return true
	}
	return false
}

// family is what a measure is called without what it measures: of rates and
// degrees the last three characters (满意度, 合格率, 完成率), of counts the whole name.
func family(name, unit string) string {
	if unit != "%" && unit != "‰" {
		return name
	}
	r := []rune(name)
	if len(r) > 3 && (strings.HasSuffix(name, "率") || strings.HasSuffix(name, "度")) {
		return string(r[len(r)-3:])
	}
	return name
}

// report gives the distributions and the targets at their weak end: below the
// lower quartile where more is wanted, above the upper one where less is.
func (k *kinds) report(forms []Form) ([]Kind, []Target) {
	out, low := []Kind{}, []Target{}
	for _, g := range k.all {
		if len(g.targets) < minKind {
			continue
		}
		numbers := make([]float64, len(g.targets))
		for i, t := range g.targets {
			numbers[i] = t.number
		}
		slices.Sort(numbers)
		kind := Kind{Name: g.name, Unit: g.unit, Count: len(numbers), Min: numbers[0], Low: quantile(numbers, 1),
			Median: quantile(numbers, 2), High: quantile(numbers, 3), Max: numbers[len(numbers)-1], WantedLow: g.low}
		out = append(out, kind)
		for _, t := range g.targets {
			if !g.low && t.number < kind.Low || g.low && t.number > kind.High {
				low = append(low, Target{Form: forms[t.form], Path: t.path, Name: t.name, Text: t.text, Kind: g.name, Median: kind.Median, Count: kind.Count})
			}
		}
	}
	slices.SortFunc(out, func(a, b Kind) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Unit, b.Unit))
	})
	slices.SortStableFunc(low, func(a, b Target) int {
		return cmp.Or(cmp.Compare(a.Form.File, b.Form.File), cmp.Compare(a.Form.Index, b.Form.Index), cmp.Compare(pathOrder(a.Path), pathOrder(b.Path)))
	})
	return out, low[:min(len(low), maxLow)]
}

// pathOrder sorts indicators[10] behind indicators[9].
func pathOrder(path string) string {
	var b strings.Builder
	for _, part := range strings.Split(path, "[") {
		n, rest, ok := strings.Cut(part, "]")
		if i, err := strconv.Atoi(n); ok && err == nil {
			b.WriteString(strconv.Itoa(100000+i) + rest)
			continue
		}
		b.WriteString(part)
	}
	return b.String()
}

// quantile is the n-th quartile of sorted numbers, by the nearest rank.
func quantile(sorted []float64, n int) float64 {
	return sorted[(len(sorted)-1)*n/4]
}
