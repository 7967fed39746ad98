package net

// The kernels work on tiles of rows by columns of the product.
const (
	tileRows = 6
	tileCols = 16
)

// matrix is a matrix of weights, its rows packed in panels of tileRows: panel by
// panel, column by column, tileRows values.
type matrix struct {
	rows, cols int
	packed     []float32
}

func newMatrix(rows, cols int, values []float32) matrix {
	m := matrix{rows: rows, cols: cols, packed: make([]float32, panels(rows)*tileRows*cols)}
	for r := range rows {
		panel := m.packed[r/tileRows*tileRows*cols:]
		for c := range cols {
			panel[c*tileRows+r%tileRows] = values[r*cols+c]
		}
	}
	return m
}

func panels(rows int) int { return (rows + tileRows - 1) / tileRows }

// padded gives biases with zeros up to a whole panel.
func padded(bias []float32, rows int) []float32 {
	out := make([]float32, panels(rows)*tileRows)
	copy(out, bias)
	return out
}

// mul computes out = act(m·x + bias): x has m.cols rows of n values, out m.rows
// rows of n values. strip is scratch of m.cols*tileCols values.
func (m *matrix) mul(out, x []float32, n int, bias []float32, act *activation, strip []float32) {
	var edge [tileRows * tileCols]float32
	for col := 0; col < n; col += tileCols {
		width := min(tileCols, n-col)
		packStrip(strip, x[col:], m.cols, n, width)
		for row := 0; row < m.rows; row += tileRows {
			panel := m.packed[row*m.cols:]
			if width == tileCols && row+tileRows <= m.rows {
				tile(m.cols, panel, strip, out[row*n+col:], n, bias[row:], act)
				continue
			}
			tile(m.cols, panel, strip, edge[:], tileCols, bias[row:], act)
			for r := 0; r < tileRows && row+r < m.rows; r++ {
				copy(out[(row+r)*n+col:][:width], edge[r*tileCols:])
			}
		}
	}
}

// packStrip gathers a strip of width columns out of rows of n values.
func packStrip(strip, x []float32, rows, n, width int) {
	if width == tileCols {
		for r := range rows {
			*(*[tileCols]float32)(strip[r*tileCols:]) = *(*[tileCols]float32)(x[r*n:])
		}
		return
	}
	for r := range rows {
		line := strip[r*tileCols:][:tileCols]
		k := copy(line, x[r*n:][:width])
		clear(line[k:])
	}
}

// tilePortable computes one tile: out = act(a·b + bias), a packed by columns of
// tileRows values, b by rows of tileCols.
func tilePortable(k int, a, b, out []float32, stride int, bias []float32, act *activation) {
	for r := 0; r < tileRows; r += 2 {
		for x := 0; x < tileCols; x += 4 {
			s0, s1 := bias[r], bias[r+1]
			c00, c01, c02, c03 := s0, s0, s0, s0
			c10, c11, c12, c13 := s1, s1, s1, s1
			for q := range k {
				a0, a1 := a[q*tileRows+r], a[q*tileRows+r+1]
				v := (*[4]float32)(b[q*tileCols+x:])
				c00 += a0 * v[0]
				c01 += a0 * v[1]
				c02 += a0 * v[2]
				c03 += a0 * v[3]
				c10 += a1 * v[0]
				c11 += a1 * v[1]
				c12 += a1 * v[2]
				c13 += a1 * v[3]
			}
			*(*[4]float32)(out[r*stride+x:]) = [4]float32{c00, c01, c02, c03}
			*(*[4]float32)(out[(r+1)*stride+x:]) = [4]float32{c10, c11, c12, c13}
		}
	}
	if act != nil {
		for r := range tileRows {
			act.apply(out[r*stride:][:tileCols])
		}
	}
}

// slideWidth is how many values of a row the kernel of slide makes at a time:
// what it writes behind n, and reads behind the window's end.
const slideWidth = 8

// slidePortable slides a window over rows of values:
// out[x] = act(bias + Σ w[j*kw+i]·src[j*stride+x+i]) for x < n.
func slidePortable(out, src, w []float32, n, stride, kh, kw int, bias float32, act *activation) {
	out = out[:n]
	for x := range out {
		out[x] = bias
	}
	for j := range kh {
		for i := range kw {
			k := w[j*kw+i]
			row := src[j*stride+i:][:n]
			for x, v := range row {
				out[x] += k * v
			}
		}
	}
	if act != nil {
		act.apply(out)
	}
}

// activation is y = scale·hardswish(x) + shift, each constant as wide as a
// register: 3, 0, 6, scale/6 and shift.
type activation [5][8]float32

func newActivation(scale, shift float32) *activation {
	var a activation
	for i, v := range [5]float32{3, 0, 6, scale / 6, shift} {
		for k := range a[i] {
			a[i][k] = v
		}
	}
	return &a
}

func (a *activation) apply(x []float32) {
	scale, shift := a[3][0], a[4][0]
	for i, v := range x {
		x[i] = v*min(max(v+3, 0), 6)*scale + shift
	}
}
