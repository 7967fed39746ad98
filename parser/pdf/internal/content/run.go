package content

import (
	"github.com/pbt-cli/pbt/parser/page"
	"github.com/pbt-cli/pbt/parser/pdf/internal/object"
	"github.com/pbt-cli/pbt/parser/pdf/internal/raster"
	"github.com/pbt-cli/pbt/parser/picture"
)

// run executes a content stream to its end, or to a limit.
func (r *run) run(data []byte) error {
	r.lex.Buf, r.lex.Pos = data, 0
	var t object.Token
	for {
		r.lex.Read(&t)
		switch t.Kind {
		case object.EOF:
			return nil
		case object.Keyword:
			r.in.ops++
			if r.in.ops > r.in.limits.Operators || len(r.in.shown.Glyphs) >= r.in.limits.Glyphs {
				r.in.shown.Cut = true
				return nil
			}
			if r.in.ops%ctxEvery == 0 {
				if err := r.in.ctx.Err(); err != nil {
					return err
				}
			}
			if err := r.operator(t.Bytes); err != nil {
				return err
			}
			r.nNum, r.items, r.arena, r.dicts = 0, r.items[:0], r.arena[:0], r.dicts[:0]
		default:
			r.operand(&t)
		}
	}
}

// operand keeps one operand for the operator that follows.
func (r *run) operand(t *object.Token) {
	if len(r.items) >= maxOperands && t.Kind != object.ArrayOpen {
		return
	}
	switch t.Kind {
	case object.Number:
		if r.nNum < maxOperands {
			r.nums[r.nNum] = t.Num
			r.nNum++
		}
		r.items = append(r.items, item{kind: itemNumber, num: t.Num})
	case object.Text:
		r.items = append(r.items, r.bytesItem(itemText, t.Bytes))
	case object.NameToken:
		r.items = append(r.items, r.bytesItem(itemName, t.Bytes))
	case object.ArrayOpen:
		r.array()
	case object.DictOpen:
		d, _ := r.lex.Object(*t).(object.Dict)
		r.items = append(r.items, item{kind: itemDict, from: len(r.dicts)})
		r.dicts = append(r.dicts, d)
	}
}

func (r *run) bytesItem(k itemKind, b []byte) item {
	from := len(r.arena)
	r.arena = append(r.arena, b...)
	return item{kind: k, from: from, to: len(r.arena)}
}

// array keeps the elements of an array; what is no number or string in it is
// of no use here. A keyword ends an array that was never closed.
func (r *run) array() {
	r.items = append(r.items, item{kind: itemArray})
	var t object.Token
	for {
		save := r.lex.Pos
		r.lex.Read(&t)
		switch t.Kind {
		case object.Number:
			r.items = append(r.items, item{kind: itemNumber, num: t.Num})
			continue
		case object.Text:
			r.items = append(r.items, r.bytesItem(itemText, t.Bytes))
			continue
		case object.ArrayOpen, object.NameToken, object.DictClose:
			continue
		case object.DictOpen:
			r.lex.Object(t)
			continue
		case object.Keyword:
			r.lex.Pos = save
		}
		r.items = append(r.items, item{kind: itemEnd})
		return
	}
}

// n gives the last k numeric operands, false if there are fewer.
func (r *run) n(k int) ([]float64, bool) {
	if r.nNum < k {
		return nil, false
	}
	return r.nums[r.nNum-k : r.nNum], true
}

// name gives the last name operand.
func (r *run) name() []byte {
	for i := len(r.items) - 1; i >= 0; i-- {
		if it := r.items[i]; it.kind == itemName {
			return r.arena[it.from:it.to]
		}
	}
	return nil
}

// text gives the last string operand.
func (r *run) text() []byte {
	for i := len(r.items) - 1; i >= 0; i-- {
		if it := r.items[i]; it.kind == itemText {
			return r.arena[it.from:it.to]
		}
	}
	return nil
}

// operator runs one operator; those that do not matter here are skipped.
func (r *run) operator(op []byte) error {
	switch string(op) {
	case "q":
		r.save()
	case "Q":
		r.restore()
	case "cm":
		if v, ok := r.n(6); ok {
			r.gs.ctm = picture.MatrixOf(v[0], v[1], v[2], v[3], v[4], v[5]).Then(r.gs.ctm)
		}
	case "w":
		if v, ok := r.n(1); ok {
			r.gs.lineWidth = v[0]
		}
	case "J":
		if v, ok := r.n(1); ok {
			r.gs.lineCap = int(v[0])
		}
	case "gs":
		r.extState()
	case "Do":
		return r.do()
	case "BI":
		r.inlineImage()
	case "BMC", "BDC":
		r.beginMark()
	case "EMC":
		r.endMark()
	default:
		if !r.pathOperator(op) && !r.textOperator(op) {
			r.colorOperator(op)
		}
	}
	return nil
}

func (r *run) save() {
	if len(r.stack) >= maxStates {
		r.lost++
		return
	}
	r.stack = append(r.stack, r.gs)
}

func (r *run) restore() {
	if r.lost > 0 {
		r.lost--
		return
	}
	if n := len(r.stack); n > 0 {
		r.gs = r.stack[n-1]
		r.stack = r.stack[:n-1]
	}
}

// colorOperator follows the colours of fills and strokes.
func (r *run) colorOperator(op []byte) {
	v := r.nums[:r.nNum]
	switch string(op) {
	case "g", "rg", "k":
		r.gs.fill = r.gs.fill.fresh()
		r.gs.fill.set(v, 0)
	case "G", "RG", "K":
		r.gs.stroke = r.gs.stroke.fresh()
		r.gs.stroke.set(v, 0)
	case "cs":
		r.gs.fill = r.colorSpace(r.gs.fill)
	case "CS":
		r.gs.stroke = r.colorSpace(r.gs.stroke)
	case "sc", "scn":
		r.gs.fill.set(v, r.gs.fill.comps)
	case "SC", "SCN":
		r.gs.stroke.set(v, r.gs.stroke.comps)
	}
}

// fresh is black paint that is as transparent as before.
func (p paint) fresh() paint {
	return paint{Paint: page.Paint{Clear: p.Clear}, multi: p.multi}
}

// colorSpace gives the initial paint of a named colour space.
func (r *run) colorSpace(old paint) paint {
	p := old.fresh()
	f := r.in.file
	name := object.Name(r.name())
	o := f.Resolve(f.Dict(r.res.dict["ColorSpace"])[name])
	if o == nil {
		o = name
	}
	family, _ := o.(object.Name)
	a, _ := o.(object.Array)
	if len(a) > 0 {
		family = f.Name(a[0])
	}
	switch family {
	case "DeviceGray", "CalGray", "G":
		p.comps = 1
	case "DeviceRGB", "CalRGB", "RGB":
		p.comps = 3
	case "DeviceCMYK", "CMYK":
		p.comps = 4
	case "ICCBased":
		if len(a) > 1 {
			p.comps = f.Int(f.Dict(a[1])["N"], 0)
		}
	case "Separation":
		p.comps, p.sub = 1, true
	case "Indexed", "I", "Pattern", "Lab", "DeviceN":
		p.comps = 99 // never white
	}
	return p
}

// extState takes what matters of an ExtGState: transparency, blending, line
// width, and a font.
func (r *run) extState() {
	f := r.in.file
	d := f.Dict(f.Dict(r.res.dict["ExtGState"])[object.Name(r.name())])
	if v, ok := f.Number(d["ca"]); ok {
		r.gs.fill.Clear = 255 - level(v)
	}
	if v, ok := f.Number(d["CA"]); ok {
		r.gs.stroke.Clear = 255 - level(v)
	}
	if bm := f.Resolve(d["BM"]); bm != nil {
		if a, ok := bm.(object.Array); ok && len(a) > 0 {
			bm = f.Resolve(a[0])
		}
		multi := bm != object.Name("Normal") && bm != object.Name("Compatible")
		r.gs.fill.multi, r.gs.stroke.multi = multi, multi
	}
	if v, ok := f.Number(d["LW"]); ok {
		r.gs.lineWidth = v
	}
	if a := f.Array(d["Font"]); len(a) == 2 {
		if ref, ok := a[0].(object.Ref); ok {
			if r.in.fonts[ref] == nil {
				r.in.keep(ref, r.in.store.Load(f, f.Dict(ref)))
			}
			r.gs.font = r.in.fonts[ref]
			r.gs.size, _ = f.Number(a[1])
		}
	}
}

// do paints an XObject.
func (r *run) do() error {
	f := r.in.file
	o := f.Dict(r.res.dict["XObject"])[object.Name(r.name())]
	s := f.Stream(o)
	if s == nil || r.dark > 0 || !r.in.layers.visible(f, s.Dict["OC"]) {
		return nil
	}
	switch f.Name(s.Dict["Subtype"]) {
	case "Image":
		r.image(s)
	case "Form":
		return r.drawForm(o, s)
	}
	return nil
}

// thinPicture is the thickness up to which a picture may be a rule.
const thinPicture = 3.0

// image records a picture, which fills the unit square: its place, and how to
// decode it.
func (r *run) image(s *object.Stream) {
	b := page.Image(r.gs.ctm, 0, 0, 1, 1).Intersect(r.gs.clip)
	if r.dark > 0 || b.Empty() || len(r.in.shown.Pictures) >= r.in.limits.Areas {
		return
	}
	if min(b.Width(), b.Height()) <= thinPicture && max(b.Width(), b.Height()) > thinPicture {
		r.area(b, paint{Paint: page.Paint{Clear: r.gs.fill.Clear}}) // a border drawn as a stretched picture
	}
	m := r.gs.ctm
	img := raster.Image{
		File: r.in.file, Stream: s, Spaces: r.in.file.Dict(r.res.dict["ColorSpace"]), Fill: [3]byte{r.gs.fill.R, r.gs.fill.G, r.gs.fill.B},
		// A picture's first row lies at the top of the unit square.
		Place: picture.Matrix{A: m.A, B: m.B, C: -m.C, D: -m.D, E: m.E + m.C, F: m.F + m.D},
		Clip:  [4]float64{b.X0, b.Y0, b.X1, b.Y1},
	}
	d := s.Dict
	masked := d["SMask"] != nil || d["Mask"] != nil || d["ImageMask"] == true
	r.in.shown.Pictures = append(r.in.shown.Pictures, page.Picture{
		Box: b, Seq: r.in.seq, Layer: img.Layer,
		Opaque: !masked && r.gs.fill.shown(r.gs.group).Clear == 0,
	})
}

// drawForm runs a Form XObject in its own graphics state.
func (r *run) drawForm(o object.Object, s *object.Stream) error {
	if r.depth >= maxFormDepth {
		r.in.shown.Cut = true
		return nil
	}
	f := r.in.file
	res := r.res
	if s.Dict["Resources"] != nil {
		res = r.in.resources(s.Dict["Resources"])
	}
	sub := r.in.newRun(res, r.in.matrix(s.Dict["Matrix"]).Then(r.gs.ctm), r.gs.clip)
	ctm := sub.gs.ctm
	sub.gs = r.gs
	sub.gs.ctm = ctm
	sub.depth, sub.apart = r.depth+1, r.apart
	if s.Dict["Group"] != nil {
		sub.gs.group = r.gs.fill.shown(r.gs.group).Clear
		sub.gs.fill.Clear, sub.gs.stroke.Clear, sub.gs.fill.multi, sub.gs.stroke.multi = 0, 0, false, false
	}
	if private := f.Name(f.Dict(f.Dict(s.Dict["PieceInfo"])["ADBE_CompoundType"])["Private"]); private == "Watermark" {
		sub.apart = page.Watermark
	}
	if b, ok := f.Rect(s.Dict["BBox"]); ok {
		sub.gs.clip = sub.gs.clip.Intersect(page.Image(ctm, b[0], b[1], b[2], b[3]))
	}
	return sub.run(r.in.form(o, s))
}
