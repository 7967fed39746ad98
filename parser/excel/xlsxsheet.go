package excel

import (
	"bytes"
	"context"
	"strconv"
	"strings"

	"github.com/pbt-cli/pbt/parser/excel/numfmt"
	"github.com/pbt-cli/pbt/parser/excel/sheet"
	"github.com/pbt-cli/pbt/parser/internal/xmlscan"
	"github.com/pbt-cli/pbt/schema"
)

// sheetScan is one pass over a worksheet's XML.
type sheetScan struct {
	book  *book
	sheet *sheet.Sheet
	sc    *xmlscan.Scanner

	row, col int // of the current cell, from 0
	columns  int // col elements seen
	shared   map[int]string
	cell     xmlCell
}

// xmlCell is the cell being read; its buffers are used again for the next.
type xmlCell struct {
	kind    string
	style   int
	value   []byte
	formula []byte
	rich    richText
	// hasFormula is true for any formula, also one that refers to a shared one.
	hasFormula bool
	sharedID   int // -1 where the formula is its own
}

func newSheetScan(b *book, s *sheet.Sheet, src []byte) *sheetScan {
	recolour(s, src)
	return &sheetScan{book: b, sheet: s, sc: xmlscan.New(src), row: -1, col: -1, shared: map[int]string{}}
}

// checkEvery is after how many elements the context is asked.
const checkEvery = 1 << 12

func (x *sheetScan) run(ctx context.Context) error {
	for n := 0; ; n++ {
		k := x.sc.Next()
		if k == xmlscan.EOF {
			return x.sc.Err()
		}
		if n%checkEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if k != xmlscan.Start {
			continue
		}
		if err := x.element(); err != nil {
			return err
		}
	}
}

func (x *sheetScan) element() error {
	switch string(x.sc.Name()) {
	case "sheetFormatPr":
		x.sheet.DefaultHeight = float32(x.float("defaultRowHeight"))
	case "col":
		x.column()
	case "row":
		x.startRow()
	case "c":
		return x.readCell()
	case "mergeCell":
		return asError(x.mergeCell())
	case "firstHeader", "oddHeader", "evenHeader":
		x.sheet.Header(x.text())
	case "firstFooter", "oddFooter", "evenFooter":
		x.sheet.Footer(x.text())
	}
	return nil
}

// text is that of the element just begun.
func (x *sheetScan) text() string {
	var out []byte
	for depth := x.sc.Depth(); x.sc.Depth() >= depth; {
		switch x.sc.Next() {
		case xmlscan.EOF:
			return string(out)
		case xmlscan.Text:
			out = x.sc.AppendText(out)
		}
	}
	return unescapeX(out)
}

// asError keeps a nil *schema.ReadError a nil error.
func asError(err *schema.ReadError) error {
	if err == nil {
		return nil
	}
	return err
}

func (x *sheetScan) float(attr string) float64 {
	v := x.sc.Attr(attr)
	if len(v) == 0 || len(v) > 40 {
		return 0
	}
	f, err := strconv.ParseFloat(string(v), 64)
	if err != nil || !(f >= 0 && f < 1e5) {
		return 0
	}
	return f
}

// column reads a run of columns; a width of 0 hides as hidden does.
func (x *sheetScan) column() {
	if x.columns++; x.columns > sheet.MaxCols {
		return
	}
	width := x.sc.Attr("width")
	if !x.sc.AttrBool("hidden") && (width == nil || x.float("width") > 0) {
		return
	}
	first, ok := x.sc.AttrInt("min")
	last, ok2 := x.sc.AttrInt("max")
	if ok && ok2 {
		x.sheet.HideCols(first-1, last-1)
	}
}

func (x *sheetScan) startRow() {
	x.row++
	x.col = -1
	if r, ok := x.sc.AttrInt("r"); ok && r >= 1 && r <= sheet.MaxRows {
		x.row = r - 1
	}
	ht := x.sc.Attr("ht")
	height := x.float("ht")
	x.sheet.SetHeight(x.row, height)
	if x.sc.AttrBool("hidden") || ht != nil && height == 0 {
		x.sheet.HideRow(x.row)
	}
}

func (x *sheetScan) mergeCell() *schema.ReadError {
	ref := x.sc.Attr("ref")
	from, to, ok := bytes.Cut(ref, []byte(":"))
	if !ok {
		return nil
	}
	row, col, ok := sheet.ParseCell(from)
	lastRow, lastCol, ok2 := sheet.ParseCell(to)
	if !ok || !ok2 {
		return nil
	}
	return x.sheet.Merge(row, col, lastRow, lastCol)
}

func (x *sheetScan) readCell() error {
	x.col++
	if row, col, ok := sheet.ParseCell(x.sc.Attr("r")); ok {
		x.row, x.col = row, col
	}
	x.row = max(x.row, 0)
	c := &x.cell
	c.kind = internKind(x.sc.Attr("t"))
	c.style, _ = x.sc.AttrInt("s")
	c.value, c.formula, c.hasFormula, c.sharedID = c.value[:0], c.formula[:0], false, -1
	if err := x.content(c); err != nil {
		return err
	}
	return x.finish(c)
}

// internKind is a cell's type without an allocation.
func internKind(t []byte) string {
	for _, k := range []string{"s", "str", "inlineStr", "b", "e", "d"} {
		if string(t) == k {
			return k
		}
	}
	return "n"
}

// content reads what stands between a cell's tags.
func (x *sheetScan) content(c *xmlCell) error {
	sc, depth := x.sc, x.sc.Depth()
	inValue, inFormula, inString := false, false, false
	for {
		k := sc.Next()
		switch k {
		case xmlscan.EOF:
			return sc.Err()
		case xmlscan.Start:
			switch string(sc.Name()) {
			case "v":
				inValue = true
			case "f":
				inFormula = true
				x.startFormula(c)
			case "is":
				inString = true
			}
		case xmlscan.End:
			if sc.Depth() < depth {
				return nil
			}
			inValue, inFormula = false, false
		case xmlscan.Text:
			if inValue {
				c.value = sc.AppendText(c.value)
			}
			if inFormula {
				c.formula = sc.AppendText(c.formula)
			}
		}
		if inString {
			c.rich.feed(sc, k)
		}
	}
}

func (x *sheetScan) startFormula(c *xmlCell) {
	c.hasFormula = true
	if string(x.sc.Attr("t")) == "shared" {
		if id, ok := x.sc.AttrInt("si"); ok {
			c.sharedID = id
		}
	}
}

// finish puts the cell on the sheet as it is displayed, or as it was typed.
func (x *sheetScan) finish(c *xmlCell) error {
	inline := c.rich.take()
	if len(c.value) == 0 && !c.hasFormula && inline.text == "" {
		return nil
	}
	text, err := x.displayed(c, inline)
	if err != nil {
		return err
	}
	if isDispImg(c.formula) || isDispImg(c.value) {
		x.sheet.KeepApart(x.row, x.col, "DISPIMG", sheet.InkPicture)
		return nil
	}
	text.text = x.sheet.Show(x.row, x.col, x.book.styles.look(c.style), text.text, text.runs)
	if text.runs != nil {
		text.text = x.sheet.Formatted(x.row, x.col, x.book.styles.format(c.style), text.text)
	}
	var repair *schema.Repair
	if typed := x.typed(c); typed != "" {
		repair = sheet.TypedRepair(text.text, typed)
		text.text = typed
	} else if c.hasFormula && len(c.value) == 0 && c.kind != "str" {
		x.sheet.NoteUncached(x.row, x.col)
	}
	return asError(x.sheet.Put(x.row, x.col, text.text, repair))
}

// isDispImg recognises the formula by which WPS shows a picture in a cell.
func isDispImg(formula []byte) bool {
	const name = "DISPIMG("
	i := bytes.Index(formula[:min(len(formula), 40)], []byte(name))
	return i >= 0 && len(bytes.Trim(formula[:i], "=_xlfn. ")) == 0
}

// maxShared bounds the formulas that others may share.
const maxShared = 1 << 16

// typed gives the formula with its = where a person typed a value that begins
// with one, else "".
func (x *sheetScan) typed(c *xmlCell) string {
	if !c.hasFormula {
		return ""
	}
	formula := strings.TrimPrefix(strings.TrimSpace(string(c.formula)), "=")
	if c.sharedID >= 0 {
		if formula == "" {
			formula = x.shared[c.sharedID]
		} else if len(x.shared) < maxShared {
			x.shared[c.sharedID] = formula
		}
	}
	if !sheet.IsTyped(formula) {
		return ""
	}
	return "=" + formula
}

// displayed is the cell's value under its number format.
func (x *sheetScan) displayed(c *xmlCell, inline richString) (richString, error) {
	value := string(c.value)
	format := x.book.styles.format(c.style)
	plain := func(s string) (richString, error) { return richString{text: s}, nil }
	switch c.kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(value))
		if err != nil || i < 0 {
			return richString{}, nil
		}
		s, ok, err := x.book.sharedString(i)
		if !ok {
			x.sheet.NoteBroken(x.row, x.col)
		}
		return x.formatted(s, format), err
	case "inlineStr":
		if inline.text == "" {
			inline.text = unescapeX(c.value)
		}
		return x.formatted(inline, format), nil
	case "str":
		return x.formatted(richString{text: unescapeX(c.value)}, format), nil
	case "b":
		return plain(sheet.Logical(strings.TrimSpace(value) == "1" || strings.EqualFold(value, "true")))
	case "e":
		return plain(value)
	case "d":
		return plain(sheet.ISODate(value))
	}
	if inline.text != "" {
		return x.formatted(inline, format), nil
	}
	f, ok := sheet.ParseNumber(value)
	if !ok {
		return plain(unescapeX(c.value))
	}
	return plain(x.sheet.Number(x.row, x.col, format, f, x.book.date1904))
}

// formatted is a string under a number format; that of one with runs is asked once
// its fonts have spoken.
func (x *sheetScan) formatted(s richString, format *numfmt.Format) richString {
	if s.runs == nil {
		s.text = x.sheet.Formatted(x.row, x.col, format, s.text)
	}
	return s
}

// recolour looks ahead for conditional formats, which stand behind the cells.
func recolour(s *sheet.Sheet, src []byte) {
	const name = "conditionalFormatting"
	for {
		i := bytes.Index(src, []byte(name))
		if i < 0 {
			return
		}
		src = src[i+len(name):]
		tag, _, _ := bytes.Cut(src, []byte(">"))
		_, refs, ok := bytes.Cut(tag, []byte(`sqref="`))
		if refs, _, _ = bytes.Cut(refs, []byte(`"`)); !ok {
			continue // the end of one
		}
		for ref := range bytes.FieldsSeq(refs) {
			recolourRange(s, ref)
		}
	}
}

// recolourRange says of a range such as A1:B9 that its colours are not known.
func recolourRange(s *sheet.Sheet, ref []byte) {
	from, to, ok := bytes.Cut(ref, []byte(":"))
	if !ok {
		to = from
	}
	row, col, ok := sheet.ParseCell(from)
	lastRow, lastCol, ok2 := sheet.ParseCell(to)
	if ok && ok2 {
		s.Recolour(row, col, lastRow, lastCol)
	} else {
		s.RecolourAll()
	}
}
