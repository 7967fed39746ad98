package desk

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"io"
	"strings"
)

// pdfNames are the names of the character maps and fonts of pdf.js.
func pdfNames() ([]string, error) {
	z, err := zip.NewReader(bytes.NewReader(pdfArchive), int64(len(pdfArchive)))
	if err != nil {
		return nil, err
	}
	var out []string
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, ".bcmap") || strings.HasPrefix(f.Name, "standard_fonts/") && !strings.Contains(f.Name, "LICENSE") {
			out = append(out, f.Name)
		}
	}
	return out, nil
}

// The bounds of looking for names in a PDF: those of one stream, and of all.
const (
	maxNameStream = 4 << 20
	maxNameBytes  = 96 << 20
)

// textsOf are the places of a PDF that names may stand in: its bytes, and the
// streams in it that are deflated. A page's content and a font program are among
// them; a name in those costs but a map too many.
func textsOf(data []byte) [][]byte {
	out := [][]byte{data}
	room := maxNameBytes
	for rest := data; room > 0; {
		i := bytes.Index(rest, []byte("stream"))
		if i < 0 {
			break
		}
		rest = bytes.TrimLeft(rest[i+len("stream"):], "\r\n")
		z, err := zlib.NewReader(bytes.NewReader(rest))
		if err != nil {
			continue
		}
		text, _ := io.ReadAll(io.LimitReader(z, int64(min(maxNameStream, room))))
		room -= len(text)
		if len(text) > 0 {
			out = append(out, text)
		}
	}
	return out
}
