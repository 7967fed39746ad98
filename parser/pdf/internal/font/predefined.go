package font

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// codec splits a string into codes, and knows what it can of each.
type codec interface {
	// next gives the first code of a non-empty s and its length in bytes.
	next(s []byte) (code uint32, n int)
	// cid gives the CID of a code, which selects its width.
	cid(code uint32, n int) uint32
	// text gives the Unicode that the encoding itself states, "" if none.
	text(code uint32, n int) string
}

// predefined finds the codec of a predefined CMap (ISO 32000-1, table 118):
// Identity, the Unicode encodings of any character collection, and the GB
// encodings of Adobe-GB1. The bool says that the name ends in -V.
func predefined(name string) (codec, bool, bool) {
	base, vertical := strings.CutSuffix(name, "-V")
	if !vertical {
		base = strings.TrimSuffix(name, "-H")
	}
	if name == "V" || name == "H" {
		return nil, false, false
	}
	gb1 := strings.HasPrefix(base, "UniGB-")
	switch {
	case base == "Identity":
		return identity{}, vertical, true
	case strings.HasSuffix(base, "-UCS2") && strings.HasPrefix(base, "Uni"):
		return unicodeCodec{gb1: gb1}, vertical, true
	case strings.HasSuffix(base, "-UTF16") && strings.HasPrefix(base, "Uni"):
		return unicodeCodec{gb1: gb1, surrogates: true}, vertical, true
	case strings.HasSuffix(base, "-UTF8") && strings.HasPrefix(base, "Uni"):
		return utf8Codec{gb1: gb1}, vertical, true
	case strings.HasSuffix(base, "-UTF32") && strings.HasPrefix(base, "Uni"):
		return utf32Codec{gb1: gb1}, vertical, true
	}
	switch base {
	case "GBK-EUC", "GB-EUC":
		return gbCodec{ascii: gb1HalfWidth}, vertical, true
	case "GBKp-EUC", "GBK2K", "GBpc-EUC", "GBT-EUC", "GBTpc-EUC":
		return gbCodec{ascii: gb1Proportional, four: base == "GBK2K"}, vertical, true
	}
	return nil, false, false
}

// identity is Identity-H: two bytes are the CID.
type identity struct{}

func (identity) next(s []byte) (uint32, int)   { return twoBytes(s) }
func (identity) cid(code uint32, _ int) uint32 { return code }
func (identity) text(uint32, int) string       { return "" }

func twoBytes(s []byte) (uint32, int) {
	if len(s) < 2 {
		return uint32(s[0]), 1
	}
	return uint32(s[0])<<8 | uint32(s[1]), 2
}

// unicodeCodec is UCS-2 or UTF-16 of any character collection.
type unicodeCodec struct{ gb1, surrogates bool }

func (u unicodeCodec) next(s []byte) (uint32, int) {
	c, n := twoBytes(s)
	if u.surrogates && len(s) >= 4 && utf16.IsSurrogate(rune(c)) {
		return code(s[:4]), 4
	}
	return c, n
}

func (u unicodeCodec) rune(code uint32, n int) rune {
	if n == 4 {
		return utf16.DecodeRune(rune(code>>16), rune(code&0xffff))
	}
	return rune(code)
}

func (u unicodeCodec) cid(code uint32, n int) uint32 { return cidOfRune(u.gb1, u.rune(code, n)) }
func (u unicodeCodec) text(code uint32, n int) string {
	return runeText(u.rune(code, n))
}

func cidOfRune(gb1 bool, r rune) uint32 {
	if !gb1 {
		return 0
	}
	return uint32(gb1CID()[r])
}

func runeText(r rune) string {
	if r == 0 || r == utf8.RuneError || !utf8.ValidRune(r) {
		return ""
	}
	return string(r)
}

type utf8Codec struct{ gb1 bool }

func (utf8Codec) next(s []byte) (uint32, int) {
	r, n := utf8.DecodeRune(s)
	return uint32(r), n
}
func (u utf8Codec) cid(code uint32, _ int) uint32 { return cidOfRune(u.gb1, rune(code)) }
func (utf8Codec) text(code uint32, _ int) string  { return runeText(rune(code)) }

type utf32Codec struct{ gb1 bool }

func (utf32Codec) next(s []byte) (uint32, int) {
	n := min(4, len(s))
	return code(s[:n]), n
}
func (u utf32Codec) cid(code uint32, _ int) uint32 { return cidOfRune(u.gb1, rune(code)) }
func (utf32Codec) text(code uint32, _ int) string  { return runeText(rune(code)) }

// gbCodec is the family of GB 2312, GBK and GB 18030: one byte below 0x81, two
// from there, four where the second is a digit. ascii is the CID of "!" or of
// the space, by which the family's members differ.
type gbCodec struct {
	ascii uint32
	four  bool
}

func (g gbCodec) next(s []byte) (uint32, int) {
	if s[0] < 0x81 || s[0] == 0xff || len(s) < 2 {
		return uint32(s[0]), 1
	}
	if g.four && len(s) >= 4 && s[1] >= '0' && s[1] <= '9' {
		return code(s[:4]), 4
	}
	return uint32(s[0])<<8 | uint32(s[1]), 2
}

func (g gbCodec) cid(c uint32, n int) uint32 {
	if n > 1 {
		r, _ := utf8.DecodeRuneInString(g.text(c, n))
		return cidOfRune(true, r)
	}
	switch {
	case c < 0x20 || c > 0x7e:
		return 0
	case g.ascii == gb1Proportional:
		return gb1Proportional + c - 0x20
	case c == 0x20:
		return gb1HalfSpace
	}
	return gb1HalfWidth + c - 0x21
}

func (g gbCodec) text(c uint32, n int) string {
	if n == 1 {
		if c < 0x20 || c > 0x7e {
			return ""
		}
		return string(rune(c))
	}
	b := []byte{byte(c >> 24), byte(c >> 16), byte(c >> 8), byte(c)}[4-n:]
	out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(b)
	if err != nil {
		return ""
	}
	r, size := utf8.DecodeRune(out)
	if size != len(out) {
		return ""
	}
	return runeText(r)
}

// embedded is a CMap stream used as an encoding.
type embedded struct{ c *cmap }

func (e embedded) next(s []byte) (uint32, int) {
	n := e.c.length(s)
	return code(s[:n]), n
}

func (e embedded) cid(code uint32, _ int) uint32 {
	cid, _ := e.c.cidOf(code)
	return cid
}

func (embedded) text(uint32, int) string { return "" }
