package form

import (
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/schema"
)

// minLeftInExtra is how many texts that begin with a comparator are no fields: a
// form has one such field now and then, and not several.
const minLeftInExtra = 2

// rowsLeft names the rows of a form that show an indicator, a level's name or a
// target with its comparator, and gave none: a table that ends too early, or a row
// that was read as a label and its text.
func (d *dictionary) rowsLeft(areas []area, index int) (f schema.Finding, ok bool) {
	var left []*cell
	var extra []*cell // targets that were kept as texts of labels
	entries(areas, func(e *cell) {
		switch {
		case e.unprinted:
		case d.inVocabulary(e.norm()) && strings.HasSuffix(e.norm(), "指标"):
			if e.fate == fateLabel && d.columns[e.norm()] != "" {
				return // the head of a column whose name is that of a level too
			}
			if !e.placed() || slices.ContainsFunc(e.keys(), func(path string) bool { return strings.Contains(path, ".extra[") }) {
				left = append(left, e)
			}
		case e.placed():
		case !compares(e.squeezed()) || len(e.squeezed()) > maxValue:
		case e.fate == fateExtra:
			extra = append(extra, e)
		default:
			left = append(left, e)
		}
	})
	if len(extra) >= minLeftInExtra {
		left = append(left, extra...)
	}
	if len(left) == 0 {
		return f, false
	}
	rows := rowsOf(areas, left)
	if len(rows) == 0 { // they begin above the rows of the form
		for _, c := range left {
			rows = append(rows, short(cellOnly(c)))
		}
	}
	f = schema.FormRowsLeft.Told(len(rows), rows[:min(len(rows), maxNamed)]).Finding()
	f.Declaration = &index
	if at := left[0].Place(); !at.IsZero() {
		f.At = &at
	}
	return f, true
}

// placed reports whether a cell is a part of an indicator or of its labels, or what
// is printed again of them.
func (c *cell) placed() bool {
	if c.fate == fateRepair || c.fate == fateTaken || c.fate == fateNone { // what is not read is named as that
		return true
	}
	if c.fate == fateFurniture || c.fate == fateLabel && c.why != whyColumnHead && c.why != whyFieldLabel {
		return true
	}
	return slices.ContainsFunc(c.keys(), func(path string) bool { return strings.HasPrefix(path, "indicators") })
}

// rowsOf are the texts of the printed rows that some cells stand in, each once.
func rowsOf(areas []area, cells []*cell) []string {
	in := map[*cell]bool{}
	for _, c := range cells {
		in[c] = true
	}
	var out []string
	for _, a := range areas {
		for row := a.from; row < min(a.to, len(a.t.rows)); row++ {
			var texts []string
			here := false
			for _, c := range a.t.rows[row] {
				if c.Row != row {
					continue
				}
				here = here || in[c]
				if s := c.squeezed(); s != "" {
					texts = append(texts, short(cellOnly(c)))
				}
			}
			if here {
				out = append(out, strings.Join(texts, " "))
			}
		}
	}
	return out
}
