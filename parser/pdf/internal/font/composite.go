package font

import (
	"github.com/pbt-cli/pbt/parser/pdf/internal/object"
)

// converter knows the characters of a composite font.
type converter struct {
	ft        *Font
	codec     codec
	toUnicode *cmap
	gb1       bool   // CIDs are those of Adobe-GB1
	glyphs    []rune // text by glyph id, from an embedded TrueType font
	widths    widths
	vertical  verticals
}

func (ft *Font) loadComposite(f *object.File, d object.Dict, toUnicode *cmap) {
	ft.pages = map[uint32]*chars{}
	var desc object.Dict
	if a := f.Array(d["DescendantFonts"]); len(a) > 0 {
		desc = f.Dict(a[0])
	} else {
		desc = f.Dict(d["DescendantFonts"])
	}
	ft.box(f, f.Dict(desc["FontDescriptor"]))
	c := &converter{ft: ft, toUnicode: toUnicode, widths: loadWidths(f, desc), vertical: loadVerticals(f, desc)}
	c.codec, ft.Vertical = loadCodec(f, d["Encoding"], 0)
	ft.codec, ft.conv = c.codec, c
	if s, ok := f.Resolve(f.Dict(desc["CIDSystemInfo"])["Ordering"]).(object.String); ok {
		c.gb1 = s == "GB1"
	}
	if toUnicode == nil && !c.gb1 {
		c.glyphs = embeddedGlyphs(f, desc)
	}
}

func loadCodec(f *object.File, o object.Object, depth int) (codec, bool) {
	switch v := f.Resolve(o).(type) {
	case object.Name:
		if c, vertical, ok := predefined(string(v)); ok {
			return c, vertical
		}
	case *object.Stream:
		c := loadEmbedded(f, v, depth)
		if c != nil && (len(c.cids) > 0 || len(c.spaces) > 0) {
			return embedded{c}, c.vertical
		}
	}
	return identity{}, false
}

// loadEmbedded reads a CMap stream and the embedded ones that it uses.
func loadEmbedded(f *object.File, s *object.Stream, depth int) *cmap {
	data, _ := f.Bytes(s)
	if len(data) == 0 || depth > maxCMapDepth {
		return nil
	}
	c := parseCMap(data, func(name string) *cmap {
		if name == "Identity-H" || name == "Identity-V" {
			return &cmap{spaces: []codespace{{2, 0, 0xffff}}, cids: []cidRange{{0, 0xffff, 0}}}
		}
		return nil
	})
	if up, ok := f.Resolve(s.Dict["UseCMap"]).(*object.Stream); ok {
		c.inherit(loadEmbedded(f, up, depth+1))
		c.finish()
	}
	c.vertical = c.vertical || f.Int(s.Dict["WMode"], 0) == 1
	return c
}

// char makes the character of a code.
func (c *converter) char(code uint32, n int) Char {
	cid := c.codec.cid(code, n)
	ch := Char{Width: c.widths.of(cid), Space: n == 1 && code == ' '}
	ch.Text, ch.Known = c.ft.judge(c.text(code, n, cid))
	if c.ft.Vertical {
		ch.Width = c.vertical.of(cid)
	}
	return ch
}

// text tries what can state a code's Unicode, the file's own word first.
func (c *converter) text(code uint32, n int, cid uint32) string {
	if c.toUnicode != nil {
		if t, ok := c.toUnicode.textOf(code); ok && t != "" && t != "\x00" && t != "\ufffd" {
			return t
		}
	}
	if t := c.codec.text(code, n); t != "" {
		return t
	}
	if c.gb1 {
		if t := gb1Text(); int(cid) < len(t) && t[cid] != 0 {
			return string(t[cid])
		}
	}
	if int(cid) < len(c.glyphs) && c.glyphs[cid] != 0 {
		return string(c.glyphs[cid])
	}
	return ""
}

// widths are the W array and DW of a CID font, in thousandths.
type widths struct {
	single map[uint32]float64
	ranges []widthRange
	def    float64
}

type widthRange struct {
	lo, hi uint32
	w      float64
}

// maxWidths bounds the entries of a W array.
const maxWidths = 1 << 17

func loadWidths(f *object.File, desc object.Dict) widths {
	w := widths{single: map[uint32]float64{}, def: 1000}
	if v, ok := f.Number(desc["DW"]); ok {
		w.def = v
	}
	a := f.Array(desc["W"])
	for i := 0; i+1 < len(a) && len(w.single)+len(w.ranges) < maxWidths; {
		first := f.Int(a[i], -1)
		if list := f.Array(a[i+1]); list != nil {
			for k, o := range list {
				if v, ok := f.Number(o); ok {
					w.single[uint32(first+k)] = v
				}
			}
			i += 2
			continue
		}
		if i+2 >= len(a) {
			break
		}
		if v, ok := f.Number(a[i+2]); ok {
			w.ranges = append(w.ranges, widthRange{uint32(first), uint32(f.Int(a[i+1], -1)), v})
		}
		i += 3
	}
	return w
}

func (w widths) of(cid uint32) float64 {
	if v, ok := w.single[cid]; ok {
		return v / 1000
	}
	for _, r := range w.ranges {
		if cid >= r.lo && cid <= r.hi {
			return r.w / 1000
		}
	}
	return w.def / 1000
}

// verticals are the advances of W2 and DW2 of a CID font, in thousandths.
type verticals struct {
	single map[uint32]float64
	def    float64
}

func loadVerticals(f *object.File, desc object.Dict) verticals {
	v := verticals{def: -1000}
	if a := f.Array(desc["DW2"]); len(a) >= 2 {
		if w, ok := f.Number(a[1]); ok {
			v.def = w
		}
	}
	v.load(f, f.Array(desc["W2"]))
	return v
}

// load takes the advances of W2; behind each stands the origin.
func (v *verticals) load(f *object.File, a object.Array) {
	v.single = map[uint32]float64{}
	for i := 0; i+1 < len(a) && len(v.single) < maxWidths; {
		first := f.Int(a[i], -1)
		if list := f.Array(a[i+1]); list != nil {
			for k := 0; k+2 < len(list); k += 3 {
				v.single[uint32(first+k/3)], _ = f.Number(list[k])
			}
			i += 2
			continue
		}
		if i+4 >= len(a) {
			return
		}
		w, _ := f.Number(a[i+2])
		for cid := first; cid <= f.Int(a[i+1], -1) && len(v.single) < maxWidths; cid++ {
			v.single[uint32(cid)] = w
		}
		i += 5
	}
}

// of gives the advance of a CID.
func (v verticals) of(cid uint32) float64 {
	if w, ok := v.single[cid]; ok {
		return w / 1000
	}
	return v.def / 1000
}
