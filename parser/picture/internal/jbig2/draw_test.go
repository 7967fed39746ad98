package jbig2

import (
	"bytes"
	"encoding/binary"
	"math"
	"math/bits"

	"github.com/pbt-cli/pbt/parser/picture/internal/bilevel"
)

// The streams of the tests are drawn here, by an encoder of its own: annex E's
// coder turned round, contexts pixel by pixel as the figures of T.88 show them,
// Huffman codes from the tables of annex B.

// encoder is the arithmetic encoder (T.88, E.2, in the terms of JPEG 2000).
type encoder struct {
	out  []byte
	c, a uint32
	ct   int
	b    int // the byte that may still take a carry, -1 before the first
}

func newEncoder() *encoder { return &encoder{a: 0x8000, ct: 12, b: -1} }

func (e *encoder) byteOut() {
	if e.b == 0xff {
		e.emit(int(e.c >> 20))
		e.c &= 0xfffff
		e.ct = 7
		return
	}
	if e.c >= 0x8000000 {
		e.b++
		if e.b == 0xff {
			e.c &= 0x7ffffff
			e.emit(int(e.c >> 20))
			e.c &= 0xfffff
			e.ct = 7
			return
		}
	}
	e.emit(int(e.c >> 19 & 0xff))
	e.c &= 0x7ffff
	e.ct = 8
}

func (e *encoder) emit(next int) {
	if e.b >= 0 {
		e.out = append(e.out, byte(e.b))
	}
	e.b = next
}

func (e *encoder) encode(cx *model, bit int) {
	s := &states[*cx]
	e.a -= s.qe
	if bit == int(s.mpsV) {
		if e.a&0x8000 != 0 {
			e.c += s.qe
			return
		}
		if e.a < s.qe {
			e.a = s.qe
		} else {
			e.c += s.qe
		}
		*cx = s.mps
	} else {
		if e.a < s.qe {
			e.c += s.qe
		} else {
			e.a = s.qe
		}
		*cx = s.lps
	}
	for {
		e.a <<= 1
		e.c <<= 1
		e.ct--
		if e.ct == 0 {
			e.byteOut()
		}
		if e.a&0x8000 != 0 {
			return
		}
	}
}

func (e *encoder) flush() []byte {
	t := e.c + e.a
	e.c |= 0xffff
	if e.c >= t {
		e.c -= 0x8000
	}
	e.c <<= e.ct
	e.byteOut()
	e.c <<= e.ct
	e.byteOut()
	e.emit(0xff)
	e.emit(0xac)
	return append(e.out, byte(e.b))
}

// oobValue stands for the out-of-band value.
const oobValue = math.MinInt32

func (e *encoder) integer(cx *integers, v int) {
	prev := 1
	put := func(b int) {
		e.encode(&cx[prev], b)
		if prev < 256 {
			prev = prev<<1 | b
		} else {
			prev = (prev<<1|b)&511 | 256
		}
	}
	sign, mag := 0, v
	if v == oobValue {
		sign, mag = 1, 0
	} else if v < 0 {
		sign, mag = 1, -v
	}
	put(sign)
	steps := []struct{ bits, from int }{{2, 0}, {4, 4}, {6, 20}, {8, 84}, {12, 340}, {32, 4436}}
	k := 0
	for k < 5 && mag >= steps[k+1].from {
		put(1)
		k++
	}
	if k < 5 {
		put(0)
	}
	for i := steps[k].bits - 1; i >= 0; i-- {
		put((mag - steps[k].from) >> i & 1)
	}
}

func (e *encoder) symbol(cx []model, n, id int) {
	prev := 1
	for i := n - 1; i >= 0; i-- {
		b := id >> i & 1
		e.encode(&cx[prev], b)
		prev = prev<<1 | b
	}
}

// contextPixels are the pixels of the templates, the lowest bit first; those at
// the places of adaptive pixels are replaced.
var contextPixels = [4][]offset{
	{{-1, 0}, {-2, 0}, {-3, 0}, {-4, 0}, {3, -1}, {2, -1}, {1, -1}, {0, -1}, {-1, -1}, {-2, -1}, {-3, -1}, {2, -2}, {1, -2}, {0, -2}, {-1, -2}, {-2, -2}},
	{{-1, 0}, {-2, 0}, {-3, 0}, {3, -1}, {2, -1}, {1, -1}, {0, -1}, {-1, -1}, {-2, -1}, {2, -2}, {1, -2}, {0, -2}, {-1, -2}},
	{{-1, 0}, {-2, 0}, {2, -1}, {1, -1}, {0, -1}, {-1, -1}, {-2, -1}, {1, -2}, {0, -2}, {-1, -2}},
	{{-1, 0}, {-2, 0}, {-3, 0}, {-4, 0}, {2, -1}, {1, -1}, {0, -1}, {-1, -1}, {-2, -1}, {-3, -1}},
}

var adaptiveBits = [4][]int{{4, 10, 11, 15}, {3}, {2}, {4}}
var typicalContexts = [4]int{0x9b25, 0x0795, 0x00e5, 0x0195}

// generic codes a bitmap; at moves the adaptive pixels, nil leaves them.
func (e *encoder) generic(cx []model, m *bilevel.Map, template int, at []offset, typical bool, skip *bilevel.Map) {
	pixels := append([]offset{}, contextPixels[template]...)
	for i, a := range at {
		pixels[adaptiveBits[template][i]] = a
	}
	ltp := 0
	for y := range m.H {
		if typical {
			same := 0
			if y > 0 && bytes.Equal(m.Row(y), m.Row(y-1)) || y == 0 && len(bytes.Trim(m.Row(0), "\x00")) == 0 {
				same = 1
			}
			e.encode(&cx[typicalContexts[template]], same^ltp)
			if ltp = same; same == 1 {
				continue
			}
		}
		for x := range m.W {
			if skip != nil && skip.At(x, y) == 1 {
				continue
			}
			c := 0
			for i, p := range pixels {
				c |= m.At(x+p.x, y+p.y) << i
			}
			e.encode(&cx[c], m.At(x, y))
		}
	}
}

// refine codes a bitmap as the correction of another.
func (e *encoder) refine(cx []model, m, ref *bilevel.Map, dx, dy, template int, at []offset, typical bool) {
	ltp := 0
	for y := range m.H {
		if typical {
			same := 1
			for x := range m.W {
				if v, ok := even(ref, x-dx, y-dy); ok && v != m.At(x, y) {
					same = 0
				}
			}
			e.encode(&cx[[]int{1 << 8, 1 << 7}[template]], same^ltp)
			ltp = same
		}
		for x := range m.W {
			if _, ok := even(ref, x-dx, y-dy); ok && ltp == 1 {
				continue
			}
			own := []offset{{-1, 0}, {1, -1}, {0, -1}, {-1, -1}}
			their := []offset{{1, 1}, {0, 1}, {1, 0}, {0, 0}, {-1, 0}, {0, -1}}
			if template == 0 {
				own[3] = at[0]
				their = []offset{{1, 1}, {0, 1}, {-1, 1}, {1, 0}, {0, 0}, {-1, 0}, {1, -1}, {0, -1}, at[1]}
			}
			c, i := 0, 0
			for _, p := range own {
				c |= m.At(x+p.x, y+p.y) << i
				i++
			}
			for _, p := range their {
				c |= ref.At(x-dx+p.x, y-dy+p.y) << i
				i++
			}
			e.encode(&cx[c], m.At(x, y))
		}
	}
}

// bitWriter writes Huffman codes.
type bitWriter struct {
	out []byte
	n   int
}

func (w *bitWriter) bits(v, n int) {
	for i := n - 1; i >= 0; i-- {
		if w.n%8 == 0 {
			w.out = append(w.out, 0)
		}
		w.out[w.n/8] |= byte(v>>i&1) << (7 - w.n%8)
		w.n++
	}
}

func (w *bitWriter) align() { w.n = len(w.out) * 8 }

func (w *bitWriter) bytes(b []byte) {
	w.align()
	w.out = append(w.out, b...)
	w.n = len(w.out) * 8
}

// value writes a value by a table.
func (w *bitWriter) value(t table, v int) {
	for _, l := range t {
		off := v - l.low
		switch {
		case l.prefix == 0:
			continue
		case l.kind == lineOOB:
			if v != oobValue {
				continue
			}
		case v == oobValue:
			continue
		case l.kind == lineLower:
			if off = -off; off < 0 {
				continue
			}
		case l.kind == lineUpper:
			if off < 0 {
				continue
			}
		case off < 0 || off >= 1<<l.size:
			continue
		}
		w.bits(int(l.code), l.prefix)
		if l.kind != lineOOB {
			w.bits(off, l.size)
		}
		return
	}
	panic("value in no line of the table")
}

// mmr codes a bitmap by T.6, with all its modes but the vertical ones of 2 and 3
// where nothing calls for them.
func mmr(m *bilevel.Map, end bool) []byte {
	w := &bitWriter{}
	changes := func(y int) []int {
		var out []int
		last := 0
		for x := range m.W {
			if v := m.At(x, y); v != last {
				out, last = append(out, x), v
			}
		}
		return out
	}
	next := func(list []int, x, color int) int { // the first change behind x to the colour opposite to color
		for i, c := range list {
			if c > x && i%2 == color {
				return i
			}
		}
		return len(list)
	}
	at := func(list []int, i int) int {
		if i < len(list) {
			return list[i]
		}
		return m.W
	}
	var ref []int
	for y := range m.H {
		cur := changes(y)
		x, color := -1, 0
		for x < m.W {
			a1 := at(cur, next(cur, x, color))
			i := next(ref, x, color)
			b1, b2 := at(ref, i), at(ref, i+1)
			switch d := a1 - b1; {
			case b2 < a1:
				w.bits(1, 4)
				x = b2
			case d >= -3 && d <= 3:
				c := map[int][2]int{0: {1, 1}, 1: {3, 3}, 2: {3, 6}, 3: {3, 7}, -1: {2, 3}, -2: {2, 6}, -3: {2, 7}}[d]
				w.bits(c[0], c[1])
				x, color = a1, 1-color
			default:
				a2 := m.W
				if i := next(cur, x, color); i+1 < len(cur) {
					a2 = cur[i+1]
				}
				w.bits(1, 3)
				runCode(w, a1-max(x, 0), color)
				runCode(w, a2-a1, 1-color)
				x = a2
			}
		}
		ref = cur
	}
	if end {
		w.bits(1, 12)
		w.bits(1, 12)
	}
	return w.out
}

// runCode writes a run below 64 by a few codes that the test needs: longer ones
// are sums of make-up codes that ccitt's own tests cover.
func runCode(w *bitWriter, n, color int) {
	for n >= 64 {
		if color == 0 {
			w.bits(0b11011, 5) // 64 white
		} else {
			w.bits(0b0000001111, 10)
		}
		n -= 64
	}
	codes := whiteRuns
	if color == 1 {
		codes = blackRuns
	}
	for _, b := range codes[n] {
		w.bits(int(b-'0'), 1)
	}
}

var whiteRuns = []string{"00110101", "000111", "0111", "1000", "1011", "1100", "1110", "1111", "10011", "10100", "00111", "01000", "001000", "000011", "110100", "110101", "101010", "101011", "0100111", "0001100", "0001000", "0010111", "0000011", "0000100", "0101000", "0101011", "0010011", "0100100", "0011000", "00000010", "00000011", "00011010", "00011011", "00010010", "00010011", "00010100", "00010101", "00010110", "00010111", "00101000", "00101001", "00101010", "00101011", "00101100", "00101101", "00000100", "00000101", "00001010", "00001011", "01010010", "01010011", "01010100", "01010101", "00100100", "00100101", "01011000", "01011001", "01011010", "01011011", "01001010", "01001011", "00110010", "00110011", "00110100"}
var blackRuns = []string{"0000110111", "010", "11", "10", "011", "0011", "0010", "00011", "000101", "000100", "0000100", "0000101", "0000111", "00000100", "00000111", "000011000", "0000010111", "0000011000", "0000001000", "00001100111", "00001101000", "00001101100", "00000110111", "00000101000", "00000010111", "00000011000", "000011001010", "000011001011", "000011001100", "000011001101", "000001101000", "000001101001", "000001101010", "000001101011", "000011010010", "000011010011", "000011010100", "000011010101", "000011010110", "000011010111", "000001101100", "000001101101", "000011011010", "000011011011", "000001010100", "000001010101", "000001010110", "000001010111", "000001100100", "000001100101", "000001010010", "000001010011", "000000100100", "000000110111", "000000111000", "000000100111", "000000101000", "000001011000", "000001011001", "000000101011", "000000101100", "000001011010", "000001100110", "000001100111"}

// stream collects segments.
type stream struct {
	out  []byte
	next int
}

// add writes a segment and gives its number.
func (s *stream) add(kind int, refers []int, data []byte) int {
	n := s.next
	s.next++
	s.out = binary.BigEndian.AppendUint32(s.out, uint32(n))
	s.out = append(s.out, byte(kind))
	if len(refers) <= 4 {
		s.out = append(s.out, byte(len(refers)<<5))
	} else {
		s.out = binary.BigEndian.AppendUint32(s.out, 7<<29|uint32(len(refers)))
		s.out = append(s.out, make([]byte, (len(refers)+8)/8)...)
	}
	for _, r := range refers {
		s.out = append(s.out, byte(r))
	}
	s.out = append(s.out, 1)
	s.out = binary.BigEndian.AppendUint32(s.out, uint32(len(data)))
	s.out = append(s.out, data...)
	return n
}

// fields packs numbers of one, two or four bytes.
func fields(v ...any) []byte {
	var b bytes.Buffer
	for _, x := range v {
		switch x := x.(type) {
		case []byte:
			b.Write(x)
		case []offset:
			for _, o := range x {
				b.Write([]byte{byte(o.x), byte(o.y)})
			}
		default:
			_ = binary.Write(&b, binary.BigEndian, x)
		}
	}
	return b.Bytes()
}

func (s *stream) page(w, h int) {
	s.add(kindPage, nil, fields(uint32(w), uint32(h), uint32(0), uint32(0), byte(0), uint16(0)))
}

func head(w, h, x, y int, op byte) []byte {
	return fields(uint32(w), uint32(h), uint32(x), uint32(y), op)
}

// file is the stream as a file of its own.
func (s *stream) file() []byte {
	s.add(kindPageEnd, nil, nil)
	s.add(kindFileEnd, nil, nil)
	return fields(fileMark, byte(1), uint32(1), s.out)
}

// idBits is the number of bits of a symbol's number.
func idBits(n int) int { return bits.Len(uint(n - 1)) }

// halftoneOf is the stream of a picture in halftone: the patterns stand beside each other,
// pw wide, and the planes are the bits of which stands where.
func halftoneOf(template int, patterns *bilevel.Map, pw int, planes []*bilevel.Map, want *bilevel.Map) *stream {
	e, pe := newEncoder(), newEncoder()
	at := append([]offset{}, templates[template].nominal...)
	at[0] = offset{-pw, 0}
	e.generic(make([]model, 1<<16), patterns, template, at, false, nil)
	cx := make([]model, 1<<16)
	for i := len(planes) - 1; i >= 0; i-- {
		pe.generic(cx, planes[i], template, nil, false, nil)
	}
	s := &stream{}
	s.page(want.W, want.H)
	n := s.add(kindPatterns, nil, fields(byte(template<<1), byte(pw), byte(patterns.H), uint32(patterns.W/pw-1), e.flush()))
	grid := fields(uint32(planes[0].W), uint32(planes[0].H), uint32(0), uint32(0), uint16(pw<<8), uint16(0))
	s.add(kindHalf, []int{n}, fields(head(want.W, want.H, 0, 0, 0), byte(template<<1), grid, pe.flush()))
	return s
}
