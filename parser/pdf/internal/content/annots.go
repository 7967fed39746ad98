package content

import (
	"strconv"
	"strings"

	"github.com/pbt-cli/pbt/parser/page"
	"github.com/pbt-cli/pbt/parser/pdf/internal/font"
	"github.com/pbt-cli/pbt/parser/pdf/internal/object"
	"github.com/pbt-cli/pbt/parser/picture"
)

// maxFieldDepth is how many parents a form field may have.
const maxFieldDepth = 16

// annotations draws what the visible annotations of a page show: the values of
// form fields and free text live there. Stamps and signatures are kept apart;
// lines through text strike it out.
func (in *Interpreter) annotations(p object.Page) error {
	const hidden, noView = 2, 32
	for _, o := range in.file.Array(p.Dict["Annots"]) {
		a := in.file.Dict(o)
		kind := in.file.Name(a["Subtype"])
		if a == nil || in.file.Int(a["F"], 0)&(hidden|noView) != 0 || kind == "Popup" || !in.layers.visible(in.file, a["OC"]) {
			continue
		}
		if kind == "StrikeOut" {
			in.strikeOut(a)
			continue
		}
		if err := in.annotation(a, kind); err != nil {
			return err
		}
	}
	return nil
}

func (in *Interpreter) annotation(a object.Dict, kind object.Name) error {
	rect, ok := in.file.Rect(a["Rect"])
	if !ok {
		return nil
	}
	ap := in.file.Dict(a["AP"])["N"]
	if states, ok := in.file.Resolve(ap).(object.Dict); ok {
		ap = states[in.file.Name(a["AS"])]
	}
	apart := page.Shown
	switch kind {
	case "Stamp":
		apart = page.Seal
	case "Watermark":
		apart = page.Watermark
	case "Widget":
		switch in.file.Name(in.field(a, "FT")) {
		case "Sig":
			apart = page.Seal
		case "Btn":
			if in.file.Int(in.field(a, "Ff"), 0)&pushButton == 0 {
				return in.checkBox(a, rect)
			}
		case "Tx", "Ch":
			if in.file.Stream(ap) == nil || in.needAppearances {
				in.typed(a, in.fieldValue(a), rect)
				return nil
			}
		}
	case "FreeText":
		if in.file.Stream(ap) == nil {
			in.typed(a, in.textOf(a["Contents"]), rect)
			return nil
		}
	}
	s := in.file.Stream(ap)
	if s == nil {
		return nil
	}
	return in.appearance(ap, s, rect, apart)
}

// The flags of form fields.
const (
	multiline  = 1 << 12
	password   = 1 << 13
	pushButton = 1 << 16
)

// field looks up a key of a form field, which its parents may hold.
func (in *Interpreter) field(a object.Dict, key object.Name) object.Object {
	for range maxFieldDepth {
		if v := in.file.Resolve(a[key]); v != nil {
			return v
		}
		if a = in.file.Dict(a["Parent"]); a == nil {
			break
		}
	}
	return in.file.Resolve(in.file.Dict(in.file.Catalog()["AcroForm"])[key])
}

// fieldValue is what a text field or a choice shows.
func (in *Interpreter) fieldValue(a object.Dict) string {
	if in.file.Int(in.field(a, "Ff"), 0)&password != 0 && in.file.Name(in.field(a, "FT")) == "Tx" {
		return ""
	}
	v := in.field(a, "V")
	var chosen []string
	if list, ok := v.(object.Array); ok {
		for _, o := range list {
			chosen = append(chosen, in.textOf(o))
		}
	} else {
		chosen = []string{in.textOf(v)}
	}
	for _, o := range in.file.Array(in.field(a, "Opt")) { // [export value, shown]
		if pair := in.file.Array(o); len(pair) == 2 {
			for i, c := range chosen {
				if c == in.textOf(pair[0]) {
					chosen[i] = in.textOf(pair[1])
				}
			}
		}
	}
	return strings.Join(chosen, "\n")
}

// textOf decodes a text string, or a stream that holds one.
func (in *Interpreter) textOf(o object.Object) string {
	switch v := in.file.Resolve(o).(type) {
	case object.String:
		return textString(string(v))
	case *object.Stream:
		return textString(string(in.decode(v)))
	}
	return ""
}

// checkBox shows the state of a check box or a radio button as a sign.
func (in *Interpreter) checkBox(a object.Dict, rect [4]float64) error {
	sign := "□"
	if as := in.file.Name(a["AS"]); as != "" && as != "Off" {
		sign = "☑"
	}
	size := min(rect[3]-rect[1], rect[2]-rect[0])
	in.set(sign, (rect[0]+rect[2]-size)/2, (rect[1]+rect[3]-size)/2-size*typeDescent, size)
	return nil
}

// The type that values without an appearance are set in.
const (
	typeAscent, typeDescent = 0.86, -0.14
	// usualSize is the size where the field leaves it open.
	usualSize = 10.0
	// latinWidth is the width of what is no East Asian character, in ems.
	latinWidth = 0.5
	// typeLeading is the distance of base lines in ems.
	typeLeading = 1.15
)

// maxTyped bounds the text of one field in bytes.
const maxTyped = 1 << 16

// typed sets a value that has no appearance into its rectangle, wrapped where
// it is too long.
func (in *Interpreter) typed(a object.Dict, text string, rect [4]float64) {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	if strings.TrimSpace(text) == "" {
		return
	}
	text = text[:min(len(text), maxTyped)]
	width, height := rect[2]-rect[0], rect[3]-rect[1]
	size := in.typeSize(a, height)
	lines := wrap(text, width, size)
	for len(lines) > 1 && float64(len(lines))*size*typeLeading > height && size > 2 {
		size *= 0.9
		lines = wrap(text, width, size)
	}
	top := rect[3]
	if in.file.Int(in.field(a, "Ff"), 0)&multiline == 0 {
		top -= max(0, (height-float64(len(lines))*size*typeLeading)/2)
	}
	for i, l := range lines {
		in.set(l, rect[0]+1, top-size*(typeAscent+float64(i)*typeLeading), size)
	}
}

// typeSize is the size that the default appearance names.
func (in *Interpreter) typeSize(a object.Dict, height float64) float64 {
	words := strings.Fields(in.textOf(in.field(a, "DA")))
	for i, w := range words {
		if w == "Tf" && i > 0 {
			if v, err := strconv.ParseFloat(words[i-1], 64); err == nil && v > 1 && v < 200 {
				return v
			}
		}
	}
	return min(usualSize, max(height*0.8, 2))
}

// wrap cuts text into lines no wider than width.
func wrap(text string, width, size float64) []string {
	var out []string
	for _, l := range strings.Split(text, "\n") {
		used, from := 0.0, 0
		for i, r := range l {
			w := runeWidth(r) * size
			if used+w > max(width-2, size) && i > from {
				out = append(out, l[from:i])
				used, from = 0, i
			}
			used += w
		}
		out = append(out, l[from:])
	}
	return out
}

func runeWidth(r rune) float64 {
	if r < 0x1100 {
		return latinWidth
	}
	return 1
}

// typeFont is the font of what is set here.
var typeFont = font.Font{Face: page.Font{Name: "field"}, Ascent: typeAscent, Descent: typeDescent}

// set places a line of text with its base line at (x, y) of user space.
func (in *Interpreter) set(text string, x, y, size float64) {
	in.shows++
	gs := state{size: size, scale: 1, clip: in.frame}
	g := glyphMaker{in: in, font: &typeFont, gs: &gs}
	m := picture.Shift(x, y).Then(in.base)
	g.prepare(m)
	for _, r := range text {
		w := runeWidth(r)
		if len(in.shown.Glyphs) >= in.limits.Glyphs {
			in.shown.Cut = true
			return
		}
		g.add(&font.Char{Text: string(r), Known: true, Width: w}, m)
		m = picture.Shift(w*size, 0).Then(m)
	}
}

// strikeOut draws the lines of an annotation that strikes text out: one through
// the middle of each of its quadrilaterals.
func (in *Interpreter) strikeOut(a object.Dict) {
	quads := in.file.Array(a["QuadPoints"])
	in.seq++
	for len(quads) >= 8 && len(in.shown.Areas) < in.limits.Areas {
		var v [8]float64
		for i := range v {
			v[i], _ = in.file.Number(quads[i])
		}
		quads = quads[8:]
		b := page.Image(in.base, min(v[0], v[4]), min(v[1], v[5]), max(v[2], v[6]), max(v[3], v[7]))
		if !b.Finite() || b.Empty() {
			continue
		}
		y := (b.Y0 + b.Y1) / 2
		in.shown.Areas = append(in.shown.Areas, page.Area{Box: page.Box{X0: b.X0, Y0: y - 0.25, X1: b.X1, Y1: y + 0.25}, Seq: in.seq})
	}
}
