package words

// edges are the edges of a trie over characters, in a hash table with open addressing:
// one look tells most times that none leads on.
type edges struct {
	slots []edge // a power of two of them, at most half filled
	shift uint   // 64 less the power
	nodes int32  // beside the root
}

// edge leads from a node by a character to another node; the zero edge is a free slot.
type edge struct {
	key  uint64 // node and character
	node int32
}

// root is the node of the empty word, none what no edge leads to.
const root, none int32 = 0, 0

// char is the character of a text at a byte, as a number, and its width. Bytes that are
// no UTF-8 are characters like others.
func char(text string, at int) (c uint32, width int) {
	b := text[at:]
	switch {
	case b[0] < 0xC0 || len(b) < 2:
		return uint32(b[0]), 1
	case b[0] < 0xE0 || len(b) < 3:
		return uint32(b[0])<<8 | uint32(b[1]), 2
	case b[0] < 0xF0 || len(b) < 4:
		return uint32(b[0])<<16 | uint32(b[1])<<8 | uint32(b[2]), 3
	}
	return uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3]), 4
}

func (e *edges) slot(key uint64) int {
	return int(key * 0x9E3779B97F4A7C15 >> e.shift)
}

// get is the node that a character leads to, none where it leads nowhere.
func (e *edges) get(node int32, c uint32) int32 {
	if len(e.slots) == 0 {
		return none
	}
	key := uint64(node)<<32 | uint64(c)
	for i := e.slot(key); ; i = (i + 1) & (len(e.slots) - 1) {
		if s := &e.slots[i]; s.key == key || s.node == none {
			return s.node
		}
	}
}

// put is the node that a character leads to, a new one where there was none.
func (e *edges) put(node int32, c uint32) int32 {
	if to := e.get(node, c); to != none {
		return to
	}
	if 2*int(e.nodes) >= len(e.slots) {
		e.grow()
	}
	e.nodes++
	e.set(edge{uint64(node)<<32 | uint64(c), e.nodes})
	return e.nodes
}

func (e *edges) set(s edge) {
	i := e.slot(s.key)
	for e.slots[i].node != none {
		i = (i + 1) & (len(e.slots) - 1)
	}
	e.slots[i] = s
}

// grow doubles the table.
func (e *edges) grow() {
	old := e.slots
	if old == nil {
		e.slots, e.shift = make([]edge, 64), 64-6
	} else {
		e.slots, e.shift = make([]edge, 2*len(old)), e.shift-1
	}
	for _, s := range old {
		if s.node != none {
			e.set(s)
		}
	}
}
