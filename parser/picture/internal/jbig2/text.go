package jbig2

import (
	"fmt"

	"github.com/pbt-cli/pbt/parser/picture/internal/bilevel"
)

// corner is the corner of a symbol that its place names.
type corner int

const (
	bottomLeft corner = iota
	topLeft
	bottomRight
	topRight
)

// textReader decodes text regions: symbols with their places (6.4).
type textReader struct {
	d                *decoder
	w, h             int
	huffman, refined bool
	logStrips        int
	strips           int
	corner           corner
	transposed       bool
	op               bilevel.Op
	black            bool // the ground
	stepOffset       int
	template         int
	refineAt         []offset
	instances        int
	symbols          []*bilevel.Map
	codeLen          int
	codes            table // of the symbols' numbers; nil takes codeLen bits

	firsts, steps, strip, rdw, rdh, rdx, rdy, rsize table

	bits   *bitReader
	in     *coder
	refine []model

	cxDT, cxFS, cxDS, cxIT, cxRI, cxRDW, cxRDH, cxRDX, cxRDY integers
	cxID                                                     []model
}

func newTextReader(d *decoder, codeLen int) *textReader {
	return &textReader{d: d, codeLen: codeLen, cxID: make([]model, 1<<(codeLen+1))}
}

// textRegion reads a segment of type 4, 6 or 7.
func (d *decoder) textRegion(s *segment, info regionInfo, in *buffer) (*bilevel.Map, error) {
	flags := in.u16()
	symbols := d.symbolsOf(s)
	huffman := flags&1 == 1
	if len(symbols) > 4*maxSymbols {
		return nil, fmt.Errorf("%d symbols: %w", len(symbols), errData)
	}
	t := newTextReader(d, codeLength(len(symbols), huffman))
	t.w, t.h, t.symbols, t.huffman = info.w, info.h, symbols, huffman
	t.refined = flags>>1&1 == 1
	t.logStrips = flags >> 2 & 3
	t.strips = 1 << t.logStrips
	t.corner, t.transposed = corner(flags>>4&3), flags>>6&1 == 1
	t.op, t.black = bilevel.Op(flags>>7&3), flags>>9&1 == 1
	t.stepOffset = flags >> 10 & 31
	if t.stepOffset > 15 {
		t.stepOffset -= 32
	}
	t.template = flags >> 15 & 1
	choice := 0
	if huffman {
		choice = in.u16()
	}
	if t.refined && t.template == 0 {
		t.refineAt = in.offsets(2)
	}
	t.instances = in.u32()
	if in.short || len(symbols) == 0 && t.instances > 0 {
		return nil, fmt.Errorf("text region: %w", errData)
	}
	t.refine = make([]model, refinementContexts)
	if !huffman {
		t.in = newCoder(s.data[in.pos:])
		return t.decode()
	}
	t.bits = &bitReader{data: s.data[in.pos:]}
	if err := t.tables(choice, d.tablesOf(s)); err != nil {
		return nil, err
	}
	return t.decode()
}

// tables chooses the Huffman tables and reads that of the symbols' numbers.
func (t *textReader) tables(choice int, own []table) error {
	c := tableChooser{own: own}
	t.firsts = c.choose(choice&3, 6, 7)
	t.steps = c.choose(choice>>2&3, 8, 9, 10)
	t.strip = c.choose(choice>>4&3, 11, 12, 13)
	t.rdw = c.choose(choice>>6&3, 14, 15)
	t.rdh = c.choose(choice>>8&3, 14, 15)
	t.rdx = c.choose(choice>>10&3, 14, 15)
	t.rdy = c.choose(choice>>12&3, 14, 15)
	t.rsize = c.choose(3*(choice>>14&1), 1)
	if c.err != nil {
		return c.err
	}
	return t.symbolCodes()
}

// symbolCodes reads the code lengths of the symbols' numbers (7.4.3.1.7).
func (t *textReader) symbolCodes() error {
	const runCodes = 35
	lines := make([]line, runCodes)
	for i := range lines {
		n, err := t.bits.bits(4)
		if err != nil {
			return err
		}
		lines[i] = span(n, 0, i)
	}
	runs, err := newTable(lines)
	if err != nil {
		return err
	}
	codes := make([]line, 0, len(t.symbols))
	for len(codes) < len(t.symbols) {
		code, err := runs.number(t.bits)
		if err != nil {
			return err
		}
		length, repeat := code, 1
		if code >= 32 {
			length, repeat, err = t.repeated(code, codes)
			if err != nil {
				return err
			}
		}
		for range min(repeat, len(t.symbols)-len(codes)) {
			codes = append(codes, span(length, 0, len(codes)))
		}
	}
	t.bits.align()
	t.codes, err = newTable(codes)
	return err
}

// repeated reads a run of code lengths.
func (t *textReader) repeated(code int, codes []line) (length, repeat int, err error) {
	bits, from := 2, 3
	switch code {
	case 33:
		bits = 3
	case 34:
		bits, from = 7, 11
	default:
		if len(codes) == 0 {
			return 0, 0, fmt.Errorf("repeat of nothing: %w", errData)
		}
		length = codes[len(codes)-1].prefix
	}
	n, err := t.bits.bits(bits)
	return length, n + from, err
}

// number decodes a number that is never out of band.
func (t *textReader) number(tab table, cx *integers) (int, error) {
	v, ok, err := t.value(tab, cx)
	if err == nil && !ok {
		err = fmt.Errorf("out of band: %w", errData)
	}
	return v, err
}

func (t *textReader) value(tab table, cx *integers) (v int, ok bool, err error) {
	if t.huffman {
		return tab.value(t.bits)
	}
	v, ok = t.in.integer(cx)
	if t.in.spent() {
		return 0, false, fmt.Errorf("data end: %w", errData)
	}
	return v, ok, nil
}

// symbolID decodes the number of a symbol that there is.
func (t *textReader) symbolID() (int, error) {
	var id int
	var err error
	switch {
	case !t.huffman:
		id = t.in.symbol(t.cxID, t.codeLen)
	case t.codes != nil:
		id, err = t.codes.number(t.bits)
	default:
		id, err = t.bits.bits(t.codeLen)
	}
	if err == nil && (id < 0 || id >= len(t.symbols)) {
		err = fmt.Errorf("symbol %d of %d: %w", id, len(t.symbols), errData)
	}
	return id, err
}

// decode draws the region. With an error, what was drawn before it is given.
func (t *textReader) decode() (*bilevel.Map, error) {
	m, err := t.d.newMap(t.w, t.h)
	if err != nil {
		return nil, err
	}
	if t.black {
		for y := range m.H {
			bilevel.Fill(m.Row(y), 0, m.W)
		}
	}
	start, err := t.number(t.strip, &t.cxDT)
	if err != nil {
		return m, err
	}
	at, first, done := -start*t.strips, 0, 0
	for done < t.instances {
		dt, err := t.number(t.strip, &t.cxDT)
		if err != nil {
			return m, err
		}
		at += dt * t.strips
		df, err := t.number(t.firsts, &t.cxFS)
		if err != nil {
			return m, err
		}
		first += df
		n, err := t.stripOf(m, first, at, t.instances-done)
		if err != nil {
			return m, err
		}
		done += n
	}
	return m, nil
}

// farAway bounds coordinates, so that sums of them stay small.
const farAway = 1 << 28

// stripOf draws the symbols of one strip, at most limit.
func (t *textReader) stripOf(m *bilevel.Map, s, at, limit int) (int, error) {
	for n := 0; ; n++ {
		if n > 0 {
			ds, more, err := t.value(t.steps, &t.cxDS)
			if err != nil {
				return n, err
			}
			if !more {
				return n, nil
			}
			s += ds + t.stepOffset
		}
		if n >= limit {
			return n, fmt.Errorf("too many symbols in a strip: %w", errData)
		}
		if n%rowsPerCheck == 0 {
			if err := t.d.check(t.in); err != nil {
				return n, err
			}
		}
		if s < -farAway || s > farAway || at < -farAway || at > farAway {
			return n, fmt.Errorf("symbol at %d, %d: %w", s, at, errData)
		}
		row, err := t.rowInStrip()
		if err != nil {
			return n, err
		}
		sym, err := t.instance()
		if err != nil {
			return n, err
		}
		if err := t.d.spend(sym.Stride, sym.H); err != nil {
			return n, err
		}
		s = t.place(m, sym, s, at+row)
	}
}

func (t *textReader) rowInStrip() (int, error) {
	switch {
	case t.strips == 1:
		return 0, nil
	case t.huffman:
		return t.bits.bits(t.logStrips)
	}
	return t.number(nil, &t.cxIT)
}

// place draws a symbol and gives the coordinate behind it (6.4.5, 3c).
func (t *textReader) place(m, sym *bilevel.Map, s, at int) int {
	along, right := sym.W-1, t.corner == topRight || t.corner == bottomRight
	if t.transposed {
		along, right = sym.H-1, t.corner == bottomLeft || t.corner == bottomRight
	}
	if right {
		s += along
	}
	x, y := s, at
	if t.transposed {
		x, y = at, s
	}
	if t.corner == topRight || t.corner == bottomRight {
		x -= sym.W - 1
	}
	if t.corner == bottomLeft || t.corner == bottomRight {
		y -= sym.H - 1
	}
	m.Draw(sym, x, y, t.op)
	if !right {
		s += along
	}
	return s
}

// instance gives the next symbol, corrected where the data say so.
func (t *textReader) instance() (*bilevel.Map, error) {
	id, err := t.symbolID()
	if err != nil {
		return nil, err
	}
	refined := 0
	if t.refined {
		if t.huffman {
			refined, err = t.bits.bit()
		} else {
			refined, err = t.number(nil, &t.cxRI)
		}
		if err != nil {
			return nil, err
		}
	}
	sym := t.symbols[id]
	if refined == 0 {
		return sym, nil
	}
	var d [4]int
	for i, c := range []struct {
		t  table
		cx *integers
	}{{t.rdw, &t.cxRDW}, {t.rdh, &t.cxRDH}, {t.rdx, &t.cxRDX}, {t.rdy, &t.cxRDY}} {
		if d[i], err = t.number(c.t, c.cx); err != nil {
			return nil, err
		}
	}
	return t.refinement(refinement{
		w: sym.W + d[0], h: sym.H + d[1], template: t.template, ref: sym,
		dx: d[0]>>1 + d[2], dy: d[1]>>1 + d[3], adaptive: t.refineAt,
	})
}

// refinement decodes a correction; under Huffman codes it is an arithmetic
// stream of its own among them.
func (t *textReader) refinement(g refinement) (*bilevel.Map, error) {
	if !t.huffman {
		return t.d.refine(t.in, t.refine, g)
	}
	size, err := t.rsize.number(t.bits)
	if err != nil {
		return nil, err
	}
	t.bits.align()
	data, err := t.bits.take(size)
	if err != nil {
		return nil, err
	}
	return t.d.refine(newCoder(data), t.refine, g)
}
