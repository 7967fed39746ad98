package font

import (
	"encoding/binary"

	"github.com/pbt-cli/pbt/parser/internal/truetype"
	"github.com/pbt-cli/pbt/parser/pdf/internal/object"
)

// embeddedGlyphs reads the Unicode of each CID out of the cmap table of an
// embedded TrueType font, the last witness where a file states no Unicode. nil
// where the font has no such table: producers mostly strip it.
func embeddedGlyphs(f *object.File, desc object.Dict) []rune {
	s := f.Stream(f.Dict(desc["FontDescriptor"])["FontFile2"])
	if s == nil {
		return nil
	}
	data, err := f.Bytes(s)
	if err != nil {
		return nil
	}
	byGlyph := truetype.Runes(data)
	if byGlyph == nil {
		return nil
	}
	m, ok := f.Resolve(desc["CIDToGIDMap"]).(*object.Stream)
	if !ok {
		return byGlyph
	}
	table, _ := f.Bytes(m)
	out := make([]rune, len(table)/2)
	for cid := range out {
		if g := int(binary.BigEndian.Uint16(table[2*cid:])); g < len(byGlyph) {
			out[cid] = byGlyph[g]
		}
	}
	return out
}
