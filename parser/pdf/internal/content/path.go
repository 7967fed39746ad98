package content

import (
	"math"

	"github.com/pbt-cli/pbt/parser/page"
)

type point struct{ x, y float64 }

// subpath is a run of points of the path; start..end index them.
type subpath struct {
	start, end int
	closed     bool
	curved     bool
}

// pathOperator builds and paints paths. Points are mapped to the page when they
// are given, since cm may change before the path is painted.
func (r *run) pathOperator(op []byte) bool {
	switch string(op) {
	case "m":
		if v, ok := r.n(2); ok {
			r.moveTo(v[0], v[1])
		}
	case "l":
		if v, ok := r.n(2); ok {
			r.lineTo(v[0], v[1])
		}
	case "c":
		if v, ok := r.n(6); ok {
			r.curveTo(v[4], v[5])
		}
	case "v", "y":
		if v, ok := r.n(4); ok {
			r.curveTo(v[2], v[3])
		}
	case "h":
		r.closePath()
	case "re":
		if v, ok := r.n(4); ok {
			x, y, w, h := v[0], v[1], v[2], v[3]
			r.moveTo(x, y)
			r.lineTo(x+w, y)
			r.lineTo(x+w, y+h)
			r.lineTo(x, y+h)
			r.closePath()
		}
	case "S":
		r.paint(true, false, false)
	case "s":
		r.closePath()
		r.paint(true, false, false)
	case "f", "F":
		r.paint(false, true, false)
	case "f*":
		r.paint(false, true, true)
	case "B":
		r.paint(true, true, false)
	case "B*":
		r.paint(true, true, true)
	case "b":
		r.closePath()
		r.paint(true, true, false)
	case "b*":
		r.closePath()
		r.paint(true, true, true)
	case "n":
		r.paint(false, false, false)
	case "W", "W*":
		r.clipRule = true
	default:
		return false
	}
	return true
}

func (r *run) moveTo(x, y float64) {
	if len(r.path) >= maxPathPoints {
		return
	}
	px, py := r.gs.ctm.apply(x, y)
	n := len(r.path)
	r.path = append(r.path, point{px, py})
	r.subs = append(r.subs, subpath{start: n, end: n + 1})
}

func (r *run) lineTo(x, y float64) {
	if len(r.subs) == 0 {
		r.moveTo(x, y)
		return
	}
	if len(r.path) >= maxPathPoints {
		return
	}
	s := &r.subs[len(r.subs)-1]
	if s.closed { // a new subpath begins where the closed one did
		p := r.path[s.start]
		n := len(r.path)
		r.path = append(r.path, p)
		r.subs = append(r.subs, subpath{start: n, end: n + 1})
		s = &r.subs[len(r.subs)-1]
	}
	px, py := r.gs.ctm.apply(x, y)
	r.path = append(r.path, point{px, py})
	s.end = len(r.path)
}

func (r *run) curveTo(x, y float64) {
	r.lineTo(x, y)
	if n := len(r.subs); n > 0 {
		r.subs[n-1].curved = true
	}
}

func (r *run) closePath() {
	if n := len(r.subs); n > 0 {
		r.subs[n-1].closed = true
	}
}

// paint ends the path: strokes and fills become areas, W becomes a clip.
func (r *run) paint(stroke, fill, evenOdd bool) {
	if r.dark == 0 {
		r.in.seq++
		if fill && !r.gs.fill.clear(r.gs.group) {
			r.fillPath(evenOdd)
		}
		if stroke && !r.gs.stroke.clear(r.gs.group) {
			r.strokePath()
		}
	}
	if r.clipRule {
		r.clipPath()
		r.clipRule = false
	}
	r.path, r.subs = r.path[:0], r.subs[:0]
}

func (r *run) bounds(s subpath) page.Box {
	p := r.path[s.start]
	b := rect(p.x, p.y, p.x, p.y)
	for _, p := range r.path[s.start+1 : s.end] {
		b = rect(min(b.X0, p.x), min(b.Y0, p.y), max(b.X1, p.x), max(b.Y1, p.y))
	}
	return b
}

func (r *run) clipPath() {
	if len(r.subs) == 0 {
		return
	}
	b := r.bounds(r.subs[0])
	for _, s := range r.subs[1:] {
		b = b.Union(r.bounds(s))
	}
	r.gs.clip = r.gs.clip.Intersect(b)
}

// slack is by how many points the corners of a rectangle may be off.
const slack = 0.6

// rectangular reports whether a subpath is its bounding box: all its points
// lie on the corners. A thin polygon, such as the mitred edge of a border in
// browsers, counts too.
func (r *run) rectangular(s subpath, b page.Box) bool {
	if s.curved || s.end-s.start < 2 {
		return false
	}
	if min(b.Width(), b.Height()) <= maxThin {
		return s.end-s.start <= 8
	}
	if s.end-s.start > 8 {
		return false
	}
	for _, p := range r.path[s.start:s.end] {
		onX := math.Abs(p.x-b.X0) <= slack || math.Abs(p.x-b.X1) <= slack
		onY := math.Abs(p.y-b.Y0) <= slack || math.Abs(p.y-b.Y1) <= slack
		if !onX || !onY {
			return false
		}
	}
	return true
}

// maxThin is the thickness up to which a filled polygon may be a rule.
const maxThin = 4.0

func (r *run) fillPath(evenOdd bool) {
	if r.frame(evenOdd) {
		return
	}
	for _, s := range r.subs {
		b := r.bounds(s)
		if r.rectangular(s, b) {
			r.area(b, r.gs.fill)
		} else if s.curved || s.end-s.start > 8 {
			r.in.shown.Shapes++
		}
	}
}

// frame recognises a border drawn as one box inside another, filled between.
func (r *run) frame(evenOdd bool) bool {
	if len(r.subs) != 2 {
		return false
	}
	out, in := r.bounds(r.subs[0]), r.bounds(r.subs[1])
	if !r.rectangular(r.subs[0], out) || !r.rectangular(r.subs[1], in) {
		return false
	}
	if in.Width() > out.Width() {
		out, in = in, out
	}
	if in.X0 < out.X0 || in.Y0 < out.Y0 || in.X1 > out.X1 || in.Y1 > out.Y1 || in.Empty() {
		return false
	}
	edge := max(in.X0-out.X0, in.Y0-out.Y0, out.X1-in.X1, out.Y1-in.Y1)
	opposite := (r.turn(r.subs[0]) > 0) != (r.turn(r.subs[1]) > 0)
	if edge > maxThin || !evenOdd && !opposite {
		return false
	}
	w := r.gs.fill
	r.area(rect(out.X0, out.Y0, out.X1, in.Y0), w)
	r.area(rect(out.X0, in.Y1, out.X1, out.Y1), w)
	r.area(rect(out.X0, out.Y0, in.X0, out.Y1), w)
	r.area(rect(in.X1, out.Y0, out.X1, out.Y1), w)
	return true
}

// turn is twice the signed area of a subpath.
func (r *run) turn(s subpath) float64 {
	sum := 0.0
	pts := r.path[s.start:s.end]
	for i, p := range pts {
		q := pts[(i+1)%len(pts)]
		sum += p.x*q.y - q.x*p.y
	}
	return sum
}

func (r *run) strokePath() {
	w := max(r.gs.lineWidth*r.gs.ctm.scale(), 0.1)
	for _, s := range r.subs {
		if s.curved {
			continue
		}
		pts := r.path[s.start:s.end]
		for i := 1; i < len(pts); i++ {
			r.strokeLine(pts[i-1], pts[i], w)
		}
		if s.closed && len(pts) > 2 {
			r.strokeLine(pts[len(pts)-1], pts[0], w)
		}
	}
}

// strokeLine makes an area of a line along an axis; others are no rules.
func (r *run) strokeLine(p, q point, w float64) {
	dx, dy := math.Abs(p.x-q.x), math.Abs(p.y-q.y)
	b := rect(min(p.x, q.x), min(p.y, q.y), max(p.x, q.x), max(p.y, q.y))
	capLen := 0.0
	if r.gs.lineCap == 2 {
		capLen = w / 2
	}
	switch {
	case dy <= slack && dy <= dx/20 || dy == 0:
		mid := (b.Y0 + b.Y1) / 2
		r.area(rect(b.X0-capLen, mid-w/2, b.X1+capLen, mid+w/2), r.gs.stroke)
	case dx <= slack && dx <= dy/20:
		mid := (b.X0 + b.X1) / 2
		r.area(rect(mid-w/2, b.Y0-capLen, mid+w/2, b.Y1+capLen), r.gs.stroke)
	}
}

// area records a painted rectangle, as far as the clip shows it.
func (r *run) area(b page.Box, by paint) {
	b = b.Intersect(r.gs.clip)
	if b.Empty() || !finite(b) {
		return
	}
	if len(r.in.shown.Areas) >= r.in.limits.Areas {
		r.in.shown.Cut = true
		return
	}
	r.in.shown.Areas = append(r.in.shown.Areas, page.Area{Box: b, Paint: by.shown(r.gs.group), Seq: r.in.seq})
}
