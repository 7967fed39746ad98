package form

import (
	"slices"

	"github.com/pbt-cli/pbt/indicator/level"
)

// vocabulary is that of a profile for the labels of some rows, with the labels
// that it does not have and other profiles know: what some family prints on
// purpose is no damaged word of this one.
func (p *Profiles) vocabulary(of *Profile, rows []bodyRow) *level.Vocabulary {
	strange := p.strange(of, rows)
	if len(strange) == 0 {
		return of.vocab
	}
	parents := p.parents()
	out := &level.Vocabulary{Levels: slices.Clone(of.Levels)}
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
		if len(r.labels) < 2 || r.labels[1] == nil {
			continue
		}
		name := r.labels[1].norm
		if name != "" && of.level2[bareLevel(name)] == 0 && p.all.isLevel(name, 1) && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}
