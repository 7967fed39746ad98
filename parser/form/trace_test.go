package form

import (
	"testing"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

// TestTraces: the last place of a path counts, also where it was asked for before,
// and what has no place has none.
func TestTraces(t *testing.T) {
	var tr traces
	first, last := schema.Place{Line: 1}, schema.Place{Line: 2}
	firstAt, lastAt := grid.At(first), grid.At(last)
	tr.add("a", &firstAt)
	tr.add("b", &grid.Spot{})
	tr.add("c", nil)
	if at := tr.of("a"); at == nil || at.Line != 1 {
		t.Fatalf("a stands at %v", at)
	}
	tr.add("a", &lastAt)
	if at := tr.of("a"); at == nil || at.Line != 2 {
		t.Errorf("a stands at %v, not where it was read last", at)
	}
	if tr.of("b") != nil || tr.of("c") != nil {
		t.Error("what has no place was given one")
	}
	if places := tr.places(); len(places) != 1 || places["a"] != last {
		t.Errorf("the declaration prints %v", places)
	}
}
