package doc

import (
	"encoding/binary"
	"slices"

	"github.com/pbt-cli/pbt/parser/internal/office"
	"github.com/pbt-cli/pbt/schema"
)

// The header of the document (FIB, [MS-DOC] 2.5).
const (
	magic97 = 0xA5EC
	// clear is how many bytes of the header are never encrypted.
	clear = 68

	flagEncrypted  = 0x0100
	flagTable1     = 0x0200
	flagObfuscated = 0x8000

	// The pairs of offset and length in the header that are read, by their place.
	pairChars = 12 // PlcfBteChpx
	pairParas = 13 // PlcfBtePapx
	pairFonts = 15 // SttbfFfn
	pairClx   = 33
	// The lengths of the document's stories, in characters, by their place.
	lenText     = 3
	lenNotes    = 4
	lenTextBox  = 10
	maxPairs    = 1024
	pageSize    = 512 // of a page of properties
	maxPages    = 1 << 18
	maxPieceNum = 1 << 20
)

// file is an opened document: its streams, its text in pieces, its properties.
type file struct {
	main, table, data []byte
	lens              [11]int // lengths of the stories
	pieces            []piece
	lists             [][]byte // property lists that pieces refer to
	paras, chars      runs
	fonts             []string
	broken            bool // a part could not be read
}

// open reads the streams of a document and all but its text.
func open(c *office.Compound, password string) (*file, error) {
	f := &file{}
	var err error
	if f.main, err = c.Read("WordDocument", maxStream); err != nil && len(f.main) < clear {
		return nil, damaged("没有正文", "it has no text")
	}
	f.broken = err != nil
	if bad := f.version(); bad != nil {
		return nil, bad
	}
	flags := f.u16(10)
	if err := f.openTable(c, flags); err != nil {
		return nil, err
	}
	f.data, _ = c.Read("Data", maxStream) // most documents have none
	if flags&flagEncrypted != 0 {
		if err := f.decrypt(flags, password); err != nil {
			return nil, err
		}
	}
	return f, f.parse()
}

// parse reads what the header points to.
func (f *file) parse() error {
	pairs, ok := f.header()
	if !ok {
		return damaged("文件头不完整", "its header is cut short")
	}
	f.readPieces(pairs(pairClx))
	if len(f.pieces) == 0 {
		return damaged("没有文字的目录", "the list of its pieces of text is missing")
	}
	f.paras = f.pages(pairs(pairParas), paraEntry)
	f.chars = f.pages(pairs(pairChars), charEntry)
	f.fonts = fontNames(pairs(pairFonts))
	return nil
}

// version refuses what is older than Word 97.
func (f *file) version() error {
	switch id := f.u16(0); {
	case id == magic97:
		return nil
	case id>>8 == 0xA5, id&0xFF00 == 0xA600, id == 0x37FE, id == 0x32FE, f.u16(2) > 0 && f.u16(2) < 193:
		return old()
	}
	return damaged("文件头不是 Word 的", "its header is none of Word's")
}

// openTable reads the stream that the header names; WPS and Word write either.
func (f *file) openTable(c *office.Compound, flags int) error {
	names := []string{"0Table", "1Table"}
	if flags&flagTable1 != 0 {
		slices.Reverse(names)
	}
	for _, n := range names {
		b, err := c.Read(n, maxStream)
		if err != nil && len(b) == 0 {
			continue
		}
		f.table = b
		f.broken = f.broken || err != nil
		return nil
	}
	return damaged("缺少表流（0Table、1Table）", "it lacks its table stream (0Table, 1Table)")
}

// decrypt undoes the encryption, which leaves the start of the header alone; the
// table stream begins with the description of the cipher.
func (f *file) decrypt(flags int, password string) error {
	if flags&flagObfuscated != 0 {
		return (&office.Error{Fault: office.UnknownCipher}).Told(schema.WordDocument)
	}
	cipher, err := office.NewCipher(f.table, password)
	if err != nil {
		return office.Told(err, schema.WordDocument)
	}
	plain := cipher.Decrypt(f.main, pageSize)
	copy(plain, f.main[:min(clear, len(f.main))])
	f.main, f.table, f.data = plain, cipher.Decrypt(f.table, pageSize), cipher.Decrypt(f.data, pageSize)
	return nil
}

// header reads the lengths of the stories and gives a function for the pairs. The
// header has three parts, each with its own count in front of it.
func (f *file) header() (pair func(n int) []byte, ok bool) {
	at := 32
	at += 2 + 2*f.u16(at) // shorts
	longs := f.u16(at)
	at += 2
	for i := range min(longs, len(f.lens)) {
		f.lens[i] = max(int(int32(u32(f.main, at+4*i))), 0)
	}
	at += 4 * longs
	count := f.u16(at)
	at += 2
	if count > maxPairs || at+8*count > len(f.main) || longs < lenText+1 {
		return nil, false
	}
	return func(n int) []byte {
		if n >= count {
			return nil
		}
		return slice(f.table, int64(u32(f.main, at+8*n)), int64(u32(f.main, at+8*n+4)))
	}, true
}

func (f *file) u16(at int) int { return u16(f.main, at) }

// u16 and u32 are 0 beyond the end.
func u16(b []byte, at int) int {
	if at < 0 || at+2 > len(b) {
		return 0
	}
	return int(binary.LittleEndian.Uint16(b[at:]))
}

func u32(b []byte, at int) uint32 {
	if at < 0 || at+4 > len(b) {
		return 0
	}
	return binary.LittleEndian.Uint32(b[at:])
}

// slice is what there is of a range of bytes.
func slice(b []byte, from, length int64) []byte {
	if from < 0 || length <= 0 || from >= int64(len(b)) {
		return nil
	}
	return b[from:min(from+length, int64(len(b)))]
}
