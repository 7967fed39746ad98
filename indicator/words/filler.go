package words

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// HeadFillers stand in front of the subject of a value, TailFillers between it and
// the number, the longer ones of one beginning first. Neither may be changed.
func HeadFillers() []string { return headFillers }

// TailFillers are 应达到, 均, 累计 ….
func TailFillers() []string { return tailFillers }

// IsFiller reports whether a text is made of nothing but fillers, spaces and marks.
func IsFiller(s string) bool {
	for s != "" {
		r, n := utf8.DecodeRuneInString(s)
		if strings.ContainsRune(fillerMarks, r) || r >= '①' && r <= '⑳' {
			s = s[n:]
			continue
		}
		w := min(len(s), longestFiller)
		for w > 0 {
			if _, ok := slices.BinarySearch(fillers, s[:w]); ok {
				break
			}
			w--
		}
		if w == 0 {
			return false
		}
		s = s[w:]
	}
	return true
}

// fillerMarks are the marks that carry no meaning of their own.
const fillerMarks = " ()[]【】「」{}:,.。;、\"'“”‘’!★☆▲+±×*-~/—·_"
