package office

import (
	"bytes"
	"encoding/binary"
	"io"
	"strings"
	"unicode/utf16"

	"github.com/richardlehane/mscfb"
)

const compoundMagic = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// IsCompound reports whether bytes begin as an OLE compound file does.
func IsCompound(data []byte) bool { return bytes.HasPrefix(data, []byte(compoundMagic)) }

// Compound is an OLE compound file, or a storage in one.
type Compound struct {
	streams []stream
	size    int // of the whole file
}

type stream struct {
	path string // with slashes, as written
	file *mscfb.File
}

// OpenCompound opens a compound file. Its faults are NoCompound and Damaged.
func OpenCompound(data []byte) (c *Compound, err error) {
	if !IsCompound(data) {
		return nil, &Error{Fault: NoCompound}
	}
	defer guard(&err)
	r, err := mscfb.New(bytes.NewReader(whole(data)))
	if err != nil {
		return nil, &Error{Fault: Damaged, Err: err}
	}
	c = &Compound{size: len(data)}
	for _, f := range r.File[:min(len(r.File), maxEntries)] {
		c.streams = append(c.streams, stream{strings.Join(append(f.Path[:len(f.Path):len(f.Path)], f.Name), "/"), f})
	}
	return c, nil
}

// whole gives the bytes with their last sector filled up, and another one behind
// it: WPS Office writes files whose last sector is short, which the library takes
// for damage.
func whole(data []byte) []byte {
	const largest = 4096
	if len(data)%512 == 0 {
		return data
	}
	return append(data[:len(data):len(data)], make([]byte, largest+512-len(data)%512)...)
}

// guard turns a panic of the library, which is of others' making, into damage.
func guard(err *error) {
	if recover() != nil {
		*err = &Error{Fault: Damaged}
	}
}

// Names are the paths of all storages and streams, with slashes.
func (c *Compound) Names() []string {
	out := make([]string, len(c.streams))
	for i, s := range c.streams {
		out[i] = s.path
	}
	return out
}

// Has reports whether there is a storage or stream at a path.
func (c *Compound) Has(path string) bool { return c.find(path) != nil }

func (c *Compound) find(path string) *stream {
	for i := range c.streams {
		if strings.EqualFold(c.streams[i].path, path) {
			return &c.streams[i]
		}
	}
	return nil
}

// sub is the storage at a path as a compound file of its own; nil where there
// is none.
func (c *Compound) sub(path string) *Compound {
	sub := &Compound{size: c.size}
	for _, s := range c.streams {
		if len(s.path) > len(path) && s.path[len(path)] == '/' && strings.EqualFold(s.path[:len(path)], path) {
			sub.streams = append(sub.streams, stream{s.path[len(path)+1:], s.file})
		}
	}
	if len(sub.streams) == 0 {
		return nil
	}
	return sub
}

// Read gives up to limit bytes of a stream, all where limit is 0. A stream that
// the file breaks off gives what there is with a fault Damaged; one that is not
// there is a fault NoPart.
func (c *Compound) Read(path string, limit int) (b []byte, err error) {
	s := c.find(path)
	if s == nil {
		return nil, &Error{Fault: NoPart, Part: path}
	}
	if limit <= 0 || limit > c.size {
		limit = c.size
	}
	defer guard(&err)
	b, whole := readStream(s.file, limit)
	if !whole {
		return b, &Error{Fault: Damaged}
	}
	return b, nil
}

// readStream reads up to limit bytes from the start of a stream; whole is false
// where the container ends before the stream does. Small reads keep the
// container's joining of sectors, which is quadratic, cheap.
func readStream(f *mscfb.File, limit int) (b []byte, whole bool) {
	if f.Size < 1 {
		return nil, true
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, false
	}
	var out bytes.Buffer
	chunk := make([]byte, 32<<10)
	for out.Len() < limit {
		n, err := f.Read(chunk[:min(len(chunk), limit-out.Len())])
		out.Write(chunk[:n])
		if err != nil || n == 0 {
			return out.Bytes(), err == io.EOF || err == nil
		}
	}
	return out.Bytes(), true
}

const (
	// maxDirSectors bounds the directory of a compound file: an office document
	// has some ten entries, four to a sector of 512 bytes.
	maxDirSectors = 1024
	// dirEntry is the size of a directory entry [MS-CFB 2.6.1].
	dirEntry = 128
	// endOfSectors is the first number that names no sector [MS-CFB 2.1].
	endOfSectors = 0xfffffffa
)

// CompoundNames lists what stands in the root of a compound file, which says what
// the file is: a chart or a slide that is embedded in a document has a storage of
// its own. Where the tree of the directory is broken, it is all the names that
// could be read, so that a truncated file is still told for what it is.
func CompoundNames(data []byte) []string {
	entries := directory(data)
	if len(entries) == 0 {
		return nil
	}
	var names []string
	seen := map[uint32]bool{}
	for todo := []uint32{entries[0].inside}; len(todo) > 0; {
		n := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if int64(n) >= int64(len(entries)) || seen[n] {
			continue
		}
		seen[n] = true
		names = append(names, entries[n].name)
		todo = append(todo, entries[n].left, entries[n].right)
	}
	if len(names) > 0 {
		return names
	}
	for _, e := range entries[1:] {
		if e.name != "" {
			names = append(names, e.name)
		}
	}
	return names
}

// dirName is an entry of a directory: its name, and by their numbers its
// neighbours in the tree and the first that stands in it.
type dirName struct {
	name                string
	left, right, inside uint32
}

// directory reads the names of a compound file. It reads the chain of directory
// sectors alone, visits each sector once, and takes a damaged chain to its break.
func directory(data []byte) []dirName {
	if len(data) < 512 || !IsCompound(data) {
		return nil
	}
	shift := binary.LittleEndian.Uint16(data[30:])
	if shift != 9 && shift != 12 {
		return nil
	}
	f := sectors{data: data, size: 1 << shift}
	var out []dirName
	seen := map[uint32]bool{}
	sector := binary.LittleEndian.Uint32(data[48:])
	for sector < endOfSectors && !seen[sector] && len(seen) < maxDirSectors {
		seen[sector] = true
		for b := f.sector(sector); len(b) >= dirEntry; b = b[dirEntry:] {
			u := func(at int) uint32 { return binary.LittleEndian.Uint32(b[at:]) }
			out = append(out, dirName{name: entryName(b[:dirEntry]), left: u(68), right: u(72), inside: u(76)})
		}
		sector = f.next(sector)
	}
	return out
}

// sectors are those of a compound file.
type sectors struct {
	data []byte
	size int
}

// sector is what the file holds of a sector; sector 0 follows the header.
func (f sectors) sector(n uint32) []byte {
	start := (int64(n) + 1) * int64(f.size)
	if start >= int64(len(f.data)) {
		return nil
	}
	return f.data[start:min(start+int64(f.size), int64(len(f.data)))]
}

// next follows the allocation table. Tables beyond the 109 that the header lists
// (files over 7 MB) are not followed: directories stand at the front.
func (f sectors) next(n uint32) uint32 {
	perSector := uint32(f.size / 4)
	table := n / perSector
	if table >= 109 {
		return endOfSectors
	}
	b := f.sector(binary.LittleEndian.Uint32(f.data[76+4*table:]))
	at := int(n%perSector) * 4
	if at+4 > len(b) {
		return endOfSectors
	}
	return binary.LittleEndian.Uint32(b[at:])
}

// entryName is the name of a directory entry: UTF-16, its length in bytes with
// the closing zero at offset 64, its type at 66 (0 is unused).
func entryName(b []byte) string {
	length := int(binary.LittleEndian.Uint16(b[64:]))
	if b[66] == 0 || length < 2 || length > 64 {
		return ""
	}
	units := make([]uint16, 0, 32)
	for i := 0; i+1 < length-1; i += 2 {
		units = append(units, binary.LittleEndian.Uint16(b[i:]))
	}
	return strings.TrimRight(string(utf16.Decode(units)), "\x00")
}
