package truetype

import (
	"encoding/binary"
	"testing"
)

// words packs big-endian numbers of 16 bits.
func words(v ...int) []byte {
	var out []byte
	for _, x := range v {
		out = binary.BigEndian.AppendUint16(out, uint16(x))
	}
	return out
}

// font wraps a cmap subtable for Unicode (platform 3, encoding 1 or 10).
func font(encoding int, sub []byte) []byte {
	out := append(words(0, 1, 1, 0, 0, 0), "cmap"...)
	out = append(out, words(0, 0, 0, 28, 0, 12+len(sub))...)
	return append(append(out, words(0, 1, 3, encoding, 0, 12)...), sub...)
}

func TestRunes(t *testing.T) {
	// format 4: A–C are glyphs 5–7 by a delta, 绩 is glyph 9 by the table
	four := words(4, 0, 0, 6, 0, 0, 0, 'C', '绩', 0xffff, 0, 'A', '绩', 0xffff, 5-'A', 0, 1, 0, 4, 0, 9)
	// format 12: U+20000 and the next are glyphs 3 and 4
	twelve := words(12, 0, 0, 28, 0, 0, 0, 1, 2, 0, 2, 1, 0, 3)
	for name, c := range map[string]struct {
		data []byte
		want map[int]rune
	}{
		"format 4":   {font(1, four), map[int]rune{5: 'A', 7: 'C', 9: '绩', 8: 0}},
		"format 12":  {font(10, twelve), map[int]rune{3: 0x20000, 4: 0x20001, 5: 0}},
		"no Unicode": {font(0, four), nil},
		"no font":    {[]byte("OTTO"), nil},
	} {
		got := Runes(c.data)
		if (got == nil) != (c.want == nil) {
			t.Errorf("%s: nil %v", name, got == nil)
			continue
		}
		for g, r := range c.want {
			if got[g] != r {
				t.Errorf("%s: glyph %d is %q, want %q", name, g, got[g], r)
			}
		}
	}
}

func FuzzRunes(f *testing.F) {
	f.Add([]byte("\x00\x01\x00\x00\x00\x01aaaaaacmap\x00\x00\x00\x00\x00\x00\x00\x1c\x00\x00\x00\x20"))
	f.Fuzz(func(_ *testing.T, data []byte) { Runes(data) })
}
