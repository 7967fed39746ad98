package odf

import (
	"strings"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/ink"
	"github.com/pbt-cli/pbt/parser/word/flow"
	"github.com/pbt-cli/pbt/schema"
)

// blocks reads the content of a text, a cell or a text box.
func (r *reader) blocks(s flow.Sink) {
	r.Each(func(name string) { r.block(name, s) }, nil)
}

func (r *reader) block(name string, s flow.Sink) {
	switch name {
	case "p", "h":
		r.paragraph(s)
	case "table":
		r.table(s)
	case "annotation", "forms", "tracked-changes", "sequence-decls", "user-field-decls", "variable-decls", "dde-source", "table-source", "shapes":
		r.Skip()
	case "section":
		if r.AttrText("display") == "none" {
			r.Skip()
		}
	case "frame", "custom-shape", "rect", "image", "object":
		p := &para{r: r}
		r.drawing(p)
		p.after(s)
	}
}

// para gathers the text of one paragraph, and the text boxes in it, which follow
// it. It keeps to the white space of XML: runs of it are one blank, and more are
// written as elements.
type para struct {
	r     *reader
	text  strings.Builder
	blank bool // the text ends with a blank that more blanks join
	boxes []func(flow.Sink)
}

func (r *reader) paragraph(s flow.Sink) {
	p := &para{r: r, blank: true}
	p.inline(r.at(ofParagraph).Over(r.under))
	s.Paragraph(strings.TrimRight(p.text.String(), " "), false)
	p.after(s)
}

// after hands over the text boxes.
func (p *para) after(s flow.Sink) {
	for _, box := range p.boxes {
		box(s)
	}
}

// write adds printed text within the bound of the document.
func (p *para) write(s string) {
	if p.r.left -= len(s); p.r.left < 0 {
		p.r.Bad = schema.OpenText.TooLarge(schema.MoreText(maxText))
		return
	}
	p.text.WriteString(s)
	p.blank = false
}

// chars adds text under the rule for white space.
func (p *para) chars(raw []byte, st ink.Style) {
	var b strings.Builder
	for _, c := range string(raw) {
		if c == ' ' || c == '\n' || c == '\t' || c == '\r' {
			if !p.blank {
				b.WriteByte(' ')
			}
			p.blank = true
			continue
		}
		b.WriteRune(c)
		p.blank = false
	}
	text, why := st.Print(b.String())
	if why != (schema.Text{}) {
		p.r.keepApart(text, why)
		return
	}
	blank := p.blank
	p.write(text)
	p.blank = blank
}

// maxInks bounds the ink that is kept apart of a document.
const maxInks = 10_000

// keepApart keeps text that does not count, each run an entry of its own.
func (r *reader) keepApart(text string, why schema.Text) {
	if text = strings.TrimSpace(text); text == "" {
		return
	}
	switch {
	case r.keep != nil:
		r.keep(text, why)
	case len(r.apart) < maxInks:
		r.apart = append(r.apart, grid.Ink{Text: text, Place: r.place, Why: why})
	}
}

// inline reads what stands in the current element, to its end.
func (p *para) inline(st ink.Style) {
	r := p.r
	r.Each(func(name string) { p.element(name, st) }, func() { p.chars(r.AppendText(nil), st) })
}

// maxBlanks bounds one run of blanks.
const maxBlanks = 1000

func (p *para) element(name string, st ink.Style) {
	r := p.r
	switch name {
	case "s":
		n, ok := r.AttrInt("c")
		if !ok {
			n = 1
		}
		p.write(strings.Repeat(" ", min(n, maxBlanks)))
	case "tab":
		p.write("\t")
	case "line-break":
		p.write("\n")
		p.blank = true
	case "annotation", "annotation-end", "note", "ruby-text", "tracked-changes", "script", "hidden-paragraph", "forms":
		r.Skip()
	case "hidden-text", "conditional-text":
		p.conditional(name, st)
	case "frame", "custom-shape", "rect", "image", "object", "control":
		r.drawing(p)
	case "checkbox":
		p.write(box(r.AttrText("current-state")))
		r.Skip()
	default:
		p.inline(r.at(ofText).Over(st))
	}
}

func box(state string) string {
	if state == "checked" || state == "true" {
		return "☑"
	}
	return "□"
}

// conditional reads text that is shown under a condition, as it stood when the
// document was saved.
func (p *para) conditional(name string, st ink.Style) {
	if name == "hidden-text" && p.r.AttrText("is-hidden") != "false" {
		p.r.Skip()
		return
	}
	p.inline(st)
}

// drawing looks for text boxes in a drawing; nothing else of it is text.
func (r *reader) drawing(p *para) {
	under := r.under
	r.under = ink.Style{Fill: ink.Unknown} // the shape may be painted
	defer func() { r.under = under }()
	r.Each(func(name string) {
		switch name {
		case "text-box":
			r.blocks(p)
		case "p", "h": // the text of a shape
			r.paragraph(p)
		case "title", "desc", "object", "object-ole", "binary-data":
			r.Skip()
		}
	}, nil)
}
