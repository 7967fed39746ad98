package rtf

import (
	"strings"

	"github.com/pbt-cli/pbt/parser/internal/ink"
	"github.com/pbt-cli/pbt/parser/word/edges"
)

// unprinted are the destinations that hold no text of the document. Those that
// stand behind \* and are not known are passed over alike.
var unprinted = map[string]bool{
	"stylesheet": true, "info": true, "pict": true, "header": true, "headerl": true, "headerr": true, "headerf": true,
	"footer": true, "footerl": true, "footerr": true, "footerf": true, "footnote": true, "annotation": true, "xe": true, "tc": true,
	"listtext": true, "pntext": true, "objdata": true, "nonesttables": true, "upr": true, "shp": true, "do": true, "filetbl": true,
	"private": true, "comment": true, "bkmkstart": true, "bkmkend": true, "nonshppict": true, "themedata": true,
}

// signs are the words that stand for a character.
var signs = map[string]rune{
	"tab": '\t', "line": '\n', "column": '\n', "emdash": '—', "endash": '–', "lquote": '‘', "rquote": '’', "ldblquote": '“', "rdblquote": '”',
	"bullet": '•', "emspace": ' ', "enspace": ' ', "qmspace": ' ',
}

// pages are the code pages of the words that name one.
var pages = map[string]int{"ansi": 1252, "mac": 10000, "pc": 437, "pca": 850}

func (r *reader) word(word string, value int, given, starred bool) error {
	g := r.now()
	if c, ok := signs[word]; ok {
		r.char(c)
		return nil
	}
	switch word {
	case "u":
		r.unicode(value)
		return nil
	case "uc":
		g.fallback = max(value, 0)
		return nil
	}
	r.drop = 0
	if r.destination(word, starred) {
		return nil
	}
	on := !given || value != 0
	switch word {
	case "v":
		g.look.Hidden = on
	case "deleted":
		g.deleted = on
	case "strike", "striked":
		g.look.Struck = on
	case "super":
		g.look.Script = raised(on, 1)
	case "sub":
		g.look.Script = raised(on, -1)
	case "nosupersub":
		g.look.Script = 0
	case "fs":
		g.look = g.look.Sized(float64(value) / 2)
	case "cf":
		g.look.Color = 0
		if value > 0 && value < len(r.colors) {
			g.look.Color = r.colors[value]
		}
	case "red", "green", "blue":
		r.color[strings.Index("rgb", word[:1])] = byte(value)
	case "cb", "cbpat", "chcbpat", "clcbpat", "highlight", "shading", "chshdng", "clshdng":
		if value > 0 {
			r.behind = ink.Unknown
		}
	case "plain":
		g.deleted, g.look, g.font = false, ink.Font{}, r.first
	case "f":
		r.setFont(value)
	case "deff":
		r.first = value
	case "ansicpg":
		r.page = value
	case "fcharset":
		r.describe(value)
	case "ansi", "mac", "pc", "pca":
		r.page = pages[word]
	case "fftype", "ffres", "ffdefres":
		r.field.set(word, value)
	case "par", "sect", "page":
		return r.endParagraph()
	}
	return r.tableWord(word, value, g)
}

// raised is the script of a word that switches it.
func raised(on bool, script int8) int8 {
	if on {
		return script
	}
	return 0
}

// destination begins what is not the document's text; true where the word does
// that.
func (r *reader) destination(word string, starred bool) bool {
	g := r.now()
	switch {
	case word == "fonttbl":
		g.skip, g.to = true, fontTable
	case word == "colortbl":
		g.skip, g.to = true, colorTable
	case word == "fldinst":
		g.skip, g.to = true, fieldCode
	case word == "fldrslt", word == "ud", word == "result":
		// the result of a field or an object, and text in Unicode: printed, though
		// what stands around the last is not
		g.to = nowhere
		if outer := len(r.groups) - 3; word == "ud" && outer >= 0 {
			g.skip = r.groups[outer].skip
		}
	case word == "nesttableprops":
		g.nested = true
	case unprinted[word], starred:
		g.skip = true
		if word == "formfield" {
			return true // it stands in the code of its field
		}
		if g.to == fontTable || g.to == fieldCode && word != "formfield" {
			g.to = nowhere
		}
	default:
		return false
	}
	return true
}

// tableWord reads what concerns tables.
func (r *reader) tableWord(word string, value int, g *group) error {
	d := &r.defs[0]
	if g.nested {
		d = &r.defs[1]
	}
	switch word {
	case "pard":
		g.inTable, g.depth = false, 0
	case "intbl":
		g.inTable = true
	case "itap":
		g.depth = value
	case "trowd":
		*d = definition{}
	case "trleft":
		d.left = value
	case "clvmgf":
		d.next.Down = edges.Starts
	case "clvmrg":
		d.next.Down = edges.GoesOn
	case "clmrg":
		d.next.Across = true
	case "cellx":
		d.cell(value)
	case "cell":
		return r.endCell(1)
	case "nestcell":
		return r.endCell(max(g.depth, 2))
	case "row":
		r.endRow(1, &r.defs[0])
	case "nestrow":
		r.endRow(max(g.depth, 2), &r.defs[1])
	}
	return nil
}

// definition is that of a row: its cells so far, and what is said of the next.
type definition struct {
	left  int
	cells []edges.Cell
	next  edges.Cell
}

func (d *definition) cell(right int) {
	if len(d.cells) > edges.MaxColumns {
		return
	}
	d.next.Left, d.next.Right = d.left, right
	if n := len(d.cells); n > 0 {
		d.next.Left = d.cells[n-1].Right
	}
	d.cells = append(d.cells, d.next)
	d.next = edges.Cell{}
}

// depth is how deep in tables the paragraph stands.
func (g *group) tables() int {
	switch {
	case g.depth > 0:
		return g.depth
	case g.inTable:
		return 1
	}
	return 0
}

func (r *reader) endParagraph() error {
	r.drop = 0
	g := r.now()
	if g.skip {
		return nil
	}
	text := r.endText()
	r.to.To(g.tables())
	r.to.Paragraph(text, g.deleted)
	return nil
}

func (r *reader) endCell(depth int) error {
	if r.now().skip {
		return nil
	}
	text := r.endText()
	ok := r.to.To(depth)
	r.to.Paragraph(text, false)
	if !ok {
		return nil
	}
	return r.to.EndCell()
}

// endRow ends a row; the definition lasts for the rows to come that have none.
func (r *reader) endRow(depth int, d *definition) {
	if r.now().skip && !r.now().nested {
		return
	}
	if r.to.To(depth) {
		cells := make([]edges.Cell, len(d.cells))
		copy(cells, d.cells)
		r.to.EndRow(cells)
	}
}

// field is the state of a form field.
type field struct {
	box              bool
	result, standard int
}

func (f *field) set(word string, value int) {
	switch word {
	case "fftype":
		f.box = value == 1
		f.result = 25
	case "ffres":
		f.result = value
	case "ffdefres":
		f.standard = value
	}
}

// shown is the sign of a check box; a result of 25 asks for the standard.
func (f field) shown() string {
	const asStandard = 25
	switch {
	case !f.box:
		return ""
	case f.result == 1, f.result == asStandard && f.standard == 1:
		return "☑"
	}
	return "□"
}
