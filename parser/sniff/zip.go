package sniff

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"io"
	"strings"
)

const (
	// maxZipNames bounds the entries looked at; office packages have the telling
	// ones at the front.
	maxZipNames = 2000
	// maxPart bounds what is unpacked of [Content_Types].xml and mimetype.
	maxPart = 1 << 20
)

// zipKind tells an office package from an archive of files.
func zipKind(data []byte) Kind {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		// The central directory at the end is missing or damaged: a truncated
		// download is still told for what it is, by its first entries.
		return truncatedKind(data)
	}
	var names []string
	first := map[string]*zip.File{}
	for _, f := range z.File[:min(len(z.File), maxZipNames)] {
		names = append(names, f.Name)
		if first[f.Name] == nil {
			first[f.Name] = f
		}
	}
	if f := first["[Content_Types].xml"]; f != nil {
		if k := byContentType(unpack(f)); k != "" {
			return k
		}
	}
	if f := first["mimetype"]; f != nil {
		if k := byMimeType(unpack(f)); k != "" {
			return k
		}
	}
	return byNames(names)
}

func unpack(f *zip.File) string {
	r, err := f.Open()
	if err != nil {
		return ""
	}
	defer r.Close()
	b, _ := io.ReadAll(io.LimitReader(r, maxPart)) // what could be read will do
	return string(b)
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

// truncatedKind tells what a zip without a central directory was, from the
// headers before each entry.
func truncatedKind(data []byte) Kind {
	var names []string
	types := false
	for len(names) < maxZipNames {
		i := bytes.Index(data, []byte("PK\x03\x04"))
		if i < 0 || len(data)-i < 30 {
			break
		}
		data = data[i:]
		method := binary.LittleEndian.Uint16(data[8:])
		size := int(binary.LittleEndian.Uint16(data[26:]))
		body := 30 + size + int(binary.LittleEndian.Uint16(data[28:]))
		if body > len(data) {
			break
		}
		name := string(data[30 : 30+size])
		if name == "[Content_Types].xml" && !types {
			types = true
			if k := byContentType(inflate(data[body:], method)); k != "" {
				return k
			}
		}
		names = append(names, name)
		data = data[30+size:]
	}
	return byNames(names)
}

// inflate unpacks what it can of an entry; method 8 is deflate, 0 is stored.
func inflate(data []byte, method uint16) string {
	if method != 8 {
		return string(data[:min(len(data), maxPart)])
	}
	b, _ := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(data)), maxPart))
	return string(b)
}
