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

// TestLeafTraces: what an indicator's row says of its places is kept in less, and found
// by the same paths.
func TestLeafTraces(t *testing.T) {
	tr := traces{copies: true}
	spot := func(line int) *grid.Spot { s := grid.At(schema.Place{Line: line}); return &s }
	leaf := nodePath{&branch{}, 3}
	leaf.over.to("indicators[0].children[11]")
	at := leaf.String()
	tr.add("title", spot(1))
	first := len(tr.list)
	for i, key := range []string{".name", ".value", ".weight", ""} {
		tr.add(at+key, spot([]int{2, 3, 4, 2}[i]))
	}
	tr.settle(first, leaf, at)
	only := nodePath{&branch{}, 7}
	only.over.to("indicators")
	first = len(tr.list)
	tr.add(only.String()+".value", spot(5))
	tr.add(only.String(), spot(5))
	tr.settle(first, only, only.String())
	for path, line := range map[string]int{
		"title": 1, at: 2, at + ".name": 2, at + ".value": 3, at + ".weight": 4, "indicators[7]": 5, "indicators[7].value": 5, "indicators[7].name": 0,
		"indicators[8]": 0, "": 0, "]": 0, "[": 0, "a[b]": 0, "indicators[0].children[11].children[3].score": 0,
	} {
		got := 0
		if p := tr.of(path); p != nil {
			got = p.Line
		}
		if got != line {
			t.Errorf("%s stands at line %d, not %d", path, got, line)
		}
	}
	if len(tr.list) != 2 {
		t.Errorf("%d places are kept by their paths", len(tr.list))
	}
}
