package jbig2

import (
	"fmt"

	"github.com/pbt-cli/pbt/parser/picture/internal/bilevel"
	"github.com/pbt-cli/pbt/parser/picture/internal/ccitt"
)

// offset is the place of an adaptive pixel, seen from the pixel being decoded.
type offset struct{ x, y int }

// template says which pixels around one make its context: so many bits of its
// own row, of the row above and of the one above that, the nearest pixel to the
// left and the farthest to the right in the lowest bit of each; and which bits
// are those of adaptive pixels.
type template struct {
	own, above, top      int // bits
	aboveAhead, topAhead int // how far right the rows reach
	typical              int // the context of typical prediction
	adaptive             []int
	nominal              []offset // where adaptive pixels lie unless moved
}

// contexts is how many contexts there are.
func (t *template) contexts() int { return 1 << (t.own + t.above + t.top) }

// templates are those of figures 3 to 6.
var templates = [4]*template{
	{4, 7, 5, 3, 2, 0x9b25, []int{4, 10, 11, 15}, []offset{{3, -1}, {-3, -1}, {2, -2}, {-2, -2}}},
	{3, 6, 4, 3, 2, 0x0795, []int{3}, []offset{{3, -1}}},
	{2, 5, 3, 2, 1, 0x00e5, []int{2}, []offset{{2, -1}}},
	{4, 6, 0, 2, 0, 0x0195, []int{4}, []offset{{2, -1}}},
}

// generic are the parameters of a generic region (table 2).
type generic struct {
	w, h     int
	template int
	typical  bool
	adaptive []offset
	skip     *bilevel.Map
}

// generic decodes a generic region (6.2).
func (d *decoder) generic(in *coder, cx []model, g generic) (*bilevel.Map, error) {
	m, err := d.newMap(g.w, g.h)
	if err != nil {
		return nil, err
	}
	r := genericRun{t: templates[g.template], in: in, cx: cx, m: m, g: g, above: make([]byte, g.w+pad), top: make([]byte, g.w+pad)}
	for i, a := range g.adaptive {
		if a != r.t.nominal[i] {
			r.moved = append(r.moved, movedPixel{r.t.adaptive[i], a})
		}
	}
	like := 0
	for y := range g.h {
		if y%rowsPerCheck == 0 {
			if err := d.check(in); err != nil {
				return m, err
			}
		}
		if g.typical {
			like ^= in.decode(&cx[r.t.typical])
		}
		if like == 1 {
			if y > 0 {
				copy(m.Row(y), m.Row(y-1))
			}
			copy(r.top, r.above)
			continue
		}
		r.row(y)
	}
	return m, d.check(in)
}

// rowsPerCheck is how many rows pass between two looks at the context and at
// the end of the data.
const rowsPerCheck = 16

// pad is how far templates reach right of a row.
const pad = 4

type movedPixel struct {
	bit int
	at  offset
}

type genericRun struct {
	t     *template
	in    *coder
	cx    []model
	m     *bilevel.Map
	g     generic
	moved []movedPixel
	// above and top are the two rows above, a byte a pixel.
	above, top []byte
}

// row decodes row y.
func (r *genericRun) row(y int) {
	t, row := r.t, r.m.Row(y)
	own, above, top := 0, 0, 0
	ownMask, aboveMask, topMask := 1<<t.own-1, 1<<t.above-1, 1<<t.top-1
	aboveShift, topShift := t.own, t.own+t.above
	for i := range t.aboveAhead {
		above = above<<1 | int(r.above[min(i, len(r.above)-1)])
	}
	for i := range t.topAhead {
		top = top<<1 | int(r.top[min(i, len(r.top)-1)])
	}
	for x := range r.g.w {
		above = (above<<1 | int(r.above[x+t.aboveAhead])) & aboveMask
		top = (top<<1 | int(r.top[x+t.topAhead])) & topMask
		bit := 0
		if r.g.skip == nil || r.g.skip.At(x, y) == 0 {
			c := own | above<<aboveShift | top<<topShift
			for _, p := range r.moved {
				c = c&^(1<<p.bit) | r.m.At(x+p.at.x, y+p.at.y)<<p.bit
			}
			bit = r.in.decode(&r.cx[c])
		}
		own = (own<<1 | bit) & ownMask
		if bit == 1 {
			row[x>>3] |= 0x80 >> (x & 7)
		}
	}
	r.above, r.top = r.top, r.above
	for x := range r.g.w {
		r.above[x] = row[x>>3] >> (7 - x&7) & 1
	}
}

// mmr decodes a region coded by T.6; used is how many bytes it took.
func (d *decoder) mmr(data []byte, w, h int) (m *bilevel.Map, used int, err error) {
	if w == 0 || h == 0 {
		m, err = d.newMap(w, h)
		return m, 0, err
	}
	if err := d.spend(w, h); err != nil {
		return nil, 0, err
	}
	res, err := ccitt.Decode(data, ccitt.Params{K: -1, Columns: w, Rows: h}, w*h)
	if err != nil {
		return nil, 0, fmt.Errorf("%v: %w", err, errData)
	}
	if res.Damaged > 0 {
		return res.Map, res.Used, fmt.Errorf("%d lines: %w", res.Damaged, errData)
	}
	return res.Map, res.Used, nil
}

// refinement are the parameters of a refinement region (table 6).
type refinement struct {
	w, h     int
	template int
	typical  bool
	ref      *bilevel.Map
	dx, dy   int
	adaptive []offset
}

// refinementContexts is the number of contexts of either template.
const refinementContexts = 1 << 13

// refine decodes a region that corrects another (6.3).
func (d *decoder) refine(in *coder, cx []model, g refinement) (*bilevel.Map, error) {
	m, err := d.newMap(g.w, g.h)
	if err != nil {
		return nil, err
	}
	contextOf, typical := refineContext0, 1<<8
	if g.template == 1 {
		contextOf, typical = refineContext1, 1<<7
	}
	like := 0
	for y := range g.h {
		if y%rowsPerCheck == 0 {
			if err := d.check(in); err != nil {
				return m, err
			}
		}
		if g.typical {
			like ^= in.decode(&cx[typical])
		}
		for x := range g.w {
			bit, sure := 0, false
			if like == 1 {
				bit, sure = even(g.ref, x-g.dx, y-g.dy)
			}
			if !sure {
				bit = in.decode(&cx[contextOf(m, &g, x, y)])
			}
			if bit == 1 {
				m.Set(x, y)
			}
		}
	}
	return m, d.check(in)
}

// even reports whether the nine pixels around a place are alike, and their
// colour.
func even(m *bilevel.Map, x, y int) (int, bool) {
	v := m.At(x, y)
	for dy := -1; dy <= 1; dy++ {
		for dx := -1; dx <= 1; dx++ {
			if m.At(x+dx, y+dy) != v {
				return 0, false
			}
		}
	}
	return v, true
}

// refineContext0 is the context of figure 12.
func refineContext0(m *bilevel.Map, g *refinement, x, y int) int {
	r, u, v := g.ref, x-g.dx, y-g.dy
	return m.At(x-1, y) | m.At(x+1, y-1)<<1 | m.At(x, y-1)<<2 | m.At(x+g.adaptive[0].x, y+g.adaptive[0].y)<<3 |
		r.At(u+1, v+1)<<4 | r.At(u, v+1)<<5 | r.At(u-1, v+1)<<6 | r.At(u+1, v)<<7 | r.At(u, v)<<8 | r.At(u-1, v)<<9 |
		r.At(u+1, v-1)<<10 | r.At(u, v-1)<<11 | r.At(u+g.adaptive[1].x, v+g.adaptive[1].y)<<12
}

// refineContext1 is the context of figure 13.
func refineContext1(m *bilevel.Map, g *refinement, x, y int) int {
	r, u, v := g.ref, x-g.dx, y-g.dy
	return m.At(x-1, y) | m.At(x+1, y-1)<<1 | m.At(x, y-1)<<2 | m.At(x-1, y-1)<<3 |
		r.At(u+1, v+1)<<4 | r.At(u, v+1)<<5 | r.At(u+1, v)<<6 | r.At(u, v)<<7 | r.At(u-1, v)<<8 | r.At(u, v-1)<<9
}
