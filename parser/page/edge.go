package page

import (
	"math"
	"sort"
)

// A column of texts that all begin at one x is one even where the text before runs close
// up to it: 一级指标 二级指标.

const (
	// edgeLines is how many lines have a text begin at the left edge of a column.
	edgeLines = 4
	// edgeReach is how many points from the edge it begins.
	edgeReach = 0.75
	// edgeGap is how many font sizes lie between it and the text before: more than
	// what a writer sets between a Chinese character and a figure, a quarter.
	edgeGap = 0.35
)

// leftEdges are where the texts of several lines begin, behind a gap or at the left,
// from left to right.
func leftEdges(lines []textLine) []float64 {
	var starts []float64
	for _, l := range lines {
		end := math.Inf(-1)
		for _, g := range l.glyphs {
			if g.Blank() || g.Text == "" {
				continue
			}
			from, to, _ := flow(g)
			if from-end > edgeGap*g.Size {
				starts = append(starts, from)
			}
			end = to
		}
	}
	sort.Float64s(starts)
	var out []float64
	for i := 0; i < len(starts); {
		k := i + 1
		for k < len(starts) && starts[k]-starts[i] <= edgeReach {
			k++
		}
		if k-i >= edgeLines {
			out = append(out, (starts[i]+starts[k-1])/2)
		}
		i = k
	}
	return out
}

// isEdge reports whether a text that begins at x begins at one of the edges.
func isEdge(edges []float64, x float64) bool {
	i := sort.SearchFloat64s(edges, x-edgeReach)
	return i < len(edges) && edges[i] <= x+edgeReach
}

// pairAt reports whether a line is a label and its text, both at the edge of a column.
func (l *line) pairAt(edges []float64) bool {
	return len(l.pieces) == 2 && isEdge(edges, l.pieces[0].box.X0) && isEdge(edges, l.pieces[1].box.X0)
}
