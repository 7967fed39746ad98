package doc

// piece is a run of characters that stand together in the file.
type piece struct {
	first, end int // characters of the document
	at         int // bytes into the main stream
	narrow     bool
	change     int // properties changed for the whole piece, as written
}

// width is how many bytes a character has.
func (p piece) width() int {
	if p.narrow {
		return 1
	}
	return 2
}

// The parts of a Clx: any number of property lists, then the table of pieces.
const (
	clxList  = 1
	clxTable = 2
)

// readPieces reads the order in which the pieces of the text stand in the file.
func (f *file) readPieces(clx []byte) {
	for len(clx) >= 3 && clx[0] == clxList {
		n := u16(clx, 1)
		f.lists = append(f.lists, slice(clx, 3, int64(n)))
		clx = clx[min(3+n, len(clx)):]
	}
	if len(clx) < 5 || clx[0] != clxTable {
		return
	}
	size := int64(u32(clx, 1))
	table := slice(clx, 5, size)
	f.broken = f.broken || int64(len(table)) < size
	n := (len(table) - 4) / 12
	if n > maxPieceNum {
		return
	}
	for i := range n {
		about := 4*(n+1) + 8*i
		p := piece{first: int(u32(table, 4*i)), end: int(u32(table, 4*i+4)), change: u16(table, about+6)}
		where := u32(table, about+2)
		p.at = int(where & 0x3FFFFFFF)
		if where&0x40000000 != 0 {
			p.narrow, p.at = true, p.at/2
		}
		if p.end <= p.first || p.end > maxText {
			continue
		}
		if fit := (len(f.main) - p.at) / p.width(); p.end-p.first > fit {
			f.broken = true
			p.end = p.first + max(fit, 0)
		}
		if p.end > p.first {
			f.pieces = append(f.pieces, p)
		}
	}
}

// list is the property list by which a piece is changed: one that it refers to,
// or a single property of one byte, which is none that matters here.
func (f *file) list(p piece) []byte {
	if p.change&1 == 0 {
		return nil
	}
	if n := p.change >> 1; n < len(f.lists) {
		return f.lists[n]
	}
	return nil
}

// upper are the characters of a narrow piece that are not those of Latin-1:
// Windows code page 1252.
var upper = [32]rune{
	0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D, 0x8F,
	0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
}

// char is the character of a piece at a byte of the stream.
func (f *file) char(p piece, at int) rune {
	if !p.narrow {
		return rune(u16(f.main, at))
	}
	c := rune(f.main[at])
	if c >= 0x80 && c < 0xA0 {
		return upper[c-0x80]
	}
	return c
}
