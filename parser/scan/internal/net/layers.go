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
		mean[c] = sum(r.x[c*n:][:n]) / float32(n)
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

// sum adds up in four chains, none of which waits for another.
func sum(x []float32) float32 {
	var s0, s1, s2, s3 float32
	for len(x) >= 4 {
		s0, s1, s2, s3 = s0+x[0], s1+x[1], s2+x[2], s3+x[3]
		x = x[4:]
	}
	for _, v := range x {
		s0 += v
	}
	return s0 + s1 + s2 + s3
}

func dot(a, b []float32) float32 {
	var s0, s1, s2, s3 float32
	a = a[:len(b)]
	for len(b) >= 4 && len(a) >= 4 {
		s0, s1, s2, s3 = s0+a[0]*b[0], s1+a[1]*b[1], s2+a[2]*b[2], s3+a[3]*b[3]
		a, b = a[4:], b[4:]
	}
	for i, v := range b {
		s0 += a[i] * v
	}
	return s0 + s1 + s2 + s3
}

// pool takes the means of windows that do not overlap.
type pool struct{ kh, kw int }

func (p *pool) run(r *Runner) {
	h, w := r.h/p.kh, r.w/p.kw
	out := r.next(r.c * h * w)
	part := 1 / float32(p.kh*p.kw)
	r.row = grown(r.row, r.w)
	sums := r.row[:w*p.kw]
	for c := range r.c {
		for y := range h {
			clear(sums)
			for j := range p.kh {
				for x, v := range r.x[(c*r.h+y*p.kh+j)*r.w:][:len(sums)] {
					sums[x] += v
				}
			}
			dst := out[(c*h+y)*w:][:w]
			for x := range dst {
				dst[x] = sum(sums[x*p.kw:][:p.kw]) * part
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
// agree. Its input are queries, keys and values, channel by channel; a head has at
// most tileCols of each.
type attention struct {
	heads int
	scale float32
}

func (a *attention) run(r *Runner) {
	n, c := r.h*r.w, r.c/3
	size := c / a.heads
	out := r.next(c * n)
	strips := (n + tileCols - 1) / tileCols
	padded := strips * tileCols
	r.pack = grown(r.pack, (size*strips+n)*tileCols)
	r.row = grown(r.row, tileRows*padded)
	r.panel = grown(r.panel, tileRows*max(size, n))
	keys, values := r.pack[:size*padded], r.pack[size*padded:][:n*tileCols]
	var mixed [tileRows * tileCols]float32
	for head := range a.heads {
		q, k, v := r.x[head*size*n:], r.x[(c+head*size)*n:], r.x[(2*c+head*size)*n:]
		for s := range strips {
			packStrip(keys[s*size*tileCols:], k[s*tileCols:], size, n, min(tileCols, n-s*tileCols))
		}
		clear(values)
		for d := range size {
			for j, x := range v[d*n:][:n] {
				values[j*tileCols+d] = x
			}
		}
		for i := 0; i < n; i += tileRows {
			rows := min(tileRows, n-i)
			packPanel(r.panel, q[i:], size, n, rows, a.scale)
			for s := range strips {
				tile(size, r.panel, keys[s*size*tileCols:], r.row[s*tileCols:], padded, noBias[:], nil)
			}
			for k := range rows {
				softmax(r.row[k*padded:][:n])
			}
			turnPanel(r.panel, r.row, n, padded, rows)
			tile(n, r.panel, values, mixed[:], tileCols, noBias[:], nil)
			for d := range size {
				for k := range rows {
					out[head*size*n+d*n+i+k] = mixed[k*tileCols+d]
				}
			}
		}
	}
	r.take(out, c, r.h, r.w)
}

// turnPanel makes a panel of rows of n values that stand stride apart.
func turnPanel(panel, x []float32, n, stride, rows int) {
	clear(panel[:n*tileRows])
	for k := range rows {
		for j, v := range x[k*stride:][:n] {
			panel[j*tileRows+k] = v
		}
	}
}

// packPanel gathers a panel of as many columns as it has rows, out of rows of stride
// values, scaled.
func packPanel(panel, x []float32, in, stride, columns int, scale float32) {
	clear(panel[:in*tileRows])
	for i := range in {
		for k, v := range x[i*stride:][:columns] {
			panel[i*tileRows+k] = v * scale
		}
	}
}

// most is the greatest of values, found in four chains. None is NaN.
func most(x []float32) float32 {
	a, b, c, d := x[0], x[0], x[0], x[0]
	for len(x) >= 4 {
		if x[0] > a {
			a = x[0]
		}
		if x[1] > b {
			b = x[1]
		}
		if x[2] > c {
			c = x[2]
		}
		if x[3] > d {
			d = x[3]
		}
		x = x[4:]
	}
	for _, v := range x {
		a = max(a, v)
	}
	return max(a, b, c, d)
}

func softmax(x []float32) {
	top := most(x)
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
	const (
		log2e = 1.44269504
		magic = 3 << 22 // adding it leaves no digits behind the point
	)
	k := float32(float32(x*log2e)+magic) - magic
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
// stand in strips of tileCols characters, the columns of the line in panels; the
// bias is one row more, which meets ones.
type classify struct {
	in, classes int
	strips      []float32 // strip by strip, in rows of tileCols values
}

func newClassify(in, classes int, weights, bias []float32) *classify {
	n := (classes + tileCols - 1) / tileCols
	c := &classify{in: in + 1, classes: classes, strips: make([]float32, n*(in+1)*tileCols)}
	for k := range classes {
		strip := c.strips[k/tileCols*c.in*tileCols:]
		for i := range in {
			strip[i*tileCols+k%tileCols] = weights[k*in+i]
		}
		strip[in*tileCols+k%tileCols] = bias[k]
	}
	return c
}

// classified is how many panels of columns are classified at a time: the weights of a
// strip stay at hand for all of them, and their scores take a megabyte.
const classified = 7

func (c *classify) run(r *Runner) {
	n := r.h * r.w
	stride := len(c.strips) / c.in
	size := c.in * tileRows
	r.panel = grown(r.panel, classified*size)
	scores := r.next(classified * tileRows * stride)
	for from := 0; from < n; from += classified * tileRows {
		columns := min(classified*tileRows, n-from)
		panels := (columns + tileRows - 1) / tileRows
		for p := range panels {
			panel := r.panel[p*size:][:size]
			packPanel(panel, r.x[from+p*tileRows:], c.in-1, n, min(tileRows, columns-p*tileRows), 1)
			for k := range tileRows {
				panel[(c.in-1)*tileRows+k] = 1
			}
		}
		for s := 0; s < stride; s += tileCols {
			for p := range panels {
				tile(c.in, r.panel[p*size:], c.strips[s*c.in:], scores[p*tileRows*stride+s:], stride, noBias[:], nil)
			}
		}
		for k := range columns {
			r.column(scores[k*stride:][:c.classes])
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
func (r *Runner) column(scores []float32) {
	top := most(scores)
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
