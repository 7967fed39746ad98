package rules

import "github.com/pbt-cli/pbt/schema"

// kind is one sort of check: what its parameters are and how they become a
// check. The list of kinds is closed; a rule that none fits uses expr.
type kind struct {
	name    string
	doc     schema.Text
	params  func() any
	compile func(c *compiler, params any, sel *selector) func(f *form, emit func(hit))
}

// typed adapts a compile function with typed parameters.
func typed[P any](name string, doc schema.Text, compile func(c *compiler, p *P, sel *selector) func(f *form, emit func(hit))) kind {
	return kind{
		name: name, doc: doc,
		params:  func() any { return new(P) },
		compile: func(c *compiler, p any, sel *selector) func(*form, func(hit)) { return compile(c, p.(*P), sel) },
	}
}

func say(zh, en string) schema.Text { return schema.Text{ZH: zh, EN: en} }

// kinds lists every kind of check, in the order of the documentation. Each has a
// file of its own, kind_NAME.go: a new kind is such a file and a line here.
func kinds() []kind {
	return []kind{
		requiredKind(),
		enumKind(),
		patternKind(),
		lexiconKind(),
		datesKind(),
		sumKind(),
		compareKind(),
		uniqueKind(),
		countKind(),
		levelsKind(),
		directionKind(),
		unitKind(),
		boundsKind(),
		shareKind(),
		textKind(),
		weightsKind(),
		scoreKind(),
		readingKind(),
		againstKind(),
		relationKind(),
		exprKind(),
	}
}

var kindTable = kinds()

func kindOf(name string) (*kind, bool) {
	for i := range kindTable {
		if kindTable[i].name == name {
			return &kindTable[i], true
		}
	}
	return nil, false
}

func kindNames() []string {
	out := make([]string, len(kindTable))
	for i, k := range kindTable {
		out[i] = k.name
	}
	return out
}

// eachRow calls check for the rows that a selector takes.
func eachRow(sel *selector, f *form, check func(r *row)) {
	if !sel.some(f) {
		return
	}
	for i := range f.rows {
		if r := &f.rows[i]; r.any.meet(sel.ofValue) && sel.row(r) && sel.value(r) {
			check(r)
		}
	}
}

// eachAtom calls check for the values that a selector takes, at most until it
// reports a fault of the row.
func eachAtom(sel *selector, f *form, check func(r *row, a *atom) bool) {
	if !sel.some(f) {
		return
	}
	for i := range f.rows {
		r := &f.rows[i]
		if !r.any.meet(sel.ofValue) || !sel.row(r) {
			continue
		}
		for j := range r.atoms {
			if sel.atom(&r.atoms[j]) && check(r, &r.atoms[j]) {
				break
			}
		}
	}
}

// folded is a column of an indicator in the form that texts are compared in.
func (f *form) folded(r *row, name string) string {
	switch name {
	case "name":
		return r.name
	case "value":
		return r.text
	}
	return fold(f.part(r, name))
}

// part is a column of an indicator.
func (f *form) part(r *row, name string) string {
	switch name {
	case "name":
		return r.ind.Name
	case "value":
		if r.ind.Value != nil {
			return r.ind.Value.Text
		}
	case "actual":
		if r.ind.Actual != nil {
			return r.ind.Actual.Text
		}
	default:
		for _, f := range schema.IndicatorFields() {
			if f.Path == name {
				return *f.Text(r.ind)
			}
		}
	}
	return ""
}
