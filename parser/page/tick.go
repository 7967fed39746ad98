package page

// Check boxes that are drawn as squares, with ticks of strokes.
const (
	// boxSide to boxSideTo is how long the sides of one are in points, boxAspect
	// the least part of one side that the other has.
	boxSide, boxSideTo = 4.5, 16.0
	boxAspect          = 0.7
	// labelGap is how many sides from the box its label begins at the farthest.
	labelGap = 1.2
	// tickSlack is by how many points a tick may leave its box.
	tickSlack = 3.0
)

// checkBoxes gives the signs of the boxes that are drawn in front of a text.
func (p *Page) checkBoxes(groups []rulings, shown []Glyph) []Glyph {
	var out []Glyph
	for _, g := range groups {
		for _, f := range g.frames() {
			if label := p.boxLabel(f.Box, shown); label != nil {
				out = append(out, boxSign(f.Box, p.ticked(f.Box), label, len(out)))
			}
		}
	}
	return out
}

// small reports whether a frame has the size of a check box.
func (b Box) small() bool {
	w, h := b.Width(), b.Height()
	return min(w, h) >= boxSide && max(w, h) <= boxSideTo && min(w, h) >= boxAspect*max(w, h)
}

// boxLabel is the first character of the text behind a small box; nil where there
// is none, or where text stands in the box.
func (p *Page) boxLabel(b Box, shown []Glyph) *Glyph {
	if !b.small() {
		return nil
	}
	var label *Glyph
	for i := range shown {
		g := &shown[i]
		switch {
		case b.Contains(g.X, g.Y):
			return nil
		case g.Dir == Right && g.Y >= b.Y0-b.Height()/2 && g.Y <= b.Y1+b.Height()/2 &&
			g.Box.X0 >= b.X1-1 && g.Box.X0 <= b.X1+labelGap*b.Width() && (label == nil || g.Box.X0 < label.Box.X0):
			label = g
		}
	}
	return label
}

func (p *Page) ticked(b Box) bool {
	b = Box{b.X0 - tickSlack, b.Y0 - tickSlack, b.X1 + tickSlack, b.Y1 + tickSlack}
	for _, s := range p.Slants {
		if inside(s, b, 0) {
			return true
		}
	}
	return false
}

// boxSign is the sign of a box on the line of its label. Numbers below 0 number
// strings that no reader numbers so.
func boxSign(b Box, ticked bool, label *Glyph, n int) Glyph {
	text := "□"
	if ticked {
		text = "☑"
	}
	return Glyph{
		Text: text, Known: true, Box: Box{b.X0, label.Box.Y0, b.X1, label.Box.Y1},
		X: (b.X0 + b.X1) / 2, Y: (b.Y0 + b.Y1) / 2, Base: label.Base, Size: label.Size, Show: -1 - n, Font: label.Font,
	}
}
