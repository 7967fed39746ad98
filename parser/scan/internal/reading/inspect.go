package reading

import (
	"unicode"

	"github.com/pbt-cli/pbt/parser/scan/internal/net"
	"github.com/pbt-cli/pbt/parser/scan/internal/raster"
	"github.com/pbt-cli/pbt/parser/scan/internal/shape"
)

// Widths in the picture of a line, in pixels.
const (
	loneWidth  = 90 // a line of one or two characters is narrower
	charReach  = 26 // from a character's column to its edge
	gapWidth   = 66 // between two columns that lie further apart stands another character
	firstReach = 30 // from the first column to the left edge of its character
	lastReach  = 36 // from the last column to the right edge
	ringsReach = 30 // from a sign's column to its third ring
)

// The confidence that a fault leaves at most.
const (
	atInkUnread = 0.4
	atUnclear   = 0.5
	atDiffer    = 0.6
	atMended    = 0.7
	atSpeck     = 0.85
	loneSign    = 0.9
)

// Look reads one picture of a line from the net's columns and checks it by shape.
func Look(c *net.Columns, g *raster.Gray) Text {
	t := decode(c)
	bare := t.String()
	l := shape.Of(g)
	if g.W < loneWidth {
		if s, ok := sign(&t, l); ok {
			return s
		}
	}
	t.percents(l)
	t.figure()
	t.gaps(c, l)
	t.edges(l)
	t.unlearn()
	if t.Confidence < sureFigures {
		t.other(secondReading(&t, c))
	}
	t.other(bare)
	return t
}

// sign reads a lone sign by its shape; false where the net's reading stands.
func sign(t *Text, l *shape.Line) (Text, bool) {
	one := rune(0)
	at := 0
	if len(t.Chars) > 0 {
		at = t.Chars[0].At
	}
	if len(t.Chars) == 1 {
		one = t.Chars[0].Rune
	}
	digit := unicode.IsDigit(one) && t.Confidence > 0.7
	if s := l.Sign(); s != 0 && (!digit || s == '-') {
		return compareSign(t, one, s, at), true
	}
	if len(t.Chars) <= 2 && !(unicode.IsDigit(one) && t.Confidence >= 0.9) && l.Percent() && one != '%' {
		s := lone('%', at, 0.8)
		s.lower(0.8, RingsUnclear)
		s.other(t.String())
		return s, true
	}
	if one == '%' || one == '‰' {
		return lonePercent(t, l), true
	}
	return Text{}, false
}

// compareSign weighs the sign seen by shape against the one that the net reads.
func compareSign(t *Text, read, seen rune, at int) Text {
	switch {
	case read == seen || seen == '-' && (read == '—' || read == '一' || read == '–'):
		return lone(seen, at, 1)
	case seen == '<' && read == '≤', seen == '>' && read == '≥': // a bar is sooner lost than invented
		s := lone(read, at, atUnclear)
		s.lower(atUnclear, SignUnclear)
		s.other(string(seen))
		return s
	}
	s := lone(seen, at, loneSign)
	if len(t.Chars) > 0 && t.Confidence > 0.9 && comparator(read) {
		s.lower(atUnclear, SignUnclear)
	}
	s.other(t.String())
	return s
}

func comparator(r rune) bool {
	switch r {
	case '≥', '≤', '<', '>', '=', '≧', '≦':
		return true
	}
	return false
}

// lonePercent tells per cent from per mille by their rings, and by their width
// where the rings have run together.
func lonePercent(t *Text, l *shape.Line) Text {
	at := t.Chars[0].At
	rings, aspect := l.Rings(at), l.Aspect()
	switch {
	case rings == 2 && aspect < 1.3:
		return lone('%', at, max(t.Confidence, 0.85))
	case rings == 3 && aspect > 1.2:
		return lone('‰', at, 0.85)
	}
	s := lone('%', at, atUnclear)
	if aspect > 1.45 {
		s = lone('‰', at, atUnclear)
	}
	s.lower(atUnclear, RingsUnclear)
	s.other("%")
	s.other("‰")
	return s
}

// percents tells % from ‰ inside a text: by rings, and by the round that the net
// reads as a 0 behind a per cent sign.
func (t *Text) percents(l *shape.Line) {
	for i := 0; i < len(t.Chars); i++ {
		c := &t.Chars[i]
		if c.Rune != '%' && c.Rune != '‰' && c.Rune != '％' {
			continue
		}
		round := i+1 < len(t.Chars) && isRound(t.Chars[i+1].Rune) && t.Chars[i+1].At-c.At < ringsReach+8
		rings := l.Rings(c.At)
		switch {
		case round:
			c.Rune = '‰'
			t.Chars = append(t.Chars[:i+1], t.Chars[i+2:]...)
			if rings != 3 {
				t.lower(atUnclear, RingsUnclear)
			}
		case rings == 3:
			if c.Rune != '‰' {
				t.lower(0.85, RingsUnclear)
			}
			c.Rune = '‰'
		case rings == 2:
			c.Rune = '%'
		case i+1 == len(t.Chars):
			t.percentByWidth(l, c)
		default:
			t.lower(atUnclear, RingsUnclear)
		}
	}
}

// How far the ink of a sign at the end of a line reaches behind its column: a per
// cent sign ends there, a per mille sign has its third ring behind.
const (
	percentReach  = 22
	permilleReach = 28
)

// percentByWidth tells the last sign of a line by its width where its rings have
// run together.
func (t *Text) percentByWidth(l *shape.Line, c *Char) {
	_, last := l.Inked()
	switch behind := last - c.At; {
	case behind <= percentReach && c.Rune != '‰':
		c.Rune = '%'
		t.Confidence = min(t.Confidence, 0.95)
	case behind >= permilleReach:
		t.lower(atUnclear, RingsUnclear)
		was := t.String()
		c.Rune = '‰'
		t.other(was)
	default:
		t.lower(atUnclear, RingsUnclear)
	}
}

func isRound(r rune) bool { return r == '0' || r == 'o' || r == 'O' || r == '°' }

// gaps puts in what was not read between two characters: the character that the
// net half sees there, or none.
func (t *Text) gaps(c *net.Columns, l *shape.Line) {
	for i := 1; i < len(t.Chars); i++ {
		from, to := t.Chars[i-1].At, t.Chars[i].At
		if to-from <= gapWidth || !l.InkBetween(from+charReach, to-charReach) {
			continue
		}
		t.lower(atInkUnread, InkUnread)
		ch := halfSeen(c, from+charReach, to-charReach)
		t.Chars = append(t.Chars[:i], append([]Char{ch}, t.Chars[i:]...)...)
		i++
	}
}

// halfSeen is the likeliest character between two columns that no column reads.
func halfSeen(c *net.Columns, from, to int) Char {
	var best net.Likely
	at := (from + to) / 2
	for i := from / net.Step; i <= min(to/net.Step, c.Len()-1); i++ {
		for _, l := range c.At(i) {
			if l.Char != nobody && l.P > best.P && l.P >= leastAlternative && net.Chars()[l.Char] != ' ' {
				best, at = l, i*net.Step+net.Step/2
			}
		}
	}
	if best.Char == nobody {
		return Char{Unread, at, 0}
	}
	return Char{net.Chars()[best.Char], at, best.P}
}

// edges lowers the confidence where ink stands before the first character or
// behind the last.
func (t *Text) edges(l *shape.Line) {
	if len(t.Chars) == 0 {
		return
	}
	first, last := t.Chars[0], t.Chars[len(t.Chars)-1]
	if l.InkBetween(0, first.At-firstReach) {
		t.lower(atInkUnread, InkUnread)
	} else if unicode.IsDigit(first.Rune) && l.Before(first.At-net.Step-6) {
		t.lower(atInkUnread, MarkBefore)
	}
	if l.InkBetween(last.At+lastReach, l.Width()) {
		t.lower(atInkUnread, InkUnread)
	}
}
