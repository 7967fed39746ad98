package jbig2

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"

	"github.com/pbt-cli/pbt/parser/picture/internal/bilevel"
)

// Streams of pictures, sizes, templates and places drawn by lot are read as they were
// written, and by jbig2dec where it is installed. PBT_MUTANTS raises the rounds.
func TestDrawnByLot(t *testing.T) {
	rounds := 4
	if n, err := strconv.Atoi(os.Getenv("PBT_MUTANTS")); err == nil {
		rounds = n
	}
	r := rand.New(rand.NewPCG(5, 80))
	for round := range rounds {
		lotGeneric(t, r, round)
		lotRefined(t, r, round)
		lotText(t, r, round)
		lotHalftone(t, r, round)
	}
}

func lotMap(r *rand.Rand) *bilevel.Map { return paint(1+r.IntN(190), 1+r.IntN(120), r.Uint64()) }

func lotGeneric(t *testing.T, r *rand.Rand, round int) {
	m := lotMap(r)
	var s stream
	s.page(m.W, m.H)
	if r.IntN(4) == 0 {
		s.add(kindGenExact, nil, fields(head(m.W, m.H, 0, 0, 0), byte(1), mmr(m, r.IntN(2) == 0)))
		same(t, fmt.Sprintf("round %d, mmr of %d by %d", round, m.W, m.H), s.file(), m)
		return
	}
	template, typical := r.IntN(4), r.IntN(2) == 0
	places := make([]offset, len(templates[template].nominal))
	for i := range places {
		places[i] = offset{-1 - r.IntN(100), -r.IntN(100)}
		if places[i].y < 0 {
			places[i].x += r.IntN(100)
		}
	}
	if r.IntN(3) == 0 {
		places = templates[template].nominal
	}
	e := newEncoder()
	e.generic(make([]model, 1<<16), m, template, places, typical, nil)
	flags := byte(template << 1)
	if typical {
		flags |= 8
	}
	s.add(kindGen, nil, fields(head(m.W, m.H, 0, 0, 0), flags, places, e.flush()))
	same(t, fmt.Sprintf("round %d, generic %d at %v, typical %v, %d by %d", round, template, places, typical, m.W, m.H), s.file(), m)
}

func lotRefined(t *testing.T, r *rand.Rand, round int) {
	ref := lotMap(r)
	m := ref.Crop(0, 0, ref.W, ref.H)
	for range r.IntN(60) {
		m.Set(r.IntN(m.W), r.IntN(m.H))
	}
	places, typical := []offset{{-1 - r.IntN(20), -r.IntN(20)}, {r.IntN(40) - 20, r.IntN(40) - 20}}, r.IntN(2) == 0
	e := newEncoder()
	e.refine(make([]model, refinementContexts), m, ref, 0, 0, 0, places, typical)
	flags := byte(0)
	if typical {
		flags = 2
	}
	var s stream
	s.page(m.W, m.H)
	s.add(kindGen, nil, fields(head(m.W, m.H, 0, 0, 0), byte(1), mmr(ref, true)))
	s.add(kindRefine, nil, fields(head(m.W, m.H, 0, 0, byte(bilevel.Replace)), flags, places, e.flush()))
	same(t, fmt.Sprintf("round %d, refined at %v, typical %v, %d by %d", round, places, typical, m.W, m.H), s.file(), m)
}

func lotText(t *testing.T, r *rand.Rand, round int) {
	const w, h = 160, 160
	var symbols []*bilevel.Map
	for height, n := 4, 0; n < 2+r.IntN(4); n++ {
		height += r.IntN(7)
		for range 1 + r.IntN(3) {
			symbols = append(symbols, paint(1+r.IntN(14), height, r.Uint64()))
		}
	}
	symbols = symbols[:min(len(symbols), 8)]
	slices.SortStableFunc(symbols, func(a, b *bilevel.Map) int { // as the Huffman table wants them
		return cmp.Or(a.H-b.H, a.W-b.W)
	})
	text := layout(len(symbols))
	for i := range text {
		text[i].id = r.IntN(len(symbols))
	}
	c, transposed, huffman := corner(r.IntN(4)), r.IntN(2) == 0, r.IntN(2) == 0
	flags := uint16(2<<2 | int(c)<<4)
	if transposed {
		flags |= 1 << 6
	}
	var s stream
	s.page(w, h)
	if huffman {
		dict := s.add(kindSymbols, nil, huffmanSymbols(symbols, r.IntN(2) == 0))
		s.add(kindText, []int{dict}, fields(head(w, h, 0, 0, 0), flags|1, uint16(0), uint32(len(text)), huffmanText(symbols, text, c, transposed)))
	} else {
		dict := s.add(kindSymbols, nil, plainSymbols(symbols, r.IntN(4)))
		s.add(kindText, []int{dict}, fields(head(w, h, 0, 0, 0), flags, uint32(len(text)), plainText(symbols, text, c, transposed)))
	}
	same(t, fmt.Sprintf("round %d, %d symbols, corner %d, transposed %v, huffman %v", round, len(symbols), c, transposed, huffman), s.file(), drawText(w, h, symbols, text, c, transposed))
}

func lotHalftone(t *testing.T, r *rand.Rand, round int) {
	pw, ph, count := 1+r.IntN(9), 1+r.IntN(9), 2+r.IntN(15)
	gw, gh, template := 1+r.IntN(20), 1+r.IntN(20), r.IntN(4)
	all := paint(pw*count, ph, r.Uint64())
	want := bilevel.New(gw*pw, (gh-1)*pw+ph) // the grid is square, its patterns need not be
	planes := make([]*bilevel.Map, idBits(count))
	for i := range planes {
		planes[i] = bilevel.New(gw, gh)
	}
	for y := range gh {
		for x := range gw {
			v := r.IntN(count)
			want.Draw(all.Crop(v*pw, 0, pw, ph), x*pw, y*pw, bilevel.Or)
			for i := range planes {
				if (v^v>>1)>>i&1 == 1 {
					planes[i].Set(x, y)
				}
			}
		}
	}
	s := halftoneOf(template, all, pw, planes, want)
	same(t, fmt.Sprintf("round %d, halftone %d of %d patterns %d by %d, grid %d by %d", round, template, count, pw, ph, gw, gh), s.file(), want)
}
