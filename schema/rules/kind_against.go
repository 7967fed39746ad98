package rules

import (
	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/compare"
)

func againstKind() kind {
	return typed("against", say("对照：与另一份申报相比的变动", "what changed against an earlier declaration of the same project"), compileAgainst)
}

// againstParams: which changes of an indicator are spoken of.
type againstParams struct {
	Change []string `yaml:"change" doc:"the changes, as pbt diff names them: added, dropped, renamed, moved, loosened, tightened, retargeted, reweighted"`
}

func compileAgainst(c *compiler, p *againstParams, _ *selector) func(*form, func(hit)) {
	c.need(len(p.Change) > 0, "change", "change")
	known := map[compare.Change]bool{}
	for _, ch := range compare.Changes {
		known[ch] = true
	}
	var wanted []compare.Change
	for _, name := range p.Change {
		c.need(known[compare.Change(name)], "change", "changes that pbt diff names")
		wanted = append(wanted, compare.Change(name))
	}
	return func(f *form, emit func(hit)) {
		if f.partner == nil {
			return
		}
		for i := range f.partner.Indicators {
			x := &f.partner.Indicators[i]
			for _, ch := range wanted {
				if x.Has(ch) {
					emit(f.changed(x))
					break
				}
			}
		}
	}
}

// changed is a change as a hit: at the indicator, or at the form where it is
// gone; other is then the target that it had, which nothing stands against.
func (f *form) changed(x *compare.Indicator) hit {
	if x.New == nil {
		return hit{path: "indicators", found: x.Old.Name, other: x.Old.Whole}
	}
	h := hit{path: x.New.Path + ".value", found: x.New.Whole, row: f.rowAt(x.New.Path), other: x.New.Name}
	if x.Old != nil {
		h.expected = x.Old.Whole
	}
	return h
}

// partners are the comparisons of a document's declarations with those that an
// earlier document has of the same projects; nil where there is none.
func partners(doc, against *schema.Document) []*compare.Pair {
	if against == nil {
		return nil
	}
	out := make([]*compare.Pair, len(doc.Declarations))
	d := compare.Documents(against, doc, compare.Options{})
	for i := range d.Pairs {
		out[d.Pairs[i].New] = &d.Pairs[i]
	}
	return out
}
