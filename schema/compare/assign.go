package compare

import "math"

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

// groups parts the graph of possible pairs into its connected components.
func groups(lefts, rights int, score func(l, r int) float64) []group {
	parent := make([]int, lefts+rights)
	for i := range parent {
		parent[i] = i
	}
	find := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	for l := range lefts {
		for r := range rights {
			if score(l, r) > 0 {
				parent[find(l)] = find(lefts + r)
			}
		}
	}
	at := map[int]int{}
	var out []group
	of := func(i int) *group {
		root := find(i)
		g, ok := at[root]
		if !ok {
			g = len(out)
			at[root] = g
			out = append(out, group{})
		}
		return &out[g]
	}
	for l := range lefts {
		g := of(l)
		g.lefts = append(g.lefts, l)
	}
	for r := range rights {
		g := of(lefts + r)
		g.rights = append(g.rights, r)
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
