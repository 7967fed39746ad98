package yml

import (
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"gopkg.in/yaml.v3"
)

// emitter writes a document as the library does, byte by byte, without its detour
// over events: a seventh of a conversion went into that. It knows structs, slices and
// maps of texts, numbers and switches. Whatever else it meets, a type or a text that
// needs an escape, sets hard, and the library writes the document.
type emitter struct {
	out  []byte
	hard bool
	// spill takes what was made so far, so that no large document is held as a text.
	spill func([]byte)
}

// whole is up to where the text of a document is held until it is all made, in bytes.
// A larger one is made twice: to see whether it is hard, and to be written.
const whole = 1 << 20

// emit writes v as a document; known is false where the library must write it, and
// nothing is written then.
func emit(w io.Writer, v any) (known bool, err error) {
	root := reflect.ValueOf(v)
	for root.Kind() == reflect.Pointer && !root.IsNil() {
		root = root.Elem()
	}
	if root.Kind() != reflect.Struct {
		return false, nil
	}
	spilled := false
	first := emitter{spill: func([]byte) { spilled = true }}
	first.document(root)
	switch {
	case first.hard:
		return false, nil
	case !spilled:
		_, err = w.Write(first.out)
		return true, err
	}
	second := emitter{out: first.out[:0], spill: func(p []byte) {
		if err == nil {
			_, err = w.Write(p)
		}
	}}
	second.document(root)
	second.spill(second.out)
	return true, err
}

func (e *emitter) document(root reflect.Value) {
	e.mapping(planOf(root.Type()), root, 0, false)
	e.line(0)
}

// plan is how the values of a type are written.
type plan struct {
	kind   reflect.Kind // Invalid for a type that the emitter does not know
	quoted bool         // a text that writes itself, in quotes
	fields []planField
	elem   *plan
	// zero tells a value that omitempty leaves out.
	zero func(reflect.Value) bool
}

// planField is an exported field of a struct.
type planField struct {
	index           int
	key             string // empty for one that is not written
	omitEmpty, flow bool
	plan            *plan
}

var (
	plans     sync.Map // reflect.Type to *plan
	marshaler = reflect.TypeFor[yaml.Marshaler]()
	isZeroer  = reflect.TypeFor[yaml.IsZeroer]()
)

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

func planned(t reflect.Type, made map[reflect.Type]*plan) *plan {
	if p, ok := made[t]; ok {
		return p
	}
	p := &plan{kind: t.Kind()}
	p.zero = zeroOf(t, p)
	made[t] = p
	switch {
	case t.Implements(marshaler) && t.Kind() == reflect.String:
		p.quoted = true
		return p
	case reflect.PointerTo(t).Implements(marshaler), reflect.PointerTo(t).Implements(textMarshaler), t == reflect.TypeFor[time.Duration]():
		p.kind = reflect.Invalid
		return p
	}
	switch p.kind {
	case reflect.String, reflect.Bool, reflect.Float64, reflect.Int, reflect.Int64:
	case reflect.Pointer, reflect.Slice, reflect.Array:
		p.elem = planned(t.Elem(), made)
	case reflect.Map:
		p.elem = planned(t.Elem(), made)
		if t.Key() != reflect.TypeFor[string]() {
			p.kind = reflect.Invalid
		}
	case reflect.Struct:
		p.members(t, made)
	default:
		p.kind = reflect.Invalid
	}
	return p
}

// zeroOf tells the values of a type that omitempty leaves out.
func zeroOf(t reflect.Type, p *plan) func(reflect.Value) bool {
	switch {
	case t.Implements(isZeroer):
		return func(v reflect.Value) bool {
			return v.Kind() == reflect.Pointer && v.IsNil() || v.Interface().(yaml.IsZeroer).IsZero()
		}
	case t.Kind() == reflect.Slice, t.Kind() == reflect.Map:
		return func(v reflect.Value) bool { return v.Len() == 0 }
	case t.Kind() == reflect.Array:
		return func(reflect.Value) bool { return false }
	case t.Kind() == reflect.Struct:
		return func(v reflect.Value) bool {
			for _, f := range p.fields {
				if !f.plan.zero(v.Field(f.index)) {
					return false
				}
			}
			return true
		}
	}
	return reflect.Value.IsZero
}

// members fills in the fields of a struct.
func (p *plan) members(t reflect.Type, made map[reflect.Type]*plan) {
	for i := range t.NumField() {
		f := t.Field(i)
		if !f.IsExported() {
			continue
		}
		key, flags, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		if key == "-" {
			p.fields = append(p.fields, planField{index: i, plan: planned(f.Type, made)})
			continue
		}
		if !simpleKey(key) || f.Anonymous || strings.Contains(flags, "inline") {
			p.kind = reflect.Invalid
			return
		}
		p.fields = append(p.fields, planField{
			index: i, key: key, plan: planned(f.Type, made),
			omitEmpty: strings.Contains(flags, "omitempty"), flow: strings.Contains(flags, "flow"),
		})
	}
}

// line begins a line, but for its indentation.
func (e *emitter) line(indent int) {
	n := len(e.out)
	if n >= whole { // the last byte stays: it is asked for
		e.spill(e.out[:n-1])
		e.out = append(e.out[:0], e.out[n-1])
		n = 1
	}
	if n > 0 && e.out[n-1] != '\n' {
		e.out = append(e.out, '\n')
	}
	for range indent {
		e.out = append(e.out, ' ')
	}
}

// mapping writes a struct or a map whose keys stand at an indentation; dashed says
// that it is an item, whose first key stands behind the dash.
func (e *emitter) mapping(p *plan, v reflect.Value, indent int, dashed bool) {
	empty := true
	begin := func(key string) {
		if empty && dashed {
			e.out = append(e.out, ' ')
		} else {
			e.line(indent)
		}
		empty = false
		e.out = append(append(e.out, key...), ':')
	}
	if p.kind == reflect.Map {
		for _, key := range e.keys(v) {
			begin(key)
			e.value(p.elem, v.MapIndex(reflect.ValueOf(key)), indent+step, false)
		}
	}
	for i := range p.fields {
		f := &p.fields[i]
		field := v.Field(f.index)
		if f.key == "" || f.omitEmpty && f.plan.zero(field) {
			continue
		}
		begin(f.key)
		if f.flow {
			e.flow(f.plan, field)
		} else {
			e.value(f.plan, field, indent+step, false)
		}
	}
	if empty {
		e.hard = e.hard || len(e.out) == 0
		e.out = append(e.out, " {}"...)
	}
}

// step is how far a level is indented.
const step = 2

// keys are the keys of a map in the library's order.
func (e *emitter) keys(m reflect.Value) []string {
	keys := make([]string, 0, m.Len())
	for _, k := range m.MapKeys() {
		keys = append(keys, k.String())
		e.hard = e.hard || !simpleKey(k.String())
	}
	slices.SortFunc(keys, natural)
	return keys
}

// value writes what stands behind a key or, where it is an item, behind a dash. What
// takes several lines is indented.
func (e *emitter) value(p *plan, v reflect.Value, indent int, dashed bool) {
	switch p.kind {
	case reflect.Pointer:
		if v.IsNil() {
			e.out = append(e.out, " null"...)
			return
		}
		e.value(p.elem, v.Elem(), indent, dashed)
	case reflect.Struct, reflect.Map:
		e.mapping(p, v, indent, dashed)
	case reflect.Slice, reflect.Array:
		e.sequence(p, v, indent, dashed)
	case reflect.String:
		e.out = append(e.out, ' ')
		if p.quoted {
			e.marshaled(v)
		} else {
			e.text(v.String(), indent, false)
		}
	default:
		e.out = append(e.out, ' ')
		e.scalar(p, v)
	}
}

func (e *emitter) sequence(p *plan, v reflect.Value, indent int, dashed bool) {
	if v.Len() == 0 {
		e.out = append(e.out, " []"...)
		return
	}
	e.hard = e.hard || dashed // a list within a list
	for i := range v.Len() {
		e.line(indent)
		e.out = append(e.out, '-')
		e.value(p.elem, v.Index(i), indent+step, true)
	}
}

// flow writes a list of scalars in one line.
func (e *emitter) flow(p *plan, v reflect.Value) {
	if p.kind != reflect.Slice && p.kind != reflect.Array {
		e.hard = true
		return
	}
	e.out = append(e.out, " ["...)
	for i := range v.Len() {
		if i > 0 {
			e.out = append(e.out, ", "...)
		}
		if p.elem.kind == reflect.String && !p.elem.quoted {
			e.text(v.Index(i).String(), 0, true)
		} else {
			e.scalar(p.elem, v.Index(i))
		}
	}
	e.out = append(e.out, ']')
}

// scalar writes what is neither a text nor made of others.
func (e *emitter) scalar(p *plan, v reflect.Value) {
	switch p.kind {
	case reflect.Bool:
		e.out = strconv.AppendBool(e.out, v.Bool())
	case reflect.Int, reflect.Int64:
		e.out = strconv.AppendInt(e.out, v.Int(), 10)
	case reflect.Float64:
		f := v.Float()
		e.hard = e.hard || f-f != 0 // an infinity, or no number
		e.out = strconv.AppendFloat(e.out, f, 'g', -1, 64)
	default:
		e.hard = true
	}
}

// marshaled writes a text that says itself to be written in quotes.
func (e *emitter) marshaled(v reflect.Value) {
	made, err := v.Interface().(yaml.Marshaler).MarshalYAML()
	n, ok := made.(*Node)
	if err != nil || !ok || n.Kind != Scalar || n.Style != yaml.DoubleQuotedStyle || n.Tag != "!!str" || !known(n.Value) {
		e.hard = true
		return
	}
	e.doubleQuoted(n.Value)
}

// natural orders keys as the library does: numbers in them by what they count. Its
// steps are those of the library, one by one, whose order it must give.
func natural(a, b string) int {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	if i == len(a) || i == len(b) {
		return len(a) - len(b)
	}
	digit := func(s string, i int) bool { return i >= 0 && i < len(s) && s[i] >= '0' && s[i] <= '9' }
	ours, theirs := unicode.IsLetter(rune(a[i])), unicode.IsLetter(rune(b[i]))
	switch {
	case ours && theirs:
		return int(a[i]) - int(b[i])
	case ours || theirs: // behind a digit letters come first
		if ours == digit(a, i-1) {
			return -1
		}
		return 1
	}
	number := func(s string) (n int64, end int) {
		if a[i] == '0' || b[i] == '0' { // what stands in front of a nought counts
			for k := i - 1; digit(s, k); k-- {
				if s[k] != '0' {
					n = 1
					break
				}
			}
		}
		for end = i; digit(s, end); end++ {
			n = n*10 + int64(s[end]-'0')
		}
		return n, end
	}
	an, aEnd := number(a)
	bn, bEnd := number(b)
	switch {
	case an != bn && an < bn, an == bn && aEnd < bEnd, an == bn && aEnd == bEnd && a[i] < b[i]:
		return -1
	}
	return 1
}
