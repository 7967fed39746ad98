package content

import (
	"github.com/pbt-cli/pbt/parser/page"
	"github.com/pbt-cli/pbt/parser/pdf/internal/font"
	"github.com/pbt-cli/pbt/parser/pdf/internal/object"
)

// paint is what is known of a colour: whether it is white, and whether it
// paints at all.
type paint struct {
	white bool
	clear bool
	comps int // components of the colour space, 0 if unknown
	sub   bool
	v     [4]float64 // the components, where n of them are known
	n     int
}

// rgb is the colour as far as it is known, else black.
func (p *paint) rgb() [3]byte {
	of := func(v float64) byte { return byte(min(max(v, 0), 1)*255 + 0.5) }
	switch {
	case p.sub && p.n == 1:
		return [3]byte{of(1 - p.v[0]), of(1 - p.v[0]), of(1 - p.v[0])}
	case p.n == 1:
		return [3]byte{of(p.v[0]), of(p.v[0]), of(p.v[0])}
	case p.n == 3:
		return [3]byte{of(p.v[0]), of(p.v[1]), of(p.v[2])}
	case p.n == 4:
		k := 1 - p.v[3]
		return [3]byte{of((1 - p.v[0]) * k), of((1 - p.v[1]) * k), of((1 - p.v[2]) * k)}
	}
	return [3]byte{}
}

// whiteLevel is the lightness from which a colour counts as white on paper.
const whiteLevel = 0.97

// set takes the operands of a colour operator.
func (p *paint) set(v []float64, comps int) {
	p.white, p.n = false, 0
	if comps == 0 {
		comps = len(v)
	}
	if len(v) < comps || comps == 0 {
		return
	}
	if comps <= len(p.v) {
		p.n = copy(p.v[:], v[:comps])
	}
	switch {
	case p.sub: // a separation's tint: none is the colour of the paper
		p.white = v[0] <= 1-whiteLevel
	case comps == 1, comps == 3:
		p.white = true
		for _, c := range v[:comps] {
			p.white = p.white && c >= whiteLevel
		}
	case comps == 4:
		p.white = v[0]+v[1]+v[2]+v[3] <= 4*(1-whiteLevel)
	}
}

// state is the graphics state, as far as it matters here.
type state struct {
	ctm          matrix
	clip         page.Box
	lineWidth    float64
	lineCap      int
	fill, stroke paint

	font      *font.Font
	size      float64
	charSpace float64
	wordSpace float64
	scale     float64 // horizontal, 1 for 100 %
	leading   float64
	rise      float64
	mode      int
	tm, lm    matrix
}

// mark is one open marked-content sequence.
type mark struct {
	hidden bool
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
	dark  int // open marks that are hidden

	nums  [maxOperands]float64
	nNum  int
	items []item // operands in order
	arena []byte // bytes of string and name operands

	path     []point
	subs     []subpath
	clipRule bool // W or W* was seen
}

// item is an operand, or an element of an array operand.
type item struct {
	kind     itemKind
	num      float64
	from, to int // bytes in the arena
	obj      object.Object
}

type itemKind uint8

const (
	itemNumber itemKind = iota
	itemText
	itemName
	itemArray // what follows up to itemEnd are its elements
	itemEnd
	itemObject
)

func (in *Interpreter) newRun(res *resources, ctm matrix, clip page.Box) *run {
	return &run{in: in, res: res, gs: state{ctm: ctm, clip: clip, lineWidth: 1, scale: 1, tm: unit, lm: unit}}
}
