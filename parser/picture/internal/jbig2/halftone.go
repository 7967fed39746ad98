package jbig2

import (
	"fmt"
	"math"
	"math/bits"

	"github.com/pbt-cli/pbt/parser/picture/internal/bilevel"
)

// patternDictionary reads a segment of type 16 (6.7).
func (d *decoder) patternDictionary(s *segment) error {
	in := &buffer{data: s.data}
	flags, w, h := in.u8(), in.u8(), in.u8()
	count := min(in.u32(), math.MaxInt32-1) + 1
	if in.short || w == 0 || h == 0 || count > maxPatterns {
		return fmt.Errorf("pattern dictionary: %w", errData)
	}
	rest := s.data[in.pos:]
	var all *bilevel.Map
	var err error
	if flags&1 == 1 {
		all, _, err = d.mmr(rest, count*w, h)
	} else {
		t := flags >> 1 & 3
		at := append([]offset{}, templates[t].nominal...)
		at[0] = offset{-w, 0}
		all, err = d.generic(newCoder(rest), make([]model, templates[t].contexts()), generic{w: count * w, h: h, template: t, adaptive: at})
	}
	if err != nil {
		return err
	}
	for i := range count {
		s.patterns = append(s.patterns, all.Crop(i*w, 0, w, h))
	}
	return nil
}

// maxPatterns bounds the patterns of a dictionary: one for every grey of 16
// bits.
const maxPatterns = 1 << 16

// halftoneRegion reads a segment of type 20, 22 or 23 (6.6).
func (d *decoder) halftoneRegion(s *segment, info regionInfo, in *buffer) (*bilevel.Map, error) {
	flags := in.u8()
	g := halftone{
		mmr: flags&1 == 1, template: flags >> 1 & 3, skip: flags>>3&1 == 1,
		op: bilevel.Op(flags >> 4 & 7), black: flags>>7&1 == 1,
		w: in.u32(), h: in.u32(), x: in.i32(), y: in.i32(), rx: in.u16(), ry: in.u16(),
	}
	g.patterns = d.patternsOf(s)
	if in.short || len(g.patterns) == 0 || g.w > maxSide || g.h > maxSide || g.op > bilevel.Replace {
		return nil, fmt.Errorf("halftone region: %w", errData)
	}
	m, err := d.newMap(info.w, info.h)
	if err != nil {
		return nil, err
	}
	if g.black {
		for y := range m.H {
			bilevel.Fill(m.Row(y), 0, m.W)
		}
	}
	if err := d.spend(g.w*g.patterns[0].Stride, g.h*g.patterns[0].H); err != nil {
		return nil, err
	}
	levels, err := d.levels(s.data[in.pos:], &g, m)
	if err != nil {
		return m, err
	}
	for row := range g.h {
		for col := range g.w {
			x, y := g.place(row, col)
			m.Draw(g.patterns[min(levels[row*g.w+col], len(g.patterns)-1)], x, y, g.op)
		}
	}
	return m, nil
}

// halftone is a grid of patterns.
type halftone struct {
	mmr, skip, black bool
	template         int
	op               bilevel.Op
	w, h, x, y       int
	rx, ry           int
	patterns         []*bilevel.Map
}

// place is where a pattern of the grid is drawn.
func (g *halftone) place(row, col int) (x, y int) {
	return (g.x + row*g.ry + col*g.rx) >> 8, (g.y + row*g.rx - col*g.ry) >> 8
}

// levels decodes the number of the pattern at every place of the grid, coded as
// planes of Gray-coded bits, the highest first (annex C).
func (d *decoder) levels(data []byte, g *halftone, m *bilevel.Map) ([]int, error) {
	planes := bits.Len(uint(len(g.patterns) - 1))
	out := make([]int, g.w*g.h)
	at := append([]offset{}, templates[g.template].nominal...)
	spec := generic{w: g.w, h: g.h, template: g.template, adaptive: at}
	if g.skip {
		spec.skip = bilevel.New(g.w, g.h)
		p := g.patterns[0]
		for row := range g.h {
			for col := range g.w {
				if x, y := g.place(row, col); x+p.W <= 0 || x >= m.W || y+p.H <= 0 || y >= m.H {
					spec.skip.Set(col, row)
				}
			}
		}
	}
	in := newCoder(data)
	cx := make([]model, templates[g.template].contexts())
	var last *bilevel.Map
	for range planes {
		var plane *bilevel.Map
		var err error
		if g.mmr {
			var used int
			plane, used, err = d.mmr(data, g.w, g.h)
			data = data[min(used, len(data)):]
		} else {
			plane, err = d.generic(in, cx, spec)
		}
		if err != nil {
			return nil, err
		}
		if last != nil {
			plane.Draw(last, 0, 0, bilevel.Xor)
		}
		for i := range out {
			out[i] = out[i]<<1 | plane.At(i%g.w, i/g.w)
		}
		last = plane
	}
	return out, nil
}
