package value

import (
	"slices"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/schema"
)

// Role is what a part of a value's text was read as.
type Role string

// The roles of parts.
const (
	RoleOp          Role = "op"
	RoleSuffix      Role = "suffix"
	RoleNumber      Role = "number"
	RoleDash        Role = "dash"
	RoleUnit        Role = "unit"
	RolePer         Role = "per"
	RoleSubject     Role = "subject"
	RoleTrend       Role = "trend"
	RoleReference   Role = "reference"
	RoleNote        Role = "note"
	RoleDate        Role = "date"
	RoleEvent       Role = "event"
	RoleRecurring   Role = "recurring"
	RoleGrade       Role = "grade"
	RoleJoin        Role = "join"
	RoleText        Role = "text"
	RolePlaceholder Role = "placeholder"
)

// Part is a run of a value's text and what it was read as. Start and End count
// runes of the value's Text, from 0, End excluded; parts stand in text order and
// do not overlap. Clause is the index of the clause in a compound.
type Part struct {
	Role       Role
	Start, End int
	Text       string
	Clause     int
}

// ParseParts reads a value as Parse does and says which runes of its Text were
// read as what. Runes in no part carry no meaning of their own.
func ParseParts(text string, ctx Context) (schema.Value, []Part) {
	var v schema.Value
	v.Text, _ = fold.Clean(text)
	p := parser{ctx: ctx}
	folded := fold.Text(v.Text)
	p.whole(&v, frag{s: folded})
	uniteColumns(&v, ctx)
	parts := make([]Part, 0, min(p.n, maxParts))
	for _, part := range p.parts[:min(p.n, maxParts)] {
		parts = append(parts, Part{Role: part.role, Start: int(part.start), End: int(part.end)})
	}
	return v, runeParts(parts, folded, v.Text)
}

// runeParts turns byte offsets in the folded copy into rune indexes, which are
// the same in the printed text.
func runeParts(parts []Part, folded, printed string) []Part {
	slices.SortStableFunc(parts, func(a, b Part) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return b.End - a.End
	})
	runes := []rune(printed)
	var out []Part
	for _, part := range parts {
		start := utf8.RuneCountInString(folded[:part.Start])
		end := start + utf8.RuneCountInString(folded[part.Start:part.End])
		if n := len(out); n > 0 && start < out[n-1].End || start == end || end > len(runes) {
			continue
		}
		part.Start, part.End, part.Text = start, end, string(runes[start:end])
		out = append(out, part)
	}
	return out
}
