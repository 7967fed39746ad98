package rules

import "hash/maphash"

// memo keeps the lexicons of short texts from one form to the next: names and targets
// are mostly like those of other forms. Two texts with the same place in it take it from
// each other in turn, so that it never grows; it holds no pointer.
type memo struct {
	seed  maphash.Seed
	slots []remembered
}

// remembered is a text and its lexicons; one without a text is free.
type remembered struct {
	text  [memoText]byte
	width uint8
	bits  bits
}

const (
	// memoText is how many bytes of text are kept: 21 ideographs, more than nine names in
	// ten have.
	memoText = 63
	// memoSlots are the texts, a power of two of them: 90 KB.
	memoSlots = 1 << 10
)

// lookup gives the lexicons of a text, which it asks for where it does not know them.
func (m *memo) lookup(text string, match func(string) bits) bits {
	if text == "" || len(text) > memoText {
		return match(text)
	}
	if m.slots == nil {
		m.slots, m.seed = make([]remembered, memoSlots), maphash.MakeSeed()
	}
	s := &m.slots[maphash.String(m.seed, text)&(memoSlots-1)]
	if string(s.text[:s.width]) != text {
		s.bits = match(text)
		s.width = uint8(copy(s.text[:], text))
	}
	return s.bits
}
