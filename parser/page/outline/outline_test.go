package outline

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/parser/page"
)

// draw follows moves (m), lines (l), curves (c) and closes (h).
func draw(ops string) *Path {
	p := &Path{}
	for _, op := range strings.Split(ops, ";") {
		var k string
		var x, y float64
		n, _ := fmt.Sscan(op, &k, &x, &y)
		switch {
		case n == 3 && k == "m":
			p.MoveTo(x, y)
		case n == 3 && k == "l":
			p.LineTo(x, y)
		case n == 3 && k == "c":
			p.CurveTo(x, y)
		case k == "h":
			p.Close()
		}
	}
	return p
}

func TestAreas(t *testing.T) {
	const square = "m 10 10; l 60 10; l 60 40; l 10 40; h"
	for _, c := range []struct {
		name, ops string
		paint     func(p *Path, area func(page.Box)) int
		want      string
		shapes    int
	}{
		{"a filled box", square, (*Path).fill, "10 10 60 40", 0},
		{"a stroked box", square, (*Path).stroke, "10 9 60 11; 59 10 61 40; 10 39 60 41; 9 10 11 40", 0},
		{"an open stroke", "m 10 10; l 60 10", (*Path).stroke, "10 9 60 11", 0},
		{"a slanted stroke is no rule", "m 10 10; l 60 40", (*Path).stroke, "", 0},
		{"a line without a start", "l 10 10; l 60 10", (*Path).stroke, "10 9 60 11", 0},
		{"a new line behind a close", "m 10 10; l 60 10; h; l 10 50", (*Path).stroke, "10 9 60 11; 9 10 11 50", 0},
		{"a curve is a shape", "m 10 10; c 60 40; l 10 40; h", (*Path).fill, "", 1},
		{"a triangle is nothing", "m 10 10; l 60 10; l 10 40; h", (*Path).fill, "", 0},
		{"a mitred edge", "m 10 10; l 60 10; l 59 11; l 11 11; h", (*Path).fill, "10 10 60 11", 0},
		{"a border of two boxes", "m 10 10; l 60 10; l 60 40; l 10 40; h; m 11 11; l 11 39; l 59 39; l 59 11; h", (*Path).fill, "10 10 60 11; 10 39 60 40; 10 10 11 40; 59 10 60 40", 0},
	} {
		var got []string
		shapes := c.paint(draw(c.ops), func(b page.Box) { got = append(got, fmt.Sprint(b.X0, b.Y0, b.X1, b.Y1)) })
		if strings.Join(got, "; ") != c.want || shapes != c.shapes {
			t.Errorf("%s: %s, %d shapes; want %s, %d", c.name, strings.Join(got, "; "), shapes, c.want, c.shapes)
		}
	}
	p := draw(square)
	if b, ok := p.Bounds(); !ok || b != (page.Box{X0: 10, Y0: 10, X1: 60, Y1: 40}) {
		t.Errorf("bounds %v, %v", b, ok)
	}
	p.Reset()
	if _, ok := p.Bounds(); ok {
		t.Error("a path that was reset has bounds")
	}
}

func (p *Path) fill(area func(page.Box)) int { return p.Fill(false, area) }
func (p *Path) stroke(area func(page.Box)) int {
	p.Stroke(2, false, area)
	return 0
}
