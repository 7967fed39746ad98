package page

import "testing"

// TestSettled: what a page may still go on from stays, the table that ends on it and
// the lines behind; all before it, and all of pages before, is laid out.
func TestSettled(t *testing.T) {
	at := func(page int) element { return element{table: &table{Page: page, LastPage: page}} }
	text := element{line: &line{}}
	for _, c := range []struct {
		what       string
		out        []element
		done, left int
	}{
		{"lines alone", []element{text, text}, 2, 0},
		{"a table that ends on the page", []element{text, at(3), text}, 1, 2},
		{"two tables", []element{at(2), text, at(3)}, 2, 1},
		{"a table that ended before", []element{at(2), text}, 2, 0},
	} {
		j := joiner{out: c.out}
		if done := j.settled(3); len(done) != c.done || len(j.out) != c.left {
			t.Errorf("%s: %d settled and %d left, want %d and %d", c.what, len(done), len(j.out), c.done, c.left)
		}
	}
}
