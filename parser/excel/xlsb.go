package excel

import (
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"unicode/utf16"

	"github.com/pbt-cli/pbt/parser/excel/numfmt"
	"github.com/pbt-cli/pbt/parser/excel/sheet"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/ink"
	"github.com/pbt-cli/pbt/parser/internal/office"
	"github.com/pbt-cli/pbt/schema"
)

// The records of a binary workbook that are read, by their numbers in [MS-XLSB]
// 2.3. Cells are the records 1 to 11 and 62.
const (
	binRow        = 0
	binBlank      = 1
	binRK         = 2
	binError      = 3
	binBool       = 4
	binReal       = 5
	binString     = 6
	binShared     = 7
	binFormulaStr = 8
	binFormulaNum = 9
	binFormulaBoo = 10
	binFormulaErr = 11
	binStringItem = 19
	binFont       = 43
	binFormat     = 44
	binFill       = 45
	binXF         = 47
	binColumns    = 60
	binRich       = 62
	binBookProps  = 153
	binSheet      = 156
	binMerge      = 176
	binCondFormat = 461
	binHeader     = 479
	binDefaults   = 485
	binCellXFs    = 617
	binEndCellXFs = 618
)

// ReadXLSB reads a binary workbook (.xlsb) as ReadXLSX reads an .xlsx: the same
// parts, whose contents are records instead of XML.
func ReadXLSB(ctx context.Context, data []byte, opt Options) (*grid.Document, error) {
	opt = opt.WithDefaults()
	p, err := office.OpenPackage(data, office.Limits{Total: opt.MaxBytes})
	if err != nil {
		return nil, asReadError("", err)
	}
	b := &binBook{parts: p, name: office.First(p.Relations(""), "officeDocument", "xl/workbook.bin")}
	if bad := b.open(); bad != nil {
		return nil, bad
	}
	wanted, err := sheet.Pick(b.sheets, opt)
	if err != nil {
		return nil, err
	}
	r := sheet.NewReading(schema.FormatXLSB, opt)
	for _, ref := range wanted {
		if !ref.Cells {
			continue
		}
		if err := b.readSheet(ctx, ref, r); err != nil {
			return nil, err
		}
	}
	return withPictures(ctx, p, opt, r)
}

// binBook is a binary workbook: what its sheets share.
type binBook struct {
	parts    *office.Package
	name     string // of the workbook part
	date1904 bool
	sheets   []sheet.Ref
	strings  []string
	rich     map[int][]sheet.Run // the runs of strings whose parts have fonts of their own
	styles   *styles
}

// binRecords walks over the records of a part: the number has one or two bytes,
// the length one to four, each of seven bits.
type binRecords struct {
	src  []byte
	id   int
	data []byte
	cut  bool
}

func (r *binRecords) next() bool {
	if len(r.src) == 0 {
		return false
	}
	id, n := varint(r.src, 2)
	size, m := varint(r.src[n:], 4)
	rest := r.src[n+m:]
	if n == 0 || m == 0 || size > len(rest) {
		r.cut = true
		return false
	}
	r.id, r.data, r.src = id, rest[:size], rest[size:]
	return true
}

// varint reads a number of at most so many bytes; n is 0 where it breaks off.
func varint(b []byte, most int) (v, n int) {
	for n < most && n < len(b) {
		v |= int(b[n]&0x7F) << (7 * n)
		n++
		if b[n-1]&0x80 == 0 {
			return v, n
		}
	}
	if n == most && most == 2 {
		return v, n
	}
	return 0, 0
}

// wide reads a string with its length in front, and gives what stands behind it.
func wide(b []byte) (s string, rest []byte) {
	n := int(u32(b, 0))
	if len(b) < 4 || n < 0 || n > (len(b)-4)/2 {
		return "", nil // none, or none that is whole
	}
	units := make([]uint16, n)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(b[4+2*i:])
	}
	return string(utf16.Decode(units)), b[4+2*n:]
}

func (b *binBook) records(part string) (*binRecords, *schema.ReadError) {
	src, err := b.parts.Read(part)
	if err != nil && len(src) == 0 {
		return nil, asReadError(part, err)
	}
	return &binRecords{src: src}, nil
}

// open reads the workbook, its strings and its styles.
func (b *binBook) open() *schema.ReadError {
	r, bad := b.records(b.name)
	if bad != nil {
		return bad
	}
	rels := b.parts.Relations(b.name)
	for r.next() {
		switch r.id {
		case binBookProps:
			b.date1904 = byteAt(r.data, 0)&1 != 0
		case binSheet:
			if len(b.sheets) == sheet.MaxSheets {
				return sheet.Limit(fmt.Sprintf("工作表超过 %d 个", sheet.MaxSheets), fmt.Sprintf("more than %d sheets", sheet.MaxSheets))
			}
			b.sheets = append(b.sheets, b.sheetRef(r.data, rels))
		}
	}
	if len(b.sheets) == 0 {
		return sheet.Damaged("工作簿中没有工作表", "the workbook lists no sheets")
	}
	b.readStyles(office.First(rels, "styles", "xl/styles.bin"))
	return b.readStrings(office.First(rels, "sharedStrings", "xl/sharedStrings.bin"))
}

func (b *binBook) sheetRef(data []byte, rels map[string]office.Relation) sheet.Ref {
	id, rest := wide(data[min(8, len(data)):])
	name, _ := wide(rest)
	ref := sheet.Ref{Name: sheet.CleanText(name), Hidden: u32(data, 0)&3 != 0}
	rel, ok := rels[id]
	if !ok {
		rel = office.Relation{Kind: "worksheet", Target: fmt.Sprintf("xl/worksheets/sheet%d.bin", len(b.sheets)+1)}
	}
	ref.Part, ref.Cells = rel.Target, rel.Kind == "worksheet"
	return ref
}

// readStyles reads the formats; a part that is missing or damaged leaves General.
func (b *binBook) readStyles(part string) {
	b.styles = &styles{formats: map[int]string{}, parsed: map[int]*numfmt.Format{}}
	r, bad := b.records(part)
	if bad != nil {
		return
	}
	inCells := false
	for r.next() {
		switch r.id {
		case binFormat:
			if len(b.styles.formats) < maxStyles && len(r.data) > 2 {
				b.styles.formats[u16(r.data, 0)], _ = wide(r.data[2:])
			}
		case binFont:
			if len(b.styles.fonts) < maxStyles {
				b.styles.fonts = append(b.styles.fonts, binFontOf(r.data))
			}
		case binFill:
			if len(b.styles.fills) < maxStyles {
				b.styles.fills = append(b.styles.fills, binFillOf(r.data))
			}
		case binCellXFs:
			inCells = true
		case binEndCellXFs:
			inCells = false
		case binXF:
			if inCells && len(b.styles.cells) < maxStyles {
				b.styles.cells = append(b.styles.cells, u16(r.data, 2))
				b.styles.fontOf = append(b.styles.fontOf, u16(r.data, 4))
				b.styles.fillOf = append(b.styles.fillOf, u16(r.data, 6))
			}
		}
	}
}

// binFontOf reads a font (BrtFont): its height, flags, place on the line, colour and
// name.
func binFontOf(d []byte) ink.Font {
	if len(d) < 21 {
		return ink.Font{}
	}
	f := ink.Font{Struck: u16(d, 2)&0x08 != 0, Color: binColor(d[12:])}
	switch u16(d, 6) {
	case 1:
		f.Script = 1
	case 2:
		f.Script = -1
	}
	name, _ := wide(d[21:])
	return f.Sized(float64(u16(d, 0)) / 20).Named(name)
}

// binFillOf reads a fill (BrtFill): its pattern, of which 1 is solid, and the colour
// of its foreground.
func binFillOf(d []byte) ink.Color {
	switch {
	case len(d) < 12, u32(d, 0) > 1:
		return ink.Unknown
	case u32(d, 0) == 0:
		return 0
	}
	return binColor(d[4:])
}

// binColor reads a colour (BrtColor): the kind above a bit, a number, the tint, the
// parts.
func binColor(d []byte) ink.Color {
	if len(d) < 8 {
		return ink.Unknown
	}
	switch d[0] >> 1 {
	case 0:
		return 0
	case 1:
		return ink.Indexed(int(d[1]))
	case 2:
		return ink.Direct(d[4], d[5], d[6])
	case 3:
		return ink.Theme(int(d[1]), float64(int16(u16(d, 2)))/0x7FFF)
	}
	return ink.Unknown
}

// binRuns reads the runs of a rich string: how many, then of each where it begins, in
// units of UTF-16, and its font. What stands in front of the first has the cell's.
func (b *binBook) binRuns(text string, d []byte) []sheet.Run {
	n := min(int(u32(d, 0)), (len(d)-4)/4)
	if n <= 0 {
		return nil
	}
	units := utf16.Encode([]rune(text))
	var out []sheet.Run
	end := func(at int) int { return len(string(utf16.Decode(units[:min(at, len(units))]))) }
	own, font := false, ink.Font{}
	for i := range n {
		from, number := u16(d, 4+4*i), u16(d, 6+4*i)
		out = append(out, sheet.Run{End: end(from), Font: font, Own: own})
		if own = number < len(b.styles.fonts); own {
			font = b.styles.fonts[number]
		}
	}
	return append(out, sheet.Run{End: len(text), Font: font, Own: own})
}

// readStrings reads the shared strings; a workbook without any has no part.
func (b *binBook) readStrings(part string) *schema.ReadError {
	if !b.parts.Has(part) {
		return nil
	}
	r, bad := b.records(part)
	if bad != nil {
		return bad
	}
	for r.next() {
		if r.id != binStringItem {
			continue
		}
		if len(b.strings) == maxStrings {
			return sheet.Limit(fmt.Sprintf("共享字符串超过 %d 个", maxStrings), fmt.Sprintf("more than %d shared strings", maxStrings))
		}
		s, rest := wide(r.data[min(1, len(r.data)):])
		if byteAt(r.data, 0)&1 != 0 {
			if b.rich == nil {
				b.rich = map[int][]sheet.Run{}
			}
			b.rich[len(b.strings)] = b.binRuns(s, rest)
		}
		b.strings = append(b.strings, s)
	}
	return nil
}

// readSheet adds a sheet to the reading; its error is the context's.
func (b *binBook) readSheet(ctx context.Context, ref sheet.Ref, r *sheet.Reading) error {
	rec, bad := b.records(ref.Part)
	if bad != nil {
		r.Fail(ref.Name, bad)
		return nil
	}
	s := &binScan{book: b, sheet: sheet.New(ref, r)}
	for ahead := *rec; ahead.next(); {
		if ahead.id == binCondFormat {
			s.sheet.RecolourAll()
			break
		}
	}
	for n := 0; rec.next(); n++ {
		if n%checkEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if bad := s.record(rec.id, rec.data); bad != nil {
			r.Fail(ref.Name, bad)
			return nil
		}
	}
	s.sheet.Truncated = rec.cut
	r.Add(s.sheet)
	return nil
}

// binScan is one pass over a sheet's records.
type binScan struct {
	book  *binBook
	sheet *sheet.Sheet
	row   int
}

func (s *binScan) record(id int, d []byte) *schema.ReadError {
	switch {
	case id == binRow:
		s.startRow(d)
	case id == binColumns:
		if u16(d, 16)&1 != 0 || len(d) >= 12 && u32(d, 8) == 0 {
			s.sheet.HideCols(int(u32(d, 0)), min(int(u32(d, 4)), sheet.MaxCols-1))
		}
	case id == binDefaults:
		s.sheet.DefaultHeight = float32(u16(d, 6)) / 20
	case id == binHeader:
		s.header(d)
	case id == binMerge:
		if len(d) >= 16 {
			return s.sheet.Merge(int(u32(d, 0)), int(u32(d, 8)), int(u32(d, 4)), int(u32(d, 12)))
		}
	case id > binBlank && id <= binFormulaErr, id == binRich:
		if len(d) > 8 {
			return s.cell(id, int(u32(d, 0)), int(u32(d, 4)&0xFFFFFF), d[8:])
		}
	}
	return nil
}

// header reads the headers and footers of the sheet's pages: of odd ones, of even
// ones, of the first, in turn; a length of -1 is none.
func (s *binScan) header(d []byte) {
	d = d[min(2, len(d)):]
	for n := 0; len(d) >= 4; n++ {
		if u32(d, 0) == math.MaxUint32 {
			d = d[4:]
			continue
		}
		var text string
		if text, d = wide(d); n%2 == 0 {
			s.sheet.Header(text)
		} else {
			s.sheet.Footer(text)
		}
	}
}

func (s *binScan) startRow(d []byte) {
	s.row = int(u32(d, 0))
	s.sheet.SetHeight(s.row, float64(u16(d, 8))/20)
	if byteAt(d, 11)&0x10 != 0 {
		s.sheet.HideRow(s.row)
	}
}

// cell puts a cell as it is displayed, or as it was typed; v is what stands behind
// its place and style.
func (s *binScan) cell(id, col, style int, v []byte) *schema.ReadError {
	text, runs, formula, ok := s.content(id, col, style, v)
	if !ok {
		return nil
	}
	text = s.sheet.Show(s.row, col, s.book.styles.look(style), text, runs)
	if runs != nil {
		text = s.sheet.Formatted(s.row, col, s.book.styles.format(style), text)
	}
	if typed := binTyped(formula); typed != "" {
		if sameNumber(typed[1:], text) {
			typed = "=" + text
		}
		return s.sheet.Put(s.row, col, typed, sheet.TypedRepair(text, typed))
	}
	return s.sheet.Put(s.row, col, text, nil)
}

// content is the value of a cell under its number format, but for a text of several
// runs, and the formula behind it.
func (s *binScan) content(id, col, style int, v []byte) (text string, runs []sheet.Run, formula []byte, ok bool) {
	format := s.book.styles.format(style)
	number := func(f float64) string { return s.sheet.Number(s.row, col, format, f, s.book.date1904) }
	formatted := func(text string) string {
		if runs != nil {
			return text
		}
		return s.sheet.Formatted(s.row, col, format, text)
	}
	switch id {
	case binRK:
		text = number(rk(u32(v, 0)))
	case binError:
		text = boolErr(v[0], true)
	case binBool:
		text = boolErr(v[0], false)
	case binReal, binFormulaNum:
		if len(v) < 8 {
			return "", nil, nil, false
		}
		text, formula = number(math.Float64frombits(binary.LittleEndian.Uint64(v))), v[8:]
	case binString, binFormulaStr:
		text, formula = wide(v)
		text = formatted(text)
	case binRich:
		var rest []byte
		text, rest = wide(v[1:])
		if v[0]&1 != 0 {
			runs = s.book.binRuns(text, rest)
		}
		text = formatted(text)
	case binShared:
		i := int(u32(v, 0))
		if i >= len(s.book.strings) {
			s.sheet.NoteBroken(s.row, col)
			return "", nil, nil, false
		}
		runs = s.book.rich[i]
		text = formatted(s.book.strings[i])
	case binFormulaBoo, binFormulaErr:
		text, formula = boolErr(v[0], id == binFormulaErr), v[1:]
	}
	if id < binFormulaStr || id > binFormulaErr {
		formula = nil
	}
	return text, runs, formula, true
}

// binTyped gives a formula with its = where it is constants alone: flags, the
// length of its tokens, the tokens.
func binTyped(formula []byte) string {
	size := int(u32(formula, 2))
	if len(formula) < 6 || size == 0 || size > len(formula)-6 {
		return ""
	}
	text, ok := typedTokens(formula[6 : 6+size])
	if !ok {
		return ""
	}
	return "=" + text
}
