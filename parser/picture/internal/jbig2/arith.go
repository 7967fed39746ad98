package jbig2

// coder is the arithmetic decoder of T.88, annex E.
type coder struct {
	data []byte
	pos  int
	c, a uint32
	ct   int
	over int // bytes that were wanted behind the end
}

// state is one row of table E.1, doubled for the two values of the more
// probable symbol: index 2·i + mps.
type state struct {
	qe         uint32
	mps, lps   uint8 // next states, each with its more probable symbol
	mpsV, lpsV uint8
}

// qeTable holds Qe, NMPS, NLPS and SWITCH of table E.1.
var qeTable = [47][4]uint16{
	{0x5601, 1, 1, 1}, {0x3401, 2, 6, 0}, {0x1801, 3, 9, 0}, {0x0ac1, 4, 12, 0}, {0x0521, 5, 29, 0}, {0x0221, 38, 33, 0},
	{0x5601, 7, 6, 1}, {0x5401, 8, 14, 0}, {0x4801, 9, 14, 0}, {0x3801, 10, 14, 0}, {0x3001, 11, 17, 0}, {0x2401, 12, 18, 0},
	{0x1c01, 13, 20, 0}, {0x1601, 29, 21, 0}, {0x5601, 15, 14, 1}, {0x5401, 16, 14, 0}, {0x5101, 17, 15, 0}, {0x4801, 18, 16, 0},
	{0x3801, 19, 17, 0}, {0x3401, 20, 18, 0}, {0x3001, 21, 19, 0}, {0x2801, 22, 19, 0}, {0x2401, 23, 20, 0}, {0x2201, 24, 21, 0},
	{0x1c01, 25, 22, 0}, {0x1801, 26, 23, 0}, {0x1601, 27, 24, 0}, {0x1401, 28, 25, 0}, {0x1201, 29, 26, 0}, {0x1101, 30, 27, 0},
	{0x0ac1, 31, 28, 0}, {0x09c1, 32, 29, 0}, {0x08a1, 33, 30, 0}, {0x0521, 34, 31, 0}, {0x0441, 35, 32, 0}, {0x02a1, 36, 33, 0},
	{0x0221, 37, 34, 0}, {0x0141, 38, 35, 0}, {0x0111, 39, 36, 0}, {0x0085, 40, 37, 0}, {0x0049, 41, 38, 0}, {0x0025, 42, 39, 0},
	{0x0015, 43, 40, 0}, {0x0009, 44, 41, 0}, {0x0005, 45, 42, 0}, {0x0001, 45, 43, 0}, {0x5601, 46, 46, 0},
}

// states is qeTable in the form that decoding uses.
var states = func() (out [94]state) {
	for i, q := range qeTable {
		for mps := range uint8(2) {
			lpsMPS := mps
			if q[3] == 1 {
				lpsMPS = 1 - mps
			}
			out[2*i+int(mps)] = state{
				qe: uint32(q[0]), mps: uint8(2*q[1]) + mps, lps: uint8(2*q[2]) + lpsMPS, mpsV: mps, lpsV: 1 - mps,
			}
		}
	}
	return out
}()

// model is the adaptive state of one context: an index into states.
type model = uint8

func newCoder(data []byte) *coder {
	d := &coder{data: data}
	d.c = uint32(d.at(0)) << 16
	d.byteIn()
	d.c <<= 7
	d.ct -= 7
	d.a = 0x8000
	return d
}

// at is byte i; behind the end all bits are 1.
func (d *coder) at(i int) byte {
	if i < len(d.data) {
		return d.data[i]
	}
	return 0xff
}

func (d *coder) byteIn() {
	if d.pos >= len(d.data) {
		d.over++
	}
	if d.at(d.pos) == 0xff {
		if next := d.at(d.pos + 1); next > 0x8f {
			d.c += 0xff00
			d.ct = 8
		} else {
			d.pos++
			d.c += uint32(next) << 9
			d.ct = 7
		}
		return
	}
	d.pos++
	d.c += uint32(d.at(d.pos)) << 8
	d.ct = 8
}

// decode gives the next decision in a context.
func (d *coder) decode(cx *model) int {
	s := &states[*cx]
	d.a -= s.qe
	if d.c>>16 >= s.qe {
		d.c -= s.qe << 16
		if d.a&0x8000 != 0 {
			return int(s.mpsV)
		}
		v := s.mpsV
		if d.a < s.qe {
			v, *cx = s.lpsV, s.lps
		} else {
			*cx = s.mps
		}
		d.renorm()
		return int(v)
	}
	v := s.lpsV
	if d.a < s.qe {
		v, *cx = s.mpsV, s.mps
	} else {
		*cx = s.lps
	}
	d.a = s.qe
	d.renorm()
	return int(v)
}

func (d *coder) renorm() {
	for {
		if d.ct == 0 {
			d.byteIn()
		}
		d.a <<= 1
		d.c <<= 1
		d.ct--
		if d.a&0x8000 != 0 {
			return
		}
	}
}

// maxOver is how many bytes may be wanted behind the end of the data: a coder
// may leave out its last ones, and reads ahead.
const maxOver = 64

func (d *coder) spent() bool { return d.over > maxOver }

// integers are the contexts of one integer decoding procedure (annex A).
type integers [512]model

// integer decodes a number; ok is false for the out-of-band value.
func (d *coder) integer(cx *integers) (v int, ok bool) {
	prev := 1
	bit := func() int {
		b := d.decode(&cx[prev])
		if prev < 256 {
			prev = prev<<1 | b
		} else {
			prev = (prev<<1|b)&511 | 256
		}
		return b
	}
	sign := bit()
	steps := [...]struct{ bits, from int }{{2, 0}, {4, 4}, {6, 20}, {8, 84}, {12, 340}, {32, 4436}}
	k := 0
	for k < len(steps)-1 && bit() == 1 {
		k++
	}
	for range steps[k].bits {
		v = v<<1 | bit()
	}
	v += steps[k].from
	if sign == 0 {
		return v, true
	}
	return -v, v != 0
}

// symbol decodes a symbol's number of so many bits.
func (d *coder) symbol(cx []model, bits int) int {
	prev := 1
	for range bits {
		prev = prev<<1 | d.decode(&cx[prev])
	}
	return prev - 1<<bits
}
