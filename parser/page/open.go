package page

import (
	"math"
	"sort"
)

// Tables without rules are found by their columns: several lines in a row whose
// pieces stand under each other.
const (
	// openLines is how many lines of several pieces make a table, the first of
	// them with openColumns.
	openLines   = 5
	openColumns = 3
	// lineGap is how many line heights may lie between lines of a table.
	lineGap = 3.0
	// prosePart is the part of the page's width from which a piece is running
	// text and ends a table of aligned lines.
	prosePart = 0.45
	// filledColumn is the part of the lines that have text in a column which
	// every row fills; columns to the left of the first such hold labels.
	filledColumn = 0.6
	// rowReach is how many font sizes from a row a line may stand that is the
	// rest of it.
	rowReach = 1.8
)

// openTables makes elements of the lines of the glyphs outside ruled tables: tables of
// aligned columns, and plain lines.
func (s *scratch) openTables(outside []*Glyph, page int) []element {
	var list []line
	lines := s.textLines(outside)
	edges := leftEdges(lines)
	for i := range lines {
		if ps := s.piecesOf(&lines[i], edges); len(ps) > 0 {
			list = append(list, newLine(ps, page))
		}
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].Box.Y0 < list[j].Box.Y0 })
	width := 0.0
	if len(list) > 0 {
		all := list[0].Box
		for _, l := range list {
			all = all.Union(l.Box)
		}
		width = all.Width()
	}
	var out []element
	for i := 0; i < len(list); {
		end := alignedRun(list, i, width, edges)
		if t := openTable(list[i:end], page); t != nil {
			out = append(out, element{table: t})
			i = end
			continue
		}
		l := list[i]
		out = append(out, element{line: &l})
		i++
	}
	return out
}

// alignedRun gives the end of a run of lines from i on that may be a table: it
// begins with a line of several pieces or a pair that stands at edges of columns,
// ends with one of several, and holds no running text.
func alignedRun(list []line, i int, width float64, edges []float64) int {
	if len(list[i].pieces) < openColumns && !list[i].pairAt(edges) {
		return i
	}
	end, full := i+1, 1
	for k := i + 1; k < len(list); k++ {
		gap := list[k].Box.Y0 - list[k-1].Box.Y1
		if gap > lineGap*max(list[k].Box.Height(), 6) {
			break
		}
		if list[k].widest() > prosePart*width {
			break
		}
		if len(list[k].pieces) > 1 {
			end = k + 1
			full++
		} else if k-end > 6 {
			break
		}
	}
	if full < openLines {
		return i
	}
	for end < len(list) && wrapsUnder(list[i:end], &list[end]) {
		end++
	}
	return end
}

// wrapBack is how many lines above its rest the first line of a text may stand.
const wrapBack = 3

// wrapsUnder reports whether a line below a table is the rest of a text of its last
// row: it stands close under a piece, in line with it, and is no wider.
func wrapsUnder(table []line, l *line) bool {
	if len(l.pieces) != 1 {
		return false
	}
	rest := l.pieces[0].box
	for k := len(table) - 1; k >= max(0, len(table)-wrapBack); k-- {
		for _, p := range table[k].pieces {
			aligned := math.Abs(rest.X0-p.box.X0) < 1 || math.Abs(rest.X0+rest.X1-p.box.X0-p.box.X1) < 2
			if aligned && rest.Width() <= p.box.Width()+1 && rest.Y0-p.box.Y0 <= labelPitch*p.size {
				return true
			}
		}
	}
	return false
}

func (l *line) widest() float64 {
	w := 0.0
	for _, p := range l.pieces {
		w = max(w, p.box.Width())
	}
	return w
}

// openTable makes a table of a run of lines; nil if they have no columns.
func openTable(lines []line, page int) *table {
	if len(lines) < openLines {
		return nil
	}
	box := lines[0].Box
	for _, l := range lines[1:] {
		box = box.Union(l.Box)
	}
	cols := columnsOf(lines, box)
	if len(cols) < openColumns {
		return nil
	}
	o := openBuilder{cols: cols, lines: lines, page: page}
	o.place()
	o.rows()
	return o.table(box)
}

// span is a range of x.
type span struct{ from, to float64 }

// columnsOf finds the columns of lines with several pieces.
func columnsOf(lines []line, box Box) []span {
	var rows, single [][]piece
	for _, l := range lines {
		if len(l.pieces) > 1 {
			rows = append(rows, l.pieces)
		} else {
			single = append(single, l.pieces)
		}
	}
	return withLabels(columnSpans(rows, box.X0, box.X1), single)
}

const (
	// crossing is the part of the rows whose text may cross the strip between
	// two columns: headings and cells that span several.
	crossing = 0.15
	// thinColumn is the width of the narrowest column in points.
	thinColumn = 3.0
	// maxBins bounds the width in points over which columns are counted.
	maxBins = 20000
)

// columnSpans finds the columns that rows of pieces have in common: the
// stretches of x, point by point, on which more than a few rows have text.
func columnSpans(rows [][]piece, from, to float64) []span {
	n := int(to-from) + 1
	if n < 1 || n > maxBins || len(rows) == 0 {
		return nil
	}
	count := make([]int, n+1)
	for _, ps := range rows {
		for _, p := range ps {
			lo, hi := int(p.box.X0-from), int(math.Ceil(p.box.X1-from))
			for x := max(lo, 0); x < min(hi, n); x++ {
				count[x]++
			}
		}
	}
	few := int(crossing * float64(len(rows)))
	var cols []span
	start := -1
	for x := range count {
		switch {
		case count[x] > few && start < 0:
			start = x
		case count[x] <= few && start >= 0:
			if float64(x-start) >= thinColumn {
				cols = append(cols, span{from + float64(start), from + float64(x)})
			}
			start = -1
		}
	}
	return withLabels(cols, rows)
}

// withLabels adds the columns of pieces that stand between the others: labels
// of merged cells, of which there are few.
func withLabels(cols []span, rows [][]piece) []span {
	var extra []span
	for _, ps := range rows {
		for _, p := range ps {
			if !overlaps(cols, p.box.X0, p.box.X1) {
				extra = append(extra, span{p.box.X0, p.box.X1})
			}
		}
	}
	sort.Slice(extra, func(i, j int) bool { return extra[i].from < extra[j].from })
	n := len(cols)
	for _, e := range extra {
		if last := len(cols) - 1; last >= n && e.from < cols[last].to {
			cols[last].to = max(cols[last].to, e.to)
			continue
		}
		cols = append(cols, e)
	}
	sort.Slice(cols, func(i, j int) bool { return cols[i].from < cols[j].from })
	return cols
}

func overlaps(cols []span, from, to float64) bool {
	for _, c := range cols {
		if from < c.to && to > c.from {
			return true
		}
	}
	return false
}

// openBuilder puts the pieces of lines into rows and columns.
type openBuilder struct {
	cols  []span
	lines []line
	page  int

	placed []placed // every piece with its columns
	labels int      // columns of labels on the left
	bands  []band
}

type placed struct {
	piece
	line     int
	col, end int
}

// band is a row: where it lies and which lines it holds.
type band struct {
	y0, y1 float64
	lines  map[int]bool
}

func (o *openBuilder) place() {
	count := make([]int, len(o.cols))
	for i, l := range o.lines {
		for _, p := range l.pieces {
			col, end := -1, -1
			for c, s := range o.cols {
				if p.box.X1 > s.from && p.box.X0 < s.to {
					if col < 0 {
						col = c
					}
					end = c + 1
				}
			}
			if col < 0 {
				col = nearestSpan(o.cols, (p.box.X0+p.box.X1)/2)
				end = col + 1
			}
			count[col]++
			o.placed = append(o.placed, placed{p, i, col, end})
		}
	}
	for o.labels < len(o.cols)-1 && float64(count[o.labels]) < filledColumn*float64(len(o.lines)) {
		o.labels++
	}
	if o.labels == len(o.cols)-1 {
		o.labels = 0
	}
}

func nearestSpan(cols []span, x float64) int {
	best, least := 0, math.Inf(1)
	for i, s := range cols {
		if d := math.Abs((s.from+s.to)/2 - x); d < least {
			best, least = i, d
		}
	}
	return best
}

// rows finds the rows: each line that fills most of the columns behind the
// labels is one, or where there is a column of figures each line with one of its
// cells, and so is a line that stands far from any other; what stands near is the
// rest of a row's text.
func (o *openBuilder) rows() {
	filled := make([]int, len(o.lines))
	for _, p := range o.placed {
		if p.end > o.labels {
			filled[p.line] += p.end - max(p.col, o.labels)
		}
	}
	most := 0
	for _, n := range filled {
		most = max(most, n)
	}
	full := make([]bool, len(o.lines))
	for i, n := range filled {
		full[i] = n > 0 && float64(n) >= filledColumn*float64(most)
	}
	o.anchor(full)
	for i, l := range o.lines {
		if full[i] {
			o.bands = append(o.bands, band{l.Box.Y0, l.Box.Y1, map[int]bool{i: true}})
		}
	}
	for i, l := range o.lines {
		if filled[i] == 0 || full[i] {
			continue
		}
		k, d := o.nearestBand(l.Box)
		if k >= 0 && d <= rowReach*l.size {
			o.bands[k].lines[i] = true
		} else {
			o.bands = append(o.bands, band{l.Box.Y0, l.Box.Y1, map[int]bool{i: true}})
		}
	}
	sort.Slice(o.bands, func(i, j int) bool { return o.bands[i].y0 < o.bands[j].y0 })
}

// nearestBand gives the row nearest to a box by the distance of their middles;
// of two as near it is the upper.
func (o *openBuilder) nearestBand(b Box) (int, float64) {
	best, least := -1, math.Inf(1)
	for i, r := range o.bands {
		if d := math.Abs((r.y0 + r.y1 - b.Y0 - b.Y1) / 2); d < least-0.5 {
			best, least = i, d
		}
	}
	return best, least
}

// table builds the grid. Lines of labels are joined where they stand close, and
// put in the row that their middle falls into.
func (o *openBuilder) table(box Box) *table {
	if len(o.bands) < 2 {
		return nil
	}
	t := &table{Inferred: true, Page: o.page, LastPage: o.page, Box: box, last: box, openTop: true, openBottom: true}
	t.Xs = append(t.Xs, box.X0)
	for i := 1; i < len(o.cols); i++ {
		t.Xs = append(t.Xs, (o.cols[i-1].to+o.cols[i].from)/2)
	}
	t.Xs = append(t.Xs, box.X1)
	t.Ys = append(t.Ys, box.Y0)
	for i := 1; i < len(o.bands); i++ {
		t.Ys = append(t.Ys, (o.bands[i-1].y1+o.bands[i].y0)/2)
	}
	t.Ys = append(t.Ys, box.Y1)
	for i := 1; i < len(t.Ys); i++ {
		t.Heights = append(t.Heights, max(t.Ys[i]-t.Ys[i-1], 0.1))
	}
	at := map[[2]int]int{}
	for _, g := range o.groups() {
		row := o.rowOf(g)
		key := [2]int{row, g[0].col}
		k, ok := at[key]
		if !ok {
			k = len(t.Cells)
			at[key] = k
			t.Cells = append(t.Cells, cell{
				Row: row, Col: g[0].col, RowSpan: 1, ColSpan: 1, Page: o.page, Box: g[0].box,
			})
		}
		c := &t.Cells[k]
		for _, p := range g {
			c.ColSpan = max(c.ColSpan, p.end-c.Col)
			c.Box = c.Box.Union(p.box)
			c.Lines = append(c.Lines, newLine([]piece{p.piece}, o.page))
		}
	}
	return t
}

// labelPitch is how many font sizes lie between lines of one label at most.
const labelPitch = 1.7

// groups gives the pieces one by one, those of a label in several lines together.
func (o *openBuilder) groups() [][]placed {
	var out [][]placed
	last := map[int]int{} // column to the index of its last label
	for _, p := range o.placed {
		if p.col >= o.labels {
			out = append(out, []placed{p})
			continue
		}
		if k, ok := last[p.col]; ok {
			prev := out[k][len(out[k])-1]
			if p.box.Y0-prev.box.Y0 <= labelPitch*p.size && prev.line != p.line && !o.fullLine(p.line) {
				out[k] = append(out[k], p)
				continue
			}
		}
		last[p.col] = len(out)
		out = append(out, []placed{p})
	}
	return out
}

// fullLine reports whether a line is the first of a row.
func (o *openBuilder) fullLine(line int) bool {
	for _, b := range o.bands {
		if b.lines[line] {
			return true
		}
	}
	return false
}

func (o *openBuilder) rowOf(g []placed) int {
	if len(g) == 1 {
		for i, b := range o.bands {
			if b.lines[g[0].line] {
				return i
			}
		}
	}
	b := g[0].box
	for _, p := range g[1:] {
		b = b.Union(p.box)
	}
	k, _ := o.nearestBand(b)
	return max(k, 0)
}
