// Package roles reads indicator tables of layouts that nobody described, by what
// their cells hold. The names of columns are a prior, no more: a column is what
// its cells show it to be, under constraints that every indicator table keeps.
//
// The way through it: the class of each cell (class.go), candidate tables and
// other hypotheses of the layout (find.go, layouts.go), the roles of the columns
// (column.go, model.go, solve.go), their rows (emit.go), and what speaks against
// them (check.go, account.go). Read (read.go) hands over tables with rows, or
// says what it does not understand.
package roles

import (
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/pattern"
	"github.com/pbt-cli/pbt/schema"
)

// Column is a column of a table as it is printed and as it was read.
type Column struct {
	// Head is the printed head; Group what stands over it, where a head stands
	// over several columns.
	Head, Group string
	// From and To are the columns of the grid, To exclusive. In transposed
	// tables and cards they are rows of the printed table or numbers of labels.
	From, To int
	// Role is as in profiles: level1, level2, name, value, operator, unit and so
	// on; empty where the column has none.
	Role string
	// Known is true where a profile knows the head; else the role, if any, was
	// read from the cells.
	Known bool
	// Holds counts the cells by what they are, for messages.
	Holds Holds
	// Weight is what spoke for the role, where it is a level, name or target.
	Weight Weight
}

// Weight is what speaks for a column's role, in log odds against any other column:
// its cells, its name, and its shape (how full, how distinct, how its cells repeat).
type Weight struct{ Cells, Name, Shape float64 }

// Further is a cell of a row outside its name, labels and target.
type Further struct {
	Column int // in Table.Columns
	Cell   *Cell
}

// Row is one indicator.
type Row struct {
	// Labels are the cells of the two levels, nil where the row has none. Rows
	// under one label share its cell.
	Labels [2]*Cell
	// Name or Target is nil where the row has none.
	Name, Target *Cell
	// Printed is the row of the grid.
	Printed int
	*Beside
}

// Beside is what a row has beside its labels, name and target: of many nothing.
type Beside struct {
	Further []Further
	// Weight and Actual were printed inside another cell.
	Weight, Actual *Cell
}

// nothing is beside a row that has no more; it is never written in.
var nothing = &Beside{}

// Table is an indicator table of a document.
type Table struct {
	Grid       int // index in the document
	First, End int // its rows in the grid, End exclusive
	Layout     string
	Columns    []Column
	Rows       []Row
	// Heads are the cells of the head, Again those of heads that the rows print
	// again.
	Heads, Again []*Cell
	took         taken
	// Sums are rows of sums, by row of the grid.
	Sums []int
	// Continues is true where the table goes on from the one before it.
	Continues bool
	// Score says how strongly the cells speak for the reading, Margin how far the
	// best reading with other rows is behind.
	Score, Margin float64
	// Broken are constraints that every indicator table keeps and this reading
	// does not: it is refused. Doubts are what the cells leave open.
	Broken, Doubts []Doubt
	// Likely is true where levels of the profiles' vocabulary, targets with
	// comparators or known heads say that the table is one of indicators.
	Likely bool
}

// Sure reports whether nothing speaks against the table.
func (t *Table) Sure() bool { return len(t.Broken) == 0 && len(t.Doubts) == 0 }

// Took reports whether the table holds a cell, in whatever role.
func (t *Table) Took(c *grid.Cell) bool { return t.took.holds(c) }

// taken are cells of a grid. They are looked for one by one only where the two
// readings of a document differ.
type taken struct {
	grid *grid.Grid
	ids  ids
	set  map[*grid.Cell]bool
}

func (t *taken) holds(c *grid.Cell) bool {
	if t.set == nil {
		t.set = map[*grid.Cell]bool{}
		for i, c := range t.grid.All() {
			if t.ids.has(i) {
				t.set[c] = true
			}
		}
	}
	return t.set[c]
}

// Left is a cell that looks like a part of an indicator and that no table took.
type Left struct {
	Grid int
	Cell *grid.Cell
	// Strong is true of targets with comparators and names of levels: little else
	// looks like them.
	Strong bool
	// Beside is true where a table of indicators stands in the same grid.
	Beside bool
}

// Reading is what the stage found in a document.
type Reading struct {
	Tables []*Table
	Left   []Left
}

var fiscalYear = pattern.MustCompile(`(20\d\d)年度`)

// Known is the word of a cell of a grid, by the numbers of both, where it is known
// already; else nil. It may be nil itself.
type Known func(grid, cell int) *Word

// Read reads the tables of a document's grids. It never fails; its time is linear
// in the cells, and bounded in the columns of a table.
func Read(grids []*grid.Grid, lex *Lexicon, known Known) Reading {
	d := &reader{Lexicon: lex, year: soleYear(grids), known: known}
	var out Reading
	var prev *table
	for i, g := range grids {
		if g.Hidden || g.Prose {
			continue
		}
		s := d.exploded(d.sheet(i, g))
		found, left := d.read(s, prev)
		for _, t := range found {
			t.joinPrevious(prev)
			t.check()
			if g.Spans == grid.Open {
				t.openSpans()
			}
			made := t.handOver(i, g)
			prev = t
			if n := len(out.Tables); t.halved && n > 0 && out.Tables[n-1].takeBeside(made) {
				continue
			}
			out.Tables = append(out.Tables, made)
		}
		beside := false
		for _, t := range found {
			beside = beside || t.likely()
		}
		for _, c := range left {
			strong := c.class() == quantity || c.level() && c.runes > 2
			out.Left = append(out.Left, Left{i, c.From, strong && (c.class() != quantity || comparing.MatchString(c.flat)), beside})
		}
	}
	return out
}

// reader reads the grids of one document.
type reader struct {
	*Lexicon
	year  string // of the form, where the document names only one
	known Known
}

// read finds the tables of a sheet under the layout that explains most, and the
// cells that look like parts of indicators and that none of them took.
func (d *reader) read(s *sheet, prev *table) (found []*table, left []*Cell) {
	plain := d.finder(s).tables()
	best := plain
	left = d.leftover(s, plain)
	if !settled(plain) || len(left) > 0 {
		best = d.otherwise(s, plain)
	}
	if len(best) == 0 {
		if t := d.continuation(prev, s); t != nil {
			best = []*table{t}
			return best, d.leftover(s, best)
		}
	}
	for _, t := range best {
		if !t.budget() {
			found = append(found, t)
		}
	}
	if len(found) != len(plain) || len(found) > 0 && found[0] != plain[0] {
		left = d.leftover(s, found)
	}
	return found, left
}

// otherwise are plain tables, or the one table of another layout that explains more
// of the sheet.
func (d *reader) otherwise(s *sheet, plain []*table) []*table {
	best, merit := plain, d.merit(s, plain)
	for _, make := range []func(*sheet) *table{d.cards, d.transposedTable} {
		if t := make(s); t != nil {
			if m := d.merit(s, []*table{t}); m > merit+.5 {
				best, merit = []*table{t}, m
			}
		}
	}
	return best
}

// settled reports whether tables were found and nothing speaks against any.
func settled(list []*table) bool {
	for _, t := range list {
		if t.check(); len(t.hard)+len(t.doubts) > 0 {
			return false
		}
	}
	return len(list) > 0
}

// merit is what tables explain of a sheet, minus what they leave over.
func (d *reader) merit(s *sheet, list []*table) float64 {
	var tables []*table
	for _, t := range list {
		if !t.budget() {
			tables = append(tables, t)
		}
	}
	return worth(tables) - 2*float64(len(d.leftover(s, tables)))
}

// budget reports whether a table is one of money, tasks or schedules: rows of
// names and amounts without a level, and no head that speaks of indicators.
func (t *table) budget() bool {
	money, compared := 0, 0
	for i := range t.read {
		r := &t.read[i]
		if r.labels[0] != nil && r.labels[0].known || r.labels[1] != nil && r.labels[1].known {
			return false
		}
		if known.money.MatchString(r.called) {
			money++
		}
		if r.target != nil && ownComparator.MatchString(r.target.flat) {
			compared++
		}
	}
	for _, k := range t.columns {
		if k.is(roleFirst) || k.is(roleSecond) {
			return false
		}
	}
	n, amounts := 0, 0
	for _, j := range t.target {
		for _, c := range t.columns[j].own {
			n++
			if c.class() == bare || c.class() == quantity {
				amounts++
			}
		}
	}
	return 2*money >= len(t.read) && float64(amounts) >= .7*float64(n) && compared == 0
}

var comparing = pattern.MustCompile(`^[≥≤<>]|不低于|不少于|不超过`)
var amount = pattern.MustCompile(`万?元|20\d\d`)

// leftover are cells that look like parts of indicators and that no table took.
func (d *reader) leftover(s *sheet, list []*table) []*Cell {
	var cover ids
	top := s.height
	for _, t := range list {
		cover.join(&t.cover)
		if !t.transpose && t.layout != "cards" {
			top = min(top, t.top)
		}
	}
	var out, own []*Cell
	for r := range s.height {
		own = own[:0]
		for _, c := range s.row(r) {
			if c.row() == r && !cover.has(c.id()) {
				own = append(own, c)
			}
		}
		if c := leftIn(s, own, r, top); c != nil {
			out = append(out, c)
		}
	}
	return out
}

// leftIn is the cell of a row's uncovered ones that looks like part of an
// indicator.
func leftIn(s *sheet, own []*Cell, r, top int) *Cell {
	for _, c := range own {
		if c.level() && c.Column() == "" || c.has(comparing) && c.class() == quantity {
			return c
		}
	}
	if len(own) < 2 || hasWord(own, head) {
		return nil
	}
	for _, c := range slices.Backward(own) {
		if k := c.class(); (k == quantity || k == deadline) && !c.has(amount) {
			return c
		}
	}
	if r > top && !hasWord(own, note) && !hasWord(own, sum) && s.rowOfTable(own[0]) {
		return own[0]
	}
	return nil
}

// rowOfTable reports whether a cell that begins a row stands at the left edge, or
// beside a cell that is no head.
func (s *sheet) rowOfTable(c *Cell) bool {
	left := s.at(c.row(), c.col()-1)
	if left == nil {
		return c.col() == 0
	}
	return !left.is(head)
}

// joinPrevious carries the labels of the table before into one with the same
// head that goes on from it.
func (t *table) joinPrevious(prev *table) {
	if prev == nil || prev.s == t.s || t.continues || t.transpose || t.label != nil || len(t.bands) > 0 || len(prev.read) == 0 ||
		!t.sameHeads(prev) || !sameAssignment(&t.assignment, &prev.assignment) {
		return
	}
	t.carried, t.continues = prev.read[len(prev.read)-1].labels, true
	t.read = t.emit(&t.assignment)
	t.checked = false
}

// openSpans doubts what a text without spans cannot show: labels that stand
// below the first row, a transposed table.
func (t *table) openSpans() {
	if t.transpose {
		t.doubt(AskColumn, nil, "没有表格线，不能确定行列是否颠倒", "without rules it is open whether rows and columns are swapped")
	}
	for i, j := range []int{t.first, t.second} {
		if j >= 0 && t.columns[j].fill < 1 && t.columns[j].cells[0] == nil {
			t.doubt([]Question{AskLevel1, AskLevel2}[i], t.between(j), "没有表格线，级次跨哪几行不能确定", "without rules it is open which rows a label spans")
		}
	}
}

// between are the rows without a label of their own in a column that stand between two
// labels: either may speak for them. Where none does, they are all rows without one.
func (t *table) between(j int) []int {
	cells := t.columns[j].cells
	first, last := slices.IndexFunc(cells, isThere), -1
	for i := len(cells) - 1; i >= 0 && last < 0; i-- {
		if isThere(cells[i]) {
			last = i
		}
	}
	var open, bare []int
	for i, c := range cells {
		if isThere(c) {
			continue
		}
		bare = append(bare, i)
		if first >= 0 && first < i && i < last {
			open = append(open, i)
		}
	}
	if len(open) > 0 {
		return open
	}
	return bare
}

func isThere(c *Cell) bool { return c != nil }

// soleYear is the fiscal year that the document names, "" where it names none or
// several.
func soleYear(grids []*grid.Grid) string {
	year := ""
	for _, g := range grids {
		for i, c := range g.All() {
			if i == 12 {
				break
			}
			if len(c.Text) > 120 || !strings.Contains(c.Text, "年") {
				continue
			}
			for _, m := range fiscalYear.FindAllStringSubmatch(squeeze(c.Text)) {
				if year != "" && year != m[1] {
					return ""
				}
				year = m[1]
			}
		}
	}
	return year
}

// Holds counts the cells of a column by what they are.
type Holds struct{ Values, Levels, Comparators, Units, Words, Texts int }

// Text says what a column holds, the most frequent kinds first: 12 个数量值.
func (h Holds) Text() schema.Text { return describe(h) }
