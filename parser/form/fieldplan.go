package form

import (
	"strings"
)

// schedule reads the table of a project's steps: a row that heads columns with
// what is done, when it begins and when it ends, and the rows below it. Its dates
// are those of the steps, not of the project.
func (f *fieldReader) schedule(t *table, from, to int) {
	for row := from; row+1 < to && row+1 < len(t.rows); row++ {
		head := f.stepHead(t, row)
		if head == nil {
			continue
		}
		h := hit{key: "narrative.plan", label: stepsLabel, column: head[0].Col}
		for _, c := range t.rows[row] {
			if c.Row != row || c.squeezed() == "" {
				continue
			}
			c.is(fateLabel, whyColumnHead)
			if c.Col < head[0].Col && f.d.label(c.norm()) != KeyNone {
				h.key, h.label = f.d.label(c.norm()), c.Text
				c.is(fateLabel, whyHeading)
			}
		}
		var lines []string
		for r := row + 1; r < to && r < len(t.rows); r++ {
			step := f.step(t, r, head)
			if step == nil {
				break
			}
			for _, c := range step {
				c.take()
			}
			h.from = append(h.from, step...)
			lines = append(lines, strings.Join(texts(step), " "))
			row = r
		}
		h.text = strings.Join(lines, "\n")
		f.hits = append(f.hits, h)
	}
}

// stepsLabel is the label of a schedule that prints none.
const stepsLabel = "项目实施进度计划"

// stepHead are the heads of a schedule's columns, outermost heading left out; nil
// where a row is none: a start and an end side by side, neither with a value of its
// own beside it, behind a column that says what is done.
func (f *fieldReader) stepHead(t *table, row int) []*cell {
	var out []*cell
	start, end := -1, -1
	for _, c := range t.filled(row) {
		if c.Row != row || c.RowSpan > 1 {
			continue
		}
		switch f.d.label(c.norm()) {
		case KeyStart:
			start = len(out)
		case KeyEnd:
			end = len(out)
		}
		out = append(out, c)
	}
	if start < 1 || end != start+1 {
		return nil
	}
	if what := f.d.label(out[0].norm()); what.family() == "project" || what.family() == "unit" {
		return nil
	}
	if f.step(t, row+1, out) == nil {
		return nil
	}
	return out
}

// step are the cells of a row of a schedule, nil where the row is none.
func (f *fieldReader) step(t *table, row int, head []*cell) []*cell {
	var out []*cell
	for _, h := range head {
		c := t.at(row, h.Col)
		if c == nil || c.Row != row || c.squeezed() == "" {
			continue
		}
		if c.Col != h.Col || c.taken() || f.isLabel(c) {
			return nil
		}
		out = append(out, c)
	}
	if len(out) < 2 {
		return nil
	}
	return out
}
