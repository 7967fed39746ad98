package page

import (
	"math"
	"sort"

	"github.com/pbt-cli/pbt/parser/internal/union"
)

// Geometry, in points. Forms are set in 7 to 14 point type, with rows of 10
// points and more and borders of 0.25 to 2.25 points.
const (
	// maxRule is the thickness up to which a painted area is a rule.
	maxRule = 3.2
	// snap is how far two parallel rules may lie apart and still be one border:
	// neighbouring cells often draw their own.
	snap = 2.0
	// snapSpan bounds the whole width of what is snapped into one line.
	snapSpan = 3.0
	// joinGap is how large a gap in a line may be: dashes, and borders drawn
	// cell by cell.
	joinGap = 3.5
	// reach is how far a rule may end before the one that it meets.
	reach = 3.0
	// minRule is the length of the shortest line that can bound a cell.
	minRule = 4.0
	// covered is the part of a cell's side that a rule must cover to close it.
	covered = 0.5
)

// The bounds of one page's table.
const (
	maxLines   = 20000
	maxLattice = 400000
)

// rule is a horizontal or vertical ruling line: where it lies, and from where
// to where it runs.
type rule struct {
	at       float64
	from, to float64
}

// rulings are the joined lines of a page.
type rulings struct{ h, v []rule }

// findRulings turns painted areas into ruling lines, but for those that strike
// text out.
func findRulings(areas []Area, strikes map[int]bool) rulings {
	var h, v []rule
	fills := bigFills(areas)
	for i, a := range areas {
		w, ht := a.Width(), a.Height()
		if min(w, ht) > maxRule || strikes[i] || a.Paint.White() && !onColour(a, fills) {
			continue
		}
		if ht <= maxRule && (w >= ht || w <= maxRule) {
			h = appendVisible(h, rule{(a.Y0 + a.Y1) / 2, a.X0, a.X1}, a.Seq, fills, true)
		}
		if w <= maxRule && (ht >= w || ht <= maxRule) {
			v = appendVisible(v, rule{(a.X0 + a.X1) / 2, a.Y0, a.Y1}, a.Seq, fills, false)
		}
		if len(h)+len(v) > maxLines {
			break
		}
	}
	gh, gv := gapRules(fills)
	th, tv := tileRules(fills)
	gh, gv = append(gh, th...), append(gv, tv...)
	return rulings{h: joinLines(append(h, gh...)), v: joinLines(append(v, gv...))}
}

// maxFills bounds the fills that are compared with rules; a page with more is a
// drawing.
const maxFills = 3000

func bigFills(areas []Area) []Area {
	var fills []Area
	for _, a := range areas {
		if min(a.Width(), a.Height()) > maxRule && a.Paint.Clear <= opaqueTo {
			fills = append(fills, a)
			if len(fills) > maxFills {
				return nil
			}
		}
	}
	return fills
}

// onColour reports whether a white rule is painted on a coloured area, where it
// can be seen.
func onColour(a Area, fills []Area) bool {
	x, y := (a.X0+a.X1)/2, (a.Y0+a.Y1)/2
	seen := false
	for _, f := range fills {
		if f.Seq < a.Seq && f.X0 <= x && x <= f.X1 && f.Y0 <= y && y <= f.Y1 {
			seen = !f.Paint.White()
		}
	}
	return seen
}

// edge is how near the side of a fill a rule is its border and not covered.
const edge = 1.5

// appendVisible adds the parts of a rule that no later fill covers.
func appendVisible(lines []rule, l rule, seq int, fills []Area, horizontal bool) []rule {
	parts := []rule{l}
	for i := sort.Search(len(fills), func(i int) bool { return fills[i].Seq > seq }); i < len(fills); i++ {
		f := fills[i]
		lo, hi, from, to := f.Y0, f.Y1, f.X0, f.X1
		if !horizontal {
			lo, hi, from, to = f.X0, f.X1, f.Y0, f.Y1
		}
		if l.at <= lo+edge || l.at >= hi-edge || to <= l.from || from >= l.to {
			continue
		}
		parts = cutOut(parts, from, to)
	}
	return append(lines, parts...)
}

func cutOut(parts []rule, from, to float64) []rule {
	var out []rule
	for _, p := range parts {
		if to <= p.from || from >= p.to {
			out = append(out, p)
			continue
		}
		if p.from < from {
			out = append(out, rule{p.at, p.from, from})
		}
		if p.to > to {
			out = append(out, rule{p.at, to, p.to})
		}
	}
	return out
}

// gapContrast is how much lighter than its ground a cell is painted.
const gapContrast = 60

// gapRules finds the borders of tables drawn as a dark area with lighter cells
// on it: the gaps between the cells are the rules.
func gapRules(fills []Area) (h, v []rule) {
	for i, f := range fills {
		if f.Paint.White() {
			continue
		}
		var cells []Area
		for _, c := range fills[i+1:] {
			if (c.Paint.White() || c.Paint.lightness() >= f.Paint.lightness()+gapContrast) && c.Seq > f.Seq && inside(c.Box, f.Box, 0.5) {
				cells = append(cells, c)
			}
		}
		if len(cells) < 4 || !tiles(cells, f.Box) {
			continue
		}
		for _, c := range cells {
			h = append(h, rule{c.Y0, c.X0, c.X1}, rule{c.Y1, c.X0, c.X1})
			v = append(v, rule{c.X0, c.Y0, c.Y1}, rule{c.X1, c.Y0, c.Y1})
		}
	}
	return h, v
}

const (
	// tileGap and tileGapTo bound the gap between cells that are shown as coloured
	// tiles on paper.
	tileGap, tileGapTo = 0.4, 4.0
	// fewTiles is how many tiles in rows and columns make a table, maxTiles how
	// many are looked at.
	fewTiles, maxTiles = 6, 800
	// darkTile is the lightness up to which a fill is no ground for dark text.
	darkTile = 110
)

// tileRules finds the borders of tables whose cells are coloured tiles with paper
// between them: they run in the gaps.
func tileRules(fills []Area) (h, v []rule) {
	var tiles []Box
	for _, f := range fills {
		if !f.Paint.White() && f.Paint.lightness() > darkTile {
			tiles = append(tiles, f.Box)
		}
	}
	if len(tiles) < fewTiles || len(tiles) > maxTiles {
		return nil, nil
	}
	grown := make([]Box, len(tiles))
	copy(grown, tiles)
	across, down := 0, 0
	for i, a := range tiles {
		for k, b := range tiles {
			if gap := b.X0 - a.X1; gap >= tileGap && gap <= tileGapTo && overlap(a.Y0, a.Y1, b.Y0, b.Y1) {
				grown[i].X1, grown[k].X0 = a.X1+gap/2, b.X0-gap/2
				across++
			}
			if gap := b.Y0 - a.Y1; gap >= tileGap && gap <= tileGapTo && overlap(a.X0, a.X1, b.X0, b.X1) {
				grown[i].Y1, grown[k].Y0 = a.Y1+gap/2, b.Y0-gap/2
				down++
			}
		}
	}
	if across < fewTiles/2 || down < fewTiles/2 {
		return nil, nil
	}
	for i, g := range grown {
		if g == tiles[i] {
			continue // no tile beside it
		}
		h = append(h, rule{g.Y0, g.X0, g.X1}, rule{g.Y1, g.X0, g.X1})
		v = append(v, rule{g.X0, g.Y0, g.Y1}, rule{g.X1, g.Y0, g.Y1})
	}
	return h, v
}

// overlap reports whether two stretches share more than a touch.
func overlap(a0, a1, b0, b1 float64) bool { return min(a1, b1)-max(a0, b0) > 1 }

func inside(in, out Box, slack float64) bool {
	return in.X0 >= out.X0-slack && in.Y0 >= out.Y0-slack && in.X1 <= out.X1+slack && in.Y1 <= out.Y1+slack
}

// tiles reports whether cells fill nearly all of an area.
func tiles(cells []Area, b Box) bool {
	sum := 0.0
	for _, c := range cells {
		sum += c.Width() * c.Height()
	}
	whole := b.Width() * b.Height()
	return sum > 0.75*whole && sum < 1.02*whole
}

// joinLines snaps parallel lines that are one border and joins their pieces.
func joinLines(lines []rule) []rule {
	sort.Slice(lines, func(i, j int) bool { return lines[i].at < lines[j].at })
	var out []rule
	for i := 0; i < len(lines); {
		j := i + 1
		for j < len(lines) && lines[j].at-lines[j-1].at <= snap && lines[j].at-lines[i].at <= snapSpan {
			j++
		}
		out = append(out, joinPieces(lines[i:j])...)
		i = j
	}
	return out
}

// joinPieces joins pieces of one line; at is where most of its length lies.
func joinPieces(pieces []rule) []rule {
	at := weightedAt(pieces)
	sort.Slice(pieces, func(i, j int) bool { return pieces[i].from < pieces[j].from })
	var out []rule
	cur := rule{at, pieces[0].from, pieces[0].to}
	for _, p := range pieces[1:] {
		if p.from <= cur.to+joinGap {
			cur.to = max(cur.to, p.to)
			continue
		}
		if cur.to-cur.from >= minRule {
			out = append(out, cur)
		}
		cur = rule{at, p.from, p.to}
	}
	if cur.to-cur.from >= minRule {
		out = append(out, cur)
	}
	return out
}

func weightedAt(pieces []rule) float64 {
	sum, weight := 0.0, 0.0
	for _, p := range pieces {
		w := math.Max(p.to-p.from, 0.01)
		sum += p.at * w
		weight += w
	}
	return sum / weight
}

// components groups lines that meet, directly or through others. Each group is
// the rules of one table or drawing.
func (r rulings) components() []rulings {
	sets := union.New(len(r.h) + len(r.v))
	for vi, v := range r.v {
		first := sort.Search(len(r.h), func(i int) bool { return r.h[i].at >= v.from-reach })
		for hi := first; hi < len(r.h) && r.h[hi].at <= v.to+reach; hi++ {
			h := r.h[hi]
			if v.at >= h.from-reach && v.at <= h.to+reach {
				sets.Join(len(r.h)+vi, hi)
			}
		}
	}
	index := map[int]int{}
	var out []rulings
	group := func(i int) *rulings {
		root := sets.Find(i)
		k, ok := index[root]
		if !ok {
			k = len(out)
			index[root] = k
			out = append(out, rulings{})
		}
		return &out[k]
	}
	for i, h := range r.h {
		g := group(i)
		g.h = append(g.h, h)
	}
	for i, v := range r.v {
		g := group(len(r.h) + i)
		g.v = append(g.v, v)
	}
	return adoptStrays(out)
}

const (
	// strayEnds is how far the ends of a line that meets no other may lie from
	// the edges of a table that it still bounds.
	strayEnds = 6.0
	// maxStrays bounds the lines tried; a page with more is a drawing.
	maxStrays = 200
	// strayReach is how far from a table such a line may stand.
	strayReach = 160.0
)

// adoptStrays gives vertical lines that meet no other to the table beside them
// that is as high: the outer side of a column of merged labels that goes on
// above and below the page has no line across its ends.
func adoptStrays(groups []rulings) []rulings {
	var tables, strays []rulings
	for _, g := range groups {
		if len(g.h) == 0 {
			strays = append(strays, g)
		} else {
			tables = append(tables, g)
		}
	}
	for adopted := len(strays) <= maxStrays; adopted; {
		adopted = false
		rest := strays[:0]
		for _, s := range strays {
			if t := bounded(tables, s.v[0]); t != nil {
				t.v = append(t.v, s.v...)
				sort.Slice(t.v, func(a, b int) bool { return t.v[a].at < t.v[b].at })
				adopted = true
			} else {
				rest = append(rest, s)
			}
		}
		strays = rest
	}
	return tables
}

// bounded finds the table that a line bounds.
func bounded(tables []rulings, v rule) *rulings {
	for i := range tables {
		if t := &tables[i]; len(t.h) > 1 && t.bounds(v) {
			return t
		}
	}
	return nil
}

// bounds reports whether v stands beside the lines and is as high as they are.
func (r rulings) bounds(v rule) bool {
	top, bottom := r.h[0].at, r.h[len(r.h)-1].at
	left, right := math.Inf(1), math.Inf(-1)
	for _, l := range r.v {
		top, bottom = min(top, l.from), max(bottom, l.to)
		left, right = min(left, l.at), max(right, l.at)
	}
	for _, l := range r.h {
		left, right = min(left, l.from), max(right, l.to)
	}
	return math.Abs(v.from-top) <= strayEnds && math.Abs(v.to-bottom) <= strayEnds &&
		v.at >= left-strayReach && v.at <= right+strayReach
}
