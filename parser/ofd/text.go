package ofd

import (
	"math"
	"unicode"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/parser/page"
	"github.com/pbt-cli/pbt/parser/picture"
)

// text draws the strings of a text object.
func (d *drawer) text(o *object, m picture.Matrix, st style) {
	size := o.size * m.Scale()
	if !(size > 0.05 && size < farAway) {
		return
	}
	g := glyphs{d: d, o: o, m: m, size: size, font: d.res.fonts[o.font]}
	switch {
	case o.fill:
		g.paint = paint(st.fill, o.alpha)
	case o.stroke:
		g.paint = paint(st.stroke, o.alpha)
	}
	g.apart = d.apart
	if g.apart == page.Shown && !o.fill && !o.stroke {
		g.apart = page.Invisible
	}
	g.turn(o.charDir)
	at := 0 // characters of the object before the string, by which glyph runs count
	for i := range o.codes {
		d.show++
		at += g.code(&o.codes[i], at, len(o.codes) == 1)
	}
}

// glyphs places the characters of a text object.
type glyphs struct {
	d     *drawer
	o     *object
	m     picture.Matrix
	size  float64 // in points
	font  *fontRes
	paint page.Paint
	apart page.Apart
	// cos and sin turn a glyph around its origin.
	cos, sin float64
	dir      page.Direction
	tilt     float32
}

// turn takes the direction of the characters: their own, then the matrix'.
func (g *glyphs) turn(degrees int) {
	switch ((degrees % 360) + 360) % 360 / 90 {
	case 0:
		g.cos, g.sin = 1, 0
	case 1:
		g.cos, g.sin = 0, 1
	case 2:
		g.cos, g.sin = -1, 0
	case 3:
		g.cos, g.sin = 0, -1
	}
	ux, uy := g.cos*g.m.A+g.sin*g.m.C, g.cos*g.m.B+g.sin*g.m.D
	angle := math.Atan2(uy, ux) * 180 / math.Pi
	quarter := math.Round(angle / 90)
	g.tilt = float32(angle - 90*quarter)
	g.dir = [4]page.Direction{page.Right, page.Down, page.Left, page.Up}[(int(quarter)+4)%4]
}

// code draws one string and gives the number of its characters. Glyph runs of a
// string without characters stand for it.
func (g *glyphs) code(c *textCode, at int, alone bool) int {
	runes := []rune(c.text)
	ids := g.ids(at, len(runes), alone)
	n := max(len(runes), len(ids))
	first, last := inked(runes, n)
	x, y := c.x, c.y
	for i := range n {
		r := rune(utf8.RuneError)
		if i < len(runes) {
			r = runes[i]
		}
		if id := idAt(ids, i); id >= 0 && !says(r) {
			if known := g.font.rune(g.d.r.pack, id); known != 0 {
				r = known
			}
		}
		if i >= first && i <= last {
			g.put(r, x, y, g.width(r, stepAt(c.dx, i)))
		}
		x, y = g.next(c, i, r, x, y)
	}
	return len(runes)
}

// inked are the first and the last of n characters that are no blanks. Blanks at
// the ends of a string lie on what stands beside it.
func inked(runes []rune, n int) (first, last int) {
	last = n - 1
	for last >= 0 && last < len(runes) && unicode.IsSpace(runes[last]) {
		last--
	}
	for first < len(runes) && unicode.IsSpace(runes[first]) {
		first++
	}
	return first, last
}

// ids are the glyphs that show the characters from at on, -1 where no run says.
// A run that shows a string of one count of characters by another of glyphs
// cannot be told apart into its characters.
func (g *glyphs) ids(at, n int, alone bool) []int {
	if len(g.o.glyphs) == 0 {
		return nil
	}
	out := make([]int, n)
	for i := range out {
		out[i] = -1
	}
	for _, run := range g.o.glyphs {
		if n == 0 && alone { // no characters at all
			out = append(out, run.glyphs[:min(len(run.glyphs), maxGlyphRun)]...)
			continue
		}
		if run.count != len(run.glyphs) {
			continue
		}
		for k, id := range run.glyphs {
			if i := run.from + k - at; i >= 0 && i < n {
				out[i] = id
			}
		}
	}
	return out
}

func idAt(ids []int, i int) int {
	if i < len(ids) {
		return ids[i]
	}
	return -1
}

// says reports whether a character says what it is: no blank, no stand-in, none
// of the private areas of Unicode.
func says(r rune) bool {
	return r != utf8.RuneError && !unicode.IsSpace(r) && !unicode.IsControl(r) && !unicode.Is(unicode.Co, r)
}

// next is where the glyph behind the i-th stands. Fewer steps than glyphs need
// go on with the last; without any, glyphs stand side by side.
func (g *glyphs) next(c *textCode, i int, r rune, x, y float64) (float64, float64) {
	if c.dx == nil && c.dy == nil {
		w := g.natural(r)
		return x + g.cos*w, y + g.sin*w
	}
	return x + stepAt(c.dx, i), y + stepAt(c.dy, i)
}

func stepAt(steps []float64, i int) float64 {
	switch {
	case len(steps) == 0:
		return 0
	case i < len(steps):
		return steps[i]
	}
	return steps[len(steps)-1]
}

// natural is the advance that a character has in most fonts: the size, and half
// of it for a Latin one.
func (g *glyphs) natural(r rune) float64 {
	w := g.o.size * g.o.stretch
	const latin = 0x250
	if r < latin {
		return w / 2
	}
	return w
}

// width is how wide the box of a glyph is: the step to the next where that is no
// wider than the glyph can be.
func (g *glyphs) width(r rune, step float64) float64 {
	if step > 0 && step <= g.o.size*max(g.o.stretch, 0.1) {
		return step
	}
	return g.natural(r)
}

// The extent of a glyph above and below its base line, as parts of the size:
// those of the Chinese fonts.
const (
	ascent  = 0.86
	descent = 0.14
)

// put places one character whose origin is at x, y.
func (g *glyphs) put(r rune, x, y, w float64) {
	p := g.d.page
	if len(p.Glyphs) >= maxGlyphs {
		g.d.cut = true
		return
	}
	local := picture.MatrixOf(g.cos, g.sin, -g.sin, g.cos, x, y).Then(g.m)
	b := page.Image(local, 0, -ascent*g.o.size, w, descent*g.o.size)
	if !b.Finite() {
		return
	}
	out := page.Glyph{
		Text: string(r), Known: true, Box: b, X: (b.X0 + b.X1) / 2, Y: (b.Y0 + b.Y1) / 2,
		Size: g.size, Dir: g.dir, Tilt: g.tilt, Apart: g.apart, Paint: g.paint, Seq: g.d.seq, Show: g.d.show,
	}
	if !says(r) && !unicode.IsSpace(r) {
		out.Text, out.Known = page.Unknown, false
	}
	if g.font != nil {
		out.Font = &g.font.face
	}
	if out.X < 0 || out.X > p.Width || out.Y < 0 || out.Y > p.Height {
		return // off the page
	}
	bx, by := local.Apply(0, 0)
	out.Base = by
	if g.dir == page.Down || g.dir == page.Up {
		out.Base = bx
	}
	p.Glyphs = append(p.Glyphs, out)
}
