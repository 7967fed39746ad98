package page

import "sort"

// Half-ruled tables have horizontal rules only.
const (
	// halfRules is how many rules one above the other make such a table.
	halfRules = 3
	// columnGap is how many points wide the empty strip between columns is.
	columnGap = 4.0
)

// halfRuled finds groups of horizontal rules of one width that no vertical rule
// meets, and adds the vertical rules that the text between them leaves room for.
func halfRuled(groups []rulings, glyphs []Glyph) []*lattice {
	var rules []rule
	for _, g := range groups {
		if len(g.v) == 0 {
			rules = append(rules, g.h...)
		}
	}
	sort.Slice(rules, func(i, j int) bool { return rules[i].at < rules[j].at })
	var out []*lattice
	for len(rules) >= halfRules {
		first := rules[0]
		var mine, rest []rule
		for _, r := range rules {
			if r.from >= first.from-reach && r.to <= first.to+reach {
				mine = append(mine, r)
			} else {
				rest = append(rest, r)
			}
		}
		rules = rest
		if l := inferColumns(mine, first, glyphs); l != nil {
			out = append(out, l)
		}
	}
	return out
}

// inferColumns builds the lattice of horizontal rules as wide as the first of
// them; nil where the text between them has no columns.
func inferColumns(h []rule, first rule, glyphs []Glyph) *lattice {
	wide := 0
	for _, r := range h {
		if r.to-r.from >= 0.9*(first.to-first.from) {
			wide++
		}
	}
	if wide < halfRules {
		return nil
	}
	ys := edges(h, nil)
	var ptrs []*Glyph
	for i := range glyphs {
		g := &glyphs[i]
		if g.X > first.from && g.X < first.to && g.Y > ys[0] && g.Y < ys[len(ys)-1] && g.Text != "" && g.Dir == Right {
			ptrs = append(ptrs, g)
		}
	}
	bands := make([][]piece, len(ys)-1)
	var s scratch
	for _, l := range s.textLines(ptrs) {
		for _, p := range s.piecesOf(&l, nil) {
			if k := sort.SearchFloat64s(ys, (p.box.Y0+p.box.Y1)/2) - 1; k >= 0 && k < len(bands) {
				bands[k] = append(bands[k], p)
			}
		}
	}
	gaps := strips(bands, first.from, first.to)
	if len(gaps) == 0 {
		return nil
	}
	v := []rule{{first.from, ys[0], ys[len(ys)-1]}, {first.to, ys[0], ys[len(ys)-1]}}
	for _, g := range gaps {
		for k, b := range bands {
			if !g.crossed(b) {
				v = append(v, rule{g.x, ys[k], ys[k+1]})
			}
		}
	}
	l := buildLattice(rulings{h: h, v: joinLines(v)})
	if l != nil {
		l.inferred = true
		l.lined = singleRows(bands)
	}
	return l
}

// strip is the empty stretch between two columns, by its middle.
type strip struct {
	x           float64
	left, right span
}

// strips gives the empty strips between the columns of rows.
func strips(rows [][]piece, from, to float64) []strip {
	var several [][]piece
	for _, r := range rows {
		if len(r) > 1 {
			several = append(several, r)
		}
	}
	cols := columnSpans(several, from, to)
	var out []strip
	for i := 1; i < len(cols); i++ {
		if a, b := cols[i-1], cols[i]; b.from-a.to >= columnGap {
			out = append(out, strip{(a.to + b.from) / 2, a, b})
		}
	}
	return out
}

// crossed reports whether a piece stands across the strip: one that only runs out of
// its column beside a piece of the other one does not.
func (s strip) crossed(ps []piece) bool {
	for i, p := range ps {
		if p.box.X0 >= s.x || p.box.X1 <= s.x {
			continue
		}
		beyond := s.right
		if (p.box.X0+p.box.X1)/2 > s.x {
			beyond = s.left
		}
		runs := false
		for k, q := range ps {
			runs = runs || k != i && q.box.X0 < beyond.to && q.box.X1 > beyond.from
		}
		if !runs {
			return true
		}
	}
	return false
}

// singleRows reports whether rules part every row: hardly any band holds two
// lines side by side with others.
func singleRows(bands [][]piece) bool {
	several := 0
	for _, b := range bands {
		rows := map[int]int{}
		for _, p := range b {
			rows[int(p.box.Y1/3)]++
		}
		full := 0
		for _, n := range rows {
			if n > 1 {
				full++
			}
		}
		if full > 1 {
			several++
		}
	}
	return several*3 <= len(bands)
}
