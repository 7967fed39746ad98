package rules

import (
	"fmt"
	"testing"
)

// TestFirstRows holds the table of first rows against a map, again and again with more
// and with fewer rows.
func TestFirstRows(t *testing.T) {
	var table firstRows
	for _, rows := range []int{0, 1, 3, 700, 2, 40, 701} {
		table.reset(rows)
		want := map[repeatKey]int{}
		for i := range rows {
			k := repeatKey{parent: i%3 - 1, text: fmt.Sprint(i % 97)}
			if i%2 == 0 {
				k = repeatKey{parent: i % 5, bag: uint64(i%89) << 56}
			}
			j, again := table.first(k, i)
			first, known := want[k]
			if !known {
				first, want[k] = i, i
			}
			if j != first || again != known {
				t.Fatalf("row %d of %d: %d %v, want %d %v", i, rows, j, again, first, known)
			}
		}
	}
}
