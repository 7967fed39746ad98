package desk

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strconv"

	"github.com/pbt-cli/pbt/parser/form"
	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/sheet"
	"github.com/pbt-cli/pbt/schema/yml"
)

// exports are the formats that the page can be left with: their type, and what
// writes them.
var exports = map[string]struct {
	kind  string
	write func(io.Writer, []*shown) error
}{
	"xlsx": {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", writeWorkbook},
	"yaml": {"application/yaml", writeYAML},
}

// serveExport gives one document, or all of them, as a workbook or as YAML.
func (d *Desk) serveExport(w http.ResponseWriter, q *http.Request) {
	format, ok := exports[q.URL.Query().Get("format")]
	if !ok {
		fail(w, errRequest)
		return
	}
	items := d.items
	if s := q.URL.Query().Get("id"); s != "" {
		id, err := strconv.Atoi(s)
		if err != nil {
			fail(w, errGone)
			return
		}
		x, err := d.item(id)
		if err != nil {
			fail(w, err)
			return
		}
		items = []*item{x}
	}
	readings, err := d.readAll(q.Context(), items)
	if err != nil {
		fail(w, err)
		return
	}
	var b bytes.Buffer
	if err := format.write(&b, readings); err != nil {
		fail(w, err)
		return
	}
	w.Header().Set("Content-Type", format.kind)
	w.Write(b.Bytes())
}

// readAll reads documents with what is saved about them, and keeps of each no more
// than an export needs.
func (d *Desk) readAll(ctx context.Context, items []*item) ([]*shown, error) {
	var out []*shown
	for _, x := range items {
		x.mu.Lock()
		r, known := x.reading, x.reading != nil
		var err error
		if !known {
			if r, err = d.read(ctx, x, nil); err == nil {
				d.note(x, r)
			}
		}
		x.mu.Unlock()
		if err != nil {
			return nil, err
		}
		out = append(out, &shown{Name: r.Name, Document: r.Document, Findings: r.Findings})
	}
	return out, nil
}

// writeWorkbook writes the desk's workbook, with the findings that stand.
func writeWorkbook(w io.Writer, readings []*shown) error {
	entries := make([]sheet.Entry, len(readings))
	for i, r := range readings {
		e := &entries[i]
		e.Doc, e.Findings = r.Document, []schema.Finding{}
		for _, f := range r.Findings {
			if f.Accepted == "" {
				x := f.Finding
				x.Text, x.Hint = f.Text, f.Hint
				e.Findings = append(e.Findings, x)
			}
		}
	}
	return sheet.Desk(w, form.Embedded().Canonical(), entries...)
}

// writeYAML writes the documents as parse does.
func writeYAML(w io.Writer, readings []*shown) error {
	docs := make([]*schema.Document, len(readings))
	for i, r := range readings {
		doc := *r.Document
		doc.Declarations = make([]*schema.Declaration, len(r.Document.Declarations))
		for k, decl := range r.Document.Declarations {
			plain := *decl
			plain.Trace = nil
			doc.Declarations[k] = &plain
		}
		docs[i] = &doc
	}
	return schema.EncodeYAML(w, docs...)
}

// serveProfile makes a profile of answers about columns, for the user to keep.
func serveProfile(w http.ResponseWriter, q *http.Request) {
	var in struct {
		ID      string            `json:"id"`
		Columns map[string]string `json:"columns"`
	}
	if err := decode(q, &in); err != nil {
		fail(w, err)
		return
	}
	for head, role := range in.Columns {
		if _, _, ok := form.ParseAnswer(head + "=" + role); !ok {
			fail(w, refuse("没有这种列："+head+"="+role, "there is no such column: "+head+"="+role))
			return
		}
	}
	var b bytes.Buffer
	if err := yml.Encode(&b, form.Answers(in.ID, in.Columns)); err != nil {
		fail(w, err)
		return
	}
	w.Header().Set("Content-Type", "application/yaml")
	w.Write(b.Bytes())
}
