package picture

import (
	"bytes"
	"fmt"
	"image"
)

// DCT says how a document wants a JPEG to be taken that it holds.
type DCT struct {
	// Space is the colour space of the components; nil takes the file's own.
	Space  *Space
	Decode []float64
	// Transform is 1 where three components are YCbCr, 0 where they are RGB, -1
	// where the document does not say.
	Transform int
}

// Picture decodes a JPEG. What the file says of its resolution and of its
// orientation does not count in a document.
func (c DCT) Picture(data []byte, limits Limits) (*Picture, error) {
	limits = limits.orDefault()
	start := bytes.Index(data, []byte{0xff, markSOI})
	if start < 0 {
		return nil, fmt.Errorf("jpeg without a start: %w", ErrDamaged)
	}
	data = data[start:]
	if c.Transform == 0 {
		data = withTransform(data)
	}
	img, info, err := decodeJPEG(data, limits)
	if err != nil {
		return nil, err
	}
	if c.plain(info.comps) {
		return build(imageSource(img), limits.Kept), nil
	}
	s := Samples{Width: info.w, Height: info.h, Bits: 8, Space: c.Space, Decode: c.Decode, Data: components(img)}
	if s.Space == nil || s.Space.comps != info.comps {
		s.Space = map[int]*Space{1: Gray(), 3: RGB(), 4: CMYK()}[info.comps]
	}
	return s.Picture(limits)
}

// plain reports whether the decoder's own colours are those that are wanted.
func (c DCT) plain(comps int) bool {
	for i, v := range c.Decode {
		if v != float64(i&1) {
			return false
		}
	}
	// In a document, inks are as they stand: 255 is full ink.
	return comps != 4 && (c.Space == nil || c.Space.comps != comps || c.Space.device)
}

// components are the samples as they stand in the file, but for the colour
// transform.
func components(img image.Image) []byte {
	b := img.Bounds()
	switch m := img.(type) {
	case *image.Gray:
		return rowsOf(m.Pix, m.Stride, b.Dx(), b.Dy())
	case *image.CMYK: // the decoder turns the inks round
		out := rowsOf(m.Pix, m.Stride, 4*b.Dx(), b.Dy())
		for i := range out {
			out[i] = ^out[i]
		}
		return out
	}
	out := make([]byte, 0, 3*b.Dx()*b.Dy())
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			r, g, bl := pixel(img, x, y)
			out = append(out, r, g, bl)
		}
	}
	return out
}

// rowsOf copies rows without what stands between them.
func rowsOf(pix []byte, stride, width, height int) []byte {
	out := make([]byte, 0, width*height)
	for y := range height {
		out = append(out, pix[y*stride:y*stride+width]...)
	}
	return out
}
