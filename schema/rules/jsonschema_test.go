package rules

import (
	"bytes"
	"io/fs"
	"testing"

	"github.com/pbt-cli/pbt/schema/yml"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// TestJSONSchema holds that the published schema takes the built-in rule files
// and refuses a mistake in one.
func TestJSONSchema(t *testing.T) {
	out, err := JSONSchema()
	if err != nil {
		t.Fatal(err)
	}
	root, err := jsonschema.UnmarshalJSON(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("rules.json", root); err != nil {
		t.Fatal(err)
	}
	sch, err := c.Compile("rules.json")
	if err != nil {
		t.Fatal(err)
	}
	names, err := fs.Glob(embedded, "*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	read := func(name string, data []byte) any {
		var v any
		if err := yml.Decode(name, data, &v); err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, name := range names {
		data, err := embedded.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := sch.Validate(read(name, data)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, bad := range []string{
		"rules: [{id: a.b, sevrity: info}]",
		"rules: [{id: a.b, severity: fatal}]",
		"rules: [{id: a.b, kind: count, params: {mim: 1}}]",
		"rules: [{id: a.b, kind: counts}]",
		"rules: [{kind: count}]",
		"rule: []",
	} {
		if sch.Validate(read("bad.yaml", []byte(bad))) == nil {
			t.Errorf("the schema takes %s", bad)
		}
	}
}
