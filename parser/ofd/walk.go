package ofd

import (
	"math"
	"strconv"
	"strings"

	"github.com/pbt-cli/pbt/parser/internal/xmlscan"
	"github.com/pbt-cli/pbt/parser/picture"
)

// walker walks over a part. Namespaces differ between versions and writers, so
// elements go by their local names.
type walker struct{ sc *xmlscan.Scanner }

// each calls f for every element up to the end of the part, whatever it stands
// in. f may read on to the element's end.
func (w walker) each(f func(element string)) {
	for k := w.sc.Next(); k != xmlscan.EOF; k = w.sc.Next() {
		if k == xmlscan.Start {
			f(string(w.sc.Name()))
		}
	}
}

// children calls f for each child of the element that the walker stands at the
// start of, and moves behind its end. What f does not read is skipped.
func (w walker) children(f func(element string)) {
	depth := w.sc.Depth()
	for w.sc.Depth() >= depth {
		switch w.sc.Next() {
		case xmlscan.EOF:
			return
		case xmlscan.Start:
			f(string(w.sc.Name()))
			w.skip(depth)
		}
	}
}

// skip moves to the end of what is open below depth.
func (w walker) skip(depth int) {
	for w.sc.Depth() > depth {
		if w.sc.Next() == xmlscan.EOF {
			return
		}
	}
}

// raw is the text below the element that the walker stands at the start of; it
// moves behind its end.
func (w walker) raw() string {
	depth := w.sc.Depth()
	var out []byte
	for w.sc.Depth() >= depth {
		switch w.sc.Next() {
		case xmlscan.EOF:
			return string(out)
		case xmlscan.Text:
			out = w.sc.AppendText(out)
		}
	}
	return string(out)
}

// text is raw without the blanks around it.
func (w walker) text() string { return strings.TrimSpace(w.raw()) }

func (w walker) attr(name string) string { return strings.TrimSpace(w.sc.AttrText(name)) }

// number is an attribute as a number, def where it is none.
func (w walker) number(name string, def float64) float64 {
	v := w.sc.Attr(name)
	if v == nil {
		return def
	}
	return parseNumber(strings.TrimSpace(string(v)), def)
}

func parseNumber(s string, def float64) float64 {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(v) || math.Abs(v) > farAway {
		return def
	}
	return v
}

// farAway bounds every number of a document.
const farAway = 1e7

// floats are the numbers of a list; what is no number ends it.
func floats(s string) []float64 {
	fields := strings.FieldsFunc(s, isSeparator)
	out := make([]float64, 0, len(fields))
	for _, f := range fields {
		v := parseNumber(f, math.NaN())
		if math.IsNaN(v) {
			break
		}
		out = append(out, v)
	}
	return out
}

func isSeparator(r rune) bool {
	return r == ' ' || r == ',' || r == '\t' || r == '\n' || r == '\r' || r == '\u3000' || r == '\u00a0'
}

// flag is an attribute as a truth value, def where it says neither.
func (w walker) flag(name string, def bool) bool {
	switch strings.ToLower(w.attr(name)) {
	case "true", "1":
		return true
	case "false", "0":
		return false
	}
	return def
}

// box is a rectangle by its corner and its sides, in millimetres.
type box struct{ x, y, w, h float64 }

// parseBox reads a box; ok is false where it has no size.
func parseBox(s string) (box, bool) {
	v := floats(s)
	if len(v) < 4 {
		return box{}, false
	}
	return box{v[0], v[1], v[2], v[3]}, v[2] > 0 && v[3] > 0
}

// parseMatrix reads a CTM; ok is false where it is none.
func parseMatrix(s string) (picture.Matrix, bool) {
	v := floats(s)
	if len(v) < 6 {
		return picture.Shift(0, 0), false
	}
	return picture.MatrixOf(v[0], v[1], v[2], v[3], v[4], v[5]), true
}
