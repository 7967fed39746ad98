// Package mhtml reads web pages saved as one file (RFC 2557), as Word, Excel and
// browsers write them: Word has one page, Excel a page for every sheet beside a
// frameset that only lists them. The pages themselves are read as HTML.
package mhtml

import (
	"context"
	"fmt"
	"strings"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/text"
	"github.com/pbt-cli/pbt/schema"
)

// The bounds of a file.
const (
	// maxBytes is the largest file, and how much its pages may unpack to.
	maxBytes = 64 << 20
	// maxParts is how many parts a file may have: pages, pictures, styles.
	maxParts = 4096
	// maxNesting is how deep parts may stand in parts.
	maxNesting = 4
	// maxHeader is the longest header of a part.
	maxHeader = 64 << 10
)

// Read gives the grids of all pages in their order, those of Excel under the
// names of their sheets. The error is a *schema.ReadError (extract.damaged,
// extract.too-large), or the context's. A page that is cut short is read up to
// there, and the problem extract.partial says so.
func Read(ctx context.Context, data []byte) (*grid.Document, error) {
	if len(data) > maxBytes {
		return nil, tooLarge()
	}
	pages, err := pagesOf(data)
	if err != nil {
		return nil, err
	}
	if len(pages) == 0 {
		return nil, damaged("其中没有网页", "it holds no page")
	}
	doc := &grid.Document{Format: schema.FormatMHTML}
	for _, p := range inOrder(pages) {
		one, err := text.Read(ctx, []byte(p.text), text.Options{})
		if err != nil {
			return nil, err
		}
		for _, g := range one.Grids {
			name(g, p)
		}
		doc.Grids = append(doc.Grids, one.Grids...)
		doc.Problems = append(doc.Problems, one.Problems...)
		if p.broken {
			doc.Problems = append(doc.Problems, partial(p))
		}
	}
	return doc, nil
}

// name puts a sheet's name on what its page holds.
func name(g *grid.Grid, p page) {
	if p.sheet == "" {
		return
	}
	g.Name, g.Hidden = p.sheet, p.hidden
	for i := range g.Cells {
		g.Cells[i].Place.Sheet = p.sheet
	}
}

func damaged(zh, en string) *schema.ReadError {
	return schema.ExtractDamaged.Say(
		schema.Text{ZH: "单一文件网页已损坏或不完整：" + zh, EN: "the web page in one file is damaged or cut short: " + en},
		schema.Text{ZH: "请重新下载或传送，或用原来的软件另存一次", EN: "transfer it again, or save it once more from its own program"})
}

func tooLarge() *schema.ReadError {
	return schema.ExtractTooLarge.Say(
		schema.Text{ZH: fmt.Sprintf("单一文件网页过大，上限为 %d MiB", maxBytes>>20), EN: fmt.Sprintf("the web page in one file is too large, at most %d MiB are read", maxBytes>>20)},
		schema.Text{ZH: "请用 Word 或 Excel 打开，把绩效目标表另存为单独的文件", EN: "open it in Word or Excel and save the form as a file of its own"})
}

func partial(p page) schema.Finding {
	return schema.ExtractPartial.Say(
		schema.Text{
			ZH: strings.TrimSpace("网页 "+p.location) + " 的编码中途损坏，只读到损坏处为止",
			EN: strings.TrimSpace("the page "+p.location) + " breaks off in its encoding, it was read up to there",
		},
		schema.Text{ZH: "请用原来的软件另存一次", EN: "save it once more from its own program"}).Finding()
}
