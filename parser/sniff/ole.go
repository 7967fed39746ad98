package sniff

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"
)

const oleMagic = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

const (
	// maxDirSectors bounds the directory of a compound file: an office document
	// has some ten entries, four to a sector of 512 bytes.
	maxDirSectors = 1024
	// dirEntry is the size of a directory entry [MS-CFB 2.6.1].
	dirEntry = 128
	// endOfSectors is the first number that names no sector [MS-CFB 2.1].
	endOfSectors = 0xfffffffa
)

// oleKind names what a compound file holds, by the names in its directory.
func oleKind(data []byte, name string) Kind {
	has := map[string]bool{}
	for _, n := range oleNames(data) {
		has[strings.ToLower(n)] = true
	}
	switch {
	case has["encryptedpackage"]:
		return Encrypted
	case has["workbook"], has["book"]:
		return XLS
	case has["worddocument"] && strings.HasSuffix(name, ".wps"):
		return WPS
	case has["worddocument"]:
		return DOC
	case has["powerpoint document"]:
		return PPT
	case strings.HasSuffix(name, ".wps"):
		return WPS
	case strings.HasSuffix(name, ".et"):
		return ET
	}
	return OLE
}

// oleNames lists the names of a compound file's directory. It reads the chain of
// directory sectors alone, visits each sector once, and takes a damaged chain to
// its break, so that a truncated file is still told for what it is.
func oleNames(data []byte) []string {
	if len(data) < 512 {
		return nil
	}
	shift := binary.LittleEndian.Uint16(data[30:])
	if shift != 9 && shift != 12 {
		return nil
	}
	f := oleFile{data: data, size: 1 << shift}
	var names []string
	seen := map[uint32]bool{}
	sector := binary.LittleEndian.Uint32(data[48:])
	for sector < endOfSectors && !seen[sector] && len(seen) < maxDirSectors {
		seen[sector] = true
		for b := f.sector(sector); len(b) >= dirEntry; b = b[dirEntry:] {
			if n := entryName(b[:dirEntry]); n != "" {
				names = append(names, n)
			}
		}
		sector = f.next(sector)
	}
	return names
}

type oleFile struct {
	data []byte
	size int
}

// sector is what the file holds of a sector; sector 0 follows the header.
func (f oleFile) sector(n uint32) []byte {
	start := (int64(n) + 1) * int64(f.size)
	if start >= int64(len(f.data)) {
		return nil
	}
	return f.data[start:min(start+int64(f.size), int64(len(f.data)))]
}

// next follows the allocation table. Tables beyond the 109 that the header lists
// (files over 7 MB) are not followed: directories stand at the front.
func (f oleFile) next(n uint32) uint32 {
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
