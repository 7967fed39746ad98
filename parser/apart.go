package parser

import (
	"slices"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

// What is said of the ink that is kept apart: so many texts of a kind, each so
// many runes of it.
const (
	maxApartTexts = 5
	maxApartRunes = 30
)

// apart tells of the ink that no cell holds: one finding a kind, at the place of
// the first.
func apart(inks []grid.Ink) []schema.Finding {
	var kinds []schema.Text
	texts := map[schema.Text][]string{}
	first := map[schema.Text]schema.Place{}
	for _, ink := range inks {
		list, seen := texts[ink.Why]
		if !seen {
			kinds = append(kinds, ink.Why)
			first[ink.Why] = ink.Place
		}
		switch n := len(list); {
		case n < maxApartTexts:
			texts[ink.Why] = append(list, brief(ink.Text))
		case n == maxApartTexts:
			texts[ink.Why] = append(list, "…")
		}
	}
	var out []schema.Finding
	for _, why := range kinds {
		f := schema.ExtractApart.Told(why, texts[why]).Finding()
		if at := first[why]; !at.IsZero() {
			f.At = &at
		}
		out = append(out, f)
	}
	return out
}

// dropHidden leaves hidden sheets out where others are seen, and says so: they
// hold the lists of drop-downs, drafts and examples. A sheet that was asked for
// is read all the same.
func dropHidden(d *grid.Document) {
	var seen []*grid.Grid
	var hidden []string
	for _, g := range d.Grids {
		if !g.Hidden {
			seen = append(seen, g)
		} else if !slices.Contains(hidden, g.Name) {
			hidden = append(hidden, g.Name)
		}
	}
	if len(seen) == 0 || len(hidden) == 0 {
		return
	}
	d.Grids = seen
	d.Problems = append(d.Problems, schema.ExtractHidden.Told(hidden).Finding())
}

// brief is the beginning of a text.
func brief(s string) string {
	if utf8.RuneCountInString(s) <= maxApartRunes {
		return s
	}
	return string([]rune(s)[:maxApartRunes]) + "…"
}
