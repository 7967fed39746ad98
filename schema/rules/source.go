package rules

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"sort"
	"strconv"
	"strings"

	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/yml"
	"github.com/shopspring/decimal"
)

// maxErrors bounds how many faults of one rule file are reported.
const maxErrors = 50

// maxNodes bounds the nodes visited while a rule file is decoded, so that
// aliases of aliases cannot blow it up.
const maxNodes = 400_000

// reader decodes rule files and collects their faults with their places.
type reader struct {
	files   map[*yml.Node]*source
	errs    []*yml.Error
	visited int
}

// source is one rule file, kept for the line that an error quotes.
type source struct {
	name  string
	lines [][]byte
}

func newReader() *reader {
	return &reader{files: map[*yml.Node]*source{}}
}

// parse reads the one YAML document of a rule file; nil after a syntax error
// or for an empty file.
func (r *reader) parse(file string, data []byte) *yml.Node {
	docs, err := yml.Nodes(file, data)
	if err != nil {
		var ye *yml.Error
		if !errors.As(err, &ye) {
			ye = &yml.Error{File: file, Text: err.Error()}
		}
		r.errs = append(r.errs, ye)
		return nil
	}
	if len(docs) == 0 || len(docs[0].Content) == 0 || docs[0].Content[0].Tag == "!!null" {
		return nil
	}
	src := &source{name: file, lines: bytes.Split(data, []byte("\n"))}
	r.register(docs[0], src)
	if len(docs) > 1 {
		r.errorf(docs[1].Content[0], "a second document begins here; a rule file holds one")
	}
	return docs[0].Content[0]
}

func (r *reader) register(n *yml.Node, src *source) {
	if n == nil || r.files[n] != nil {
		return
	}
	r.files[n] = src
	for _, c := range n.Content {
		r.register(c, src)
	}
}

// errorf records a fault at a node, with the line itself.
func (r *reader) errorf(n *yml.Node, format string, args ...any) {
	if len(r.errs) >= maxErrors {
		return
	}
	src := r.files[n]
	name := ""
	if src != nil {
		name = src.name
	}
	e := yml.Errorf(name, n, format, inLang(schema.EN, args)...)
	if zh, ok := inChinese[format]; ok {
		e.ZH = fmt.Sprintf(zh, inLang(schema.ZH, args)...)
	}
	e.Hint, e.HintZH = yml.Punctuation(n)
	if src != nil && n.Line > 0 && n.Line <= len(src.lines) {
		e.Source = string(bytes.TrimRight(src.lines[n.Line-1], "\r"))
	}
	for _, seen := range r.errs {
		if *seen == *e {
			return
		}
	}
	r.errs = append(r.errs, e)
}

// err joins the faults, in the order of their places; nil where there is none.
func (r *reader) err() error {
	if len(r.errs) == 0 {
		return nil
	}
	sort.SliceStable(r.errs, func(i, j int) bool {
		a, b := r.errs[i], r.errs[j]
		if a.File != b.File {
			return a.File < b.File
		}
		return a.Line < b.Line
	})
	list := make([]error, len(r.errs))
	for i, e := range r.errs {
		list[i] = e
	}
	return errors.Join(list...)
}

// errorsIn lists the faults that Load found, each with its place.
func errorsIn(err error) []*yml.Error {
	var out []*yml.Error
	if j, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range j.Unwrap() {
			out = append(out, errorsIn(e)...)
		}
		return out
	}
	var ye *yml.Error
	if errors.As(err, &ye) {
		out = append(out, ye)
	}
	return out
}

// FormatErrors prints the faults that Load found as a compiler does: the place,
// what is wrong and what was expected, the line with a mark under the word, and
// how to mend it where that is known.
func FormatErrors(err error, lang schema.Lang) string {
	list := errorsIn(err)
	if len(list) == 0 {
		return err.Error() + "\n"
	}
	var b strings.Builder
	for _, e := range list {
		text, hint := e.Text, e.Hint
		mark := "hint: "
		if lang == schema.ZH {
			mark = "建议："
			text, hint = cmp.Or(e.ZH, text), cmp.Or(e.HintZH, hint)
		}
		fmt.Fprintf(&b, "%s: %s\n", e.Where(), text)
		quoteLine(&b, e)
		if hint != "" {
			fmt.Fprintf(&b, "  = %s%s\n", mark, hint)
		}
	}
	return b.String()
}

// maxQuoted is how many columns of a faulty line are shown.
const maxQuoted = 160

// quoteLine shows the faulty line, where it is known, with a mark under the word.
func quoteLine(b *strings.Builder, e *yml.Error) {
	if e.Source == "" {
		return
	}
	num := strconv.Itoa(e.Line)
	line := []rune(strings.ReplaceAll(e.Source, "\t", " "))
	if len(line) > maxQuoted {
		line = append(line[:maxQuoted:maxQuoted], '…')
	}
	fmt.Fprintf(b, "  %s | %s\n", num, string(line))
	if e.Column > 0 && e.Column <= maxQuoted {
		pad := displayWidth(e.Source, e.Column-1)
		fmt.Fprintf(b, "  %s | %s^\n", strings.Repeat(" ", len(num)), strings.Repeat(" ", pad))
	}
}

// displayWidth is the width of the first n runes on a terminal, where a
// Chinese character takes two columns.
func displayWidth(s string, n int) int {
	w := 0
	for _, c := range s {
		if n--; n < 0 {
			break
		}
		if c >= 0x1100 {
			w++
		}
		w++
	}
	return w
}

var (
	textType    = reflect.TypeFor[schema.Text]()
	decimalType = reflect.TypeFor[decimal.Decimal]()
	nodeType    = reflect.TypeFor[*yml.Node]()
	valueType   = reflect.TypeFor[schema.Value]()
)

// decode fills v from a node. A key that v does not know, a word outside a
// closed list and a value of the wrong type are faults with a place.
func (r *reader) decode(n *yml.Node, v reflect.Value) {
	if r.visited++; r.visited > maxNodes {
		if r.visited == maxNodes+1 {
			r.errorf(n, "the file is too large: more than %d values", maxNodes)
		}
		return
	}
	for n.Alias != nil {
		n = n.Alias
	}
	switch v.Type() {
	case nodeType:
		v.Set(reflect.ValueOf(n))
		return
	case textType:
		r.decodeText(n, v)
		return
	case valueType:
		if n.Kind == yml.Scalar {
			v.Set(reflect.ValueOf(schema.Value{Text: n.Value}))
			return
		}
	case decimalType:
		d, err := decimal.NewFromString(n.Value)
		if n.Kind != yml.Scalar || err != nil {
			r.errorf(n, "expected a number, found %s", describe(n))
			return
		}
		v.Set(reflect.ValueOf(d))
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		p := reflect.New(v.Type().Elem())
		r.decode(n, p.Elem())
		v.Set(p)
	case reflect.Struct:
		r.decodeStruct(n, v)
	case reflect.Map:
		r.decodeMap(n, v)
	case reflect.Slice:
		r.decodeSlice(n, v)
	default:
		r.decodeScalar(n, v)
	}
}

// decodeText accepts {zh: …, en: …} or one text for both.
func (r *reader) decodeText(n *yml.Node, v reflect.Value) {
	if n.Kind == yml.Scalar {
		v.Set(reflect.ValueOf(schema.Text{ZH: n.Value, EN: n.Value}))
		return
	}
	var t struct {
		ZH string `yaml:"zh"`
		EN string `yaml:"en"`
	}
	r.decode(n, reflect.ValueOf(&t).Elem())
	if t.EN == "" {
		t.EN = t.ZH
	}
	if t.ZH == "" {
		t.ZH = t.EN
	}
	v.Set(reflect.ValueOf(schema.Text{ZH: t.ZH, EN: t.EN}))
}

func (r *reader) decodeStruct(n *yml.Node, v reflect.Value) {
	if n.Kind != yml.Mapping {
		r.errorf(n, "expected keys (%s), found %s", strings.Join(keysOf(v.Type()), ", "), describe(n))
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if seen[key.Value] {
			r.errorf(key, "the key %q stands twice", key.Value)
		}
		seen[key.Value] = true
		f, tag, ok := fieldOf(v, key.Value)
		if !ok {
			known := keysOf(v.Type())
			r.errorf(key, "unknown key %q%s; expected one of: %s", key.Value, suggest(key.Value, known), strings.Join(known, ", "))
			continue
		}
		r.decode(n.Content[i+1], f)
		r.checkEnum(n.Content[i+1], tag)
	}
}

// checkEnum refuses words outside the closed list of a field.
func (r *reader) checkEnum(n *yml.Node, tag reflect.StructTag) {
	list := tag.Get("enum")
	if list == "" {
		return
	}
	known := strings.Split(list, "|")
	for _, s := range scalars(n) {
		if !contains(known, s.Value) {
			r.errorf(s, "unknown word %q%s; expected one of: %s", s.Value, suggest(s.Value, known), strings.Join(known, ", "))
		}
	}
}

func scalars(n *yml.Node) []*yml.Node {
	switch n.Kind {
	case yml.Scalar:
		return []*yml.Node{n}
	case yml.Sequence:
		var out []*yml.Node
		for _, c := range n.Content {
			if c.Kind == yml.Scalar {
				out = append(out, c)
			}
		}
		return out
	}
	return nil
}

func (r *reader) decodeMap(n *yml.Node, v reflect.Value) {
	if n.Kind != yml.Mapping {
		r.errorf(n, "expected a list of names with values, found %s", describe(n))
		return
	}
	m := reflect.MakeMap(v.Type())
	for i := 0; i+1 < len(n.Content); i += 2 {
		e := reflect.New(v.Type().Elem()).Elem()
		r.decode(n.Content[i+1], e)
		m.SetMapIndex(reflect.ValueOf(n.Content[i].Value), e)
	}
	v.Set(m)
}

// decodeSlice reads a list; one value alone is a list of one.
func (r *reader) decodeSlice(n *yml.Node, v reflect.Value) {
	items := n.Content
	if n.Kind != yml.Sequence {
		if n.Kind == yml.Scalar && n.Tag == "!!null" {
			return
		}
		items = []*yml.Node{n}
	}
	s := reflect.MakeSlice(v.Type(), len(items), len(items))
	for i, c := range items {
		r.decode(c, s.Index(i))
	}
	v.Set(s)
}

func (r *reader) decodeScalar(n *yml.Node, v reflect.Value) {
	if n.Kind != yml.Scalar {
		r.errorf(n, "expected %s, found %s", typeName(v.Type()), describe(n))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(n.Value)
	case reflect.Bool:
		if n.Tag != "!!bool" {
			r.errorf(n, "expected true or false, found %s", describe(n))
			return
		}
		v.SetBool(n.Value == "true" || n.Value == "True" || n.Value == "TRUE")
	case reflect.Int:
		i, err := strconv.Atoi(n.Value)
		if err != nil {
			r.errorf(n, "expected a whole number, found %s", describe(n))
			return
		}
		v.SetInt(int64(i))
	case reflect.Float64:
		x, err := strconv.ParseFloat(n.Value, 64)
		if err != nil {
			r.errorf(n, "expected a number, found %s", describe(n))
			return
		}
		v.SetFloat(x)
	default:
		r.errorf(n, "expected %s, found %s", typeName(v.Type()), describe(n))
	}
}

func typeName(t reflect.Type) schema.Text {
	switch t.Kind() {
	case reflect.Bool:
		return schema.Text{ZH: "true 或 false", EN: "true or false"}
	case reflect.Int:
		return schema.Text{ZH: "整数", EN: "a whole number"}
	}
	return schema.Text{ZH: "一段文字", EN: "one text"}
}

func describe(n *yml.Node) schema.Text {
	switch {
	case n.Kind == yml.Mapping:
		return schema.Text{ZH: "若干个键", EN: "a list of keys"}
	case n.Kind == yml.Sequence:
		return schema.Text{ZH: "列表", EN: "a list"}
	case n.Tag == "!!null":
		return schema.Text{ZH: "空白", EN: "nothing"}
	}
	return schema.Text{ZH: "“" + n.Value + "”", EN: strconv.Quote(n.Value)}
}

// fieldOf finds the field of a struct by its key; embedded structs are looked
// into.
func fieldOf(v reflect.Value, key string) (reflect.Value, reflect.StructTag, bool) {
	t := v.Type()
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous {
			if in, tag, ok := fieldOf(v.Field(i), key); ok {
				return in, tag, true
			}
			continue
		}
		if tagKey(f) == key {
			return v.Field(i), f.Tag, true
		}
	}
	return reflect.Value{}, "", false
}

// tagKey is the key of a field in YAML, "" where it has none.
func tagKey(f reflect.StructField) string {
	key, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
	return key
}

func keysOf(t reflect.Type) []string {
	var out []string
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous {
			out = append(out, keysOf(f.Type)...)
		} else if k := tagKey(f); k != "" {
			out = append(out, k)
		}
	}
	return out
}

// Nearest asks whether the known word nearest to a wrong one was meant, in
// brackets; empty where none is near.
func Nearest(word string, known []string) schema.Text { return suggest(word, known) }

// suggest names the known word nearest to a wrong one.
func suggest(word string, known []string) schema.Text {
	best, dist := "", 3
	for _, k := range known {
		if d := editDistance(word, k); d < dist {
			best, dist = k, d
		}
	}
	if best == "" {
		return schema.Text{}
	}
	return schema.Text{ZH: "（是不是“" + best + "”？）", EN: fmt.Sprintf(" (did you mean %q?)", best)}
}

func editDistance(a, b string) int {
	x, y := []rune(a), []rune(b)
	if len(x) > 40 || len(y) > 40 {
		return 40
	}
	prev := make([]int, len(y)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := range x {
		cur := make([]int, len(y)+1)
		cur[0] = i + 1
		for j := range y {
			cost := 1
			if x[i] == y[j] {
				cost = 0
			}
			cur[j+1] = min(prev[j]+cost, prev[j+1]+1, cur[j]+1)
		}
		prev = cur
	}
	return prev[len(y)]
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// get gives the value of a key of a mapping node, and the key's own node.
func get(n *yml.Node, key string) (value, keyNode *yml.Node) {
	if n == nil || n.Kind != yml.Mapping {
		return nil, nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1], n.Content[i]
		}
	}
	return nil, nil
}

// merge lays one mapping over another: keys of over win, mappings under the
// same key are merged in turn. Neither argument is changed.
func (r *reader) merge(base, over *yml.Node) *yml.Node {
	if base == nil || base.Kind != yml.Mapping || over.Kind != yml.Mapping {
		return over
	}
	out := *over
	out.Content = nil
	for i := 0; i+1 < len(base.Content); i += 2 {
		key, val := base.Content[i], base.Content[i+1]
		if o, k := get(over, key.Value); o != nil {
			key, val = k, r.merge(val, o)
		}
		out.Content = append(out.Content, key, val)
	}
	for i := 0; i+1 < len(over.Content); i += 2 {
		if v, _ := get(base, over.Content[i].Value); v == nil {
			out.Content = append(out.Content, over.Content[i], over.Content[i+1])
		}
	}
	merged := &out
	r.files[merged] = r.files[over]
	return merged
}

// without gives a mapping less one key.
func (r *reader) without(n *yml.Node, drop string) *yml.Node {
	if n == nil || n.Kind != yml.Mapping {
		return n
	}
	out := *n
	out.Content = nil
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value != drop {
			out.Content = append(out.Content, n.Content[i], n.Content[i+1])
		}
	}
	less := &out
	r.files[less] = r.files[n]
	return less
}
