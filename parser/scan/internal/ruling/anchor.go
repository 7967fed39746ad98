package ruling

import (
	"math"
	"slices"
)

// anchored gives the runs that are rulings: those too long for strokes of
// characters, and shorter ones that end at rulings with both ends. The bars and
// stems of a heading's characters end at one another alone.
func anchored(level, upright []segment, dpi float64) (levels, uprights []segment) {
	long, _ := parted(level, func(s segment) bool { return s.length() >= longLevel*dpi })
	uprights, restUpright := parted(upright, func(s segment) bool { return s.length() >= longUpright*dpi })
	uprights = withoutShadows(uprights, long, dpi)
	levels, restLevel := parted(level, func(s segment) bool {
		// Bars side by side make a run of a word's length.
		return s.length() >= longerLevel*dpi || s.length() >= longLevel*dpi && (len(uprights) == 0 || s.meetsAny(uprights, dpi))
	})
	for {
		var newLevels, newUprights []segment
		newLevels, restLevel = parted(restLevel, func(s segment) bool { return s.endsAt(uprights, dpi) })
		newUprights, restUpright = parted(restUpright, func(s segment) bool { return s.endsAt(levels, dpi) })
		if len(newLevels)+len(newUprights) == 0 {
			return levels, uprights
		}
		levels, uprights = append(levels, newLevels...), append(uprights, newUprights...)
	}
}

// withoutShadows drops what meets no level run and goes on above or below all uprights
// that do: the shadow of the paper's edge. A column that is open above and below meets
// none either, but ends with its table.
func withoutShadows(uprights, levels []segment, dpi float64) []segment {
	met, rest := parted(uprights, func(s segment) bool { return s.meetsAny(levels, dpi) })
	if len(met) == 0 {
		return uprights
	}
	first, last := math.Inf(1), math.Inf(-1)
	for _, s := range met {
		first, last = min(first, s.from), max(last, s.to)
	}
	inside, _ := parted(rest, func(s segment) bool { return s.from >= first-crossing*dpi && s.to <= last+crossing*dpi })
	return append(met, inside...)
}

// parted parts a list into those that are wanted and the rest.
func parted(list []segment, wanted func(segment) bool) (yes, no []segment) {
	for _, s := range list {
		if wanted(s) {
			yes = append(yes, s)
		} else {
			no = append(no, s)
		}
	}
	return yes, no
}

// meetsAny reports whether a run meets or crosses one of others.
func (s segment) meetsAny(others []segment, dpi float64) bool {
	slack := crossing * dpi
	return slices.ContainsFunc(others, func(o segment) bool {
		return o.at >= s.from-slack && o.at <= s.to+slack && s.at >= o.from-slack && s.at <= o.to+slack
	})
}

// endsAt reports whether a run ends with both ends at rulings that cross it.
func (s segment) endsAt(others []segment, dpi float64) bool {
	from, to := false, false
	for _, o := range others {
		if s.at < o.from-crossing*dpi || s.at > o.to+crossing*dpi {
			continue
		}
		from = from || math.Abs(o.at-s.from) <= meets*dpi
		to = to || math.Abs(o.at-s.to) <= meets*dpi
	}
	return from && to
}
