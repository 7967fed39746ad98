package page

import "math"

const (
	// cornerSlack is how far the sides of a drawn box may miss its corners.
	cornerSlack = 1.0
	// maxInsets is how many boxes a cell may hold that are its input fields.
	maxInsets = 3
	// maxPairs bounds the pairs of rules that are looked at for boxes.
	maxPairs = 4 << 20
)

// frame is a box of four rules that no other rule touches.
type frame struct {
	h, v [2]int // rules of the group, by index
	Box
}

// dropInsets leaves the borders of input fields out of the rules of a table: boxes
// of their own, each within a cell that the other rules draw. A table whose cells
// are such boxes has no cells without them, and keeps its rules.
func (r rulings) dropInsets() rulings {
	frames := r.frames()
	if len(frames) == 0 {
		return r
	}
	goneH, goneV := map[int]bool{}, map[int]bool{}
	for _, f := range frames {
		for i := range 2 {
			goneH[f.h[i]], goneV[f.v[i]] = true, true
		}
	}
	rest := rulings{h: without(r.h, goneH), v: without(r.v, goneV)}
	l := buildLattice(rest)
	if l == nil {
		return r
	}
	in := map[int]int{}
	for _, f := range frames {
		k := l.cellAt((f.X0+f.X1)/2, (f.Y0+f.Y1)/2)
		if k < 0 || !inside(f.Box, l.cells[k].Box, 0) {
			return r
		}
		if f.small() {
			continue // a check box
		}
		if in[k]++; in[k] > maxInsets {
			return r
		}
	}
	return rest
}

func without(rules []rule, gone map[int]bool) []rule {
	out := make([]rule, 0, len(rules))
	for i, l := range rules {
		if !gone[i] {
			out = append(out, l)
		}
	}
	return out
}

// frames finds the boxes among rules that no other rule touches.
func (r rulings) frames() []frame {
	if len(r.h)*len(r.v) > maxPairs || len(r.h) < 2 || len(r.v) < 2 {
		return nil
	}
	near := func(a, b float64) bool { return math.Abs(a-b) <= cornerSlack }
	var out []frame
	for top, t := range r.h {
		left, right := -1, -1
		for i, v := range r.v {
			switch {
			case !near(v.from, t.at):
			case near(v.at, t.from):
				left = i
			case near(v.at, t.to):
				right = i
			}
		}
		if left < 0 || right < 0 || !near(r.v[left].to, r.v[right].to) {
			continue
		}
		for bottom := top + 1; bottom < len(r.h); bottom++ {
			b := r.h[bottom]
			if !near(b.at, r.v[left].to) || !near(b.from, t.from) || !near(b.to, t.to) {
				continue
			}
			f := frame{h: [2]int{top, bottom}, v: [2]int{left, right}, Box: Box{t.from, t.at, t.to, b.at}}
			if r.alone(f) {
				out = append(out, f)
			}
			break
		}
	}
	return out
}

// alone reports whether no other rule touches a box.
func (r rulings) alone(f frame) bool {
	for i, h := range r.h {
		if i != f.h[0] && i != f.h[1] && h.at >= f.Y0-cornerSlack && h.at <= f.Y1+cornerSlack && h.from <= f.X1+cornerSlack && h.to >= f.X0-cornerSlack {
			return false
		}
	}
	for i, v := range r.v {
		if i != f.v[0] && i != f.v[1] && v.at >= f.X0-cornerSlack && v.at <= f.X1+cornerSlack && v.from <= f.Y1+cornerSlack && v.to >= f.Y0-cornerSlack {
			return false
		}
	}
	return true
}
