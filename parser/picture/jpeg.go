package picture

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
)

// jpegInfo is what the segments before the scan of a JPEG tell.
type jpegInfo struct {
	w, h, comps int
	dpi         float64 // of JFIF, 0 if it says none
	turn        turn    // of Exif
	adobe       bool    // an Adobe segment stands in it
	frame       int     // offset of the frame header
	coding      byte    // the frame's marker
}

const (
	markSOI   = 0xd8
	markSOS   = 0xda
	markAPP0  = 0xe0
	markAPP1  = 0xe1
	markAPP14 = 0xee
)

// readJPEGInfo walks the segments before the scan.
func readJPEGInfo(data []byte) (jpegInfo, error) {
	var info jpegInfo
	if len(data) < 4 || data[0] != 0xff || data[1] != markSOI {
		return info, errFormat
	}
	for pos := 2; ; {
		s, ok := nextSegment(data, pos)
		if !ok || s.mark == markSOS {
			return info, info.check()
		}
		if err := info.learn(s); err != nil {
			return info, err
		}
		pos = s.end
	}
}

// segment is one segment of a JPEG: its marker, its body, and the offsets of the
// marker and of what follows.
type segment struct {
	mark    byte
	body    []byte
	at, end int
}

// nextSegment is the first segment at or behind an offset; bytes between segments
// are passed over, as decoders do.
func nextSegment(data []byte, pos int) (segment, bool) {
	for ; pos+4 <= len(data); pos++ {
		if data[pos] != 0xff || !hasLength(data[pos+1]) {
			continue
		}
		end := pos + 2 + int(binary.BigEndian.Uint16(data[pos+2:]))
		if end < pos+4 || end > len(data) {
			return segment{}, false
		}
		return segment{mark: data[pos+1], body: data[pos+4 : end], at: pos, end: end}, true
	}
	return segment{}, false
}

// hasLength reports whether the length of a segment follows a marker; it does not
// follow fill bytes, restarts and the start of the image.
func hasLength(mark byte) bool {
	return mark > 1 && mark < 0xff && !(mark >= 0xd0 && mark <= markSOI)
}

// isFrame reports whether a marker begins a frame header: SOF0 to SOF15 without
// the tables that stand among their numbers.
func isFrame(mark byte) bool {
	return mark >= 0xc0 && mark <= 0xcf && mark != 0xc4 && mark != 0xc8 && mark != 0xcc
}

// learn takes what a segment tells.
func (i *jpegInfo) learn(s segment) error {
	switch {
	case isFrame(s.mark):
		if len(s.body) < 6 {
			return ErrDamaged
		}
		i.frame, i.coding = s.at, s.mark
		i.h, i.w = int(binary.BigEndian.Uint16(s.body[1:])), int(binary.BigEndian.Uint16(s.body[3:]))
		i.comps = int(s.body[5])
	case s.named(markAPP0, "JFIF\x00", 12):
		i.dpi = jfifDPI(s.body[7:])
	case s.named(markAPP1, "Exif\x00\x00", 14):
		i.turn = exifTurn(s.body[6:])
	case s.named(markAPP14, "Adobe", 12):
		i.adobe = true
	}
	return nil
}

// named reports whether a segment is an application's of that name, and long enough.
func (s segment) named(mark byte, name string, least int) bool {
	return s.mark == mark && len(s.body) >= least && string(s.body[:len(name)]) == name
}

func (i jpegInfo) check() error {
	switch {
	case i.frame == 0 || i.w == 0 || i.h == 0:
		return fmt.Errorf("jpeg without a frame: %w", ErrDamaged)
	case i.coding > 0xc2:
		return &UnsupportedError{"JPEG (lossless or arithmetic)"}
	}
	return nil
}

func jfifDPI(b []byte) float64 {
	d := float64(binary.BigEndian.Uint16(b[1:]))
	switch b[0] {
	case 1:
		return d
	case 2:
		return d * 2.54
	}
	return 0
}

// exifTurns are the turns that undo Exif's orientations 1 to 8.
var exifTurns = [...]turn{{}, {}, {Mirror: true}, {Quarters: 2}, {Mirror: true, Quarters: 2}, {Mirror: true, Quarters: 3}, {Quarters: 1}, {Mirror: true, Quarters: 1}, {Quarters: 3}}

func exifTurn(b []byte) turn {
	const orientation = 0x112
	d, err := readDirectory(b, firstDirectory(b))
	if err != nil {
		return turn{}
	}
	if v := d.number(orientation, 1); v >= 1 && v < len(exifTurns) {
		return exifTurns[v]
	}
	return turn{}
}

// decodeJPEG decodes a baseline or progressive JPEG.
func decodeJPEG(data []byte, limits Limits) (image.Image, jpegInfo, error) {
	info, err := readJPEGInfo(data)
	if err != nil {
		return nil, info, err
	}
	if info.w*info.h > limits.Pixels {
		return nil, info, fmt.Errorf("%d × %d pixels: %w", info.w, info.h, ErrLimit)
	}
	if info.comps == 4 && !info.adobe {
		data = withAdobe(data)
	}
	img, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		var u jpeg.UnsupportedError
		if errors.As(err, &u) {
			return nil, info, &UnsupportedError{"JPEG (" + string(u) + ")"}
		}
		return nil, info, fmt.Errorf("%v: %w", err, ErrDamaged)
	}
	return img, info, nil
}

// withAdobe gives four-component data the segment without which image/jpeg
// refuses them: no transform.
func withAdobe(data []byte) []byte {
	seg := []byte{0xff, markAPP14, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0}
	out := make([]byte, 0, len(data)+len(seg))
	return append(append(append(out, data[:2]...), seg...), data[2:]...)
}

// imageLines are the rows of an image of the standard library.
type imageLines struct {
	img   image.Image
	color bool
}

// imageSource finds the rows of img. Chroma that is nowhere worth the name is
// no colour: scanners write grey as YCbCr.
func imageSource(img image.Image) lines {
	return &imageLines{img: img, color: tinted(img)}
}

// tintLevel is how far chroma must be off grey to be a colour: what JPEG's own
// rounding makes stays below.
const tintLevel = 10

func tinted(img image.Image) bool {
	switch m := img.(type) {
	case *image.Gray, *image.Gray16:
		return false
	case *image.YCbCr:
		return offGray(m.Cb) || offGray(m.Cr)
	case *image.Paletted:
		for _, c := range m.Palette {
			if r, g, b, _ := c.RGBA(); apart(byte(r>>8), byte(g>>8), byte(b>>8)) {
				return true
			}
		}
		return false
	case *image.NRGBA:
		return apartIn(m.Pix)
	case *image.RGBA:
		return apartIn(m.Pix)
	}
	return true
}

func offGray(chroma []byte) bool {
	for _, v := range chroma {
		if v < 128-tintLevel || v > 128+tintLevel {
			return true
		}
	}
	return false
}

func apart(r, g, b byte) bool { return max(r, g, b)-min(r, g, b) > tintLevel }

func apartIn(pix []byte) bool {
	for i := 0; i+3 < len(pix); i += 4 {
		if apart(pix[i], pix[i+1], pix[i+2]) {
			return true
		}
	}
	return false
}

func (l *imageLines) size() (int, int) { return l.img.Bounds().Dx(), l.img.Bounds().Dy() }
func (l *imageLines) colored() bool    { return l.color }

func (l *imageLines) line(y int, gray, rgb []byte) {
	b := l.img.Bounds()
	switch m := l.img.(type) {
	case *image.Gray:
		copy(gray, m.Pix[y*m.Stride:])
	case *image.YCbCr:
		l.ycbcr(m, y, gray, rgb)
	default:
		for x := range gray {
			r, g, bl := pixel(l.img, b.Min.X+x, b.Min.Y+y)
			gray[x] = Luma(r, g, bl)
			if l.color {
				rgb[3*x], rgb[3*x+1], rgb[3*x+2] = r, g, bl
			}
		}
	}
}

// pixel is the colour of a pixel as it looks on white paper.
func pixel(img image.Image, x, y int) (r, g, b byte) {
	switch m := img.(type) {
	case *image.CMYK:
		i := m.PixOffset(x, y)
		return cmykRGB(m.Pix[i], m.Pix[i+1], m.Pix[i+2], m.Pix[i+3])
	case *image.YCbCr:
		c := m.COffset(x, y)
		return ycbcrRGB(m.Y[m.YOffset(x, y)], m.Cb[c], m.Cr[c])
	case *image.NRGBA:
		if i := m.PixOffset(x, y); m.Pix[i+3] == 0xff {
			return m.Pix[i], m.Pix[i+1], m.Pix[i+2]
		}
	case *image.RGBA:
		if i := m.PixOffset(x, y); m.Pix[i+3] == 0xff {
			return m.Pix[i], m.Pix[i+1], m.Pix[i+2]
		}
	}
	r16, g16, b16, a := img.At(x, y).RGBA()
	rest := 0xffff - a
	return byte((r16 + rest) >> 8), byte((g16 + rest) >> 8), byte((b16 + rest) >> 8)
}

func (l *imageLines) ycbcr(m *image.YCbCr, y int, gray, rgb []byte) {
	b := m.Bounds()
	at := m.YOffset(b.Min.X, b.Min.Y+y)
	luma := m.Y[at : at+len(gray)]
	copy(gray, luma)
	if !l.color {
		return
	}
	for x := range gray {
		c := m.COffset(b.Min.X+x, b.Min.Y+y)
		rgb[3*x], rgb[3*x+1], rgb[3*x+2] = ycbcrRGB(luma[x], m.Cb[c], m.Cr[c])
	}
}
