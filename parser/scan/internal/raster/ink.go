package raster

// Ink is which pixels of a picture are ink.
type Ink struct {
	W, H int
	On   []bool
}

// NewInk makes a mask without ink.
func NewInk(w, h int) *Ink { return &Ink{w, h, make([]bool, w*h)} }

// Row gives row y.
func (k *Ink) Row(y int) []bool { return k.On[y*k.W:][:k.W] }

// At reports whether a pixel is ink; there is none outside the picture.
func (k *Ink) At(x, y int) bool {
	return x >= 0 && y >= 0 && x < k.W && y < k.H && k.On[y*k.W+x]
}

// Ink is darker than this part of the mean around it, in per cent, and darker
// than this grey. On a pale page it is lighter: its thin rulings and hairlines are
// nearly as light as paper.
const (
	inkShare  = 85
	inkGrey   = 215
	paleShare = 91
	paleGrey  = 232
)

// A page is pale where no more than so small a part of its ink is darker than this grey.
const (
	paleFrom = 135
	palePart = 0.1
)

// Binarise finds the ink of a picture: what is darker than the paper in a window
// of reach pixels to each side.
func Binarise(g *Gray, reach int) *Ink {
	out := binarise(g, reach, inkShare, inkGrey)
	dark, n := 0, 0
	for i, on := range out.On {
		if on {
			n++
			if g.Pix[i] < paleFrom {
				dark++
			}
		}
	}
	if float64(dark) < palePart*float64(n) {
		return binarise(g, reach, paleShare, paleGrey)
	}
	return out
}

func binarise(g *Gray, reach int, share int64, grey uint8) *Ink {
	out := NewInk(g.W, g.H)
	columns := make([]int32, g.W) // sums of the window's rows
	top, bottom := 0, -1
	for y := range g.H {
		for bottom < min(g.H-1, y+reach) {
			bottom++
			for x, v := range g.Row(bottom) {
				columns[x] += int32(v)
			}
		}
		for top < y-reach {
			for x, v := range g.Row(top) {
				columns[x] -= int32(v)
			}
			top++
		}
		rows := int32(bottom - top + 1)
		row, ink := g.Row(y), out.Row(y)
		var sum int32
		left, right := 0, -1
		for x, v := range row {
			for right < min(g.W-1, x+reach) {
				right++
				sum += columns[right]
			}
			for left < x-reach {
				sum -= columns[left]
				left++
			}
			if v < grey && int64(v)*int64(rows*int32(right-left+1))*100 < int64(sum)*share {
				ink[x] = true
			}
		}
	}
	return out
}

// Turned turns a mask by quarter turns clockwise.
func (k *Ink) Turned(quarters int) *Ink {
	if quarters &= 3; quarters == 0 {
		return k
	}
	out := NewInk(k.W, k.H)
	if quarters&1 == 1 {
		out.W, out.H = k.H, k.W
	}
	for y := range k.H {
		for x, on := range k.Row(y) {
			if on {
				tx, ty := TurnPoint(x, y, k.W, k.H, quarters)
				out.On[ty*out.W+tx] = true
			}
		}
	}
	return out
}

// Blob is a connected piece of ink: its outline, ends included, and its pixels.
type Blob struct{ X0, Y0, X1, Y1, Pixels int }

// Width and Height of the blob.
func (b Blob) Width() int  { return b.X1 - b.X0 + 1 }
func (b Blob) Height() int { return b.Y1 - b.Y0 + 1 }

// Blobs labels the connected pieces of ink, diagonals included: a pixel of piece
// i carries the label i+1, paper 0.
func (k *Ink) Blobs() (labels []int32, blobs []Blob) {
	labels = make([]int32, len(k.On))
	var stack []int32
	for start, on := range k.On {
		if !on || labels[start] != 0 {
			continue
		}
		id := int32(len(blobs) + 1)
		b := Blob{k.W, k.H, -1, -1, 0}
		stack = append(stack[:0], int32(start))
		labels[start] = id
		for len(stack) > 0 {
			at := int(stack[len(stack)-1])
			stack = stack[:len(stack)-1]
			x, y := at%k.W, at/k.W
			b.X0, b.Y0, b.X1, b.Y1 = min(b.X0, x), min(b.Y0, y), max(b.X1, x), max(b.Y1, y)
			b.Pixels++
			for ny := max(0, y-1); ny <= min(k.H-1, y+1); ny++ {
				for nx := max(0, x-1); nx <= min(k.W-1, x+1); nx++ {
					if n := ny*k.W + nx; k.On[n] && labels[n] == 0 {
						labels[n] = id
						stack = append(stack, int32(n))
					}
				}
			}
		}
		blobs = append(blobs, b)
	}
	return labels, blobs
}

// Despeckle clears pieces of fewer than n pixels.
func (k *Ink) Despeckle(n int) {
	labels, blobs := k.Blobs()
	for i, l := range labels {
		if l > 0 && blobs[l-1].Pixels < n {
			k.On[i] = false
		}
	}
}
