package word

import (
	"context"

	"github.com/pbt-cli/pbt/parser/internal/ink"
	"github.com/pbt-cli/pbt/parser/internal/xmlscan"
)

// style is one of the document's styles, and that which it builds on.
type style struct {
	ink.Style
	based string
}

// The bounds of the styles: how many are kept, and how deep they build on others.
const (
	maxStyles = 10_000
	maxBased  = 20
)

// stylesOf reads those styles of a document that say anything, by their ids. A part
// that is missing or damaged leaves those read so far.
func (p *parts) stylesOf(ctx context.Context) map[string]style {
	var part string
	for _, rel := range p.rels {
		if rel.Kind == "styles" {
			part = rel.Target
		}
	}
	src, err := p.pack.Read(part)
	if part == "" || err != nil && src == nil {
		return nil
	}
	out := map[string]style{}
	w := newWalker(ctx, src)
	for {
		k, err := w.next()
		if err != nil || k == xmlscan.EOF {
			return out
		}
		if k != xmlscan.Start || w.names.of(w.sc) != "w:style" {
			continue
		}
		id, _ := w.attr("styleId")
		s, err := w.style()
		if (s.Set != 0 || s.Fill != 0 || s.based != "") && len(out) < maxStyles {
			out[id] = s
		}
		if err != nil {
			return out
		}
	}
}

// style reads one style. What paints only a part of a table, its first row say, makes
// the colour behind any of it unknown.
func (w *walker) style() (style, error) {
	var s style
	err := w.children(func(name string) error {
		switch name {
		case "w:basedOn":
			s.based = w.val()
		case "w:rPr":
			return w.runProperties(&s.Style)
		case "w:pPr", "w:tblPr", "w:tcPr":
			return w.children(func(name string) error {
				if name == "w:shd" {
					s.Fill = w.shade()
				}
				return w.skip()
			})
		case "w:tblStylePr":
			inner, err := w.style()
			if inner.Fill != 0 {
				s.Fill = ink.Unknown
			}
			return err
		}
		return w.skip()
	})
	return s, err
}

// styled is a style with all that it builds on.
func (w *walker) styled(id string) ink.Style {
	s := w.styles[id]
	for range maxBased {
		under, ok := w.styles[s.based]
		if !ok {
			break
		}
		s = style{s.Over(under.Style), under.based}
	}
	return s.Style
}

// runProperties reads what changes how the text of a run, or of a style, reads.
func (w *walker) runProperties(s *ink.Style) error {
	under := ink.Style{}
	err := w.children(func(name string) error {
		switch name {
		case "w:rStyle":
			under = w.styled(w.val())
		case "w:rFonts":
			for _, a := range []string{"hAnsi", "h-ansi", "ascii"} {
				if f, ok := w.attr(a); ok && f != "" {
					s.Font, s.Set = s.Font.Named(f), s.Set|ink.PartName
				}
			}
		case "w:vanish":
			s.Font.Hidden, s.Set = w.on(), s.Set|ink.PartHidden
		case "w:strike", "w:dstrike":
			s.Font.Struck, s.Set = s.Font.Struck || w.on(), s.Set|ink.PartStruck
		case "w:sz":
			s.Font, s.Set = s.Font.Sized(float64(number(w.val(), 0))/2), s.Set|ink.PartSize
		case "w:color":
			s.Font.Color, s.Set = w.color("val", "themeColor"), s.Set|ink.PartColor
		case "w:shd":
			s.Fill = w.shade()
		case "w:highlight":
			switch w.val() {
			case "none", "":
			case "white":
				s.Fill = ink.Hex("FFFFFF")
			default:
				s.Fill = ink.Unknown
			}
		case "w:vertAlign":
			s.Set |= ink.PartScript
			switch w.val() {
			case "superscript":
				s.Font.Script = 1
			case "subscript":
				s.Font.Script = -1
			}
		}
		return w.skip()
	})
	*s = s.Over(under)
	return err
}

// color reads a colour of the document or of its theme, whose first ones are those of
// paper and of text.
func (w *walker) color(attr, theme string) ink.Color {
	if t, ok := w.attr(theme); ok {
		_, tinted := w.attr(theme + "Tint")
		_, tint := w.attr("themeTint")
		_, shade := w.attr("themeShade")
		if tinted || tint || shade {
			return ink.Unknown
		}
		switch t {
		case "background1", "light1":
			return ink.Hex("FFFFFF")
		case "text1", "dark1":
			return 0
		}
		return ink.Unknown
	}
	v, ok := w.attr(attr)
	if !ok || v == "auto" || v == "" {
		return 0
	}
	return ink.Hex(v)
}

// shade reads w:shd: a fill, unless a pattern lies on it.
func (w *walker) shade() ink.Color {
	switch w.val() {
	case "clear", "":
		if _, ok := w.attr("themeFill"); ok {
			_, tint := w.attr("themeFillTint")
			_, shade := w.attr("themeFillShade")
			if t, _ := w.attr("themeFill"); t != "background1" && t != "light1" || tint || shade {
				return ink.Unknown
			}
			return ink.Hex("FFFFFF")
		}
		return w.color("fill", "none")
	case "nil":
		return 0
	}
	return ink.Unknown
}
