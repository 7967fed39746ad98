// Package shape tells by their geometry what the recognition net mistakes: lone
// comparators and signs, the rings of per cent and per mille, and ink that
// nobody read. Pictures are those of lines, 48 pixels high.
package shape

import (
	"github.com/pbt-cli/pbt/parser/scan/internal/raster"
)

// piece is a connected piece of ink with the places of the holes in it.
type piece struct {
	x0, y0, x1, y1, pixels int
	holes                  []point
}

type point struct{ x, y int }

func (p piece) width() int  { return p.x1 - p.x0 + 1 }
func (p piece) height() int { return p.y1 - p.y0 + 1 }

// Line is the picture of a line with its pieces of ink.
type Line struct {
	gray   *raster.Gray
	level  uint8
	labels []int32 // piece i carries i+1; paper is 0 or less
	pieces []piece
}

// leastHole is how many pixels of paper make a hole.
const leastHole = 3

// Of finds the pieces of a line's ink.
func Of(g *raster.Gray) *Line {
	l := &Line{gray: g, level: g.InkLevel(), labels: make([]int32, len(g.Pix))}
	var stack []int32
	for i, v := range g.Pix {
		if v < l.level && l.labels[i] == 0 {
			var p piece
			p, stack = l.flood(i, int32(len(l.pieces)+1), true, stack)
			l.pieces = append(l.pieces, p)
		}
	}
	for i := range g.Pix {
		if l.labels[i] != 0 {
			continue
		}
		var p piece
		p, stack = l.flood(i, -1, false, stack)
		if p.x0 == 0 || p.y0 == 0 || p.x1 == g.W-1 || p.y1 == g.H-1 || p.pixels < leastHole {
			continue // the paper around
		}
		if owner := l.labels[i-1]; owner > 0 { // a hole lies in the piece to its left
			o := &l.pieces[owner-1]
			o.holes = append(o.holes, point{(p.x0 + p.x1) / 2, (p.y0 + p.y1) / 2})
		}
	}
	return l
}

// flood labels what is connected with a pixel: ink over corners, paper not.
func (l *Line) flood(start int, id int32, ink bool, stack []int32) (piece, []int32) {
	w, h := l.gray.W, l.gray.H
	p := piece{x0: w, y0: h, x1: -1, y1: -1}
	stack = append(stack[:0], int32(start))
	l.labels[start] = id
	for len(stack) > 0 {
		at := int(stack[len(stack)-1])
		stack = stack[:len(stack)-1]
		x, y := at%w, at/w
		p.x0, p.y0, p.x1, p.y1 = min(p.x0, x), min(p.y0, y), max(p.x1, x), max(p.y1, y)
		p.pixels++
		for ny := max(0, y-1); ny <= min(h-1, y+1); ny++ {
			for nx := max(0, x-1); nx <= min(w-1, x+1); nx++ {
				n := ny*w + nx
				if !ink && nx != x && ny != y || l.labels[n] != 0 || (l.gray.Pix[n] < l.level) != ink {
					continue
				}
				l.labels[n] = id
				stack = append(stack, int32(n))
			}
		}
	}
	return p, stack
}

// extent is from where to where a piece's ink runs in a column, ok false where it
// has none there.
func (l *Line) extent(i, x int) (top, bottom int, ok bool) {
	p := l.pieces[i]
	top, bottom = -1, -1
	for y := p.y0; y <= p.y1; y++ {
		if l.labels[y*l.gray.W+x] == int32(i+1) {
			if top < 0 {
				top = y
			}
			bottom = y
		}
	}
	return top, bottom, top >= 0
}

// outline is the box of all pieces that are no specks, ok false without any.
func (l *Line) outline() (p piece, ok bool) {
	p = piece{x0: l.gray.W, y0: l.gray.H, x1: -1, y1: -1}
	for _, q := range l.pieces {
		if q.pixels >= leastSign {
			p.x0, p.y0, p.x1, p.y1 = min(p.x0, q.x0), min(p.y0, q.y0), max(p.x1, q.x1), max(p.y1, q.y1)
			p.holes = append(p.holes, q.holes...)
			ok = true
		}
	}
	return p, ok
}

// Pieces of fewer pixels are specks: beside a lone sign, and beside rings.
const (
	leastStroke = 8
	leastSign   = 12
)

// Aspect is the width of the line's ink against its height, 0 where it is too
// little.
func (l *Line) Aspect() float64 {
	p, ok := l.outline()
	if !ok || p.height() < 13 {
		return 0
	}
	return float64(p.width()) / float64(p.height())
}

// The size of the rings of a per cent or per mille sign, in pixels, and how far
// from the sign's column they lie.
const (
	ringLow, ringHigh = 7, 26
	ringReach         = 34
)

// Rings counts the rings near a column: two in %, three in ‰.
func (l *Line) Rings(x int) int {
	n := 0
	for _, p := range l.pieces {
		mid := (p.x0 + p.x1) / 2
		if k := len(p.holes); k >= 1 && k <= 2 && mid > x-ringReach && mid < x+ringReach &&
			p.height() > ringLow && p.height() <= ringHigh {
			n += k
		}
	}
	return n
}

// Percent recognises a lone per cent sign by its two rings: one up on the left,
// one down on the right. An 8 has them one above the other.
func (l *Line) Percent() bool {
	p, ok := l.outline()
	if !ok || len(p.holes) != 2 || p.height() < 15 || p.width()*10 > p.height()*13 {
		return false
	}
	a, b := p.holes[0], p.holes[1]
	if a.x > b.x {
		a, b = b, a
	}
	h := p.height()
	return (b.x-a.x)*100 >= 18*h && (b.y-a.y)*100 >= 20*h
}

// Zero recognises a lone zero: one ring, higher than wide. A per cent sign is as
// wide as high, and so is a letter o.
func (l *Line) Zero() bool {
	p, ok := l.outline()
	return ok && len(p.holes) == 1 && p.height() >= 13 && p.width()*10 <= p.height()*8
}

// leastUnread is how many dark pixels are a character that was not read.
const leastUnread = 20

// InkBetween reports whether there is a character's ink between two columns.
func (l *Line) InkBetween(from, to int) bool {
	level := l.level - 15
	n := 0
	for y := range l.gray.H {
		row := l.gray.Row(y)
		for x := max(0, from); x < min(to, l.gray.W); x++ {
			if row[x] < level {
				n++
			}
		}
	}
	return n > leastUnread
}

// leastDot is how many dark pixels are a dot, and dotHigh the part of the line's height
// above and below that has none of it.
const (
	leastDot = 4
	dotHigh  = 0.3
)

// DotBetween reports whether all ink between two columns is a dot half way up.
func (l *Line) DotBetween(from, to int) bool {
	top, bottom, n := int(float64(l.gray.H)*dotHigh), int(float64(l.gray.H)*(1-dotHigh)), 0
	for y := range l.gray.H {
		row := l.gray.Row(y)
		for x := max(0, from); x < min(to, l.gray.W); x++ {
			switch {
			case row[x] >= l.level:
			case y < top || y >= bottom:
				return false
			default:
				n++
			}
		}
	}
	return n >= leastDot
}

// Before reports whether a group of ink, apart from what follows, stands wholly
// before a column: what a copier leaves of a comparator.
func (l *Line) Before(x int) bool {
	const (
		margin = 6
		pale   = 190
	)
	n, from := 0, -1
	for c := range min(x, l.gray.W) {
		k := 0
		for y := margin; y < l.gray.H-margin; y++ {
			if l.gray.Pix[y*l.gray.W+c] < pale {
				k++
			}
		}
		switch {
		case k > 0:
			if from < 0 {
				from = c
			}
			n += k
		case from >= 0 && c-from >= 2 && n >= 4:
			return true
		case from >= 0:
			from, n = -1, 0
		}
	}
	return false
}

// Inked gives the columns of the line's first and last ink.
func (l *Line) Inked() (first, last int) {
	p, ok := l.outline()
	if !ok {
		return 0, l.gray.W - 1
	}
	return p.x0, p.x1
}

// Width is the width of the line's picture.
func (l *Line) Width() int { return l.gray.W }

// AspectAt is the width against the height of the ink around a column, up to the
// next paper to either side and no farther than from lo to hi; 0 where there is
// too little.
func (l *Line) AspectAt(x, lo, hi int) float64 {
	lo, hi = max(lo, 0), min(hi, l.gray.W-1)
	if x < lo || x > hi {
		return 0
	}
	inked := func(c int) bool {
		for y := range l.gray.H {
			if l.gray.Pix[y*l.gray.W+c] < l.level {
				return true
			}
		}
		return false
	}
	first, last := x, x
	for paper := 0; first > lo && paper < signGap; first-- {
		if paper++; inked(first - 1) {
			paper = 0
		}
	}
	for paper := 0; last < hi && paper < signGap; last++ {
		if paper++; inked(last + 1) {
			paper = 0
		}
	}
	box := piece{x0: last, y0: l.gray.H, x1: first, y1: -1}
	for c := first; c <= last; c++ {
		for y := range l.gray.H {
			if l.gray.Pix[y*l.gray.W+c] < l.level {
				box.x0, box.x1, box.y0, box.y1 = min(box.x0, c), max(box.x1, c), min(box.y0, y), max(box.y1, y)
			}
		}
	}
	if box.height() < 13 || box.width() < 8 {
		return 0
	}
	return float64(box.width()) / float64(box.height())
}

// signGap is how many columns of paper end a sign.
const signGap = 3
