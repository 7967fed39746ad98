package indicator

import (
	"math"
	"slices"
	"sort"
	"strings"
)

// Confidences of repairs.
const (
	confidenceTwin = 0.97 // a garbled reading beside the clean one
	confidenceJunk = 0.8  // a garbled cell inside a span that has its label
	confidenceMark = 0.99 // markup around a clean label
	// Below this a garbled label is reported as printed, as unknown.
	confidenceName = 0.6
	// Below this a repaired label is a doubt as well.
	confidenceSure = 0.85
)

// report turns the chosen spans into an assignment.
func (s *solver) report(picks [][]pick) Assignment {
	a := Assignment{
		Labels:  make([][]string, s.n),
		Points:  make([][]string, s.n),
		Margins: make([][]float64, s.n),
		Spans:   make([][]Span, len(s.columns)),
		Manner:  s.manner,
	}
	for r := range s.n {
		a.Labels[r] = make([]string, len(s.columns))
		a.Points[r] = make([]string, len(s.columns))
		a.Margins[r] = make([]float64, len(s.columns))
	}
	if s.n == 0 {
		return a
	}
	names := s.name(picks)
	for level, spans := range picks {
		events := map[int]string{}
		for k, p := range spans {
			given := names[level][k]
			if _, ok := events[p.event]; !ok || p.event >= 0 {
				events[p.event] = given.label
			}
			s.reportSpan(&a, level, p, given)
		}
		s.reportMargins(&a, level, spans, events)
	}
	sort.SliceStable(a.Doubts, func(i, j int) bool {
		if a.Doubts[i].Row != a.Doubts[j].Row {
			return a.Doubts[i].Row < a.Doubts[j].Row
		}
		return a.Doubts[i].Level < a.Doubts[j].Level
	})
	sort.SliceStable(a.Repairs, func(i, j int) bool {
		if a.Repairs[i].Row != a.Repairs[j].Row {
			return a.Repairs[i].Row < a.Repairs[j].Row
		}
		return a.Repairs[i].Level < a.Repairs[j].Level
	})
	return a
}

// reportSpan writes one span's label, its repairs and, where the label could not
// be read, its doubt.
func (s *solver) reportSpan(a *Assignment, level int, p pick, given naming) {
	col := s.columns[level]
	points := ""
	if p.event >= 0 {
		points = col.cells[p.event].points
	}
	for r := p.lo; r < p.hi; r++ {
		a.Labels[r][level] = given.label
		a.Points[r][level] = points
	}
	a.Spans[level] = appendSpan(a.Spans[level], Span{First: p.lo, Last: p.hi - 1, Label: given.label}, a.Labels, level)
	if p.event < eventNone {
		a.Repairs = append(a.Repairs, LabelRepair{Row: p.lo, Level: level, Span: p.lo, To: given.label, Why: "label-missing", Confidence: given.confidence})
	}
	for k := col.next[p.lo]; k < col.next[p.hi]; k++ {
		if r, ok := col.repair(k, p, given); ok {
			r.Level = level
			a.Repairs = append(a.Repairs, r)
		}
	}
	if p.event >= 0 && col.cells[p.event].kind == cellFragment && given.confidence < confidenceSure {
		a.Doubts = append(a.Doubts, RowDoubt{
			Row: p.lo, Last: p.hi - 1, Level: level, Chosen: given.label,
			Alternatives: append([]string{}, given.others...), Unknown: given.confidence < confidenceName,
		})
	}
}

// appendSpan appends a span, or lengthens the last one where it has the same
// label under the same labels above: a table that continues on the next page
// prints its labels again.
func appendSpan(spans []Span, next Span, labels [][]string, level int) []Span {
	if len(spans) > 0 && next.Label != "" {
		last := &spans[len(spans)-1]
		same := last.Label == next.Label
		for above := range level {
			same = same && labels[last.Last][above] == labels[next.First][above]
		}
		if same {
			last.Last = next.Last
			return spans
		}
	}
	return append(spans, next)
}

// repair is what changed between the print of cell k and the label of its span.
func (col *column) repair(k int, p pick, given naming) (LabelRepair, bool) {
	c := &col.cells[k]
	r := LabelRepair{Row: c.row, Span: p.lo, From: c.printed, To: given.label, Why: "label-garbled"}
	switch {
	case k == p.event && c.kind == cellFragment:
		r.Confidence = given.confidence
		return r, given.label != c.printed
	case k == p.event && c.last > c.row:
		r.Why, r.Confidence = "label-split", confidenceMark
		return r, true
	case c.likeness > 0:
		r.Confidence = round2(c.likeness)
		return r, true
	case c.stray:
		r.Confidence = confidenceTwin
		return r, true
	case k == p.event || c.kind == cellClean:
		_, did := CleanText(c.printed)
		r.Why, r.Confidence = "html-residue", confidenceMark
		return r, did&CleanedTag != 0
	case c.enclosed, p.event >= 0 && col.isTwin(min(k, p.event), max(k, p.event)):
		r.Confidence = confidenceTwin
		return r, true
	}
	r.Confidence = confidenceJunk
	return r, true
}

// reportMargins writes the margins of a level and the doubts among them.
func (s *solver) reportMargins(a *Assignment, level int, spans []pick, events map[int]string) {
	for _, p := range spans {
		for r := p.lo; r < p.hi; r++ {
			doubt := RowDoubt{Row: r, Last: r, Level: level, Chosen: a.Labels[r][level], Margin: MaxMargin}
			for _, other := range s.runnersUp(level, r, p.event) {
				label := s.eventLabel(level, other.event, events)
				if label == doubt.Chosen || label == "" {
					continue
				}
				doubt.Margin = min(doubt.Margin, other.margin)
				if other.margin < s.opt.Threshold && len(doubt.Alternatives) < maxAlternatives && !slices.Contains(doubt.Alternatives, label) {
					doubt.Alternatives = append(doubt.Alternatives, label)
				}
			}
			a.Margins[r][level] = doubt.Margin
			if len(doubt.Alternatives) > 0 {
				a.addDoubt(doubt)
			}
		}
	}
}

// maxAlternatives is the most alternatives that a doubt about a margin lists.
const maxAlternatives = 4

// addDoubt adds a doubt about one row, to the one about a label that could not be
// read where that speaks for this row alone.
func (a *Assignment) addDoubt(doubt RowDoubt) {
	for i := range a.Doubts {
		d := &a.Doubts[i]
		if d.Level != doubt.Level || d.Row != doubt.Row || d.Last != doubt.Last {
			continue
		}
		for _, label := range doubt.Alternatives {
			if !slices.Contains(d.Alternatives, label) {
				d.Alternatives = append(d.Alternatives, label)
			}
		}
		return
	}
	a.Doubts = append(a.Doubts, doubt)
}

// eventLabel is the label that an event stands for: as it was named in the chosen
// reading, else as printed.
func (s *solver) eventLabel(level, event int, events map[int]string) string {
	if label, ok := events[event]; ok {
		return label
	}
	switch {
	case event >= 0:
		return s.columns[level].cells[event].name
	case event <= eventMissing:
		return s.lex.nodes[eventMissing-event].name
	}
	return ""
}

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
	order := s.siblings(level, parent, spans, names)
	place := map[int]int{}
	for i, node := range order {
		place[node] = i
	}
	ordered := true
	used := make([]bool, len(order))
	last := -1
	for k := range names {
		i, ok := placeOf(order, place, names[k], s, level, spans[k])
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
				if i, ok := placeOf(order, place, names[b], s, level, spans[b]); ok {
					from = i
				}
			}
			for b := end; b < len(spans); b++ {
				if i, ok := placeOf(order, place, names[b], s, level, spans[b]); ok {
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
func (s *solver) siblings(level, parent int, spans []pick, names []naming) []int {
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
func placeOf(order []int, place map[int]int, n naming, s *solver, level int, p pick) (int, bool) {
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
