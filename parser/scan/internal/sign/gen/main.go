// Command gen draws signs of the typefaces at hand as scanners give them, and teaches
// the net of package sign with them: gen sign.bin FONT…
//
// Of each sign the font, the size, the place, tilt, blur, contrast and noise are drawn
// by lot, and one in three is made black and white. The last tenth of what is drawn is
// not taught, and tells how often the net errs where it is sure.
package main

import (
	"fmt"
	"image"
	"log"
	"math"
	"math/rand/v2"
	"os"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"github.com/pbt-cli/pbt/parser/scan/internal/raster"
	"github.com/pbt-cli/pbt/parser/scan/internal/sign"
)

// drawn are the characters of each class.
var drawn = [len(sign.Classes)]string{"<＜‹", ">＞›", "≤⩽", "≥⩾", "=＝", "≦", "≧", "-—一－–", "2578ZS301469+/%‰~二三人八入个次天元户亩座套起KVNMAECFIXΛΣ()《》、。·≠≈工王上下千万小时分里公台人"}

// each is how often each class is drawn.
var each = [len(sign.Classes)]float64{1, 1, 1.3, 1.3, 1, .4, .4, .6, 1.5}

const (
	rounds = 250_000
	rate   = 0.02
	batch  = 32
)

type face struct {
	font *sfnt.Font
	buf  sfnt.Buffer
}

func main() {
	log.SetFlags(0)
	var faces []*face
	for _, name := range os.Args[2:] {
		data, err := os.ReadFile(name)
		if err != nil {
			log.Fatal(err)
		}
		c, err := opentype.ParseCollection(data)
		if err != nil {
			log.Fatal(name, err)
		}
		f, err := c.Font(0)
		if err != nil {
			log.Fatal(name, err)
		}
		faces = append(faces, &face{font: f})
	}
	rnd := rand.New(rand.NewPCG(7, 11))
	w := start(rnd)
	learn(w, faces, rnd)
	if err := os.WriteFile(os.Args[1], w.Encode(), 0o644); err != nil {
		log.Fatal(err)
	}
	test(w, faces, rnd)
}

// start is a net that knows nothing.
func start(rnd *rand.Rand) *sign.Weights {
	w := new(sign.Weights)
	for i := range w.First {
		row := w.First[i][:]
		for k := range row {
			row[k] = float32(rnd.NormFloat64() * math.Sqrt(2/float64(len(row))))
		}
	}
	for i := range w.Second {
		row := w.Second[i][:]
		for k := range row {
			row[k] = float32(rnd.NormFloat64() * math.Sqrt(1/float64(len(row))))
		}
	}
	return w
}

// learn teaches by steepest descent with momentum; the rate falls to nothing.
func learn(w *sign.Weights, faces []*face, rnd *rand.Rand) {
	grad, speed := new(sign.Weights), new(sign.Weights)
	loss := 0.0
	for n := 1; n <= rounds; n++ {
		class, g := sample(faces, rnd)
		in, ok := sign.Input(g, 0, g.W)
		if !ok {
			continue
		}
		s := w.Scores(&in)
		loss -= math.Log(float64(s[class]) + 1e-9)
		back(w, grad, &in, &s, class)
		if n%batch == 0 {
			step := float32(rate * (1 + math.Cos(math.Pi*float64(n)/rounds)) / 2)
			for i := range w.First {
				descend(w.First[i][:], grad.First[i][:], speed.First[i][:], step)
			}
			for i := range w.Second {
				descend(w.Second[i][:], grad.Second[i][:], speed.Second[i][:], step)
			}
		}
		if n%25_000 == 0 {
			fmt.Printf("%d drawn, loss %.4f\n", n, loss/25_000)
			loss = 0
		}
	}
}

func descend(w, grad, speed []float32, step float32) {
	for i := range w {
		speed[i] = 0.9*speed[i] - step*(grad[i]/batch+1e-5*w[i])
		w[i] += speed[i]
		grad[i] = 0
	}
}

// back adds the gradient of one sample.
func back(w, grad *sign.Weights, in *[484]float32, s *sign.Scores, class int) {
	var h, dh [len(w.First)]float32
	for i := range w.First {
		row := &w.First[i]
		sum := row[len(in)]
		for k, v := range in {
			sum += row[k] * v
		}
		h[i] = max(sum, 0)
	}
	for i := range w.Second {
		d := s[i]
		if i == class {
			d--
		}
		row, g := &w.Second[i], &grad.Second[i]
		for k, v := range h {
			g[k] += d * v
			dh[k] += d * row[k]
		}
		g[len(h)] += d
	}
	for i, d := range dh {
		if h[i] <= 0 {
			continue
		}
		g := &grad.First[i]
		for k, v := range in {
			g[k] += d * v
		}
		g[len(in)] += d
	}
}

// test says how often the net errs at how much.
func test(w *sign.Weights, faces []*face, rnd *rand.Rand) {
	steps := []float32{0.5, 0.9, 0.97, 0.99, 0.995, 0.999}
	all, wrong, n := make([]int, len(steps)), make([]int, len(steps)), rounds/10
	for range n {
		class, g := sample(faces, rnd)
		in, ok := sign.Input(g, 0, g.W)
		if !ok {
			continue
		}
		s := w.Scores(&in)
		best, p := s.Best()
		for i, least := range steps {
			if p >= least {
				all[i]++
				if best != sign.Classes[class] {
					wrong[i]++
				}
			}
		}
	}
	for i, least := range steps {
		fmt.Printf("at %.3f: %.1f %% of the signs, %.3f %% of them wrong\n", least, 100*float64(all[i])/float64(n), 100*float64(wrong[i])/float64(max(1, all[i])))
	}
}

// sample draws a sign as the reader of scans cuts it out.
func sample(faces []*face, rnd *rand.Rand) (int, *raster.Gray) {
	for {
		class := pick(rnd)
		chars := []rune(drawn[class])
		f := faces[rnd.IntN(len(faces))]
		if g := f.scan(chars[rnd.IntN(len(chars))], rnd); g != nil {
			return class, g
		}
	}
}

func pick(rnd *rand.Rand) int {
	sum := 0.0
	for _, v := range each {
		sum += v
	}
	at := rnd.Float64() * sum
	for i, v := range each {
		if at -= v; at < 0 {
			return i
		}
	}
	return 0
}

// scan draws a character and spoils it; nil where the font has none.
func (f *face) scan(r rune, rnd *rand.Rand) *raster.Gray {
	const over = 3 // drawn so many times as large, then made small
	if i, err := f.font.GlyphIndex(&f.buf, r); err != nil || i == 0 {
		return nil
	}
	em := 17 + rnd.Float64()*30
	fc, err := opentype.NewFace(f.font, &opentype.FaceOptions{Size: em * over, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		return nil
	}
	defer fc.Close()
	canvas := int(em*2.2) * over
	im := image.NewGray(image.Rect(0, 0, canvas, canvas))
	d := font.Drawer{Dst: im, Src: image.White, Face: fc, Dot: fixed.P(canvas/4+rnd.IntN(over), canvas*2/3+rnd.IntN(over))}
	d.DrawString(string(r))
	small := shrink(im, over, rnd)
	bilevel := rnd.IntN(3) == 0
	spoil(small, bilevel, rnd)
	return cut(small, em)
}

// shrink makes a page's picture of a drawing, tilted a little.
func shrink(im *image.Gray, over int, rnd *rand.Rand) []row {
	side := im.Rect.Dx() / over
	out := make([]row, side)
	angle := (rnd.Float64()*2 - 1) * 0.012
	bold := 0.8 + rnd.Float64()*0.4
	for y := range out {
		out[y] = make(row, side)
		for x := range out[y] {
			sum := 0.0
			for j := range over {
				for i := range over {
					px, py := float64(x*over+i), float64(y*over+j)
					sx, sy := int(px-angle*py), int(py+angle*px)
					if sx >= 0 && sy >= 0 && sx < im.Rect.Dx() && sy < im.Rect.Dy() {
						sum += float64(im.Pix[sy*im.Stride+sx])
					}
				}
			}
			out[y][x] = min(1, bold*sum/float64(over*over)/255)
		}
	}
	return out
}

// row is a row of ink, 0 to 1.
type row []float64

// spoil blurs, fades and roughens ink, and may make it black and white.
func spoil(ink []row, bilevel bool, rnd *rand.Rand) {
	blur(ink, 0.25+rnd.Float64()*0.85)
	noise, contrast := rnd.Float64()*0.06, 0.45+rnd.Float64()*0.55
	ground := rnd.Float64() * 0.12
	for y := range ink {
		for x := range ink[y] {
			ink[y][x] = ground + contrast*ink[y][x] + noise*rnd.NormFloat64()
		}
	}
	if !bilevel {
		return
	}
	level := ground + contrast*(0.28+rnd.Float64()*0.3)
	for y := range ink {
		for x := range ink[y] {
			if ink[y][x] > level {
				ink[y][x] = 1
			} else {
				ink[y][x] = 0
			}
		}
	}
	if rnd.IntN(2) == 0 {
		blur(ink, 0.5) // straightened once more
	}
}

func blur(ink []row, sigma float64) {
	reach := int(3*sigma + 1)
	kernel := make([]float64, 2*reach+1)
	sum := 0.0
	for i := range kernel {
		d := float64(i - reach)
		kernel[i] = math.Exp(-d * d / (2 * sigma * sigma))
		sum += kernel[i]
	}
	n := len(ink)
	pass := func(get func(a, b int) float64, set func(a, b int, v float64)) {
		line := make([]float64, n)
		for a := range n {
			for b := range n {
				v := 0.0
				for k, weight := range kernel {
					if c := b + k - reach; c >= 0 && c < n {
						v += weight * get(a, c)
					}
				}
				line[b] = v / sum
			}
			for b, v := range line {
				set(a, b, v)
			}
		}
	}
	pass(func(a, b int) float64 { return ink[a][b] }, func(a, b int, v float64) { ink[a][b] = v })
	pass(func(a, b int) float64 { return ink[b][a] }, func(a, b int, v float64) { ink[b][a] = v })
}

// cut cuts the ink out as a line's picture is: as high as a line and some paper around.
func cut(ink []row, em float64) *raster.Gray {
	n := len(ink)
	g := raster.NewGray(n, n)
	for y, line := range ink {
		for x, v := range line {
			g.Pix[y*n+x] = uint8(255 - 255*min(max(v, 0), 1))
		}
	}
	level := g.InkLevel()
	box := image.Rectangle{}
	for y := range n {
		for x, v := range g.Row(y) {
			if v < level {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	if box.Empty() {
		return nil
	}
	height := 0.9 * em
	if need := int(height) - box.Dy(); need > 0 {
		box.Min.Y -= need / 2
		box.Max.Y += need - need/2
	}
	high, wide := int(height*0.12), int(height*0.2)
	box = image.Rect(box.Min.X-wide, box.Min.Y-high, box.Max.X+wide, box.Max.Y+high).Intersect(image.Rect(0, 0, n, n))
	if box.Dx() < 4 || box.Dy() < 8 {
		return nil
	}
	return g.Crop(box, 48).Stretched()
}
