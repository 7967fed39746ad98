package object

import (
	"bytes"
	"slices"
)

// survey is what a look at the cross-reference chain tells before any source
// is trusted with the file.
type survey struct {
	// sound says that every section of the chain parses and claims no more than
	// the file can hold.
	sound bool
	// loop says that the chain leads back into itself, on which pdfcpu gives up.
	loop      bool
	encrypted bool
	// trailer is the newest one, at offset start.
	trailer Dict
	start   int
	// sections are those of the chain, the newest first; the stream of a hybrid file
	// belongs to the table that names it.
	sections []section
}

// section is a part of the cross-reference table.
type section struct {
	at      int
	stream  bool
	trailer Dict
}

// plain reports whether every section is a table, none a stream.
func (s *survey) plain() bool {
	return !slices.ContainsFunc(s.sections, func(x section) bool { return x.stream || x.trailer["XRefStm"] != nil })
}

// tailBytes is where startxref is looked for; Acrobat looks in the last 1024
// bytes.
const tailBytes = 2048

// lastStartxref is the offset behind the last startxref of a file, -1 where its last
// bytes have none.
func lastStartxref(data []byte) int {
	const mark = "startxref"
	tail := max(0, len(data)-tailBytes)
	at := bytes.LastIndex(data[tail:], []byte(mark))
	if at < 0 {
		return -1
	}
	return tail + at + len(mark)
}

// surveyXref follows startxref and every Prev and XRefStm.
func surveyXref(data []byte, limits Limits) survey {
	s := survey{sound: true}
	at := lastStartxref(data)
	if at < 0 {
		at = lastStartxref(beforeTail(data))
	}
	if at < 0 {
		s.sound = false
		s.encrypted = scanEncrypted(data)
		return s
	}
	l := Lexer{Buf: data, Pos: at}
	s.start = offsetOf(l.Next())
	queue := []link{{at: s.start}}
	seen := map[int]bool{}
	for len(queue) > 0 {
		off, hybrid := queue[0].at, queue[0].hybrid
		queue = queue[1:]
		if seen[off] {
			s.loop = true
			return s.unsound(data)
		}
		seen[off] = true
		if len(seen) > maxXrefSections || off < 0 || off >= len(data) {
			return s.unsound(data)
		}
		d, stream, ok := s.section(data, off, limits)
		if !ok {
			return s.unsound(data)
		}
		if !hybrid {
			s.sections = append(s.sections, section{off, stream, d})
		}
		if d["Encrypt"] != nil {
			s.encrypted = true
		}
		if s.trailer == nil {
			s.trailer = d
		}
		for _, k := range []Name{"XRefStm", "Prev"} {
			if v, ok := d[k]; ok {
				queue = append(queue, link{intOf(v, -1), k == "XRefStm"})
			}
		}
	}
	return s
}

func (s survey) unsound(data []byte) survey {
	s.sound = false
	s.encrypted = s.encrypted || scanEncrypted(data)
	return s
}

// scanEncrypted finds out without a table whether a file is encrypted.
func scanEncrypted(data []byte) bool {
	at := bytes.LastIndex(data, []byte("/Encrypt"))
	if at < 0 {
		return false
	}
	l := Lexer{Buf: data, Pos: at + len("/Encrypt")}
	t := l.Next()
	return t.Kind == DictOpen || t.Kind == Number
}

func offsetOf(t Token) int {
	if t.Kind != Number || !t.Integer || t.Num < 0 || t.Num > 1<<40 {
		return -1
	}
	return int(t.Num)
}

// link leads to a section; hybrid is the stream that a table names.
type link struct {
	at     int
	hybrid bool
}

// section reads one cross-reference section and gives its trailer.
func (s *survey) section(data []byte, off int, limits Limits) (d Dict, stream, ok bool) {
	p := parser{Lexer: Lexer{Buf: data, Pos: off}}
	t := p.Next()
	switch {
	case t.Kind == Keyword && string(t.Bytes) == "xref":
		d, ok = tableEntries(&p, limits, nil)
		return d, false, ok
	case t.Kind == Number:
		p.Next()
		if k := p.Next(); k.Kind != Keyword || string(k.Bytes) != "obj" {
			return nil, true, false
		}
		d, ok := p.object(p.Next()).(Dict)
		return d, true, ok && d["Type"] == Name("XRef") && saneXrefStream(d, limits)
	}
	return nil, false, false
}

// tableEntries reads the subsections of a plain table behind its keyword and gives
// the trailer; emit, where set, is told of each entry.
func tableEntries(p *parser, limits Limits, emit func(num, off int, use byte)) (Dict, bool) {
	for {
		t := p.Next()
		if t.Kind == Keyword && string(t.Bytes) == "trailer" {
			d, ok := p.object(p.Next()).(Dict)
			return d, ok && intOf(d["Size"], -1) >= 0
		}
		start, n := offsetOf(t), offsetOf(p.Next())
		if start < 0 || n < 0 || start+n > limits.Objects {
			return nil, false
		}
		for i := range n {
			off, gen, use := p.Next(), p.Next(), p.Next()
			if off.Kind != Number || gen.Kind != Number || use.Kind != Keyword || len(use.Bytes) != 1 {
				return nil, false
			}
			if emit != nil {
				emit(start+i, offsetOf(off), use.Bytes[0])
			}
		}
	}
}

// saneXrefStream checks the claims by which an engine allocates memory.
func saneXrefStream(d Dict, limits Limits) bool {
	if n := intOf(d["Size"], -1); n < 0 || n > limits.Objects {
		return false
	}
	w, _ := d["W"].(Array)
	width := 0
	for _, v := range w {
		n := intOf(v, -1)
		if n < 0 || n > 8 {
			return false
		}
		width += n
	}
	if len(w) < 3 || width == 0 {
		return false
	}
	index, _ := d["Index"].(Array)
	for _, v := range index {
		if n := intOf(v, -1); n < 0 || n > limits.Objects {
			return false
		}
	}
	parms, _ := d["DecodeParms"].(Dict)
	return intOf(parms["Columns"], 1) <= 64
}
