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

// indented writes a value as JSON whose lines but the first begin with a prefix, as
// json.Encoder does, whose own way of indenting takes longer than the encoding.
func indented(w io.Writer, prefix string, v any) error {
	var b bytes.Buffer
	if err := EncodeJSONL(&b, v); err != nil {
		return err
	}
	_, err := w.Write(indent(make([]byte, 0, 2*b.Len()), b.Bytes(), prefix))
	return err
}

// indent adds compact JSON with a line for each of its values; the JSON is that of
// encoding/json, which is not looked at again.
func indent(out, src []byte, prefix string) []byte {
	depth := 0
	line := func() {
		out = append(append(out, '\n'), prefix...)
		for range depth {
			out = append(out, "  "...)
		}
	}
	for i := 0; i < len(src); i++ {
		switch c := src[i]; c {
		case '"':
			end := i + 1
			for src[end] != '"' {
				if src[end] == '\\' {
					end++
				}
				end++
			}
			out = append(out, src[i:end+1]...)
			i = end
		case '{', '[':
			out = append(out, c)
			if src[i+1] == c+2 { // nothing in it: the brackets are two apart
				i++
				out = append(out, c+2)
				break
			}
			depth++
			line()
		case '}', ']':
			depth--
			line()
			out = append(out, c)
		case ',':
			out = append(out, c)
			line()
		case ':':
			out = append(out, ": "...)
		default:
			out = append(out, c)
		}
	}
	return out
}

// EncodeJSONL writes one value on one line.
func EncodeJSONL(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}
