package ofd

import (
	"path"
	"strings"

	"github.com/pbt-cli/pbt/parser/internal/truetype"
	"github.com/pbt-cli/pbt/parser/internal/xmlscan"
	"github.com/pbt-cli/pbt/parser/page"
)

// resources are what objects refer to by number.
type resources struct {
	fonts  map[string]*fontRes
	params map[string]*style
	media  map[string]media
	units  map[string][]object
}

func newResources() *resources {
	return &resources{fonts: map[string]*fontRes{}, params: map[string]*style{}, media: map[string]media{}, units: map[string][]object{}}
}

// fontRes is a font with, once it was asked for, the Unicode of its glyphs.
type fontRes struct {
	face   page.Font
	file   string
	runes  []rune
	opened bool
}

// media is a picture file of the package.
type media struct{ part, format string }

// with adds the resources of a page to those of its document.
func (s *resources) with(own *resources) *resources {
	if own == nil {
		return s
	}
	out := newResources()
	for _, from := range []*resources{s, own} {
		for k, v := range from.fonts {
			out.fonts[k] = v
		}
		for k, v := range from.params {
			out.params[k] = v
		}
		for k, v := range from.media {
			out.media[k] = v
		}
		for k, v := range from.units {
			out.units[k] = v
		}
	}
	return out
}

func (s *resources) full() bool {
	return len(s.fonts)+len(s.params)+len(s.media)+len(s.units) >= maxResources
}

// resources reads a part of resources. One that lacks takes nothing along:
// only what refers to it is poorer.
func (r *reader) resources(s *resources, part string) {
	src, err := r.pack.read(part)
	if err != nil && len(src) == 0 {
		return
	}
	w := walker{xmlscan.New(src)}
	dir := path.Dir(part)
	w.each(func(element string) {
		if s.full() {
			return
		}
		id := w.attr("ID")
		switch element {
		case "Res":
			if base := w.attr("BaseLoc"); base != "" {
				dir = path.Join(dir, slashes(base))
				if strings.HasPrefix(base, "/") {
					dir = path.Join(path.Dir(r.pack.root), slashes(base))
				}
			}
		case "Font":
			f := &fontRes{face: page.Font{Name: w.attr("FontName")}}
			w.children(func(child string) {
				if child == "FontFile" {
					f.file = r.pack.resolve(dir, w.text())
				}
			})
			s.fonts[id] = f
		case "DrawParam":
			s.params[id] = readStyle(w)
		case "MultiMedia":
			m := media{format: strings.ToLower(w.attr("Format"))}
			w.children(func(child string) {
				if child == "MediaFile" {
					m.part = r.pack.resolve(dir, w.text())
				}
			})
			s.media[id] = m
		case "CompositeGraphicUnit":
			w.children(func(child string) {
				if child == "Content" {
					p := parser{walker: w}
					s.units[id] = p.objects(0)
				}
			})
		}
	})
}

// rune is the character of a glyph of the font's embedded file, 0 where that
// does not say.
func (f *fontRes) rune(p *pack, glyph int) rune {
	if f == nil || f.file == "" {
		return 0
	}
	if !f.opened {
		f.opened = true
		if data, err := p.read(f.file); err == nil {
			f.runes = truetype.Runes(data)
		}
	}
	if glyph < 0 || glyph >= len(f.runes) {
		return 0
	}
	return f.runes[glyph]
}

// style is what a drawing parameter, a layer or an object says of its lines and
// colours; what it leaves out is taken from the one that it stands on.
type style struct {
	relative     string
	width        float64 // of lines, 0 where it is not said
	square       bool
	fill, stroke *page.Paint
}

// defaultWidth is the width of lines that no one states, in millimetres.
const defaultWidth = 0.353

// readStyle reads a DrawParam; the walker moves behind its end.
func readStyle(w walker) *style {
	s := styleAttrs(w)
	w.children(func(child string) { s.child(w, child) })
	return &s
}

func styleAttrs(w walker) style {
	return style{relative: w.attr("Relative"), width: w.number("LineWidth", 0), square: strings.EqualFold(w.attr("Cap"), "Square")}
}

// child takes a colour of an object or a parameter.
func (s *style) child(w walker, element string) {
	switch element {
	case "FillColor":
		s.fill = readColor(w)
	case "StrokeColor":
		s.stroke = readColor(w)
	}
}

// over is the style where it says something, and below where it does not.
func (s style) over(below style) style {
	if s.width <= 0 {
		s.width = below.width
	}
	s.square = s.square || below.square
	if s.fill == nil {
		s.fill = below.fill
	}
	if s.stroke == nil {
		s.stroke = below.stroke
	}
	return s
}

// maxRelatives is how many parameters may stand on each other.
const maxRelatives = 8

// param is a drawing parameter with those that it stands on.
func (s *resources) param(id string) style {
	var out style
	for range maxRelatives {
		p := s.params[id]
		if p == nil {
			break
		}
		out = out.over(*p)
		id = p.relative
	}
	return out
}

// midGrey stands for patterns and shadings: a colour that is neither ink nor
// paper.
var midGrey = page.Paint{R: 128, G: 128, B: 128}

// readColor reads a colour: grey, RGB or CMYK by the number of its values.
func readColor(w walker) *page.Paint {
	value, alpha := w.attr("Value"), w.number("Alpha", 255)
	var out page.Paint
	shaded := false
	w.children(func(string) { shaded = true })
	byteOf := func(v float64) uint8 { return uint8(min(max(v, 0), 255)) }
	switch v := colorValues(value); len(v) {
	case 0:
		if shaded {
			out = midGrey
		}
	case 1, 2:
		out = page.Paint{R: byteOf(v[0]), G: byteOf(v[0]), B: byteOf(v[0])}
	case 3:
		out = page.Paint{R: byteOf(v[0]), G: byteOf(v[1]), B: byteOf(v[2])}
	default:
		k := 255 - min(max(v[3], 0), 255)
		ink := func(c float64) uint8 { return byteOf((255 - min(max(c, 0), 255)) * k / 255) }
		out = page.Paint{R: ink(v[0]), G: ink(v[1]), B: ink(v[2])}
	}
	out.Clear = 255 - byteOf(alpha)
	return &out
}

// colorValues are the numbers of a colour, decimal or hexadecimal behind a #.
func colorValues(s string) []float64 {
	if !strings.Contains(s, "#") {
		return floats(s)
	}
	var out []float64
	for _, f := range strings.FieldsFunc(s, func(r rune) bool { return isSeparator(r) || r == '#' }) {
		v := 0.0
		for _, c := range strings.ToLower(f) {
			d := strings.IndexRune("0123456789abcdef", c)
			if d < 0 {
				return out
			}
			v = 16*v + float64(d)
		}
		out = append(out, v)
	}
	return out
}
