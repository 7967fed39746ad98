package picture

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"image"
	"io"

	"golang.org/x/image/tiff/lzw"
)

// The tags of TIFF 6.0 that matter here.
const (
	tagSubfile      = 254
	tagWidth        = 256
	tagHeight       = 257
	tagBits         = 258
	tagCompression  = 259
	tagPhotometric  = 262
	tagFillOrder    = 266
	tagStripOffsets = 273
	tagOrientation  = 274
	tagComps        = 277
	tagStripRows    = 278
	tagStripBytes   = 279
	tagXResolution  = 282
	tagPlanar       = 284
	tagT4Options    = 292
	tagUnit         = 296
	tagPredictor    = 317
	tagColorMap     = 320
	tagTileWidth    = 322
	tagTileHeight   = 323
	tagTileOffsets  = 324
	tagTileBytes    = 325
	tagJPEGTables   = 347
)

// tiffPages finds the directories that are pages: not thumbnails, not masks.
func tiffPages(data []byte, limit int) ([]*directory, error) {
	var pages []*directory
	seen := map[int]bool{}
	for at := firstDirectory(data); at != 0 && !seen[at] && len(pages) < limit; {
		seen[at] = true
		d, err := readDirectory(data, at)
		if err != nil {
			if len(pages) > 0 {
				break
			}
			return nil, err
		}
		const thumbnail, mask = 1, 4
		if d.number(tagSubfile, 0)&(thumbnail|mask) == 0 && d.number(tagWidth, 0) > 0 {
			pages = append(pages, d)
		}
		at = d.next
	}
	if len(pages) == 0 {
		return nil, fmt.Errorf("tiff without a page: %w", ErrDamaged)
	}
	return pages, nil
}

// tiffPage is a page being decoded: its chunks are strips or tiles.
type tiffPage struct {
	dir            *directory
	limits         Limits
	w, h           int
	bits, comps    int
	compression    int
	photometric    int
	planes         int // 1, or one for each component
	cw, ch, across int // size of a chunk, chunks in a row
	offsets, sizes []int
	reverse        bool // the lowest bit is the leftmost pixel
	stride         int  // bytes of a row of a plane
	out            []byte
	damaged        bool
}

// maxRaw bounds the samples of one picture, in bytes.
const maxRaw = 400 << 20

// decodeTIFF decodes one page.
func decodeTIFF(d *directory, limits Limits) (*Picture, error) {
	t := &tiffPage{dir: d, limits: limits}
	if err := t.layout(); err != nil {
		return nil, err
	}
	good := 0
	var first error
	for i := range t.offsets {
		if err := t.chunk(i); err != nil {
			var u *UnsupportedError
			if errors.As(err, &u) {
				return nil, err
			}
			if first == nil {
				first = err
			}
			t.damaged = true
			continue
		}
		good++
	}
	if good == 0 {
		return nil, errors.Join(ErrDamaged, first)
	}
	p, err := t.picture()
	if err != nil {
		return nil, err
	}
	p.Damaged = p.Damaged || t.damaged
	if o := d.number(tagOrientation, 1); o > 1 && o < len(exifTurns) {
		p = p.turned(exifTurns[o])
	}
	p.SetPaper(0, 0, t.dpi())
	return p, nil
}

func (t *tiffPage) dpi() float64 {
	v := t.dir.rational(tagXResolution)
	const centimetre = 3
	if t.dir.number(tagUnit, 2) == centimetre {
		v *= 2.54
	}
	return v
}

func (t *tiffPage) layout() error {
	d := t.dir
	t.w, t.h = d.number(tagWidth, 0), d.number(tagHeight, 0)
	if t.w < 1 || t.h < 1 || t.w > t.limits.Pixels || t.h > t.limits.Pixels/t.w {
		return fmt.Errorf("%d × %d pixels: %w", t.w, t.h, ErrLimit)
	}
	t.bits, t.comps = d.number(tagBits, 1), d.number(tagComps, 1)
	t.compression, t.photometric = d.number(tagCompression, 1), d.number(tagPhotometric, 0)
	t.reverse = d.number(tagFillOrder, 1) == 2
	if t.comps < 1 || t.comps > 8 {
		return fmt.Errorf("%d components: %w", t.comps, ErrDamaged)
	}
	t.planes = 1
	if d.number(tagPlanar, 1) == 2 {
		t.planes = t.comps
	}
	t.cw, t.ch = t.w, min(d.number(tagStripRows, t.h), t.h)
	t.offsets, t.sizes = d.numbers(tagStripOffsets), d.numbers(tagStripBytes)
	if tiles := d.numbers(tagTileOffsets); tiles != nil {
		t.cw, t.ch = d.number(tagTileWidth, 0), d.number(tagTileHeight, 0)
		t.offsets, t.sizes = tiles, d.numbers(tagTileBytes)
	}
	if t.cw < 1 || t.ch < 1 || t.cw > 2*t.w+1024 || t.ch > 2*t.h+1024 {
		return fmt.Errorf("strips of %d × %d pixels: %w", t.cw, t.ch, ErrDamaged)
	}
	t.across = (t.w + t.cw - 1) / t.cw
	want := t.across * ((t.h + t.ch - 1) / t.ch) * t.planes
	if len(t.offsets) > want {
		t.offsets = t.offsets[:want]
	}
	t.damaged = len(t.offsets) < want
	t.stride = t.rowBytes(t.w)
	if t.bits < 1 || t.bits > 16 || t.stride > maxRaw/t.h/t.planes {
		return fmt.Errorf("%d bits a component: %w", t.bits, ErrLimit)
	}
	t.out = make([]byte, t.stride*t.h*t.planes)
	return nil
}

// rowBytes are the bytes of a row of n pixels of one plane.
func (t *tiffPage) rowBytes(n int) int { return (n*t.bits*t.comps/t.planes + 7) / 8 }

// chunk decodes the i-th strip or tile into the picture.
func (t *tiffPage) chunk(i int) error {
	data := t.dir.data
	at := t.offsets[i]
	if at <= 0 || at >= len(data) {
		return fmt.Errorf("strip at %d: %w", at, ErrDamaged)
	}
	end := len(data)
	if i < len(t.sizes) && t.sizes[i] > 0 && t.sizes[i] < end-at {
		end = at + t.sizes[i]
	}
	perPlane := t.across * ((t.h + t.ch - 1) / t.ch)
	plane, k := i/perPlane, i%perPlane
	x, y := k%t.across*t.cw, k/t.across*t.ch
	rows := t.ch
	if t.dir.tags[tagTileOffsets].data == nil {
		rows = min(rows, t.h-y)
	}
	raw, err := t.unpack(data[at:end], rows)
	if err != nil && len(raw) == 0 {
		return err
	}
	stride := t.rowBytes(t.cw)
	if t.dir.number(tagPredictor, 1) == 2 {
		t.unpredict(raw, stride)
	}
	from := t.rowBytes(x) // tiles are multiples of 16 pixels: whole bytes
	for r := 0; r < min(rows, t.h-y); r++ {
		if r*stride >= len(raw) {
			t.damaged = true
			break
		}
		row := t.out[(plane*t.h+y+r)*t.stride:][:t.stride]
		copy(row[from:], raw[r*stride:min((r+1)*stride, len(raw))])
	}
	return err
}

// The compressions of TIFF.
const (
	tiffPlain    = 1
	tiffHuffman  = 2
	tiffGroup3   = 3
	tiffGroup4   = 4
	tiffLZW      = 5
	tiffOldJPEG  = 6
	tiffJPEG     = 7
	tiffDeflate  = 8
	tiffDeflate2 = 32946
	tiffPackBits = 32773
)

// unpack undoes the compression of a chunk of so many rows.
func (t *tiffPage) unpack(data []byte, rows int) ([]byte, error) {
	size := t.rowBytes(t.cw) * rows
	if size > maxRaw {
		return nil, ErrLimit
	}
	if t.reverse && t.compression != tiffJPEG {
		data = reversed(data)
	}
	switch t.compression {
	case tiffPlain:
		return data[:min(size, len(data))], nil
	case tiffHuffman, tiffGroup3, tiffGroup4:
		return t.fax(data, rows)
	case tiffLZW:
		r := lzw.NewReader(bytes.NewReader(data), lzw.MSB, 8)
		defer r.Close()
		return readUpTo(r, size)
	case tiffDeflate, tiffDeflate2:
		r, err := zlib.NewReader(bytes.NewReader(data))
		if err != nil {
			return nil, errors.Join(ErrDamaged, err)
		}
		return readUpTo(r, size)
	case tiffPackBits:
		return unpackBits(data, size), nil
	case tiffJPEG:
		return t.jpeg(data, rows)
	case tiffOldJPEG:
		return nil, &UnsupportedError{"TIFF with old-style JPEG"}
	}
	return nil, &UnsupportedError{fmt.Sprintf("TIFF, compression %d", t.compression)}
}

// readUpTo reads size bytes; what stands before damage is kept.
func readUpTo(r io.Reader, size int) ([]byte, error) {
	var buf bytes.Buffer
	_, err := buf.ReadFrom(io.LimitReader(r, int64(size)))
	if err != nil {
		err = errors.Join(ErrDamaged, err)
	}
	return buf.Bytes(), err
}

func reversed(data []byte) []byte {
	out := make([]byte, len(data))
	for i, b := range data {
		b = b>>4 | b<<4
		b = b>>2&0x33 | b&0x33<<2
		out[i] = b>>1&0x55 | b&0x55<<1
	}
	return out
}

// fax decodes a chunk of the facsimile codes, black as 1.
func (t *tiffPage) fax(data []byte, rows int) ([]byte, error) {
	f := Fax{Columns: t.cw, Rows: rows, BlackIs1: true}
	const twoDimensions = 1
	switch {
	case t.compression == tiffGroup4:
		f.K = -1
	case t.compression == tiffHuffman:
		f.ByteAlign, f.NoEnd = true, true
	case t.dir.number(tagT4Options, 0)&twoDimensions != 0:
		f.K = 1
	}
	out, _, damaged, err := f.Decode(data, t.limits)
	t.damaged = t.damaged || damaged > 0
	return out, err
}

// unpackBits undoes Apple's run lengths.
func unpackBits(data []byte, size int) []byte {
	out := make([]byte, 0, size)
	for i := 0; i < len(data) && len(out) < size; {
		n := int(int8(data[i]))
		i++
		switch {
		case n >= 0:
			end := min(i+n+1, len(data))
			out = append(out, data[i:end]...)
			i = end
		case n > -128 && i < len(data):
			out = append(out, bytes.Repeat(data[i:i+1], 1-n)...)
			i++
		}
	}
	return out[:min(size, len(out))]
}

// unpredict undoes horizontal differencing.
func (t *tiffPage) unpredict(raw []byte, stride int) {
	n := t.comps / t.planes
	for ; len(raw) >= stride; raw = raw[stride:] {
		row := raw[:stride]
		switch t.bits {
		case 8:
			for i := n; i < len(row); i++ {
				row[i] += row[i-n]
			}
		case 16:
			for i := 2 * n; i+1 < len(row); i += 2 {
				t.dir.order.PutUint16(row[i:], t.dir.order.Uint16(row[i:])+t.dir.order.Uint16(row[i-2*n:]))
			}
		}
	}
}

// jpeg decodes a chunk that is a JPEG, whose tables may stand apart, into the
// samples of grey or RGB.
func (t *tiffPage) jpeg(data []byte, rows int) ([]byte, error) {
	if tables := t.dir.tags[tagJPEGTables].data; len(tables) > 4 && len(data) > 2 {
		data = append(bytes.Clone(tables[:len(tables)-2]), data[2:]...)
	}
	const rgb = 2
	if t.photometric == rgb {
		data = withTransform(data)
	}
	img, _, err := decodeJPEG(data, t.limits)
	if err != nil {
		return nil, err
	}
	if t.bits != 8 || t.planes != 1 || t.comps != 1 && t.comps != 3 && t.comps != 4 {
		return nil, &UnsupportedError{"TIFF with JPEG of several planes"}
	}
	stride := t.rowBytes(t.cw)
	out := make([]byte, stride*rows)
	b := img.Bounds()
	for y := 0; y < min(rows, b.Dy()); y++ {
		row := out[y*stride:]
		for x := 0; x < min(t.cw, b.Dx()); x++ {
			t.jpegPixel(row[x*t.comps:], img, b.Min.X+x, b.Min.Y+y)
		}
	}
	return out, nil
}

func (t *tiffPage) jpegPixel(out []byte, img image.Image, x, y int) {
	switch m := img.(type) {
	case *image.Gray:
		for i := range t.comps {
			out[i] = m.Pix[m.PixOffset(x, y)]
		}
	case *image.CMYK: // the decoder turns the inks round
		for i, v := range m.Pix[m.PixOffset(x, y):][:t.comps] {
			out[i] = ^v
		}
	default:
		r, g, b := pixel(img, x, y)
		copy(out[:t.comps], []byte{r, g, b})
	}
}

// withTransform marks three-component data as RGB.
func withTransform(data []byte) []byte {
	if info, err := readJPEGInfo(data); err != nil || info.adobe || info.comps != 3 {
		return data
	}
	return withAdobe(data)
}

// picture turns the samples into a picture.
func (t *tiffPage) picture() (*Picture, error) {
	s := Samples{Width: t.w, Height: t.h, Bits: t.bits, Data: t.out}
	if t.planes > 1 {
		if s.Data = t.interleaved(); s.Data == nil {
			return nil, &UnsupportedError{"TIFF of planes below 8 bits"}
		}
	}
	if t.bits == 16 && string(t.dir.data[:2]) == "II" { // the upper byte first
		for i := 0; i+1 < len(s.Data); i += 2 {
			s.Data[i], s.Data[i+1] = s.Data[i+1], s.Data[i]
		}
	}
	const whiteIsZero, blackIsZero, rgb, palette, separated, ycbcr = 0, 1, 2, 3, 5, 6
	switch {
	case t.photometric == whiteIsZero:
		s.Space, s.Decode = Gray(), []float64{1, 0}
	case t.photometric == blackIsZero:
		s.Space = Gray()
	case t.photometric == palette:
		s.Space = t.palette()
	case t.photometric == rgb && t.comps >= 3, t.photometric == ycbcr && t.comps == 3 && t.compression == tiffJPEG:
		s.Space = RGB()
	case t.photometric == separated && t.comps >= 4:
		s.Space = CMYK()
	default:
		return nil, &UnsupportedError{fmt.Sprintf("TIFF, photometric %d", t.photometric)}
	}
	s.Space = s.Space.with(t.comps)
	return s.Picture(t.limits)
}

// interleaved puts the planes' components beside each other.
func (t *tiffPage) interleaved() []byte {
	if t.bits != 8 {
		return nil
	}
	out := make([]byte, len(t.out))
	size := t.w * t.h
	for p := range t.planes {
		for i, v := range t.out[p*size : (p+1)*size] {
			out[i*t.planes+p] = v
		}
	}
	return out
}

// palette is the colour map: all reds, then greens, then blues, of 16 bits.
func (t *tiffPage) palette() *Space {
	m := t.dir.numbers(tagColorMap)
	n := len(m) / 3
	table := make([]byte, 0, 3*n)
	for i := range n {
		table = append(table, byte(m[i]>>8), byte(m[n+i]>>8), byte(m[2*n+i]>>8))
	}
	return Indexed(RGB(), n, table)
}
