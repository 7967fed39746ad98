package ofd

import (
	"strings"

	"github.com/pbt-cli/pbt/parser/internal/xmlscan"
	"github.com/pbt-cli/pbt/parser/picture"
)

// body is the content of a page or a template.
type body struct {
	area      box
	resLocs   []string
	res       *resources
	templates []templateUse
	layers    []layer
	damaged   bool
	cut       bool
}

type templateUse struct{ id, zorder string }

// layer is a run of objects with its own drawing parameter.
type layer struct {
	order   int // 0 background, 1 body, 2 foreground
	param   string
	objects []object
}

type kind uint8

const (
	textObject kind = iota
	pathObject
	imageObject
	block
	composite
)

// object is something that is drawn.
type object struct {
	kind         kind
	boundary     box
	ctm          picture.Matrix
	placed       bool // a CTM is given
	hidden       bool
	alpha        float64
	param        string
	own          style
	fill, stroke bool
	evenOdd      bool
	resource     string // of a picture or a composite

	font          string
	size, stretch float64
	charDir       int
	codes         []textCode
	glyphs        []glyphRun
	path          string
	children      []object
}

// textCode is a string with the place of its first glyph and the steps to the
// others.
type textCode struct {
	text   string
	x, y   float64
	dx, dy []float64
}

// glyphRun says by which glyphs of the font a run of characters is shown.
type glyphRun struct {
	from, count int
	glyphs      []int
}

// readBody reads a page's content. What stands before damage is kept.
func readBody(src []byte) *body {
	b := &body{}
	p := parser{walker: walker{xmlscan.New(src)}}
	p.each(func(element string) {
		switch element {
		case "PhysicalBox":
			if a, ok := parseBox(p.text()); ok {
				b.area = a
			}
		case "PageRes":
			b.resLocs = append(b.resLocs, p.text())
		case "Template":
			if len(b.templates) < maxPages {
				b.templates = append(b.templates, templateUse{p.attr("TemplateID"), p.attr("ZOrder")})
			}
		case "Layer":
			l := layer{order: 1, param: p.attr("DrawParam")}
			switch strings.ToLower(p.attr("Type")) {
			case "background":
				l.order = 0
			case "foreground":
				l.order = 2
			}
			l.objects = p.objects(0)
			b.layers = append(b.layers, l)
		}
	})
	b.damaged = p.sc.Err() != nil
	b.cut = p.count > maxObjects
	return b
}

// parser reads objects.
type parser struct {
	walker
	count int
}

// objects reads the objects below the element that the walker stands at the
// start of.
func (p *parser) objects(depth int) []object {
	var out []object
	p.children(func(element string) {
		var o object
		switch element {
		case "TextObject":
			o.kind = textObject
		case "PathObject":
			o.kind = pathObject
		case "ImageObject":
			o.kind = imageObject
		case "CompositeObject":
			o.kind = composite
		case "PageBlock":
			o.kind = block
		default:
			return
		}
		if p.count++; p.count > maxObjects || depth >= maxDepth {
			return
		}
		p.object(&o, depth)
		out = append(out, o)
	})
	return out
}

// object reads one object.
func (p *parser) object(o *object, depth int) {
	o.boundary, _ = parseBox(p.attr("Boundary"))
	if v := floats(p.attr("Boundary")); len(v) >= 2 { // of no size, but with a place
		o.boundary.x, o.boundary.y = v[0], v[1]
	}
	o.ctm, o.placed = parseMatrix(p.attr("CTM"))
	o.hidden = !p.flag("Visible", true)
	o.alpha = p.number("Alpha", 255)
	o.param, o.own = p.attr("DrawParam"), styleAttrs(p.walker)
	o.resource = p.attr("ResourceID")
	switch o.kind {
	case textObject:
		o.font, o.size, o.stretch = p.attr("Font"), p.number("Size", 0), p.number("HScale", 1)
		o.charDir = int(p.number("CharDirection", 0))
		o.fill, o.stroke = p.flag("Fill", true), p.flag("Stroke", false)
	case pathObject:
		o.fill, o.stroke = p.flag("Fill", false), p.flag("Stroke", true)
		o.evenOdd = strings.EqualFold(p.attr("Rule"), "Even-Odd")
	case block:
		o.children = p.objects(depth + 1)
		return
	}
	p.children(func(element string) {
		switch element {
		case "TextCode":
			o.codes = append(o.codes, p.textCode(o))
		case "CGTransform":
			o.glyphs = append(o.glyphs, p.glyphRun())
		case "AbbreviatedData":
			o.path = p.raw()
		default:
			o.own.child(p.walker, element)
		}
	})
}

// textCode reads a string. A place that it leaves out is that of the one before.
func (p *parser) textCode(o *object) textCode {
	var x, y float64
	if n := len(o.codes); n > 0 {
		x, y = o.codes[n-1].x, o.codes[n-1].y
	}
	c := textCode{x: p.number("X", x), y: p.number("Y", y)}
	dx, dy := p.attr("DeltaX"), p.attr("DeltaY")
	c.text = unwrap(p.raw())
	n := len(c.text) + maxGlyphRun
	c.dx, c.dy = steps(dx, n), steps(dy, n)
	return c
}

// maxGlyphRun is how many glyphs a string without characters may have.
const maxGlyphRun = 4096

// unwrap takes out the line breaks that a writer's layout of the XML put around
// and into a text.
func unwrap(s string) string {
	if !strings.ContainsAny(s, "\r\n") {
		return s
	}
	var b strings.Builder
	for _, line := range strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' }) {
		b.WriteString(strings.Trim(line, " \t"))
	}
	return b.String()
}

// steps reads a list of steps, in which "g N V" stands for V N times, up to most
// of them.
func steps(s string, most int) []float64 {
	fields := strings.FieldsFunc(s, isSeparator)
	if len(fields) == 0 {
		return nil
	}
	out := make([]float64, 0, min(len(fields), most))
	for i := 0; i < len(fields) && len(out) < most; i++ {
		if fields[i] != "g" && fields[i] != "G" {
			out = append(out, parseNumber(fields[i], 0))
			continue
		}
		if i+2 >= len(fields) {
			break // cut short
		}
		n, v := parseNumber(fields[i+1], 0), parseNumber(fields[i+2], 0)
		for k := 0.0; k < n && len(out) < most; k++ {
			out = append(out, v)
		}
		i += 2
	}
	return out
}

// glyphRun reads a CGTransform.
func (p *parser) glyphRun() glyphRun {
	r := glyphRun{from: int(p.number("CodePosition", 0)), count: int(p.number("CodeCount", 1))}
	p.children(func(element string) {
		if element == "Glyphs" {
			for _, v := range floats(p.raw()) {
				r.glyphs = append(r.glyphs, int(v))
			}
		}
	})
	return r
}
