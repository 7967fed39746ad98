package pdf

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/pdf/internal/pdftest"
	"github.com/pbt-cli/pbt/schema"
)

// form is a small form with labels merged over rows and columns.
func form() pdftest.Form {
	return pdftest.Form{
		X: 60, Y: 740, Size: 9,
		Widths:  []float64{70, 80, 180, 110},
		Heights: []float64{20, 18, 18, 18, 30, 18, 18},
		Cells: []pdftest.Cell{
			{Row: 0, Col: 0, RowSpan: 1, ColSpan: 4, Text: "2020年绩效目标"},
			{Row: 1, Col: 0, RowSpan: 1, ColSpan: 1, Text: "一级目标"},
			{Row: 1, Col: 1, RowSpan: 1, ColSpan: 1, Text: "二级目标"},
			{Row: 1, Col: 2, RowSpan: 1, ColSpan: 1, Text: "三级目标"},
			{Row: 1, Col: 3, RowSpan: 1, ColSpan: 1, Text: "指标目标值"},
			{Row: 2, Col: 0, RowSpan: 4, ColSpan: 1, Text: "产出目标"},
			{Row: 2, Col: 1, RowSpan: 2, ColSpan: 1, Text: "数量"},
			{Row: 2, Col: 2, RowSpan: 1, ColSpan: 1, Text: "完成率"},
			{Row: 2, Col: 3, RowSpan: 1, ColSpan: 1, Text: ">=95%"},
			{Row: 3, Col: 2, RowSpan: 1, ColSpan: 1, Text: "培训 ABC 系统次数"},
			{Row: 3, Col: 3, RowSpan: 1, ColSpan: 1, Text: "≥2次"},
			{Row: 4, Col: 1, RowSpan: 2, ColSpan: 1, Text: "质量"},
			{Row: 4, Col: 2, RowSpan: 1, ColSpan: 1, Text: "微博日常运行维护工作计划完成\n率"},
			{Row: 4, Col: 3, RowSpan: 1, ColSpan: 1, Text: "=100.00%"},
			{Row: 5, Col: 2, RowSpan: 1, ColSpan: 1, Text: "验收合格率"},
			{Row: 5, Col: 3, RowSpan: 1, ColSpan: 1, Text: "合规"},
			{Row: 6, Col: 0, RowSpan: 1, ColSpan: 2, Text: "备注"},
			{Row: 6, Col: 2, RowSpan: 1, ColSpan: 2, Text: "无"},
		},
	}
}

// cells prints the cells of a grid, one a line, without their places.
func cells(g *grid.Grid) string {
	var b strings.Builder
	for _, c := range g.Cells {
		fmt.Fprintf(&b, "%d+%d %d+%d %q\n", c.Row, c.RowSpan, c.Col, c.ColSpan, c.Text)
	}
	return b.String()
}

func wantCells(f pdftest.Form) string {
	var b strings.Builder
	for _, c := range f.Cells {
		fmt.Fprintf(&b, "%d+%d %d+%d %q\n", c.Row, c.RowSpan, c.Col, c.ColSpan, c.Text)
	}
	return b.String()
}

func read(t *testing.T, data []byte) *grid.Document {
	t.Helper()
	d, err := Read(context.Background(), data, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func tables(d *grid.Document) []*grid.Grid {
	var out []*grid.Grid
	for _, g := range d.Grids {
		if !g.Prose {
			out = append(out, g)
		}
	}
	return out
}

func onePage(content string) []byte {
	f := pdftest.New()
	f.AddPage(pdftest.Page{Width: 595, Height: 842, Content: content})
	return f.Bytes()
}

func TestRuledTableInEveryManner(t *testing.T) {
	f := form()
	for _, m := range pdftest.Manners() {
		t.Run(m.String(), func(t *testing.T) {
			content := pdftest.Text(200, 790, 14, "财政项目支出绩效目标表") + pdftest.Text(430, 760, 9, "单位:万元") + f.Draw(m)
			d := read(t, onePage(content))
			if len(d.Problems) != 0 {
				t.Errorf("problems: %v", d.Problems)
			}
			if len(d.Grids) != 2 || !d.Grids[0].Prose || d.Grids[1].Prose {
				t.Fatalf("got %d grids, want the lines above and the table", len(d.Grids))
			}
			if diff := cmp.Diff("0+1 0+1 \"财政项目支出绩效目标表\"\n1+1 0+1 \"单位:万元\"\n", cells(d.Grids[0])); diff != "" {
				t.Errorf("lines above the table (-want +got):\n%s", diff)
			}
			g := d.Grids[1]
			if g.Spans != grid.Exact {
				t.Error("spans of a ruled table are not exact")
			}
			if diff := cmp.Diff(wantCells(f), cells(g)); diff != "" {
				t.Errorf("cells (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPlaceIsInPointsFromTheTopLeft(t *testing.T) {
	f := form()
	turned := fmt.Sprintf("q 0 1 -1 0 842 0 cm\n%sQ\n", f.Draw(pdftest.Strokes)) // drawn up the page
	tests := []struct {
		name          string
		width, height float64
		attrs         string
		content       string
		want          schema.Box // of 备注, which is 150 by 18 points
	}{
		{"plain", 595, 842, "", f.Draw(pdftest.Strokes), schema.Box{60, 224, 210, 242}},
		{"crop box", 595, 842, "/CropBox [20 30 580 800]", f.Draw(pdftest.Strokes), schema.Box{40, 182, 190, 200}},
		{"rotate 90", 595, 842, "/Rotate 90", f.Draw(pdftest.Strokes), schema.Box{600, 60, 618, 210}},
		{"rotate 270 of text that runs up", 842, 842, "/Rotate 90", turned, schema.Box{60, 224, 210, 242}},
		{"text that runs up", 842, 842, "", turned, schema.Box{224, 632, 242, 782}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			file := pdftest.New()
			file.AddPage(pdftest.Page{Width: tt.width, Height: tt.height, Content: tt.content, Attrs: tt.attrs})
			d := read(t, file.Bytes())
			ts := tables(d)
			if len(ts) != 1 {
				t.Fatalf("got %d tables, want 1", len(ts))
			}
			if diff := cmp.Diff(wantCells(f), cells(ts[0])); diff != "" {
				t.Errorf("cells (-want +got):\n%s", diff)
			}
			for _, c := range ts[0].Cells {
				if c.Text == "备注" && c.Place().Box != tt.want {
					t.Errorf("备注 at %v, want %v", c.Place().Box, tt.want)
				}
			}
		})
	}
}

func TestTextLayersAndMarks(t *testing.T) {
	line := func(s string) string { return pdftest.Text(100, 700, 10, s) }
	tests := []struct {
		name, content, resources, extra string
		want                            []string
	}{
		{"bold drawn twice", line("项目名称") + pdftest.Text(100.3, 700, 10, "项目名称"), "", "", []string{"项目名称"}},
		{"invisible text", line("可见") + "3 Tr " + pdftest.Text(100, 600, 10, "隐藏") + "0 Tr", "", "", []string{"可见"}},
		{"actual text", "/Span << /ActualText <FEFF5E74> >> BDC " + line("X") + "EMC", "", "", []string{"年"}},
		{"radicals", line("⽬标⻚⾯"), "", "", []string{"目标页面"}},
		{"private boxes", line("\uf06f新增项目\uf0fe延续项目"), "", "", []string{"□新增项目☑延续项目"}},
		{"layer that is off", "/OC /L BDC " + line("水印") + "EMC " + pdftest.Text(100, 600, 10, "正文"),
			"/Properties << /L 6 0 R >>", "/OCProperties << /OCGs [6 0 R] /D << /OFF [6 0 R] >> >>", []string{"正文"}},
		{"inline image", "BI /W 4 /H 4 /CS /G /BPC 8 ID " + "EI (q Q )) EI ab\n EI " + line("之后"), "", "", []string{"之后"}},
		{"unbalanced states", "Q Q Q " + line("一") + "q q q", "", "", []string{"一"}},
		{"operands of every kind", "[ (a) 1 2 << /X [ 1 ] >> ] << /A (b) >> foo --5 1e2 .5. " + line("二"), "", "", []string{"二"}},
		{"string never closed", line("三") + "BT (abc", "", "", []string{"三"}},
		{"spaces between words", line("Windows") + pdftest.Text(145, 700, 10, "Server"), "", "", []string{"Windows Server"}},
		{"far apart on a line", line("单位：甲") + pdftest.Text(400, 700, 10, "金额：万元"), "", "", []string{"单位：甲  金额：万元"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := pdftest.New()
			f.Extra = tt.extra
			f.Add("<< /Type /OCG /Name (x) >>") // object 6
			f.AddPage(pdftest.Page{Width: 595, Height: 842, Content: tt.content, Resources: tt.resources})
			var got []string
			for _, g := range read(t, f.Bytes()).Grids {
				for _, c := range g.Cells {
					got = append(got, c.Text)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadErrors(t *testing.T) {
	good := onePage(pdftest.Text(100, 700, 10, "正文"))
	tests := []struct {
		name string
		data []byte
		opt  Options
		rule string
	}{
		{"empty", nil, Options{}, "extract.damaged"},
		{"no PDF", []byte("hello"), Options{}, "extract.damaged"},
		{"cut after the header", good[:20], Options{}, "extract.damaged"},
		{"too large", good, Options{Limits: Limits{FileBytes: 10}}, "extract.limit"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Read(context.Background(), tt.data, tt.opt)
			var re *schema.ReadError
			if !errors.As(err, &re) || re.Rule != tt.rule {
				t.Fatalf("got %v, want %s", err, tt.rule)
			}
			if re.Text.ZH == "" || re.Text.EN == "" || re.Hint.ZH == "" || re.Hint.EN == "" {
				t.Errorf("%s does not say in both languages what to do", tt.rule)
			}
		})
	}
}

func TestCancelStopsPromptly(t *testing.T) {
	// A page of a few million operators, all of which count.
	data := onePage(strings.Repeat("0 0 m 1 1 l S ", 1_000_000))
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Millisecond)
	defer cancel()
	start := time.Now()
	_, err := Read(ctx, data, Options{})
	var re *schema.ReadError
	if !errors.As(err, &re) || re.Rule != "extract.timeout" {
		t.Fatalf("got %v, want extract.timeout", err)
	}
	if d := time.Since(start); d > 2*time.Second {
		t.Errorf("stopped after %v", d)
	}
}

func TestLimitsAreReported(t *testing.T) {
	f := pdftest.New()
	f.AddPage(pdftest.Page{Width: 595, Height: 842, Content: strings.Repeat("0 0 m 9 0 l S ", 1000)})
	f.AddPage(pdftest.Page{Width: 595, Height: 842, Content: pdftest.Text(100, 700, 10, "第二页")})
	d, err := Read(context.Background(), f.Bytes(), Options{Limits: Limits{Operators: 100}})
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Problems) != 1 || d.Problems[0].Rule != "extract.limit" || d.Problems[0].At.Page != 1 {
		t.Errorf("problems %v, want extract.limit on page 1", d.Problems)
	}
	if len(d.Grids) != 1 || d.Grids[0].Cells[0].Text != "第二页" {
		t.Errorf("the page behind is not read: %v", d.Grids)
	}
}

func TestPagesOption(t *testing.T) {
	f := pdftest.New()
	for i := range 5 {
		f.AddPage(pdftest.Page{Width: 595, Height: 842, Content: pdftest.Text(100, 700, 10, fmt.Sprint(i+1))})
	}
	d, err := Read(context.Background(), f.Bytes(), Options{Pages: []PageRange{{2, 2}, {4, 0}}})
	if err != nil {
		t.Fatal(err)
	}
	var got []int
	for _, g := range d.Grids {
		got = append(got, g.Page)
	}
	if diff := cmp.Diff([]int{2, 4, 5}, got); diff != "" {
		t.Errorf("pages (-want +got):\n%s", diff)
	}
}

func TestPagesWithoutText(t *testing.T) {
	picture := "q 595 0 0 842 0 0 cm /I Do Q "
	shapes := strings.Repeat("10 10 m 20 20 30 20 40 10 c f ", 60)
	tests := []struct {
		name, content, resources, rule string
	}{
		{"blank", "", "", ""},
		{"picture", picture, "/XObject << /I 7 0 R >>", "extract.image-only"},
		{"picture over hidden text", picture + "3 Tr " + pdftest.Text(100, 600, 10, "隐藏"), "/XObject << /I 7 0 R >>", "extract.image-only"},
		{"outlines", shapes, "", "extract.no-text"},
		{"font without Unicode", "BT /G 10 Tf 100 700 Td <00010002> Tj ET", "", "extract.undecodable-font"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := pdftest.New()
			f.Add("<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Odd /Encoding /Identity-H /DescendantFonts [<< /Subtype /CIDFontType2 /CIDSystemInfo << /Ordering (Identity) >> >>] >>") // 6
			f.AddStream("/Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray", "x")                                                                               // 7
			f.AddPage(pdftest.Page{Width: 595, Height: 842, Content: tt.content, Resources: tt.resources, Fonts: "/G 6 0 R"})
			d := read(t, f.Bytes())
			if tt.rule == "" {
				if len(d.Problems) != 0 {
					t.Fatalf("a blank page is a problem: %v", d.Problems)
				}
				return
			}
			if len(d.Problems) != 1 || d.Problems[0].Rule != tt.rule || d.Problems[0].Severity != schema.SeverityError {
				t.Fatalf("problems %v, want %s", d.Problems, tt.rule)
			}
			p := d.Problems[0]
			if p.At == nil || p.At.Page != 1 || !strings.Contains(p.Text.EN, "page 1") || p.Hint.EN == "" || p.Hint.ZH == "" {
				t.Errorf("the problem does not name its page and what to do: %+v", p)
			}
			if tt.rule == "extract.undecodable-font" && (!strings.Contains(p.Text.EN, "Odd") || !strings.Contains(p.Text.EN, "2 of its 2")) {
				t.Errorf("the problem does not name font and count: %s", p.Text.EN)
			}
		})
	}
}

// Pages that the document does not have are an error, not an empty result.
func TestNoSuchPage(t *testing.T) {
	files, err := filepath.Glob("testdata/*.pdf")
	if err != nil || len(files) == 0 {
		t.Fatal("no files", err)
	}
	data, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	_, err = Read(context.Background(), data, Options{Pages: []PageRange{{First: 900, Last: 901}}})
	var re *schema.ReadError
	if !errors.As(err, &re) || re.Rule != "extract.pages" {
		t.Errorf("error %v", err)
	}
}
