package object

import (
	"bytes"
	"context"
	"errors"
	"fmt"
)

// source is one way to reach the objects of a file.
type source interface {
	// trailer is the file's trailer dictionary.
	trailer() Dict
	// load reads an indirect object. A missing object is nil without an error.
	load(Ref) (Object, error)
}

// File is an open PDF file. It is not safe for concurrent use.
type File struct {
	data   []byte
	src    source
	limits Limits
	// Engine names the source that answered: "table", "ledongthuc", "pdfcpu" or "scan".
	Engine string
	// Damaged counts objects and streams that could not be read whole.
	Damaged int
	// pagesLost is what PagesLost says.
	pagesLost bool

	cache    map[Ref]Object
	loading  map[Ref]bool
	rescue   source // the scan, built when an object of src cannot be read
	rescued  bool
	decoded  int
	decoder  decoder
	catalog  Dict
	pageList []Page
}

// ErrEncrypted says that a file needs a password that was not given.
var ErrEncrypted = errors.New("encrypted with a password")

// errDamaged says that no pages can be reached in a file.
var errDamaged = errors.New("no page can be reached")

// Open finds the first source that reaches the pages of a file. The errors are
// ErrEncrypted, errDamaged, or that of ctx.
func Open(ctx context.Context, data []byte, password string, limits Limits) (*File, error) {
	s := surveyXref(data, limits)
	var first error
	for _, try := range candidates(s) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		src, err := try.open(ctx, data, password, limits)
		if errors.Is(err, ErrEncrypted) {
			return nil, err
		}
		if err == nil {
			f := &File{data: data, src: src, limits: limits, Engine: try.name, cache: map[Ref]Object{}, loading: map[Ref]bool{}}
			f.rescued = s.encrypted || try.name == "scan"
			if err = f.loadPages(); err == nil {
				return f, nil
			}
		}
		if first == nil {
			first = fmt.Errorf("%s: %w", try.name, err)
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return nil, fmt.Errorf("%w: %v", errDamaged, first)
}

// CutShort reports whether a file ends before its end: a PDF closes with the mark
// %%EOF, behind which there may be other bytes but no further object.
func CutShort(data []byte) bool {
	end := bytes.LastIndex(data, []byte("%%EOF"))
	return bytes.HasPrefix(data, []byte("%PDF")) && (end < 0 || bytes.Contains(data[end:], []byte(" obj")))
}

// caught turns a panic of a library into an error.
func caught(err *error) {
	if x := recover(); x != nil {
		*err = fmt.Errorf("%v: %w", x, errDamaged)
	}
}

type candidate struct {
	name string
	open func(context.Context, []byte, string, Limits) (source, error)
}

// candidates orders the sources by what the survey saw. The table of a sound chain is
// read as it stands, and where no page can be reached so, by ledongthuc/pdf, which hangs
// on loops and reads plain tables best: it is given those only. pdfcpu decrypts, and
// repairs. The scan needs no table at all, and cannot decrypt.
func candidates(s survey) []candidate {
	own := candidate{"table", openTable}
	lt := candidate{"ledongthuc", openLedongthuc}
	cpu := candidate{"pdfcpu", openPdfcpu}
	scan := candidate{"scan", openScan}
	switch {
	case s.encrypted:
		return []candidate{cpu}
	case s.loop:
		return []candidate{scan}
	case !s.sound:
		return []candidate{scan, cpu}
	case !s.plain():
		return []candidate{own, cpu, scan}
	}
	return []candidate{own, lt, cpu, scan}
}

// Resolve follows references until an object that is none; nil where the
// object is missing or cannot be read.
func (f *File) Resolve(o Object) Object {
	for range maxRefChain {
		r, ok := o.(Ref)
		if !ok {
			return o
		}
		o = f.object(r)
	}
	return nil
}

func (f *File) object(r Ref) Object {
	if o, ok := f.cache[r]; ok {
		return o
	}
	if f.loading[r] || len(f.cache) > f.limits.Objects {
		return nil
	}
	f.loading[r] = true
	defer delete(f.loading, r)
	o, err := f.src.load(r)
	if err != nil {
		o, err = f.loadRescue(r)
	}
	if err != nil {
		f.Damaged++
		o = nil
	}
	f.cache[r] = o
	return o
}

// loadRescue looks an object up by the scan when the file's own table fails.
func (f *File) loadRescue(r Ref) (Object, error) {
	if !f.rescued {
		f.rescued = true
		if s, err := openScan(context.Background(), f.data, "", f.limits); err == nil {
			f.rescue = s
		}
	}
	if f.rescue == nil {
		return nil, fmt.Errorf("object %v: %w", r, errDamaged)
	}
	return f.rescue.load(r)
}

// Catalog is the root of the document, never nil.
func (f *File) Catalog() Dict { return f.catalog }

// Dict resolves o to a dictionary, also that of a stream; nil if it is none.
func (f *File) Dict(o Object) Dict {
	switch v := f.Resolve(o).(type) {
	case Dict:
		return v
	case *Stream:
		return v.Dict
	}
	return nil
}

// Array resolves o to an array; nil if it is none.
func (f *File) Array(o Object) Array {
	a, _ := f.Resolve(o).(Array)
	return a
}

// Stream resolves o to a stream; nil if it is none.
func (f *File) Stream(o Object) *Stream {
	s, _ := f.Resolve(o).(*Stream)
	return s
}

// Name resolves o to a name; empty if it is none.
func (f *File) Name(o Object) Name {
	n, _ := f.Resolve(o).(Name)
	return n
}

// Number resolves o to a number.
func (f *File) Number(o Object) (float64, bool) {
	switch v := f.Resolve(o).(type) {
	case int:
		return float64(v), true
	case float64:
		return v, true
	}
	return 0, false
}

// Int resolves o to an integer, def if it is none.
func (f *File) Int(o Object, def int) int { return intOf(f.Resolve(o), def) }

// Bytes decodes a stream. On damage it returns what was decoded with an error;
// ErrLimit says that Limits cut it.
func (f *File) Bytes(s *Stream) ([]byte, error) {
	if s == nil {
		return nil, errFilter
	}
	limit := f.room()
	if limit <= 0 {
		return nil, ErrLimit
	}
	out, err := f.decoder.decode(s.Raw, f.filters(s.Dict), limit)
	f.count(len(out), err)
	return out, err
}

// Append is Bytes behind dst.
func (f *File) Append(dst []byte, s *Stream) ([]byte, error) {
	limit := f.room()
	if limit <= 0 {
		return dst, ErrLimit
	}
	out, err := f.decoder.append(dst, s.Raw, f.filters(s.Dict), limit)
	f.count(len(out)-len(dst), err)
	return out, err
}

// Again counts bytes of a stream that the caller has kept as decoded once more. It
// reports false, and counts nothing, where the limits do not have room for them.
func (f *File) Again(n int) bool {
	if n > f.room() {
		return false
	}
	f.count(n, nil)
	return true
}

// room is how many bytes the next stream may have.
func (f *File) room() int { return min(f.limits.StreamBytes, f.limits.TotalBytes-f.decoded) }

func (f *File) count(n int, err error) {
	f.decoded += n
	if err != nil {
		f.Damaged++
	}
}

func (f *File) filters(d Dict) []filterStep {
	filter, parms := f.Resolve(d["Filter"]), f.Resolve(d["DecodeParms"])
	if filter == nil {
		filter, parms = f.Resolve(d["F"]), f.Resolve(d["DP"])
	}
	if parms == nil {
		parms = f.Resolve(d["DP"])
	}
	switch v := filter.(type) {
	case Name:
		p := f.Dict(parms)
		if a, ok := parms.(Array); ok && len(a) > 0 {
			p = f.Dict(a[0])
		}
		return []filterStep{{v, f.direct(p)}}
	case Array:
		var steps []filterStep
		pa, _ := parms.(Array)
		for i, n := range v {
			step := filterStep{name: f.Name(n)}
			if i < len(pa) {
				step.parms = f.direct(f.Dict(pa[i]))
			} else if len(v) == 1 {
				step.parms = f.direct(f.Dict(parms))
			}
			steps = append(steps, step)
		}
		return steps
	}
	return nil
}

// direct resolves the values of a small dictionary.
func (f *File) direct(d Dict) Dict {
	if d == nil {
		return nil
	}
	out := make(Dict, len(d))
	for k, v := range d {
		out[k] = f.Resolve(v)
	}
	return out
}
