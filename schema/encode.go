package schema

import (
	"bytes"
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

// EncodeJSON writes one value as an indented object. The declarations of a document
// are written one by one: what encoding/json holds of a value is several times its
// text.
func EncodeJSON(w io.Writer, v any) error {
	doc, ok := v.(*Document)
	if !ok || doc == nil || len(doc.Declarations) == 0 {
		return indented(w, "", v)
	}
	around := *doc
	around.Declarations = []*Declaration{}
	var b bytes.Buffer
	if err := indented(&b, "", &around); err != nil {
		return err
	}
	// No string of JSON has a line break in it: this is the key of the document.
	head, tail, ok := bytes.Cut(bytes.Clone(b.Bytes()), []byte("\n  \"declarations\": []"))
	if !ok {
		return indented(w, "", v)
	}
	if _, err := w.Write(append(head, "\n  \"declarations\": ["...)); err != nil {
		return err
	}
	for i, d := range doc.Declarations {
		b.Reset()
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("\n    ")
		if err := indented(&b, "    ", d); err != nil {
			return err
		}
		if _, err := w.Write(bytes.TrimSuffix(b.Bytes(), []byte("\n"))); err != nil {
			return err
		}
	}
	_, err := w.Write(append([]byte("\n  ]"), tail...))
	return err
}

// indented writes a value as JSON whose lines but the first begin with a prefix.
func indented(w io.Writer, prefix string, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent(prefix, "  ")
	return enc.Encode(v)
}

// EncodeJSONL writes one value on one line.
func EncodeJSONL(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}
