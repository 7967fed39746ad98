package sniff

import (
	"bytes"
	"strings"

	"github.com/pbt-cli/pbt/parser/internal/pattern"
)

// The namespaces of root elements that say what an XML file is. Names of files
// and prefixes of elements are the writers' own choice.
const (
	nsSheetML = "urn:schemas-microsoft-com:office:spreadsheet"
	nsWordML  = "http://schemas.microsoft.com/office/word/2003/wordml"
	nsFlatOPC = "http://schemas.microsoft.com/office/2006/xmlPackage"
	nsODF     = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
	nsXHTML   = "http://www.w3.org/1999/xhtml"
	nsUOF     = "uof.org/cn/"
)

var (
	// rootTag finds the first element behind declarations and comments.
	rootTag   = pattern.MustCompile(`(?s)^(?:\s*(?:<\?.*?\?>|<!--.*?-->|<![A-Za-z][^>\[]*(?:\[.*?\]\s*)?>))*\s*<([^\s<>/!?]+)((?:[^<>"']|"[^"]*"|'[^']*')*)`)
	attribute = pattern.MustCompile(`([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')`)
	// htmlRoot are elements that begin a page which forgot the rest.
	htmlRoot = pattern.MustCompile(`(?i)^(html|head|body|meta|title|style|link)$`)
	// odfBody tells what a flat document is that does not name its type.
	odfBody = pattern.MustCompile(`<office:(spreadsheet|text)\b`)
)

// root is the first element of a text in markup.
type root struct {
	local, space string
	attrs        map[string]string // by name with prefix
}

// rootOf finds the root element; ok is false where there is none.
func rootOf(text []byte) (r root, ok bool) {
	m := rootTag.Regexp().FindSubmatch(text)
	if m == nil {
		return root{}, false
	}
	r.attrs = map[string]string{}
	for _, a := range attribute.Regexp().FindAllSubmatch(m[2], -1) {
		r.attrs[string(a[1])] = string(a[2]) + string(a[3])
	}
	prefix, local, found := strings.Cut(string(m[1]), ":")
	if !found {
		prefix, local = "", prefix
	}
	r.local = local
	if prefix == "" {
		r.space = r.attrs["xmlns"]
	} else {
		r.space = r.attrs["xmlns:"+prefix]
	}
	return r, true
}

// markupKind tells what a text that begins with < is: by its root's namespace,
// and by the program that its processing instruction names where that is missing.
func markupKind(text []byte) Kind {
	r, ok := rootOf(text)
	if !ok {
		return Text
	}
	switch {
	case r.space == nsSheetML && r.local == "Workbook":
		return SheetML
	case r.space == nsWordML, r.space == nsFlatOPC:
		return WordML
	case r.space == nsODF && r.local == "document":
		return flatODF(r, text)
	case strings.Contains(r.space, nsUOF):
		return uofKind(text)
	case r.space == nsXHTML, htmlRoot.MatchString(r.local):
		return HTML
	}
	head := text[:min(len(text), headSize)]
	switch {
	case bytes.Contains(head, []byte(`progid="Excel.Sheet"`)):
		return SheetML
	case bytes.Contains(head, []byte(`progid="Word.Document"`)):
		return WordML
	}
	return Text
}

func flatODF(r root, text []byte) Kind {
	kind := r.attrs["office:mimetype"]
	if kind == "" {
		if m := odfBody.Regexp().FindSubmatch(text); m != nil {
			kind = string(m[1])
		}
	}
	switch {
	case strings.Contains(kind, "spreadsheet"):
		return FODS
	case strings.Contains(kind, "text"):
		return FODT
	}
	return Package
}

// uofKind tells a text from a sheet or a presentation, by the elements that are
// declared in Chinese.
func uofKind(text []byte) Kind {
	for _, other := range []string{":电子表格", ":演示文稿"} {
		if bytes.Contains(text, []byte(other)) {
			return UOFPackage
		}
	}
	return UOF
}
