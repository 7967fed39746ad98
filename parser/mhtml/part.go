package mhtml

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/quotedprintable"
	"strings"

	"golang.org/x/text/encoding"

	"github.com/pbt-cli/pbt/parser/text/charset"
	"github.com/pbt-cli/pbt/schema"
)

// page is a part that is HTML.
type page struct {
	location string // its address, as the other parts name it
	text     string // in UTF-8
	broken   bool   // its encoding breaks off
	sheet    string
	hidden   bool
}

// entity is a header with the body behind it.
type entity struct {
	fields map[string]string // by lower-case name; the first of a name counts
	body   []byte
}

// pagesOf finds the pages of a file in the order of their parts.
func pagesOf(data []byte) ([]page, error) {
	w := &walk{}
	if err := w.part(data, 0); err != nil {
		return nil, err
	}
	return w.pages, nil
}

// walk goes through parts within the bounds of a file.
type walk struct {
	pages []page
	parts int
	bytes int
}

func (w *walk) part(data []byte, depth int) error {
	if w.parts++; w.parts > maxParts || depth > maxNesting {
		return schema.WebArchive.TooLarge(schema.Text{ZH: fmt.Sprintf("部分超过 %d 个或嵌套过深", maxParts), EN: fmt.Sprintf("it has more than %d parts, or they nest too deep", maxParts)})
	}
	e := split(data)
	kind, params, err := mime.ParseMediaType(e.fields["content-type"])
	if err != nil && kind == "" {
		kind = strings.ToLower(strings.TrimSpace(strings.SplitN(e.fields["content-type"], ";", 2)[0]))
	}
	if strings.HasPrefix(kind, "multipart/") {
		for _, p := range cut(e.body, params["boundary"]) {
			if err := w.part(p, depth+1); err != nil {
				return err
			}
		}
		return nil
	}
	if kind != "text/html" && kind != "application/xhtml+xml" {
		return nil
	}
	raw, broken := decode(e.body, e.fields["content-transfer-encoding"])
	if w.bytes += len(raw); w.bytes > maxBytes {
		return schema.WebArchive.TooLarge(schema.MoreBytes(maxBytes))
	}
	w.pages = append(w.pages, page{location: e.fields["content-location"], text: toUTF8(raw, params["charset"]), broken: broken})
	return nil
}

// split parts a header from its body. A line that begins with a blank goes on
// with the field before; a line without a colon ends no header.
func split(data []byte) entity {
	e := entity{fields: map[string]string{}}
	last := ""
	for rest := data; len(rest) > 0 && len(data)-len(rest) < maxHeader; {
		line, after, _ := bytes.Cut(rest, []byte("\n"))
		rest = after
		text := strings.TrimRight(string(line), "\r")
		if strings.TrimSpace(text) == "" {
			if last == "" {
				continue // blank lines in front of the header
			}
			e.body = rest
			return e
		}
		if (text[0] == ' ' || text[0] == '\t') && last != "" {
			e.fields[last] += " " + strings.TrimSpace(text)
			continue
		}
		name, value, ok := strings.Cut(text, ":")
		if !ok {
			continue
		}
		last = strings.ToLower(strings.TrimSpace(name))
		if _, twice := e.fields[last]; !twice {
			e.fields[last] = strings.TrimSpace(value)
		}
	}
	return e
}

// cut gives the parts between the lines that the boundary makes. What stands in
// front of the first is a word to programs that know no parts; the last part may
// lack its end.
func cut(body []byte, boundary string) [][]byte {
	if boundary == "" {
		return nil
	}
	mark := []byte("--" + boundary)
	var parts [][]byte
	start := -1
	for at := 0; at < len(body); {
		end := bytes.IndexByte(body[at:], '\n')
		next := len(body)
		if end >= 0 {
			next = at + end + 1
		}
		line := body[at:next]
		if rest, ok := bytes.CutPrefix(line, mark); ok {
			tail := strings.TrimSpace(string(rest))
			if tail == "" || tail == "--" {
				if start >= 0 {
					parts = append(parts, body[start:at])
				}
				if start = next; tail == "--" {
					return parts
				}
			}
		}
		at = next
		if len(parts) > maxParts {
			return parts
		}
	}
	if start >= 0 {
		parts = append(parts, body[start:])
	}
	return parts
}

// decode undoes a transfer encoding; broken is true where it breaks off.
func decode(body []byte, how string) (raw []byte, broken bool) {
	var r io.Reader
	switch strings.ToLower(strings.TrimSpace(how)) {
	case "quoted-printable":
		r = quotedprintable.NewReader(bytes.NewReader(body))
	case "base64":
		r = base64.NewDecoder(base64.StdEncoding, bytes.NewReader(bytes.TrimSpace(body)))
	default:
		return body, false
	}
	raw, err := io.ReadAll(r)
	return raw, err != nil
}

// toUTF8 decodes a page: as its header says, else as the page says itself, else
// as its bytes look. Whatever is called GB2312 is read as GB18030, which holds
// it; a header that the bytes contradict is not believed.
func toUTF8(raw []byte, label string) string {
	enc := charset.Labelled(label)
	if enc == nil {
		enc = charset.OfPage(raw)
	}
	if enc != nil && enc != encoding.Nop {
		if text, err := enc.NewDecoder().Bytes(raw); err == nil && strings.Count(string(text), "\uFFFD")*100 <= len(text) {
			return string(text)
		}
	}
	if text, _, err := charset.Decode(raw); err == nil {
		return string(text)
	}
	return strings.ToValidUTF8(string(raw), "\uFFFD")
}
