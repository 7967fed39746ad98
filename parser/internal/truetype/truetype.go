// Package truetype reads what an embedded font knows of its glyphs' Unicode.
package truetype

import "encoding/binary"

// be reads big-endian numbers; what lies outside the bytes is 0.
type be []byte

func (b be) u16(i int) int {
	if i < 0 || i+2 > len(b) {
		return 0
	}
	return int(binary.BigEndian.Uint16(b[i:]))
}

func (b be) u32(i int) int {
	if i < 0 || i+4 > len(b) {
		return 0
	}
	return int(binary.BigEndian.Uint32(b[i:]))
}

// Runes inverts the Unicode cmap of a TrueType or OpenType font: runes by glyph
// id, 0 where there is none. It is nil where the font has no such table:
// producers mostly strip it.
func Runes(data []byte) []rune {
	b := be(data)
	for i := range min(b.u16(4), 64) {
		rec := 12 + 16*i
		if b.u32(rec) != 0x636d6170 { // "cmap"
			continue
		}
		off := b.u32(rec + 8)
		if off <= 0 || off >= len(b) {
			return nil
		}
		return invertCmap(b[off:])
	}
	return nil
}

func invertCmap(b be) []rune {
	out := make([]rune, 1<<16)
	found := false
	put := func(glyph int, r rune) {
		if glyph > 0 && glyph < len(out) && out[glyph] == 0 {
			out[glyph] = r
			found = true
		}
	}
	for i := range min(b.u16(2), 32) {
		platform, enc, off := b.u16(4+8*i), b.u16(6+8*i), b.u32(8+8*i)
		unicode := platform == 0 || platform == 3 && (enc == 1 || enc == 10)
		if !unicode || off <= 0 || off >= len(b) {
			continue
		}
		switch sub := b[off:]; sub.u16(0) {
		case 4:
			invertFormat4(sub, put)
		case 12:
			invertFormat12(sub, put)
		}
	}
	if !found {
		return nil
	}
	return out
}

func invertFormat4(b be, put func(int, rune)) {
	n := b.u16(6) / 2
	for s := range n {
		end, start := b.u16(14+2*s), b.u16(16+2*n+2*s)
		delta, at := b.u16(16+4*n+2*s), 16+6*n+2*s
		ro := b.u16(at)
		for c := start; c <= end && c < 0xffff; c++ {
			g := c
			if ro != 0 {
				if g = b.u16(at + ro + 2*(c-start)); g == 0 {
					continue
				}
			}
			put((g+delta)&0xffff, rune(c))
		}
	}
}

func invertFormat12(b be, put func(int, rune)) {
	for g := range min(b.u32(12), 1<<16) {
		start, end, glyph := b.u32(16+12*g), b.u32(20+12*g), b.u32(24+12*g)
		for c := start; c <= end && c-start < 1<<16 && c <= 0x10ffff; c++ {
			put(glyph+c-start, rune(c))
		}
	}
}
