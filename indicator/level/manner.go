package level

import (
	"strings"
	"unicode"

	"github.com/pbt-cli/pbt/indicator/fold"
)

// Manner is how a table prints a label that speaks for several rows.
type Manner int

// The manners.
const (
	// MannerUnknown leaves the decision to the evidence of the table.
	MannerUnknown Manner = iota
	// MannerCentred: in the middle of the span, cut in two readings where a row
	// line runs through the middle, now and then in the first row, as OCR
	// leaves a printed table.
	MannerCentred
	// MannerFirstRow: in the first row of the span, the rows below blank, as a
	// spreadsheet's merged cells are copied.
	MannerFirstRow
	// MannerRepeated: on every row, as Markdown and wide lists do.
	MannerRepeated
)

// String is the manner's name: centred, first-row, repeated or unknown.
func (m Manner) String() string {
	switch m {
	case MannerCentred:
		return "centred"
	case MannerFirstRow:
		return "first-row"
	case MannerRepeated:
		return "repeated"
	}
	return "unknown"
}

// maxCentred is the most rows that are searched for centred labels. The search
// takes time with the square of the rows between labels; no printed form has a
// tenth of this, and longer tables are lists.
const maxCentred = 8000

// decideManner sets the manner of every column and returns that of the table: of
// the first column in which the manners can be told apart.
func (s *solver) decideManner() Manner {
	if s.opt.Manner != MannerUnknown {
		manner := s.opt.Manner
		if manner == MannerCentred && s.n > maxCentred {
			manner = MannerFirstRow
		}
		for _, col := range s.columns {
			col.manner = manner
		}
		return manner
	}
	for _, col := range s.columns {
		col.manner = MannerCentred
		switch {
		case col.isRepeated(s.n):
			col.manner = MannerRepeated
		case s.n > maxCentred:
			col.manner = MannerFirstRow
		}
	}
	if s.n <= maxCentred && s.looksFirstRow() {
		s.chooseFirstRow()
	}
	for _, col := range s.columns {
		if len(col.cells) > 0 && col.manner != MannerRepeated {
			return col.manner
		}
	}
	for _, col := range s.columns {
		if len(col.cells) > 0 {
			return col.manner
		}
	}
	return MannerUnknown
}

// A repeated label may be garbled on one row in this many.
const garbledRepeats = 5

// isRepeated reports whether every row prints a label, some label on adjacent rows,
// and few of them garbled.
func (col *column) isRepeated(n int) bool {
	if len(col.cells) != n || n == 0 {
		return false
	}
	garbled := 0
	same := n == 1
	for k := range col.cells {
		if col.cells[k].kind == cellFragment && !col.cells[k].enclosed {
			garbled++
		}
		same = same || k > 0 && col.cells[k].kind != cellFragment && col.cells[k].key == col.cells[k-1].key
	}
	return same && garbledRepeats*garbled <= n || allClean(col.cells)
}

func allClean(cells []labelCell) bool {
	for k := range cells {
		if cells[k].kind != cellClean {
			return false
		}
	}
	return true
}

// looksFirstRow reports whether the table looks like a copied spreadsheet: the
// first row has a label on every level in use, and where a label starts, one of
// the next level starts too.
func (s *solver) looksFirstRow() bool {
	used := false
	for level, col := range s.columns {
		if len(col.cells) == 0 {
			continue
		}
		used = true
		if !col.startsAt(0) {
			return false
		}
		if level+1 < len(s.columns) && !s.nestsFirstRow(level) {
			return false
		}
	}
	return used
}

// A centred table prints at most one label in the first row of its span, or this
// share of them: three of fourteen is the most in the four real forms.
const firstRowShare = 0.2

// chooseFirstRow settles the manner of a table that looks like a copied
// spreadsheet. It is one, unless it reads as a centred one just as well, with no
// more labels in the first row than such tables have: then first-row printing is
// but the likelier of two; and where centring fits better, it is not even that.
func (s *solver) chooseFirstRow() {
	labels := 0
	for _, col := range s.columns {
		labels += len(col.cells)
	}
	settled := s.bestWith(func(col *column) { col.manner = MannerFirstRow }).squaredRows()
	centred := s.bestWith(func(col *column) { col.mannerOnly = true })
	inFirstRow := int64(centred) & (1<<tieBits - 1) / tieManner
	likeCentred := float64(inFirstRow) <= max(1, firstRowShare*float64(labels))
	if likeCentred && centred.squaredRows() < settled {
		return
	}
	for _, col := range s.columns {
		if col.manner != MannerRepeated && !likeCentred {
			col.manner = MannerFirstRow
		}
		col.firstRowIsUsual = true
	}
}

// nestsFirstRow reports whether every span that starts at a label of the level
// has its first label of the next level, if any, in the same row.
func (s *solver) nestsFirstRow(level int) bool {
	col, inner := s.columns[level], s.columns[level+1]
	for k := range col.cells {
		end := s.n
		if k+1 < len(col.cells) {
			end = col.cells[k+1].row
		}
		if inner.count(col.cells[k].row, end) > 0 && !inner.startsAt(col.cells[k].row) {
			return false
		}
	}
	return true
}

// bestWith is the least misfit of the table when the columns whose labels are not
// repeated are changed so. The columns are left as they were.
func (s *solver) bestWith(change func(*column)) cost {
	kept := make([]column, len(s.columns))
	for i, col := range s.columns {
		kept[i] = *col
		if col.manner != MannerRepeated {
			change(col)
		}
	}
	best := s.partition(0, 0, s.n).best
	for i, col := range s.columns {
		*col = kept[i]
		col.cache = nil
	}
	clear(s.memo)
	return best
}

// rowHeights are the heights of the rows in any one unit. Unknown heights are
// estimated from the lines that the texts of a row were wrapped on; two lines make
// a row twoLines times as high as one. estimated reports whether that was needed.
func rowHeights(rows []Row, twoLines float64) (heights []float64, estimated bool) {
	heights = make([]float64, len(rows))
	known, sum := 0, 0.0
	for i := range rows {
		if usableHeight(rows[i].Height) {
			known++
			sum += rows[i].Height
		}
	}
	unit := 1.0
	if known > 0 {
		unit = sum / float64(known)
	}
	lines := estimateLines(rows)
	for i := range rows {
		heights[i] = rows[i].Height
		if !usableHeight(rows[i].Height) {
			heights[i] = unit * (1 + (lines[i]-1)*(twoLines-1))
			estimated = estimated || lines[i] > 1
		}
	}
	return heights, estimated
}

func usableHeight(h float64) bool { return h > 0 && h < 1e9 }

// edges are the upper edges of the rows and the lower edge of the last one.
func edges(heights []float64) []float64 {
	top := make([]float64, len(heights)+1)
	for i, h := range heights {
		top[i+1] = top[i] + h
	}
	return top
}

// estimateLines estimates how many lines each row was printed on: a wrap space
// between two ideographs marks a line end, and where one text of a column
// wrapped, its first line tells how many characters the column holds.
func estimateLines(rows []Row) []float64 {
	lines := make([]float64, len(rows))
	for i := range lines {
		lines[i] = 1
	}
	for _, text := range [...]func(Row) string{
		func(r Row) string { return r.Name },
		func(r Row) string { return r.Value },
	} {
		capacity := 0.0
		for i := range rows {
			parts := wrappedLines(text(rows[i]))
			lines[i] = max(lines[i], float64(len(parts)))
			for _, part := range parts[:len(parts)-1] {
				capacity = max(capacity, printedWidth(part))
			}
		}
		if capacity == 0 {
			continue
		}
		for i := range rows {
			// A text that was read without its wrap spaces still needs its lines;
			// one glyph of grace, since punctuation may hang over.
			if w := printedWidth(text(rows[i])); w > capacity+1.5 && lines[i] == 1 {
				lines[i] = 2
			}
		}
	}
	return lines
}

// wrappedLines splits a text at its line breaks and wrap spaces; at least one
// part, at most 8.
func wrappedLines(s string) []string {
	var parts []string
	start := 0
	runes := []rune(strings.TrimSpace(s))
	for i := 1; i+1 < len(runes) && len(parts) < 7; i++ {
		broken := runes[i] == '\n'
		wrapped := runes[i] == ' ' && fold.IsIdeographic(runes[i-1]) && fold.IsIdeographic(runes[i+1])
		if (broken || wrapped) && i > start {
			parts = append(parts, string(runes[start:i]))
			start = i + 1
		}
	}
	return append(parts, string(runes[min(start, len(runes)):]))
}

// printedWidth is a text's width in ideographs; Latin letters and digits take
// half of one.
func printedWidth(s string) float64 {
	w := 0.0
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
		case r < 0x2E80:
			w += 0.5
		default:
			w++
		}
	}
	return w
}
