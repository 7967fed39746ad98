package line

import (
	"image"
	"testing"

	"github.com/pbt-cli/pbt/parser/scan/internal/raster"
	"github.com/pbt-cli/pbt/parser/scan/internal/ruling"
)

// page is white paper with a word of dark ink in a cell.
func page() (*ruling.Sheet, image.Rectangle) {
	s := &ruling.Sheet{Gray: raster.NewGray(400, 100), Ink: raster.NewInk(400, 100), DPI: 200}
	for i := range s.Gray.Pix {
		s.Gray.Pix[i] = 250
	}
	word := image.Rect(200, 40, 260, 66)
	paint(s, word, 60)
	for y := word.Min.Y; y < word.Max.Y; y++ {
		for x := word.Min.X; x < word.Max.X; x++ {
			s.Ink.On[y*s.Ink.W+x] = true
		}
	}
	return s, word
}

func paint(s *ruling.Sheet, b image.Rectangle, v uint8) {
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			s.Gray.Pix[y*s.Gray.W+x] = v
		}
	}
}

// A hairline beside a line is a part of it; a speck, a ruling and a shadow are not.
func TestReach(t *testing.T) {
	cell := image.Rect(100, 20, 300, 90)
	for name, c := range map[string]struct {
		faint     image.Rectangle
		grey      uint8
		from, end int // the line's edges, 0 as they were
	}{
		"nothing":           {},
		"一 before":          {image.Rect(168, 52, 200, 54), 200, 168, 0},
		"a dash behind":     {image.Rect(260, 52, 284, 54), 200, 0, 284},
		"a speck":           {image.Rect(196, 52, 198, 54), 100, 0, 0},
		"a ruling":          {image.Rect(182, 20, 200, 90), 150, 0, 0},
		"a level ruling":    {image.Rect(110, 52, 200, 54), 200, 0, 0},
		"a watermark's":     {image.Rect(180, 34, 200, 60), 200, 0, 0},
		"too pale":          {image.Rect(168, 52, 200, 54), 240, 0, 0},
		"another cell's":    {image.Rect(306, 52, 330, 54), 200, 0, 0},
		"far from the line": {image.Rect(120, 52, 150, 54), 200, 0, 0},
	} {
		s, word := page()
		paint(s, c.faint, c.grey)
		cut := &Cutter{ink: s.Ink, gray: s.Gray, dpi: s.DPI, Height: 26}
		box := cut.pad(word, cell)
		got := cut.Reach(box, cell)
		if c.from == 0 && got.Min.X != box.Min.X || c.from > 0 && got.Min.X > c.from {
			t.Errorf("%s: the line begins at %d, was %d", name, got.Min.X, box.Min.X)
		}
		if c.end == 0 && got.Max.X != box.Max.X || c.end > 0 && got.Max.X < c.end {
			t.Errorf("%s: the line ends at %d, was %d", name, got.Max.X, box.Max.X)
		}
	}
}

// A disc is a hole; the densest character, with paper between its strokes or grey where
// the mask has filled it, is none.
func TestHole(t *testing.T) {
	const side, wide = 41, 60
	disc := func(x, y int) bool { return (x-20)*(x-20)+(y-20)*(y-20) <= 20*20 }
	dense := func(x, y int) bool { return y%8 < 6 || x%10 < 4 }
	all := func(int, int) bool { return true }
	for name, c := range map[string]struct {
		mask, dark func(x, y int) bool
		want       bool
	}{
		"disc":             {disc, disc, true},
		"character":        {dense, dense, false},
		"filled character": {all, dense, false},
		"round character":  {disc, dense, false},
	} {
		ink, gray := raster.NewInk(wide, wide), raster.NewGray(wide, wide)
		for i := range gray.Pix {
			gray.Pix[i] = 240
		}
		for y := range side {
			for x := range side {
				at := (y+5)*wide + x + 5
				ink.On[at] = c.mask(x, y)
				gray.Pix[at] = 160
				if c.dark(x, y) {
					gray.Pix[at] = 40
				}
			}
		}
		labels, blobs := ink.Blobs()
		cut := &Cutter{ink: ink, gray: gray, dpi: 200, Height: 26}
		if got := cut.hole(blobs[0], labels, 1); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// A pale sign in a cell without ink is a line; noise, and a shadow, are none.
func TestPale(t *testing.T) {
	cell := image.Rect(100, 20, 300, 90)
	for name, c := range map[string]struct {
		pale image.Rectangle
		grey uint8
		want bool
	}{
		"nothing":  {want: false},
		"a sign":   {image.Rect(190, 45, 205, 55), 190, true},
		"too pale": {image.Rect(190, 45, 205, 55), 240, false},
		"a speck":  {image.Rect(190, 45, 193, 48), 190, false},
		"a shadow": {image.Rect(100, 20, 200, 90), 190, false},
	} {
		s, word := page()
		paint(s, word, 250)
		paint(s, c.pale, c.grey)
		for i := range s.Ink.On {
			s.Ink.On[i] = false
		}
		cut := &Cutter{ink: s.Ink, gray: s.Gray, dpi: s.DPI, Height: 26}
		got, ok := cut.Pale(cell)
		if ok != c.want || ok && !c.pale.In(got) {
			t.Errorf("%s: %v, %v", name, got, ok)
		}
	}
}
