package excel

import (
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding"

	"github.com/pbt-cli/pbt/parser/excel/numfmt"
	"github.com/pbt-cli/pbt/parser/excel/sheet"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/ink"
	"github.com/pbt-cli/pbt/parser/text/charset"
	"github.com/pbt-cli/pbt/schema"
)

// xls is a BIFF workbook: what its sheets share.
type xls struct {
	src      []byte
	biff8    bool
	page     encoding.Encoding
	date1904 bool
	sheets   []sheet.Ref
	strings  []string
	rich     map[int]richString // those whose runs have fonts of their own
	formats  map[int]string
	styles   []int // the format's number of each cell style
	fontOf   []int // the font's number of each cell style
	fonts    []ink.Font
	fills    []ink.Color // what each cell style is filled with
	// repainted says that the palette has another colour for white.
	repainted bool
	password  string
	unlocked  bool
	parsed    map[int]*numfmt.Format
}

func readBIFF(ctx context.Context, src []byte, opt Options) (*grid.Document, error) {
	x := &xls{src: src, password: opt.Password, page: charset.Page(1252), formats: map[int]string{}, parsed: map[int]*numfmt.Format{}}
	if bad := x.globals(); bad != nil {
		return nil, bad
	}
	wanted, err := sheet.Pick(x.sheets, opt)
	if err != nil {
		return nil, err
	}
	r := sheet.NewReading(schema.FormatXLS, opt)
	for _, ref := range wanted {
		if !ref.Cells {
			continue
		}
		if err := x.readSheet(ctx, ref, r); err != nil {
			return nil, err
		}
	}
	return r.Result()
}

// version checks the stream's first record.
func (x *xls) version(r *records) *schema.ReadError {
	if !r.next() || r.id&0xFF != 0x09 {
		return sheet.Damaged("工作簿流的开头不是 BIFF 记录", "the workbook stream does not begin with a BIFF record")
	}
	old := sheet.Unsupported("这是 Excel 4.0 或更早的工作簿，不受支持", "this is a workbook of Excel 4.0 or older, which is not supported")
	if r.id != recBOF {
		return old
	}
	switch v := u16(r.data, 0); {
	case v == 0x0600:
		x.biff8 = true
	case v != 0x0500 && v != 0:
		return old
	}
	return nil
}

// globals reads what stands in front of the sheets.
func (x *xls) globals() *schema.ReadError {
	r := &records{src: x.src}
	if bad := x.version(r); bad != nil {
		return bad
	}
	if u16(r.data, 2) != 0x0005 { // a stream of one sheet alone
		x.sheets = []sheet.Ref{{Name: "Sheet1", Cells: true}}
		return nil
	}
	for r.next() && r.id != recEOF {
		if bad := x.global(r); bad != nil {
			return bad
		}
	}
	if len(x.sheets) == 0 {
		return sheet.Damaged("工作簿不完整或损坏：没有工作表列表", "the workbook is damaged or cut short: it lists no sheets")
	}
	return nil
}

func (x *xls) global(r *records) *schema.ReadError {
	switch r.id {
	case recFilePass:
		return x.unlock(r)
	case recDate1904:
		x.date1904 = u16(r.data, 0) == 1
	case recCodePage:
		x.page = charset.Page(u16(r.data, 0))
	case recFormat:
		if len(x.formats) < maxStyles {
			x.formats[u16(r.data, 0)] = x.formatCode(r.data)
		}
	case recFont:
		if len(x.fonts) < maxStyles {
			x.fonts = append(x.fonts, x.readFont(r.data))
		}
	case recXF:
		if len(x.styles) < maxStyles {
			x.styles = append(x.styles, u16(r.data, 2))
			x.fontOf = append(x.fontOf, u16(r.data, 0))
			x.fills = append(x.fills, x.fillOf(r.data))
		}
	case recPalette:
		x.repainted = x.repainted || u16(r.data, 0) > 1 && (u32(r.data, 6)&0xFFFFFF != 0xFFFFFF)
	case recBoundSheet:
		if len(x.sheets) < sheet.MaxSheets {
			x.sheets = append(x.sheets, x.boundSheet(r.data))
		}
	case recSST:
		x.readStrings(r.pieces())
	}
	return nil
}

// unlock decrypts what lies behind the FILEPASS record. A second such record
// would have been decrypted into being by a wrong key.
func (x *xls) unlock(r *records) *schema.ReadError {
	if x.unlocked {
		return sheet.Damaged("工作簿解密后仍声明加密", "the workbook is still encrypted after it was decrypted")
	}
	plain, bad := unlock(x.src, r.data, x.password)
	if bad != nil {
		return bad
	}
	x.unlocked = true
	x.src, r.src = plain, plain
	return nil
}

func (x *xls) formatCode(data []byte) string {
	if len(data) < 3 {
		return ""
	}
	if x.biff8 {
		s, _ := newPieceReader([][]byte{data[min(4, len(data)):]}).unicode(u16(data, 2))
		return s
	}
	return x.narrow(data[3:], int(data[2]))
}

// narrow reads n bytes in the workbook's code page.
func (x *xls) narrow(b []byte, n int) string {
	b = b[:max(0, min(n, len(b)))]
	s, err := x.page.NewDecoder().Bytes(b)
	if err != nil {
		return strings.ToValidUTF8(string(b), "\uFFFD")
	}
	return string(s)
}

func (x *xls) boundSheet(data []byte) sheet.Ref {
	ref := sheet.Ref{Offset: int(u32(data, 0)), Hidden: byteAt(data, 4)&3 != 0, Cells: byteAt(data, 5) == 0}
	if len(data) > 7 {
		if x.biff8 {
			ref.Name, _ = newPieceReader([][]byte{data[7:]}).unicode(int(data[6]))
		} else {
			ref.Name = x.narrow(data[7:], int(data[6]))
		}
	}
	ref.Name = sheet.CleanText(ref.Name)
	return ref
}

// readStrings reads the shared strings; a table that is cut short keeps those
// in front of the cut.
func (x *xls) readStrings(pieces [][]byte) {
	r := newPieceReader(pieces)
	r.skip(4)
	count, ok := r.uint(4)
	for i := 0; ok && i < count && i < maxStrings && r.more(); i++ {
		n, got := r.uint(2)
		if !got {
			return
		}
		chars, runs, whole := r.rich(n)
		x.addString(chars, runs)
		if !whole {
			return
		}
	}
}

// addString keeps a shared string, with its runs where one has a font of its own.
func (x *xls) addString(chars []uint16, runs []fontRun) {
	out := richString{text: string(utf16.Decode(chars))}
	if len(runs) > 0 {
		end, at := len(chars), len(out.text)
		for i := len(runs) - 1; i >= 0; i-- {
			from := min(runs[i].from, end)
			out.runs = append(out.runs, sheet.Run{End: at, Font: x.font(runs[i].font), Own: true})
			at -= len(string(utf16.Decode(chars[from:end])))
			end = from
		}
		out.runs = append(out.runs, sheet.Run{End: at})
		slices.Reverse(out.runs)
		if x.rich == nil {
			x.rich = map[int]richString{}
		}
		x.rich[len(x.strings)] = out
	}
	x.strings = append(x.strings, out.text)
}

// readFont reads a FONT record [MS-XLS] 2.4.122.
func (x *xls) readFont(d []byte) ink.Font {
	var f ink.Font
	if len(d) < 15 {
		return f
	}
	f.Struck = u16(d, 2)&0x08 != 0
	f.Color = ink.Indexed(u16(d, 4))
	f = f.Sized(float64(u16(d, 0)) / 20)
	switch u16(d, 8) {
	case 1:
		f.Script = 1
	case 2:
		f.Script = -1
	}
	name := ""
	if x.biff8 {
		name, _ = newPieceReader([][]byte{d[15:]}).unicode(int(d[14]))
	} else {
		name = x.narrow(d[15:], int(d[14]))
	}
	return f.Named(name)
}

// font gives a font by its number; there is none of the number 4.
func (x *xls) font(n int) ink.Font {
	if n > 4 {
		n--
	}
	if n < 0 || n >= len(x.fonts) {
		return ink.Font{}
	}
	return x.fonts[n]
}

// look is how a cell style prints.
func (x *xls) look(style int) sheet.Look {
	if style < 0 || style >= len(x.fontOf) {
		return sheet.Look{}
	}
	return sheet.Look{Font: x.font(x.fontOf[style]), Behind: x.fills[style]}
}

// fillOf reads what a cell style is filled with, at the end of an XF record: the
// kind of its pattern, of which 1 is solid, and the colour of its foreground.
func (x *xls) fillOf(d []byte) ink.Color {
	kind, fore := int(u32(d, 14)>>26&0x3F), u16(d, 18)&0x7F
	if !x.biff8 {
		kind, fore = u16(d, 10)&0x3F, u16(d, 8)&0x7F
	}
	switch kind {
	case 0:
		return 0
	case 1:
		return ink.Indexed(fore)
	}
	return ink.Unknown
}

func (x *xls) format(style int) *numfmt.Format {
	if style < 0 || style >= len(x.styles) {
		return numfmt.General()
	}
	id := x.styles[style]
	if f := x.parsed[id]; f != nil {
		return f
	}
	code, ok := x.formats[id]
	if !ok {
		code = numfmt.Builtin(id)
	}
	f := numfmt.Parse(code)
	x.parsed[id] = f
	return f
}

// readSheet adds a sheet to the reading; its error is the context's.
func (x *xls) readSheet(ctx context.Context, ref sheet.Ref, r *sheet.Reading) error {
	s := sheet.New(ref, r)
	bad, err := x.scanSheet(ctx, ref, s)
	if err != nil {
		return err
	}
	if bad != nil {
		r.Fail(ref.Name, bad)
		return nil
	}
	r.Add(s)
	return nil
}

func (x *xls) scanSheet(ctx context.Context, ref sheet.Ref, s *sheet.Sheet) (*schema.ReadError, error) {
	if ref.Offset < 0 || ref.Offset >= len(x.src) {
		return sheet.Damaged("工作表的位置超出文件", "the sheet lies beyond the end of the file"), nil
	}
	scan := &biffScan{xls: x, sheet: s, rec: records{src: x.src, pos: ref.Offset}}
	if !scan.rec.next() || scan.rec.id != recBOF {
		return sheet.Damaged("工作表的位置没有 BIFF 记录", "no BIFF record stands where the sheet should begin"), nil
	}
	if x.repainted || x.colours() && x.conditional(scan.rec) {
		s.RecolourAll()
	}
	depth := 1 // charts are nested in the sheet, with records of their own
	for n := 0; scan.rec.next(); n++ {
		if n%checkEvery == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		switch {
		case scan.rec.id == recBOF:
			depth++
		case scan.rec.id == recEOF:
			if depth--; depth == 0 {
				return nil, nil
			}
		case depth == 1:
			if bad := scan.record(); bad != nil {
				return bad, nil
			}
		}
	}
	s.Truncated = true
	return nil, nil
}

// colours reports whether any font has a colour that may be that of a fill.
func (x *xls) colours() bool {
	return slices.ContainsFunc(x.fonts, func(f ink.Font) bool { return f.Color != 0 && f.Color != ink.Direct(0, 0, 0) })
}

// conditional looks ahead for conditional formats, which stand behind the cells.
func (x *xls) conditional(rec records) bool {
	for depth := 1; depth > 0 && rec.next(); {
		switch rec.id {
		case recBOF:
			depth++
		case recEOF:
			depth--
		case recCondFmt, recCondFmt12:
			return true
		}
	}
	return false
}

// biffScan is one pass over a sheet's records.
type biffScan struct {
	*xls
	sheet *sheet.Sheet
	rec   records
	// pending is a formula whose result is in the STRING record to come.
	pending *biffFormula
	// shared is the text of typed formulas that several cells share, by the
	// place of the first.
	shared map[int64]string
}

type biffFormula struct {
	row, col, style int
	typed           string
}

func (b *biffScan) record() *schema.ReadError {
	d := b.rec.data
	row, col, style := u16(d, 0), u16(d, 2), u16(d, 4)
	switch b.rec.id {
	case recRow:
		b.row(d)
	case recColInfo:
		if u16(d, 8)&1 != 0 || len(d) >= 6 && u16(d, 4) == 0 {
			b.sheet.HideCols(u16(d, 0), min(u16(d, 2), 255))
		}
	case recDefaultHeight:
		b.sheet.DefaultHeight = float32(u16(d, 2)) / 20
	case recMergeCells:
		return b.merges(d)
	case recHeader:
		b.sheet.Header(b.pageText(d))
	case recFooter:
		b.sheet.Footer(b.pageText(d))
	case recLabelSST:
		return b.labelSST(row, col, style, int(u32(d, 6)), len(d) >= 10)
	case recLabel, recRString:
		return b.put(row, col, style, b.sheet.Formatted(row, col, b.format(style), b.label(d)))
	case recNumber:
		if len(d) >= 14 {
			return b.number(row, col, style, math.Float64frombits(binary.LittleEndian.Uint64(d[6:])))
		}
	case recRK:
		if len(d) >= 10 {
			return b.number(row, col, style, rk(u32(d, 6)))
		}
	case recMulRK:
		return b.mulRK(d)
	case recBoolErr:
		if len(d) >= 8 {
			return b.put(row, col, style, boolErr(d[6], d[7] != 0))
		}
	case recFormula:
		return b.formula(d)
	case recString:
		return b.string(d)
	}
	return nil
}

// pageText is the text of a HEADER or FOOTER.
func (b *biffScan) pageText(d []byte) string {
	if len(d) < 2 {
		return ""
	}
	if !b.biff8 {
		return b.narrow(d[1:], int(d[0]))
	}
	s, _ := newPieceReader([][]byte{d[2:]}).unicode(u16(d, 0))
	return s
}

func (b *biffScan) put(row, col, style int, text string) *schema.ReadError {
	return b.sheet.Put(row, col, b.sheet.Show(row, col, b.look(style), text, nil), nil)
}

func (b *biffScan) number(row, col, style int, v float64) *schema.ReadError {
	return b.put(row, col, style, b.sheet.Number(row, col, b.format(style), v, b.date1904))
}

func (b *biffScan) row(d []byte) {
	if len(d) < 16 {
		return
	}
	row, height := u16(d, 0), u16(d, 6)
	if height&0x8000 == 0 {
		b.sheet.SetHeight(row, float64(height)/20)
	}
	if u16(d, 12)&0x20 != 0 {
		b.sheet.HideRow(row)
	}
}

func (b *biffScan) merges(d []byte) *schema.ReadError {
	for i := range u16(d, 0) {
		at := 2 + 8*i
		if at+8 > len(d) {
			return nil
		}
		if bad := b.sheet.Merge(u16(d, at), u16(d, at+4), u16(d, at+2), u16(d, at+6)); bad != nil {
			return bad
		}
	}
	return nil
}

func (b *biffScan) labelSST(row, col, style, i int, whole bool) *schema.ReadError {
	if !whole || i < 0 || i >= len(b.strings) {
		b.sheet.NoteBroken(row, col)
		return nil
	}
	if s, ok := b.rich[i]; ok {
		shown := b.sheet.Show(row, col, b.look(style), s.text, s.runs)
		return b.sheet.Put(row, col, b.sheet.Formatted(row, col, b.format(style), shown), nil)
	}
	return b.put(row, col, style, b.sheet.Formatted(row, col, b.format(style), b.strings[i]))
}

// label reads the string of a LABEL or RSTRING.
func (b *biffScan) label(d []byte) string {
	if len(d) < 8 {
		return ""
	}
	if !b.biff8 {
		return b.narrow(d[8:], u16(d, 6))
	}
	s, _ := newPieceReader(append([][]byte{d[8:]}, b.rec.pieces()[1:]...)).unicode(u16(d, 6))
	return s
}

func (b *biffScan) mulRK(d []byte) *schema.ReadError {
	row, col := u16(d, 0), u16(d, 2)
	for at := 4; at+6 <= len(d)-2; at += 6 {
		if bad := b.number(row, col, u16(d, at), rk(u32(d, at+2))); bad != nil {
			return bad
		}
		col++
	}
	return nil
}

// rk decodes a number of 30 bits: an integer or the upper half of a float,
// either perhaps a hundredfold.
func rk(n uint32) float64 {
	var v float64
	if n&2 != 0 {
		v = float64(int32(n) >> 2)
	} else {
		v = math.Float64frombits(uint64(n&^3) << 32)
	}
	if n&1 != 0 {
		v /= 100
	}
	return v
}

func boolErr(v byte, isErr bool) string {
	if !isErr {
		return sheet.Logical(v != 0)
	}
	switch v {
	case 0x00:
		return "#NULL!"
	case 0x07:
		return "#DIV/0!"
	case 0x0F:
		return "#VALUE!"
	case 0x17:
		return "#REF!"
	case 0x1D:
		return "#NAME?"
	case 0x24:
		return "#NUM!"
	case 0x2A:
		return "#N/A"
	}
	return fmt.Sprintf("#ERR%d", v)
}

// formula puts the stored result of a formula, or what was typed.
func (b *biffScan) formula(d []byte) *schema.ReadError {
	b.pending = nil
	if len(d) < 20 {
		return nil
	}
	f := &biffFormula{row: u16(d, 0), col: u16(d, 2), style: u16(d, 4)}
	f.typed = b.typedFormula(f, d)
	result := d[6:14]
	if u16(result, 6) != 0xFFFF {
		v := math.Float64frombits(binary.LittleEndian.Uint64(result))
		return b.result(f, b.format(f.style).Number(v, b.date1904))
	}
	switch result[0] {
	case 0:
		b.pending = f
		return nil
	case 1, 2:
		return b.result(f, boolErr(result[2], result[0] == 2))
	}
	return b.result(f, "")
}

// typedFormula gives the formula with its = where it is constants alone.
func (b *biffScan) typedFormula(f *biffFormula, d []byte) string {
	size := u16(d, 20)
	if len(d) < 22 || size == 0 || size > len(d)-22 {
		return ""
	}
	rgce := d[22 : 22+size]
	if rgce[0] == 0x01 && len(rgce) >= 5 { // the formula is another cell's
		at := int64(u16(rgce, 1))<<32 | int64(u16(rgce, 3))
		if b.rec.peek() == recShared {
			b.learnShared(at)
		}
		return b.shared[at]
	}
	text, ok := typedTokens(rgce)
	if !ok {
		return ""
	}
	return "=" + text
}

// learnShared reads the shared formula behind the first cell that uses it.
func (b *biffScan) learnShared(at int64) {
	ahead := b.rec
	if !ahead.next() || len(ahead.data) < 10 || len(b.shared) >= maxShared {
		return
	}
	size := u16(ahead.data, 8)
	if size > len(ahead.data)-10 {
		return
	}
	text, ok := typedTokens(ahead.data[10 : 10+size])
	if !ok {
		return
	}
	if b.shared == nil {
		b.shared = map[int64]string{}
	}
	b.shared[at] = "=" + text
}

// string is the result of the formula in front of it.
func (b *biffScan) string(d []byte) *schema.ReadError {
	f := b.pending
	if b.pending = nil; f == nil || len(d) < 3 {
		return nil
	}
	var s string
	if b.biff8 {
		s, _ = newPieceReader(append([][]byte{d[2:]}, b.rec.pieces()[1:]...)).unicode(u16(d, 0))
	} else {
		s = b.narrow(d[2:], u16(d, 0))
	}
	return b.result(f, b.sheet.Formatted(f.row, f.col, b.format(f.style), s))
}

// result puts the displayed result of a formula. The compiled form of a typed
// =100.00% has lost its decimals; where the display shows the same number, it
// has what was typed.
func (b *biffScan) result(f *biffFormula, displayed string) *schema.ReadError {
	if f.typed == "" {
		return b.put(f.row, f.col, f.style, displayed)
	}
	typed := f.typed
	if sameNumber(typed[1:], displayed) {
		typed = "=" + displayed
	}
	return b.sheet.Put(f.row, f.col, typed, sheet.TypedRepair(displayed, typed))
}

// sameNumber reports whether two plain numbers or percentages are the same but
// for zeros at the end of their decimals.
func sameNumber(a, b string) bool {
	a, pa := strings.CutSuffix(a, "%")
	b, pb := strings.CutSuffix(b, "%")
	_, ok := sheet.ParseNumber(a)
	_, ok2 := sheet.ParseNumber(b)
	return ok && ok2 && pa == pb && trimZeros(a) == trimZeros(b)
}

func trimZeros(s string) string {
	if !strings.Contains(s, ".") {
		return s
	}
	return strings.TrimRight(strings.TrimRight(s, "0"), ".")
}
