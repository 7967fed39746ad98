package form

import "strings"

// The weights of what speaks for a profile. A title says most, but provinces
// share titles; labels that only one family prints decide between them.
const (
	titleWeight  = 3.0
	anchorWeight = 1.0
	levelWeight  = 4.0 // times the share of level labels in the vocabulary
	shapeWeight  = 6.0 // a list, or a self-evaluation, is plain to see
	// enough is the least sum for a profile to be believed.
	enough = 5.0
)

// maxSeen bounds the names that are looked up in profiles.
const maxSeen = 2000

// evidence is what a form shows of its family.
type evidence struct {
	title    string          // without brackets and years
	words    map[string]bool // the folded texts of its short cells
	level1   []string        // the labels of its outermost level, folded, each once
	list     bool            // a table of many projects
	selfEval bool            // it reports actual values or a budget's execution
}

// evidenceOf gathers what a section shows.
func evidenceOf(doc *document, s *section, f *fields) evidence {
	e := evidence{words: map[string]bool{}, level1: s.level1()}
	for _, h := range f.hits {
		e.words[labelNorm(h.label)] = true
	}
	for _, a := range doc.between(s.start, s.tail) {
		for _, row := range a.t.rows[a.from:a.to] {
			for _, c := range row {
				if c.norm != "" && len(e.words) < maxSeen {
					e.words[c.norm] = true
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

// choose finds the profile that fits best; the fallback where none fits well
// enough.
func (p *Profiles) choose(e evidence) *Profile {
	var best, fallback *Profile
	bestScore := 0.0
	for _, q := range p.list {
		if q.Fallback {
			fallback = q
			continue
		}
		if e.list && !q.List && p.hasList() || q.SelfEvaluation != e.selfEval && q.SelfEvaluation {
			continue
		}
		score := q.score(e)
		if q.SelfEvaluation && e.selfEval || q.List && e.list {
			score += shapeWeight
		}
		if score > bestScore {
			best, bestScore = q, score
		}
	}
	if best == nil || bestScore < enough {
		return fallback
	}
	return best
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

func (p *Profile) score(e evidence) float64 {
	score := 0.0
	for _, re := range p.titles {
		if e.title != "" && re.MatchString(e.title) {
			score += titleWeight
			break
		}
	}
	for a := range p.anchors {
		if e.words[a] {
			score += anchorWeight
		}
	}
	if len(e.level1) > 0 {
		known := 0
		for _, l := range e.level1 {
			if p.level1[l] {
				known++
			}
		}
		score += levelWeight * float64(known) / float64(len(e.level1))
	}
	return score
}

// level1 are the level-1 labels of a section, folded, each once.
func (s *section) level1() []string {
	var out []string
	seen := map[string]bool{}
	for _, r := range s.body.rows {
		if len(r.labels) == 0 || r.labels[0] == nil {
			continue
		}
		n := r.labels[0].norm
		if n != "" && !seen[n] && !strings.ContainsAny(n, "0123456789") {
			seen[n] = true
			out = append(out, n)
		}
	}
	return out
}
