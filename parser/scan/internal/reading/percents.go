package reading

import "slices"

// How many per cent signs of a page tell how wide they are there, and how near to their
// middle one is that is as wide.
const (
	leastPercents = 4
	likePercents  = 0.09
	widerPercents = 1.12
)

// Percents weighs the per cent signs of a page by their widths against their heights: a
// page has one typeface for most of its figures, and few per mille signs. One that is as
// wide as most is one of them, whatever is seen of its rings; a wider one is doubted.
func Percents(texts []*Text) {
	var aspects []float64
	for _, t := range texts {
		for _, a := range t.aspects {
			if a > leastAspect {
				aspects = append(aspects, a)
			}
		}
	}
	if len(aspects) < leastPercents {
		return
	}
	slices.Sort(aspects)
	middle := aspects[len(aspects)/2]
	if third := aspects[len(aspects)/3]; third*widerPercents < middle {
		middle = third // there are two kinds, and the narrower are per cent signs
	}
	for _, t := range texts {
		t.percentsLike(middle)
	}
}

func (t *Text) percentsLike(middle float64) {
	if len(t.aspects) == 0 {
		return
	}
	like := func(a float64) bool { return a > middle*(1-likePercents) && a < middle*(1+likePercents) }
	wider := func(a float64) bool { return a > middle*widerPercents && a > surelyPercent }
	switch {
	case len(t.Reasons) == 1 && t.Reasons[0] == RingsUnclear && !slices.ContainsFunc(t.aspects, func(a float64) bool { return !like(a) }):
		t.Reasons, t.Others, t.Confidence = nil, nil, loneSign
		for _, c := range t.Chars {
			if c.Rune != '%' {
				t.Confidence = min(t.Confidence, c.P)
			}
		}
	case slices.ContainsFunc(t.aspects, wider):
		for i, c := range t.Chars {
			if c.Rune == '%' {
				t.unclearPercent('‰', i)
			}
		}
	}
}
