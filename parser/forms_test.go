package parser_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/pbt-cli/pbt/parser"
	"github.com/pbt-cli/pbt/parser/internal/draw"
	"github.com/pbt-cli/pbt/parser/normal"
	"github.com/pbt-cli/pbt/schema"
)

var update = flag.Bool("update", false, "rewrite the goldens")

const formsDir = "../testdata/forms"

// TestForms reads every form of testdata and compares with the reading kept
// beside it, which was checked by hand against the page.
func TestForms(t *testing.T) {
	var files []string
	for _, dir := range []string{formsDir, "../testdata/layouts", "../testdata/formats"} {
		found, err := filepath.Glob(dir + "/*")
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	published := compileSchema(t)
	seen := 0
	for _, file := range files {
		if strings.HasSuffix(file, ".golden.yaml") || strings.HasSuffix(file, ".md") {
			continue
		}
		seen++
		t.Run(filepath.Base(file), func(t *testing.T) {
			doc := readFile(t, file)
			for _, d := range doc.Declarations {
				d.Trace = nil
			}
			var got bytes.Buffer
			if err := schema.EncodeYAML(&got, doc); err != nil {
				t.Fatal(err)
			}
			golden := file + ".golden.yaml"
			if *update {
				if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got.String()); diff != "" {
				t.Errorf("(-golden +read):\n%s", diff)
			}
			checkSchema(t, published, doc)
			checkRoundTrip(t, golden, want, doc)
		})
	}
	if seen == 0 {
		t.Fatal("no forms")
	}
}

func readFile(t *testing.T, file string) *schema.Document {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return parser.Read(context.Background(), parser.Source{Name: filepath.Base(file), Data: data}, parser.Options{}).Documents[0]
}

func compileSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	raw, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema.DeclarationSchema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("declaration.json", raw); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("declaration.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// checkSchema holds a document against the published JSON Schema.
func checkSchema(t *testing.T, s *jsonschema.Schema, doc *schema.Document) {
	t.Helper()
	data, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Validate(v); err != nil {
		t.Errorf("the published schema refuses the document: %v", err)
	}
}

// checkRoundTrip reads the normalised YAML back and finds the same document.
func checkRoundTrip(t *testing.T, name string, data []byte, doc *schema.Document) {
	t.Helper()
	back := normal.Read(context.Background(), name, data)
	if len(back.Documents) != 1 {
		t.Fatalf("%d documents in the golden", len(back.Documents))
	}
	ignore := cmp.Options{
		cmpopts.IgnoreFields(schema.Declaration{}, "Trace"),
		cmpopts.IgnoreFields(schema.Document{}, "Source", "Problems"),
		cmpopts.EquateEmpty(),
	}
	if diff := cmp.Diff(doc, back.Documents[0], ignore); diff != "" {
		t.Errorf("read back (-read +back):\n%s", diff)
	}
}

// The real document and the clean workbook of the same four forms give the
// same declarations, but for what only the text has: damage and doubt.
func TestTextAndWorkbookAgree(t *testing.T) {
	text := readFile(t, formsDir+"/sh-2020-four-forms.txt").Declarations
	const workbook = formsDir + "/sh-2020-four-forms.xlsx"
	if *update {
		var forms []*schema.Declaration
		for _, d := range text {
			clean := *d
			clean.Title = "财政项目支出绩效目标表"
			forms = append(forms, &clean)
		}
		writeWorkbook(t, workbook, forms)
	}
	ignore := cmp.Options{
		cmpopts.IgnoreFields(schema.Declaration{}, "Trace", "Repairs", "Uncertain", "Title"),
		cmpopts.EquateEmpty(),
	}
	if diff := cmp.Diff(text, readFile(t, workbook).Declarations, ignore); diff != "" {
		t.Errorf("(-text +workbook):\n%s", diff)
	}
	n := 0
	for _, d := range text {
		schema.Walk(d.Indicators, "indicators", func(string, []*schema.Indicator, *schema.Indicator) { n++ })
	}
	if n != 93 {
		t.Errorf("%d indicators in the four real forms, 93 are printed", n)
	}
}

func writeWorkbook(t *testing.T, file string, forms []*schema.Declaration) {
	t.Helper()
	data, err := draw.Workbook(0, 0, draw.SH2020(forms[0]), draw.SH2020(forms[1]), draw.SH2020(forms[2]), draw.SH2020(forms[3]))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// What the page leaves open in the real forms is said to be open, and nothing
// else is: the rows that the hand-made reading calls a coin toss must stand in
// uncertain, those that depend on the printing model may.
func TestRealDoubts(t *testing.T) {
	type row struct{ form, row int }
	must := map[row]bool{{1, 19}: true, {2, 10}: true, {2, 13}: true}
	may := map[row]bool{{1, 14}: true, {1, 15}: true, {3, 11}: true, {4, 9}: true}
	found := map[row]bool{}
	for i, d := range readFile(t, formsDir+"/sh-2020-four-forms.txt").Declarations {
		number := map[string]int{}
		schema.Walk(d.Indicators, "indicators", func(path string, _ []*schema.Indicator, _ *schema.Indicator) {
			number[path] = len(number) + 1
		})
		for _, u := range d.Uncertain {
			r := row{i + 1, number[u.Path]}
			found[r] = true
			if !must[r] && !may[r] {
				t.Errorf("form %d row %d is called uncertain: %+v", r.form, r.row, u)
			}
		}
	}
	for r := range must {
		if !found[r] {
			t.Errorf("form %d row %d is open and was not called uncertain", r.form, r.row)
		}
	}
}
