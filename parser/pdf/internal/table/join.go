package table

// Join lays the elements of all pages in one sequence.
func Join(pages []Page) []Element {
	var out []Element
	for _, p := range pages {
		out = append(out, p.Elements...)
	}
	return out
}
