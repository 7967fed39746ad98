package roles

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/schema"
)

// Question is what a doubt asks, in the words of schema.Doubt.
type Question string

// The questions.
const (
	AskLevel1 Question = "level1"
	AskLevel2 Question = "level2"
	AskColumn Question = "column"
	AskTarget Question = "target"
	AskText   Question = "text"
)

// Doubt is something about a table that its cells do not settle.
type Doubt struct {
	Question Question
	// Rows are the rows concerned, by index in Table.Rows; nil where it is the
	// whole table.
	Rows []int
	Why  schema.Text
	// Head is the column to ask about, "" where it is none.
	Head string
	// Open are the readings that compete: one for each of Rows, or a single one,
	// of columns by their heads, where it is the whole table.
	Open []Open
	// Margin is how far the best alternative is behind; 0 is a tie.
	Margin float64

	columns []int    // that may be what is asked for
	cells   []*Cell  // that were not read
	rival   Question // what of the columns is asked for, where Question does not say
}

// questionOf is what a column of a role is asked for.
var questionOf = map[role]Question{roleFirst: AskLevel1, roleSecond: AskLevel2, roleName: AskColumn, roleTarget: AskTarget}

// Open is what was chosen where a doubt stands, "" for nothing, and what else it
// may be.
type Open struct {
	Chosen       string
	Alternatives []string
}

// add adds an alternative, each text once.
func (o *Open) add(text string) {
	if text != "" && text != o.Chosen && !slices.Contains(o.Alternatives, text) {
		o.Alternatives = append(o.Alternatives, text)
	}
}

// maxAlternatives bounds how many alternatives a doubt lists.
const maxAlternatives = 6

// lay fills in what compete in a doubt of the table.
func (t *table) lay(d *Doubt) {
	if d.Rows == nil {
		d.Open = []Open{t.byHeads(d)}
		if d.Question == AskColumn && d.rival == AskTarget {
			d.Question = AskTarget
		}
		return
	}
	d.Open = make([]Open, len(d.Rows))
	for k, i := range d.Rows {
		d.Open[k] = t.byCells(d, i)
	}
}

// byHeads are the columns that compete for what the doubt asks, by their heads: those
// that the doubt names, else those of the runner-up, else those without a role.
func (t *table) byHeads(d *Doubt) Open {
	out := Open{}
	if len(d.cells) > 0 {
		for _, c := range d.cells[:min(len(d.cells), maxAlternatives)] {
			out.add(c.flat)
		}
		return out
	}
	about := cmp.Or(d.rival, d.Question)
	if about == AskColumn && d.rival == "" {
		about = AskTarget
	}
	mine := t.asked(about, &t.assignment)
	if mine >= 0 {
		out.Chosen = t.headOf(mine)
	}
	for _, j := range d.columns {
		if head := t.headOf(j); head != out.Chosen {
			out.add(head)
		} else if k := t.columns[j]; len(k.own) > 0 { // one head over both
			out.add(k.own[0].flat)
		}
	}
	if mine < 0 && (about == AskLevel1 || about == AskLevel2) {
		return out // no column holds the levels: none competes for it
	}
	if rival, behind := t.runnerUp(); len(out.Alternatives) == 0 && rival != nil {
		d.Margin = math.Round(100*behind) / 100
		for _, q := range []Question{about, AskTarget, AskColumn, AskLevel2, AskLevel1} {
			a, b := t.asked(q, &t.assignment), t.asked(q, rival)
			if a != b && b >= 0 {
				out.Chosen = ""
				if a >= 0 {
					out.Chosen = t.headOf(a)
				}
				out.add(t.headOf(b))
				break
			}
		}
	}
	for j := range t.columns {
		if len(out.Alternatives) == 0 && !t.uses(j) && len(t.columns[j].own) > 0 {
			out.add(t.headOf(j))
		}
	}
	return out
}

// asked is the column that a question is about in an assignment, -1 for none.
func (t *table) asked(q Question, a *assignment) int {
	switch q {
	case AskLevel1:
		return a.first
	case AskLevel2:
		return a.second
	case AskTarget:
		return a.target[0]
	}
	return a.name
}

// headOf names a column: by its head, or where it has none by what it holds.
func (t *table) headOf(j int) string {
	k := t.columns[j]
	if k.all == "" && len(k.own) > 0 {
		return k.own[0].flat
	}
	return cmp.Or(k.head, k.all)
}

// runnerUp is the best assignment with other rows, however far behind, and how far
// that is; nil where there is none.
func (t *table) runnerUp() (*assignment, float64) {
	if t.rival != nil {
		return t.rival, t.margin
	}
	all := t.assignments(math.Inf(1), [2]float64{})
	slices.SortStableFunc(all, func(a, b assignment) int { return cmp.Compare(b.score, a.score) })
	for i := range all[:min(len(all), maxRivals)] {
		if !sameRows(t.read, t.emit(&all[i])) {
			return &all[i], max(0, t.score-all[i].score)
		}
	}
	return nil, 0
}

// byCells are the texts that compete in one row.
func (t *table) byCells(d *Doubt, i int) Open {
	r := &t.read[i]
	out := Open{}
	switch d.Question {
	case AskLevel1, AskLevel2:
		depth := 0
		if d.Question == AskLevel2 {
			depth = 1
		}
		out.Chosen = flatOf(r.labels[depth])
		if len(d.columns) > 0 {
			t.rowColumns(&out, d.columns, i)
		}
		t.neighbours(&out, i, depth)
		if len(out.Alternatives) == 0 {
			out.add(t.front(r))
		}
	case AskTarget:
		out.Chosen = flatOf(r.target)
		for _, s := range things(r.target) {
			out.add(s)
		}
	default:
		out.Chosen = flatOf(r.name)
		for _, c := range []*Cell{r.name, r.target} {
			if t.listCell(c) {
				out.Chosen = c.flat
				for _, s := range t.s.lists[c.id()] {
					out.add(s)
				}
				break
			}
		}
	}
	if len(out.Alternatives) == 0 {
		t.rowColumns(&out, nil, i)
	}
	out.Alternatives = out.Alternatives[:min(len(out.Alternatives), maxAlternatives)]
	return out
}

// rowColumns adds the cells of a row in some columns, or where none is named in all
// that have no role.
func (t *table) rowColumns(out *Open, columns []int, i int) {
	for _, j := range columns {
		out.add(flatOf(t.columns[j].cells[i]))
	}
	for j, k := range t.columns {
		if columns == nil && !t.uses(j) && !k.serial {
			out.add(flatOf(k.cells[i]))
		}
	}
}

// maxNeighbour is how many rows away another label is looked for.
const maxNeighbour = 40

// neighbours adds the labels that stand above and below another one, or none.
func (t *table) neighbours(out *Open, i, depth int) {
	for _, step := range []int{-1, 1} {
		for k := i + step; k >= 0 && k < len(t.read) && abs(k-i) <= maxNeighbour; k += step {
			if s := flatOf(t.read[k].labels[depth]); s != "" && s != out.Chosen {
				out.add(s)
				break
			}
		}
	}
}

// things are the parts of a target that holds more than one.
func things(c *Cell) []string {
	if c == nil {
		return nil
	}
	out := strings.FieldsFunc(c.flat, func(r rune) bool { return strings.ContainsRune(";；,，、/", r) })
	if len(out) < 2 {
		return nil
	}
	return out
}
