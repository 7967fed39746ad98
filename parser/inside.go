package parser

import (
	"context"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

// maxInside is how deep documents may stand inside one another.
const maxInside = 3

// insideReader reads a document that stands in another: a workbook embedded in a
// Word file, an attachment of a PDF portfolio, the picture that a file consists
// of. It is nil beyond the depth.
func insideReader(o Options, depth int) func(ctx context.Context, name string, data []byte) *grid.Document {
	if depth > maxInside {
		return nil
	}
	o.Sheet, o.Pages, o.inside = "", nil, insideReader(o, depth+1)
	return func(ctx context.Context, name string, data []byte) *grid.Document {
		d, err := readGrids(ctx, Source{Name: name, Data: data}, o, &schema.Document{})
		if d == nil {
			d = &grid.Document{}
		}
		if err != nil {
			d.Problems = append(d.Problems, problem(err, o.Timeout))
		}
		dropHidden(d)
		return d
	}
}
