package picture

import (
	"image"
	"math"
)

// Layer is a picture that is drawn on a page.
type Layer struct {
	// Picture is what is drawn; one pixel for an even colour.
	Picture *Picture
	// Alpha says where it is drawn: 255 covers, 0 leaves what lies below. It may
	// have another size than the picture; nil covers everywhere.
	Alpha *image.Gray
	// Place maps the unit square, whose corner 0, 0 is the top left of the
	// picture, to the page in points from its top left.
	Place Matrix
	// Clip is the part of the page that may be drawn on, in points: left, top,
	// right, bottom.
	Clip [4]float64
}

// pixels is the larger of the rasters that a layer brings, in pixels along the
// two sides of the unit square.
func (l *Layer) pixels() (w, h int) {
	r := l.Picture.Gray.Rect
	w, h = r.Dx(), r.Dy()
	if l.Alpha != nil {
		w, h = max(w, l.Alpha.Rect.Dx()), max(h, l.Alpha.Rect.Dy())
	}
	return w, h
}

// sides are the lengths of the unit square's sides on the page, in points.
func (l *Layer) sides() (x, y float64) {
	return math.Hypot(l.Place.A, l.Place.B), math.Hypot(l.Place.C, l.Place.D)
}

const (
	// wholePage is the part of a page's sides that a picture must leave bare for
	// the bare part to count.
	wholePage = 0.01
	// squareSlack is how far a layer may be off the axes of the page, as the
	// part of its length, and still lie along them.
	squareSlack = 1e-3
)

// turn tells how the layer lies on the page where its sides run along the
// page's.
func (l *Layer) turn() (turn, bool) {
	m := l.Place
	small := func(v, of float64) bool { return math.Abs(v) <= squareSlack*math.Abs(of) }
	switch {
	case small(m.B, m.A) && small(m.C, m.D):
		switch {
		case m.A > 0 && m.D > 0:
			return turn{}, true
		case m.A < 0 && m.D < 0:
			return turn{Quarters: 2}, true
		case m.A < 0:
			return turn{Mirror: true}, true
		}
		return turn{Mirror: true, Quarters: 2}, true
	case small(m.A, m.B) && small(m.D, m.C):
		switch {
		case m.B > 0 && m.C < 0:
			return turn{Quarters: 1}, true
		case m.B < 0 && m.C > 0:
			return turn{Quarters: 3}, true
		case m.B > 0:
			return turn{Mirror: true, Quarters: 3}, true
		}
		return turn{Mirror: true, Quarters: 1}, true
	}
	return turn{}, false
}

// Compose draws layers, the first one lowest, on a page of so many points, and
// gives the page as one picture at the resolution of the finest layer. A layer
// that is the whole page alone is handed on as it is. No layers give nil.
func Compose(width, height float64, layers []Layer, limits Limits) *Picture {
	limits = limits.orDefault()
	if len(layers) == 0 || !(width > 0) || !(height > 0) {
		return nil
	}
	if len(layers) == 1 {
		if p := layers[0].onPaper().alone(width, height); p != nil {
			return p
		}
	}
	c := newCanvas(width, height, layers, limits)
	for i := range layers {
		c.draw(&layers[i])
	}
	c.p.SetPaper(width, height, 0)
	return c.p
}

// onPaper is the layer as it looks on bare paper, without a mask, where mask and
// picture have one size or the picture is an even colour.
func (l *Layer) onPaper() *Layer {
	if l.Alpha == nil {
		return l
	}
	r, a := l.Picture.Gray.Rect, l.Alpha.Rect
	even := r.Dx() == 1 && r.Dy() == 1
	if l.Picture.Color != nil || !even && r != a {
		return l
	}
	out := *l
	p := *l.Picture
	p.Gray = image.NewGray(a)
	for i, v := range l.Alpha.Pix {
		g := l.Picture.Gray.Pix[0]
		if !even {
			g = l.Picture.Gray.Pix[i]
		}
		p.Gray.Pix[i] = mix(0xff, g, v)
	}
	p.Bilevel = p.Bilevel || even
	out.Picture, out.Alpha = &p, nil
	return &out
}

// mix lays a colour over another, a of 255 thick.
func mix(below, above, a byte) byte {
	return byte((int(below)*(255-int(a)) + int(above)*int(a) + 127) / 255)
}

// alone is the layer's own picture where it covers the page and no more.
func (l *Layer) alone(width, height float64) *Picture {
	t, ok := l.turn()
	if !ok || l.Alpha != nil {
		return nil
	}
	m := l.Place
	x0, x1 := min(m.E, m.E+m.A+m.C), max(m.E, m.E+m.A+m.C)
	y0, y1 := min(m.F, m.F+m.B+m.D), max(m.F, m.F+m.B+m.D)
	far := func(a, b, of float64) bool { return math.Abs(a-b) > wholePage*of }
	if far(x0, 0, width) || far(x1, width, width) || far(y0, 0, height) || far(y1, height, height) ||
		l.Clip[0] > wholePage*width || l.Clip[1] > wholePage*height ||
		l.Clip[2] < (1-wholePage)*width || l.Clip[3] < (1-wholePage)*height {
		return nil
	}
	p := l.Picture.turned(t)
	if p == l.Picture {
		own := *p
		p = &own
	}
	p.SetPaper(width, height, 0)
	return p
}

// canvas is the page that is drawn on.
type canvas struct {
	p      *Picture
	sx, sy float64 // pixels a point
}

func newCanvas(width, height float64, layers []Layer, limits Limits) *canvas {
	c := &canvas{}
	bilevel, colored, damaged, reduced := true, false, false, 1
	least := leastArea(width, height, layers)
	for i := range layers {
		l := &layers[i]
		if x, y := l.sides(); x > 0 && y > 0 && x*y >= least {
			w, h := l.pixels()
			if t, ok := l.turn(); ok && t.Quarters&1 == 1 {
				w, h, x, y = h, w, y, x
			}
			c.sx, c.sy = max(c.sx, float64(w)/x), max(c.sy, float64(h)/y)
		}
		r := l.Picture.Gray.Rect
		bilevel = bilevel && (l.Picture.Bilevel || r.Dx()*r.Dy() == 1 && (l.Picture.Gray.Pix[0] == 0 || l.Picture.Gray.Pix[0] == 255))
		colored = colored || l.Picture.Color != nil
		damaged = damaged || l.Picture.Damaged
		reduced = max(reduced, l.Picture.Reduced)
	}
	const few = 1.0 // pixels a point below which no text is read: 72 dpi
	c.sx, c.sy = max(c.sx, few), max(c.sy, few)
	if math.Abs(c.sx/c.sy-1) > 2*paperSlack { // a fax's oblong pixels
		c.sx = max(c.sx, c.sy)
		c.sy = c.sx
	}
	if n := c.sx * width * c.sy * height; n > float64(limits.Kept) {
		f := math.Sqrt(float64(limits.Kept) / n)
		c.sx, c.sy = c.sx*f, c.sy*f
	}
	w, h := max(int(c.sx*width+0.5), 1), max(int(c.sy*height+0.5), 1)
	if w > limits.Kept/h { // a page without a proper side
		w, h = min(w, 1<<12), min(h, 1<<12)
	}
	r := image.Rect(0, 0, w, h)
	c.p = &Picture{Gray: image.NewGray(r), Bilevel: bilevel, Damaged: damaged, Reduced: reduced}
	white(c.p.Gray.Pix)
	if colored {
		c.p.Color = image.NewRGBA(r)
		white(c.p.Color.Pix)
	}
	return c
}

// leastArea is the area from which on a layer sets the resolution: a logo or a
// stamp beside the scan of a page does not.
func leastArea(width, height float64, layers []Layer) float64 {
	const part = 0.02
	least := part * width * height
	for i := range layers {
		if x, y := layers[i].sides(); x*y >= least {
			return least
		}
	}
	return 0
}

func white(pix []byte) {
	for i := range pix {
		pix[i] = 0xff
	}
}

// draw draws one layer: for each pixel of the canvas, what lies there in the
// picture.
func (c *canvas) draw(l *Layer) {
	m := l.Place // to pixels of the canvas
	m.A, m.C, m.E = m.A*c.sx, m.C*c.sx, m.E*c.sx
	m.B, m.D, m.F = m.B*c.sy, m.D*c.sy, m.F*c.sy
	det := m.A*m.D - m.B*m.C
	if math.Abs(det) < 1e-9 || math.IsNaN(det) || math.IsInf(det, 0) {
		return
	}
	inv := Matrix{m.D / det, -m.B / det, -m.C / det, m.A / det, 0, 0}
	inv.E, inv.F = -(m.E*inv.A + m.F*inv.C), -(m.E*inv.B + m.F*inv.D)
	w, h := c.p.Gray.Rect.Dx(), c.p.Gray.Rect.Dy()
	x0 := max(min(m.E, m.E+m.A, m.E+m.C, m.E+m.A+m.C), l.Clip[0]*c.sx)
	x1 := min(max(m.E, m.E+m.A, m.E+m.C, m.E+m.A+m.C), l.Clip[2]*c.sx)
	y0 := max(min(m.F, m.F+m.B, m.F+m.D, m.F+m.B+m.D), l.Clip[1]*c.sy)
	y1 := min(max(m.F, m.F+m.B, m.F+m.D, m.F+m.B+m.D), l.Clip[3]*c.sy)
	pic, alpha := newSampler(l.Picture.Gray.Rect, inv), sampler{}
	if l.Alpha != nil {
		alpha = newSampler(l.Alpha.Rect, inv)
	}
	if inv.B == 0 && inv.C == 0 && l.Alpha == nil && pic.rx == 0 && pic.ry == 0 {
		c.copy(l.Picture, pic, inv, image.Rect(span(x0, w), span(y0, h), span(x1, w), span(y1, h)))
		return
	}
	for y := span(y0, h); y < span(y1, h); y++ {
		for x := span(x0, w); x < span(x1, w); x++ {
			u := inv.A*(float64(x)+0.5) + inv.C*(float64(y)+0.5) + inv.E
			v := inv.B*(float64(x)+0.5) + inv.D*(float64(y)+0.5) + inv.F
			if u < 0 || v < 0 || u >= 1 || v >= 1 {
				continue
			}
			a := byte(0xff)
			if l.Alpha != nil {
				a = alpha.gray(l.Alpha.Pix, l.Alpha.Stride, u, v)
			}
			if a != 0 {
				c.blend(y*w+x, l.Picture, pic, u, v, a)
			}
		}
	}
}

// copy draws an opaque picture whose rows lie along those of the canvas, each
// pixel of which takes one of the picture's.
func (c *canvas) copy(p *Picture, s sampler, inv Matrix, part image.Rectangle) {
	columns := make([]int, 0, part.Dx()) // of the picture, for each of the canvas
	for x := part.Min.X; x < part.Max.X; x++ {
		columns = append(columns, min(max(int((inv.A*(float64(x)+0.5)+inv.E)*s.w), 0), int(s.w)-1))
	}
	for y := part.Min.Y; y < part.Max.Y; y++ {
		row := min(max(int((inv.D*(float64(y)+0.5)+inv.F)*s.h), 0), int(s.h)-1)
		from := p.Gray.Pix[row*p.Gray.Stride:]
		to := c.p.Gray.Pix[y*c.p.Gray.Stride+part.Min.X:]
		for i, x := range columns {
			to[i] = from[x]
		}
		if c.p.Color == nil {
			continue
		}
		out := c.p.Color.Pix[y*c.p.Color.Stride+4*part.Min.X:]
		for i, x := range columns {
			if p.Color != nil {
				copy(out[4*i:4*i+3], p.Color.Pix[row*p.Color.Stride+4*x:])
			} else {
				out[4*i], out[4*i+1], out[4*i+2] = from[x], from[x], from[x]
			}
		}
	}
}

// span is the pixel whose middle is the first one behind a coordinate, inside
// of the canvas.
func span(v float64, n int) int {
	return int(min(max(math.Ceil(v-0.5), 0), float64(n)))
}

func (c *canvas) blend(at int, p *Picture, s sampler, u, v float64, a byte) {
	g := s.gray(p.Gray.Pix, p.Gray.Stride, u, v)
	c.p.Gray.Pix[at] = mix(c.p.Gray.Pix[at], g, a)
	if c.p.Color == nil {
		return
	}
	out := c.p.Color.Pix[4*at : 4*at+3]
	rgb := [3]byte{g, g, g}
	if p.Color != nil {
		rgb = s.rgb(p.Color.Pix, p.Color.Stride, u, v)
	}
	for i := range out {
		out[i] = mix(out[i], rgb[i], a)
	}
}

// sampler takes values out of a raster at places of the unit square: the mean
// of the pixels that one pixel of the canvas covers.
type sampler struct {
	w, h   float64
	rx, ry int // pixels to each side that are averaged
}

// newSampler sets the sampler for a raster; inv maps the canvas' pixels to the
// unit square.
func newSampler(r image.Rectangle, inv Matrix) sampler {
	s := sampler{w: float64(r.Dx()), h: float64(r.Dy())}
	const most = 8
	s.rx = min(int(s.w*math.Hypot(inv.A, inv.C)/2), most)
	s.ry = min(int(s.h*math.Hypot(inv.B, inv.D)/2), most)
	return s
}

// window is the box of pixels around a place.
func (s sampler) window(u, v float64) (x0, y0, x1, y1 int) {
	x, y := int(u*s.w), int(v*s.h)
	return max(x-s.rx, 0), max(y-s.ry, 0), min(x+s.rx, int(s.w)-1), min(y+s.ry, int(s.h)-1)
}

func (s sampler) gray(pix []byte, stride int, u, v float64) byte {
	x0, y0, x1, y1 := s.window(u, v)
	if x0 == x1 && y0 == y1 {
		return pix[y0*stride+x0]
	}
	sum := 0
	for y := y0; y <= y1; y++ {
		for x := x0; x <= x1; x++ {
			sum += int(pix[y*stride+x])
		}
	}
	return byte(sum / ((x1 - x0 + 1) * (y1 - y0 + 1)))
}

func (s sampler) rgb(pix []byte, stride int, u, v float64) (out [3]byte) {
	x0, y0, x1, y1 := s.window(u, v)
	var sum [3]int
	for y := y0; y <= y1; y++ {
		for x := x0; x <= x1; x++ {
			for i := range sum {
				sum[i] += int(pix[y*stride+4*x+i])
			}
		}
	}
	n := (x1 - x0 + 1) * (y1 - y0 + 1)
	for i := range out {
		out[i] = byte(sum[i] / n)
	}
	return out
}
