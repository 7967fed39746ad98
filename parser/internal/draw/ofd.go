package draw

import (
	"archive/zip"
	"bytes"
	"fmt"
	"html"
	"math/rand/v2"
	"strings"

	"github.com/pbt-cli/pbt/parser/grid"
)

// Manners are the ways in which producers write OFD that can be drawn: how text
// is cut into objects, how rules are painted, where labels stand.
var Manners = []string{"lines", "template", "glyphs", "points", "strings", "ground", "composite", "ids"}

// OFD prints grids on pages of GB/T 33190 in a manner. As a spreadsheet does,
// it cuts merged cells at page breaks and leaves their sides open there; as a
// word processor does (asWord), it closes them and prints the text in the first
// part.
func OFD(manner string, asWord bool, seed uint64, grids ...*grid.Grid) ([]byte, error) {
	o := &ofd{manner: manner, asWord: asWord, r: rand.New(rand.NewPCG(seed, 33190)), prefix: "ofd:", files: map[string]string{}}
	if manner == "composite" {
		o.prefix = ""
	}
	for _, g := range grids { // paper as wide as the widest needs
		edges := columnEdges(g, pageWidth)
		o.width = max(o.width, 2*ofdMargin+float64(edges[len(edges)-1])*ofdUnit)
	}
	o.newPage()
	for _, g := range grids {
		o.grid(g)
	}
	return o.zip()
}

// The page of the drawn documents, in millimetres: A4 upright where that is wide
// enough; a half-width character is unit wide.
const (
	ofdWidth, ofdHeight = 210.0, 297.0
	ofdMargin           = 14.0
	ofdUnit             = (ofdWidth - 2*ofdMargin) / pageWidth
	ofdSize             = 2 * ofdUnit // of the letters
	ofdLine             = 1.6 * ofdSize
	ofdPad              = 0.8 // above and below the lines of a row
)

// ofd is a document being drawn.
type ofd struct {
	manner string
	asWord bool
	r      *rand.Rand
	prefix string
	width  float64 // of the paper
	id     int
	y      float64 // where the next row begins
	pages  []*ofdPage
	files  map[string]string
	glyphs map[rune]int // of manner ids
}

// ofdPage collects what one page shows: rules and labels, and values.
type ofdPage struct{ rules, labels, values []string }

func (o *ofd) newPage() {
	o.pages = append(o.pages, &ofdPage{})
	o.y = ofdMargin
}

func (o *ofd) page() *ofdPage { return o.pages[len(o.pages)-1] }

func (o *ofd) next() int {
	o.id++
	return o.id
}

// tag is an element with a number of its own.
func (o *ofd) tag(name, attrs, inner string) string {
	return fmt.Sprintf("<%s%s ID=\"%d\" %s>%s</%s%s>", o.prefix, name, o.next(), attrs, inner, o.prefix, name)
}

func (o *ofd) element(name, attrs, inner string) string {
	return fmt.Sprintf("<%s%s %s>%s</%s%s>", o.prefix, name, attrs, inner, o.prefix, name)
}

// grid prints a grid below what stands there, rows whole, over as many pages as
// it takes.
func (o *ofd) grid(g *grid.Grid) {
	p := setPage(g, pageWidth)
	const gap = 6
	if o.y > ofdMargin {
		o.y += gap
	}
	for from := 0; from < g.Rows; {
		to, y := from, o.y
		for to < g.Rows && y+o.height(p, to) <= ofdHeight-ofdMargin-8 {
			y += o.height(p, to)
			to++
		}
		if to == from {
			if o.y > ofdMargin {
				o.newPage()
				continue
			}
			to = from + 1
		}
		o.rows(p, from, to)
		if from = to; from < g.Rows {
			o.newPage()
		}
	}
}

func (o *ofd) height(p *page, row int) float64 {
	return float64(p.height[row])*ofdLine + 2*ofdPad
}

// rows prints the rows from..to of a grid on the present page.
func (o *ofd) rows(p *page, from, to int) {
	tops := []float64{o.y}
	for r := from; r < to; r++ {
		tops = append(tops, tops[len(tops)-1]+o.height(p, r))
	}
	if o.manner == "ground" {
		o.fill(ofdMargin-0.1, o.y-0.1, ofdMargin+float64(p.edges[len(p.edges)-1])*ofdUnit+0.1, tops[len(tops)-1]+0.1, "0 0 0")
	}
	for i, c := range p.g.Cells {
		a, b := max(c.Row, from), min(c.Row+c.RowSpan, to)
		if a >= b {
			continue
		}
		x0, x1 := ofdMargin+float64(p.edges[c.Col])*ofdUnit, ofdMargin+float64(p.edges[c.Col+c.ColSpan])*ofdUnit
		y0, y1 := tops[a-from], tops[b-from]
		o.box(x0, y0, x1, y1, o.asWord || c.Row >= from, o.asWord || c.Row+c.RowSpan <= to)
		o.cellText(p, i, a, b, x0, x1, y0, y1)
	}
	o.y = tops[len(tops)-1]
}

// cellText prints the lines of a cell on the part of it that they belong to.
func (o *ofd) cellText(p *page, i, a, b int, x0, x1, y0, y1 float64) {
	c := p.g.Cells[i]
	if strings.TrimSpace(c.Text) == "" {
		return
	}
	if c.RowSpan != b-a { // cut
		if o.asWord && a != c.Row {
			return
		}
		middle := c.Row + (c.RowSpan-1)/2
		if !o.asWord && (middle < a || middle >= b) {
			return
		}
	}
	label := c.RowSpan > 1 || c.ColSpan == p.g.Cols || strings.Contains(c.Text, "指标")
	lines := p.lines[i]
	y := (y0+y1)/2 - float64(len(lines))*ofdLine/2
	var at []line
	for _, l := range lines {
		if s := strings.TrimRight(l, " "); strings.TrimSpace(s) != "" {
			x := x0 + ofdUnit
			if c.ColSpan == p.g.Cols || label {
				x = (x0+x1)/2 - float64(width(s))*ofdUnit/2
			}
			at = append(at, line{x, y + (ofdLine-ofdSize)/2, s})
		}
		y += ofdLine
	}
	o.lines(at, label)
}

// line is a line of text with its top left.
type line struct {
	x, y float64
	text string
}

// baseLine is how far below its top the base line of a letter lies.
const baseLine = 0.86 * ofdSize

func (o *ofd) lines(lines []line, label bool) {
	to := &o.page().values
	if label {
		to = &o.page().labels
	}
	if o.manner == "strings" && len(lines) > 0 { // one object for all lines of the cell
		codes := ""
		for _, l := range lines {
			codes += o.code(l.x-lines[0].x, l.y-lines[0].y+baseLine, l.text)
		}
		inner := o.tag("TextObject", o.place(lines[0].x, lines[0].y, lines[0].text)+o.size(ofdSize), codes)
		*to = append(*to, o.tag("PageBlock", "", o.tag("PageBlock", "", inner)))
		return
	}
	for _, l := range lines {
		*to = append(*to, o.line(l)...)
	}
}

// line writes one line in the document's manner.
func (o *ofd) line(l line) []string {
	object := func(x float64, text string) string {
		return o.tag("TextObject", o.place(x, l.y, text)+o.size(ofdSize), o.code(0, baseLine, text))
	}
	switch o.manner {
	case "glyphs":
		var out []string
		x := l.x
		for _, r := range l.text {
			if r != ' ' {
				out = append(out, object(x, string(r)))
			}
			x += float64(runeWidth(r)) * ofdUnit
		}
		return out
	case "points": // sizes in points, the matrix makes millimetres of them
		const mm = 25.4 / 72
		code := o.scaled(l.text, baseLine/mm, 1/mm)
		return []string{o.tag("TextObject", o.place(l.x, l.y, l.text)+fmt.Sprintf(`CTM="%g 0 0 %g 0 0" `, mm, mm)+o.size(ofdSize/mm), code)}
	case "ground": // a run for each script, a blank behind it that lies on the next
		var out []string
		x := l.x
		for _, run := range scripts(l.text) {
			out = append(out, object(x, run+" "))
			x += float64(width(run)) * ofdUnit
		}
		return out
	case "ids":
		return []string{o.tag("TextObject", o.place(l.x, l.y, l.text)+o.size(ofdSize), o.byGlyphs(l.text))}
	}
	return []string{object(l.x, l.text)}
}

// scripts parts a text where Latin letters and others meet.
func scripts(s string) []string {
	var out []string
	last := -1
	for _, r := range s {
		if w := runeWidth(r); w != last {
			out = append(out, "")
			last = w
		}
		out[len(out)-1] += string(r)
	}
	return out
}

func (o *ofd) place(x, y float64, text string) string {
	w := float64(width(text)) * ofdUnit
	if o.manner == "ground" {
		w *= 0.7 // boxes that are too small
	}
	return fmt.Sprintf(`Boundary="%.4f %.4f %.4f %.4f" `, x, y, w, ofdSize)
}

func (o *ofd) size(v float64) string { return fmt.Sprintf(`Font="1" Size="%.4f" `, v) }

func (o *ofd) code(x, y float64, text string) string {
	return o.element("TextCode", fmt.Sprintf(`X="%.4f" Y="%.4f" %s`, x, y, o.steps(text, 1)), html.EscapeString(text))
}

// scaled is a string at the left of its box whose steps are longer by k.
func (o *ofd) scaled(text string, y, k float64) string {
	return o.element("TextCode", fmt.Sprintf(`X="0" Y="%.4f" %s`, y, o.steps(text, k)), html.EscapeString(text))
}

// steps are those between the letters of a text: all of them, in groups, or
// without the last ones that are alike.
func (o *ofd) steps(text string, k float64) string {
	var v []float64
	for _, r := range text {
		v = append(v, float64(runeWidth(r))*ofdUnit*k)
	}
	v = v[:len(v)-1]
	if len(v) == 0 {
		return ""
	}
	var out []string
	for i := 0; i < len(v); {
		j := i + 1
		for j < len(v) && v[j] == v[i] {
			j++
		}
		switch {
		case o.manner == "strings" && j == len(v): // the last goes on
			out = append(out, fmt.Sprintf("%.4f", v[i]))
		case j-i > 2 && o.manner != "lines" && o.manner != "glyphs":
			out = append(out, fmt.Sprintf("g %d %.4f", j-i, v[i]))
		default:
			for range j - i {
				out = append(out, fmt.Sprintf("%.4f", v[i]))
			}
		}
		i = j
	}
	return `DeltaX="` + strings.Join(out, " ") + `"`
}

// byGlyphs writes a text of which only the glyphs are said.
func (o *ofd) byGlyphs(text string) string {
	if o.glyphs == nil {
		o.glyphs = map[rune]int{}
	}
	var ids []string
	for _, r := range text {
		if o.glyphs[r] == 0 {
			o.glyphs[r] = len(o.glyphs) + 1
		}
		ids = append(ids, fmt.Sprint(o.glyphs[r]))
	}
	n := len(ids)
	run := o.element("CGTransform", fmt.Sprintf(`CodePosition="0" CodeCount="%d" GlyphCount="%d"`, n, n), o.element("Glyphs", "", strings.Join(ids, " ")))
	return run + o.element("TextCode", fmt.Sprintf(`X="0" Y="%.4f" %s`, baseLine, o.steps(text, 1)), strings.Repeat("\ufffd", n))
}

// box draws the sides of a cell, the upper and the lower one where they are
// closed.
func (o *ofd) box(x0, y0, x1, y1 float64, top, bottom bool) {
	const w = 0.2
	switch o.manner {
	case "ground":
		o.fill(x0+w/2, y0+w/2, x1-w/2, y1-w/2, []string{"255 255 255", "230 230 230"}[o.r.IntN(2)])
		return
	case "glyphs", "composite":
		side := func(a, b, c, d float64) { o.fill(a-w/2, b-w/2, c+w/2, d+w/2, "0 0 0") }
		side(x0, y0, x0, y1)
		side(x1, y0, x1, y1)
		if top {
			side(x0, y0, x1, y0)
		}
		if bottom {
			side(x0, y1, x1, y1)
		}
		return
	}
	path := fmt.Sprintf("M 0 0 L 0 %.4f M %.4f 0 L %.4f %.4f", y1-y0, x1-x0, x1-x0, y1-y0)
	if top {
		path += fmt.Sprintf(" M 0 0 L %.4f 0", x1-x0)
	}
	if bottom {
		path += fmt.Sprintf(" M 0 %.4f L %.4f %.4f", y1-y0, x1-x0, y1-y0)
	}
	if top && bottom && o.manner == "strings" {
		path = fmt.Sprintf("M0 0L%.4f 0L%.4f %.4fL0 %.4fC", x1-x0, x1-x0, y1-y0, y1-y0)
	}
	attrs := fmt.Sprintf(`Boundary="%.4f %.4f %.4f %.4f" LineWidth="%g" `, x0, y0, x1-x0, y1-y0, w)
	if o.manner == "points" { // drawn from below
		attrs += fmt.Sprintf(`CTM="1 0 0 -1 0 %.4f" `, y1-y0)
		if top != bottom {
			path = strings.NewReplacer(" M 0 0 L "+fmt.Sprintf("%.4f 0", x1-x0), fmt.Sprintf(" M 0 %.4f L %.4f %.4f", y1-y0, x1-x0, y1-y0),
				fmt.Sprintf(" M 0 %.4f L %.4f %.4f", y1-y0, x1-x0, y1-y0), fmt.Sprintf(" M 0 0 L %.4f 0", x1-x0)).Replace(path)
		}
	}
	o.page().rules = append(o.page().rules, o.tag("PathObject", attrs, o.element("AbbreviatedData", "", path)))
}

// fill paints a rectangle.
func (o *ofd) fill(x0, y0, x1, y1 float64, color string) {
	o.page().rules = append(o.page().rules, o.tag("PathObject", fmt.Sprintf(`Boundary="%.4f %.4f %.4f %.4f" Stroke="false" Fill="true"`, x0, y0, x1-x0, y1-y0),
		o.element("FillColor", fmt.Sprintf(`Value="%s"`, color), "")+o.element("AbbreviatedData", "", fmt.Sprintf("M 0 0 L %.4f 0 L %.4f %.4f L 0 %.4f C", x1-x0, x1-x0, y1-y0, y1-y0))))
}

// zip writes the parts of the package.
func (o *ofd) zip() ([]byte, error) {
	space := ` xmlns:ofd="http://www.ofdspec.org/2016"`
	if o.prefix == "" {
		space = ` xmlns="http://www.ofdspec.org"`
	}
	loc := func(part string) string {
		if o.manner == "composite" {
			return `\Doc_0/` + strings.ToLower(part)
		}
		return part
	}
	var refs, templates, units string
	for i, p := range o.pages {
		part := fmt.Sprintf("Pages/Page_%d/Content.xml", i)
		refs += o.element("Page", fmt.Sprintf(`ID="%d" BaseLoc="%s"`, 9000+i, loc(part)), "")
		number := o.tag("TextObject", fmt.Sprintf(`Boundary="95 %g 20 4" `, ofdHeight-10)+o.size(ofdSize), o.code(0, baseLine, fmt.Sprintf("- %d -", i+1)))
		body, use := append(append(append([]string{}, p.rules...), p.labels...), p.values...), ""
		switch o.manner {
		case "template":
			t := fmt.Sprintf("Tpls/Tpl_%d.xml", i)
			templates += o.element("TemplatePage", fmt.Sprintf(`ID="%d" BaseLoc="%s"`, 8000+i, t), "")
			use = o.element("Template", fmt.Sprintf(`TemplateID="%d" ZOrder="Background"`, 8000+i), "")
			o.files["Doc_0/"+t] = o.element("Page", space, o.element("Content", "", o.tag("Layer", "", strings.Join(append(p.rules, p.labels...), ""))))
			body = p.values
		case "points":
			o.r.Shuffle(len(body), func(a, b int) { body[a], body[b] = body[b], body[a] })
		case "composite":
			units += o.element("CompositeGraphicUnit", fmt.Sprintf(`ID="%d" Width="210" Height="297"`, 7000+i), o.element("Content", "", strings.Join(body, "")))
			body = []string{o.tag("CompositeObject", fmt.Sprintf(`ResourceID="%d" Boundary="0 0 %g 297" CTM="1 0 0 1 0 0"`, 7000+i, o.width), "")}
		}
		o.files["Doc_0/"+part] = o.element("Page", space, use+o.element("Content", "",
			o.watermark()+o.tag("Layer", `Type="Body"`, strings.Join(body, ""))+o.tag("Layer", `Type="Foreground"`, number)))
	}
	o.files["OFD.xml"] = o.element("OFD", space, o.element("DocBody", "", o.element("DocRoot", "", "\n Doc_0/Document.xml\n")))
	font := ""
	if o.manner == "ids" {
		font = o.element("FontFile", "", "f.ttf")
		o.files["Doc_0/f.ttf"] = o.font()
	}
	o.files["Doc_0/Res.xml"] = o.element("Res", space, o.element("Fonts", "", o.element("Font", `ID="1" FontName="仿宋"`, font))+o.element("CompositeGraphicUnits", "", units))
	o.files["Doc_0/Document.xml"] = o.element("Document", space, o.element("CommonData", "",
		o.element("PageArea", "", o.element("PhysicalBox", "", fmt.Sprintf("0 0 %.2f %g", o.width, ofdHeight)))+o.element("PublicRes", "", "Res.xml")+templates)+o.element("Pages", "", refs))
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, body := range o.files {
		w, err := z.Create(name)
		if err != nil {
			return nil, err
		}
		if !strings.HasSuffix(name, ".ttf") {
			body = `<?xml version="1.0" encoding="UTF-8"?>` + body
		}
		if _, err := w.Write([]byte(body)); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return b.Bytes(), err
}

// watermark is a layer of slanted pale text, in every other manner.
func (o *ofd) watermark() string {
	if len(o.manner)%2 == 0 {
		return ""
	}
	out := ""
	for i := range 4 {
		out += o.tag("TextObject", fmt.Sprintf(`Boundary="%d %d 90 40" CTM="0.9063 -0.4226 0.4226 0.9063 0 20" Alpha="70" `, 20+i%2*90, 60+i/2*120)+o.size(9),
			o.element("FillColor", `Value="190 190 190"`, "")+o.element("TextCode", `X="0" Y="9" DeltaX="g 3 9"`, "内部使用"))
	}
	return o.tag("Layer", `Type="Background"`, out)
}

// font is a font file with nothing but a character map: a group of format 12 for
// every glyph.
func (o *ofd) font() string {
	var b bytes.Buffer
	u16 := func(v ...int) {
		for _, x := range v {
			b.Write([]byte{byte(x >> 8), byte(x)})
		}
	}
	u32 := func(v ...int) {
		for _, x := range v {
			u16(x>>16, x&0xffff)
		}
	}
	size := 16 + 12*len(o.glyphs)
	u32(0x00010000)
	u16(1, 0, 0, 0)
	b.WriteString("cmap")
	u32(0, 28, 12+size)
	u16(0, 1, 3, 10)
	u32(12)
	u16(12, 0)
	u32(size, 0, len(o.glyphs))
	for r, id := range o.glyphs {
		u32(int(r), int(r), id)
	}
	return b.String()
}
