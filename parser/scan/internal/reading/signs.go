package reading

import (
	"unicode"

	"github.com/pbt-cli/pbt/parser/scan/internal/raster"
	signs "github.com/pbt-cli/pbt/parser/scan/internal/sign"
)

// What the net of signs must give one before it counts for something.
const (
	signSure    = 0.93 // beside another reading that is the same, or none
	signLikely  = 0.8  // before it speaks against another reading
	signOverAll = 0.98
	signShown   = 0.5 // before a digit at the head of a figure may be one
)

// loneScores notes what the net of signs makes of a picture that may be one sign.
func (t *Text) loneScores(g *raster.Gray) {
	if s, ok := signs.Read(g, 0, g.W); ok {
		t.signs = &s
	}
}

// barredScore is how likely a comparator with a bar is; two bars are one.
func barredScore(s *signs.Scores, bar rune) float32 {
	if bar == '≤' {
		return s.Of('≤') + s.Of('≦')
	}
	return s.Of('≥') + s.Of('≧')
}

// signScore is how likely a comparator is by its picture.
func signScore(s *signs.Scores, r rune) float32 {
	switch r {
	case '≤', '≦', '≥', '≧':
		return barredScore(s, folded(r))
	}
	return s.Of(narrow(r))
}

// folded is a comparator with one bar for two.
func folded(r rune) rune {
	switch r {
	case '≦':
		return '≤'
	case '≧':
		return '≥'
	}
	return r
}

// likeliestSign is the comparator that the picture shows likeliest, and how likely.
func likeliestSign(s *signs.Scores) (rune, float32) {
	best, most := rune(0), float32(0)
	for _, r := range [...]rune{'<', '>', '≤', '≥', '='} {
		if p := signScore(s, r); p > most {
			best, most = r, p
		}
	}
	return best, most
}

// weighSign weighs a lone comparator that shape and the text's net read by what the net
// of signs makes of it.
func (t *Text) weighSign() {
	if t.signs == nil || !t.Comparator() {
		return
	}
	read, at := t.Chars[0].Rune, t.Chars[0].At
	best, p := likeliestSign(t.signs)
	switch {
	case signScore(t.signs, read) >= signSure:
		t.agree(read, at)
	case folded(narrow(read)) == best:
	case p >= signOverAll && !t.Sure():
		was := t.String()
		t.agree(best, at)
		t.other(was)
	case p >= signLikely:
		t.lower(atUnclear, SignUnclear)
		t.other(string(best))
	}
}

// bothLooks reads a lone comparator from what two looks at it show together, where
// neither is sure alone or they differ.
func (t *Text) bothLooks(second *Text) bool {
	if t.signs == nil || second.signs == nil || !t.Comparator() || t.certain && second.certain && t.Same(second.String()) {
		return false
	}
	var best rune
	most, sum := float32(0), float32(0)
	for _, r := range [...]rune{'<', '>', '≤', '≥', '='} {
		p := signScore(t.signs, r) * signScore(second.signs, r)
		if sum += p; p > most {
			best, most = r, p
		}
	}
	sum += t.signs.Of(signs.Other)*second.signs.Of(signs.Other) + t.signs.Of('-')*second.signs.Of('-')
	if sum == 0 || most < signSure*sum || min(signScore(t.signs, best), signScore(second.signs, best)) < leastLook {
		return false
	}
	if _, bar := barePair(best); best != bar && (t.traced || second.traced) {
		return false
	}
	if best != folded(narrow(t.Chars[0].Rune)) {
		t.agree(best, t.Chars[0].At)
	} else {
		t.agree(t.Chars[0].Rune, t.Chars[0].At)
	}
	return true
}

// leastLook is what either of two looks must give a sign that both together show.
const leastLook = 0.5

// agree makes a sure sign of a text.
func (t *Text) agree(r rune, at int) {
	s := lone(r, at, max(loneSign, t.Confidence))
	s.signs, s.certain = t.signs, true
	*t = s
}

// misread reads a sign that the text's net takes for another character, which says
// nothing of it; a figure that it is sure of is doubted at most. It reports whether the
// text is a sign now.
func (t *Text) misread() bool {
	if t.signs == nil || len(t.Chars) > 1 || t.Comparator() {
		return false
	}
	best, p := likeliestSign(t.signs)
	if p < signSure || len(t.Chars) == 1 && character(t.Chars[0].Rune, t.Confidence) {
		return false
	}
	was, at := t.String(), 0
	if len(t.Chars) > 0 {
		at = t.Chars[0].At
	}
	if len(t.Chars) == 1 && t.Confidence >= sureProse {
		t.lower(atUnclear, SignUnclear)
		t.other(string(best))
		return false
	}
	t.agree(best, at)
	if p < signOverAll {
		t.lower(atUnclear, SignUnclear)
	}
	t.other(was)
	return true
}

// leadingSign reads a comparator before a figure for which the net reads a digit: of ≥
// that lost its point a copier leaves 2, surely and in both looks. Of 440 figures of 28
// drawn pages that begin with a digit none looks like a sign; the eight that were signs
// do so by 0.94 and more.
func (t *Text) leadingSign(g *raster.Gray) {
	if len(t.Chars) < 2 || !unicode.IsDigit(t.Chars[0].Rune) || !unicode.IsDigit(t.Chars[1].Rune) {
		return
	}
	s, ok := t.scoresAt(0, g)
	if !ok {
		return
	}
	best, p := likeliestSign(s)
	if p < signShown {
		return
	}
	was, digit := t.String(), t.Chars[0].Rune
	t.Chars[0].Rune = best
	if p < signLikely {
		signed := t.String()
		t.Chars[0].Rune = digit
		t.lower(atUnclear, SignUnclear)
		t.other(signed)
		return
	}
	t.lower(atDiffer, SignUnclear)
	t.other(was)
}

// scoresAt is what the net of signs makes of the character at i of a text, ok false
// where it is no sign to it.
func (t *Text) scoresAt(i int, g *raster.Gray) (*signs.Scores, bool) {
	const apart = 4 // columns that are the sign's own
	from, to := 0, g.W
	if i > 0 {
		from = lightest(g, t.Chars[i-1].At+apart, t.Chars[i].At-apart)
	}
	if i+1 < len(t.Chars) {
		to = lightest(g, t.Chars[i].At+apart, t.Chars[i+1].At-apart)
	}
	s, ok := signs.Read(g, from, to)
	if !ok || s.Of(signs.Other) > 0.5 {
		return nil, false
	}
	return &s, true
}

// lightest is the column between two with the least ink.
func lightest(g *raster.Gray, from, to int) int {
	from, to = max(from, 0), min(to, g.W-1)
	best, most := (from+to)/2, -1
	for x := from; x <= to; x++ {
		sum := 0
		for y := range g.H {
			sum += int(g.Pix[y*g.W+x])
		}
		if sum > most {
			best, most = x, sum
		}
	}
	return best
}
