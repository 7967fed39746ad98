package tables

import (
	"fmt"
	"io"

	"github.com/pbt-cli/pbt/cmd/internal/batch"
	"github.com/pbt-cli/pbt/parser/form"
	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/sheet"
)

// maxDesk is how many rows the largest sheet of the desk's workbook takes: it is
// made in memory, for the eye, and a spreadsheet ends at 1,048,576.
const maxDesk = 200_000

// newDesk writes the workbook of an analyst's desk: every input with what became
// of it, and all that was read and found.
func newDesk(w io.Writer) Writer { return &deskWriter{w: w} }

type deskWriter struct {
	w       io.Writer
	entries []sheet.Entry
	// rows and findings are how many the sheets have so far.
	rows, findings int
}

// deskOutcomes are the outcomes of the manifest in the words of the workbook;
// the usual ones are told from the document.
var deskOutcomes = map[batch.Outcome]string{batch.Skipped: "跳过", batch.Unreadable: "读不出"}

func (d *deskWriter) Add(e *Entry) error {
	x := sheet.Entry{Doc: e.Doc, Findings: e.Findings, Outcome: deskOutcomes[e.Record.Outcome]}
	if e.Record.Partial {
		x.Outcome = "部分读出"
	}
	if x.Findings == nil {
		x.Findings = []schema.Finding{}
	}
	if x.Doc == nil {
		x.Doc = &schema.Document{Source: schema.Source{File: e.Record.Input, Format: e.Record.Reader}}
	}
	d.rows += len(schema.Rows(x.Doc))
	d.findings += len(x.Findings)
	d.entries = append(d.entries, x)
	if max(len(d.entries), d.rows, d.findings) > maxDesk {
		return &batch.TextError{Text: schema.Text{
			ZH: fmt.Sprintf("%s 装不下这么多（多于 %d 行），请改用 all.sqlite 或 indicators.parquet", deskFile, maxDesk),
			EN: fmt.Sprintf("%s does not hold that many (more than %d rows); take all.sqlite or indicators.parquet", deskFile, maxDesk),
		}}
	}
	return nil
}

func (d *deskWriter) Close(whole bool) error {
	if !whole {
		return nil
	}
	return sheet.Desk(d.w, form.Embedded().Canonical(), d.entries...)
}
