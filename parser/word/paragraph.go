package word

import (
	"strconv"
	"strings"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/ink"
	"github.com/pbt-cli/pbt/parser/internal/symbol"
	"github.com/pbt-cli/pbt/parser/word/flow"
	"github.com/pbt-cli/pbt/schema"
)

// para gathers the text of one paragraph, and the text boxes anchored in it,
// which follow it.
type para struct {
	first string // what was written first, for most is all there is
	text  []byte // all of it once there is more
	boxes []func(flow.Sink)
}

func (p *para) write(s string) {
	switch {
	case p.len() == 0:
		p.first = s
	case len(p.text) == 0:
		p.text = append(append(p.text, p.first...), s...)
	default:
		p.text = append(p.text, s...)
	}
}

func (p *para) len() int { return max(len(p.first), len(p.text)) }

func (p *para) String() string {
	if len(p.text) == 0 {
		return p.first
	}
	return string(p.text)
}

// blank is the paragraph with nothing in it, to be filled anew.
func (p *para) blank() *para {
	clear(p.boxes)
	*p = para{text: p.text[:0], boxes: p.boxes[:0]}
	return p
}

// content is a sink for text boxes: it keeps what it gets until the paragraph
// that holds them is done.
func (p *para) Paragraph(text string, joined bool) {
	p.boxes = append(p.boxes, func(s flow.Sink) { s.Paragraph(text, joined) })
}

func (p *para) Table(grids []*grid.Grid) {
	p.boxes = append(p.boxes, func(s flow.Sink) { s.Table(grids) })
}

// write adds printed text within the bound of the document.
func (w *walker) write(p *para, s string) error {
	if w.mute > 0 || s == "" {
		return nil
	}
	for _, result := range w.fields {
		if !result {
			return nil // the instruction of a field
		}
	}
	if w.box != nil {
		if w.box.done {
			return nil
		}
		w.box.done = true
		s = w.box.sign
	}
	w.bytes += len(s)
	if w.bytes > maxText {
		return schema.WordDocument.TooLarge(schema.MoreText(maxText))
	}
	p.write(s)
	return nil
}

func (w *walker) paragraph(s flow.Sink) error {
	p := w.paras.take()
	joined := false
	outer := w.under
	err := w.children(func(name string) error {
		if name == "w:pPr" {
			var err error
			joined, err = w.paragraphProperties()
			return err
		}
		return w.inline(name, p)
	})
	w.under = outer
	// An instruction does not outlive its paragraph: a field that was never
	// ended must not hide the rest of the document.
	w.endInstructions()
	s.Paragraph(p.String(), joined)
	for _, box := range p.boxes {
		box(s)
	}
	w.paras = append(w.paras, p.blank())
	return err
}

func (w *walker) endInstructions() {
	for i, result := range w.fields {
		if !result {
			w.fields = w.fields[:i]
			return
		}
	}
}

// paragraphProperties reads the style of a paragraph, the colour behind it, and
// whether a revision deleted its end.
func (w *walker) paragraphProperties() (gone bool, err error) {
	err = w.children(func(name string) error {
		switch name {
		case "w:pStyle":
			w.under = w.styled(w.val()).Over(w.under)
		case "w:shd":
			if fill := w.shade(); fill != 0 {
				w.under.Fill = fill
			}
		case "w:rPr":
			return w.children(func(name string) error {
				gone = gone || w.deleted(name)
				return w.skip()
			})
		}
		return w.skip()
	})
	return gone, err
}

// inline reads what stands in a paragraph beside its properties.
func (w *walker) inline(name string, p *para) error {
	inside := func() error {
		return w.children(func(name string) error { return w.inline(name, p) })
	}
	switch name {
	case "w:r", "m:r":
		return w.run(p)
	case "w:hyperlink", "w:ins", "w:moveTo", "w:smartTag", "w:customXml", "w:fldSimple", "w:dir", "w:bdo", "w:rubyBase":
		return inside()
	case "aml:annotation":
		return w.annotation(inside)
	case "w:ruby":
		return inside() // the base is text, w:rt its reading aid
	case "w:sdt":
		return w.control(inside)
	case "mc:AlternateContent":
		return w.alternateRun(p, inside)
	case "w:del", "w:moveFrom", "w:rt", "w:pPr", "w:rPr":
		return w.skip()
	}
	if strings.HasPrefix(name, "m:") {
		return inside() // a formula: its text in reading order
	}
	return w.skip()
}

// alternateRun reads alternatives inside a paragraph or run.
func (w *walker) alternateRun(p *para, read func() error) error {
	return w.alternate(func() (bool, error) {
		length, boxes := p.len(), len(p.boxes)
		err := read()
		return p.len() > length || len(p.boxes) > boxes, err
	})
}

// run is the state of one w:r.
func (w *walker) run(p *para) error {
	l := w.under
	return w.children(func(name string) error {
		switch name {
		case "w:rPr", "m:rPr":
			var own ink.Style
			err := w.runProperties(&own)
			l = own.Over(w.under)
			return err
		}
		if l.Font.Hidden && name != "w:t" {
			w.mute++
			defer func() { w.mute-- }()
		}
		return w.runContent(name, p, l)
	})
}

func (w *walker) runContent(name string, p *para, l ink.Style) error {
	switch name {
	case "w:t", "m:t":
		s, err := w.characters()
		if err != nil {
			return err
		}
		shown, why := l.Print(s)
		if why != (schema.Text{}) {
			w.keepApart(shown, why)
			return nil
		}
		return w.write(p, shown)
	case "w:tab", "w:ptab":
		return w.mark(p, "\t")
	case "w:br", "w:cr":
		return w.mark(p, "\n")
	case "w:noBreakHyphen":
		return w.mark(p, "-")
	case "w:sym":
		return w.symbol(p)
	case "w:fldChar":
		return w.field(p)
	case "w:drawing", "w:pict", "w:object":
		return w.drawing(p)
	case "mc:AlternateContent":
		return w.alternateRun(p, func() error {
			return w.children(func(name string) error { return w.runContent(name, p, l) })
		})
	case "w:ruby":
		return w.inline(name, p)
	}
	return w.skip()
}

// maxInks bounds the ink that is kept apart of a document.
const maxInks = 10_000

// keepApart keeps text that does not count, each run an entry of its own.
func (w *walker) keepApart(s string, why schema.Text) {
	s = strings.TrimSpace(s)
	if w.mute > 0 || s == "" || len(w.apart) >= maxInks {
		return
	}
	w.bytes += len(s)
	w.apart = append(w.apart, grid.Ink{Text: s, Place: w.place, Why: why})
}

// mark writes what an empty element stands for.
func (w *walker) mark(p *para, s string) error {
	if err := w.skip(); err != nil {
		return err
	}
	return w.write(p, s)
}

// drawing looks for text boxes inside a picture and for the document that it
// shows; nothing else of it is text.
func (w *walker) drawing(p *para) error {
	return w.children(func(name string) error {
		switch string(w.sc.Name()) {
		case "OLEObject":
			id, _ := w.attr("id")
			if grids := w.parts.embedded(w.ctx, id); len(grids) > 0 {
				p.Table(grids)
			}
		case "blip", "imagedata":
			for _, a := range []string{"embed", "id"} {
				if id, ok := w.attr(a); ok {
					w.parts.picture(id)
				}
			}
		}
		switch name {
		case "w:txbxContent":
			return w.textBox(p)
		case "mc:AlternateContent":
			return w.alternateRun(p, func() error { return w.drawing(p) })
		}
		return w.drawing(p)
	})
}

// textBox reads a text box. Fields do not reach into it from outside.
func (w *walker) textBox(p *para) error {
	fields, under := w.fields, w.under
	w.fields, w.under = nil, ink.Style{Fill: ink.Unknown} // the shape may be painted
	err := w.blocks(p)
	w.fields, w.under = fields, under
	return err
}

// field follows the marks of a complex field: instruction, result, end. A form
// field tells its own state at its beginning.
func (w *walker) field(p *para) error {
	kind, _ := w.attr("fldCharType")
	shown := ""
	err := w.children(func(name string) error {
		if name != "w:ffData" {
			return w.skip()
		}
		var err error
		shown, err = w.formField()
		return err
	})
	if err != nil {
		return err
	}
	switch kind {
	case "begin":
		if err := w.write(p, shown); err != nil {
			return err
		}
		if len(w.fields) < maxDepth {
			w.fields = append(w.fields, false)
		}
	case "separate":
		if n := len(w.fields); n > 0 {
			w.fields[n-1] = true
		}
	case "end":
		if n := len(w.fields); n > 0 {
			w.fields = w.fields[:n-1]
		}
	}
	return nil
}

// formField gives the sign of a legacy check box, or the chosen entry of a list.
func (w *walker) formField() (string, error) {
	shown := ""
	err := w.children(func(name string) error {
		switch name {
		case "w:checkBox":
			var err error
			shown, err = w.legacyBox()
			return err
		case "w:ddList":
			var err error
			shown, err = w.legacyList()
			return err
		}
		return w.skip()
	})
	return shown, err
}

func (w *walker) legacyBox() (string, error) {
	checked, byDefault, set := false, false, false
	err := w.children(func(name string) error {
		switch name {
		case "w:checked":
			checked, set = w.on(), true
		case "w:default":
			byDefault = w.on()
		}
		return w.skip()
	})
	if checked || byDefault && !set {
		return "☑", err
	}
	return "□", err
}

func (w *walker) legacyList() (string, error) {
	var entries []string
	chosen := 0
	err := w.children(func(name string) error {
		switch name {
		case "w:listEntry":
			entries = append(entries, w.val())
		case "w:result":
			chosen, _ = strconv.Atoi(w.val()) // a result that is no number is the first
		}
		return w.skip()
	})
	if chosen >= 0 && chosen < len(entries) {
		return entries[chosen], err
	}
	return "", err
}

// symbol writes a character of a symbol font.
func (w *walker) symbol(p *para) error {
	font, _ := w.attr("font")
	hex, _ := w.attr("char")
	if err := w.skip(); err != nil {
		return err
	}
	code, err := strconv.ParseUint(hex, 16, 16)
	if err != nil || code == 0 {
		return nil // no character
	}
	r := rune(code)
	if r < 0x100 {
		r += 0xf000
	}
	return w.write(p, symbol.FromFont(font, string(r)))
}
