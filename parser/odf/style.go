package odf

import "strings"

// style is what of a style decides what is shown.
type style struct {
	hidden bool   // of a sheet, or of characters
	font   string // of characters
}

// maxStyles bounds the styles kept.
const maxStyles = 1 << 17

// styles are those that hide something or set a font, by their names.
type styles map[string]style

func (r *reader) style() {
	name, family := r.AttrText("name"), r.AttrText("family")
	var s style
	r.Each(func(element string) {
		switch element {
		case "table-properties":
			s.hidden = s.hidden || family == "table" && r.AttrText("display") == "false"
		case "text-properties":
			s.hidden = s.hidden || r.AttrText("display") == "none"
			for _, a := range []string{"font-name", "font-family"} {
				if f := strings.Trim(r.AttrText(a), "'\""); f != "" && s.font == "" {
					s.font = f
				}
			}
		}
	}, nil)
	if s != (style{}) && len(r.styles) < maxStyles {
		r.styles[name] = s
	}
}

// at is the style that the current element names.
func (r *reader) at() style { return r.styles[r.AttrText("style-name")] }
