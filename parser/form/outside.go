package form

import (
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/parser/internal/pattern"
	"github.com/pbt-cli/pbt/schema"
)

// What stands outside every form may be a part of one that was drawn too small, or
// a form that was not found at all: words of indicator tables there are named.

// trace is what one table shows of an indicator table, outside every form.
type trace struct {
	levels map[string]bool // names of levels that fill a cell
	heads  map[Role]bool   // heads of columns
	values int             // targets with a comparator
	cells  []*cell
}

// speaks reports whether so much is seen that a form must be near.
func (t *trace) speaks() bool {
	named := t.heads[RoleLevel1] || t.heads[RoleLevel2] || t.heads[RoleLevel3] || t.heads[RoleName] && t.heads[RoleValue]
	return len(t.levels) >= 2 || named && len(t.heads) >= 2 || len(t.levels) == 1 && t.values > 0 || t.values > 2
}

// exampleSheet is how sheets are called whose form is an example.
var exampleSheet = pattern.MustCompile(words.FillingIn.Pattern() + words.Guide.Pattern() + `|^` + words.GuideSheet.Pattern() + `$`)

// isExample reports whether a form stands on such a sheet.
func isExample(s *section) bool { return exampleSheet.MatchString(squeeze(s.header.t.Name)) }

// withoutExamples leaves out the forms of sheets that explain how to fill in one, where
// another sheet holds a form, and says so.
func withoutExamples(sections []*section) (kept []*section, said []schema.Finding) {
	var sheets []string
	for _, s := range sections {
		if !isExample(s) {
			kept = append(kept, s)
		} else if name := s.header.t.Name; !slices.Contains(sheets, name) {
			sheets = append(sheets, name)
		}
	}
	if len(kept) == 0 || len(sheets) == 0 {
		return sections, nil
	}
	return kept, []schema.Finding{schema.FormExample.Told(sheets).Finding()}
}

// comparison is a target that begins with its comparator.
var comparison = pattern.MustCompile(`^([<>]=?|[≥≤≧≦]|不[低高少多超]于?过?)\d`)

// compares reports whether a text is a target with its comparator.
func compares(text string) bool {
	return text != "" && strings.ContainsAny(firstRune(text), "<>≥≤≧≦不") && comparison.MatchString(text)
}

// traces finds the tables outside all regions that show an indicator table.
func (doc *document) traces(regions []area) []*cell {
	inside := map[*table][]bool{}
	for _, a := range regions {
		rows := inside[a.t]
		if rows == nil {
			rows = make([]bool, len(a.t.rows))
			inside[a.t] = rows
		}
		for row := a.from; row < min(a.to, len(rows)); row++ {
			rows[row] = true
		}
	}
	var out []*cell
	for _, t := range doc.tables {
		if isHelp(t) {
			continue
		}
		seen := doc.traceOf(t, inside[t])
		if len(regions) == 0 {
			seen.lines(t)
		}
		if seen.speaks() {
			out = append(out, seen.cells...)
		}
	}
	return out
}

// traceOf looks at the rows of a table that are not inside a form.
func (doc *document) traceOf(t *table, inside []bool) *trace {
	seen := &trace{levels: map[string]bool{}, heads: map[Role]bool{}}
	for row := range t.rows {
		if inside != nil && inside[row] {
			continue
		}
		for _, c := range t.rows[row] {
			if c.Row == row && c.norm() != "" {
				seen.look(c, doc.words)
			}
		}
	}
	return seen
}

// inLine is a target with its comparator inside a line of text.
var inLine = pattern.MustCompile(`\p{Han}[:：]?(?:[<>]=?|[≥≤≧≦])\d`)

// lines counts the lines of a text, in a document without a form, that hold targets.
func (s *trace) lines(t *table) {
	if !t.Prose {
		return
	}
	for _, c := range t.cells.all() {
		if inLine.MatchString(c.squeezed()) {
			s.values++
			s.cells = append(s.cells, c)
		}
	}
}

func (s *trace) look(c *cell, words *dictionary) {
	switch role := words.columns[c.norm()]; {
	case compares(c.squeezed()):
		s.values++
	case role.isLevel() && role != RoleContent || role == RoleValue && strings.HasSuffix(c.norm(), "值"):
		s.heads[role] = true
	case words.inVocabulary(c.norm()) && strings.HasSuffix(c.norm(), "指标"):
		s.levels[c.norm()] = true
	default:
		return
	}
	s.cells = append(s.cells, c)
}

// outside is the warning about words of indicator tables that no form holds, and
// of a document without a form that it was not read; ok is false where there are
// none.
func (doc *document) outside(forms []*form) (f schema.Finding, ok bool) {
	var regions []area
	for _, form := range forms {
		regions = append(regions, doc.between(form.start, form.end())...)
		regions = append(regions, form.region...)
	}
	left := doc.traces(regions)
	if len(left) == 0 {
		return f, false
	}
	if len(forms) == 0 {
		f = schema.FormNotRead.Told(listed(left)).Finding()
	} else {
		f = schema.ExtractUnread.Told(len(left), listed(left)).Finding()
	}
	if at := left[0].Place(); !at.IsZero() {
		f.At = &at
	}
	return f, true
}
