package picture

import "math"

// Matrix maps (x, y) to (a·x + c·y + e, b·x + d·y + f), as PDF and OFD write it.
type Matrix struct{ A, B, C, D, E, F float64 }

// Then is the matrix that applies m first, then n.
func (m Matrix) Then(n Matrix) Matrix {
	return Matrix{
		m.A*n.A + m.B*n.C, m.A*n.B + m.B*n.D,
		m.C*n.A + m.D*n.C, m.C*n.B + m.D*n.D,
		m.E*n.A + m.F*n.C + n.E, m.E*n.B + m.F*n.D + n.F,
	}
}

// Apply maps a point.
func (m Matrix) Apply(x, y float64) (float64, float64) {
	return m.A*x + m.C*y + m.E, m.B*x + m.D*y + m.F
}

// Scale is by how much lengths grow.
func (m Matrix) Scale() float64 { return math.Sqrt(math.Abs(m.A*m.D - m.B*m.C)) }

// MatrixOf is the matrix of six numbers in the order in which files print them.
func MatrixOf(a, b, c, d, e, f float64) Matrix { return Matrix{a, b, c, d, e, f} }

// Shift is the matrix that moves by x and y.
func Shift(x, y float64) Matrix { return Matrix{A: 1, D: 1, E: x, F: y} }
