// Package ruling finds the ruled tables of a page's picture: it makes the page
// straight by its own rulings, crosses them into cells with exact spans, and
// takes the rulings off the picture.
package ruling

import (
	"image"
	"math"
	"slices"
	"sort"

	"github.com/pbt-cli/pbt/parser/internal/union"
	"github.com/pbt-cli/pbt/parser/scan/internal/raster"
)

// Sheet is a straightened page with its cells.
type Sheet struct {
	Gray     *raster.Gray
	Ink      *raster.Ink
	DPI      int
	Straight Straight
	// Xs and Ys are the places of rulings, in pixels; a side between two of them
	// is ruled or not.
	Xs, Ys []float64
	Cells  []Cell

	level   [][]float64 // part of the side below Ys[i] between Xs[c] and Xs[c+1] that is ink
	upright [][]float64 // part of the side at Xs[j] between Ys[r] and Ys[r+1]
	thick   float64     // the usual thickness of a ruling
}

// Cell is a rectangle of the table, inside its rulings.
type Cell struct {
	Row, Col, RowSpan, ColSpan int
	X0, Y0, X1, Y1             int
	// Open counts the sides that no ruling closes.
	Open int
	// CutAbove and CutBelow are set where the cell ends with the page's table and
	// no ruling closes it there: the page's edge cuts it.
	CutAbove, CutBelow bool
}

// Box is the inside of the cell.
func (c Cell) Box() image.Rectangle { return image.Rect(c.X0, c.Y0, c.X1, c.Y1) }

// ruled is the part of a side that must be ink to close a cell.
const ruled = 0.72

// Find straightens a page and finds its cells.
func Find(g *raster.Gray, dpi int) *Sheet {
	straight, how := straighten(g, dpi)
	s := &Sheet{Gray: straight, Ink: raster.Binarise(straight, inkReach(dpi)), DPI: dpi, Straight: how}
	level, upright := s.segments()
	s.measureThickness(level, upright)
	if !s.layTracks(level, upright) {
		return s
	}
	s.measureSides()
	s.makeCells()
	return s
}

// inch gives a part of an inch in pixels.
func (s *Sheet) inch(part float64) int { return int(float64(s.DPI) * part) }

// segments finds straight runs in the ink and in its ridges: dotted and faded
// rulings show in the ridges alone.
func (s *Sheet) segments() (level, upright []segment) {
	thick, gap := max(4, s.DPI/25), max(2, s.DPI/60)
	level = segments(s.Ink, false, s.inch(0.30), gap, thick)
	level = append(level, segments(ridges(s.Ink, s.DPI, false), false, s.inch(0.30), gap, thick+2)...)
	upright = segments(s.Ink, true, s.inch(0.15), gap, thick)
	upright = append(upright, segments(ridges(s.Ink, s.DPI, true), true, s.inch(0.15), gap, thick+2)...)
	return level, upright
}

func (s *Sheet) measureThickness(lists ...[]segment) {
	var all []float64
	for _, l := range lists {
		for _, g := range l {
			all = append(all, g.thick)
		}
	}
	if len(all) > 0 {
		sort.Float64s(all)
		s.thick = all[len(all)/2]
	}
}

// Parts of an inch by which rulings are told from strokes.
const (
	longLevel   = 0.6  // a level run of this length is no stroke of a character
	longerLevel = 2.0  // nor one of several that touch
	longUpright = 0.45 // nor is an upright one of this
	meets       = 0.03 // how near a shorter one must end to rulings
	crossing    = 0.1  // by how much those may be broken where it ends
	beyond      = 0.06 // how far uprights run past the last ruling of a cut table
	aside       = 0.12 // and level ones past the last upright one of a table whose frame is lost
)

// layTracks sets the places of rulings; false where they bound nothing.
func (s *Sheet) layTracks(level, upright []segment) bool {
	d := float64(s.DPI)
	slack := max(3, d/50)
	level, kept := anchored(level, upright, d)
	ys, xs := tracks(level, slack), tracks(kept, slack)
	if len(xs) < 2 || len(ys) < 1 {
		return false
	}
	ys = closed(ys, kept, longUpright*d, beyond*d, 2, false)
	xs = closed(xs, level, longLevel*d, aside*d, max(3, len(ys)/2), true)
	s.Xs, s.Ys = xs, ys
	return len(ys) >= 2
}

// closed puts a track where a table ends without a ruling: the page's edge cuts it, or
// its frame is too faint. There the rulings of the other direction end, those of a
// length, at least so many of them beyond the outermost track; where they must, at one
// place.
func closed(at []float64, others []segment, long, by float64, least int, together bool) []float64 {
	var before, behind []float64
	for _, o := range others {
		if o.length() < long {
			continue
		}
		if o.from < at[0]-by {
			before = append(before, o.from)
		}
		if o.to > at[len(at)-1]+by {
			behind = append(behind, o.to)
		}
	}
	agreed := func(ends []float64) bool {
		if len(ends) < least {
			return false
		}
		n := 0
		for _, v := range ends {
			if math.Abs(v-median(ends)) <= by/2 {
				n++
			}
		}
		return !together || 3*n >= 2*len(ends)
	}
	if agreed(before) {
		at = append([]float64{median(before)}, at...)
	}
	if agreed(behind) {
		at = append(at, median(behind))
	}
	return at
}

func median(v []float64) float64 {
	sort.Float64s(v)
	return v[len(v)/2]
}

// measureSides measures the ink of every side, and drops tracks that close no
// cell: they are strokes of text.
func (s *Sheet) measureSides() {
	for s.measure(); s.dropIdle(); s.measure() {
	}
}

// measure measures the ink of every side.
func (s *Sheet) measure() {
	s.level, s.upright = make([][]float64, len(s.Ys)), make([][]float64, len(s.Ys)-1)
	for i := range s.level {
		s.level[i] = make([]float64, len(s.Xs)-1)
		for c := range s.level[i] {
			s.level[i][c] = s.side(false, s.Ys[i], s.Xs[c], s.Xs[c+1])
		}
		dropLone(s.level[i])
	}
	for r := range s.upright {
		s.upright[r] = make([]float64, len(s.Xs))
		for j := range s.upright[r] {
			s.upright[r][j] = s.side(true, s.Xs[j], s.Ys[r], s.Ys[r+1])
		}
	}
	if s.Gray.Hidden != nil {
		s.bridge()
	}
	for j := 1; j+1 < len(s.Xs); j++ {
		s.dropStrokes(j)
	}
	for i := 1; i+1 < len(s.Ys); i++ {
		s.dropBars(i)
	}
}

// bridge rules the sides that coloured ink hides where those on both ends of them are
// ruled.
func (s *Sheet) bridge() {
	for r := 1; r+1 < len(s.upright); r++ {
		for j, v := range s.upright[r] {
			if v < ruled && s.upright[r-1][j] >= ruled && s.upright[r+1][j] >= ruled && s.unseen(true, s.Xs[j], s.Ys[r], s.Ys[r+1]) {
				s.upright[r][j] = dotted
			}
		}
	}
	for i, row := range s.level {
		for c := 1; c+1 < len(row); c++ {
			if row[c] < ruled && row[c-1] >= ruled && row[c+1] >= ruled && s.unseen(false, s.Ys[i], s.Xs[c], s.Xs[c+1]) {
				row[c] = dotted
			}
		}
	}
}

// dropBars takes the sides of a level track that meet no ruling with either end for
// bars of characters, or for a line under a blank: they close no cell.
func (s *Sheet) dropBars(i int) {
	row := s.level[i]
	for from := 0; from < len(row); from++ {
		to := from
		for to < len(row) && row[to] >= ruled {
			to++
		}
		if to > from && !s.crossed(i, from) && !s.crossed(i, to) {
			clear(row[from:to])
		}
		from = to
	}
}

// crossed reports whether an inner level track meets a ruling at an upright one, or the
// end of the table.
func (s *Sheet) crossed(i, j int) bool {
	return j == 0 || j == len(s.Xs)-1 || s.upright[i-1][j] >= ruled || s.upright[i][j] >= ruled
}

// dropStrokes takes the sides of a short upright for the strokes of characters,
// where they do not reach from ruling to ruling: in low rows a stem is nearly as
// high as the row. A ruling ends at another. Nor is one what is much thicker than
// rulings are: the ring of a seal is upright where it turns.
func (s *Sheet) dropStrokes(j int) {
	half := s.thick / 2
	for from := 0; from < len(s.upright); from++ {
		to := from
		for to < len(s.upright) && s.upright[to][j] >= ruled {
			to++
		}
		if s.Ys[to]-s.Ys[from] < longUpright*float64(s.DPI) {
			for r := from; r < to; r++ {
				if !s.meets(from, j) || !s.meets(to, j) || s.ends(s.Xs[j], s.Ys[r]+half, s.Ys[r+1]-half) > max(1, s.DPI/100) || s.heavy(j, r) {
					s.upright[r][j] = 0
				}
			}
		}
		from = to
	}
}

// heavier is how many times as thick as the usual ruling a short one is at most.
const heavier = 2

// heavy reports whether an upright side is thicker than rulings are.
func (s *Sheet) heavy(j, r int) bool {
	reach := max(1, s.DPI/100)
	t := axisOf(s.Ink, true).thickness(int(s.Xs[j]+0.5), reach, int(s.Ys[r])+reach, int(s.Ys[r+1])-reach)
	return float64(t) > heavier*max(s.thick, float64(s.DPI)/100)
}

// meets reports whether an upright that ends at a level track meets a ruling there,
// or the end of the table.
func (s *Sheet) meets(i, j int) bool {
	return i == 0 || i == len(s.Ys)-1 || s.level[i][j-1] >= ruled || s.level[i][j] >= ruled
}

// ends is how many pixels are free at the ends of an upright side.
func (s *Sheet) ends(at, from, to float64) int {
	a := axisOf(s.Ink, true)
	m := a.cover(int(at+0.5), max(1, s.DPI/100), max(0, int(from)), min(a.along, int(to)))
	return m.lead + m.trail
}

// dropIdle drops inner tracks that close no cell, and reports whether there were any.
func (s *Sheet) dropIdle() bool {
	var ys, xs []float64
	for i, y := range s.Ys {
		used := i == 0 || i == len(s.Ys)-1
		for _, v := range s.level[i] {
			used = used || v >= ruled
		}
		if used {
			ys = append(ys, y)
		}
	}
	for j, x := range s.Xs {
		used := j == 0 || j == len(s.Xs)-1
		for r := range s.upright {
			used = used || s.upright[r][j] >= ruled
		}
		if used {
			xs = append(xs, x)
		}
	}
	idle := len(ys) < len(s.Ys) || len(xs) < len(s.Xs)
	s.Xs, s.Ys = xs, ys
	return idle
}

// makeCells unites what no ruling parts.
func (s *Sheet) makeCells() {
	rows, cols := len(s.Ys)-1, len(s.Xs)-1
	sets := union.New(rows * cols)
	for r := range rows {
		for c := range cols {
			if c+1 < cols && s.upright[r][c+1] < ruled {
				sets.Join(r*cols+c, r*cols+c+1)
			}
			if r+1 < rows && s.level[r+1][c] < ruled {
				sets.Join(r*cols+c, (r+1)*cols+c)
			}
		}
	}
	s.rectangles(sets.Roots(), rows, cols)
	s.dropGhosts()
}

// rectangles makes cells of regions, row by row: one that is no rectangle, since
// a ruling is missing, becomes several.
func (s *Sheet) rectangles(region []int, rows, cols int) {
	taken := make([]bool, len(region))
	free := func(at, id int) bool { return region[at] == id && !taken[at] }
	for at, id := range region {
		if taken[at] {
			continue
		}
		row, col := at/cols, at%cols
		wide := 1
		for col+wide < cols && free(at+wide, id) {
			wide++
		}
		high := 1
		for row+high < rows {
			below := (row+high)*cols + col
			if slices.ContainsFunc(span(below, wide), func(i int) bool { return !free(i, id) }) {
				break
			}
			high++
		}
		for r := range high {
			for _, i := range span(at+r*cols, wide) {
				taken[i] = true
			}
		}
		s.Cells = append(s.Cells, s.cell(row, col, row+high-1, col+wide-1))
	}
}

// span is n numbers from at on.
func span(at, n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = at + i
	}
	return out
}

func (s *Sheet) cell(r0, c0, r1, c1 int) Cell {
	in := max(1, s.DPI/150)
	c := Cell{Row: r0, Col: c0, RowSpan: r1 - r0 + 1, ColSpan: c1 - c0 + 1,
		X0: int(s.Xs[c0]) + in, X1: int(s.Xs[c1+1]) - in + 1,
		Y0: int(s.Ys[r0]) + in, Y1: int(s.Ys[r1+1]) - in + 1}
	c.X0, c.Y0 = max(c.X0, 0), max(c.Y0, 0)
	c.X1, c.Y1 = max(c.X0, min(c.X1, s.Ink.W)), max(c.Y0, min(c.Y1, s.Ink.H))
	var left, right float64
	for r := r0; r <= r1; r++ {
		left, right = left+s.upright[r][c0], right+s.upright[r][c1+1]
	}
	for _, v := range []float64{
		left / float64(c.RowSpan), right / float64(c.RowSpan),
		mean(s.level[r0][c0 : c1+1]), mean(s.level[r1+1][c0 : c1+1]),
	} {
		if v < ruled {
			c.Open++
		}
	}
	c.CutAbove = r0 == 0 && mean(s.level[0][c0:c1+1]) < ruled
	c.CutBelow = r1 == len(s.Ys)-2 && mean(s.level[r1+1][c0:c1+1]) < ruled
	return c
}

func mean(v []float64) float64 {
	sum := 0.0
	for _, x := range v {
		sum += x
	}
	return sum / float64(len(v))
}

// dropGhosts drops cells with three sides open: they are what lies beside the
// table, a shadow or the paper's edge.
func (s *Sheet) dropGhosts() {
	kept := s.Cells[:0]
	for _, c := range s.Cells {
		if c.Open < 3 {
			kept = append(kept, c)
		}
	}
	s.Cells = kept
}

// Rule is a stretch of a ruling, in pixels.
type Rule struct{ X0, Y0, X1, Y1 float64 }

// Rules gives the rulings that close cells, each as long as it runs.
func (s *Sheet) Rules() []Rule {
	var out []Rule
	for i, row := range s.level {
		for c := 0; c < len(row); {
			from := c
			for c < len(row) && row[c] >= ruled {
				c++
			}
			if c > from {
				out = append(out, Rule{s.Xs[from], s.Ys[i], s.Xs[c], s.Ys[i]})
			}
			c = max(c, from+1)
		}
	}
	for j := range s.Xs {
		for r := 0; r < len(s.upright); {
			from := r
			for r < len(s.upright) && s.upright[r][j] >= ruled {
				r++
			}
			if r > from {
				out = append(out, Rule{s.Xs[j], s.Ys[from], s.Xs[j], s.Ys[r]})
			}
			r = max(r, from+1)
		}
	}
	return out
}

// Turned turns a sheet, its cells too, by quarter turns clockwise. Only its
// picture, ink and cells are turned: it serves to try how text reads.
func (s *Sheet) Turned(quarters int) *Sheet {
	out := &Sheet{Gray: s.Gray.Turned(quarters), Ink: s.Ink.Turned(quarters), DPI: s.DPI, thick: s.thick}
	for _, c := range s.Cells {
		x0, y0 := raster.TurnPoint(c.X0, c.Y0, s.Gray.W, s.Gray.H, quarters)
		x1, y1 := raster.TurnPoint(c.X1-1, c.Y1-1, s.Gray.W, s.Gray.H, quarters)
		c.X0, c.X1, c.Y0, c.Y1 = min(x0, x1), max(x0, x1)+1, min(y0, y1), max(y0, y1)+1
		out.Cells = append(out.Cells, c)
	}
	return out
}
