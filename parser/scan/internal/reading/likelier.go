package reading

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/pbt-cli/pbt/parser/scan/internal/net"
	"github.com/pbt-cli/pbt/parser/scan/internal/pairs"
)

// How an unsure character is weighed by its neighbours.
const (
	weakChar     = 0.8  // a character as likely is not weighed
	leastSeen    = 1e-4 // the net must see a character at least so likely
	mostSeen     = 8    // so many are weighed
	pairWeight   = 1.0  // what a pair of characters says, against what the net sees
	likelierBy   = 0.5  // by so much, in logarithms, must another be likelier
	rareDash     = 2.5  // by so much rarer than 一 is a dash between two Chinese characters
	columnsApart = 1    // so many columns beside its own a character may be seen at
)

// candidate is a character that may stand at a place, and the logarithm of what
// the net sees of it.
type candidate struct {
	r    rune
	seen float64
}

// Likelier weighs unsure characters between Chinese ones: where the net sees
// another in the same place, and that makes words with its neighbours which this
// one does not, it is taken, and named. A text that is a word of the domain stays.
func (t *Text) Likelier(c *net.Columns, w *Words) {
	t.unbacked()
	if !w.Knows(t.String()) {
		t.twin()
	}
	was := t.String()
	t.joinDashes()
	if len(t.Chars) < 2 {
		return
	}
	lattice := make([][]candidate, len(t.Chars))
	open := false
	for i, ch := range t.Chars {
		lattice[i] = []candidate{{ch.Rune, math.Log(float64(ch.P) + 1e-9)}}
		switch {
		case t.amongHan(i):
			one := candidate{'一', lattice[i][0].seen - likelierBy}
			if i > 0 {
				one.seen += rareDash
			}
			lattice[i] = append(lattice[i], one)
		case ch.P < weakChar && t.Confidence < weakChar && weighed(ch.Rune):
			lattice[i] = append(lattice[i], seenAt(c, ch)...)
		}
		open = open || len(lattice[i]) > 1
	}
	if !open {
		return
	}
	changed, known := false, w.Knows(was)
	for i, r := range best(lattice) {
		if r != t.Chars[i].Rune && !known {
			t.Chars[i].Rune, changed = r, true
		}
	}
	switch {
	case changed:
		t.lower(atMended, WordMended)
		t.other(was)
	case len(t.Reasons) == 0 && t.String() == was:
		t.backed(lattice)
	}
}

// How much the words around a character must say for it before they make it surer, how
// likely the net itself must find it, and how sure that makes it.
const (
	backedBy   = 3.5
	leastRaise = 0.25
	backedChar = 0.82
)

// backed makes weak characters surer that make words with those beside them, where
// nothing else that the net sees in their place does.
func (t *Text) backed(lattice [][]candidate) {
	for i, list := range lattice {
		ch := &t.Chars[i]
		if len(list) < 2 || ch.P < leastRaise || !unicode.Is(unicode.Han, ch.Rune) {
			continue
		}
		own, next := t.worth(i, list[0]), math.Inf(-1)
		for _, c := range list[1:] {
			next = max(next, t.worth(i, c))
		}
		before, behind := t.beside(i, 1)
		if own >= next+backedBy && (paired(before, ch.Rune) || paired(ch.Rune, behind)) {
			ch.P = max(ch.P, backedChar)
		}
	}
	t.weakest()
}

// aloneChar is the probability below which a Chinese character must make words with
// those beside it. What the net reads in place of one that it knows badly has as much.
const aloneChar = 0.93

// unbacked doubts characters that are hardly sure where they make no word with either
// of two Chinese ones beside them.
func (t *Text) unbacked() {
	for i, ch := range t.Chars {
		before, behind := t.beside(i, 1)
		if ch.P >= aloneChar || !unicode.Is(unicode.Han, ch.Rune) || before == pairs.Edge && behind == pairs.Edge {
			continue
		}
		if !paired(before, ch.Rune) && !paired(ch.Rune, behind) {
			t.lower(besideWord, Weak)
		}
	}
}

// twins are characters side by side that a scan makes of each other, however sure the net
// is of either, and twinBy is how much likelier, in logarithms, the words around one must
// make it than the other.
const (
	twins  = "人入土士干千末未己已"
	twinBy = 3.0
)

// twinOf is the twin of a character, 0 where it has none.
func twinOf(r rune) rune {
	all := []rune(twins)
	k := slices.Index(all, r)
	if k < 0 {
		return 0
	}
	return all[k^1]
}

// twin mends a character that makes no word with those beside it where its twin does. It
// stays a doubt.
func (t *Text) twin() {
	for i, ch := range t.Chars {
		other := twinOf(ch.Rune)
		before, behind := t.beside(i, 1)
		if other == 0 || paired(before, ch.Rune) || paired(ch.Rune, behind) || !paired(before, other) && !paired(other, behind) {
			continue
		}
		if follows(before, other)+follows(other, behind) >= follows(before, ch.Rune)+follows(ch.Rune, behind)+twinBy {
			was := t.String()
			t.Chars[i].Rune = other
			t.lower(atMended, WordMended)
			t.other(was)
		}
	}
}

// worth is what the net sees of a character at i and what those beside it say for it.
func (t *Text) worth(i int, c candidate) float64 {
	sum := c.seen
	if i > 0 {
		sum += pairWeight * follows(t.Chars[i-1].Rune, c.r)
	}
	if i+1 < len(t.Chars) {
		sum += pairWeight * follows(c.r, t.Chars[i+1].Rune)
	}
	return sum
}

// dash recognises what the net makes of 一 in thin type.
func dash(r rune) bool { return r == '-' || r == '—' || r == '–' || r == '－' }

// joinDashes makes one of dashes side by side.
func (t *Text) joinDashes() {
	kept := t.Chars[:0:0]
	for i, ch := range t.Chars {
		if i > 0 && dash(ch.Rune) && dash(t.Chars[i-1].Rune) && ch.Rune == t.Chars[i-1].Rune && ch.Rune == '-' {
			continue
		}
		kept = append(kept, ch)
	}
	t.Chars = kept
}

// amongHan recognises a dash that stands where 一 may: beside Chinese characters
// alone, and not behind a date.
func (t *Text) amongHan(i int) bool {
	if i > 1 && strings.ContainsRune("年月日", t.Chars[i-1].Rune) && unicode.IsDigit(t.Chars[i-2].Rune) {
		return false
	}
	return dash(t.Chars[i].Rune) &&
		(i == 0 || unicode.Is(unicode.Han, t.Chars[i-1].Rune)) &&
		i+1 < len(t.Chars) && unicode.Is(unicode.Han, t.Chars[i+1].Rune)
}

// weighed reports whether a character may stand in the place of a Chinese one:
// figures and signs are none.
func weighed(r rune) bool {
	return unicode.Is(unicode.Han, r) || unicode.IsLetter(r)
}

// seenAt gives the other Chinese characters that the net sees where one was read.
func seenAt(c *net.Columns, ch Char) []candidate {
	col := ch.At / net.Step
	var out []candidate
	for i := max(0, col-columnsApart); i <= min(c.Len()-1, col+columnsApart); i++ {
		for _, l := range c.At(i) {
			r := net.Chars()[l.Char]
			if l.Char == nobody || l.P < leastSeen || r == ch.Rune || !unicode.Is(unicode.Han, r) {
				continue
			}
			seen := math.Log(float64(l.P)) - likelierBy
			if k := slices.IndexFunc(out, func(o candidate) bool { return o.r == r }); k >= 0 {
				out[k].seen = max(out[k].seen, seen)
			} else {
				out = append(out, candidate{r, seen})
			}
		}
	}
	slices.SortFunc(out, func(a, b candidate) int {
		switch {
		case a.seen > b.seen:
			return -1
		case a.seen < b.seen:
			return 1
		}
		return int(a.r - b.r)
	})
	return out[:min(len(out), mostSeen)]
}

// best is the likeliest way through the candidates.
func best(lattice [][]candidate) []rune {
	type step struct {
		score float64
		from  int
	}
	steps := make([][]step, len(lattice))
	for i, list := range lattice {
		steps[i] = make([]step, len(list))
		for k, o := range list {
			steps[i][k] = step{score: o.seen}
			if i == 0 {
				continue
			}
			top := step{score: math.Inf(-1)}
			for j, before := range lattice[i-1] {
				if s := steps[i-1][j].score + pairWeight*follows(before.r, o.r); s > top.score {
					top = step{s, j}
				}
			}
			steps[i][k] = step{top.score + o.seen, top.from}
		}
	}
	last := steps[len(steps)-1]
	at := 0
	for k := range last {
		if last[k].score > last[at].score {
			at = k
		}
	}
	out := make([]rune, len(lattice))
	for i := len(lattice) - 1; i >= 0; i-- {
		out[i] = lattice[i][at].r
		at = steps[i][at].from
	}
	return out
}

// follows is what a pair says: nothing of what is not Chinese but that words end
// and begin there.
func follows(a, b rune) float64 {
	if !unicode.Is(unicode.Han, a) {
		a = pairs.Edge
	}
	if !unicode.Is(unicode.Han, b) {
		b = pairs.Edge
	}
	return pairs.Follows(a, b)
}
