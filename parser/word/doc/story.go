package doc

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf16"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/word/edges"
	"github.com/pbt-cli/pbt/parser/word/flow"
	"github.com/pbt-cli/pbt/parser/word/symbol"
	"github.com/pbt-cli/pbt/schema"
)

// The characters that are marks ([MS-DOC] 2.4.1).
const (
	markPicture    = 0x01
	markCell       = 0x07
	markLine       = 0x0B
	markPage       = 0x0C
	markParagraph  = 0x0D
	markColumn     = 0x0E
	markField      = 0x13
	markResult     = 0x14
	markFieldEnd   = 0x15
	markHyphen     = 0x1E
	markSoftHyphen = 0x1F
	markSymbol     = 0x28
)

// story turns the characters of a document into paragraphs and tables.
type story struct {
	ctx      context.Context
	file     *file
	body     flow.Body
	tables   []*table // open ones, the innermost last
	number   int      // tables begun so far
	cells    int
	deep     bool // a table was read as text
	problems []schema.Finding

	text   []uint16 // of the open paragraph
	font   string   // of the last characters in it
	plain  []byte   // the paragraph so far, decoded
	fields []field
}

// read reads the text of the document, then that of its text boxes, which stand
// behind the notes and headers.
func (s *story) read() error {
	from := 0
	for i, n := range s.file.lens[lenText:] {
		if i == 0 || i == lenTextBox-lenText-1 {
			if err := s.part(from, from+n); err != nil {
				return err
			}
		}
		from += n
	}
	return nil
}

// part reads a range of characters as a text of its own.
func (s *story) part(from, to int) error {
	for _, p := range s.file.pieces {
		if p.end <= from || p.first >= to {
			continue
		}
		if err := s.piece(p, max(p.first, from), min(p.end, to)); err != nil {
			return err
		}
	}
	if s.flushText(); len(s.plain) > 0 {
		s.paragraph(false)
	}
	s.closeTo(0)
	s.body.Flush()
	s.fields = nil
	return nil
}

// piece reads the characters of a piece from one to another.
func (s *story) piece(p piece, from, to int) error {
	f, width := s.file, p.width()
	at := p.at + (from-p.first)*width
	var known run
	props := readChar(f.list(p))
	for i := from; i < to; i, at = i+1, at+width {
		if i%4096 == 0 && s.ctx.Err() != nil {
			return s.ctx.Err()
		}
		if at < known.from || at >= known.to {
			r, ok := f.chars.at(at)
			if !ok {
				r = run{from: at, to: at + width}
			}
			known, props = r, readChar(r.list, f.list(p))
		}
		if bad := s.char(p, f.char(p, at), at, props); bad != nil {
			return bad
		}
	}
	return nil
}

func (s *story) char(p piece, c rune, at int, props charProps) error {
	switch c {
	case markParagraph, markPage, markCell:
		r, _ := s.file.paras.at(at)
		return s.end(c, s.file.readPara(r.list, s.file.list(p)), props)
	case markField, markResult, markFieldEnd:
		s.field(c)
		return nil
	}
	if props.hidden || props.deleted {
		return nil
	}
	if s.inCode() {
		s.code(c, props)
		return nil
	}
	s.print(c, props)
	return nil
}

// print adds a character to the paragraph.
func (s *story) print(c rune, props charProps) {
	switch {
	case c == markSymbol && props.special && props.symbolFont >= 0:
		sign := props.symbol
		if sign < 0x100 {
			sign += 0xF000
		}
		s.write(symbol.FromFont(s.file.font(props.symbolFont), string(sign)))
		return
	case c == markLine, c == markColumn:
		c = '\n'
	case c == markHyphen:
		c = '-'
	case c == 0xA0:
		c = ' '
	case c == '\t':
	case c < ' ', c == markSoftHyphen:
		return // pictures, references of notes, what has no print
	}
	if font := s.file.font(props.font); font != s.font {
		s.flushText()
		s.font = font
	}
	s.text = append(s.text, uint16(c))
}

// write adds what a sign stands for.
func (s *story) write(text string) {
	s.flushText()
	s.plain = append(s.plain, text...)
}

// flushText decodes the characters so far; those of a symbol font are signs.
func (s *story) flushText() {
	if len(s.text) > 0 {
		s.plain = append(s.plain, symbol.FromFont(s.font, string(utf16.Decode(s.text)))...)
		s.text = s.text[:0]
	}
}

// end ends a paragraph, a cell or a row.
func (s *story) end(mark rune, p paraProps, props charProps) error {
	depth := p.depth
	if depth > maxNesting {
		if !s.deep {
			s.deep = true
			s.problems = append(s.problems, tooDeep())
		}
		depth = maxNesting
		p.rowEnd, p.cellEnd = false, false
	}
	s.endCodes()
	s.closeTo(depth)
	for len(s.tables) < depth {
		s.number++
		s.tables = append(s.tables, &table{number: s.number})
	}
	if depth == 0 {
		s.paragraph(props.deleted)
		return nil
	}
	t := s.tables[depth-1]
	switch {
	case p.rowEnd:
		s.dropText()
		t.endRow(p.def, props.deleted)
		return nil
	case mark == markCell || p.cellEnd:
		s.paragraph(false)
		t.endCell()
		if s.cells++; s.cells > maxCells {
			return tooLarge(fmt.Sprintf("单元格超过 %d 个", maxCells), fmt.Sprintf("more than %d cells", maxCells))
		}
		return nil
	}
	s.paragraph(props.deleted)
	return nil
}

// paragraph hands over the text so far.
func (s *story) paragraph(joined bool) {
	s.flushText()
	text := string(s.plain)
	s.plain = s.plain[:0]
	if n := len(s.tables); n > 0 {
		s.tables[n-1].cell.Paragraph(text, joined)
		return
	}
	s.body.Paragraph(text, joined)
}

// dropText forgets what stands in front of the mark of a row, where nothing does.
func (s *story) dropText() { s.text, s.plain = s.text[:0], s.plain[:0] }

// closeTo ends tables until so many are open.
func (s *story) closeTo(depth int) {
	for len(s.tables) > depth {
		n := len(s.tables) - 1
		t := s.tables[n]
		s.tables = s.tables[:n]
		t.close()
		if t.unruled > 0 {
			s.problems = append(s.problems, noEdges(t.unruled, schema.Place{Table: t.number}))
		}
		grids := flow.Table(edges.Table(t.rows, t.number), t.inner)
		if n > 0 {
			s.tables[n-1].cell.Table(grids)
		} else {
			s.body.Table(grids)
		}
	}
}

// table gathers a table row by row.
type table struct {
	number  int
	rows    []edges.Row
	inner   []*grid.Grid
	cell    flow.Cell // the open cell
	texts   []string  // of the cells of the open row
	unruled int       // rows without a definition
}

func (t *table) endCell() {
	t.texts = append(t.texts, t.cell.Text())
	t.inner = append(t.inner, t.cell.Tables...)
	t.cell = flow.Cell{}
}

// close ends a row that the table breaks off in.
func (t *table) close() {
	if strings.TrimSpace(t.cell.Text()) != "" || len(t.cell.Tables) > 0 {
		t.endCell()
	}
	if len(t.texts) > 0 {
		t.endRow(nil, false)
	}
}

func (t *table) endRow(def []byte, deleted bool) {
	texts := t.texts
	t.texts, t.cell = nil, flow.Cell{}
	if deleted {
		return
	}
	cells := definition(def)
	if len(cells) == 0 {
		t.unruled++
		cells = t.guess(len(texts))
	}
	for i, text := range texts {
		if last := len(cells) - 1; i > last {
			cells[last].Text = strings.Trim(cells[last].Text+"\n"+text, "\n")
			continue
		}
		cells[i].Text = text
	}
	if len(cells) > 0 {
		t.rows = append(t.rows, edges.Row{Cells: cells})
	}
}

// guess gives a row without a definition that of the row before, or cells of one
// width.
func (t *table) guess(n int) []edges.Cell {
	if last := len(t.rows) - 1; last >= 0 && len(t.rows[last].Cells) == n {
		cells := make([]edges.Cell, n)
		for i, c := range t.rows[last].Cells {
			cells[i] = edges.Cell{Left: c.Left, Right: c.Right}
		}
		return cells
	}
	const width = 1440
	cells := make([]edges.Cell, min(n, edges.MaxColumns))
	for i := range cells {
		cells[i] = edges.Cell{Left: i * width, Right: (i + 1) * width}
	}
	return cells
}

// definition reads the definition of a row (TDefTableOperand): the number of
// cells, their edges in twips, then of each cell 20 bytes, of which the last may
// be left out. The merge downwards is a number of two bits: 1 goes on, 3 starts.
func definition(op []byte) []edges.Cell {
	if len(op) == 0 {
		return nil
	}
	n := int(op[0])
	if len(op) < 1+2*(n+1) {
		return nil
	}
	cells := make([]edges.Cell, n)
	for i := range cells {
		c := &cells[i]
		c.Left, c.Right = int(int16(u16(op, 1+2*i))), int(int16(u16(op, 3+2*i)))
		about := u16(op, 1+2*(n+1)+20*i)
		c.Across = about&3 != 0
		switch about >> 5 & 3 {
		case 1:
			c.Down = edges.GoesOn
		case 3:
			c.Down = edges.Starts
		}
	}
	return cells
}
