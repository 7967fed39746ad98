// Package mhtml reads web pages saved as one file (RFC 2557), as Word, Excel and
// browsers write them: Word has one page, Excel a page for every sheet beside a
// frameset that only lists them. The pages themselves are read as HTML.
package mhtml

import (
	"context"
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
// extract.limit), or the context's. A page that is cut short is read up to
// there, and the problem extract.partial says so.
func Read(ctx context.Context, data []byte) (*grid.Document, error) {
	if len(data) > maxBytes {
		return nil, schema.WebArchive.TooLarge(schema.MoreBytes(maxBytes))
	}
	pages, err := pagesOf(data)
	if err != nil {
		return nil, err
	}
	if len(pages) == 0 {
		return nil, schema.WebArchive.Damaged(schema.Text{ZH: "其中没有网页", EN: "it holds no page"})
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
	ground := &grid.Ground{Sheet: p.sheet}
	for i := range g.Cells {
		g.Cells[i].Spot = ground.Spot(g.Cells[i].Spot)
	}
}

func partial(p page) schema.Finding {
	return schema.ExtractPartial.Say(
		schema.Text{
			ZH: strings.TrimSpace("网页 "+p.location) + " 的编码中途损坏，只读到损坏处为止",
			EN: strings.TrimSpace("the page "+p.location) + " breaks off in its encoding, it was read up to there",
		},
		schema.Text{ZH: "请用原来的软件另存一次", EN: "save it once more from its own program"}).Finding()
}
