package input

import (
	"bytes"
	"io"
	"path"
	"strconv"
	"strings"

	"github.com/pbt-cli/pbt/parser/sniff"
)

// kind is what the bytes of a file say it is.
type kind string

const (
	kindUnknown  kind = ""
	kindDocument kind = "document"
	kindZip      kind = "zip"
	kindTar      kind = "tar"
	kind7z       kind = "7z"
	kindRar      kind = "rar"
	// The compressed formats hold one document, or a tar.
	kindGzip  kind = "gz"
	kindBzip2 kind = "bz2"
	kindXz    kind = "xz"
	kindZstd  kind = "zst"
	kindLz4   kind = "lz4"
	kindLzip  kind = "lz"
)

func (k kind) archive() bool { return k != kindUnknown && k != kindDocument }

// headSize is how many bytes of a file are looked at to type it.
const headSize = 1024

var magics = []struct {
	magic string
	kind  kind
}{
	{"PK\x03\x04", kindZip},
	{"PK\x05\x06", kindZip},
	{"7z\xBC\xAF\x27\x1C", kind7z},
	{"Rar!\x1a\x07", kindRar},
	{"\x1f\x8b\x08", kindGzip},
	{"BZh", kindBzip2},
	{"\xfd7zXZ\x00", kindXz},
	{"\x28\xb5\x2f\xfd", kindZstd},
	{"\x04\x22\x4d\x18", kindLz4},
	{"LZIP\x01", kindLzip},
}

// kindOf types a file by its first bytes. A zip may yet be a document.
func kindOf(head []byte) kind {
	for _, m := range magics {
		if bytes.HasPrefix(head, []byte(m.magic)) {
			return m.kind
		}
	}
	if isTar(head) {
		return kindTar
	}
	if isDocument(head) {
		return kindDocument
	}
	return kindUnknown
}

// isTar checks the sum of a tar header, which old tars without magic have too.
func isTar(head []byte) bool {
	const size, at, width = 512, 148, 8
	if len(head) < size || head[0] == 0 {
		return false
	}
	field := strings.Trim(string(head[at:at+width]), " \x00")
	want, err := strconv.ParseInt(field, 8, 32)
	if err != nil {
		return false
	}
	var sum int64
	for i, b := range head[:size] {
		if i >= at && i < at+width {
			b = ' '
		}
		sum += int64(b)
	}
	return sum == want
}

// isDocument knows the formats that pbt reads, and those that it can name when
// it cannot read them.
func isDocument(head []byte) bool { return sniff.Detect(head, "") != sniff.Unknown }

// foreign are the names of files that are certainly no declaration. A file
// with unknown bytes and any other name may be a damaged document: it is read,
// and reported where it cannot be.
var foreign = " .exe .dll .so .msi .bat .sys .com .mp3 .mp4 .avi .mov .wmv .wav .mkv .flv .m4a .ttf .otf .ttc .woff .ico .db .mdb .accdb .sqlite .iso .dwg .psd .lnk .class .jar .apk .swf .pyc .o .a .bin .dat .cer .p7b .sig .seal "

func documentName(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return ext == "" || !strings.Contains(foreign, " "+ext+" ")
}

// kind types a source; a zip is looked into, since workbooks and Word
// documents are zips too.
func (s *source) kind() kind {
	head := make([]byte, min(headSize, s.size))
	n, err := s.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return kindDocument // the reading will say why
	}
	k := kindOf(head[:n])
	if k == kindZip && zipDocument(s, s.size) {
		return kindDocument
	}
	return k
}
