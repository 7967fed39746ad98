package page

import (
	"bytes"
	"cmp"
	"math"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/parser/grid"
)

// Type geometry, as parts of the font size.
const (
	// sameLine is how far base lines of one line may lie apart.
	sameLine = 0.4
	// doubled is how near the same character again is a bold drawn twice.
	doubled = 0.15
	// wordGap parts Latin words that no space character parts.
	wordGap = 0.2
	// wideGap parts pieces of a line in any script.
	wideGap = 1.2
)

// textLine is a line of text: glyphs in order of reading.
type textLine struct {
	glyphs []*Glyph
	base   float64
	size   float64
}

// flow maps a glyph to the axis along its line, and to the place of its base
// line in the order of lines.
func flow(g *Glyph) (from, to, base float64) {
	switch g.Dir {
	case Down:
		return g.Box.Y0, g.Box.Y1, -g.Base
	case Up:
		return -g.Box.Y1, -g.Box.Y0, g.Base
	case Left:
		return -g.Box.X1, -g.Box.X0, -g.Base
	}
	return g.Box.X0, g.Box.X1, g.Base
}

// textLines groups glyphs into lines, top to bottom, and puts them into order. Text of
// another direction than most is kept in lines of its own, behind. The lines hold until
// the next call.
func (s *scratch) textLines(glyphs []*Glyph) []textLine {
	s.lines = s.lines[:0]
	if len(glyphs) == 0 || !slices.ContainsFunc(glyphs, func(g *Glyph) bool { return g.Dir != glyphs[0].Dir }) {
		s.linesOf(glyphs)
		return s.lines
	}
	var byDir [4][]*Glyph
	for _, g := range glyphs {
		byDir[g.Dir] = append(byDir[g.Dir], g)
	}
	for _, list := range byDir {
		s.linesOf(list)
	}
	return s.lines
}

// linesOf adds the lines of glyphs of one direction.
func (s *scratch) linesOf(glyphs []*Glyph) {
	down := func(a, b *Glyph) int {
		_, _, x := flow(a)
		_, _, y := flow(b)
		return cmp.Compare(x, y)
	}
	for i := 1; i < len(glyphs); i++ {
		_, _, x := flow(glyphs[i-1])
		if _, _, y := flow(glyphs[i]); !(x <= y) {
			slices.SortStableFunc(glyphs, down)
			break
		}
	}
	first, from := len(s.lines), 0 // where the last line begins
	for i, g := range glyphs {
		_, _, base := flow(g)
		if n := len(s.lines); n > first {
			l := &s.lines[n-1]
			if base-l.base <= sameLine*max(min(l.size, g.Size), 0.6*max(l.size, g.Size)) {
				l.glyphs = glyphs[from : i+1 : i+1]
				if g.Size > l.size {
					l.size, l.base = g.Size, base
				}
				continue
			}
		}
		from = i
		s.lines = append(s.lines, textLine{glyphs: glyphs[i : i+1 : i+1], base: base, size: g.Size})
	}
	for i := range s.lines[first:] {
		s.lines[first+i].order()
	}
}

// order sorts the glyphs along the line and drops those drawn twice.
func (l *textLine) order() {
	g := l.glyphs
	inOrder := true
	for i := 1; i < len(g) && inOrder; i++ {
		a, _, _ := flow(g[i-1])
		b, _, _ := flow(g[i])
		inOrder = a <= b
	}
	if !inOrder {
		sort.SliceStable(g, func(i, j int) bool {
			a, _, _ := flow(g[i])
			b, _, _ := flow(g[j])
			return a < b
		})
	}
	kept := g[:0]
	for _, c := range g {
		if !drawnBefore(kept, c) {
			kept = append(kept, c)
		}
	}
	l.glyphs = kept
}

// drawnBefore looks for the same character at the same place.
func drawnBefore(kept []*Glyph, c *Glyph) bool {
	at, _, _ := flow(c)
	for i := len(kept) - 1; i >= 0 && i >= len(kept)-4; i-- {
		from, _, _ := flow(kept[i])
		if at-from > doubled*c.Size {
			return false
		}
		if kept[i].Text == c.Text && math.Abs(kept[i].Base-c.Base) <= doubled*c.Size && kept[i].Text != " " {
			return true
		}
	}
	return false
}

// piece is a part of a line without a wide gap in it.
type piece struct {
	text   string
	box    Box
	size   float64
	doubts []*grid.Doubt
}

// piecesOf cuts a line at its wide gaps, and at narrow ones in front of the edges where
// columns begin.
func (s *scratch) piecesOf(l *textLine, edges []float64) []piece {
	found, text := s.found[:0], s.text[:0]
	var box Box
	var doubts []*grid.Doubt
	prevTo, started := 0.0, false
	flush := func() {
		if t := bytes.Trim(text, " \u3000"); started && len(t) > 0 {
			found = append(found, piece{string(t), box, l.size, doubts})
		}
		text = text[:0]
		started, doubts = false, nil
	}
	for _, g := range l.glyphs {
		if g.Text == "" {
			continue
		}
		if g.Blank() {
			if started && text[len(text)-1] != ' ' {
				text = append(text, ' ')
			}
			continue
		}
		from, to, _ := flow(g)
		if started {
			gap := from - prevTo
			switch {
			case gap > wideGap*g.Size, gap > edgeGap*g.Size && isEdge(edges, from):
				flush()
			case gap > wordGap*g.Size && wordsMeet(text, g.Text):
				text = append(text, ' ')
			}
		}
		if !started {
			started, box = true, g.Box
		}
		text = append(text, g.Text...)
		if g.Doubt != nil {
			doubts = withDoubt(doubts, g.Doubt)
		}
		box = box.Union(g.Box)
		prevTo = to
	}
	flush()
	s.found, s.text = found, text
	if len(found) == 0 {
		return nil
	}
	return s.pieces.keep(found)
}

// wordsMeet reports whether a text that ends in a Latin letter or a figure is followed
// by another.
func wordsMeet(text []byte, next string) bool {
	last, _ := utf8.DecodeLastRune(text)
	first, _ := utf8.DecodeRuneInString(next)
	return latin(last) && latin(first)
}

// withDoubt adds a doubt that is not there yet.
func withDoubt(list []*grid.Doubt, d *grid.Doubt) []*grid.Doubt {
	if slices.Contains(list, d) {
		return list
	}
	return append(list, d)
}

func latin(r rune) bool { return r < 0x2e80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

func joinPiecesText(ps []piece) string {
	if len(ps) == 1 {
		return ps[0].text
	}
	parts := make([]string, len(ps))
	for i, p := range ps {
		parts[i] = p.text
	}
	return strings.Join(parts, "  ")
}
