// Package reading makes text of what the recognition net says of a line: it
// decodes the probabilities, checks by shape what the net is known to mistake,
// and weighs how sure each text is. Whatever lowers the confidence is named.
package reading

import (
	"strings"
	"unicode"

	signs "github.com/pbt-cli/pbt/parser/scan/internal/sign"
)

// Char is a character of a line: the column of the line's picture that it stands
// at, in pixels, and its probability.
type Char struct {
	Rune rune
	At   int
	P    float32
	// half is set of what was put in where no column reads anything.
	half bool
}

// Text is a line as it was read.
type Text struct {
	Chars []Char
	// Confidence is that of the weakest character, lowered by what speaks against
	// it: from 0 to 1, calibrated on drawn scans.
	Confidence float32
	// Reasons are what lowered the confidence, each once.
	Reasons []Reason
	// Others are other readings that something speaks for.
	Others []string
	// asPart is how sure the text is where it is a part of a longer one and need be
	// no word, 0 where that changes nothing.
	asPart float32
	// signs is how likely the signs are where the picture may be of one alone, or nil.
	signs *signs.Scores
	// aspects are the widths of its per cent signs against their heights.
	aspects []float64
	// traced is set of a lone angle of whose bar the net sees something.
	traced bool
	// certain is set of a sign that the net of signs is sure of.
	certain bool
	// angular is set where the shape alone is that of < or >.
	angular bool
}

// Unread stands for ink that nobody read.
const Unread = '\ufffd'

func (t *Text) String() string {
	var b strings.Builder
	for _, c := range t.Chars {
		b.WriteRune(c.Rune)
	}
	return b.String()
}

// lower lowers the confidence for a reason.
func (t *Text) lower(to float32, why Reason) {
	t.Confidence = min(t.Confidence, to)
	for _, r := range t.Reasons {
		if r == why {
			return
		}
	}
	t.Reasons = append(t.Reasons, why)
}

// other notes another reading.
func (t *Text) other(s string) {
	if s == "" || plain(s) == plain(t.String()) {
		return
	}
	for _, o := range t.Others {
		if plain(o) == plain(s) {
			return
		}
	}
	t.Others = append(t.Others, s)
}

// PartOfCell takes back what was held against a text for being no word: it is one
// line of several. Its figures are looked at as those of a whole cell are.
func (t *Text) PartOfCell() {
	t.tidyEnd()
	t.points()
	if t.asPart > t.Confidence && len(t.Reasons) == 1 && t.Reasons[0] == Weak {
		t.Confidence, t.Reasons, t.Others = t.asPart, nil, nil
	}
}

// tidyEnd strips what a speck leaves behind the last Chinese character of a line.
func (t *Text) tidyEnd() {
	was, n := t.String(), len(t.Chars)
	for n > 1 && strings.ContainsRune(specksAfter, t.Chars[n-1].Rune) {
		n--
	}
	if n < len(t.Chars) && unicode.Is(unicode.Han, t.Chars[n-1].Rune) {
		if rest := t.Chars[n:]; len(rest) == 1 && rest[0].Rune == '·' && n > 1 && narrow(t.Chars[n-2].Rune) == '/' {
			return // the dot of a unit (元/人·年) that goes on in the next line
		}
		t.Chars = t.Chars[:n]
		t.lower(atSpeckBehind, SpeckStripped)
		t.other(was)
	}
}

// OfPoorPage asks more of a text on a page of which much cannot be read: what the net is
// nearly sure of is oftener wrong there.
func (t *Text) OfPoorPage() {
	if t.Confidence < surePoor {
		t.lower(min(t.Confidence, besideWord), Weak)
	}
}

// surePoor is the confidence below which a text of a poor page is doubted.
const surePoor = 0.9

// lone makes a text of one sign.
func lone(r rune, at int, confidence float32) Text {
	return Text{Chars: []Char{{Rune: r, At: at, P: confidence}}, Confidence: confidence}
}

// Illegible is the text of ink of which nothing was read.
func Illegible() Text {
	t := lone(Unread, 0, 0)
	t.lower(0, InkUnread)
	return t
}

// plain folds a text to what two looks at it must agree in. Two bars for one
// change nothing of what a comparator says.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return -1
		case r == '≧':
			return '≥'
		case r == '≦':
			return '≤'
		case r == '—' || r == '–' || r == '―':
			return '-'
		}
		return narrow(r)
	}, s)
}

// figures reports whether a text holds a digit or a comparator: a wrong one
// changes what a form says, and asks for more confidence than prose.
func figures(s string) bool {
	return strings.ContainsFunc(s, unicode.IsDigit) || strings.ContainsAny(s, "≥≤<>=＝＜＞≧≦%‰％")
}

// The confidence below which a text is doubted.
const (
	sureProse   = 0.8
	sureFigures = 0.88
)

// Sure reports whether a text may pass without a doubt.
func (t *Text) Sure() bool {
	if figures(t.String()) {
		return t.Confidence >= sureFigures
	}
	return t.Confidence >= sureProse
}
