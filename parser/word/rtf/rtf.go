// Package rtf reads the tables of RTF documents, which come as often under the
// name .doc, and the lines of text between them (Rich Text Format 1.9).
//
// Text is a stream of characters, control words and groups; what a control word
// sets lasts to the end of its group. Rows say where their cells end. Hidden and
// deleted text, field codes, notes, headers and list numbers are not read.
package rtf

import (
	"context"
	"errors"
	"fmt"

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
)

// Read gives the grids of a document in reading order: every table one grid,
// nested ones behind their host, runs of paragraphs between them as prose. The
// error is a *schema.ReadError (extract.limit, extract.damaged), or the context's.
// A document that breaks off is read up to there, and the problem extract.partial
// says so.
func Read(ctx context.Context, data []byte) (*grid.Document, error) {
	if len(data) > maxBytes {
		return nil, tooLarge(fmt.Sprintf("超过 %d MiB", maxBytes>>20), fmt.Sprintf("it has more than %d MiB", maxBytes>>20))
	}
	r := newReader(data)
	if err := r.run(ctx); err != nil {
		if errors.Is(err, edges.ErrCells) {
			return nil, tooLarge(fmt.Sprintf("单元格超过 %d 个", edges.MaxCells), fmt.Sprintf("it has more than %d cells", edges.MaxCells))
		}
		return nil, err
	}
	r.endText()
	doc := &grid.Document{Format: schema.FormatRTF, Grids: r.to.Grids(), Apart: r.apart, Problems: r.to.Problems}
	if r.open() {
		if len(doc.Grids) == 0 {
			return nil, cutShort()
		}
		doc.Problems = append(doc.Problems, cutShort().Finding())
	}
	return doc, nil
}

func tooLarge(zh, en string) *schema.ReadError {
	return schema.ExtractLimit.Say(
		schema.Text{ZH: "RTF 文档过大：" + zh, EN: "the RTF document is too large: " + en},
		schema.Text{ZH: "请把文档拆分后再读", EN: "split the document and read its parts"})
}

func cutShort() *schema.ReadError {
	return schema.ExtractPartial.Say(
		schema.Text{ZH: "RTF 文档不完整，只读到中断处为止", EN: "the RTF document breaks off, it was read up to there"},
		schema.Text{ZH: "请重新下载或传送，或用 Word、WPS 打开修复后另存为 .docx", EN: "transfer it again, or let Word or WPS repair it and save it as .docx"})
}
