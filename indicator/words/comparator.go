package words

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/schema"
)

// Comparator is a comparator in words.
type Comparator struct {
	Word string
	// Op is what the word means.
	Op schema.Op
	// Noun is true where the word compares with a noun as well as with a number.
	Noun     bool
	notAfter string
}

// Fits reports whether the word is a comparator behind this text, and not the end
// of another word: 占比为 is, 作为 is not.
func (c *Comparator) Fits(before string) bool {
	if c.notAfter == "" {
		return true
	}
	last, _ := utf8.DecodeLastRuneInString(before)
	return !strings.ContainsRune(c.notAfter, last)
}

type comparatorTable struct {
	front, back []Comparator
	// starting and ending hold the front ones by their first and last character,
	// backStarting the back ones by their first.
	starting, ending, backStarting map[rune][]Comparator
}

// comparators are read when the first text is looked at.
var comparators = sync.OnceValue(readComparators)

func readComparators() *comparatorTable {
	t := &comparatorTable{}
	for f := range rows(comparatorsTable) {
		c := Comparator{Word: f[0], Op: schema.Op(f[2]), Noun: f[3] == "noun", notAfter: f[4]}
		if f[1] == "front" {
			t.front = append(t.front, c)
		} else {
			t.back = append(t.back, c)
		}
	}
	longer := func(a, b Comparator) int { return len(b.Word) - len(a.Word) }
	slices.SortStableFunc(t.front, longer)
	slices.SortStableFunc(t.back, longer)
	t.starting, t.ending = byRune(t.front, utf8.DecodeRuneInString), byRune(t.front, utf8.DecodeLastRuneInString)
	t.backStarting = byRune(t.back, utf8.DecodeRuneInString)
	return t
}

// byRune sorts comparators by a character, each list in the order of the whole.
func byRune(list []Comparator, of func(string) (rune, int)) map[rune][]Comparator {
	many := make(map[rune]int, len(list))
	for i := range list {
		r, _ := of(list[i].Word)
		many[r]++
	}
	out, room := make(map[rune][]Comparator, len(many)), make([]Comparator, len(list))
	for i := range list {
		r, _ := of(list[i].Word)
		if out[r] == nil {
			out[r], room = room[:0:many[r]], room[many[r]:]
		}
		out[r] = append(out[r], list[i])
	}
	return out
}

// Front are the comparators that stand in front of a number, Back those behind a
// number and its unit; longer words come first. Neither may be changed.
func Front() []Comparator { return comparators().front }

// Starting are those of Front that s may start with, Ending those that it may end
// with: they share its first or its last character.
func Starting(s string) []Comparator {
	r, _ := utf8.DecodeRuneInString(s)
	return comparators().starting[r]
}

// Ending is told beside Starting.
func Ending(s string) []Comparator {
	r, _ := utf8.DecodeLastRuneInString(s)
	return comparators().ending[r]
}

// BackStarting are those of Back that s may start with.
func BackStarting(s string) []Comparator {
	r, _ := utf8.DecodeRuneInString(s)
	return comparators().backStarting[r]
}

// Back are the comparators behind a number: 以上, 以内.
func Back() []Comparator { return comparators().back }
