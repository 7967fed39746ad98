package raster

import (
	"fmt"
	"math"

	"github.com/pbt-cli/pbt/parser/pdf/internal/object"
	"github.com/pbt-cli/pbt/parser/picture"
)

// function maps inputs to outputs; it fills out as far as it knows.
type function func(in, out []float64)

const (
	// maxFunctions is how deep functions may stitch others.
	maxFunctions = 4
	// maxSampled bounds the bytes of a sampled function, maxParts those that one
	// may stitch.
	maxSampled = 4 << 20
	maxParts   = 256
)

// loadFunction reads a PDF function of n inputs and m outputs.
func loadFunction(f *object.File, o object.Object, n, m, depth int) (function, error) {
	d := f.Dict(o)
	if d == nil || depth > maxFunctions {
		return nil, fmt.Errorf("tint function: %w", picture.ErrDamaged)
	}
	l := loader{f, d, n, m, depth}
	domain := l.floats("Domain")
	var fn function
	var err error
	switch kind := f.Int(d["FunctionType"], -1); kind {
	case 0:
		fn, err = l.sampled(f.Stream(o), domain)
	case 2:
		fn = l.exponential()
	case 3:
		fn, err = l.stitched(domain)
	case 4:
		fn, err = l.calculator(f.Stream(o))
	default:
		err = fmt.Errorf("function of type %d: %w", kind, picture.ErrDamaged)
	}
	if err != nil {
		return nil, err
	}
	return clamped(fn, domain, l.floats("Range")), nil
}

// clamped keeps inputs in the domain and outputs in the range.
func clamped(fn function, domain, span []float64) function {
	clamp := func(v, limits []float64) {
		for i := range v {
			if 2*i+1 < len(limits) {
				v[i] = min(max(v[i], limits[2*i]), limits[2*i+1])
			}
		}
	}
	return func(in, out []float64) {
		clamp(in, domain)
		fn(in, out)
		clamp(out, span)
	}
}

type loader struct {
	f           *object.File
	d           object.Dict
	n, m, depth int
}

func (l loader) floats(key object.Name) []float64 {
	var out []float64
	for _, o := range l.f.Array(l.d[key]) {
		v, _ := l.f.Number(o)
		out = append(out, v)
	}
	return out
}

// orElse is v[i], or def where v is too short.
func orElse(v []float64, i int, def float64) float64 {
	if i < len(v) {
		return v[i]
	}
	return def
}

// exponential interpolates between C0 and C1.
func (l loader) exponential() function {
	c0, c1 := l.floats("C0"), l.floats("C1")
	exp, ok := l.f.Number(l.d["N"])
	if !ok {
		exp = 1
	}
	return func(in, out []float64) {
		x := math.Pow(in[0], exp)
		for i := range out {
			a, b := orElse(c0, i, 0), orElse(c1, i, 1)
			out[i] = a + x*(b-a)
		}
	}
}

// stitched sends its input to the part whose bounds it lies in.
func (l loader) stitched(domain []float64) (function, error) {
	parts := l.f.Array(l.d["Functions"])
	bounds, encode := l.floats("Bounds"), l.floats("Encode")
	if len(parts) == 0 || len(parts) > maxParts || len(bounds) != len(parts)-1 || len(domain) < 2 {
		return nil, fmt.Errorf("stitched function: %w", picture.ErrDamaged)
	}
	fns := make([]function, len(parts))
	for i, p := range parts {
		var err error
		if fns[i], err = loadFunction(l.f, p, 1, l.m, l.depth+1); err != nil {
			return nil, err
		}
	}
	edges := append(append([]float64{domain[0]}, bounds...), domain[1])
	return func(in, out []float64) {
		k := 0
		for k < len(bounds) && in[0] >= bounds[k] {
			k++
		}
		x := orElse(encode, 2*k, 0)
		if w := edges[k+1] - edges[k]; w > 0 {
			x += (in[0] - edges[k]) / w * (orElse(encode, 2*k+1, 1) - x)
		}
		fns[k]([]float64{x}, out)
	}, nil
}

// sampled looks the nearest sample up: tints need no better.
func (l loader) sampled(s *object.Stream, domain []float64) (function, error) {
	bits := l.f.Int(l.d["BitsPerSample"], 8)
	sizes, decode, encode := l.floats("Size"), l.floats("Decode"), l.floats("Encode")
	if decode == nil {
		decode = l.floats("Range")
	}
	if s == nil || bits != 8 && bits != 16 || len(sizes) < l.n || len(domain) < 2*l.n {
		return nil, fmt.Errorf("sampled function: %w", picture.ErrDamaged)
	}
	data, _ := l.f.Bytes(s)
	width := bits / 8
	count := l.m * width
	for _, v := range sizes[:l.n] {
		if !(v >= 1) || v > maxSampled || count > maxSampled {
			return nil, fmt.Errorf("sampled function: %w", picture.ErrDamaged)
		}
		count *= int(v)
	}
	if len(data) < count {
		return nil, fmt.Errorf("sampled function: %w", picture.ErrDamaged)
	}
	return func(in, out []float64) {
		at, step := 0, 1
		for i, v := range in {
			size := sizes[i]
			x := orElse(encode, 2*i, 0)
			if w := domain[2*i+1] - domain[2*i]; w > 0 {
				x += (v - domain[2*i]) / w * (orElse(encode, 2*i+1, size-1) - x)
			}
			at += int(min(max(x+0.5, 0), size-1)) * step
			step *= int(size)
		}
		for i := range out {
			k := (at*len(out) + i) * width
			v := float64(data[k]) / 255
			lo, hi := orElse(decode, 2*i, 0), orElse(decode, 2*i+1, 1)
			out[i] = lo + v*(hi-lo)
		}
	}, nil
}
