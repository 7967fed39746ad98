package picture

import "image"

// turn is one of the eight ways to lay a raster: mirrored or not, then turned
// clockwise by quarters.
type turn struct {
	// Mirror swaps left and right, before the turn.
	Mirror bool
	// Quarters is the number of clockwise quarter turns, 0 to 3.
	Quarters int
}

// source gives, for the pixel at 0, 0 of the turned raster, its place in one of
// w by h, and the steps in it to the right and down.
func (t turn) source(w, h int) (at, right, down image.Point) {
	switch t.Quarters & 3 {
	case 0:
		at, right, down = image.Pt(0, 0), image.Pt(1, 0), image.Pt(0, 1)
	case 1:
		at, right, down = image.Pt(0, h-1), image.Pt(0, -1), image.Pt(1, 0)
	case 2:
		at, right, down = image.Pt(w-1, h-1), image.Pt(-1, 0), image.Pt(0, -1)
	case 3:
		at, right, down = image.Pt(w-1, 0), image.Pt(0, 1), image.Pt(-1, 0)
	}
	if t.Mirror {
		at.X, right.X, down.X = w-1-at.X, -right.X, -down.X
	}
	return at, right, down
}

// turned is the picture laid another way; the same one where nothing changes.
func (p *Picture) turned(t turn) *Picture {
	if t.Quarters&3 == 0 && !t.Mirror {
		return p
	}
	w, h := p.Gray.Rect.Dx(), p.Gray.Rect.Dy()
	at, right, down := t.source(w, h)
	out := *p
	if t.Quarters&1 == 1 {
		w, h = h, w
		out.Width, out.Height = p.Height, p.Width
	}
	out.Gray = image.NewGray(image.Rect(0, 0, w, h))
	turnBytes(out.Gray.Pix, p.Gray.Pix, w, h, p.Gray.Stride, 1, at, right, down)
	if p.Color != nil {
		out.Color = image.NewRGBA(out.Gray.Rect)
		turnBytes(out.Color.Pix, p.Color.Pix, w, h, p.Color.Stride, 4, at, right, down)
	}
	return &out
}

func turnBytes(dst, src []byte, w, h, stride, size int, at, right, down image.Point) {
	step := right.Y*stride + right.X*size
	o := 0
	for y := range h {
		i := (at.Y+y*down.Y)*stride + (at.X+y*down.X)*size
		for range w {
			copy(dst[o:o+size], src[i:i+size])
			o += size
			i += step
		}
	}
}
