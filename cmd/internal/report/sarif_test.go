package report

import (
	"bytes"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/pbt-cli/pbt/schema"
)

// sarifSchema is the official schema.
func sarifSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	s, err := jsonschema.NewCompiler().Compile("testdata/sarif-schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSARIF(t *testing.T) {
	s := sarifSchema(t)
	for name, rs := range map[string][]*Result{"some": results(), "none": nil} {
		for _, lang := range []schema.Lang{schema.ZH, schema.EN} {
			got := render(t, "sarif", options(lang), rs)
			doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(got))
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Validate(doc); err != nil {
				t.Errorf("%s: not SARIF 2.1.0: %v", name, err)
			}
			if name == "some" && lang == schema.ZH {
				golden(t, "golden.sarif.json", got)
			}
		}
	}
}

// TestSARIFEmpty: nothing is written for what is not there, but a run without
// results says so, and what a finding holds itself stays.
func TestSARIFEmpty(t *testing.T) {
	got := render(t, "sarif", options(schema.ZH), results())
	for _, empty := range []string{"[]", "{}", ": -1"} {
		if bytes.Contains(got, []byte(empty)) {
			t.Errorf("%s is written", empty)
		}
	}
	if !bytes.Contains(got, []byte(`"declaration": 0`)) || !bytes.Contains(got, []byte(`"ruleIndex": 0`)) {
		t.Error("a zero is gone")
	}
	if none := render(t, "sarif", options(schema.ZH), nil); !bytes.Contains(none, []byte(`"results": []`)) {
		t.Error("a run without results does not say so")
	}
}

// TestSARIFSchemaRefuses: the schema is the one that refuses what is no SARIF.
func TestSARIFSchemaRefuses(t *testing.T) {
	got := bytes.ReplaceAll(render(t, "sarif", options(schema.ZH), results()), []byte(`"startLine": 1`), []byte(`"startLine": 0`))
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(got))
	if err != nil {
		t.Fatal(err)
	}
	if sarifSchema(t).Validate(doc) == nil {
		t.Error("a start line of 0 is taken")
	}
}

func TestSARIFVersions(t *testing.T) {
	for in, ok := range map[string]bool{"v1.2.3": true, "1.2.3-rc.1+x": true, "devel": false, "(devel)": false, "": false} {
		if _, got := semantic(in); got != ok {
			t.Errorf("semantic(%q) is %v", in, got)
		}
	}
}
