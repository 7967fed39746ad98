package word

import (
	"context"
	"errors"
	"strings"
	"sync"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/ink"
	"github.com/pbt-cli/pbt/parser/internal/xmlscan"
	"github.com/pbt-cli/pbt/parser/word/flow"
	"github.com/pbt-cli/pbt/schema"
)

// walker walks through the XML of the main part. Attributes are those of the
// element begun last.
type walker struct {
	*store
	ctx    context.Context
	sc     *xmlscan.Scanner
	names  names
	tokens int
	tables int // tables begun so far
	nested int // tables open
	count  int // of cells
	bytes  int

	// lossy is true for a format whose exporters lose vertical merges.
	lossy bool

	// fields are the complex fields open: true once their result has begun.
	fields []bool
	// styles are those of the document; under are the properties that stand below
	// those of the runs read now: the colour behind them, the paragraph's style.
	styles map[string]style
	under  ink.Style
	// mute is above 0 where text is not printed.
	mute int
	// box replaces the content of a check box control by a sign, once.
	box *checkBox

	body     flow.Body
	parts    *parts // nil where the document is one XML file
	broken   error  // why the main part ends before its end
	apart    []grid.Ink
	place    schema.Place // of the table cell being read
	problems []schema.Finding
	deep     bool // a table was left out
}

// store is what reading a document takes beside what it gives. The next one takes it
// again.
type store struct {
	body   []byte // the main part
	text   []byte // of the run being read
	paras  spares[para]
	inside spares[flow.Cell]
	cells  []grid.Cell // of the table being read, where it is in no other
	known  map[string]string
}

var stores = sync.Pool{New: func() any { return &store{known: map[string]string{}} }}

// The bounds of what is kept for the next document.
const (
	keptBody  = 1 << 20
	keptCells = 1 << 12
)

// leave gives the store to the next document.
func (s *store) leave() {
	if cap(s.body) > keptBody {
		s.body = nil
	}
	if cap(s.cells) > keptCells {
		s.cells = nil
	}
	clear(s.known)
	stores.Put(s)
}

// spares are what is done with, to be filled anew: of paragraphs and of cells only as
// many are open as stand inside one another.
type spares[T any] []*T

func (s *spares[T]) take() *T {
	last := len(*s) - 1
	if last < 0 {
		return new(T)
	}
	t := (*s)[last]
	*s = (*s)[:last]
	return t
}

type checkBox struct {
	sign string
	done bool
}

// newWalker makes a walker over a part in UTF-8, which is what Office writes
// whatever the declaration says.
func newWalker(ctx context.Context, src []byte) *walker {
	return &walker{store: &store{}, ctx: ctx, sc: xmlscan.New(src).Strict()}
}

// errDeep is returned where elements nest beyond maxDepth.
var errDeep = errors.New("elements nest too deep")

// next moves to the next token within the bounds. EOF is an error inside an
// element; only document meets it outside.
func (w *walker) next() (xmlscan.Kind, error) {
	w.tokens++
	if w.tokens%4096 == 0 && w.ctx.Err() != nil {
		return xmlscan.EOF, w.ctx.Err()
	}
	k := w.sc.Next()
	switch k {
	case xmlscan.EOF:
		return k, w.sc.Err()
	case xmlscan.Start:
		if w.sc.Depth() > maxDepth {
			return k, errDeep
		}
		w.names.begin(w.sc)
	case xmlscan.End:
		w.names.end(w.sc)
	}
	return k, nil
}

func (w *walker) attr(local string) (string, bool) {
	if w.sc.Attr(local) == nil {
		return "", false
	}
	return w.sc.AttrText(local), true
}

// val is the attribute w:val.
func (w *walker) val() string { return w.sc.AttrText("val") }

// on reads a switch: on where it has no value (ECMA-376 part 1, 17.17.4).
func (w *walker) on() bool {
	v, ok := w.attr("val")
	if !ok {
		return true
	}
	switch strings.ToLower(v) {
	case "0", "false", "off", "none":
		return false
	}
	return true
}

// children calls visit with the name of each child of the element just begun, up
// to and with its end tag. visit must read its element to the end.
func (w *walker) children(visit func(name string) error) error {
	for {
		k, err := w.next()
		if err != nil {
			return err
		}
		switch k {
		case xmlscan.Start:
			if err := visit(w.names.of(w.sc)); err != nil {
				return err
			}
		case xmlscan.End:
			return nil
		}
	}
}

// skip reads to the end of the element just begun.
func (w *walker) skip() error {
	for depth := w.sc.Depth(); w.sc.Depth() >= depth; {
		if _, err := w.next(); err != nil {
			return err
		}
	}
	return nil
}

// characters is the text of the element just begun, to its end. Line ends in the
// XML are spaces of the text (xml:space or not).
func (w *walker) characters() (string, error) {
	w.text = w.text[:0]
	for depth := w.sc.Depth(); w.sc.Depth() >= depth; {
		k, err := w.next()
		if err != nil {
			return "", err
		}
		if k == xmlscan.Text {
			w.text = w.sc.AppendText(w.text)
		}
	}
	text := string(w.text)
	if strings.ContainsAny(text, "\r\n") {
		text = lineEnds.Replace(text)
	}
	return text, nil
}

var lineEnds = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ")

// errNoBody says that the main part is another document than expected.
var errNoBody = errors.New("there is no body")

// document reads the main part; what was read before an error stands in grids.
func (w *walker) document() error {
	defer w.body.Flush()
	found := false
	for {
		k, err := w.next()
		if err != nil {
			return err
		}
		switch k {
		case xmlscan.Start:
			body, err := w.top()
			if err != nil {
				return err
			}
			found = found || body
		case xmlscan.EOF:
			if !found {
				return errNoBody
			}
			return nil
		}
	}
}

// top reads an element that is the body, or may stand around it.
func (w *walker) top() (body bool, err error) {
	switch w.names.of(w.sc) {
	case "w:document", "pkg:package", "pkg:xmlData":
		return false, nil
	case "pkg:part":
		if w.flatPart() {
			return false, nil
		}
	case "w:body":
		return true, w.blocks(&w.body)
	}
	return false, w.skip()
}

// blocks reads the content of a body, a cell or a text box.
func (w *walker) blocks(s flow.Sink) error {
	return w.children(func(name string) error { return w.block(name, s) })
}

func (w *walker) block(name string, s flow.Sink) error {
	switch name {
	case "w:p":
		return w.paragraph(s)
	case "w:tbl":
		return w.table(s)
	case "w:altChunk":
		id, _ := w.attr("id")
		if grids := w.parts.embedded(w.ctx, id); len(grids) > 0 {
			s.Table(grids)
		}
		return w.skip()
	case "w:sdt":
		return w.control(func() error { return w.blocks(s) })
	case "w:customXml", "w:ins", "w:moveTo", "w:smartTag", "wx:sect", "wx:sub-section", "wx:pBdrGroup", "wx:borders":
		return w.blocks(s)
	case "aml:annotation":
		return w.annotation(func() error { return w.blocks(s) })
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
	return w.children(func(name string) error {
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
	return w.children(func(name string) error {
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
	err = w.children(func(name string) error {
		switch name {
		case "w14:checkbox":
			box = &checkBox{sign: "□"}
			return w.children(func(name string) error {
				if name == "w14:checked" && w.on() {
					box.sign = "☑"
				}
				return w.skip()
			})
		case "w:showingPlcHdr":
			placeholder = w.on()
		}
		return w.skip()
	})
	return box, placeholder, err
}
