package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"

	"github.com/pbt-cli/pbt/schema"
)

// jsonOutput is one object with all findings and the summary, written as the
// findings come.
type jsonOutput struct {
	w       *bufio.Writer
	begun   bool
	any     bool
	summary Summary
}

func newJSON(w io.Writer) *jsonOutput { return &jsonOutput{w: bufio.NewWriter(w)} }

// Write adds the findings of one file.
func (j *jsonOutput) Write(r *Result) error {
	j.summary.Add(r)
	j.begin()
	for i := range r.Findings {
		body, err := marshal(&r.Findings[i], "    ")
		if err != nil {
			return err
		}
		sep := ",\n    "
		if !j.any {
			sep = "\n    "
		}
		j.any = true
		j.w.WriteString(sep)
		j.w.Write(body)
	}
	return j.w.Flush()
}

func (j *jsonOutput) begin() {
	if !j.begun {
		j.begun = true
		j.w.WriteString("{\n  \"schema\": \"" + schema.FindingsVersion + "\",\n  \"findings\": [")
	}
}

// Flush closes the object.
func (j *jsonOutput) Flush() error {
	j.begin()
	if j.any {
		j.w.WriteString("\n  ")
	}
	body, err := marshal(j.summary, "  ")
	if err != nil {
		return err
	}
	j.w.WriteString("],\n  \"summary\": ")
	j.w.Write(body)
	j.w.WriteString("\n}\n")
	return j.w.Flush()
}

// marshal is indented JSON without a final newline; < > & stay as they are.
func marshal(v any, prefix string) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent(prefix, "  ")
	err := enc.Encode(v)
	return bytes.TrimRight(b.Bytes(), "\n"), err
}
