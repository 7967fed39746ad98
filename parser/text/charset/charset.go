// Package charset turns the bytes of a text file into UTF-8. The encoding is
// found from the bytes alone: offices send UTF-8, the UTF-16 that Excel and
// Notepad write, and GB18030 (with GBK and GB2312 inside it).
package charset

import (
	"bytes"
	"errors"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Name is the name of an encoding.
type Name string

// The encodings that Decode knows.
const (
	UTF8    Name = "utf-8"
	UTF16LE Name = "utf-16le"
	UTF16BE Name = "utf-16be"
	GB18030 Name = "gb18030"
)

// errNotText is returned for bytes that read as text in no known encoding.
var errNotText = errors.New("charset: the bytes are no text in UTF-8, UTF-16 or GB18030")

// sampleSize bounds the bytes that a decision is taken on.
const sampleSize = 256 << 10

// Decode gives the text in UTF-8 without a byte order mark, and the encoding it
// was found in. Bytes that stand for no character become U+FFFD; where they are
// too many, or where control characters abound, the error is errNotText.
func Decode(data []byte) ([]byte, Name, error) {
	name, err := detect(data)
	if err != nil {
		return nil, "", err
	}
	switch name {
	case UTF16LE:
		return decode16(trimPrefix(data, "\xff\xfe"), 1, 0), name, nil
	case UTF16BE:
		return decode16(trimPrefix(data, "\xfe\xff"), 0, 1), name, nil
	case GB18030:
		text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
		if err != nil {
			return nil, "", errNotText
		}
		return text, name, nil
	}
	return bytes.ToValidUTF8(trimPrefix(data, "\xef\xbb\xbf"), []byte("\ufffd")), UTF8, nil
}

// detect names the encoding of the bytes without decoding all of them. Empty
// data is UTF-8.
func detect(data []byte) (Name, error) {
	sample := data[:min(len(data), sampleSize)]
	switch {
	case bytes.HasPrefix(sample, []byte("\xef\xbb\xbf")):
		return verdict(UTF8, sample[3:])
	case bytes.HasPrefix(sample, []byte("\xff\xfe")):
		return verdict(UTF16LE, decode16(sample[2:], 1, 0))
	case bytes.HasPrefix(sample, []byte("\xfe\xff")):
		return verdict(UTF16BE, decode16(sample[2:], 0, 1))
	}
	if name, ok := utf16WithoutMark(sample); ok {
		return name, nil
	}
	return utf8OrGB(sample)
}

func verdict(name Name, text []byte) (Name, error) {
	if !plausible(text) {
		return "", errNotText
	}
	return name, nil
}

func trimPrefix(data []byte, prefix string) []byte {
	return bytes.TrimPrefix(data, []byte(prefix))
}

// utf16WithoutMark reports whether the bytes read as UTF-16 of one byte order.
// Only text with a zero byte is considered: no other encoding here has one, and
// every line end, space and digit of UTF-16 has.
func utf16WithoutMark(sample []byte) (Name, bool) {
	if len(sample) < 4 || bytes.IndexByte(sample, 0) < 0 {
		return "", false
	}
	even, odd := 0, 0
	for i := 0; i+1 < len(sample); i += 2 {
		if sample[i] == 0 {
			even++
		}
		if sample[i+1] == 0 {
			odd++
		}
	}
	if odd > even && common(decode16(sample, 1, 0)) {
		return UTF16LE, true
	}
	if even > odd && common(decode16(sample, 0, 1)) {
		return UTF16BE, true
	}
	return "", false
}

// common reports whether nearly all characters are such as Chinese office text
// is made of: bytes of another encoding taken for UTF-16 scatter over the plane.
func common(text []byte) bool {
	total, good := 0, 0
	for _, r := range string(text) {
		total++
		if isCommon(r) {
			good++
		}
	}
	return total > 0 && good*100 >= total*97 && plausible(text)
}

func isCommon(r rune) bool {
	switch {
	case r == '\t', r == '\n', r == '\r', r >= ' ' && r < 0x7f:
		return true
	case r >= 0x2000 && r < 0x2700, r >= 0x3000 && r < 0x3100, r >= 0x4e00 && r < 0xa000, r >= 0xff00 && r < 0xfff0:
		return true
	}
	return r >= 0xa0 && r < 0x250
}

// utf8OrGB decides between UTF-8, perhaps with some damaged bytes, and GB18030.
func utf8OrGB(sample []byte) (Name, error) {
	good, bad := countUTF8(sample)
	if bad == 0 {
		return verdict(UTF8, sample)
	}
	text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(sample)
	if err == nil && bad*10 > good && gbPlausible(sample, text) {
		return verdict(GB18030, text)
	}
	if bad*10 <= good {
		return verdict(UTF8, sample)
	}
	return "", errNotText
}

// countUTF8 counts well-formed multi-byte sequences and stray bytes. A sequence
// that the end of the data cuts is neither.
func countUTF8(b []byte) (good, bad int) {
	for len(b) > 0 {
		if b[0] < utf8.RuneSelf {
			b = b[1:]
			continue
		}
		r, n := utf8.DecodeRune(b)
		switch {
		case r != utf8.RuneError || n > 1:
			good++
		case !utf8.FullRune(b):
			return good, bad
		default:
			bad++
		}
		b = b[n:]
	}
	return good, bad
}

// gbPlausible reports whether GBK bytes read as Chinese. Written Chinese is
// nearly all made of the 3,755 hanzi of GB 2312's first level (lead bytes B0–D7)
// and of its symbols (A1–A9); chance bytes spread over all leads.
func gbPlausible(raw, text []byte) bool {
	broken := bytes.Count(text, []byte("\ufffd"))
	pairs, usual := 0, 0
	for i := 0; i < len(raw); i++ {
		lead := raw[i]
		if lead < 0x81 || i+1 >= len(raw) {
			continue
		}
		i++
		pairs++
		if raw[i] >= 0xa1 && (lead >= 0xb0 && lead <= 0xd7 || lead >= 0xa1 && lead <= 0xa9) {
			usual++
		}
	}
	return pairs > 0 && broken*20 <= pairs && usual*10 >= pairs*7
}

// plausible reports whether decoded text is free of the control characters and
// the damage that only binary data has.
func plausible(text []byte) bool {
	total, control, broken := 0, 0, 0
	for _, r := range string(text) {
		total++
		switch {
		case r == utf8.RuneError:
			broken++
		case r == '\t' || r == '\n' || r == '\r' || r == '\f' || r == '\v' || r == 0x1a:
		case unicode.Is(unicode.Cc, r), r >= 0xfdd0 && r <= 0xfdef, r&0xfffe == 0xfffe:
			control++
		}
	}
	// One stray character in a short text is forgiven, then one in fifty.
	return control <= 1+total/50 && broken <= 1+total/10
}

// decode16 decodes UTF-16; hi and lo are the indexes of the bytes of a unit.
func decode16(data []byte, hi, lo int) []byte {
	out := make([]byte, 0, len(data)/2*3)
	for i := 0; i+1 < len(data); i += 2 {
		r := rune(data[i+hi])<<8 | rune(data[i+lo])
		if r >= 0xd800 && r < 0xdc00 && i+3 < len(data) {
			low := rune(data[i+2+hi])<<8 | rune(data[i+2+lo])
			if low >= 0xdc00 && low < 0xe000 {
				r = (r-0xd800)<<10 + (low - 0xdc00) + 0x10000
				i += 2
			}
		}
		out = utf8.AppendRune(out, r)
	}
	return out
}
