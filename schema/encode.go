package schema

import (
	"io"

	"github.com/pbt-cli/pbt/schema/jsn"
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

// EncodeJSON writes one value as an indented object.
func EncodeJSON(w io.Writer, v any) error { return jsn.Encode(w, v) }

// EncodeJSONL writes one value on one line.
func EncodeJSONL(w io.Writer, v any) error { return jsn.EncodeLine(w, v) }
