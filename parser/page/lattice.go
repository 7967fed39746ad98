package page

import (
	"math"
	"sort"
	"strings"

	"github.com/pbt-cli/pbt/parser/internal/union"
)

// table is a table on one page, or several joined across pages.
type table struct {
	Page int
	Box  Box
	// Xs and Ys are the lattice: column and row edges. Ys holds for a table on
	// one page only.
	Xs, Ys []float64
	// Heights are the heights of the rows.
	Heights []float64
	Cells   []cell
	// Ruled says that the spans come from ruling lines.
	Ruled bool
	// Inferred says that columns, or rows too, come from the way the text is
	// aligned.
	Inferred bool
	// Ragged says that some rules were missing: a region was no rectangle.
	Ragged bool
	// LastPage is the page that the table ends on; last is its outline there.
	LastPage int
	last     Box
	// openTop and openBottom say that some column is not closed by a rule at
	// the table's upper or lower edge.
	openTop, openBottom bool
}

// cell is a rectangle of a table.
type cell struct {
	Row, Col, RowSpan, ColSpan int
	Lines                      []line
	Box                        Box
	Page                       int

	// hang is where glyphs of the cell show above or below it, nil where none does.
	hang *Box
	// whole is the text with what a clip cuts off of it; empty where nothing is cut.
	whole string
}

// dropped is what was dropped into a cell.
type dropped struct {
	n      int // how many glyphs
	glyphs []*Glyph
	cut    []*Glyph // what a clip cuts off of the strings in the cell
}

// Text is the printed text, a line break between lines.
func (c *cell) Text() string { return linesText(c.Lines) }

func linesText(lines []line) string {
	if len(lines) == 1 {
		return lines[0].Text
	}
	parts := make([]string, len(lines))
	for i, l := range lines {
		parts[i] = l.Text
	}
	return strings.Join(parts, "\n")
}

// lattice is the grid of all lines of one component.
type lattice struct {
	xs, ys []float64
	region []int // by row*cols+col
	cells  []cell
	drops  []dropped // by cell
	ragged bool
	// openTop and openBottom say that a column has no rule at the edge.
	openTop, openBottom bool
	// inferred says that the columns come from the text, lined that rules part
	// all rows.
	inferred, lined bool
	// col and row are where the last point was looked up: the next is mostly there.
	col, row int
}

func (l *lattice) cols() int { return len(l.xs) - 1 }
func (l *lattice) rows() int { return len(l.ys) - 1 }

// buildLattice crosses the lines of a component into cells; nil if they bound
// fewer than two.
func buildLattice(r rulings) *lattice {
	if len(r.h) == 0 || len(r.v) == 0 || len(r.h)+len(r.v) < 3 {
		return nil
	}
	l := &lattice{xs: edges(r.v, r.h), ys: edges(r.h, r.v)}
	rows, cols := l.rows(), l.cols()
	if rows < 1 || cols < 1 || rows*cols < 2 || rows*cols > maxLattice {
		return nil
	}
	right := walls(r.v, l.xs, l.ys) // wall on the right of (col, row)
	below := walls(r.h, l.ys, l.xs)
	l.openTop, l.openBottom = openEdge(r.h, l.ys[0], l.xs), openEdge(r.h, l.ys[rows], l.xs)
	l.merge(right, below)
	if len(l.cells) < 2 {
		return nil
	}
	return l
}

// edges are the places of the lines, and the ends of those that cross them:
// a table is closed at its outline whether a rule is drawn there or not.
func edges(lines, cross []rule) []float64 {
	var at []float64
	for _, l := range lines {
		if len(at) == 0 || l.at-at[len(at)-1] > snap {
			at = append(at, l.at)
		}
	}
	if len(cross) == 0 {
		return at
	}
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, c := range cross {
		lo, hi = min(lo, c.from), max(hi, c.to)
	}
	if len(at) == 0 || lo < at[0]-2*reach {
		at = append([]float64{lo}, at...)
	}
	if hi > at[len(at)-1]+2*reach {
		at = append(at, hi)
	}
	return at
}

// walls marks which lattice sides a line covers: element k*across+i says that a
// line at edge k+1 covers the stretch i of the other axis.
func walls(lines []rule, at, across []float64) []bool {
	n := len(across) - 1
	sum := make([]float64, (len(at)-1)*n)
	for _, l := range lines {
		k := nearest(at, l.at)
		if k == 0 || math.Abs(at[k]-l.at) > snapSpan {
			continue
		}
		first := sort.Search(n, func(i int) bool { return across[i+1] > l.from })
		for i := first; i < n && across[i] < l.to; i++ {
			sum[(k-1)*n+i] += min(l.to, across[i+1]) - max(l.from, across[i])
		}
	}
	out := make([]bool, len(sum))
	for k := range out {
		i := k % n
		out[k] = sum[k] >= covered*(across[i+1]-across[i])
	}
	return out
}

// openEdge reports whether some stretch of an edge is covered by no line.
func openEdge(lines []rule, at float64, across []float64) bool {
	for i := 1; i < len(across); i++ {
		sum := 0.0
		for _, l := range lines {
			if math.Abs(l.at-at) <= snapSpan {
				sum += max(0, min(l.to, across[i])-max(l.from, across[i-1]))
			}
		}
		if sum < covered*(across[i]-across[i-1]) {
			return true
		}
	}
	return false
}

// nearest is the index of the edge nearest to v.
func nearest(at []float64, v float64) int {
	i := sort.SearchFloat64s(at, v)
	if i == len(at) || i > 0 && v-at[i-1] <= at[i]-v {
		return i - 1
	}
	return i
}

// merge unites lattice squares that no wall parts, and cuts what is then no
// rectangle into rectangles, row by row.
func (l *lattice) merge(right, below []bool) {
	rows, cols := l.rows(), l.cols()
	sets := union.New(rows * cols)
	for row := range rows {
		for col := range cols {
			at := row*cols + col
			if col+1 < cols && !right[col*rows+row] {
				sets.Join(at+1, at)
			}
			if row+1 < rows && !below[row*cols+col] {
				sets.Join(at+cols, at)
			}
		}
	}
	l.rectangles(sets.Roots())
}

func (l *lattice) rectangles(root []int) {
	rows, cols := l.rows(), l.cols()
	l.region = make([]int, rows*cols)
	for i := range l.region {
		l.region[i] = -1
	}
	seen := make([]bool, len(root))
	n := 0
	for at, id := range root {
		if at == id {
			n++
		}
	}
	l.cells = make([]cell, 0, n)
	for at := range root {
		if l.region[at] >= 0 {
			continue
		}
		id, row, col := root[at], at/cols, at%cols
		if seen[id] {
			l.ragged = true
		}
		seen[id] = true
		w := 1
		for col+w < cols && root[at+w] == id && l.region[at+w] < 0 {
			w++
		}
		h := 1
		for row+h < rows && l.sameRow(root, (row+h)*cols+col, w, id) {
			h++
		}
		for r := row; r < row+h; r++ {
			for c := col; c < col+w; c++ {
				l.region[r*cols+c] = len(l.cells)
			}
		}
		l.cells = append(l.cells, cell{
			Row: row, Col: col, RowSpan: h, ColSpan: w,
			Box: Box{X0: l.xs[col], Y0: l.ys[row], X1: l.xs[col+w], Y1: l.ys[row+h]},
		})
	}
}

func (l *lattice) sameRow(root []int, at, w, id int) bool {
	for i := at; i < at+w; i++ {
		if root[i] != id || l.region[i] >= 0 {
			return false
		}
	}
	return true
}

// box is the outline of the lattice.
func (l *lattice) box() Box {
	return Box{X0: l.xs[0], Y0: l.ys[0], X1: l.xs[l.cols()], Y1: l.ys[l.rows()]}
}

// cellAt gives the index of the cell that holds a point, -1 outside.
func (l *lattice) cellAt(x, y float64) int {
	if !between(l.xs, l.col, x) {
		l.col = sort.SearchFloat64s(l.xs, x) - 1
	}
	if !between(l.ys, l.row, y) {
		l.row = sort.SearchFloat64s(l.ys, y) - 1
	}
	if l.col < 0 || l.row < 0 || l.col >= l.cols() || l.row >= l.rows() {
		return -1
	}
	return l.region[l.row*l.cols()+l.col]
}

// between reports whether v lies behind the i-th edge and not behind the next.
func between(edges []float64, i int, v float64) bool {
	return i >= 0 && i+1 < len(edges) && v > edges[i] && v <= edges[i+1]
}

// table makes a table of the lattice and its cells, without rows and columns that no
// cell begins in.
func (l *lattice) table(page int) *table {
	rowStarts, colStarts := make([]bool, l.rows()), make([]bool, l.cols())
	for i := range l.cells {
		c := &l.cells[i]
		rowStarts[c.Row], colStarts[c.Col] = true, true
	}
	rowAt, ys := compact(rowStarts, l.ys)
	colAt, xs := compact(colStarts, l.xs)
	t := &table{
		Page: page, Box: l.box(), Xs: xs, Ys: ys, Ruled: !l.inferred || l.lined, Inferred: l.inferred, Ragged: l.ragged,
		LastPage: page, last: l.box(), openTop: l.openTop, openBottom: l.openBottom,
		Cells: l.cells, Heights: make([]float64, 0, len(ys)),
	}
	for i := 1; i < len(ys); i++ {
		t.Heights = append(t.Heights, ys[i]-ys[i-1])
	}
	for i := range t.Cells {
		c := &t.Cells[i]
		end, right := rowAt[c.Row+c.RowSpan], colAt[c.Col+c.ColSpan]
		c.Row, c.Col = rowAt[c.Row], colAt[c.Col]
		c.RowSpan, c.ColSpan, c.Page = end-c.Row, right-c.Col, page
	}
	return t
}

// compact numbers the edges that are kept: those where something starts, and
// the last. at maps old edges to new ones, a dropped edge to the next kept one.
func compact(starts []bool, edges []float64) (at []int, kept []float64) {
	at = make([]int, len(edges))
	for i, e := range edges {
		at[i] = len(kept)
		if i == len(starts) || starts[i] {
			kept = append(kept, e)
		}
	}
	return at, kept
}
