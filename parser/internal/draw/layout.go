package draw

import (
	"sort"
	"strings"

	"github.com/pbt-cli/pbt/parser/grid"
)

// page is a grid set on paper: every cell's text broken into lines, and the
// height of its rows in lines.
type page struct {
	g      *grid.Grid
	edges  []int      // left edge of each column in half-width characters
	lines  [][]string // of each cell
	height []int      // of each row
	top    []int      // first line of each row; one more than rows
}

// pageWidth is the width of a page in half-width characters.
const pageWidth = 132

func setPage(g *grid.Grid, width int) *page {
	p := &page{g: g, height: make([]int, g.Rows), top: make([]int, g.Rows+1)}
	p.edges = columnEdges(g, width)
	for i := range p.height {
		p.height[i] = 1
	}
	for _, c := range g.Cells {
		lines := wrap(c.Text, p.edges[c.Col+c.ColSpan]-p.edges[c.Col]-3)
		p.lines = append(p.lines, lines)
		if c.RowSpan == 1 {
			p.height[c.Row] = max(p.height[c.Row], len(lines))
		}
	}
	for i, c := range g.Cells { // a tall label stretches its last row
		have := 0
		for r := c.Row; r < c.Row+c.RowSpan; r++ {
			have += p.height[r]
		}
		p.height[c.Row+c.RowSpan-1] += max(0, len(p.lines[i])-have)
	}
	for r, h := range p.height {
		p.top[r+1] = p.top[r] + h
	}
	return p
}

// columnEdges divides a width among the columns: each is wide enough for a
// label, and they share what is left.
func columnEdges(g *grid.Grid, total int) []int {
	const label, least = 20, 6
	each := make([]int, g.Cols)
	rest := total
	for _, c := range g.Cells {
		if c.ColSpan > 1 {
			continue
		}
		for _, l := range strings.Split(c.Text, "\n") {
			each[c.Col] = max(each[c.Col], min(width(l), label)+3)
		}
	}
	for i := range each {
		each[i] = max(each[i], least)
		rest -= each[i]
	}
	edges := []int{0}
	for i, w := range each {
		w += max(0, rest)*(i+1)/g.Cols - max(0, rest)*i/g.Cols
		edges = append(edges, edges[i]+w)
	}
	return edges
}

// wrap breaks a text at its line ends and at a width in half-width characters.
func wrap(text string, width int) []string {
	var out []string
	for _, line := range strings.Split(text, "\n") {
		at := 0
		var b strings.Builder
		for _, r := range line {
			if at+runeWidth(r) > width && b.Len() > 0 {
				out = append(out, b.String())
				b.Reset()
				at = 0
			}
			b.WriteRune(r)
			at += runeWidth(r)
		}
		out = append(out, b.String())
	}
	return out
}

func runeWidth(r rune) int {
	if r < 0x2e80 {
		return 1
	}
	return 2
}

// Layout prints grids as `pdftotext -layout` does: columns kept by spaces, a
// merged label in the middle of its rows, a text that was wrapped over lines.
func Layout(grids ...*grid.Grid) []byte {
	var b strings.Builder
	for _, g := range grids {
		layoutGrid(&b, setPage(g, pageWidth))
		b.WriteString("\n\f")
	}
	return []byte(b.String())
}

func layoutGrid(b *strings.Builder, p *page) {
	type piece struct {
		at   int // half-width column
		text string
	}
	// Texts whose middle lies between two lines stand half a line lower, on a
	// line of their own.
	lines := map[int][]piece{}
	for i, c := range p.g.Cells {
		from, to := p.top[c.Row], p.top[c.Row+c.RowSpan]
		y := from*2 + (to - from) - len(p.lines[i])
		for n, l := range p.lines[i] {
			if s := strings.TrimSpace(l); s != "" {
				at := p.edges[c.Col] + 1
				if c.ColSpan == p.g.Cols {
					at = max(0, (pageWidth-width(s))/2)
				}
				lines[y+2*n] = append(lines[y+2*n], piece{at, s})
			}
		}
	}
	var order []int
	for y := range lines {
		order = append(order, y)
	}
	sort.Ints(order)
	for _, y := range order {
		pieces := lines[y]
		sort.Slice(pieces, func(i, j int) bool { return pieces[i].at < pieces[j].at })
		at := 0
		for _, q := range pieces {
			for at < q.at {
				b.WriteByte(' ')
				at++
			}
			b.WriteString(q.text)
			at += width(q.text)
		}
		b.WriteByte('\n')
	}
}

// Stream prints grids as the text layer of a PDF is copied: one cell a line, a
// long one on several, row by row.
func Stream(grids ...*grid.Grid) []byte {
	var b strings.Builder
	for _, g := range grids {
		for _, lines := range setPage(g, pageWidth).lines {
			for _, l := range lines {
				if strings.TrimSpace(l) != "" {
					b.WriteString(l + "\n")
				}
			}
		}
	}
	return []byte(b.String())
}

func width(s string) int {
	n := 0
	for _, r := range s {
		n += runeWidth(r)
	}
	return n
}
