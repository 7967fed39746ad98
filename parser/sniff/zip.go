package sniff

import (
	"strings"

	"github.com/pbt-cli/pbt/parser/internal/office"
)

const (
	// maxZipNames bounds the entries looked at of a zip without its list of
	// contents; office packages have the telling ones at the front.
	maxZipNames = 2000
	// maxPart bounds what is unpacked of [Content_Types].xml and mimetype.
	maxPart = 1 << 20
)

// zipKind tells an office package from an archive of files.
func zipKind(data []byte) Kind {
	p, err := office.OpenPackage(data, office.Limits{})
	switch {
	case office.HasFault(err, office.TooMany):
		return Archive
	case err != nil:
		// The list of contents at the end is missing or damaged: a truncated
		// download is still told for what it is, by its first entries.
		p = office.Salvage(data, maxZipNames)
	}
	if k := byContentType(string(p.Head("[Content_Types].xml", maxPart))); k != "" {
		return k
	}
	if k := byMimeType(string(p.Head("mimetype", maxPart))); k != "" {
		return k
	}
	return byNames(p.Names())
}

// byContentType finds the type of the main part (ECMA-376 part 1, 11.3, 12.3).
func byContentType(types string) Kind {
	has := func(s string) bool { return strings.Contains(types, s) }
	switch {
	case has("wordprocessingml.document.main+xml"), has("wordprocessingml.template.main+xml"),
		has("ms-word.document.macroEnabled.main+xml"), has("ms-word.template.macroEnabledTemplate.main+xml"):
		return DOCX
	case has("sheet.binary.macroEnabled.main"):
		return XLSB
	case has("spreadsheetml.sheet.main+xml"), has("spreadsheetml.template.main+xml"),
		has("ms-excel.sheet.macroEnabled.main+xml"), has("ms-excel.template.macroEnabled.main+xml"), has("ms-excel.addin.macroEnabled.main+xml"):
		return XLSX
	case has("presentationml."), has("ms-powerpoint."):
		return PPTX
	}
	return ""
}

func byMimeType(mime string) Kind {
	mime = strings.TrimSpace(mime)
	switch {
	case strings.HasPrefix(mime, "application/vnd.oasis.opendocument.spreadsheet"):
		return ODS
	case strings.HasPrefix(mime, "application/vnd.oasis.opendocument.text"):
		return ODT
	case strings.HasPrefix(mime, "application/"):
		return Package
	}
	return ""
}

// byNames goes by the entries' names; an archive may hold a folder that looks
// like a package, so only entries at the root count.
func byNames(names []string) Kind {
	for _, n := range names {
		n = strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(n, `\`, "/"), "/"))
		switch {
		case n == "word/document.xml":
			return DOCX
		case n == "xl/workbook.bin":
			return XLSB
		case n == "xl/workbook.xml":
			return XLSX
		case n == "ppt/presentation.xml":
			return PPTX
		case n == "ofd.xml":
			return OFD
		}
	}
	for _, n := range names {
		switch {
		case strings.HasPrefix(n, "word/"):
			return DOCX
		case strings.HasPrefix(n, "xl/"):
			return XLSX
		}
	}
	return Archive
}
