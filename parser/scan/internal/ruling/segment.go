package ruling

import (
	"sort"

	"github.com/pbt-cli/pbt/parser/scan/internal/raster"
)

// segment is a straight dark run: its place across, its ends along, how thick.
type segment struct{ at, from, to, thick float64 }

func (s segment) length() float64 { return s.to - s.from }

// run is a piece of one line of pixels.
type run struct{ from, to int }

// strand is a segment as it grows from line to line.
type strand struct {
	first, last    int // lines across
	from, to       int
	pixels, moment float64
}

// joinLines is how many lines across a strand may skip.
const joinLines = 2

// segments finds runs of ink along an axis of at least a length, with gaps of at
// most gap pixels, and joins those of neighbouring lines. What is thicker than
// thick is no ruling.
func segments(ink *raster.Ink, vertical bool, length, gap, thick int) []segment {
	a := axisOf(ink, vertical)
	var open, done []*strand
	var runs []run
	for i := range a.across {
		runs = a.runs(runs[:0], i, length, gap)
		for _, r := range runs {
			open = join(open, i, r)
		}
		rest := open[:0]
		for _, s := range open {
			switch {
			case s.pixels == 0: // joined into another
			case s.last < i-joinLines:
				done = append(done, s)
			default:
				rest = append(rest, s)
			}
		}
		open = rest
	}
	for _, s := range open {
		if s.pixels > 0 {
			done = append(done, s)
		}
	}
	var out []segment
	for _, s := range done {
		mean := s.pixels / float64(s.to-s.from+1)
		if mean <= float64(thick) && s.last-s.first <= 3*thick {
			out = append(out, segment{s.moment / s.pixels, float64(s.from), float64(s.to), mean})
		}
	}
	return out
}

// runs finds the runs of line i.
func (a axis) runs(out []run, i, length, gap int) []run {
	base := i * a.stepA
	for j := 0; j < a.along; {
		if !a.ink.On[base+j*a.stepL] {
			j++
			continue
		}
		from, to := j, j
		for j < a.along && j-to <= gap {
			if a.ink.On[base+j*a.stepL] {
				to = j
			}
			j++
		}
		if to-from+1 >= length {
			out = append(out, run{from, to})
		}
	}
	return out
}

// join adds a run of line i to the strand that it touches, uniting those that it
// touches together, or begins a strand.
func join(open []*strand, i int, r run) []*strand {
	var hit *strand
	for _, s := range open {
		if s.pixels == 0 || s.last < i-joinLines || r.from > s.to || r.to < s.from {
			continue
		}
		if hit == nil {
			hit = s
			continue
		}
		hit.first, hit.from, hit.to = min(hit.first, s.first), min(hit.from, s.from), max(hit.to, s.to)
		hit.pixels, hit.moment = hit.pixels+s.pixels, hit.moment+s.moment
		s.pixels = 0
	}
	if hit == nil {
		hit = &strand{first: i, from: r.from, to: r.to}
		open = append(open, hit)
	}
	n := float64(r.to - r.from + 1)
	hit.last, hit.from, hit.to = i, min(hit.from, r.from), max(hit.to, r.to)
	hit.pixels, hit.moment = hit.pixels+n, hit.moment+n*float64(i)
	return open
}

// tracks unites the places of segments that lie within slack of one another.
func tracks(list []segment, slack float64) []float64 {
	sort.Slice(list, func(i, j int) bool { return list[i].at < list[j].at })
	var out []float64
	for i := 0; i < len(list); {
		weight := list[i].length()
		sum := list[i].at * weight
		j := i + 1
		for ; j < len(list) && list[j].at-sum/weight <= slack; j++ {
			sum += list[j].at * list[j].length()
			weight += list[j].length()
		}
		out = append(out, sum/weight)
		i = j
	}
	return out
}
