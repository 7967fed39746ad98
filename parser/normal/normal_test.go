package normal

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbt-cli/pbt/schema"
)

const good = `# pbt:ignore form.title-missing 历史表样没有标题
schema: pbt/v1
source: {file: a.pdf, format: pdf, sha256: ab}
declarations:
- form: sh-2020
  year: 2020
  project:
    name: 物业费
    start: "2020-01-01" # pbt:ignore date.order,date.span-vs-nature 合同如此
  # pbt:ignore budget 资金另行说明
  funds: {total: "100"}
  indicators:
  - name: 产出目标
    children:
    # pbt:ignore value.cost-op 见合同第3条
    - name: 单位成本
      value: {text: ≥30元, kind: quantity, op: ">=", number: "30", unit: 元}
    - name: 到位率 # pbt:ignore value.ge-100
      value:
        text: ≥100% # pbt:ignore value.style-mixed 全表统一
        kind: quantity
      weight: "5"
problems: []
`

// brief prints problems as lines of place, severity, rule and message.
func brief(f *File) []string {
	var out []string
	for i, doc := range f.Documents {
		for _, p := range doc.Problems {
			out = append(out, fmt.Sprintf("%d %s %s %s: %s", i, p.At, p.Severity, p.Rule, p.Text.EN+"; "+p.Hint.EN))
		}
	}
	return out
}

func TestReadGood(t *testing.T) {
	f := Read(context.Background(), "a.yaml", []byte(good))
	if got := brief(f); len(got) > 0 {
		t.Fatalf("problems: %s", got)
	}
	doc := f.Documents[0]
	if want := (schema.Source{File: "a.pdf", Format: schema.FormatPDF, SHA256: "ab"}); doc.Source != want {
		t.Errorf("source %+v, want the one that the text declares: %+v", doc.Source, want)
	}
	own := Read(context.Background(), "b.yaml", []byte("schema: pbt/v1\ndeclarations: []\n")).Documents[0].Source
	if own.File != "b.yaml" || own.Format != schema.FormatYAML || len(own.SHA256) != 64 {
		t.Errorf("source %+v of a text that declares none", own)
	}
	decl := doc.Declarations[0]
	leaf := decl.Indicators[0].Children[0]
	if leaf.Value.Op != schema.OpGE || leaf.Value.Unit != "元" || decl.Year != 2020 || decl.Funds.Total != "100" {
		t.Errorf("declaration misread: %+v %+v", decl, leaf.Value)
	}
	for path, want := range map[string]schema.Place{
		"":                                     {Line: 5, Column: 3},
		"year":                                 {Line: 6, Column: 9},
		"project.name":                         {Line: 8, Column: 11},
		"funds.total":                          {Line: 11, Column: 18},
		"indicators[0].name":                   {Line: 13, Column: 11},
		"indicators[0].children[0].value":      {Line: 17, Column: 14},
		"indicators[0].children[0].value.unit": {Line: 17, Column: 73},
	} {
		if diff := cmp.Diff(want, decl.Trace[path]); diff != "" {
			t.Errorf("trace of %q: %s", path, diff)
		}
	}
}

func TestIgnores(t *testing.T) {
	f := Read(context.Background(), "a.yaml", []byte(good))
	var got []string
	for _, ig := range f.Ignores {
		got = append(got, fmt.Sprintf("%s %d %q %v %q %v", ig.At, ig.Declaration, ig.Path, ig.Rules, ig.Reason, ig.Misplaced))
	}
	want := []string{
		`1:1 -1 "" [form.title-missing] "历史表样没有标题" false`,
		`9:25 0 "project.start" [date.order date.span-vs-nature] "合同如此" false`,
		`10:3 0 "funds" [budget] "资金另行说明" false`,
		`15:5 0 "indicators[0].children[0]" [value.cost-op] "见合同第3条" false`,
		`18:17 0 "indicators[0].children[1]" [value.ge-100] "" false`,
		`20:21 0 "indicators[0].children[1].value.text" [value.style-mixed] "全表统一" false`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("ignores (-want +got):\n%s", diff)
	}
	f = Read(context.Background(), "b.yaml", []byte("# pbt:ignore a.b 整个文件\n\n\nschema: pbt/v1\ndeclarations:\n- form: x\n  indicators: []\n\n  # pbt:ignore c.d 落在最后\n"))
	got = nil
	for _, ig := range f.Ignores {
		got = append(got, fmt.Sprintf("%s %d %v %v", ig.At, ig.Declaration, ig.Rules, ig.Misplaced))
	}
	if diff := cmp.Diff([]string{"1:1 -1 [a.b] false", "9:3 -1 [c.d] true"}, got); diff != "" {
		t.Errorf("ignores apart from their values (-want +got):\n%s", diff)
	}
	for _, c := range []struct {
		ignore, path string
		want         bool
	}{
		{"", "funds.total", true},
		{"funds", "funds.total", true},
		{"funds", "funds", true},
		{"fund", "funds", false},
		{"indicators[1]", "indicators[1].value", true},
		{"indicators[1]", "indicators[10].value", false},
		{"indicators[1].value.text", "indicators[1].value", true},
		{"indicators[1].children[0].name", "indicators[1]", false},
		{"project.name", "", false},
	} {
		ig := Ignore{Path: c.ignore}
		if got := ig.Covers(c.path); got != c.want {
			t.Errorf("ignore at %q covers %q: %v", c.ignore, c.path, got)
		}
	}
}

func TestProblems(t *testing.T) {
	const head = "schema: pbt/v1\ndeclarations:\n"
	for _, c := range []struct{ name, in, want string }{
		{"empty", "", "1:1 error extract.schema-version"},
		{"no schema", "declarations: []\n", "1:1 error extract.schema-version: the schema key is missing"},
		{"other schema", "schema: pbt/v9\n", `1:9 error extract.schema-version: schema is "pbt/v9", expected "pbt/v1"`},
		{"scalar", "hello\n", "1:1 error extract.schema-version: the document is the string"},
		{"syntax", "schema: pbt/v1\ndeclarations: [\n", "error extract.syntax"},
		{"unknown key", head + "- form: x\n  indicators: []\n  tittle: y\n", `5:3 error extract.key-unknown: unknown key tittle; did you mean "title"?`},
		{"nested unknown", head + "- form: x\n  indicators: []\n  funds: {totl: '1'}\n", "5:11 error extract.key-unknown: unknown key funds.totl"},
		{"wrong type", head + "- form: x\n  indicators: many\n", `4:15 error extract.type: indicators is the string "many", expected a list`},
		{"year", head + "- form: x\n  indicators: []\n  year: 二〇二〇\n", "5:9 error extract.type"},
		{"null", head + "- form: x\n  indicators: []\n  unit:\n", "error extract.type: unit is empty, expected a string; leave out a key that has no value"},
		{"null item", head + "- form: x\n  indicators: [null]\n", "4:16 error extract.type: indicators[0] is empty, expected a mapping"},
		{"unquoted", head + "- form: x\n  indicators: []\n  funds: {total: 0100}\n", `5:18 warning extract.type: funds.total is the number 0100, expected a string; quote it: "0100"`},
		{"term", head + "- form: x\n  indicators: [{name: a, value: {text: b, kind: quantiti}}]\n", `4:49 error extract.value-unknown`},
		{"missing", head + "- form: x\n  indicators: [{name: a, value: {text: b}}]\n", "4:33 warning extract.key-missing: the key indicators[0].value.kind is missing"},
		{"duplicate", head + "- form: x\n  form: y\n  indicators: []\n", "4:3 error extract.key-duplicate: the key form stands twice"},
		{"alias", head + "- &a {form: x, indicators: []}\n- *a\n", ""},
		{"json type", `{"schema":"pbt/v1","declarations":[{"form":"x","indicators":[],"year":"2020"}]}`, "1:71 error extract.type"},
		{"json syntax", "{\"schema\": \"pbt/v1\",\n\t\"declarations\": [}\n", "2:19 error extract.syntax"},
		{"json cut", `{"schema": "pbt/v1", "declarations": [`, "1:39 error extract.syntax"},
		{"not utf-8", "schema: pbt/v1\nx: \xff\n", "2:1 error extract.syntax"},
		{"deep", `{"schema": "pbt/v1", "declarations": ` + strings.Repeat("[", 200), "error extract.syntax"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := strings.Join(brief(Read(context.Background(), "f", []byte(c.in))), "\n")
			if c.want == "" && got != "" || !strings.Contains(got, c.want) {
				t.Errorf("got %q, want %q in it", got, c.want)
			}
		})
	}
}

// TestCycle reads an anchor that holds itself: it must end.
func TestCycle(t *testing.T) {
	in := "schema: pbt/v1\ndeclarations:\n- form: x\n  indicators: &a\n  - name: n\n    children: *a\n"
	got := strings.Join(brief(Read(context.Background(), "f", []byte(in))), "\n")
	if !strings.Contains(got, schema.ExtractLimit.Rule) && !strings.Contains(got, schema.ExtractSyntax.Rule) {
		t.Errorf("a cycle is not reported: %q", got)
	}
}

// TestSeveral reads several documents in each of the ways to write them.
func TestSeveral(t *testing.T) {
	const one = `{"schema":"pbt/v1","declarations":[{"form":"x","indicators":[],"title":"表\ud83d\ude00"}]}`
	const doc = "schema: pbt/v1\ndeclarations:\n- form: x\n  title: 表😀\n  indicators: []\n"
	for name, in := range map[string]string{
		"yaml":       doc + "---\n" + doc,
		"bom":        "\ufeff" + doc + "---\n" + doc + "---\n",
		"json array": "[" + one + ",\n" + one + "]",
		"json lines": one + "\n" + one + "\n",
		"yaml list":  "- " + strings.ReplaceAll(doc, "\n", "\n  ") + "\n- " + strings.ReplaceAll(one, `\ud83d\ude00`, "😀") + "\n",
	} {
		t.Run(name, func(t *testing.T) {
			f := Read(context.Background(), "f", []byte(in))
			if got := brief(f); len(got) > 0 {
				t.Fatalf("problems: %s", got)
			}
			if len(f.Documents) != 2 || f.Documents[1].Declarations[0].Title != "表😀" {
				t.Fatalf("%d documents", len(f.Documents))
			}
			if f.Documents[1].Declarations[0].Trace["title"].Line == 0 {
				t.Error("the second document has no trace")
			}
		})
	}
}

func TestSniff(t *testing.T) {
	for in, want := range map[string]bool{
		"schema: pbt/v1\n":                     true,
		"# c\nschema: 'pbt/v1'\n":              true,
		`{"source": {}, "schema" : "pbt/v1"}`:  true,
		"\ufeffschema: pbt/v1":                 true,
		"schema: pbt-findings/v1\n":            false,
		"json-schema: pbt/v1":                  false,
		"version: 3\nservices: {schema: none}": false,
		"":                                     false,
	} {
		if got := Sniff([]byte(in)); got != want {
			t.Errorf("Sniff(%q) = %v", in, got)
		}
	}
}

// FuzzRead reads anything without panic, and gives at least one document.
func FuzzRead(f *testing.F) {
	f.Add([]byte(good))
	f.Add([]byte(`{"schema":"pbt/v1","declarations":[{"form":"x","indicators":[{"name":"a"}]}]}`))
	f.Add([]byte("schema: pbt/v1\ndeclarations: &a [{form: x, indicators: *a}]\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		file := Read(context.Background(), "f", data)
		if len(file.Documents) == 0 {
			t.Fatal("no document")
		}
		for _, d := range file.Documents {
			if d.Declarations == nil || d.Source.File == "" {
				t.Fatalf("incomplete document %+v", d)
			}
			for _, p := range d.Problems {
				if p.At == nil || p.At.Line < 1 || p.Message == "" {
					t.Fatalf("a problem without place or message: %+v", p)
				}
			}
		}
	})
}
