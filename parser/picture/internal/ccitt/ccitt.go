// Package ccitt decodes the facsimile codes of ITU-T T.4 (group 3, one and two
// dimensions) and T.6 (group 4, also called MMR).
package ccitt

import (
	"errors"
	"fmt"

	"github.com/pbt-cli/pbt/parser/picture/internal/bilevel"
)

// Params say how a picture was coded; the names are those of PDF.
type Params struct {
	// K is negative for group 4, 0 for group 3 in one dimension, positive for
	// group 3 with lines of both kinds.
	K int
	// Columns is the width in pixels.
	Columns int
	// Rows is the height, 0 where only the data tell it.
	Rows int
	// ByteAlign says that each line starts at a whole byte.
	ByteAlign bool
	// LineEnds says that end-of-line codes stand before the lines; they are seen all
	// the same where the data begin with one.
	LineEnds bool
	// NoEnd says that no end-of-block code ends the data: Rows alone does.
	NoEnd bool
}

// maxColumns is the widest line that is decoded, in pixels: A0 at 1,200 dpi.
const maxColumns = 1 << 16

// errData says that the data are no such code from their start, or that the
// parameters are out of bounds.
var errData = errors.New("ccitt: no picture in the data")

// Result is a decoded picture.
type Result struct {
	*bilevel.Map
	// Damaged counts the lines that could not be decoded, each of which repeats
	// what stood above it, and the lines that lack at the end.
	Damaged int
	// Used is how many bytes of the data were read.
	Used int
}

// Decode decodes a picture of at most maxPixels.
func Decode(data []byte, p Params, maxPixels int) (*Result, error) {
	if p.Columns < 1 || p.Columns > maxColumns || p.Rows < 0 {
		return nil, fmt.Errorf("%d × %d pixels: %w", p.Columns, p.Rows, errData)
	}
	maxRows := maxPixels / p.Columns
	if p.Rows > maxRows {
		return nil, fmt.Errorf("%d × %d pixels: %w", p.Columns, p.Rows, errData)
	}
	if p.Rows > 0 {
		maxRows = p.Rows
	}
	d := decoder{
		in: reader{data: data}, p: p, t: codeTables(),
		ref: make([]int32, 0, 256), cur: make([]int32, 0, 256),
		out: &bilevel.Map{W: p.Columns, Stride: (p.Columns + 7) / 8},
	}
	if p.Rows > 0 && p.Rows*d.out.Stride <= 1<<26 {
		d.out.Pix = make([]byte, 0, p.Rows*d.out.Stride)
	}
	d.rows(maxRows)
	if d.out.H == 0 || d.good == 0 {
		return nil, errData
	}
	res := &Result{Map: d.out, Damaged: d.damaged, Used: min((d.in.pos+7)/8, len(data))}
	if lack := p.Rows - d.out.H; lack > 0 {
		res.Damaged += lack
		d.out.Pix = append(d.out.Pix, make([]byte, lack*d.out.Stride)...)
		d.out.H = p.Rows
	}
	return res, nil
}

// reader gives bits, the highest first; behind the end it gives zeros.
type reader struct {
	data []byte
	pos  int // in bits
}

// peek is the next n ≤ 24 bits.
func (r *reader) peek(n int) int {
	i := r.pos >> 3
	var v uint32
	if i+4 <= len(r.data) {
		b := r.data[i : i+4]
		v = uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
	} else {
		for k := range 4 {
			v <<= 8
			if i+k < len(r.data) {
				v |= uint32(r.data[i+k])
			}
		}
	}
	return int(v << (r.pos & 7) >> (32 - n))
}

func (r *reader) end() bool { return r.pos >= 8*len(r.data) }

type decoder struct {
	in  reader
	p   Params
	t   *tables
	out *bilevel.Map
	// ref and cur are the columns where the colour changes, of the line above
	// and of this one, the first change being to black.
	ref, cur      []int32
	good, damaged int
}

// eol is the end-of-line code: eleven zeros and a one.
const (
	eol     = 1
	eolBits = 12
)

// rows decodes lines until the end of the data, of the block, or maxRows.
func (d *decoder) rows(maxRows int) {
	for d.out.H < maxRows && !d.in.end() {
		if d.p.ByteAlign && !d.endAhead() {
			d.in.pos = (d.in.pos + 7) &^ 7
		}
		flat, stop := d.lineStart()
		if stop || d.in.end() {
			return
		}
		d.cur = d.cur[:0]
		var ok bool
		if flat {
			ok = d.flatLine()
		} else {
			ok = d.deepLine()
		}
		if !ok && !d.mend() {
			return
		}
		if ok {
			d.good++
		}
		d.paint()
		d.ref, d.cur = d.cur, d.ref
	}
	if d.p.K < 0 && !d.p.NoEnd && d.in.peek(24) == eol<<eolBits|eol {
		d.in.pos += 24
	}
}

// endAhead reports whether an end-of-line code, or the end of the block, comes before the
// next whole byte. Where no such codes stand before lines, what fills up a byte and the
// code behind it look like one.
func (d *decoder) endAhead() bool {
	switch {
	case d.p.K < 0:
		return false
	case d.p.LineEnds || d.out.H == 0:
		d.p.LineEnds = d.eolAhead() >= 0
		return d.p.LineEnds
	}
	return !d.p.NoEnd && d.in.peek(2*eolBits) == eol<<eolBits|eol
}

// lineStart reads what stands before a line: end-of-line codes with their fill,
// and in two-dimensional group 3 the tag bit. It tells whether the line is coded
// alone, and whether the block ended.
func (d *decoder) lineStart() (flat, stop bool) {
	if d.p.K < 0 {
		return false, !d.p.NoEnd && d.in.peek(24) == eol<<eolBits|eol
	}
	ends, tag := 0, 1
	for {
		n := d.eolAhead()
		if n < 0 {
			break
		}
		d.in.pos += n
		ends++
		if d.p.K > 0 {
			tag = d.in.peek(1)
			d.in.pos++
		}
		if ends >= 2 && !d.p.NoEnd { // two in a row begin the return to control
			return false, true
		}
	}
	if ends == 0 && d.p.K > 0 { // without end-of-line codes the tag still stands
		tag = d.in.peek(1)
		d.in.pos++
	}
	return d.p.K == 0 || tag == 1, false
}

// eolAhead is the length of the end-of-line code that starts here, with its
// fill bits, or -1.
func (d *decoder) eolAhead() int {
	if d.in.peek(eolBits-1) != 0 {
		return -1
	}
	for n := eolBits - 1; d.in.pos+n < 8*len(d.in.data); n++ {
		at := d.in.pos + n
		if at&7 == 0 && d.in.data[at>>3] == 0 {
			n += 7
			continue
		}
		if d.in.data[at>>3]>>(7-at&7)&1 == 1 {
			return n + 1
		}
	}
	return -1
}

// run reads one run of a colour with its make-up codes, -1 where there is none.
func (d *decoder) run(table []code) int {
	sum := 0
	for {
		c := table[d.in.peek(runBits)]
		if c.bits == 0 || d.in.pos+int(c.bits) > 8*len(d.in.data) {
			return -1
		}
		d.in.pos += int(c.bits)
		sum += int(c.value)
		if c.value < 64 {
			return sum
		}
		if sum > maxColumns {
			return -1
		}
	}
}

// flatLine reads a line that is coded alone.
func (d *decoder) flatLine() bool {
	x, black := 0, false
	for x < d.p.Columns {
		table := d.t.white
		if black {
			table = d.t.black
		}
		n := d.run(table)
		if n < 0 || x+n > d.p.Columns {
			return false
		}
		x += n
		d.cur = append(d.cur, int32(x))
		black = !black
	}
	return true
}

// deepLine reads a line that is coded by its difference to the one above.
func (d *decoder) deepLine() bool {
	x, black, at := -1, false, 0
	columns := d.p.Columns
	for x < columns {
		c := d.t.modes[d.in.peek(modeBits)]
		if c.bits == 0 || d.in.pos+int(c.bits) > 8*len(d.in.data) {
			return false
		}
		d.in.pos += int(c.bits)
		var b1 int
		at, b1 = d.above(at, x, black)
		switch c.value {
		case modePass:
			x = columns
			if at+1 < len(d.ref) {
				x = int(d.ref[at+1])
			}
		case modeHorizontal:
			first, second := d.t.white, d.t.black
			if black {
				first, second = second, first
			}
			n1 := d.run(first)
			if n1 < 0 {
				return false
			}
			n2 := d.run(second)
			x = max(x, 0)
			if n2 < 0 || x+n1+n2 > columns {
				return false
			}
			d.cur = append(d.cur, int32(x+n1), int32(x+n1+n2))
			x += n1 + n2
		default:
			to := b1 + vertical[c.value]
			if to < x || to < 0 || to > columns {
				return false
			}
			x = to
			d.cur = append(d.cur, int32(x))
			black = !black
		}
	}
	return true
}

// above finds b1: the first change of the line above that lies behind x and
// changes to the colour opposite to the present one. Changes at even places of
// ref are to black. The search starts near at, where the last one ended.
func (d *decoder) above(at, x int, black bool) (int, int) {
	want := 0
	if black {
		want = 1
	}
	at = max(at-2, 0)
	if at&1 != want {
		at++
	}
	for at < len(d.ref) && int(d.ref[at]) <= x {
		at += 2
	}
	if at < len(d.ref) {
		return at, int(d.ref[at])
	}
	return at, d.p.Columns
}

// mend takes the line above for one that is damaged, and moves to the next
// end-of-line code. Group 4 has none: nothing behind damage can be decoded.
func (d *decoder) mend() bool {
	if d.p.K < 0 {
		return false
	}
	d.damaged++
	d.cur = append(d.cur[:0], d.ref...)
	for ; !d.in.end(); d.in.pos++ {
		if d.eolAhead() >= 0 {
			return true
		}
	}
	return false
}

// paint adds the line of cur to the picture.
func (d *decoder) paint() {
	from := len(d.out.Pix)
	d.out.Pix = append(d.out.Pix, make([]byte, d.out.Stride)...)
	row := d.out.Pix[from:]
	d.out.H++
	for i := 0; i < len(d.cur); i += 2 {
		to := d.p.Columns
		if i+1 < len(d.cur) {
			to = int(d.cur[i+1])
		}
		bilevel.Fill(row, int(d.cur[i]), to)
	}
}
