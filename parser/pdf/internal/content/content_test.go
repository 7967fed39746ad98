package content

import (
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/pbt-cli/pbt/parser/page"
	"github.com/pbt-cli/pbt/parser/pdf/internal/object"
	"github.com/pbt-cli/pbt/parser/pdf/internal/pdftest"
)

var testLimits = Limits{Operators: 100000, Glyphs: 10000, Areas: 10000}

// show runs one page of content.
func show(t testing.TB, content string) *page.Page {
	t.Helper()
	f := pdftest.New()
	f.AddStream("/Type /XObject /Subtype /Form /BBox [0 0 50 50] /Matrix [1 0 0 1 100 0]", "0 0 80 1 re f /A Do") // 6
	f.AddPage(pdftest.Page{Width: 200, Height: 100, Content: content, Resources: "/XObject << /A 6 0 R >>"})
	file, err := object.Open(context.Background(), f.Bytes(), "", object.Limits{StreamBytes: 1 << 20, TotalBytes: 1 << 24, Objects: 1000, Pages: 10})
	if err != nil {
		t.Fatal(err)
	}
	var p page.Page
	if err := New(file, testLimits).Run(context.Background(), file.Pages()[0], 1, &p); err != nil {
		t.Fatal(err)
	}
	return &p
}

func TestAreas(t *testing.T) {
	tests := []struct {
		name, content string
		want          []page.Box
	}{
		{"filled rectangle", "10 20 30 1 re f", []page.Box{rect(10, 79, 40, 80)}},
		{"rectangle of negative size", "40 21 -30 -1 re f", []page.Box{rect(10, 79, 40, 80)}},
		{"stroked line", "2 w 10 20 m 40 20 l S", []page.Box{rect(10, 79, 40, 81)}},
		{"scaled line", "q 2 0 0 2 0 0 cm 1 w 5 10 m 20 10 l S Q", []page.Box{rect(10, 79, 40, 81)}},
		{"projecting caps", "2 w 2 J 10 20 m 40 20 l S", []page.Box{rect(9, 79, 41, 81)}},
		{"slanted line is no rule", "10 20 m 40 50 l S", nil},
		{"curve is no rule", "10 20 m 20 20 30 20 40 20 c S", nil},
		{"clipped", "0 0 20 100 re W n 10 20 30 1 re f", []page.Box{rect(10, 79, 20, 80)}},
		{"clipped away", "0 0 5 5 re W n 10 20 30 1 re f", nil},
		{"path ended without paint", "10 20 30 1 re n", nil},
		{"frame", "10 10 20 20 re 11 11 18 18 re f*", []page.Box{rect(10, 70, 30, 71), rect(10, 89, 30, 90), rect(10, 70, 11, 90), rect(29, 70, 30, 90)}},
		{"form drawn within its box, not into itself for ever", "/A Do", []page.Box{rect(100, 99, 150, 100)}},
		{"transparent", "/None gs 10 20 30 1 re f", []page.Box{rect(10, 79, 40, 80)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := show(t, tt.content)
			if len(p.Areas) < len(tt.want) || tt.want == nil && len(p.Areas) > 0 {
				t.Fatalf("areas %v, want %v", p.Areas, tt.want)
			}
			for i, w := range tt.want {
				if !near(p.Areas[i].Box, w) {
					t.Errorf("area %d is %v, want %v", i, p.Areas[i].Box, w)
				}
			}
		})
	}
}

func near(a, b page.Box) bool {
	return math.Abs(a.X0-b.X0)+math.Abs(a.Y0-b.Y0)+math.Abs(a.X1-b.X1)+math.Abs(a.Y1-b.Y1) < 0.01
}

func TestColours(t *testing.T) {
	for content, white := range map[string]bool{
		"1 g": true, "0 g": false, "1 1 1 rg": true, "1 1 0 rg": false, "0 0 0 0 k": true, "0 0 0 1 k": false,
		"/DeviceGray cs 1 sc": true, "/DeviceCMYK cs 0 0 0 0 scn": true, "/Pattern cs /P scn": false, "0.99 g": true,
	} {
		p := show(t, content+" 10 10 5 5 re f")
		if len(p.Areas) != 1 || p.Areas[0].Paint.White() != white {
			t.Errorf("%s: white %v, want %v", content, p.Areas, white)
		}
	}
}

func TestGlyphPlaces(t *testing.T) {
	tests := []struct {
		name, content string
		x0, x1, base  float64
		dir           page.Direction
	}{
		{"plain", "BT /F 10 Tf 20 30 Td <7EE9> Tj ET", 20, 30, 70, page.Right},
		{"text matrix", "BT /F 1 Tf 10 0 0 10 20 30 Tm <7EE9> Tj ET", 20, 30, 70, page.Right},
		{"kerned", "BT /F 10 Tf 20 30 Td [-1000 <7EE9>] TJ ET", 30, 40, 70, page.Right},
		{"character and word space", "BT /F 10 Tf 3 Tc 20 30 Td <7EE97EE9> Tj ET", 20, 30, 70, page.Right},
		{"half width scale", "BT /F 10 Tf 50 Tz 20 30 Td <7EE9> Tj ET", 20, 25, 70, page.Right},
		{"rise", "BT /F 10 Tf 5 Ts 20 30 Td <7EE9> Tj ET", 20, 30, 65, page.Right},
		{"lines", "BT /F 10 Tf 12 TL 20 42 Td T* <7EE9> Tj ET", 20, 30, 70, page.Right},
		{"quote", "BT /F 10 Tf 12 TL 20 42 Td <7EE9> ' ET", 20, 30, 70, page.Right},
		{"upwards", "BT /F 10 Tf 0 1 -1 0 50 30 Tm <7EE9> Tj ET", 41.4, 51.4, 50, page.Up},
		{"upside down", "BT /F 10 Tf -1 0 0 -1 50 30 Tm <7EE9> Tj ET", 40, 50, 70, page.Left},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := show(t, tt.content)
			if len(p.Glyphs) == 0 {
				t.Fatal("no glyph")
			}
			g := p.Glyphs[0]
			if g.Text != "绩" || !g.Known || g.Dir != tt.dir {
				t.Errorf("glyph %q, known %v, direction %v", g.Text, g.Known, g.Dir)
			}
			if math.Abs(g.Box.X0-tt.x0)+math.Abs(g.Box.X1-tt.x1)+math.Abs(g.Base-tt.base) > 0.01 {
				t.Errorf("from %g to %g on %g, want %g to %g on %g", g.Box.X0, g.Box.X1, g.Base, tt.x0, tt.x1, tt.base)
			}
		})
	}
}

func TestClippedTextCountsInItsCell(t *testing.T) {
	p := show(t, "q 10 10 20 20 re W n BT /F 10 Tf 35 15 Td <7EE9> Tj ET Q")
	if len(p.Glyphs) != 1 {
		t.Fatalf("%d glyphs, want 1", len(p.Glyphs))
	}
	if g := p.Glyphs[0]; g.X > 30 || g.Box.X0 != 35 {
		t.Errorf("the glyph at %v counts at %g, want within the clip", g.Box, g.X)
	}
}

func TestOperatorLimit(t *testing.T) {
	content := ""
	for range 200 {
		content += "q Q "
	}
	f := pdftest.New()
	f.AddPage(pdftest.Page{Width: 200, Height: 100, Content: content})
	file, err := object.Open(context.Background(), f.Bytes(), "", object.Limits{StreamBytes: 1 << 20, TotalBytes: 1 << 24, Objects: 1000, Pages: 10})
	if err != nil {
		t.Fatal(err)
	}
	var p page.Page
	if err := New(file, Limits{Operators: 100, Glyphs: 10, Areas: 10}).Run(context.Background(), file.Pages()[0], 1, &p); err != nil || !p.Cut {
		t.Errorf("cut %v, %v; want the page cut", p.Cut, err)
	}
}

func FuzzInterpreter(f *testing.F) {
	form := pdftest.Form{X: 10, Y: 90, Size: 8, Widths: []float64{60, 60}, Heights: []float64{20}, Cells: []pdftest.Cell{
		{Row: 0, Col: 0, RowSpan: 1, ColSpan: 1, Text: "甲"}, {Row: 0, Col: 1, RowSpan: 1, ColSpan: 1, Text: "乙"}}}
	for _, m := range pdftest.Manners() {
		f.Add(form.Draw(m))
	}
	f.Add("BI /W 9 /H 9 ID xx EI /A Do /Span << /ActualText (x) >> BDC EMC")
	f.Add("1e308 0 0 1e308 0 0 cm BT /F 1e30 Tf <7EE9> Tj ET 0 0 1 1 re S")
	f.Fuzz(func(t *testing.T, content string) {
		p := show(t, content)
		for _, g := range p.Glyphs {
			if !g.Box.Finite() || math.IsNaN(g.X) || math.IsNaN(g.Y) || math.IsNaN(g.Base) {
				t.Fatalf("a glyph at %v", fmt.Sprint(g.Box, g.X, g.Y, g.Base))
			}
		}
		for _, a := range p.Areas {
			if !a.Box.Finite() || math.IsNaN(a.X0+a.Y0+a.X1+a.Y1) {
				t.Fatalf("an area at %v", a.Box)
			}
		}
	})
}

func rect(x0, y0, x1, y1 float64) page.Box { return page.Box{X0: x0, Y0: y0, X1: x1, Y1: y1} }
