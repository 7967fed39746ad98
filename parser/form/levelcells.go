package form

import (
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/parser/internal/pattern"
)

// Some cells of level columns say more than one label, or nothing but that the
// label above goes on: they are read before the labels are given their rows.

// plainLabels gives each row of a tree the labels that its cells stand for.
func (t *tree) plainLabels() {
	words := t.header.words
	parts := map[*cell][2]*cell{}
	combined := false
	for i := range t.rows {
		for _, c := range t.rows[i].labels() {
			if _, seen := parts[c]; !seen && c != nil {
				parts[c] = words.bothLevels(c)
				combined = combined || parts[c][0] != nil
			}
		}
	}
	if !combined {
		combined = t.partsByMark(parts)
	}
	above := []*cell(nil)
	for i := range t.rows {
		r := &t.rows[i]
		if combined {
			r.partLevels(parts)
		}
		r.sameAsAbove(above)
		for l, c := range r.labels() {
			r.labels()[l] = words.withoutNote(words.withoutForeign(c))
		}
		if len(above) != len(r.labels()) {
			above = make([]*cell, len(r.labels()))
		}
		for l, c := range r.labels() {
			if c != nil {
				above[l] = c
			}
		}
	}
}

// minParted is how many labels of an office's own must part alike to be two levels each.
const minParted = 3

// levelJoins are what stands between two levels in one cell.
var levelJoins = []string{"—", "-", "/", "\n"}

// cutLevels parts a label of two words at a mark.
func cutLevels(label, mark string) (outer, inner string, ok bool) {
	outer, inner, ok = strings.Cut(strings.TrimSpace(label), mark)
	outer, inner = strings.TrimSpace(outer), strings.TrimSpace(strings.TrimLeft(inner, mark))
	return outer, inner, ok && strangeName(outer) && strangeName(inner)
}

// partsByMark parts the labels of a lone level column where every one is two words with
// one mark between, and the first words repeat: 防汛—物资储备, 防汛—应急演练.
func (t *tree) partsByMark(parts map[*cell][2]*cell) bool {
	for _, mark := range levelJoins {
		made, outer, both := map[*cell][2]*cell{}, map[string]bool{}, map[string]bool{}
		for c := range parts {
			a, b, ok := cutLevels(c.Text, mark)
			if !ok {
				break
			}
			made[c] = [2]*cell{c.part(a), c.part(b)}
			outer[a], both[a+mark+b] = true, true
		}
		if len(made) < len(parts) || len(both) < minParted || len(outer) == len(both) {
			continue
		}
		for c, p := range made {
			parts[c] = p
		}
		return slices.IndexFunc(t.rows, func(r bodyRow) bool { return len(r.labels()) > 1 && r.labels()[1] != nil }) < 0
	}
	return false
}

// partLevels puts the two levels of one cell in two columns.
func (r *bodyRow) partLevels(parts map[*cell][2]*cell) {
	var only *cell
	n := 0
	for _, c := range r.labels() {
		if c != nil {
			only, n = c, n+1
		}
	}
	switch p := parts[only]; {
	case n == 1 && p[0] != nil:
		r.levels, r.printed = labelLevels, p
	case r.levels == 1:
		r.levels++
	}
}

// bothLevels parts a cell that names a level and one below it, 产出指标—数量指标,
// into a cell for each; nil where it does not.
func (d *dictionary) bothLevels(c *cell) (out [2]*cell) {
	names := d.levelsIn(cellOnly(c))
	if len(names) != 2 {
		return out
	}
	outer, inner := names[0], names[1]
	if !d.isLevel(labelNorm(outer), 0) || !d.isLevel(labelNorm(inner), 1) {
		outer, inner = inner, outer
	}
	if !d.isLevel(labelNorm(outer), 0) || !d.isLevel(labelNorm(inner), 1) || labelNorm(outer) == labelNorm(inner) {
		return out
	}
	return [2]*cell{c.part(outer), c.part(inner)}
}

// sameAsAbove lets ditto marks say what stands above them.
func (r *bodyRow) sameAsAbove(above []*cell) {
	for l, c := range r.labels() {
		if c != nil && l < len(above) && above[l] != nil && isDitto(c.Text) {
			r.labels()[l] = c.part(above[l].Text)
		}
	}
}

// inTwoScripts is a label with the same in a foreign language behind it, or before.
var inTwoScripts = pattern.MustCompile(`^(?:[A-Za-z][A-Za-z .,&/'’\-]*[a-z][)]?[\s/|:：]*)?(\p{Han}[\p{Han}、]+(?:\(\p{Han}+\))?)(?:[\s/|(（]*[A-Z][A-Za-z .,&/'’\-\s]*[a-z]\s*\d?[)）]?)?$`)

// ownScript is a label without the same in a foreign language, "" where it has none.
func ownScript(text string) string {
	if !holdsVowel(text) {
		return ""
	}
	m := inTwoScripts.FindStringSubmatch(strings.TrimSpace(fold.Text(text)))
	if m == nil {
		return ""
	}
	return m[1]
}

// holdsVowel reports whether a text holds one of aeiou.
func holdsVowel(text string) bool {
	for i := range len(text) {
		switch text[i] {
		case 'a', 'e', 'i', 'o', 'u':
			return true
		}
	}
	return false
}

// withoutForeign is a cell that prints a level's name in two languages as that in
// Chinese; any other one is given back.
func (d *dictionary) withoutForeign(c *cell) *cell {
	if c == nil {
		return nil
	}
	name := ownScript(c.Text)
	if name == "" || !d.inVocabulary(labelNorm(name)) {
		return c
	}
	return c.part(name)
}

// withoutNote is a cell that prints a level's name with something of the template behind
// it, 数量指标（必填） or 满意度指标等, as the name alone; points stay. Any other one is
// given back.
func (d *dictionary) withoutNote(c *cell) *cell {
	if c == nil || !strings.ContainsAny(c.Text, "（(等") {
		return c
	}
	flat := foldedFlat(c.Text)
	name, note := cutBrackets(flat)
	name = withoutSuchAs(name)
	if name == flat || strings.ContainsAny(note, "0123456789") || !d.inVocabulary(labelNorm(name)) {
		return c
	}
	return c.part(name)
}
