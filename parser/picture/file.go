package picture

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/gif"
	"image/png"
	"io"
	"math"

	"golang.org/x/image/bmp"
	"golang.org/x/image/webp"
)

// File is a picture file with its pages. It is not safe for concurrent use.
type File struct {
	data   []byte
	limits Limits
	pages  []*directory // of a TIFF
	more   bool
}

// Open looks into a picture file; nothing is decoded yet. The errors are
// errFormat, and ErrDamaged for a TIFF without a page.
func Open(data []byte, limits Limits) (*File, error) {
	f := &File{data: data, limits: limits.orDefault()}
	if _, _, err := byteOrder(data); err == nil {
		if f.pages, err = tiffPages(data, f.limits.Pages+1); err != nil {
			return nil, err
		}
		if f.more = len(f.pages) > f.limits.Pages; f.more {
			f.pages = f.pages[:f.limits.Pages]
		}
		return f, nil
	}
	if f.format() == "" {
		return nil, errFormat
	}
	return f, nil
}

// Pages is the number of pages; Cut reports whether the file has more than
// Limits allow.
func (f *File) Pages() int { return max(len(f.pages), 1) }

// Cut reports whether the file has more pages than Limits allow.
func (f *File) Cut() bool { return f.more }

// Page decodes page i, counted from 0. The errors are ErrDamaged, ErrLimit, an
// *UnsupportedError, or that of ctx.
func (f *File) Page(ctx context.Context, i int) (*Picture, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if f.pages != nil {
		return decodeTIFF(f.pages[i], f.limits)
	}
	return Decode(ctx, f.data, f.limits)
}

// format names the format of a file of one page, empty where it is unknown.
func (f *File) format() string { return formatOf(f.data) }

func formatOf(data []byte) string {
	has := func(at int, s string) bool { return len(data) >= at+len(s) && string(data[at:at+len(s)]) == s }
	switch {
	case has(0, "\xff\xd8\xff"):
		return "JPEG"
	case has(0, "\x89PNG\r\n\x1a\n"):
		return "PNG"
	case has(0, "GIF8"):
		return "GIF"
	case has(0, "BM"):
		return "BMP"
	case has(0, "RIFF") && has(8, "WEBP"):
		return "WebP"
	case has(0, "\x00\x00\x00\x0cjP  \r\n\x87\n"), has(0, "\xff\x4f\xff\x51"):
		return "JPX"
	case has(4, "ftyphei"), has(4, "ftypmif1"):
		return "HEIC"
	case has(4, "ftypavif"):
		return "AVIF"
	case has(0, "\x97JB2\r\n\x1a\n"):
		return "JBIG2"
	case has(0, "II*\x00"), has(0, "MM\x00*"), has(0, "II+\x00"), has(0, "MM\x00+"):
		return "TIFF"
	}
	return ""
}

// Decode decodes a picture file of one page, or the first page of one.
func Decode(ctx context.Context, data []byte, limits Limits) (*Picture, error) {
	limits = limits.orDefault()
	var p *Picture
	var dpi float64
	var err error
	switch name := formatOf(data); name {
	case "JPEG":
		return decodeCamera(data, limits)
	case "TIFF":
		pages, err := tiffPages(data, 1)
		if err != nil {
			return nil, err
		}
		return decodeTIFF(pages[0], limits)
	case "PNG":
		p, err = decodeStd(data, limits, png.DecodeConfig, png.Decode)
		dpi = pngDPI(data)
	case "GIF":
		p, err = decodeStd(data, limits, gif.DecodeConfig, gif.Decode)
	case "BMP":
		p, err = decodeStd(data, limits, bmp.DecodeConfig, bmp.Decode)
		dpi = bmpDPI(data)
	case "WebP":
		p, err = decodeStd(data, limits, webp.DecodeConfig, decodeWebP)
	case "JBIG2":
		return decodeJBIG2(ctx, data, limits)
	case "":
		return nil, errFormat
	default:
		return nil, &UnsupportedError{name}
	}
	if err != nil {
		return nil, err
	}
	p.SetPaper(0, 0, dpi)
	return p, nil
}

// decodeCamera decodes a JPEG file as it is meant to be seen.
func decodeCamera(data []byte, limits Limits) (*Picture, error) {
	img, info, err := decodeJPEG(data, limits)
	if err != nil {
		return nil, err
	}
	p := build(imageSource(img), limits.Kept).turned(info.turn)
	p.SetPaper(0, 0, info.dpi)
	return p, nil
}

// decodeStd decodes by a package of the standard library's shape, its size
// looked at first.
func decodeStd(data []byte, limits Limits, config func(io.Reader) (image.Config, error), decode func(io.Reader) (image.Image, error)) (*Picture, error) {
	c, err := config(bytes.NewReader(data))
	if err != nil {
		return nil, stdError(err)
	}
	if c.Width < 1 || c.Height < 1 || c.Width > limits.Pixels || c.Height > limits.Pixels/c.Width {
		return nil, fmt.Errorf("%d × %d pixels: %w", c.Width, c.Height, ErrLimit)
	}
	img, err := decode(bytes.NewReader(data))
	if err != nil {
		return nil, stdError(err)
	}
	p := build(imageSource(img), limits.Kept)
	if m, ok := img.(*image.Paletted); ok {
		p.Bilevel = len(m.Palette) <= 2 && p.Color == nil
	}
	return p, nil
}

func stdError(err error) error {
	var u png.UnsupportedError
	switch {
	case errors.Is(err, bmp.ErrUnsupported):
		return &UnsupportedError{"BMP of this kind"}
	case errors.As(err, &u) && u == "dimension overflow": // more than an int counts
		return fmt.Errorf("%w: %w", ErrLimit, err)
	case errors.As(err, &u):
		return &UnsupportedError{"PNG (" + string(u) + ")"}
	}
	return errors.Join(ErrDamaged, err)
}

// length is a number of 32 bits that counts bytes: what is beyond an int of 32 bits
// is beyond every file, and stays positive on every machine.
func length(v uint32) int { return int(min(v, math.MaxInt32)) }

const inchesMetre = 0.0254

// pngDPI is what the pHYs chunk says.
func pngDPI(data []byte) float64 {
	for at := 8; at+12 <= len(data); {
		n := length(binary.BigEndian.Uint32(data[at:]))
		kind := string(data[at+4 : at+8])
		if kind == "IDAT" || n > len(data)-at-12 {
			break
		}
		if kind == "pHYs" && n == 9 && data[at+16] == 1 {
			return float64(binary.BigEndian.Uint32(data[at+8:])) * inchesMetre
		}
		at += 12 + n
	}
	return 0
}

func bmpDPI(data []byte) float64 {
	const at = 38 // pixels a metre, in the header of 40 bytes
	if len(data) < at+4 || data[14] < 40 {
		return 0
	}
	return float64(binary.LittleEndian.Uint32(data[at:])) * inchesMetre
}

// decodeWebP decodes a WebP. The lossy kind codes light from 16 to 235 and
// chroma from 16 to 240, which the decoder hands on as if they were JPEG's full
// range.
func decodeWebP(r io.Reader) (image.Image, error) {
	img, err := webp.Decode(r)
	switch m := img.(type) {
	case *image.YCbCr:
		fullRange(m)
	case *image.NYCbCrA:
		fullRange(&m.YCbCr)
	}
	return img, err
}

func fullRange(m *image.YCbCr) {
	stretch := func(pix []byte, low, high, zero int) {
		var table [256]byte
		for v := range table {
			table[v] = byte(min(max(zero+((v-low)*510/(high-low)+1)/2, 0), 255))
		}
		for i, v := range pix {
			pix[i] = table[v]
		}
	}
	stretch(m.Y, 16, 235, 0)
	// 128 stays where it is: 16 goes to 128 - 127.5.
	stretch(m.Cb, 16, 240, 0)
	stretch(m.Cr, 16, 240, 0)
}
