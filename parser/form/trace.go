package form

import (
	"strconv"
	"strings"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

// traces are where the values of a declaration stand, in the order in which they
// were read: a pointer a value, and a map only where somebody asks.
type traces struct {
	list []traced
	// copies are kept of the places, not the cells that they are of: those are spent.
	copies bool
	// leaves are the indicators whose rows were spent.
	leaves leafTraces
	// index has the last of the list for a path, of the first indexed ones; byPath the
	// leaves.
	index   map[string]int32
	indexed int
	byPath  map[nodeKey]int32
}

// traced is a path of the declaration and where it was read from.
type traced struct {
	path string
	at   *grid.Spot
}

// leafTrace is where name and value of an indicator stand; it stands where its name
// does, or else its value.
type leafTrace struct {
	nodePath
	name, value grid.Spot
}

// leafTraces are traces of leaves in parts, of which all but the last are full: room for
// them is made as the cells of their rows go.
type leafTraces [][]leafTrace

// partLeaves is how many leaves a part has: 8 KB of them.
const partLeaves = 128

func (l leafTraces) at(i int) *leafTrace { return &l[i/partLeaves][i%partLeaves] }

func (l leafTraces) count() int {
	if len(l) == 0 {
		return 0
	}
	return (len(l)-1)*partLeaves + len(l[len(l)-1])
}

func (l *leafTraces) add(t leafTrace) {
	if l.count() == len(*l)*partLeaves {
		*l = append(*l, make([]leafTrace, 0, partLeaves))
	}
	last := &(*l)[len(*l)-1]
	*last = append(*last, t)
}

// branch is the labels that indicators stand under, the outermost first.
type branch struct {
	open []openNode
	path string // of the innermost, or of the tree where none is open
	list string // of the nodes below
}

// to makes the path that of the branch.
func (b *branch) to(path string) {
	b.path, b.list = path, path
	if strings.HasSuffix(path, "]") {
		b.list += ".children"
	}
}

// nodePath is the path of a node of a tree: the branch over it and its number there.
// The zero nodePath is none.
type nodePath struct {
	over  *branch
	index int32
}

func (p nodePath) isZero() bool { return p.over == nil }

func (p nodePath) String() string { return pathIndex(p.over.list, int(p.index)) }

// nodeKey is a node by the path over it and its number there.
type nodeKey struct {
	over  string
	index int32
}

// nodeOf is the node that a path leads to, and the key of it that the path names.
func nodeOf(path string) (p nodeKey, key string) {
	end := strings.LastIndexByte(path, ']')
	from := strings.LastIndexByte(path[:max(0, end)], '[')
	n, err := strconv.Atoi(path[from+1 : max(from+1, end)])
	if from < 0 || err != nil {
		return p, ""
	}
	return nodeKey{strings.TrimSuffix(path[:from], ".children"), int32(n)}, path[end+1:]
}

// add notes where a path was read from; the last place of a path counts.
func (t *traces) add(path string, at *grid.Spot) {
	if at == nil || at.IsZero() {
		return
	}
	if t.copies {
		own := *at
		at = &own
	}
	t.list = append(t.list, traced{path, at})
}

// settle keeps what was noted of an indicator, from the first of its places in the list
// on, in less: its path in full is at. What somebody asked for already stays.
func (t *traces) settle(first int, leaf nodePath, at string) {
	if t.indexed > first {
		return
	}
	made := leafTrace{nodePath: leaf}
	noted := t.list[first:]
	for _, p := range noted {
		switch key, _ := strings.CutPrefix(p.path, at); key {
		case ".name":
			made.name = *p.at
		case ".value":
			made.value = *p.at
		}
	}
	t.list = t.list[:first]
	for _, p := range noted {
		if key, ok := strings.CutPrefix(p.path, at); !ok || made.of(key) != *p.at {
			t.list = append(t.list, p)
		}
	}
	t.leaves.add(made)
}

// of is where a key of the indicator stands, or the indicator.
func (l *leafTrace) of(key string) grid.Spot {
	switch {
	case key == ".name", key == "" && l.name != grid.Spot{}:
		return l.name
	case key == ".value", key == "":
		return l.value
	}
	return grid.Spot{}
}

// of is the place of a path, nil where it has none.
func (t *traces) of(path string) *schema.Place {
	if t.index == nil {
		t.index = make(map[string]int32, len(t.list))
	}
	for ; t.indexed < len(t.list); t.indexed++ {
		t.index[t.list[t.indexed].path] = int32(t.indexed)
	}
	if i, ok := t.index[path]; ok {
		at := t.list[i].at.Place()
		return &at
	}
	return t.ofLeaf(path)
}

// ofLeaf is the place of a path of an indicator whose row was spent.
func (t *traces) ofLeaf(path string) *schema.Place {
	if len(t.leaves) == 0 {
		return nil
	}
	if t.byPath == nil {
		t.byPath = make(map[nodeKey]int32, t.leaves.count())
	}
	for i := len(t.byPath); i < t.leaves.count(); i++ {
		l := t.leaves.at(i).nodePath
		t.byPath[nodeKey{l.over.path, l.index}] = int32(i)
	}
	node, key := nodeOf(path)
	i, ok := t.byPath[node]
	if !ok {
		return nil
	}
	spot := t.leaves.at(int(i)).of(key)
	if spot.IsZero() {
		return nil
	}
	at := spot.Place()
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
