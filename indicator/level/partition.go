package level

import (
	"slices"
	"sort"
)

// cost is a misfit in fixed point: the upper part counts squared rows in units of
// 1/costUnit, the lower part holds the weights that only break ties. Fixed point
// makes equal readings exactly equal.
type cost int64

const (
	costUnit  = 10000
	tieBits   = 28
	infinite  = cost(1) << 62
	capRows2  = 100.0 // squared distance beyond which a misfit is no worse
	tieKnown  = 4096  // a row whose name another form files elsewhere
	tieManner = 64    // a label that is not printed in the table's usual manner
	tieTwin   = 16    // a garbled twin on the unusual side
	tieWord   = 1     // a row whose name points to another label
)

// misfit makes a cost of squared rows.
func misfit(squaredRows float64) cost {
	return cost(min(squaredRows, capRows2)*costUnit+0.5) << tieBits
}

// squaredRows is the misfit of a cost without what only breaks ties.
func (c cost) squaredRows() float64 { return float64(c>>tieBits) / costUnit }

// Prices of readings, in squared rows. A misfit of half a row costs 0.25, and so
// does a label in the middle of an even span that should have been cut.
const (
	priceUncut     = 0.25 // centre on a row line, yet no twin is printed
	priceLocal     = 0.3  // a label that the vocabulary does not know
	priceFragment  = 0.8  // a garbled label without a clean twin
	priceUnlike    = 0.25 // a garbled twin that has nothing in common with its label
	priceLocalTwin = 0.5  // a plausible local label taken for a garbled twin
	priceNoRoom    = 0.5  // the same where the vocabulary has no label left at its place
	priceJunk      = 2.0  // a garbled cell that is no twin
	priceParent    = 0.75 // a label under a parent that does not own it
	priceChildless = 3.0  // a span without any label of the next level
	priceNoLabel   = 2.0  // a span without a label
	priceMissing   = 1.0  // the same, where the labels of the next level name it
)

// candidate is a possible span with its label.
type candidate struct {
	lo, hi int
	event  int  // index of the label's cell, or one of the negative events
	own    cost // the misfit on its own level
	total  cost // own and the best partition of the next level
}

// Negative events: no label at all, or a label that is not printed but named by
// the labels of the next level (eventMissing-node).
const (
	eventNone    = -1
	eventMissing = -2
)

// part is the best partition of rows lo..hi of one level, with what is needed to
// tell how much worse every other one is.
type part struct {
	lo, hi     int
	candidates []candidate
	before     []cost // best partition of lo..r, at r-lo
	after      []cost // best partition of r..hi
	from       []int  // candidate that ends the best partition of lo..r, or -1
	best       cost
}

// path lists the candidates of the best partition in order.
func (p *part) path() []candidate {
	var reversed []candidate
	for r := p.hi; r > p.lo; {
		k := p.from[r-p.lo]
		if k < 0 {
			break
		}
		reversed = append(reversed, p.candidates[k])
		r = p.candidates[k].lo
	}
	slices.Reverse(reversed)
	return reversed
}

// run computes before, after and best from the candidates' totals. Candidates are
// sorted by lo, then hi.
func (p *part) run() {
	m := p.hi - p.lo
	p.before, p.after, p.from = unreached(m+1), unreached(m+1), make([]int, m+1)
	for r := range p.from {
		p.from[r] = -1
	}
	p.before[0], p.after[m] = 0, 0
	for k, c := range p.candidates {
		if p.before[c.lo-p.lo] == infinite {
			continue
		}
		if t := p.before[c.lo-p.lo] + c.total; t < p.before[c.hi-p.lo] {
			p.before[c.hi-p.lo], p.from[c.hi-p.lo] = t, k
		}
	}
	for k := len(p.candidates) - 1; k >= 0; k-- {
		c := p.candidates[k]
		if p.after[c.hi-p.lo] == infinite {
			continue
		}
		p.after[c.lo-p.lo] = min(p.after[c.lo-p.lo], c.total+p.after[c.hi-p.lo])
	}
	p.best = p.before[m]
}

// through is the cost of the best partition that holds the candidate.
func (p *part) through(c candidate) cost {
	b, a := p.before[c.lo-p.lo], p.after[c.hi-p.lo]
	if b == infinite || a == infinite {
		return infinite
	}
	return b + c.total + a
}

// keep drops the candidates whose best partition is worse than the best one by
// more than slack.
func (p *part) keep(slack cost) {
	kept := p.candidates[:0]
	for _, c := range p.candidates {
		if t := p.through(c); t != infinite && t <= p.best+slack {
			kept = append(kept, c)
		}
	}
	p.candidates = kept
}

// Readings that fit worse by more than this on their own level are not followed
// to the next one.
const slackRows2 = 1.5

// maxFollowed bounds how many spans of one level are followed to the next.
const maxFollowed = 4000

// partition finds the best partition of the rows lo..hi on one level and below.
func (s *solver) partition(level, lo, hi int) *part {
	key := partKey{level, lo, hi}
	if p := s.memo[key]; p != nil && p.best < infinite {
		return p
	}
	p := s.cut(level, lo, hi, true)
	if p.best == infinite {
		p = s.cut(level, lo, hi, false)
	}
	s.memo[key] = p
	return p
}

// glance is partition for rows of which better readings may exist: it gives up,
// with an infinite cost, where some label would have a misfit beyond usualCap.
func (s *solver) glance(level, lo, hi int) *part {
	key := partKey{level, lo, hi}
	if p, ok := s.memo[key]; ok {
		return p
	}
	p := s.cut(level, lo, hi, true)
	s.memo[key] = p
	return p
}

// cut computes a part. With glancing set, it looks at usual misfits only and may
// come back without a partition.
func (s *solver) cut(level, lo, hi int, glancing bool) *part {
	p := &part{lo: lo, hi: hi, best: infinite}
	from := s.spans(level, lo, hi, glancing)
	if from == nil {
		return p
	}
	last := level+1 == len(s.columns)
	slack := slackRows2
	if last {
		slack = maxMargin
	}
	for ; ; slack /= 4 {
		p.candidates = near(from, lo, hi, misfit(slack))
		if last || len(p.candidates) <= maxFollowed || slack < 1e-4 {
			break
		}
	}
	if !last {
		s.descend(level, p, glancing)
		p.keep(misfit(maxMargin))
	}
	p.run()
	return p
}

// descend adds to every candidate the cost of the levels below and drops those
// that glancing finds nothing for.
func (s *solver) descend(level int, p *part, glancing bool) {
	kept := p.candidates[:0:0]
	for _, c := range p.candidates {
		below := s.glance(level+1, c.lo, c.hi).best
		if below == infinite {
			continue
		}
		c.total = c.own + below
		kept = append(kept, c)
	}
	all := p.candidates
	p.candidates = kept
	p.run()
	if p.best < infinite || glancing {
		return
	}
	for k := range all {
		all[k].total = all[k].own + s.partition(level+1, all[k].lo, all[k].hi).best
	}
	p.candidates = all
	p.run()
}

// spans gives the candidates that start in row lo+i as its i-th list; some may
// reach beyond hi. Together they hold at least one partition of lo..hi, or, with
// glancing set, there are none.
func (s *solver) spans(level, lo, hi int, glancing bool) [][]candidate {
	col := s.columns[level]
	if col.count(lo, hi) == 0 || col.manner != MannerCentred {
		return s.settled(level, lo, hi)
	}
	lists := make([][]candidate, hi-lo)
	for r := lo; r < hi; r++ {
		lists[r-lo] = col.candidates(s, level, r)
	}
	if connected(lists, lo, hi) {
		return lists
	}
	if glancing {
		return nil
	}
	for r := lo; r < hi; r++ {
		lists[r-lo] = s.enumerate(level, r, hi, capRows2)
	}
	if connected(lists, lo, hi) {
		return lists
	}
	return s.settled(level, lo, hi)
}

// connected reports whether the candidates hold a partition of lo..hi.
func connected(lists [][]candidate, lo, hi int) bool {
	reached := make([]bool, hi-lo+1)
	reached[0] = true
	for i, list := range lists {
		if !reached[i] {
			continue
		}
		for _, c := range list {
			if c.hi <= hi {
				reached[c.hi-lo] = true
			}
		}
	}
	return reached[hi-lo]
}

// near selects the candidates that belong to a partition of lo..hi which is worse
// than the best one by no more than slack, in order of their first rows.
func near(lists [][]candidate, lo, hi int, slack cost) []candidate {
	before, after := unreached(hi-lo+1), unreached(hi-lo+1)
	before[0], after[hi-lo] = 0, 0
	for i, list := range lists {
		if before[i] == infinite {
			continue
		}
		for _, c := range list {
			if c.hi <= hi {
				before[c.hi-lo] = min(before[c.hi-lo], before[i]+c.own)
			}
		}
	}
	limit := before[hi-lo] + slack
	var found []candidate
	for i := hi - lo - 1; i >= 0; i-- {
		if before[i] == infinite {
			continue
		}
		for k := len(lists[i]) - 1; k >= 0; k-- {
			c := lists[i][k]
			if c.hi > hi || after[c.hi-lo] == infinite {
				continue
			}
			rest := c.own + after[c.hi-lo]
			after[i] = min(after[i], rest)
			if before[i]+rest <= limit {
				c.total = c.own
				found = append(found, c)
			}
		}
	}
	slices.Reverse(found)
	return found
}

func unreached(n int) []cost {
	costs := make([]cost, n)
	for i := range costs {
		costs[i] = infinite
	}
	return costs
}

// settled is the one partition of a table whose labels stand in the first row of
// their span or on every row: a span starts at every printed label that differs
// from the one before.
func (s *solver) settled(level, lo, hi int) [][]candidate {
	col := s.columns[level]
	lists := make([][]candidate, hi-lo)
	add := func(start, end, event int) {
		lists[start-lo] = []candidate{s.settledSpan(level, start, end, event)}
	}
	start, event := lo, eventNone
	for k := col.next[lo]; k < len(col.cells) && col.cells[k].row < hi; k++ {
		c := &col.cells[k]
		if event >= 0 && (c.enclosed || col.cells[event].key == c.key) {
			continue
		}
		if c.row > start {
			add(start, c.row, event)
			start = c.row
		}
		event = k
	}
	add(start, hi, event)
	return lists
}

func (s *solver) settledSpan(level, lo, hi, event int) candidate {
	col := s.columns[level]
	c := candidate{lo: lo, hi: hi, event: event}
	if event >= 0 {
		c.own = misfit(col.labelPrice(event)) + col.parentCost(col.cells[event], lo, hi)
	} else if len(col.cells) > 0 {
		c.own = misfit(priceNoLabel)
		if node, ok := col.unprinted(lo, hi); ok {
			c.event, c.own = eventMissing-node, misfit(priceMissing)
		}
	}
	c.total = c.own
	return c
}

// marginals are the least costs of readings that give a row a certain label, per
// level and row.
type marginals [][]map[int]cost

func newMarginals(n, levels int) marginals {
	m := make(marginals, levels)
	for level := range m {
		m[level] = make([]map[int]cost, n)
	}
	return m
}

// marginals notes for each row the best total cost with each label, following
// every candidate that stays within maxMargin of the best reading. outside is the
// cost of everything outside the part.
func (s *solver) marginals(level int, p *part, outside, best cost) {
	limit := best + misfit(maxMargin)
	for _, c := range p.candidates {
		t := p.through(c)
		if t == infinite || outside+t > limit {
			continue
		}
		for r := c.lo; r < c.hi; r++ {
			m := s.marks[level][r]
			if m == nil {
				m = make(map[int]cost, 2)
				s.marks[level][r] = m
			}
			if old, ok := m[c.event]; !ok || outside+t < old {
				m[c.event] = outside + t
			}
		}
		if level+1 < len(s.columns) {
			child := s.partition(level+1, c.lo, c.hi)
			s.marginals(level+1, child, outside+t-child.best, best)
		}
	}
}

// runnersUp lists the other events of a row with their margins, nearest first.
func (s *solver) runnersUp(level, row, chosen int) []runnerUp {
	m := s.marks[level][row]
	best, ok := m[chosen]
	if !ok {
		return nil
	}
	var found []runnerUp
	for event, c := range m {
		if event != chosen {
			found = append(found, runnerUp{event, float64(max(0, c>>tieBits-best>>tieBits)) / costUnit})
		}
	}
	sort.Slice(found, func(i, j int) bool {
		if found[i].margin != found[j].margin {
			return found[i].margin < found[j].margin
		}
		return found[i].event < found[j].event
	})
	return found
}

type runnerUp struct {
	event  int
	margin float64
}
