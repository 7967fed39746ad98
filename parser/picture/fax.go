package picture

import (
	"errors"
	"fmt"

	"github.com/pbt-cli/pbt/parser/picture/internal/ccitt"
)

// Fax says how a picture was coded by CCITT group 3 or 4; the names are those of
// PDF's parameters.
type Fax struct {
	K, Columns, Rows int
	ByteAlign        bool
	// NoEnd says that no code ends the data.
	NoEnd bool
	// BlackIs1 gives black pixels as 1; 0 is black without it.
	BlackIs1 bool
}

// Decode gives the rows of one bit a pixel, and how many of them are damaged.
func (f Fax) Decode(data []byte, limits Limits) (rows []byte, height, damaged int, err error) {
	limits = limits.orDefault()
	p := ccitt.Params{K: f.K, Columns: f.Columns, Rows: f.Rows, ByteAlign: f.ByteAlign, NoEnd: f.NoEnd}
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
