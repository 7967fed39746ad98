package cmd

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/parser/sniff"
)

// docs/formats.md is what pbt formats writes.
func TestFormatsPage(t *testing.T) {
	page, err := os.ReadFile("../docs/formats.md")
	if err != nil {
		t.Fatal(err)
	}
	if string(page) != formatsPage() {
		t.Error("docs/formats.md is stale; write it with: pbt formats -o markdown > docs/formats.md")
	}
}

func TestFormats(t *testing.T) {
	run := func(args ...string) (string, int) {
		var out, errs bytes.Buffer
		app := App{Out: &out, Err: &errs, Getenv: func(string) string { return "" }}
		code := app.Main(context.Background(), append([]string{"formats"}, args...))
		return out.String(), code
	}
	text, _ := run("--lang", "en")
	for _, f := range sniff.Formats() {
		said := f.Reads.EN
		if said == "" {
			said = f.Kind.Advice().EN
		}
		if !strings.Contains(text, said) {
			t.Errorf("%s: the list does not say %q", f.Kind, said)
		}
	}
	var lines []formatLine
	if out, code := run("-o", "json"); code != exitOK || json.Unmarshal([]byte(out), &lines) != nil || len(lines) != len(sniff.Formats()) {
		t.Errorf("JSON of %d kinds, exit %d", len(lines), code)
	}
	if _, code := run("-o", "xml"); code != exitUsage {
		t.Errorf("an unknown format exits with %d", code)
	}
}
