package excel

import (
	"encoding/binary"
	"unicode/utf16"
)

// The records that are read, by their numbers in [MS-XLS] 2.3.
const (
	recFormula       = 0x0006
	recEOF           = 0x000A
	recHeader        = 0x0014
	recFooter        = 0x0015
	recDate1904      = 0x0022
	recFilePass      = 0x002F
	recFont          = 0x0031
	recContinue      = 0x003C
	recCodePage      = 0x0042
	recPalette       = 0x0092
	recColInfo       = 0x007D
	recBoundSheet    = 0x0085
	recMulRK         = 0x00BD
	recRString       = 0x00D6
	recXF            = 0x00E0
	recMergeCells    = 0x00E5
	recSST           = 0x00FC
	recLabelSST      = 0x00FD
	recNumber        = 0x0203
	recLabel         = 0x0204
	recBoolErr       = 0x0205
	recString        = 0x0207
	recRow           = 0x0208
	recCondFmt       = 0x01B0
	recDefaultHeight = 0x0225
	recRK            = 0x027E
	recFormat        = 0x041E
	recShared        = 0x04BC
	recCondFmt12     = 0x0879
	recBOF           = 0x0809
)

// records walks over the records of a BIFF stream.
type records struct {
	src []byte
	pos int
	// id and data are the current record.
	id   int
	data []byte
	// cut is true where the stream ends inside a record.
	cut bool
}

// next moves on; false at the end of the stream.
func (r *records) next() bool {
	if len(r.src)-r.pos < 4 {
		r.cut = r.cut || r.pos < len(r.src)
		return false
	}
	r.id = int(binary.LittleEndian.Uint16(r.src[r.pos:]))
	size := int(binary.LittleEndian.Uint16(r.src[r.pos+2:]))
	r.pos += 4
	if size > len(r.src)-r.pos {
		r.cut = true
		size = len(r.src) - r.pos
	}
	r.data = r.src[r.pos : r.pos+size]
	r.pos += size
	return true
}

// peek is the number of the record behind the current one, -1 at the end.
func (r *records) peek() int {
	if len(r.src)-r.pos < 4 {
		return -1
	}
	return int(binary.LittleEndian.Uint16(r.src[r.pos:]))
}

// pieces gives the data of the current record and of those that continue it.
func (r *records) pieces() [][]byte {
	out := [][]byte{r.data}
	for r.peek() == recContinue && r.next() {
		out = append(out, r.data)
	}
	return out
}

func u16(b []byte, i int) int {
	if i < 0 || i+2 > len(b) {
		return 0
	}
	return int(binary.LittleEndian.Uint16(b[i:]))
}

func u32(b []byte, i int) uint32 {
	if i < 0 || i+4 > len(b) {
		return 0
	}
	return binary.LittleEndian.Uint32(b[i:])
}

func byteAt(b []byte, i int) byte {
	if i < 0 || i >= len(b) {
		return 0
	}
	return b[i]
}

// pieceReader reads values that run over the seams of continued records.
type pieceReader struct {
	pieces [][]byte
	cur    []byte
}

func newPieceReader(pieces [][]byte) *pieceReader {
	r := &pieceReader{pieces: pieces}
	r.advance()
	return r
}

func (r *pieceReader) advance() bool {
	for len(r.pieces) > 0 {
		r.cur, r.pieces = r.pieces[0], r.pieces[1:]
		if len(r.cur) > 0 {
			return true
		}
	}
	return false
}

func (r *pieceReader) more() bool { return len(r.cur) > 0 || r.advance() }

func (r *pieceReader) u8() (byte, bool) {
	if !r.more() {
		return 0, false
	}
	b := r.cur[0]
	r.cur = r.cur[1:]
	return b, true
}

func (r *pieceReader) uint(bytes int) (n int, ok bool) {
	for i := range bytes {
		b, ok := r.u8()
		if !ok {
			return 0, false
		}
		n |= int(b) << (8 * i)
	}
	return n, true
}

func (r *pieceReader) skip(n int) {
	for n > 0 && r.more() {
		k := min(n, len(r.cur))
		r.cur = r.cur[k:]
		n -= k
	}
}

// unicode reads a string of n characters whose flags come first: two bytes a
// character or one, formatting runs and phonetic data behind it. Where the
// characters run into a continued record, new flags stand at its start.
func (r *pieceReader) unicode(n int) (string, bool) {
	chars, _, whole := r.rich(n)
	return string(utf16.Decode(chars)), whole
}

// fontRun says that the characters from one on are set in another font.
type fontRun struct{ from, font int }

// rich reads such a string with its formatting runs.
func (r *pieceReader) rich(n int) (chars []uint16, fonts []fontRun, whole bool) {
	flags, ok := r.u8()
	if !ok {
		return nil, nil, false
	}
	runs, ext := 0, 0
	if flags&0x08 != 0 {
		runs, ok = r.uint(2)
	}
	if flags&0x04 != 0 && ok {
		ext, ok = r.uint(4)
	}
	if !ok {
		return nil, nil, false
	}
	chars, whole = r.chars(n, flags&1 != 0)
	for range runs {
		from, ok1 := r.uint(2)
		font, ok2 := r.uint(2)
		if !ok1 || !ok2 {
			break
		}
		fonts = append(fonts, fontRun{from, font})
	}
	r.skip(ext)
	return chars, fonts, whole
}

func (r *pieceReader) chars(n int, wide bool) (out []uint16, whole bool) {
	out = make([]uint16, 0, min(n, 4096))
	for n > 0 {
		if len(r.cur) == 0 {
			if !r.advance() {
				return out, false
			}
			wide = r.cur[0]&1 != 0
			r.cur = r.cur[1:]
			continue
		}
		if !wide {
			k := min(n, len(r.cur))
			for _, b := range r.cur[:k] {
				out = append(out, uint16(b))
			}
			r.cur, n = r.cur[k:], n-k
			continue
		}
		if len(r.cur) == 1 { // half a character: no writer leaves one
			r.cur = nil
			return out, false
		}
		k := min(n, len(r.cur)/2)
		for i := range k {
			out = append(out, binary.LittleEndian.Uint16(r.cur[2*i:]))
		}
		r.cur, n = r.cur[2*k:], n-k
	}
	return out, true
}
