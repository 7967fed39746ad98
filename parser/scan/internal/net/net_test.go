package net

import (
	"encoding/json"
	"image"
	"image/png"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func linePixels(t testing.TB, path string) ([]uint8, int) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	im, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	g, ok := im.(*image.Gray)
	if !ok || g.Bounds().Dy() != Height {
		t.Fatalf("%s is no grey picture of %d rows", path, Height)
	}
	return g.Pix, g.Bounds().Dx()
}

func text(c *Columns) string {
	var b strings.Builder
	chars := Chars()
	last := int32(0)
	for i := range c.Len() {
		best := c.best(i).Char
		if best != 0 && best != last {
			b.WriteRune(chars[best])
		}
		last = best
	}
	return b.String()
}

// What half precision may change of a probability.
const halfPrecision = 0.02

// The references come from onnxruntime (onnxruntime-web 1.30.0, WebAssembly, one
// thread) on the same pictures with the net in full precision: the characters
// of at least 0.001 of each column.
func TestReference(t *testing.T) {
	data, err := os.ReadFile("testdata/reference.json")
	if err != nil {
		t.Fatal(err)
	}
	var want map[string][][][2]float64
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatal(err)
	}
	n, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	r := n.Runner()
	for name, columns := range want {
		pixels, width := linePixels(t, filepath.Join("testdata", name))
		got := r.run(pixels, width, len(columns)*Step)
		if got.Len() != len(columns) {
			t.Errorf("%s: %d columns, want %d", name, got.Len(), len(columns))
			continue
		}
		worst := 0.0
		for i, column := range columns {
			have := map[int32]float32{}
			for _, l := range got.At(i) {
				have[l.Char] = l.P
			}
			for _, w := range column {
				worst = max(worst, math.Abs(w[1]-float64(have[int32(w[0])])))
			}
		}
		t.Logf("%s: %q, furthest off %.5f", name, text(got), worst)
		if worst > halfPrecision {
			t.Errorf("%s: a probability is %.4f off", name, worst)
		}
	}
}

func TestTexts(t *testing.T) {
	n, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	r := n.Runner()
	for name, want := range map[string]string{
		"title.png":   "项目支出绩效目标申报表 (2020年度)",
		"percent.png": "≥95%",
		"amount.png":  "15,630,300.00",
		"short.png":   "每月一次",
	} {
		pixels, width := linePixels(t, filepath.Join("testdata", name))
		c, err := r.Run(pixels, width)
		if err != nil {
			t.Fatal(err)
		}
		if got := text(c); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// The kernels of the processor and the portable ones agree, tile by tile.
func TestKernels(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	values := func(n int) []float32 {
		out := make([]float32, n)
		for i := range out {
			out[i] = float32(rnd.NormFloat64())
		}
		return out
	}
	near := func(what string, a, b []float32) {
		t.Helper()
		for i := range a {
			if d := math.Abs(float64(a[i] - b[i])); d > 1e-4*max(1, math.Abs(float64(b[i]))) {
				t.Fatalf("%s: value %d is %v, portable %v", what, i, a[i], b[i])
			}
		}
	}
	for _, act := range []*activation{nil, newActivation(1.3, -0.2)} {
		for _, k := range []int{1, 9, 64, 480} {
			a, b, bias := values(k*tileRows), values(k*tileCols), values(tileRows)
			const stride = 40
			got, want := make([]float32, tileRows*stride), make([]float32, tileRows*stride)
			tile(k, a, b, got, stride, bias, act)
			tilePortable(k, a, b, want, stride, bias, act)
			near("tile", got, want)
		}
		for _, n := range []int{1, 7, 8, 31, 32, 33, 75, 240} {
			for _, size := range []int{3, 5} {
				stride := n + size + slideWidth
				src, w := values(stride*(size+1)), values(size*size)
				got, want := make([]float32, n+slideWidth), make([]float32, n+slideWidth)
				slide(got, src, w, n, stride, size, size, 0.5, act)
				slidePortable(want, src, w, n, stride, size, size, 0.5, act)
				near("slide", got[:n], want[:n])
			}
		}
	}
}

func TestHalf(t *testing.T) {
	for h, want := range map[uint16]float32{0: 0, 0x3c00: 1, 0xc000: -2, 0x3555: 0.33325195, 1: 1.0 / (1 << 24), 0x7bff: 65504} {
		if got := fromHalf(h); got != want {
			t.Errorf("half %#x is %v, want %v", h, got, want)
		}
	}
}

func TestNothingAllocated(t *testing.T) {
	n, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	r := n.Runner()
	pixels, width := linePixels(t, "testdata/title.png")
	if _, err := r.Run(pixels, width); err != nil {
		t.Fatal(err)
	}
	if a := testing.AllocsPerRun(2, func() { r.Run(pixels, width) }); a > 0 {
		t.Errorf("%v allocations a line", a)
	}
}

func TestSizes(t *testing.T) {
	n, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	r := n.Runner()
	for _, width := range []int{1, 7, 109, 110, 111} {
		if _, err := r.Run(make([]uint8, Height*width), width); err != nil {
			t.Errorf("width %d: %v", width, err)
		}
	}
	for _, c := range []struct{ width, pixels int }{{0, 0}, {10, 10}, {MaxWidth + 1, Height * (MaxWidth + 1)}} {
		if _, err := r.Run(make([]uint8, c.pixels), c.width); err == nil {
			t.Errorf("a picture of %d pixels and width %d was taken", c.pixels, c.width)
		}
	}
}

func TestDamagedWeights(t *testing.T) {
	for _, n := range []int{0, 4, 8, 100, 100000} {
		if _, err := Decode(weights[:n]); err == nil && n != len(Magic) {
			t.Errorf("the first %d bytes pass for a net", n)
		}
	}
}

func BenchmarkLine(b *testing.B) {
	n, err := Load()
	if err != nil {
		b.Fatal(err)
	}
	r := n.Runner()
	pixels, width := linePixels(b, "testdata/title.png")
	for b.Loop() {
		r.Run(pixels, width)
	}
}
