package text

import (
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/parser/grid"
)

// minGap is how many blank columns separate two cells of aligned text.
const minGap = 2

// maxWidth bounds the columns of a line that are looked at for alignment; text
// beyond is one piece.
const maxWidth = 4096

// piece is a run of text in a line between wide gaps, with the columns it takes.
type piece struct {
	text       string
	start, end int
	column     int // of its first rune, from 1
}

// ruler measures text: in runes, as pdftotext counts, or in columns of a
// terminal, where hanzi are two wide.
type ruler func(rune) int

func runes(rune) int { return 1 }

func columns(r rune) int {
	if wide(r) || r == 0x3000 {
		return 2
	}
	return 1
}

// alignedGrid reads lines whose columns are laid out with spaces, or gives nil
// where they are prose: fewer than three lines, or fewer than one in four, have
// gaps. Every line is a row, except where the evidence is clear that a cell was
// wrapped: see continues and joinAround.
func alignedGrid(lines []line) *grid.Grid {
	if !gapped(lines) {
		return nil
	}
	rows, heights, cost := layOut(lines, columns)
	if other, h, otherCost := layOut(lines, runes); otherCost < cost {
		rows, heights = other, h
	}
	g := rowsGrid(rows)
	g.RowHeights = heights
	return g
}

// lineHeights are the heights of rows in lines: that of the cell with most. The
// columns before the first that nearly all rows fill hold labels, which may take
// several lines of several rows.
func lineHeights(rows [][]field, usual []bool) []float64 {
	first := max(0, slices.Index(usual, true))
	out := make([]float64, len(rows))
	for i, row := range rows {
		out[i] = 1
		for _, f := range row[min(first, len(row)):] {
			out[i] = max(out[i], float64(1+strings.Count(f.text, "\n")))
		}
	}
	return out
}

// layOut puts the lines into columns measured with one ruler. The cost counts
// what a wrong ruler brings: cells that begin at more places, lines off their
// columns, and more bands.
func layOut(lines []line, rule ruler) (rows [][]field, heights []float64, cost int) {
	pieces := measure(lines, rule)
	cost = distinctStarts(pieces)
	for start := 0; start < len(lines); {
		b := newBand(lines, pieces, rule, start)
		b = b.upTo(b.bestEnd())
		if e := b.end; e > b.begin+1 && e+1 < len(lines) && wrapsAround(pieces[e-1], pieces[e], pieces[e+1]) {
			b = b.upTo(e - 1)
		}
		more, usual := b.rows()
		rows, heights = append(rows, more...), append(heights, lineHeights(more, usual)...)
		cost += b.cost + bandCost
		start = b.end
	}
	return rows, heights, cost
}

// distinctStarts counts the places where pieces begin that do not stand alone on
// their lines.
func distinctStarts(pieces [][]piece) int {
	starts := map[int]bool{}
	for _, line := range pieces {
		if len(line) < 2 {
			continue
		}
		for _, p := range line {
			starts[p.start] = true
		}
	}
	return len(starts)
}

// wrapsAround reports whether the lines above and below a line are those of one
// wrapped cell of it: a header in three lines, the first of which stands alone.
func wrapsAround(above, row, below []piece) bool {
	if len(above) != 1 || len(below) != 1 || !stacked(above[0], below[0]) {
		return false
	}
	return !slices.ContainsFunc(row, func(p piece) bool { return p.start < above[0].end && above[0].start < p.end })
}

func gapped(lines []line) bool {
	filled, with := 0, 0
	for _, l := range lines {
		t := strings.TrimFunc(l.text, isSpace)
		if t == "" {
			continue
		}
		filled++
		if strings.Contains(t, "  ") || strings.Contains(t, "\u3000\u3000") || strings.Contains(t, "\t") {
			with++
		}
	}
	return with >= 3 && with*4 >= filled
}

func measure(lines []line, width ruler) [][]piece {
	out := make([][]piece, len(lines))
	for i, l := range lines {
		out[i] = pieces(l, width)
	}
	return out
}

// pieces cuts a line at its gaps. A tab counts as a gap; a single space, however
// wide, does not.
func pieces(l line, width ruler) []piece {
	var out []piece
	var b strings.Builder
	at, gap, column := 0, minGap, l.column
	space := ' '
	end := func() {
		if len(out) > 0 {
			out[len(out)-1].text = b.String()
		}
		b.Reset()
	}
	for _, r := range l.text {
		w := width(r)
		switch {
		case r == '\t':
			gap, at = minGap, (at/8+1)*8
		case isSpace(r):
			gap, at, space = gap+1, at+w, r
		case len(out) == 0, gap >= minGap && at < maxWidth && len(out) < maxAcross:
			end()
			out = append(out, piece{start: at, end: at + w, column: column})
			b.WriteRune(r)
			gap, at = 0, at+w
		default:
			if gap > 0 {
				b.WriteRune(space)
			}
			b.WriteRune(r)
			gap, at = 0, at+w
			out[len(out)-1].end = min(at, maxWidth)
		}
		column++
	}
	end()
	return out
}

const (
	// bandCost is what a further band costs a layout, in pieces off their column.
	bandCost = 2
	// maxBand bounds the lines of a band, maxAcross the pieces of a line and the
	// columns of a band. No form comes near them.
	maxBand   = 1024
	maxAcross = 64
	// maxLook is how many lines back a band is checked against a fuller line.
	maxLook = 100
	// maxCuts is how many places of a band are tried for a cut.
	maxCuts = 8
	// shortLabel is the most display columns of a lone piece that may be a label
	// in a column of its own; longer ones are titles and prose.
	shortLabel = 24
)

// extent is the display columns of one column of cells, and the lines of its
// band that have text there.
type extent struct {
	start, end int
	lines      lineSet
}

// lineSet is a set of lines of a band.
type lineSet [maxBand / 64]uint64

func (s *lineSet) add(i int) { s[i/64] |= 1 << (i % 64) }

func (s *lineSet) size() int {
	n := 0
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

func (e *extent) overlap(p piece) int { return min(e.end, p.end) - max(e.start, p.start) }

// together reports whether a line has text in both columns.
func (e *extent) together(other *extent) bool {
	for i, w := range e.lines {
		if w&other.lines[i] != 0 {
			return true
		}
	}
	return false
}

func (e *extent) merge(other *extent) {
	e.start, e.end = min(e.start, other.start), max(e.end, other.end)
	for i, w := range other.lines {
		e.lines[i] |= w
	}
}

// band is a run of lines that share their columns: a table, or the part of a
// form whose fields stand below one another.
type band struct {
	lines  []line
	pieces [][]piece
	rule   ruler
	begin  int
	end    int
	full   []piece // the line with most pieces so far
	cols   []*extent
	begins map[int]int
	cost   int
}

// newBand gathers lines from start on. The line with most pieces tells the
// columns, as a header does. A line with more, or with as many that stand
// elsewhere, begins another band, unless the lines before it fit its columns too
// or the line after it goes back to the old ones.
func newBand(lines []line, pieces [][]piece, rule ruler, start int) *band {
	b := &band{lines: lines, pieces: pieces, rule: rule, begin: start, end: start}
	for ; b.end < len(lines) && b.end-start < maxBand; b.end++ {
		if b.end > start && lines[b.end].page {
			break
		}
		p := pieces[b.end]
		switch {
		case len(p) < 2, len(p) < len(b.full), len(p) == len(b.full) && under(p, b.full):
		case b.full == nil, b.allUnder(p):
			b.full = p
		case !b.resumes():
			return b
		}
	}
	return b
}

// upTo is the band cut off before a line.
func (b *band) upTo(end int) *band {
	cut := &band{lines: b.lines, pieces: b.pieces, rule: b.rule, begin: b.begin, end: end}
	for _, p := range b.pieces[b.begin:end] {
		if len(p) > len(cut.full) && len(p) > 1 {
			cut.full = p
		}
	}
	return cut
}

// bestEnd is where the band is better cut in two: fields and a table below them
// may happen to have as many columns, at about the same places, but then lines of
// the one are odd among those of the other. Cuts are tried before full lines that
// stand below a blank line or a heading.
func (b *band) bestEnd() int {
	best, cost := b.end, b.probe(b.begin, b.end)
	for i, tries := b.begin+1, 0; i < b.end && cost > bandCost && tries < maxCuts; i++ {
		if len(b.pieces[i]) != len(b.full) || len(b.pieces[i-1]) > 1 {
			continue
		}
		tries++
		if c := b.probe(b.begin, i) + b.probe(i, b.end) + bandCost; c < cost {
			best, cost = i, c
		}
	}
	return best
}

// probe is the cost of some lines as a band.
func (b *band) probe(begin, end int) int {
	trial := &band{lines: b.lines[begin:end], pieces: slices.Clone(b.pieces[begin:end]), rule: b.rule, end: end - begin}
	trial = trial.upTo(trial.end)
	trial.rows()
	return trial.cost
}

// under reports whether two lines of as many pieces stand under one another: two
// pieces in three touch.
func under(p, q []piece) bool {
	n := 0
	for i := range p {
		if p[i].start < q[i].end && q[i].start < p[i].end {
			n++
		}
	}
	return n*3 >= len(p)*2
}

// allUnder reports whether every line of the band so far would fit the columns of
// a line with more pieces: each piece touches one of them at most, and no two the
// same. Fields above a table do not; rows of a table that goes on from the page
// before, with their labels missing, do.
func (b *band) allUnder(p []piece) bool {
	for i := max(b.begin, b.end-maxLook); i < b.end; i++ {
		if len(b.pieces[i]) < 2 {
			continue
		}
		last := -1
		for _, q := range b.pieces[i] {
			touched := -1
			for c, col := range p {
				if q.start >= col.end || col.start >= q.end {
					continue
				}
				if touched >= 0 {
					return false
				}
				touched = c
			}
			if touched < 0 || touched <= last {
				return false
			}
			last = touched
		}
	}
	return true
}

// resumes reports whether the next line of several pieces is a full line of the
// band: then the one at hand is an odd one out.
func (b *band) resumes() bool {
	for i := b.end + 1; i < len(b.pieces) && !b.lines[i].page; i++ {
		if p := b.pieces[i]; len(p) > 1 {
			return len(p) == len(b.full) && under(p, b.full)
		}
	}
	return false
}

// columns finds the columns of the band, from the lines with many pieces to those
// with few.
func (b *band) columns() {
	for m := len(b.full); m > 1; m-- {
		for i := b.begin; i < b.end; i++ {
			if min(len(b.pieces[i]), len(b.full)) == m {
				b.pieces[i] = b.split(b.pieces[i])
				b.join(i, b.pieces[i])
			}
		}
	}
	b.labels()
	b.joinHeader()
	if len(b.cols) == 0 {
		b.cols = []*extent{{end: maxWidth}}
	}
	b.findBegins()
}

// join adds the pieces of a line to the columns that they touch, or makes new
// columns of them. A line that would make one of two columns that another line
// keeps apart, or that has two pieces in one, is odd and changes nothing.
func (b *band) join(l int, pieces []piece) {
	used := map[*extent]bool{}
	for _, p := range pieces {
		touched := b.touched(p)
		for i, c := range touched {
			apart := slices.ContainsFunc(touched[:i], c.together)
			if used[c] || apart {
				b.cost++
				return
			}
			used[c] = true
		}
	}
	for _, p := range pieces {
		b.add(l, p)
	}
}

func (b *band) touched(p piece) []*extent {
	var out []*extent
	for _, c := range b.cols {
		if c.overlap(p) > 0 {
			out = append(out, c)
		}
	}
	return out
}

// add puts a piece into the columns it touches, which become one.
func (b *band) add(l int, p piece) {
	one := &extent{start: p.start, end: p.end}
	one.lines.add(l - b.begin)
	var cols []*extent
	at := 0
	for _, c := range b.cols {
		if c.overlap(p) > 0 {
			one.merge(c)
			continue
		}
		if c.start < p.start {
			at = len(cols) + 1
		}
		cols = append(cols, c)
	}
	if len(cols) >= maxAcross {
		return
	}
	cols = append(cols, nil)
	copy(cols[at+1:], cols[at:])
	cols[at] = one
	b.cols = cols
}

// labels makes columns of short lone pieces that stand under one another where no
// column is: level labels that no row shares its line with.
func (b *band) labels() {
	var lone []extent
	for i := b.begin; i < b.end; i++ {
		if len(b.pieces[i]) != 1 {
			continue
		}
		p := b.pieces[i][0]
		if len(b.full) == 0 || p.end-p.start > shortLabel || len(b.touched(p)) > 0 {
			continue
		}
		for _, e := range lone {
			if e.overlap(p) > 0 {
				b.add(i, p)
				break
			}
		}
		if len(lone) < maxAcross {
			lone = append(lone, extent{start: p.start, end: p.end})
		}
	}
}

// joinHeader joins a column that only the header has text in to the one beside it
// that the header has none in: a centred header over short cells at the left.
func (b *band) joinHeader() {
	var header lineSet
	if h := b.header(); h >= 0 {
		header.add(h)
	}
	for i := 0; i < len(b.cols); i++ {
		if b.cols[i].lines != header {
			continue
		}
		best := -1
		for _, n := range []int{i - 1, i + 1} {
			if n < 0 || n >= len(b.cols) || b.cols[n].lines.size() < 2 || b.cols[n].together(b.cols[i]) {
				continue
			}
			if best < 0 || b.gap(i, n) < b.gap(i, best) {
				best = n
			}
		}
		if best >= 0 {
			b.cols[min(i, best)].merge(b.cols[max(i, best)])
			b.cols = append(b.cols[:max(i, best)], b.cols[max(i, best)+1:]...)
			i--
		}
	}
}

// header is the first of the lines with most pieces, counted from the band's
// first; -1 where no line has several.
func (b *band) header() int {
	for i := b.begin; i < b.end && len(b.full) > 0; i++ {
		if len(b.pieces[i]) >= len(b.full) {
			return i - b.begin
		}
	}
	return -1
}

// gap is how many display columns stand between two columns.
func (b *band) gap(i, j int) int {
	return max(b.cols[i].start-b.cols[j].end, b.cols[j].start-b.cols[i].end)
}

// split cuts pieces at a single space that stands where one column ends and the
// next begins.
func (b *band) split(pieces []piece) []piece {
	if len(b.cols) < 2 {
		return pieces
	}
	var out []piece
	for _, p := range pieces {
		if len(b.touched(p)) > 1 {
			out = append(out, splitPiece(p, b.cols, b.rule)...)
			continue
		}
		out = append(out, p)
	}
	return out
}

func splitPiece(p piece, cols []*extent, rule ruler) []piece {
	at, column, from := p.start, p.column, 0
	cut := piece{start: p.start, column: p.column}
	var out []piece
	for i, r := range p.text {
		w := rule(r)
		if isSpace(r) && between(at, cols) {
			cut.text, cut.end = p.text[from:i], at
			out = append(out, cut)
			cut, from = piece{start: at + w, column: column + 1}, i+utf8.RuneLen(r)
		}
		at += w
		column++
	}
	cut.text, cut.end = p.text[from:], p.end
	return append(out, cut)
}

// between reports whether a display column lies in the narrow blank between two
// columns of cells, or one beside it.
func between(at int, cols []*extent) bool {
	for i := 1; i < len(cols); i++ {
		if cols[i].start-cols[i-1].end <= 2*minGap && at >= cols[i-1].end-1 && at <= cols[i].start {
			return true
		}
	}
	return false
}

// columnOf is the column that a piece shares most with, else the nearest; but one
// that touches several columns belongs to the one whose cells begin where it does.
func (b *band) columnOf(p piece) int {
	best, touched := 0, 0
	for i, c := range b.cols {
		if c.overlap(p) > 0 {
			touched++
		}
		if c.overlap(p) > b.cols[best].overlap(p) {
			best = i
		}
	}
	if i, ok := b.begins[p.start]; ok && touched > 1 && b.cols[i].overlap(p) > 0 {
		return i
	}
	return best
}

// findBegins notes which column's cells begin at a display column: the leftmost,
// where pieces that touch only one column begin there.
func (b *band) findBegins() {
	b.begins = map[int]int{}
	for i := b.begin; i < b.end; i++ {
		for _, p := range b.pieces[i] {
			if len(b.pieces[i]) < 2 || len(b.touched(p)) != 1 {
				continue
			}
			c := slices.Index(b.cols, b.touched(p)[0])
			if old, ok := b.begins[p.start]; !ok || c < old {
				b.begins[p.start] = c
			}
		}
	}
}

// rows gives a row for every line of the band, and the columns that nearly all
// rows fill; several pieces in one column are one cell.
func (b *band) rows() (all [][]field, usual []bool) {
	b.columns()
	var rows [][]field
	var spots [][]piece // the piece in each column of a row
	for i := b.begin; i < b.end; i++ {
		row, spot := make([]field, len(b.cols)), make([]piece, len(b.cols))
		pieces := b.split(b.pieces[i])
		for k, p := range pieces {
			c := b.columnOf(p)
			if b.apart(pieces, k, c, row) {
				c++
				b.cost++
			}
			if row[c].text != "" {
				b.cost++
				row[c].text += " " + p.text
				spot[c].end = p.end
				continue
			}
			row[c] = field{text: p.text, no: b.lines[i].no, column: p.column}
			spot[c] = p
		}
		if n, c := continued(spots, spot, b.cols); n >= 0 {
			k := lone(spot)
			rows[n][c].text += "\n" + row[k].text
			spots[n][c] = spot[k]
			continue
		}
		rows, spots = append(rows, row), append(spots, spot)
	}
	usual = usualColumns(spots)
	return joinAround(rows, spots, usual), usual
}

// apart reports whether a piece that falls into the column of the piece before
// it is a cell of its own: a gap parts them that no text has inside it, and
// nothing else of the line stands in the next column.
func (b *band) apart(pieces []piece, k, c int, row []field) bool {
	const clear = 2 * minGap
	if row[c].text == "" || c+1 >= len(b.cols) || k == 0 || pieces[k].start-pieces[k-1].end < clear {
		return false
	}
	return k+1 == len(pieces) || b.columnOf(pieces[k+1]) > c+1
}

// joinAround joins cells that were wrapped onto the lines above and below their
// row: they stand under one another in a column that the row between them lacks.
// So it must be in a table, whose rows fill the same columns: what the row lacks
// of those, both lines have. Elsewhere the lines hold nothing but the one cell,
// in such a column, with a bracket between them, or right of all that the row has,
// where no label stands.
func joinAround(rows [][]field, spots [][]piece, usual []bool) [][]field {
	drop := make([]bool, len(rows))
	for r := 1; r+1 < len(rows); r++ {
		above, below := spots[r-1], spots[r+1]
		if filled(spots[r]) == 0 {
			continue
		}
		column := -1
		if lone(above) == lone(below) {
			column = lone(above)
		}
		inside := completes(spots[r], above, below, usual)
		for c := range rows[r] {
			if above[c].text == "" || below[c].text == "" || spots[r][c].text != "" || !stacked(above[c], below[c]) {
				continue
			}
			if !inside && (c != column || !usual[c] && !acrossBracket(above[c].text, below[c].text) && filled(spots[r][c:]) > 0) {
				continue
			}
			rows[r][c] = rows[r-1][c]
			rows[r][c].text += "\n" + rows[r+1][c].text
			spots[r][c] = above[c]
			rows[r-1][c], rows[r+1][c] = field{}, field{}
			above[c], below[c] = piece{}, piece{}
			drop[r-1], drop[r+1] = filled(above) == 0, filled(below) == 0
		}
	}
	var out [][]field
	for r, row := range rows {
		if !drop[r] {
			out = append(out, row)
		}
	}
	return out
}

// completes reports whether a row fills some of the usual columns, and the lines
// above and below it fill the same others.
func completes(row, above, below []piece, usual []bool) bool {
	some := false
	for c, p := range row {
		if !usual[c] {
			continue
		}
		wrapped := above[c].text != ""
		if wrapped != (below[c].text != "") || wrapped && p.text != "" {
			return false
		}
		some = some || p.text != ""
	}
	return some
}

// stacked reports whether two pieces stand under one another, left aligned or
// centred.
func stacked(a, b piece) bool {
	off := a.start + a.end - b.start - b.end
	return a.start == b.start || off >= -4 && off <= 4
}

// acrossBracket reports whether a bracket parts two lines or goes over both.
func acrossBracket(above, below string) bool {
	fold := strings.NewReplacer("（", "(", "）", ")")
	above, below = fold.Replace(above), fold.Replace(below)
	return strings.Count(above, "(") > strings.Count(above, ")") || strings.HasPrefix(below, "(")
}

// usualColumns marks the columns that seven in ten rows of several cells fill.
func usualColumns(spots [][]piece) []bool {
	total := 0
	var in []int
	for _, row := range spots {
		if filled(row) < 2 {
			continue
		}
		total++
		if in == nil {
			in = make([]int, len(row))
		}
		for c, p := range row {
			if p.text != "" {
				in[c]++
			}
		}
	}
	usual := make([]bool, maxAcross+1)
	for c, n := range in {
		usual[c] = total >= 4 && n*10 >= total*7
	}
	return usual
}

func filled(row []piece) int {
	n := 0
	for _, p := range row {
		if p.text != "" {
			n++
		}
	}
	return n
}

// lone is the column of the only cell of a row, or -1.
func lone(row []piece) int {
	if filled(row) != 1 {
		return -1
	}
	return slices.IndexFunc(row, func(p piece) bool { return p.text != "" })
}

// continued is the cell that a lone piece goes on with, -1 for none: in the row
// before it, or in the one before that where what stands between is the lone line
// of a shorter text beside the wrapped one.
func continued(spots [][]piece, spot []piece, cols []*extent) (row, column int) {
	k, n := lone(spot), len(spots)-1
	if k < 0 || n < 0 || len(cols) < 2 {
		return -1, -1
	}
	p := spot[k]
	if c := wrapped(spots[n], p, cols); c > 0 {
		return n, c
	}
	if n == 0 || lone(spots[n]) < 0 || spots[n][lone(spots[n])].start < p.end {
		return -1, -1
	}
	if c := wrapped(spots[n-1], p, cols); c > 0 {
		return n - 1, c
	}
	return -1, -1
}

// wrapped is the column of the cell that goes on with a piece, 0 for none: the
// piece begins where the cell begins, is shorter, and the cell filled its column
// up to the last character. The first column holds labels, which stand alone.
func wrapped(above []piece, p piece, cols []*extent) int {
	const proof = 12 // a shorter cell that happens to be the widest proves nothing
	for c := 1; c < len(cols); c++ {
		a := above[c]
		if a.text != "" && a.start == p.start && p.end < a.end && a.end >= cols[c].end-2 &&
			p.start <= cols[c].start+1 && a.end-a.start >= proof {
			return c
		}
	}
	return 0
}
