package report

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbt-cli/pbt/schema"
)

func TestJSON(t *testing.T) {
	got := render(t, "json", options(schema.ZH), results())
	golden(t, "golden.json", got)
	var doc struct {
		Schema   string           `json:"schema"`
		Findings []schema.Finding `json:"findings"`
		Summary  Summary          `json:"summary"`
	}
	if err := json.Unmarshal(got, &doc); err != nil {
		t.Fatal(err)
	}
	want := Summary{Files: 4, Declarations: 4, Errors: 4, Warnings: 2, Infos: 1, Unreadable: 1, Accepted: 2}
	if diff := cmp.Diff(want, doc.Summary); diff != "" {
		t.Errorf("summary: %s", diff)
	}
	if doc.Schema != "pbt-findings/v1" || len(doc.Findings) != 7 {
		t.Errorf("schema %q, %d findings", doc.Schema, len(doc.Findings))
	}
}

func TestJSONEmpty(t *testing.T) {
	got := string(render(t, "json", options(schema.ZH), nil))
	want := `{
  "schema": "pbt-findings/v1",
  "findings": [],
  "summary": {
    "files": 0,
    "declarations": 0,
    "errors": 0,
    "warnings": 0,
    "infos": 0,
    "unreadable": 0
  }
}
`
	if got != want {
		t.Errorf("got %s", got)
	}
}
