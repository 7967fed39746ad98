package input

import "iter"

// ahead calls f for 0 to n-1, by goroutines of their own up to width calls ahead of
// the result that is asked for, and hands the results out in order. What is left
// when the loop ends early goes to drop. Of width 0 each call is made at its turn.
func ahead[T any](n, width int, f func(int) T, drop func(T)) iter.Seq2[int, T] {
	return func(yield func(int, T) bool) {
		if width = min(width, n); width < 1 {
			for i := 0; i < n && yield(i, f(i)); i++ {
			}
			return
		}
		slots := make([]chan T, width)
		start := func(i int) {
			if i < n {
				go func() { slots[i%width] <- f(i) }()
			}
		}
		for i := range slots {
			slots[i] = make(chan T, 1)
			start(i)
		}
		for i := range n {
			v := <-slots[i%width]
			start(i + width)
			if !yield(i, v) {
				for j := i + 1; j < min(n, i+1+width); j++ {
					drop(<-slots[j%width])
				}
				return
			}
		}
	}
}
