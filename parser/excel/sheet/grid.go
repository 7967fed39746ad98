package sheet

import (
	"cmp"
	"fmt"
	"math/bits"
	"slices"
	"sort"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

// grid makes the sheet a grid, nil where it shows nothing.
func (s *Sheet) grid() (*grid.Grid, *schema.ReadError) {
	s.order()
	if len(s.boxes) > 0 {
		s.settleBoxes()
		s.order()
	}
	if len(s.cells) == 0 {
		return nil, nil
	}
	s.clipMerges()
	rows, cols := s.axes()
	g := &grid.Grid{Name: s.name, Hidden: s.Hidden, Spans: grid.Exact, Rows: rows.size, Cols: cols.size}
	if int64(g.Rows)*int64(g.Cols) > maxArea {
		return nil, Limit(fmt.Sprintf("单元格散布在 %d 行 × %d 列上", g.Rows, g.Cols), fmt.Sprintf("the cells are scattered over %d rows × %d columns", g.Rows, g.Cols))
	}
	cover := newCover(rows, cols)
	spans, err := cover.place(s.merges)
	if err != nil {
		return nil, err
	}
	s.fill(g, rows, cols, cover, spans)
	g.RowHeights = s.rowHeights(rows)
	s.around(g)
	return g, nil
}

// order sorts the cells; of several at one place the last is kept.
func (s *Sheet) order() {
	byPlace := func(a, b rawCell) int {
		return cmp.Or(cmp.Compare(a.row, b.row), cmp.Compare(a.col, b.col))
	}
	if !slices.IsSortedFunc(s.cells, byPlace) {
		slices.SortStableFunc(s.cells, byPlace)
	}
	kept := s.cells[:0]
	for i, c := range s.cells {
		if i+1 < len(s.cells) && byPlace(c, s.cells[i+1]) == 0 {
			continue
		}
		kept = append(kept, c)
	}
	s.cells = kept
	slices.Sort(s.hiddenRows)
	s.hiddenRows = slices.Compact(s.hiddenRows)
	slices.Sort(s.hiddenCols)
	s.hiddenCols = slices.Compact(s.hiddenCols)
}

// has reports whether a cell with text stands at a place.
func (s *Sheet) has(row, col int32) bool {
	i := sort.Search(len(s.cells), func(i int) bool {
		c := s.cells[i]
		return c.row > row || c.row == row && c.col >= col
	})
	return i < len(s.cells) && s.cells[i].row == row && s.cells[i].col == col
}

// clipMerges keeps the merged ranges that lie within what the sheet uses: the
// cells with text, and the sane ranges that such a cell begins.
func (s *Sheet) clipMerges() {
	var used area
	for _, c := range s.cells {
		used.lastRow, used.lastCol = max(used.lastRow, c.row), max(used.lastCol, c.col)
	}
	text := used
	for _, m := range s.merges {
		if !s.has(m.row, m.col) {
			continue
		}
		if m.lastRow-m.row < saneRows {
			used.lastRow = max(used.lastRow, m.lastRow)
		}
		if m.lastCol-m.col < saneCols {
			used.lastCol = max(used.lastCol, m.lastCol)
		}
	}
	used.lastRow, used.lastCol = max(used.lastRow, text.lastRow), max(used.lastCol, text.lastCol)
	kept := s.merges[:0]
	for _, m := range s.merges {
		m.lastRow, m.lastCol = min(m.lastRow, used.lastRow), min(m.lastCol, used.lastCol)
		if m.row > m.lastRow || m.col > m.lastCol {
			continue
		}
		kept = append(kept, m)
	}
	s.merges = kept
}

// axis maps the rows, or the columns, of a sheet to those of its grid: runs of
// more than maxGap empty ones are shortened to it.
type axis struct {
	at   []int32 // rows of the sheet that something begins or ends in, sorted
	to   []int32 // the rows of the grid that they become
	size int
}

func newAxis(at []int32) axis {
	slices.Sort(at)
	a := axis{at: slices.Compact(at)}
	a.to = make([]int32, len(a.at))
	from, to := int32(-1), int32(-1)
	for i, v := range a.at {
		to += min(v-from, maxGap+1)
		from = v
		a.to[i] = to
	}
	a.size = int(to) + 1
	return a
}

// index gives the grid's row of a sheet's row that is in at.
func (a axis) index(v int32) int32 {
	if int(v) < len(a.at) && a.at[v] == v {
		return a.to[v] // nothing before it is empty
	}
	i, _ := slices.BinarySearch(a.at, v)
	return a.to[i]
}

func (s *Sheet) axes() (rows, cols axis) {
	r := make([]int32, 0, len(s.cells)+2*len(s.merges))
	c := make([]int32, 0, len(s.cells)+2*len(s.merges))
	for _, cell := range s.cells {
		r, c = append(r, cell.row), append(c, cell.col)
	}
	for _, m := range s.merges {
		r, c = append(r, m.row, m.lastRow), append(c, m.col, m.lastCol)
	}
	return newAxis(r), newAxis(c)
}

// cover knows which places of a grid a merged range covers.
type cover struct {
	rows, cols axis
	words      int // 64-bit words a row
	bits       []uint64
	work       int
}

// maxCoverWork bounds the words that overlapping ranges may make us look at.
const maxCoverWork = 256 << 20

func newCover(rows, cols axis) *cover {
	words := (cols.size + 63) / 64
	return &cover{rows: rows, cols: cols, words: words, bits: make([]uint64, words*rows.size)}
}

func key(row, col int32) int64 { return int64(row)<<32 | int64(col) }

// place lays the ranges on the grid, the first of those that overlap wins, and
// gives each by its top left place on the sheet.
func (c *cover) place(merges []area) (map[int64]area, *schema.ReadError) {
	spans := make(map[int64]area, len(merges))
	for _, m := range merges {
		row, last := c.rows.index(m.row), c.rows.index(m.lastRow)
		from, to := c.cols.index(m.col), c.cols.index(m.lastCol)
		if c.each(row, last, from, to, func(w *uint64, mask uint64) bool { return *w&mask == 0 }) {
			c.each(row, last, from, to, func(w *uint64, mask uint64) bool { *w |= mask; return true })
			spans[key(m.row, m.col)] = m
		}
		if c.work > maxCoverWork {
			return nil, Limit("合并区域互相重叠过多", "too many merged ranges overlap")
		}
	}
	return spans, nil
}

// each visits the words of a rectangle until f says stop; true where it never did.
func (c *cover) each(row, last, from, to int32, f func(w *uint64, mask uint64) bool) bool {
	for r := row; r <= last; r++ {
		for w := from / 64; w <= to/64; w++ {
			c.work++
			mask := ^uint64(0)
			if w == from/64 {
				mask &= ^uint64(0) << (from % 64)
			}
			if w == to/64 {
				mask &= ^uint64(0) >> (63 - to%64)
			}
			if !f(&c.bits[int(r)*c.words+int(w)], mask) {
				return false
			}
		}
	}
	return true
}

func (c *cover) covered(row, col int32) bool {
	return bits.OnesCount64(c.bits[int(row)*c.words+int(col/64)]&(1<<(col%64))) > 0
}

// fill makes the grid's cells: those with text that no range hides, and the
// empty ranges.
func (s *Sheet) fill(g *grid.Grid, rows, cols axis, cover *cover, spans map[int64]area) {
	g.Cells = make([]grid.Cell, 0, len(s.cells)+len(spans))
	ground := grid.OfSheet(s.name)
	for _, c := range s.cells {
		span := area{c.row, c.col, c.row, c.col}
		if cover.covered(rows.index(c.row), cols.index(c.col)) {
			merged, anchor := spans[key(c.row, c.col)]
			if !anchor {
				continue // behind a merged range: no one sees it
			}
			span = merged
			delete(spans, key(c.row, c.col))
		}
		cell := s.cell(ground, span, rows, cols)
		cell.Text = c.text
		if c.repair != nil {
			cell.Note([]schema.Repair{*c.repair}, nil)
		}
		g.Cells = append(g.Cells, cell)
	}
	if len(spans) == 0 {
		return
	}
	for _, span := range spans {
		g.Cells = append(g.Cells, s.cell(ground, span, rows, cols))
	}
	g.Sort()
}

func (s *Sheet) cell(ground *grid.Ground, span area, rows, cols axis) grid.Cell {
	row, col := rows.index(span.row), cols.index(span.col)
	return grid.Cell{
		Row: int(row), Col: int(col),
		RowSpan: int(rows.index(span.lastRow)-row) + 1,
		ColSpan: int(cols.index(span.lastCol)-col) + 1,
		Spot:    ground.Cell(int(span.row), int(span.col)),
		Hidden:  allIn(s.hiddenRows, span.row, span.lastRow) || allIn(s.hiddenCols, span.col, span.lastCol),
	}
}

// allIn reports whether every number of first..last is in the sorted list: a
// merged label is seen as long as one of its rows is.
func allIn(sorted []int32, first, last int32) bool {
	i, _ := slices.BinarySearch(sorted, first)
	j, _ := slices.BinarySearch(sorted, last+1)
	return j-i == int(last-first)+1
}

// fallbackHeight is the height of a row of a sheet that names none, in points: the
// programs' own default.
const fallbackHeight = 15

// rowHeights are points, nil where the sheet names none. Rows that stand for a
// shortened run, and rows without a height, have the default.
func (s *Sheet) rowHeights(rows axis) []float64 {
	if len(s.heights) == 0 {
		return nil
	}
	fallback := float64(s.DefaultHeight)
	if fallback <= 0 {
		fallback = fallbackHeight
	}
	out := make([]float64, rows.size)
	for i := range out {
		out[i] = fallback
	}
	slices.SortStableFunc(s.heights, func(a, b rowHeight) int { return cmp.Compare(a.row, b.row) })
	at := 0 // the next of rows.at
	for _, h := range s.heights {
		for at < len(rows.at) && rows.at[at] < h.row {
			at++
		}
		switch {
		case at < len(rows.at) && rows.at[at] == h.row:
			out[rows.to[at]] = float64(h.height)
		case at < len(rows.at):
			// an empty row in front of row at: counted back from it
			if i := rows.to[at] - (rows.at[at] - h.row); i >= 0 && (at == 0 || i > rows.to[at-1]) {
				out[i] = float64(h.height)
			}
		}
	}
	return out
}
