package union

import (
	"slices"
	"testing"
)

func TestSets(t *testing.T) {
	s := New(6)
	s.Join(0, 1)
	s.Join(2, 3)
	s.Join(1, 2)
	s.Join(5, 4)
	if got := s.Roots(); !slices.Equal(got, []int{3, 3, 3, 3, 4, 4}) {
		t.Error(got)
	}
}
