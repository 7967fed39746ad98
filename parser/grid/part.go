package grid

import "iter"

// partCells is how many cells a part holds: 8 KB of them.
const partCells = 93

// Part moves the cells into parts, so that those of one may go while others are still
// read. Cells is nil afterwards: All has them.
func (g *Grid) Part() {
	for n := 0; len(g.Cells) > 0; g.Cells = g.Cells[n:] {
		n = min(partCells, len(g.Cells))
		g.parts = append(g.parts, append(make([]Cell, 0, n), g.Cells[:n]...))
	}
	g.Cells = nil
}

// Loose lets go of cells that were parted: who holds one has it and its part.
func (g *Grid) Loose() { g.parts = nil }

// All visits the cells, whether they are in parts or not, with their numbers.
func (g *Grid) All() iter.Seq2[int, *Cell] {
	return func(yield func(int, *Cell) bool) {
		for i := range g.Cells {
			if !yield(i, &g.Cells[i]) {
				return
			}
		}
		for p := range g.parts {
			for i := range g.parts[p] {
				if !yield(p*partCells+i, &g.parts[p][i]) {
					return
				}
			}
		}
	}
}

// Count is how many cells there are.
func (g *Grid) Count() int {
	n := len(g.Cells)
	for _, p := range g.parts {
		n += len(p)
	}
	return n
}
