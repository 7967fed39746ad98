package schema

import (
	"bytes"
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
