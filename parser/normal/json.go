package normal

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/schema/yml"
)

// maxDepth is how deep a text may nest.
const maxDepth = 100

// jsonTrees parses one JSON value, or several one after another (JSON Lines),
// into the trees that YAML is parsed into, and hands them out one by one. The
// YAML parser itself does not do: it refuses tabs and surrogate pairs.
func jsonTrees(name string, data []byte, each func(*yml.Node)) error {
	p := &jsonParser{name: name, data: data, dec: json.NewDecoder(bytes.NewReader(data))}
	p.dec.UseNumber()
	for {
		n, err := p.value(0)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return p.wrap(err)
		}
		each(n)
	}
}

type jsonParser struct {
	name string
	data []byte
	dec  *json.Decoder
	// offset is where place was asked last; line and column, from 0, are its.
	offset, line, column int
}

// wrap gives an error its line and column.
func (p *jsonParser) wrap(err error) error {
	var ye *yml.Error
	if errors.As(err, &ye) {
		return err
	}
	offset, text := int(p.dec.InputOffset()), err.Error()
	var se *json.SyntaxError
	switch {
	case errors.As(err, &se):
		offset = faultAt(p.data, int(se.Offset), text)
	case errors.Is(err, io.ErrUnexpectedEOF):
		offset, text = len(p.data), "the text ends in the middle of a value"
	}
	line, col := p.place(offset)
	return &yml.Error{File: p.name, Line: line, Column: col, Text: text}
}

// faultAt is where the character stands that a syntax error names: the error's
// offset is that of the character, or of the one behind it.
func faultAt(data []byte, offset int, text string) int {
	if offset < len(data) && strings.HasPrefix(text, "invalid character "+strconv.QuoteRune(rune(data[offset]))) {
		return offset
	}
	return max(offset-1, 0)
}

// place is the line and column, in runes, of an offset. It counts from where it
// was asked last: JSON Lines put a whole document on one line.
func (p *jsonParser) place(offset int) (line, col int) {
	offset = min(offset, len(p.data))
	if offset < p.offset {
		p.offset, p.line, p.column = 0, 0, 0
	}
	passed := p.data[p.offset:offset]
	if n := bytes.Count(passed, []byte("\n")); n > 0 {
		p.line += n
		p.column = 0
		passed = passed[bytes.LastIndexByte(passed, '\n')+1:]
	}
	p.column += utf8.RuneCount(passed)
	p.offset = offset
	return p.line + 1, p.column + 1
}

// next is the next token with its place.
func (p *jsonParser) next() (json.Token, *yml.Node, error) {
	from := int(p.dec.InputOffset())
	tok, err := p.dec.Token()
	if err != nil {
		return nil, nil, err
	}
	for from < len(p.data) && bytes.IndexByte([]byte(" \t\r\n,:"), p.data[from]) >= 0 {
		from++
	}
	line, col := p.place(from)
	return tok, &yml.Node{Kind: yml.Scalar, Line: line, Column: col}, nil
}

func (p *jsonParser) value(depth int) (*yml.Node, error) {
	tok, n, err := p.next()
	if err != nil {
		return nil, err
	}
	return p.fill(tok, n, depth)
}

// fill makes a tree of a token and what follows it.
func (p *jsonParser) fill(tok json.Token, n *yml.Node, depth int) (*yml.Node, error) {
	if depth > maxDepth {
		return nil, &yml.Error{File: p.name, Line: n.Line, Column: n.Column, Text: fmt.Sprintf("nested deeper than %d", maxDepth)}
	}
	switch t := tok.(type) {
	case json.Delim:
		return n, p.list(t, n, depth)
	case string:
		n.Tag, n.Value = "!!str", t
	case json.Number:
		n.Tag, n.Value = numberTag(t.String()), t.String()
	case bool:
		n.Tag, n.Value = "!!bool", fmt.Sprint(t)
	case nil:
		n.Tag, n.Value = "!!null", "null"
	}
	return n, nil
}

func numberTag(s string) string {
	if bytes.ContainsAny([]byte(s), ".eE") {
		return "!!float"
	}
	return "!!int"
}

// list reads what stands between two brackets.
func (p *jsonParser) list(open json.Delim, n *yml.Node, depth int) error {
	n.Kind, n.Tag = yml.Mapping, "!!map"
	if open == '[' {
		n.Kind, n.Tag = yml.Sequence, "!!seq"
	}
	for {
		tok, child, err := p.next()
		if errors.Is(err, io.EOF) {
			return io.ErrUnexpectedEOF
		}
		if err != nil {
			return err
		}
		if d, ok := tok.(json.Delim); ok && (d == ']' || d == '}') {
			return nil
		}
		if child, err = p.fill(tok, child, depth+1); err != nil {
			return err
		}
		n.Content = append(n.Content, child)
	}
}
