package font

import (
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

var glyphList = sync.OnceValue(func() map[string]string {
	fields := strings.Fields(glyphNames)
	m := make(map[string]string, len(fields)/2)
	for i := 0; i+1 < len(fields); i += 2 {
		if v, err := strconv.ParseUint(fields[i+1], 16, 32); err == nil {
			m[fields[i]] = string(rune(v))
		}
	}
	return m
})

// glyphText gives the text of a glyph name by the rules of the Adobe Glyph
// List: a listed name, uniXXXX, uXXXXXX, parts joined by "_", anything behind a
// "." ignored. Names that only number a glyph (g12, cid345) have none.
func glyphText(name string) string {
	if i := strings.IndexByte(name, '.'); i > 0 {
		name = name[:i]
	}
	if name == "" || name[0] == '.' {
		return ""
	}
	if !strings.Contains(name, "_") {
		return glyphPart(name)
	}
	var out strings.Builder
	for _, p := range strings.Split(name, "_") {
		t := glyphPart(p)
		if t == "" {
			return ""
		}
		out.WriteString(t)
	}
	return out.String()
}

func glyphPart(name string) string {
	if len(name) == 1 && (name[0] >= 'A' && name[0] <= 'Z' || name[0] >= 'a' && name[0] <= 'z') {
		return name
	}
	if t, ok := glyphList()[name]; ok {
		return t
	}
	if hex, ok := strings.CutPrefix(name, "uni"); ok && len(hex) >= 4 && len(hex)%4 == 0 && len(hex) <= 32 {
		var out strings.Builder
		for i := 0; i < len(hex); i += 4 {
			t := hexRune(hex[i : i+4])
			if t == "" {
				return ""
			}
			out.WriteString(t)
		}
		return out.String()
	}
	if hex, ok := strings.CutPrefix(name, "u"); ok && len(hex) >= 4 && len(hex) <= 6 {
		return hexRune(hex)
	}
	return ""
}

func hexRune(hex string) string {
	v, err := strconv.ParseUint(hex, 16, 32)
	if err != nil || v == 0 || !utf8.ValidRune(rune(v)) {
		return ""
	}
	return string(rune(v))
}

// encoding gives the text of each code of a named simple encoding.
type encoding [256]string

var winAnsi = sync.OnceValue(func() *encoding { return charmapEncoding(charmap.Windows1252) })
var macRoman = sync.OnceValue(func() *encoding { return charmapEncoding(charmap.Macintosh) })

func charmapEncoding(m *charmap.Charmap) *encoding {
	var e encoding
	for i := 0x20; i < 256; i++ {
		if r := m.DecodeByte(byte(i)); r != utf8.RuneError && r >= 0x20 && (r < 0x7f || r > 0x9f) {
			e[i] = string(r)
		}
	}
	return &e
}

// standardHigh is the upper half of StandardEncoding from 0xA1 (ISO 32000-1,
// annex D.2); spaces stand for codes without a character.
const standardHigh = "¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ –†‡· ¶•‚„”»…‰ ¿ `´ˆ˜¯˘˙¨ ˚¸ ˝˛ˇ—                Æ ª    ŁØŒº     æ   ı  łøœß"

var standard = sync.OnceValue(func() *encoding {
	var e encoding
	for i := 0x20; i < 0x7f; i++ {
		e[i] = string(rune(i))
	}
	e['\''], e['`'] = "’", "‘"
	i := 0xa1
	for _, r := range standardHigh {
		if r != ' ' {
			e[i] = string(r)
		}
		i++
	}
	return &e
})

func namedEncoding(name string) *encoding {
	switch name {
	case "WinAnsiEncoding":
		return winAnsi()
	case "MacRomanEncoding":
		return macRoman()
	case "StandardEncoding":
		return standard()
	}
	return nil
}

// boxes are the check boxes and ticks of Wingdings and Wingdings 2, which forms
// print before 新增项目 and 延续项目.
var boxes = map[byte]string{
	0x6f: "□", 0x70: "□", 0x71: "□", 0x72: "□", 0xa8: "□", 0xa3: "□",
	0xfe: "☑", 0x52: "☑", 0xfd: "☒", 0x54: "☒", 0xfc: "√", 0x50: "√", 0xfb: "×", 0x6e: "■",
}
