package input

import (
	"context"
	"slices"
	"sync/atomic"
	"testing"
)

func TestAhead(t *testing.T) {
	for _, c := range []struct{ n, width, stop int }{{0, 4, 9}, {1, 4, 9}, {10, 0, 99}, {10, 3, 99}, {10, 3, 4}, {10, 50, 2}, {10, 3, 9}} {
		var made, gone atomic.Int64
		var got []int
		for i, v := range ahead(c.n, c.width, func(i int) int { made.Add(1); return i * i }, func(int) { gone.Add(1) }) {
			if v != i*i {
				t.Errorf("%v: result %d at %d", c, v, i)
			}
			if got = append(got, i); i == c.stop {
				break
			}
		}
		want := min(c.n, c.stop+1)
		if len(got) != want || !slices.IsSorted(got) {
			t.Errorf("%v: handed out %v", c, got)
		}
		if int(made.Load()) != want+int(gone.Load()) {
			t.Errorf("%v: %d made, %d handed out, %d dropped", c, made.Load(), want, gone.Load())
		}
	}
}

// What another part of a run takes is handed out, but not unpacked: a member that
// is damaged goes unseen.
func TestNotMine(t *testing.T) {
	data := zipOf(t, true, entry{"a.txt", "first"}, entry{"b.txt", "second"})
	i := slices.Index(data, 'b') // the name in the local header stands first
	for k := i; k < i+20; k++ {
		data[k] ^= 0x55
	}
	inDir(t, map[string][]byte{"z.zip": data})
	for _, width := range []int{0, 3} {
		names := map[string]bool{}
		opt := Options{Paths: []string{"z.zip"}, Ahead: width, Mine: func(part string) bool { return part == "z.zip/a.txt" }}
		err := Walk(context.Background(), opt, func(it *Item) error {
			names[it.Part] = it.Unreadable()
			if it.Part == "z.zip/a.txt" {
				if text, err := it.Read(context.Background()); err != nil || string(text) != "first" {
					t.Errorf("%q %v", text, err)
				}
			}
			return nil
		})
		if err != nil || len(names) != 2 || names["z.zip/b.txt"] {
			t.Errorf("%v %v", names, err)
		}
	}
}
