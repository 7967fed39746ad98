package ruling

import "image"

// What coloured ink lies over shows where rulings show under it.
const (
	besideRuling = 1.0 / 40 // inch: the ink lies over a ruling that it is seen beside
	leastCrossed = 12       // pixels of rulings that tell
	showsThrough = 0.8
)

// Covered reports whether coloured ink hides what is printed under it: a stamp's paste
// does, the ink of a pad hardly.
func (s *Sheet) Covered() bool {
	if s.Gray.Hidden == nil {
		return false
	}
	shown, lost := 0, 0
	count := func(vertical bool, at, from, to float64) {
		a := axisOf(s.Gray.Hidden, vertical)
		ink := axisOf(s.Ink, vertical)
		place, off := int(at+0.5), max(3, int(besideRuling*float64(s.DPI)))
		if place-off < 0 || place+off >= a.across {
			return
		}
		for j := max(0, int(from)); j < min(a.along, int(to)); j++ {
			if !a.ink.On[(place-off)*a.stepA+j*a.stepL] || !a.ink.On[(place+off)*a.stepA+j*a.stepL] {
				continue
			}
			if ink.cover(place, 2, j, j+1).inked > 0 {
				shown++
			} else {
				lost++
			}
		}
	}
	s.eachRuled(count)
	return shown+lost < leastCrossed || float64(shown) < showsThrough*float64(shown+lost)
}

// eachRuled calls for each side that is ruled.
func (s *Sheet) eachRuled(do func(vertical bool, at, from, to float64)) {
	for i, row := range s.level {
		for c, v := range row {
			if v >= ruled {
				do(false, s.Ys[i], s.Xs[c], s.Xs[c+1])
			}
		}
	}
	for r, row := range s.upright {
		for j, v := range row {
			if v >= ruled {
				do(true, s.Xs[j], s.Ys[r], s.Ys[r+1])
			}
		}
	}
}

// What coloured ink hides of a line of text: so high a part of it, over so much of its
// height along; or so large a part of all.
const (
	hiddenHigh = 0.35
	hiddenWide = 0.12
	hiddenAll  = 0.08
)

// Hides reports whether coloured ink hides a part of a line of text.
func (s *Sheet) Hides(b image.Rectangle) bool {
	k := s.Gray.Hidden
	if k == nil {
		return false
	}
	b = b.Intersect(image.Rect(0, 0, k.W, k.H))
	run, all := 0, 0
	for x := b.Min.X; x < b.Max.X; x++ {
		n := 0
		for y := b.Min.Y; y < b.Max.Y; y++ {
			if k.On[y*k.W+x] {
				n++
			}
		}
		all += n
		if run++; float64(n) < hiddenHigh*float64(b.Dy()) {
			run = 0
		}
		if float64(run) >= hiddenWide*float64(b.Dy()) {
			return true
		}
	}
	return float64(all) >= hiddenAll*float64(b.Dx()*b.Dy())
}
