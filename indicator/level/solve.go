package level

import (
	"github.com/pbt-cli/pbt/indicator/fold"
)

// Row is one body row of an indicator table whose spans are not known.
type Row struct {
	// Labels are the printed readings in the level columns, outermost first,
	// "" where the cell is blank. Rows may differ in length.
	Labels []string
	// Name and Value are the indicator's name and target as printed. They bear
	// on the row's height and on ties.
	Name, Value string
	// Height is the row's height in any unit, the same for all rows; 0 where it
	// is not known.
	Height float64
}

// defaultThreshold is the margin below which a reading is open, in squared rows:
// docs/span-solver.md has the figures it was chosen from.
const defaultThreshold = 0.1

// Options guide Solve. The zero value is the usual case.
type Options struct {
	// Threshold is the margin below which a row's label is a doubt; 0 means
	// defaultThreshold.
	Threshold float64
	// Manner, where not MannerUnknown, is how the labels are printed, as the
	// reader knows it. Otherwise the evidence of the table decides.
	Manner Manner
	// Known maps indicator names, without numbering and wraps, to their level-2
	// label where another form of the same file settles it (see Certain), never the
	// same form. It only breaks ties.
	Known map[string]string
}

// Assignment is the reading of a table's hierarchy.
type Assignment struct {
	// Labels are the names reported, per row and level: as printed, without
	// points and wraps, or in the vocabulary's spelling where the label was
	// repaired. "" means that the row has no label on that level.
	Labels [][]string
	// Points are the points that the labels print, per row and level, "" for none.
	Points [][]string
	// Spans are the labels with their rows, per level, in order.
	Spans [][]Span
	// Margins say per row and level how much worse the best reading with
	// another label fits, in squared rows; maxMargin stands for that and more.
	Margins [][]float64
	// Doubts are the readings that the page leaves open, in order of rows.
	Doubts []RowDoubt
	// Repairs are the labels that are reported other than as printed, and the
	// garbled twins that were dropped.
	Repairs []LabelRepair
	// Manner is how the labels were found to be printed.
	Manner Manner
}

// Span is a label with the rows it speaks for.
type Span struct {
	// First and Last are row indices, both inclusive.
	First, Last int
	Label       string
}

// RowDoubt is a label that the page leaves open.
type RowDoubt struct {
	// Row and Last are the first and the last row in doubt. They differ only
	// for a label that could not be read.
	Row, Last int
	// Level counts from 0 for the outermost.
	Level  int
	Chosen string
	// Alternatives are other labels that the row may have, the likelier first.
	Alternatives []string
	// Margin is how much worse the best alternative fits; 0 is a tie.
	Margin float64
	// Unknown marks a label that could not be read: Chosen is what is printed,
	// Alternatives are the labels left to fill.
	Unknown bool
}

// LabelRepair is a difference between a printed label and the reported one.
type LabelRepair struct {
	// Row is the row in which From is printed.
	Row   int
	Level int
	// Span is the first row of the span whose label it is.
	Span     int
	From, To string
	// Why is a slug: label-garbled, label-missing, label-split or html-residue.
	Why string
	// Confidence lies in (0, 1].
	Confidence float64
}

// Certain maps the names of the indicators, without numbering and wraps, to their
// label of the level, counted from 0, where neither that label nor one above it is
// in doubt. Names that stand under two labels are left out. rows are the rows that
// were solved.
func (a Assignment) Certain(rows []Row, level int) map[string]string {
	open := make([]bool, len(a.Labels))
	for _, d := range a.Doubts {
		for r := d.Row; r <= d.Last && d.Level <= level; r++ {
			open[r] = true
		}
	}
	certain := map[string]string{}
	for r, labels := range a.Labels {
		if r >= len(rows) || level < 0 || level >= len(labels) || labels[level] == "" {
			continue
		}
		name, _ := fold.Clean(rows[r].Name)
		name = StripNumbering(name)
		if other, seen := certain[name]; open[r] || seen && other != labels[level] {
			certain[name] = ""
			continue
		}
		certain[name] = labels[level]
	}
	for name, label := range certain {
		if name == "" || label == "" {
			delete(certain, name)
		}
	}
	return certain
}

// maxMargin is the largest margin that Solve tells apart.
const maxMargin = 1.0

// Solve finds which label speaks for which rows: the partition of the rows into
// spans of least misfit, each level nested in the one above. It is total: any
// rows give an assignment with as many entries, and rows without labels have
// empty ones. It does not change its arguments. vocab may be nil.
func Solve(rows []Row, vocab *Vocabulary, opt Options) Assignment {
	if opt.Threshold <= 0 {
		opt.Threshold = defaultThreshold
	}
	s := newSolver(rows, newLexicon(vocab), opt)
	picks := s.solve()
	return s.report(picks)
}

// solver holds what all steps of one call share.
type solver struct {
	rows    []Row
	n       int
	lex     *lexicon
	opt     Options
	columns []*column
	manner  Manner
	residue bool // some label carries signs of OCR
	// top[r] is the upper edge of row r; top[n] is the lower edge of the table.
	top   []float64
	memo  map[partKey]*part
	marks marginals
}

type partKey struct{ level, lo, hi int }

func newSolver(rows []Row, lex *lexicon, opt Options) *solver {
	s := &solver{rows: rows, n: len(rows), lex: lex, opt: opt, memo: map[partKey]*part{}}
	heights, estimated := rowHeights(rows, lineHeights[0])
	s.top = edges(heights)
	levels := 0
	for i := range rows {
		levels = max(levels, len(rows[i].Labels))
	}
	levels = min(levels, maxLexDepth)
	var damaged bool
	s.residue, damaged = looksDamaged(rows, levels)
	s.readColumns(levels, damaged)
	if s.manner = s.decideManner(); s.manner == MannerCentred && s.hasOddLabel() {
		// No residue, but a label that is no word in a table whose labels stand in
		// the middle of their spans: OCR left it.
		s.readColumns(levels, true)
		s.manner = s.decideManner()
	}
	if estimated && s.manner == MannerCentred {
		s.fitLineHeight()
	}
	return s
}

// lineHeights are the heights, in rows of one line, that a row of two lines may
// have: twice as much without padding, less with it.
var lineHeights = [...]float64{2, 1.7, 1.4}

// fitLineHeight takes the height of rows of several lines from the labels: the one
// of lineHeights that gives the least misfit, an earlier one in a tie.
func (s *solver) fitLineHeight() {
	best := infinite
	var top []float64
	for _, lines := range lineHeights {
		heights, _ := rowHeights(s.rows, lines)
		s.top = edges(heights)
		if c := s.bestWith(func(*column) {}) >> tieBits; c < best {
			best, top = c, s.top
		}
		if best == 0 {
			break
		}
	}
	s.top = top
}

// readColumns reads the label columns and weighs their evidence.
func (s *solver) readColumns(levels int, damaged bool) {
	s.columns = nil
	clear(s.memo)
	for level := range levels {
		s.columns = append(s.columns, newColumn(s.rows, level, s.lex, damaged))
	}
	for level := range s.columns {
		s.columns[level].weigh(s, level)
	}
	below := twinSide(s.columns)
	for _, col := range s.columns {
		col.twinsBelow = below
	}
}

// hasOddLabel reports whether a label that passed for a local one is made of no
// words that labels are made of.
func (s *solver) hasOddLabel() bool {
	for _, col := range s.columns {
		for k := range col.cells {
			if col.cells[k].kind == cellLocal && plausibility(col.cells[k].printed) < plausibleShare {
				return true
			}
		}
	}
	return false
}

// solve finds the spans of every level.
func (s *solver) solve() [][]pick {
	picks := make([][]pick, len(s.columns))
	if len(s.columns) == 0 || s.n == 0 {
		return picks
	}
	best := s.partition(0, 0, s.n)
	s.collect(0, best, -1, picks)
	s.marks = newMarginals(s.n, len(s.columns))
	s.marginals(0, best, 0, best.best)
	return picks
}

// pick is a chosen span.
type pick struct {
	lo, hi int
	event  int
	parent int // index among the picks of the level above, -1 at the outermost
}

// collect walks down the best partition.
func (s *solver) collect(level int, p *part, parent int, picks [][]pick) {
	for _, c := range p.path() {
		picks[level] = append(picks[level], pick{c.lo, c.hi, c.event, parent})
		if level+1 < len(s.columns) {
			s.collect(level+1, s.partition(level+1, c.lo, c.hi), len(picks[level])-1, picks)
		}
	}
}
