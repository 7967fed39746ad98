// Package raster decodes the pictures of a PDF page.
package raster

import (
	"context"
	"errors"
	"fmt"
	"image"

	"github.com/pbt-cli/pbt/parser/pdf/internal/object"
	"github.com/pbt-cli/pbt/parser/picture"
)

// Image is a picture as a content stream paints it.
type Image struct {
	File   *object.File
	Stream *object.Stream
	// Spaces are the colour spaces that the content's resources name.
	Spaces object.Dict
	// Fill is the colour that a stencil is painted in.
	Fill  [3]byte
	Place picture.Matrix
	Clip  [4]float64
}

// errJPX names the one coding of PDF's that is not read.
var errJPX = &picture.UnsupportedError{Coding: "JPX (JPEG 2000)"}

// Layer decodes the picture. The errors are those of package picture, and that
// of ctx.
func (m Image) Layer(ctx context.Context) (picture.Layer, error) {
	if err := ctx.Err(); err != nil {
		return picture.Layer{}, err
	}
	out := picture.Layer{Place: m.Place, Clip: m.Clip}
	if m.stencil() {
		p, err := m.decode(ctx)
		if err != nil {
			return out, err
		}
		out.Picture, out.Alpha = even(m.Fill), inverse(p.Gray)
		out.Picture.Damaged = p.Damaged
		return out, nil
	}
	p, err := m.decode(ctx)
	if err != nil {
		return out, err
	}
	out.Picture = p
	out.Alpha, err = m.alpha(ctx)
	if err != nil {
		out.Picture.Damaged = true // drawn whole
	}
	return out, nil
}

// stencil reports whether the picture says only where to paint.
func (m Image) stencil() bool {
	is, _ := m.File.Resolve(m.Stream.Dict["ImageMask"]).(bool)
	return is
}

// even is a picture of one colour.
func even(c [3]byte) *picture.Picture {
	p := &picture.Picture{Gray: image.NewGray(image.Rect(0, 0, 1, 1)), Reduced: 1}
	lo, hi := min(c[0], c[1], c[2]), max(c[0], c[1], c[2])
	p.Gray.Pix[0] = picture.Luma(c[0], c[1], c[2])
	if hi-lo > 0 {
		p.Color = image.NewRGBA(p.Gray.Rect)
		copy(p.Color.Pix, []byte{c[0], c[1], c[2], 0xff})
	}
	return p
}

func inverse(g *image.Gray) *image.Gray {
	for i, v := range g.Pix {
		g.Pix[i] = ^v
	}
	return g
}

// alpha decodes the mask of a picture, nil where it has none.
func (m Image) alpha(ctx context.Context) (*image.Gray, error) {
	sub := Image{File: m.File}
	if sub.Stream = m.File.Stream(m.Stream.Dict["SMask"]); sub.Stream != nil {
		p, err := sub.decode(ctx)
		if err != nil {
			return nil, err
		}
		return p.Gray, nil
	}
	if sub.Stream = m.File.Stream(m.Stream.Dict["Mask"]); sub.Stream != nil {
		p, err := sub.decode(ctx)
		if err != nil {
			return nil, err
		}
		return inverse(p.Gray), nil
	}
	return nil, nil
}

// maxSamples bounds the decoded bytes of one picture.
const maxSamples = 400 << 20

// shape is what a picture's dictionary says of its samples.
type shape struct {
	w, h, bits int
	decode     []float64
}

func (m Image) shape() shape {
	f, d := m.File, m.Stream.Dict
	s := shape{w: f.Int(d["Width"], 0), h: f.Int(d["Height"], 0), bits: f.Int(d["BitsPerComponent"], 8)}
	if m.stencil() {
		s.bits = 1
	}
	for _, o := range f.Array(d["Decode"]) {
		v, _ := f.Number(o)
		s.decode = append(s.decode, v)
	}
	return s
}

// decode gives the picture's own pixels, without masks.
func (m Image) decode(ctx context.Context) (*picture.Picture, error) {
	s := m.shape()
	space := picture.Gray()
	named := m.Stream.Dict["ColorSpace"]
	if named != nil && !m.stencil() {
		var err error
		if space, err = (spaces{m.File, m.Spaces}).space(named, 0); err != nil {
			return nil, err
		}
	}
	data, codec, parms, err := m.File.Coded(m.Stream, maxSamples)
	if err != nil && len(data) == 0 {
		if errors.Is(err, object.ErrLimit) {
			return nil, picture.ErrLimit
		}
		return nil, errors.Join(picture.ErrDamaged, err)
	}
	damaged := err != nil
	samples := picture.Samples{Width: s.w, Height: s.h, Bits: s.bits, Space: space, Decode: s.decode, Data: data}
	var p *picture.Picture
	switch codec {
	case "":
		p, err = samples.Picture(picture.Limits{})
	case "DCTDecode", "DCT":
		dct := picture.DCT{Decode: s.decode, Transform: m.File.Int(parms["ColorTransform"], -1)}
		if named != nil {
			dct.Space = space
		}
		p, err = dct.Picture(data, picture.Limits{})
	case "CCITTFaxDecode", "CCF":
		p, err = m.fax(samples, parms)
	case "JBIG2Decode":
		samples.Bits = 1
		globals, _ := m.File.Bytes(m.File.Stream(parms["JBIG2Globals"]))
		var part bool
		if samples.Data, part, err = picture.JBIG2(ctx, data, globals, s.w, s.h, picture.Limits{}); err != nil {
			return nil, err
		}
		damaged = damaged || part
		p, err = samples.Picture(picture.Limits{})
	case "JPXDecode":
		return nil, errJPX
	default:
		return nil, &picture.UnsupportedError{Coding: string(codec)}
	}
	if err != nil {
		return nil, err
	}
	p.Damaged = p.Damaged || damaged
	return p, nil
}

// fax decodes CCITT data. Columns and Rows may be left out or be wrong: the
// picture's own height says how many lines there are.
func (m Image) fax(s picture.Samples, parms object.Dict) (*picture.Picture, error) {
	f := m.File
	flag := func(key object.Name, def bool) bool {
		if v, ok := parms[key].(bool); ok {
			return v
		}
		return def
	}
	fax := picture.Fax{
		K: f.Int(parms["K"], 0), Columns: f.Int(parms["Columns"], 1728), Rows: f.Int(parms["Rows"], 0),
		ByteAlign: flag("EncodedByteAlign", false), LineEnds: flag("EndOfLine", false), NoEnd: !flag("EndOfBlock", true), BlackIs1: flag("BlackIs1", false),
	}
	if s.Height > 0 {
		fax.Rows = s.Height
	}
	rows, height, damaged, err := fax.Decode(s.Data, picture.Limits{})
	if err != nil {
		return nil, err
	}
	if fax.Columns < s.Width {
		return nil, fmt.Errorf("%d columns for %d pixels: %w", fax.Columns, s.Width, picture.ErrDamaged)
	}
	s.Bits, s.Data = 1, rows
	if fax.Columns != s.Width { // rows of the code are longer than the picture's
		s.Data = cut(rows, (fax.Columns+7)/8, (s.Width+7)/8)
	}
	s.Height = max(s.Height, min(height, 1))
	p, err := s.Picture(picture.Limits{})
	if err != nil {
		return nil, err
	}
	p.Damaged = p.Damaged || damaged > 0
	return p, nil
}

// cut shortens every row.
func cut(rows []byte, stride, to int) []byte {
	var out []byte
	for ; len(rows) >= stride; rows = rows[stride:] {
		out = append(out, rows[:to]...)
	}
	return out
}
