package schema

import (
	"reflect"
	"strings"
	"testing"
)

// TestFields: every plain key of a declaration is a field, each once, with a
// label in both languages, and leads into the struct under its own path.
func TestFields(t *testing.T) {
	want := map[string]bool{}
	plainKeys(reflect.TypeFor[Declaration](), "", want)
	columns := map[string]bool{}
	for i := range Fields() {
		f := &Fields()[i]
		if !want[f.Path] {
			t.Errorf("%s is no key of a declaration, or stands twice", f.Path)
		}
		delete(want, f.Path)
		if f.Label.ZH == "" || f.Label.EN == "" || f.Heading == "" || columns[f.Column] {
			t.Errorf("%s: labels %+v, heading %q, column %q", f.Path, f.Label, f.Heading, f.Column)
		}
		columns[f.Column] = true
		d := &Declaration{}
		if got := f.Get(d); got != "" {
			t.Errorf("%s of an empty declaration is %q", f.Path, got)
		}
		fillField(f.at(d))
		if got := keyOf(reflect.ValueOf(d).Elem(), ""); got != f.Path {
			t.Errorf("%s leads to %s", f.Path, got)
		}
		if got := f.Get(d); got != "x" && got != "2020" && got != "是" {
			t.Errorf("%s reads %q", f.Path, got)
		}
		for _, of := range f.Of {
			if _, ok := FieldAt(of); !ok {
				t.Errorf("%s is derived of %s, which is no field", f.Path, of)
			}
		}
	}
	for path := range want {
		t.Errorf("%s is no field", path)
	}
}

// TestIndicatorFields: the same of an indicator's texts, but for its name and
// the points of its label.
func TestIndicatorFields(t *testing.T) {
	want := map[string]bool{}
	plainKeys(reflect.TypeFor[Indicator](), "", want)
	for _, other := range []string{"name", "points", "hidden"} {
		delete(want, other)
	}
	for _, f := range IndicatorFields() {
		n := &Indicator{}
		*f.Text(n) = "x"
		if got := keyOf(reflect.ValueOf(n).Elem(), ""); got != f.Path || !want[f.Path] {
			t.Errorf("%s leads to %s", f.Path, got)
		}
		delete(want, f.Path)
	}
	for path := range want {
		t.Errorf("%s is no field", path)
	}
}

// plainKeys are the paths of texts, numbers and answers of a struct.
func plainKeys(t reflect.Type, path string, out map[string]bool) {
	for i := range t.NumField() {
		key, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		ft := t.Field(i).Type
		switch {
		case ft.Kind() == reflect.Struct:
			plainKeys(ft, path+key+".", out)
		case ft.Kind() == reflect.String, ft.Kind() == reflect.Int, ft.Kind() == reflect.Bool,
			ft.Kind() == reflect.Pointer && ft.Elem().Kind() == reflect.Bool:
			out[path+key] = true
		}
	}
}

// keyOf is the path of the one key that is set.
func keyOf(v reflect.Value, path string) string {
	for i := range v.NumField() {
		key, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		f := v.Field(i)
		switch {
		case f.IsZero():
		case f.Kind() == reflect.Struct:
			return keyOf(f, path+key+".")
		default:
			return path + key
		}
	}
	return ""
}

func fillField(p any) {
	switch p := p.(type) {
	case *string:
		*p = "x"
	case *int:
		*p = 2020
	case **bool:
		yes := true
		*p = &yes
	}
}
