package content

import (
	"bytes"

	"github.com/pbt-cli/pbt/parser/pdf/internal/object"
)

// inlineImage moves over BI ... ID data EI and records the picture.
func (r *run) inlineImage() {
	d := object.Dict{}
	for {
		k := r.lex.Next()
		if k.Kind == object.EOF {
			return
		}
		if k.Kind == object.Keyword {
			if string(k.Bytes) == "ID" {
				break
			}
			if string(k.Bytes) == "EI" {
				return
			}
			continue
		}
		if k.Kind != object.NameToken {
			continue
		}
		key := object.Name(k.Bytes)
		v := r.lex.Next()
		if v.Kind == object.Keyword && string(v.Bytes) == "ID" {
			break
		}
		d[key] = r.lex.Object(v)
	}
	r.lex.Pos = min(r.lex.Pos+1, len(r.lex.Buf)) // one white space
	from := r.lex.Pos
	if n, ok := rawImageBytes(d); ok && endsImage(r.lex.Buf, from+n) {
		r.lex.Pos += n
		r.image(&object.Stream{Dict: longKeys(d), Raw: r.lex.Buf[from : from+n]})
		r.lex.Next() // EI
		return
	}
	r.lex.Pos = findEI(r.lex.Buf, from)
	r.image(&object.Stream{Dict: longKeys(d), Raw: r.lex.Buf[from:max(from, r.lex.Pos-len("EI"))]})
}

// longNames are the keys that inline pictures may shorten.
var longNames = map[object.Name]object.Name{
	"BPC": "BitsPerComponent", "CS": "ColorSpace", "D": "Decode", "DP": "DecodeParms",
	"F": "Filter", "H": "Height", "IM": "ImageMask", "W": "Width",
}

// longKeys writes the keys of an inline picture as those of any other.
func longKeys(d object.Dict) object.Dict {
	out := make(object.Dict, len(d))
	for k, v := range d {
		if long, ok := longNames[k]; ok {
			k = long
		}
		out[k] = v
	}
	return out
}

// rawImageBytes is the length of an image without filters.
func rawImageBytes(d object.Dict) (int, bool) {
	get := func(short, long object.Name) object.Object {
		if v, ok := d[short]; ok {
			return v
		}
		return d[long]
	}
	if get("F", "Filter") != nil {
		return 0, false
	}
	w, ok1 := get("W", "Width").(int)
	h, ok2 := get("H", "Height").(int)
	bits, ok3 := get("BPC", "BitsPerComponent").(int)
	if !ok3 {
		bits = 1
	}
	comps := 1
	switch get("CS", "ColorSpace") {
	case object.Name("RGB"), object.Name("DeviceRGB"):
		comps = 3
	case object.Name("CMYK"), object.Name("DeviceCMYK"):
		comps = 4
	}
	if !ok1 || !ok2 || w < 0 || h < 0 || w > 1<<16 || h > 1<<16 || bits < 1 || bits > 16 {
		return 0, false
	}
	return (w*comps*bits + 7) / 8 * h, true
}

// endsImage reports whether EI stands at pos, white space before it allowed.
func endsImage(buf []byte, pos int) bool {
	for pos < len(buf) && object.IsSpace(buf[pos]) {
		pos++
	}
	return pos >= 0 && pos+2 <= len(buf) && buf[pos] == 'E' && buf[pos+1] == 'I' && (pos+2 == len(buf) || object.IsSpace(buf[pos+2]))
}

// lookAhead is how many bytes behind a supposed EI must look like operators.
const lookAhead = 12

// findEI finds the end of image data: EI between white space, with text and not
// binary behind it.
func findEI(buf []byte, pos int) int {
	for {
		i := bytes.Index(buf[pos:], []byte("EI"))
		if i < 0 {
			return len(buf)
		}
		at := pos + i
		pos = at + 2
		if at > 0 && !object.IsSpace(buf[at-1]) || pos < len(buf) && !object.IsSpace(buf[pos]) {
			continue
		}
		if printable(buf[pos:min(len(buf), pos+lookAhead)]) {
			return pos
		}
	}
}

func printable(b []byte) bool {
	for _, c := range b {
		if c >= 0x7f || c < 0x20 && !object.IsSpace(c) || c == 0 {
			return false
		}
	}
	return true
}
