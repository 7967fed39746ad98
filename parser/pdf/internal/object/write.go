package object

import (
	"bytes"
	"fmt"
	"sort"
	"strconv"
)

// appendObject writes an object in PDF syntax; a stream is written as its
// dictionary.
func appendObject(b []byte, o Object) []byte {
	switch v := o.(type) {
	case bool:
		return strconv.AppendBool(b, v)
	case int:
		return strconv.AppendInt(b, int64(v), 10)
	case float64:
		return strconv.AppendFloat(b, v, 'f', -1, 64)
	case String:
		return fmt.Appendf(b, "<%x>", string(v))
	case Name:
		return appendName(b, v)
	case Ref:
		return append(b, v.String()...)
	case Array:
		b = append(b, '[')
		for i, e := range v {
			if i > 0 {
				b = append(b, ' ')
			}
			b = appendObject(b, e)
		}
		return append(b, ']')
	case Dict:
		return appendDict(b, v)
	case *Stream:
		return appendDict(b, v.Dict)
	}
	return append(b, "null"...)
}

func appendDict(b []byte, d Dict) []byte {
	keys := make([]string, 0, len(d))
	for k := range d {
		keys = append(keys, string(k))
	}
	sort.Strings(keys)
	b = append(b, "<<"...)
	for _, k := range keys {
		b = append(appendName(b, Name(k)), ' ')
		b = append(appendObject(b, d[Name(k)]), '\n')
	}
	return append(b, ">>"...)
}

func appendName(b []byte, n Name) []byte {
	b = append(b, '/')
	for i := range len(n) {
		if c := n[i]; c <= ' ' || c >= 0x7f || c == '#' || class[c] != 0 {
			b = fmt.Appendf(b, "#%02x", c)
		} else {
			b = append(b, c)
		}
	}
	return b
}

// indirectEncrypt gives a file whose trailer holds its encryption dictionary
// directly an update in which a reference leads to it: pdfcpu takes any other
// file for one that is not encrypted.
func indirectEncrypt(data []byte, s survey) []byte {
	enc, ok := s.trailer["Encrypt"].(Dict)
	if !ok {
		return data
	}
	size := intOf(s.trailer["Size"], 0)
	tr := Dict{}
	for k, v := range s.trailer {
		tr[k] = v
	}
	for _, k := range []Name{"Type", "W", "Index", "Filter", "DecodeParms", "Length", "XRefStm"} {
		delete(tr, k)
	}
	tr["Encrypt"], tr["Size"], tr["Prev"] = Ref{Num: size}, size+1, s.start
	out := append(bytes.Clone(data), '\n')
	at := len(out)
	out = fmt.Appendf(out, "%d 0 obj\n", size)
	out = append(appendDict(out, enc), "\nendobj\n"...)
	xref := len(out)
	out = fmt.Appendf(out, "xref\n%d 1\n%010d 00000 n \ntrailer\n", size, at)
	out = appendDict(out, tr)
	return fmt.Appendf(out, "\nstartxref\n%d\n%%%%EOF\n", xref)
}
