package content

import "github.com/pbt-cli/pbt/parser/page"

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
		r.path.Close()
	case "re":
		if v, ok := r.n(4); ok {
			x, y, w, h := v[0], v[1], v[2], v[3]
			r.moveTo(x, y)
			r.lineTo(x+w, y)
			r.lineTo(x+w, y+h)
			r.lineTo(x, y+h)
			r.path.Close()
		}
	case "W", "W*":
		r.clipRule = true
	default:
		return r.paintOperator(op)
	}
	return true
}

// paintOperator paints the path: ISO 32000-1, 8.5.3.
func (r *run) paintOperator(op []byte) bool {
	var stroke, fill, evenOdd bool
	switch string(op) {
	case "n":
	case "S", "s":
		stroke = true
	case "f", "F":
		fill = true
	case "f*":
		fill, evenOdd = true, true
	case "B", "b":
		stroke, fill = true, true
	case "B*", "b*":
		stroke, fill, evenOdd = true, true, true
	default:
		return false
	}
	if op[0] == 's' || op[0] == 'b' {
		r.path.Close()
	}
	r.paint(stroke, fill, evenOdd)
	return true
}

func (r *run) moveTo(x, y float64)  { r.path.MoveTo(r.gs.ctm.Apply(x, y)) }
func (r *run) lineTo(x, y float64)  { r.path.LineTo(r.gs.ctm.Apply(x, y)) }
func (r *run) curveTo(x, y float64) { r.path.CurveTo(r.gs.ctm.Apply(x, y)) }

// paint ends the path: strokes and fills become areas, W becomes a clip.
func (r *run) paint(stroke, fill, evenOdd bool) {
	if r.dark == 0 {
		r.in.seq++
		if fill && !r.gs.fill.clear(r.gs.group) {
			r.in.shown.Shapes += r.path.Fill(evenOdd, func(b page.Box) { r.area(b, r.gs.fill) })
		}
		if stroke && !r.gs.stroke.clear(r.gs.group) {
			r.path.Stroke(r.gs.lineWidth*r.gs.ctm.Scale(), r.gs.lineCap == squareCap, func(b page.Box) { r.area(b, r.gs.stroke) })
			r.path.Slants(r.slant)
		}
	}
	if r.clipRule {
		r.clipPath()
		r.clipRule = false
	}
	r.path.Reset()
}

// slant records a short stroke along no axis, as far as the clip shows it.
func (r *run) slant(b page.Box) {
	if b = b.Intersect(r.gs.clip); !b.Empty() && len(r.in.shown.Slants) < page.MaxSlants {
		r.in.shown.Slants = append(r.in.shown.Slants, b)
	}
}

func (r *run) clipPath() {
	if b, ok := r.path.Bounds(); ok {
		r.gs.clip = r.gs.clip.Intersect(b)
	}
}

// squareCap is the line cap that reaches beyond the ends of a line.
const squareCap = 2

// area records a painted rectangle, as far as the clip shows it.
func (r *run) area(b page.Box, by paint) {
	b = b.Intersect(r.gs.clip)
	if b.Empty() || !b.Finite() {
		return
	}
	if len(r.in.shown.Areas) >= r.in.limits.Areas {
		r.in.shown.Cut = true
		return
	}
	r.in.shown.Areas = append(r.in.shown.Areas, page.Area{Box: b, Paint: by.shown(r.gs.group), Seq: r.in.seq})
}
