package picture

import (
	"image/color"
	"math"
)

// Space is a colour space of samples.
type Space struct {
	comps int
	gray  bool
	// device is set for grey and RGB: components are the colour as they stand.
	device bool
	// lo and hi are the range of every component, nil for 0 to 1.
	lo, hi []float64
	// palette makes the samples indices into it.
	palette [][3]byte
	// rgb gives the colour of components that were scaled from their range to
	// 0 … 255.
	rgb func(c []byte) (r, g, b byte)
}

// Comps is the number of components of a colour.
func (s *Space) Comps() int { return s.comps }

// Gray is the space of one component, 0 black.
func Gray() *Space {
	return &Space{comps: 1, gray: true, device: true, rgb: func(c []byte) (byte, byte, byte) { return c[0], c[0], c[0] }}
}

// RGB is the space of red, green and blue.
func RGB() *Space {
	return &Space{comps: 3, device: true, rgb: func(c []byte) (byte, byte, byte) { return c[0], c[1], c[2] }}
}

// CMYK is the space of cyan, magenta, yellow and black inks.
func CMYK() *Space {
	return &Space{comps: 4, rgb: func(c []byte) (byte, byte, byte) { return cmykRGB(c[0], c[1], c[2], c[3]) }}
}

// Lab is CIE L*a*b*; ab is the range of a, then of b.
func Lab(ab [4]float64) *Space {
	s := &Space{comps: 3, lo: []float64{0, ab[0], ab[2]}, hi: []float64{100, ab[1], ab[3]}}
	s.rgb = func(c []byte) (byte, byte, byte) {
		var v [3]float64
		for i := range v {
			v[i] = s.lo[i] + float64(c[i])/255*(s.hi[i]-s.lo[i])
		}
		return labRGB(v[0], v[1], v[2])
	}
	return s
}

// Indexed is a palette of colours of another space. Colours that the table
// lacks are black.
func Indexed(base *Space, count int, table []byte) *Space {
	s := &Space{comps: 1, gray: true}
	n := base.comps
	count = min(max(count, 1), 1<<16)
	for i := range count {
		var c [3]byte
		if (i+1)*n <= len(table) {
			entry := table[i*n : (i+1)*n]
			if base.palette == nil {
				c[0], c[1], c[2] = base.rgb(entry)
			}
		}
		s.gray = s.gray && !apart(c[0], c[1], c[2])
		s.palette = append(s.palette, c)
	}
	return s
}

// Inks is a space of n inks whose mixture tint gives in another space, both from
// 0 to 1.
func Inks(n int, base *Space, tint func(in, out []float64)) *Space {
	in, out := make([]float64, n), make([]float64, base.comps)
	c := make([]byte, base.comps)
	known := map[uint64][3]byte{}
	return &Space{comps: n, gray: base.gray, rgb: func(v []byte) (byte, byte, byte) {
		key, short := inkKey(v)
		if k, ok := known[key]; ok && short {
			return k[0], k[1], k[2]
		}
		for i := range in {
			in[i] = float64(v[i]) / 255
		}
		clear(out)
		tint(in, out)
		for i, o := range out {
			if base.lo != nil {
				o = (o - base.lo[i]) / (base.hi[i] - base.lo[i])
			}
			c[i] = unitByte(o)
		}
		r, g, b := base.rgb(c)
		if short && len(known) < maxKnown {
			known[key] = [3]byte{r, g, b}
		}
		return r, g, b
	}}
}

// maxKnown bounds the mixtures that are kept: a function may cost a microsecond
// a pixel, and most pixels of a page are of few colours.
const maxKnown = 1 << 16

// inkKey is a mixture of up to eight inks as a number.
func inkKey(v []byte) (key uint64, ok bool) {
	for _, b := range v {
		key = key<<8 | uint64(b)
	}
	return key, len(v) <= 8
}

// unitByte scales 0 … 1 to a byte.
func unitByte(v float64) byte {
	if !(v > 0) { // NaN too
		return 0
	}
	return byte(min(v, 1)*255 + 0.5)
}

func cmykRGB(c, m, y, k byte) (byte, byte, byte) { return color.CMYKToRGB(c, m, y, k) }

func ycbcrRGB(y, cb, cr byte) (byte, byte, byte) { return color.YCbCrToRGB(y, cb, cr) }

// labRGB converts by way of XYZ under D50 to sRGB.
func labRGB(l, a, b float64) (byte, byte, byte) {
	fy := (l + 16) / 116
	cube := func(t float64) float64 {
		if t > 6.0/29 {
			return t * t * t
		}
		return 3 * 36.0 / 841 * (t - 4.0/29)
	}
	x, y, z := 0.9642*cube(fy+a/500), cube(fy), 0.8249*cube(fy-b/200)
	gamma := func(v float64) byte {
		if v <= 0.0031308 {
			return unitByte(12.92 * v)
		}
		return unitByte(1.055*math.Pow(v, 1/2.4) - 0.055)
	}
	return gamma(3.1339*x - 1.6169*y - 0.4906*z), gamma(-0.9788*x + 1.9161*y + 0.0335*z), gamma(0.0719*x - 0.2290*y + 1.4052*z)
}

// with is the space with further components that do not matter: alpha.
func (s *Space) with(comps int) *Space {
	if comps <= s.comps || s.palette != nil {
		return s
	}
	out := *s
	out.comps, out.device = comps, false
	for i := 0; s.lo != nil && i < comps-s.comps; i++ {
		out.lo, out.hi = append(out.lo, 0), append(out.hi, 1)
	}
	return &out
}
