package page

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbt-cli/pbt/parser/grid"
)

// box draws the four sides of a rectangle.
func (p *Page) box(x0, y0, x1, y1 float64) {
	p.rule(x0, y0, x1, y0+0.5)
	p.rule(x0, y1-0.5, x1, y1)
	p.rule(x0, y0, x0+0.5, y1)
	p.rule(x1-0.5, y0, x1, y1)
}

func TestMannersOfDrawing(t *testing.T) {
	tests := []struct {
		name string
		page func() *Page
		want string
	}{
		{"input fields with borders inside the cells", func() *Page {
			p := sheetPage()
			for i := range 2 {
				y := 50 + 20*float64(i)
				p.box(152.8, y+3, 247.5, y+17)
				p.set(55, y+5, "名")
				p.set(156, y+5, "≥5")
			}
			return p
		}, "名\n≥5\n名\n≥5"},
		{"a table of boxes keeps them", func() *Page {
			p := &Page{Number: 1, Width: 400, Height: 300}
			p.box(48, 48, 254, 94)
			for i := range 2 {
				for k := range 2 {
					x, y := 50+102*float64(k), 50+22*float64(i)
					p.box(x, y, x+100, y+20)
					p.set(x+5, y+5, string(rune('a'+2*i+k)))
				}
			}
			return p
		}, "a\nb\nc\nd"},
		{"one string over two cells, blanks between", func() *Page {
			p := sheetPage()
			p.set(105, 55, "台数      38")
			return p
		}, "台数\n38"},
		{"a string that its cell does not hold", func() *Page {
			p := sheetPage()
			p.set(105, 55, "加装电梯台数")
			return p
		}, "加装电梯台数"},
		{"boxes drawn, one with a tick of strokes", func() *Page {
			p := sheetPage()
			p.box(56, 55, 64, 63)
			p.set(68, 55, "新增")
			p.box(100, 55, 108, 63)
			p.Slants = []Box{{101, 58, 103, 62}, {103, 54, 108, 62}}
			p.set(112, 55, "延续")
			return p
		}, "□新增  ☑延续"},
		{"a page reduced to a fifth", func() *Page {
			big, p := sheetPage(), &Page{Number: 1, Width: 80, Height: 60}
			big.set(55, 55, "名称")
			big.set(155, 55, "≥5")
			big.set(55, 75, "单位")
			for _, a := range big.Areas {
				a.Box = a.Box.times(0.2)
				p.Areas = append(p.Areas, a)
			}
			for _, g := range big.Glyphs {
				g.Box, g.X, g.Y, g.Base, g.Size = g.Box.times(0.2), g.X*0.2, g.Y*0.2, g.Base*0.2, g.Size*0.2
				p.Glyphs = append(p.Glyphs, g)
			}
			return p
		}, "名称\n≥5\n单位"},
		{"coloured tiles with paper between them", func() *Page {
			p := &Page{Number: 1, Width: 400, Height: 300}
			for i := range 3 {
				for k := range 3 {
					x, y := 50+60*float64(k), 50+20*float64(i)
					p.fill(x+0.5, y+0.5, x+59.5, y+19.5, Paint{R: 220, G: 230, B: 240})
					p.set(x+5, y+5, string(rune('a'+3*i+k)))
				}
			}
			return p
		}, "a\nb\nc\nd\ne\nf\ng\nh\ni"},
		{"a power and a lowered digit", func() *Page {
			p := sheetPage()
			p.set(155, 55, "10")
			p.set(173, 53, "4", func(g *Glyph) { g.Size, g.Base, g.Box.X1 = 5, 59, 178 })
			p.set(178, 55, "台")
			p.set(55, 55, "CO")
			p.set(73, 57, "2", func(g *Glyph) { g.Size, g.Base, g.Box.X1 = 5, 65, 78 })
			return p
		}, "CO₂\n10⁴台"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, told(tt.page())); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestReducedPlaces checks that places are those of the page as it is.
func TestReducedPlaces(t *testing.T) {
	p := &Page{Number: 1, Width: 80, Height: 60}
	for i := range 3 {
		at := 4 * float64(i)
		p.rule(10, 10+at, 50, 10.1+at)
		p.rule(10+20*float64(i), 10, 10.1+20*float64(i), 18)
	}
	p.set(11, 11, "名", func(g *Glyph) { g.Box, g.X, g.Y, g.Base, g.Size = Box{11, 11, 13, 13}, 12, 12, 12.8, 2 })
	var b Builder
	b.Add(p)
	c := b.Tables().Grids[0].Cells[0]
	if got := c.Place().Box; got[0] < 9.9 || got[2] > 30.2 || got[3] > 14.2 {
		t.Errorf("the cell is placed at %v", got)
	}
}

// TestRowCutByItsWords joins a row whose text cannot begin as its lower part does.
func TestRowCutByItsWords(t *testing.T) {
	for _, tt := range []struct {
		above, below [2]string
		cut          bool
	}{
		{[2]string{"审计核减率及结算", "不超过批复预算"}, [2]string{"审核偏差控制", "的3.00%"}, true},
		{[2]string{"甲指标和", "5"}, [2]string{"乙指标", "个"}, true},
		{[2]string{"甲指标", "≥5个"}, [2]string{"乙指标", "≥6个"}, false},
		{[2]string{"甲指标和", "5"}, [2]string{"乙指标", "6"}, false},
	} {
		part := func(texts [2]string) *table {
			t := &table{Xs: []float64{0, 100, 200}, Heights: []float64{18}, Ruled: true}
			for i, s := range texts {
				t.Cells = append(t.Cells, cell{Col: i, RowSpan: 1, ColSpan: 1, Lines: []line{{Text: s, size: 9}}, Box: Box{0, 0, 100, 18}})
			}
			return t
		}
		b := newBreak(part(tt.above), part(tt.below))
		if got := b.cutSentence(b.pairs); got != tt.cut {
			t.Errorf("%v / %v: %v", tt.above, tt.below, got)
		}
	}
}

// TestLineCutByTheEdge joins a label whose one line stands half above the break and
// half below: both halves are doubted, the surer one stays, with both doubts.
func TestLineCutByTheEdge(t *testing.T) {
	part := func(text string, margin, y float64) *table {
		l := line{Text: text, size: 9, Page: 1, Box: Box{2, y, 90, y + 9},
			pieces: []piece{{text: text, doubts: []*grid.Doubt{{Margin: margin}}}}}
		outline := Box{0, 0, 100, 60}
		return &table{Xs: []float64{0, 100}, Heights: []float64{30, 30}, Ruled: true, Page: 1, LastPage: 1, Box: outline, last: outline,
			Cells: []cell{{Page: 1, RowSpan: 2, ColSpan: 1, Lines: []line{l}, Box: outline}}}
	}
	for _, tt := range []struct {
		name         string
		above, below float64 // where the halves stand
		want         []string
	}{
		{"at the break", 50.5, 0.5, []string{"有风会"}},
		{"a line of paper above it", 35, 0.5, []string{"青岗且", "有风会"}},
		{"a line of paper below it", 50.5, 12, []string{"青岗且", "有风会"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			top := part("青岗且", 0.2, tt.above)
			newBreak(top, part("有风会", 0.3, tt.below)).join()
			var got []string
			doubts := 0
			for _, c := range top.Cells {
				for _, l := range c.Lines {
					got = append(got, l.Text)
				}
				doubts += len(doubtsOf(c.Lines...))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" || doubts != 2 {
				t.Errorf("%d doubts (-want +got):\n%s", doubts, diff)
			}
		})
	}
}
