// Package rtf reads the tables of RTF documents, which come as often under the
// name .doc, and the lines of text between them (Rich Text Format 1.9).
//
// Text is a stream of characters, control words and groups; what a control word
// sets lasts to the end of its group. Rows say where their cells end. Hidden and
// struck-out text, and what cannot be seen, is kept apart; deleted text, field codes,
// notes, headers and list numbers are not read.
package rtf

import (
	"context"
	"errors"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/word/edges"
	"github.com/pbt-cli/pbt/schema"
)

// The bounds of the reader.
const (
	// maxBytes is the largest document that is read; pictures stand in it as text.
	maxBytes  = 256 << 20
	maxText   = 32 << 20 // bytes of text kept
	maxGroups = 4096     // groups in one another
	maxFonts  = 1 << 16
	maxColors = 1 << 16
)

// Read gives the grids of a document in reading order: every table one grid,
// nested ones behind their host, runs of paragraphs between them as prose. The
// error is a *schema.ReadError (extract.limit, extract.damaged), or the context's.
// A document that breaks off is read up to there, and the problem extract.partial
// says so.
func Read(ctx context.Context, data []byte) (*grid.Document, error) {
	if len(data) > maxBytes {
		return nil, schema.RTFDocument.TooLarge(schema.MoreBytes(maxBytes))
	}
	r := newReader(data)
	if err := r.run(ctx); err != nil {
		if errors.Is(err, edges.ErrCells) {
			return nil, schema.RTFDocument.TooLarge(schema.MoreCells(edges.MaxCells))
		}
		return nil, err
	}
	r.endText()
	doc := &grid.Document{Format: schema.FormatRTF, Grids: r.to.Grids(), Apart: r.to.Apart, Problems: r.to.Problems}
	if r.open() {
		if len(doc.Grids) == 0 {
			return nil, schema.RTFDocument.CutShort()
		}
		doc.Problems = append(doc.Problems, schema.RTFDocument.CutShort().Finding())
	}
	return doc, nil
}
