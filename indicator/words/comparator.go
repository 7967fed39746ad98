package words

import (
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

// Front are the comparators that stand in front of a number, Back those behind a
// number and its unit; longer words come first. Neither may be changed.
func Front() []Comparator { return front }

// Starting are those of Front that s may start with, Ending those that it may end
// with: they share its first or its last character.
func Starting(s string) []Comparator {
	r, _ := utf8.DecodeRuneInString(s)
	at := stretchOf(frontByFirst, r)
	return frontStarting[at.from:at.to]
}

// Ending is told beside Starting.
func Ending(s string) []Comparator {
	r, _ := utf8.DecodeLastRuneInString(s)
	at := stretchOf(frontByLast, r)
	return frontEnding[at.from:at.to]
}

// BackStarting are those of Back that s may start with.
func BackStarting(s string) []Comparator {
	r, _ := utf8.DecodeRuneInString(s)
	at := stretchOf(backByFirst, r)
	return backStarting[at.from:at.to]
}

// Back are the comparators behind a number: 以上, 以内.
func Back() []Comparator { return back }
