package picture

import (
	"context"
	"errors"
	"fmt"

	"github.com/pbt-cli/pbt/parser/picture/internal/ccitt"
	"github.com/pbt-cli/pbt/parser/picture/internal/jbig2"
)

// Fax says how a picture was coded by CCITT group 3 or 4; the names are those of
// PDF's parameters.
type Fax struct {
	K, Columns, Rows int
	ByteAlign        bool
	// LineEnds says that end-of-line codes stand before the lines.
	LineEnds bool
	// NoEnd says that no code ends the data.
	NoEnd bool
	// BlackIs1 gives black pixels as 1; 0 is black without it.
	BlackIs1 bool
}

// Decode gives the rows of one bit a pixel, and how many of them are damaged.
func (f Fax) Decode(data []byte, limits Limits) (rows []byte, height, damaged int, err error) {
	limits = limits.orDefault()
	p := ccitt.Params{K: f.K, Columns: f.Columns, Rows: f.Rows, ByteAlign: f.ByteAlign, LineEnds: f.LineEnds, NoEnd: f.NoEnd}
	m, err := ccitt.Decode(data, p, limits.Pixels)
	if err != nil {
		if f.Columns > 0 && f.Rows > limits.Pixels/f.Columns {
			return nil, 0, 0, fmt.Errorf("%d × %d pixels: %w", f.Columns, f.Rows, ErrLimit)
		}
		return nil, 0, 0, errors.Join(ErrDamaged, err)
	}
	if !f.BlackIs1 {
		for i := range m.Pix {
			m.Pix[i] = ^m.Pix[i]
		}
	}
	return m.Pix, m.H, m.Damaged, nil
}

// JBIG2 decodes a JBIG2 page of so many pixels, with the segments that globals
// share between pages: rows of one bit a pixel, black as 0. damaged is set where
// only a part of it could be decoded; the rest is white.
func JBIG2(ctx context.Context, data, globals []byte, width, height int, limits Limits) (rows []byte, damaged bool, err error) {
	limits = limits.orDefault()
	if width < 1 || height < 1 || width > limits.Pixels/height {
		return nil, false, fmt.Errorf("%d × %d pixels: %w", width, height, ErrLimit)
	}
	m, err := jbig2.Decode(ctx, data, globals, jbig2Budget*width*height+jbig2Budget<<20)
	if err != nil && (m == nil || ctx.Err() != nil) {
		if ctx.Err() != nil {
			return nil, false, ctx.Err()
		}
		return nil, false, errors.Join(ErrDamaged, err)
	}
	if m.W != width || m.H != height {
		damaged = m.W < width || m.H < height
		m = m.Crop(0, 0, width, height)
	}
	for i := range m.Pix {
		m.Pix[i] = ^m.Pix[i]
	}
	return m.Pix, damaged || err != nil, nil
}

// decodeJBIG2 decodes a JBIG2 file, whose first page tells its size.
func decodeJBIG2(ctx context.Context, data []byte, limits Limits) (*Picture, error) {
	m, err := jbig2.Decode(ctx, data, nil, limits.Pixels)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case m == nil || m.W == 0 || m.H == 0:
		return nil, errors.Join(ErrDamaged, err)
	}
	p, bad := Samples{Width: m.W, Height: m.H, Bits: 1, Space: Gray(), Decode: []float64{1, 0}, Data: m.Pix}.Picture(limits)
	if bad != nil {
		return nil, bad
	}
	p.Damaged = p.Damaged || err != nil
	p.SetPaper(0, 0, 0)
	return p, nil
}

// jbig2Budget is how many pixels may be decoded for one of the page: symbols,
// their corrections, regions that are drawn over each other.
const jbig2Budget = 4
