package words

import (
	"slices"
	"strings"
)

// looseWords are words that say something of a number and that a noun beside it
// cannot end or begin with, and the longer words that they are only a part of.
type looseWords struct {
	place         string
	words, within []string
}

// loose are the words of a place.
func loose(place string) *looseWords {
	return &looseWordsAt[slices.IndexFunc(looseWordsAt, func(l looseWords) bool { return l.place == place })]
}

// LooseWords are the words of a place of loose.tsv: end, start, alone, inside. They
// must not be changed.
func LooseWords(place string) []string { return loose(place).words }

// EndsLoose reports a noun that ends with what belongs to the number behind it, or
// is nothing else: 双, 除, 以上. StartsLoose is the same of a noun behind a number.
func EndsLoose(noun string) bool {
	return loose("end").at(noun, strings.HasSuffix) || slices.Contains(loose("alone").words, noun)
}

// StartsLoose is told beside EndsLoose.
func StartsLoose(noun string) bool { return loose("start").at(noun, strings.HasPrefix) }

// HoldsLoose reports a noun with such a word in its middle: 收入无增长.
func HoldsLoose(noun string) bool { return loose("inside").at(noun, strings.Contains) }

func (l *looseWords) at(noun string, has func(s, word string) bool) bool {
	for _, word := range l.words {
		if has(noun, word) && !l.isWithin(noun, has) {
			return true
		}
	}
	return false
}

func (l *looseWords) isWithin(noun string, has func(s, word string) bool) bool {
	for _, word := range l.within {
		if has(noun, word) {
			return true
		}
	}
	return false
}
