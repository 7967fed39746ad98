package normal

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/schema/yml"
)

// maxDepth is how deep a text may nest.
const maxDepth = 100

// jsonTrees parses one JSON value, or several one after another (JSON Lines),
// into the trees that YAML is parsed into. The YAML parser itself does not do:
// it refuses tabs and surrogate pairs.
func jsonTrees(name string, data []byte) ([]*yml.Node, error) {
	p := &jsonParser{name: name, data: data, dec: json.NewDecoder(bytes.NewReader(data))}
	p.dec.UseNumber()
	for i, b := range data {
		if b == '\n' {
			p.lines = append(p.lines, i+1)
		}
	}
	var out []*yml.Node
	for {
		n, err := p.value(0)
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return out, p.wrap(err)
		}
		out = append(out, n)
	}
}

type jsonParser struct {
	name  string
	data  []byte
	dec   *json.Decoder
	lines []int // offsets at which the second and later lines begin
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

// place is the line and column, in runes, of an offset.
func (p *jsonParser) place(offset int) (line, col int) {
	offset = min(offset, len(p.data))
	i := sort.SearchInts(p.lines, offset+1)
	start := 0
	if i > 0 {
		start = p.lines[i-1]
	}
	return i + 1, utf8.RuneCount(p.data[start:offset]) + 1
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
