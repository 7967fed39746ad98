// Package union parts things into sets of those that meet, directly or through
// others.
package union

// Sets are the sets of the things 0 to n-1: each thing leads to another of its set,
// and at last to the one that stands for it.
type Sets []int

// New puts each of n things in a set of its own.
func New(n int) Sets {
	s := make(Sets, n)
	for i := range s {
		s[i] = i
	}
	return s
}

// Find is the thing that stands for the set of i.
func (s Sets) Find(i int) int {
	for s[i] != i {
		s[i] = s[s[i]]
		i = s[i]
	}
	return i
}

// Join makes the sets of two things one, for which that of the second stands.
func (s Sets) Join(i, j int) { s[s.Find(i)] = s.Find(j) }

// Roots gives for each thing the one that stands for its set.
func (s Sets) Roots() []int {
	for i := range s {
		s[i] = s.Find(i)
	}
	return s
}
