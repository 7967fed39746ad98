// Package doc reads the tables of Word 97-2003 documents (.doc, and .wps by WPS
// Writer) and the lines of text between them [MS-DOC].
//
// A document is a run of characters in pieces, which stand anywhere in the file
// where it was saved fast. What a character is, and whether it ends a cell or a
// row, say property lists that are found by its place in the file. Spans are
// exact: each row has its own edges and merges. Revisions are read as accepted.
// Struck-out and hidden text, and what cannot be seen, is kept apart; field codes,
// notes, headers and automatic numbers are not read.
package doc

import (
	"context"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/office"
	"github.com/pbt-cli/pbt/parser/sniff"
	"github.com/pbt-cli/pbt/schema"
)

// The bounds of the reader.
const (
	maxStream = 128 << 20 // bytes of a stream
	maxText   = 32 << 20  // characters of the document
)

// Read gives the grids of a document in reading order: every table one grid,
// nested ones behind their host, runs of paragraphs between them as prose. The
// error is a *schema.ReadError (extract.encrypted, extract.unsupported-format for
// Word 95 and older, extract.damaged, extract.limit), or the context's. What
// could be read of a damaged document is given with the problem extract.partial.
func Read(ctx context.Context, data []byte, password string) (*grid.Document, error) {
	c, err := office.OpenCompound(data)
	if err != nil {
		return nil, office.Told(err, schema.WordDocument)
	}
	f, err := open(c, password)
	if err != nil {
		return nil, err
	}
	return f.document(ctx)
}

// document reads the text of an opened document.
func (f *file) document(ctx context.Context) (*grid.Document, error) {
	s := &story{ctx: ctx, file: f}
	if err := s.read(); err != nil {
		return nil, err
	}
	doc := &grid.Document{Format: schema.FormatDOC, Grids: s.to.Grids(), Apart: s.to.Apart, Problems: s.to.Problems}
	if f.broken {
		if len(doc.Grids) == 0 {
			return nil, damaged("正文缺失", "its text is missing")
		}
		doc.Problems = append(doc.Problems, partial())
	}
	return doc, nil
}

// old is a document of Word 95 or before.
func old() *schema.ReadError { return sniff.OldWord.Err() }

func damaged(zh, en string) *schema.ReadError {
	return schema.WordDocument.Damaged(schema.Text{ZH: zh, EN: en})
}

func partial() schema.Finding {
	return schema.ExtractPartial.Say(schema.Text{ZH: "Word 文档的一部分损坏，只读到了完好的部分", EN: "a part of the Word document is damaged, the rest was read"}, schema.WordDocument.Mend).Finding()
}
