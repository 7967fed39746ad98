// Package picture decodes the pictures that pages come as: files of cameras and
// scanners (JPEG, PNG, TIFF of many pages, BMP, GIF, WebP) and the coded samples
// that PDF and OFD hold. It gives rasters of grey, and of colour where there is
// any, with the resolution that the paper tells.
//
// Any bytes end in a picture or an error within the bounds of Limits; what was
// decoded in part says so.
package picture

import (
	"errors"
	"image"
)

// Picture is a page, or a part of one, as pixels.
type Picture struct {
	// Gray is the lightness of every pixel, 0 black. Its bounds start at 0, 0
	// and its Stride is its width.
	Gray *image.Gray
	// Color has the same bounds and is opaque; nil where nothing is coloured.
	Color *image.RGBA
	// Bilevel is set where the source knows black and white alone.
	Bilevel bool
	// DPI is the number of pixels an inch of paper, never 0. It comes from the
	// size of the paper where that is known, else from the word of the file
	// where it makes a known size of it, else from a sheet of A4.
	DPI float64
	// Width and Height are those of the page in points, by which places on it are
	// told: the document's where it gives any, else the paper's.
	Width, Height float64
	// Reduced is how many pixels of the source make one here, along each side.
	Reduced int
	// Damaged is set where a part could not be decoded; it is white then.
	Damaged bool
}

// Limits bound what decoding may cost. The zero value is the defaults.
type Limits struct {
	// Pixels is the number of pixels of a picture as it is coded.
	Pixels int
	// Kept is the number of pixels of a picture that is handed out: a larger
	// one is reduced by a whole factor while it is decoded.
	Kept int
	// Pages is the number of pages of a file; more are not read.
	Pages int
}

// The default limits. A3 at 600 dpi has 140 million pixels, A4 at 400 dpi 15
// million; no reader of text is better off with more.
const (
	defaultPixels = 160_000_000
	defaultKept   = 20_000_000
	defaultPages  = 5000
)

func (l Limits) orDefault() Limits {
	set := func(v *int, def int) {
		if *v <= 0 {
			*v = def
		}
	}
	set(&l.Pixels, defaultPixels)
	set(&l.Kept, defaultKept)
	set(&l.Pages, defaultPages)
	return l
}

// The reasons why a picture is not decoded; errors.Is finds them.
var (
	// errFormat says that the bytes are of no format that is read here.
	errFormat = errors.New("unknown picture format")
	// ErrDamaged says that nothing could be decoded.
	ErrDamaged = errors.New("damaged picture")
	// ErrLimit says that a picture is larger than Limits allow.
	ErrLimit = errors.New("picture exceeds the size limit")
)

// UnsupportedError names a coding that is not read: "JPX", say.
type UnsupportedError struct{ Coding string }

func (e *UnsupportedError) Error() string { return "pictures coded as " + e.Coding + " are not read" }

// lines are the rows of a coded picture, top down.
type lines interface {
	// size is the width and height in pixels.
	size() (w, h int)
	// colored reports whether line fills rgb too.
	colored() bool
	// line fills gray with the lightness of row y and, where the picture is
	// coloured, rgb with three bytes a pixel. Rows are asked for in order.
	line(y int, gray, rgb []byte)
}

// build makes a picture of lines, reduced so that no more than kept pixels
// are left.
func build(src lines, kept int) *Picture {
	w, h := src.size()
	k := 1
	for (w/k)*(h/k) > kept {
		k++
	}
	if k == 1 {
		return whole(src, w, h)
	}
	return reduced(src, w, h, k)
}

func whole(src lines, w, h int) *Picture {
	p := &Picture{Gray: image.NewGray(image.Rect(0, 0, w, h)), Reduced: 1}
	var rgb []byte
	if src.colored() {
		p.Color = image.NewRGBA(p.Gray.Rect)
		rgb = make([]byte, 3*w)
	}
	for y := range h {
		src.line(y, p.Gray.Pix[y*w:(y+1)*w], rgb)
		if p.Color != nil {
			spread(p.Color.Pix[y*p.Color.Stride:], rgb)
		}
	}
	return p
}

// spread writes opaque pixels.
func spread(rgba, rgb []byte) {
	for i, j := 0, 0; i+2 < len(rgb); i, j = i+3, j+4 {
		rgba[j], rgba[j+1], rgba[j+2], rgba[j+3] = rgb[i], rgb[i+1], rgb[i+2], 0xff
	}
}

// reduced averages squares of k pixels.
func reduced(src lines, w, h, k int) *Picture {
	ow, oh := max(w/k, 1), max(h/k, 1)
	p := &Picture{Gray: image.NewGray(image.Rect(0, 0, ow, oh)), Reduced: k}
	gray, graySum := make([]byte, w), make([]int, ow)
	var rgb []byte
	var rgbSum []int
	if src.colored() {
		p.Color = image.NewRGBA(p.Gray.Rect)
		rgb, rgbSum = make([]byte, 3*w), make([]int, 3*ow)
	}
	area := k * k
	for y := range oh {
		clear(graySum)
		clear(rgbSum)
		for r := range k {
			src.line(y*k+r, gray, rgb)
			for x := range ow {
				for _, v := range gray[x*k : (x+1)*k] {
					graySum[x] += int(v)
				}
			}
			for x := range len(rgbSum) / 3 {
				for i := 3 * x * k; i < 3*(x+1)*k; i += 3 {
					rgbSum[3*x] += int(rgb[i])
					rgbSum[3*x+1] += int(rgb[i+1])
					rgbSum[3*x+2] += int(rgb[i+2])
				}
			}
		}
		for x, v := range graySum {
			p.Gray.Pix[y*ow+x] = byte(v / area)
		}
		if p.Color != nil {
			row := p.Color.Pix[y*p.Color.Stride:]
			for x := range ow {
				for c := range 3 {
					row[4*x+c] = byte(rgbSum[3*x+c] / area)
				}
				row[4*x+3] = 0xff
			}
		}
	}
	return p
}

// Luma is the lightness of a colour (ITU-R BT.601).
func Luma(r, g, b byte) byte {
	return byte((19595*uint32(r) + 38470*uint32(g) + 7471*uint32(b) + 1<<15) >> 16)
}
