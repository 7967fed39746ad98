package rtf

import (
	"bytes"
	"context"

	"github.com/pbt-cli/pbt/parser/internal/ink"
	"github.com/pbt-cli/pbt/parser/word/edges"
	"github.com/pbt-cli/pbt/schema"
)

// group is what lasts to the end of a group.
type group struct {
	// skip is true where the text is not the document's; to is where it goes
	// instead.
	skip bool
	to   destination
	// fallback is how many characters stand behind one in Unicode for readers
	// that know none (\uc).
	fallback int
	font     int
	deleted  bool
	look     ink.Font // of the characters, without the name of their font
	// inTable and depth are those of the paragraph, which its group bounds too.
	inTable bool
	depth   int
	nested  bool // the definition of a row is that of a table in a cell
}

// destination is where text goes that is not the document's own.
type destination int

const (
	nowhere destination = iota
	fontTable
	colorTable
	fieldCode
)

// reader is one pass over a document.
type reader struct {
	src []byte
	pos int
	to  edges.Builder

	groups []group // open ones, the innermost last
	fonts  map[int]font
	page   int // the document's code page
	first  int // the font that \plain goes back to
	naming int // the font that the table of fonts names

	text    text
	defs    [2]definition // of the open row, and of one in a cell
	field   field
	drop    int // characters that stand for the last one in Unicode
	starred bool
	kept    int // bytes of text
	colors  []ink.Color
	color   [3]byte   // of the entry of the table of colours that is read
	behind  ink.Color // the text: unknown once anything is shaded
}

func newReader(src []byte) *reader {
	return &reader{
		src: bytes.TrimPrefix(src, []byte("\xef\xbb\xbf")), page: 1252, fonts: map[int]font{},
		groups: []group{{fallback: 1, font: -1}},
	}
}

// open reports whether the document breaks off in a group.
func (r *reader) open() bool { return len(r.groups) > 1 }

// now is the innermost group.
func (r *reader) now() *group { return &r.groups[len(r.groups)-1] }

func (r *reader) run(ctx context.Context) error {
	for n := 0; r.pos < len(r.src); n++ {
		if n%(1<<14) == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		c := r.src[r.pos]
		r.pos++
		switch c {
		case '{':
			if len(r.groups) > maxGroups {
				return schema.RTFDocument.TooLarge(schema.NestsTooDeep)
			}
			r.groups = append(r.groups, *r.now())
			r.drop, r.starred = 0, false
		case '}':
			r.endGroup()
			if len(r.groups) == 1 {
				return nil // what follows the document is none of it
			}
		case '\\':
			if err := r.control(); err != nil {
				return err
			}
		case '\r', '\n', 0:
		default:
			r.byte(c)
		}
		if r.kept > maxText {
			return schema.RTFDocument.TooLarge(schema.MoreText(maxText))
		}
	}
	return nil
}

func (r *reader) endGroup() {
	g := *r.now()
	r.drop, r.starred = 0, false
	if len(r.groups) == 1 {
		return
	}
	r.groups = r.groups[:len(r.groups)-1]
	if g.to == fieldCode && r.now().to != fieldCode {
		if sign := r.field.shown(); sign != "" && r.shows() {
			r.write(sign)
		}
		r.field = field{}
	}
}

// shows reports whether text here is printed.
func (r *reader) shows() bool {
	g := r.now()
	return !g.skip && !g.deleted
}

// control reads what follows a backslash.
func (r *reader) control() error {
	if r.pos >= len(r.src) {
		return nil
	}
	c := r.src[r.pos]
	if !letter(c) {
		r.pos++
		return r.symbol(c)
	}
	start := r.pos
	for r.pos < len(r.src) && letter(r.src[r.pos]) && r.pos-start < 40 {
		r.pos++
	}
	word := string(r.src[start:r.pos])
	value, given := r.number()
	if r.pos < len(r.src) && r.src[r.pos] == ' ' {
		r.pos++
	}
	if word == "bin" {
		r.pos = min(r.pos+max(value, 0), len(r.src))
		return nil
	}
	starred := r.starred
	r.starred = false
	return r.word(word, value, given, starred)
}

func letter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// number reads the number behind a word; given is false where there is none.
func (r *reader) number() (value int, given bool) {
	sign := 1
	at := r.pos
	if at < len(r.src) && r.src[at] == '-' {
		sign = -1
		at++
	}
	for ; at < len(r.src) && r.src[at] >= '0' && r.src[at] <= '9'; at++ {
		if value < 1<<28 {
			value = value*10 + int(r.src[at]-'0')
		}
		given = true
	}
	if given {
		r.pos = at
	}
	return sign * value, given
}

// symbol is a control of one character.
func (r *reader) symbol(c byte) error {
	switch c {
	case '\'':
		if r.pos+2 > len(r.src) {
			r.pos = len(r.src)
			return nil
		}
		hi, ok := hex(r.src[r.pos])
		lo, ok2 := hex(r.src[r.pos+1])
		r.pos += 2
		if ok && ok2 {
			r.byte(hi<<4 | lo)
		}
	case '*':
		r.starred = true
	case '~':
		r.char(' ')
	case '_':
		r.char('-')
	case '{', '}', '\\':
		r.byte(c)
	case '\r', '\n':
		return r.endParagraph()
	case '\t':
		r.char('\t')
	}
	return nil
}

func hex(c byte) (byte, bool) {
	switch {
	case c >= '0' && c <= '9':
		return c - '0', true
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return c | 0x20 - 'a' + 10, true
	}
	return 0, false
}
