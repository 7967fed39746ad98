package reading

import (
	_ "embed" // the characters that the net never learned
	"math"
	"strings"
	"sync"
	"unicode"

	"github.com/pbt-cli/pbt/parser/scan/internal/net"
	"github.com/pbt-cli/pbt/parser/scan/internal/pairs"
)

//go:generate go run ./gen NotoSerifCJK-Regular.ttc NotoSansCJK-Regular.ttc
//go:embed unlearned.tsv
var unlearnedTable string

// unlearned are the characters that the net never learned.
type unlearned struct {
	// by has those that may stand where a character or two are read.
	by map[string][]rune
	// blank are those of which nothing may be read.
	blank []rune
}

var unlearnedChars = sync.OnceValue(func() unlearned {
	u := unlearned{by: map[string][]rune{}}
	for row := range strings.Lines(unlearnedTable) {
		char, reads, ok := strings.Cut(strings.TrimSuffix(row, "\n"), "\t")
		if !ok || strings.HasPrefix(row, "#") {
			continue
		}
		is := []rune(char)[0]
		u.blank = append(u.blank, is)
		for _, s := range strings.Fields(reads) {
			u.by[s] = append(u.by[s], is)
		}
	}
	return u
})

// How much likelier, in logarithms, the characters beside it must make one that the net
// never learned than what it read.
const (
	unlearnedTaken = 2.0  // before it is taken
	unlearnedNamed = -5.0 // before what was read is doubted
	unlearnedAhead = 0.5  // than any other of them, where nothing was read
	pairedBy       = 3.0  // than where it ends or begins a word, to be called a pair
)

// unlearn looks for characters that the net never learned: where it read what it reads
// in their place, or nothing, and they make words with those beside them. What it puts
// in is always named, and so is what it leaves for what is nearly as likely.
func (t *Text) unlearn(c *net.Columns) {
	for i := 0; i < len(t.Chars); i++ {
		if t.Chars[i].half {
			t.unreadAt(i)
			continue
		}
		for n := 2; n > 0; n-- {
			if i+n <= len(t.Chars) && t.unlearnAt(i, n, c) {
				break
			}
		}
	}
}

// inPlaceOf are the characters that the net never learned and that may stand where it
// read n from i: what it reads in their place, or where it is not sure, nearly reads.
func (t *Text) inPlaceOf(i, n int, c *net.Columns) []rune {
	by := unlearnedChars().by
	out := by[string([]rune(t.String())[i:i+n])]
	if ch := t.Chars[i]; n == 1 && ch.P < weakChar && c != nil {
		out = out[:len(out):len(out)]
		for _, o := range seenAt(c, ch) {
			if o.seen >= nearlyRead {
				out = append(out, by[string(o.r)]...)
			}
		}
	}
	return out
}

// nearlyRead is the logarithm of the probability from which a character is nearly read.
const nearlyRead = -5

// unlearnAt weighs n characters from i against those that may stand in their place.
func (t *Text) unlearnAt(i, n int, c *net.Columns) bool {
	was := t.String()
	read := []rune(was)[i : i+n]
	before, behind := t.beside(i, n)
	own := 0.0
	for k, last := 0, before; k <= n; k++ {
		next := behind
		if k < n {
			next = read[k]
		}
		own += follows(last, next)
		last = next
	}
	best, most := t.likeliestOf(t.inPlaceOf(i, n, c), before, behind)
	if best == 0 || most < own+unlearnedNamed {
		return false
	}
	if other := t.with(i, n, best); most < own+unlearnedTaken {
		t.lower(atMended, Unlearned)
		t.other(string(other))
		return true
	}
	t.Chars[i].Rune = best
	t.Chars = append(t.Chars[:i+1], t.Chars[i+n:]...)
	t.lower(atMended, Unlearned)
	t.other(was)
	return true
}

// likeliestOf is the one of several characters that make words with those beside it that
// they make likeliest, 0 for none.
func (t *Text) likeliestOf(chars []rune, before, behind rune) (best rune, most float64) {
	most = math.Inf(-1)
	for _, r := range chars {
		if !paired(before, r) && !paired(r, behind) {
			continue
		}
		if p := follows(before, r) + follows(r, behind); p > most {
			best, most = r, p
		}
	}
	return best, most
}

// unreadAt names the character that most likely stands where nothing was read.
func (t *Text) unreadAt(i int) {
	before, behind := t.beside(i, 1)
	r := t.only(before, behind)
	if r == 0 {
		return
	}
	was, read := t.String(), t.Chars[i].Rune
	switch {
	case read == Unread:
		t.other(string(t.with(i, 1, r)))
		return
	case follows(before, r)+follows(r, behind) < follows(before, read)+follows(read, behind)+unlearnedTaken:
		return
	}
	t.Chars[i].Rune = r
	t.lower(atMended, Unlearned)
	t.other(was)
}

// unreadBefore does the same for ink before the first character.
func (t *Text) unreadBefore() {
	if r := t.only(pairs.Edge, t.Chars[0].Rune); r != 0 {
		t.other(string(r) + t.String())
	}
}

// unreadBehind does the same for ink behind the last.
func (t *Text) unreadBehind() {
	if r := t.only(t.Chars[len(t.Chars)-1].Rune, pairs.Edge); r != 0 {
		t.other(t.String() + string(r))
	}
}

// only is the character that alone makes a word with those beside it, 0 for none.
func (t *Text) only(before, behind rune) rune {
	var best rune
	most, second := math.Inf(-1), math.Inf(-1)
	for _, r := range unlearnedChars().blank {
		if !paired(before, r) && !paired(r, behind) {
			continue
		}
		if p := follows(before, r) + follows(r, behind); p > most {
			best, most, second = r, p, most
		} else {
			second = max(second, p)
		}
	}
	if most < second+unlearnedAhead {
		return 0
	}
	return best
}

// paired reports whether two characters stand side by side in words.
func paired(a, b rune) bool {
	if !unicode.Is(unicode.Han, a) || !unicode.Is(unicode.Han, b) {
		return false
	}
	return pairs.Follows(a, b) > pairs.Follows(a, pairs.Edge)+pairs.Follows(pairs.Edge, b)+pairedBy
}

// beside are the characters before and behind n from i.
func (t *Text) beside(i, n int) (before, behind rune) {
	before, behind = pairs.Edge, pairs.Edge
	if i > 0 {
		before = t.Chars[i-1].Rune
	}
	if i+n < len(t.Chars) {
		behind = t.Chars[i+n].Rune
	}
	return before, behind
}

// with is the text with one character in the place of n from i.
func (t *Text) with(i, n int, r rune) []rune {
	text := []rune(t.String())
	out := append(text[:i:i], r)
	return append(out, text[i+n:]...)
}
