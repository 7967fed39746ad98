// Package outline makes areas of the outlines that a page paints: rules of
// strokes along the axes and of thin fills, boxes of rectangles. A reader gives
// the points of a path as they lie on the page, and paints it.
package outline

import (
	"math"

	"github.com/pbt-cli/pbt/parser/page"
)

type point struct{ x, y float64 }

// subpath is a run of points of the path; start and end index them.
type subpath struct {
	start, end int
	closed     bool
	curved     bool
}

// Path is a path being built, in points on the page.
type Path struct {
	pts  []point
	subs []subpath
}

// maxPoints bounds one path.
const maxPoints = 100000

// Reset empties the path and keeps its memory.
func (p *Path) Reset() { p.pts, p.subs = p.pts[:0], p.subs[:0] }

// MoveTo starts a subpath.
func (p *Path) MoveTo(x, y float64) {
	if len(p.pts) >= maxPoints {
		return
	}
	n := len(p.pts)
	p.pts = append(p.pts, point{x, y})
	p.subs = append(p.subs, subpath{start: n, end: n + 1})
}

// LineTo draws a line; the first point of a path starts it.
func (p *Path) LineTo(x, y float64) {
	if len(p.subs) == 0 {
		p.MoveTo(x, y)
		return
	}
	if len(p.pts) >= maxPoints {
		return
	}
	s := &p.subs[len(p.subs)-1]
	if s.closed { // a new subpath begins where the closed one did
		first := p.pts[s.start]
		n := len(p.pts)
		p.pts = append(p.pts, first)
		p.subs = append(p.subs, subpath{start: n, end: n + 1})
		s = &p.subs[len(p.subs)-1]
	}
	p.pts = append(p.pts, point{x, y})
	s.end = len(p.pts)
}

// CurveTo draws a curve that ends at a point.
func (p *Path) CurveTo(x, y float64) {
	p.LineTo(x, y)
	if n := len(p.subs); n > 0 {
		p.subs[n-1].curved = true
	}
}

// Close closes the subpath.
func (p *Path) Close() {
	if n := len(p.subs); n > 0 {
		p.subs[n-1].closed = true
	}
}

// Bounds is the smallest box around the path; ok is false where it has no points.
func (p *Path) Bounds() (b page.Box, ok bool) {
	for i, s := range p.subs {
		if i == 0 {
			b = p.bounds(s)
		}
		b = b.Union(p.bounds(s))
	}
	return b, len(p.subs) > 0
}

func (p *Path) bounds(s subpath) page.Box {
	first := p.pts[s.start]
	b := rect(first.x, first.y, first.x, first.y)
	for _, q := range p.pts[s.start+1 : s.end] {
		b = rect(min(b.X0, q.x), min(b.Y0, q.y), max(b.X1, q.x), max(b.Y1, q.y))
	}
	return b
}

// slack is by how many points the corners of a rectangle may be off.
const slack = 0.6

// maxThin is the thickness up to which a filled polygon may be a rule.
const maxThin = 4.0

// rectangular reports whether a subpath is its bounding box: all its points
// lie on the corners. A thin polygon, such as the mitred edge of a border in
// browsers, counts too.
func (p *Path) rectangular(s subpath, b page.Box) bool {
	if s.curved || s.end-s.start < 2 {
		return false
	}
	if min(b.Width(), b.Height()) <= maxThin {
		return s.end-s.start <= 8
	}
	if s.end-s.start > 8 {
		return false
	}
	for _, q := range p.pts[s.start:s.end] {
		onX := math.Abs(q.x-b.X0) <= slack || math.Abs(q.x-b.X1) <= slack
		onY := math.Abs(q.y-b.Y0) <= slack || math.Abs(q.y-b.Y1) <= slack
		if !onX || !onY {
			return false
		}
	}
	const most = 0.9 // of the box: a triangle has half
	return math.Abs(p.turn(s))/2 >= most*b.Width()*b.Height()
}

// Fill gives the rectangles of the path and those of a border that is drawn as
// one box inside another, and counts the shapes that are none: drawn letters,
// mostly.
func (p *Path) Fill(evenOdd bool, area func(page.Box)) (shapes int) {
	if p.frame(evenOdd, area) {
		return 0
	}
	for _, s := range p.subs {
		b := p.bounds(s)
		if p.rectangular(s, b) {
			area(b)
		} else if s.curved || s.end-s.start > 8 {
			shapes++
		}
	}
	return shapes
}

// frame recognises a border drawn as one box inside another, filled between.
func (p *Path) frame(evenOdd bool, area func(page.Box)) bool {
	if len(p.subs) != 2 {
		return false
	}
	out, in := p.bounds(p.subs[0]), p.bounds(p.subs[1])
	if !p.rectangular(p.subs[0], out) || !p.rectangular(p.subs[1], in) {
		return false
	}
	if in.Width() > out.Width() {
		out, in = in, out
	}
	if in.X0 < out.X0 || in.Y0 < out.Y0 || in.X1 > out.X1 || in.Y1 > out.Y1 || in.Empty() {
		return false
	}
	edge := max(in.X0-out.X0, in.Y0-out.Y0, out.X1-in.X1, out.Y1-in.Y1)
	opposite := (p.turn(p.subs[0]) > 0) != (p.turn(p.subs[1]) > 0)
	if edge > maxThin || !evenOdd && !opposite {
		return false
	}
	area(rect(out.X0, out.Y0, out.X1, in.Y0))
	area(rect(out.X0, in.Y1, out.X1, out.Y1))
	area(rect(out.X0, out.Y0, in.X0, out.Y1))
	area(rect(in.X1, out.Y0, out.X1, out.Y1))
	return true
}

// turn is twice the signed area of a subpath.
func (p *Path) turn(s subpath) float64 {
	sum := 0.0
	pts := p.pts[s.start:s.end]
	for i, a := range pts {
		q := pts[(i+1)%len(pts)]
		sum += a.x*q.y - q.x*a.y
	}
	return sum
}

// minWidth is the least width of a stroke, in points: a width of nothing is the
// thinnest line that shows.
const minWidth = 0.1

// Stroke gives the straight lines of the path that run along an axis, w points
// wide, longer by half of it at either end where caps are square.
func (p *Path) Stroke(w float64, square bool, area func(page.Box)) {
	w = max(w, minWidth)
	for _, s := range p.subs {
		if s.curved {
			continue
		}
		pts := p.pts[s.start:s.end]
		for i := 1; i < len(pts); i++ {
			strokeLine(pts[i-1], pts[i], w, square, area)
		}
		if s.closed && len(pts) > 2 {
			strokeLine(pts[len(pts)-1], pts[0], w, square, area)
		}
	}
}

// strokeLine makes an area of a line along an axis; others are no rules.
func strokeLine(p, q point, w float64, square bool, area func(page.Box)) {
	dx, dy := math.Abs(p.x-q.x), math.Abs(p.y-q.y)
	b := rect(min(p.x, q.x), min(p.y, q.y), max(p.x, q.x), max(p.y, q.y))
	capLen := 0.0
	if square {
		capLen = w / 2
	}
	switch {
	case dy <= slack && dy <= dx/20 || dy == 0:
		mid := (b.Y0 + b.Y1) / 2
		area(rect(b.X0-capLen, mid-w/2, b.X1+capLen, mid+w/2))
	case dx <= slack && dx <= dy/20:
		mid := (b.X0 + b.X1) / 2
		area(rect(mid-w/2, b.Y0-capLen, mid+w/2, b.Y1+capLen))
	}
}

// shortSlant is the length up to which a slanted stroke may be part of a tick.
const shortSlant = 20.0

// Slants gives the boxes of the short strokes of the path that run along no axis:
// ticks are drawn so.
func (p *Path) Slants(each func(page.Box)) {
	for _, s := range p.subs {
		if s.curved {
			continue
		}
		pts := p.pts[s.start:s.end]
		for i := 1; i < len(pts); i++ {
			a, b := pts[i-1], pts[i]
			dx, dy := math.Abs(a.x-b.x), math.Abs(a.y-b.y)
			if min(dx, dy) > slack && max(dx, dy) <= shortSlant {
				each(rect(min(a.x, b.x), min(a.y, b.y), max(a.x, b.x), max(a.y, b.y)))
			}
		}
	}
}

func rect(x0, y0, x1, y1 float64) page.Box { return page.Box{X0: x0, Y0: y0, X1: x1, Y1: y1} }
