package content

import (
	"math"

	"github.com/pbt-cli/pbt/parser/page"
	"github.com/pbt-cli/pbt/parser/pdf/internal/font"
	"github.com/pbt-cli/pbt/parser/picture"
)

// textOperator runs the text operators.
func (r *run) textOperator(op []byte) bool {
	switch string(op) {
	case "BT":
		r.gs.tm, r.gs.lm = picture.Shift(0, 0), picture.Shift(0, 0)
	case "ET":
	case "Tf":
		if v, ok := r.n(1); ok {
			r.gs.font, r.gs.size = r.in.font(r.res, r.name()), v[0]
		}
	case "Td":
		if v, ok := r.n(2); ok {
			r.nextLine(v[0], v[1])
		}
	case "TD":
		if v, ok := r.n(2); ok {
			r.gs.leading = -v[1]
			r.nextLine(v[0], v[1])
		}
	case "Tm":
		if v, ok := r.n(6); ok {
			r.gs.lm = picture.MatrixOf(v[0], v[1], v[2], v[3], v[4], v[5])
			r.gs.tm = r.gs.lm
		}
	case "T*":
		r.nextLine(0, -r.gs.leading)
	case "Tj":
		r.show(r.text())
	case "TJ":
		r.showArray()
	case "'":
		r.nextLine(0, -r.gs.leading)
		r.show(r.text())
	case "\"":
		if v, ok := r.n(2); ok {
			r.gs.wordSpace, r.gs.charSpace = v[0], v[1]
		}
		r.nextLine(0, -r.gs.leading)
		r.show(r.text())
	default:
		return r.textParameter(op)
	}
	return true
}

func (r *run) textParameter(op []byte) bool {
	v, ok := r.n(1)
	if !ok {
		v = []float64{0}
	}
	switch string(op) {
	case "Tc":
		r.gs.charSpace = v[0]
	case "Tw":
		r.gs.wordSpace = v[0]
	case "Tz":
		r.gs.scale = v[0] / 100
	case "TL":
		r.gs.leading = v[0]
	case "Ts":
		r.gs.rise = v[0]
	case "Tr":
		r.gs.mode = int(v[0])
	default:
		return false
	}
	return true
}

func (r *run) nextLine(x, y float64) {
	r.gs.lm = picture.Shift(x, y).Then(r.gs.lm)
	r.gs.tm = r.gs.lm
}

func (r *run) showArray() {
	for _, it := range r.items {
		switch it.kind {
		case itemText:
			r.show(r.arena[it.from:it.to])
		case itemNumber:
			r.kern(it.num)
		}
	}
}

// kern moves back by thousandths of the font's size.
func (r *run) kern(v float64) {
	d := -v / 1000 * r.gs.size
	if r.gs.font != nil && r.gs.font.Vertical {
		r.advance(0, d)
	} else {
		r.advance(d*r.gs.scale, 0)
	}
}

func (r *run) advance(x, y float64) {
	tm := &r.gs.tm
	tm.E += x*tm.A + y*tm.C
	tm.F += x*tm.B + y*tm.D
}

// show shows a string.
func (r *run) show(s []byte) {
	ft := r.gs.font
	if ft == nil || len(s) == 0 {
		return
	}
	shown := r.in.shown
	gs := &r.gs
	m := gs.tm.Then(gs.ctm) // text space to page, but for the moving origin
	r.in.shows++
	glyph := glyphMaker{in: r.in, font: ft, gs: gs, apart: r.apart}
	glyph.prepare(m)
	for len(s) > 0 {
		c, n := ft.Next(s)
		if n <= 0 {
			return
		}
		s = s[n:]
		if r.dark == 0 && len(shown.Glyphs) < r.in.limits.Glyphs && (c.Text != "" || !c.Known) {
			m.E, m.F = gs.tm.E*gs.ctm.A+gs.tm.F*gs.ctm.C+gs.ctm.E, gs.tm.E*gs.ctm.B+gs.tm.F*gs.ctm.D+gs.ctm.F
			glyph.add(c, m)
		}
		r.step(c)
	}
}

// step moves the origin behind a character.
func (r *run) step(c *font.Char) {
	w := c.Width*r.gs.size + r.gs.charSpace
	if c.Space {
		w += r.gs.wordSpace
	}
	if r.gs.font.Vertical {
		r.advance(0, w)
	} else {
		r.advance(w*r.gs.scale, 0)
	}
}

// glyphMaker makes the glyphs of one string: what is the same for all of them
// is computed once.
type glyphMaker struct {
	in    *Interpreter
	font  *font.Font
	gs    *state
	dir   page.Direction
	size  float64
	tilt  float32
	paint page.Paint
	apart page.Apart
	ok    bool
}

// prepare takes the direction and the size from the text matrix on the page.
func (g *glyphMaker) prepare(m picture.Matrix) {
	ux, uy := m.A*g.gs.scale, m.B*g.gs.scale // one unit along the line
	if g.font.Vertical {
		ux, uy = -m.C, -m.D
	}
	g.size = math.Abs(g.gs.size) * m.Scale()
	if g.gs.size < 0 {
		ux, uy = -ux, -uy
	}
	switch {
	case math.Abs(ux) >= math.Abs(uy) && ux >= 0:
		g.dir = page.Right
	case math.Abs(ux) >= math.Abs(uy):
		g.dir = page.Left
	case uy > 0:
		g.dir = page.Down
	default:
		g.dir = page.Up
	}
	g.ok = g.size > 0.05 && g.size < 1e5
	g.tilt = tilt(ux, uy)
	switch by := g.gs.fill; g.gs.mode {
	case 3, 7:
		g.apart = page.Invisible
	case 1, 5:
		by = g.gs.stroke
		fallthrough
	default:
		g.paint = by.shown(g.gs.group)
	}
}

// add places one character on the page, unless it falls off it.
func (g *glyphMaker) add(c *font.Char, m picture.Matrix) {
	if !g.ok {
		return
	}
	size, w := g.gs.size, c.Width*g.gs.size
	x0, x1 := 0.0, w*g.gs.scale
	y0, y1 := g.font.Descent*size+g.gs.rise, g.font.Ascent*size+g.gs.rise
	if g.font.Vertical {
		half := size / 2 * g.gs.scale
		x0, x1 = -half, half
		y0, y1 = w, 0
	}
	b := page.Image(m, x0, y0, x1, y1)
	x, y := (b.X0+b.X1)/2, (b.Y0+b.Y1)/2
	clip := g.gs.clip
	if !b.Finite() || !g.in.frame.Contains(x, y) || clip.Empty() {
		return
	}
	// The glyph is filled in place: it is too large to be carried about for every
	// character.
	p := g.in.shown
	p.Glyphs = append(p.Glyphs, page.Glyph{})
	out := &p.Glyphs[len(p.Glyphs)-1]
	out.Text, out.Known = c.Text, c.Known
	if !c.Known {
		out.Text = page.Unknown
	}
	out.Box, out.Size, out.Dir, out.Tilt = b, g.size, g.dir, g.tilt
	out.Paint, out.Apart, out.Seq, out.Show, out.Font = g.paint, g.apart, g.in.seq, g.in.shows, &g.font.Face
	bx, by := m.Apply(0, g.gs.rise)
	out.Base = by
	if g.dir == page.Down || g.dir == page.Up {
		out.Base = bx
	}
	if g.font.Vertical {
		out.Dir, out.Base = page.Right, b.Y1+g.size*g.font.Descent // set as a column of horizontal glyphs
	}
	if out.Apart == page.Shown && cutOff(b, clip) {
		out.Apart = page.Clipped
	}
	out.X, out.Y = clampTo(x, clip.X0, clip.X1), clampTo(y, clip.Y0, clip.Y1)
}

// leftToRead is the part of a character's width and height that its clip must
// leave for it to be read: a line that a page break goes through shows a part on
// both pages.
const leftToRead = 0.12

// cutOff reports whether a clip leaves nothing of a character to read.
func cutOff(b, clip page.Box) bool {
	left := b.Intersect(clip)
	return left.Width() < leftToRead*b.Width() || left.Height() < leftToRead*b.Height()
}

// tilt is the angle in degrees between a direction and the axis next to it.
func tilt(x, y float64) float32 {
	if x == 0 || y == 0 {
		return 0
	}
	a := math.Atan2(y, x) * 180 / math.Pi
	return float32(a - 90*math.Round(a/90))
}

// clampTo moves v between lo and hi, half a point inside where there is room.
func clampTo(v, lo, hi float64) float64 {
	if hi-lo > 1 {
		lo, hi = lo+0.5, hi-0.5
	}
	return min(max(v, lo), hi)
}
