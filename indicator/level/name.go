package level

import (
	"math"
	"sort"
	"strings"
)

// naming is the name given to a span.
type naming struct {
	label      string
	node       int // of the vocabulary, -1 where it knows none
	confidence float64
	others     []string
}

// name gives every span its label, level by level. Garbled labels without a twin
// take the names that the vocabulary has left at their place.
func (s *solver) name(picks [][]pick) [][]naming {
	names := make([][]naming, len(picks))
	for level, spans := range picks {
		names[level] = make([]naming, len(spans))
		for k, p := range spans {
			names[level][k] = s.printedName(level, p)
		}
		for lo := 0; lo < len(spans); {
			hi := lo + 1
			for hi < len(spans) && spans[hi].parent == spans[lo].parent {
				hi++
			}
			parent := -1
			if level > 0 {
				parent = names[level-1][spans[lo].parent].node
			}
			s.fill(level, parent, spans[lo:hi], names[level][lo:hi])
			lo = hi
		}
	}
	return names
}

// printedName is the name of a span as its label is printed.
func (s *solver) printedName(level int, p pick) naming {
	switch {
	case p.event >= 0:
		c := &s.columns[level].cells[p.event]
		n := naming{label: c.name, node: -1, confidence: 1}
		if c.kind == cellFragment {
			n.label, n.confidence = c.printed, 0
		}
		if len(c.nodes) > 0 {
			n.node = c.nodes[0]
		}
		if c.likeness > 0 {
			n.label, n.confidence = s.spell(level, n.node), round2(c.likeness)
		}
		return n
	case p.event <= eventMissing:
		node := eventMissing - p.event
		return naming{label: s.spell(level, node), node: node, confidence: 0.9}
	}
	return naming{node: -1, confidence: 1}
}

// spell is the vocabulary's name of a node in the table's habit: without the
// suffix 指标 or 目标 where no label of the column has it.
func (s *solver) spell(level, node int) string {
	name := s.lex.nodes[node].name
	suffix := labelSuffix(name)
	if suffix == "" {
		return name
	}
	clean := 0
	for k := range s.columns[level].cells {
		c := &s.columns[level].cells[k]
		if c.kind != cellClean || c.likeness > 0 {
			continue
		}
		clean++
		if labelSuffix(c.name) != "" {
			return name
		}
	}
	if clean == 0 {
		return name
	}
	return strings.TrimSuffix(name, suffix)
}

// fill names the garbled labels among siblings: each run of them takes, in the
// order of the template, labels that stand between the neighbours' and are not
// used. The confidence is the share of all such fillings, weighted by how well
// the print, the labels below and the indicators' names agree.
func (s *solver) fill(level, parent int, spans []pick, names []naming) {
	order := s.siblings(level, parent)
	place := map[int]int{}
	for i, node := range order {
		place[node] = i
	}
	ordered := true
	used := make([]bool, len(order))
	last := -1
	for k := range names {
		i, ok := s.placeOf(place, names[k], level, spans[k])
		if !ok {
			continue
		}
		ordered = ordered && i >= last
		last = i
		used[i] = true
	}
	for k := 0; k < len(spans); {
		if !s.isGarbled(level, spans[k]) {
			k++
			continue
		}
		end := k
		for end < len(spans) && s.isGarbled(level, spans[end]) {
			end++
		}
		from, to := -1, len(order)
		if ordered {
			for b := k - 1; b >= 0 && from < 0; b-- {
				if i, ok := s.placeOf(place, names[b], level, spans[b]); ok {
					from = i
				}
			}
			for b := end; b < len(spans); b++ {
				if i, ok := s.placeOf(place, names[b], level, spans[b]); ok {
					to = i
					break
				}
			}
		}
		if s.columns[level].manner == MannerRepeated {
			s.nameRepeated(level, order, used, from, to, k, end, spans, names)
		} else {
			s.fillRun(level, order, used, from, to, spans[k:end], names[k:end])
		}
		k = end
	}
}

func (s *solver) isGarbled(level int, p pick) bool {
	return p.event >= 0 && s.columns[level].cells[p.event].kind == cellFragment
}

// siblings are the labels that a parent owns in the template's order; all labels
// of the level where the parent is not known.
func (s *solver) siblings(level, parent int) []int {
	if level == 0 {
		return s.lex.roots
	}
	if parent >= 0 {
		return s.lex.nodes[parent].kids
	}
	var all []int
	seen := map[string]bool{}
	for id, n := range s.lex.nodes {
		if n.depth == level && !seen[n.key] {
			seen[n.key] = true
			all = append(all, id)
		}
	}
	return all
}

// placeOf is the place among the siblings of the label that a span is known to
// have.
func (s *solver) placeOf(place map[int]int, n naming, level int, p pick) (int, bool) {
	if p.event >= 0 {
		for _, node := range s.columns[level].cells[p.event].nodes {
			if i, ok := place[node]; ok {
				return i, true
			}
		}
		return 0, false
	}
	i, ok := place[n.node]
	return i, ok
}

// nameRepeated leaves garbled labels k..end open where every row prints its label:
// they may continue a neighbour's span or stand for what is left between.
// Only where the labels below have one owner is that the name.
func (s *solver) nameRepeated(level int, order []int, used []bool, from, to, k, end int, spans []pick, names []naming) {
	var others []string
	if k > 0 {
		others = append(others, names[k-1].label)
	}
	if end < len(names) {
		others = append(others, names[end].label)
	}
	for i := from + 1; i < to; i++ {
		if !used[i] {
			others = append(others, s.spell(level, order[i]))
		}
	}
	for ; k < end; k++ {
		names[k].others = others
		if node, ok := s.columns[level].owner(spans[k].lo, spans[k].hi); ok {
			names[k] = naming{label: s.spell(level, node), node: node, confidence: s.trust(level)}
		}
	}
}

// fillRun names a run of garbled labels from the siblings strictly between from
// and to.
func (s *solver) fillRun(level int, order []int, used []bool, from, to int, spans []pick, names []naming) {
	var left []int
	for i := from + 1; i < to; i++ {
		if !used[i] {
			left = append(left, order[i])
		}
	}
	if len(left) < len(spans) || len(spans) == 0 {
		for k := range names {
			names[k].others = s.spellAll(level, left)
		}
		return
	}
	weights := make([][]float64, len(spans))
	for k, p := range spans {
		weights[k] = make([]float64, len(left))
		for i, node := range left {
			weights[k][i] = s.affinity(level, node, p)
		}
	}
	share := increasingShares(weights)
	for k := range spans {
		best := 0
		for i := range left {
			if share[k][i] > share[k][best] {
				best = i
			}
		}
		names[k].confidence = round2(share[k][best] * s.trust(level))
		if names[k].confidence >= confidenceName {
			names[k].label, names[k].node = s.spell(level, left[best]), left[best]
		}
		var others []int
		for i := range left {
			if left[i] != names[k].node {
				others = append(others, i)
			}
		}
		sort.SliceStable(others, func(a, b int) bool { return share[k][others[a]] > share[k][others[b]] })
		for _, i := range others {
			names[k].others = append(names[k].others, s.spell(level, left[i]))
		}
	}
}

func (s *solver) spellAll(level int, nodes []int) []string {
	var names []string
	for _, node := range nodes {
		names = append(names, s.spell(level, node))
	}
	return names
}

// trust is how far the template can be trusted to hold the garbled label at all:
// first levels are fixed, local forms add second levels.
func (s *solver) trust(level int) float64 {
	if level == 0 {
		return 0.97
	}
	return 0.93
}

func round2(x float64) float64 { return math.Round(x*100) / 100 }

// affinity is the weight, greater than 0, of a label of the vocabulary for a
// garbled span: what the print resembles, which labels stand below, and where the
// indicators' names point.
func (s *solver) affinity(level, node int, p pick) float64 {
	col := s.columns[level]
	c := &col.cells[p.event]
	n := s.lex.nodes[node]
	like := max(similarity(c.key, n.key), similarity(labelStem(c.key), labelStem(n.key)))
	log := 3 * like
	if o, ok := col.ordinals[node]; ok && o < len(col.owned) {
		own := between(col.owned[o], p.lo, p.hi)
		log += 3 * float64(2*own-between(col.children, p.lo, p.hi))
	}
	if level == min(1, len(s.columns)-1) {
		stem := labelStem(n.key)
		for r := p.lo; r < p.hi; r++ {
			if word := lexicalStem(s.rows[r].Name); word != "" && (strings.Contains(stem, word) || strings.Contains(word, stem)) {
				log += 1 / float64(p.hi-p.lo)
			}
		}
	}
	return math.Exp(max(-60, min(60, log)))
}

// increasingShares gives for each of k slots the share of each choice among all
// strictly increasing choices, weighted by the product of their weights.
func increasingShares(weights [][]float64) [][]float64 {
	k, m := len(weights), len(weights[0])
	forward, backward := make([][]float64, k), make([][]float64, k)
	for slot := range k {
		forward[slot], backward[slot] = make([]float64, m), make([]float64, m)
		rescale(weights[slot])
	}
	for slot := range k {
		sum := 0.0
		for i := range m {
			if slot == 0 {
				forward[slot][i] = weights[slot][i]
				continue
			}
			forward[slot][i] = weights[slot][i] * sum
			sum += forward[slot-1][i]
		}
	}
	for slot := k - 1; slot >= 0; slot-- {
		sum := 0.0
		for i := m - 1; i >= 0; i-- {
			if slot == k-1 {
				backward[slot][i] = 1
				continue
			}
			backward[slot][i] = sum
			sum += weights[slot+1][i] * backward[slot+1][i]
		}
	}
	share := make([][]float64, k)
	for slot := range k {
		share[slot] = make([]float64, m)
		total := 0.0
		for i := range m {
			share[slot][i] = forward[slot][i] * backward[slot][i]
			total += share[slot][i]
		}
		for i := range m {
			if total > 0 {
				share[slot][i] /= total
			}
		}
	}
	return share
}

// rescale divides weights by the largest, so that products stay in range.
func rescale(w []float64) {
	top := 0.0
	for _, x := range w {
		top = max(top, x)
	}
	for i := range w {
		w[i] /= top
	}
}
