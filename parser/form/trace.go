package form

import (
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

// traces are where the values of a declaration stand, in the order in which they
// were read: a pointer a value, and a map only where somebody asks.
type traces struct {
	list []traced
	// index has the last of the list for a path, of the first indexed ones.
	index   map[string]int32
	indexed int
}

// traced is a path of the declaration and where it was read from.
type traced struct {
	path string
	at   *grid.Spot
}

// add notes where a path was read from; the last place of a path counts.
func (t *traces) add(path string, at *grid.Spot) {
	if at != nil && !at.IsZero() {
		t.list = append(t.list, traced{path, at})
	}
}

// of is the place of a path, nil where it has none.
func (t *traces) of(path string) *schema.Place {
	if t.index == nil {
		t.index = make(map[string]int32, len(t.list))
	}
	for ; t.indexed < len(t.list); t.indexed++ {
		t.index[t.list[t.indexed].path] = int32(t.indexed)
	}
	i, ok := t.index[path]
	if !ok {
		return nil
	}
	at := t.list[i].at.Place()
	return &at
}

// places is the trace as a declaration prints it, nil of an empty one.
func (t *traces) places() map[string]schema.Place {
	if len(t.list) == 0 {
		return nil
	}
	out := make(map[string]schema.Place, len(t.list))
	for _, p := range t.list {
		out[p.path] = p.at.Place()
	}
	return out
}
