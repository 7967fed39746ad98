package table

import "github.com/pbt-cli/pbt/parser/pdf/internal/content"

// turned is how a page was turned to set its text upright.
type turned struct {
	dir           content.Direction
	width, height float64
}

// turnUpright turns a page whose text runs up, down or upside down, as landscape
// tables on portrait pages do, and says how to turn boxes back.
func turnUpright(p *content.Page) (*content.Page, turned) {
	var count [4]int
	for i := range p.Glyphs {
		count[p.Glyphs[i].Dir]++
	}
	best := content.Right
	for d, n := range count {
		if n > count[best] {
			best = content.Direction(d)
		}
	}
	t := turned{best, p.Width, p.Height}
	if best == content.Right || count[best] < 3*(len(p.Glyphs)-count[best]) {
		t.dir = content.Right
		return p, t
	}
	q := *p
	if best != content.Left {
		q.Width, q.Height = p.Height, p.Width
	}
	q.Glyphs = make([]content.Glyph, len(p.Glyphs))
	for i, g := range p.Glyphs {
		g.Box = t.box(g.Box)
		c := t.box(content.Box{X0: g.X, Y0: g.Y, X1: g.X, Y1: g.Y})
		g.X, g.Y = c.X0, c.Y0
		switch best {
		case content.Down:
			g.Base = t.width - g.Base
		case content.Left:
			g.Base = t.height - g.Base
		}
		g.Dir = (g.Dir + 4 - best) % 4
		q.Glyphs[i] = g
	}
	q.Areas = make([]content.Area, len(p.Areas))
	for i, a := range p.Areas {
		a.Box = t.box(a.Box)
		q.Areas[i] = a
	}
	return &q, t
}

// box turns a box so that text of direction dir runs to the right.
func (t turned) box(b content.Box) content.Box {
	switch t.dir {
	case content.Down: // (x, y) -> (y, width - x)
		return content.Box{X0: b.Y0, Y0: t.width - b.X1, X1: b.Y1, Y1: t.width - b.X0}
	case content.Left:
		return content.Box{X0: t.width - b.X1, Y0: t.height - b.Y1, X1: t.width - b.X0, Y1: t.height - b.Y0}
	case content.Up: // (x, y) -> (height - y, x)
		return content.Box{X0: t.height - b.Y1, Y0: b.X0, X1: t.height - b.Y0, Y1: b.X1}
	}
	return b
}

// back undoes box.
func (t turned) back(b content.Box) content.Box {
	switch t.dir {
	case content.Down:
		return content.Box{X0: t.width - b.Y1, Y0: b.X0, X1: t.width - b.Y0, Y1: b.X1}
	case content.Left:
		return t.box(b)
	case content.Up:
		return content.Box{X0: b.Y0, Y0: t.height - b.X1, X1: b.Y1, Y1: t.height - b.X0}
	}
	return b
}

// apply turns the boxes of what was found back to the page as it is shown.
func (t turned) apply(es []Element) {
	if t.dir == content.Right {
		return
	}
	for _, e := range es {
		if e.Line != nil {
			e.Line.Box = t.back(e.Line.Box)
			continue
		}
		for i := range e.Table.Cells {
			e.Table.Cells[i].Box = t.back(e.Table.Cells[i].Box)
		}
	}
}
