package doc

import (
	"strings"
	"unicode/utf16"
)

// field is an open field: its code up to a mark, then the result that is shown.
type field struct {
	result bool
	code   []uint16
	place  int // of the data of a form field, in the Data stream; -1 where none is
}

// maxCode bounds the code of a field that is kept.
const maxCode = 256

func (s *story) field(mark rune) {
	n := len(s.fields)
	switch {
	case mark == markField:
		if n < 64 {
			s.fields = append(s.fields, field{place: -1})
		}
	case n == 0:
	case mark == markResult:
		s.fields[n-1].result = true
	case mark == markFieldEnd:
		f := s.fields[n-1]
		s.fields = s.fields[:n-1]
		if !s.inCode() {
			s.write(s.shown(f))
		}
	}
}

// inCode reports whether a character here is part of a code, which no one sees.
func (s *story) inCode() bool {
	for _, f := range s.fields {
		if !f.result {
			return true
		}
	}
	return false
}

// endCodes ends the codes at the end of a paragraph: one that was never ended
// must not hide the rest of the document.
func (s *story) endCodes() {
	for i, f := range s.fields {
		if !f.result {
			s.fields = s.fields[:i]
			return
		}
	}
}

// code keeps the beginning of a code.
func (s *story) code(c rune, props charProps) {
	f := &s.fields[len(s.fields)-1]
	if c == markPicture && props.data {
		f.place = props.place
	} else if len(f.code) < maxCode {
		f.code = append(f.code, uint16(c))
	}
}

// shown is what a form field shows beside its result: the sign of a check box.
func (s *story) shown(f field) string {
	code := strings.Fields(string(utf16.Decode(f.code)))
	if len(code) == 0 || !strings.EqualFold(code[0], "FORMCHECKBOX") {
		return ""
	}
	if s.file.checked(f.place) {
		return "☑"
	}
	return "□"
}

// checked reads the state of a check box (FFData, [MS-DOC] 2.9.78): its header
// says how long it is itself; then the version, the bits, whose value of 25 asks
// for the default, two sizes, the name, and the default.
func (f *file) checked(place int) bool {
	const asDefault = 25
	if place < 0 {
		return false
	}
	at := place + u16(f.data, place+4)
	bits := u16(f.data, at+4)
	switch result := bits >> 2 & 0x1F; result {
	case 0, 1:
		return result == 1
	case asDefault:
		name := at + 10
		return u16(f.data, name+2+2*u16(f.data, name)+2) != 0
	}
	return false
}
