package odf

import (
	"strconv"
	"strings"

	"github.com/pbt-cli/pbt/parser/excel/sheet"
	"github.com/pbt-cli/pbt/parser/internal/ink"
	"github.com/pbt-cli/pbt/parser/internal/xmlscan"
	"github.com/pbt-cli/pbt/parser/word/flow"
)

// style is what of a style decides what is shown, and how.
type style struct {
	ink.Style
	off   bool   // of a sheet that is not shown
	page  string // the master page of a sheet
	based string // the style that it builds on
}

// The bounds of the styles: how many are kept, and how deep they build on others.
const (
	maxStyles = 1 << 17
	maxBased  = 20
)

// styles are those that say anything, by their families and names; the default of a
// family has no name.
type styles map[string]style

// The families of styles that are read.
const (
	ofTable     = "table"
	ofCell      = "table-cell"
	ofParagraph = "paragraph"
	ofText      = "text"
)

// style reads a style. One that paints cells under a condition makes the colour behind
// them unknown.
func (r *reader) style() {
	family := r.AttrText("family")
	key, s := family+" "+r.AttrText("name"), style{page: r.AttrText("master-page-name")}
	if parent := r.AttrText("parent-style-name"); parent != "" {
		s.based = family + " " + parent
	}
	r.Each(func(element string) {
		switch element {
		case "table-properties":
			s.off = s.off || family == ofTable && r.AttrText("display") == "false"
			r.fill(&s.Style)
		case "table-cell-properties", "paragraph-properties":
			r.fill(&s.Style)
		case "text-properties":
			r.textProperties(&s.Style)
		case "map":
			s.Fill = ink.Unknown
		}
	}, nil)
	if s != (style{}) && len(r.styles) < maxStyles {
		r.styles[key] = s
	}
}

// fill reads the colour behind what a style is for.
func (r *reader) fill(s *ink.Style) {
	if c := r.AttrText("background-color"); c != "" && c != "transparent" {
		s.Fill = ink.Hex(c)
	}
}

func (r *reader) textProperties(s *ink.Style) {
	r.fill(s)
	for _, a := range []string{"font-name", "font-family"} {
		if f := strings.Trim(r.AttrText(a), "'\""); f != "" && s.Set&ink.PartName == 0 {
			s.Font, s.Set = s.Font.Named(f), s.Set|ink.PartName
		}
	}
	if d := r.AttrText("display"); d != "" {
		s.Font.Hidden, s.Set = d == "none", s.Set|ink.PartHidden
	}
	for _, a := range []string{"text-line-through-style", "text-line-through-type"} {
		if v := r.AttrText(a); v != "" {
			s.Font.Struck, s.Set = v != "none", s.Set|ink.PartStruck
		}
	}
	if size, ok := strings.CutSuffix(r.AttrText("font-size"), "pt"); ok {
		if n, err := strconv.ParseFloat(size, 64); err == nil {
			s.Font, s.Set = s.Font.Sized(n), s.Set|ink.PartSize
		}
	}
	if c := r.AttrText("color"); c != "" {
		s.Font.Color, s.Set = ink.Hex(c), s.Set|ink.PartColor
	}
	if r.AttrText("use-window-font-color") == "true" {
		s.Font.Color, s.Set = 0, s.Set|ink.PartColor
	}
	if place := r.AttrText("text-position"); place != "" {
		s.Font.Script, s.Set = script(place), s.Set|ink.PartScript
	}
}

// minRaised is by how many percent of its height a superscript is raised at least; the
// programs raise by 33.
const minRaised = 10

// script reads where on the line text stands: super, sub, or by how much of its height.
func script(place string) int8 {
	first, _, _ := strings.Cut(place, " ")
	switch first {
	case "super":
		return 1
	case "sub":
		return -1
	}
	n, err := strconv.ParseFloat(strings.TrimSuffix(first, "%"), 64)
	switch {
	case err != nil:
	case n >= minRaised:
		return 1
	case n <= -minRaised:
		return -1
	}
	return 0
}

// named is a style of a family with all that it builds on.
func (r *reader) named(family, name string) ink.Style {
	if name == "" {
		return ink.Style{}
	}
	s := r.styles[family+" "+name]
	for range maxBased {
		under, ok := r.styles[s.based]
		if !ok {
			break
		}
		s = style{Style: s.Over(under.Style), based: under.based}
	}
	return s.Style
}

// at is the style of a family that the current element names.
func (r *reader) at(family string) ink.Style { return r.named(family, r.AttrText("style-name")) }

// common reads the styles that a package keeps beside its content; what is damaged
// leaves those in front of the damage.
func (r *reader) common(src []byte) {
	content := r.Scanner
	r.Scanner = xmlscan.New(src)
	for k := r.Next(); k != xmlscan.EOF; k = r.Next() {
		switch {
		case k != xmlscan.Start:
		case r.Is("style"):
			r.style()
		case r.Is("master-page"):
			r.masterPage()
		}
	}
	r.Scanner, r.Bad = content, nil
}

// masterPage is what the pages of a sheet print above and below it.
type masterPage struct{ header, footer string }

// maxPages bounds the master pages.
const maxPages = 1000

func (r *reader) masterPage() {
	name := r.AttrText("name")
	var p masterPage
	r.Each(func(element string) {
		var text flow.Cell
		switch element {
		case "header", "header-first", "header-left":
			if r.AttrText("display") != "false" {
				r.blocks(&text)
				p.header += text.Text() + "\n"
			}
		case "footer", "footer-first", "footer-left":
			if r.AttrText("display") != "false" {
				r.blocks(&text)
				p.footer += text.Text() + "\n"
			}
		}
	}, nil)
	if len(r.pages) < maxPages {
		r.pages[name] = p
	}
}

// pageTexts gives a sheet what its pages print around it.
func (r *reader) pageTexts(s *sheet.Sheet, master string) {
	p := r.pages[master]
	s.Header(strings.ReplaceAll(p.header, "&", "&&"))
	s.Footer(strings.ReplaceAll(p.footer, "&", "&&"))
}
