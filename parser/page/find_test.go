package page

import (
	"encoding/binary"
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/schema"
)

func TestJoinLines(t *testing.T) {
	got := joinLines([]rule{{10, 50, 80}, {10.6, 0, 20}, {10.2, 22, 48}, {14, 0, 30}, {14, 60, 90}, {20, 0, 2}})
	var at []string
	for _, l := range got {
		at = append(at, fmt.Sprintf("%.1f %g-%g", l.at, l.from, l.to))
	}
	want := []string{"10.2 0-80", "14.0 0-30", "14.0 60-90"}
	if diff := cmp.Diff(want, at); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestAnyPartitionIsFoundAgain draws a random partition of a lattice into
// rectangles by their sides and expects the same rectangles back.
func TestAnyPartitionIsFoundAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows, cols := rapid.IntRange(1, 8).Draw(t, "rows"), rapid.IntRange(2, 8).Draw(t, "cols")
		xs, ys := steps(t, cols), steps(t, rows)
		want := partition(t, rows, cols)
		var areas []Area
		for _, c := range want {
			x0, x1, y0, y1 := xs[c[1]], xs[c[1]+c[3]], ys[c[0]], ys[c[0]+c[2]]
			for _, b := range []Box{{X0: x0, Y0: y0, X1: x1, Y1: y0}, {X0: x0, Y0: y1, X1: x1, Y1: y1}, {X0: x0, Y0: y0, X1: x0, Y1: y1}, {X0: x1, Y0: y0, X1: x1, Y1: y1}} {
				areas = append(areas, Area{Box: Box{X0: b.X0 - 0.25, Y0: b.Y0 - 0.25, X1: b.X1 + 0.25, Y1: b.Y1 + 0.25}})
			}
		}
		groups := findRulings(areas, nil).components()
		l := buildLattice(groups[0])
		if len(want) == 1 {
			if l != nil {
				t.Fatal("a single box is taken for a table")
			}
			return
		}
		if l == nil || len(l.cells) != len(want) || l.ragged {
			t.Fatalf("got %v, want %v", l, want)
		}
		for _, w := range want {
			x, y := (xs[w[1]]+xs[w[1]+w[3]])/2, (ys[w[0]]+ys[w[0]+w[2]])/2
			c := l.cells[l.cellAt(x, y)]
			if math.Abs(c.Box.X0-xs[w[1]])+math.Abs(c.Box.Y1-ys[w[0]+w[2]]) > 1 {
				t.Fatalf("cell %v, want %v", c, w)
			}
		}
	})
}

// steps draws increasing edges at least 8 points apart.
func steps(t *rapid.T, n int) []float64 {
	at := []float64{50}
	for range n {
		at = append(at, at[len(at)-1]+rapid.Float64Range(8, 60).Draw(t, "step"))
	}
	return at
}

// partition draws rectangles (row, col, rows, cols) that tile a lattice.
func partition(t *rapid.T, rows, cols int) [][4]int {
	taken := make([]bool, rows*cols)
	var out [][4]int
	for i := range taken {
		if taken[i] {
			continue
		}
		r, c := i/cols, i%cols
		w := 1
		most := rapid.IntRange(1, 3).Draw(t, "width")
		for w < most && c+w < cols && !taken[i+w] {
			w++
		}
		h := min(rapid.IntRange(1, 3).Draw(t, "height"), rows-r)
		for y := r; y < r+h; y++ {
			for x := c; x < c+w; x++ {
				taken[y*cols+x] = true
			}
		}
		out = append(out, [4]int{r, c, h, w})
	}
	return out
}

func TestWhiteRules(t *testing.T) {
	paper := Paint{R: 255, G: 255, B: 255}
	white := Area{Box: Box{X0: 0, Y0: 10, X1: 50, Y1: 11}, Paint: paper, Seq: 2}
	if r := findRulings([]Area{white}, nil); len(r.h) != 0 {
		t.Error("a white rule on white paper is seen")
	}
	blue := Area{Box: Box{X0: 0, Y0: 0, X1: 60, Y1: 30}, Seq: 1}
	if r := findRulings([]Area{blue, white}, nil); len(r.h) != 1 {
		t.Error("a white rule on a coloured cell is not seen")
	}
}

func TestLaterFillsCoverRules(t *testing.T) {
	rule := Area{Box: Box{X0: 0, Y0: 10, X1: 90, Y1: 11}, Seq: 1}
	cover := Area{Box: Box{X0: 30, Y0: 0, X1: 60, Y1: 30}, Paint: Paint{R: 255, G: 255, B: 255}, Seq: 2}
	if r := findRulings([]Area{rule, cover}, nil); len(r.h) != 2 {
		t.Errorf("got %v, want the rule on both sides of the fill", r.h)
	}
	cover.Seq = 0
	if r := findRulings([]Area{rule, cover}, nil); len(r.h) != 1 {
		t.Errorf("got %v, want the rule above the earlier fill", r.h)
	}
}

func TestIsPageNumber(t *testing.T) {
	for s, want := range map[string]bool{
		"1": true, "- 12 -": true, "第 3 页": true, "第3页 共10页": true, "3/10": true, "": true,
		"表1": false, "2020年度": false, "第一部分": false,
	} {
		if words.IsPageNumber(s) != want {
			t.Errorf("%q: %v, want %v", s, !want, want)
		}
	}
}

func FuzzTable(f *testing.F) {
	f.Add([]byte("a table made of bytes: every five are a rule, or a letter in it, or a fill"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var pages []found
		p := Page{Number: 1, Width: 600, Height: 800}
		for len(data) >= 9 {
			x, y := float64(binary.BigEndian.Uint16(data[1:])%600), float64(binary.BigEndian.Uint16(data[3:])%800)
			w, h := float64(binary.BigEndian.Uint16(data[5:])%600), float64(binary.BigEndian.Uint16(data[7:])%800)
			switch data[0] % 6 {
			case 0:
				p.Areas = append(p.Areas, Area{Box: Box{X0: x, Y0: y, X1: x + w, Y1: y + 1}, Seq: len(p.Areas)})
			case 1:
				p.Areas = append(p.Areas, Area{Box: Box{X0: x, Y0: y, X1: x + 1, Y1: y + h}, Seq: len(p.Areas)})
			case 2:
				shade := uint8(0)
				if w > h {
					shade = 255
				}
				p.Areas = append(p.Areas, Area{Box: Box{X0: x, Y0: y, X1: x + w, Y1: y + h}, Paint: Paint{R: shade, G: shade, B: shade}, Seq: len(p.Areas)})
			case 3:
				pages = append(pages, new(scratch).find(&p))
				p = Page{Number: p.Number + 1, Width: 600, Height: 800}
			case 4:
				p.Pictures = append(p.Pictures, Picture{Box: Box{x, y, x + w, y + h}, Opaque: w > h, Seq: len(p.Areas)})
				p.Slants = append(p.Slants, Box{x, y, x + 4, y + 6})
			default:
				size := float64(1 + data[6]%12)
				p.Glyphs = append(p.Glyphs, Glyph{
					Text: []string{"字", "1", " ", "□"}[data[0]>>5%4], Known: true, Size: size, Dir: Direction(data[0] >> 3 % 4), Base: y + size, X: x + size/2, Y: y + size/2,
					Box: Box{X0: x, Y0: y, X1: x + size, Y1: y + size}, Show: int(data[7]) / 8, Seq: len(p.Areas),
					Tilt: float32(int8(data[8])) / 4, Paint: Paint{R: data[5], G: data[5], B: data[5], Clear: data[7] & 0xc0}, Apart: Apart(data[8] % 3),
				})
			}
			data = data[9:]
		}
		pages = append(pages, new(scratch).find(&p))
		var joined joiner
		for i := range pages {
			joined.add(&pages[i])
		}
		for _, e := range joined.out {
			if e.table != nil {
				check(t, e.table)
			}
		}
	})
}

// check verifies what every table promises: cells inside it, none over another.
func check(t *testing.T, tb *table) {
	t.Helper()
	rows, cols := len(tb.Heights), len(tb.Xs)-1
	taken := map[[2]int]bool{}
	for _, c := range tb.Cells {
		if c.Row < 0 || c.Col < 0 || c.RowSpan < 1 || c.ColSpan < 1 || c.Row+c.RowSpan > rows || c.Col+c.ColSpan > cols {
			t.Fatalf("cell %+v outside %d×%d", c, rows, cols)
		}
		for r := c.Row; r < c.Row+c.RowSpan; r++ {
			for k := c.Col; k < c.Col+c.ColSpan; k++ {
				if tb.Ruled && taken[[2]int{r, k}] {
					t.Fatalf("two cells at row %d, column %d", r, k)
				}
				taken[[2]int{r, k}] = true
			}
		}
	}
}

// The place of a cell covers its text where that hangs out of it: what is cut at the
// foot of a page is printed on below the line.
func TestPlaceCoversHangingText(t *testing.T) {
	hung := Glyph{Text: "成", Known: true, Box: Box{X0: 20, Y0: 38, X1: 30, Y1: 48}, X: 25, Y: 39, Base: 46, Size: 10}
	inside := Glyph{Text: "本", Known: true, Box: Box{X0: 20, Y0: 12, X1: 30, Y1: 22}, X: 25, Y: 17, Base: 20, Size: 10}
	for _, x := range []struct {
		g    Glyph
		want schema.Box
	}{{hung, schema.Box{10, 10, 60, 48}}, {inside, schema.Box{10, 10, 60, 40}}} {
		f := &table{Cells: []cell{{RowSpan: 1, ColSpan: 1, Box: Box{X0: 10, Y0: 10, X1: 60, Y1: 40}, Page: 2}}, Page: 2}
		f.fill(new(scratch), []dropped{{glyphs: []*Glyph{&x.g}}})
		if got := f.Cells[0].place(); got.Box != x.want || got.Page != 2 {
			t.Errorf("%s at %v, want %v", x.g.Text, got, x.want)
		}
	}
}
