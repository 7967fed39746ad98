package reading

import (
	"slices"
	"strings"
	"unicode"

	signs "github.com/pbt-cli/pbt/parser/scan/internal/sign"
	"github.com/pbt-cli/pbt/schema/late"
)

// WantsSecond reports whether a second look at a line may tell more of it.
func (t *Text) WantsSecond() bool {
	return t.Confidence < 0.995 || len(t.Chars) <= 6 && figures(t.String())
}

// Settle weighs a second look at a line. Its text is never taken, only noted:
// measured, it loses more rows than it wins. That it agrees makes the text surer.
func (t *Text) Settle(second Text) {
	if t.bothLooks(&second) {
		return
	}
	if plain(second.String()) != plain(t.String()) {
		t.lower(atDiffer, LooksDiffer)
		t.other(second.String())
		return
	}
	if second.String() != t.String() && strings.ContainsAny(second.String()+t.String(), "≧≦") {
		t.lower(atDiffer, LooksDiffer) // ≧ or ≥: what it says is the same
		t.Others = append(t.Others, second.String())
		return
	}
	if t.certain && !second.certain && !t.Barred() {
		t.certain = false
		t.lower(atUnclear, SignUnclear) // the bar of a sign is easily lost
		return
	}
	if t.Confidence > atUnclear && len(t.Reasons) == 0 {
		t.Confidence = max(t.Confidence, second.Confidence)
	}
}

// Outvote takes the text of two later looks that agree with each other and not with the
// first. It stays a doubt. Of 1,200 lines of copies and bilevel scans 1,129 are read
// rightly by one look, and 1,146 so.
func (t *Text) Outvote(one, other Text) {
	if one.Same(t.String()) || !one.Same(other.String()) || one.String() == "" {
		return
	}
	was := *t
	*t = one
	t.other(was.String())
	for _, o := range was.Others {
		t.other(o)
	}
	t.lower(atDiffer, LooksDiffer)
}

// Same reports whether another engine reads a text alike.
func (t *Text) Same(other string) bool { return plain(other) == plain(t.String()) }

// Hear weighs what another engine reads of the line. Where it agrees, that a
// character is weak counts for less; where it reads a figure otherwise, or another
// character or two of prose, that is a doubt. More is no other reading, but another
// text.
func (t *Text) Hear(other string) {
	if t.Same(other) {
		for _, why := range t.Reasons {
			if why != Weak && why != LooksDiffer && why != ForeignEngine {
				return
			}
		}
		t.Confidence, t.Reasons = max(t.Confidence, heard), nil
		return
	}
	own, its := []rune(plain(t.String())), []rune(plain(other))
	if limit := max(1, len(own)/4); distance(own, its, limit) <= limit {
		t.lower(atDiffer, LayerDiffers)
		t.other(other)
	}
}

// heard is the confidence of a text that two engines read alike.
const heard = 0.92

var (
	threes  = late.Regexp(`^[≥≤<>=≧≦]{0,2}[1-9]\d{0,2}(\.\d{3})+(\D|$)`)
	noComma = late.Regexp(`^[≥≤<>=≧≦]{0,2}(\d{1,3}(,\d{3})*,\d{1,2}(\D|$)|\d{4,},\d)|,\d{4}`)
	// perComma is a comma for the dot of a unit per head and year (元/人·年).
	perComma = late.Regexp(`/\p{Han}{1,3}([,，、.．])[年月日天次]`)
	bareDot  = late.Regexp(`^[≥≤<>=≧≦]{1,2}\.\d`) // nor does a form write a part so
)

// brokenRings is what is left of a per cent sign that lost its lower ring: no form has
// it behind a figure.
const brokenRings = `"”″°`

var brokenPercent = late.Regexp(`\d["”″°]+$`)

// What a speck leaves at the end of a text, and at its beginning.
const (
	specksAfter  = ".·．•`'^~|_"
	neverLast    = "!！-—–" // nor do forms end a text with these
	specksBefore = specksAfter + "’,，、"
)

// weakMark is the probability below which a mark at the end of a text is a speck.
const weakMark = 0.9

// longestTidied is the length up to which a cell's text is looked at for specks.
const longestTidied = 24

// Tidy strips what a speck leaves at either end of the only line of a cell, and
// lowers figures that a point or comma may have spoilt.
func (t *Text) Tidy() {
	s := t.String()
	if n := len(t.Chars); n >= 2 && n <= longestTidied && strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) || unicode.IsDigit(r) }) {
		for len(t.Chars) > 1 && strings.ContainsRune(specksAfter, t.Chars[len(t.Chars)-1].Rune) {
			t.Chars = t.Chars[:len(t.Chars)-1]
		}
		behind := n - len(t.Chars)
		if last := t.Chars[len(t.Chars)-1]; len(t.Chars) > 1 && (strings.ContainsRune(neverLast, last.Rune) || last.P < weakMark && strings.ContainsRune(",，、。", last.Rune)) {
			t.Chars = t.Chars[:len(t.Chars)-1]
			t.lower(atSpeck, SpeckStripped)
			t.other(s)
			n--
		}
		for len(t.Chars) > 1 && strings.ContainsRune(specksBefore, t.Chars[0].Rune) {
			t.Chars = t.Chars[1:]
		}
		switch {
		case len(t.Chars) < n-behind:
			t.lower(atSpeck, SpeckStripped)
			t.other(s)
		case behind > 0: // nothing is written with a point behind it
			t.lower(atSpeckBehind, SpeckStripped)
			t.other(s)
		}
	}
	if len(t.Chars) == 1 {
		t.tidySign()
		return
	}
	t.points()
}

// points lowers a figure whose point may be a comma, or the other way round: three
// digits behind a point, or other than three behind a comma.
func (t *Text) points() {
	s := plain(t.String())
	switch {
	case threes().MatchString(s):
		t.lower(atUnclear, PointUnclear)
		t.other(strings.ReplaceAll(t.String(), ".", ","))
	case noComma().MatchString(s):
		t.lower(atUnclear, PointUnclear)
	case bareDot().MatchString(s):
		t.lower(atUnclear, PointUnclear)
		t.other(strings.Replace(t.String(), ".", "", 1))
	case perComma().MatchString(s):
		at := perComma().FindStringSubmatchIndex(t.String())
		t.lower(atUnclear, PointUnclear)
		if at != nil {
			was := t.String()
			t.Chars[len([]rune(was[:at[2]]))].Rune = '·'
			t.other(was)
		}
	case brokenPercent().MatchString(s):
		t.lower(atUnclear, RingsUnclear)
		t.other(strings.TrimRight(t.String(), brokenRings) + "%")
	}
}

// tidySign reads what stands alone in a cell: a bar is a dash there, and what
// the net takes for 》《二 a comparator.
func (t *Text) tidySign() {
	c := &t.Chars[0]
	was := string(c.Rune)
	switch c.Rune {
	case '一', '—', '-', '–':
		c.Rune = '—'
		return
	case '》':
		c.Rune = '≥'
	case '《':
		c.Rune = '≤'
	case '二':
		c.Rune = '='
	case 'M', 'N', 'V', 'W', 'K', 'Z', 'E', 'F', 'I', 'T', 'X', 'Λ', 'Σ':
		t.lower(atUnclear, SignUnclear) // so the net reads comparators that it does not know
		return
	case 'q', 'l', 'O', 'o', 'B', 'D', 'Q':
		c.Rune = []rune(strayDigits.Replace(was))[0]
		t.lower(atUnclear, Weak) // so the net reads figures; a form says none of these alone
		t.other(was)
		return
	case 'b', 'S', '√':
		t.lower(atUnclear, Weak) // and so figures and signs; a form says none of these alone
		return
	default:
		return
	}
	t.lower(atUnclear, SignUnclear)
	t.other(was)
}

// misreadSigns is what the net makes of comparators whose bar is a hairline.
var misreadSigns = strings.NewReplacer("2", "≥", "7", "≥", "Z", "≥", "z", "≥", "》", "≥", "S", "≤", "s", "≤", "5", "≤", "《", "≤",
	":", "=", "：", "=", "二", "=", "-", "=", "—", "=", "一", "=")

// Comparator reports whether a text is a comparator alone.
func (t *Text) Comparator() bool { return len(t.Chars) == 1 && comparator(narrow(t.Chars[0].Rune)) }

// Barred reports whether a text is a comparator with a bar alone.
func (t *Text) Barred() bool {
	return t.Comparator() && strings.ContainsRune("≥≤", t.Chars[0].Rune)
}

// NeverBarred takes back the doubt whether a lone < or > had a bar.
func (t *Text) NeverBarred() {
	if s := t.String(); (s == "<" || s == ">") && len(t.Reasons) == 1 && t.Reasons[0] == SignUnclear && t.angular {
		*t = lone(t.Chars[0].Rune, t.Chars[0].At, loneSign)
	}
}

// AsSign reads a character that stands where a comparator must. What it gives is a
// doubt, unless the net of signs is sure which of them it is.
func AsSign(t Text) Text {
	was, at := t.String(), t.Chars[0].At
	s := lone([]rune(misreadSigns.Replace(was))[0], at, min(t.Confidence, atUnclear))
	if t.signs != nil {
		best, p := likeliestSign(t.signs)
		if rest := 1 - t.signs.Of(signs.Other) - t.signs.Of('-'); p >= signLikely && p >= signOverAll*rest && len(t.Reasons) == 0 {
			s = t
			s.agree(best, at)
			s.other(was)
			return s
		}
		if p >= 0.5 {
			s.Chars[0].Rune = best
		}
	}
	s.lower(atUnclear, SignUnclear)
	s.other(was)
	return s
}

// What a per cent sign leaves where its rings or its stroke are gone: figures and marks,
// which are no units, and letters where the net is not sure of them.
const (
	percentRests   = `0123456789/°。"”“'‘’.,%`
	percentLetters = "oOaAqhdbJ号"
	percentLongest = 3
)

// AsUnit reads what stands where a unit must as the per cent sign that it is left of. What
// it gives is a doubt.
func (t *Text) AsUnit() {
	was := t.String()
	rests := percentRests
	if !t.Sure() {
		rests += percentLetters
	}
	if n := len(t.Chars); n == 0 || n > percentLongest || was == "%" || strings.Trim(was, rests) != "" {
		return
	}
	s := lone('%', t.Chars[0].At, atUnclear)
	s.lower(atUnclear, RingsUnclear)
	s.other("‰")
	s.other(was)
	*t = s
}

// Doubted gives the strongest reason to doubt a text.
func (t *Text) Doubted() Reason {
	if len(t.Reasons) == 0 {
		return Weak
	}
	return t.Reasons[0]
}

// Doubts reports whether a text is doubted for a reason.
func (t *Text) Doubts(why Reason) bool { return slices.Contains(t.Reasons, why) }

// Assure takes the doubt from a text that can be no other.
func (t *Text) Assure() {
	t.Confidence, t.Reasons, t.Others = max(t.Confidence, surePoor), nil, nil
}

// openEnd is how long a cell's text is at least that no colon ends.
const openEnd = 14

// EndOfCell doubts a colon at the end of a cell of so many characters: its prose ends so
// in no form, and of a semicolon a scan leaves as much.
func (t *Text) EndOfCell(chars int) {
	n := len(t.Chars)
	if n == 0 || chars < openEnd || narrow(t.Chars[n-1].Rune) != ':' {
		return
	}
	was := t.String()
	t.Chars[n-1].Rune = '；'
	t.lower(atUnclear, Weak)
	t.other(was)
}

// UnderSeal lowers a text that lies under a dark seal.
func (t *Text) UnderSeal() { t.lower(atUnclear, UnderSeal) }

// WithoutGreys lowers a lone angle of a picture without greys, which loses the bars
// of signs altogether.
func (t *Text) WithoutGreys() {
	if s := t.String(); (s == "<" || s == ">") && !t.certain {
		t.lower(atUnclear, SignUnclear)
	}
}

// BesideInk lowers a text beside which ink was left out.
func (t *Text) BesideInk() { t.lower(atUnclear, InkUnread) }

// Faint lowers a text of which a character is fainter than the rest.
func (t *Text) Faint() { t.lower(besideWord, Weak) }

// UnderPen lowers a text that a hand wrote across.
func (t *Text) UnderPen() { t.lower(atUnclear, UnderPen) }

// CutByEdge lowers a text that the page's edge cuts through. That goes before
// every other reason: what else is unclear comes of it.
func (t *Text) CutByEdge() {
	t.Reasons = slices.Insert(t.Reasons, 0, CutByEdge)
	t.Confidence = min(t.Confidence, atInkUnread)
}
