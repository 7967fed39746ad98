// Package pdftest writes small PDF files for tests: forms drawn in the manners
// of the programs that make them, without their fonts. Text is set in a CJK
// font that is not embedded (UniGB-UCS2-H), whose codes are Unicode.
package pdftest

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf16"
)

// File collects the objects of a PDF file.
type File struct {
	objects []string
	pages   []int
	// Extra is put into the catalog, such as /OCProperties.
	Extra string
}

// Page is one page: its content and what its dictionary holds.
type Page struct {
	Width, Height float64
	Content       string
	// Attrs is put into the page dictionary, such as /Rotate 90.
	Attrs string
	// Resources is put into the resource dictionary beside the font /F.
	Resources string
	// Fonts is put into the font resources.
	Fonts string
}

// The first objects of every file.
const (
	catalogNum = 1
	pagesNum   = 2
	fontNum    = 3
	firstFree  = 6
)

// New starts a file.
func New() *File {
	f := &File{objects: make([]string, firstFree-1)}
	f.objects[fontNum-1] = "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>"
	f.objects[3] = "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /DW 1000 /W [1 95 500] /FontDescriptor 5 0 R >>"
	f.objects[4] = "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /Ascent 860 /Descent -140 /ItalicAngle 0 /CapHeight 700 /StemV 80 /FontBBox [0 -140 1000 860] >>"
	return f
}

// Add adds an object and gives its number.
func (f *File) Add(body string) int {
	f.objects = append(f.objects, body)
	return len(f.objects)
}

// AddStream adds a stream with more entries in its dictionary.
func (f *File) AddStream(dict, data string) int {
	return f.Add(fmt.Sprintf("<< %s /Length %d >>\nstream\n%s\nendstream", dict, len(data), data))
}

// AddPage adds a page.
func (f *File) AddPage(p Page) {
	c := f.AddStream("", p.Content)
	n := f.Add(fmt.Sprintf("<< /Type /Page /Parent %d 0 R /MediaBox [0 0 %g %g] /Contents %d 0 R %s /Resources << /Font << /F %d 0 R %s >> %s >> >>",
		pagesNum, p.Width, p.Height, c, p.Attrs, fontNum, p.Fonts, p.Resources))
	f.pages = append(f.pages, n)
}

// Bytes is the finished file.
func (f *File) Bytes() []byte {
	f.objects[catalogNum-1] = fmt.Sprintf("<< /Type /Catalog /Pages %d 0 R %s >>", pagesNum, f.Extra)
	var kids strings.Builder
	for _, n := range f.pages {
		fmt.Fprintf(&kids, "%d 0 R ", n)
	}
	f.objects[pagesNum-1] = fmt.Sprintf("<< /Type /Pages /Count %d /Kids [%s] >>", len(f.pages), kids.String())
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	offsets := make([]int, len(f.objects))
	for i, o := range f.objects {
		offsets[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	at := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(f.objects)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(f.objects)+1, catalogNum, at)
	return b.Bytes()
}

// Hex is text as a hexadecimal string of UTF-16.
func Hex(s string) string {
	var b strings.Builder
	b.WriteByte('<')
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	b.WriteByte('>')
	return b.String()
}

// Text sets a line of text with its base line at (x, y) from the bottom left.
func Text(x, y, size float64, s string) string {
	return fmt.Sprintf("BT /F %g Tf %g %g Td %s Tj ET\n", size, x, y, Hex(s))
}

// Width is the width of text in the file's font.
func Width(s string, size float64) float64 {
	w := 0.0
	for _, r := range s {
		if r < 0x80 {
			w += 0.5
		} else {
			w++
		}
	}
	return w * size
}
