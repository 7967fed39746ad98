package marked

import (
	"bytes"
	"context"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
	"github.com/xuri/excelize/v2"

	"github.com/pbt-cli/pbt/cmd/internal/report"
	"github.com/pbt-cli/pbt/parser"
	"github.com/pbt-cli/pbt/schema"
)

// result reads a document and finds something at two of its values, and of the whole.
func result(t *testing.T, file string) *report.Result {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	docs := parser.Read(context.Background(), parser.Source{Name: file, Data: data}, parser.Options{}).Documents
	r := &report.Result{File: file, Documents: docs, Source: data}
	d := docs[0].Declarations[0]
	for i, path := range []string{"indicators[0].children[0].children[0].value", "indicators[0].children[0].children[0].value", "indicators[0].children[0].children[0].name"} {
		at := d.Place(path)
		if at.IsZero() {
			t.Fatalf("%s has no place", path)
		}
		r.Findings = append(r.Findings, schema.Finding{
			Rule: "test.rule", Severity: []schema.Severity{schema.SeverityInfo, schema.SeverityError, schema.SeverityWarning}[i], At: &at,
			Text: schema.Text{ZH: "指标值\x1b偏低", EN: "low"}, Hint: schema.Text{ZH: "改一改", EN: "mend"}})
	}
	r.Findings = append(r.Findings, schema.Finding{Rule: "test.whole", Severity: schema.SeverityInfo, Text: schema.Text{ZH: "整份文档", EN: "all"}})
	return r
}

// copyOf is the marked copy of a result.
func copyOf(t *testing.T, r *report.Result, opt Options) []byte {
	t.Helper()
	var b bytes.Buffer
	out := New(&b, opt)
	if err := errors.Join(out.Write(r), out.Flush()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// same holds the reading of the copy against that of the document.
func same(t *testing.T, r *report.Result, copied []byte) {
	t.Helper()
	got := parser.Read(context.Background(), parser.Source{Name: r.File, Data: copied}, parser.Options{}).Documents
	if d := cmp.Diff(r.Documents[0].Declarations, got[0].Declarations, cmpopts.IgnoreFields(schema.Declaration{}, "Trace")); d != "" {
		t.Errorf("the copy reads otherwise:\n%s", d)
	}
}

func TestPDF(t *testing.T) {
	r := result(t, "../../../testdata/readme/roads.pdf")
	copied := copyOf(t, r, Options{Lang: schema.ZH, Ending: ".pdf"})
	same(t, r, copied)
	ctx, err := api.ReadAndValidate(bytes.NewReader(copied), model.NewDefaultConfiguration())
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	for _, e := range ctx.Table {
		if d, ok := e.Object.(types.Dict); ok && d.Subtype() != nil && d["Contents"] != nil {
			counts[*d.Subtype()]++
		}
	}
	if d := cmp.Diff(map[string]int{"Highlight": 2, "Text": 1}, counts); d != "" {
		t.Errorf("annotations, one a place: %s", d)
	}
}

// The box of a mark is turned as the page is.
func TestSpace(t *testing.T) {
	for rotate, want := range map[int][4]float64{0: {20, 720, 60, 740}, 90: {70, 20, 90, 60}, 180: {540, 70, 580, 90}, 270: {510, 750, 530, 790}} {
		s := &sheet{rotate: rotate}
		s.box.LL.X, s.box.LL.Y, s.box.UR.X, s.box.UR.Y = 10, 10, 590, 800
		box := schema.Box{10, 60, 50, 80}
		got := s.space(box)
		w, h := s.size()
		if rotate%180 == 90 && (w != 790 || h != 580) {
			t.Errorf("turned by %d the page is %v × %v", rotate, w, h)
		}
		if d := cmp.Diff(want, [4]float64{got.LL.X, got.LL.Y, got.UR.X, got.UR.Y}); d != "" {
			t.Errorf("turned by %d: %s", rotate, d)
		}
	}
	s := &sheet{}
	s.box.UR.X, s.box.UR.Y = 600, 800
	if got := s.scaled(schema.Box{10, 10, 20, 20}, [2]float64{300, 400}); got != (schema.Box{20, 20, 40, 40}) {
		t.Errorf("scaled: %v", got)
	}
}

func TestWorkbook(t *testing.T) {
	r := result(t, "../../../testdata/forms/sh-2020-four-forms.xlsx")
	before, err := excelize.OpenReader(bytes.NewReader(r.Source))
	if err != nil {
		t.Fatal(err)
	}
	at := r.Findings[0].At
	if err := before.AddComment(at.Sheet, excelize.Comment{Author: "张三", Cell: at.Cell, Text: "原有的批注"}); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := before.Write(&b); err != nil {
		t.Fatal(err)
	}
	r.Source = b.Bytes()
	copied := copyOf(t, r, Options{Lang: schema.ZH, Ending: ".xlsx"})
	same(t, r, copied)
	f, err := excelize.OpenReader(bytes.NewReader(copied))
	if err != nil {
		t.Fatal(err)
	}
	comments, err := f.GetComments(at.Sheet)
	if err != nil {
		t.Fatal(err)
	}
	notes := map[string]string{}
	for _, c := range comments {
		notes[c.Cell] = textOf(c)
	}
	note := notes[at.Cell]
	if !strings.Contains(note, "原有的批注") || strings.Count(note, "[test.rule]") != 2 || strings.Contains(note, "\x1b") || !strings.Contains(note, "建议：改一改") {
		t.Errorf("the note reads %q", note)
	}
	style := func(f *excelize.File) *excelize.Style {
		id, err := f.GetCellStyle(at.Sheet, at.Cell)
		if err != nil {
			t.Fatal(err)
		}
		s, err := f.GetStyle(id)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	was, is := style(before), style(f)
	if len(is.Fill.Color) != 1 || !strings.HasSuffix(is.Fill.Color[0], fills[schema.SeverityError]) {
		t.Errorf("the cell is filled with %v", is.Fill)
	}
	if d := cmp.Diff(was, is, cmpopts.IgnoreFields(excelize.Style{}, "Fill")); d != "" {
		t.Errorf("the cell's style changed in more than its fill:\n%s", d)
	}
}

// What cannot be marked is refused with the reason.
func TestRefused(t *testing.T) {
	pdf := result(t, "../../../testdata/readme/roads.pdf")
	text := &report.Result{File: "a.txt", Source: []byte("x"), Documents: []*schema.Document{{Source: schema.Source{Format: "text"}}}}
	damaged := &report.Result{File: "a.pdf", Source: []byte("%PDF-1.4 nothing"), Documents: []*schema.Document{{Source: schema.Source{Format: "pdf"}}}}
	for name, c := range map[string]struct {
		results []*report.Result
		ending  string
	}{
		"a text":         {[]*report.Result{text}, ".pdf"},
		"damaged":        {[]*report.Result{damaged}, ".pdf"},
		"another ending": {[]*report.Result{pdf}, ".xlsx"},
		"two documents":  {[]*report.Result{pdf, pdf}, ".pdf"},
		"none":           {nil, ".pdf"},
		"unread":         {[]*report.Result{{File: "a.pdf"}}, ".pdf"},
	} {
		var b bytes.Buffer
		out := New(&b, Options{Ending: c.ending})
		var err error
		for _, r := range c.results {
			err = errors.Join(err, out.Write(r))
		}
		err = errors.Join(err, out.Flush())
		var me *Error
		if !errors.As(err, &me) || me.Text.ZH == "" || me.Text.EN == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}
