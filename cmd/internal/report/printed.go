package report

import (
	"reflect"
	"strconv"
	"strings"

	"github.com/pbt-cli/pbt/schema"
)

// printed is a cell of a declaration as the form has it.
type printed struct {
	// label is what stands before the text: the names of the indicator and of
	// the levels above it, or the key.
	label string
	text  string
}

// lookup finds what a path of a declaration leads to. Where the path leads to a
// part of a value, or nowhere, it is the last text on the way; ok is false where
// there is none.
func lookup(d *schema.Declaration, path string) (p printed, ok bool) {
	if d == nil || path == "" {
		return p, false
	}
	var names []string
	key := ""
	v := reflect.ValueOf(d).Elem()
	for _, step := range steps(path) {
		if v = follow(v, step); !v.IsValid() {
			break
		}
		if step.key != "" {
			key = join(key, step.key)
		}
		switch x := v.Addr().Interface().(type) {
		case *schema.Indicator:
			names = append(names, x.Name)
			p, ok = printed{strings.Join(names[:len(names)-1], " › "), x.Name}, true
		case *schema.Value:
			p, ok = printed{labelOf(names, key), x.Text}, true
		case *string:
			p, ok = printed{labelOf(names, key), *x}, true
		}
	}
	return p, ok && p.text != ""
}

// TextAt is the printed text that a finding is about; ok is false where it is about
// none.
func TextAt(r *Result, f *schema.Finding) (text string, ok bool) {
	p, ok := lookup(r.Declaration(f.Declaration), f.Path)
	return p.text, ok
}

// labelOf names a field: by its indicator, or by its key.
func labelOf(names []string, key string) string {
	last := key[strings.LastIndex(key, ".")+1:]
	switch {
	case len(names) == 0:
		return key
	case last == "name":
		return strings.Join(names[:len(names)-1], " › ")
	case last == "value", last == "text":
		return strings.Join(names, " › ")
	}
	return strings.Join(names, " › ") + " › " + last
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + "." + b
}

// step is a key or, where that is empty, an index.
type step struct {
	key   string
	index int
}

// steps splits a path: indicators[0].children[1].value.
func steps(path string) []step {
	var out []step
	for _, part := range strings.Split(path, ".") {
		key, rest, _ := strings.Cut(part, "[")
		if key != "" {
			out = append(out, step{key: key})
		}
		for _, s := range strings.Split(rest, "[") {
			if i, err := strconv.Atoi(strings.TrimSuffix(s, "]")); err == nil {
				out = append(out, step{index: i})
			}
		}
	}
	return out
}

// follow takes one step into a value; the result is not valid where there is
// nothing there.
func follow(v reflect.Value, s step) reflect.Value {
	var next reflect.Value
	switch {
	case s.key != "" && v.Kind() == reflect.Struct:
		next = fieldOf(v, s.key)
	case s.key == "" && v.Kind() == reflect.Slice && s.index >= 0 && s.index < v.Len():
		next = v.Index(s.index)
	}
	if next.IsValid() && next.Kind() == reflect.Pointer {
		next = next.Elem()
	}
	return next
}

// fieldOf is the field of a struct with a key.
func fieldOf(v reflect.Value, key string) reflect.Value {
	t := v.Type()
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("yaml"), ",")
		if name == key {
			return v.Field(i)
		}
	}
	return reflect.Value{}
}
