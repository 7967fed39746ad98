// Package jsn writes values as encoding/json does, byte by byte, straight to where
// they go. The library makes the whole text first, and a second one with lines: of a
// large declaration that is several times what it takes itself.
package jsn

import (
	"bytes"
	"encoding"
	"encoding/json"
	"io"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

// Encode writes a value as an indented object and a line break, with no character
// escaped for HTML. The error is that of the writer, or that of encoding/json for what
// it cannot write; what came before stands written then.
func Encode(w io.Writer, v any) error { return encode(w, v, true) }

// EncodeLine writes a value on one line.
func EncodeLine(w io.Writer, v any) error { return encode(w, v, false) }

func encode(w io.Writer, v any, lines bool) error {
	if v == nil {
		_, err := io.WriteString(w, "null\n")
		return err
	}
	e := emitter{w: w, lines: lines}
	root := reflect.ValueOf(v)
	e.value(planOf(root.Type()), root)
	e.out = append(e.out, '\n')
	e.flush()
	return e.err
}

// emitter writes structs, lists, maps, texts, numbers and switches; the library writes
// whatever else it meets.
type emitter struct {
	w     io.Writer
	out   []byte
	lines bool // an own line for each value
	depth int
	err   error
}

// full is how much text goes out at a time, in bytes.
const full = 32 << 10

func (e *emitter) flush() {
	if e.err == nil {
		_, e.err = e.w.Write(e.out)
	}
	e.out = e.out[:0]
}

// plan is how the values of a type are written.
type plan struct {
	kind   reflect.Kind // Invalid for a type that the library writes
	fields []field
	elem   *plan
}

// field is a field of a struct that is written.
type field struct {
	index int
	name  string // with its quotes
	omit  func(reflect.Value) bool
	plan  *plan
}

var plans sync.Map // reflect.Type to *plan

// planOf is the plan of a type. A type that holds itself waits for nobody: its plan
// is known before its fields are looked at.
func planOf(t reflect.Type) *plan {
	if p, ok := plans.Load(t); ok {
		return p.(*plan)
	}
	made := map[reflect.Type]*plan{}
	p := planned(t, made)
	for t, p := range made {
		plans.LoadOrStore(t, p)
	}
	return p
}

var (
	marshaler     = reflect.TypeFor[json.Marshaler]()
	textMarshaler = reflect.TypeFor[encoding.TextMarshaler]()
)

// writesItself reports whether values of a type have a text of their own.
func writesItself(t reflect.Type) bool {
	for _, t := range []reflect.Type{t, reflect.PointerTo(t)} {
		if t.Implements(marshaler) || t.Implements(textMarshaler) {
			return true
		}
	}
	return false
}

func planned(t reflect.Type, made map[reflect.Type]*plan) *plan {
	if p, ok := made[t]; ok {
		return p
	}
	p := &plan{}
	made[t] = p
	if writesItself(t) {
		return p
	}
	switch kind := t.Kind(); kind {
	case reflect.Bool, reflect.Int, reflect.Int64, reflect.Float64, reflect.Interface:
		p.kind = kind
	case reflect.String:
		if t != reflect.TypeFor[json.Number]() {
			p.kind = kind
		}
	case reflect.Pointer, reflect.Array:
		p.kind, p.elem = kind, planned(t.Elem(), made)
	case reflect.Slice:
		if t.Elem().Kind() != reflect.Uint8 {
			p.kind, p.elem = kind, planned(t.Elem(), made)
		}
	case reflect.Map:
		if t.Key() == reflect.TypeFor[string]() {
			p.kind, p.elem = kind, planned(t.Elem(), made)
		}
	case reflect.Struct:
		if p.members(t, made) {
			p.kind = kind
		}
	}
	return p
}

// members fills in the fields of a struct; it reports whether they are all plain.
func (p *plan) members(t reflect.Type, made map[reflect.Type]*plan) bool {
	for i := range t.NumField() {
		f := t.Field(i)
		name, flags, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous {
			return false
		}
		if !f.IsExported() || name == "-" && flags == "" {
			continue
		}
		if name == "" {
			name = f.Name
		}
		if !plainName(name) {
			return false
		}
		made := field{index: i, name: `"` + name + `"`, plan: planned(f.Type, made)}
		for _, flag := range strings.Split(flags, ",") {
			switch flag {
			case "":
			case "omitempty":
				made.omit = either(made.omit, empty(f.Type))
			case "omitzero":
				made.omit = either(made.omit, zero(f.Type))
			default:
				return false
			}
		}
		p.fields = append(p.fields, made)
	}
	return true
}

// plainName reports whether a name is a name to the library and needs no escape.
func plainName(s string) bool {
	for _, r := range s {
		if r != '_' && r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') {
			return false
		}
	}
	return s != ""
}

func either(a, b func(reflect.Value) bool) func(reflect.Value) bool {
	if a == nil {
		return b
	}
	return func(v reflect.Value) bool { return a(v) || b(v) }
}

// empty tells the values of a type that omitempty leaves out.
func empty(t reflect.Type) func(reflect.Value) bool {
	switch t.Kind() {
	case reflect.Slice, reflect.Map, reflect.Array:
		return func(v reflect.Value) bool { return v.Len() == 0 }
	case reflect.Struct:
		return func(reflect.Value) bool { return false }
	}
	return reflect.Value.IsZero
}

// zero tells the values of a type that omitzero leaves out.
func zero(t reflect.Type) func(reflect.Value) bool {
	type zeroer interface{ IsZero() bool }
	if !t.Implements(reflect.TypeFor[zeroer]()) {
		return reflect.Value.IsZero
	}
	return func(v reflect.Value) bool {
		return v.Kind() == reflect.Pointer && v.IsNil() || v.Interface().(zeroer).IsZero()
	}
}

func (e *emitter) value(p *plan, v reflect.Value) {
	if len(e.out) >= full {
		e.flush()
	}
	switch p.kind {
	case reflect.Pointer:
		if v.IsNil() {
			e.out = append(e.out, "null"...)
			return
		}
		e.value(p.elem, v.Elem())
	case reflect.Struct:
		e.object(p, v)
	case reflect.Map:
		e.members(p, v)
	case reflect.Slice, reflect.Array:
		e.list(p, v)
	case reflect.String:
		e.text(v.String())
	case reflect.Bool:
		e.out = strconv.AppendBool(e.out, v.Bool())
	case reflect.Int, reflect.Int64:
		e.out = strconv.AppendInt(e.out, v.Int(), 10)
	case reflect.Float64:
		e.float(v)
	case reflect.Interface:
		if v.IsNil() {
			e.out = append(e.out, "null"...)
			return
		}
		e.value(planOf(v.Elem().Type()), v.Elem())
	default:
		e.library(v)
	}
}

func (e *emitter) object(p *plan, v reflect.Value) {
	e.open('{')
	first := true
	for i := range p.fields {
		f := &p.fields[i]
		of := v.Field(f.index)
		if f.omit != nil && f.omit(of) {
			continue
		}
		e.next(&first)
		e.out = append(e.out, f.name...)
		e.colon()
		e.value(f.plan, of)
	}
	e.close('}', first)
}

func (e *emitter) members(p *plan, v reflect.Value) {
	if v.IsNil() {
		e.out = append(e.out, "null"...)
		return
	}
	keys := make([]string, 0, v.Len())
	for _, k := range v.MapKeys() {
		keys = append(keys, k.String())
	}
	slices.Sort(keys)
	e.open('{')
	first := true
	for _, k := range keys {
		e.next(&first)
		e.text(k)
		e.colon()
		e.value(p.elem, v.MapIndex(reflect.ValueOf(k)))
	}
	e.close('}', first)
}

func (e *emitter) list(p *plan, v reflect.Value) {
	if v.Kind() == reflect.Slice && v.IsNil() {
		e.out = append(e.out, "null"...)
		return
	}
	e.open('[')
	first := true
	for i := range v.Len() {
		e.next(&first)
		e.value(p.elem, v.Index(i))
	}
	e.close(']', first)
}

func (e *emitter) open(bracket byte) {
	e.out = append(e.out, bracket)
	e.depth++
}

// next goes to the next value between brackets.
func (e *emitter) next(first *bool) {
	if !*first {
		e.out = append(e.out, ',')
	}
	*first = false
	e.line()
}

func (e *emitter) close(bracket byte, empty bool) {
	e.depth--
	if !empty {
		e.line()
	}
	e.out = append(e.out, bracket)
}

func (e *emitter) colon() {
	e.out = append(e.out, ':')
	if e.lines {
		e.out = append(e.out, ' ')
	}
}

// line begins a line.
func (e *emitter) line() {
	if !e.lines {
		return
	}
	e.out = append(e.out, '\n')
	for range e.depth {
		e.out = append(e.out, "  "...)
	}
}

// float writes a number that may have a fraction, as JavaScript does.
func (e *emitter) float(v reflect.Value) {
	f := v.Float()
	size := math.Abs(f)
	if f-f != 0 || size != 0 && (size < 1e-6 || size >= 1e21) { // an infinity, no number, an exponent
		e.library(v)
		return
	}
	e.out = strconv.AppendFloat(e.out, f, 'f', -1, 64)
}

// text writes a text in quotes.
func (e *emitter) text(s string) {
	e.out = append(e.out, '"')
	from := 0
	for i, r := range s {
		if r >= ' ' && r != '"' && r != '\\' && r != '\u2028' && r != '\u2029' && r != utf8.RuneError {
			continue
		}
		width := utf8.RuneLen(r)
		if r == utf8.RuneError && !strings.HasPrefix(s[i:], "\ufffd") {
			width = 1 // a byte that is no text
		} else if r == utf8.RuneError {
			continue
		}
		e.out = append(e.out, s[from:i]...)
		e.escape(r)
		from = i + width
	}
	e.out = append(append(e.out, s[from:]...), '"')
}

// escape writes a character of a text that may not stand there itself.
func (e *emitter) escape(r rune) {
	const named = "\bb\ff\nn\rr\tt\"\"\\\\"
	for i := 0; i < len(named); i += 2 {
		if rune(named[i]) == r {
			e.out = append(e.out, '\\', named[i+1])
			return
		}
	}
	const hex = "0123456789abcdef"
	e.out = append(e.out, '\\', 'u', hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15])
}

// library writes a value as the library does.
func (e *emitter) library(v reflect.Value) {
	if v.CanAddr() {
		v = v.Addr()
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v.Interface())
	made := bytes.TrimSuffix(b.Bytes(), []byte("\n"))
	if err == nil && e.lines {
		var lines bytes.Buffer
		err = json.Indent(&lines, made, strings.Repeat("  ", e.depth), "  ")
		made = lines.Bytes()
	}
	if err != nil && e.err == nil {
		e.err = err
	}
	e.out = append(e.out, made...)
}
