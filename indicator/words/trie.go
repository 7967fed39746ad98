package words

// edges are the edges of a trie over characters, in a hash table with open addressing
// behind a filter: one look at a few kilobytes tells most times that none leads on.
type edges struct {
	slots []edge // a power of two of them, at most half filled
	shift uint   // 64 less the power
	nodes int32  // beside the root
	// filter has bitsOfSlot bits for each slot, one of them set for each edge.
	filter []uint64
}

// edge leads from a node by a character to another node; the zero edge is a free slot.
type edge struct {
	from int32
	char uint32
	to   step
}

// step is where an edge leads: a node, and what is known of it once the trie is whole, so
// that most nodes need not be looked at.
type step int32

// nowhere is where an edge leads that is not there. A word ends at the node, edges lead
// on from it.
const (
	nowhere  step = 0
	wordEnds step = 1
	leadsOn  step = 2

	nodeShift = 2
)

func (s step) node() int32 { return int32(s >> nodeShift) }

// root is the node of the empty word.
const root int32 = 0

// bitsOfSlot is how many bits of the filter a slot has, so that at most one in eight is
// set; bitsPower is the power of two that it is.
const (
	bitsPower  = 2
	bitsOfSlot = 1 << bitsPower
)

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

// hash spreads a node and a character over 64 bits, of which the upper ones count.
func hash(node int32, c uint32) uint64 {
	return (uint64(node)<<32 | uint64(c)) * 0x9E3779B97F4A7C15
}

// get is the node that a character leads to, none where it leads nowhere.
func (e *edges) get(node int32, c uint32) step {
	h := hash(node, c)
	if bit := h >> ((e.shift - bitsPower) & 63); len(e.filter) == 0 || e.filter[bit/64]>>(bit%64)&1 == 0 {
		return nowhere
	}
	return e.find(h, node, c)
}

// find looks an edge up in the table.
func (e *edges) find(h uint64, node int32, c uint32) step {
	for i := h >> (e.shift & 63); ; i++ {
		s := &e.slots[i&uint64(len(e.slots)-1)]
		if s.from == node && s.char == c || s.to == nowhere {
			return s.to
		}
	}
}

// put is the node that a character leads to, a new one where there was none.
func (e *edges) put(node int32, c uint32) step {
	if to := e.get(node, c); to != nowhere {
		return to
	}
	if 2*int(e.nodes) >= len(e.slots) {
		e.grow()
	}
	e.nodes++
	to := step(e.nodes << nodeShift)
	e.set(edge{node, c, to})
	return to
}

func (e *edges) set(s edge) {
	h := hash(s.from, s.char)
	bit := h >> (e.shift - bitsPower)
	e.filter[bit/64] |= 1 << (bit % 64)
	i := h >> e.shift
	for e.slots[i].to != nowhere {
		i = (i + 1) & uint64(len(e.slots)-1)
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
	e.filter = make([]uint64, len(e.slots)*bitsOfSlot/64)
	for _, s := range old {
		if s.to != nowhere {
			e.set(s)
		}
	}
}

// finish notes what is known of the nodes. No edge may be put afterwards.
func (e *edges) finish(ends func(node int32) bool) {
	leads := make([]bool, e.nodes+1)
	for i := range e.slots {
		leads[e.slots[i].from] = true
	}
	for i := range e.slots {
		s := &e.slots[i]
		if s.to == nowhere {
			continue
		}
		if ends(s.to.node()) {
			s.to |= wordEnds
		}
		if leads[s.to.node()] {
			s.to |= leadsOn
		}
	}
}

// firsts are where the commonest characters lead to from the root: those of
// three bytes that begin with E4 to E9, which are the ideographs. Most of a text are
// such, and most of those begin some word.
type firsts []step

const (
	firstLead = 0xE4
	lastLead  = 0xE9
)

// firstsOf looks the edges of the root up.
func firstsOf(e *edges) firsts {
	f := make(firsts, (lastLead-firstLead+1)<<12)
	for _, s := range e.slots {
		if i, ok := place(s.char); ok && s.to != nowhere && s.from == root {
			f[i] = s.to
		}
	}
	return f
}

// place is where a character stands in firsts, and whether it does.
func place(c uint32) (int, bool) {
	return int((c>>16-firstLead)<<12 | c>>8&0x3F<<6 | c&0x3F), c>>16-firstLead <= lastLead-firstLead && c&0xC0C0 == 0x8080
}

// get is the node that a character leads to from the root of e.
func (f firsts) get(e *edges, c uint32) step {
	if i, ok := place(c); ok {
		return f[i]
	}
	return e.get(root, c)
}
