package scan

import (
	"image"
	"math"
	"strings"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/page"
	"github.com/pbt-cli/pbt/parser/scan/internal/reading"
	"github.com/pbt-cli/pbt/schema"
)

// set makes the page's characters and rules of what was read; point is the size
// of a pixel in points.
func set(p *page.Page, s *sheet, lines []textLine, point float64) {
	p.Width, p.Height = float64(s.Gray.W)*point, float64(s.Gray.H)*point
	p.Glyphs, p.Areas = p.Glyphs[:0], p.Areas[:0]
	for i, r := range s.Rules() {
		b := page.Box{X0: r.X0 * point, Y0: r.Y0 * point, X1: r.X1 * point, Y1: r.Y1 * point}
		p.Areas = append(p.Areas, page.Area{Box: b, Seq: i})
	}
	for _, b := range s.pen.Boxes {
		p.Glyphs = append(p.Glyphs, written(b, point))
	}
	doubts := doubtsOf(lines)
	for i, l := range lines {
		p.Glyphs = append(p.Glyphs, glyphs(s, l, i, doubts[i], point)...)
	}
}

// written is a glyph for what a hand wrote in a box: it is kept apart.
func written(b image.Rectangle, point float64) page.Glyph {
	box := page.Box{X0: float64(b.Min.X) * point, Y0: float64(b.Min.Y) * point, X1: float64(b.Max.X) * point, Y1: float64(b.Max.Y) * point}
	return page.Glyph{
		Text: string(reading.Unread), Known: true, Apart: page.Seal, Box: box,
		X: (box.X0 + box.X1) / 2, Y: (box.Y0 + box.Y1) / 2, Base: box.Y1, Size: box.Y1 - box.Y0,
	}
}

// glyphs sets the characters of a line side by side over its ink, each around
// the column that it was read at.
func glyphs(s *sheet, l textLine, show int, doubt *grid.Doubt, point float64) []page.Glyph {
	chars := l.text.Chars
	if len(chars) == 0 {
		return nil
	}
	ink := l.box.Intersect(image.Rect(0, 0, s.Gray.W, s.Gray.H))
	scale := float64(l.box.Dy()) / lineHeight
	centre := func(i int) float64 { return float64(l.box.Min.X) + float64(chars[i].At)*scale }
	pad := s.cut.Height * 0.2
	left, right := float64(ink.Min.X)+pad, float64(ink.Max.X)-pad
	high := s.cut.Height * (padHigh - aroundInk)
	top, bottom := float64(ink.Min.Y)+high, float64(ink.Max.Y)-high
	out := make([]page.Glyph, 0, len(chars))
	from := min(left, centre(0))
	for i, c := range chars {
		to := max(right, centre(i)+1)
		if i+1 < len(chars) {
			to = max((centre(i)+centre(i+1))/2, from+1)
		}
		b := page.Box{X0: from * point, Y0: top * point, X1: to * point, Y1: bottom * point}
		out = append(out, page.Glyph{
			Text: string(c.Rune), Known: true, Box: b, X: (b.X0 + b.X1) / 2, Y: (b.Y0 + b.Y1) / 2,
			Base: b.Y1, Size: s.cut.Height * (1 + 2*aroundInk) * point, Show: show, Doubt: doubt,
		})
		from = to
	}
	return out
}

// lineHeight is the height of a line's picture, in which characters are placed.
const lineHeight = 48

// A line's box is higher than its ink by padHigh of the usual height at either edge. A
// character is as high as its type, which is higher than its ink by aroundInk.
const (
	padHigh   = 0.12
	aroundInk = 0.06
)

// maxAlternatives bounds the other readings of a cell that are named.
const maxAlternatives = 3

// doubtsOf makes the doubts of lines: lines of one cell share one.
func doubtsOf(lines []textLine) []*grid.Doubt {
	out := make([]*grid.Doubt, len(lines))
	for from := 0; from < len(lines); {
		to := from + 1
		for lines[from].cell >= 0 && to < len(lines) && lines[to].cell == lines[from].cell {
			to++
		}
		if d := doubtOf(lines[from:to]); d != nil {
			for i := from; i < to; i++ {
				out[i] = d
			}
		}
		from = to
	}
	return out
}

// doubtOf is the doubt about a cell's lines, nil where all are sure.
func doubtOf(lines []textLine) *grid.Doubt {
	weakest := -1
	for i := range lines {
		t := &lines[i].text
		if !t.Sure() && (weakest < 0 || t.Confidence < lines[weakest].text.Confidence) {
			weakest = i
		}
	}
	if weakest < 0 {
		return nil
	}
	t := &lines[weakest].text
	d := &grid.Doubt{Question: schema.QuestionText, Margin: math.Round(float64(t.Confidence)*100) / 100, Why: t.Doubted().Text()}
	for _, other := range t.Others {
		if len(d.Alternatives) == maxAlternatives {
			break
		}
		d.Alternatives = append(d.Alternatives, whole(lines, weakest, other))
	}
	return d
}

// whole is the text of lines with one of them read otherwise.
func whole(lines []textLine, at int, other string) string {
	var b strings.Builder
	for i := range lines {
		if i == at {
			b.WriteString(other)
		} else {
			b.WriteString(lines[i].text.String())
		}
	}
	return b.String()
}
