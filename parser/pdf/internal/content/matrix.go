package content

import (
	"math"

	"github.com/pbt-cli/pbt/parser/page"
)

// matrix maps (x, y) to (a·x + c·y + e, b·x + d·y + f).
type matrix struct{ a, b, c, d, e, f float64 }

var unit = matrix{1, 0, 0, 1, 0, 0}

// mul is the matrix that applies m first, then n.
func (m matrix) mul(n matrix) matrix {
	return matrix{
		m.a*n.a + m.b*n.c, m.a*n.b + m.b*n.d,
		m.c*n.a + m.d*n.c, m.c*n.b + m.d*n.d,
		m.e*n.a + m.f*n.c + n.e, m.e*n.b + m.f*n.d + n.f,
	}
}

func (m matrix) apply(x, y float64) (float64, float64) {
	return m.a*x + m.c*y + m.e, m.b*x + m.d*y + m.f
}

// scale is how much longer lines become.
func (m matrix) scale() float64 { return math.Sqrt(math.Abs(m.a*m.d - m.b*m.c)) }

// box is the smallest box around the image of a rectangle.
func (m matrix) box(x0, y0, x1, y1 float64) page.Box {
	ax, ay := m.apply(x0, y0)
	bx, by := m.apply(x1, y1)
	if m.b == 0 && m.c == 0 || m.a == 0 && m.d == 0 {
		return rect(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
	}
	cx, cy := m.apply(x0, y1)
	dx, dy := m.apply(x1, y0)
	return rect(min(ax, bx, cx, dx), min(ay, by, cy, dy), max(ax, bx, cx, dx), max(ay, by, cy, dy))
}

// finite keeps numbers that overflowed out of the page.
func finite(b page.Box) bool {
	const far = 1e7
	return b.X0 > -far && b.Y0 > -far && b.X1 < far && b.Y1 < far
}

func rect(x0, y0, x1, y1 float64) page.Box { return page.Box{X0: x0, Y0: y0, X1: x1, Y1: y1} }
