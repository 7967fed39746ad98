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

// choose finds the profile that fits a section best; the fallback where none
// fits well enough.
func (m *matcher) choose(s *section, f *fieldReader) *Profile {
	seen := map[string]bool{}
	for _, h := range f.hits {
		seen[labelNorm(h.label)] = true
	}
	m.eachSpan(s.start, s.tail, func(t *table, from, to int) {
		for _, row := range t.rows[from:to] {
			for _, c := range row {
				if c.norm != "" && len(seen) < maxSeen {
					seen[c.norm] = true
				}
			}
		}
	})
	title := ""
	if f.title != nil {
		title, _ = cutBrackets(squeeze(f.title.text))
		title = yearIn.ReplaceAllString(title, "")
	}
	labels := m.levelLabels(s)
	list := len(s.header.fields) > 0 && s.header.listLike(m.d)
	selfEval := s.header.has("actual") || len(f.exec) > 0
	var best, fallback *Profile
	bestScore := 0.0
	for _, p := range m.profiles.list {
		if p.Fallback {
			fallback = p
			continue
		}
		if list && !p.List && p.hasList(m.profiles) || p.SelfEvaluation != selfEval && p.SelfEvaluation {
			continue
		}
		score := p.score(title, seen, labels)
		if p.SelfEvaluation && selfEval || p.List && list {
			score += shapeWeight
		}
		if score > bestScore {
			best, bestScore = p, score
		}
	}
	if best == nil || bestScore < enough {
		return fallback
	}
	return best
}

// hasList reports whether any profile reads lists.
func (p *Profile) hasList(all *Profiles) bool {
	for _, q := range all.list {
		if q.List {
			return true
		}
	}
	return false
}

func (p *Profile) score(title string, seen map[string]bool, labels []string) float64 {
	score := 0.0
	for _, re := range p.titles {
		if title != "" && re.MatchString(title) {
			score += titleWeight
			break
		}
	}
	for a := range p.anchors {
		if seen[a] {
			score += anchorWeight
		}
	}
	if len(labels) > 0 {
		known := 0
		for _, l := range labels {
			if p.level1[l] {
				known++
			}
		}
		score += levelWeight * float64(known) / float64(len(labels))
	}
	return score
}

// levelLabels are the level-1 labels of a section, folded, each once.
func (m *matcher) levelLabels(s *section) []string {
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
