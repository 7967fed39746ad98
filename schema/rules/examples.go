package rules

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/pbt-cli/pbt/indicator/value"
	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/yml"
)

// Example is a declaration that a rule is shown on: what it changes of the
// faultless declaration of its profile.
type Example struct {
	node *yml.Node
	file string
}

// exampleDef is what an example may say beside the keys of a declaration.
type exampleDef struct {
	Profile string            `yaml:"profile" doc:"the form to begin with; the rule's first where left out"`
	Target  string            `yaml:"target" doc:"the system that the form is meant for"`
	Rows    []exampleIndic    `yaml:"rows" doc:"indicators to add, or to put in the place of the one with the same name and levels"`
	Remove  []string          `yaml:"remove" doc:"what to leave out: a field (project.name), or a level or indicator (产出指标/数量指标/培训人次)"`
	Rename  map[string]string `yaml:"rename" doc:"level labels to change"`
	Points  map[string]string `yaml:"points" doc:"level label: points printed on it"`
	Against *yml.Node         `yaml:"against" doc:"the earlier declaration to compare with, by what it changes of the base"`
	Many    int               `yaml:"many" doc:"fill up to this number of indicators"`
}

// exampleIndic is an indicator with the levels it stands under.
type exampleIndic struct {
	At    string `yaml:"at" doc:"the labels above, 产出指标/数量指标"`
	Again bool   `yaml:"again" doc:"add it even where one of that name is there"`
	schema.Indicator
}

// Result is how one example came out.
type Result struct {
	Rule string
	// Bad is set for an example that must give the finding.
	Bad bool
	// Index counts the examples of the rule's bad, or good, from 0.
	Index int
	// File, Line is where the example stands.
	File string
	Line int
	// OK: the rule spoke on a bad example, or was silent on a good one.
	OK bool
	// Findings are all that the set had to say on the example.
	Findings []schema.Finding
	// Err is set where the example could not be built.
	Err error
}

// TestExamples runs the examples of every rule, or of those that pick takes.
// Each example is checked with the whole set, so that a rule that another
// silences is seen as it will be.
func (s *Set) TestExamples(pick func(id string) bool) []Result {
	var out []Result
	for i := range s.rules {
		r := &s.rules[i]
		if r.Disabled || pick != nil && !pick(r.ID) {
			continue
		}
		for j, ex := range r.Examples.Bad {
			out = append(out, s.try(r, ex, j, true))
		}
		for j, ex := range r.Examples.Good {
			out = append(out, s.try(r, ex, j, false))
		}
	}
	return out
}

func (s *Set) try(r *Rule, ex Example, index int, bad bool) Result {
	res := Result{Rule: r.ID, Bad: bad, Index: index, File: ex.file, Line: ex.node.Line}
	doc, opt, err := s.build(r, ex)
	if err != nil {
		var ye *yml.Error
		if errors.As(err, &ye) && ye.Line == 0 {
			ye.File, ye.Line, ye.Column = res.File, res.Line, ex.node.Column
		}
		res.Err = err
		return res
	}
	res.Findings = s.Check(doc, opt)
	said := false
	for _, f := range res.Findings {
		said = said || f.Rule == r.ID
	}
	res.OK = said == bad
	return res
}

// Build gives the declaration of an example as a document.
func (s *Set) Build(r Rule, ex Example) (*schema.Document, error) {
	doc, _, err := s.build(&r, ex)
	return doc, err
}

// Source prints the example as the rule file writes it.
func (ex Example) Source() string {
	var b strings.Builder
	if err := yml.Encode(&b, resolved(ex.node, 0)); err != nil {
		return ""
	}
	return strings.TrimRight(b.String(), "\n")
}

// Base is the faultless declaration of a profile that examples build on.
func (s *Set) Base(profile string) (*schema.Document, error) {
	empty := &yml.Node{Kind: yml.Mapping, Tag: "!!map"}
	doc, _, err := s.build(&Rule{Profiles: []string{profile}}, Example{node: empty})
	return doc, err
}

// exampleProfile is the form of an example that names none.
const exampleProfile = "mof101-core"

// build makes the document of an example, and how it is to be checked.
func (s *Set) build(r *Rule, ex Example) (*schema.Document, CheckOptions, error) {
	var opt CheckOptions
	rd := newReader()
	special, rest := splitExample(ex.node)
	var def exampleDef
	rd.decode(special, reflect.ValueOf(&def).Elem())
	id := def.Profile
	if id == "" {
		id = exampleProfile
		if len(r.Profiles) > 0 && !contains(r.Profiles, id) {
			id = r.Profiles[0]
		}
	}
	p, ok := s.profiles[id]
	if len(s.profiles) == 0 {
		return nil, opt, badExample("no form to build examples on, since the file extends no set; begin it with extends: default")
	}
	if !ok || p.def.Base == nil {
		return nil, opt, badExample("no profile %q with a base for examples; expected one of: %s", id, strings.Join(s.Profiles(), ", "))
	}
	baseSpecial, base := splitExample(p.def.Base)
	var baseDef exampleDef
	rd.decode(baseSpecial, reflect.ValueOf(&baseDef).Elem())
	node := rd.merge(base, rest)
	var levels []string
	for _, path := range def.Remove {
		if less, ok := removeKey(rd, node, strings.Split(path, ".")); ok {
			node = less
		} else {
			levels = append(levels, path)
		}
	}
	d := &schema.Declaration{}
	rd.decode(node, reflect.ValueOf(d).Elem())
	if d.Form == "" {
		d.Form = id
	}
	if d.Indicators == nil {
		addRows(d, baseDef.Rows)
		for _, path := range levels {
			if !removeLevel(&d.Indicators, strings.Split(path, "/")) {
				return nil, opt, badExample("nothing to remove at %q; expected a field or a level of the form %s", path, id)
			}
		}
		for i := range def.Rows {
			if err := p.place(d.Indicators, def.Rows[i].At, id); err != nil {
				return nil, opt, err
			}
		}
		addRows(d, def.Rows)
	}
	fillUp(d, def.Many)
	relabel(d.Indicators, def)
	parseValues(d, d.Indicators)
	parseValues(d, d.IndicatorsMediumTerm)
	if len(rd.errs) > 0 {
		e := *rd.errs[0]
		e.File = ex.file
		return nil, opt, &e
	}
	opt.Target = def.Target
	if def.Against != nil {
		earlier, _, err := s.build(r, Example{node: def.Against, file: ex.file})
		if err != nil {
			return nil, opt, err
		}
		opt.Against = earlier
	}
	return &schema.Document{
		Schema: schema.Version, Source: schema.Source{File: "example.yaml", Format: schema.FormatXLSX},
		Declarations: []*schema.Declaration{d},
	}, opt, nil
}

// badExample is why an example cannot be built, in both languages.
func badExample(format string, args ...any) error {
	return &yml.Error{Text: fmt.Sprintf(format, args...), ZH: fmt.Sprintf(inChinese[format], args...)}
}

// place refuses a level 1 that the form does not have, and below it what is no
// label but looks like several: an example for them would show nothing.
func (p *profile) place(list []*schema.Indicator, at, id string) error {
	for i, label := range strings.Split(at, "/") {
		n := slices.IndexFunc(list, func(n *schema.Indicator) bool { return n.Name == label })
		strange := i == 0 || strings.ContainsAny(label, `<>＜＞›»→\|-—、，,.。:：;；`)
		if n < 0 && label != "" && strange && !p.isLevel(label) {
			return badExample("no level %q in the form %s; write the labels from the top, divided by “/”: %s", label, id, p.levelList())
		}
		if n < 0 {
			list = nil
		} else {
			list = list[n].Children
		}
	}
	return nil
}

// levelList shows the first levels of a form as an example's at writes them.
func (p *profile) levelList() string {
	var out []string
	for _, l := range p.def.Levels {
		for _, c := range l.Children {
			out = append(out, l.Name+"/"+c)
		}
	}
	return strings.Join(out, ", ")
}

// splitExample separates an example's own keys from those of the declaration.
func splitExample(n *yml.Node) (special, rest *yml.Node) {
	own := keysOf(reflect.TypeFor[exampleDef]())
	a, b := *n, *n
	a.Content, b.Content = nil, nil
	a.Kind, b.Kind = yml.Mapping, yml.Mapping
	for i := 0; i+1 < len(n.Content); i += 2 {
		to := &b
		if contains(own, n.Content[i].Value) {
			to = &a
		}
		to.Content = append(to.Content, n.Content[i], n.Content[i+1])
	}
	return &a, &b
}

// removeKey leaves a field out.
func removeKey(rd *reader, n *yml.Node, path []string) (*yml.Node, bool) {
	v, _ := get(n, path[0])
	if v == nil {
		return n, false
	}
	if len(path) == 1 {
		return rd.without(n, path[0]), true
	}
	less, ok := removeKey(rd, v, path[1:])
	if !ok {
		return n, false
	}
	out := *n
	out.Content = append([]*yml.Node(nil), n.Content...)
	for i := 0; i+1 < len(out.Content); i += 2 {
		if out.Content[i].Value == path[0] {
			out.Content[i+1] = less
		}
	}
	return &out, true
}

func removeLevel(list *[]*schema.Indicator, path []string) bool {
	for i, n := range *list {
		if n.Name != path[0] {
			continue
		}
		if len(path) == 1 {
			*list = append((*list)[:i:i], (*list)[i+1:]...)
			return true
		}
		if !removeLevel(&n.Children, path[1:]) {
			return false
		}
		if len(n.Children) == 0 {
			*list = append((*list)[:i:i], (*list)[i+1:]...)
		}
		return true
	}
	return false
}

// addRows puts indicators into the tree under their levels.
func addRows(d *schema.Declaration, rows []exampleIndic) {
	for i := range rows {
		list := &d.Indicators
		for _, label := range strings.Split(rows[i].At, "/") {
			list = levelUnder(list, label)
		}
		ind := rows[i].Indicator
		if !rows[i].Again && replaced(*list, &ind) {
			continue
		}
		*list = append(*list, &ind)
	}
}

func levelUnder(list *[]*schema.Indicator, label string) *[]*schema.Indicator {
	if label == "" {
		return list
	}
	for _, n := range *list {
		if n.Name == label {
			return &n.Children
		}
	}
	n := &schema.Indicator{Name: label}
	*list = append(*list, n)
	return &n.Children
}

func replaced(list []*schema.Indicator, ind *schema.Indicator) bool {
	for i, n := range list {
		if n.Name == ind.Name && ind.Name != "" {
			list[i] = ind
			return true
		}
	}
	return false
}

// fillUp adds indicators of its own to the first level 2 until there are many.
func fillUp(d *schema.Declaration, many int) {
	if many <= 0 || len(d.Indicators) == 0 || len(d.Indicators[0].Children) == 0 {
		return
	}
	have := countLeaves(d.Indicators)
	to := d.Indicators[0].Children[0]
	for i := have; i < many && i < 500; i++ {
		to.Children = append(to.Children, &schema.Indicator{
			Name: "第" + strconv.Itoa(i) + "类课程培训期数", Value: &schema.Value{Text: "≥" + strconv.Itoa(i) + "期"},
		})
	}
}

func countLeaves(list []*schema.Indicator) int {
	n := 0
	for _, x := range list {
		if len(x.Children) == 0 {
			n++
		}
		n += countLeaves(x.Children)
	}
	return n
}

func relabel(list []*schema.Indicator, def exampleDef) {
	for _, n := range list {
		if p, ok := def.Points[n.Name]; ok {
			n.Points = p
		}
		if to, ok := def.Rename[n.Name]; ok {
			n.Name = to
		}
		relabel(n.Children, def)
	}
}

// parseValues reads the values that an example gives as text, as the form's
// reader would.
func parseValues(d *schema.Declaration, list []*schema.Indicator) {
	for _, n := range list {
		if n == nil {
			continue
		}
		ctx := value.Context{Year: d.Year, Name: n.Name}
		for _, v := range []*schema.Value{n.Value, n.Actual} {
			if v != nil && v.Kind == "" {
				*v = value.Parse(v.Text, ctx)
			}
		}
		parseValues(d, n.Children)
	}
}

// readDocument reads a document that is written as the output of pbt parse, or
// a declaration alone. A value may be given as its text. It serves examples and
// tests; `pbt validate` reads such files through the parser.
func readDocument(file string, data []byte) (*schema.Document, error) {
	rd := newReader()
	n := rd.parse(file, data)
	if n == nil {
		if err := rd.err(); err != nil {
			return nil, err
		}
		return nil, errors.New(file + ": empty")
	}
	doc := &schema.Document{Schema: schema.Version}
	if list, _ := get(n, "declarations"); list != nil {
		rd.decode(n, reflect.ValueOf(doc).Elem())
	} else {
		d := &schema.Declaration{}
		rd.decode(n, reflect.ValueOf(d).Elem())
		doc.Declarations = []*schema.Declaration{d}
	}
	if err := rd.err(); err != nil {
		return nil, err
	}
	for _, d := range doc.Declarations {
		parseValues(d, d.Indicators)
		parseValues(d, d.IndicatorsMediumTerm)
	}
	return doc, nil
}
