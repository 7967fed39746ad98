package scan

import (
	"context"
	"image"
	"sort"

	"github.com/pbt-cli/pbt/parser/scan/internal/line"
	"github.com/pbt-cli/pbt/parser/scan/internal/net"
	"github.com/pbt-cli/pbt/parser/scan/internal/raster"
	"github.com/pbt-cli/pbt/parser/scan/internal/ruling"
)

// The search for the way up of a page.
const (
	// probes is how many cells are read to see which way up a page is.
	probes = 8
	// probeLines is how many lines of each.
	probeLines = 2
	// probeShape bounds a probed line: so many times as wide as it is high.
	probeShape = 12
	// leastProbes is how many cells with text it takes.
	leastProbes = 4
	// uprightScore is the mean confidence that only upright text has; a wrong way
	// up scores 0.3 to 0.5.
	uprightScore = 0.93
	// betterBy is how much more another way up must score.
	betterBy = 0.05
)

// orientation gives the quarter turns clockwise that set a page upright.
func (r *Reader) orientation(ctx context.Context, s *sheet) (int, error) {
	regions := probeRegions(s)
	if len(regions) < leastProbes {
		return 0, nil
	}
	best, most := 0, 0.0
	for _, turns := range []int{0, 2, 1, 3} {
		score, err := r.probe(ctx, s.Sheet.Turned(turns), turned(regions, s.Gray, turns))
		if err != nil {
			return 0, err
		}
		if turns == 0 {
			if score >= uprightScore {
				return 0, nil
			}
			most = score
			continue
		}
		if score > most+betterBy {
			best, most = turns, score
		}
		if best != 0 && most >= uprightScore {
			break
		}
	}
	return best, nil
}

// probeRegions picks cells of middling ink: neither prose nor lone figures. A
// page without cells is probed by its lines.
func probeRegions(s *sheet) []image.Rectangle {
	type candidate struct {
		box image.Rectangle
		ink int
	}
	least := 150 * s.DPI * s.DPI / 40000
	var list []candidate
	for _, c := range s.Cells {
		if n := inkIn(s.Ink, c.Box()); n > least {
			list = append(list, candidate{c.Box(), n})
		}
	}
	if len(list) < leastProbes {
		return nil
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].ink > list[j].ink })
	var out []image.Rectangle
	for k := range probes {
		out = append(out, list[min(len(list)-1, len(list)/8+k*len(list)/16)].box)
	}
	return out
}

func inkIn(ink *raster.Ink, b image.Rectangle) int {
	n := 0
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for _, on := range ink.Row(y)[b.Min.X:b.Max.X] {
			if on {
				n++
			}
		}
	}
	return n
}

// turned turns regions with their page.
func turned(regions []image.Rectangle, g *raster.Gray, turns int) []image.Rectangle {
	out := make([]image.Rectangle, len(regions))
	for i, b := range regions {
		x0, y0 := raster.TurnPoint(b.Min.X, b.Min.Y, g.W, g.H, turns)
		x1, y1 := raster.TurnPoint(b.Max.X-1, b.Max.Y-1, g.W, g.H, turns)
		out[i] = image.Rect(min(x0, x1), min(y0, y1), max(x0, x1)+1, max(y0, y1)+1)
	}
	return out
}

// probe is the mean confidence of the text in regions, longer text counting more.
func (r *Reader) probe(ctx context.Context, s *ruling.Sheet, regions []image.Rectangle) (float64, error) {
	cut := line.NewCutter(s)
	cut.Height = float64(s.DPI) / 7
	var crops []*raster.Gray
	for _, b := range regions {
		for k, l := range cut.Lines(b) {
			if k == probeLines {
				break
			}
			l.Max.X = min(l.Max.X, l.Min.X+probeShape*l.Dy())
			crops = append(crops, s.Gray.Crop(l, net.Height))
		}
	}
	texts, err := r.engine.read(ctx, crops)
	if err != nil {
		return 0, err
	}
	sum, weight := 0.0, 0.0
	for _, t := range texts {
		const (
			full = 6   // a text of so many characters counts fully
			lone = 0.3 // what a lone character scores: it says little
		)
		n := len(t.Chars)
		switch {
		case n < 2:
			sum += lone
			weight++
		default:
			w := float64(min(n, full))
			for _, c := range t.Chars {
				sum += w * float64(c.P) / float64(n)
			}
			weight += w
		}
	}
	if weight == 0 {
		return 0, nil
	}
	return sum / weight, nil
}
