package ruling

import (
	"fmt"
	"image"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/pbt-cli/pbt/parser/scan/internal/raster"
)

// paper draws rulings by where they go on the page.
type paper struct {
	g    *raster.Gray
	bend func(x, y float64) (float64, float64)
	// dotted leaves gaps in rulings, so many pixels of every six.
	dotted int
	ink    uint8
}

func (p *paper) line(x0, y0, x1, y1 float64) {
	n := int(max(math.Abs(x1-x0), math.Abs(y1-y0)) * 2)
	for i := range n {
		if i/2%6 < p.dotted {
			continue
		}
		t := float64(i) / float64(n)
		x, y := p.bend(x0+(x1-x0)*t, y0+(y1-y0)*t)
		for dy := range 2 {
			for dx := range 2 {
				p.g.Pix[(int(y)+dy)*p.g.W+int(x)+dx] = p.ink
			}
		}
	}
}

// form draws four rows and three columns, the first two rows of the first column
// united, and strokes of text in the cells.
func (p *paper) form() {
	xs, ys := []float64{200, 500, 900, 1400}, []float64{300, 400, 520, 600, 900}
	for i, y := range ys {
		from := xs[0]
		if i == 1 {
			from = xs[1]
		}
		p.line(from, y, xs[3], y)
	}
	for _, x := range xs {
		p.line(x, ys[0], x, ys[4])
	}
	dotted := p.dotted
	p.dotted = 0
	rnd := rand.New(rand.NewPCG(3, 4))
	for r := range 4 {
		for c := range 3 {
			for range 30 {
				x, y := xs[c]+40+rnd.Float64()*150, ys[r]+30+rnd.Float64()*30
				p.line(x, y, x+rnd.Float64()*14, y)
				p.line(x, y, x, y+rnd.Float64()*14)
			}
		}
	}
	p.dotted = dotted
}

func TestFind(t *testing.T) {
	flat := func(x, y float64) (float64, float64) { return x, y }
	tilt := func(deg float64) func(x, y float64) (float64, float64) {
		sin, cos := math.Sincos(deg * math.Pi / 180)
		return func(x, y float64) (float64, float64) {
			x, y = x-800, y-600
			return x*cos - y*sin + 800, x*sin + y*cos + 600
		}
	}
	for name, p := range map[string]paper{
		"flat":   {bend: flat},
		"tilted": {bend: tilt(1.5)},
		"bowed": {bend: func(x, y float64) (float64, float64) {
			return x, y + 14*math.Sin(x/1600*math.Pi)
		}},
		"keystone": {bend: func(x, y float64) (float64, float64) {
			return 800 + (x-800)*(1+(y-600)/20000), y + (x-800)*(y-600)/40000
		}},
		"dotted": {bend: flat, dotted: 3},
		"faded":  {bend: tilt(-0.7), ink: 170},
	} {
		t.Run(name, func(t *testing.T) {
			p.g = raster.NewGray(1654, 1200)
			for i := range p.g.Pix {
				p.g.Pix[i] = 245
			}
			p.form()
			s := Find(p.g, 200)
			got := ""
			for _, c := range s.Cells {
				got += fmt.Sprintf("%d,%d %d×%d; ", c.Row, c.Col, c.RowSpan, c.ColSpan)
			}
			want := "0,0 2×1; 0,1 1×1; 0,2 1×1; 1,1 1×1; 1,2 1×1; 2,0 1×1; 2,1 1×1; 2,2 1×1; 3,0 1×1; 3,1 1×1; 3,2 1×1; "
			if got != want {
				t.Errorf("cells %s\nwant  %s", got, want)
			}
			if s.Straight.Left > 0.5 {
				t.Errorf("rulings are %.2f pixels off straight", s.Straight.Left)
			}
		})
	}
}

// A dotted side alone in its track is the feet of a line of text.
func TestDropLone(t *testing.T) {
	for _, c := range []struct {
		track []float64
		kept  bool
	}{
		{[]float64{0, 0.2, dotted, 0.1}, false},
		{[]float64{0, dotted, dotted, 0.1}, true},
		{[]float64{0.9, 0, dotted}, true},
		{[]float64{0, 0.8, 0}, true},
		{[]float64{dotted}, true},
	} {
		track := slices.Clone(c.track)
		dropLone(track)
		if kept := slices.Equal(track, c.track); kept != c.kept {
			t.Errorf("%v became %v", c.track, track)
		}
	}
}

func TestNoRulings(t *testing.T) {
	g := raster.NewGray(400, 300)
	for i := range g.Pix {
		g.Pix[i] = 255
	}
	if s := Find(g, 200); len(s.Cells) != 0 || len(s.Rules()) != 0 {
		t.Errorf("an empty page has %d cells and %d rules", len(s.Cells), len(s.Rules()))
	}
}

// A hand's stroke across a ruling is taken off; print that touches none stays, and
// only the boxes that the stroke runs through are said to be written over.
func TestHandwriting(t *testing.T) {
	p := paper{g: raster.NewGray(1654, 1200), bend: func(x, y float64) (float64, float64) { return x, y }}
	for i := range p.g.Pix {
		p.g.Pix[i] = 245
	}
	p.form()
	before := inkOf(Find(p.g.Clone(), 200))
	for x := 820.0; x < 990; x++ { // a wave across the ruling between two cells
		y := 560 + 14*math.Sin(x/9)
		p.line(x, y, x+1, 560+14*math.Sin((x+1)/9))
	}
	s := Find(p.g, 200)
	s.EraseRules()
	pen := s.Handwriting(28)
	if len(pen.Boxes) != 1 {
		t.Fatalf("%d strokes, want 1: %v", len(pen.Boxes), pen.Boxes)
	}
	if b := pen.Boxes[0]; b.Min.X > 825 || b.Max.X < 985 {
		t.Errorf("the stroke stands at %v", b)
	}
	if !pen.Over(image.Rect(850, 530, 890, 590)) || pen.Over(image.Rect(540, 430, 700, 500)) {
		t.Error("the stroke lies over other boxes than it was drawn in")
	}
	if after := inkOf(s); math.Abs(float64(after-before)) > 0.02*float64(before) {
		t.Errorf("%d pixels of ink are left, without the stroke there were %d", after, before)
	}
	if empty := (&Pen{}); empty.Over(image.Rect(0, 0, 10, 10)) {
		t.Error("nothing lies over a box")
	}
}

// inkOf counts the ink that is no ruling.
func inkOf(s *Sheet) int {
	s.EraseRules()
	n := 0
	for _, on := range s.Ink.On {
		if on {
			n++
		}
	}
	return n
}

// A stem that is nearly as high as its row, as in low rows, is no ruling; nor does
// the search for idle tracks end before all are gone.
func TestStems(t *testing.T) {
	p := paper{g: raster.NewGray(1654, 1200), bend: func(x, y float64) (float64, float64) { return x, y }}
	for i := range p.g.Pix {
		p.g.Pix[i] = 245
	}
	xs := []float64{200, 700, 1400}
	const rows, high = 20, 36
	for r := range rows + 1 {
		y := float64(200 + r*high)
		p.line(xs[0], y, xs[2], y)
	}
	for _, x := range xs {
		p.line(x, 200, x, 200+rows*high)
	}
	for r := range rows {
		if r%3 == 0 { // stems of one character above one another
			p.line(1000, float64(200+r*high+5), 1000, float64(200+(r+1)*high-4))
		}
	}
	p.line(450, 200+4*high, 450, 200+5*high) // and a ruling of one row
	if got, want := len(Find(p.g, 200).Cells), 2*rows+1; got != want {
		t.Errorf("%d cells, want %d", got, want)
	}
}

// A side of a ruling is as thick as the middle of its places, however many strokes
// cross it; a longer run of ink is a stroke, and stays.
func TestThickness(t *testing.T) {
	ink := raster.NewInk(200, 60)
	fill := func(x0, y0, x1, y1 int) {
		for y := y0; y < y1; y++ {
			for x := x0; x < x1; x++ {
				ink.Row(y)[x] = true
			}
		}
	}
	fill(10, 28, 190, 34)
	for x := 20; x < 180; x += 16 {
		fill(x, 10, x+4, 50)
	}
	a := axisOf(ink, false)
	if got := a.thickness(30, 2, 0, 199); got != 6 {
		t.Errorf("%d thick, want 6", got)
	}
	if _, _, ok := a.run(30, 22, 8); ok {
		t.Error("a stroke across is taken for the ruling")
	}
	if lo, hi, ok := a.run(30, 30, 8); !ok || lo != 28 || hi != 33 {
		t.Errorf("the ruling runs from %d to %d", lo, hi)
	}
	if got := a.thickness(55, 2, 0, 199); got != 0 {
		t.Errorf("paper is %d thick", got)
	}
}

// The bars and stems of a bold heading end at one another, and no ruling with them; the
// foot of a line of print that nearly fills its cell has stems. Neither closes a cell.
func TestPrintIsNoRuling(t *testing.T) {
	flat := func(x, y float64) (float64, float64) { return x, y }
	fill := func(p *paper, x0, y0, x1, y1 int) {
		for y := y0; y < y1; y++ {
			for x := x0; x < x1; x++ {
				p.g.Pix[y*p.g.W+x] = 0
			}
		}
	}
	for name, print := range map[string]func(p *paper){
		"heading": func(p *paper) {
			p.line(200, 200, 1400, 200) // a row for it above the others
			p.line(200, 200, 200, 300)
			p.line(1400, 200, 1400, 300)
			for k := range 10 {
				x, y := 560+k*34, 230
				for _, bar := range []int{0, 12, 24} {
					fill(p, x, y+bar, x+31, y+bar+6)
				}
				fill(p, x, y, x+6, y+30)
				fill(p, x+25, y, x+31, y+30)
			}
		},
		"foot": func(p *paper) {
			for x := 912; x < 1385; x += 11 {
				fill(p, x, 780, x+3, 806)
				fill(p, x, 802, x+9, 806)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := paper{g: raster.NewGray(1654, 1200), bend: flat}
			for i := range p.g.Pix {
				p.g.Pix[i] = 245
			}
			p.form()
			print(&p)
			want := 11
			if name == "heading" {
				want++
			}
			if got := Find(p.g, 200).Cells; len(got) != want {
				t.Errorf("%d cells, want %d: %v", len(got), want, got)
			}
		})
	}
}

// A table whose frame is too faint ends where its level rulings end; the shadow of the
// paper's edge is no part of it; a column that is open above and below is.
func TestFrame(t *testing.T) {
	flat := func(x, y float64) (float64, float64) { return x, y }
	for name, c := range map[string]struct {
		change func(p *paper)
		cells  int
	}{
		"faint": {func(p *paper) {
			for y := 304; y < 898; y++ {
				p.g.Pix[y*p.g.W+1400], p.g.Pix[y*p.g.W+1401] = 240, 240
			}
		}, 11},
		"shadow":      {func(p *paper) { p.line(1600, 2, 1600, 1190) }, 11},
		"open column": {func(p *paper) { p.line(100, 300, 100, 900) }, 12},
	} {
		t.Run(name, func(t *testing.T) {
			p := paper{g: raster.NewGray(1654, 1200), bend: flat}
			for i := range p.g.Pix {
				p.g.Pix[i] = 245
			}
			p.form()
			c.change(&p)
			s := Find(p.g, 200)
			if len(s.Cells) != c.cells {
				t.Errorf("%d cells, want %d: %v", len(s.Cells), c.cells, s.Cells)
			}
		})
	}
}

// drawSeal draws a dark seal with a ring so thick, and its star.
func drawSeal(g *raster.Gray, x, y, radius, thick float64) {
	t := star{x, y, radius * 0.3, 0.3}
	for py := range g.H {
		for px := range g.W {
			d := math.Hypot(float64(px)-x, float64(py)-y)
			if math.Abs(d-radius) <= thick/2 || t.holds(float64(px), float64(py), 0) {
				g.Pix[py*g.W+px] = 0
			}
		}
	}
}

// A seal's ring is wiped as wide as it is and no wider, and its star whatever it touches:
// the text around keeps its strokes.
func TestSealsKeepText(t *testing.T) {
	for _, thick := range []float64{5, 9, 14} {
		g := raster.NewGray(700, 700)
		for i := range g.Pix {
			g.Pix[i] = 255
		}
		const x, y, radius = 350, 350, 160
		drawSeal(g, x, y, radius, thick)
		var strokes []image.Rectangle
		for _, from := range []int{x + radius - int(thick/2) - 8, x + radius + int(thick/2) + 4} { // beside the ring
			strokes = append(strokes, image.Rect(from, y-12, from+3, y+12))
		}
		strokes = append(strokes, image.Rect(x+45, y-2, x+120, y+1)) // from the star on
		for _, r := range strokes {
			for py := r.Min.Y; py < r.Max.Y; py++ {
				for px := r.Min.X; px < r.Max.X; px++ {
					g.Pix[py*g.W+px] = 0
				}
			}
		}
		s := &Sheet{Gray: g, Ink: raster.Binarise(g, inkReach(200)), DPI: 200}
		if n := len(s.Seals()); n != 1 {
			t.Errorf("%v pixels thick: %d seals", thick, n)
			continue
		}
		for i, r := range strokes {
			kept := 0
			for py := r.Min.Y; py < r.Max.Y; py++ {
				for px := r.Min.X; px < r.Max.X; px++ {
					if s.Ink.At(px, py) {
						kept++
					}
				}
			}
			if whole := r.Dx() * r.Dy(); kept*10 < whole*9 {
				t.Errorf("%v pixels thick: stroke %d keeps %d of %d pixels", thick, i, kept, whole)
			}
		}
		left := 0
		for py := range g.H {
			for px := range g.W {
				if p := image.Pt(px, py); s.Ink.At(px, py) && !slices.ContainsFunc(strokes, func(r image.Rectangle) bool { return p.In(r.Inset(-2)) }) {
					left++
				}
			}
		}
		if left > 150 { // of 6,000 and more
			t.Errorf("%v pixels thick: %d pixels of the seal are left", thick, left)
		}
	}
}
