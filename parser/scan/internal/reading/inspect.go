package reading

import (
	"slices"
	"strings"
	"unicode"

	"github.com/pbt-cli/pbt/parser/scan/internal/net"
	"github.com/pbt-cli/pbt/parser/scan/internal/raster"
	"github.com/pbt-cli/pbt/parser/scan/internal/shape"
	signs "github.com/pbt-cli/pbt/parser/scan/internal/sign"
)

// Widths in the picture of a line, in pixels.
const (
	loneWidth  = 90 // a line of one or two characters is narrower
	charReach  = 26 // from a character's column to its edge
	halfReach  = 8  // by so much less where it is half as wide
	gapWidth   = 66 // between two columns that lie further apart stands another character
	firstReach = 30 // from the first column to the left edge of its character
	lastReach  = 36 // from the last column to the right edge
	ringsReach = 38 // from a sign's column to its third ring
)

// The confidence that a fault leaves at most.
const (
	atInkUnread = 0.4
	atUnclear   = 0.5
	atDiffer    = 0.6
	atMended    = 0.7
	atSpeck     = 0.85

	atSpeckBehind = 0.9
	loneSign      = 0.9
)

// Look reads one picture of a line from the net's columns and checks it by shape.
func Look(c *net.Columns, g *raster.Gray) Text {
	t := decode(c)
	bare := t.String()
	l := shape.Of(g)
	if g.W < loneWidth {
		t.loneScores(g)
		if s, ok := sign(&t, c, l); ok {
			s.signs = t.signs
			s.weighSign()
			s.traceBar(c)
			return s
		}
		if t.misread() {
			t.traceBar(c)
			return t
		}
	}
	t.comparators(c, g)
	t.leadingSign(g)
	t.percents(c, l)
	t.doubleBars(l)
	t.figure()
	t.gaps(c, l)
	t.edges(l)
	t.unlearn(c)
	if t.Confidence < sureFigures {
		t.other(secondReading(&t, c))
	}
	t.other(bare)
	return t
}

// sign reads a lone sign by its shape; false where the net's reading stands.
func sign(t *Text, c *net.Columns, l *shape.Line) (Text, bool) {
	var one rune // the only character that the net reads
	at := 0
	if len(t.Chars) > 0 {
		at = t.Chars[0].At
	}
	if len(t.Chars) == 1 {
		one = t.Chars[0].Rune
	}
	digit := unicode.IsDigit(one) && t.Confidence > 0.7
	if s := l.Sign(); s != 0 && (!digit || s == '-') && !character(one, t.Confidence) {
		return compareSign(t, c, l, one, s, at), true
	}
	if len(t.Chars) <= 2 && l.Percent() && one != '%' && !unicode.Is(unicode.Han, one) {
		s := lone('%', at, 0.8)
		s.lower(0.8, RingsUnclear)
		s.other(t.String())
		return s, true
	}
	if isRound(one) && l.Zero() && zero(c, at) >= sureFigures {
		return lone('0', at, zero(c, at)), true
	}
	if isPercent(one) || len(t.Chars) == 2 && ringApart(t.Chars[0].Rune, t.Chars[1].Rune, l.Aspect()) {
		return lonePercent(t, l), true
	}
	return Text{}, false
}

func isPercent(r rune) bool { return r == '%' || r == '‰' }

// ringApart reports whether two characters are a per cent sign one ring of which was
// read as a character of its own. Before the sign that takes a picture as narrow as
// one sign: no figure stands so close to it.
func ringApart(first, second rune, aspect float64) bool {
	if first == '%' && isRound(second) {
		return true
	}
	return isRound(first) && isPercent(second) && aspect > 0 && aspect < percentAspect
}

// character recognises a Chinese character that is read without a doubt: its strokes
// may look like an angle. A stroke or two may be a sign all the same.
func character(r rune, confidence float32) bool {
	return confidence >= sureProse && unicode.Is(unicode.Han, r) && !strings.ContainsRune("一二三人入八《》", r)
}

// compareSign weighs the sign seen by shape against the one that the net reads.
func compareSign(t *Text, c *net.Columns, l *shape.Line, read, seen rune, at int) Text {
	switch {
	case seen == '<' || seen == '>':
		return angle(t, c, l, read, seen, at)
	case seen == '≧' || seen == '≦': // the net knows neither
		return lone(seen, at, loneSign)
	case read == seen || seen == '-' && (read == '—' || read == '一' || read == '–'):
		return lone(seen, at, 1)
	}
	s := lone(seen, at, loneSign)
	if len(t.Chars) > 0 && t.Confidence > 0.9 && comparator(read) {
		s.lower(atUnclear, SignUnclear)
	}
	s.other(t.String())
	return s
}

// angle weighs an angle, which may have lost its bar.
func angle(t *Text, c *net.Columns, l *shape.Line, read, seen rune, at int) Text {
	if read == seen && t.Confidence >= sureFigures && l.Aspect() >= barless && l.Under() < barLeft {
		s := lone(seen, at, loneSign)
		s.angular = true
		s.other(string(withBar(seen)))
		return s
	}
	// A bar is sooner lost than invented, and a form says ≤ and ≥ far oftener.
	if read == withBar(seen) || barSeen(c, at, seen) {
		s := lone(withBar(seen), at, atUnclear)
		s.lower(atUnclear, SignUnclear)
		s.other(string(seen))
		return s
	}
	s := Angle(seen)
	s.Chars[0].At = at
	return s
}

// Angle is a lone < or > by its shape, which may have lost its bar.
func Angle(seen rune) Text {
	s := lone(seen, 0, atUnclear)
	s.angular = true
	s.lower(atUnclear, SignUnclear)
	s.other(string(withBar(seen)))
	return s
}

// An angle that never had a bar is as wide as high, and nothing is left below it.
// Of 324 drawn angles, 100 of which had lost a slanted bar, none of those is so wide.
const (
	barless = 1.0
	barLeft = 0.06
)

func withBar(sign rune) rune {
	if sign == '<' {
		return '≤'
	}
	return '≥'
}

func comparator(r rune) bool {
	switch r {
	case '≥', '≤', '<', '>', '=', '≧', '≦':
		return true
	}
	return false
}

// How a comparator in a text is weighed.
const (
	barOftener  = 6.0  // forms say ≤ and ≥ so many times as often as < and >
	signsAlone  = 0.75 // what the net must give comparators together before one is surer
	barSure     = 0.99 // what a bar must be likely by before it is put where none was read
	sureByOften = 0.9  // how sure that makes at most
)

// What must be left of a bar, against the angle, before one without is doubted: to the
// net that reads text, and to it and the net of signs together. Of 73 drawn angles that
// had lost their bars in small type and in black and white, each has the one or the
// other; of 491 that never had one, every third. Where barKept is left it is put back: so much have
// two in three of the former, and 1 in 200 of the latter.
const (
	barKept       = 0.1
	barTraced     = 0.02
	barTracedBoth = 2e-5
)

// comparators weighs < against ≤ in a text, and > against ≥: what the net sees of
// both, what the sign's own picture says, and how often forms say either. A bar is
// sooner lost than invented.
func (t *Text) comparators(c *net.Columns, g *raster.Gray) {
	changed := false
	for i := range t.Chars {
		ch := &t.Chars[i]
		angle, bar := barePair(ch.Rune)
		bare := narrow(ch.Rune) == angle
		if angle == 0 || ch.P >= sureByOften && !bare || bare && t.equals(i+1) {
			continue
		}
		open, barred, others := signsAt(c, ch.At, angle, bar)
		traced, kept := barred >= barTraced*open, barred >= barKept*open
		s, shown := t.scoresAt(i, g)
		if shown {
			open, barred, others = open*s.Of(angle), barred*barredScore(s, bar), others*s.Of(signs.Other)
			traced = traced || barred >= barTracedBoth*open
		}
		weighed := barred * barOftener / (barred*barOftener + open)
		alone := open+barred >= signsAlone*(open+barred+others)
		switch {
		case ch.Rune == bar && alone:
			ch.P = max(ch.P, min(weighed, sureByOften))
		case bare && weighed > 0.5:
			was := t.String()
			if ch.Rune, ch.P = bar, min(weighed, sureByOften); weighed < barSure || !shown {
				ch.P = min(weighed, atDiffer)
				t.lower(atDiffer, SignUnclear)
				t.other(was)
			}
		case bare && traced:
			was := t.replaced(i, bar)
			if kept {
				was, ch.Rune, ch.P = t.String(), bar, atDiffer
			}
			t.lower(atDiffer, SignUnclear)
			t.other(was)
		case bare && alone:
			ch.P = max(ch.P, min(1-weighed, sureByOften))
		}
		changed = true
	}
	if changed {
		t.weakest()
	}
}

// traceBar doubts a lone angle of whose bar the net that reads text sees something.
func (t *Text) traceBar(c *net.Columns) {
	if len(t.Chars) != 1 || c == nil {
		return
	}
	ch := t.Chars[0]
	angle, bar := barePair(ch.Rune)
	if angle == 0 || narrow(ch.Rune) != angle {
		return
	}
	if open, barred, _ := signsAt(c, ch.At, angle, bar); barred >= barTraced*open && barred > 0 {
		t.traced, t.certain = true, false
		t.lower(atUnclear, SignUnclear)
		t.other(string(bar))
	}
}

// equals reports whether a character is an equals sign.
func (t *Text) equals(i int) bool { return i < len(t.Chars) && narrow(t.Chars[i].Rune) == '=' }

// replaced is the text with another character at i.
func (t *Text) replaced(i int, r rune) string {
	var b strings.Builder
	for k, c := range t.Chars {
		if k == i {
			c.Rune = r
		}
		b.WriteRune(c.Rune)
	}
	return b.String()
}

// barSeen reports whether a lone angle is likelier to have had a bar, by what the
// net sees of either and by how often forms say them.
func barSeen(c *net.Columns, at int, seen rune) bool {
	if c == nil {
		return false
	}
	bare, barred, _ := signsAt(c, at, seen, withBar(seen))
	return barred*barOftener > bare
}

// barePair is the angle that a comparator is, and the same with its bar; 0 for what
// is none.
func barePair(r rune) (angle, bar rune) {
	switch r {
	case '<', '＜', '≤':
		return '<', '≤'
	case '>', '＞', '≥':
		return '>', '≥'
	}
	return 0, 0
}

// signsAt is what the net gives an angle, the same with a bar, and all other
// characters at a column.
func signsAt(c *net.Columns, at int, angle, bar rune) (bare, barred, others float32) {
	for _, l := range c.At(min(at/net.Step, c.Len()-1)) {
		switch r := net.Chars()[l.Char]; {
		case l.Char == nobody:
		case narrow(r) == angle:
			bare += l.P
		case r == bar:
			barred += l.P
		default:
			others += l.P
		}
	}
	return bare, barred, others
}

// weakest sets the confidence to that of the weakest character, where nothing else
// lowered it further.
func (t *Text) weakest() {
	least := float32(1)
	for _, ch := range t.Chars {
		least = min(least, ch.P)
	}
	if len(t.Reasons) > 0 {
		least = min(least, t.Confidence)
	}
	t.Confidence = least
}

// doubleBars reads ≧ and ≦, which the net never learned: it reads ≥ and ≤.
func (t *Text) doubleBars(l *shape.Line) {
	for i := range t.Chars {
		c := &t.Chars[i]
		switch {
		case c.Rune == '≥' && l.Bars(c.At) == 2:
			c.Rune = '≧'
		case c.Rune == '≤' && l.Bars(c.At) == 2:
			c.Rune = '≦'
		}
	}
}

// How wide a lone sign is against its height: a per cent sign is narrower than
// the one, a per mille sign wider than the other in most typefaces.
const (
	leastAspect    = 0.6  // narrower, a part of the sign is lost
	surelyPercent  = 1.05 // no per mille sign is so narrow
	besidePercent  = 1.1  // nor, but for few, where the net sees no third ring
	percentAspect  = 1.2
	permilleAspect = 1.4
)

// lonePercent tells a lone per cent from a per mille sign by its rings and width.
// What the net sees behind it says nothing there.
func lonePercent(t *Text, l *shape.Line) Text {
	at := t.Chars[0].At
	rings, aspect := l.Rings(at), l.Aspect()
	switch {
	case rings < 3 && aspect > leastAspect && aspect < surelyPercent:
		s := lone('%', at, max(t.Chars[0].P, loneSign))
		s.aspects = []float64{aspect}
		return s
	case rings == 3 && aspect > percentAspect:
		return lone('‰', at, loneSign)
	}
	s := lone('%', at, atUnclear)
	s.aspects = []float64{aspect}
	other := "‰"
	if aspect > permilleAspect || rings == 3 {
		s, other = lone('‰', at, atUnclear), "%"
	}
	s.lower(atUnclear, RingsUnclear)
	s.other(other)
	return s
}

// percents tells % from ‰ in a text. The net was taught both but reads the one for the
// other; it sees the third ring all the same, as a round behind the sign. On 943
// drawn signs of eight typefaces, blurred, small and in black and white, the round
// behind a per cent sign has at most 2e-3, that behind a per mille sign 1e-5 to 1: what
// stands between is told by the width of the sign, and then by the page's others.
func (t *Text) percents(c *net.Columns, l *shape.Line) {
	for i := 0; i < len(t.Chars); i++ {
		if r := t.Chars[i].Rune; isPercent(r) || r == '％' {
			t.percentAt(i, c, l)
		}
	}
	if len(t.Chars) > 0 {
		t.weakest()
	}
}

// percentAt tells % from ‰ at one place.
func (t *Text) percentAt(i int, c *net.Columns, l *shape.Line) {
	ch := &t.Chars[i]
	if i+1 < len(t.Chars) && isRound(t.Chars[i+1].Rune) && t.Chars[i+1].At-ch.At < ringsReach {
		t.Chars = append(t.Chars[:i+1], t.Chars[i+2:]...) // the third ring
	}
	rings := l.Rings(ch.At)
	aspect := l.AspectAt(ch.At, t.before(i), t.behind(i))
	round := roundBehind(c, ch.At, t.next(i))
	crowded := t.next(i)-ch.At < crowdedBy
	switch {
	case ch.Rune != '‰' && sureOfTwo(rings, aspect, round, crowded), round < thirdRing && aspect > leastAspect && aspect < surelyPercent:
		ch.Rune = '%'
		t.aspects = append(t.aspects, aspect)
	case round >= sureRing && (i+1 == len(t.Chars) || rings == 3), rings == 3 && round >= thirdRing:
		ch.Rune = '‰'
		ch.P = max(ch.P, loneSign)
	case round >= sureRing, round >= thirdRing && (rings == 3 || aspect > percentAspect):
		ch.Rune = '‰'
		t.unclearPercent('%', i)
	default: // forms say per cent far oftener
		ch.Rune = '%'
		if round < thirdRing {
			t.aspects = append(t.aspects, aspect)
		}
		t.unclearPercent('‰', i)
	}
}

// sureOfTwo reports whether a sign has no third ring: by what is seen of its rings, its
// width against its height and what the net sees of a round behind it, which is nothing
// where the next character is near.
func sureOfTwo(rings int, aspect float64, round float32, crowded bool) bool {
	switch {
	case round >= noRound || rings >= 3:
		return round < surelyNone && !crowded
	case aspect > leastAspect && aspect < besidePercent:
		return true
	}
	return !crowded && (round < surelyNone || rings == 2 && aspect < widestPercent)
}

// How likely the net must find a round behind a sign, and how wide one is at most of
// which two rings are seen. Of 231 lines with drawn per mille signs of eight typefaces 15
// passed for per cent signs before the width counted, and 1 does now.
const (
	surelyNone    = 1e-5   // below, there is none whatever else is seen
	noRound       = 1.5e-4 // below, there is none
	widestPercent = 1.3
	crowdedBy     = 60   // pixels to the next character, in which a third ring has no room of its own
	thirdRing     = 2e-3 // above, there is one
	sureRing      = 5e-2 // above, there is one without a doubt
)

// unclearPercent doubts the sign at i, which may be the other one.
func (t *Text) unclearPercent(other rune, i int) {
	t.lower(atUnclear, RingsUnclear)
	t.other(t.replaced(i, other))
}

// before and behind are the columns up to which the ink of the character at i may go:
// half way to those beside it, or what is left of narrow ones; the line's edges where
// there is none.
func (t *Text) before(i int) int {
	if i == 0 {
		return 0
	}
	last, at := t.Chars[i-1], t.Chars[i].At
	return min((last.At+at)/2, last.At+inkReach(last.Rune, at-last.At))
}

func (t *Text) behind(i int) int {
	if i+1 == len(t.Chars) {
		return net.MaxWidth
	}
	next, at := t.Chars[i+1], t.Chars[i].At
	return max((at+next.At)/2, next.At-inkReach(next.Rune, next.At-at))
}

// inkReach is from the column of a character to the end of its ink, apart at most.
func inkReach(r rune, apart int) int {
	const digit, bracket = 9, 5
	switch {
	case strings.ContainsRune("()", narrow(r)):
		return bracket
	case half(r):
		return digit
	}
	return apart
}

// next is the column in pixels of the character behind the one at i, far off
// where it is the last.
func (t *Text) next(i int) int {
	if i+1 < len(t.Chars) {
		return t.Chars[i+1].At
	}
	return net.MaxWidth
}

// roundBehind is the most that the net gives a round in the columns behind one,
// up to the next character.
func roundBehind(c *net.Columns, at, next int) float32 {
	const columns = 5
	table := net.Chars()
	col := at / net.Step
	var most float32
	for i := col + 1; i < min(c.Len(), col+1+columns, next/net.Step-1); i++ {
		for _, k := range c.At(i) {
			if isRound(table[k.Char]) {
				most = max(most, k.P)
			}
		}
	}
	return most
}

// zero is how likely the net finds a round at a column: alone in a cell, 0, o and O
// are one.
func zero(c *net.Columns, at int) float32 {
	var p float32
	col := at / net.Step
	if c == nil || col >= c.Len() {
		return 0
	}
	for _, k := range c.At(col) {
		if isRound(net.Chars()[k.Char]) {
			p += k.P
		}
	}
	return p
}

func isRound(r rune) bool { return r == '0' || r == 'o' || r == 'O' }

// gaps puts in what was not read between two characters: the character that the
// net half sees there, or none.
func (t *Text) gaps(c *net.Columns, l *shape.Line) {
	scale := t.scale()
	for i := 1; i < len(t.Chars); i++ {
		before, behind := &t.Chars[i-1], &t.Chars[i]
		reach, less, limit := int(charReach*scale), int(halfReach*scale), int(gapWidth*scale)
		if !unicode.Is(unicode.Han, before.Rune) || !unicode.Is(unicode.Han, behind.Rune) {
			reach, limit = charReach, int(gapWidth*min(1, scale*besideMarks))
		}
		from, to := before.At+reach, behind.At-reach
		if half(before.Rune) {
			from, limit = from-less, limit-less
		}
		if half(behind.Rune) {
			to, limit = to+less, limit-less
		}
		if behind.At-before.At <= limit || !l.InkBetween(from, to) {
			if t.dotted(i, l) {
				i++
			}
			continue
		}
		t.lower(atInkUnread, InkUnread)
		ch := halfSeen(c, from, to)
		t.Chars = append(t.Chars[:i], append([]Char{ch}, t.Chars[i:]...)...)
		i++
	}
}

// Where the two characters of a unit per head and year stand nearer than perReach to each
// other, no dot is between them; dotReach is how far from their columns their ink goes.
const (
	perReach = 40
	dotReach = 26
)

// dotted looks for the dot of a unit per head and year (元/人·年) before the character at
// i: the net reads over it. It puts the dot in where its ink is seen, and doubts the text
// where there is room for it. It reports whether the text has grown.
func (t *Text) dotted(i int, l *shape.Line) bool {
	const per = 2 // so many characters before stands the stroke
	before, behind := t.Chars[i-1], t.Chars[i]
	if i < per || narrow(t.Chars[i-per].Rune) != '/' || !strings.ContainsRune("年月日天次", behind.Rune) || !unicode.Is(unicode.Han, before.Rune) ||
		behind.At-before.At < perReach {
		return false
	}
	was := t.String()
	dot := Char{Rune: '·', At: (before.At + behind.At) / 2, half: true}
	with := Text{Chars: slices.Insert(slices.Clone(t.Chars), i, dot)}
	t.lower(atDiffer, InkUnread)
	if !l.DotBetween(before.At+dotReach, behind.At-dotReach) {
		t.other(with.String())
		return false
	}
	t.Chars = with.Chars
	t.other(was)
	return true
}

// besideMarks is by how much further from a Chinese character a bracket or a comma may
// stand: its ink is on one side of it.
const besideMarks = 1.2

// usualPitch is how far apart two Chinese characters usually stand in a line's picture.
const usualPitch = 42

// scale is how large a line's characters are, as a part of what is usual: those of small
// type in a large line stand nearer to each other.
func (t *Text) scale() float64 {
	const least = 3
	var apart []int
	for i := 1; i < len(t.Chars); i++ {
		if unicode.Is(unicode.Han, t.Chars[i-1].Rune) && unicode.Is(unicode.Han, t.Chars[i].Rune) {
			apart = append(apart, t.Chars[i].At-t.Chars[i-1].At)
		}
	}
	if len(apart) < least {
		return 1
	}
	slices.Sort(apart)
	return min(1, float64(max(apart[(len(apart)-1)/2], usualPitch/2))/usualPitch)
}

// half recognises a character half as wide as a Chinese one.
func half(r rune) bool {
	return r < 0x80 && !strings.ContainsRune("%@&mwMWQO<>=+()", r)
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
		return Char{Rune: Unread, At: at, half: true}
	}
	return Char{Rune: net.Chars()[best.Char], At: at, P: best.P, half: true}
}

// edges lowers the confidence where ink stands before the first character or
// behind the last.
func (t *Text) edges(l *shape.Line) {
	if len(t.Chars) == 0 {
		return
	}
	first, last, scale := t.Chars[0], t.Chars[len(t.Chars)-1], t.scale()
	if l.InkBetween(0, first.At-int(firstReach*scale)) {
		t.lower(atInkUnread, InkUnread)
		t.unreadBefore()
	} else if unicode.IsDigit(first.Rune) && l.Before(first.At-net.Step-6) {
		t.lower(atInkUnread, MarkBefore)
	}
	if l.InkBetween(last.At+int(lastReach*scale), l.Width()) {
		t.lower(atInkUnread, InkUnread)
		t.unreadBehind()
	}
}
