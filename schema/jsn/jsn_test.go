package jsn_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/jsn"
)

// same holds that a value is written as the library writes it, on lines and on one.
func same(t interface{ Fatalf(string, ...any) }, v any) {
	for _, indent := range []string{"", "  "} {
		write := jsn.EncodeLine
		if indent != "" {
			write = jsn.Encode
		}
		var want, got bytes.Buffer
		enc := json.NewEncoder(&want)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", indent)
		wrong, err := enc.Encode(v), write(&got, v)
		if (wrong == nil) != (err == nil) {
			t.Fatalf("error %v, of the library %v", err, wrong)
		}
		if diff := cmp.Diff(want.String(), got.String()); wrong == nil && diff != "" {
			t.Fatalf("the emitter differs from the library (-library +emitter):\n%s", diff)
		}
	}
}

// pieces are what texts are made of that a writer of JSON stumbles over.
var pieces = []string{"", "指标", "95%", "<b>&", "\"", "\\", "\n", "\r\t\b\f", "\x00", "\x1f", "\x7f", "\u0085", "\u2027\u2028\u2029", "\ufffd", "\xff", "\xe2\x80", "😀", "/"}

func text(t *rapid.T) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 4).Draw(t, "pieces"), "")
}

// fill draws a value of a type.
func fill(t *rapid.T, v reflect.Value, depth int) {
	some := func() int { return rapid.IntRange(0, max(0, 2-depth/4)).Draw(t, "some") }
	switch v.Kind() {
	case reflect.String:
		v.SetString(text(t))
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, "bool"))
	case reflect.Int:
		v.SetInt(int64(rapid.IntRange(-2, 3000).Draw(t, "int")))
	case reflect.Float64:
		v.SetFloat(rapid.SampledFrom([]float64{0, math.Copysign(0, -1), 1, 0.5, -3.25, 1e20, 1e21, 1e-6, 1e-7, -1e-9, 123456789, 1.0 / 3}).Draw(t, "float"))
	case reflect.Pointer:
		if some() > 0 {
			v.Set(reflect.New(v.Type().Elem()))
			fill(t, v.Elem(), depth+1)
		}
	case reflect.Slice:
		if rapid.Bool().Draw(t, "made") {
			v.Set(reflect.MakeSlice(v.Type(), 0, 2))
		}
		for range some() {
			one := reflect.New(v.Type().Elem()).Elem()
			fill(t, one, depth+1)
			v.Set(reflect.Append(v, one))
		}
	case reflect.Map:
		if v.Type().Elem().Kind() == reflect.Interface {
			return
		}
		if rapid.Bool().Draw(t, "made") {
			v.Set(reflect.MakeMap(v.Type()))
			for range some() {
				one := reflect.New(v.Type().Elem()).Elem()
				fill(t, one, depth+1)
				v.SetMapIndex(reflect.ValueOf(text(t)), one)
			}
		}
	case reflect.Array:
		for i := range v.Len() {
			fill(t, v.Index(i), depth+1)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(t, v.Field(i), depth+1)
			}
		}
	}
}

// Any document is written as encoding/json writes it.
func TestDocuments(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var doc schema.Document
		fill(t, reflect.ValueOf(&doc).Elem(), 0)
		same(t, &doc)
		same(t, []*schema.Document{&doc, nil})
	})
}

type itself struct{ N int }

func (i *itself) MarshalJSON() ([]byte, error) { return []byte(`{"itself": [1, {}]}`), nil }

type broken struct{}

func (broken) MarshalJSON() ([]byte, error) { return nil, errors.New("broken") }

// odd are types that the contract does not have.
type odd struct {
	Plain   string
	Renamed int            `json:"re-named,omitempty"`
	None    int            `json:"-"`
	Quoted  int            `json:",string"`
	Bytes   []byte         `json:"bytes"`
	Any     any            `json:"any"`
	Number  json.Number    `json:"number"`
	Own     itself         `json:"own"`
	OwnAt   *itself        `json:"own_at,omitempty"`
	When    time.Time      `json:"when,omitzero"`
	Took    time.Duration  `json:"took"`
	Keys    map[int]string `json:"keys,omitempty"`
	Three   [3]uint8       `json:"three"`
	hidden  int
}

type inner struct{ A, B int }

type outer struct {
	inner
	C int `json:"c"`
}

// Whatever else is written is the library's.
func TestOdd(t *testing.T) {
	day := time.Date(2025, 1, 2, 3, 4, 5, 6, time.UTC)
	for _, v := range []any{
		nil, 1, "甲", true, 1.5, []int{}, []int(nil), map[string]any{}, map[string]any(nil), struct{}{}, (*odd)(nil), day,
		&odd{Number: "1"}, odd{Number: "2", Any: []any{1, "<", nil, map[string]int{"b": 1, "a": 2}, &odd{Number: "3"}}, hidden: 1},
		&odd{Number: "4", Own: itself{1}, OwnAt: &itself{2}, When: day, Took: 5, Keys: map[int]string{2: "b", 10: "a"}, Bytes: []byte("ab"), Renamed: 1},
		&outer{inner{1, 2}, 3}, []any{&outer{}, [][]int{{1}, {}, nil}, map[string][]string{"": {""}}},
		broken{}, math.NaN(), []any{math.Inf(1)}, func() {},
	} {
		same(t, v)
	}
}

// failing takes so many bytes.
type failing struct{ left int }

var errFull = errors.New("full")

func (f *failing) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, errFull
	}
	return len(p), nil
}

// A large value goes out in pieces, and the writer's error comes back.
func TestPieces(t *testing.T) {
	list := make([]string, 20000)
	for i := range list {
		list[i] = strings.Repeat("指标", 10)
	}
	same(t, list)
	for _, left := range []int{0, 100000} {
		if err := jsn.Encode(&failing{left}, list); !errors.Is(err, errFull) {
			t.Errorf("room for %d: %v", left, err)
		}
	}
}

// What is written is not held: the room that a document takes while it is written does
// not grow with it.
func TestHoldsLittle(t *testing.T) {
	d := &schema.Declaration{}
	for range 20000 {
		d.Indicators = append(d.Indicators, &schema.Indicator{Name: "养护里程", Value: &schema.Value{Text: "≥5公里", Kind: schema.KindQuantity, Op: schema.OpGE, Number: "5", Unit: "公里"}})
	}
	var before, after runtime.MemStats
	sum := 0
	runtime.ReadMemStats(&before)
	err := jsn.Encode(writes(func(p []byte) { sum += len(p) }), d)
	runtime.ReadMemStats(&after)
	if took := after.TotalAlloc - before.TotalAlloc; err != nil || took > 1<<20 {
		t.Errorf("%v; %d bytes allocated to write %d", err, took, sum)
	}
}

type writes func([]byte)

func (w writes) Write(p []byte) (int, error) { w(p); return len(p), nil }
