package page

import "github.com/pbt-cli/pbt/parser/internal/symbol"

// Raised and lowered characters, as parts of the size of the text they follow.
const (
	// scriptSize is how large they are at most.
	scriptSize = 0.82
	// raisedFrom to raisedTo is how far their base line lies above that of the
	// text, loweredFrom to loweredTo how far below.
	raisedFrom, raisedTo   = 0.12, 0.85
	loweredFrom, loweredTo = 0.05, 0.5
	// scriptGap is the largest gap in front of them, scriptOverlap how far they
	// may reach back.
	scriptGap, scriptOverlap = 0.6, 0.35
)

// setScripts brings raised and lowered characters down to the line of the text
// that they follow, as the signs of their own that Unicode has for them: 10⁴,
// m², CO₂, ≥12¹.
func setScripts(glyphs []Glyph) {
	var host, prev *Glyph
	for i := range glyphs {
		g := &glyphs[i]
		if host != nil && g.Size <= scriptSize*host.Size && g.Dir == Right && beside(prev, g, host.Size) {
			up := (host.Base - g.Base) / host.Size
			switch {
			case up >= raisedFrom && up <= raisedTo:
				g.Text, g.Base = symbol.Raised(g.Text), host.Base
				prev = g
				continue
			case -up >= loweredFrom && -up <= loweredTo:
				g.Text, g.Base = symbol.Lowered(g.Text), host.Base
				prev = g
				continue
			}
		}
		if g.Dir != Right {
			host, prev = nil, nil
			continue
		}
		host, prev = g, g
	}
}

// beside reports whether g stands directly behind a.
func beside(a, g *Glyph, size float64) bool {
	gap := g.Box.X0 - a.Box.X1
	return gap <= scriptGap*size && gap >= -scriptOverlap*size
}
