package content

import (
	"context"
	"math"

	"github.com/pbt-cli/pbt/parser/page"
	"github.com/pbt-cli/pbt/parser/pdf/internal/font"
	"github.com/pbt-cli/pbt/parser/pdf/internal/object"
	"github.com/pbt-cli/pbt/parser/picture"
)

// Interpreter runs pages of one file. It keeps fonts and forms between pages.
type Interpreter struct {
	file    *object.File
	limits  Limits
	fonts   map[object.Ref]*font.Font
	store   font.Store
	forms   map[object.Ref][]byte
	formLen int
	layers  layers
	// needAppearances says that viewers draw the values of form fields anew.
	needAppearances bool

	text []byte // the content of the page
	run  run    // of the page itself; its memory serves page after page

	ctx   context.Context
	shown *page.Page
	ops   int
	seq   int
	shows int
	base  picture.Matrix
	frame page.Box // the page
}

// New makes an interpreter for a file.
func New(f *object.File, limits Limits) *Interpreter {
	return &Interpreter{
		file: f, limits: limits,
		fonts: map[object.Ref]*font.Font{}, forms: map[object.Ref][]byte{},
		layers: loadLayers(f), needAppearances: f.Resolve(f.Dict(f.Catalog()["AcroForm"])["NeedAppearances"]) == true,
	}
}

// Run fills out with what page p, the number-th from 1, shows. The only error is
// that of ctx; damage and limits are marked on the page.
func (in *Interpreter) Run(ctx context.Context, p object.Page, number int, out *page.Page) error {
	base, width, height := pageMatrix(p)
	if err := in.runAs(ctx, p, number, out, base, width, height); err != nil {
		return err
	}
	if a := askew(out); a != 0 {
		return in.runAs(ctx, p, number, out, base.Then(turn(-a, width/2, height/2)), width, height)
	}
	return nil
}

// runAs runs a page under a matrix from user space to the page.
func (in *Interpreter) runAs(ctx context.Context, p object.Page, number int, out *page.Page, base picture.Matrix, width, height float64) error {
	out.Reset(number)
	in.ctx, in.shown, in.ops, in.seq = ctx, out, 0, 0
	in.base, out.Width, out.Height = base, width, height
	in.frame = page.Box{X1: width, Y1: height}
	r := &in.run
	r.begin(in, in.resources(p.Resources), in.base, in.frame)
	in.contents(p.Dict["Contents"])
	err := r.run(in.text)
	if err == nil {
		err = in.annotations(p)
	}
	return err
}

const (
	// askewFrom and askewTo are the degrees by which a page is askew that is made
	// straight; less does not matter, more is meant.
	askewFrom, askewTo = 0.15, 5.0
	// askewShare is the part of its characters that must be so, askewSame within
	// how many degrees of one another, askewGlyphs how many there must be.
	askewShare, askewSame, askewGlyphs = 0.8, 0.1, 20
)

// askew is the angle in degrees by which nearly all text of a page runs off its
// axes, 0 where it does not.
func askew(p *page.Page) float64 {
	n := len(p.Glyphs)
	if n < askewGlyphs {
		return 0
	}
	a := float64(p.Glyphs[n/2].Tilt)
	if math.Abs(a) < askewFrom || math.Abs(a) > askewTo {
		return 0
	}
	same := 0
	for i := range p.Glyphs {
		if math.Abs(float64(p.Glyphs[i].Tilt)-a) <= askewSame {
			same++
		}
	}
	if float64(same) < askewShare*float64(n) {
		return 0
	}
	return a
}

// turn turns by degrees around a point.
func turn(degrees, x, y float64) picture.Matrix {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	return picture.MatrixOf(cos, sin, -sin, cos, x-cos*x+sin*y, y-sin*x-cos*y)
}

// pageMatrix leads from user space to the shown page.
func pageMatrix(p object.Page) (m picture.Matrix, width, height float64) {
	x0, y0, x1, y1 := p.CropBox[0], p.CropBox[1], p.CropBox[2], p.CropBox[3]
	w, h := x1-x0, y1-y0
	switch p.Rotate {
	case 90:
		return picture.MatrixOf(0, 1, 1, 0, -y0, -x0), h, w
	case 180:
		return picture.MatrixOf(-1, 0, 0, 1, x1, -y0), w, h
	case 270:
		return picture.MatrixOf(0, -1, -1, 0, y1, x1), h, w
	}
	return picture.MatrixOf(1, 0, 0, -1, -x0, y1), w, h
}

// keptText is how many bytes of content streams keep their room from page to page.
const keptText = 1 << 20

// contents decodes the content streams of a page into text, a line end between each.
func (in *Interpreter) contents(o object.Object) {
	if in.text = in.text[:0]; cap(in.text) > keptText {
		in.text = nil
	}
	switch v := in.file.Resolve(o).(type) {
	case *object.Stream:
		in.addContent(v)
	case object.Array:
		for _, e := range v {
			if s := in.file.Stream(e); s != nil {
				in.addContent(s)
				in.text = append(in.text, '\n')
			}
		}
	}
}

func (in *Interpreter) addContent(s *object.Stream) {
	var err error
	in.text, err = in.file.Append(in.text, s)
	in.note(err)
}

func (in *Interpreter) decode(s *object.Stream) []byte {
	data, err := in.file.Bytes(s)
	in.note(err)
	return data
}

// note marks the page where a stream could not be decoded whole.
func (in *Interpreter) note(err error) {
	if err == object.ErrLimit {
		in.shown.Cut = true
	} else if err != nil {
		in.shown.Damaged = true
	}
}

// resources is a resource dictionary with the fonts looked up in it.
type resources struct {
	dict  object.Dict
	fonts map[string]*font.Font
}

func (in *Interpreter) resources(o object.Object) *resources {
	return &resources{dict: in.file.Dict(o), fonts: map[string]*font.Font{}}
}

// font finds a font by its resource name; an unknown name gives a font that
// knows nothing but lets the text be counted.
func (in *Interpreter) font(res *resources, name []byte) *font.Font {
	if f, ok := res.fonts[string(name)]; ok {
		return f
	}
	o := in.file.Dict(res.dict["Font"])[object.Name(name)]
	ref, isRef := o.(object.Ref)
	f, ok := in.fonts[ref]
	if !isRef || !ok {
		f = in.store.Load(in.file, in.file.Dict(o))
		if isRef {
			in.keep(ref, f)
		}
	}
	res.fonts[string(name)] = f
	return f
}

// maxFonts bounds the fonts that are kept between pages. A file that joins many has
// its own fonts a form, and returns to few of them.
const maxFonts = 256

// keep remembers a font for the pages that follow.
func (in *Interpreter) keep(ref object.Ref, f *font.Font) {
	if len(in.fonts) >= maxFonts {
		clear(in.fonts)
	}
	in.fonts[ref] = f
}

// form gives the decoded bytes of a Form XObject.
func (in *Interpreter) form(o object.Object, s *object.Stream) []byte {
	ref, isRef := o.(object.Ref)
	if data, ok := in.forms[ref]; ok && isRef {
		return data
	}
	data := in.decode(s)
	if isRef && in.formLen+len(data) <= formCacheBytes {
		in.formLen += len(data)
		in.forms[ref] = data
	}
	return data
}

// appearance maps the box of a form onto the rectangle of its annotation
// (ISO 32000-1, 12.5.5).
func (in *Interpreter) appearance(o object.Object, s *object.Stream, rect [4]float64, apart page.Apart) error {
	m := in.matrix(s.Dict["Matrix"])
	bbox, ok := in.file.Rect(s.Dict["BBox"])
	if !ok {
		return nil
	}
	b := page.Image(m, bbox[0], bbox[1], bbox[2], bbox[3])
	if b.Width() <= 0 || b.Height() <= 0 {
		return nil
	}
	sx, sy := (rect[2]-rect[0])/b.Width(), (rect[3]-rect[1])/b.Height()
	fit := picture.MatrixOf(sx, 0, 0, sy, rect[0]-b.X0*sx, rect[1]-b.Y0*sy)
	r := in.newRun(in.resources(s.Dict["Resources"]), fit.Then(in.base), in.frame)
	r.apart = apart
	return r.drawForm(o, s)
}

func (in *Interpreter) matrix(o object.Object) picture.Matrix {
	a := in.file.Array(o)
	if len(a) < 6 {
		return picture.Shift(0, 0)
	}
	var v [6]float64
	for i := range v {
		v[i], _ = in.file.Number(a[i])
	}
	return picture.MatrixOf(v[0], v[1], v[2], v[3], v[4], v[5])
}
