// Package yml is the only importer of the YAML library. Everything in pbt that
// reads or writes YAML (profiles, rule sets, configuration, declarations) goes
// through it, so that errors carry a line and a column, and so that a change of
// library is a change of one package. Documents are written without it, byte for byte
// as it writes them.
package yml

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/pbt-cli/pbt/schema/late"
)

// Node is a YAML value with its position.
type Node = yaml.Node

// The kinds of a Node that callers tell apart.
const (
	Document = yaml.DocumentNode
	Sequence = yaml.SequenceNode
	Mapping  = yaml.MappingNode
	Scalar   = yaml.ScalarNode
	Alias    = yaml.AliasNode
)

// Error is a fault in a YAML text, at a place in it.
type Error struct {
	File   string
	Line   int // from 1
	Column int // from 1, 0 where unknown
	Text   string
	// ZH is Text in Chinese, empty where it is not known.
	ZH string
	// Hint says how to mend it, in English and Chinese; empty where nobody
	// knows.
	Hint, HintZH string
	// Source is the faulty line itself, where known.
	Source string
}

// Error prints file:line:column: text, as a compiler does.
func (e *Error) Error() string { return e.Where() + ": " + e.Text }

// Where is file:line:column, as far as it is known.
func (e *Error) Where() string {
	at := e.File
	if e.Line > 0 {
		at += fmt.Sprintf(":%d", e.Line)
		if e.Column > 0 {
			at += fmt.Sprintf(":%d", e.Column)
		}
	}
	return at
}

// Errorf makes an error at a node.
func Errorf(file string, n *Node, format string, args ...any) *Error {
	e := &Error{File: file, Text: fmt.Sprintf(format, args...)}
	if n != nil {
		e.Line, e.Column = n.Line, n.Column
	}
	return e
}

// Decode reads one YAML document into v and refuses keys that v does not know.
func Decode(file string, data []byte, v any) error {
	if err := noText(file, data); err != nil {
		return err
	}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(v); err != nil && !errors.Is(err, io.EOF) {
		return wrap(file, data, err)
	}
	return nil
}

// Nodes reads every YAML document of a text as trees with positions.
func Nodes(file string, data []byte) ([]*Node, error) {
	if err := noText(file, data); err != nil {
		return nil, err
	}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	var out []*Node
	for {
		var n Node
		err := dec.Decode(&n)
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return out, wrap(file, data, err)
		}
		out = append(out, &n)
	}
}

// Quoted is a string that is written in quotes whatever it holds.
func Quoted(s string) *Node {
	return &Node{Kind: Scalar, Tag: "!!str", Value: s, Style: yaml.DoubleQuotedStyle}
}

// Encode writes v as one YAML document, indented by two spaces.
func Encode(w io.Writer, v any) error {
	if known, err := emit(w, v); known || err != nil {
		return err
	}
	return encodeLibrary(w, v)
}

// encodeLibrary is Encode of the library.
func encodeLibrary(w io.Writer, v any) error {
	enc := yaml.NewEncoder(w)
	enc.SetIndent(2)
	if err := enc.Encode(v); err != nil {
		return err
	}
	return enc.Close()
}

// unknownKey is what the library says of a key that a Go type does not have.
var unknownKey = late.Regexp(`^field (\S+) not found in type `)

// wrap turns the library's "yaml: line 3: …" into an Error, with the mistake
// behind it where that can be told.
func wrap(file string, data []byte, err error) error {
	var te *yaml.TypeError
	text := err.Error()
	if errors.As(err, &te) && len(te.Errors) > 0 {
		text = te.Errors[0]
	}
	text = strings.TrimPrefix(text, "yaml: ")
	e := &Error{File: file, Text: text}
	if n, _ := fmt.Sscanf(text, "line %d:", &e.Line); n == 1 {
		_, e.Text, _ = strings.Cut(text, ": ")
	}
	if m := unknownKey().FindStringSubmatch(e.Text); m != nil {
		e.Text = fmt.Sprintf("unknown key %q", m[1])
	}
	e.ZH = inChinese(e.Text)
	lines := bytes.Split(data, []byte("\n"))
	if te == nil {
		e.diagnose(lines)
	}
	if e.Line > 0 && e.Line <= len(lines) {
		e.Source = string(bytes.TrimRight(lines[e.Line-1], "\r"))
	}
	return e
}
