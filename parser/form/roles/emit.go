package roles

import (
	"strings"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/parser/internal/pattern"
)

// emit reads the rows as an assignment has them.
func (t *table) emit(a *assignment) []row {
	first, second := t.labels(a.first), t.labels(a.second)
	if first != nil && second != nil {
		t.cutInner(first, second, t.columns[a.second])
	}
	out := make([]row, len(t.rows))
	bands := t.bands
	var open [2]*Cell
	for i, r := range t.rows {
		for len(bands) > 0 && bands[0].row < r {
			switch {
			case bands[0].depth == 2 && second == nil:
				open[1] = bands[0].c
			default:
				open = [2]*Cell{bands[0].c, nil}
			}
			bands = bands[1:]
		}
		w := &out[i]
		w.at = r
		w.labels = [2]*Cell{pickLabel(first, i, open[0], t.label, t.carried[0]), pickLabel(second, i, open[1], nil, nil)}
		if w.labels[1] == nil && second == nil && w.labels[0] == t.carried[0] {
			w.labels[1] = t.carried[1]
		}
		w.name = t.columns[a.name].cells[i]
		for _, j := range a.target {
			if c := t.columns[j].cells[i]; c != nil {
				w.target = c
				break
			}
		}
		t.texts(w)
	}
	if t.continues {
		t.carryOn(out)
	}
	return out
}

// pickLabel is the label of a row: of its column, or where no column holds the
// level of the band above, of what stands beside the table, of the table before.
func pickLabel(column []*Cell, i int, band, beside, carried *Cell) *Cell {
	switch {
	case column != nil:
		return column[i]
	case band != nil:
		return band
	case beside != nil:
		return beside
	}
	return carried
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

// cutInner ends an inner label where a new outer one has none.
func (t *table) cutInner(first, second []*Cell, q *column) {
	if q.fill >= 1 {
		return
	}
	cut := false
	for i := 1; i < len(first); i++ {
		switch {
		case q.cells[i] != nil:
			cut = false
		case first[i] != first[i-1] && first[i] != nil && (first[i-1] == nil || first[i].flat != first[i-1].flat):
			second[i], cut = nil, true
		case cut:
			second[i] = nil
		}
	}
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

// texts folds the row's labels and name, and takes a level's name off the front
// of the name where no other second level is known.
func (t *table) texts(w *row) {
	w.first, w.second, w.called = "", "", ""
	if w.labels[0] != nil {
		w.first = w.labels[0].plain()
	}
	if w.labels[1] != nil {
		w.second = w.labels[1].plain()
	}
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
		if p := inName.FindStringSubmatch(strings.TrimSpace(w.name.Text)); p != nil && squeeze(fold.Text(p[2])) == rest {
			rest = p[2] // as it is printed
		}
		w.labels[depth] = t.d.part(w.name, m[1])
		w.name, w.called = t.d.part(w.name, rest), m[2]
		if depth == 0 {
			w.first = l.plain()
		} else {
			w.second = l.plain()
		}
	}
}
