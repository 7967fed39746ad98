package ofd

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/page"
	"github.com/pbt-cli/pbt/parser/picture"
	"github.com/pbt-cli/pbt/schema"
)

// parts are the files of a package.
type parts map[string]string

func (p parts) zip(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, body := range p {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(body)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const ns = ` xmlns:ofd="http://www.ofdspec.org/2016"`

// single is a package of one document of one page of 100 × 80 mm.
func single(layers string, more parts) parts {
	p := parts{
		"OFD.xml":            `<ofd:OFD` + ns + `><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`,
		"Doc_0/Document.xml": `<ofd:Document` + ns + `><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 100 80</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>Res.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/P.xml"/></ofd:Pages></ofd:Document>`,
		"Doc_0/Res.xml":      `<ofd:Res` + ns + `/>`,
		"Doc_0/Pages/P.xml":  `<ofd:Page` + ns + `><ofd:Content>` + layers + `</ofd:Content></ofd:Page>`,
	}
	for k, v := range more {
		p[k] = v
	}
	return p
}

// inLayer wraps objects.
func inLayer(objects string) string { return `<ofd:Layer Type="Body">` + objects + `</ofd:Layer>` }

// text is an object of 4 mm letters at a place.
func text(x, y float64, attrs, s string) string {
	return fmt.Sprintf(`<ofd:TextObject Boundary="%g %g 50 5" Size="4" %s><ofd:TextCode X="0" Y="4" DeltaX="g %d 4">%s</ofd:TextCode></ofd:TextObject>`, x, y, attrs, max(len([]rune(s))-1, 1), s)
}

func mustRead(t *testing.T, p parts) *grid.Document {
	t.Helper()
	d, err := Read(context.Background(), p.zip(t), Options{})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// said is the text of a document, a cell after the other.
func said(d *grid.Document) string {
	var out []string
	for _, g := range d.Grids {
		for _, c := range g.Cells {
			out = append(out, c.Text)
		}
	}
	return strings.Join(out, "|")
}

func apart(d *grid.Document) string {
	var out []string
	for _, i := range d.Apart {
		out = append(out, i.Text+":"+i.Why.EN)
	}
	return strings.Join(out, "|")
}

func TestText(t *testing.T) {
	code := func(attrs, s string) string {
		return `<ofd:TextObject Boundary="10 10 80 6" Size="4"><ofd:TextCode ` + attrs + `>` + s + `</ofd:TextCode></ofd:TextObject>`
	}
	for _, c := range []struct{ name, layers, want string }{
		{"plain steps", inLayer(code(`X="0" Y="4" DeltaX="4 4 4"`, "绩效目标")), "绩效目标"},
		{"groups", inLayer(code(`X="0" Y="4" DeltaX="g 2 4 2 2"`, "目标12")), "目标12"},
		{"groups in capitals, cut short", inLayer(code(`X="0" Y="4" DeltaX="G 1 4 g 9"`, "目标表")), "目标表"},
		{"too few steps", inLayer(code(`X="0" Y="4" DeltaX="4"`, "绩效目标")), "绩效目标"},
		{"no steps", inLayer(code(`X="0" Y="4"`, "绩效目标")), "绩效目标"},
		{"a group without end", inLayer(code(`X="0" Y="4" DeltaX="g 4000000000 4"`, "绩效")), "绩效"},
		{"entities", inLayer(code(`X="0" Y="4" DeltaX="g 3 4"`, "&lt;&amp;&#x2265;5")), "<&≥5"},
		{"laid out in lines", inLayer(code(`X="0" Y="4" DeltaX="4 4 4"`, "\n   绩效\n   目标\n ")), "绩效目标"},
		{"blanks at its ends", inLayer(code(`X="0" Y="4" DeltaX="4 4 4"`, " 绩效 ")), "绩效"},
		{"two strings, the second without a place of its own", inLayer(`<ofd:TextObject Boundary="10 10 80 6" Size="4"><ofd:TextCode X="0" Y="4" DeltaX="4">绩效</ofd:TextCode><ofd:TextCode X="8" DeltaX="4">目标</ofd:TextCode></ofd:TextObject>`), "绩效目标"},
		{"a glyph an object, in no order", inLayer(text(18, 10, "", "标") + text(10, 10, "", "指") + text(14, 10, "", "‰")), "指‰标"},
		{"points under a matrix", inLayer(`<ofd:TextObject Boundary="10 10 80 6" CTM="0.3528 0 0 0.3528 0 0" Size="12"><ofd:TextCode X="0" Y="10" DeltaX="g 3 12">绩效目标</ofd:TextCode></ofd:TextObject>`), "绩效目标"},
		{"a block in a block", inLayer(`<ofd:PageBlock><ofd:PageBlock>` + text(10, 10, "", "绩效") + `</ofd:PageBlock></ofd:PageBlock>`), "绩效"},
		{"hidden", inLayer(text(10, 10, `Visible="false"`, "隐藏") + text(10, 30, "", "可见")), "可见"},
		{"off the page", inLayer(text(150, 10, "", "页外") + text(10, 30, "", "页内")), "页内"},
		{"layers by their kind", `<ofd:Layer Type="Foreground">` + text(10, 40, "", "下") + `</ofd:Layer><ofd:Layer>` + text(10, 10, "", "上") + `</ofd:Layer>`, "上|下"},
		{"no prefix", `<Layer>` + strings.ReplaceAll(text(10, 10, "", "绩效"), "ofd:", "") + `</Layer>`, "绩效"},
	} {
		if got := said(mustRead(t, single(c.layers, nil))); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// Places are those of the page in points, as in a PDF.
func TestPlaces(t *testing.T) {
	d := mustRead(t, single(inLayer(text(10, 20, "", "绩效")), nil))
	c := d.Grids[0].Cells[0]
	b := c.Place().Box
	const mm = 72 / 25.4
	for i, want := range []float64{10 * mm, (24 - 0.86*4) * mm, 18 * mm, (24 + 0.14*4) * mm} {
		if b[i] < want-0.01 || b[i] > want+0.01 {
			t.Errorf("box %v, side %d should be %.2f", b, i, want)
		}
	}
	if c.Place().Page != 1 {
		t.Errorf("page %d", c.Place().Page)
	}
}

// The package's own ways: locations, versions, encodings of names.
func TestLocations(t *testing.T) {
	body := inLayer(text(10, 10, "", "绩效"))
	for name, change := range map[string]func(p parts){
		"absolute":    func(p parts) { p.swap("Doc_0/Document.xml", "Pages/P.xml", "/Doc_0//Pages/P.xml") },
		"backslashes": func(p parts) { p.swap("Doc_0/Document.xml", "Pages/P.xml", `Pages\P.xml`) },
		"other case":  func(p parts) { p.swap("Doc_0/Document.xml", "Pages/P.xml", "pages/p.XML") },
		"blanks around": func(p parts) {
			p.swap("OFD.xml", "Doc_0/Document.xml", "\n  Doc_0/Document.xml\n ")
		},
		"from the root, without a slash": func(p parts) { p.swap("Doc_0/Document.xml", "Pages/P.xml", "Doc_0/Pages/P.xml") },
		"in a folder": func(p parts) {
			for k, v := range p {
				delete(p, k)
				p["form/"+k] = v
			}
		},
		"two versions": func(p parts) {
			p["Doc_0/Document_1.xml"] = p["Doc_0/Document.xml"]
			p["Doc_0/Document.xml"] = "<ofd:Document/>"
			p.swap("OFD.xml", "Doc_0/Document.xml", "Doc_0/Document_1.xml")
		},
		"a page that no one names": func(p parts) { p["Doc_0/Pages/Page_1/Content.xml"] = p["Doc_0/Pages/P.xml"] },
		"a byte order mark":        func(p parts) { p["Doc_0/Pages/P.xml"] = "\ufeff" + p["Doc_0/Pages/P.xml"] },
		"names in GBK": func(p parts) {
			p["Doc_0/\xbc\xa8.xml"] = p["Doc_0/Pages/P.xml"]
			delete(p, "Doc_0/Pages/P.xml")
			p.swap("Doc_0/Document.xml", "Pages/P.xml", "绩.xml")
		},
	} {
		p := single(body, nil)
		change(p)
		if got := said(mustRead(t, p)); got != "绩效" {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func (p parts) swap(part, old, now string) { p[part] = strings.ReplaceAll(p[part], old, now) }

// Only the templates that a page names are drawn; their rules and labels are
// the page's.
func TestTemplates(t *testing.T) {
	p := single("", nil)
	p["Doc_0/Pages/P.xml"] = `<ofd:Page` + ns + `><ofd:Template TemplateID="7" ZOrder="Background"/><ofd:Content>` + inLayer(text(60, 10, "", "值")) + `</ofd:Content></ofd:Page>`
	p.swap("Doc_0/Document.xml", "<ofd:PublicRes>", `<ofd:TemplatePage ID="7" BaseLoc="Tpls/A.xml"/><ofd:TemplatePage ID="8" BaseLoc="Tpls/B.xml"/><ofd:PublicRes>`)
	p["Doc_0/Tpls/A.xml"] = `<ofd:Page` + ns + `><ofd:Content>` + inLayer(text(10, 10, "", "标签")) + `</ofd:Content></ofd:Page>`
	p["Doc_0/Tpls/B.xml"] = `<ofd:Page` + ns + `><ofd:Content>` + inLayer(text(10, 30, "", "未用")) + `</ofd:Content></ofd:Page>`
	if got := said(mustRead(t, p)); got != "标签  值" {
		t.Errorf("%q", got)
	}
	delete(p, "Doc_0/Tpls/A.xml")
	d := mustRead(t, p)
	if len(d.Problems) != 1 || d.Problems[0].Rule != "extract.damaged" {
		t.Errorf("a template that is not there: %+v", d.Problems)
	}
}

// Ink that is no text of the page is kept apart and said.
func TestApart(t *testing.T) {
	page := single(inLayer(text(10, 10, "", "绩效目标")+
		text(20, 40, `CTM="0.866 -0.5 0.5 0.866 0 0"`, "内部资料")+
		text(10, 60, `Alpha="0"`, "透明")), nil)
	page.swap("Doc_0/Document.xml", "</ofd:Document>", "<ofd:Annotations>Annots.xml</ofd:Annotations></ofd:Document>")
	page["Doc_0/Annots.xml"] = `<ofd:Annotations` + ns + `><ofd:Page PageID="1"><ofd:FileLoc>Annots/A.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>`
	note := func(kind, s string) string {
		return `<ofd:Annot Type="` + kind + `"><ofd:Appearance Boundary="50 50 40 10">` + text(0, 0, "", s) + `</ofd:Appearance></ofd:Annot>`
	}
	page["Doc_0/Annots/A.xml"] = `<ofd:PageAnnot` + ns + `>` + note("Watermark", "仅供审核") + note("Stamp", "财政局章") + note("Highlight", "请核对") + `</ofd:PageAnnot>`
	d := mustRead(t, page)
	if got := said(d); got != "绩效目标" {
		t.Errorf("text %q", got)
	}
	for _, want := range []string{"内部资料:a watermark", "仅供审核:a watermark", "财政局章:a seal or a signature", "请核对:an annotation"} {
		if got := apart(d); !strings.Contains(got, want) {
			t.Errorf("apart %q lacks %q", got, want)
		}
	}
	if strings.Contains(apart(d)+said(d), "透明") {
		t.Error("text that paints nothing is said")
	}
}

// table draws a table of two columns and rows with a way to draw lines.
func table(cell func(x, y, w, h float64) string) string {
	var b strings.Builder
	for i := range 4 {
		b.WriteString(cell(10+float64(i%2)*30, 10+float64(i/2)*10, 30, 10))
	}
	for i, s := range []string{"指标", "值", "数量", "≥5个"} {
		b.WriteString(text(12+float64(i%2)*30, 12+float64(i/2)*10, "", s))
	}
	return inLayer(b.String())
}

func TestRules(t *testing.T) {
	box := func(attrs, inner string) func(x, y, w, h float64) string {
		return func(x, y, w, h float64) string {
			return fmt.Sprintf(`<ofd:PathObject Boundary="%g %g %g %g" %s>%s<ofd:AbbreviatedData>M 0 0 L %g 0 L %g %g L 0 %g C</ofd:AbbreviatedData></ofd:PathObject>`, x, y, w, h, attrs, inner, w, w, h, h)
		}
	}
	res := parts{"Doc_0/Res.xml": `<ofd:Res` + ns + `><ofd:DrawParams><ofd:DrawParam ID="5" LineWidth="0.2"><ofd:StrokeColor Value="0 0 0"/></ofd:DrawParam><ofd:DrawParam ID="6" Relative="5"/></ofd:DrawParams>` +
		`<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="9" Width="30" Height="10"><ofd:Content><ofd:PathObject Boundary="0 0 30 10"><ofd:AbbreviatedData>M0 0L30 0L30 10L0 10C</ofd:AbbreviatedData></ofd:PathObject></ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>`}
	for name, cell := range map[string]func(x, y, w, h float64) string{
		"stroked boxes":       box(`LineWidth="0.25"`, ""),
		"a drawing parameter": box(`DrawParam="6"`, ""),
		"no width":            box("", ""),
		"hexadecimal colour":  box("", `<ofd:StrokeColor Value="#22 #22 #22"/>`),
		"a composite": func(x, y, w, h float64) string {
			return fmt.Sprintf(`<ofd:CompositeObject ResourceID="9" Boundary="%g %g %g %g"/>`, x, y, w, h)
		},
		"letters run together": func(x, y, w, h float64) string {
			return fmt.Sprintf(`<ofd:PathObject Boundary="%g %g %g %g"><ofd:AbbreviatedData>M0,0L%g,0 %g,%gL0,%gL0-0C</ofd:AbbreviatedData></ofd:PathObject>`, x, y, w, h, w, w, h, h)
		},
		"flipped": func(x, y, w, h float64) string {
			return fmt.Sprintf(`<ofd:PathObject Boundary="%g %g %g %g" CTM="1 0 0 -1 0 %g"><ofd:AbbreviatedData>M 0 0 L %g 0 L %g %g L 0 %g L 0 0</ofd:AbbreviatedData></ofd:PathObject>`, x, y, w, h, h, w, w, h, h)
		},
		"thin fills": func(x, y, w, h float64) string {
			s := ""
			for _, r := range [][4]float64{{0, 0, w, 0.2}, {0, h - 0.2, w, 0.2}, {0, 0, 0.2, h}, {w - 0.2, 0, 0.2, h}} {
				s += box(`Fill="true" Stroke="false"`, "")(x+r[0], y+r[1], r[2], r[3])
			}
			return s
		},
	} {
		d := mustRead(t, single(table(cell), res))
		if len(d.Grids) != 1 || d.Grids[0].Spans != grid.Exact || said(d) != "指标|值|数量|≥5个" {
			t.Errorf("%s: %d grids, %q", name, len(d.Grids), said(d))
		}
	}
	ground := `<ofd:PathObject Boundary="9.8 9.8 60.4 20.4" Fill="true" Stroke="false"><ofd:FillColor Value="0 0 0"/><ofd:AbbreviatedData>M 0 0 L 60.4 0 L 60.4 20.4 L 0 20.4 C</ofd:AbbreviatedData></ofd:PathObject>`
	cells := table(func(x, y, w, h float64) string {
		return box(`Fill="true" Stroke="false"`, `<ofd:FillColor Value="230 230 230"/>`)(x+0.1, y+0.1, w-0.2, h-0.2)
	})
	d := mustRead(t, single(inLayer(ground)+cells, nil))
	if len(d.Grids) != 1 || d.Grids[0].Spans != grid.Exact || said(d) != "指标|值|数量|≥5个" {
		t.Errorf("cells on a dark ground: %d grids, %q", len(d.Grids), said(d))
	}
}

// Documents of one package are read one after another, pages counted through,
// and none of their tables is joined.
func TestSeveralDocuments(t *testing.T) {
	p := single(inLayer(text(10, 10, "", "第一")), nil)
	for k, v := range single(inLayer(text(10, 10, "", "第二")), nil) {
		if strings.HasPrefix(k, "Doc_0/") {
			p["Doc_1/"+k[6:]] = v
		}
	}
	p.swap("OFD.xml", "</ofd:OFD>", `<ofd:DocBody><ofd:DocRoot>Doc_1/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`)
	d := mustRead(t, p)
	if said(d) != "第一|第二" || d.Grids[1].Cells[0].Place().Page != 2 {
		t.Errorf("%q on page %d", said(d), d.Grids[1].Cells[0].Place().Page)
	}
	d, err := Read(context.Background(), p.zip(t), Options{Wants: func(page int) bool { return page == 2 }})
	if err != nil || said(d) != "第二" {
		t.Errorf("page 2: %q, %v", said(d), err)
	}
}

// Glyphs count where characters lack: by the character map of the font's file.
func TestGlyphs(t *testing.T) {
	res := parts{
		"Doc_0/Res.xml":   `<ofd:Res` + ns + ` BaseLoc="Res"><ofd:Fonts><ofd:Font ID="3" FontName="宋体"><ofd:FontFile>f.ttf</ofd:FontFile></ofd:Font><ofd:Font ID="4" FontName="无表"/></ofd:Fonts></ofd:Res>`,
		"Doc_0/Res/f.ttf": "\x00\x01\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00cmap\x00\x00\x00\x00\x00\x00\x00\x1c\x00\x00\x00\x34" + "\x00\x00\x00\x01\x00\x03\x00\x0a\x00\x00\x00\x0c" + "\x00\x0c\x00\x00\x00\x00\x00\x28\x00\x00\x00\x00\x00\x00\x00\x02" + "\x00\x00\x65\x48\x00\x00\x65\x48\x00\x00\x00\x06" + "\x00\x00\x7e\xe9\x00\x00\x7e\xe9\x00\x00\x00\x05",
	}
	object := func(font, s, glyphs string, n int) string {
		return fmt.Sprintf(`<ofd:TextObject Boundary="10 10 50 5" Font="%s" Size="4"><ofd:CGTransform CodePosition="0" CodeCount="%d" GlyphCount="%d"><ofd:Glyphs>%s</ofd:Glyphs></ofd:CGTransform><ofd:TextCode X="0" Y="4" DeltaX="g 3 4">%s</ofd:TextCode></ofd:TextObject>`, font, n, n, glyphs, s)
	}
	for _, c := range []struct{ name, layers, want, rule string }{
		{"characters count first", inLayer(object("3", "目标", "5 6", 2)), "目标", ""},
		{"of the private area", inLayer(object("3", "\ue000\ue001", "5 6", 2)), "绩效", ""},
		{"none at all", inLayer(object("3", "", "5 6", 2)), "绩效", ""},
		{"in part", inLayer(object("3", "目\ufffd", "9 6", 2)), "目效", ""},
		{"a font without a file", inLayer(object("4", "\ue000标", "5 6", 2)), "\ufffd标", "extract.undecodable-font"},
	} {
		d := mustRead(t, single(c.layers, res))
		rule := ""
		if len(d.Problems) > 0 {
			rule = d.Problems[0].Rule
		}
		if said(d) != c.want || rule != c.rule {
			t.Errorf("%s: %q, %s; want %q, %s", c.name, said(d), rule, c.want, c.rule)
		}
	}
}

// A page that is a picture goes to the reader of scans, or is named.
func TestPicture(t *testing.T) {
	var b bytes.Buffer
	img := image.NewGray(image.Rect(0, 0, 50, 40))
	img.Pix[0] = 200
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	res := `<ofd:Res` + ns + `><ofd:MultiMedias><ofd:MultiMedia ID="2" Type="Image"><ofd:MediaFile>a.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>`
	p := single(inLayer(`<ofd:ImageObject Boundary="0 0 100 80" CTM="100 0 0 80 0 0" ResourceID="2"/>`), parts{"Doc_0/Res.xml": res, "Doc_0/a.png": b.String()})
	d := mustRead(t, p)
	if len(d.Problems) != 1 || d.Problems[0].Rule != "extract.image-only" {
		t.Errorf("%+v", d.Problems)
	}
	var got *picture.Picture
	read := func(_ context.Context, pic *picture.Picture, _ *page.Page) error {
		got = pic
		return nil
	}
	d, err := Read(context.Background(), p.zip(t), Options{Scan: read})
	if err != nil || len(d.Problems) != 0 || got == nil || got.Gray.Rect.Dx() != 50 || got.Gray.Pix[0] != 200 {
		t.Errorf("%v, %+v, %+v", err, d.Problems, got)
	}
	filled := parts{}
	for k, v := range p {
		filled[k] = v
	}
	filled.swap("Doc_0/Pages/P.xml", "</ofd:Layer>", text(10, 10, "", "5个")+"</ofd:Layer>")
	d = mustRead(t, filled)
	if len(d.Problems) != 1 || d.Problems[0].Rule != "extract.image-only" || d.Problems[0].Severity != schema.SeverityWarning || said(d) != "5个" {
		t.Errorf("values on a picture of the form: %q, %+v", said(d), d.Problems)
	}
	p["Doc_0/a.png"] = "\x00\x00\x00\x0cjP  \r\n\x87\n"
	d, err = Read(context.Background(), p.zip(t), Options{Scan: read})
	if err != nil || len(d.Problems) != 1 || !strings.Contains(d.Problems[0].Text.EN, "JPX") {
		t.Errorf("JPX: %v, %+v", err, d.Problems)
	}
}

// What cannot be read is named.
func TestUnread(t *testing.T) {
	sealed := parts{"OFD.xml": single("", nil)["OFD.xml"], "Doc_0/Document.xml": "\x8f\x12\xee", "Encryptions.xml": "<x/>", "EntriesMap.dat": "\x01"}
	cut := single(inLayer(text(10, 10, "", "绩效")), nil)
	cut["Doc_0/Pages/P.xml"] = cut["Doc_0/Pages/P.xml"][:len(cut["Doc_0/Pages/P.xml"])-30]
	for _, c := range []struct {
		name string
		data []byte
		rule string
	}{
		{"no zip", []byte("OFD"), "extract.unsupported"},
		{"no root", parts{"a.txt": "x"}.zip(t), "extract.damaged"},
		{"encrypted", sealed.zip(t), "extract.encrypted"},
		{"no pages", parts{"OFD.xml": single("", nil)["OFD.xml"]}.zip(t), "extract.damaged"},
	} {
		_, err := Read(context.Background(), c.data, Options{})
		var re *schema.ReadError
		if !errors.As(err, &re) || re.Rule != c.rule {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	d := mustRead(t, cut)
	if said(d) != "绩效" || len(d.Problems) != 1 || d.Problems[0].Rule != "extract.damaged" {
		t.Errorf("cut: %q, %+v", said(d), d.Problems)
	}
	_, err := Read(context.Background(), single("", nil).zip(t), Options{Wants: func(int) bool { return false }})
	var re *schema.ReadError
	if !errors.As(err, &re) || re.Rule != "extract.pages" {
		t.Errorf("no such page: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Read(ctx, single(inLayer(text(10, 10, "", "绩效")), nil).zip(t), Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// Composites that hold themselves, and many objects, end.
func TestBounds(t *testing.T) {
	res := parts{"Doc_0/Res.xml": `<ofd:Res` + ns + `><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="9"><ofd:Content>` +
		strings.Repeat(`<ofd:CompositeObject ResourceID="9" Boundary="0 0 1 1"/>`, 8) + text(10, 10, "", "绩效") + `</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>`}
	d := mustRead(t, single(inLayer(`<ofd:CompositeObject ResourceID="9" Boundary="0 0 1 1"/>`), res))
	if len(d.Problems) != 1 || d.Problems[0].Rule != "extract.limit" {
		t.Errorf("%+v", d.Problems)
	}
	deep := strings.Repeat("<ofd:PageBlock>", 5000) + text(10, 10, "", "绩效") + strings.Repeat("</ofd:PageBlock>", 5000)
	mustRead(t, single(inLayer(deep), nil))
}

// What is attached is read where the pages are but a cover of it.
func TestAttachments(t *testing.T) {
	attach := func(layers string) parts {
		p := single(layers, parts{
			"Doc_0/Attachs/Attachments.xml": `<ofd:Attachments` + ns + `><ofd:Attachment ID="1" Name="申报表" Format="xlsx"><ofd:FileLoc>a.dat</ofd:FileLoc></ofd:Attachment></ofd:Attachments>`,
			"Doc_0/Attachs/a.dat":           "workbook",
		})
		p.swap("Doc_0/Document.xml", "</ofd:Document>", "<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments></ofd:Document>")
		return p
	}
	var asked []string
	inside := func(_ context.Context, name string, data []byte) *grid.Document {
		asked = append(asked, name+": "+string(data))
		return &grid.Document{Grids: []*grid.Grid{grid.Lines([]string{"附件"}, nil)}}
	}
	d, err := Read(context.Background(), attach(inLayer(text(10, 10, "", "见附件"))).zip(t), Options{Inside: inside})
	if err != nil || said(d) != "见附件|附件" || strings.Join(asked, "|") != "申报表.xlsx: workbook" {
		t.Errorf("%q, asked %q, %v", said(d), asked, err)
	}
	asked = nil
	own := table(func(x, y, w, h float64) string {
		return fmt.Sprintf(`<ofd:PathObject Boundary="%g %g %g %g"><ofd:AbbreviatedData>M0 0L%g 0L%g %gL0 %gC</ofd:AbbreviatedData></ofd:PathObject>`, x, y, w, h, w, w, h, h)
	})
	if _, err := Read(context.Background(), attach(own).zip(t), Options{Inside: inside}); err != nil || len(asked) > 0 {
		t.Errorf("a page with a table: asked %q, %v", asked, err)
	}
}

// A page's number below a merged label that a page break left open is no part of
// the label, and a watermark none of any cell.
func TestPageNumbers(t *testing.T) {
	data, err := os.ReadFile("testdata/mark-00-widelist.ofd")
	if err != nil {
		t.Fatal(err)
	}
	d, err := Read(context.Background(), data, Options{})
	if err != nil {
		t.Fatal(err)
	}
	tables := 0
	for _, g := range d.Grids {
		if g.Prose {
			continue
		}
		tables++
		for _, c := range g.Cells {
			if strings.Contains(c.Text, "- ") || strings.Contains(c.Text, "内部资料") {
				t.Errorf("cell %d, %d: %q", c.Row, c.Col, c.Text)
			}
		}
	}
	if tables != 1 {
		t.Errorf("%d tables of one that a page break cut", tables)
	}
}

// Paths are told in words of SVG, with their curves; what is no path is left out.
func TestPaths(t *testing.T) {
	objects := `<ofd:PathObject Boundary="10 20 30 30" LineWidth="0.5"><ofd:AbbreviatedData>S1 2M3 4L5 6 7 8 9Q1 2 3 4B1 2 3 4 5 6A10 20 0 0 1 30 40L1C</ofd:AbbreviatedData></ofd:PathObject>` +
		`<ofd:PathObject Boundary="0 0 9 9" Fill="true" Stroke="false" Rule="Even-Odd"><ofd:FillColor Value="200 0 0"/><ofd:AbbreviatedData>M0 0B0 5 5 9 9 9C</ofd:AbbreviatedData></ofd:PathObject>` +
		`<ofd:PathObject Boundary="0 0 9 9" Stroke="false"><ofd:AbbreviatedData>M0 0L9 9</ofd:AbbreviatedData></ofd:PathObject>`
	var got []Path
	if _, err := Read(context.Background(), single(inLayer(objects), nil).zip(t), Options{Path: func(p Path) { got = append(got, p) }, Drawn: func(*page.Page) error { return nil }}); err != nil && len(got) == 0 {
		t.Fatal(err)
	}
	if len(got) != 2 {
		t.Fatalf("%d paths: %+v", len(got), got)
	}
	if want := "M1 2M3 4L5 6 7 8Q1 2 3 4C1 2 3 4 5 6A10 20 0 0 1 30 40Z"; got[0].Data != want || got[0].Fill != nil || got[0].Stroke == nil || got[0].Width != 0.5 {
		t.Errorf("got %+v, want %s", got[0], want)
	}
	if x, y := got[0].Matrix.Apply(0, 0); math.Abs(x-10*72/25.4) > 0.01 || math.Abs(y-20*72/25.4) > 0.01 {
		t.Errorf("it begins at %v %v", x, y)
	}
	if p := got[1]; p.Data != "M0 0C0 5 5 9 9 9Z" || !p.EvenOdd || p.Stroke != nil || p.Fill == nil || p.Fill.R != 200 {
		t.Errorf("got %+v", p)
	}
}
