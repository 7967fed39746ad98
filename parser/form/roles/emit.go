package roles

import (
	"cmp"
	"strings"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/parser/internal/pattern"
)

// emit reads the rows as an assignment has them.
func (t *table) emit(a *assignment) []row {
	out := make([]row, len(t.rows))
	e := t.emitter(a)
	for i := range out {
		e.next(&out[i])
	}
	if t.continues {
		t.carryOn(out)
	}
	return out
}

// gives reports whether an assignment gives some rows. It ends at the first that is
// another one.
func (t *table) gives(rows []row, a *assignment) bool {
	if t.continues {
		return sameRows(rows, t.emit(a))
	}
	e := t.emitter(a)
	for i := range rows {
		var w row
		if e.next(&w); !w.same(&rows[i]) {
			return false
		}
	}
	return true
}

// emitter reads the rows of an assignment one by one.
type emitter struct {
	t      *table
	a      *assignment
	i      int
	bands  []band   // those that are not yet over a row
	open   [2]*Cell // the bands over the row
	labels [2]*Cell // the labels of the level columns, each carried down to the next
	cuts   bool     // an inner label ends where a new outer one has none
	cut    bool
}

func (t *table) emitter(a *assignment) emitter {
	return emitter{t: t, a: a, bands: t.bands, cuts: a.first >= 0 && a.second >= 0 && t.columns[a.second].fill < 1}
}

// next reads the next row.
func (e *emitter) next(w *row) {
	t, i, r := e.t, e.i, e.t.rows[e.i]
	e.i++
	for len(e.bands) > 0 && e.bands[0].row < r {
		switch {
		case e.bands[0].depth == 2 && e.a.second < 0:
			e.open[1] = e.bands[0].c
		default:
			e.open = [2]*Cell{e.bands[0].c, nil}
		}
		e.bands = e.bands[1:]
	}
	w.at = r
	w.labels = e.level(i)
	if e.a.first < 0 {
		w.labels[0] = cmp.Or(e.open[0], t.label, t.carried[0])
	}
	if e.a.second < 0 {
		if w.labels[1] = e.open[1]; w.labels[1] == nil && w.labels[0] == t.carried[0] {
			w.labels[1] = t.carried[1]
		}
	}
	w.name = t.columns[e.a.name].cells[i]
	for _, j := range e.a.target {
		if c := t.columns[j].cells[i]; c != nil {
			w.target = c
			break
		}
	}
	t.texts(w)
}

// level are the labels of the level columns in a row: each goes on to the next, but
// for an inner one, which ends where a new outer one has none.
func (e *emitter) level(i int) [2]*Cell {
	before := e.labels[0]
	for l, j := range [2]int{e.a.first, e.a.second} {
		if j >= 0 && e.t.columns[j].cells[i] != nil {
			e.labels[l] = e.t.columns[j].cells[i]
		}
	}
	out := e.labels
	if !e.cuts || i == 0 {
		return out
	}
	switch first := e.labels[0]; {
	case e.t.columns[e.a.second].cells[i] != nil:
		e.cut = false
	case first != before && first != nil && (before == nil || first.flat != before.flat):
		out[1], e.cut = nil, true
	case e.cut:
		out[1] = nil
	}
	return out
}

// labels are the labels of a level column, each carried down to the next.
func (t *table) labels(j int) []*Cell {
	if j < 0 {
		return nil
	}
	out := make([]*Cell, len(t.rows))
	var last *Cell
	for i, c := range t.columns[j].cells {
		if c != nil {
			last = c
		}
		out[i] = last
	}
	return out
}

// carryOn gives the rows at the top of a continuation the labels that were open.
func (t *table) carryOn(rows []row) {
	for i := range rows {
		w := &rows[i]
		if w.labels[0] == nil {
			w.labels[0] = t.carried[0]
			if w.labels[1] == nil {
				w.labels[1] = t.carried[1]
			}
		} else if t.carried[0] == nil || w.labels[0].plain() != t.carried[0].plain() {
			return
		}
		if w.labels[1] == nil {
			w.labels[1] = t.carried[1]
		}
		t.texts(w)
	}
}

// inName is a level's name in front of an indicator's: 数量指标：普法场次.
var inName = pattern.MustCompile(`^[(【\[]?(.{2,10}?)[)】\]:：—\-/>→＞»|]+(.{2,})$`)

// texts folds the row's name, and takes a level's name off the front
// of the name where no other second level is known.
func (t *table) texts(w *row) {
	w.called = ""
	if w.name == nil {
		return
	}
	w.called = w.name.called()
	for range 2 { // 产出指标—数量指标—普法场次 has both levels
		if w.labels[1] != nil || !strings.ContainsAny(w.called, ")】]:：—-/>→＞»|") {
			return
		}
		m := inName.FindStringSubmatch(w.called)
		if m == nil {
			return
		}
		l := t.d.Word(m[1])
		if !l.known {
			return
		}
		depth := 1
		if w.labels[0] == nil && (l.class() == level1 || l.class() == levelAny && inName.MatchString(m[2])) {
			depth = 0
		}
		rest := m[2]
		if p := inName.FindStringSubmatch(strings.TrimSpace(w.name.Text())); p != nil && squeeze(fold.Text(p[2])) == rest {
			rest = p[2] // as it is printed
		}
		w.labels[depth] = t.d.part(w.name, m[1])
		w.name, w.called = t.d.part(w.name, rest), m[2]
	}
}
