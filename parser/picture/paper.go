package picture

import "math"

// paper is a sheet that offices print and scan, in millimetres.
type paper struct{ short, long float64 }

// papers are the ISO and Japanese sizes that copiers take, letter and legal, and
// the Chinese cuts of the full sheet (16开, 8开).
var papers = []paper{
	{297, 420}, {210, 297}, {148, 210}, {257, 364}, {182, 257}, {250, 353}, {176, 250},
	{215.9, 279.4}, {215.9, 355.6}, {279.4, 431.8}, {184, 260}, {195, 270}, {260, 368}, {270, 390},
}

const (
	// paperSlack is how far the sides of a scan may be off those of the paper:
	// feeders cut some millimetres.
	paperSlack = 0.03
	pointsInch = 72
	mmInch     = 25.4
	// minDPI and maxDPI are the resolutions at which text is scanned.
	minDPI, maxDPI = 60, 1300
)

// knownPaper reports whether a sheet of so many points is a size that there is.
func knownPaper(w, h float64) bool {
	short, long := min(w, h)*mmInch/pointsInch, max(w, h)*mmInch/pointsInch
	for _, p := range papers {
		if math.Abs(short/p.short-1) <= paperSlack && math.Abs(long/p.long-1) <= paperSlack {
			return true
		}
	}
	return false
}

// SetPaper sets the paper's size and the resolution. Width and height are the
// points that the document gives the page, 0 where it gives none; dpi is what
// the picture's file says of its own pixels, 0 where it says nothing. A size that no sheet has is
// not believed: converters write 96 dpi for any picture, and pages of metres.
// The long side is then that of A4, as nearly every form is printed on A4.
// Places are counted in the document's points all the same.
func (p *Picture) SetPaper(width, height, dpi float64) {
	w, h := float64(p.Gray.Rect.Dx()), float64(p.Gray.Rect.Dy())
	dpi /= float64(max(p.Reduced, 1))
	switch {
	case plausible(w, h, width, height):
		p.DPI = pointsInch * math.Sqrt(w*h/(width*height))
	case dpi >= minDPI && knownPaper(w/dpi*pointsInch, h/dpi*pointsInch):
		p.DPI = dpi
	default:
		p.DPI = max(w, h) / (297 / mmInch)
	}
	p.Width, p.Height = width, height
	if !(width > 0 && height > 0) {
		p.Width, p.Height = w/p.DPI*pointsInch, h/p.DPI*pointsInch
	}
}

// plausible reports whether a picture of w by h pixels is the scan of a page of
// so many points.
func plausible(w, h, width, height float64) bool {
	if width <= 0 || height <= 0 || !knownPaper(width, height) {
		return false
	}
	dx, dy := w/width*pointsInch, h/height*pointsInch
	return dx >= minDPI && dx <= maxDPI && math.Abs(dx/dy-1) <= 2*paperSlack
}
