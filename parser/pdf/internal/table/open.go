package table

import "github.com/pbt-cli/pbt/parser/pdf/internal/content"

// openTables makes elements of the lines outside ruled tables.
func openTables(lines []textLine, page int) []Element {
	var out []Element
	for _, l := range lines {
		ps := l.pieces()
		if len(ps) == 0 {
			continue
		}
		box := ps[0].box
		for _, p := range ps[1:] {
			box = box.Union(p.box)
		}
		out = append(out, Element{Line: &Line{Text: joinPiecesText(ps), Box: box, Page: page, pieces: ps}})
	}
	return out
}

var _ = content.Box{}
