package word

import (
	"bytes"

	"github.com/pbt-cli/pbt/parser/internal/xmlscan"
)

// prefixes name the namespaces that matter, transitional and strict, and the
// usual prefixes themselves for files that forgot to declare them.
var prefixes = map[string]string{
	"http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w:", "http://purl.oclc.org/ooxml/wordprocessingml/main": "w:", "w": "w:",
	"http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:", "mc": "mc:",
	"http://schemas.microsoft.com/office/word/2010/wordml": "w14:", "w14": "w14:",
	spaceWordML: "w:", "http://schemas.microsoft.com/office/word/2003/auxHint": "wx:", "http://schemas.microsoft.com/aml/2001/core": "aml:",
	"http://schemas.microsoft.com/office/2006/xmlPackage": "pkg:", spaceTags: "st:",
	"http://schemas.openxmlformats.org/officeDocument/2006/math": "m:", "http://purl.oclc.org/ooxml/officeDocument/math": "m:", "m": "m:",
}

// names tells by which name the reader knows an element: its local one behind the
// usual prefix of its namespace, "" for elements of other namespaces.
type names struct {
	bound []binding
	known map[string]string // names as written, and what they are while bound holds
}

// maxKnown bounds the names that are remembered; a document has some hundred.
const maxKnown = 1000

// binding is a prefix that an element declares for a namespace that matters, or for
// another one where it stood for such.
type binding struct {
	prefix, space string
	depth         int
}

// begin takes in what the element just begun declares.
func (n *names) begin(sc *xmlscan.Scanner) {
	if !sc.Declares() {
		return
	}
	for key, value := range sc.Attrs {
		prefix, ok := bytes.CutPrefix(key, []byte("xmlns"))
		if !ok || len(prefix) > 0 && prefix[0] != ':' {
			continue
		}
		prefix = bytes.TrimPrefix(prefix, []byte(":"))
		space := ""
		if prefixes[string(value)] != "" {
			space = string(value)
		}
		if n.space(prefix) != space {
			n.bound = append(n.bound, binding{string(prefix), space, sc.Depth()})
			clear(n.known)
		}
	}
}

// end forgets what the element just ended had declared.
func (n *names) end(sc *xmlscan.Scanner) {
	last := len(n.bound)
	for last > 0 && n.bound[last-1].depth > sc.Depth() {
		last--
	}
	if last < len(n.bound) {
		n.bound = n.bound[:last]
		clear(n.known)
	}
}

// space is the namespace that a prefix stands for, "" for one that does not matter.
func (n *names) space(prefix []byte) string {
	for i := len(n.bound) - 1; i >= 0; i-- {
		if n.bound[i].prefix == string(prefix) {
			return n.bound[i].space
		}
	}
	if prefixes[string(prefix)] == "" {
		return ""
	}
	return string(prefix)
}

// of is the name of the element just begun.
func (n *names) of(sc *xmlscan.Scanner) string {
	written := sc.FullName()
	name, ok := n.known[string(written)]
	if ok {
		return name
	}
	prefix := bytes.TrimSuffix(written[:len(written)-len(sc.Name())], []byte(":"))
	if space := n.space(prefix); space != "" {
		name = prefixes[space] + string(sc.Name())
		switch space {
		case spaceWordML:
			if usual, ok := respelled[string(sc.Name())]; ok {
				name = prefixes[space] + usual
			}
		case spaceTags:
			name = "w:smartTag" // each tag is an element of its own name
		}
	}
	if n.known == nil {
		n.known = map[string]string{}
	}
	if len(n.known) < maxKnown {
		n.known[string(written)] = name
	}
	return name
}
