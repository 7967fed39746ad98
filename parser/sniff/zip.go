package sniff

import (
	"bytes"
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

// zipKind tells an office package from an archive of files, and gives what it was
// opened as.
func zipKind(data []byte) (Kind, *office.Package) {
	p, err := office.OpenPackage(data, office.Limits{})
	switch {
	case office.HasFault(err, office.TooMany):
		return Archive, nil
	case err != nil:
		// The list of contents at the end is missing or damaged: a truncated
		// download is still told for what it is, by its first entries.
		return packageKind(office.Salvage(data, maxZipNames)), nil
	}
	return packageKind(p), p
}

func packageKind(p *office.Package) Kind {
	if k := byContentType(p.Head("[Content_Types].xml", maxPart)); k != "" {
		return k
	}
	mime := string(p.Head("mimetype", maxPart))
	if k := byMimeType(mime); k != "" {
		return k
	}
	k := byNames(p.Names())
	if k == Archive && strings.HasPrefix(mime, "application/") {
		return Package
	}
	return k
}

// zipNamed goes by the name where a zip is not known for an office package: a
// workbook whose parts or list of contents are damaged is a damaged workbook,
// and its reader says so. name is in lower case.
func zipNamed(k Kind, name string) Kind {
	if k != Archive {
		return k
	}
	if named := namedPackage(name); named != "" {
		return named
	}
	return k
}

// NamedPackage reports whether a zip of that name is one document, whatever it holds.
func NamedPackage(name string) bool { return namedPackage(strings.ToLower(name)) != "" }

func namedPackage(name string) Kind {
	for ending, named := range officeEndings {
		if strings.HasSuffix(name, ending) {
			return named
		}
	}
	return ""
}

// officeEndings are the endings of zipped office documents.
var officeEndings = map[string]Kind{".xlsx": XLSX, ".xlsm": XLSM, ".xlsb": XLSB, ".docx": DOCX, ".docm": DOCX, ".ods": ODS, ".odt": ODT, ".ofd": OFD}

// byContentType finds the type of the main part (ECMA-376 part 1, 11.3, 12.3).
func byContentType(types []byte) Kind {
	has := func(s string) bool { return bytes.Contains(types, []byte(s)) }
	switch {
	case has("wordprocessingml.document.main+xml"), has("wordprocessingml.template.main+xml"),
		has("ms-word.document.macroEnabled.main+xml"), has("ms-word.template.macroEnabledTemplate.main+xml"):
		return DOCX
	case has("sheet.binary.macroEnabled.main"):
		return XLSB
	case has("spreadsheetml.sheet.main+xml"), has("spreadsheetml.template.main+xml"):
		return XLSX
	case has("ms-excel.sheet.macroEnabled.main+xml"), has("ms-excel.template.macroEnabled.main+xml"), has("ms-excel.addin.macroEnabled.main+xml"):
		return XLSM
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
	}
	return ""
}

// rootParts are the entries at a zip's root that tell a package from an archive.
var rootParts = map[string]Kind{
	"word/document.xml":    DOCX,
	"xl/workbook.bin":      XLSB,
	"xl/workbook.xml":      XLSX,
	"ppt/presentation.xml": PPTX,
	"ofd.xml":              OFD,
	"uof.xml":              UOFPackage,
}

// PackagePart reports whether a zip with an entry of that name is a document of an
// office program, no archive of files.
func PackagePart(name string) bool {
	switch name = partName(name); name {
	case "[content_types].xml", "mimetype", "meta-inf/manifest.xml":
		return true
	}
	return rootParts[name] != ""
}

func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

// PackageName reports whether a name ends as those of zipped documents do.
func PackageName(name string) bool {
	name = strings.ToLower(name)
	for _, f := range formats {
		switch f.Kind {
		case DOCX, XLSX, XLSM, XLSB, ODS, ODT, OFD, PPTX:
			for _, e := range f.Endings {
				if strings.HasSuffix(name, e) {
					return true
				}
			}
		}
	}
	return strings.HasSuffix(name, ".et") || strings.HasSuffix(name, ".wps") // renamed ones
}

// byNames goes by the entries' names; an archive may hold a folder that looks
// like a package, so only entries at the root count.
func byNames(names []string) Kind {
	has := map[string]bool{}
	for _, n := range names[:min(len(names), maxZipNames)] {
		n = partName(n)
		if k, ok := rootParts[n]; ok {
			return k
		}
		has[n] = true
	}
	if has["content.xml"] && has["meta-inf/manifest.xml"] {
		return ODS // its reader tells a text by its body
	}
	for n := range has {
		switch {
		case strings.HasPrefix(n, "word/"):
			return DOCX
		case strings.HasPrefix(n, "xl/"):
			return XLSX
		}
	}
	return Archive
}
