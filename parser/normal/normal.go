// Package normal reads normalised declarations, the pbt/v1 YAML, JSON and JSON
// Lines that `pbt parse` writes, back into schema.Document, with the line and
// column of every value in its trace.
//
// It is strict: an unknown key, a value of the wrong type, a missing or unknown
// schema key and a syntax error are problems of the document, each with its
// place and the next step. What could be read is read all the same.
package normal

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/yml"
)

// File is what a normalised text holds.
type File struct {
	// Documents are the text's documents in order; at least one, which carries
	// the problem where nothing could be read. Source is what the text declares,
	// so that a finding weighs the same as in the document that the text was made
	// of, or that of the text where it declares none; every trace leads into the
	// text.
	Documents []*schema.Document
	// Ignores are the text's "# pbt:ignore" comments, in order.
	Ignores []Ignore
}

// Ignore is a comment that accepts findings:
//
//	# pbt:ignore value.cost-op,value.vague 理由
//
// It stands on the line of the value it is about, or on lines of its own right
// above it, and covers everything inside that value. On the first line of a
// list item it covers the item; on a key of the document, the document.
type Ignore struct {
	// Document is the index in File.Documents; Declaration that in its
	// declarations, or -1 for all of them.
	Document, Declaration int
	// Path is what the comment covers in the declaration; empty is all of it.
	Path string
	// Rules are rule ids or prefixes of them; none where the comment is malformed.
	Rules []string
	// Reason is why; empty where the comment gives none.
	Reason string
	// Misplaced is set where the comment stands behind the last value of its
	// block, so that nothing says what it is about.
	Misplaced bool
	// At is the comment's line.
	At schema.Place
}

// Covers reports whether the comment is about a finding's path.
func (ig *Ignore) Covers(path string) bool {
	if inside(path, ig.Path) {
		return true
	}
	// A comment on one key of what the finding is about: value.text of value.
	return path != "" && strings.HasPrefix(ig.Path, path+".") && !strings.ContainsAny(ig.Path[len(path)+1:], ".[")
}

// inside reports whether path is root or lies under it.
func inside(path, root string) bool {
	if root == "" || path == root {
		return true
	}
	rest, ok := strings.CutPrefix(path, root)
	return ok && (rest[0] == '.' || rest[0] == '[')
}

// Named reports whether a file's name says that it is YAML or JSON.
func Named(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".yaml", ".yml", ".json", ".jsonl", ".ndjson":
		return true
	}
	return false
}

// sniffed is how much of a text is searched for its schema key, in bytes.
const sniffed = 64 << 10

// Sniff reports whether a text is in the format of this package, going by the
// schema key near its beginning.
func Sniff(data []byte) bool {
	head := data[:min(len(data), sniffed)]
	for len(head) > 0 {
		i := bytes.Index(head, []byte("schema"))
		if i < 0 {
			return false
		}
		rest := bytes.TrimLeft(head[i+len("schema"):], `"' `)
		if v, ok := bytes.CutPrefix(rest, []byte(":")); ok {
			v = bytes.TrimLeft(v, `"' `)
			if bytes.HasPrefix(v, []byte("pbt/v")) && keyStarts(head[:i]) {
				return true
			}
		}
		head = head[i+len("schema"):]
	}
	return false
}

// keyStarts reports whether a key may begin after this text.
func keyStarts(before []byte) bool {
	before = bytes.TrimSuffix(before, []byte("\xef\xbb\xbf"))
	if len(before) == 0 {
		return true
	}
	return bytes.ContainsAny(before[len(before)-1:], "\n\r {,\"'")
}

// maxBytes is the largest text that is read.
const maxBytes = 256 << 20

// Read reads every document of a text, until ctx ends. It never fails: what is
// wrong stands in the documents' problems.
func Read(ctx context.Context, name string, data []byte) *File {
	sum := sha256.Sum256(data)
	source := schema.Source{File: name, Format: schema.FormatYAML, SHA256: hex.EncodeToString(sum[:])}
	if isJSON(data) {
		source.Format = schema.FormatJSON
	}
	f := &File{}
	var lines []string
	if bytes.Contains(data, []byte(directive)) {
		lines = strings.Split(string(data), "\n")
	}
	err := trees(name, data, func(n *yml.Node) {
		for _, item := range items(n) {
			f.add(ctx, source, len(data), lines, item)
		}
	})
	if err != nil {
		f.Documents = append(f.Documents, failed(source, syntaxProblem(err)))
	}
	if len(f.Documents) == 0 {
		f.Documents = append(f.Documents, failed(source, problemAt(schema.Place{Line: 1, Column: 1}, schema.ExtractSchemaVersion.Say(noDocument, writeSchema))))
	}
	return f
}

var (
	noDocument  = schema.Text{ZH: "文件是空的，应有 schema: pbt/v1 的文档", EN: "the file is empty, expected a document with schema: pbt/v1"}
	writeSchema = schema.Text{ZH: "用 pbt parse -o yaml 生成规范化文件", EN: "pbt parse -o yaml writes normalised files"}
)

// items are the documents in one tree: the entries of a list, or the tree itself.
func items(n *yml.Node) []*yml.Node {
	body := n
	if n.Kind == yml.Document {
		if len(n.Content) == 0 {
			return nil
		}
		body = n.Content[0]
	}
	if body.Kind == yml.Sequence {
		return body.Content
	}
	if body.Kind == yml.Scalar && body.Tag == "!!null" {
		return nil
	}
	return []*yml.Node{n}
}

// add decodes one document and keeps its ignores.
func (f *File) add(ctx context.Context, source schema.Source, size int, lines []string, n *yml.Node) {
	d := &decoder{ctx: ctx, most: aliased + size/valueBytes, index: len(f.Documents), declaration: -1, lines: lines}
	f.Documents = append(f.Documents, d.document(source, n))
	f.Ignores = append(f.Ignores, d.ignores...)
}

// trees parses a text as JSON where it begins like JSON, else as YAML, and hands
// out its trees.
func trees(name string, data []byte, each func(*yml.Node)) error {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if len(data) > maxBytes {
		return &yml.Error{File: name, Line: 1, Column: 1, Text: fmt.Sprintf("the file is larger than %d MiB", maxBytes>>20)}
	}
	if !utf8.Valid(data) {
		return &yml.Error{File: name, Line: badLine(data), Text: "the text is not UTF-8"}
	}
	if isJSON(data) {
		return jsonTrees(name, data, each)
	}
	nodes, err := yml.Nodes(name, data)
	for _, n := range nodes {
		each(n)
	}
	return err
}

// isJSON reports whether a text begins like JSON.
func isJSON(data []byte) bool {
	start := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), " \t\r\n")
	return len(start) > 0 && (start[0] == '{' || start[0] == '[')
}

// badLine is the line of the first byte that is not UTF-8.
func badLine(data []byte) int {
	line := 1
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		if r == utf8.RuneError && size == 1 {
			return line
		}
		if r == '\n' {
			line++
		}
		data = data[size:]
	}
	return line
}

// failed is a document of which nothing could be read.
func failed(source schema.Source, p schema.Finding) *schema.Document {
	p.File = source.File
	return &schema.Document{
		Schema:       schema.Version,
		Source:       source,
		Declarations: []*schema.Declaration{},
		Problems:     []schema.Finding{p},
	}
}

// syntaxProblem is a parser's error as a problem.
func syntaxProblem(err error) schema.Finding {
	var ye *yml.Error
	at, text := schema.Place{Line: 1, Column: 1}, err.Error()
	if errors.As(err, &ye) {
		text = ye.Text
		at = schema.Place{Line: max(ye.Line, 1), Column: max(ye.Column, 1)}
	}
	return problemAt(at, schema.ExtractSyntax.Told(text))
}

// problemAt is a problem at a place.
func problemAt(at schema.Place, e *schema.ReadError) schema.Finding {
	f := e.Finding()
	f.At = &at
	return f
}
