package normal

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/yml"
)

// aliased is how many values a document may hold beyond those that its text has
// room for: aliases can make a short text very large.
const aliased = 50_000

// valueBytes is how few bytes of a text a value takes: a sign and a comma.
const valueBytes = 2

// maxProblems bounds how much is said about one document.
const maxProblems = 1000

// ctxEvery is how many values are read between two looks at the clock.
const ctxEvery = 4096

// decoder reads one document.
type decoder struct {
	ctx         context.Context
	index       int      // of the document in its file
	declaration int      // the one being read, or -1
	lines       []string // of the text, where it holds directives
	trace       map[string]schema.Place
	problems    []schema.Finding
	ignores     []Ignore
	values      int
	most        int  // values that the document may expand to
	exceeded    bool // nothing more is read
	tooMuch     bool // for it expands to too much
	types       map[reflect.Type][]field
}

// field is a key that a struct knows.
type field struct {
	key      string
	index    int
	required bool
}

// document decodes one document, and reads nothing of it where its schema key
// does not name this format.
func (d *decoder) document(source schema.Source, n *yml.Node) *schema.Document {
	d.types = map[reflect.Type][]field{}
	d.comments("", n)
	if n.Kind == yml.Document {
		n = n.Content[0]
	}
	if p := versionProblem(n); p != nil {
		return failed(source, *p)
	}
	doc := &schema.Document{}
	d.value(n, reflect.ValueOf(doc).Elem(), "", 0)
	if d.tooMuch {
		doc.Declarations = nil // what was read of it is no reading
		d.ignores = nil
	}
	doc.Schema = schema.Version
	if doc.Source.File == "" {
		doc.Source = source
	} else if doc.Source.Format == "" {
		doc.Source.Format = source.Format
	}
	if doc.Declarations == nil {
		doc.Declarations = []*schema.Declaration{}
	}
	doc.Problems = append(d.problems, d.earlier(n, doc.Problems)...)
	for i := range doc.Problems {
		doc.Problems[i].File = source.File
	}
	return doc
}

// earlier are the problems that the text itself lists, from the reading it came
// of: they hold still, at the line that lists them.
func (d *decoder) earlier(n *yml.Node, problems []schema.Finding) []schema.Finding {
	list := lookup(n, "problems")
	for i := range problems {
		p := &problems[i]
		p.Text, p.Hint = schema.Text{ZH: p.Message, EN: p.Message}, schema.Text{}
		p.Fingerprint = "" // it is made anew, of the same words
		if list != nil && list.Kind == yml.Sequence && i < len(list.Content) {
			at := place(list.Content[i])
			p.At = &at
		}
		if p.Severity.Rank() < 0 {
			p.Severity = schema.SeverityWarning
		}
	}
	// One that says nothing was told of as an incomplete mapping.
	return slices.DeleteFunc(problems, func(p schema.Finding) bool { return p.Rule == "" || p.Message == "" })
}

// versionProblem says what is wrong with a document's schema key, if anything.
func versionProblem(n *yml.Node) *schema.Finding {
	version := schema.ExtractSchemaVersion
	var p schema.Finding
	v := lookup(n, "schema")
	switch {
	case n.Kind != yml.Mapping:
		p = problemAt(place(n), version.Say(
			schema.Text{ZH: "文档是" + found(n).ZH + "，应为含 schema: pbt/v1 的映射", EN: "the document is " + found(n).EN + ", expected a mapping with schema: pbt/v1"}, writeSchema))
	case v == nil:
		p = problemAt(place(n), version.Say(
			schema.Text{ZH: "缺少 schema 键", EN: "the schema key is missing"},
			schema.Text{ZH: "规范化文档以 schema: pbt/v1 开头", EN: "a normalised document begins with schema: pbt/v1"}))
	case v.Value == schema.Version:
		return nil
	default:
		p = problemAt(place(v), version.Told(v.Value))
	}
	return &p
}

// lookup is the value of a key of a mapping, nil where there is none.
func lookup(n *yml.Node, key string) *yml.Node {
	if n.Kind != yml.Mapping {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

func place(n *yml.Node) schema.Place {
	return schema.Place{Line: max(n.Line, 1), Column: max(n.Column, 1)}
}

// value decodes a node into v, which it reports as being at path.
func (d *decoder) value(n *yml.Node, v reflect.Value, path string, depth int) {
	if n.Kind == yml.Alias && n.Alias != nil {
		n = n.Alias
	}
	d.values++
	if depth > maxDepth || d.values > d.most {
		d.exceed(n)
		return
	}
	if d.values%ctxEvery == 0 && d.ctx.Err() != nil {
		d.interrupt(n)
	}
	if d.exceeded {
		return
	}
	if d.trace != nil {
		if _, seen := d.trace[path]; !seen {
			d.trace[path] = place(n)
		}
	}
	if v.Kind() != reflect.Pointer {
		d.plain(n, v, path, depth)
		return
	}
	if n.Tag == "!!null" {
		d.mistyped(n, v.Type().Elem(), path)
		return
	}
	p := reflect.New(v.Type().Elem())
	if decl, ok := p.Interface().(*schema.Declaration); ok {
		d.declare(n, decl, depth)
	} else {
		d.plain(n, p.Elem(), path, depth)
	}
	v.Set(p)
}

// declare decodes a declaration, whose paths begin at itself.
func (d *decoder) declare(n *yml.Node, decl *schema.Declaration, depth int) {
	d.trace = map[string]schema.Place{"": place(n)}
	d.plain(n, reflect.ValueOf(decl).Elem(), "", depth)
	decl.Trace, d.trace = d.trace, nil
	if decl.Indicators == nil {
		decl.Indicators = []*schema.Indicator{}
	}
}

// plain decodes a node into a value that is no pointer.
func (d *decoder) plain(n *yml.Node, v reflect.Value, path string, depth int) {
	switch v.Kind() {
	case reflect.Struct:
		d.mapping(n, v, path, depth)
	case reflect.Slice, reflect.Array:
		d.sequence(n, v, path, depth)
	case reflect.Map:
		// The trace of the text's own source: places in the original document,
		// replaced by places in this text.
		if n.Kind != yml.Mapping {
			d.mistyped(n, v.Type(), path)
		}
	default:
		d.scalar(n, v, path)
	}
}

func (d *decoder) mapping(n *yml.Node, v reflect.Value, path string, depth int) {
	if n.Kind != yml.Mapping {
		d.mistyped(n, v.Type(), path)
		return
	}
	fields := d.fields(v.Type())
	seen := make([]bool, len(fields))
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, child := n.Content[i], n.Content[i+1]
		at := join(path, key.Value)
		d.comments(d.commentPath(path, at, key, n), key, child)
		k := find(fields, key.Value)
		switch {
		case k < 0:
			d.unknown(key, path, fields)
		case seen[k]:
			d.report(key, at, schema.ExtractKeyDuplicate.Told(at))
		default:
			seen[k] = true
			d.value(child, v.Field(fields[k].index), at, depth+1)
		}
	}
	for i, f := range fields {
		if !f.required || seen[i] {
			continue
		}
		if child := v.Field(f.index); child.Kind() == reflect.Pointer {
			// The rules may count on a required value being there.
			child.Set(reflect.New(child.Type().Elem()))
		}
		at := join(path, f.key)
		d.report(n, at, schema.ExtractKeyMissing.Told(at))
	}
}

// commentPath is what a comment on a key is about: the key, or the whole item
// or document that the key opens.
func (d *decoder) commentPath(path, at string, key, parent *yml.Node) string {
	if d.declaration < 0 {
		return ""
	}
	if parent.Line == key.Line && parent.Column == key.Column && strings.HasSuffix(path, "]") {
		return path
	}
	if parent.Line == key.Line && parent.Column == key.Column && path == "" {
		return ""
	}
	return at
}

func (d *decoder) sequence(n *yml.Node, v reflect.Value, path string, depth int) {
	if n.Kind != yml.Sequence {
		d.mistyped(n, v.Type(), path)
		return
	}
	if v.Kind() == reflect.Array && len(n.Content) != v.Len() {
		d.mistyped(n, v.Type(), path)
		return
	}
	declarations := v.Type() == reflect.TypeFor[[]*schema.Declaration]()
	if v.Kind() == reflect.Slice {
		v.Set(reflect.MakeSlice(v.Type(), 0, min(len(n.Content), 1024)))
	}
	for i, child := range n.Content {
		at := path + "[" + strconv.Itoa(i) + "]"
		if declarations {
			d.declaration, at = i, ""
		}
		d.comments(at, child)
		if v.Kind() == reflect.Array {
			d.value(child, v.Index(i), at, depth+1)
			continue
		}
		item := reflect.New(v.Type().Elem()).Elem()
		d.value(child, item, at, depth+1)
		if item.Kind() == reflect.Pointer && item.IsNil() {
			// The rules may count on entries being there.
			item.Set(reflect.New(item.Type().Elem()))
		}
		v.Set(reflect.Append(v, item))
		if d.exceeded {
			return
		}
	}
	if declarations {
		d.declaration = -1
	}
}

// scalar decodes text, numbers, answers and terms of a closed list.
func (d *decoder) scalar(n *yml.Node, v reflect.Value, path string) {
	if n.Kind != yml.Scalar || n.Tag == "!!null" {
		d.mistyped(n, v.Type(), path)
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(n.Value)
		if n.Tag != "!!str" {
			d.unquoted(n, path)
		}
		d.term(n, v, path)
	case reflect.Int:
		i, err := strconv.Atoi(n.Value)
		if err != nil || n.Tag != "!!int" {
			d.mistyped(n, v.Type(), path)
			return
		}
		v.SetInt(int64(i))
	case reflect.Float64:
		f, err := strconv.ParseFloat(n.Value, 64)
		if err != nil || n.Tag != "!!float" && n.Tag != "!!int" {
			d.mistyped(n, v.Type(), path)
			return
		}
		v.SetFloat(f)
	case reflect.Bool:
		b, err := strconv.ParseBool(n.Value)
		if err != nil || n.Tag != "!!bool" {
			d.mistyped(n, v.Type(), path)
			return
		}
		v.SetBool(b)
	}
}

// term checks that a text of a closed list is on it.
func (d *decoder) term(n *yml.Node, v reflect.Value, path string) {
	var allowed []string
	switch v.Interface().(type) {
	case schema.Kind:
		allowed = []string{"quantity", "interval", "deadline", "reference", "qualitative", "scale", "compound", "blank", "unparsed"}
	case schema.Op:
		allowed = []string{">=", ">", "=", "<", "<=", "~"}
	case schema.Severity:
		allowed = []string{"error", "warning", "info"}
	default:
		return
	}
	for _, a := range allowed {
		if v.String() == a {
			return
		}
	}
	list := strings.Join(allowed, " ")
	d.report(n, path, schema.ExtractValueUnknown.Say(
		schema.Text{ZH: fmt.Sprintf("%s 为 %q，应为其中之一：%s", path, n.Value, list), EN: fmt.Sprintf("%s is %q, expected one of: %s", path, n.Value, list)},
		suggestion(n.Value, allowed)))
}

// fields lists the keys of a struct.
func (d *decoder) fields(t reflect.Type) []field {
	if f, ok := d.types[t]; ok {
		return f
	}
	var out []field
	for i := range t.NumField() {
		tag := t.Field(i).Tag.Get("yaml")
		key, opts, _ := strings.Cut(tag, ",")
		if key == "" || key == "-" {
			continue
		}
		out = append(out, field{key: key, index: i, required: !strings.Contains(opts, "omitempty") && !optional(t, key)})
	}
	d.types[t] = out
	return out
}

// optional are the keys that a parse always writes and a person who writes a
// declaration by hand has nothing to put in.
func optional(t reflect.Type, key string) bool {
	switch t {
	case reflect.TypeFor[schema.Document]():
		return key == "source" || key == "problems"
	case reflect.TypeFor[schema.Source]():
		return true
	}
	return false
}

func find(fields []field, key string) int {
	for i, f := range fields {
		if f.key == key {
			return i
		}
	}
	return -1
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// report adds a problem at a node, about a path.
func (d *decoder) report(n *yml.Node, path string, e *schema.ReadError) {
	if len(d.problems) >= maxProblems {
		return
	}
	f := problemAt(place(n), e)
	f.Path = path
	if d.declaration >= 0 {
		i := d.declaration
		f.Declaration = &i
	}
	d.problems = append(d.problems, f)
}

// exceed says once that a document is larger than can be read.
func (d *decoder) exceed(n *yml.Node) {
	if d.exceeded {
		return
	}
	d.exceeded, d.tooMuch = true, true
	d.report(n, "", schema.ExtractLimit.Say(
		schema.Text{ZH: "文档嵌套过深或展开后过大，没有读取", EN: "the document nests too deeply or expands to too much and was not read"},
		schema.Text{ZH: "拆成几个文件，不用别名", EN: "split it into several files, and use no aliases"}))
}

// interrupt says that the reading ran out of time, or was cancelled.
func (d *decoder) interrupt(n *yml.Node) {
	d.exceeded = true
	if errors.Is(d.ctx.Err(), context.Canceled) {
		d.report(n, "", schema.ExtractCancelled.Told())
		return
	}
	d.report(n, "", schema.ExtractTimeout.Say(
		schema.Text{ZH: "读取超过时限，其余部分未读", EN: "reading took too long; the rest was not read"},
		schema.Text{ZH: "用 --timeout 放宽时限，或拆成几个文件", EN: "allow more with --timeout, or split it into several files"}))
}

// unknown reports a key that the format does not have.
func (d *decoder) unknown(key *yml.Node, path string, fields []field) {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.key
	}
	at := join(path, key.Value)
	d.report(key, at, schema.ExtractKeyUnknown.Told(at, suggestion(key.Value, names)))
}

// unquoted reports a number or answer where text is expected: it was read as it
// stands, but another reader of the file may not do so.
func (d *decoder) unquoted(n *yml.Node, path string) {
	e := schema.ExtractType.Say(
		schema.Text{ZH: fmt.Sprintf("%s 是%s，应为文字", path, found(n).ZH), EN: fmt.Sprintf("%s is %s, expected a string", path, found(n).EN)},
		schema.Text{ZH: fmt.Sprintf("加引号：%q", n.Value), EN: fmt.Sprintf("quote it: %q", n.Value)})
	e.Severity = schema.SeverityWarning
	d.report(n, path, e)
}

// mistyped reports a value that could not be read.
func (d *decoder) mistyped(n *yml.Node, t reflect.Type, path string) {
	want := expected(t)
	name := path
	if name == "" {
		name = "declaration"
	}
	hint := schema.Text{ZH: "改成" + want.ZH, EN: "write " + want.EN}
	if n.Tag == "!!null" {
		hint = schema.Text{ZH: "没有值的键不写", EN: "leave out a key that has no value"}
	}
	d.report(n, path, schema.ExtractType.Say(
		schema.Text{ZH: fmt.Sprintf("%s 是%s，应为%s", name, found(n).ZH, want.ZH), EN: fmt.Sprintf("%s is %s, expected %s", name, found(n).EN, want.EN)}, hint))
}

// expected names what a type is written as.
func expected(t reflect.Type) schema.Text {
	switch t.Kind() {
	case reflect.Struct, reflect.Map:
		return schema.Text{ZH: "映射", EN: "a mapping"}
	case reflect.Slice:
		return schema.Text{ZH: "列表", EN: "a list"}
	case reflect.Array:
		return schema.Text{ZH: fmt.Sprintf("%d 个数的列表", t.Len()), EN: fmt.Sprintf("a list of %d numbers", t.Len())}
	case reflect.Int:
		return schema.Text{ZH: "整数", EN: "an integer"}
	case reflect.Float64:
		return schema.Text{ZH: "数字", EN: "a number"}
	case reflect.Bool:
		return schema.Text{ZH: "true 或 false", EN: "true or false"}
	}
	return schema.Text{ZH: "文字", EN: "a string"}
}

// found names what a node is.
func found(n *yml.Node) schema.Text {
	switch {
	case n.Kind == yml.Mapping:
		return schema.Text{ZH: "映射", EN: "a mapping"}
	case n.Kind == yml.Sequence:
		return schema.Text{ZH: "列表", EN: "a list"}
	case n.Tag == "!!null":
		return schema.Text{ZH: "空值", EN: "empty"}
	case n.Tag == "!!str":
		return schema.Text{ZH: fmt.Sprintf("文字 %q", clip(n.Value)), EN: fmt.Sprintf("the string %q", clip(n.Value))}
	case n.Tag == "!!int", n.Tag == "!!float":
		return schema.Text{ZH: "数字 " + clip(n.Value), EN: "the number " + clip(n.Value)}
	}
	return schema.Text{ZH: " " + clip(n.Value), EN: clip(n.Value)}
}

// clip shortens a text for a message.
func clip(s string) string {
	r := []rune(s)
	if len(r) <= 40 {
		return s
	}
	return string(r[:39]) + "…"
}

// suggestion is the nearest of the known terms, or all of them.
func suggestion(word string, known []string) schema.Text {
	best, least := "", 3
	for _, k := range known {
		if n := distance(word, k); n < least {
			best, least = k, n
		}
	}
	if best != "" {
		return schema.Text{ZH: fmt.Sprintf("是否想写 %q？", best), EN: fmt.Sprintf("did you mean %q?", best)}
	}
	list := strings.Join(known, " ")
	return schema.Text{ZH: "此处可用：" + list, EN: "known here: " + list}
}

// distance is the edit distance of two short words.
func distance(a, b string) int {
	ra, rb := []rune(a), []rune(b)
	if len(ra) > 40 || len(rb) > 40 {
		return 99
	}
	row := make([]int, len(rb)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(ra); i++ {
		diagonal := row[0]
		row[0] = i
		for j := 1; j <= len(rb); j++ {
			cost := diagonal
			if ra[i-1] != rb[j-1] {
				cost++
			}
			diagonal = row[j]
			row[j] = min(cost, row[j]+1, row[j-1]+1)
		}
	}
	return row[len(rb)]
}
