package rules

import (
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/indicator/value"
	"github.com/pbt-cli/pbt/schema"
)

func unitKind() kind {
	return typed("unit", say("单位：计量单位与指标名称相符", "the unit must fit what the indicator's name measures"), compileUnit)
}

// unitParams: units that fit.
type unitParams struct {
	Classes []string `yaml:"classes" enum:"percent|ratio|money|price|count|time|measure|score|other|none" doc:"the classes of units that fit; a unit of no known class is never a fault"`
	Bases   []string `yaml:"bases" doc:"of what units convert to (平方米 米 千克 立方米 元), those that fit; a unit that converts to nothing, or only counts, is looked at by its class alone"`
	Missing bool     `yaml:"missing" doc:"the fault is that there is no unit"`
	Above   string   `yaml:"above" doc:"of missing: only for numbers above this"`
}

func compileUnit(c *compiler, p *unitParams, sel *selector) func(*form, func(hit)) {
	c.need(p.Missing || len(p.Classes)+len(p.Bases) > 0, "classes", "classes, bases or missing")
	above := c.number("above", p.Above)
	var fit [16]bool
	for _, name := range p.Classes {
		if u, ok := unitClassOf(name); ok {
			fit[u] = true
		}
	}
	return func(f *form, emit func(hit)) {
		eachAtom(sel, f, func(r *row, a *atom) bool {
			if a.v.Kind != schema.KindQuantity && a.v.Kind != schema.KindInterval || a.v.Reference != "" {
				return false
			}
			if p.Missing {
				n, ok := a.bound(true)
				if a.class != unitNone || strings.ContainsRune(r.name, '(') || p.Above != "" && (!ok || !n.GreaterThan(above)) {
					return false
				}
			} else if a.class == unitNone || a.class == unitOther || fit[a.class] || fitsBase(a.v, p.Bases) {
				return false
			}
			emit(hit{path: f.rowPath(r) + ".value", row: r, found: a.v.Text, other: a.v.Unit})
			return true
		})
	}
}

// fitsBase reports whether a value's unit converts to one of these.
func fitsBase(v *schema.Value, bases []string) bool {
	if len(bases) == 0 {
		return false
	}
	number := v.Number
	if number == "" {
		number = v.Max
	}
	base, ok := value.Base(number, v.Unit, v.Per)
	return !ok || slices.Contains(bases, base)
}
