// Package marked writes a document itself with the findings in it: highlights with
// notes in a PDF, coloured cells with notes in a workbook. Everything else stays as
// it was.
package marked

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/cmd/internal/report"
	"github.com/pbt-cli/pbt/cmd/internal/term"
	"github.com/pbt-cli/pbt/schema"
)

// Error is why a document cannot be marked.
type Error struct{ Text, Hint schema.Text }

func (e *Error) Error() string { return e.Text.EN }

// Options say how a copy is made.
type Options struct {
	Lang schema.Lang
	// Ending is that of the copy's name, with its dot; empty where it has none.
	Ending string
	// Password opens an encrypted PDF; the copy is encrypted as the PDF was.
	Password string
}

// New is an output that writes the marked copy of the one document that is checked.
func New(w io.Writer, opt Options) report.Output { return &output{w: w, opt: opt} }

type output struct {
	w    io.Writer
	opt  Options
	done bool
}

// Write makes the copy.
func (o *output) Write(r *report.Result) error {
	if r.Aside {
		return nil
	}
	if o.done {
		return &Error{
			Text: schema.Text{ZH: "标记副本只能做一份文档的", EN: "a marked copy is made of one document"},
			Hint: schema.Text{ZH: "一次只给一个文件", EN: "name one file at a time"}}
	}
	o.done = true
	format := ""
	if len(r.Documents) > 0 {
		format = r.Documents[0].Source.Format
	}
	var write func(io.Writer, []byte, []mark, Options) error
	var endings []string
	switch format {
	case schema.FormatPDF:
		write, endings = markPDF, []string{".pdf"}
	case schema.FormatXLSX, schema.FormatXLSM:
		write, endings = markWorkbook, []string{".xlsx", ".xlsm"}
	}
	switch {
	case r.Source == nil:
		return &Error{Text: schema.Text{ZH: r.File + "：读不到，没有可以标记的", EN: r.File + ": it could not be opened, and there is nothing to mark"}}
	case write == nil:
		return &Error{
			Text: schema.Text{ZH: fmt.Sprintf("%s：%s 不能标记，只能标记 PDF 和 .xlsx", r.File, format), EN: fmt.Sprintf("%s: %s cannot be marked, only PDF and .xlsx can", r.File, format)},
			Hint: schema.Text{ZH: "另存为 .xlsx 或 PDF 再检查，或用 -o opinion 写审核意见", EN: "save it as .xlsx or PDF and check that, or write an opinion with -o opinion"}}
	case o.opt.Ending != "" && !slices.Contains(endings, o.opt.Ending):
		return &Error{
			Text: schema.Text{ZH: fmt.Sprintf("%s 的副本不能叫 *%s", r.File, o.opt.Ending), EN: fmt.Sprintf("the copy of %s cannot be called *%s", r.File, o.opt.Ending)},
			Hint: schema.Text{ZH: "后缀用 " + endings[0], EN: "let it end in " + endings[0]}}
	}
	if err := write(o.w, r.Source, marks(r.Findings, turned(r.Documents), o.opt.Lang), o.opt); err != nil {
		return fmt.Errorf("%s: %w", r.File, err)
	}
	return nil
}

// Flush ends the copy; without a document there is none.
func (o *output) Flush() error {
	if !o.done {
		return &Error{Text: schema.Text{ZH: "没有可以标记的文档", EN: "there is no document to mark"}}
	}
	return nil
}

// mark is all that is said of one place.
type mark struct {
	at       schema.Place
	paper    [2]float64      // the page's size as the reader saw it, where it is known
	severity schema.Severity // the worst
	note     string
}

// noteLength bounds a note, in characters: what is longer is no note.
const noteLength = 2000

// turned are the pages whose picture was turned to be read: a box on them is none on
// the page itself.
func turned(docs []*schema.Document) map[int]bool {
	out := map[int]bool{}
	for _, d := range docs {
		if d.Source.OCR == nil {
			continue
		}
		for _, p := range d.Source.OCR.Pages {
			out[p.Page] = out[p.Page] || p.Turned != 0
		}
	}
	return out
}

// marks gathers findings by their place, in the order of the findings. On a page that
// was turned they have no box.
func marks(findings []schema.Finding, turned map[int]bool, lang schema.Lang) []mark {
	var out []mark
	at := map[schema.Place]int{}
	for i := range findings {
		f := &findings[i]
		place, paper := schema.Place{}, [2]float64{}
		if f.At != nil {
			place, paper = *f.At, f.At.Paper
			place.Paper = [2]float64{}
		}
		if turned[place.Page] {
			place.Box = schema.Box{}
		}
		text := noteOf(f, lang)
		n, ok := at[place]
		if !ok {
			at[place] = len(out)
			out = append(out, mark{place, paper, f.Severity, text})
			continue
		}
		m := &out[n]
		if f.Severity.Rank() > m.severity.Rank() {
			m.severity = f.Severity
		}
		if len([]rune(m.note)) < noteLength {
			m.note += "\n\n" + text
		}
	}
	return out
}

// noteOf words a finding for a note.
func noteOf(f *schema.Finding, lang schema.Lang) string {
	message, hint := f.Message, ""
	if m := f.Text.In(lang); m != "" {
		message, hint = m, f.Hint.In(lang)
	}
	parts := []string{f.Severity.In(lang) + schema.Text{ZH: "：", EN: ": "}.In(lang) + message}
	if f.Expected != "" && f.Expected != f.Found {
		parts = append(parts, schema.Text{ZH: "应为 ", EN: "expected "}.In(lang)+f.Expected)
	}
	if hint != "" {
		parts = append(parts, schema.Text{ZH: "建议：", EN: "hint: "}.In(lang)+hint)
	}
	parts = append(parts, "["+f.Rule+"]")
	for i := range parts {
		parts[i] = term.Clean(parts[i])
	}
	return strings.Join(parts, "\n")
}

// worstFirst sorts marks so that the worst are kept where there are too many.
func worstFirst(list []mark) {
	slices.SortStableFunc(list, func(a, b mark) int { return cmp.Compare(b.severity.Rank(), a.severity.Rank()) })
}
