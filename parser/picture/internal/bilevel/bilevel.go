// Package bilevel holds pictures of two colours, a bit a pixel.
package bilevel

// Map is a picture of black (1) and white (0) pixels. Rows start at whole
// bytes, the leftmost pixel in the highest bit; the bits behind a row's last
// pixel are 0.
type Map struct {
	W, H   int
	Stride int // bytes from row to row
	Pix    []byte
}

// New makes a white picture. The caller bounds the size.
func New(w, h int) *Map {
	stride := (w + 7) / 8
	return &Map{W: w, H: h, Stride: stride, Pix: make([]byte, stride*h)}
}

// Row is the bytes of row y, which must lie in the picture.
func (m *Map) Row(y int) []byte { return m.Pix[y*m.Stride : (y+1)*m.Stride] }

// At is the pixel at x, y: 1 for black; 0 outside the picture.
func (m *Map) At(x, y int) int {
	if uint(x) >= uint(m.W) || uint(y) >= uint(m.H) {
		return 0
	}
	return int(m.Pix[y*m.Stride+x>>3]>>(7-x&7)) & 1
}

// Set blackens the pixel at x, y, which must lie in the picture.
func (m *Map) Set(x, y int) { m.Pix[y*m.Stride+x>>3] |= 0x80 >> (x & 7) }

// Fill blackens the pixels from x0 up to x1 of a row, both inside of it.
func Fill(row []byte, x0, x1 int) {
	if x0 >= x1 {
		return
	}
	first, last := x0>>3, (x1-1)>>3
	head, tail := byte(0xff)>>(x0&7), byte(0xff)<<(7-(x1-1)&7)
	if first == last {
		row[first] |= head & tail
		return
	}
	row[first] |= head
	for i := first + 1; i < last; i++ {
		row[i] = 0xff
	}
	row[last] |= tail
}

// Crop is the part of the picture from x0, y0 of size w, h, white where it
// reaches out of the picture.
func (m *Map) Crop(x0, y0, w, h int) *Map {
	out := New(w, h)
	out.Draw(m, -x0, -y0, Or)
	return out
}

// Op says how a picture is drawn over another.
type Op uint8

// The operators, numbered as JBIG2 numbers them.
const (
	Or Op = iota
	And
	Xor
	Xnor
	Replace
)

// Draw draws s with its top left at x, y; what falls outside is left out.
func (m *Map) Draw(s *Map, x, y int, op Op) {
	y0, y1 := max(0, -y), min(s.H, m.H-y)
	x0, x1 := max(0, -x), min(s.W, m.W-x) // columns of s
	if x0 >= x1 {
		return
	}
	for r := y0; r < y1; r++ {
		drawRow(m.Row(y+r), s.Row(r), x, x0, x1, op)
	}
}

// drawRow combines the pixels x0..x1 of src into dst, shifted by x, eight at a
// time.
func drawRow(dst, src []byte, x, x0, x1 int, op Op) {
	from, to := x+x0, x+x1 // columns of dst
	for b := from >> 3; b <= (to-1)>>3; b++ {
		mask := byte(0xff)
		if lead := from - b<<3; lead > 0 {
			mask >>= lead
		}
		if rest := b<<3 + 8 - to; rest > 0 {
			mask &= 0xff << rest
		}
		v := eight(src, b<<3-x)
		d := dst[b]
		switch op {
		case Or:
			v |= d
		case And:
			v &= d
		case Xor:
			v ^= d
		case Xnor:
			v = ^(v ^ d)
		}
		dst[b] = d&^mask | v&mask
	}
}

// eight is the eight pixels from column x, which may lie outside of the row.
func eight(row []byte, x int) byte {
	i, shift := x>>3, x&7
	var v uint16
	if i >= 0 && i < len(row) {
		v = uint16(row[i]) << 8
	}
	if i+1 >= 0 && i+1 < len(row) {
		v |= uint16(row[i+1])
	}
	return byte(v >> (8 - shift))
}
