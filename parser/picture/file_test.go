package picture

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// reference reads a PNG by the standard library alone.
func reference(t testing.TB, name string) image.Image {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// meanError is the mean difference of the colours of a picture and an image, in
// levels.
func meanError(p *Picture, want image.Image) float64 {
	b := want.Bounds()
	if p.Gray.Rect.Size() != b.Size() {
		return 255
	}
	sum, n := 0.0, 0
	off := func(got byte, want uint32) {
		d := float64(got) - float64(want>>8)
		sum, n = sum+max(d, -d), n+1
	}
	for y := range b.Dy() {
		for x := range b.Dx() {
			r, g, bl, _ := want.At(b.Min.X+x, b.Min.Y+y).RGBA()
			if p.Color == nil {
				off(p.Gray.GrayAt(x, y).Y, uint32(Luma(byte(r>>8), byte(g>>8), byte(bl>>8)))<<8)
				continue
			}
			c := p.Color.RGBAAt(x, y)
			off(c.R, r)
			off(c.G, g)
			off(c.B, bl)
		}
	}
	return sum / float64(n)
}

// The files were written by libtiff, ImageMagick and libwebp from the three PNG
// files beside them; the first letter says from which.
func TestFormats(t *testing.T) {
	names, err := filepath.Glob("testdata/[bgc]-*.*")
	if err != nil || len(names) < 20 {
		t.Fatalf("%d files, %v", len(names), err)
	}
	more, _ := filepath.Glob("testdata/[bgc].*")
	for _, name := range append(names, more...) {
		base := filepath.Base(name)
		want := reference(t, map[byte]string{'b': "bilevel.png", 'g': "gray.png", 'c': "rgb.png"}[base[0]])
		most := 0.0 // exact
		switch {
		case strings.Contains(base, "cmyk"):
			most = 3
		case strings.Contains(base, "jpeg"), strings.HasSuffix(base, ".jpg"), strings.Contains(base, "lossy"):
			most = 6
		case strings.Contains(base, "palette"), base == "c.gif":
			most = 12
		}
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		f, err := Open(data, Limits{})
		if err != nil {
			t.Errorf("%s: %v", base, err)
			continue
		}
		p, err := f.Page(context.Background(), 0)
		if err != nil {
			t.Errorf("%s: %v", base, err)
			continue
		}
		if e := meanError(p, want); e > most {
			t.Errorf("%s: off by %.2f levels", base, e)
		}
		if (p.Color != nil) != (base[0] == 'c') || p.Bilevel != (base[0] == 'b') || p.Damaged || f.Pages() != 1 {
			t.Errorf("%s: colour %v, bilevel %v, damaged %v, %d pages", base, p.Color != nil, p.Bilevel, p.Damaged, f.Pages())
		}
	}
}

func TestPages(t *testing.T) {
	data, err := os.ReadFile("testdata/three.tif")
	if err != nil {
		t.Fatal(err)
	}
	f, err := Open(data, Limits{})
	if err != nil || f.Pages() != 3 || f.Cut() {
		t.Fatalf("%d pages, cut %v, %v", f.Pages(), f.Cut(), err)
	}
	for i, name := range []string{"bilevel.png", "gray.png", "rgb.png"} {
		p, err := f.Page(context.Background(), i)
		if err != nil {
			t.Fatal(err)
		}
		if e := meanError(p, reference(t, name)); e > 6 {
			t.Errorf("page %d: off by %.2f levels", i, e)
		}
	}
	f, err = Open(data, Limits{Pages: 2})
	if err != nil || f.Pages() != 2 || !f.Cut() {
		t.Errorf("two pages allowed: %d, cut %v, %v", f.Pages(), f.Cut(), err)
	}
}

func TestRefused(t *testing.T) {
	huge := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x01\x00\x00\x00\x01\x00\x00\x01\x00\x00\x00\x00")
	huge = append(huge, 0x49, 0xa3, 0x3c, 0x5f) // a checksum that the limit must come before
	jpg, _ := os.ReadFile("testdata/c.jpg")
	var unsupported *UnsupportedError
	for _, c := range []struct {
		name string
		data []byte
		ok   func(error) bool
	}{
		{"nothing", nil, func(e error) bool { return errors.Is(e, errFormat) }},
		{"text", []byte("项目支出绩效目标表"), func(e error) bool { return errors.Is(e, errFormat) }},
		{"jpx", []byte("\x00\x00\x00\x0cjP  \r\n\x87\n"), func(e error) bool { return errors.As(e, &unsupported) && unsupported.Coding == "JPX" }},
		{"heic", []byte("\x00\x00\x00\x18ftypheic"), func(e error) bool { return errors.As(e, &unsupported) && unsupported.Coding == "HEIC" }},
		{"huge", huge, func(e error) bool { return errors.Is(e, ErrLimit) || errors.Is(e, ErrDamaged) }},
		{"cut jpeg", jpg[:200], func(e error) bool { return errors.Is(e, ErrDamaged) }},
		{"tiff without pages", []byte("II*\x00\x08\x00\x00\x00\x00\x00\x00\x00"), func(e error) bool { return errors.Is(e, ErrDamaged) }},
	} {
		_, err := Decode(context.Background(), c.data, Limits{})
		if err == nil || !c.ok(err) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if _, err := Decode(context.Background(), jpg, Limits{Pixels: 96*64 - 1}); !errors.Is(err, ErrLimit) {
		t.Errorf("a pixel too many: %v", err)
	}
}

// A picture beyond what is kept is reduced, and says by how much.
func TestReduced(t *testing.T) {
	data, err := os.ReadFile("testdata/rgb.png")
	if err != nil {
		t.Fatal(err)
	}
	p, err := Decode(context.Background(), data, Limits{Kept: 48 * 32})
	if err != nil {
		t.Fatal(err)
	}
	if p.Reduced != 2 || p.Gray.Rect.Dx() != 48 || p.Gray.Rect.Dy() != 32 || p.Color == nil {
		t.Fatalf("reduced %d to %v", p.Reduced, p.Gray.Rect)
	}
	img := reference(t, "rgb.png")
	for _, at := range []image.Point{{0, 0}, {10, 20}, {47, 31}} {
		sum := uint32(0)
		for i := range 4 {
			r, _, _, _ := img.At(2*at.X+i&1, 2*at.Y+i>>1).RGBA()
			sum += r >> 8
		}
		if got := uint32(p.Color.RGBAAt(at.X, at.Y).R); got != sum/4 {
			t.Errorf("%v: red %d, want %d", at, got, sum/4)
		}
	}
}

// An Exif orientation is undone, so that a telephone's picture stands upright.
func TestOrientation(t *testing.T) {
	jpg, err := os.ReadFile("testdata/c.jpg")
	if err != nil {
		t.Fatal(err)
	}
	for o, size := range []image.Point{1: {96, 64}, 2: {96, 64}, 3: {96, 64}, 4: {96, 64}, 5: {64, 96}, 6: {64, 96}, 7: {64, 96}, 8: {64, 96}} {
		if o == 0 {
			continue
		}
		exif := []byte{0xff, 0xe1, 0, 34, 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, byte(o), 0, 0, 0, 0, 0, 0}
		data := append(append(append([]byte{}, jpg[:2]...), exif...), jpg[2:]...)
		p, err := Decode(context.Background(), data, Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if p.Gray.Rect.Size() != size {
			t.Errorf("orientation %d: %v", o, p.Gray.Rect.Size())
		}
		// Where the upper left corner of the upright picture comes from, by Exif's
		// table of the stored row 0 and column 0.
		from := []image.Point{1: {0, 0}, 2: {95, 0}, 3: {95, 63}, 4: {0, 63}, 5: {0, 0}, 6: {0, 63}, 7: {95, 63}, 8: {95, 0}}[o]
		plain, _ := Decode(context.Background(), jpg, Limits{})
		if got, want := p.Gray.GrayAt(0, 0), plain.Gray.GrayAt(from.X, from.Y); got != want {
			t.Errorf("orientation %d: corner %v, want %v", o, got, want)
		}
	}
}

func TestPaper(t *testing.T) {
	for _, c := range []struct {
		name               string
		w, h               int
		width, height, dpi float64
		want               float64
	}{
		{"A4 at 200 dpi", 1654, 2339, 595.28, 841.89, 0, 200},
		{"the same lying", 2339, 1654, 841.89, 595.28, 0, 200},
		{"96 dpi written for 200", 1654, 2339, 1240.5, 1754.25, 0, 200},
		{"A3", 2339, 3307, 841.89, 1190.55, 0, 200},
		{"a file that says 300", 2480, 3508, 0, 0, 300, 300},
		{"a file that says 72", 1654, 2339, 0, 0, 72, 200},
		{"letter", 1700, 2200, 612, 792, 0, 200},
		{"16K in a page of its size", 1449, 2047, 521.6, 737, 0, 200},
	} {
		p := &Picture{Gray: image.NewGray(image.Rect(0, 0, c.w, c.h)), Reduced: 1}
		p.SetPaper(c.width, c.height, c.dpi)
		if p.DPI < c.want*0.99 || p.DPI > c.want*1.01 {
			t.Errorf("%s: %.1f dpi, want %.0f", c.name, p.DPI, c.want)
		}
		if c.width > 0 && (p.Width != c.width || p.Height != c.height) {
			t.Errorf("%s: page of %.1f × %.1f", c.name, p.Width, p.Height)
		}
	}
}

func FuzzDecode(f *testing.F) {
	names, _ := filepath.Glob("testdata/*.*")
	for _, n := range names {
		data, err := os.ReadFile(n)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		limits := Limits{Pixels: 1 << 20, Kept: 1 << 16, Pages: 4}
		file, err := Open(data, limits)
		if err != nil {
			return
		}
		for i := range file.Pages() {
			p, err := file.Page(context.Background(), i)
			if err != nil {
				continue
			}
			if n := p.Gray.Rect.Dx() * p.Gray.Rect.Dy(); n < 1 || n > limits.Kept || !(p.DPI > 0) {
				t.Fatalf("%d pixels at %v dpi", n, p.DPI)
			}
		}
	})
}
