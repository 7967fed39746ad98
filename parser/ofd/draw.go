package ofd

import (
	"cmp"
	"context"
	"strconv"
	"strings"

	"github.com/pbt-cli/pbt/parser/page"
	"github.com/pbt-cli/pbt/parser/page/outline"
	"github.com/pbt-cli/pbt/parser/picture"
)

// drawer draws objects on a page.
type drawer struct {
	r     *reader
	res   *resources
	page  *page.Page
	frame picture.Matrix // from millimetres to points of the page
	apart page.Apart
	path  outline.Path
	seq   int
	show  int
	drawn int
	told  int // paths
	cut   bool
	err   error // of the context
}

// body draws layers by their order.
func (d *drawer) body(b *body) {
	d.cut = d.cut || b.cut
	res := d.res
	if b.res != nil && b.res != res {
		d.res = res.with(b.res)
	}
	for order := range 3 {
		for _, l := range b.layers {
			if l.order == order {
				d.objects(l.objects, d.frame, d.res.param(l.param), 0)
			}
		}
	}
	d.res = res
}

// ctxEvery is how many objects pass between two looks at the context.
const ctxEvery = 1024

// objects draws objects under a matrix; below is the style that they stand on.
func (d *drawer) objects(objects []object, frame picture.Matrix, below style, depth int) {
	for i := range objects {
		o := &objects[i]
		if o.hidden || o.alpha <= 0 {
			continue
		}
		if d.drawn++; d.drawn%ctxEvery == 0 && d.err == nil {
			d.err = d.r.ctx.Err()
		}
		if d.err != nil {
			return
		}
		if d.drawn > maxObjects || depth > maxDepth {
			d.cut = true
			return
		}
		m := o.ctm.Then(picture.Shift(o.boundary.x, o.boundary.y)).Then(frame)
		st := o.own.over(d.res.param(o.param)).over(below)
		switch o.kind {
		case block:
			d.objects(o.children, frame, st, depth+1)
		case composite:
			d.objects(d.res.units[o.resource], m, st, depth+1)
		case textObject:
			d.text(o, m, st)
		case pathObject:
			if d.apart == page.Shown {
				d.outline(o, m, st)
			}
		case imageObject:
			if d.apart == page.Shown {
				d.image(o, m, frame)
			}
		}
	}
}

// paint is a colour with the object's own transparency.
func paint(c *page.Paint, alpha float64) page.Paint {
	var p page.Paint
	if c != nil {
		p = *c
	}
	p.Clear = 255 - uint8(float64(255-p.Clear)*min(max(alpha, 0), 255)/255+0.5)
	return p
}

// outline paints a path.
func (d *drawer) outline(o *object, m picture.Matrix, st style) {
	d.path.Reset()
	operate(o.path, func(op byte, v []float64) { trace(&d.path, op, v, m) })
	d.seq++
	d.tell(o, m, st)
	area := func(c page.Paint) func(page.Box) {
		return func(b page.Box) {
			if b.Empty() || !b.Finite() || c.Clear == 255 {
				return
			}
			if len(d.page.Areas) >= maxAreas {
				d.cut = true
				return
			}
			d.page.Areas = append(d.page.Areas, page.Area{Box: b, Paint: c, Seq: d.seq})
		}
	}
	if o.fill {
		d.page.Shapes += d.path.Fill(o.evenOdd, area(paint(st.fill, o.alpha)))
	}
	if o.stroke {
		width := st.width
		if width <= 0 {
			width = defaultWidth
		}
		d.path.Stroke(width*m.Scale(), st.square, area(paint(st.stroke, o.alpha)))
	}
}

// operands is how many numbers follow each operator of a path.
var operands = map[byte]int{'S': 2, 'M': 2, 'L': 2, 'Q': 4, 'B': 6, 'A': 7, 'C': 0}

// tell tells who draws the page of a path.
func (d *drawer) tell(o *object, m picture.Matrix, st style) {
	if d.r.opt.Path == nil || !o.fill && !o.stroke {
		return
	}
	if d.told++; d.told > maxAreas {
		d.cut = true
		return
	}
	var b strings.Builder
	operate(o.path, func(op byte, v []float64) { svg(&b, op, v) })
	out := Path{Data: b.String(), Matrix: m, EvenOdd: o.evenOdd, Width: cmp.Or(max(st.width, 0), defaultWidth)}
	if o.fill {
		c := paint(st.fill, o.alpha)
		out.Fill = &c
	}
	if o.stroke {
		c := paint(st.stroke, o.alpha)
		out.Stroke = &c
	}
	d.r.opt.Path(out)
}

// svgOperator is what an operator is called in SVG.
var svgOperator = map[byte]byte{'S': 'M', 'M': 'M', 'L': 'L', 'Q': 'Q', 'B': 'C', 'A': 'A', 'C': 'Z'}

// svg writes an operator with its numbers; what is over of them is left out.
func svg(b *strings.Builder, op byte, v []float64) {
	b.WriteByte(svgOperator[op])
	n := operands[op]
	if op == 'L' || op == 'Q' || op == 'B' || op == 'A' {
		n = len(v) / n * n
	}
	for i, x := range v[:n] {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(strconv.FormatFloat(x, 'f', -1, 64))
	}
}

// operate follows the operators of abbreviated data: S and M set a point, L draws
// a line, Q, B and A curves, C closes. Numbers and letters may run together; an
// operator without all its numbers is left out.
func operate(data string, do func(op byte, v []float64)) {
	var op byte
	var v []float64
	run := func() {
		if n, ok := operands[op]; ok && len(v) >= n {
			do(op, v)
		}
	}
	for i := 0; i < len(data); {
		c := data[i]
		if up := c &^ 0x20; up >= 'A' && up <= 'Z' {
			run()
			op, v = up, v[:0]
			i++
			continue
		}
		n := numberLen(data[i:])
		if n == 0 {
			i++
			continue
		}
		if len(v) < maxOperands {
			v = append(v, parseNumber(data[i:i+n], 0))
		}
		i += n
	}
	run()
}

// trace draws what an operator says.
func trace(p *outline.Path, op byte, v []float64, m picture.Matrix) {
	n := len(v)
	switch op {
	case 'S', 'M':
		p.MoveTo(m.Apply(v[0], v[1]))
	case 'L':
		for i := 0; i+1 < n; i += 2 {
			p.LineTo(m.Apply(v[i], v[i+1]))
		}
	case 'Q', 'B', 'A':
		p.CurveTo(m.Apply(v[n-2], v[n-1]))
	case 'C':
		p.Close()
	}
}

// maxOperands bounds the numbers behind one operator.
const maxOperands = 4096

// numberLen is the length of the number that s starts with, 0 if it does not.
func numberLen(s string) int {
	whole := signLen(s)
	whole += digitsLen(s[whole:])
	n, digits := whole, whole > signLen(s)
	if n < len(s) && s[n] == '.' {
		fraction := digitsLen(s[n+1:])
		n += 1 + fraction
		digits = digits || fraction > 0
	}
	if !digits {
		return 0
	}
	return n + exponentLen(s[n:])
}

// exponentLen is the length of the exponent that s starts with, 0 without digits.
func exponentLen(s string) int {
	if s == "" || s[0] != 'e' && s[0] != 'E' {
		return 0
	}
	n := 1 + signLen(s[1:])
	if digits := digitsLen(s[n:]); digits > 0 {
		return n + digits
	}
	return 0
}

func signLen(s string) int {
	if s != "" && (s[0] == '-' || s[0] == '+') {
		return 1
	}
	return 0
}

func digitsLen(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

// image records a picture: its CTM maps the unit square, without one it fills
// its boundary.
func (d *drawer) image(o *object, m, frame picture.Matrix) {
	if !o.placed {
		m = picture.MatrixOf(o.boundary.w, 0, 0, o.boundary.h, o.boundary.x, o.boundary.y).Then(frame)
	}
	med, ok := d.res.media[o.resource]
	b := page.Image(m, 0, 0, 1, 1)
	frameBox := page.Box{X1: d.page.Width, Y1: d.page.Height}
	shown := b.Intersect(frameBox)
	if !ok || shown.Empty() || !b.Finite() || len(d.page.Pictures) >= maxAreas {
		return
	}
	d.page.Pictures = append(d.page.Pictures, page.Picture{
		Box: shown, Seq: d.seq, Opaque: o.alpha >= 255 && opaque(med),
		Layer: func(ctx context.Context) (picture.Layer, error) {
			l := picture.Layer{
				Place: m,
				Clip:  [4]float64{shown.X0, shown.Y0, shown.X1, shown.Y1},
			}
			var err error
			l.Picture, err = d.r.picture(ctx, med)
			return l, err
		},
	})
}

// opaque reports whether a format knows no transparency.
func opaque(m media) bool {
	of := m.format
	if i := strings.LastIndexByte(m.part, '.'); i >= 0 {
		of += " " + strings.ToLower(m.part[i+1:])
	}
	return strings.Contains(of, "jpg") || strings.Contains(of, "jpeg")
}

// picture decodes a picture of the package.
func (r *reader) picture(ctx context.Context, m media) (*picture.Picture, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	data, err := r.pack.read(m.part)
	if err != nil {
		return nil, picture.ErrDamaged
	}
	return picture.Decode(ctx, data, picture.Limits{})
}
