package ruling

import "github.com/pbt-cli/pbt/parser/scan/internal/raster"

// axis lets one piece of code look along rows or along columns: across is the
// direction of the rulings' places, along that in which they run.
type axis struct {
	ink      *raster.Ink
	hidden   *raster.Ink // what coloured ink lies over, or nil
	vertical bool
	across   int
	along    int
	stepA    int // from one pixel across to the next
	stepL    int // from one pixel along to the next
}

func axisOf(ink *raster.Ink, vertical bool) axis {
	if vertical {
		return axis{ink, nil, true, ink.W, ink.H, 1, ink.W}
	}
	return axis{ink, nil, false, ink.H, ink.W, ink.W, 1}
}

// The look of a ruling, in per cent of ink along a window.
const (
	// ridgeInk is how much of the window a ruling fills.
	ridgeInk = 55
	// ridgeRise is how much more that is than a little way off to both sides.
	ridgeRise = 35
	// ridgeReach is how far a gap between two dots may reach, in pixels.
	ridgeReach = 5
)

// ridges marks thin things that run along an axis, dotted ones too: the ink of a
// window along the axis, one pixel thicker than it is, is dense, and falls off
// on both sides. The shapes of characters do not last that long.
func ridges(ink *raster.Ink, dpi int, vertical bool) *raster.Ink {
	a := axisOf(ink, vertical)
	half, off := dpi/12, max(4, dpi/40)
	if vertical {
		half = dpi / 16
	}
	// The densities of the last 2·off+1 lines across, and their thickened ink.
	depth := 2*off + 1
	dense := make([][]uint8, depth)
	for i := range dense {
		dense[i] = make([]uint8, a.along)
	}
	sums := make([]int32, a.along+1)
	out := raster.NewInk(ink.W, ink.H)
	near := make([]bool, a.along)
	for i := range a.across {
		a.density(i, half, sums, dense[i%depth])
		at := i - off
		if at < off {
			continue
		}
		row, before, behind := dense[at%depth], dense[(at-off)%depth], dense[i%depth]
		found := false
		for j, v := range row {
			if v >= ridgeInk && before[j]+ridgeRise <= v && behind[j]+ridgeRise <= v {
				if !found {
					a.reachable(at, near)
					found = true
				}
				if near[j] {
					out.On[at*a.stepA+j*a.stepL] = true
				}
			}
		}
	}
	return out
}

// density gives the part of a window along line i that is ink, thickened by a
// pixel to both sides, in per cent.
func (a axis) density(i, half int, sums []int32, out []uint8) {
	lo, hi := max(0, i-1), min(a.across-1, i+1)
	for j := range a.along {
		sums[j+1] = sums[j]
		for k := lo; k <= hi; k++ {
			if a.ink.On[k*a.stepA+j*a.stepL] {
				sums[j+1]++
				break
			}
		}
	}
	for j := range out {
		from, to := max(0, j-half), min(a.along, j+half+1)
		out[j] = uint8(100 * (sums[to] - sums[from]) / int32(to-from))
	}
}

// reachable marks what lies within ridgeReach of ink along line i.
func (a axis) reachable(i int, near []bool) {
	clear(near)
	lo, hi := max(0, i-1), min(a.across-1, i+1)
	for j := range a.along {
		for k := lo; k <= hi; k++ {
			if a.ink.On[k*a.stepA+j*a.stepL] {
				for n := max(0, j-ridgeReach); n <= min(a.along-1, j+ridgeReach); n++ {
					near[n] = true
				}
				break
			}
		}
	}
}

// curve is a ruling as it runs over the page: its places across, along.
type curve struct{ along, across []float64 }

// curveStep is how many pixels lie between two samples of a curve.
const curveStep = 8

// curves samples the connected ridges of at least a length; a sample thicker
// than thick is where something else meets the ruling.
func curves(ridge *raster.Ink, vertical bool, length, thick int) []curve {
	labels, blobs := ridge.Blobs()
	type sample struct{ sum, n int }
	samples := make([][]sample, len(blobs))
	from := make([]int, len(blobs))
	for i, b := range blobs {
		lo, hi := b.X0, b.X1
		if vertical {
			lo, hi = b.Y0, b.Y1
		}
		if from[i] = lo; hi-lo >= length {
			samples[i] = make([]sample, hi-lo+1)
		}
	}
	for at, l := range labels {
		if l == 0 || samples[l-1] == nil {
			continue
		}
		along, across := at%ridge.W, at/ridge.W
		if vertical {
			along, across = across, along
		}
		s := &samples[l-1][along-from[l-1]]
		s.sum += across
		s.n++
	}
	var out []curve
	for i, list := range samples {
		var c curve
		for j := 4; j+4 < len(list); j += curveStep {
			sum, n := 0.0, 0.0
			for _, s := range list[j-4 : j+4] {
				if s.n > 0 && s.n <= thick {
					sum += float64(s.sum) / float64(s.n)
					n++
				}
			}
			if n >= 2 {
				c.along = append(c.along, float64(from[i]+j))
				c.across = append(c.across, sum/n)
			}
		}
		if len(c.along) >= 4 {
			out = append(out, c)
		}
	}
	return out
}
