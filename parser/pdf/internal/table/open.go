package table

// openTables makes elements of the lines outside ruled tables.
func openTables(lines []textLine, page int) []Element {
	var out []Element
	for _, l := range lines {
		ps := l.pieces()
		if len(ps) == 0 {
			continue
		}
		l := newLine(ps, page)
		out = append(out, Element{Line: &l})
	}
	return out
}
