package office

import (
	"bytes"
	"encoding/binary"
	"image"
	"os"
	"testing"
)

// A document and a workbook that hold nothing but the picture of a page, written by
// LibreOffice: the picture comes out as it went in.
func TestCompoundPictures(t *testing.T) {
	for _, file := range []string{"testdata/picture.doc", "testdata/picture.xls"} {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		c, err := OpenCompound(data)
		if err != nil {
			t.Fatal(err)
		}
		pictures := c.Pictures()
		if len(pictures) != 1 {
			t.Fatalf("%s: %d pictures", file, len(pictures))
		}
		im, kind, err := image.Decode(bytes.NewReader(pictures[0]))
		if err != nil || kind != "png" || im.Bounds().Dx() != 885 || im.Bounds().Dy() != 689 {
			t.Errorf("%s: %v %v", file, kind, err)
		}
	}
}

// blip makes a drawing record that holds a picture's file.
func blip(kind uint16, digests int, file string) []byte {
	b := binary.LittleEndian.AppendUint16(nil, 0x6e00)
	b = binary.LittleEndian.AppendUint16(b, kind)
	b = binary.LittleEndian.AppendUint32(b, uint32(digests*blipDigest+blipTag+len(file)))
	b = append(b, make([]byte, digests*blipDigest+blipTag)...)
	return append(b, file...)
}

func TestBlips(t *testing.T) {
	png, jpg, tif := "\x89PNG\r\n\x1a\n one", "\xff\xd8\xff two", "II*\x00 three"
	all := append([]byte("text \xff\xd8\xff that is none"), blip(0xf01d, 2, jpg)...)
	all = append(append(all, blip(0xf01e, 1, png)...), blip(0xf029, 1, tif)...)
	check := func(data []byte, want ...string) {
		t.Helper()
		got := blips(data)
		if len(got) != len(want) {
			t.Fatalf("%d pictures, want %d", len(got), len(want))
		}
		for i := range got {
			if string(got[i]) != want[i] {
				t.Errorf("picture %d is %q", i, got[i])
			}
		}
	}
	check(all, jpg, png, tif)
	check(all[:len(all)-1], jpg, png) // the last is cut
	check(blip(0xf01d, 1, png))       // another kind than it says
	// In a workbook drawings are cut into records.
	var book []byte
	put := func(kind uint16, data []byte) {
		book = binary.LittleEndian.AppendUint16(book, kind)
		book = binary.LittleEndian.AppendUint16(book, uint16(len(data)))
		book = append(book, data...)
	}
	one := blip(0xf01e, 1, png)
	put(recordMore, one)
	put(recordDrawing, one[:20])
	put(recordMore, one[20:])
	put(0x00fc, one)
	check(drawings(book), png)
}

// Damage ends the search, and nothing is found twice.
func FuzzBlips(f *testing.F) {
	f.Add(blip(0xf01e, 1, "\x89PNG\r\n\x1a\n"))
	f.Add(append(blip(0xf02a, 2, "\xff\xd8\xff"), "MM\x00*"...))
	f.Add([]byte("\xeb\x00\x04\x00abcd\x3c\x00\xff\xffab"))
	f.Fuzz(func(t *testing.T, data []byte) {
		n := 0
		for _, b := range blips(drawings(data)) {
			n += len(b)
		}
		for _, b := range blips(data) {
			n += len(b)
		}
		if n > 2*len(data) {
			t.Errorf("%d bytes out of %d", n, len(data))
		}
	})
}
