package cmd

import (
	"errors"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
)

// Results are handed on in the order of their turns, few ahead, and none after a failure.
func TestTurns(t *testing.T) {
	const n, ahead, fails = 500, 8, 400
	var got []int
	out := newTurns(ahead, func(i int) error {
		got = append(got, i)
		if i == fails {
			return errors.New("full")
		}
		return nil
	})
	var take sync.Mutex
	taken := 0
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for {
				take.Lock()
				ok := taken < n && out.room(taken)
				turn := taken
				taken++
				take.Unlock()
				if !ok {
					return
				}
				for range rand.IntN(2000) {
				}
				out.mu.Lock()
				if turn >= out.due+ahead {
					t.Errorf("turn %d is worked on before %d is done", turn, out.due)
				}
				out.mu.Unlock()
				if !out.done(turn, turn) {
					return
				}
			}
		})
	}
	all.Wait()
	want := make([]int, fails+1)
	for i := range want {
		want[i] = i
	}
	if !slices.Equal(got, want) || out.failed == nil {
		t.Errorf("handed on %v, failed %v", got, out.failed)
	}
}
