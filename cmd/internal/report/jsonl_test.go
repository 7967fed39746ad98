package report

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/pbt-cli/pbt/schema"
)

func TestJSONL(t *testing.T) {
	got := render(t, "jsonl", options(schema.ZH), results())
	golden(t, "golden.jsonl", got)
	lines := bytes.Split(bytes.TrimSpace(got), []byte("\n"))
	if len(lines) != 7 {
		t.Errorf("%d lines", len(lines))
	}
	for _, l := range lines {
		var f schema.Finding
		if err := json.Unmarshal(l, &f); err != nil || f.Rule == "" || f.File == "" {
			t.Errorf("line %s: %v", l, err)
		}
	}
}
