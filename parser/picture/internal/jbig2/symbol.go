package jbig2

import (
	"fmt"
	"math/bits"

	"github.com/pbt-cli/pbt/parser/picture/internal/bilevel"
)

// dictionary is a decoded symbol dictionary.
type dictionary struct {
	symbols []*bilevel.Map
	// kept are the contexts that a later dictionary may go on with.
	generic, refine []model
}

// symbolReader decodes one symbol dictionary (6.5).
type symbolReader struct {
	d                  *decoder
	huffman, aggregate bool
	template, refining int
	at, refineAt       []offset
	exported, fresh    int
	symbols            []*bilevel.Map // those referred to, then the new ones
	base               int            // number of those referred to

	heights, widths, sizes, instances table
	bits                              *bitReader
	in                                *coder
	generic, refine                   []model
	dh, dw, ex, ai                    integers
	text                              *textReader
}

// symbolDictionary reads a segment of type 0.
func (d *decoder) symbolDictionary(s *segment) error {
	in := &buffer{data: s.data}
	flags := in.u16()
	r := &symbolReader{
		d: d, huffman: flags&1 == 1, aggregate: flags>>1&1 == 1,
		template: flags >> 10 & 3, refining: flags >> 12 & 1,
	}
	if !r.huffman {
		r.at = in.offsets(len(templates[r.template].nominal))
	}
	if r.aggregate && r.refining == 0 {
		r.refineAt = in.offsets(2)
	}
	r.exported, r.fresh = in.u32(), in.u32()
	if in.short || r.fresh > maxSymbols || r.exported > 2*maxSymbols {
		return fmt.Errorf("symbol dictionary: %w", errData)
	}
	r.symbols = d.symbolsOf(s)
	r.base = len(r.symbols)
	if r.base > 2*maxSymbols {
		return fmt.Errorf("%d symbols: %w", r.base, errData)
	}
	if err := r.tables(flags, d.tablesOf(s)); err != nil {
		return err
	}
	r.generic, r.refine = make([]model, templates[r.template].contexts()), make([]model, refinementContexts)
	const used = 1 << 8
	if prior := d.lastDictionary(s); flags&used != 0 && prior != nil {
		copy(r.generic, prior.generic)
		copy(r.refine, prior.refine)
	}
	if r.huffman {
		r.bits = &bitReader{data: s.data[in.pos:]}
	} else {
		r.in = newCoder(s.data[in.pos:])
	}
	if err := r.decode(); err != nil {
		return err
	}
	out, err := r.export()
	if err != nil {
		return err
	}
	s.dictionary = &dictionary{symbols: out, generic: r.generic, refine: r.refine}
	return nil
}

// maxSymbols bounds the new symbols of a dictionary.
const maxSymbols = 1 << 17

// tables chooses the Huffman tables.
func (r *symbolReader) tables(flags int, own []table) error {
	if !r.huffman {
		return nil
	}
	c := tableChooser{own: own}
	r.heights = c.choose(flags>>2&3, 4, 5)
	r.widths = c.choose(flags>>4&3, 2, 3)
	r.sizes = c.choose(3*(flags>>6&1), 1)
	r.instances = c.choose(3*(flags>>7&1), 1)
	return c.err
}

// tableChooser takes standard tables, and the file's own in order.
type tableChooser struct {
	own []table
	err error
}

// choose gives standard table numbers[which], or the next of the file's own for
// 3.
func (c *tableChooser) choose(which int, numbers ...int) table {
	switch {
	case which < len(numbers):
		return standard(numbers[which])
	case which == 3 && len(c.own) > 0:
		t := c.own[0]
		c.own = c.own[1:]
		return t
	}
	c.err = fmt.Errorf("huffman table: %w", errData)
	return nil
}

func (r *symbolReader) decode() error {
	height := 0
	for len(r.symbols)-r.base < r.fresh {
		dh, err := r.number(r.heights, &r.dh)
		if err != nil {
			return err
		}
		height += dh
		if height < 0 || height > maxSide {
			return fmt.Errorf("symbols of height %d: %w", height, errData)
		}
		if err := r.class(height); err != nil {
			return err
		}
	}
	return nil
}

// number decodes a number that is never out of band.
func (r *symbolReader) number(t table, cx *integers) (int, error) {
	if r.huffman {
		return t.number(r.bits)
	}
	v, ok := r.in.integer(cx)
	if !ok || r.in.spent() {
		return 0, fmt.Errorf("out of band: %w", errData)
	}
	return v, nil
}

// class decodes the symbols of one height.
func (r *symbolReader) class(height int) error {
	width, total := 0, 0
	var widths []int
	for {
		var dw int
		var more bool
		var err error
		if r.huffman {
			dw, more, err = r.widths.value(r.bits)
		} else {
			dw, more = r.in.integer(&r.dw)
			if r.in.spent() {
				err = fmt.Errorf("data end: %w", errData)
			}
		}
		if err != nil {
			return err
		}
		if !more {
			break
		}
		if len(r.symbols)+len(widths)-r.base >= r.fresh {
			return fmt.Errorf("too many symbols: %w", errData)
		}
		width += dw
		total += width
		if width < 0 || width > maxSide || total > maxSide*64 {
			return fmt.Errorf("symbol of width %d: %w", width, errData)
		}
		if r.huffman && !r.aggregate {
			widths = append(widths, width)
			continue
		}
		m, err := r.symbol(width, height)
		if err != nil {
			return err
		}
		r.symbols = append(r.symbols, m)
	}
	if len(widths) > 0 {
		return r.collective(widths, total, height)
	}
	return nil
}

// collective decodes the symbols of one height that stand in one bitmap.
func (r *symbolReader) collective(widths []int, total, height int) error {
	size, err := r.sizes.number(r.bits)
	if err != nil {
		return err
	}
	r.bits.align()
	var all *bilevel.Map
	if size == 0 {
		if all, err = r.d.newMap(total, height); err != nil {
			return err
		}
		data, err := r.bits.take(len(all.Pix))
		if err != nil {
			return err
		}
		copy(all.Pix, data)
	} else {
		data, err := r.bits.take(size)
		if err != nil {
			return err
		}
		if all, _, err = r.d.mmr(data, total, height); err != nil {
			return err
		}
	}
	x := 0
	for _, w := range widths {
		if err := r.d.spend(w, height); err != nil {
			return err
		}
		r.symbols = append(r.symbols, all.Crop(x, 0, w, height))
		x += w
	}
	return nil
}

// symbol decodes one symbol.
func (r *symbolReader) symbol(w, h int) (*bilevel.Map, error) {
	if !r.aggregate {
		return r.d.generic(r.in, r.generic, generic{w: w, h: h, template: r.template, adaptive: r.at})
	}
	n, err := r.number(r.instances, &r.ai)
	if err != nil {
		return nil, err
	}
	if r.text == nil {
		r.text = r.aggregateReader()
	}
	t := r.text
	t.symbols = r.symbols
	if n == 1 {
		return r.single(t, w, h)
	}
	t.w, t.h, t.instances = w, h, n
	return t.decode()
}

// aggregateReader makes the reader of symbols that are made of others (table
// 17).
func (r *symbolReader) aggregateReader() *textReader {
	t := newTextReader(r.d, codeLength(r.base+r.fresh, r.huffman))
	t.huffman, t.refined, t.strips, t.corner = r.huffman, true, 1, topLeft
	t.template, t.refineAt = r.refining, r.refineAt
	t.in, t.bits, t.refine = r.in, r.bits, r.refine
	if r.huffman {
		t.firsts, t.steps, t.strip = standard(6), standard(8), standard(11)
		t.rdw, t.rdh, t.rdx, t.rdy, t.rsize = standard(15), standard(15), standard(15), standard(15), standard(1)
	}
	return t
}

// codeLength is the number of bits of the number of one of n symbols.
func codeLength(n int, huffman bool) int {
	l := bits.Len(uint(max(n-1, 0)))
	if huffman {
		return max(l, 1)
	}
	return l
}

// single decodes a symbol that corrects one other (6.5.8.2.2).
func (r *symbolReader) single(t *textReader, w, h int) (*bilevel.Map, error) {
	id, err := t.symbolID()
	if err != nil {
		return nil, err
	}
	dx, err := t.number(t.rdx, &t.cxRDX)
	if err != nil {
		return nil, err
	}
	dy, err := t.number(t.rdy, &t.cxRDY)
	if err != nil {
		return nil, err
	}
	return t.refinement(refinement{w: w, h: h, template: r.refining, ref: r.symbols[id], dx: dx, dy: dy, adaptive: r.refineAt})
}

// export picks the symbols that the dictionary gives (6.5.10).
func (r *symbolReader) export() ([]*bilevel.Map, error) {
	var out []*bilevel.Map
	on := false
	idle := 0
	for at := 0; at < len(r.symbols); {
		n, err := r.number(standard(1), &r.ex)
		if err != nil {
			return nil, err
		}
		if n < 0 || n > len(r.symbols)-at {
			return nil, fmt.Errorf("export of %d symbols: %w", n, errData)
		}
		if idle++; n > 0 {
			idle = 0
		}
		if idle > 4 {
			return nil, fmt.Errorf("export of no symbols: %w", errData)
		}
		if on {
			out = append(out, r.symbols[at:at+n]...)
		}
		at += n
		on = !on
	}
	return out, nil
}
