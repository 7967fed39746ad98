package form

import (
	"maps"
	"slices"
)

// Vocabulary is what the profiles know of texts, for the stage that reads tables
// by evidence.
type Vocabulary struct{ words *dictionary }

// Words are what the profiles know of texts.
func (p *Profiles) Words() Vocabulary { return Vocabulary{p.all} }

// Norm is a text as labels are compared, with the note in its brackets; flat is the
// text folded and without spaces.
func (v Vocabulary) Norm(text, flat string) (name, note string) {
	if text == "" || len(text) > maxLabel*8 {
		return "", ""
	}
	return splitFolded(text, flat)
}

// Column is the role of the column that a name heads, "" where none is known.
func (v Vocabulary) Column(norm string) string { return string(v.words.column(norm)) }

// HeadsUnits reports whether a text names a column of units.
func (v Vocabulary) HeadsUnits(text string) bool {
	return v.words.column(labelNorm(text)) == RoleUnit
}

// Answered reports whether the role of a column was given by a person.
func (v Vocabulary) Answered(norm string) bool { return v.words.answers[norm] }

// Label is the key of the field that a name labels, "" where none is known.
func (v Vocabulary) Label(norm string) string { return string(v.words.label(norm)) }

// Depths has a bit for each depth, from 0, at which some profile has a level of
// this name.
func (v Vocabulary) Depths(norm string) uint8 { return v.words.levels[norm].depths }

// Foreign reports whether profiles know both names and none has the inner one
// below the outer one.
func (v Vocabulary) Foreign(inner, outer string) bool {
	known := v.words.levels[inner]
	if known.depths&^1 == 0 || v.words.levels[outer].depths&1 == 0 {
		return false
	}
	return !slices.ContainsFunc(known.above, func(names []string) bool { return slices.Contains(names, outer) })
}

// List is every name of a label, a column and a level, folded, in order.
func (v Vocabulary) List() []string {
	set := map[string]bool{}
	for name := range v.words.labels {
		set[name] = true
	}
	for name := range v.words.levels {
		set[name] = true
	}
	for _, columns := range []map[string]Role{v.words.columns, v.words.execution, v.words.tasks} {
		for name := range columns {
			set[name] = true
		}
	}
	return slices.Sorted(maps.Keys(set))
}
