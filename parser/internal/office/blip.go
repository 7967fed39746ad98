package office

import (
	"bytes"
	"encoding/binary"
)

// Pictures of Office 97-2003 stand in drawing records [MS-ODRAW 2.2.23]: a head of
// eight bytes, one or two digests of sixteen, a tag, and the picture's file.
const (
	blipHead   = 8
	blipDigest = 16
	blipTag    = 1
	// Records of a workbook [MS-XLS 2.1.4]: drawings, and what goes on with them.
	recordHead    = 4
	recordDrawing = 0x00eb
	recordMore    = 0x003c
)

// blipStarts are how the files of pictures begin, and the kinds of records that hold
// such.
var blipStarts = []struct {
	start []byte
	kinds []uint16
}{
	{[]byte("\x89PNG\r\n\x1a\n"), []uint16{0xf01e}},
	{[]byte("\xff\xd8\xff"), []uint16{0xf01d, 0xf02a}},
	{[]byte("II*\x00"), []uint16{0xf029}},
	{[]byte("MM\x00*"), []uint16{0xf029}},
}

// Pictures gives the files of the pictures in a document or workbook of Office
// 97-2003, in the order in which they stand, at most MaxPictures. Damage ends it.
func (c *Compound) Pictures() [][]byte {
	var out [][]byte
	for _, name := range []string{"Data", "WordDocument"} {
		if b, err := c.Read(name, 0); err == nil {
			out = append(out, blips(b)...)
		}
	}
	for _, name := range []string{"Workbook", "Book"} {
		if b, err := c.Read(name, 0); err == nil {
			out = append(out, blips(drawings(b))...)
		}
	}
	return out[:min(len(out), MaxPictures)]
}

// blips finds the pictures in drawing records.
func blips(data []byte) [][]byte {
	var out [][]byte
	for at := 0; len(out) < MaxPictures; {
		from, to := nextBlip(data, at)
		if to <= from {
			break
		}
		out = append(out, data[from:to])
		at = to
	}
	return out
}

// nextBlip is where the next picture from a place on begins and ends; both 0 where
// there is none.
func nextBlip(data []byte, at int) (from, to int) {
	for _, b := range blipStarts {
		for i := at; ; {
			n := bytes.Index(data[i:], b.start)
			if n < 0 || from > 0 && i+n >= from {
				break
			}
			if end := blipEnd(data, i+n, b.kinds); end > 0 {
				from, to = i+n, end
				break
			}
			i += n + 1
		}
	}
	return from, to
}

// blipEnd is where a picture's file that begins at a place ends, by the record whose
// head stands before it; 0 where none does.
func blipEnd(data []byte, at int, kinds []uint16) int {
	for digests := 1; digests <= 2; digests++ {
		before := digests*blipDigest + blipTag
		head := at - before - blipHead
		if head < 0 {
			continue
		}
		kind, length := binary.LittleEndian.Uint16(data[head+2:]), binary.LittleEndian.Uint32(data[head+4:])
		for _, k := range kinds {
			if kind == k && length > uint32(before) && uint64(length) <= uint64(len(data)-head-blipHead) {
				return head + blipHead + int(length)
			}
		}
	}
	return 0
}

// drawings joins what the records of a workbook hold of drawings.
func drawings(data []byte) []byte {
	var out []byte
	open := false
	for at := 0; at+recordHead <= len(data); {
		kind, n := binary.LittleEndian.Uint16(data[at:]), int(binary.LittleEndian.Uint16(data[at+2:]))
		at += recordHead
		if open = kind == recordDrawing || open && kind == recordMore; open {
			out = append(out, data[at:min(at+n, len(data))]...)
		}
		at += n
	}
	return out
}
