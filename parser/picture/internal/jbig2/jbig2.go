// Package jbig2 decodes ITU-T T.88 (JBIG2) pictures: generic, refinement,
// symbol, text, halftone and pattern segments, coded arithmetically, by Huffman
// codes and by MMR. The colour extensions are not decoded.
package jbig2

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/pbt-cli/pbt/parser/picture/internal/bilevel"
)

// errData says that the data are damaged or go beyond the limits.
var errData = errors.New("jbig2: damaged data")

// maxSide bounds the sides of a bitmap, in pixels.
const maxSide = 1 << 16

// fileMark begins a file; embedded streams lack it.
var fileMark = []byte("\x97JB2\r\n\x1a\n")

// Decode decodes the first page of data, a file or an embedded stream, with the
// segments of globals before it. At most maxPixels are decoded, those of symbols
// and of regions together. What was drawn before damage comes with the error,
// which is errData or that of ctx.
func Decode(ctx context.Context, data, globals []byte, maxPixels int) (*bilevel.Map, error) {
	d := &decoder{ctx: ctx, budget: maxPixels, segments: map[int]*segment{}}
	if len(globals) > 0 {
		if err := d.stream(globals); err != nil {
			return nil, err
		}
	}
	err := d.stream(data)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if d.page == nil && err == nil {
		err = fmt.Errorf("no page: %w", errData)
	}
	return d.page, err
}

// decoder is the state of a page.
type decoder struct {
	ctx      context.Context
	budget   int
	segments map[int]*segment
	page     *bilevel.Map
	info     pageInfo
	ended    bool
}

// spend takes the pixels of a bitmap from the budget.
func (d *decoder) spend(w, h int) error {
	if w < 0 || h < 0 || w > maxSide*64 || h > maxSide || h > 0 && w > d.budget/h {
		return fmt.Errorf("bitmap of %d × %d: %w", w, h, errData)
	}
	d.budget -= w*h + 1
	if d.budget < 0 {
		return fmt.Errorf("too many pixels: %w", errData)
	}
	return nil
}

func (d *decoder) newMap(w, h int) (*bilevel.Map, error) {
	if err := d.spend(w, h); err != nil {
		return nil, err
	}
	return bilevel.New(w, h), nil
}

// check looks at the context, and whether a coder ran behind its data.
func (d *decoder) check(in *coder) error {
	if err := d.ctx.Err(); err != nil {
		return err
	}
	if in != nil && in.spent() {
		return fmt.Errorf("data end: %w", errData)
	}
	return nil
}

// buffer reads numbers of a segment; short is set once they end.
type buffer struct {
	data  []byte
	pos   int
	short bool
}

func (b *buffer) take(n int) []byte {
	if n > len(b.data)-b.pos {
		b.short = true
		return make([]byte, n)
	}
	b.pos += n
	return b.data[b.pos-n : b.pos]
}

func (b *buffer) u8() int  { return int(b.take(1)[0]) }
func (b *buffer) u16() int { return int(binary.BigEndian.Uint16(b.take(2))) }

// word is a number of 32 bits as it stands.
func (b *buffer) word() uint32 { return binary.BigEndian.Uint32(b.take(4)) }

// u32 is a number that counts or measures something: what is beyond an int of 32
// bits is beyond every limit, and stays positive on every machine.
func (b *buffer) u32() int { return int(min(b.word(), math.MaxInt32)) }

// i32 is a number with a sign.
func (b *buffer) i32() int { return int(int32(b.word())) }

// offsets reads the places of n adaptive pixels.
func (b *buffer) offsets(n int) []offset {
	out := make([]offset, n)
	for i := range out {
		out[i] = offset{int(int8(b.u8())), int(int8(b.u8()))}
	}
	return out
}

// segment is one segment with what it was decoded to.
type segment struct {
	number, kind, page int
	refers             []int
	data               []byte
	dictionary         *dictionary
	patterns           []*bilevel.Map
	table              table
	region             *bilevel.Map
}

// The kinds of segments.
const (
	kindSymbols    = 0
	kindTextKept   = 4
	kindText       = 6
	kindTextExact  = 7
	kindPatterns   = 16
	kindHalfKept   = 20
	kindHalf       = 22
	kindHalfExact  = 23
	kindGenKept    = 36
	kindGen        = 38
	kindGenExact   = 39
	kindRefineKept = 40
	kindRefine     = 42
	kindRefExact   = 43
	kindPage       = 48
	kindPageEnd    = 49
	kindStripeEnd  = 50
	kindFileEnd    = 51
	kindTable      = 53
)

const (
	// maxSegments and maxRefers bound the segments of a stream and those that one
	// refers to.
	maxSegments = 1 << 16
	maxRefers   = 1 << 12
	// unknownLength stands for the length of a generic region that its end tells.
	unknownLength = 0xffffffff
)

// stream decodes the segments of a file or of an embedded stream.
func (d *decoder) stream(data []byte) error {
	in := &buffer{data: data}
	sequential := true
	if bytes.HasPrefix(data, fileMark) {
		in.pos = len(fileMark)
		flags := in.u8()
		sequential = flags&1 == 1
		if flags&2 == 0 {
			in.u32() // number of pages
		}
	}
	var queue []*segment
	var lengths []uint32
	for !d.ended && in.pos < len(data) && len(d.segments) < maxSegments {
		s, length := readHeader(in)
		if in.short {
			return fmt.Errorf("segment header: %w", errData)
		}
		d.segments[s.number] = s
		if !sequential {
			queue, lengths = append(queue, s), append(lengths, length)
			if s.kind != kindFileEnd {
				continue
			}
			break
		}
		if err := d.body(in, s, length); err != nil {
			return err
		}
	}
	for i, s := range queue {
		if d.ended {
			break
		}
		if err := d.body(in, s, lengths[i]); err != nil {
			return err
		}
	}
	return nil
}

// body takes the data of a segment and decodes it.
func (d *decoder) body(in *buffer, s *segment, said uint32) error {
	length := int(min(said, math.MaxInt32))
	if said == unknownLength {
		length = genericLength(in.data[in.pos:])
	}
	cut := length > len(in.data)-in.pos
	if cut {
		length = len(in.data) - in.pos
	}
	s.data = in.take(length)
	err := d.decode(s)
	if err == nil && cut && s.kind < kindPage {
		err = fmt.Errorf("segment %d is cut: %w", s.number, errData)
	}
	return err
}

// readHeader reads a segment header (7.2).
func readHeader(in *buffer) (*segment, uint32) {
	s := &segment{number: in.u32()}
	flags := in.u8()
	s.kind = flags & 63
	count := in.u8() >> 5
	if count == 7 {
		in.pos--
		count = int(in.word() & 0x1fffffff)
		in.short = in.short || count > maxRefers
		if in.short {
			return s, 0
		}
		in.take((count + 8) / 8)
	}
	for range count {
		switch {
		case s.number <= 256:
			s.refers = append(s.refers, in.u8())
		case s.number <= 65536:
			s.refers = append(s.refers, in.u16())
		default:
			s.refers = append(s.refers, in.u32())
		}
	}
	if flags>>6&1 == 1 {
		s.page = in.u32()
	} else {
		s.page = in.u8()
	}
	return s, in.word()
}

// genericLength finds the end of a generic region of unknown length: its end
// mark and the number of its rows (7.2.7).
func genericLength(data []byte) int {
	const head = 18 // region and flags
	if len(data) < head {
		return len(data)
	}
	mark := []byte{0xff, 0xac}
	if data[head-1]&1 == 1 {
		mark = []byte{0, 0}
	}
	i := bytes.Index(data[head:], mark)
	if i < 0 {
		return len(data)
	}
	return min(head+i+len(mark)+4, len(data))
}

// decode decodes one segment.
func (d *decoder) decode(s *segment) error {
	switch s.kind {
	case kindSymbols:
		return d.symbolDictionary(s)
	case kindPatterns:
		return d.patternDictionary(s)
	case kindTable:
		var err error
		s.table, err = readTable(s.data)
		return err
	case kindPage:
		return d.pageInfo(s)
	case kindPageEnd, kindFileEnd:
		d.ended = d.page != nil
		return nil
	case kindStripeEnd:
		return nil
	}
	return d.region(s)
}

// pageInfo is what matters of a page information segment.
type pageInfo struct {
	op    bilevel.Op
	black bool
	grows bool // the height is not known
}

// stripeRows is how a page of unknown height grows at first.
const stripeRows = 256

func (d *decoder) pageInfo(s *segment) error {
	if d.page != nil {
		d.ended = true // a second page
		return nil
	}
	in := &buffer{data: s.data}
	w, high := in.u32(), in.word()
	in.take(8)
	flags := in.u8()
	in.u16()
	if in.short {
		return fmt.Errorf("page information: %w", errData)
	}
	d.info = pageInfo{op: bilevel.Op(flags >> 3 & 3), black: flags>>2&1 == 1, grows: high == unknownLength}
	h := int(min(high, math.MaxInt32))
	if d.info.grows {
		h = stripeRows
	}
	if w > maxSide || h > maxSide {
		return fmt.Errorf("page of %d × %d: %w", w, h, errData)
	}
	m, err := d.newMap(w, h)
	if err != nil {
		return err
	}
	d.page = m
	d.blacken(0)
	return nil
}

// blacken fills the page's rows from y on where its ground is black.
func (d *decoder) blacken(y int) {
	for ; d.info.black && y < d.page.H; y++ {
		bilevel.Fill(d.page.Row(y), 0, d.page.W)
	}
}

// grow makes a page of unknown height hold so many rows.
func (d *decoder) grow(h int) error {
	if !d.info.grows || h <= d.page.H {
		return nil
	}
	if h > maxSide {
		return fmt.Errorf("page of %d rows: %w", h, errData)
	}
	if err := d.spend(d.page.W, h-d.page.H); err != nil {
		return err
	}
	from := d.page.H
	d.page.Pix = append(d.page.Pix, make([]byte, (h-from)*d.page.Stride)...)
	d.page.H = h
	d.blacken(from)
	return nil
}

// regionInfo is the head of every region segment (7.4.1).
type regionInfo struct {
	w, h, x, y int
	op         bilevel.Op
}

// region decodes a region, and draws or keeps it.
func (d *decoder) region(s *segment) error {
	in := &buffer{data: s.data}
	info := regionInfo{w: in.u32(), h: in.u32(), x: in.i32(), y: in.i32()}
	info.op = bilevel.Op(in.u8() & 7)
	var m *bilevel.Map
	var err error
	switch s.kind {
	case kindTextKept, kindText, kindTextExact:
		if known(in, info) {
			m, err = d.textRegion(s, info, in)
		}
	case kindHalfKept, kindHalf, kindHalfExact:
		if known(in, info) {
			m, err = d.halftoneRegion(s, info, in)
		}
	case kindGenKept, kindGen, kindGenExact:
		if known(in, info) {
			m, err = d.genericRegion(s, info, in)
		}
	case kindRefineKept, kindRefine, kindRefExact:
		if known(in, info) {
			m, err = d.refinementRegion(s, info, in)
		}
	default:
		return nil // extensions and profiles draw nothing
	}
	if m == nil {
		if err == nil {
			err = fmt.Errorf("region of %d × %d: %w", info.w, info.h, errData)
		}
		return err
	}
	switch s.kind {
	case kindTextKept, kindHalfKept, kindGenKept, kindRefineKept:
		s.region = m
		return err
	}
	if d.page == nil {
		return fmt.Errorf("region without a page: %w", errData)
	}
	if info.y >= 0 && info.y <= maxSide {
		if e := d.grow(info.y + info.h); e != nil {
			return e
		}
	}
	d.page.Draw(m, info.x, info.y, min(info.op, bilevel.Replace))
	return err
}

// known reports whether the head of a region is whole and within bounds.
func known(in *buffer, info regionInfo) bool {
	return !in.short && info.w <= maxSide && info.h <= maxSide && info.x > -farAway && info.x < farAway && info.y > -farAway && info.y < farAway
}

// genericRegion reads a segment of type 36, 38 or 39.
func (d *decoder) genericRegion(s *segment, info regionInfo, in *buffer) (*bilevel.Map, error) {
	flags := in.u8()
	g := generic{w: info.w, h: info.h, template: flags >> 1 & 3, typical: flags>>3&1 == 1}
	if flags&1 == 1 {
		m, _, err := d.mmr(s.data[in.pos:], g.w, g.h)
		return m, err
	}
	const extended = 1 << 4
	if flags&extended != 0 && g.template == 0 {
		return nil, fmt.Errorf("extended template: %w", errData)
	}
	g.adaptive = in.offsets(len(templates[g.template].nominal))
	if in.short {
		return nil, fmt.Errorf("generic region: %w", errData)
	}
	return d.generic(newCoder(s.data[in.pos:]), make([]model, templates[g.template].contexts()), g)
}

// refinementRegion reads a segment of type 40, 42 or 43. It corrects the region
// that it refers to, or what stands on the page.
func (d *decoder) refinementRegion(s *segment, info regionInfo, in *buffer) (*bilevel.Map, error) {
	flags := in.u8()
	g := refinement{w: info.w, h: info.h, template: flags & 1, typical: flags>>1&1 == 1}
	if g.template == 0 {
		g.adaptive = in.offsets(2)
	}
	for _, n := range s.refers {
		if r := d.segments[n]; r != nil && r.region != nil {
			g.ref = r.region
		}
	}
	if g.ref == nil && d.page != nil {
		if err := d.spend(info.w, info.h); err != nil {
			return nil, err
		}
		g.ref = d.page.Crop(info.x, info.y, info.w, info.h)
	}
	if in.short || g.ref == nil {
		return nil, fmt.Errorf("refinement region: %w", errData)
	}
	return d.refine(newCoder(s.data[in.pos:]), make([]model, refinementContexts), g)
}

// symbolsOf are the symbols of the dictionaries that a segment refers to.
func (d *decoder) symbolsOf(s *segment) []*bilevel.Map {
	var out []*bilevel.Map
	for _, n := range s.refers {
		if r := d.segments[n]; r != nil && r.dictionary != nil && len(out) <= 4*maxSymbols {
			out = append(out, r.dictionary.symbols...)
		}
	}
	return out
}

// lastDictionary is the last dictionary that a segment refers to.
func (d *decoder) lastDictionary(s *segment) *dictionary {
	var last *dictionary
	for _, n := range s.refers {
		if r := d.segments[n]; r != nil && r.dictionary != nil {
			last = r.dictionary
		}
	}
	return last
}

func (d *decoder) tablesOf(s *segment) []table {
	var out []table
	for _, n := range s.refers {
		if r := d.segments[n]; r != nil && r.table != nil {
			out = append(out, r.table)
		}
	}
	return out
}

func (d *decoder) patternsOf(s *segment) []*bilevel.Map {
	for _, n := range s.refers {
		if r := d.segments[n]; r != nil && r.patterns != nil {
			return r.patterns
		}
	}
	return nil
}
