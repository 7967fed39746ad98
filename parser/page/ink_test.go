package page

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// sheetPage is a page with a table of two rows and two columns, 100 points wide
// and 20 high each, that begins at (50, 50).
func sheetPage() *Page {
	p := &Page{Number: 1, Width: 400, Height: 300}
	for i := range 3 {
		at := float64(i)
		p.rule(50, 50+20*at, 250, 50.5+20*at)
		p.rule(50+100*at, 50, 50.5+100*at, 90)
	}
	return p
}

func (p *Page) rule(x0, y0, x1, y1 float64) {
	p.Areas = append(p.Areas, Area{Box: Box{x0, y0, x1, y1}, Seq: p.seq()})
}

func (p *Page) fill(x0, y0, x1, y1 float64, by Paint) {
	p.Areas = append(p.Areas, Area{Box: Box{x0, y0, x1, y1}, Paint: by, Seq: p.seq()})
}

func (p *Page) seq() int { return len(p.Areas) + 1 }

// set sets text of 9 points with its upper left corner at (x, y); each changes
// every glyph.
func (p *Page) set(x, y float64, text string, each ...func(*Glyph)) {
	show := len(p.Glyphs) + 1
	for _, r := range text {
		g := Glyph{
			Text: string(r), Known: true, Box: Box{x, y, x + 9, y + 9}, X: x + 4.5, Y: y + 4.5,
			Base: y + 8, Size: 9, Show: show, Seq: p.seq() - 1,
		}
		for _, f := range each {
			f(&g)
		}
		p.Glyphs = append(p.Glyphs, g)
		x += 9
	}
}

// told prints the cells of a page, then the ink that is kept apart.
func told(p *Page) string {
	var b Builder
	b.Add(p)
	t := b.Tables()
	var out []string
	for _, g := range t.Grids {
		for _, c := range g.Cells {
			text := c.Text
			for _, d := range c.Doubts() {
				text += fmt.Sprint(" ?", d.Alternatives)
			}
			out = append(out, text)
		}
	}
	for _, i := range t.Apart {
		out = append(out, i.Why.EN+": "+i.Text)
	}
	return strings.Join(out, "\n")
}

func TestInkThatIsNotTheText(t *testing.T) {
	white, grey, blue := Paint{R: 255, G: 255, B: 255}, Paint{R: 200, G: 200, B: 200}, Paint{R: 20, G: 40, B: 160}
	tests := []struct {
		name string
		draw func(p *Page)
		want string
	}{
		{"white text on paper", func(p *Page) {
			p.set(155, 55, "≥46")
			p.set(155, 56, "填写", func(g *Glyph) { g.Paint = white })
		}, "甲\n≥46\nwhite or transparent text: 填写"},
		{"white text on a coloured cell shows", func(p *Page) {
			p.fill(151, 51, 249, 69, blue)
			p.set(155, 55, "≥46", func(g *Glyph) { g.Paint = white })
		}, "甲\n≥46"},
		{"a slanted watermark", func(p *Page) {
			p.set(155, 55, "≥46")
			p.set(60, 52, "内部资料", func(g *Glyph) { g.Tilt = 30 })
		}, "甲\n≥46\na watermark: 内部资料"},
		{"the ring of a seal, with a letter upright", func(p *Page) {
			p.set(155, 55, "≥46")
			for i, r := range []rune("某县水利局") {
				p.set(60+10*float64(i), 50+float64((i-2)*(i-2)), string(r), func(g *Glyph) {
					g.Tilt, g.Paint = 20*float32(i-2), Paint{R: 200}
				})
			}
		}, "甲\n≥46\na watermark: 某县水利局"},
		{"a stamp of upright letters upon a value", func(p *Page) {
			p.set(155, 55, "≥46")
			for _, at := range []struct {
				x, y float64
				text string
			}{{158, 52, "王"}, {176, 52, "某"}, {158, 70, "之"}, {176, 70, "印"}} {
				p.set(at.x, at.y, at.text, func(g *Glyph) {
					g.Paint, g.Size, g.Box.X1, g.Box.Y1 = Paint{R: 204, G: 51, B: 51}, 18, g.Box.X0+18, g.Box.Y0+18
				})
			}
		}, "甲\n≥46\na watermark: 王某\na watermark: 之印"},
		{"red text beside black text", func(p *Page) {
			p.set(155, 55, "≥")
			p.set(164, 55, "46", func(g *Glyph) { g.Paint = Paint{R: 204} })
		}, "甲\n≥46"},
		{"a letter of a watermark on the drawing of its own ink", func(p *Page) {
			p.fill(164, 40, 172, 100, grey)
			p.set(155, 57, "张三", func(g *Glyph) { g.Paint, g.Size = grey, 20 })
			p.set(155, 55, "≥46")
		}, "甲\n≥46\na watermark: 张三"},
		{"a translucent watermark of the size of the text", func(p *Page) {
			p.set(155, 55, "≥46")
			p.set(155, 57, "张三", func(g *Glyph) { g.Paint.Clear = 128 })
		}, "甲\n≥46\na watermark: 张三"},
		{"a light text tiled over the table", func(p *Page) {
			p.set(155, 55, "≥46")
			for i := range 3 {
				p.set(140, 52+15*float64(i), "张三", func(g *Glyph) { g.Paint = grey })
			}
		}, "甲\n≥46\na watermark: 张三\na watermark: 张三\na watermark: 张三"},
		{"a light text said once shows", func(p *Page) {
			p.set(155, 55, "≥46", func(g *Glyph) { g.Paint = grey })
		}, "甲\n≥46"},
		{"a page whose text is all translucent shows", func(p *Page) {
			p.Glyphs[0].Paint.Clear = 100
			p.set(155, 55, "≥46", func(g *Glyph) { g.Paint.Clear = 100 })
		}, "甲\n≥46"},
		{"an old value under a white box", func(p *Page) {
			p.set(155, 55, "≥30")
			p.fill(152, 52, 240, 68, white)
			p.set(155, 55, "38台")
		}, "甲\n38台\ncovered text: ≥30"},
		{"a value under a black box", func(p *Page) {
			p.set(155, 55, "≥30")
			p.fill(152, 52, 240, 68, Paint{})
		}, "甲\nblacked out: ≥30"},
		{"a translucent mark over a value", func(p *Page) {
			p.set(155, 55, "≥30")
			p.fill(152, 52, 240, 68, Paint{R: 255, G: 255, Clear: 120})
		}, "甲\n≥30"},
		{"a value under a picture", func(p *Page) {
			p.set(155, 55, "≥30")
			p.Pictures = append(p.Pictures, Picture{Box: Box{150, 50, 250, 70}, Opaque: true, Seq: p.seq()})
		}, "甲\ncovered text: ≥30"},
		{"a value on a picture", func(p *Page) {
			p.Pictures = append(p.Pictures, Picture{Box: Box{0, 0, 400, 300}, Opaque: true})
			p.set(155, 55, "≥30")
		}, "甲\n≥30"},
		{"an old value struck out", func(p *Page) {
			p.set(155, 55, "≥30")
			p.set(185, 55, "≥40")
			p.rule(154, 59.5, 183, 60.2)
		}, "甲\n≥40\nstruck out: ≥30"},
		{"an underlined value", func(p *Page) {
			p.set(155, 55, "≥30")
			p.rule(154, 64, 183, 64.5)
		}, "甲\n≥30"},
		{"a note that the cell cuts off", func(p *Page) {
			p.set(205, 55, "健全")
			p.set(223, 55, "（上年值：不健全）", func(g *Glyph) { g.Show, g.Apart, g.X = p.Glyphs[len(p.Glyphs)-1].Show, Clipped, 248 })
		}, "甲\n健全 ?[健全（上年值：不健全）]\ntext that its cell cuts off: （上年值：不健全）"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := sheetPage()
			p.set(55, 55, "甲")
			tt.draw(p)
			if diff := cmp.Diff(tt.want, told(p)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
