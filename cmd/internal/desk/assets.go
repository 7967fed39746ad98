package desk

//go:generate go run ./gen

import (
	"archive/zip"
	"bytes"
	"embed"
	"io"
	"io/fs"
)

// pageFiles are the page: its markup, style and scripts.
//
//go:embed page
var pageFiles embed.FS

// pdfArchive holds pdf.js as package gen packs it.
//
//go:embed pdfjs.zip
var pdfArchive []byte

// pdfFile is a file of pdf.js: build/pdf.min.mjs, cmaps/UniGB-UCS2-H.bcmap.
func pdfFile(name string) ([]byte, error) {
	if !fs.ValidPath(name) {
		return nil, fs.ErrNotExist
	}
	z, err := zip.NewReader(bytes.NewReader(pdfArchive), int64(len(pdfArchive)))
	if err != nil {
		return nil, err
	}
	f, err := z.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}
