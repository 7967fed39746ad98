package level

import (
	"slices"
	"sort"

	"github.com/pbt-cli/pbt/indicator/fold"
)

// Confidences of repairs.
const (
	confidenceTwin = 0.97 // a garbled reading beside the clean one
	confidenceJunk = 0.8  // a garbled cell inside a span that has its label
	confidenceMark = 0.99 // markup around a clean label
	// Below this a garbled label is reported as printed, as unknown.
	confidenceName = 0.6
	// Below this a repaired label is a doubt as well.
	confidenceSure = 0.85
)

// report turns the chosen spans into an assignment.
func (s *solver) report(picks [][]pick) Assignment {
	a := Assignment{
		Labels:  make([][]string, s.n),
		Points:  make([][]string, s.n),
		Margins: make([][]float64, s.n),
		Spans:   make([][]Span, len(s.columns)),
		Manner:  s.manner,
	}
	for r := range s.n {
		a.Labels[r] = make([]string, len(s.columns))
		a.Points[r] = make([]string, len(s.columns))
		a.Margins[r] = make([]float64, len(s.columns))
	}
	if s.n == 0 {
		return a
	}
	names := s.name(picks)
	for level, spans := range picks {
		events := map[int]string{}
		for k, p := range spans {
			given := names[level][k]
			if _, ok := events[p.event]; !ok || p.event >= 0 {
				events[p.event] = given.label
			}
			s.reportSpan(&a, level, p, given)
		}
		s.reportMargins(&a, level, spans, events)
	}
	sort.SliceStable(a.Doubts, func(i, j int) bool {
		if a.Doubts[i].Row != a.Doubts[j].Row {
			return a.Doubts[i].Row < a.Doubts[j].Row
		}
		return a.Doubts[i].Level < a.Doubts[j].Level
	})
	sort.SliceStable(a.Repairs, func(i, j int) bool {
		if a.Repairs[i].Row != a.Repairs[j].Row {
			return a.Repairs[i].Row < a.Repairs[j].Row
		}
		return a.Repairs[i].Level < a.Repairs[j].Level
	})
	return a
}

// reportSpan writes one span's label, its repairs and, where the label could not
// be read, its doubt.
func (s *solver) reportSpan(a *Assignment, level int, p pick, given naming) {
	col := s.columns[level]
	points := ""
	if p.event >= 0 {
		points = col.cells[p.event].points
	}
	for r := p.lo; r < p.hi; r++ {
		a.Labels[r][level] = given.label
		a.Points[r][level] = points
	}
	a.Spans[level] = appendSpan(a.Spans[level], Span{First: p.lo, Last: p.hi - 1, Label: given.label}, a.Labels, level)
	if p.event < eventNone {
		a.Repairs = append(a.Repairs, LabelRepair{Row: p.lo, Level: level, Span: p.lo, To: given.label, Why: "label-missing", Confidence: given.confidence})
	}
	for k := col.next[p.lo]; k < col.next[p.hi]; k++ {
		if r, ok := col.repair(k, p, given); ok {
			r.Level = level
			a.Repairs = append(a.Repairs, r)
			if k != p.event && !s.residue && col.mayStand(k, given) {
				a.addDoubt(RowDoubt{Row: r.Row, Last: r.Row, Level: level, Chosen: given.label, Alternatives: []string{r.From}})
			}
		}
	}
	if p.event >= 0 && col.cells[p.event].kind == cellFragment && given.confidence < confidenceSure {
		a.Doubts = append(a.Doubts, RowDoubt{
			Row: p.lo, Last: p.hi - 1, Level: level, Chosen: given.label,
			Alternatives: append([]string{}, given.others...), Unknown: given.confidence < confidenceName,
		})
	}
}

// mayStand reports whether a cell that was taken for garbled print of another label may
// be one of its own: it reads as words do, and nothing in it is of that label.
func (col *column) mayStand(k int, given naming) bool {
	c := &col.cells[k]
	return c.kind == cellFragment && hanCount(c.key) > misreadGlyphs && !hasResidue(c.printed) && plausibility(c.printed) >= ownShare &&
		similarity(c.key, labelKey(given.label)) < maxAlike
}

// A text that was taken for garbled print may be a label of its own where ownShare of its
// glyphs at least are of words that labels have, and less than maxAlike of them are those
// of the label beside it. Both are set by eye: 履职目标实现 has 0.67 and 0 beside
// 重点工作任务完成.
const (
	ownShare = 0.5
	maxAlike = 0.34
)

// appendSpan appends a span, or lengthens the last one where it has the same
// label under the same labels above: a table that continues on the next page
// prints its labels again.
func appendSpan(spans []Span, next Span, labels [][]string, level int) []Span {
	if len(spans) > 0 && next.Label != "" {
		last := &spans[len(spans)-1]
		same := last.Label == next.Label
		for above := range level {
			same = same && labels[last.Last][above] == labels[next.First][above]
		}
		if same {
			last.Last = next.Last
			return spans
		}
	}
	return append(spans, next)
}

// repair is what changed between the print of cell k and the label of its span.
func (col *column) repair(k int, p pick, given naming) (LabelRepair, bool) {
	c := &col.cells[k]
	r := LabelRepair{Row: c.row, Span: p.lo, From: c.printed, To: given.label, Why: "label-garbled"}
	switch {
	case k == p.event && c.kind == cellFragment:
		r.Confidence = given.confidence
		return r, given.label != c.printed
	case k == p.event && c.last > c.row:
		r.Why, r.Confidence = "label-split", confidenceMark
		return r, true
	case c.likeness > 0:
		r.Confidence = round2(c.likeness)
		return r, true
	case c.stray:
		r.Confidence = confidenceTwin
		return r, true
	case k == p.event || c.kind == cellClean:
		_, did := fold.Clean(c.printed)
		r.Why, r.Confidence = "html-residue", confidenceMark
		return r, did&fold.CleanedTag != 0
	case c.enclosed, p.event >= 0 && col.isTwin(min(k, p.event), max(k, p.event)):
		r.Confidence = confidenceTwin
		return r, true
	}
	r.Confidence = confidenceJunk
	return r, given.label != c.printed
}

// reportMargins writes the margins of a level and the doubts among them.
func (s *solver) reportMargins(a *Assignment, level int, spans []pick, events map[int]string) {
	for _, p := range spans {
		for r := p.lo; r < p.hi; r++ {
			doubt := RowDoubt{Row: r, Last: r, Level: level, Chosen: a.Labels[r][level], Margin: maxMargin}
			for _, other := range s.runnersUp(level, r, p.event) {
				label := s.eventLabel(level, other.event, events)
				if label == doubt.Chosen || label == "" {
					continue
				}
				doubt.Margin = min(doubt.Margin, other.margin)
				if other.margin < s.opt.Threshold && len(doubt.Alternatives) < maxAlternatives && !slices.Contains(doubt.Alternatives, label) {
					doubt.Alternatives = append(doubt.Alternatives, label)
				}
			}
			a.Margins[r][level] = doubt.Margin
			if len(doubt.Alternatives) > 0 {
				a.addDoubt(doubt)
			}
		}
	}
}

// maxAlternatives is the most alternatives that a doubt about a margin lists.
const maxAlternatives = 4

// addDoubt adds a doubt about one row, to the one about a label that could not be
// read where that speaks for this row alone.
func (a *Assignment) addDoubt(doubt RowDoubt) {
	for i := range a.Doubts {
		d := &a.Doubts[i]
		if d.Level != doubt.Level || d.Row != doubt.Row || d.Last != doubt.Last {
			continue
		}
		for _, label := range doubt.Alternatives {
			if !slices.Contains(d.Alternatives, label) {
				d.Alternatives = append(d.Alternatives, label)
			}
		}
		return
	}
	a.Doubts = append(a.Doubts, doubt)
}

// eventLabel is the label that an event stands for: as it was named in the chosen
// reading, else as printed.
func (s *solver) eventLabel(level, event int, events map[int]string) string {
	if label, ok := events[event]; ok {
		return label
	}
	switch {
	case event >= 0:
		return s.columns[level].cells[event].name
	case event <= eventMissing:
		return s.lex.nodes[eventMissing-event].name
	}
	return ""
}
