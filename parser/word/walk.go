package word

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/word/flow"
	"github.com/pbt-cli/pbt/schema"
)

// prefixes name the namespaces that matter, transitional and strict, and the
// usual prefixes themselves for files that forgot to declare them.
var prefixes = map[string]string{
	"http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w:", "http://purl.oclc.org/ooxml/wordprocessingml/main": "w:", "w": "w:",
	"http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:", "mc": "mc:",
	"http://schemas.microsoft.com/office/word/2010/wordml": "w14:", "w14": "w14:",
	spaceWordML: "w:", "http://schemas.microsoft.com/office/word/2003/auxHint": "wx:", "http://schemas.microsoft.com/aml/2001/core": "aml:",
	"http://schemas.microsoft.com/office/2006/xmlPackage": "pkg:", spaceTags: "st:",
	"http://schemas.openxmlformats.org/officeDocument/2006/math": "m:", "http://purl.oclc.org/ooxml/officeDocument/math": "m:", "m": "m:",
}

// walker streams through the XML of the main part.
type walker struct {
	ctx    context.Context
	d      *xml.Decoder
	tokens int
	depth  int
	tables int // tables begun so far
	nested int // tables open
	cells  int
	bytes  int

	// lossy is true for a format whose exporters lose vertical merges.
	lossy bool

	// fields are the complex fields open: true once their result has begun.
	fields []bool
	// mute is above 0 where text is not printed.
	mute int
	// box replaces the content of a check box control by a sign, once.
	box *checkBox

	body     flow.Body
	parts    *parts // nil where the document is one XML file
	apart    []grid.Ink
	place    schema.Place // of the table cell being read
	problems []schema.Finding
	deep     bool // a table was left out
}

type checkBox struct {
	sign string
	done bool
}

func newWalker(ctx context.Context, r io.Reader) *walker {
	d := xml.NewDecoder(r)
	// Office writes UTF-8; whatever the declaration says, the bytes are tried.
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	return &walker{ctx: ctx, d: d}
}

// errDeep is returned where elements nest beyond maxDepth.
var errDeep = errors.New("elements nest too deep")

// next reads a token within the bounds.
func (w *walker) next() (xml.Token, error) {
	w.tokens++
	if w.tokens%4096 == 0 && w.ctx.Err() != nil {
		return nil, w.ctx.Err()
	}
	if w.d.InputOffset() > maxXML {
		return nil, &limitError{"more XML", fmt.Sprintf("%d MiB", maxXML>>20)}
	}
	return w.d.Token()
}

// name is an element's name with the usual prefix of its namespace; elements of
// other namespaces have none.
func name(n xml.Name) string {
	p, ok := prefixes[n.Space]
	if !ok {
		return ""
	}
	switch n.Space {
	case spaceWordML:
		if usual, ok := respelled[n.Local]; ok {
			return p + usual
		}
	case spaceTags:
		return "w:smartTag" // each tag is an element of its own name
	}
	return p + n.Local
}

func attr(e xml.StartElement, local string) (string, bool) {
	for _, a := range e.Attr {
		if a.Name.Local == local {
			return a.Value, true
		}
	}
	return "", false
}

// val is the attribute w:val.
func val(e xml.StartElement) string {
	v, _ := attr(e, "val")
	return v
}

// on reads a switch: on where it has no value (ECMA-376 part 1, 17.17.4).
func on(e xml.StartElement) bool {
	v, ok := attr(e, "val")
	if !ok {
		return true
	}
	switch strings.ToLower(v) {
	case "0", "false", "off", "none":
		return false
	}
	return true
}

// children calls visit for each child element of the element just begun, up to
// and with its end tag. visit must read its element to the end.
func (w *walker) children(visit func(name string, e xml.StartElement) error) error {
	w.depth++
	defer func() { w.depth-- }()
	if w.depth > maxDepth {
		return errDeep
	}
	for {
		t, err := w.next()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if err := visit(name(t.Name), t); err != nil {
				return err
			}
		case xml.EndElement:
			return nil
		}
	}
}

// skip reads to the end of the element just begun.
func (w *walker) skip() error {
	for depth := 1; depth > 0; {
		t, err := w.next()
		if err != nil {
			return err
		}
		switch t.(type) {
		case xml.StartElement:
			depth++
			if depth > maxDepth {
				return errDeep
			}
		case xml.EndElement:
			depth--
		}
	}
	return nil
}

// characters is the text of the element just begun, to its end.
func (w *walker) characters() (string, error) {
	var b strings.Builder
	for depth := 1; depth > 0; {
		t, err := w.next()
		if err != nil {
			return b.String(), err
		}
		switch t := t.(type) {
		case xml.CharData:
			b.Write(t)
		case xml.StartElement:
			depth++
			if depth > maxDepth {
				return b.String(), errDeep
			}
		case xml.EndElement:
			depth--
		}
	}
	return b.String(), nil
}

// document reads the main part; what was read before an error stands in grids.
func (w *walker) document() error {
	defer w.body.Flush()
	found := false
	for {
		t, err := w.next()
		if errors.Is(err, io.EOF) && found {
			return nil
		}
		if err != nil {
			return err
		}
		e, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		switch name(e.Name) {
		case "w:document", "pkg:package", "pkg:xmlData":
		case "pkg:part":
			if !flatPart(e) {
				if err := w.skip(); err != nil {
					return err
				}
			}
		case "w:body":
			found = true
			if err := w.blocks(&w.body); err != nil {
				return err
			}
		default:
			if err := w.skip(); err != nil {
				return err
			}
		}
	}
}

// blocks reads the content of a body, a cell or a text box.
func (w *walker) blocks(s flow.Sink) error {
	return w.children(func(name string, e xml.StartElement) error { return w.block(name, e, s) })
}

func (w *walker) block(name string, e xml.StartElement, s flow.Sink) error {
	switch name {
	case "w:p":
		return w.paragraph(s)
	case "w:tbl":
		return w.table(s)
	case "w:altChunk":
		id, _ := attr(e, "id")
		if grids := w.parts.embedded(w.ctx, id); len(grids) > 0 {
			s.Table(grids)
		}
		return w.skip()
	case "w:sdt":
		return w.control(func() error { return w.blocks(s) })
	case "w:customXml", "w:ins", "w:moveTo", "w:smartTag", "wx:sect", "wx:sub-section", "wx:pBdrGroup", "wx:borders":
		return w.blocks(s)
	case "aml:annotation":
		return w.annotation(e, func() error { return w.blocks(s) })
	case "mc:AlternateContent":
		return w.alternate(func() (bool, error) {
			c := &counter{Sink: s}
			err := w.blocks(c)
			return c.n > 0, err
		})
	}
	return w.skip()
}

// counter tells whether anything reached a sink.
type counter struct {
	flow.Sink
	n int
}

func (c *counter) Paragraph(text string, joined bool) {
	if strings.TrimSpace(text) != "" {
		c.n++
	}
	c.Sink.Paragraph(text, joined)
}

func (c *counter) Table(grids []*grid.Grid) {
	c.n += len(grids)
	c.Sink.Table(grids)
}

// alternate reads mc:AlternateContent: the first choice that gives anything,
// else the fallback, and only one of them: both show the same text box.
func (w *walker) alternate(read func() (bool, error)) error {
	done := false
	return w.children(func(name string, _ xml.StartElement) error {
		if done || name != "mc:Choice" && name != "mc:Fallback" {
			return w.skip()
		}
		var err error
		done, err = read()
		return err
	})
}

// control reads a content control (w:sdt): its content, a check box as a sign,
// and nothing of a placeholder, which says that the control is blank.
func (w *walker) control(content func() error) error {
	var box *checkBox
	placeholder := false
	return w.children(func(name string, _ xml.StartElement) error {
		switch name {
		case "w:sdtPr":
			var err error
			box, placeholder, err = w.controlProperties()
			return err
		case "w:sdtContent":
			return w.controlContent(box, placeholder, content)
		}
		return w.skip()
	})
}

func (w *walker) controlContent(box *checkBox, placeholder bool, content func() error) error {
	if placeholder && box == nil {
		w.mute++
		defer func() { w.mute-- }()
	}
	if box != nil {
		outer := w.box
		w.box = box
		defer func() { w.box = outer }()
	}
	return content()
}

func (w *walker) controlProperties() (box *checkBox, placeholder bool, err error) {
	err = w.children(func(name string, e xml.StartElement) error {
		switch name {
		case "w14:checkbox":
			box = &checkBox{sign: "□"}
			return w.children(func(name string, e xml.StartElement) error {
				if name == "w14:checked" && on(e) {
					box.sign = "☑"
				}
				return w.skip()
			})
		case "w:showingPlcHdr":
			placeholder = on(e)
		}
		return w.skip()
	})
	return box, placeholder, err
}
