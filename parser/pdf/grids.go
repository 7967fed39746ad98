package pdf

import (
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/pdf/internal/content"
	"github.com/pbt-cli/pbt/parser/pdf/internal/table"
	"github.com/pbt-cli/pbt/schema"
)

// grids lays elements out as grids: a table each, and a prose grid for each run
// of lines between tables.
func grids(es []table.Element) []*grid.Grid {
	var out []*grid.Grid
	var texts []string
	var places []schema.Place
	flush := func() {
		if len(texts) == 0 {
			return
		}
		g := grid.Lines(texts, places)
		g.Page = places[0].Page
		out = append(out, g)
		texts, places = nil, nil
	}
	for _, e := range es {
		if e.Line != nil {
			if len(places) > 0 && places[0].Page != e.Line.Page {
				flush()
			}
			texts = append(texts, e.Line.Text)
			places = append(places, place(e.Line.Page, e.Line.Box))
			continue
		}
		flush()
		out = append(out, tableGrid(e.Table))
	}
	flush()
	return out
}

func tableGrid(t *table.Table) *grid.Grid {
	g := &grid.Grid{Rows: len(t.Heights), Cols: len(t.Xs) - 1, RowHeights: t.Heights, Page: t.Page}
	if !t.Ruled {
		g.Spans = grid.Open
	}
	for _, c := range t.Cells {
		text := c.Text()
		if text == "" && c.RowSpan == 1 && c.ColSpan == 1 {
			continue
		}
		g.Cells = append(g.Cells, grid.Cell{
			Row: c.Row, Col: c.Col, RowSpan: c.RowSpan, ColSpan: c.ColSpan,
			Text: text, Place: place(c.Page, c.Box),
		})
	}
	g.Sort()
	return g
}

// place rounds a box to hundredths of a point.
func place(page int, b content.Box) schema.Place {
	round := func(v float64) float64 {
		if v < 0 {
			v = 0
		}
		return float64(int(v*100+0.5)) / 100
	}
	return schema.Place{Page: page, Box: schema.Box{round(b.X0), round(b.Y0), round(b.X1), round(b.Y1)}}
}
