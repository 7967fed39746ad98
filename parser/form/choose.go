package form

import (
	"strings"
)

// The weights of what speaks for a profile. A title says most, but provinces
// share titles; labels that only one family prints decide between them.
const (
	titleWeight  = 3.0
	anchorWeight = 1.0
	levelWeight  = 4.0 // times the share of level labels in the vocabulary
	shapeWeight  = 6.0 // a list, or a self-evaluation, is plain to see
	// astray is taken for each label of level 2 that the profile has below another
	// label than the form: 成本指标 under 产出指标 is no form of 2021.
	astray = 2.0
	// enough is the least sum for a profile to be believed.
	enough = 5.0
)

// maxSeen bounds the names that are looked up in profiles, manyWords is about how many
// a form has.
const (
	maxSeen   = 2000
	manyWords = 60
)

// evidence is what a form shows of its family.
type evidence struct {
	title    string          // without brackets and years
	words    map[string]bool // the folded texts of its short cells
	level1   []string        // the labels of its outermost level, folded, each once
	pairs    [][2]string     // the labels of level 1 and 2 that stand together, folded
	list     bool            // a table of many projects
	selfEval bool            // it reports actual values or a budget's execution
}

// evidenceOf gathers what a section shows.
func evidenceOf(doc *document, s *section, f *fields) evidence {
	e := evidence{words: make(map[string]bool, manyWords), level1: s.level1(), pairs: s.pairs()}
	for _, h := range f.hits {
		e.words[labelNorm(h.label)] = true
	}
	for _, a := range doc.between(s.start, s.tail) {
		for _, row := range a.t.rows[a.from:a.to] {
			for _, c := range row {
				if c.norm() != "" && len(e.words) < maxSeen {
					e.words[c.norm()] = true
				}
			}
		}
	}
	if f.title != nil {
		e.title, _ = cutBrackets(squeeze(f.title.text))
		e.title = yearIn.ReplaceAllString(e.title, "")
	}
	e.list = s.isList()
	e.selfEval = s.header.has(RoleActual) || len(f.exec) > 0
	return e
}

// weighed is what speaks for a profile.
type weighed struct {
	p                              *Profile
	title, anchors, levels, astray float64
	shape                          float64
	barred                         bool // the form is of another shape: no list, no self-evaluation
}

func (w weighed) sum() float64 { return w.title + w.anchors + w.levels + w.shape - w.astray }

// choose finds the profile that fits best: one of the user's own first, where it is
// believed at all; the fallback where none fits well enough. all are the weights,
// in the order of the profiles, for those who want to know why.
func (p *Profiles) choose(e evidence) (chosen *Profile, all []weighed) {
	var best *Profile
	bestScore := 0.0
	for _, q := range p.list {
		if q.Fallback {
			continue
		}
		w := q.weigh(e)
		w.barred = e.list && !q.List && p.hasList() || q.SelfEvaluation != e.selfEval && q.SelfEvaluation
		if q.SelfEvaluation && e.selfEval || q.List && e.list {
			w.shape = shapeWeight
		}
		all = append(all, w)
		if w.barred || w.sum() <= bestScore || best != nil && best.own && bestScore >= enough {
			continue
		}
		best, bestScore = q, w.sum()
	}
	if best == nil || bestScore < enough {
		return p.fallback(), all
	}
	return best, all
}

// fallback is the profile of forms that no other one claims.
func (p *Profiles) fallback() *Profile {
	for _, q := range p.list {
		if q.Fallback {
			return q
		}
	}
	return &Profile{}
}

// hasList reports whether any profile reads lists.
func (p *Profiles) hasList() bool {
	for _, q := range p.list {
		if q.List {
			return true
		}
	}
	return false
}

// weigh looks for what speaks for a profile in a form.
func (p *Profile) weigh(e evidence) weighed {
	w := weighed{p: p}
	for _, re := range p.titles {
		if e.title != "" && re.MatchString(e.title) {
			w.title = titleWeight
			break
		}
	}
	for a := range p.anchors {
		if e.words[a] {
			w.anchors += anchorWeight
		}
	}
	if len(e.level1) > 0 {
		known := 0
		for _, l := range e.level1 {
			if p.knows(bareLevel(l)) {
				known++
			}
		}
		w.levels = levelWeight * float64(known) / float64(len(e.level1))
	}
	for _, pair := range e.pairs {
		outer, inner := bareLevel(pair[0]), bareLevel(pair[1])
		if p.knows(outer) && (p.knows(inner) || p.level2[inner] != 0) && !p.below(outer, inner) {
			w.astray += astray
		}
	}
	return w
}

// pairs are the labels of level 1 and 2 that stand together: a label of level 1 holds
// until the next, folded, each pair once.
func (s *section) pairs() [][2]string {
	var out [][2]string
	seen := map[[2]string]bool{}
	above := ""
	for _, r := range s.body.rows {
		if len(r.labels()) < 2 || len(seen) > maxSeen {
			break
		}
		if r.labels()[0] != nil {
			above = r.labels()[0].norm()
		}
		if r.labels()[1] == nil || above == "" {
			continue
		}
		pair := [2]string{above, r.labels()[1].norm()}
		if !seen[pair] {
			seen[pair] = true
			out = append(out, pair)
		}
	}
	return out
}

// level1 are the level-1 labels of a section, folded, each once.
func (s *section) level1() []string {
	var out []string
	seen := map[string]bool{}
	for _, r := range s.body.rows {
		if len(r.labels()) == 0 || r.labels()[0] == nil {
			continue
		}
		n := r.labels()[0].norm()
		if n != "" && !seen[n] && !strings.ContainsAny(n, "0123456789") {
			seen[n] = true
			out = append(out, n)
		}
	}
	return out
}
