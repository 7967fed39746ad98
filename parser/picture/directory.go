package picture

import (
	"encoding/binary"
	"fmt"
	"math"
)

// directory is one directory of a TIFF file, which Exif uses too.
type directory struct {
	data  []byte
	order binary.ByteOrder
	big   bool // BigTIFF: counts and offsets of eight bytes
	tags  map[int]field
	next  int // offset of the next directory, 0 for none
}

// field is the value of a tag, still as it stands in the file.
type field struct {
	kind, count int
	data        []byte
}

// kindSizes are the sizes in bytes of the types 0 to 18.
var kindSizes = [...]int{0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8}

const (
	kindRational = 5
	// maxFields is how many tags a directory may have.
	maxFields = 1024
)

// byteOrder tells the order of a file's numbers and whether it is BigTIFF.
func byteOrder(data []byte) (binary.ByteOrder, bool, error) {
	if len(data) >= 8 {
		for _, o := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
			mark := "II"
			if o == binary.BigEndian {
				mark = "MM"
			}
			if string(data[:2]) == mark && (o.Uint16(data[2:]) == 42 || o.Uint16(data[2:]) == 43) {
				return o, o.Uint16(data[2:]) == 43, nil
			}
		}
	}
	return nil, false, errFormat
}

// firstDirectory is the offset of the first directory, 0 if there is none.
func firstDirectory(data []byte) int {
	order, big, err := byteOrder(data)
	switch {
	case err != nil:
		return 0
	case !big:
		return length(order.Uint32(data[4:]))
	case len(data) >= 16:
		return offset64(order.Uint64(data[8:]))
	}
	return 0
}

func offset64(v uint64) int {
	if v > math.MaxInt32*64 {
		return 0
	}
	return int(v)
}

// readDirectory reads the directory at an offset.
func readDirectory(data []byte, at int) (*directory, error) {
	order, big, err := byteOrder(data)
	if err != nil {
		return nil, err
	}
	d := &directory{data: data, order: order, big: big, tags: map[int]field{}}
	countSize, entry, word := 2, 12, 4
	if big {
		countSize, entry, word = 8, 20, 8
	}
	if at < 8 || at > len(data)-countSize {
		return nil, fmt.Errorf("directory at %d: %w", at, ErrDamaged)
	}
	n := int(order.Uint16(data[at:]))
	if big {
		n = offset64(order.Uint64(data[at:]))
	}
	at += countSize
	if n == 0 || n > maxFields {
		return nil, fmt.Errorf("directory of %d fields: %w", n, ErrDamaged)
	}
	for range n {
		if at > len(data)-entry {
			return d, nil // cut; what stands is of use
		}
		d.entry(data[at:at+entry], word)
		at += entry
	}
	if at <= len(data)-word {
		d.next = d.word(data[at:])
	}
	return d, nil
}

// word is a number as wide as the file's offsets.
func (d *directory) word(b []byte) int {
	if d.big {
		return offset64(d.order.Uint64(b))
	}
	return length(d.order.Uint32(b))
}

func (d *directory) entry(e []byte, word int) {
	tag, kind := int(d.order.Uint16(e)), int(d.order.Uint16(e[2:]))
	if kind >= len(kindSizes) || kindSizes[kind] == 0 {
		return
	}
	count := d.word(e[4:])
	if count < 1 || count > len(d.data)/kindSizes[kind]+word {
		return
	}
	size := count * kindSizes[kind]
	value := e[4+word:]
	if size > word {
		at := d.word(value)
		if at < 0 || size > len(d.data) || at > len(d.data)-size {
			return
		}
		value = d.data[at:]
	}
	if _, twice := d.tags[tag]; !twice {
		d.tags[tag] = field{kind, count, value[:size]}
	}
}

// numbers are the values of a tag of whole numbers, nil where it has none.
func (d *directory) numbers(tag int) []int {
	f, ok := d.tags[tag]
	if !ok {
		return nil
	}
	size := kindSizes[f.kind]
	out := make([]int, 0, f.count)
	for i := 0; i+size <= len(f.data); i += size {
		b := f.data[i:]
		switch f.kind {
		case 1, 6, 7:
			out = append(out, int(b[0]))
		case 3, 8:
			out = append(out, int(d.order.Uint16(b)))
		case 4, 9, 13:
			out = append(out, length(d.order.Uint32(b)))
		case 16, 17, 18:
			out = append(out, offset64(d.order.Uint64(b)))
		default:
			return nil
		}
	}
	return out
}

func (d *directory) number(tag, def int) int {
	if v := d.numbers(tag); len(v) > 0 {
		return v[0]
	}
	return def
}

// rational is the value of a tag of a fraction, 0 where it has none.
func (d *directory) rational(tag int) float64 {
	f := d.tags[tag]
	if f.kind != kindRational || len(f.data) < 8 {
		return 0
	}
	num, den := d.order.Uint32(f.data), d.order.Uint32(f.data[4:])
	if den == 0 {
		return 0
	}
	return float64(num) / float64(den)
}
