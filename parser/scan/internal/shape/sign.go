package shape

// Sign reads a lone comparator or dash by its geometry: an angle with a bar or
// none, two bars, one bar. It is 0 where the ink is no such sign.
func (l *Line) Sign() rune {
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
