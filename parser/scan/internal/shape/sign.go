package shape

import "slices"

// Sign reads a lone comparator or dash by its geometry: an angle with two bars,
// one or none, two bars, one bar. It is 0 where the ink is no such sign.
func (l *Line) Sign() rune {
	if s := l.stacked(); s != 0 {
		return s
	}
	var strokes []int
	for i, p := range l.pieces {
		if p.pixels >= leastStroke {
			strokes = append(strokes, i)
		}
	}
	if len(strokes) == 0 || len(strokes) > 3 {
		return 0
	}
	angle := -1
	var bars []piece
	for _, i := range strokes {
		p := l.pieces[i]
		switch {
		case len(p.holes) > 0:
			return 0
		case p.flat() || l.thin(i):
			bars = append(bars, p)
		case angle < 0:
			angle = i
		default:
			return 0
		}
	}
	if angle < 0 {
		return level(bars)
	}
	return l.angle(angle, bars)
}

// flat recognises a level bar.
func (p piece) flat() bool {
	w, h := p.width(), p.height()
	return w >= 3*h && p.pixels*10 >= w*h*7 && h <= 9
}

// thin recognises a bar, level or slanted: nowhere thick.
func (l *Line) thin(i int) bool {
	p := l.pieces[i]
	if p.width() <= 12 || p.height() > 25 {
		return false
	}
	for x := p.x0; x <= p.x1; x++ {
		if top, bottom, ok := l.extent(i, x); ok && bottom-top > 9 {
			return false
		}
	}
	return true
}

// level reads bars alone: a dash, or two that make an equals sign.
func level(bars []piece) rune {
	switch {
	case len(bars) == 1 && bars[0].flat():
		return '-'
	case len(bars) == 2 && bars[0].flat() && bars[1].flat():
		a, b := bars[0], bars[1]
		if abs(a.x0-b.x0) <= 3 && abs(a.width()-b.width()) <= 4 && b.y0-a.y1 >= 2 {
			return '='
		}
	}
	return 0
}

// angle reads an angle: the ink of its columns spreads more and more to one side.
func (l *Line) angle(i int, bars []piece) rune {
	p := l.pieces[i]
	w, h := p.width(), p.height()
	if w < 8 || h < 8 || w > 3*h || h > 2*w {
		return 0
	}
	spread := func(x int) int {
		top, bottom, _ := l.extent(i, x)
		return bottom - top
	}
	left, middle, right := spread(p.x0+w/6), spread((p.x0+p.x1)/2), spread(p.x1-w/6)
	var opens rune
	switch {
	case left+h/6 < middle && middle+h/6 < right && right > h*6/10 && left < h/2:
		opens = '<'
	case right+h/6 < middle && middle+h/6 < left && left > h*6/10 && right < h/2:
		opens = '>'
	default:
		return 0
	}
	for _, b := range bars {
		if b.y0 < p.y1-h/3 {
			return 0
		}
	}
	if len(bars) > 0 || h*100 > w*118 { // taller than wide: the bar has grown into the arm
		return withBar(opens)
	}
	if at := l.point(i, opens); at < 0.42 || at > 0.58 {
		return 0
	}
	return opens
}

func withBar(sign rune) rune {
	if sign == '<' {
		return '≤'
	}
	return '≥'
}

// point is where the tip of an angle stands, as a part of its height: half way
// down in a plain one; a bar grown into the lower arm lifts it.
func (l *Line) point(i int, opens rune) float64 {
	p := l.pieces[i]
	from, to := p.x0, p.x0+2
	if opens == '>' {
		from, to = p.x1-2, p.x1
	}
	sum, n := 0, 0
	for x := from; x <= to; x++ {
		for y := p.y0; y <= p.y1; y++ {
			if l.labels[y*l.gray.W+x] == int32(i+1) {
				sum += y - p.y0
				n++
			}
		}
	}
	return float64(sum) / float64(max(1, n)) / float64(p.height())
}

func abs(v int) int {
	if v < 0 {
		return -v
	}
	return v
}

// How dark a row must be nearly throughout to be a level bar, and how much
// lighter the rows between two bars, as parts of the ink.
const (
	barDark = 0.4
	barDip  = 0.1
)

// bars finds the level bars in the ink between two columns: rows that are dark
// nearly throughout, apart from each other. It gives the row of each.
func (l *Line) bars(x0, x1 int) []int {
	w := x1 - x0 + 1
	from, to := x0+w/12, x1-w/12
	if to-from < 4 {
		return nil
	}
	paper, dark := l.gray.Levels()
	span := float64(max(1, int(paper)-int(dark)))
	row := make([]float64, l.gray.H)
	values := make([]uint8, 0, to-from+1)
	for y := range row {
		values = append(values[:0], l.gray.Row(y)[from:to+1]...)
		slices.Sort(values)
		row[y] = (float64(paper) - float64(values[len(values)*9/10])) / span
	}
	var out []int
	dip, at := 0.0, -1 // the lightest row since the last bar; the row of a bar that may get darker
	for y, v := range row {
		switch {
		case at >= 0 && v > row[at]:
			at = y
		case at >= 0 && v < row[at]-barDip:
			out, dip, at = append(out, at), v, -1
		case at < 0:
			dip = min(dip, v)
			if v >= barDark && v > dip+barDip {
				at = y
			}
		}
	}
	if at >= 0 {
		out = append(out, at)
	}
	return out
}

// stacked reads ≧ and ≦, whose strokes have grown together in most scans: two
// level bars under an angle.
func (l *Line) stacked() rune {
	p, ok := l.outline()
	if !ok || p.width()*10 > p.height()*15 || p.height()*10 > p.width()*15 {
		return 0
	}
	bars := l.bars(p.x0, p.x1)
	if len(bars) != 2 || bars[0]-p.y0 < p.height()*2/5 {
		return 0
	}
	p.y1 = bars[0] - (bars[1]-bars[0])/2
	spread := func(x int) int {
		top, bottom := p.y1, p.y1
		for y := p.y1; y >= p.y0; y-- {
			if l.gray.Pix[y*l.gray.W+x] < l.level {
				top = y
				if bottom == p.y1 {
					bottom = y
				}
			}
		}
		return bottom - top
	}
	left, middle, right := spread(p.x0+p.width()/6), spread((p.x0+p.x1)/2), spread(p.x1-p.width()/6)
	switch h := p.height(); {
	case left < middle && middle < right && right > h/2:
		return '≦'
	case right < middle && middle < left && left > h/2:
		return '≧'
	}
	return 0
}

// signReach is how far from a comparator's column its ink lies.
const signReach = 22

// Bars counts the level bars of the comparator at a column: one in ≥, two in ≧,
// none in one whose bar is slanted.
func (l *Line) Bars(x int) int {
	x0, x1 := l.gray.W, -1
	for _, p := range l.pieces {
		if mid := (p.x0 + p.x1) / 2; p.pixels >= leastSign && mid > x-signReach && mid < x+signReach && p.width() < 2*signReach {
			x0, x1 = min(x0, p.x0), max(x1, p.x1)
		}
	}
	if x1 < x0 {
		return 0
	}
	return len(l.bars(x0, x1))
}

// Under is how dark the darkest row between a lone sign and the lower edge is, as a
// part of its ink: what is left there of a bar.
func (l *Line) Under() float64 {
	p, ok := l.outline()
	if !ok {
		return 0
	}
	paper, dark := l.gray.Levels()
	most := 0.0
	for y := p.y1 + 3; y < min(l.gray.H, p.y1+p.height()*2/3); y++ {
		sum := 0
		for _, v := range l.gray.Row(y)[p.x0 : p.x1+1] {
			sum += max(0, paper-int(v))
		}
		most = max(most, float64(sum)/float64(p.width())/float64(max(1, paper-dark)))
	}
	return most
}
