package content

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/parser/page"
	"github.com/pbt-cli/pbt/parser/pdf/internal/object"
	"github.com/pbt-cli/pbt/parser/pdf/internal/pdftest"
)

func TestPaintOfGlyphs(t *testing.T) {
	const text = " BT /F 10 Tf 20 30 Td <7EE9> Tj ET"
	white := page.Paint{R: 255, G: 255, B: 255}
	for _, tt := range []struct {
		name, content string
		paint         page.Paint
		apart         page.Apart
	}{
		{"black", text, page.Paint{}, page.Shown},
		{"white", "1 g" + text, white, page.Shown},
		{"white of four inks", "0 0 0 0 k" + text, white, page.Shown},
		{"red", "1 0 0 rg" + text, page.Paint{R: 255}, page.Shown},
		{"stroked letters", "1 0 0 RG 1 Tr" + text, page.Paint{R: 255}, page.Shown},
		{"invisible", "3 Tr" + text, page.Paint{}, page.Invisible},
		{"cut off", "0 0 15 100 re W n" + text, page.Paint{}, page.Clipped},
		{"half in its clip", "0 0 25 100 re W n" + text, page.Paint{}, page.Shown},
		{"called a watermark", "/Artifact << /Type /Pagination /Subtype /Watermark >> BDC" + text + " EMC", page.Paint{}, page.Watermark},
		{"behind a watermark", "/Artifact << /Subtype /Watermark >> BDC EMC" + text, page.Paint{}, page.Shown},
	} {
		p := show(t, tt.content)
		if len(p.Glyphs) != 1 || p.Glyphs[0].Paint != tt.paint || p.Glyphs[0].Apart != tt.apart {
			t.Errorf("%s: %+v", tt.name, p.Glyphs)
		}
	}
}

// TestAskewPage draws a page that is turned by 1.5 degrees: it comes out straight.
func TestAskewPage(t *testing.T) {
	sin, cos := math.Sincos(1.5 * math.Pi / 180)
	var b strings.Builder
	fmt.Fprintf(&b, "q %f %f %f %f 0 0 cm ", cos, sin, -sin, cos)
	for i := range askewGlyphs {
		fmt.Fprintf(&b, "BT /F 5 Tf %d 40 Td <7EE9> Tj ET ", 10+6*i)
	}
	b.WriteString("10 30 120 1 re f Q")
	p := show(t, b.String())
	if len(p.Areas) != 1 || p.Areas[0].Height() > 1.1 {
		t.Errorf("the rule is not straight: %+v", p.Areas)
	}
	first, last := p.Glyphs[0], p.Glyphs[len(p.Glyphs)-1]
	if math.Abs(first.Base-last.Base) > 0.01 || math.Abs(float64(first.Tilt)) > 0.01 {
		t.Errorf("base lines at %g and %g, tilt %g", first.Base, last.Base, first.Tilt)
	}
}

// annotated runs a page with annotations; fields lists those of the form.
func annotated(t *testing.T, acroForm string, annots ...string) *page.Page {
	t.Helper()
	f := pdftest.New()
	var refs []string
	for _, a := range annots {
		refs = append(refs, fmt.Sprintf("%d 0 R", f.Add("<< /Type /Annot "+a+" >>")))
	}
	f.AddPage(pdftest.Page{Width: 200, Height: 100, Content: "BT /F 10 Tf 20 30 Td <7EE9> Tj ET", Attrs: "/Annots [" + strings.Join(refs, " ") + "]"})
	f.Extra = "/AcroForm << " + acroForm + " >>"
	file, err := object.Open(context.Background(), f.Bytes(), "", object.Limits{StreamBytes: 1 << 20, TotalBytes: 1 << 24, Objects: 1000, Pages: 10})
	if err != nil {
		t.Fatal(err)
	}
	var p page.Page
	if err := New(file, testLimits).Run(context.Background(), file.Pages()[0], 1, &p); err != nil {
		t.Fatal(err)
	}
	p.Judge()
	return &p
}

func TestAnnotationsWithoutAppearance(t *testing.T) {
	widget := "/Subtype /Widget /Rect [100 50 180 64] "
	for _, tt := range []struct {
		name, form, annot, want string
	}{
		{"a value", "", widget + "/FT /Tx /V (>=5) /DA (/F 9 Tf)", "绩>=5"},
		{"a value of the parent", "", widget + "/Parent << /FT /Tx /V <FEFF0035> >>", "绩5"},
		{"a choice shows its second name", "", widget + "/FT /Ch /V (a) /Opt [[(a) (A1)] [(b) (B1)]]", "绩A1"},
		{"a password", "", widget + "/FT /Tx /Ff 8192 /V (secret)", "绩"},
		{"a hidden field", "", widget + "/F 2 /FT /Tx /V (5)", "绩"},
		{"a ticked box", "", widget + "/FT /Btn /AS /Yes", "绩☑"},
		{"a box that is off", "", widget + "/FT /Btn /AS /Off", "绩□"},
		{"a push button", "", widget + "/FT /Btn /Ff 65536", "绩"},
		{"free text", "", "/Subtype /FreeText /Rect [100 50 180 64] /Contents (note)", "绩note"},
		{"text struck out", "", "/Subtype /StrikeOut /Rect [18 25 32 45] /QuadPoints [20 40 30 40 20 28 30 28]", ""},
	} {
		p := annotated(t, tt.form, tt.annot)
		got := ""
		for _, g := range p.Glyphs {
			if g.Apart == page.Shown {
				got += g.Text
			}
		}
		if got != tt.want {
			t.Errorf("%s shows %q, want %q", tt.name, got, tt.want)
		}
	}
}
