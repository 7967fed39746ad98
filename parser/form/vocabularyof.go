package form

import (
	"slices"

	"github.com/pbt-cli/pbt/indicator/level"
)

// vocabulary is that of a profile for the labels of some rows, with the labels
// that it does not have and other profiles know: what some family prints on
// purpose is no damaged word of this one.
func (p *Profiles) vocabulary(of *Profile, rows []bodyRow) *level.Vocabulary {
	strange, outers := p.strange(of, rows), p.strangeOuters(of, rows)
	if len(strange)+len(outers) == 0 {
		return of.vocab
	}
	parents := p.parents()
	out := &level.Vocabulary{Levels: append(slices.Clone(of.Levels), outers...)}
	for _, name := range strange {
		for i := range out.Levels {
			l := &out.Levels[i]
			for _, outer := range foldedNames(*l) {
				if slices.Contains(parents[name], outer) {
					l.Children = append(slices.Clone(l.Children), level.Label{Name: name})
					break
				}
			}
		}
	}
	return out
}

// strange are the labels of level 2 in some rows that the profile does not have
// there, and another one does, folded, each once.
func (p *Profiles) strange(of *Profile, rows []bodyRow) []string {
	var out []string
	for _, r := range rows {
		if len(r.labels()) < 2 || r.labels()[1] == nil {
			continue
		}
		name := r.labels()[1].norm()
		if name != "" && of.level2[bareLevel(name)] == 0 && p.all.isLevel(name, 1) && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// strangeOuters are the levels 1 that the profile does not have and another one does, where
// a row prints one beside a level 2 of its own, each once: 成本指标 | 经济成本指标.
func (p *Profiles) strangeOuters(of *Profile, rows []bodyRow) []level.Label {
	var out []level.Label
	has := func(list []level.Label, name string) bool {
		return slices.ContainsFunc(list, func(l level.Label) bool { return slices.Contains(foldedNames(l), name) })
	}
	for _, r := range rows {
		if len(r.labels()) < 2 || r.labels()[0] == nil || r.labels()[1] == nil || of.knows(bareLevel(r.labels()[0].norm())) || has(out, r.labels()[0].norm()) {
			continue
		}
		for _, q := range p.list {
			i := slices.IndexFunc(q.Levels, func(l level.Label) bool {
				return slices.Contains(foldedNames(l), r.labels()[0].norm()) && has(l.Children, r.labels()[1].norm())
			})
			if i >= 0 {
				out = append(out, q.Levels[i])
				break
			}
		}
	}
	return out
}
