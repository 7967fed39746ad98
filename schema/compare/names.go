package compare

import (
	_ "embed"
	"strings"

	"github.com/pbt-cli/pbt/schema/late"
)

// opposites are words that turn a measure into another one, two or more a line,
// tab between: an indicator never becomes its opposite by a new wording.
//
//go:embed opposites.tsv
var oppositesTSV string

// parseOpposites reads the list of opposites.
func parseOpposites(tsv string) [][]string {
	var out [][]string
	for _, line := range strings.Split(tsv, "\n") {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			out = append(out, strings.Split(line, "\t"))
		}
	}
	return out
}

// opposed reports whether two names speak of opposite things: one of the first
// word of a line, the other of another one in its place.
func opposed(pairs [][]string, a, b string) bool {
	for _, words := range pairs {
		for i, w := range words {
			if !strings.Contains(a, w) || strings.Contains(b, w) {
				continue
			}
			for j, o := range words {
				if i != j && strings.Contains(b, o) && !strings.Contains(a, o) {
					return true
				}
			}
		}
	}
	return false
}

// yearWord is a year in a name, with what it brings along.
var yearWord = late.Regexp(`(19|20)\d\d[-—至](19|20)?\d\d(年度?)?|(19|20)\d\d(年度?)?`)

// withoutYear is a name without the years in it.
func withoutYear(name string) string {
	bare := strings.Trim(yearWord().ReplaceAllString(name, ""), "-—_（）() ")
	if bare == "" {
		return name
	}
	return bare
}

// rateTail is the length of what a rate or a degree is called (合格率, 满意度, 完成率).
const rateTail = 3

// likeness is how alike two names are, from 0 to 1: 1 the same, 0.95 the same
// characters in another order. Of two rates or degrees of one kind it is mostly
// what they are of that counts: 路面合格率 is not 桥梁合格率.
func likeness(a, b string) float64 {
	if a == b {
		return 1
	}
	x, y := []rune(a), []rune(b)
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	if isRate(x) && isRate(y) && string(x[len(x)-rateTail:]) == string(y[len(y)-rateTail:]) {
		x, y = x[:len(x)-rateTail], y[:len(y)-rateTail]
		if len(x) == 0 || len(y) == 0 {
			return 0.85 // a qualifier more
		}
		return 0.2 + 0.8*alikeRunes(x, y)
	}
	return alikeRunes(x, y)
}

func isRate(name []rune) bool {
	n := len(name)
	return n >= rateTail && (name[n-1] == '率' || name[n-1] == '度')
}

// alikeRunes is the likeness of two runs of characters.
func alikeRunes(x, y []rune) float64 {
	if string(x) == string(y) {
		return 1
	}
	common := commonRunes(x, y)
	if common == len(x) && common == len(y) {
		return 0.95
	}
	ordered := subsequence(x, y)
	chars := 0.9 * 2 * float64(common) / float64(len(x)+len(y))
	best := max(chars, 2*float64(ordered)/float64(len(x)+len(y)))
	// A qualifier more or less: one name's characters all stand in the other, in order.
	if short := min(len(x), len(y)); ordered == short && short >= 2 {
		best = max(best, 0.85)
	}
	return best
}

// commonRunes counts the characters that two names share, each as often as both
// have it.
func commonRunes(x, y []rune) int {
	have := map[rune]int{}
	for _, r := range x {
		have[r]++
	}
	n := 0
	for _, r := range y {
		if have[r] > 0 {
			have[r]--
			n++
		}
	}
	return n
}

// subsequence is the length of the longest common subsequence.
func subsequence(x, y []rune) int {
	prev, row := make([]int, len(y)+1), make([]int, len(y)+1)
	for _, a := range x {
		for j, b := range y {
			if a == b {
				row[j+1] = prev[j] + 1
			} else {
				row[j+1] = max(prev[j+1], row[j])
			}
		}
		prev, row = row, prev
	}
	return prev[len(y)]
}
