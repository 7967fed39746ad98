package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/schema"
)

// Sort puts the findings of one file in the order of every report: by form,
// then by severity, place, rule, path and message; and drops what is said twice.
func Sort(findings []schema.Finding) []schema.Finding {
	slices.SortStableFunc(findings, compare)
	return slices.CompactFunc(findings, func(a, b schema.Finding) bool { return compare(a, b) == 0 })
}

func compare(a, b schema.Finding) int {
	return cmp.Or(
		cmp.Compare(index(a), index(b)),
		cmp.Compare(b.Severity.Rank(), a.Severity.Rank()),
		comparePlace(a.At, b.At),
		strings.Compare(a.Rule, b.Rule),
		naturally(a.Path, b.Path),
		strings.Compare(a.Message, b.Message),
		strings.Compare(a.Found, b.Found),
		strings.Compare(a.Expected, b.Expected),
	)
}

// index is that of a finding's declaration; what is about none comes first.
func index(f schema.Finding) int {
	if f.Declaration == nil {
		return -1
	}
	return *f.Declaration
}

func comparePlace(a, b *schema.Place) int {
	if a == nil || b == nil {
		switch {
		case a == b:
			return 0
		case a == nil:
			return -1
		}
		return 1
	}
	return cmp.Or(
		cmp.Compare(a.Page, b.Page),
		strings.Compare(a.Sheet, b.Sheet),
		compareCell(a.Cell, b.Cell),
		cmp.Compare(a.Table, b.Table),
		cmp.Compare(a.Line, b.Line),
		cmp.Compare(a.Row, b.Row),
		cmp.Compare(a.Box[1], b.Box[1]),
		cmp.Compare(a.Box[0], b.Box[0]),
		cmp.Compare(a.Column, b.Column),
	)
}

// compareCell orders cells by row, then by column: B9 before A10 before AA10.
func compareCell(a, b string) int {
	ac, ar := splitCell(a)
	bc, br := splitCell(b)
	return cmp.Or(naturally(ar, br), cmp.Compare(len(ac), len(bc)), strings.Compare(ac, bc))
}

func splitCell(cell string) (column, row string) {
	i := strings.IndexAny(cell, "0123456789")
	if i < 0 {
		return cell, ""
	}
	return cell[:i], cell[i:]
}

// naturally compares texts with their runs of digits as numbers, so that
// indicators[9] comes before indicators[10].
func naturally(a, b string) int {
	for a != "" && b != "" {
		na, nb := digits(a), digits(b)
		if na == 0 || nb == 0 {
			if a[0] != b[0] {
				return cmp.Compare(a[0], b[0])
			}
			a, b = a[1:], b[1:]
			continue
		}
		x, y := strings.TrimLeft(a[:na], "0"), strings.TrimLeft(b[:nb], "0")
		if c := cmp.Or(cmp.Compare(len(x), len(y)), strings.Compare(x, y)); c != 0 {
			return c
		}
		a, b = a[na:], b[nb:]
	}
	return cmp.Compare(len(a), len(b))
}

func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

// Anchor is where a finding about a whole declaration is shown: the place of
// its beginning, of its title, or else the first of its places; nil where no
// place is known.
func Anchor(d *schema.Declaration) *schema.Place {
	if d == nil {
		return nil
	}
	for _, path := range []string{"", "title"} {
		if p, ok := d.Trace[path]; ok && !p.IsZero() {
			return &p
		}
	}
	var first *schema.Place
	for _, p := range d.Trace {
		if !p.IsZero() && (first == nil || comparePlace(&p, first) < 0) {
			first = &p
		}
	}
	return first
}
