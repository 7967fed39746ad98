package roles

import (
	"cmp"
	"math"
	"slices"
	"sort"
	"strings"

	"github.com/pbt-cli/pbt/parser/internal/pattern"
)

// assignment is one way to read the columns of a table. A level is -1 where no
// column holds it.
type assignment struct {
	score         float64
	name          int
	target        []int // one column, or several that fill each other's gaps
	first, second int
}

// uses reports whether a column has a role in the assignment.
func (a *assignment) uses(j int) bool {
	return j == a.name || j == a.first || j == a.second || contains(a.target, j)
}

// solution is the best assignment with its rows, and how far the best one with
// other rows is behind.
type solution struct {
	assignment
	rival  *assignment
	margin float64
	read   []row
}

// row is one indicator as the assignment reads it.
type row struct {
	at     int // row of the sheet
	labels [2]*Cell
	name   *Cell
	target *Cell
	called string // the name, folded and without numbering
}

// first and second are the labels, folded and without numbering, "" where there is
// none.
func (r *row) first() string  { return r.labels[0].plainOrNothing() }
func (r *row) second() string { return r.labels[1].plainOrNothing() }

func (r *row) value() string {
	if r.target == nil {
		return ""
	}
	return r.target.flat
}

const (
	bestNames   = 4 // candidates that are weighed for each role
	bestTargets = 5
	bestLevels  = 6
	maxRivals   = 200
	// rivalGap is how far behind a rival is looked for.
	rivalGap = 12
	// NoRival is the margin of a table without a rival that near.
	NoRival = 99
)

var yearHead = pattern.MustCompile(`^(20\d\d)年度?`)

// solve finds the best assignment. It is false where there is none.
func (t *table) solve() bool {
	n := len(t.rows)
	if n < 1 || len(t.columns) < 2 {
		return false
	}
	all := t.assignments(rivalGap, t.bandsSpeak())
	if len(all) == 0 {
		return false
	}
	all = nearBest(all)
	t.solution = solution{assignment: all[0], margin: NoRival}
	t.read = t.emit(&all[0])
	for i := 1; i < len(all) && i < maxRivals && all[0].score-all[i].score <= rivalGap; i++ {
		if !t.gives(t.read, &all[i]) {
			t.rival = &all[i]
			t.margin = all[0].score - all[i].score
			break
		}
	}
	return true
}

// nearBest are the assignments that are not too far behind the best one, the best
// first.
func nearBest(all []assignment) []assignment {
	best := all[0].score
	for i := range all {
		best = max(best, all[i].score)
	}
	all = slices.DeleteFunc(all, func(a assignment) bool { return best-a.score > rivalGap })
	slices.SortStableFunc(all, func(a, b assignment) int { return cmp.Compare(b.score, a.score) })
	return all
}

// assignments are the ways to read the columns that are worth weighing, but for
// those that are further than a gap behind a better one before them. bands are what
// one loses that takes a level which bands have.
func (t *table) assignments(gap float64, bands [2]float64) []assignment {
	n := len(t.rows)
	base := make([]float64, len(t.columns))
	for j, k := range t.columns {
		base[j] = k.byName(roleOther)
	}
	names := t.bestBy(bestNames, func(j int) float64 { return t.columns[j].score(roleName, n) })
	targets := t.targets()
	l := t.levelPairs(base, bands)
	most := l.most()
	var out []assignment
	best := math.Inf(-1)
	for _, a := range names {
		sa := t.columns[a].score(roleName, n) - base[a] + t.explained(a)
		for _, o := range targets {
			if contains(o.columns, a) {
				continue
			}
			so := sa + o.score + signed(o.columns[0] > a, .7)
			for _, j := range o.columns {
				so -= base[j]
			}
			if best-(so+most) > gap {
				continue
			}
			free := func(j int) bool { return j < 0 || j != a && !contains(o.columns, j) }
			for i, p := range l.outer {
				if !free(p) || p >= 0 && t.noFirst {
					continue
				}
				for k, q := range l.inner {
					if !free(q) || q >= 0 && q == p {
						continue
					}
					s := l.add(so, i, k, a)
					if best = max(best, s); best-s <= gap {
						out = append(out, assignment{s, a, o.columns, p, q})
					}
				}
			}
		}
	}
	return out
}

// levelPairs are the columns that may be the two levels, -1 for none, and what they
// add as such.
type levelPairs struct {
	outer, inner             []int
	outerScores, innerScores []float64   // by column
	nested                   [][]float64 // what a pair adds, by its places in outer and inner
	bands                    [2]float64  // what is lost where bands have the level
}

func (t *table) levelPairs(base []float64, bands [2]float64) *levelPairs {
	l := &levelPairs{innerScores: t.levelScores(roleSecond, base), outerScores: t.levelScores(roleFirst, base), bands: bands}
	l.outer, l.inner = t.levelColumns(l.outerScores), t.levelColumns(l.innerScores)
	l.nested = make([][]float64, len(l.outer))
	texts := 0
	for _, k := range t.columns {
		texts = max(texts, k.texts)
	}
	room := make([]int32, texts+1)
	for i, p := range l.outer {
		l.nested[i] = make([]float64, len(l.inner))
		for k, q := range l.inner {
			if p >= 0 && q >= 0 && p != q {
				l.nested[i][k] = nesting(t.columns[p], t.columns[q], room) + signed(p < q, .7)
			}
		}
	}
	return l
}

// add adds what a pair of levels, by its places in outer and inner, says of an
// assignment with a name.
func (l *levelPairs) add(s float64, i, k, name int) float64 {
	p, q := l.outer[i], l.inner[k]
	s = s + levelScore(l.outerScores, p, name) + levelScore(l.innerScores, q, name)
	if p >= 0 && q >= 0 {
		s += l.nested[i][k]
	}
	if p >= 0 {
		s -= l.bands[0]
	}
	if q >= 0 {
		s -= l.bands[1]
	}
	return s
}

// most is more than any pair of levels adds to an assignment.
func (l *levelPairs) most() float64 {
	most := math.Inf(-1)
	for i := range l.outer {
		for k := range l.inner {
			most = max(most, l.add(0, i, k, len(l.outerScores)))
		}
	}
	return most + .001 // sums in another order
}

func signed(yes bool, v float64) float64 {
	if yes {
		return v
	}
	return -v
}

// levelScores are what the columns add as a level, wherever the name stands.
func (t *table) levelScores(r role, base []float64) []float64 {
	out := make([]float64, len(t.columns))
	for j, k := range t.columns {
		out[j] = k.score(r, len(t.rows)) - base[j]
	}
	return out
}

// levelScore is what a level column adds.
func levelScore(scores []float64, j, name int) float64 {
	if j < 0 {
		return 0
	}
	return scores[j] + signed(j < name, .5)
}

// levelColumns are the columns that may be a level, and -1 for none.
func (t *table) levelColumns(scores []float64) []int {
	out := t.bestBy(bestLevels, func(j int) float64 {
		if k := t.columns[j]; len(k.own) == 0 || k.comparators() || k.units() {
			return -1e9
		}
		return scores[j]
	})
	return append(out, -1)
}

// bestBy are the best columns by a score.
func (t *table) bestBy(n int, score func(int) float64) []int {
	type scored struct {
		j int
		s float64
	}
	list := make([]scored, len(t.columns))
	for j := range list {
		list[j] = scored{j, score(j)}
	}
	slices.SortStableFunc(list, func(a, b scored) int { return cmp.Compare(b.s, a.s) })
	var out []int
	for i := 0; i < n && i < len(list) && list[i].s > -1e8; i++ {
		out = append(out, list[i].j)
	}
	return out
}

// explained is positive where another column's cells hold the texts of column
// a: they explain it (反映…情况), so a is the name.
func (t *table) explained(a int) float64 {
	s := 0.0
	for b, k := range t.columns {
		if b == a || len(k.own) < 3 {
			continue
		}
		need := int(math.Ceil(.6 * float64(len(t.rows))))
		for i, c := range t.columns[a].cells {
			if need > len(t.rows)-i {
				break // too few are left
			}
			if o := k.cells[i]; c != nil && o != nil && c.flat != o.flat && c.runes >= 3 && strings.Contains(o.flat, c.flat) {
				need--
			}
		}
		if need <= 0 {
			s += 2
		}
	}
	return s
}

// option is one way in which the target may be printed.
type option struct {
	columns []int
	score   float64
}

// targets are the best columns for the target, and pairs that fill each other's
// gaps (定量 beside 定性).
func (t *table) targets() []option {
	var out []option
	for j, k := range t.columns {
		if !k.serial && len(k.own) > 0 && k.fill > .4 {
			out = append(out, option{columns: []int{j}})
		}
	}
	for a := range t.columns {
		for b := a + 1; b <= a+2 && b < len(t.columns); b++ {
			if complement(t.columns[a], t.columns[b]) {
				out = append(out, option{columns: []int{a, b}})
			}
		}
	}
	for i := range out {
		out[i].score = t.targetScore(out[i].columns)
	}
	slices.SortStableFunc(out, func(a, b option) int { return cmp.Compare(b.score, a.score) })
	return out[:min(bestTargets, len(out))]
}

// complement reports whether two columns are one: no row has both, nearly every
// row has one.
func complement(a, b *column) bool {
	if len(a.own) == 0 || len(b.own) == 0 || a.fill >= .97 || b.fill >= .97 || a.serial || b.serial {
		return false
	}
	any := 0
	for i := range a.cells {
		if a.cells[i] != nil && b.cells[i] != nil {
			return false
		}
		if a.cells[i] != nil || b.cells[i] != nil {
			any++
		}
	}
	return float64(any) >= .95*float64(len(a.cells))
}

func (t *table) targetScore(cols []int) float64 {
	var counts [classes]int
	n, named := 0, 0.0
	heads := ""
	var one *Cell
	filled, vary := 0, false
	for _, j := range cols {
		k := t.columns[j]
		for c, v := range k.counts {
			counts[c] += v
			n += v
		}
		named += k.byName(roleTarget)
		heads += k.all
	}
	for i := range t.rows {
		for _, j := range cols {
			if c := t.columns[j].cells[i]; c != nil {
				if one == nil {
					one = c
				}
				vary = vary || c.flat != one.flat
				filled++
				break
			}
		}
	}
	rows := len(t.rows)
	s := odds(&weighed().roles[roleTarget], &counts, n) + named/float64(len(cols))
	if fill := float64(filled) / float64(rows); fill > .97 {
		s++
	} else {
		s -= 3 * (1 - fill) * float64(min(rows, most))
	}
	if one != nil && !vary && rows >= 5 { // targets vary
		s -= 4
	}
	last := t.columns[cols[len(cols)-1]]
	if y := yearHead.FindStringSubmatch(last.head); y != nil && t.d.year != "" {
		s += signed(y[1] == t.d.year, 4)
	}
	switch {
	case known.superseding.MatchString(last.all):
		s += 4
	case known.superseded.MatchString(last.all):
		s -= 4
	case known.earlier.MatchString(heads) || known.seasons.MatchString(last.head):
		s -= 4
	case known.current.MatchString(last.head):
		s++
	}
	return s
}

// nesting is what two columns show as levels: an inner one belongs to one outer
// one, and ends where that does. The room is for the texts of any column.
func nesting(p, q *column, room []int32) float64 {
	var lastP, lastQ int32
	cutP, cutQ, many := 0, 0, 0
	const several = -1
	of := room[:q.texts+1] // the outer text over each inner one, from 1; or several
	clear(of)
	for i := range p.cells {
		x, y := lastP, lastQ
		if n := p.textAt[i]; n > 0 {
			x = n
		}
		if n := q.textAt[i]; n > 0 {
			y = n
		}
		if x != lastP {
			cutP++
		}
		if y != lastQ {
			cutQ++
		}
		lastP, lastQ = x, y
		switch of[y] {
		case 0:
			of[y] = x + 1
		case several, x + 1:
		default:
			of[y] = several
			many++
		}
	}
	s := 1.5
	if many > 0 {
		s = -1.5 * float64(many)
	}
	if cutQ >= cutP {
		return s + .5
	}
	return s - 3
}

// bandsSpeak is what an assignment loses that takes the first, or the second level
// from a column where bands have it: it leaves them unexplained.
func (t *table) bandsSpeak() (lost [2]float64) {
	weight := 2.0
	for _, b := range t.bands {
		if b.c.level() {
			weight = 3
		}
	}
	weight *= float64(min(4, len(t.bands)))
	for i := range lost {
		if t.bandsOf(i + 1) {
			lost[i] = weight
		}
	}
	return lost
}

func sameRows(a, b []row) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !a[i].same(&b[i]) {
			return false
		}
	}
	return true
}

// same reports whether two rows say the same.
func (r *row) same(o *row) bool {
	return r.first() == o.first() && r.second() == o.second() && r.called == o.called && r.value() == o.value()
}

func contains(list []int, v int) bool {
	for _, x := range list {
		if x == v {
			return true
		}
	}
	return false
}

func sortInts(list []int) { sort.Ints(list) }
