// Package pairs tells how likely one Chinese character follows another: inside a
// word, or as the beginning of the next. It knows which of two readings of an
// unclear character makes words.
package pairs

import (
	_ "embed" // the table
	"encoding/binary"
	"math"
	"slices"
	"sync"
)

//go:generate go run ./gen -words dict.txt -out pairs.bin

// table is made by gen from a list of words (see NOTICE).
//
//go:embed pairs.bin
var table []byte

// single is what is known of a character: how rarely it begins and ends words.
type single struct{ begins, ends byte }

// counts is the table decoded: pairs in order of their two codes.
type counts struct {
	chars  map[rune]single
	keys   []uint32
	rarity []byte
}

var decoded = sync.OnceValue(func() *counts {
	c := &counts{chars: map[rune]single{}}
	in := table
	number := func() uint32 {
		v, n := binary.Uvarint(in)
		in = in[n:]
		return uint32(v)
	}
	a := uint32(0)
	for len(in) > 0 {
		a += number()
		c.chars[rune(a)] = single{in[0], in[1]}
		in = in[2:]
		b := uint32(0)
		for range number() {
			b += number()
			c.keys = append(c.keys, a<<16|b)
			c.rarity = append(c.rarity, in[0])
			in = in[1:]
		}
	}
	return c
})

// Edge stands for the beginning or the end of a run of Chinese characters.
const Edge rune = 0

// unknown is the rarity of what the table does not have.
const unknown = 21 * 8

// probability is that of a rarity: eighths of a power of two.
func probability(rarity byte) float64 { return math.Exp2(-float64(min(rarity, unknown)) / 8) }

// Follows is the logarithm of the probability that b stands behind a. Either may be
// Edge.
func Follows(a, b rune) float64 {
	c := decoded()
	begins, ends := 1.0, 1.0
	if b != Edge {
		begins = probability(c.of(b).begins)
	}
	if a != Edge {
		ends = probability(c.of(a).ends)
	}
	p := begins * ends
	if a != Edge && b != Edge {
		if i, ok := slices.BinarySearch(c.keys, uint32(a)<<16|uint32(b)); ok {
			p += probability(c.rarity[i])
		}
	}
	return math.Log(p)
}

func (c *counts) of(r rune) single {
	if s, ok := c.chars[r]; ok {
		return s
	}
	return single{unknown, unknown}
}
