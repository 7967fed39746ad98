package schema

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/invopop/jsonschema"
)

var update = flag.Bool("update", false, "rewrite the generated files")

// generateSchema makes the JSON Schema of a document from the structs.
func generateSchema(t *testing.T) []byte {
	t.Helper()
	r := &jsonschema.Reflector{}
	if err := r.AddGoComments("github.com/pbt-cli/pbt/schema", "./"); err != nil {
		t.Fatal(err)
	}
	for k, c := range r.CommentMap {
		r.CommentMap[k] = strings.Join(strings.Fields(c), " ")
	}
	s := r.Reflect(&Document{})
	s.Title = "pbt document, " + Version
	enumerate(s)
	out, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return append(out, '\n')
}

// enumerate writes down the closed sets of words that Go has as constants.
func enumerate(s *jsonschema.Schema) {
	set := func(def, prop string, values ...any) {
		p, ok := s.Definitions[def].Properties.Get(prop)
		if !ok {
			panic(def + "." + prop)
		}
		p.Enum = values
	}
	set("Value", "kind", KindQuantity, KindInterval, KindDeadline, KindReference, KindQualitative, KindScale, KindCompound, KindBlank, KindUnparsed)
	set("Value", "op", OpGE, OpGT, OpEQ, OpLT, OpLE, OpApprox)
	set("Value", "join", "and", "or")
	set("Deadline", "precision", "day", "month", "quarter", "half", "year")
	set("Finding", "severity", SeverityError, SeverityWarning, SeverityInfo)
	set("Document", "schema", Version)
}

func TestPublishedSchema(t *testing.T) {
	got := generateSchema(t)
	if *update {
		if err := os.WriteFile("declaration.schema.json", got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(DeclarationSchema()), string(got)); diff != "" {
		t.Errorf("declaration.schema.json is not what the structs say; run go test ./schema -run TestPublishedSchema -update\n%s", diff)
	}
}

func full() *Document {
	yes := true
	return &Document{
		Schema: Version,
		Source: Source{File: "a.pdf", Format: FormatPDF, SHA256: strings.Repeat("0", 64)},
		Declarations: []*Declaration{{
			Form: "sh-2020", Title: "财政项目支出绩效目标表", Year: 2020,
			Project: Project{Name: "项目", Start: "2020-01-01", GovernmentPurchase: &yes},
			Funds:   Funds{Total: "6287000", Execution: []ExecutionRow{{Item: "年度资金总额", Rate: "98.00"}}},
			Indicators: []*Indicator{{Name: "产出指标", Points: "50", Children: []*Indicator{{
				Name: "完成率", Value: &Value{Text: ">=95%", Kind: KindQuantity, Op: OpGE, Number: "95", Unit: "%"},
				Targets: []Target{{Label: "中期", Value: &Value{Text: "优/良", Kind: KindScale, Grades: []string{"优", "良"}}}},
			}}}},
			Trace: map[string]Place{"year": {Page: 1, Box: Box{1, 2, 3.5, 4}}},
		}},
		Problems: []Finding{},
	}
}

// The same keys, in the same order, whatever the format; a document without a
// value has no key for it.
func TestEncodersAgree(t *testing.T) {
	var y, j bytes.Buffer
	if err := EncodeYAML(&y, full()); err != nil {
		t.Fatal(err)
	}
	if err := EncodeJSON(&j, full()); err != nil {
		t.Fatal(err)
	}
	for _, empty := range []string{"narrative", "goals", "carryover", "total_score", "min_exclusive", `""`} {
		if strings.Contains(y.String(), empty) || strings.Contains(j.String(), empty) {
			t.Errorf("%q is written though it has no value", empty)
		}
	}
	var first, second bytes.Buffer
	_ = EncodeYAML(&first, full(), full())
	_ = EncodeYAML(&second, full(), full())
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("two encodings differ")
	}
	if n := strings.Count(first.String(), "\n---\n"); n != 1 {
		t.Errorf("%d separators between two documents", n)
	}
	for _, want := range []string{`start: "2020-01-01"`, `total: "6287000"`, "box: [1, 2, 3.5, 4]", "grades: [优, 良]", "government_purchase: true"} {
		if !strings.Contains(y.String(), want) {
			t.Errorf("the YAML lacks %s:\n%s", want, y.String())
		}
	}
}

func TestRows(t *testing.T) {
	rows := Rows(full())
	if len(rows) != 1 || len(rows[0]) != len(RowColumns) {
		t.Fatalf("rows %v", rows)
	}
	var b bytes.Buffer
	if err := EncodeCSV(&b, false, full()); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(b.String(), "\ufeff文件,") {
		t.Errorf("no byte-order mark: %q", b.String()[:12])
	}
}

// Both trees of a form with two blocks are rows, told apart by their term.
func TestRowsOfTwoTrees(t *testing.T) {
	doc := full()
	doc.Declarations[0].IndicatorsMediumTerm = doc.Declarations[0].Indicators
	var terms []string
	at := 0
	for i, c := range RowColumns {
		if c == "目标期" {
			at = i
		}
	}
	for _, r := range Rows(doc) {
		terms = append(terms, r[at])
	}
	if diff := cmp.Diff([]string{"年度", "中期"}, terms); diff != "" {
		t.Error(diff)
	}
}

func TestLocalize(t *testing.T) {
	f := Finding{Text: Text{ZH: "错", EN: "wrong"}, Hint: Text{ZH: "改", EN: "mend it"}}
	f.Localize(EN)
	if f.Message != "wrong; mend it" {
		t.Error(f.Message)
	}
	f.Localize(ZH)
	if f.Message != "错；改" {
		t.Error(f.Message)
	}
}
