package sniff

import (
	"bytes"
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/parser/internal/office"
)

// worksMagic begins the text of a Works document, in a stream of its own; what
// follows it (WKS, INK) tells versions apart.
const worksMagic = "CHNK"

// oleKind names what a compound file holds, by the names of what stands in its
// root.
func oleKind(data []byte, name string) Kind {
	has := map[string]bool{}
	for _, n := range office.CompoundNames(data) {
		has[strings.ToLower(n)] = true
	}
	named := func(endings ...string) bool {
		return slices.ContainsFunc(endings, func(e string) bool { return strings.HasSuffix(name, e) })
	}
	switch {
	case has["encryptedpackage"]:
		return Encrypted
	case has["worddocument"] && named(".wps", ".wpt"):
		return WPS
	case has["worddocument"]:
		return DOC
	case has["workbook"] && named(".et", ".ett"):
		return ET
	case has["workbook"], has["book"]:
		return XLS
	case has["powerpoint document"]:
		return PPT
	case has["mn0"], has["mm"], has["contents"] && bytes.Contains(data, []byte(worksMagic)):
		return Works
	case has["perfectoffice_main"]:
		return WordPerfect
	}
	return OLE
}
