// Package sniff tells what a file is from its bytes. Names lie: exports of
// systems are HTML called .xls, and a .wps is often a Word document.
package sniff

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/pbt-cli/pbt/parser/internal/office"
	"github.com/pbt-cli/pbt/parser/internal/pattern"
	"github.com/pbt-cli/pbt/parser/text/charset"
	"github.com/pbt-cli/pbt/schema"
)

// Kind is what a file is. Kinds are stable words, fit for a report.
type Kind string

// The kinds of documents. formats says which are read, and what is said of the
// others.
const (
	PDF     Kind = "pdf"
	OFD     Kind = "ofd"  // GB/T 33190 page layout
	XLSX    Kind = "xlsx" // Office Open XML workbooks and templates
	XLSM    Kind = "xlsm" // those with macros
	XLS     Kind = "xls"  // BIFF workbooks
	ET      Kind = "et"   // BIFF workbooks of WPS
	XLSB    Kind = "xlsb" // binary workbooks of Excel 2007 and later
	SheetML Kind = "sheetml"
	ODS     Kind = "ods"
	FODS    Kind = "fods" // OpenDocument sheets in one XML file
	DOCX    Kind = "docx" // .docx, .docm and their templates
	DOC     Kind = "doc"  // Word 97-2003
	WPS     Kind = "wps"  // WPS Writer: as doc, by its name
	WordML  Kind = "wordml"
	ODT     Kind = "odt"
	FODT    Kind = "fodt"
	RTF     Kind = "rtf"
	MHTML   Kind = "mhtml"
	HTML    Kind = "html"
	UOF     Kind = "uof"  // UOF 1.0 texts
	Text    Kind = "text" // plain text, CSV, TSV, Markdown, whatever its name
	Image   Kind = "image"
	// YAML and JSON are documents that this project wrote (schema: pbt/v1).
	YAML Kind = "yaml"
	JSON Kind = "json"
	// Archive is read by the commands that take many documents, not as one.
	Archive Kind = "archive"

	Encrypted   Kind = "encrypted" // Office Open XML under a password (or rights management)
	OldWord     Kind = "word6"     // Word 6.0 and 95; its reader tells it from DOC
	Works       Kind = "works"     // Microsoft Works
	WordPerfect Kind = "wordperfect"
	PPT         Kind = "ppt" // PowerPoint 97-2003, WPS .dps
	PPTX        Kind = "pptx"
	UOFPackage  Kind = "uof2"    // UOF 2.0, and what is no text of UOF 1.0
	OLE         Kind = "ole"     // compound file of some other program
	Package     Kind = "package" // package of some other office program
)

// The kinds of bytes that are no document.
const (
	Empty   Kind = "empty"
	Unknown Kind = "unknown"
)

// headSize is how far into a file its signature is looked for: PDF allows junk
// of up to 1,024 bytes before its header.
const headSize = 1024

// maxJunk is how far behind junk the header of a damaged PDF is looked for.
const maxJunk = 1 << 20

// Detect tells what data is. The bytes decide; the name is asked only where one
// container serves two programs (.wps and .doc). data may be the whole file or,
// for all but zip packages, its first part.
func Detect(data []byte, name string) Kind {
	k, _ := Open(data, name)
	return k
}

// Open is Detect, and gives the package that a whole zip was opened as: its reader
// opens it no second time.
func Open(data []byte, name string) (Kind, *office.Package) {
	name = strings.ToLower(name)
	if len(data) == 0 {
		return Empty, nil
	}
	if office.IsPackage(data) {
		k, p := zipKind(data)
		return zipNamed(k, name), p
	}
	if k, ok := bySignature(data, name); ok {
		return k, nil
	}
	if k := textKind(data); k != Unknown {
		return k, nil
	}
	if damagedPDF(data) {
		return PDF, nil
	}
	return Unknown, nil
}

// damagedPDF reports whether bytes without a PDF header where it belongs are
// still a PDF: a header behind junk, or the words that end one. The PDF reader
// repairs such files or says what is wrong with them.
func damagedPDF(data []byte) bool {
	return bytes.Contains(data[:min(len(data), maxJunk)], []byte("%PDF-")) ||
		bytes.Contains(data[max(0, len(data)-headSize):], []byte("startxref"))
}

// signature is how a kind of file begins.
type signature struct {
	magic string
	kind  Kind
}

// signatures are the magic numbers at offset 0. Sources: the formats' own
// specifications; PKWARE APPNOTE, ISO 32000, RFC 1952, 7zFormat.txt, TIFF 6.0.
var signatures = []signature{
	{"\x89PNG\r\n\x1a\n", Image},
	{"\xff\xd8\xff", Image},
	{"II*\x00", Image}, {"MM\x00*", Image}, {"II+\x00", Image}, {"MM\x00+", Image},
	{"GIF87a", Image}, {"GIF89a", Image},
	{"\x97JB2\r\n\x1a\n", Image}, {"\x00\x00\x00\x0cjP  \r\n", Image}, {"\xff\x4f\xff\x51", Image}, // JBIG2, JPEG 2000
	{"7z\xbc\xaf\x27\x1c", Archive},
	{"Rar!\x1a\x07", Archive},
	{"\xfd7zXZ\x00", Archive},
	{"\x1f\x8b\x08", Archive},
	{"\x28\xb5\x2f\xfd", Archive},
	{`{\rtf`, RTF}, {"\xef\xbb\xbf{\\rtf", RTF},
	{"\xffWPC", WordPerfect},
	// BIFF 2, 3 and 4 workbooks stand bare, without a compound file around them.
	{"\x09\x00\x04\x00", XLS}, {"\x09\x02\x06\x00", XLS}, {"\x09\x04\x06\x00", XLS},
}

func bySignature(data []byte, name string) (Kind, bool) {
	head := data[:min(len(data), headSize)]
	for _, s := range signatures {
		if bytes.HasPrefix(head, []byte(s.magic)) {
			return s.kind, true
		}
	}
	switch {
	case office.IsCompound(head):
		return oleKind(data, name), true
	case bytes.HasPrefix(head, []byte("RIFF")) && len(head) > 12 && string(head[8:12]) == "WEBP":
		return Image, true
	case isBMP(head), isHEIF(head):
		return Image, true
	case bytes.HasPrefix(head, []byte("BZh")) && len(head) > 10 && string(head[4:10]) == "1AY&SY":
		return Archive, true
	case len(head) > 262 && string(head[257:262]) == "ustar":
		return Archive, true
	case bytes.Contains(head, []byte("%PDF-")):
		return PDF, true
	}
	return "", false
}

// isHEIF tells the pictures of telephones from films, which are boxes too.
func isHEIF(head []byte) bool {
	if len(head) < 12 || string(head[4:8]) != "ftyp" {
		return false
	}
	switch string(head[8:12]) {
	case "heic", "heix", "heim", "heis", "mif1", "avif":
		return true
	}
	return false
}

// isBMP checks the size of the DIB header too: two letters prove little.
func isBMP(head []byte) bool {
	if len(head) < 18 || string(head[:2]) != "BM" {
		return false
	}
	switch head[14] {
	case 12, 40, 52, 56, 64, 108, 124:
		return head[15] == 0 && head[16] == 0 && head[17] == 0
	}
	return false
}

// sampleSize is how much of a text its kind is told from.
const sampleSize = 64 << 10

var (
	yamlStart  = pattern.MustCompile(`^(\s*(#.*)?\n)*(---|"?[A-Za-z_]+"?:)`)
	schemaYAML = pattern.MustCompile(`(?m)^schema:[ \t]*["']?` + regexp.QuoteMeta(schema.Version) + `["']?[ \t]*(#.*)?\r?$`)
	schemaJSON = pattern.MustCompile(`"schema"\s*:\s*"` + regexp.QuoteMeta(schema.Version) + `"`)
	// mimeHeader is a block of header fields, one of which makes it a page saved
	// as one file; programs and browsers put others in front.
	mimeHeader = pattern.MustCompile(`(?i)^\s*(?:[A-Za-z-]+:[^\n]*\n(?:[ \t]+\S[^\n]*\n)*){0,20}?(?:mime-version:|from: <saved by|content-type:\s*multipart/)`)
)

// textKind sorts what has no signature: texts of several kinds, or no text.
func textKind(data []byte) Kind {
	sample := data[:min(len(data), sampleSize)]
	decoded, _, err := charset.Decode(sample)
	if err != nil {
		return Unknown
	}
	trimmed := bytes.TrimSpace(bytes.TrimPrefix(decoded, []byte("\ufeff")))
	switch {
	case len(trimmed) > 0 && (trimmed[0] == '{' || trimmed[0] == '[') && schemaJSON.Regexp().Match(trimmed):
		return JSON
	case yamlStart.Regexp().Match(decoded) && schemaYAML.Regexp().Match(decoded):
		return YAML
	case mimeHeader.Regexp().Match(trimmed):
		return MHTML
	case bytes.HasPrefix(trimmed, []byte("<")):
		return markupKind(trimmed)
	}
	return Text
}
