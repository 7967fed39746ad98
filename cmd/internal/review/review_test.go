package review

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbt-cli/pbt/parser"
	"github.com/pbt-cli/pbt/schema"
)

const formFile = "../../../testdata/forms/sh-2020-four-forms.txt"

// formSource is the form of the tests.
func formSource(t testing.TB) parser.Source {
	t.Helper()
	data, err := os.ReadFile(formFile)
	if err != nil {
		t.Fatal(err)
	}
	return parser.Source{Name: "forms.txt", Data: data}
}

// read reads the form with corrections.
func read(t *testing.T, f *File) *schema.Document {
	t.Helper()
	src := formSource(t)
	return parser.Read(context.Background(), src, Prepare(parser.Options{}, src, Found{File: f})).Documents[0]
}

// about is a file of corrections of the form.
func about(t *testing.T, corrections ...Correction) *File {
	t.Helper()
	return &File{Schema: Version, Document: Digest(formSource(t).Data), Corrections: corrections}
}

func problems(doc *schema.Document, rule string) []schema.Finding {
	var out []schema.Finding
	for _, p := range doc.Problems {
		if p.Rule == rule {
			out = append(out, p)
		}
	}
	return out
}

func TestApply(t *testing.T) {
	plain := read(t, nil)
	doc := read(t, about(t,
		Correction{Path: "project.name", From: plain.Declarations[0].Project.Name, To: "另一项目"},
		Correction{Path: "indicators[1].children[0].children[5].value", From: ">=2次", To: "≥3次"},
		Correction{Declaration: 1, Path: "funds.total", From: plain.Declarations[1].Funds.Total, To: "12.5万元"},
		Correction{Declaration: 1, Path: "year", From: "2020", To: "2021年"},
		Correction{Declaration: 1, Path: "project.government_purchase", From: schemaGet(plain.Declarations[1], "project.government_purchase"), To: "是"},
	))
	if p := problems(doc, "review.unfit"); p != nil {
		t.Fatalf("corrections did not fit: %+v", p)
	}
	d := doc.Declarations[1]
	v := doc.Declarations[0].Indicators[1].Children[0].Children[5].Value
	if doc.Declarations[0].Project.Name != "另一项目" || d.Funds.Total != "125000" || d.Year != 2021 || d.Project.GovernmentPurchase == nil || !*d.Project.GovernmentPurchase {
		t.Errorf("fields: %q %q %d %v", doc.Declarations[0].Project.Name, d.Funds.Total, d.Year, d.Project.GovernmentPurchase)
	}
	if v.Text != "≥3次" || v.Number != "3" || v.Op != schema.OpGE || v.Unit != "次" {
		t.Errorf("value: %+v", v)
	}
	n := 0
	for _, r := range d.Repairs {
		if r.Why == Why {
			n++
		}
	}
	if n != 3 {
		t.Errorf("%d repairs of the reviewer, want 3", n)
	}
}

func schemaGet(d *schema.Declaration, path string) string {
	f, _ := schema.FieldAt(path)
	return f.Get(d)
}

// A doubt is settled by confirming it, or by moving the indicator; all that
// speaks of an indicator goes with it.
func TestDoubts(t *testing.T) {
	plain := read(t, nil)
	di, q := firstLevelDoubt(t, plain)
	confirmed := read(t, about(t, Correction{Declaration: di, Path: q.Path, Question: q.Question, From: q.Chosen, To: q.Chosen}))
	if got, want := len(confirmed.Declarations[di].Uncertain), len(plain.Declarations[di].Uncertain)-1; got != want {
		t.Errorf("%d doubts after confirming one, want %d", got, want)
	}
	moved := read(t, about(t,
		Correction{Declaration: di, Path: q.Path, Question: q.Question, From: q.Chosen, To: q.Alternatives[0]},
		Correction{Declaration: di, Path: q.Path + ".value", From: leaf(t, plain, di, q.Path).Value.Text, To: "=99%"},
	))
	if p := problems(moved, "review.unfit"); p != nil {
		t.Fatal(p)
	}
	var path string
	for _, r := range moved.Declarations[di].Repairs {
		if r.Why == Why && strings.HasSuffix(r.Path, ".value") {
			path = strings.TrimSuffix(r.Path, ".value")
		}
	}
	n := leaf(t, moved, di, path)
	if n.Name != leaf(t, plain, di, q.Path).Name || n.Value.Number != "99" {
		t.Errorf("the moved indicator is %+v", n)
	}
	if labels := above(moved.Declarations[di], path); labels[1] != q.Alternatives[0] {
		t.Errorf("it stands under %v, want %s", labels, q.Alternatives[0])
	}
	a, b := plain.Declarations[di], moved.Declarations[di]
	if a.Trace[q.Path+".name"] != b.Trace[path+".name"] {
		t.Errorf("its place is %v, want %v", b.Trace[path+".name"], a.Trace[q.Path+".name"])
	}
	for p := range b.Trace {
		if strings.HasPrefix(p, "indicators[") {
			leaf(t, moved, di, p)
		}
	}
}

func firstLevelDoubt(t *testing.T, doc *schema.Document) (int, schema.Doubt) {
	t.Helper()
	for i, d := range doc.Declarations {
		for _, q := range d.Uncertain {
			if q.Question == schema.QuestionLevel2 && len(q.Alternatives) > 0 {
				return i, q
			}
		}
	}
	t.Fatal("the form has no doubt about a label")
	return 0, schema.Doubt{}
}

func leaf(t *testing.T, doc *schema.Document, declaration int, path string) *schema.Indicator {
	t.Helper()
	n, _, ok := nodeAt(doc.Declarations[declaration], path)
	if !ok {
		t.Fatalf("there is no %s", path)
	}
	return n
}

func TestUnfit(t *testing.T) {
	for name, c := range map[string]Correction{
		"another reading": {Path: "project.name", From: "别的", To: "甲"},
		"no such path":    {Path: "indicators[99].value", From: "", To: "甲"},
		"no such form":    {Declaration: 9, Path: "project.name", From: "甲", To: "乙"},
		"no amount":       {Path: "funds.total", From: schemaGet(read(t, nil).Declarations[0], "funds.total"), To: "许多"},
		"no such label":   {Path: "indicators[0].children[0]", Question: "level2", From: "甲", To: "乙"},
		"odd brackets":    {Path: "indicators[0].children[", From: "甲", To: "乙"},
	} {
		plain, doc := read(t, nil), read(t, about(t, c))
		if p := problems(doc, "review.unfit"); len(p) != 1 || p[0].Message == "" {
			t.Errorf("%s: problems %v", name, p)
		}
		if diff := cmp.Diff(plain.Declarations, doc.Declarations); diff != "" {
			t.Errorf("%s: the reading changed: %s", name, diff)
		}
	}
}

// A changed document voids its corrections, and says so.
func TestStale(t *testing.T) {
	f := about(t, Correction{Path: "project.name", From: "甲", To: "乙"})
	f.Document = strings.Repeat("0", 64)
	doc := read(t, f)
	if p := problems(doc, "review.stale"); len(p) != 1 || p[0].Severity != schema.SeverityWarning {
		t.Errorf("problems %v", doc.Problems)
	}
	if len(problems(doc, "review.unfit")) > 0 {
		t.Error("a void correction was tried")
	}
}

func TestFile(t *testing.T) {
	f := about(t, Correction{Path: "b", From: "\x1b<script>", To: "'\"\u202e", At: "2026-01-02T03:04:05Z"}, Correction{Path: "a", From: "1", To: "2"})
	f.Columns = map[string]string{"目标要求": "value"}
	f.Accepted = []Accepted{{Rule: "budget.sum-total", Fingerprint: "00", Reason: "附件已说明"}}
	name := filepath.Join(t.TempDir(), "deep", "forms.txt"+Ending)
	if err := f.Save(name); err != nil {
		t.Fatal(err)
	}
	g, data, err := Load(name)
	if err != nil {
		t.Fatal(err)
	}
	var again bytes.Buffer
	if err := g.Encode(&again); err != nil || !bytes.Equal(again.Bytes(), data) {
		t.Errorf("written again, the file differs: %s\n%s", data, again.Bytes())
	}
	if g.Corrections[0].Path != "a" || g.Corrections[1] != f.Corrections[0] {
		t.Errorf("read back: %+v", g.Corrections)
	}
	if err := (&File{Document: f.Document}).Save(name); err != nil {
		t.Fatal(err)
	}
	if g, _, err := Load(name); g != nil || err != nil {
		t.Errorf("an empty file stands: %v, %v", g, err)
	}
}

func TestMalformed(t *testing.T) {
	sum := strings.Repeat("0", 64)
	for name, text := range map[string]string{
		"other schema": "schema: pbt/v1\ndocument: " + sum + "\n",
		"no document":  "schema: pbt-review/v1\n",
		"unknown key":  "schema: pbt-review/v1\ndocument: \"" + sum + "\"\nfoo: 1\n",
		"no path":      "schema: pbt-review/v1\ndocument: \"" + sum + "\"\ncorrections: [{from: a, to: b}]\n",
		"no reason":    "schema: pbt-review/v1\ndocument: \"" + sum + "\"\naccepted: [{rule: a, fingerprint: b}]\n",
		"no role":      "schema: pbt-review/v1\ndocument: \"" + sum + "\"\ncolumns: {目标: 某}\n",
		"no yaml":      "\x00\x01",
	} {
		if _, err := decode("x", []byte(text)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestBeside(t *testing.T) {
	for name, want := range map[string]string{
		"a/form.pdf":         "a/form.pdf.review.yaml",
		"a.zip!in/form.pdf":  "a.zip.review/in/form.pdf.review.yaml",
		"a.zip!b.zip!f.pdf":  "a.zip.review/b.zip_f.pdf.review.yaml",
		"a.zip!../../etc/pw": "",
		"a.zip!/etc/passwd":  "",
		"a.zip!c:\\x\n.pdf":  "a.zip.review/c__x_.pdf.review.yaml",
	} {
		if got := filepath.ToSlash(Beside(name)); got != want {
			t.Errorf("Beside(%q) = %q, want %q", name, got, want)
		}
	}
}

// Whatever a file of corrections holds, it is refused or applied within bounds.
func FuzzApply(f *testing.F) {
	src := formSource(f)
	doc := parser.Read(context.Background(), src, parser.Options{}).Documents[0]
	sum := Digest(src.Data)
	f.Add("project.name", "", "甲", "乙", 0)
	f.Add("indicators[0].children[1].children[0]", "level2", "时效", "质量", 1)
	f.Add("indicators[0].children[0]", "level1", "产出目标", "效果目标", 0)
	f.Add("funds.tasks[0].total", "", "", "1万元", 0)
	f.Fuzz(func(t *testing.T, path, question, from, to string, declaration int) {
		file := &File{Schema: Version, Document: sum, Corrections: []Correction{{Declaration: declaration, Path: path, Question: question, From: from, To: to}}}
		if file.check() != (schema.Text{}) {
			return
		}
		copied := *doc
		copied.Declarations = []*schema.Declaration{clone(t, doc.Declarations[0]), clone(t, doc.Declarations[1])}
		apply(&copied, file.Corrections, 0, Origins{})
		for _, d := range copied.Declarations {
			for _, n := range d.Indicators {
				if n == nil || n.Name == "" {
					t.Error("a label without a name")
				}
			}
		}
	})
}

// clone is a declaration of its own.
func clone(t *testing.T, d *schema.Declaration) *schema.Declaration {
	t.Helper()
	out := *d
	var nodes func([]*schema.Indicator) []*schema.Indicator
	nodes = func(in []*schema.Indicator) (out []*schema.Indicator) {
		for _, n := range in {
			x := *n
			x.Children = nodes(n.Children)
			out = append(out, &x)
		}
		return out
	}
	out.Indicators = nodes(d.Indicators)
	return &out
}
