package office

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"path"
	"unicode/utf8"

	_ "image/gif"  // sizes of pictures
	_ "image/jpeg" // sizes of pictures
	_ "image/png"  // sizes of pictures

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

// Inside reads what stands in a document as a document of its own.
type Inside = func(ctx context.Context, name string, data []byte) *grid.Document

const (
	// MaxPictures bounds the pictures of a document that are read.
	MaxPictures = 50
	// fewRunes is how much text may stand beside pictures that are the document.
	fewRunes = 300
	// pageSide is the shorter side in pixels from which a picture may show a page
	// and is no emblem.
	pageSide = 300
)

// Pictured reports whether a document has no table and hardly any text: what it
// shows stands on its pictures.
func Pictured(doc *grid.Document) bool {
	n := 0
	for _, g := range doc.Grids {
		if !g.Prose {
			return false
		}
		for _, c := range g.Cells {
			n += utf8.RuneCountInString(c.Text)
		}
	}
	return n < fewRunes
}

// ReadPictures reads the parts of a package that are pictures of pages, and adds to
// the document what stands on them. Where that is no table, the document is said to
// be an image.
func (p *Package) ReadPictures(ctx context.Context, doc *grid.Document, parts []string, read Inside) {
	readPages(doc, len(parts), func(i int) *grid.Document {
		data, err := p.Read(parts[i])
		if err != nil || small(data) {
			return nil
		}
		return read(ctx, path.Base(parts[i]), data)
	})
}

// ReadPictures does the same for pictures whose files are given.
func ReadPictures(ctx context.Context, doc *grid.Document, pictures [][]byte, read Inside) {
	readPages(doc, len(pictures), func(i int) *grid.Document {
		if small(pictures[i]) {
			return nil
		}
		return read(ctx, fmt.Sprintf("picture %d", i+1), pictures[i])
	})
}

// readPages adds what read gives of n pictures to a document, nil where one is no
// page.
func readPages(doc *grid.Document, n int, read func(i int) *grid.Document) {
	seen, tables := 0, 0
	for i := range min(n, MaxPictures) {
		d := read(i)
		if d == nil {
			continue
		}
		seen++
		doc.Grids = append(doc.Grids, d.Grids...)
		doc.Apart = append(doc.Apart, d.Apart...)
		doc.Problems = append(doc.Problems, d.Problems...)
		if d.OCR != nil {
			doc.OCR = d.OCR
		}
		for _, g := range d.Grids {
			if !g.Prose {
				tables++
			}
		}
	}
	if seen > 0 && tables == 0 {
		doc.Problems = append(doc.Problems, schema.ExtractImageOnly.Told().Finding())
	}
}

// small reports whether a picture is too small for a page. One of a kind that is
// not known here is not.
func small(data []byte) bool {
	c, _, err := image.DecodeConfig(bytes.NewReader(data))
	return err == nil && min(c.Width, c.Height) < pageSide
}
