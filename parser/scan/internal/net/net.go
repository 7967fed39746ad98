// Package net runs the recognition net of PP-OCRv4 (mobile): it gives the
// probabilities of characters along the picture of one line of text. It needs
// nothing but Go; kernels in assembly for AVX2 and NEON give what the portable
// ones give within 1e-4.
package net

import (
	"errors"
)

// Height is the height of a line's picture in pixels; a column of the result is
// Step pixels wide.
const (
	Height = 48
	Step   = 8
)

// MaxWidth bounds the width of a line's picture in pixels.
const MaxWidth = 6400

// errSize says that a picture is not of Height rows, or too wide.
var errSize = errors.New("a line's picture is 48 pixels high and at most 6400 wide")

// Net is the loaded net. It does not change and may be shared.
type Net struct {
	layers []layer
	slots  int
}

// Likely is a character, as its number in the net's table, with its probability.
type Likely struct {
	Char int32
	P    float32
}

// Columns are the likely characters of each column of a line.
type Columns struct {
	likely []Likely
	ends   []int
}

// Len is the number of columns.
func (c *Columns) Len() int { return len(c.ends) }

// At gives the characters of column i that have a probability of at least 1e-5
// of the best one's, by their numbers. Character 0 says that nothing new begins
// there.
func (c *Columns) At(i int) []Likely {
	from := 0
	if i > 0 {
		from = c.ends[i-1]
	}
	return c.likely[from:c.ends[i]]
}

// best gives the likeliest character of column i.
func (c *Columns) best(i int) Likely {
	var best Likely
	for _, l := range c.At(i) {
		if l.P > best.P {
			best = l
		}
	}
	return best
}

// Runner runs the net on one line after another. Its buffers grow to the widest
// line and are used again; one goroutine at a time may use it.
type Runner struct {
	net     *Net
	x       []float32 // the values, channel by channel, row by row
	c, h, w int
	buffers [2][]float32
	turn    int
	kept    []kept
	// scratch of the layers
	wide, plane, row, panel, pack []float32
	out                           Columns
}

type kept struct {
	values   []float32
	channels int
}

// Runner makes a runner of the net.
func (n *Net) Runner() *Runner {
	return &Runner{net: n, kept: make([]kept, n.slots)}
}

// Run recognises a line: pixels of Height rows of width values, 0 black to 255
// white. The result holds until the next call.
func (r *Runner) Run(pixels []uint8, width int) (*Columns, error) {
	if width < 1 || width > MaxWidth || len(pixels) != Height*width {
		return nil, errSize
	}
	w := width
	if w < shortLine {
		w = shortWidth
	}
	return r.run(pixels, width, (w+Step-1)/Step*Step), nil
}

// run recognises a line with room beside it up to w columns, a multiple of Step: the
// grey that the net was trained with, 0 behind the scale from -1 to 1.
func (r *Runner) run(pixels []uint8, width, w int) *Columns {
	x := r.next(Height * w)
	for y := range Height {
		row := x[y*w:][:w]
		for i, v := range pixels[y*width:][:width] {
			row[i] = float32(v)/127.5 - 1
		}
		clear(row[width:])
	}
	r.take(x, 1, Height, w)
	r.out.likely, r.out.ends = r.out.likely[:0], r.out.ends[:0]
	for _, l := range r.net.layers {
		l.run(r)
	}
	return &r.out
}

// A line of one or two characters is read better with room beside it.
const (
	shortLine  = 110
	shortWidth = 160
)

// next gives the buffer for a layer's output.
func (r *Runner) next(n int) []float32 {
	b := &r.buffers[r.turn]
	*b = grown(*b, n)
	return *b
}

// take makes a layer's output the values.
func (r *Runner) take(x []float32, c, h, w int) {
	r.x, r.c, r.h, r.w = x, c, h, w
	r.turn = 1 - r.turn
}

// strip gives the scratch of a product with rows of so many columns.
func (r *Runner) strip(cols int) []float32 {
	r.pack = grown(r.pack, cols*tileCols)
	return r.pack
}

// grown gives a slice of at least n values, b where it is large enough.
func grown(b []float32, n int) []float32 {
	if cap(b) >= n {
		return b[:max(n, len(b))]
	}
	return make([]float32, n+n/4)
}
