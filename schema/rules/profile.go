package rules

import (
	"strings"

	"github.com/pbt-cli/pbt/indicator/words"
)

// compileProfile prepares the vocabulary of a profile.
func compileProfile(id string, def profileDef, chain []string) *profile {
	p := &profile{
		id: id, chain: chain, def: def,
		alias: map[string]string{}, l1: map[string]int{}, l2: map[string][]int{}, l2order: map[[2]string]int{},
		cache: map[string]string{},
	}
	for label, others := range def.Aliases {
		for _, o := range others {
			p.alias[stem(o)] = stem(label)
		}
	}
	for i, l := range def.Levels {
		p.l1[stem(l.Name)] = i
		for j, c := range l.Children {
			c = stem(c)
			p.l2[c] = append(p.l2[c], i)
			p.l2order[[2]string{stem(l.Name), c}] = j
		}
	}
	// The labels that are met on every form are resolved once.
	for _, l := range def.Levels {
		for _, name := range append([]string{l.Name}, l.Children...) {
			for _, suffix := range []string{"", "指标", "目标"} {
				p.cache[name+suffix] = p.resolve(name + suffix)
			}
		}
	}
	return p
}

// normal gives a level label without 指标 or 目标 and points, with aliases
// resolved: 服务对象满意度指标 is 满意度.
func (p *profile) normal(label string) string {
	if s, ok := p.cache[label]; ok {
		return s
	}
	return p.resolve(label)
}

func (p *profile) resolve(label string) string {
	s := stem(label)
	if a, ok := p.alias[s]; ok {
		return a
	}
	return s
}

// local reports whether templates of some places print a label under this level 1 label.
func (p *profile) local(label, above string) bool {
	return contains(p.def.Local[above], stem(label))
}

// isLevel reports whether a label is one of the profile's vocabulary.
func (p *profile) isLevel(label string) bool {
	s := p.normal(label)
	_, one := p.l1[s]
	_, two := p.l2[s]
	return one || two
}

// stem strips what templates hang on a level label: points in brackets and the
// suffix 指标 or 目标.
func stem(label string) string {
	s := fold(label)
	if i := strings.IndexByte(s, '('); i > 0 {
		s = s[:i]
	}
	for _, suffix := range []string{"绩效指标", "指标", "目标"} {
		if t, ok := strings.CutSuffix(s, suffix); ok && t != "" {
			return t
		}
	}
	return s
}

// unitClass sorts units by what they measure.
type unitClass uint8

const (
	unitOther unitClass = iota
	unitNone
	unitRatio
	unitMoney
	unitPrice
	unitCount
	unitTime
	unitMeasure
	unitScore
	unitPercent
)

var unitClassNames = []string{"other", "none", "ratio", "money", "price", "count", "time", "measure", "score", "percent"}

func unitClassOf(name string) (unitClass, bool) {
	for i, n := range unitClassNames {
		if n == name {
			return unitClass(i), true
		}
	}
	return unitOther, false
}

// units classes printed units: those that a rule set lists, and else by what the
// table of units says that they measure.
type units struct{ classes map[string]unitClass }

// measured are the classes of what units measure; a hundredth is a percent.
var measured = map[words.Dimension]unitClass{
	words.Ratio: unitRatio, words.Money: unitMoney, words.Count: unitCount, words.Time: unitTime,
	words.Measure: unitMeasure, words.Score: unitScore,
}

// of is the class of a unit that is known as it stands.
func (u *units) of(unit string) (unitClass, bool) {
	if c, ok := u.classes[unit]; ok {
		return c, true
	}
	known, ok := words.UnitOf(unit)
	if ok && known.Spelling == "%" {
		return unitPercent, true
	}
	return measured[known.Dimension], ok
}

// class sorts a unit; a magnitude in front (万人次) and what follows a slash
// (元/月/平米) do not hide what is measured.
func (u *units) class(unit string) unitClass {
	if unit == "" {
		return unitNone
	}
	if c, ok := u.of(unit); ok {
		return c
	}
	head, _, rate := strings.Cut(fold(unit), "/")
	if !rate {
		head, _, rate = strings.Cut(head, "·")
	}
	c, ok := u.of(head)
	if !ok {
		width, _ := words.Magnitude(head)
		c, _ = u.of(head[width:])
	}
	if rate && c == unitMoney {
		return unitPrice
	}
	return c
}
