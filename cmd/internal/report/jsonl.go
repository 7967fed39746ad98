package report

import (
	"bufio"
	"encoding/json"
	"io"
)

// jsonlOutput is one finding a line.
type jsonlOutput struct {
	w   *bufio.Writer
	enc *json.Encoder
}

func newJSONL(w io.Writer) *jsonlOutput {
	b := bufio.NewWriter(w)
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	return &jsonlOutput{b, enc}
}

// Write writes the findings of one file.
func (j *jsonlOutput) Write(r *Result) error {
	for i := range r.Findings {
		if err := j.enc.Encode(&r.Findings[i]); err != nil {
			return err
		}
	}
	return j.w.Flush()
}

// Flush writes nothing: every line stands for itself.
func (j *jsonlOutput) Flush() error { return j.w.Flush() }
