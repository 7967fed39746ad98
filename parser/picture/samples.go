package picture

import "fmt"

// Samples are the decoded numbers of a raw picture, row by row, each row from a
// whole byte on, the components of a pixel beside each other.
type Samples struct {
	Width, Height int
	// Bits is the size of one component: 1, 2, 4, 8 or 16.
	Bits  int
	Space *Space
	// Decode maps the least and the greatest sample of each component to values,
	// as PDF's Decode does; nil takes the range of the space.
	Decode []float64
	// Data are the rows. Where they end early, the rest is white.
	Data []byte
}

// Picture makes a picture of the samples. The paper is not set.
func (s Samples) Picture(limits Limits) (*Picture, error) {
	limits = limits.orDefault()
	src, err := s.lines(limits.Pixels)
	if err != nil {
		return nil, err
	}
	p := build(src, limits.Kept)
	p.Bilevel = s.Bits == 1 && s.Space.comps == 1 && s.Space.gray
	p.Damaged = len(s.Data) < src.stride*s.Height
	return p, nil
}

func (s Samples) lines(maxPixels int) (*sampleLines, error) {
	switch {
	case s.Width < 1 || s.Height < 1 || s.Width > maxPixels || s.Height > maxPixels/s.Width:
		return nil, fmt.Errorf("%d × %d pixels: %w", s.Width, s.Height, ErrLimit)
	case s.Bits != 1 && s.Bits != 2 && s.Bits != 4 && s.Bits != 8 && s.Bits != 16:
		return nil, fmt.Errorf("%d bits a component: %w", s.Bits, ErrDamaged)
	case s.Space == nil || s.Space.comps < 1 || s.Space.comps > maxComps:
		return nil, fmt.Errorf("colour space: %w", ErrDamaged)
	case len(s.Data) == 0:
		return nil, fmt.Errorf("no samples: %w", ErrDamaged)
	}
	l := &sampleLines{Samples: s, stride: (s.Width*s.Bits*s.Space.comps + 7) / 8}
	for i := range s.Space.comps {
		l.scale = append(l.scale, s.table(i))
	}
	if s.Space.comps == 1 {
		l.single()
	}
	return l, nil
}

// maxComps bounds the inks of a colour space.
const maxComps = 32

// levels is how many values a sample has; those of 16 bits keep their upper
// eight.
func (s Samples) levels() int { return 1 << min(s.Bits, 8) }

// table maps the samples of component c to bytes over the range of the space;
// for a palette, to its indices, which fit since levels ≤ 256.
func (s Samples) table(c int) *[256]byte {
	lo, hi := 0.0, 1.0
	if s.Space.lo != nil {
		lo, hi = s.Space.lo[c], s.Space.hi[c]
	}
	top := float64(s.levels() - 1)
	from, to := lo, hi
	if s.Space.palette != nil {
		from, to = 0, top
	}
	if len(s.Decode) >= 2*c+2 {
		from, to = s.Decode[2*c], s.Decode[2*c+1]
	}
	var t [256]byte
	for v := range s.levels() {
		x := from + float64(v)/top*(to-from)
		if s.Space.palette != nil {
			t[v] = byte(min(max(x+0.5, 0), 255))
		} else {
			t[v] = unitByte((x - lo) / (hi - lo))
		}
	}
	return &t
}

// sampleLines are the rows of samples as colours.
type sampleLines struct {
	Samples
	stride int
	scale  []*[256]byte
	// of a space of one component: the colour of every sample
	gray [256]byte
	rgb  [256][3]byte
}

func (l *sampleLines) single() {
	for v := range l.levels() {
		c := l.scale[0][v]
		if p := l.Space.palette; p != nil {
			if int(c) < len(p) {
				l.rgb[v] = p[c]
			}
		} else {
			l.rgb[v][0], l.rgb[v][1], l.rgb[v][2] = l.Space.rgb([]byte{c})
		}
		l.gray[v] = Luma(l.rgb[v][0], l.rgb[v][1], l.rgb[v][2])
	}
}

func (l *sampleLines) size() (int, int) { return l.Width, l.Height }
func (l *sampleLines) colored() bool    { return !l.Space.gray }

func (l *sampleLines) line(y int, gray, rgb []byte) {
	from := min(y*l.stride, len(l.Data))
	row := l.Data[from:min(from+l.stride, len(l.Data))]
	n := l.Space.comps
	full := len(row) * 8 / (l.Bits * n) // whole pixels in the row
	if full < l.Width {
		for x := full; x < l.Width; x++ {
			gray[x] = 0xff
		}
		for i := 3 * full; i < len(rgb); i++ {
			rgb[i] = 0xff
		}
	}
	full = min(full, l.Width)
	switch {
	case n == 1 && l.Bits == 1:
		l.bits(row, gray[:full], rgb)
	case n == 1:
		for x := range full {
			v := sampleAt(row, x, l.Bits)
			gray[x] = l.gray[v]
			if rgb != nil {
				copy(rgb[3*x:3*x+3], l.rgb[v][:])
			}
		}
	default:
		l.mixed(row, full, gray, rgb)
	}
}

// bits is the line of the commonest scans.
func (l *sampleLines) bits(row, gray, rgb []byte) {
	for x := range gray {
		v := row[x>>3] >> (7 - x&7) & 1
		gray[x] = l.gray[v]
		if rgb != nil {
			copy(rgb[3*x:3*x+3], l.rgb[v][:])
		}
	}
}

func (l *sampleLines) mixed(row []byte, full int, gray, rgb []byte) {
	n := l.Space.comps
	var buf [maxComps]byte
	c := buf[:n]
	for x := range full {
		for i := range c {
			c[i] = l.scale[i][sampleAt(row, x*n+i, l.Bits)]
		}
		r, g, b := l.Space.rgb(c)
		gray[x] = Luma(r, g, b)
		if rgb != nil {
			rgb[3*x], rgb[3*x+1], rgb[3*x+2] = r, g, b
		}
	}
}

// sampleAt is the i-th sample of a row, its upper eight bits where it has 16.
func sampleAt(row []byte, i, bits int) byte {
	switch bits {
	case 8:
		return row[i]
	case 16:
		return row[2*i]
	}
	at := i * bits
	return row[at>>3] >> (8 - bits - at&7) & (1<<bits - 1)
}
