package page

// turned is how a page was turned to set its text upright.
type turned struct {
	dir           Direction
	width, height float64
	scale         float64 // that the page was enlarged by afterwards
}

const (
	// tinyText is the size of most text up to which a page is a reduced one, and
	// usualText that to which it is enlarged: what rules and gaps measure is for
	// text of the usual size.
	tinyText, usualText = 4.5, 9.0
	// maxScale bounds how much a page is enlarged.
	maxScale = 20.0
)

// enlarged brings a page that is printed much reduced to the usual size, and says
// by how much.
func (p *Page) enlarged() (*Page, float64) {
	tiny := 0
	for i := range p.Glyphs {
		if p.Glyphs[i].Size <= tinyText {
			tiny++
		}
	}
	if tiny*2 <= len(p.Glyphs) {
		return p, 1
	}
	size := p.bodySize()
	if size <= 0 || size > tinyText {
		return p, 1
	}
	f := min(usualText/size, maxScale)
	q := *p
	q.Width, q.Height = f*p.Width, f*p.Height
	q.Glyphs = make([]Glyph, len(p.Glyphs))
	for i, g := range p.Glyphs {
		g.Box, g.X, g.Y, g.Base, g.Size = g.Box.times(f), g.X*f, g.Y*f, g.Base*f, g.Size*f
		q.Glyphs[i] = g
	}
	q.Areas = make([]Area, len(p.Areas))
	for i, a := range p.Areas {
		a.Box = a.Box.times(f)
		q.Areas[i] = a
	}
	q.Slants = make([]Box, len(p.Slants))
	for i, s := range p.Slants {
		q.Slants[i] = s.times(f)
	}
	return &q, f
}

func (b Box) times(f float64) Box { return Box{b.X0 * f, b.Y0 * f, b.X1 * f, b.Y1 * f} }

// turnUpright turns a page whose text runs up, down or upside down, as landscape
// tables on portrait pages do, and says how to turn boxes back.
func turnUpright(p *Page) (*Page, turned) {
	var count [4]int
	for i := range p.Glyphs {
		count[p.Glyphs[i].Dir]++
	}
	best := Right
	for d, n := range count {
		if n > count[best] {
			best = Direction(d)
		}
	}
	t := turned{best, p.Width, p.Height, 1}
	if best == Right || count[best] < 3*(len(p.Glyphs)-count[best]) {
		t.dir = Right
		return p, t
	}
	q := *p
	if best != Left {
		q.Width, q.Height = p.Height, p.Width
	}
	q.Glyphs = make([]Glyph, len(p.Glyphs))
	for i, g := range p.Glyphs {
		g.Box = t.box(g.Box)
		c := t.box(Box{X0: g.X, Y0: g.Y, X1: g.X, Y1: g.Y})
		g.X, g.Y = c.X0, c.Y0
		switch best {
		case Down:
			g.Base = t.width - g.Base
		case Left:
			g.Base = t.height - g.Base
		}
		g.Dir = (g.Dir + 4 - best) % 4
		q.Glyphs[i] = g
	}
	q.Areas = make([]Area, len(p.Areas))
	for i, a := range p.Areas {
		a.Box = t.box(a.Box)
		q.Areas[i] = a
	}
	return &q, t
}

// box turns a box so that text of direction dir runs to the right.
func (t turned) box(b Box) Box {
	switch t.dir {
	case Down: // (x, y) -> (y, width - x)
		return Box{X0: b.Y0, Y0: t.width - b.X1, X1: b.Y1, Y1: t.width - b.X0}
	case Left:
		return Box{X0: t.width - b.X1, Y0: t.height - b.Y1, X1: t.width - b.X0, Y1: t.height - b.Y0}
	case Up: // (x, y) -> (height - y, x)
		return Box{X0: t.height - b.Y1, Y0: b.X0, X1: t.height - b.Y0, Y1: b.X1}
	}
	return b
}

// back undoes box, and the enlargement behind it.
func (t turned) back(b Box) Box {
	if t.scale != 1 {
		b = b.times(1 / t.scale)
	}
	switch t.dir {
	case Down:
		return Box{X0: t.width - b.Y1, Y0: b.X0, X1: t.width - b.Y0, Y1: b.X1}
	case Left:
		return t.box(b)
	case Up:
		return Box{X0: b.Y0, Y0: t.height - b.X1, X1: b.Y1, Y1: t.height - b.X0}
	}
	return b
}

// apply turns the boxes of what was found back to the page as it is shown.
func (t turned) apply(es []element) {
	if t.dir == Right && t.scale == 1 {
		return
	}
	for _, e := range es {
		if e.line != nil {
			e.line.Box = t.back(e.line.Box)
			continue
		}
		for i := range e.table.Cells {
			c := &e.table.Cells[i]
			c.Box = t.back(c.Box)
			if c.hang != nil {
				*c.hang = t.back(*c.hang)
			}
		}
	}
}

// marks takes over what was said of the glyphs of a turned page.
func (t turned) marks(p, upright *Page) {
	if p == upright {
		return
	}
	for i := range p.Glyphs {
		p.Glyphs[i].Apart = upright.Glyphs[i].Apart
	}
}
