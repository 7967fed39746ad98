package rules

import (
	"strings"
)

func levelsKind() kind {
	return typed("levels", say("层级：一级、二级指标的名称、归属、顺序和连续", "the levels: their vocabulary, parents, order and contiguity"), compileLevels)
}

// levelsParams: one question about the levels.
type levelsParams struct {
	Check    string `yaml:"check" enum:"level1-unknown|level2-unknown|missing|wanted|parent|order|split|place" doc:"level1-unknown, level2-unknown: a label outside the vocabulary; missing: a mandatory level 1 without rows; wanted: a level 2 that should have rows; parent: a level 2 under a level 1 that does not own it; order: labels not in the template's order; split: one label in two blocks; place: the rows that where takes stand at the wrong level"`
	Expected string `yaml:"expected" doc:"of place: where such rows belong, for the message"`
}

func compileLevels(c *compiler, p *levelsParams, sel *selector) func(*form, func(hit)) {
	c.need(p.Check != "", "check", "level1-unknown, level2-unknown, missing, wanted, parent, order, split or place")
	checks := map[string]func(*form, *tree, func(hit)){
		"level1-unknown": func(f *form, t *tree, emit func(hit)) { levelUnknown(f, t, 0, emit) },
		"level2-unknown": func(f *form, t *tree, emit func(hit)) { levelUnknown(f, t, 1, emit) },
		"missing":        levelMissing,
		"wanted":         levelWanted,
		"parent":         levelParent,
		"order":          levelOrder,
		"split":          levelSplit,
	}
	if p.Check == "place" {
		return func(f *form, emit func(hit)) {
			eachRow(sel, f, func(r *row) {
				if r.l1 == "" && r.l2 == "" {
					return // the form prints no levels
				}
				emit(hit{path: f.rowPath(r) + ".name", row: r, found: levelName(r), expected: p.Expected})
			})
		}
	}
	check := checks[p.Check]
	return func(f *form, emit func(hit)) {
		if check == nil || len(f.prof.def.Levels) == 0 {
			return
		}
		for i := range f.trees {
			if len(f.trees[i].nodes) > 0 || i == 0 {
				check(f, &f.trees[i], emit)
			}
		}
	}
}

// levelUnknown reports labels outside the vocabulary. A label that the document
// did not print has nothing to be outside with.
func levelUnknown(f *form, t *tree, depth int, emit func(hit)) {
	if depth == 1 && f.prof.def.Open {
		return
	}
	for i := range t.levels {
		l := &t.levels[i]
		if l.depth != depth || l.ind.Name == "" {
			continue
		}
		_, one := f.prof.l1[l.name]
		_, two := f.prof.l2[l.name]
		if depth == 0 && !one {
			emit(hit{path: f.pathOf(l) + ".name", found: l.ind.Name, expected: f.prof.levelNames()})
		}
		if depth == 1 && !two && !f.prof.joinsLabels(l.name) {
			names := f.prof.childNames(t.above(i))
			if _, known := f.prof.l1[t.above(i)]; known && names == "" {
				continue // a level that the profile leaves open
			}
			emit(hit{path: f.pathOf(l) + ".name", found: l.ind.Name, expected: names, other: t.above(i)})
		}
	}
}

// joinsLabels reports one label for several of the vocabulary that share their end:
// 社会、经济、生态效益.
func (p *profile) joinsLabels(name string) bool {
	parts := strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune("、/和及与", r) })
	if len(parts) < 2 {
		return false
	}
	last := parts[len(parts)-1]
	for _, part := range parts {
		_, known := p.l2[part]
		for end := range last {
			_, shared := p.l2[part+last[end:]]
			known = known || shared
		}
		if !known {
			return false
		}
	}
	return true
}

// above is the label over a level.
func (t *tree) above(i int) string {
	if p := t.levels[i].parent; p >= 0 {
		return t.levels[p].name
	}
	return ""
}

func (p *profile) levelNames() string {
	var out []string
	for _, l := range p.def.Levels {
		out = append(out, l.Name)
	}
	return strings.Join(out, "、")
}

// childNames lists the level 2 labels of a level 1 label; of all, where the
// label is not known.
func (p *profile) childNames(l1 string) string {
	var out []string
	for _, l := range p.def.Levels {
		if stem(l.Name) == l1 {
			return strings.Join(l.Children, "、")
		}
		out = append(out, l.Children...)
	}
	return strings.Join(distinct(out), "、")
}

// rowsUnder counts the rows under a label of a depth, whatever block they
// stand in.
func (t *tree) rowsUnder(parent int, name string, depth int) int {
	n := 0
	for i := range t.levels {
		l := &t.levels[i]
		if l.depth == depth && l.name == name && (depth == 0 || l.parent == parent) {
			n += l.rows
		}
	}
	return n
}

// levelMissing reports mandatory labels without rows, on the annual tree only.
// A form with no rows at all, or without labels, lacks something else.
func levelMissing(f *form, t *tree, emit func(hit)) {
	if t != &f.trees[0] || len(t.rows) == 0 || len(t.levels) == 0 {
		return
	}
	for _, l := range f.prof.def.Levels {
		if l.Mandatory && t.rowsUnder(-1, stem(l.Name), 0) == 0 {
			emit(hit{path: "indicators", found: strings.Join(t.labels(0), "、"), expected: l.Name})
			return
		}
	}
}

func (t *tree) labels(depth int) []string {
	var out []string
	for i := range t.levels {
		if t.levels[i].depth == depth && t.levels[i].rows > 0 {
			out = append(out, t.levels[i].ind.Name)
		}
	}
	return distinct(out)
}

func levelWanted(f *form, t *tree, emit func(hit)) {
	if t != &f.trees[0] {
		return
	}
	for i := range t.levels {
		l := &t.levels[i]
		at, known := f.prof.l1[l.name]
		if l.depth != 0 || !known || l.rows == 0 {
			continue
		}
		for _, want := range f.prof.def.Levels[at].Wanted {
			if t.hasChildren(i) && t.rowsUnder(i, stem(want), 1) == 0 {
				emit(hit{path: f.pathOf(l), found: l.ind.Name, expected: want})
			}
		}
	}
}

func (t *tree) hasChildren(i int) bool {
	for j := i + 1; j < len(t.levels); j++ {
		if t.levels[j].parent == i {
			return true
		}
	}
	return false
}

// levelParent reports level 2 labels that another level 1 label owns.
func levelParent(f *form, t *tree, emit func(hit)) {
	for i := range t.levels {
		l := &t.levels[i]
		if l.depth != 1 {
			continue
		}
		owners, known := f.prof.l2[l.name]
		at, ok := f.prof.l1[t.above(i)]
		if !known || !ok || containsInt(owners, at) || f.prof.local(l.ind.Name, t.above(i)) {
			continue
		}
		emit(hit{path: f.pathOf(l) + ".name", found: l.ind.Name, other: t.levels[l.parent].ind.Name, expected: f.prof.def.Levels[owners[0]].Name})
	}
}

func containsInt(list []int, n int) bool {
	for _, x := range list {
		if x == n {
			return true
		}
	}
	return false
}

// levelOrder reports the first label of a parent that stands before one it
// should follow. The order of benefits is left to the form: 社会 stands before 经济
// where it matters more.
func levelOrder(f *form, t *tree, emit func(hit)) {
	type seen struct{ order, level int }
	last := map[int]seen{}
	told := map[int]bool{}
	for i := range t.levels {
		l := &t.levels[i]
		order, ok := -1, false
		if l.depth == 0 {
			order, ok = f.prof.l1[l.name], hasKey(f.prof.l1, l.name)
		} else if above := t.above(i); l.depth == 1 && above != "效益" && above != "效果目标" {
			order, ok = f.prof.l2order[[2]string{t.above(i), l.name}], hasKey(f.prof.l2order, [2]string{t.above(i), l.name})
		}
		if !ok || told[l.parent] || l.name == "成本" { // templates put it first, fourth or last
			continue
		}
		if p, ok := last[l.parent]; ok && order < p.order {
			told[l.parent] = true
			emit(hit{path: f.pathOf(l) + ".name", found: l.ind.Name, other: t.levels[p.level].ind.Name})
			continue
		}
		last[l.parent] = seen{order, i}
	}
}

func hasKey[K comparable, V any](m map[K]V, k K) bool {
	_, ok := m[k]
	return ok
}

// levelSplit reports a label that stands twice under one parent with another
// between.
func levelSplit(f *form, t *tree, emit func(hit)) {
	type key struct {
		parent int
		name   string
	}
	last := map[key]int{}
	for i := range t.levels {
		l := &t.levels[i]
		if l.depth > 1 || l.name == "" {
			continue
		}
		k := key{l.parent, l.name}
		if p, ok := last[k]; ok && l.pos-p > 1 {
			emit(hit{path: f.pathOf(l) + ".name", found: l.ind.Name})
		}
		last[k] = l.pos
	}
}
