package compare

import (
	"math"
	"slices"
)

// maxAssign bounds the size of one group that is assigned as a whole: the method
// is cubic. A larger group, as only a crafted form has one, is cut into runs of
// this length in printed order.
const maxAssign = 300

// assign pairs lefts with rights so that the sum of the scores is greatest. A
// score of 0 or less is no pair. It gives for each left the index of its right,
// or -1.
func assign(lefts, rights int, score func(l, r int) float64) []int {
	out := make([]int, lefts)
	for i := range out {
		out[i] = -1
	}
	if lefts == 0 || rights == 0 {
		return out
	}
	for _, g := range groups(lefts, rights, score) {
		for len(g.lefts) > 0 && len(g.rights) > 0 {
			ls, rs := g.lefts[:min(maxAssign, len(g.lefts))], g.rights[:min(maxAssign, len(g.rights))]
			for i, j := range hungarian(len(ls), len(rs), func(i, j int) float64 { return score(ls[i], rs[j]) }) {
				if j >= 0 && score(ls[i], rs[j]) > 0 {
					out[ls[i]] = rs[j]
				}
			}
			g.lefts, g.rights = g.lefts[len(ls):], g.rights[len(rs):]
		}
	}
	return out
}

// group is a set of lefts and rights that only pair among themselves.
type group struct{ lefts, rights []int }

// groups parts the graph of possible pairs into its connected components, each in
// printed order.
func groups(lefts, rights int, score func(l, r int) float64) []group {
	ofLeft, ofRight := make([][]int, lefts), make([][]int, rights)
	for l := range lefts {
		for r := range rights {
			if score(l, r) > 0 {
				ofLeft[l], ofRight[r] = append(ofLeft[l], r), append(ofRight[r], l)
			}
		}
	}
	seenLeft, seenRight := make([]bool, lefts), make([]bool, rights)
	var out []group
	for first := range lefts {
		if seenLeft[first] {
			continue
		}
		seenLeft[first] = true
		g := group{lefts: []int{first}}
		for at := 0; at < len(g.lefts); at++ {
			for _, r := range unseen(ofLeft[g.lefts[at]], seenRight) {
				g.rights = append(g.rights, r)
				g.lefts = append(g.lefts, unseen(ofRight[r], seenLeft)...)
			}
		}
		slices.Sort(g.lefts)
		slices.Sort(g.rights)
		out = append(out, g)
	}
	return out
}

// unseen gives those of a list that were not seen yet, and notes that they are.
func unseen(list []int, seen []bool) []int {
	var out []int
	for _, i := range list {
		if !seen[i] {
			seen[i] = true
			out = append(out, i)
		}
	}
	return out
}

// hungarian solves the assignment problem for the greatest sum of scores by
// shortest augmenting paths with potentials (Kuhn and Munkres in the form of
// Jonker and Volgenant), in O(n³).
func hungarian(lefts, rights int, score func(l, r int) float64) []int {
	n := max(lefts, rights)
	cost := func(i, j int) float64 {
		if i >= lefts || j >= rights {
			return 0
		}
		return -max(score(i, j), 0)
	}
	u, v := make([]float64, n+1), make([]float64, n+1)
	match := make([]int, n+1) // match[j] is the row of column j, 1-based
	way := make([]int, n+1)
	for i := 1; i <= n; i++ {
		match[0] = i
		at := 0
		least := make([]float64, n+1)
		used := make([]bool, n+1)
		for j := range least {
			least[j] = math.Inf(1)
		}
		for match[at] != 0 {
			used[at] = true
			row, delta, next := match[at], math.Inf(1), 0
			for j := 1; j <= n; j++ {
				if used[j] {
					continue
				}
				if c := cost(row-1, j-1) - u[row] - v[j]; c < least[j] {
					least[j], way[j] = c, at
				}
				if least[j] < delta {
					delta, next = least[j], j
				}
			}
			for j := 0; j <= n; j++ {
				if used[j] {
					u[match[j]] += delta
					v[j] -= delta
				} else {
					least[j] -= delta
				}
			}
			at = next
		}
		for at != 0 {
			match[at] = match[way[at]]
			at = way[at]
		}
	}
	out := make([]int, lefts)
	for i := range out {
		out[i] = -1
	}
	for j := 1; j <= n; j++ {
		if l := match[j] - 1; l < lefts && j <= rights {
			out[l] = j - 1
		}
	}
	return out
}
