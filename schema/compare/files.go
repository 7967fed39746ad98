package compare

import (
	"path"
	"strings"

	"github.com/pbt-cli/pbt/indicator/fold"
)

// similarFile is the least likeness of two file names that makes them partners.
const similarFile = 0.75

// Files pairs the paths of two folders: the same path, the same but for the
// ending, the same but for a year in it, else similar ones, with the best
// assignment of all. It gives for each old path the index of its partner, or -1.
func Files(old, new []string) []int {
	out := make([]int, len(old))
	for i := range out {
		out[i] = -1
	}
	taken := make([]bool, len(new))
	stem := func(p string) string { return strings.TrimSuffix(p, path.Ext(p)) }
	keys := []func(string) string{
		func(p string) string { return p },
		stem,
		func(p string) string { return withoutYear(stem(p)) },
	}
	for _, key := range keys {
		waiting := map[string][]int{}
		for j, p := range new {
			if !taken[j] {
				waiting[key(p)] = append(waiting[key(p)], j)
			}
		}
		for i, p := range old {
			if w := waiting[key(p)]; out[i] < 0 && len(w) > 0 {
				out[i], taken[w[0]] = w[0], true
				waiting[key(p)] = w[1:]
			}
		}
	}
	var oldLeft, newLeft []int
	for i := range old {
		if out[i] < 0 {
			oldLeft = append(oldLeft, i)
		}
	}
	for j := range new {
		if !taken[j] {
			newLeft = append(newLeft, j)
		}
	}
	pairs := assign(len(oldLeft), len(newLeft), func(l, r int) float64 {
		like := likeness(withoutYear(fold.Plain(stem(path.Base(old[oldLeft[l]])))), withoutYear(fold.Plain(stem(path.Base(new[newLeft[r]])))))
		if like < similarFile {
			return 0
		}
		return like
	})
	for l, r := range pairs {
		if r >= 0 {
			out[oldLeft[l]] = newLeft[r]
		}
	}
	return out
}
