// Package sign tells lone comparators apart by a small net of its own: the one that
// reads text was taught few of them. It was taught signs of many typefaces, drawn small,
// blurred, noisy, faded and in black and white (gen), so that what it gives is how
// likely each is where the picture leaves it open.
package sign

import (
	_ "embed" // the weights
	"encoding/binary"
	"math"
	"sync"

	"github.com/pbt-cli/pbt/parser/scan/internal/raster"
)

// Classes are what a sign may be; the last stands for whatever is no sign.
var Classes = [...]rune{'<', '>', '≤', '≥', '=', '≦', '≧', '-', Other}

// Other is no sign.
const Other = rune(0)

// The picture that is looked at: a window of the line's picture around the ink, in
// squares of two pixels.
const (
	window = 44
	side   = window / 2
	inputs = side * side
	hidden = 40
)

// Scores is how likely each class is.
type Scores [len(Classes)]float32

// Best is the likeliest class.
func (s *Scores) Best() (rune, float32) {
	best := 0
	for i, p := range s {
		if p > s[best] {
			best = i
		}
	}
	return Classes[best], s[best]
}

// Of is how likely a sign is.
func (s *Scores) Of(r rune) float32 {
	for i, c := range Classes {
		if c == r {
			return s[i]
		}
	}
	return 0
}

// Input is the window around the ink between two columns of a line's picture, 0 paper
// to 1 ink; ok is false where there is none.
func Input(g *raster.Gray, x0, x1 int) (in [inputs]float32, ok bool) {
	x0, x1 = max(x0, 0), min(x1, g.W)
	paper, dark := g.Levels()
	level, span := g.InkLevel(), float32(max(40, paper-dark))
	left, right, top, bottom := x1, x0-1, g.H, -1
	for y := range g.H {
		for x, v := range g.Row(y)[x0:max(x0, x1)] {
			if v < level {
				left, right, top, bottom = min(left, x0+x), max(right, x0+x), min(top, y), max(bottom, y)
			}
		}
	}
	if right < left {
		return in, false
	}
	ox, oy := (left+right+1)/2-window/2, (top+bottom+1)/2-window/2
	for j := range window {
		for i := range window {
			x, y := ox+i, oy+j
			if x < x0 || x >= x1 || y < 0 || y >= g.H {
				continue
			}
			v := float32(paper-int(g.Pix[y*g.W+x])) / span
			in[j/2*side+i/2] += min(max(v, 0), 1) / 4
		}
	}
	return in, true
}

// Read gives what stands between two columns of a line's picture.
func Read(g *raster.Gray, x0, x1 int) (s Scores, ok bool) {
	in, ok := Input(g, x0, x1)
	if !ok {
		return s, false
	}
	return weights().Scores(&in), true
}

// Weights are those of the net: one layer of hidden units.
type Weights struct {
	First  [hidden][inputs + 1]float32
	Second [len(Classes)][hidden + 1]float32
}

// Scores runs the net.
func (w *Weights) Scores(in *[inputs]float32) Scores {
	var h [hidden]float32
	for i := range w.First {
		row := &w.First[i]
		sum := row[inputs]
		for k, v := range in {
			sum += row[k] * v
		}
		h[i] = max(sum, 0)
	}
	var s Scores
	most := float32(math.Inf(-1))
	for i := range w.Second {
		row := &w.Second[i]
		s[i] = row[hidden]
		for k, v := range h {
			s[i] += row[k] * v
		}
		most = max(most, s[i])
	}
	var all float32
	for i, v := range s {
		s[i] = float32(math.Exp(float64(v - most)))
		all += s[i]
	}
	for i := range s {
		s[i] /= all
	}
	return s
}

//go:embed sign.bin
var file []byte

// weights decodes the embedded weights: of each row its scale, then bytes.
var weights = sync.OnceValue(func() *Weights {
	w := new(Weights)
	rest := file
	row := func(dst []float32) {
		scale := math.Float32frombits(binary.LittleEndian.Uint32(rest))
		for i := range dst {
			dst[i] = float32(int16(binary.LittleEndian.Uint16(rest[4+2*i:]))) * scale
		}
		rest = rest[4+2*len(dst):]
	}
	for i := range w.First {
		row(w.First[i][:])
	}
	for i := range w.Second {
		row(w.Second[i][:])
	}
	return w
})

// Encode writes weights as they are embedded.
func (w *Weights) Encode() []byte {
	var out []byte
	row := func(src []float32) {
		var most float32
		for _, v := range src {
			most = max(most, v, -v)
		}
		scale := max(most, 1e-9) / math.MaxInt16
		out = binary.LittleEndian.AppendUint32(out, math.Float32bits(scale))
		for _, v := range src {
			out = binary.LittleEndian.AppendUint16(out, uint16(int16(math.Round(float64(v/scale)))))
		}
	}
	for i := range w.First {
		row(w.First[i][:])
	}
	for i := range w.Second {
		row(w.Second[i][:])
	}
	return out
}
