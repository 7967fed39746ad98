package words

import (
	"slices"
	"strings"
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

type comparatorTable struct{ front, back []Comparator }

var comparators = readComparators()

func readComparators() comparatorTable {
	var t comparatorTable
	for _, f := range rows("comparators.tsv", 5) {
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
	return t
}

// Front are the comparators that stand in front of a number, Back those behind a
// number and its unit; longer words come first. Neither may be changed.
func Front() []Comparator { return comparators.front }

// Back are the comparators behind a number: 以上, 以内.
func Back() []Comparator { return comparators.back }
