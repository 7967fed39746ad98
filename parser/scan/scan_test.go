package scan

import (
	"bytes"
	"context"
	"errors"
	"image"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/page"
	"github.com/pbt-cli/pbt/parser/picture"
	"github.com/pbt-cli/pbt/parser/scan/internal/raster"
	"github.com/pbt-cli/pbt/parser/scan/internal/reading"
	"github.com/pbt-cli/pbt/parser/scan/internal/ruling"
)

func testPicture(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/bilevel300.tif")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// texts are those of all cells of a document.
func texts(d *grid.Document) map[string]grid.Cell {
	out := map[string]grid.Cell{}
	for _, g := range d.Grids {
		for _, c := range g.Cells {
			out[strings.Join(strings.Fields(c.Text), "")] = c
		}
	}
	return out
}

// A drawn form, printed, tilted and scanned in black and white at 300 dpi.
func TestRead(t *testing.T) {
	r := New(Options{})
	d, err := r.Read(context.Background(), testPicture(t))
	if err != nil {
		t.Fatal(err)
	}
	got := texts(d)
	for _, want := range []string{"产出指标", "效益指标", "满意度指标", "≥99.95%", "≦3%", "师生满意度", "展陈设施规范化程度", "不低于1800元"} {
		if _, ok := got[want]; !ok {
			t.Errorf("%s is not read", want)
		}
	}
	o := r.Report()
	if o == nil || len(o.Pages) != 1 || o.Pages[0].DPI != 300 || o.Pages[0].Turned != 0 || len(o.Model) != 64 {
		t.Errorf("report %+v", o)
	}
	if c := got["师生满意度"]; len(c.Doubts()) > 0 {
		t.Errorf("a clear text has %d doubts", len(c.Doubts()))
	}
}

// The lines of one label over two rows stand as near to their rows as labels of their
// own would: how high they are says that they are one.
func TestWrappedLabel(t *testing.T) {
	data, err := os.ReadFile("testdata/wrapped-300.png")
	if err != nil {
		t.Fatal(err)
	}
	d, err := New(Options{}).Read(context.Background(), data)
	if err != nil {
		t.Fatal(err)
	}
	got := texts(d)
	for _, label := range []string{"满意度指标", "服务对象满意度指标"} {
		if got[label].RowSpan != 2 {
			t.Errorf("%s spans %d rows", label, got[label].RowSpan)
		}
	}
}

// The way up does not matter.
func TestTurned(t *testing.T) {
	f, err := picture.Open(testPicture(t), picture.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	pic, err := f.Page(context.Background(), 0)
	if err != nil {
		t.Fatal(err)
	}
	g := grayOf(pic).Turned(1)
	pic.Gray = &image.Gray{Pix: g.Pix, Stride: g.W, Rect: image.Rect(0, 0, g.W, g.H)}
	r := New(Options{})
	p := page.Page{Number: 1}
	if err := r.Page(context.Background(), pic, &p); err != nil {
		t.Fatal(err)
	}
	if got := r.Report().Pages[0].Turned; got != 270 {
		t.Errorf("turned by %d degrees, want 270", got)
	}
}

// fixed is an engine that reads the same everywhere.
func fixed(text string, confidence float64) *Engine {
	return &Engine{Name: "fixed", Lines: func(_ context.Context, pictures [][]byte) ([]Line, error) {
		out := make([]Line, len(pictures))
		for i := range out {
			out[i] = Line{text, confidence}
		}
		return out, nil
	}}
}

// What an engine is not sure of, and ink of which it reads nothing, is a doubt.
func TestDoubts(t *testing.T) {
	for _, c := range []struct {
		name  string
		line  Line
		doubt bool
	}{
		{"sure", Line{"指标", 0.99}, false},
		{"unsure", Line{"指标", 0.4}, true},
		{"nothing", Line{"", 0}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := New(Options{Engine: fixed(c.line.Text, c.line.Confidence)}).Read(context.Background(), testPicture(t))
			if err != nil {
				t.Fatal(err)
			}
			doubted, cells := 0, 0
			for _, g := range d.Grids {
				for _, cell := range g.Cells {
					if cell.Text == "" {
						continue
					}
					cells++
					if len(cell.Doubts()) > 0 {
						doubted++
					}
				}
			}
			if cells == 0 || (doubted > cells/2) != c.doubt {
				t.Errorf("%d of %d cells doubted", doubted, cells)
			}
		})
	}
}

// Scraps beside the name of a level are no part of it; that they were left out is a
// doubt. Scraps beside other text stay.
func TestScraps(t *testing.T) {
	line := func(s string, confidence float64, cell int) textLine {
		return textLine{text: reading.Foreign(s, float32(confidence), raster.NewGray(200, 48)), cell: cell}
	}
	lines := []textLine{line("0OD", 0.2, 1), line("社会成本指标", 0.99, 1), line("公A", 0.3, 1), line("0OD", 0.2, 2), line("新增服务网点", 0.99, 2)}
	got := ""
	kept := withoutLettering(lines, map[int]int{1: 3, 2: 2})
	for _, l := range kept {
		got += l.text.String() + " "
	}
	if got != "社会成本指标 0OD 新增服务网点 " || kept[0].text.Sure() || !kept[2].text.Sure() {
		t.Errorf("kept %s", got)
	}
	lines = []textLine{line("镇", 0.95, 1), line("效益指标", 0.95, 1)}
	for i := range lines {
		lines[i].sealed = true
		lines[i].text.UnderSeal()
	}
	if kept := withoutLettering(lines, map[int]int{1: 2}); len(kept) != 1 || kept[0].text.String() != "效益指标" || kept[0].text.Sure() {
		t.Errorf("of a seal's lettering beside a label %d lines are kept", len(kept))
	}
}

// A layer of text that a scanner laid under the picture takes doubts away where it
// agrees, and raises one where it differs; one that agrees with nothing is not heard.
func TestLayer(t *testing.T) {
	f, err := picture.Open(testPicture(t), picture.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	pic, err := f.Page(context.Background(), 0)
	if err != nil {
		t.Fatal(err)
	}
	// doubted reads the picture over a layer that has a text at every line.
	doubted := func(confidence float64, says func(line int) string) (doubts, lines int) {
		first := page.Page{Number: 1}
		if err := New(Options{Engine: fixed("指标", confidence)}).Page(context.Background(), pic, &first); err != nil {
			t.Fatal(err)
		}
		under := page.Page{Number: 1}
		for i, g := range first.Glyphs {
			g.Text, g.Apart, g.Doubt = string([]rune(says(g.Show))[i%2]), page.Invisible, nil
			under.Glyphs = append(under.Glyphs, g)
		}
		if err := New(Options{Engine: fixed("指标", confidence)}).Page(context.Background(), pic, &under); err != nil {
			t.Fatal(err)
		}
		seen := map[int]bool{}
		for _, g := range under.Glyphs {
			if !seen[g.Show] && g.Doubt != nil {
				doubts++
			}
			seen[g.Show] = true
		}
		return doubts, len(seen)
	}
	same := func(int) string { return "指标" }
	if n, all := doubted(0.6, same); n > all/10 {
		t.Errorf("%d of %d lines doubted that the layer reads alike", n, all)
	}
	if n, all := doubted(0.99, func(line int) string {
		if line%3 == 0 {
			return "指杯"
		}
		return "指标"
	}); n < all/5 || n > all/2 {
		t.Errorf("%d of %d lines doubted, a third of which the layer reads otherwise", n, all)
	}
	if n, all := doubted(0.99, func(int) string { return "指杯" }); n > all/10 {
		t.Errorf("%d of %d lines doubted by a layer that agrees with none", n, all)
	}
}

// Where the page's edge cuts through the lines of a table, each of them is a doubt
// that says so; an edge between two rows is none.
func TestCutByEdge(t *testing.T) {
	f, err := picture.Open(testPicture(t), picture.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	pic, err := f.Page(context.Background(), 0)
	if err != nil {
		t.Fatal(err)
	}
	whole := grayOf(pic)
	cuts := 0
	s := find(whole, 300)
	for _, c := range s.Cells {
		lines := s.cut.Lines(c.Box())
		if len(lines) != 1 || c.Y0 < whole.H/4 {
			continue
		}
		y := (lines[0].Min.Y + lines[0].Max.Y) / 2
		part := &picture.Picture{Gray: image.NewGray(image.Rect(0, 0, whole.W, y+100)), Reduced: 1}
		for i := range part.Gray.Pix {
			part.Gray.Pix[i] = 255
		}
		copy(part.Gray.Pix, whole.Pix[:y*whole.W])
		part.SetPaper(300, 300, 0)
		p := page.Page{Number: 1}
		if err := New(Options{Engine: fixed("指标", 0.99)}).Page(context.Background(), part, &p); err != nil {
			t.Fatal(err)
		}
		for _, g := range p.Glyphs {
			cut := g.Doubt != nil && g.Doubt.Why == reading.CutByEdge.Text()
			near := g.Box.Y1 > float64(y-15)*72/300
			if cut && !near {
				t.Errorf("cut at %d: a character at %v is said to be cut", y, g.Box)
			}
			if cut {
				cuts++
			}
		}
		if cuts > 0 {
			return
		}
	}
	t.Error("no line is said to be cut")
}

func TestEngineFails(t *testing.T) {
	e := &Engine{Name: "broken", Lines: func(context.Context, [][]byte) ([]Line, error) { return nil, errors.New("no model") }}
	_, err := New(Options{Engine: e}).Read(context.Background(), testPicture(t))
	if err == nil || !strings.Contains(err.Error(), "broken") {
		t.Errorf("error %v does not name the engine", err)
	}
	short := &Engine{Name: "short", Lines: func(context.Context, [][]byte) ([]Line, error) { return []Line{{"a", 1}}, nil }}
	if _, err := New(Options{Engine: short}).Read(context.Background(), testPicture(t)); err == nil {
		t.Error("one line for many pictures passes")
	}
}

func TestReadStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := New(Options{}).Read(ctx, testPicture(t)); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// Damaged picture files end in a document or an error, soon.
func TestMutants(t *testing.T) {
	data := testPicture(t)
	r := New(Options{Engine: fixed("指标", 0.9)})
	n := 60
	if testing.Short() {
		n = 10
	}
	for seed := range uint64(n) {
		m := mutant(data, seed)
		start := time.Now()
		_, _ = r.Read(context.Background(), m)
		if d := time.Since(start); d > time.Minute {
			t.Errorf("mutant %d took %s", seed, d)
		}
	}
}

// mutant changes, cuts or repeats some bytes.
func mutant(data []byte, seed uint64) []byte {
	rnd := rand.New(rand.NewPCG(seed, 7))
	m := bytes.Clone(data)
	for range 1 + rnd.IntN(20) {
		switch at := rnd.IntN(len(m)); rnd.IntN(4) {
		case 0:
			m[at] = byte(rnd.Uint32())
		case 1:
			m[at] ^= 1 << rnd.IntN(8)
		case 2:
			if len(m) > 100 && rnd.IntN(4) == 0 {
				m = m[:max(at, 64)]
			}
		default:
			copy(m[at:], m[rnd.IntN(len(m)):])
		}
	}
	return m
}

// Pictures of noise, stripes and nothing are pages without sense, and no trouble.
func FuzzPage(f *testing.F) {
	f.Add(uint16(300), uint16(400), uint8(0), uint64(1))
	f.Add(uint16(640), uint16(480), uint8(1), uint64(2))
	f.Add(uint16(200), uint16(2000), uint8(2), uint64(3))
	f.Add(uint16(800), uint16(800), uint8(3), uint64(4))
	f.Fuzz(func(t *testing.T, w, h uint16, kind uint8, seed uint64) {
		w, h = w%400+1, h%400+1 // small: the fuzzer takes an input of ten seconds for one that hangs
		rnd := rand.New(rand.NewPCG(seed, 1))
		im := image.NewGray(image.Rect(0, 0, int(w), int(h)))
		for i := range im.Pix {
			x, y := i%int(w), i/int(w)
			switch kind % 4 {
			case 0:
				im.Pix[i] = uint8(rnd.Uint32())
			case 1:
				im.Pix[i] = uint8(255 * (1 - (y/3%9)/8))
			case 2:
				im.Pix[i] = uint8(255 * min(1, x%40*(y%30)))
			default:
				im.Pix[i] = uint8(rnd.Uint32()%2) * 255
			}
		}
		pic := &picture.Picture{Gray: im, Reduced: 1}
		pic.SetPaper(0, 0, 0)
		p := page.Page{Number: 1}
		if err := New(Options{Engine: fixed("一", 0.5)}).Page(context.Background(), pic, &p); err != nil {
			t.Fatal(err)
		}
		for _, g := range p.Glyphs {
			if g.Box.X1 < g.Box.X0 || g.Box.Y1 < g.Box.Y0 {
				t.Fatalf("a character's box is %v", g.Box)
			}
		}
	})
}

// Text in a cell is read in deeper shadow than what stands beside the table, as long as
// it is darker than its paper.
func TestLegible(t *testing.T) {
	for _, c := range []struct {
		paper, ink uint8
		cell       int
		kept       bool
	}{
		{240, 30, -1, true}, {85, 20, 3, true}, {85, 20, -1, false}, {85, 60, 3, false}, {40, 0, 3, false},
	} {
		g := raster.NewGray(100, 40)
		for i := range g.Pix {
			g.Pix[i] = c.paper
			if i%10 == 0 {
				g.Pix[i] = c.ink
			}
		}
		s := &sheet{Sheet: &ruling.Sheet{Gray: g}}
		if n := len(legible(s, []textLine{{box: image.Rect(0, 0, 100, 40), cell: c.cell}})); (n == 1) != c.kept {
			t.Errorf("paper %d, ink %d in cell %d: %d lines kept", c.paper, c.ink, c.cell, n)
		}
	}
}
