package pdftest

import (
	"fmt"
	"strings"
)

// Cell is a cell of a drawn form. Lines of its text are parted by "\n".
type Cell struct {
	Row, Col, RowSpan, ColSpan int
	Text                       string
}

// Form is a table to draw: its top left corner from the bottom left of the page,
// the widths of its columns and the heights of its rows.
type Form struct {
	X, Y    float64
	Widths  []float64
	Heights []float64
	Cells   []Cell
	Size    float64
	// OpenTop and OpenBottom leave the outer rule out, as producers do at a page
	// break inside merged cells.
	OpenTop, OpenBottom bool
}

// Manner is the way in which a program draws a table.
type Manner int

// The manners seen in public budgets, and those of common libraries.
const (
	Strokes      Manner = iota // each side a stroked segment
	StrokedBoxes               // each cell a stroked rectangle
	FilledRules                // each side a thin filled rectangle, corners apart (WPS)
	WhiteBoxes                 // white cell backgrounds, then filled rules (Excel)
	GlyphByGlyph               // filled rules; a Tj for each character (ONLYOFFICE)
	Dashes                     // dashes drawn one by one
	Mitred                     // each side a trapezoid (browsers)
	Frames                     // each cell one box inside another, filled between
	DarkTable                  // white cells on a dark area
	ClippedCells               // a clip box around each cell's text
	Scaled                     // all under a flipped, scaled matrix
	DoubleDrawn                // every cell draws its own border, half a point apart
	CurvyCorners               // rules end two points before they meet
	mannerCount
)

// Manners are all manners.
func Manners() []Manner {
	all := make([]Manner, mannerCount)
	for i := range all {
		all[i] = Manner(i)
	}
	return all
}

// String names the manner.
func (m Manner) String() string {
	return [...]string{"Strokes", "StrokedBoxes", "FilledRules", "WhiteBoxes", "GlyphByGlyph", "Dashes", "Mitred",
		"Frames", "DarkTable", "ClippedCells", "Scaled", "DoubleDrawn", "CurvyCorners"}[m]
}

type rect struct{ x0, y0, x1, y1 float64 } // y0 is the lower side

// box is the rectangle of a cell.
func (f *Form) box(c Cell) rect {
	x, y := f.X, f.Y
	for _, w := range f.Widths[:c.Col] {
		x += w
	}
	for _, h := range f.Heights[:c.Row] {
		y -= h
	}
	r := rect{x0: x, y1: y, x1: x, y0: y}
	for _, w := range f.Widths[c.Col : c.Col+c.ColSpan] {
		r.x1 += w
	}
	for _, h := range f.Heights[c.Row : c.Row+c.RowSpan] {
		r.y0 -= h
	}
	return r
}

// Draw gives the content stream of the form.
func (f *Form) Draw(m Manner) string {
	var b strings.Builder
	if m == Scaled {
		b.WriteString("q 0.5 0 0 -0.5 0 800 cm\n")
		g := *f
		g.X, g.Y = f.X*2, (800-f.Y)*2
		g.Size = f.Size * 2
		g.Widths, g.Heights = times(f.Widths, 2), times(f.Heights, -2)
		for _, c := range g.Cells {
			g.sides(&b, c, Strokes)
		}
		b.WriteString("Q\n")
	}
	if m == DarkTable {
		whole := f.box(Cell{RowSpan: len(f.Heights), ColSpan: len(f.Widths)})
		fmt.Fprintf(&b, "0.2 g %g %g %g %g re f 1 g\n", whole.x0-1, whole.y0-1, whole.x1-whole.x0+2, whole.y1-whole.y0+2)
	}
	if m == WhiteBoxes {
		for _, c := range f.Cells {
			r := f.box(c)
			fmt.Fprintf(&b, "1 1 1 rg %g %g %g %g re f\n", r.x0, r.y0, r.x1-r.x0, r.y1-r.y0)
		}
		b.WriteString("0 0 0 rg\n")
	}
	if m != Scaled {
		for _, c := range f.Cells {
			f.sides(&b, c, m)
		}
	}
	b.WriteString("0 g\n")
	for _, c := range f.Cells {
		f.text(&b, c, m)
	}
	return b.String()
}

func times(v []float64, k float64) []float64 {
	out := make([]float64, len(v))
	for i := range v {
		out[i] = v[i] * k
	}
	return out
}

// thick is the width of a rule that is filled, in points.
const thick = 0.5

// sides draws the border of one cell.
func (f *Form) sides(b *strings.Builder, c Cell, m Manner) {
	r := f.box(c)
	top := !(f.OpenTop && c.Row == 0)
	bottom := !(f.OpenBottom && c.Row+c.RowSpan == len(f.Heights))
	if (m == DarkTable || top && bottom) && whole(b, m, r) {
		return
	}
	if top {
		across(b, m, r.x0, r.x1, r.y1)
	}
	if bottom {
		across(b, m, r.x0, r.x1, r.y0)
	}
	down(b, m, r.x0, r.y0, r.y1)
	down(b, m, r.x1, r.y0, r.y1)
}

// whole draws a cell in one piece, in the manners that do.
func whole(b *strings.Builder, m Manner, r rect) bool {
	const t = thick
	switch m {
	case StrokedBoxes:
		fmt.Fprintf(b, "0.5 w %g %g %g %g re S\n", r.x0, r.y0, r.x1-r.x0, r.y1-r.y0)
	case Frames:
		fmt.Fprintf(b, "%g %g %g %g re %g %g %g %g re f*\n", r.x0, r.y0, r.x1-r.x0, r.y1-r.y0, r.x0+t, r.y0+t, r.x1-r.x0-2*t, r.y1-r.y0-2*t)
	case DarkTable:
		fmt.Fprintf(b, "%g %g %g %g re f\n", r.x0+t, r.y0+t, r.x1-r.x0-2*t, r.y1-r.y0-2*t)
	default:
		return false
	}
	return true
}

// across draws a horizontal rule.
func across(b *strings.Builder, m Manner, x0, x1, y float64) {
	const t = thick
	switch m {
	case FilledRules, WhiteBoxes, GlyphByGlyph, ClippedCells:
		fmt.Fprintf(b, "%g %g %g %g re f\n", x0+t, y-t/2, x1-x0-2*t, t)
		fmt.Fprintf(b, "%g %g %g %g re f\n%g %g %g %g re f\n", x0-t, y-t/2, 2*t, t, x1-t, y-t/2, 2*t, t)
	case Dashes:
		for x := x0; x < x1; x += 3 {
			fmt.Fprintf(b, "%g %g %g %g re f\n", x, y-t/2, min(1.5, x1-x), t)
		}
	case Mitred:
		fmt.Fprintf(b, "%g %g m %g %g l %g %g l %g %g l h f\n", x0, y, x1, y, x1-1, y-1, x0+1, y-1)
	case DoubleDrawn:
		fmt.Fprintf(b, "0.4 w %g %g m %g %g l S %g %g m %g %g l S\n", x0, y+0.4, x1, y+0.4, x0, y-0.4, x1, y-0.4)
	case CurvyCorners:
		fmt.Fprintf(b, "0.5 w %g %g m %g %g l S\n", x0+2, y, x1-2, y)
	default:
		fmt.Fprintf(b, "0.5 w %g %g m %g %g l S\n", x0, y, x1, y)
	}
}

// down draws a vertical rule.
func down(b *strings.Builder, m Manner, x, y0, y1 float64) {
	const t = thick
	switch m {
	case FilledRules, WhiteBoxes, GlyphByGlyph, ClippedCells:
		fmt.Fprintf(b, "%g %g %g %g re f\n", x-t/2, y0+t, t, y1-y0-2*t)
	case Dashes:
		for y := y0; y < y1; y += 3 {
			fmt.Fprintf(b, "%g %g %g %g re f\n", x-t/2, y, t, min(1.5, y1-y))
		}
	case Mitred:
		fmt.Fprintf(b, "%g %g m %g %g l %g %g l %g %g l h f\n", x, y0, x, y1, x+1, y1-1, x+1, y0+1)
	case DoubleDrawn:
		fmt.Fprintf(b, "0.4 w %g %g m %g %g l S %g %g m %g %g l S\n", x-0.4, y0, x-0.4, y1, x+0.4, y0, x+0.4, y1)
	case CurvyCorners:
		fmt.Fprintf(b, "0.5 w %g %g m %g %g l S\n", x, y0+2, x, y1-2)
	default:
		fmt.Fprintf(b, "0.5 w %g %g m %g %g l S\n", x, y0, x, y1)
	}
}

// text sets the lines of a cell in its middle, from the left.
func (f *Form) text(b *strings.Builder, c Cell, m Manner) {
	if c.Text == "" {
		return
	}
	r := f.box(c)
	lines := strings.Split(c.Text, "\n")
	pitch := f.Size * 1.25
	y := (r.y0+r.y1)/2 + pitch*float64(len(lines))/2 - f.Size
	if m == ClippedCells {
		fmt.Fprintf(b, "q %g %g %g %g re W n\n", r.x0, r.y0, r.x1-r.x0, r.y1-r.y0)
	}
	for _, l := range lines {
		if m == GlyphByGlyph {
			x := r.x0 + 3
			for _, g := range l {
				b.WriteString(Text(x, y, f.Size, string(g)))
				x += Width(string(g), f.Size)
			}
		} else {
			b.WriteString(Text(r.x0+3, y, f.Size, l))
		}
		y -= pitch
	}
	if m == ClippedCells {
		b.WriteString("Q\n")
	}
}
