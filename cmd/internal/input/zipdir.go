package input

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"

	"github.com/pbt-cli/pbt/parser/sniff"
)

// The directory of a zip is looked over before the zip library reads it: the
// library keeps every entry in memory, and the number of entries that a zip
// states is not the number it has.

const (
	dirHeaderLen   = 46
	dirHeaderMagic = 0x02014b50
	endLen         = 22
	endMagic       = "PK\x05\x06"
	locatorLen     = 20
	locatorMagic   = 0x07064b50
	end64Len       = 56
	end64Magic     = 0x06064b50
)

// maxDirBytes bounds the directory of one zip, in bytes of memory.
const maxDirBytes = 128 << 20

var errNoZip = errors.New("the zip's directory is missing or cut off")

// zipScan goes through the directory of a zip and calls entry with each raw
// name; entry returns false to stop.
func zipScan(r io.ReaderAt, size int64, entry func(name []byte) bool) (dirBytes int64, err error) {
	at, err := zipDirectory(r, size)
	if err != nil {
		return 0, err
	}
	br := bufio.NewReaderSize(io.NewSectionReader(r, at, size-at), 32<<10)
	head := make([]byte, dirHeaderLen)
	name := make([]byte, 1<<16)
	for {
		if _, err := io.ReadFull(br, head); err != nil || binary.LittleEndian.Uint32(head) != dirHeaderMagic {
			return dirBytes, nil
		}
		n := int(binary.LittleEndian.Uint16(head[28:]))
		rest := int(binary.LittleEndian.Uint16(head[30:])) + int(binary.LittleEndian.Uint16(head[32:]))
		if _, err := io.ReadFull(br, name[:n]); err != nil {
			return dirBytes, nil
		}
		if _, err := br.Discard(rest); err != nil {
			return dirBytes, nil
		}
		dirBytes += int64(dirHeaderLen + n + rest)
		if !entry(name[:n]) {
			return dirBytes, nil
		}
	}
}

// zipDirectory finds where the directory of a zip starts.
func zipDirectory(r io.ReaderAt, size int64) (int64, error) {
	tail := make([]byte, min(size, 65<<10))
	if _, err := r.ReadAt(tail, size-int64(len(tail))); err != nil && err != io.EOF {
		return 0, err
	}
	i := lastEnd(tail)
	if i < 0 {
		return 0, errNoZip
	}
	end := tail[i:]
	endAt := size - int64(len(tail)) + int64(i)
	count := binary.LittleEndian.Uint16(end[10:])
	dirSize := int64(binary.LittleEndian.Uint32(end[12:]))
	dirAt := int64(binary.LittleEndian.Uint32(end[16:]))
	if count == 0xffff || dirSize == 0xffff || dirAt == 0xffffffff {
		if p, s, o, ok := zip64End(r, endAt); ok {
			endAt, dirSize, dirAt = p, s, o
		}
	}
	if dirSize < 0 || dirAt < 0 {
		return 0, errNoZip
	}
	// Bytes before the zip shift everything; a wrong offset is more common.
	base := endAt - dirSize - dirAt
	if base > 0 && dirHeaderAt(r, dirAt) {
		base = 0
	}
	if base+dirAt < 0 || base+dirAt >= size {
		return 0, errNoZip
	}
	return base + dirAt, nil
}

func lastEnd(tail []byte) int {
	for i := len(tail) - endLen; i >= 0; i-- {
		if string(tail[i:i+4]) == endMagic {
			return i
		}
	}
	return -1
}

func dirHeaderAt(r io.ReaderAt, at int64) bool {
	var b [4]byte
	_, err := r.ReadAt(b[:], at)
	return err == nil && binary.LittleEndian.Uint32(b[:]) == dirHeaderMagic
}

// zip64End reads the larger end record that stands before the usual one.
func zip64End(r io.ReaderAt, endAt int64) (at, size, offset int64, ok bool) {
	if endAt < locatorLen {
		return 0, 0, 0, false
	}
	loc := make([]byte, locatorLen)
	if _, err := r.ReadAt(loc, endAt-locatorLen); err != nil || binary.LittleEndian.Uint32(loc) != locatorMagic {
		return 0, 0, 0, false
	}
	at = int64(binary.LittleEndian.Uint64(loc[8:]))
	rec := make([]byte, end64Len)
	if at < 0 {
		return 0, 0, 0, false
	}
	if _, err := r.ReadAt(rec, at); err != nil || binary.LittleEndian.Uint32(rec) != end64Magic {
		return 0, 0, 0, false
	}
	return at, int64(binary.LittleEndian.Uint64(rec[40:])), int64(binary.LittleEndian.Uint64(rec[48:])), true
}

// zipDocument reports whether a zip is a workbook, a Word document or the like.
func zipDocument(r io.ReaderAt, size int64) bool {
	found, seen := false, 0
	_, err := zipScan(r, size, func(name []byte) bool {
		seen++
		found = sniff.PackagePart(string(name))
		return !found && seen < 100_000
	})
	return err == nil && found
}
