package content

import (
	"github.com/pbt-cli/pbt/parser/page"
	"github.com/pbt-cli/pbt/parser/page/outline"
	"github.com/pbt-cli/pbt/parser/pdf/internal/font"
	"github.com/pbt-cli/pbt/parser/pdf/internal/object"
	"github.com/pbt-cli/pbt/parser/picture"
)

// paint is what is known of a colour.
type paint struct {
	page.Paint
	comps int // components of the colour space, 0 if unknown
	sub   bool
	multi bool // blended so that what is below shows
}

// shown is the paint with what blending and the group around it leave of it.
func (p paint) shown(group uint8) page.Paint {
	out := p.Paint
	if p.multi {
		out.Clear = max(out.Clear, blendClear)
	}
	out.Clear = 255 - uint8((255-int(out.Clear))*(255-int(group))/255)
	return out
}

const (
	// blendClear is the transparency that blended paint is given: it covers
	// nothing, and is no watermark for that alone.
	blendClear = 40
	// nothing is the transparency of paint that does not show.
	nothing = 255
)

// clear reports whether the paint does not show.
func (p paint) clear(group uint8) bool { return p.shown(group).Clear == nothing }

// set takes the operands of a colour operator. A colour that is not understood
// is black.
func (p *paint) set(v []float64, comps int) {
	p.R, p.G, p.B = 0, 0, 0
	if comps == 0 {
		comps = len(v)
	}
	if len(v) < comps || comps == 0 {
		return
	}
	switch {
	case p.sub: // a separation's tint: none is the colour of the paper
		c := level(1 - v[0])
		p.R, p.G, p.B = c, c, c
	case comps == 1:
		c := level(v[0])
		p.R, p.G, p.B = c, c, c
	case comps == 3:
		p.R, p.G, p.B = level(v[0]), level(v[1]), level(v[2])
	case comps == 4:
		p.R, p.G, p.B = level((1-v[0])*(1-v[3])), level((1-v[1])*(1-v[3])), level((1-v[2])*(1-v[3]))
	}
}

// level is a share of 1 as a byte.
func level(v float64) uint8 { return uint8(min(max(v, 0), 1)*255 + 0.5) }

// state is the graphics state, as far as it matters here.
type state struct {
	ctm          picture.Matrix
	clip         page.Box
	lineWidth    float64
	lineCap      int
	fill, stroke paint
	group        uint8 // transparency of the groups around

	font      *font.Font
	size      float64
	charSpace float64
	wordSpace float64
	scale     float64 // horizontal, 1 for 100 %
	leading   float64
	rise      float64
	mode      int
	tm, lm    picture.Matrix
}

// mark is one open marked-content sequence.
type mark struct {
	hidden bool
	apart  page.Apart
	actual string
	has    bool // actual is set
	from   int  // glyphs before it
}

// run is the run of one content stream.
type run struct {
	in    *Interpreter
	res   *resources
	lex   object.Lexer
	gs    state
	stack []state
	lost  int // q beyond maxStates
	depth int
	marks []mark
	dark  int        // open marks that are hidden
	apart page.Apart // why glyphs are apart, where the file itself says so

	nums  [maxOperands]float64
	nNum  int
	items []item        // operands in order
	arena []byte        // bytes of string and name operands
	dicts []object.Dict // dictionary operands

	path     outline.Path
	clipRule bool // W or W* was seen
}

// item is an operand, or an element of an array operand.
type item struct {
	kind     itemKind
	num      float64
	from, to int // bytes in the arena
}

type itemKind uint8

const (
	itemNumber itemKind = iota
	itemText
	itemName
	itemArray // what follows up to itemEnd are its elements
	itemEnd
	itemDict // from is its index
)

func (in *Interpreter) newRun(res *resources, ctm picture.Matrix, clip page.Box) *run {
	r := new(run)
	r.begin(in, res, ctm, clip)
	return r
}

// begin readies a run for a content stream, in the memory of the one before.
func (r *run) begin(in *Interpreter, res *resources, ctm picture.Matrix, clip page.Box) {
	*r = run{
		in: in, res: res, gs: state{ctm: ctm, clip: clip, lineWidth: 1, scale: 1, tm: picture.Shift(0, 0), lm: picture.Shift(0, 0)},
		lex: r.lex, stack: r.stack[:0], items: r.items[:0], arena: r.arena[:0], dicts: r.dicts[:0], path: r.path,
	}
	r.path.Reset()
}
