package report

import (
	"bufio"
	_ "embed"
	"fmt"
	"html/template"
	"io"

	"github.com/pbt-cli/pbt/schema"
)

//go:embed page.html
var pageSource string

// htmlOutput is one page that needs nothing beside it: a table a file, as a
// reviewer would print it. It is written file by file, so that a pile of any size
// needs no more memory than one file.
type htmlOutput struct {
	w       *bufio.Writer
	page    *template.Template
	opt     Options
	summary Summary
	begun   bool
}

func newHTML(w io.Writer, opt Options) (*htmlOutput, error) {
	say := func(zh, en string) string { return schema.Text{ZH: zh, EN: en}.In(opt.Lang) }
	pages := map[string]string{}
	for _, r := range opt.Rules {
		pages[r.ID] = r.Page
	}
	page, err := template.New("page").Funcs(template.FuncMap{
		"say":   say,
		"word":  func(s schema.Severity) string { return s.In(opt.Lang) },
		"where": func(p *schema.Place) string { return where(p, opt.Lang) },
		"clean": clean,
		"page":  func(rule string) string { return pages[rule] },
	}).Parse(pageSource)
	if err != nil {
		return nil, err
	}
	return &htmlOutput{w: bufio.NewWriter(w), page: page, opt: opt}, nil
}

// form is the part of a file's table that is about one form.
type htmlForm struct {
	Name string
	Rows []htmlRow
}

type htmlRow struct {
	*schema.Finding
	Cell string // what the finding is about, as the form names and prints it
}

// Write adds the table of one file; a file without findings has none.
func (h *htmlOutput) Write(r *Result) error {
	h.summary.Add(r)
	if err := h.begin(); err != nil || len(r.Findings) == 0 {
		return err
	}
	var forms []htmlForm
	last := -2
	for i := range r.Findings {
		f := &r.Findings[i]
		if n := index(*f); n != last {
			last = n
			name := ""
			if d := r.Declaration(f.Declaration); d != nil {
				name = describe(d, n, h.opt.Lang)
			}
			forms = append(forms, htmlForm{Name: clean(name)})
		}
		row := htmlRow{Finding: f}
		if p, ok := lookup(r.Declaration(f.Declaration), f.Path); ok {
			row.Cell = clean(p.text)
			if p.label != "" && p.label != f.Path {
				row.Cell = clean(p.label) + ": " + row.Cell
			}
		}
		at := &forms[len(forms)-1]
		at.Rows = append(at.Rows, row)
	}
	if err := h.page.ExecuteTemplate(h.w, "file", map[string]any{"File": clean(r.File), "Forms": forms}); err != nil {
		return err
	}
	return h.w.Flush()
}

// begin writes the head of the page, once.
func (h *htmlOutput) begin() error {
	if h.begun {
		return nil
	}
	h.begun = true
	return h.page.ExecuteTemplate(h.w, "head", map[string]any{"Lang": languageTag(h.opt.Lang)})
}

// Flush writes the verdict and ends the page.
func (h *htmlOutput) Flush() error {
	if err := h.begin(); err != nil {
		return err
	}
	s := &h.summary
	failed := s.Unreadable > 0 || s.At(h.opt.FailOn) > 0
	verdict := verdictOf(s, failed, h.opt.Lang)
	if err := h.page.ExecuteTemplate(h.w, "foot", map[string]any{"Failed": failed, "Verdict": verdict}); err != nil {
		return fmt.Errorf("page: %w", err)
	}
	return h.w.Flush()
}
