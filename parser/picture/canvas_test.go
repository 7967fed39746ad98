package picture

import (
	"image"
	"testing"
)

// gradient is a picture no two pixels of which are alike.
func gradient(w, h int) *Picture {
	p := &Picture{Gray: image.NewGray(image.Rect(0, 0, w, h)), Reduced: 1}
	for i := range p.Gray.Pix {
		p.Gray.Pix[i] = byte(i * 7)
	}
	return p
}

var everywhere = [4]float64{-1e6, -1e6, 1e6, 1e6}

// onPage is the matrix that lays a picture of the unit square on a page of w by
// h points, turned and mirrored.
func onPage(t turn, w, h float64) Matrix {
	m := Matrix{1, 0, 0, 1, 0, 0}
	if t.Mirror {
		m = Matrix{-1, 0, 0, 1, 1, 0}
	}
	for range t.Quarters { // (x, y) goes to (1-y, x)
		m = Matrix{-m.B, m.A, -m.D, m.C, 1 - m.F, m.E}
	}
	return Matrix{m.A * w, m.B * h, m.C * w, m.D * h, m.E * w, m.F * h}
}

// A picture that is the page alone is handed on as it lies: the pixels must be
// those that drawing it on a canvas gives.
func TestTurns(t *testing.T) {
	for _, mirror := range []bool{false, true} {
		for q := range 4 {
			turn := turn{Mirror: mirror, Quarters: q}
			w, h := 40.0, 30.0
			if q&1 == 1 {
				w, h = h, w
			}
			l := Layer{Picture: gradient(40, 30), Place: onPage(turn, w, h), Clip: everywhere}
			got, ok := l.turn()
			if !ok || l.Picture.turned(got).Gray.Rect != l.Picture.turned(turn).Gray.Rect {
				t.Fatalf("%v is taken for %v, %v", turn, got, ok)
			}
			alone := l.alone(w, h)
			c := newCanvas(w, h, []Layer{l}, Limits{}.orDefault())
			c.draw(&l)
			if alone == nil || string(alone.Gray.Pix) != string(c.p.Gray.Pix) {
				t.Errorf("%v: turned and drawn differ", turn)
			}
		}
	}
}

// Strips are put together pixel by pixel.
func TestStrips(t *testing.T) {
	whole := gradient(50, 60)
	var layers []Layer
	for y := 0; y < 60; y += 20 {
		p := &Picture{Gray: image.NewGray(image.Rect(0, 0, 50, 20)), Reduced: 1}
		copy(p.Gray.Pix, whole.Gray.Pix[50*y:])
		layers = append(layers, Layer{Picture: p, Place: Matrix{A: 25, D: 10, F: float64(y) / 2}, Clip: everywhere})
	}
	got := Compose(25, 30, layers, Limits{})
	if got.Gray.Rect != whole.Gray.Rect || string(got.Gray.Pix) != string(whole.Gray.Pix) {
		t.Errorf("%v of strips differs", got.Gray.Rect)
	}
}

// A coarse ground with a fine stencil on it: the stencil sets the resolution.
func TestLayers(t *testing.T) {
	ground := &Picture{Gray: image.NewGray(image.Rect(0, 0, 10, 10)), Reduced: 1}
	for i := range ground.Gray.Pix {
		ground.Gray.Pix[i] = 200
	}
	ink := &Picture{Gray: image.NewGray(image.Rect(0, 0, 1, 1)), Reduced: 1}
	mask := image.NewGray(image.Rect(0, 0, 40, 40))
	mask.Pix[5*40+7] = 255
	mask.Pix[6*40+7] = 128
	place := Matrix{A: 20, D: 20}
	got := Compose(20, 20, []Layer{
		{Picture: ground, Place: place, Clip: everywhere},
		{Picture: ink, Alpha: mask, Place: place, Clip: everywhere},
	}, Limits{})
	if got.Gray.Rect.Dx() != 40 {
		t.Fatalf("composed at %v", got.Gray.Rect)
	}
	for _, c := range []struct {
		x, y int
		want byte
	}{{7, 5, 0}, {7, 6, 100}, {8, 5, 200}} {
		if v := got.Gray.GrayAt(c.x, c.y).Y; v != c.want {
			t.Errorf("%d, %d is %d, want %d", c.x, c.y, v, c.want)
		}
	}
	// The stencil alone stands on white paper.
	alone := Compose(20, 20, []Layer{{Picture: ink, Alpha: mask, Place: place, Clip: everywhere}}, Limits{})
	if v := alone.Gray.GrayAt(7, 5).Y; v != 0 || alone.Gray.GrayAt(0, 0).Y != 255 {
		t.Errorf("stencil on paper: %d", v)
	}
}

// A clip cuts, and what no layer covers is white.
func TestClip(t *testing.T) {
	black := &Picture{Gray: image.NewGray(image.Rect(0, 0, 40, 40)), Reduced: 1}
	got := Compose(20, 20, []Layer{{Picture: black, Place: Matrix{A: 20, D: 20}, Clip: [4]float64{5, 0, 20, 10}}}, Limits{})
	for _, c := range []struct {
		x, y int
		want byte
	}{{9, 5, 255}, {10, 5, 0}, {30, 19, 0}, {30, 20, 255}} {
		if v := got.Gray.GrayAt(c.x, c.y).Y; v != c.want {
			t.Errorf("%d, %d is %d, want %d", c.x, c.y, v, c.want)
		}
	}
}

// A page without sense keeps within the bounds.
func TestComposeBounds(t *testing.T) {
	p := gradient(100, 100)
	for _, c := range []struct {
		w, h  float64
		place Matrix
	}{
		{1e9, 1e-3, Matrix{A: 1, D: 1}},
		{500, 500, Matrix{A: 1e-9, D: 1e-9}},
		{500, 500, Matrix{A: 1e300, D: 1e300, E: -1e300}},
		{500, 500, Matrix{}},
	} {
		got := Compose(c.w, c.h, []Layer{{Picture: p, Place: c.place, Clip: everywhere}}, Limits{Kept: 1 << 16})
		if got == nil || got.Gray.Rect.Dx()*got.Gray.Rect.Dy() > 1<<17 {
			t.Errorf("%v × %v: %v", c.w, c.h, got)
		}
	}
}
