package excel

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pbt-cli/pbt/parser/excel/numfmt"
	"github.com/pbt-cli/pbt/parser/excel/sheet"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/ink"
	"github.com/pbt-cli/pbt/parser/internal/office"
	"github.com/pbt-cli/pbt/parser/internal/xmlscan"
	"github.com/pbt-cli/pbt/schema"
)

// book is an Office Open XML workbook: what its sheets share.
type book struct {
	parts    *office.Package
	name     string // of the workbook part
	date1904 bool
	sheets   []sheet.Ref
	styles   *styles

	stringsPart string
	strings     []string           // the shared strings, read when the first cell asks
	rich        map[int]richString // those whose runs have fonts of their own
	stringsRead bool
	stringsErr  error
}

func readOOXML(ctx context.Context, data []byte, opt Options) (*grid.Document, error) {
	p, err := office.Reopen(opt.Package, data, office.Limits{Total: opt.MaxBytes})
	if err != nil {
		return nil, asReadError("", err)
	}
	b, bad := openBook(p)
	if bad != nil {
		return nil, bad
	}
	wanted, err := sheet.Pick(b.sheets, opt)
	if err != nil {
		return nil, err
	}
	r := sheet.NewReading(schema.FormatXLSX, opt)
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

func openBook(p *office.Package) (*book, *schema.ReadError) {
	b := &book{parts: p, name: office.First(p.Relations(""), "officeDocument", "xl/workbook.xml")}
	if bad := notWorkbook(p, b.name); bad != nil {
		return nil, bad
	}
	src, err := p.Read(b.name)
	if err != nil {
		return nil, asReadError(b.name, err)
	}
	rels := p.Relations(b.name)
	if err := b.scanWorkbook(xmlscan.New(src), rels); err != nil {
		return nil, asReadError(b.name, err)
	}
	if len(b.sheets) == 0 {
		return nil, sheet.Damaged("工作簿中没有工作表", "the workbook lists no sheets")
	}
	b.stringsPart = office.First(rels, "sharedStrings", "xl/sharedStrings.xml")
	b.styles = readStyles(p, office.First(rels, "styles", "xl/styles.xml"))
	return b, nil
}

// notWorkbook says what a zip is that holds no workbook in XML.
func notWorkbook(p *office.Package, name string) *schema.ReadError {
	switch {
	case strings.HasSuffix(strings.ToLower(name), ".bin"), p.Has("xl/workbook.bin"):
		return sheet.Unsupported("这是二进制工作簿（.xlsb），不受支持", "this is a binary workbook (.xlsb), which is not supported")
	case p.Has("mimetype") && (p.Has("content.xml") || p.Has("META-INF/manifest.xml")):
		return sheet.Unsupported("这是 OpenDocument 文件（.ods 等），不受支持", "this is an OpenDocument file (such as .ods), which is not supported")
	case p.Has("word/document.xml"):
		return sheet.Unsupported("这是 Word 文档（.docx），不是工作簿", "this is a Word document (.docx), no workbook")
	case p.Has("ppt/presentation.xml"):
		return sheet.Unsupported("这是演示文稿（.pptx），不是工作簿", "this is a presentation (.pptx), no workbook")
	case p.Has("Index/Document.iwa"), p.Has("Index.zip"):
		return sheet.Unsupported("这是 Numbers 表格，不受支持", "this is a Numbers spreadsheet, which is not supported")
	case !p.Has(name):
		return sheet.Unsupported("压缩包里没有工作簿", "the zip holds no workbook")
	}
	return nil
}

func (b *book) scanWorkbook(sc *xmlscan.Scanner, rels map[string]office.Relation) error {
	for k := sc.Next(); k != xmlscan.EOF; k = sc.Next() {
		if k != xmlscan.Start {
			continue
		}
		switch string(sc.Name()) {
		case "workbookPr":
			b.date1904 = sc.AttrBool("date1904")
		case "sheet":
			if len(b.sheets) == sheet.MaxSheets {
				return sheet.Limit(fmt.Sprintf("工作表超过 %d 个", sheet.MaxSheets), fmt.Sprintf("more than %d sheets", sheet.MaxSheets))
			}
			b.sheets = append(b.sheets, b.sheetRef(sc, rels))
		}
	}
	return sc.Err()
}

func (b *book) sheetRef(sc *xmlscan.Scanner, rels map[string]office.Relation) sheet.Ref {
	state := sc.AttrText("state")
	ref := sheet.Ref{Name: sheet.CleanText(sc.AttrText("name")), Hidden: state == "hidden" || state == "veryHidden"}
	rel, ok := rels[sc.AttrText("id")]
	if !ok {
		rel = office.Relation{Kind: "worksheet", Target: fmt.Sprintf("xl/worksheets/sheet%d.xml", len(b.sheets)+1)}
	}
	ref.Part, ref.Cells = rel.Target, rel.Kind == "worksheet"
	return ref
}

// readSheet adds a sheet to the reading; its error is the context's.
func (b *book) readSheet(ctx context.Context, ref sheet.Ref, r *sheet.Reading) error {
	src, err := b.parts.Read(ref.Part)
	if err != nil {
		r.Fail(ref.Name, asReadError(ref.Part, err))
		return nil
	}
	s := sheet.New(ref, r)
	s.Drawings(b.textBoxes(ref.Part))
	b.tables(ref.Part, s)
	if err := newSheetScan(b, s, src).run(ctx); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		r.Fail(ref.Name, asReadError(ref.Part, err))
		return nil
	}
	r.Add(s)
	return nil
}

// tables says where the style of a table may paint a sheet.
func (b *book) tables(part string, s *sheet.Sheet) {
	for _, rel := range b.parts.Relations(part) {
		if rel.Kind != "table" {
			continue
		}
		sc := xmlscan.New(b.parts.Head(rel.Target, 1<<16))
		for k := sc.Next(); k != xmlscan.EOF; k = sc.Next() {
			if k == xmlscan.Start && sc.Is("table") {
				recolourRange(s, sc.Attr("ref"))
				break
			}
		}
	}
}

// maxStrings bounds the shared strings.
const maxStrings = 4 << 20

// sharedString gives a shared string by its number, ok false where there is none;
// the table is read when the first cell asks for one.
func (b *book) sharedString(i int) (s richString, ok bool, err error) {
	if !b.stringsRead {
		b.stringsRead = true
		b.strings, b.stringsErr = b.readStrings()
	}
	if b.stringsErr != nil || i >= len(b.strings) {
		return richString{}, false, b.stringsErr
	}
	if s, ok := b.rich[i]; ok {
		return s, true, nil
	}
	return richString{text: b.strings[i]}, true, nil
}

func (b *book) readStrings() ([]string, error) {
	src, err := b.parts.Read(b.stringsPart)
	if err != nil {
		return nil, asReadError(b.stringsPart, err)
	}
	var out []string
	var rich richText
	sc := xmlscan.New(src)
	for k := sc.Next(); k != xmlscan.EOF; k = sc.Next() {
		if k == xmlscan.End && sc.Is("si") {
			if len(out) == maxStrings {
				return nil, sheet.Limit(fmt.Sprintf("共享字符串超过 %d 个", maxStrings), fmt.Sprintf("more than %d shared strings", maxStrings))
			}
			s := rich.take()
			if s.runs != nil {
				if b.rich == nil {
					b.rich = map[int]richString{}
				}
				b.rich[len(out)] = s
			}
			out = append(sheet.Grown(out), s.text)
			continue
		}
		rich.feed(sc, k)
	}
	if sc.Err() != nil {
		return nil, asReadError(b.stringsPart, sc.Err())
	}
	return out, nil
}

// richText joins the runs of a string; the reading aids printed above East Asian
// text (rPh) are no part of it.
type richText struct {
	buf      []byte
	in       bool
	phonetic int // the depth of the open rPh, 0 outside

	// set is the text of the runs before the current one; font is the current
	// run's, which has one where own is true.
	set  string
	runs []sheet.Run
	font ink.Font
	own  bool
}

func (r *richText) feed(sc *xmlscan.Scanner, k xmlscan.Kind) {
	switch k {
	case xmlscan.Text:
		if r.in {
			r.buf = sc.AppendText(r.buf)
		}
	case xmlscan.Start:
		switch string(sc.Name()) {
		case "t":
			r.in = r.phonetic == 0
		case "rPh":
			r.phonetic = sc.Depth()
		case "r":
			r.endRun()
		case "rPr":
			r.own = r.phonetic == 0
		default:
			if r.own {
				r.font = fontPart(r.font, sc)
			}
		}
	case xmlscan.End:
		r.in = false
		if r.phonetic > sc.Depth() {
			r.phonetic = 0
		}
	}
}

// fontPart takes over what an element of run properties or of a font says.
func fontPart(f ink.Font, sc *xmlscan.Scanner) ink.Font {
	switch string(sc.Name()) {
	case "strike":
		f.Struck = sc.Attr("val") == nil || sc.AttrBool("val")
	case "vertAlign":
		switch string(sc.Attr("val")) {
		case "superscript":
			f.Script = 1
		case "subscript":
			f.Script = -1
		}
	case "rFont", "name":
		f = f.Named(sc.AttrText("val"))
	case "sz":
		if n, ok := sheet.ParseNumber(string(sc.Attr("val"))); ok {
			f = f.Sized(n)
		}
	case "color":
		f.Color = colorOf(sc)
	}
	return f
}

// colorOf reads a colour (CT_Color): its parts, or its number in a palette or in
// the theme.
func colorOf(sc *xmlscan.Scanner) ink.Color {
	if rgb := sc.AttrText("rgb"); rgb != "" {
		return ink.Hex(rgb)
	}
	tint, _ := strconv.ParseFloat(sc.AttrText("tint"), 64)
	if n, ok := sc.AttrInt("theme"); ok {
		return ink.Theme(n, tint)
	}
	if n, ok := sc.AttrInt("indexed"); ok {
		return ink.Indexed(n)
	}
	return 0
}

// endRun ends the current run.
func (r *richText) endRun() {
	if len(r.buf) > 0 {
		r.set += unescapeX(r.buf)
		r.runs = append(r.runs, sheet.Run{End: len(r.set), Font: r.font, Own: r.own})
		r.buf = r.buf[:0]
	}
	r.font, r.own = ink.Font{}, false
}

// richString is a string of a workbook, and its runs where one has a font of its own.
type richString struct {
	text string
	runs []sheet.Run
}

func (r *richText) take() richString {
	var out richString
	if r.own || len(r.runs) > 0 {
		r.endRun()
		out.text = r.set
		if slices.ContainsFunc(r.runs, func(run sheet.Run) bool { return run.Own }) {
			out.runs = slices.Clone(r.runs)
		}
	} else {
		out.text = unescapeX(r.buf)
	}
	*r = richText{buf: r.buf[:0], runs: r.runs[:0]}
	return out
}

// unescapeX resolves _x000D_, which stands for a character that XML cannot hold.
func unescapeX(b []byte) string {
	s := string(b)
	if !strings.Contains(s, "_x") {
		return s
	}
	var out strings.Builder
	for {
		i := strings.Index(s, "_x")
		if i < 0 || i+7 > len(s) {
			out.WriteString(s)
			return out.String()
		}
		r, ok := hex4(s[i+2 : i+6])
		if !ok || s[i+6] != '_' {
			out.WriteString(s[:i+2])
			s = s[i+2:]
			continue
		}
		out.WriteString(s[:i])
		out.WriteRune(r)
		s = s[i+7:]
	}
}

func hex4(s string) (rune, bool) {
	var r rune
	for i := range len(s) {
		c := s[i] | 0x20
		switch {
		case c >= '0' && c <= '9':
			r = r<<4 | rune(c-'0')
		case c >= 'a' && c <= 'f':
			r = r<<4 | rune(c-'a'+10)
		default:
			return 0, false
		}
	}
	return r, true
}

// styles knows the number format and the font of each cell style.
type styles struct {
	formats map[int]string // the codes the workbook defines, by number
	cells   []int          // the format's number of each cell style
	fonts   []ink.Font
	fills   []ink.Color
	fontOf  []int // the font's number of each cell style
	fillOf  []int // the fill's number of each cell style
	solid   bool  // the fill that is being read
	parsed  map[int]*numfmt.Format
}

// maxStyles bounds the cell styles; the programs stop at 65 490.
const maxStyles = 1 << 17

// readStyles reads the formats; a part that is missing or damaged leaves the
// formats read so far, and General for the others.
func readStyles(p *office.Package, part string) *styles {
	st := &styles{formats: map[int]string{}, parsed: map[int]*numfmt.Format{}}
	src, err := p.Read(part)
	if err != nil {
		return st
	}
	sc := xmlscan.New(src)
	inCells, inFonts, inFills := false, false, false
	for k := sc.Next(); k != xmlscan.EOF; k = sc.Next() {
		switch {
		case k == xmlscan.Text:
		case sc.Is("cellXfs"):
			inCells = k == xmlscan.Start
		case sc.Is("fonts"):
			inFonts = k == xmlscan.Start
		case sc.Is("fills"):
			inFills = k == xmlscan.Start
		case k != xmlscan.Start:
		case inFonts:
			st.font(sc)
		case inFills:
			st.fill(sc)
		case sc.Is("numFmt"):
			if id, ok := sc.AttrInt("numFmtId"); ok && len(st.formats) < maxStyles && !inCells {
				st.formats[id] = unescapeX([]byte(sc.AttrText("formatCode")))
			}
		case inCells && sc.Is("xf"):
			id, _ := sc.AttrInt("numFmtId")
			if len(st.cells) < maxStyles {
				st.cells = append(st.cells, id)
				font, _ := sc.AttrInt("fontId")
				st.fontOf = append(st.fontOf, font)
				fill, _ := sc.AttrInt("fillId")
				st.fillOf = append(st.fillOf, fill)
			}
		}
	}
	return st
}

// font reads an element of the list of fonts.
func (st *styles) font(sc *xmlscan.Scanner) {
	switch n := len(st.fonts); {
	case sc.Is("font"):
		if n < maxStyles {
			st.fonts = append(st.fonts, ink.Font{})
		}
	case n > 0:
		st.fonts[n-1] = fontPart(st.fonts[n-1], sc)
	}
}

// fill reads an element of the list of fills. A solid one has the colour of its
// foreground, the colour behind any other is not known.
func (st *styles) fill(sc *xmlscan.Scanner) {
	n := len(st.fills)
	switch string(sc.Name()) {
	case "fill":
		if n < maxStyles {
			st.fills = append(st.fills, 0)
		}
	case "patternFill":
		if kind := sc.AttrText("patternType"); n > 0 && kind != "" && kind != "none" {
			st.fills[n-1] = ink.Unknown
			st.solid = kind == "solid"
		}
	case "gradientFill":
		if n > 0 {
			st.fills[n-1], st.solid = ink.Unknown, false
		}
	case "fgColor":
		if n > 0 && st.solid && st.fills[n-1] == ink.Unknown {
			st.fills[n-1] = colorOf(sc)
		}
	}
}

// look is how a cell style prints.
func (st *styles) look(style int) sheet.Look {
	var l sheet.Look
	if style < 0 || style >= len(st.fontOf) {
		return l
	}
	if f := st.fontOf[style]; f >= 0 && f < len(st.fonts) {
		l.Font = st.fonts[f]
	}
	if f := st.fillOf[style]; f >= 0 && f < len(st.fills) {
		l.Behind = st.fills[f]
	}
	return l
}

// format gives the format of a cell style.
func (st *styles) format(style int) *numfmt.Format {
	if style < 0 || style >= len(st.cells) {
		return numfmt.General()
	}
	return st.byID(st.cells[style])
}

func (st *styles) byID(id int) *numfmt.Format {
	if f := st.parsed[id]; f != nil {
		return f
	}
	code, ok := st.formats[id]
	if !ok {
		code = numfmt.Builtin(id)
	}
	f := numfmt.Parse(code)
	st.parsed[id] = f
	return f
}
