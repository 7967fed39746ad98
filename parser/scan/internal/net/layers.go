package net

import "math"

// layer is one step of the net: it turns the runner's values into new ones.
type layer interface {
	run(r *Runner)
}

// conv is a convolution over all channels, done as a product of matrices.
type conv struct {
	window
	weights matrix
	bias    []float32
	act     *activation
	swish   bool
}

// window is the shape of a convolution's kernel: its extent, steps and padding.
type window struct{ kh, kw, sy, sx, py, px int }

// over gives the extent of what the window makes of h×w values.
func (k window) over(h, w int) (int, int) {
	return (h+2*k.py-k.kh)/k.sy + 1, (w+2*k.px-k.kw)/k.sx + 1
}

func (c *conv) run(r *Runner) {
	h, w := c.over(r.h, r.w)
	n := h * w
	x := r.x
	if c.kh*c.kw > 1 {
		x = r.spread(c.window, h, w)
	}
	out := r.next(c.weights.rows * n)
	c.weights.mul(out, x, n, c.bias, c.act, r.strip(c.weights.cols))
	if c.swish {
		for i, v := range out[:c.weights.rows*n] {
			out[i] = v / (1 + exp(-v))
		}
	}
	r.take(out, c.weights.rows, h, w)
}

// spread lays what each place of the window sees in rows: one row a channel and
// place of the window, one column a place of the output.
func (r *Runner) spread(k window, h, w int) []float32 {
	r.wide = grown(r.wide, r.c*k.kh*k.kw*h*w)
	at := 0
	for c := range r.c {
		plane := r.x[c*r.h*r.w:][:r.h*r.w]
		for j := range k.kh {
			for i := range k.kw {
				for y := range h {
					row := r.wide[at:][:w]
					at += w
					sy := y*k.sy + j - k.py
					if sy < 0 || sy >= r.h {
						clear(row)
						continue
					}
					src := plane[sy*r.w:][:r.w]
					for x := range row {
						if sx := x*k.sx + i - k.px; sx >= 0 && sx < r.w {
							row[x] = src[sx]
						} else {
							row[x] = 0
						}
					}
				}
			}
		}
	}
	return r.wide
}

// depthwise is a convolution of each channel with its own window.
type depthwise struct {
	window
	channels int
	weights  []float32
	bias     []float32
	act      *activation
}

func (d *depthwise) run(r *Runner) {
	h, w := d.over(r.h, r.w)
	out := r.next(d.channels*h*w + slideWidth)
	// The plane of one channel, with its padding and room for the kernel's last step.
	stride := r.w + 2*d.px + slideWidth
	full := r.w + 2*d.px - d.kw + 1
	r.plane = grown(r.plane, (r.h+2*d.py)*stride+slideWidth)
	r.row = grown(r.row, full+slideWidth)
	clear(r.plane)
	for c := range d.channels {
		for y := range r.h {
			copy(r.plane[(y+d.py)*stride+d.px:], r.x[(c*r.h+y)*r.w:][:r.w])
		}
		weights := d.weights[c*d.kh*d.kw:]
		for y := range h {
			src, dst := r.plane[y*d.sy*stride:], out[(c*h+y)*w:]
			if d.sx == 1 {
				slide(dst, src, weights, w, stride, d.kh, d.kw, d.bias[c], d.act)
				continue
			}
			slide(r.row, src, weights, full, stride, d.kh, d.kw, d.bias[c], d.act)
			for x := range w {
				dst[x] = r.row[x*d.sx]
			}
		}
	}
	r.take(out, d.channels, h, w)
}

// excite scales each channel by what all channels' means say of it.
type excite struct {
	channels, mid int
	w1, b1        []float32
	w2, b2        []float32
}

func (e *excite) run(r *Runner) {
	n := r.h * r.w
	r.row = grown(r.row, e.channels+e.mid)
	mean, mid := r.row[:e.channels], r.row[e.channels:]
	for c := range mean {
		var sum float32
		for _, v := range r.x[c*n:][:n] {
			sum += v
		}
		mean[c] = sum / float32(n)
	}
	for m := range mid[:e.mid] {
		mid[m] = max(0, e.b1[m]+dot(e.w1[m*e.channels:], mean))
	}
	for c := range e.channels {
		k := e.b2[c] + dot(e.w2[c*e.mid:], mid[:e.mid])
		k = min(max(k/6+0.5, 0), 1)
		plane := r.x[c*n:][:n]
		for i := range plane {
			plane[i] *= k
		}
	}
}

func dot(a, b []float32) float32 {
	var sum float32
	a = a[:len(b)]
	for i, v := range b {
		sum += a[i] * v
	}
	return sum
}

// pool takes the means of windows that do not overlap.
type pool struct{ kh, kw int }

func (p *pool) run(r *Runner) {
	h, w := r.h/p.kh, r.w/p.kw
	out := r.next(r.c * h * w)
	part := 1 / float32(p.kh*p.kw)
	for c := range r.c {
		for y := range h {
			for x := range w {
				var sum float32
				for j := range p.kh {
					for _, v := range r.x[(c*r.h+y*p.kh+j)*r.w+x*p.kw:][:p.kw] {
						sum += v
					}
				}
				out[(c*h+y)*w+x] = sum * part
			}
		}
	}
	r.take(out, r.c, h, w)
}

// keep puts the values aside under a number; add and join take them back.
type keep struct{ slot int }

func (k *keep) run(r *Runner) {
	s := &r.kept[k.slot]
	s.values = grown(s.values, r.c*r.h*r.w)
	copy(s.values, r.x)
	s.channels = r.c
}

type add struct{ slot int }

func (a *add) run(r *Runner) {
	kept := r.kept[a.slot].values[:r.c*r.h*r.w]
	for i, v := range kept {
		r.x[i] += v
	}
}

// join puts the channels kept before the present ones.
type join struct{ slot int }

func (j *join) run(r *Runner) {
	s := &r.kept[j.slot]
	n := r.h * r.w
	out := r.next((s.channels + r.c) * n)
	k := copy(out, s.values[:s.channels*n])
	copy(out[k:], r.x[:r.c*n])
	r.take(out, s.channels+r.c, r.h, r.w)
}

// norm brings the channels of each column to mean 0 and variance 1, then scales
// and shifts each channel.
type norm struct{ scale, shift []float32 }

const normEpsilon = 1e-5

func (l *norm) run(r *Runner) {
	n := r.h * r.w
	out := r.next(r.c * n)
	r.row = grown(r.row, 2*n)
	mean, spread := r.row[:n], r.row[n:2*n]
	clear(r.row[:2*n])
	for c := range r.c {
		for i, v := range r.x[c*n:][:n] {
			mean[i] += v
		}
	}
	for i := range mean {
		mean[i] /= float32(r.c)
	}
	for c := range r.c {
		for i, v := range r.x[c*n:][:n] {
			d := v - mean[i]
			spread[i] += d * d
		}
	}
	for i, v := range spread {
		spread[i] = 1 / float32(math.Sqrt(float64(v/float32(r.c))+normEpsilon))
	}
	for c := range r.c {
		dst := out[c*n:][:n]
		for i, v := range r.x[c*n:][:n] {
			dst[i] = (v-mean[i])*spread[i]*l.scale[c] + l.shift[c]
		}
	}
	r.take(out, r.c, r.h, r.w)
}

// attention mixes the columns of each head by how well their queries and keys
// agree. Its input are queries, keys and values, channel by channel.
type attention struct {
	heads int
	scale float32
}

func (a *attention) run(r *Runner) {
	n, c := r.h*r.w, r.c/3
	size := c / a.heads
	out := r.next(c * n)
	clear(out[:c*n])
	r.row = grown(r.row, n)
	weights := r.row[:n]
	for head := range a.heads {
		q, k, v := r.x[head*size*n:], r.x[(c+head*size)*n:], r.x[(2*c+head*size)*n:]
		dst := out[head*size*n:]
		for i := range n {
			clear(weights)
			for d := range size {
				qi := q[d*n+i] * a.scale
				for j, x := range k[d*n:][:n] {
					weights[j] += qi * x
				}
			}
			softmax(weights)
			for d := range size {
				dst[d*n+i] = dot(weights, v[d*n:][:n])
			}
		}
	}
	r.take(out, c, r.h, r.w)
}

func softmax(x []float32) {
	top := x[0]
	for _, v := range x {
		top = max(top, v)
	}
	var sum float32
	for i, v := range x {
		x[i] = exp(v - top)
		sum += x[i]
	}
	for i := range x {
		x[i] /= sum
	}
}

// exp is e to the x, good to 2e-7 of its value.
func exp(x float32) float32 {
	if x < -87 {
		return 0
	}
	if x > 88 {
		x = 88
	}
	const log2e = 1.44269504
	k := float32(math.Round(float64(x * log2e)))
	r := x - k*0.693359375 + k*2.12194440e-4
	p := float32(1.9875691500e-4)
	p = p*r + 1.3981999507e-3
	p = p*r + 8.3334519073e-3
	p = p*r + 4.1665795894e-2
	p = p*r + 1.6666665459e-1
	p = p*r + 5.0000001201e-1
	p = p*r*r + r + 1
	return math.Float32frombits(uint32(int32(k)+127)<<23) * p
}

// classify gives each column a probability for every character. Its weights
// stand in strips of tileCols characters, the columns of the line in panels.
type classify struct {
	in, classes int
	strips      []float32 // strip by strip, in rows of tileCols values
	bias        []float32 // padded to whole strips
}

func newClassify(in, classes int, weights, bias []float32) *classify {
	n := (classes + tileCols - 1) / tileCols
	c := &classify{in: in, classes: classes, strips: make([]float32, n*in*tileCols), bias: make([]float32, n*tileCols)}
	copy(c.bias, bias)
	for k := range classes {
		strip := c.strips[k/tileCols*in*tileCols:]
		for i := range in {
			strip[i*tileCols+k%tileCols] = weights[k*in+i]
		}
	}
	return c
}

func (c *classify) run(r *Runner) {
	n := r.h * r.w
	stride := len(c.bias)
	r.panel = grown(r.panel, c.in*tileRows)
	scores := r.next(tileRows * stride)
	for col := 0; col < n; col += tileRows {
		rows := min(tileRows, n-col)
		for i := range c.in {
			for k := range tileRows {
				r.panel[i*tileRows+k] = 0
				if k < rows {
					r.panel[i*tileRows+k] = r.x[i*n+col+k]
				}
			}
		}
		for s := 0; s < stride; s += tileCols {
			tile(c.in, r.panel, c.strips[s*c.in:], scores[s:], stride, noBias[:], nil)
		}
		for k := range rows {
			r.column(scores[k*stride:][:c.classes], c.bias)
		}
	}
}

var noBias [tileRows]float32

// Column keeps only what a decoder can use of a column: characters of at least
// leastKept.
const (
	leastKept = 1e-5
	// farBelow is how far below the best a score may lie and still count in the
	// sum of the probabilities: 6625 characters below it add less than 2e-5.
	farBelow = -20
)

// column turns the scores of one column into probabilities and keeps the likely
// characters.
func (r *Runner) column(scores, bias []float32) {
	top := float32(math.Inf(-1))
	bias = bias[:len(scores)]
	for i, b := range bias {
		scores[i] += b
		top = max(top, scores[i])
	}
	var sum float32
	from := len(r.out.likely)
	floor := top + farBelow
	for i, v := range scores {
		if v < floor {
			continue
		}
		p := exp(v - top)
		sum += p
		if p >= leastKept {
			r.out.likely = append(r.out.likely, Likely{int32(i), p})
		}
	}
	kept := r.out.likely[from:]
	for i := range kept {
		kept[i].P /= sum
	}
	r.out.ends = append(r.out.ends, len(r.out.likely))
}
