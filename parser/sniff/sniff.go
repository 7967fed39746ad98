// Package sniff tells what a file is from its bytes. Names lie: exports of
// systems are HTML called .xls, and a .wps is often a Word document.
package sniff

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/pbt-cli/pbt/parser/internal/office"
	"github.com/pbt-cli/pbt/parser/text/charset"
	"github.com/pbt-cli/pbt/schema"
)

// Kind is what a file is. Kinds are stable words, fit for a report.
type Kind string

// The kinds that a reader of this project takes.
const (
	PDF   Kind = "pdf"
	XLSX  Kind = "xlsx" // .xlsx, .xlsm and their templates
	XLS   Kind = "xls"  // BIFF workbooks, those called .et among them
	DOCX  Kind = "docx" // .docx, .docm and their templates
	Text  Kind = "text" // plain text, CSV, TSV, Markdown, HTML, whatever its name
	Image Kind = "image"
	// YAML and JSON are documents that this project wrote (schema: pbt/v1).
	YAML Kind = "yaml"
	JSON Kind = "json"
	// Archive is read by the batch command, not as one document.
	Archive Kind = "archive"
)

// The kinds that are recognised and not read; Advice names the way out.
const (
	DOC       Kind = "doc"       // Word 97-2003
	WPS       Kind = "wps"       // WPS Writer
	ET        Kind = "et"        // WPS sheets without a BIFF workbook inside
	PPT       Kind = "ppt"       // PowerPoint 97-2003, WPS .dps
	PPTX      Kind = "pptx"      // PowerPoint
	XLSB      Kind = "xlsb"      // binary workbook of Excel 2007 and later
	ODS       Kind = "ods"       // OpenDocument sheets
	ODT       Kind = "odt"       // OpenDocument text
	OFD       Kind = "ofd"       // GB/T 33190 page layout
	RTF       Kind = "rtf"       // Rich Text Format
	MHT       Kind = "mht"       // web page saved as one file
	XMLSheet  Kind = "xml-sheet" // SpreadsheetML 2003
	XMLWord   Kind = "xml-word"  // WordprocessingML 2003 and flat packages
	Encrypted Kind = "encrypted" // Office document under a password (or rights management)
	OLE       Kind = "ole"       // compound file of some other program
	Package   Kind = "package"   // zip package of some other office program
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

// Readable reports whether a reader of this project takes the kind.
func (k Kind) Readable() bool {
	switch k {
	case PDF, XLSX, XLS, DOCX, Text, Image, YAML, JSON:
		return true
	}
	return false
}

// Detect tells what data is. The bytes decide; the name is asked only where one
// container serves two programs (.wps and .doc). data may be the whole file or,
// for all but zip packages, its first part.
func Detect(data []byte, name string) Kind {
	name = strings.ToLower(name)
	if len(data) == 0 {
		return Empty
	}
	if k, ok := bySignature(data, name); ok {
		return k
	}
	if k := textKind(data); k != Unknown {
		return k
	}
	if damagedPDF(data) {
		return PDF
	}
	return Unknown
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
	{"7z\xbc\xaf\x27\x1c", Archive},
	{"Rar!\x1a\x07", Archive},
	{"\xfd7zXZ\x00", Archive},
	{"\x1f\x8b\x08", Archive},
	{"\x28\xb5\x2f\xfd", Archive},
	{`{\rtf`, RTF},
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
	case office.IsPackage(head):
		return zipKind(data), true
	case office.IsCompound(head):
		return oleKind(data, name), true
	case bytes.HasPrefix(head, []byte("RIFF")) && len(head) > 12 && string(head[8:12]) == "WEBP":
		return Image, true
	case isBMP(head):
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
	yamlStart  = regexp.MustCompile(`^(\s*(#.*)?\n)*(---|"?[A-Za-z_]+"?:)`)
	schemaYAML = regexp.MustCompile(`(?m)^schema:[ \t]*["']?` + regexp.QuoteMeta(schema.Version) + `["']?[ \t]*(#.*)?\r?$`)
	schemaJSON = regexp.MustCompile(`"schema"\s*:\s*"` + regexp.QuoteMeta(schema.Version) + `"`)
	mimeHeader = regexp.MustCompile(`(?i)^\s*(mime-version:|from: <saved by|content-type: multipart/related)`)
	wordML     = regexp.MustCompile(`progid="Word\.Document"|http://schemas\.microsoft\.com/office/word/2003/wordml|http://schemas\.microsoft\.com/office/2006/xmlPackage`)
	sheetML    = regexp.MustCompile(`progid="Excel\.Sheet"|<(\w+:)?Workbook[^>]+urn:schemas-microsoft-com:office:spreadsheet`)
)

// textKind sorts what has no signature: texts of several kinds, or no text.
func textKind(data []byte) Kind {
	sample := data[:min(len(data), sampleSize)]
	decoded, _, err := charset.Decode(sample)
	if err != nil {
		return Unknown
	}
	trimmed := bytes.TrimSpace(decoded)
	switch {
	case len(trimmed) > 0 && (trimmed[0] == '{' || trimmed[0] == '[') && schemaJSON.Match(trimmed):
		return JSON
	case yamlStart.Match(decoded) && schemaYAML.Match(decoded):
		return YAML
	case mimeHeader.Match(trimmed):
		return MHT
	case bytes.HasPrefix(trimmed, []byte("<")) && sheetML.Match(trimmed):
		return XMLSheet
	case bytes.HasPrefix(trimmed, []byte("<")) && wordML.Match(trimmed) && !bytes.Contains(bytes.ToLower(trimmed[:min(len(trimmed), headSize)]), []byte("<html")):
		return XMLWord
	}
	return Text
}
