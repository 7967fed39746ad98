package pdf

import (
	"context"
	"encoding/hex"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/parser/page"
	"github.com/pbt-cli/pbt/parser/pdf/internal/pdftest"
	"github.com/pbt-cli/pbt/parser/picture"
)

// scans reads a document and collects the pictures that are handed to a reader
// of scans.
func scans(t *testing.T, data []byte) ([]*picture.Picture, []string) {
	t.Helper()
	var pics []*picture.Picture
	doc, err := Read(context.Background(), data, Options{Scan: func(_ context.Context, p *picture.Picture, _ *page.Page) error {
		pics = append(pics, p)
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, f := range doc.Problems {
		found = append(found, f.Rule+" "+f.Text.EN)
	}
	return pics, found
}

// drawn makes a page of 40 × 20 points with one picture /P.
func drawn(t *testing.T, dict, data, content, attrs string) *picture.Picture {
	t.Helper()
	f := pdftest.New()
	n := f.AddStream("/Type /XObject /Subtype /Image "+dict, data)
	f.AddPage(pdftest.Page{Width: 40, Height: 20, Content: content, Attrs: attrs, Resources: fmt.Sprintf("/XObject << /P %d 0 R >>", n)})
	pics, found := scans(t, f.Bytes())
	if len(pics) != 1 {
		t.Fatalf("%s: %d pictures, %v", dict, len(pics), found)
	}
	return pics[0]
}

// pixels prints the colours of a small picture, a row after the other: grey as two
// hexadecimal digits, a colour as six.
func pixels(p *picture.Picture) string {
	var b strings.Builder
	for y := range p.Gray.Rect.Dy() {
		for x := range p.Gray.Rect.Dx() {
			b.WriteByte(' ')
			if p.Color != nil {
				c := p.Color.RGBAAt(x, y)
				fmt.Fprintf(&b, "%02x%02x%02x", c.R, c.G, c.B)
			} else {
				fmt.Fprintf(&b, "%02x", p.Gray.GrayAt(x, y).Y)
			}
		}
		b.WriteString(" /")
	}
	return strings.Trim(b.String(), " /")
}

const fullPage = "40 0 0 20 0 0 cm /P Do"

func TestPictureSpaces(t *testing.T) {
	const tint = "{dup 0.5 mul exch pop 1 exch sub dup dup}" // half of the ink, as light
	for _, c := range []struct{ name, dict, data, want string }{
		{"grey", "/Width 2 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray", "\x10\xf0", "10 f0"},
		{"Decode turns", "/Width 2 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray /Decode [1 0]", "\x10\xf0", "ef 0f"},
		{"one bit", "/Width 4 /Height 2 /BitsPerComponent 1 /ColorSpace /DeviceGray", "\xa0\x50", "ff 00 ff 00 / 00 ff 00 ff"},
		{"two bits", "/Width 4 /Height 1 /BitsPerComponent 2 /ColorSpace /DeviceGray", "\x1b", "00 55 aa ff"},
		{"four bits", "/Width 2 /Height 1 /BitsPerComponent 4 /ColorSpace /DeviceGray", "\x0f", "00 ff"},
		{"sixteen bits", "/Width 2 /Height 1 /BitsPerComponent 16 /ColorSpace /DeviceGray", "\x12\x34\xfe\xdc", "12 fe"},
		{"RGB", "/Width 2 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceRGB", "\xff\x00\x00\x00\x00\xff", "ff0000 0000ff"},
		{"CMYK", "/Width 2 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceCMYK", "\x00\xff\xff\x00\x00\x00\x00\xff", "ff0000 000000"},
		{"CMYK turned", "/Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceCMYK /Decode [1 0 1 0 1 0 1 0]", "\xff\x00\x00\xff", "ff0000"},
		{"CalGray", "/Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace [/CalGray << /WhitePoint [0.95 1 1.09] >>]", "\x80", "80"},
		{"Lab", "/Width 3 /Height 1 /BitsPerComponent 8 /ColorSpace [/Lab << /WhitePoint [0.96 1 0.82] /Range [-128 127 -128 127] >>]", "\xff\x80\x80\x00\x80\x80\x88\xd0\xc0", "ffffff 000000 fb0012"},
		{"indexed", "/Width 4 /Height 1 /BitsPerComponent 2 /ColorSpace [/Indexed /DeviceRGB 2 <ffffffff0000000000>]", "\x1b", "ffffff ff0000 000000 000000"},
		{"indexed, one bit, turned", "/Width 2 /Height 1 /BitsPerComponent 1 /ColorSpace [/Indexed /DeviceGray 1 <00ff>] /Decode [1 0]", "\x40", "ff 00"},
		{"separation", "/Width 2 /Height 1 /BitsPerComponent 8 /ColorSpace [/Separation /Seal /DeviceRGB << /FunctionType 2 /Domain [0 1] /N 1 /C0 [1 1 1] /C1 [1 0 0] >>]", "\x00\xff", "ffffff ff0000"},
		{"stitched", "/Width 3 /Height 1 /BitsPerComponent 8 /ColorSpace [/Separation /Spot /DeviceGray << /FunctionType 3 /Domain [0 1] /Bounds [0.5] /Encode [0 1 0 1] /Functions [<< /FunctionType 2 /Domain [0 1] /N 1 /C0 [1] /C1 [1] >> << /FunctionType 2 /Domain [0 1] /N 1 /C0 [1] /C1 [0] >>] >>]", "\x00\x40\xff", "ff ff 00"},
		{"ICC of three", "/Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace [/ICCBased 7 0 R]", "\x01\x80\xff", "0180ff"},
		{"DeviceN", "/Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace [/DeviceN [/A /B] /DeviceRGB 8 0 R]", "\x10\xff", "808080"},
		{"sampled", "/Width 2 /Height 1 /BitsPerComponent 8 /ColorSpace [/Separation /S /DeviceGray 9 0 R]", "\x00\xff", "c0 20"},
		{"mask", "/Width 4 /Height 1 /ImageMask true", "\x50", "00 ff 00 ff"},
		{"mask turned", "/Width 4 /Height 1 /ImageMask true /Decode [1 0]", "\x50", "ff 00 ff 00"},
		{"soft mask", "/Width 2 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray /SMask 10 0 R", "\x00\x00", "ff 7f"},
		{"hard mask", "/Width 2 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray /Mask 11 0 R", "\x00\x00", "00 ff"},
		{"cut short", "/Width 2 /Height 2 /BitsPerComponent 8 /ColorSpace /DeviceGray", "\x10\x20\x30", "10 20 / 30 ff"},
		{"run lengths", "/Width 4 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /RunLengthDecode", "\xfd\x20\x80", "20 20 20 20"},
		{"hexadecimal", "/Width 2 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /ASCIIHexDecode", "10f0>", "10 f0"},
	} {
		doc := pdftest.New()
		n := doc.AddStream("/Type /XObject /Subtype /Image "+c.dict, c.data) // object 6
		doc.AddStream("/N 3", "profile")                                     // 7
		doc.AddStream("/FunctionType 4 /Domain [0 1 0 1] /Range [0 1 0 1 0 1]", tint)
		doc.AddStream("/FunctionType 0 /Domain [0 1] /Range [0 1] /Size [2] /BitsPerSample 8", "\xc0\x20")
		doc.AddStream("/Width 2 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray", "\x00\x80")
		doc.AddStream("/Width 2 /Height 1 /ImageMask true", "\x40")
		doc.AddPage(pdftest.Page{Width: 40, Height: 20, Content: "40 0 0 20 0 0 cm /P Do", Resources: fmt.Sprintf("/XObject << /P %d 0 R >>", n)})
		pics, found := scans(t, doc.Bytes())
		if len(pics) != 1 {
			t.Errorf("%s: %d pictures, %v", c.name, len(pics), found)
			continue
		}
		got := pics[0]
		if strings.Contains(c.dict, "Mask ") && got.Gray.Rect.Dx() > 4 { // drawn on a canvas
			got = sampledDown(got, strings.Count(c.want, " ")+1)
		}
		if r := pixels(got); r != c.want {
			t.Errorf("%s: %s, want %s", c.name, r, c.want)
		}
		if got.Damaged != (c.name == "cut short") {
			t.Errorf("%s: damaged %v", c.name, got.Damaged)
		}
	}
}

// sampledDown takes n pixels out of the middle row of a picture.
func sampledDown(p *picture.Picture, n int) *picture.Picture {
	out := *p
	w, h := p.Gray.Rect.Dx(), p.Gray.Rect.Dy()
	g := *p.Gray
	g.Pix = nil
	for i := range n {
		g.Pix = append(g.Pix, p.Gray.GrayAt((2*i+1)*w/(2*n), h/2).Y)
	}
	g.Stride, g.Rect.Max.X, g.Rect.Max.Y = n, n, 1
	out.Gray = &g
	return &out
}

// The picture stands as the page shows it, however matrix and Rotate turn it.
func TestPicturePlaces(t *testing.T) {
	const dict = "/Width 2 /Height 2 /BitsPerComponent 8 /ColorSpace /DeviceGray"
	const data = "\x11\x22\x33\x44"
	for _, c := range []struct{ name, content, attrs, want string }{
		{"upright", "40 0 0 20 0 0 cm /P Do", "", "11 22 / 33 44"},
		{"upside down", "-40 0 0 -20 40 20 cm /P Do", "", "44 33 / 22 11"},
		{"mirrored", "-40 0 0 20 40 0 cm /P Do", "", "22 11 / 44 33"},
		{"flipped", "40 0 0 -20 0 20 cm /P Do", "", "33 44 / 11 22"},
		{"turned left", "0 20 -40 0 40 0 cm /P Do", "", "22 44 / 11 33"},
		{"page turned", "40 0 0 20 0 0 cm /P Do", "/Rotate 90", "33 11 / 44 22"},
		{"page turned back", "40 0 0 20 0 0 cm /P Do", "/Rotate 270", "22 44 / 11 33"},
		{"both", "0 20 -40 0 40 0 cm /P Do", "/Rotate 90", "11 22 / 33 44"},
		{"inline", "40 0 0 20 0 0 cm BI /W 2 /H 2 /BPC 8 /CS /G ID " + data + " EI", "", "11 22 / 33 44"},
		{"inline, abbreviated filter", "40 0 0 20 0 0 cm BI /W 2 /H 2 /BPC 8 /CS /G /F /AHx ID 11223344> EI", "", "11 22 / 33 44"},
	} {
		if got := pixels(drawn(t, dict, data, c.content, c.attrs)); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// Strips below each other are one page.
func TestPictureStrips(t *testing.T) {
	f := pdftest.New()
	a := f.AddStream("/Subtype /Image /Width 4 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray", "\x01\x02\x03\x04")
	b := f.AddStream("/Subtype /Image /Width 4 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray", "\x05\x06\x07\x08")
	f.AddPage(pdftest.Page{Width: 4, Height: 2, Content: "q 4 0 0 1 0 1 cm /A Do Q q 4 0 0 1 0 0 cm /B Do Q",
		Resources: fmt.Sprintf("/XObject << /A %d 0 R /B %d 0 R >>", a, b)})
	pics, _ := scans(t, f.Bytes())
	if len(pics) != 1 || pixels(pics[0]) != "01 02 03 04 / 05 06 07 08" {
		t.Errorf("%d pictures: %s", len(pics), pixels(pics[0]))
	}
}

// The facsimile codes as PDF holds them: the strips of files that libtiff wrote.
func TestPictureFax(t *testing.T) {
	// One white line of 8 pixels, one with two black ones in the middle.
	for _, c := range []struct{ name, parms, data string }{
		{"group 4", "/K -1 /Columns 8 /Rows 2", bits("1 001 1000 11 1 000000000001000000000001")},
		{"group 4 without end", "/K -1 /Columns 8 /Rows 2 /EndOfBlock false", bits("1 001 1000 11 1")},
		{"group 3", "/K 0 /Columns 8 /Rows 2", bits("10011 1000 11 1000")},
		{"group 3 with line ends", "/K 0 /Columns 8 /Rows 2 /EndOfLine true", bits("000000000001 10011 000000000001 1000 11 1000")},
		{"group 3 at bytes", "/K 0 /Columns 8 /EncodedByteAlign true /EndOfBlock false", bits("10011000 1000 11 1000")},
		{"group 3, two dimensions", "/K 4 /Columns 8", bits("000000000001 1 10011 000000000001 0 001 1000 11 1")},
	} {
		// black is 0 unless BlackIs1 says otherwise
		for _, black1 := range []bool{false, true} {
			want, parms := "ff ff ff ff ff ff ff ff / ff ff ff 00 00 ff ff ff", c.parms
			if black1 {
				want, parms = "00 00 00 00 00 00 00 00 / 00 00 00 ff ff 00 00 00", c.parms+" /BlackIs1 true"
			}
			p := drawn(t, "/Width 8 /Height 2 /BitsPerComponent 1 /ColorSpace /DeviceGray /Filter /CCITTFaxDecode /DecodeParms << "+parms+" >>", c.data, fullPage, "")
			if got := pixels(p); got != want || p.Damaged || !p.Bilevel {
				t.Errorf("%s: %s, damaged %v", parms, got, p.Damaged)
			}
		}
	}
}

// bits packs digits, blanks aside.
func bits(s string) string {
	var out []byte
	n := 0
	for _, c := range s {
		if c == ' ' {
			continue
		}
		if n%8 == 0 {
			out = append(out, 0)
		}
		if c == '1' {
			out[n/8] |= 0x80 >> (n % 8)
		}
		n++
	}
	return string(out)
}

// JPEG of inks: in a document 255 is full ink, whatever the file's marker says.
func TestPictureDCT(t *testing.T) {
	data, err := os.ReadFile("../picture/testdata/c-cmyk.jpg") // inverted, as Adobe writes it
	if err != nil {
		t.Fatal(err)
	}
	dict := "/Width 96 /Height 64 /BitsPerComponent 8 /ColorSpace /DeviceCMYK /Filter /DCTDecode"
	want, err := picture.Decode(context.Background(), data, picture.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	turned := drawn(t, dict+" /Decode [1 0 1 0 1 0 1 0]", string(data), fullPage, "")
	plain := drawn(t, dict, string(data), fullPage, "")
	corner := want.Gray.GrayAt(0, 0).Y
	if got := turned.Gray.GrayAt(0, 0).Y; got != corner {
		t.Errorf("with Decode: %d, want %d", got, corner)
	}
	if got := plain.Gray.GrayAt(0, 0).Y; got == corner {
		t.Errorf("without Decode the inks are not turned: %d", got)
	}
}

// What cannot be decoded is named, with its page and the coding.
func TestPictureUnread(t *testing.T) {
	f := pdftest.New()
	n := f.AddStream("/Subtype /Image /Width 8 /Height 8 /Filter /JPXDecode", "\x00\x00\x00\x0cjP  \r\n\x87\n")
	m := f.AddStream("/Subtype /Image /Width 8 /Height 8 /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /DCTDecode", "no jpeg")
	for _, k := range []int{n, m} {
		f.AddPage(pdftest.Page{Width: 40, Height: 20, Content: fullPage, Resources: fmt.Sprintf("/XObject << /P %d 0 R >>", k)})
	}
	pics, found := scans(t, f.Bytes())
	want := []string{"extract.image-only page 1 is a picture; its coding (JPX (JPEG 2000)) is not read", "extract.image-only page 2 is a picture; its data are damaged"}
	if len(pics) != 0 || strings.Join(found, "\n") != strings.Join(want, "\n") {
		t.Errorf("%d pictures, %q", len(pics), found)
	}
}

// A function without end, of unknown operators or of nothing, ends.
func TestPictureFunctions(t *testing.T) {
	for _, code := range []string{"", "{", "{}}", "{{{{{{{{{{{{{{{{{{{{{}", "{pop pop pop}", "{frobnicate}", "{1e308 dup mul}", "{0 0 div 0 0 idiv -1 sqrt}", "{" + strings.Repeat("dup ", 5000) + "}", "{1000 -5 roll 99 copy 7 index}"} {
		f := pdftest.New()
		fn := f.AddStream("/FunctionType 4 /Domain [0 1] /Range [0 1]", code)
		n := f.AddStream(fmt.Sprintf("/Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace [/Separation /S /DeviceGray %d 0 R]", fn), "\x80")
		f.AddPage(pdftest.Page{Width: 40, Height: 20, Content: fullPage, Resources: fmt.Sprintf("/XObject << /P %d 0 R >>", n)})
		if pics, found := scans(t, f.Bytes()); len(pics)+len(found) != 1 {
			t.Errorf("%s: %d pictures, %v", hex.EncodeToString([]byte(code[:min(len(code), 20)])), len(pics), found)
		}
	}
}

// JBIG2 stands in a document without the head of a file; segments that pages
// share stand apart.
func TestPictureJBIG2(t *testing.T) {
	long := func(v ...byte) string { return string(v) }
	page := long(0, 0, 0, 0, 48, 0, 1, 0, 0, 0, 19) + long(0, 0, 0, 8, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
	coded := bits("1 001 1000 11 1 000000000001000000000001")
	region := long(0, 0, 0, 1, 38, 0, 1, 0, 0, 0, byte(18+len(coded))) + long(0, 0, 0, 8, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1) + coded
	f := pdftest.New()
	g := f.AddStream("", page)
	for _, parms := range []string{"", fmt.Sprintf("/DecodeParms << /JBIG2Globals %d 0 R >>", g)} {
		data := region
		if parms == "" {
			data = page + region
		}
		n := f.AddStream("/Subtype /Image /Width 8 /Height 2 /BitsPerComponent 1 /ColorSpace /DeviceGray /Filter /JBIG2Decode "+parms, data)
		f.AddPage(pdftest.Page{Width: 40, Height: 20, Content: fullPage, Resources: fmt.Sprintf("/XObject << /P %d 0 R >>", n)})
	}
	pics, found := scans(t, f.Bytes())
	if len(pics) != 2 {
		t.Fatalf("%d pictures, %v", len(pics), found)
	}
	for i, p := range pics {
		if got := pixels(p); got != "ff ff ff ff ff ff ff ff / ff ff ff 00 00 ff ff ff" || p.Damaged || !p.Bilevel {
			t.Errorf("page %d: %s, damaged %v", i+1, got, p.Damaged)
		}
	}
}

// Whatever a picture's dictionary and data are, there is a picture or a finding.
func FuzzPicture(f *testing.F) {
	f.Add("/Width 4 /Height 2 /BitsPerComponent 1 /ColorSpace /DeviceGray", "\xa0\x50", "")
	f.Add("/Width 2 /Height 1 /BitsPerComponent 8 /ColorSpace [/DeviceN [/A /B] /DeviceRGB 6 0 R] /SMask 6 0 R", "\x10\xff", "{dup 0.5 mul exch pop 1 exch sub dup dup}")
	f.Add("/Width 8 /Height 2 /ImageMask true /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 8 >>", bits("1 001 1000 11 1"), "")
	f.Add("/Width 8 /Height 2 /ColorSpace [/Indexed [/Lab << /Range [0 1 0 1] >>] 3 <0011>] /BitsPerComponent 2 /Filter [/AHx /Fl /RL] /Decode [3 0]", "0011>", "")
	f.Add("/Width 8 /Height 2 /Filter /DCTDecode /DecodeParms << /ColorTransform 0 >>", "\xff\xd8\xff\xc0\x00\x0b\x08\x00\x01\x00\x01\x01\x11\x00", "")
	f.Fuzz(func(t *testing.T, dict, data, function string) {
		doc := pdftest.New()
		doc.AddStream("/FunctionType 4 /Domain [0 1 0 1] /Range [0 1 0 1 0 1] /Width 1 /Height 1 /BitsPerComponent 8", function)
		n := doc.AddStream("/Subtype /Image "+dict, data)
		doc.AddPage(pdftest.Page{Width: 40, Height: 20, Content: fullPage, Resources: fmt.Sprintf("/XObject << /P %d 0 R >>", n)})
		if d, err := Read(context.Background(), doc.Bytes(), Options{Scan: func(_ context.Context, p *picture.Picture, _ *page.Page) error {
			if len(p.Gray.Pix) == 0 {
				t.Fatal("an empty picture")
			}
			return nil
		}}); err == nil && d == nil {
			t.Fatal("neither a document nor an error")
		}
	})
}
