package scan

import (
	"image"
	"sort"
	"strings"

	"github.com/pbt-cli/pbt/parser/page"
	"github.com/pbt-cli/pbt/parser/scan/internal/raster"
)

// layer is the text that a scanner's own recognition laid under the picture of a
// page: a second opinion, never the truth.
type layer []mark

// mark is a character of a layer and the pixel of its middle.
type mark struct {
	text string
	at   image.Point
}

// layerOf takes the layer of a page; dpi is the resolution of its picture.
func layerOf(p *page.Page, dpi float64) layer {
	var out layer
	for i := range p.Glyphs {
		g := &p.Glyphs[i]
		if g.Apart != page.Invisible && g.Apart != page.Covered || strings.TrimSpace(g.Text) == "" {
			continue
		}
		x, y := (g.Box.X0+g.Box.X1)/2, (g.Box.Y0+g.Box.Y1)/2
		out = append(out, mark{g.Text, image.Pt(int(x*dpi/72), int(y*dpi/72))})
	}
	return out
}

// turned turns a layer with its page, of w by h pixels, by quarter turns clockwise.
func (l layer) turned(w, h, quarters int) layer {
	if quarters == 0 {
		return l
	}
	out := make(layer, len(l))
	for i, m := range l {
		x, y := raster.TurnPoint(m.at.X, m.at.Y, w, h, quarters)
		out[i] = mark{m.text, image.Pt(x, y)}
	}
	return out
}

// in is the layer's text in a box, from left to right.
func (l layer) in(b image.Rectangle) string {
	var some layer
	for _, m := range l {
		if m.at.In(b) {
			some = append(some, m)
		}
	}
	sort.SliceStable(some, func(i, j int) bool { return some[i].at.X < some[j].at.X })
	var s strings.Builder
	for _, m := range some {
		s.WriteString(m.text)
	}
	return s.String()
}

// leastAgreed is the part of the sure lines that a layer must read alike to be heard:
// many layers are of another page's text, or of another language's model.
const leastAgreed = 0.6

// hear weighs lines by what the layer says of them.
func (l layer) hear(lines []textLine) {
	if len(l) == 0 {
		return
	}
	said := make([]string, len(lines))
	sure, agreed := 0, 0
	for i := range lines {
		said[i] = l.in(lines[i].box)
		if t := &lines[i].text; said[i] != "" && t.Sure() {
			sure++
			if t.Same(said[i]) {
				agreed++
			}
		}
	}
	if float64(agreed) < leastAgreed*float64(sure) {
		return
	}
	for i := range lines {
		if said[i] != "" {
			lines[i].text.Hear(said[i])
		}
	}
}
