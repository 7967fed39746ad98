package object

import (
	"bytes"
	stdflate "compress/flate"
	"compress/lzw"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/klauspost/compress/flate"
)

// ErrLimit says that a stream decodes to more bytes than Limits allow.
var ErrLimit = errors.New("stream exceeds its size limit")

// errFilter says that a stream cannot be decoded: an image codec, or damage.
var errFilter = errors.New("stream cannot be decoded")

// maxFilters is how many filters in a row one stream may have.
const maxFilters = 8

// filterStep is one entry of a stream's Filter array with its parameters.
type filterStep struct {
	name  Name
	parms Dict
}

// imageCodec reports whether a filter's output is a picture, not bytes that
// this package decodes.
func imageCodec(n Name) bool {
	switch n {
	case "DCTDecode", "DCT", "JPXDecode", "JBIG2Decode", "CCITTFaxDecode", "CCF":
		return true
	}
	return false
}

// Coded decodes a stream up to the filter that gives a picture, and names that
// with its parameters; the name is empty where no such filter ends the stream.
// At most limit bytes are decoded. What was decoded before damage, or before the
// limit, comes with the error.
func (f *File) Coded(s *Stream, limit int) (data []byte, codec Name, parms Dict, err error) {
	steps := f.filters(s.Dict)
	for i, step := range steps {
		if imageCodec(step.name) {
			data, err = f.decoder.decode(s.Raw, steps[:i], limit)
			return data, step.name, step.parms, err
		}
	}
	data, err = f.decoder.decode(s.Raw, steps, limit)
	return data, "", nil, err
}

// decoder runs bytes through filters. It keeps the tables of its inflater, which are as
// large as the streams of a small page. The zero value is ready.
type decoder struct {
	deflate io.ReadCloser // nil until there is something to inflate
	src     bytes.Reader
	buf     []byte
}

// keptBuffer is how many bytes the buffer of a decoder may keep between streams.
const keptBuffer = 1 << 20

// decode runs raw bytes through filters. What was decoded before damage is
// returned together with the error.
func (d *decoder) decode(raw []byte, steps []filterStep, limit int) ([]byte, error) {
	if len(steps) > maxFilters {
		return nil, fmt.Errorf("%d filters: %w", len(steps), errFilter)
	}
	data := raw
	var damage error
	for _, s := range steps {
		out, err := d.applyFilter(data, s, limit)
		if errors.Is(err, ErrLimit) {
			return out, err
		}
		if err != nil {
			damage = err
			if len(out) == 0 {
				return nil, err
			}
		}
		data = out
	}
	if len(data) > limit {
		return data[:limit], ErrLimit
	}
	return data, damage
}

func (d *decoder) applyFilter(data []byte, s filterStep, limit int) ([]byte, error) {
	switch s.name {
	case "FlateDecode", "Fl":
		out, err := d.inflated(data, limit)
		return unpredict(out, s.parms, err)
	case "LZWDecode", "LZW":
		out, err := unlzw(data, s.parms, limit)
		return unpredict(out, s.parms, err)
	case "ASCIIHexDecode", "AHx":
		l := Lexer{Buf: data}
		return l.hex(), nil
	case "ASCII85Decode", "A85":
		return unascii85(data), nil
	case "RunLengthDecode", "RL":
		return runLength(data, limit)
	case "Crypt":
		return data, nil // Identity; other crypt filters are undone below
	}
	return nil, fmt.Errorf("filter %s: %w", s.name, errFilter)
}

// append is decode behind dst. Most streams are inflated there, and not copied.
func (d *decoder) append(dst, raw []byte, steps []filterStep, limit int) ([]byte, error) {
	if len(steps) == 1 && (steps[0].name == "FlateDecode" || steps[0].name == "Fl") && len(steps[0].parms) == 0 {
		return d.inflate(dst, raw, limit)
	}
	out, err := d.decode(raw, steps, limit)
	return append(dst, out...), err
}

// inflated decodes zlib data into memory of their own.
func (d *decoder) inflated(data []byte, limit int) ([]byte, error) {
	out, err := d.inflate(d.buf[:0], data, limit)
	if cap(out) > keptBuffer {
		d.buf = nil
		return out, err
	}
	d.buf = out
	return bytes.Clone(out), err
}

// inflate decodes zlib data behind dst. A bad header or checksum does not stop it; that
// the checksum is cut off is said.
func (d *decoder) inflate(dst, data []byte, limit int) ([]byte, error) {
	for len(data) > 0 && IsSpace(data[0]) && data[0] != 0x08 {
		data = data[1:] // a line end too many after "stream"
	}
	headed := zlibHeader(data)
	if len(data) < 2 || len(data) == 2 && !headed {
		return dst, fmt.Errorf("empty flate stream: %w", errFilter)
	}
	d.open(data[2:])
	out, err := appendAll(dst, d.deflate, limit)
	if err == nil && d.src.Len() >= checksum || errors.Is(err, ErrLimit) {
		return out, err
	}
	// Of what is damaged or cut short the fast library gives a little less than there is,
	// and does not always say so.
	d.src.Reset(data[2:])
	out, err = appendAll(dst, stdflate.NewReader(&d.src), limit)
	if err == nil && headed && d.src.Len() < checksum {
		err = fmt.Errorf("%w: %w", io.ErrUnexpectedEOF, errFilter)
	}
	return out, err
}

// open readies the inflater for data.
func (d *decoder) open(data []byte) {
	d.src.Reset(data)
	if again, ok := d.deflate.(flate.Resetter); ok {
		again.Reset(&d.src, nil) // fails for no data
		return
	}
	d.deflate = flate.NewReader(&d.src)
}

// checksum is how many bytes stand behind zlib data.
const checksum = 4

// zlibHeader reports whether data begin with the header of zlib data that need no
// dictionary (RFC 1950).
func zlibHeader(data []byte) bool {
	return len(data) >= 2 && data[0]&0x0f == 8 && data[0]>>4 <= 7 && data[1]&0x20 == 0 && (int(data[0])<<8|int(data[1]))%31 == 0
}

// leastRoom is for how many bytes there is room before a reader is asked for more.
const leastRoom = 4 << 10

// appendAll reads up to limit bytes behind dst; an error after some bytes keeps them.
func appendAll(dst []byte, r io.Reader, limit int) ([]byte, error) {
	from := len(dst)
	for {
		if cap(dst)-len(dst) < leastRoom {
			dst = slices.Grow(dst, max(len(dst), leastRoom)) // twice as much, not a quarter more
		}
		n, err := r.Read(dst[len(dst):cap(dst)])
		dst = dst[:len(dst)+n]
		switch {
		case len(dst)-from > limit:
			return dst[:from+limit], ErrLimit
		case err == io.EOF:
			return dst, nil
		case err != nil:
			return dst, fmt.Errorf("%w: %w", err, errFilter)
		}
	}
}

// unlzw decodes PDF's LZW: most significant bit first, codes of 9 to 12 bits
// that widen one code early unless EarlyChange is 0.
func unlzw(data []byte, parms Dict, limit int) ([]byte, error) {
	early := 1
	if v, ok := parms["EarlyChange"].(int); ok {
		early = v
	}
	if early == 0 {
		// compress/lzw widens late, as EarlyChange 0 asks for.
		return appendAll(nil, lzw.NewReader(bytes.NewReader(data), lzw.MSB, 8), limit)
	}
	return lzwEarly(data, limit)
}

const (
	lzwClear = 256
	lzwEnd   = 257
	lzwMax   = 4096
)

// lzwEarly decodes LZW whose code width grows one code early.
func lzwEarly(data []byte, limit int) ([]byte, error) {
	var prefix [lzwMax]uint16
	var suffix, first [lzwMax]byte
	var length [lzwMax]int
	for i := range 256 {
		suffix[i], first[i], length[i] = byte(i), byte(i), 1
	}
	out := []byte{}
	next, width, prev := lzwEnd+1, 9, -1
	acc, bits := 0, 0
	for _, b := range data {
		acc = (acc<<8 | int(b)) & 0xffffff
		bits += 8
		if bits < width {
			continue
		}
		bits -= width
		code := acc >> bits & (1<<width - 1)
		switch {
		case code == lzwClear:
			next, width, prev = lzwEnd+1, 9, -1
			continue
		case code == lzwEnd:
			return out, nil
		case prev < 0:
			if code > 255 {
				return out, fmt.Errorf("lzw code %d after clear: %w", code, errFilter)
			}
			out = append(out, byte(code))
			prev = code
			continue
		case code > next || code == next && next >= lzwMax:
			return out, fmt.Errorf("lzw code %d of %d: %w", code, next, errFilter)
		}
		if next < lzwMax {
			prefix[next], first[next], length[next] = uint16(prev), first[prev], length[prev]+1
			if code == next {
				suffix[next] = first[prev]
			} else {
				suffix[next] = first[code]
			}
			next++
		}
		n := length[code]
		if len(out)+n > limit {
			return out, ErrLimit
		}
		at := len(out)
		out = append(out, make([]byte, n)...)
		for c, k := code, n-1; k >= 0; k-- {
			out[at+k] = suffix[c]
			c = int(prefix[c])
		}
		prev = code
		if next+1 >= 1<<width && width < 12 {
			width++
		}
	}
	return out, nil
}

func unascii85(data []byte) []byte {
	data = bytes.TrimPrefix(data, []byte("<~")) // as some encoders begin
	out := make([]byte, 0, len(data)*4/5+4)
	var group [5]uint32
	n := 0
	flush := func(k int) {
		for i := k; i < 5; i++ {
			group[i] = 84
		}
		var v uint32
		for _, d := range group {
			v = v*85 + d
		}
		b := [4]byte{byte(v >> 24), byte(v >> 16), byte(v >> 8), byte(v)}
		out = append(out, b[:k-1]...)
		n = 0
	}
	for _, b := range data {
		switch {
		case b == '~':
			if n > 1 {
				flush(n)
			}
			return out
		case b == 'z' && n == 0:
			out = append(out, 0, 0, 0, 0)
		case b >= '!' && b <= 'u':
			group[n] = uint32(b - '!')
			if n++; n == 5 {
				flush(5)
			}
		}
	}
	if n > 1 {
		flush(n)
	}
	return out
}

func runLength(data []byte, limit int) ([]byte, error) {
	var out []byte
	for i := 0; i < len(data); {
		n := int(data[i])
		i++
		switch {
		case n == 128:
			return out, nil
		case n < 128:
			end := min(i+n+1, len(data))
			out = append(out, data[i:end]...)
			i = end
		case i < len(data):
			out = append(out, bytes.Repeat(data[i:i+1], 257-n)...)
			i++
		}
		if len(out) > limit {
			return out[:limit], ErrLimit
		}
	}
	return out, nil
}

// maxRowBytes bounds a predictor's row: a 30,000 pixel line of four 16-bit
// colours.
const maxRowBytes = 30000 * 8

// unpredict undoes the predictor of parms, keeping err when it succeeds.
func unpredict(data []byte, parms Dict, err error) ([]byte, error) {
	pred := intOf(parms["Predictor"], 1)
	if pred <= 1 || errors.Is(err, ErrLimit) {
		return data, err
	}
	colors, bits := intOf(parms["Colors"], 1), intOf(parms["BitsPerComponent"], 8)
	columns := intOf(parms["Columns"], 1)
	if colors < 1 || colors > 32 || bits < 1 || bits > 16 || columns < 1 || columns > maxRowBytes {
		return nil, fmt.Errorf("predictor of %d columns: %w", columns, errFilter)
	}
	row := (colors*bits*columns + 7) / 8
	bpp := max(colors*bits/8, 1)
	if row > maxRowBytes {
		return nil, fmt.Errorf("predictor row of %d bytes: %w", row, errFilter)
	}
	if pred == 2 {
		return tiffPredictor(data, row, bpp, bits), err
	}
	return pngPredictor(data, row, bpp), err
}

func tiffPredictor(data []byte, row, bpp, bits int) []byte {
	if bits != 8 {
		return data
	}
	for start := 0; start < len(data); start += row {
		line := data[start:min(start+row, len(data))]
		for i := bpp; i < len(line); i++ {
			line[i] += line[i-bpp]
		}
	}
	return data
}

func pngPredictor(data []byte, row, bpp int) []byte {
	out := make([]byte, 0, len(data))
	prev := make([]byte, row)
	for len(data) > 1 {
		tag := data[0]
		n := min(row, len(data)-1)
		line := make([]byte, row)
		copy(line, data[1:1+n])
		data = data[1+n:]
		unfilterRow(tag, line, prev, bpp)
		out = append(out, line[:n]...)
		prev = line
	}
	return out
}

func unfilterRow(tag byte, line, prev []byte, bpp int) {
	for i := range line {
		var left, corner byte
		if i >= bpp {
			left, corner = line[i-bpp], prev[i-bpp]
		}
		switch tag {
		case 1:
			line[i] += left
		case 2:
			line[i] += prev[i]
		case 3:
			line[i] += byte((int(left) + int(prev[i])) / 2)
		case 4:
			line[i] += paeth(left, prev[i], corner)
		}
	}
}

func paeth(a, b, c byte) byte {
	p := int(a) + int(b) - int(c)
	pa, pb, pc := abs(p-int(a)), abs(p-int(b)), abs(p-int(c))
	switch {
	case pa <= pb && pa <= pc:
		return a
	case pb <= pc:
		return b
	}
	return c
}

func abs(x int) int {
	if x < 0 {
		return -x
	}
	return x
}

func intOf(o Object, def int) int {
	switch v := o.(type) {
	case int:
		return v
	case float64:
		if v > -1e9 && v < 1e9 {
			return int(v)
		}
	}
	return def
}
