package doc

import (
	"sort"
	"strings"
	"unicode/utf16"

	"github.com/pbt-cli/pbt/parser/internal/ink"
)

// run is a range of bytes of the main stream with a property list.
type run struct {
	from, to int
	list     []byte
}

// runs are sorted by their place.
type runs []run

// at is the run that a byte lies in.
func (r runs) at(byte int) (run, bool) {
	i := sort.Search(len(r), func(i int) bool { return r[i].to > byte })
	if i < len(r) && r[i].from <= byte {
		return r[i], true
	}
	return run{}, false
}

// pages reads the pages of properties that a table of bins lists: each page has
// the ends of its runs in front, the lists behind, and their number in its last
// byte.
func (f *file) pages(bins []byte, entry func(page []byte, n, i int) []byte) runs {
	var out runs
	n := min((len(bins)-4)/8, maxPages)
	for i := range max(n, 0) {
		number := int64(u32(bins, 4*(n+1)+4*i) & 0x3FFFFF)
		page := slice(f.main, number*pageSize, pageSize)
		if len(page) < pageSize {
			f.broken = true
			continue
		}
		count := int(page[pageSize-1])
		for k := range count {
			if 4*(k+2) > pageSize {
				break
			}
			r := run{from: int(u32(page, 4*k)), to: int(u32(page, 4*k+4)), list: entry(page, count, k)}
			if r.to > r.from {
				out = append(out, r)
			}
		}
	}
	if !sort.SliceIsSorted(out, func(i, j int) bool { return out[i].to < out[j].to }) {
		sort.SliceStable(out, func(i, j int) bool { return out[i].to < out[j].to })
	}
	return out
}

// charEntry is the list of the i-th of n runs of characters.
func charEntry(page []byte, n, i int) []byte {
	at := 4*(n+1) + i
	if at >= len(page)-1 {
		return nil
	}
	where := 2 * int(page[at])
	if where == 0 {
		return nil
	}
	return slice(page, int64(where)+1, int64(page[where]))
}

// paraEntry is the list of the i-th of n paragraphs, without the number of its
// style. Its length counts in words, less the byte of the length where that is
// odd; a length of 0 has the true one behind it.
func paraEntry(page []byte, n, i int) []byte {
	at := 4*(n+1) + 13*i
	if at >= len(page)-1 {
		return nil
	}
	where := 2 * int(page[at])
	if where == 0 || where+1 >= len(page) {
		return nil
	}
	size := 2*int(page[where]) - 1
	where++
	if size < 0 {
		size = 2 * int(page[where])
		where++
	}
	if size < 2 {
		return nil
	}
	return slice(page, int64(where)+2, int64(size)-2)
}

// The properties that are read, by their codes ([MS-DOC] 2.6).
const (
	charDeleted = 0x0800 // sprmCFRMarkDel
	charData    = 0x0806 // sprmCFData
	charStruck  = 0x0837 // sprmCFStrike
	charHidden  = 0x083C // sprmCFVanish
	charTwice   = 0x2A53 // sprmCFDStrike
	charMarker  = 0x2A0C // sprmCHighlight
	charIndexed = 0x2A42 // sprmCIco
	charScript  = 0x2A48 // sprmCIss
	charSize    = 0x4A43 // sprmCHps
	charShade80 = 0x4866 // sprmCShd80
	charColor   = 0x6870 // sprmCCv
	charShade   = 0xCA71 // sprmCShd
	charSpecial = 0x0855 // sprmCFSpec
	charFont    = 0x4A4F // sprmCRgFtc0
	charPlace   = 0x6A03 // sprmCPicLocation
	charSymbol  = 0x6A09 // sprmCSymbol

	paraInTable = 0x2416 // sprmPFInTable
	paraRowEnd  = 0x2417 // sprmPFTtp
	paraDepth   = 0x6649 // sprmPItap
	paraDeeper  = 0x664A // sprmPDtap
	paraCellEnd = 0x244B // sprmPFInnerTableCell
	paraInnerTT = 0x244C // sprmPFInnerTtp
	paraHuge    = 0x6646 // sprmPHugePapx, and 0x6645 of earlier versions
	paraHuge0   = 0x6645
	tableDef    = 0xD608 // sprmTDefTable
	tabsChange  = 0xC615 // sprmPChgTabs
	paraShade80 = 0x442D // sprmPShd80
	paraShade   = 0xC64D // sprmPShd
	cellShade80 = 0xD609 // sprmTDefTableShd80
	cellShade   = 0xD612 // sprmTDefTableShd, and of columns from the 23rd and 45th
	cellShade2  = 0xD616
	cellShade3  = 0xD60C
)

// each calls visit for the properties of a list. The size of an operand is told
// by the upper bits of its code, but for two.
func each(list []byte, visit func(code int, operand []byte)) {
	for len(list) >= 2 {
		code := u16(list, 0)
		list = list[2:]
		size, skip := 0, 0
		switch code >> 13 {
		case 0, 1:
			size = 1
		case 2, 4, 5:
			size = 2
		case 3:
			size = 4
		case 7:
			size = 3
		case 6:
			if len(list) == 0 {
				return
			}
			size, skip = int(list[0]), 1
			switch {
			case code == tableDef:
				size, skip = u16(list, 0)-1, 2
			case code == tabsChange && size == 255:
				size = tabsSize(list)
			}
		}
		if size < 0 || skip+size > len(list) {
			if code == tableDef && skip < len(list) {
				visit(code, list[skip:]) // what there is of it
			}
			return
		}
		visit(code, list[skip:skip+size])
		list = list[skip+size:]
	}
}

// tabsSize is the size of a change of tabs that is too long for its byte: the
// tabs that go have four bytes, those that come three.
func tabsSize(list []byte) int {
	if len(list) < 2 {
		return len(list)
	}
	gone := 1 + 4*int(list[1])
	if gone+1 >= len(list) {
		return len(list)
	}
	return gone + 1 + 3*int(list[gone+1])
}

// charProps are those of a character that matter.
type charProps struct {
	look                   ink.Font // without the name of the font
	shaded                 bool     // a colour of its own stands behind it
	deleted, special, data bool
	font, symbolFont       int // -1 where none is named
	symbol                 rune
	place                  int // bytes into the Data stream
}

func readChar(lists ...[]byte) charProps {
	p := charProps{font: -1, symbolFont: -1}
	for _, list := range lists {
		each(list, func(code int, op []byte) {
			switch code {
			case charDeleted:
				p.deleted = op[0] != 0
			case charHidden:
				p.look.Hidden = op[0]&1 != 0 // 129 turns the style's own around
			case charStruck, charTwice:
				p.look.Struck = op[0]&1 != 0
			case charScript:
				p.look.Script = [3]int8{0, 1, -1}[op[0]%3]
			case charSize:
				p.look = p.look.Sized(float64(u16(op, 0)) / 2)
			case charIndexed:
				p.look.Color = indexed(int(op[0]))
			case charColor:
				if p.look.Color = 0; op[3] == 0 {
					p.look.Color = ink.Direct(op[0], op[1], op[2])
				}
			case charMarker:
				p.shaded = op[0] != 0
			case charShade, charShade80:
				p.shaded = shades(code, op)
			case charSpecial:
				p.special = op[0] != 0
			case charData:
				p.data = op[0] != 0
			case charFont:
				p.font = u16(op, 0)
			case charPlace:
				p.place = int(u32(op, 0))
			case charSymbol:
				p.symbolFont, p.symbol = u16(op, 0), rune(u16(op, 2))
			}
		})
	}
	return p
}

// indexed is a colour by its number (Ico): 1 is black, 8 white, 0 that of the system.
func indexed(n int) ink.Color {
	switch n {
	case 0:
		return 0
	case 1:
		return ink.Direct(0, 0, 0)
	case 8:
		return ink.Direct(255, 255, 255)
	}
	return ink.Unknown
}

// shades reports whether the operand of a shading paints anything: it holds a colour of
// the pattern, one behind it, and the pattern, for each cell where it is a table's.
func shades(code int, op []byte) bool {
	switch code {
	case charShade80, paraShade80, cellShade80:
		for ; len(op) >= 2; op = op[2:] {
			if n := u16(op, 0); n != 0 && n != 0xFFFF && (n>>10 != 0 || n>>5&0x1F != 8 && n>>5&0x1F != 0) {
				return true
			}
		}
		return false
	}
	for ; len(op) >= 10; op = op[10:] {
		automatic := op[7] == 0xFF || op[4] == 0xFF && op[5] == 0xFF && op[6] == 0xFF
		if pattern := u16(op, 8); pattern != 0 && pattern != 0xFFFF || !automatic {
			return true
		}
	}
	return false
}

// shadesAny reports whether any paragraph or cell of the document is shaded: the row
// of a cell is described behind it.
func (f *file) shadesAny() bool {
	found := false
	var look func(list []byte, again int)
	look = func(list []byte, again int) {
		each(list, func(code int, op []byte) {
			switch code {
			case paraShade, paraShade80, cellShade, cellShade80, cellShade2, cellShade3:
				found = found || shades(code, op)
			case paraHuge, paraHuge0:
				if at := int64(u32(op, 0)); again < maxHuge {
					look(slice(f.data, at+2, int64(u16(f.data, int(at)))), again+1)
				}
			}
		})
	}
	for _, r := range f.paras {
		if look(r.list, 0); found {
			break
		}
	}
	return found
}

// paraProps are those of a paragraph that matter.
type paraProps struct {
	depth          int // of tables around it
	cellEnd        bool
	rowEnd         bool
	def            []byte // the definition of the row
	inTable, noted bool   // noted: the depth was named
}

// maxHuge bounds the lists in the Data stream that refer to further ones.
const maxHuge = 4

func (f *file) readPara(lists ...[]byte) paraProps {
	var p paraProps
	for _, list := range lists {
		f.paraList(&p, list, 0)
	}
	switch {
	case !p.inTable && p.depth == 0:
	case !p.noted, p.depth < 1:
		p.depth = 1 // Word 97 names no depth
	}
	return p
}

func (f *file) paraList(p *paraProps, list []byte, again int) {
	each(list, func(code int, op []byte) {
		switch code {
		case paraInTable:
			p.inTable = op[0] != 0
		case paraRowEnd, paraInnerTT:
			p.rowEnd = op[0] != 0
		case paraCellEnd:
			p.cellEnd = op[0] != 0
		case paraDepth:
			p.depth, p.noted = int(int32(u32(op, 0))), true
		case paraDeeper:
			p.depth, p.noted = p.depth+int(int32(u32(op, 0))), true
		case tableDef:
			p.def = op
		case paraHuge, paraHuge0:
			if at := int64(u32(op, 0)); again < maxHuge {
				f.paraList(p, slice(f.data, at+2, int64(u16(f.data, int(at)))), again+1)
			}
		}
	})
}

// fontNames reads the list of fonts: each is a record whose name stands at 39.
func fontNames(list []byte) []string {
	const name = 39 // behind the length
	var out []string
	n := u16(list, 0)
	list = list[min(4, len(list)):]
	for range n {
		if len(list) == 0 {
			break
		}
		record := slice(list, 1, int64(list[0]))
		list = list[min(1+int(list[0]), len(list)):]
		var units []uint16
		for at := name; at+1 < len(record) && u16(record, at) != 0; at += 2 {
			units = append(units, uint16(u16(record, at)))
		}
		out = append(out, strings.TrimSpace(string(utf16.Decode(units))))
	}
	return out
}

// font is the name of a font, empty where there is none.
func (f *file) font(n int) string {
	if n < 0 || n >= len(f.fonts) {
		return ""
	}
	return f.fonts[n]
}
