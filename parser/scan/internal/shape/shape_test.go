package shape

import (
	"math"
	"testing"

	"github.com/pbt-cli/pbt/parser/scan/internal/raster"
)

// blocks draws a line with ink in boxes of x0, y0, x1, y1.
func blocks(w int, boxes ...[4]int) *Line {
	g := raster.NewGray(w, 48)
	for i := range g.Pix {
		g.Pix[i] = raster.White
	}
	for _, b := range boxes {
		for y := b[1]; y < b[3]; y++ {
			clear(g.Row(y)[b[0]:b[2]])
		}
	}
	return Of(g)
}

// The width of a sign is that of the ink around its column, with its parts apart by
// less than a character's gap, and no farther than its neighbours.
func TestAspectAt(t *testing.T) {
	l := blocks(160, [4]int{10, 10, 30, 38}, [4]int{50, 10, 60, 40}, [4]int{62, 10, 80, 40}, [4]int{100, 20, 104, 26})
	for _, c := range []struct {
		x, lo, hi int
		want      float64
	}{
		{20, 0, 159, 20.0 / 28},
		{65, 0, 159, 30.0 / 30}, // two parts
		{65, 62, 159, 18.0 / 30},
		{102, 0, 159, 0}, // too little for a sign
		{140, 0, 159, 0}, // paper
		{200, 0, 159, 0},
	} {
		if got := l.AspectAt(c.x, c.lo, c.hi); math.Abs(got-c.want) > 0.01 {
			t.Errorf("at %d from %d to %d: %.2f, want %.2f", c.x, c.lo, c.hi, got, c.want)
		}
	}
}

// A dot stands half way up, and has nothing above or below it.
func TestDotBetween(t *testing.T) {
	for name, c := range map[string]struct {
		want  bool
		boxes [][4]int
	}{
		"a dot": {true, [][4]int{{30, 22, 34, 26}}}, "a full stop": {false, [][4]int{{30, 36, 34, 40}}}, "nothing": {false, nil},
		"a stroke": {false, [][4]int{{30, 10, 34, 40}}}, "a speck": {false, [][4]int{{30, 22, 31, 24}}},
	} {
		if got := blocks(80, c.boxes...).DotBetween(20, 50); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
