package text

import (
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
// gaps. Every line is a row, except that a line which goes on with a cell that
// filled its column to the edge is joined to it.
func alignedGrid(lines []line) *grid.Grid {
	if !gapped(lines) {
		return nil
	}
	rule, pieces := ruler(runes), measure(lines, runes)
	if other := measure(lines, columns); agreement(other) > agreement(pieces) {
		rule, pieces = columns, other
	}
	var rows [][]field
	for start := 0; start < len(lines); {
		b := newBand(lines, pieces, rule, start)
		rows = append(rows, b.rows()...)
		start = b.end
	}
	return rowsGrid(rows)
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
		case gap >= minGap && at < maxWidth:
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

// agreement counts the pieces that begin where one of the line above begins: the
// ruler that the text was laid out with gives more of them.
func agreement(lines [][]piece) int {
	n := 0
	var last []piece
	for _, pieces := range lines {
		if len(pieces) < 2 {
			continue
		}
		for _, p := range pieces {
			for _, q := range last {
				if p.start == q.start && p.start > 0 {
					n++
				}
			}
		}
		last = pieces
	}
	return n
}

// band is a run of lines that share their columns.
type band struct {
	lines  []line
	pieces [][]piece
	rule   ruler
	begin  int
	end    int
	// taken marks the display columns that text takes in lines of several pieces.
	taken []bool
	most  int // most pieces in a line
}

// newBand gathers lines from start on, as long as blank columns run through all
// of those with several pieces. A line that breaks them, while the next one does
// not, is an odd one out and stays.
func newBand(lines []line, pieces [][]piece, rule ruler, start int) *band {
	b := &band{lines: lines, pieces: pieces, rule: rule, begin: start, end: start}
	for ; b.end < len(lines); b.end++ {
		if b.end > start && lines[b.end].page {
			break
		}
		p := b.split(pieces[b.end])
		if len(p) < 2 {
			continue
		}
		if b.most == 0 || b.fits(p) {
			pieces[b.end] = p
			b.take(p)
			continue
		}
		if next := b.following(b.end + 1); next == nil || !b.fits(b.split(next)) {
			break
		}
	}
	return b
}

// following is the next line of several pieces.
func (b *band) following(from int) []piece {
	for i := from; i < len(b.pieces) && !b.lines[i].page; i++ {
		if len(b.pieces[i]) > 1 {
			return b.pieces[i]
		}
	}
	return nil
}

// take marks the columns of a line as taken.
func (b *band) take(pieces []piece) {
	b.taken = marked(b.taken, pieces)
	b.most = max(b.most, len(pieces))
}

func marked(taken []bool, pieces []piece) []bool {
	for _, p := range pieces {
		for len(taken) < p.end {
			taken = append(taken, false)
		}
		for i := p.start; i < p.end; i++ {
			taken[i] = true
		}
	}
	return taken
}

// fits reports whether a line leaves all columns of the block apart.
func (b *band) fits(pieces []piece) bool {
	union := marked(append([]bool(nil), b.taken...), pieces)
	return len(spansOf(union)) >= max(len(spansOf(b.taken)), len(pieces))
}

// extent is the display columns of one column of cells.
type extent struct{ start, end int }

func spansOf(taken []bool) []extent {
	var out []extent
	for i := 0; i < len(taken); i++ {
		if !taken[i] {
			continue
		}
		start := i
		for i < len(taken) && taken[i] {
			i++
		}
		out = append(out, extent{start, i})
	}
	return out
}

// split cuts pieces at a single space that stands where a blank column runs
// between two columns of the block.
func (b *band) split(pieces []piece) []piece {
	cols := spansOf(b.taken)
	if len(cols) < 2 {
		return pieces
	}
	var out []piece
	for _, p := range pieces {
		out = append(out, splitPiece(p, cols, b.rule)...)
	}
	return out
}

func splitPiece(p piece, cols []extent, rule ruler) []piece {
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

// between reports whether a display column lies in, or one beside, the blank
// between two columns of cells.
func between(at int, cols []extent) bool {
	for i := 1; i < len(cols); i++ {
		if at >= cols[i-1].end-1 && at <= cols[i].start {
			return true
		}
	}
	return false
}

// rows gives a row for every line of the block.
func (b *band) rows() [][]field {
	cols := spansOf(b.taken)
	var rows [][]field
	var spots [][]piece // the piece in each column of a row
	for i := b.begin; i < b.end; i++ {
		row, spot := assign(b.lines[i], b.pieces[i], cols)
		if n := len(rows) - 1; n >= 0 && continues(spots[n], spot, cols) {
			for c, f := range row {
				if f.text != "" {
					rows[n][c].text += "\n" + f.text
				}
			}
			spots[n] = spot
			continue
		}
		rows, spots = append(rows, row), append(spots, spot)
	}
	return rows
}

// assign puts the pieces of a line into the columns that they touch first;
// several in one column are one cell.
func assign(l line, pieces []piece, cols []extent) ([]field, []piece) {
	n := max(len(cols), 1)
	row, spot := make([]field, n), make([]piece, n)
	for _, p := range pieces {
		c := columnOf(p, cols)
		if row[c].text != "" {
			row[c].text += " " + p.text
			spot[c].end = p.end
			continue
		}
		row[c] = field{text: p.text, no: l.no, column: p.column}
		spot[c] = p
	}
	return row, spot
}

// columnOf is the first column that a piece overlaps, else the nearest.
func columnOf(p piece, cols []extent) int {
	best, distance := 0, -1
	for i, c := range cols {
		if p.start < c.end && p.end > c.start {
			return i
		}
		d := max(c.start-p.end, p.start-c.end)
		if distance < 0 || d < distance {
			best, distance = i, d
		}
	}
	return best
}

// continues reports whether a row only goes on with one cell of the row above:
// it stands alone, begins where that cell begins, is shorter, and that cell
// filled its column up to the last character.
func continues(above, row []piece, cols []extent) bool {
	found := -1
	for c, p := range row {
		if p.text == "" {
			continue
		}
		if found >= 0 {
			return false
		}
		found = c
	}
	if found < 1 || len(cols) < 2 {
		return false
	}
	a, p := above[found], row[found]
	return a.text != "" && a.start == p.start && p.end < a.end && a.end >= cols[found].end-2 && p.start <= cols[found].start+1 &&
		a.end-a.start >= 12 // a short cell that happens to be the widest proves nothing
}
