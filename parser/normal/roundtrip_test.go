package normal

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/pbt-cli/pbt/schema"
)

// texts are hard to write as they are: they look like other types, or hold the
// signs of YAML and JSON.
var texts = []string{
	"物业费", "0100", "1e3", "true", "null", "~", "2020-01-01", "- a", "a: b", "# 不是注释", "≥95%", "\"引号\"", "'", " 前后 ", "两\n行", "制\t表", "😀", "<&>", "pbt:ignore", "[x]", "*", "&a", "%", "@", "`", "=",
}

// fill draws a value for everything that v holds, so that a key added to the
// schema is covered from the day it is added.
func fill(t *rapid.T, v reflect.Value, depth int) {
	switch v.Interface().(type) {
	case schema.Kind:
		v.SetString("quantity")
		return
	case schema.Op:
		v.SetString(rapid.SampledFrom([]string{">=", "~", "="}).Draw(t, "op"))
		return
	case schema.Severity:
		v.SetString("warning")
		return
	case map[string]schema.Place, schema.Text:
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(rapid.SampledFrom(texts).Draw(t, "text"))
	case reflect.Int:
		v.SetInt(int64(rapid.IntRange(1, 3000).Draw(t, "int")))
	case reflect.Float64:
		v.SetFloat(rapid.Float64Range(0.5, 999).Draw(t, "float"))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		if depth > 0 {
			v.Set(reflect.New(v.Type().Elem()))
			fill(t, v.Elem(), depth-1)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).Tag.Get("json") != "-" { // what is not written is not read back
				fill(t, v.Field(i), depth)
			}
		}
	case reflect.Array:
		for i := range v.Len() {
			fill(t, v.Index(i), depth)
		}
	case reflect.Slice:
		if depth <= 0 || depth == 1 && v.Type().Elem().Kind() == reflect.Pointer {
			return
		}
		n := rapid.IntRange(1, 1+depth%2).Draw(t, "len")
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			fill(t, v.Index(i), depth-1)
		}
	}
}

// TestRoundTrip: what the encoders write is read back as it was, key by key, and
// every value has its line.
func TestRoundTrip(t *testing.T) {
	encoders := map[string]func(io.Writer, *schema.Document) error{
		"yaml":  func(w io.Writer, d *schema.Document) error { return schema.EncodeYAML(w, d) },
		"json":  func(w io.Writer, d *schema.Document) error { return schema.EncodeJSON(w, d) },
		"jsonl": func(w io.Writer, d *schema.Document) error { return schema.EncodeJSONL(w, d) },
	}
	rapid.Check(t, func(t *rapid.T) {
		decl := &schema.Declaration{}
		fill(t, reflect.ValueOf(decl).Elem(), rapid.SampledFrom([]int{2, 3, 3, 3, 5}).Draw(t, "depth"))
		for _, target := range targetsOf(decl.Indicators, decl.IndicatorsMediumTerm) {
			if target.Value == nil {
				target.Value = &schema.Value{Text: "x", Kind: schema.KindUnparsed}
			}
		}
		doc := &schema.Document{Schema: schema.Version, Declarations: []*schema.Declaration{decl}, Problems: []schema.Finding{}}
		for name, encode := range encoders {
			var b bytes.Buffer
			if err := encode(&b, doc); err != nil {
				t.Fatal(err)
			}
			got := Read(context.Background(), name, b.Bytes()).Documents
			if len(got) != 1 || len(got[0].Problems) > 0 {
				t.Fatalf("%s: %d documents, problems %v\n%s", name, len(got), got[0].Problems, &b)
			}
			// The size of the paper is for words alone and is not printed.
			same := cmp.Options{cmpopts.IgnoreFields(schema.Place{}, "Paper"), cmpopts.IgnoreFields(schema.Document{}, "Source"), cmpopts.IgnoreFields(schema.Declaration{}, "Trace"), cmpopts.EquateEmpty()}
			if diff := cmp.Diff(doc, got[0], same); diff != "" {
				t.Fatalf("%s (-written +read):\n%s\n%s", name, diff, &b)
			}
			for i := range decl.Indicators {
				if at := got[0].Declarations[0].Trace[fmt.Sprintf("indicators[%d].name", i)]; at.Line == 0 || at.Column == 0 {
					t.Fatalf("%s: indicator %d has no place", name, i)
				}
			}
		}
	})
}

// targetsOf are the further targets of all indicators.
func targetsOf(trees ...[]*schema.Indicator) []*schema.Target {
	var out []*schema.Target
	for _, tree := range trees {
		for _, n := range tree {
			if n == nil {
				continue
			}
			for i := range n.Targets {
				out = append(out, &n.Targets[i])
			}
			out = append(out, targetsOf(n.Children)...)
		}
	}
	return out
}
