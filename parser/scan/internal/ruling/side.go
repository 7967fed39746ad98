package ruling

import "slices"

// side measures how much of a side is ink: the side at a track, between two that
// cross it. Unless it is inked throughout, a ruling must stand out from both
// sides: text has ink beside it, a ruling has not. A dotted or broken ruling
// counts as ruled where its dots are spread evenly.
func (s *Sheet) side(vertical bool, at, from, to float64) float64 {
	a := axisOf(s.Ink, vertical)
	a.hidden = s.Gray.Hidden
	slack := max(1, s.DPI/100)
	first, last := max(0, int(from)+slack+1), min(a.along, int(to)-slack)
	n := last - first
	if n <= 0 {
		return 0
	}
	place := int(at + 0.5)
	m := a.cover(place, slack, first, last)
	if m.hidden > 0 && float64(m.inked) >= leastSeen*float64(n) {
		n -= m.hidden
	}
	share := func(k int) float64 { return float64(k) / float64(n) }
	part := share(m.inked)
	if part >= solid {
		return part
	}
	narrow := max(1, slack-1)
	beside := 0
	for _, off := range []int{-slack - 3, slack + 3, -2*slack - 5, 2*slack + 5} {
		beside = max(beside, a.cover(place+off, narrow, first, last).inked)
	}
	if part >= ruled {
		thin := thinReaching
		if max(m.lead, m.trail) > s.DPI/60 {
			thin = thinShort
		}
		if part-share(beside) >= dottedRise && share(a.thin(place, slack, first, last, int(s.thick+2.5))) >= thin*part {
			return part
		}
		return min(part, ruled/2) // a line of text lies here
	}
	if n < s.DPI/2 && (m.lead > n/7 || m.trail > n/7 || m.hole > max(s.DPI/25, n/6)) {
		return part // a stroke of text does not reach from ruling to ruling
	}
	core := a.cover(place, narrow, first, last).inked
	if share(core) >= dottedInk && share(core-beside) >= dottedRise && m.hole <= max(s.DPI/10, n/4) {
		return dotted
	}
	return part
}

// unseen reports whether coloured ink hides nearly all of a side that is not inked.
func (s *Sheet) unseen(vertical bool, at, from, to float64) bool {
	a := axisOf(s.Ink, vertical)
	a.hidden = s.Gray.Hidden
	slack := max(1, s.DPI/100)
	first, last := max(0, int(from)+slack+1), min(a.along, int(to)-slack)
	m := a.cover(int(at+0.5), slack, first, last)
	return float64(m.inked+m.hidden) >= mostUnseen*float64(last-first)
}

// dotted is what a side counts that is ruled by dots or pieces: just enough.
const dotted = ruled

// dropLone takes a dotted side for the feet of a line of text where no other side of
// its track is ruled.
func dropLone(track []float64) {
	at := -1
	for i, v := range track {
		switch {
		case v < ruled:
		case v > dotted || at >= 0:
			return
		default:
			at = i
		}
	}
	if at >= 0 && len(track) > 1 {
		track[at] = dotted / 2
	}
}

// A side that is inked from end to end is ruled, whatever lies beside it. What coloured
// ink hides may be ruled too where so large a part of the side shows that is.
const (
	solid     = 0.96
	leastSeen = 0.2
	// mostUnseen is what is inked or hidden of a side between two that are ruled.
	mostUnseen = 0.9
)

// A dotted ruling fills at least this part of its side, and that much more than
// what lies beside it.
const (
	dottedInk  = 0.34
	dottedRise = 0.2
)

// The part of a ruling's ink that is as thin as rulings are: where it reaches from one
// end of its side to the other, and where it does not, as a line of text. The foot of
// such a line has stems.
const (
	thinReaching = 0.5
	thinShort    = 0.85
)

// thin counts the places of a band along a side at which its ink is at most so thick.
func (a axis) thin(at, slack, first, last, most int) int {
	n := 0
	for j := first; j < last; j++ {
		for i := max(0, at-slack); i <= min(a.across-1, at+slack); i++ {
			if _, _, ok := a.run(i, j, most); ok {
				n++
				break
			}
		}
	}
	return n
}

// coverage is how a band along a side is filled: the places with ink, those without that
// coloured ink hides, the longest hole, and the holes at its ends, in pixels.
type coverage struct{ inked, hidden, hole, lead, trail int }

func (a axis) cover(at, slack, first, last int) coverage {
	var c coverage
	lo, hi := max(0, at-slack), min(a.across-1, at+slack)
	hole, seen := 0, false
	for j := first; j < last; j++ {
		inked := false
		for i := lo; i <= hi && !inked; i++ {
			inked = a.ink.On[i*a.stepA+j*a.stepL]
		}
		if !inked && a.hidden != nil && a.hidden.On[min(at, a.across-1)*a.stepA+j*a.stepL] {
			c.hidden++
			continue
		}
		if !inked {
			hole++
			continue
		}
		if !seen {
			seen, c.lead = true, hole
		}
		c.inked++
		c.hole = max(c.hole, hole)
		hole = 0
	}
	c.trail = hole
	c.hole = max(c.hole, hole)
	return c
}

// EraseRules takes the rulings that close cells off the ink and the picture, but
// for strokes that cross them.
func (s *Sheet) EraseRules() { s.eachRuled(s.erase) }

// erase takes a side of a ruling off. How thick it is there says the middle of its
// own places: blur and shade thicken it, and strokes of text are few.
func (s *Sheet) erase(vertical bool, at, from, to float64) {
	a := axisOf(s.Ink, vertical)
	reach := max(1, s.DPI/100)
	place, first, last := int(at+0.5), max(0, int(from)-reach), min(a.along-1, int(to)+reach)
	most := max(int(s.thick+2.5), min(s.DPI/25, a.thickness(place, reach, first, last)+2))
	for j := first; j <= last; j++ {
		for i := max(0, place-reach); i <= min(a.across-1, place+reach); i++ {
			lo, hi, ok := a.run(i, j, most)
			if !ok {
				continue // paper, or a stroke that crosses here
			}
			for k := max(0, lo-1); k <= min(a.across-1, hi+1); k++ {
				p := k*a.stepA + j*a.stepL
				s.Ink.On[p], s.Gray.Pix[p] = false, 255
			}
		}
	}
}

// run is the run of ink across at a place, false where there is none or it is longer
// than most.
func (a axis) run(i, j, most int) (lo, hi int, ok bool) {
	on := func(i int) bool { return a.ink.On[i*a.stepA+j*a.stepL] }
	if !on(i) {
		return 0, 0, false
	}
	lo, hi = i, i
	for lo > 0 && on(lo-1) && hi-lo <= most {
		lo--
	}
	for hi < a.across-1 && on(hi+1) && hi-lo <= most {
		hi++
	}
	return lo, hi, hi-lo+1 <= most
}

// thickness is the middle of the thicknesses of a side's ink, in pixels.
func (a axis) thickness(place, reach, first, last int) int {
	var all []int
	for j := first; j <= last; j++ {
		for i := max(0, place-reach); i <= min(a.across-1, place+reach); i++ {
			if lo, hi, ok := a.run(i, j, a.across); ok {
				all = append(all, hi-lo+1)
				break
			}
		}
	}
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return all[len(all)/2]
}
