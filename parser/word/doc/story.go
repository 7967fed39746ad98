package doc

import (
	"context"
	"unicode/utf16"

	"github.com/pbt-cli/pbt/parser/internal/ink"
	"github.com/pbt-cli/pbt/parser/internal/symbol"
	"github.com/pbt-cli/pbt/parser/word/edges"
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
	ctx  context.Context
	file *file
	to   edges.Builder

	text   []uint16 // of the open paragraph
	font   string   // of the last characters in it
	look   ink.Font // theirs, without its name
	behind ink.Color
	out    []byte      // what of them does not count
	why    schema.Text // that it does not
	shaded *bool       // whether anything of the document is; nil where no one asked
	plain  []byte      // the paragraph so far, decoded
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
	if text := s.take(); text != "" {
		s.to.Paragraph(text, false)
	}
	s.to.To(0)
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
	if props.deleted {
		return nil
	}
	if s.inCode() {
		s.code(c, props)
		return nil
	}
	s.turn(props)
	s.print(c, props)
	return nil
}

// turn takes over the look of the characters to come.
func (s *story) turn(props charProps) {
	behind := ink.Color(0)
	if props.look.Color != 0 && (props.shaded || s.anyShaded()) {
		behind = ink.Unknown
	}
	font := s.file.font(props.font)
	if font == s.font && props.look == s.look && behind == s.behind {
		return
	}
	s.flushText()
	if len(s.out) > 0 && (props.look != s.look || behind != s.behind) {
		s.keepApart()
	}
	s.font, s.look, s.behind = font, props.look, behind
}

// anyShaded reports whether anything of the document is shaded.
func (s *story) anyShaded() bool {
	if s.shaded == nil {
		shaded := s.file.shadesAny()
		s.shaded = &shaded
	}
	return *s.shaded
}

// keepApart ends a run of text that does not count.
func (s *story) keepApart() {
	s.to.KeepApart(string(s.out), s.why)
	s.out = s.out[:0]
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
	s.text = append(s.text, uint16(c))
}

// write adds what a sign stands for.
func (s *story) write(text string) {
	s.flushText()
	s.add(text)
}

// flushText decodes the characters so far; those of a symbol font are signs.
func (s *story) flushText() {
	if len(s.text) > 0 {
		s.add(symbol.FromFont(s.font, string(utf16.Decode(s.text))))
		s.text = s.text[:0]
	}
}

// add adds decoded text, or keeps it apart.
func (s *story) add(text string) {
	text, why := s.look.Set(text, s.behind)
	if why == (schema.Text{}) {
		s.plain = append(s.plain, text...)
		return
	}
	s.out, s.why = append(s.out, text...), why
}

// end ends a paragraph, a cell or a row.
func (s *story) end(mark rune, p paraProps, props charProps) error {
	s.endCodes()
	ruled := s.to.To(p.depth) && p.depth > 0
	text := s.take()
	switch {
	case ruled && p.rowEnd && props.deleted:
		s.to.DropRow()
	case ruled && p.rowEnd:
		s.to.EndRow(definition(p.def))
	case ruled && (mark == markCell || p.cellEnd):
		s.to.Paragraph(text, false)
		if s.to.EndCell() != nil {
			return schema.WordDocument.TooLarge(schema.MoreCells(edges.MaxCells))
		}
	default:
		s.to.Paragraph(text, props.deleted)
	}
	return nil
}

// take gives the text of the paragraph so far.
func (s *story) take() string {
	s.flushText()
	if len(s.out) > 0 {
		s.keepApart()
	}
	text := string(s.plain)
	s.plain = s.plain[:0]
	return text
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
