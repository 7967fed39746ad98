package schema

import (
	"encoding/json"
	"io"

	"github.com/pbt-cli/pbt/schema/yml"
)

// EncodeYAML writes documents as YAML, one after another with "---" between.
func EncodeYAML(w io.Writer, docs ...*Document) error {
	for i, d := range docs {
		if i > 0 {
			if _, err := io.WriteString(w, "---\n"); err != nil {
				return err
			}
		}
		if err := yml.Encode(w, d); err != nil {
			return err
		}
	}
	return nil
}

// EncodeJSON writes one document as an indented object.
func EncodeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// EncodeJSONL writes one value on one line.
func EncodeJSONL(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}
