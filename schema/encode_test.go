package schema

import (
	"bytes"
	"encoding/json"
	"testing"
)

// Declarations that are written one by one read as those of one value.
func TestEncodeJSON(t *testing.T) {
	named := func(name string) *Declaration {
		return &Declaration{Form: "generic", Year: 2025, Project: Project{Name: name}}
	}
	trap := "\n  \"declarations\": []"
	tests := map[string]*Document{
		"none":    {Schema: Version, Problems: []Finding{{Rule: "form.none"}}},
		"empty":   {Schema: Version, Declarations: []*Declaration{}},
		"one":     {Schema: Version, Declarations: []*Declaration{named("甲 <b> & \u2028")}},
		"several": {Schema: Version, Declarations: []*Declaration{named(trap), nil, named("")}, Problems: []Finding{{Rule: trap}}},
		"a trap":  {Schema: trap, Source: Source{File: trap}, Declarations: []*Declaration{named("")}},
	}
	for name, doc := range tests {
		var got, want bytes.Buffer
		if err := EncodeJSON(&got, doc); err != nil {
			t.Fatal(err)
		}
		if err := indented(&want, "", doc); err != nil {
			t.Fatal(err)
		}
		if got.String() != want.String() {
			t.Errorf("%s:\n%s\nwant\n%s", name, got.String(), want.String())
		}
	}
}

// Indenting is that of encoding/json.
func FuzzIndent(f *testing.F) {
	for _, s := range []string{
		`{}`, `[]`, `null`, `{"a":[],"b":{},"c":[1,-2.5e3,true,null],"d":{"e":"f"}}`,
		`["{[,:]}","\"","\\","\\\"","\u2028\u0000",""]`, `[[[]],[{}],{"":{"":[]}}]`,
	} {
		f.Add(s, "")
		f.Add(s, "    ")
	}
	f.Fuzz(func(t *testing.T, s, prefix string) {
		var v any
		if json.Unmarshal([]byte(s), &v) != nil {
			return
		}
		src, err := json.Marshal(v)
		if err != nil {
			return
		}
		var want bytes.Buffer
		if err := json.Indent(&want, src, prefix, "  "); err != nil {
			t.Fatal(err)
		}
		if got := indent(nil, src, prefix); string(got) != want.String() {
			t.Errorf("%s:\n%s\nwant\n%s", src, got, want.String())
		}
	})
}
