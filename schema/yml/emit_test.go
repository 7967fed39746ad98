package yml_test

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/yml"
)

// same holds that a document is written as the library writes it, and tells whether
// the emitter knew how.
func same(t interface{ Fatalf(string, ...any) }, v any) bool {
	var want, got bytes.Buffer
	if err := yml.EncodeLibrary(&want, v); err != nil {
		t.Fatalf("the library: %v", err)
	}
	if err := yml.Encode(&got, v); err != nil {
		t.Fatalf("%v", err)
	}
	if diff := cmp.Diff(want.String(), got.String()); diff != "" {
		t.Fatalf("the emitter differs from the library (-library +emitter):\n%s", diff)
	}
	ok, _ := yml.Emit(io.Discard, v)
	return ok
}

// pieces are what texts are made of that a writer of YAML stumbles over.
var pieces = []string{
	"", " ", "\n", "a", "指标", "95", "0", ".", "5%", "-", "--", "---", ":", ": ", " #", "#", "?", "? ", "[", "]", "{", "}", ",", "&", "*", "!", "|", ">",
	"'", "\"", "%", "@", "`", "~", "=", "<<", "\\", "y", "No", "on", "null", "true", "2025-01-01", "12:30", "1e3", "0x1f", "1_000", "+", ".inf", "…", "、",
	"\u00a0", "\ufffd", "元", "≥", "２０", "\n\n", " \n", "\n ",
}

// hostile are pieces that the emitter leaves to the library.
var hostile = []string{"\t", "\r", "\u0085", "\u2028", "\ufeff", "\xff", "😀", "\x00", "\x7f"}

// drawer draws texts, hostile ones or such as the emitter knows.
type drawer struct{ hostile bool }

func (d drawer) text(t *rapid.T) string {
	from := pieces
	if d.hostile {
		from = slices.Concat(pieces, hostile)
	}
	s := strings.Join(rapid.SliceOfN(rapid.SampledFrom(from), 0, 5).Draw(t, "pieces"), "")
	if !d.hostile && strings.Contains(s, "\n") {
		return strings.Trim(s, " \n")
	}
	return s
}

// fill draws a value of any type of the contract.
func (d drawer) fill(t *rapid.T, v reflect.Value, depth int) {
	few := 2
	if depth > 6 {
		few = 0
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(d.text(t))
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, "bool"))
	case reflect.Int:
		v.SetInt(int64(rapid.IntRange(-2, 3000).Draw(t, "int")))
	case reflect.Float64:
		v.SetFloat(rapid.SampledFrom([]float64{0, 1, 0.5, -3.25, 1e21, 1e-9, 123456789}).Draw(t, "float"))
	case reflect.Pointer:
		if depth <= 6 && rapid.Bool().Draw(t, "set") {
			v.Set(reflect.New(v.Type().Elem()))
			d.fill(t, v.Elem(), depth+1)
		}
	case reflect.Slice:
		n := rapid.IntRange(0, few).Draw(t, "length")
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			d.fill(t, v.Index(i), depth+1)
		}
	case reflect.Array:
		for i := range v.Len() {
			d.fill(t, v.Index(i), depth+1)
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for range rapid.IntRange(0, 2*few).Draw(t, "keys") {
			key := rapid.StringMatching(`(indicators\[[0-9]{1,3}\]\.)?(children\[[0-9]{1,2}\]\.)?(value|name|a1b0|x00[0-9])`).Draw(t, "key")
			elem := reflect.New(v.Type().Elem()).Elem()
			d.fill(t, elem, depth+1)
			v.SetMapIndex(reflect.ValueOf(key), elem)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() && rapid.IntRange(0, 2).Draw(t, "field") > 0 {
				d.fill(t, v.Field(i), depth+1)
			}
		}
	}
}

// A document of the contract is written as the library writes it, whatever it holds.
func TestAsTheLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawer{rapid.IntRange(0, 3).Draw(t, "hostile") == 0}
		var doc schema.Document
		d.fill(t, reflect.ValueOf(&doc).Elem(), 0)
		if !same(t, &doc) && !d.hostile {
			t.Fatalf("the emitter leaves an ordinary document to the library")
		}
	})
}

// Of one text that is of characters which YAML prints, the emitter knows the style.
func TestTexts(t *testing.T) {
	type texts struct {
		A string            `yaml:"a"`
		B []string          `yaml:"b,flow"`
		C []string          `yaml:"c"`
		D map[string]string `yaml:"d"`
	}
	rapid.Check(t, func(t *rapid.T) {
		s := drawer{true}.text(t)
		same(t, &texts{A: s, B: []string{s, s}, C: []string{s, s}, D: map[string]string{"k": s, "l": s}})
	})
	for _, s := range slices.Concat(pieces, hostile) {
		same(t, &texts{A: s, B: []string{s}, C: []string{s}})
	}
	if !same(t, &texts{A: "甲\n乙", B: []string{"优", "1"}, C: []string{"a: b", ""}}) {
		t.Error("ordinary texts are left to the library")
	}
}

// Types that the emitter does not know are left to the library.
func TestOtherTypes(t *testing.T) {
	for _, v := range []any{
		map[string]any{"a": 1}, []string{"a"}, struct{}{}, &struct {
			A any `yaml:"a"`
		}{1}, &struct {
			A time.Duration `yaml:"a"`
		}{5}, &struct {
			A [][]string `yaml:"a"`
		}{[][]string{{"b"}}}, &struct {
			Y string `yaml:"y"`
		}{"b"}, &struct{ Loose int }{1},
	} {
		if same(t, v) {
			t.Errorf("%+v is no document that the emitter knows", v)
		}
	}
}

func BenchmarkEncode(b *testing.B) {
	leaf := &schema.Indicator{Name: "养护里程", Weight: "10", Value: &schema.Value{Text: "≥120公里", Kind: schema.KindQuantity, Op: schema.OpGE, Number: "120", Unit: "公里"}}
	doc := &schema.Document{Schema: schema.Version, Declarations: []*schema.Declaration{{Form: "generic", Year: 2025, Indicators: []*schema.Indicator{{Name: "产出指标", Children: []*schema.Indicator{leaf, leaf, leaf, leaf}}}}}}
	for name, encode := range map[string]func() error{
		"emitter": func() error { return yml.Encode(&bytes.Buffer{}, doc) },
		"library": func() error { return yml.EncodeLibrary(&bytes.Buffer{}, doc) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := encode(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// pieceMeal counts what it is given, and takes so much.
type pieceMeal struct {
	bytes.Buffer
	most, left int
}

var errFull = errors.New("full")

func (p *pieceMeal) Write(b []byte) (int, error) {
	p.most = max(p.most, len(b))
	if p.left -= len(b); p.left < 0 {
		return 0, errFull
	}
	return p.Buffer.Write(b)
}

// A large document goes out in pieces, one that the library must write as well, and the
// writer's error comes back.
func TestLarge(t *testing.T) {
	d := &schema.Declaration{Form: "generic"}
	for range 40000 {
		d.Indicators = append(d.Indicators, &schema.Indicator{Name: "养护里程", Value: &schema.Value{Text: "≥5公里", Kind: schema.KindQuantity}})
	}
	doc := &schema.Document{Declarations: []*schema.Declaration{d}}
	if !same(t, doc) {
		t.Error("the emitter does not know it")
	}
	out := pieceMeal{left: 1 << 30}
	if err := yml.Encode(&out, doc); err != nil || out.most >= out.Len()/2 {
		t.Errorf("%v; a piece of %d of %d bytes", err, out.most, out.Len())
	}
	if err := yml.Encode(&pieceMeal{left: out.Len() / 2}, doc); !errors.Is(err, errFull) {
		t.Errorf("half the room: %v", err)
	}
	d.Title = "\t"
	if same(t, doc) {
		t.Error("the emitter knows it")
	}
}
