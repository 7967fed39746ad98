package piles

import (
	_ "embed"
	"html/template"
	"io"

	"github.com/pbt-cli/pbt/schema/pile"
	"github.com/pbt-cli/pbt/schema/sheet"
)

//go:embed page.html
var pageSource string

// maxShown bounds the rows of a table on the page; the workbook has all.
const maxShown = 500

// Page writes a report as one HTML page that needs nothing beside it.
func Page(w io.Writer, r *pile.Report) error {
	t, err := template.New("page").Funcs(template.FuncMap{
		"cell":   cell,
		"number": func(v any) bool { _, text := v.(string); return v != nil && !text },
		"shown":  func(t sheet.Table) [][]any { return t.Rows[:min(len(t.Rows), maxShown)] },
		"rest":   func(t sheet.Table) int { return max(0, len(t.Rows)-maxShown) },
	}).Parse(pageSource)
	if err != nil {
		return err
	}
	return t.Execute(w, map[string]any{"Report": r, "Tables": tables(r)})
}
