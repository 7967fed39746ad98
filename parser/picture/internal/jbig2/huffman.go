package jbig2

import "fmt"

// line is one line of a Huffman table: codes of prefix bits stand for low and up
// to 2^size values behind it.
type line struct {
	prefix, size, low int
	kind              lineKind
	code              uint32
}

type lineKind uint8

const (
	lineRange lineKind = iota
	lineLower          // low and what lies below it
	lineUpper          // low and what lies above it
	lineOOB
)

// table is a Huffman table with its codes assigned.
type table []line

// newTable assigns the codes of annex B.3.
func newTable(lines []line) (table, error) {
	t := make(table, len(lines))
	copy(t, lines)
	var count [maxPrefix + 1]int
	longest := 0
	for _, l := range t {
		if l.prefix > maxPrefix {
			return nil, fmt.Errorf("code of %d bits: %w", l.prefix, errData)
		}
		count[l.prefix]++
		longest = max(longest, l.prefix)
	}
	count[0] = 0
	first := uint64(0)
	for n := 1; n <= longest; n++ {
		first = (first + uint64(count[n-1])) << 1
		if first > 1<<n {
			return nil, fmt.Errorf("too many codes of %d bits: %w", n, errData)
		}
		code := first
		for i := range t {
			if t[i].prefix == n {
				t[i].code = uint32(code)
				code++
			}
		}
	}
	return t, nil
}

// maxPrefix bounds the bits of a code.
const maxPrefix = 32

// bitReader gives bits, the highest of a byte first.
type bitReader struct {
	data []byte
	pos  int // in bits
}

func (r *bitReader) bit() (int, error) {
	if r.pos >= 8*len(r.data) {
		return 0, fmt.Errorf("data end: %w", errData)
	}
	v := int(r.data[r.pos>>3]>>(7-r.pos&7)) & 1
	r.pos++
	return v, nil
}

func (r *bitReader) bits(n int) (int, error) {
	v := 0
	for range n {
		b, err := r.bit()
		if err != nil {
			return 0, err
		}
		v = v<<1 | b
	}
	return v, nil
}

func (r *bitReader) align() { r.pos = (r.pos + 7) &^ 7 }

// rest are the bytes from the present one on, which must be aligned.
func (r *bitReader) rest() []byte { return r.data[min(r.pos/8, len(r.data)):] }

// take gives n bytes of an aligned reader.
func (r *bitReader) take(n int) ([]byte, error) {
	rest := r.rest()
	if n < 0 || n > len(rest) {
		return nil, fmt.Errorf("%d bytes of %d: %w", n, len(rest), errData)
	}
	r.pos += 8 * n
	return rest[:n], nil
}

// value decodes a value; ok is false for the out-of-band one.
func (t table) value(r *bitReader) (v int, ok bool, err error) {
	code := uint32(0)
	for n := 1; n <= maxPrefix; n++ {
		b, err := r.bit()
		if err != nil {
			return 0, false, err
		}
		code = code<<1 | uint32(b)
		for i := range t {
			l := &t[i]
			if l.prefix != n || l.code != code {
				continue
			}
			if l.kind == lineOOB {
				return 0, false, nil
			}
			off, err := r.bits(l.size)
			if l.kind == lineLower {
				off = -off
			}
			return l.low + off, true, err
		}
	}
	return 0, false, fmt.Errorf("no such code: %w", errData)
}

// number is a value of a table that has no out-of-band one.
func (t table) number(r *bitReader) (int, error) {
	v, ok, err := t.value(r)
	if err == nil && !ok {
		err = fmt.Errorf("out of band: %w", errData)
	}
	return v, err
}

const wide = 32 // the bits behind the codes of open ranges

func lower(prefix, low int) line { return line{prefix: prefix, size: wide, low: low, kind: lineLower} }
func upper(prefix, low int) line { return line{prefix: prefix, size: wide, low: low, kind: lineUpper} }
func oob(prefix int) line        { return line{prefix: prefix, kind: lineOOB} }
func span(prefix, size, low int) line {
	return line{prefix: prefix, size: size, low: low}
}

// standardLines are the tables B.1 to B.15.
var standardLines = [16][]line{
	1:  {span(1, 4, 0), span(2, 8, 16), span(3, 16, 272), upper(3, 65808)},
	2:  {span(1, 0, 0), span(2, 0, 1), span(3, 0, 2), span(4, 3, 3), span(5, 6, 11), upper(6, 75), oob(6)},
	3:  {span(8, 8, -256), span(1, 0, 0), span(2, 0, 1), span(3, 0, 2), span(4, 3, 3), span(5, 6, 11), lower(8, -257), upper(7, 75), oob(6)},
	4:  {span(1, 0, 1), span(2, 0, 2), span(3, 0, 3), span(4, 3, 4), span(5, 6, 12), upper(5, 76)},
	5:  {span(7, 8, -255), span(1, 0, 1), span(2, 0, 2), span(3, 0, 3), span(4, 3, 4), span(5, 6, 12), lower(7, -256), upper(6, 76)},
	6:  {span(5, 10, -2048), span(4, 9, -1024), span(4, 8, -512), span(4, 7, -256), span(5, 6, -128), span(5, 5, -64), span(4, 5, -32), span(2, 7, 0), span(3, 7, 128), span(3, 8, 256), span(4, 9, 512), span(4, 10, 1024), lower(6, -2049), upper(6, 2048)},
	7:  {span(4, 9, -1024), span(3, 8, -512), span(4, 7, -256), span(5, 6, -128), span(5, 5, -64), span(4, 5, -32), span(4, 5, 0), span(5, 5, 32), span(5, 6, 64), span(4, 7, 128), span(3, 8, 256), span(3, 9, 512), span(3, 10, 1024), lower(5, -1025), upper(5, 2048)},
	8:  {span(8, 3, -15), span(9, 1, -7), span(8, 1, -5), span(9, 0, -3), span(7, 0, -2), span(4, 0, -1), span(2, 1, 0), span(5, 0, 2), span(6, 0, 3), span(3, 4, 4), span(6, 1, 20), span(4, 4, 22), span(4, 5, 38), span(5, 6, 70), span(5, 7, 134), span(6, 7, 262), span(7, 8, 390), span(6, 10, 646), lower(9, -16), upper(9, 1670), oob(2)},
	9:  {span(8, 4, -31), span(9, 2, -15), span(8, 2, -11), span(9, 1, -7), span(7, 1, -5), span(4, 1, -3), span(3, 1, -1), span(3, 1, 1), span(5, 1, 3), span(6, 1, 5), span(3, 5, 7), span(6, 2, 39), span(4, 5, 43), span(4, 6, 75), span(5, 7, 139), span(5, 8, 267), span(6, 8, 523), span(7, 9, 779), span(6, 11, 1291), lower(9, -32), upper(9, 3339), oob(2)},
	10: {span(7, 4, -21), span(8, 0, -5), span(7, 0, -4), span(5, 0, -3), span(2, 2, -2), span(5, 0, 2), span(6, 0, 3), span(7, 0, 4), span(8, 0, 5), span(2, 6, 6), span(5, 5, 70), span(6, 5, 102), span(6, 6, 134), span(6, 7, 198), span(6, 8, 326), span(6, 9, 582), span(6, 10, 1094), span(7, 11, 2118), lower(8, -22), upper(8, 4166), oob(2)},
	11: {span(1, 0, 1), span(2, 1, 2), span(4, 0, 4), span(4, 1, 5), span(5, 1, 7), span(5, 2, 9), span(6, 2, 13), span(7, 2, 17), span(7, 3, 21), span(7, 4, 29), span(7, 5, 45), span(7, 6, 77), upper(7, 141)},
	12: {span(1, 0, 1), span(2, 0, 2), span(3, 1, 3), span(5, 0, 5), span(5, 1, 6), span(6, 1, 8), span(7, 0, 10), span(7, 1, 11), span(7, 2, 13), span(7, 3, 17), span(7, 4, 25), span(8, 5, 41), upper(8, 73)},
	13: {span(1, 0, 1), span(3, 0, 2), span(4, 0, 3), span(5, 0, 4), span(4, 1, 5), span(3, 3, 7), span(6, 1, 15), span(6, 2, 17), span(6, 3, 21), span(6, 4, 29), span(6, 5, 45), span(7, 6, 77), upper(7, 141)},
	14: {span(3, 0, -2), span(3, 0, -1), span(1, 0, 0), span(3, 0, 1), span(3, 0, 2)},
	15: {span(7, 4, -24), span(6, 2, -8), span(5, 1, -4), span(4, 0, -2), span(3, 0, -1), span(1, 0, 0), span(3, 0, 1), span(4, 0, 2), span(5, 1, 3), span(6, 2, 5), span(7, 4, 9), lower(7, -25), upper(7, 25)},
}

// standard is table B.n.
func standard(n int) table {
	t, _ := newTable(standardLines[n]) // they are sound: a test says so
	return t
}

// maxLines bounds a table that a file brings.
const maxLines = 1 << 14

// readTable reads a table segment (annex B.2).
func readTable(data []byte) (table, error) {
	in := &buffer{data: data}
	flags := in.u8()
	low, high := in.i32(), in.i32()
	if in.short {
		return nil, fmt.Errorf("table segment: %w", errData)
	}
	prefixBits, sizeBits := flags>>1&7+1, flags>>4&7+1
	r := &bitReader{data: data[in.pos:]}
	var lines []line
	prefix := func() int {
		n, err := r.bits(prefixBits)
		if err != nil {
			in.short = true
		}
		return n
	}
	at := low
	for at < high && !in.short {
		p := prefix()
		n, err := r.bits(sizeBits)
		if err != nil || n > wide || len(lines) > maxLines {
			return nil, fmt.Errorf("table line: %w", errData)
		}
		lines = append(lines, span(p, n, at))
		at += 1 << n
	}
	lines = append(lines, lower(prefix(), low-1), upper(prefix(), at))
	if flags&1 == 1 {
		lines = append(lines, oob(prefix()))
	}
	if in.short {
		return nil, fmt.Errorf("table segment: %w", errData)
	}
	return newTable(lines)
}
