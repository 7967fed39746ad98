package rules

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"reflect"
	"sort"
	"strings"
	"sync"

	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/late"
	"github.com/pbt-cli/pbt/schema/yml"
)

//go:embed *.yaml since.tsv spoken.tsv
var embedded embed.FS

// DefaultName is the name by which a rule file extends the built-in set.
const DefaultName = "default"

// maxExtends bounds how many files a rule file may build on.
const maxExtends = 8

// Set is a compiled rule set. It is safe for use by several goroutines.
type Set struct {
	rules    []Rule
	checks   []check
	profiles map[string]*profile
	generic  *profile
	lex      *lexicons
	units    *units
	fields   []field
	fieldIDs map[string]int
	hash     string
	// silences are, for each rule, the rules it silences.
	silences [][]quiet
	// plans are the checks of each profile, in order.
	plans map[string][]*check
	// forms are those that have been checked, whose room is used again.
	forms sync.Pool
}

// check is a rule made ready to run.
type check struct {
	rule     int
	variants []*variant
	silences []silence
	target   string
	absence  bool
	reading  bool
	disabled bool
	once     bool
}

// variant is one case of a rule.
type variant struct {
	run      func(f *form, emit func(hit))
	severity schema.Severity
	message  [2]template // zh, en
	hint     schema.Text
	profiles []string
	form     []condition
}

// silence names the rules that a rule silences.
type silence struct {
	pattern string
	form    bool
}

// quiet is one rule that another silences, on the row or on the whole form.
type quiet struct {
	rule int
	form bool
}

// fileDef is a rule file.
type fileDef struct {
	Extends  string                `yaml:"extends" doc:"the set to begin with: default, or another rule file"`
	Title    schema.Text           `yaml:"title" doc:"what the set is for"`
	Disable  []string              `yaml:"disable" doc:"rules to switch off; text.* is a family"`
	Bases    map[string]baseDef    `yaml:"bases" doc:"grounds of rules under short codes"`
	Units    map[string][]string   `yaml:"units" doc:"classes of units"`
	Lexicons map[string]lexiconDef `yaml:"lexicons" doc:"lists of words"`
	Profiles map[string]profileDef `yaml:"profiles" doc:"what the rules know about each form"`
	Rules    []ruleDef             `yaml:"rules" doc:"new rules, and changes to rules of the extended set"`
}

type baseDef struct {
	Text schema.Text `yaml:"text" doc:"the document's number and title, or the principle"`
}

// Default is the built-in rule set.
func Default() (*Set, error) { return defaultOnce() }

var defaultOnce = sync.OnceValues(func() (*Set, error) {
	l := newLoader(nil)
	if err := l.builtin(); err != nil {
		return nil, err
	}
	return l.compile()
})

// Load compiles a rule file. resolve gives the text of a set that it extends by
// name; "default" is the built-in set and is not asked for. Every fault found
// is reported, each as a *yml.Error with its place (errors.As finds the first).
func Load(file string, data []byte, resolve func(name string) ([]byte, error)) (*Set, error) {
	l := newLoader(resolve)
	l.file(file, data, 0)
	if len(l.errs) == 0 && len(l.rules) == 0 {
		// A set without a rule would pass every form.
		const empty = "the rule file is empty; expected extends: default on the first line"
		l.errs = append(l.errs, &yml.Error{File: file, Line: 1, Text: empty, ZH: inChinese[empty]})
	}
	if err := l.err(); err != nil {
		return nil, err
	}
	return l.compile()
}

// loader gathers rule files into one ordered whole before it is compiled.
type loader struct {
	*reader
	resolve  func(string) ([]byte, error)
	seen     map[string]bool
	rules    []named
	lexicons []named
	profiles []named
	bases    []named
	units    []named
	hash     []byte
	// changed are the rules whose examples no longer show what they check.
	changed map[string]bool
	// extended: some file says which set it builds on.
	extended bool
}

func newLoader(resolve func(string) ([]byte, error)) *loader {
	return &loader{reader: newReader(), resolve: resolve, seen: map[string]bool{}, changed: map[string]bool{}}
}

func (l *loader) note(data []byte) {
	sum := sha256.Sum256(data)
	next := sha256.Sum256(append(l.hash, sum[:]...))
	l.hash = next[:]
}

// builtin reads the embedded files in the order of their names.
func (l *loader) builtin() error {
	names, err := fs.Glob(embedded, "*.yaml")
	if err != nil {
		return err
	}
	sort.Strings(names)
	for _, name := range names {
		data, err := embedded.ReadFile(name)
		if err != nil {
			return err
		}
		l.note(data)
		if n := l.parse("rules/"+name, data); n != nil {
			l.absorb(n)
		}
	}
	return l.err()
}

// file reads a rule file after the one it extends.
func (l *loader) file(file string, data []byte, depth int) {
	n := l.parse(file, data)
	if n == nil {
		l.note(data)
		return
	}
	if n.Kind != yml.Mapping {
		l.errorf(n, "expected a rule file with the keys %s, found %s", strings.Join(keysOf(reflect.TypeFor[fileDef]()), ", "), describe(n))
		return
	}
	if e, _ := get(n, "extends"); e != nil {
		l.extended = true
		l.base(e, depth)
	}
	l.note(data)
	l.absorb(n)
}

func (l *loader) base(e *yml.Node, depth int) {
	switch {
	case e.Kind != yml.Scalar || e.Value == "":
		l.errorf(e, "expected the name of a rule set, such as %s, found %s", DefaultName, describe(e))
	case e.Value == DefaultName:
		if err := l.builtin(); err != nil {
			l.errorf(e, "the built-in set does not load: %v", err)
		}
	case l.seen[e.Value] || depth >= maxExtends:
		l.errorf(e, "%q extends itself, or too many files build on each other (at most %d)", e.Value, maxExtends)
	case l.resolve == nil:
		l.errorf(e, "unknown rule set %q%s; expected %s", e.Value, suggest(e.Value, []string{DefaultName}), DefaultName)
	default:
		l.seen[e.Value] = true
		data, err := l.resolve(e.Value)
		if err != nil {
			l.errorf(e, "the rule set %q cannot be read: %v%s; expected %s or a rule file", e.Value, schema.FileFault(err), suggest(e.Value, []string{DefaultName}), DefaultName)
			return
		}
		l.file(e.Value, data, depth+1)
	}
}

// absorb lays a file over what has been gathered.
func (l *loader) absorb(n *yml.Node) {
	known := keysOf(reflect.TypeFor[fileDef]())
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, val := n.Content[i], n.Content[i+1]
		switch key.Value {
		case "extends", "title", "disable":
		case "rules":
			l.absorbRules(val)
		case "lexicons":
			l.lexicons = l.absorbMap(l.lexicons, val)
		case "profiles":
			l.profiles = l.absorbMap(l.profiles, val)
		case "bases":
			l.bases = l.absorbMap(l.bases, val)
		case "units":
			l.units = l.absorbMap(l.units, val)
		default:
			l.errorf(key, "unknown key %q%s; expected one of: %s", key.Value, suggest(key.Value, known), strings.Join(known, ", "))
		}
	}
	if d, _ := get(n, "disable"); d != nil {
		l.disable(d)
	}
}

func (l *loader) absorbMap(list []named, n *yml.Node) []named {
	if n.Kind != yml.Mapping {
		l.errorf(n, "expected a list of names with their contents, found %s", describe(n))
		return list
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		name, val := n.Content[i].Value, n.Content[i+1]
		if at := find(list, name); at >= 0 {
			list[at].node = l.merge(list[at].node, val)
		} else {
			list = append(list, named{name, val})
		}
	}
	return list
}

var ruleID = late.Regexp(`^[a-z][a-z0-9]*\.[a-z0-9]+(-[a-z0-9]+)*$`)

func (l *loader) absorbRules(n *yml.Node) {
	if n.Kind != yml.Sequence {
		l.errorf(n, "expected a list of rules, each beginning with - id:, found %s", describe(n))
		return
	}
	here := map[string]bool{}
	for _, item := range n.Content {
		id, _ := get(item, "id")
		if id == nil || id.Kind != yml.Scalar {
			l.errorf(item, "a rule without an id; expected id: FAMILY.WHAT-IS-WRONG")
			continue
		}
		if !ruleID().MatchString(id.Value) {
			l.errorf(id, "the id %q is no slug; expected lower-case letters, digits and hyphens in two parts: ours.unit-price-missing", id.Value)
			continue
		}
		if here[id.Value] {
			l.errorf(id, "the rule %q stands twice in this file", id.Value)
			continue
		}
		here[id.Value] = true
		l.absorbRule(id, item)
	}
}

// absorbRule adds a rule, or lays a change over the one of the same id. A
// severity chosen by the user holds for every case of the rule.
func (l *loader) absorbRule(id, item *yml.Node) {
	at := find(l.rules, id.Value)
	if at < 0 {
		if k, _ := get(item, "kind"); k == nil {
			if !l.extended {
				l.errorf(id, "there is no rule %q to change, since the file extends no set; begin it with extends: default, or give the rule a kind", id.Value)
				return
			}
			var known []string
			for _, r := range l.rules {
				known = append(known, r.name)
			}
			l.errorf(id, "there is no rule %q to change%s; expected the id of a rule of the extended set, or a new rule with a kind", id.Value, suggest(id.Value, known))
			return
		}
		l.rules = append(l.rules, named{id.Value, item})
		return
	}
	base := l.rules[at].node
	if k, _ := get(item, "kind"); k != nil {
		l.errorf(k, "the rule %q exists already with its kind; expected a change of severity, params, where, message or disabled, or another id", id.Value)
		return
	}
	sev, _ := get(item, "severity")
	cases, _ := get(base, "cases")
	own, _ := get(item, "cases")
	if sev != nil && cases != nil && own == nil && cases.Kind == yml.Sequence {
		base = l.flatSeverity(base, cases)
	}
	// Examples show the rule as it was; a change of what it checks brings its own.
	_, params := get(item, "params")
	_, where := get(item, "where")
	if params != nil || where != nil || own != nil {
		if ex, _ := get(item, "examples"); ex == nil {
			base = l.without(base, "examples")
			l.changed[id.Value] = true
		}
	}
	l.rules[at].node = l.merge(base, item)
}

// flatSeverity drops the severities of a rule's cases.
func (l *loader) flatSeverity(rule, cases *yml.Node) *yml.Node {
	list := *cases
	list.Content = nil
	for _, c := range cases.Content {
		list.Content = append(list.Content, l.without(c, "severity"))
	}
	flat := &list
	l.files[flat] = l.files[cases]
	out := l.without(rule, "")
	for i := 0; i+1 < len(out.Content); i += 2 {
		if out.Content[i].Value == "cases" {
			out.Content[i+1] = flat
		}
	}
	return out
}

// disable switches rules off by id or family.
func (l *loader) disable(n *yml.Node) {
	for _, s := range scalars(n) {
		hit := false
		for i := range l.rules {
			if matchID(s.Value, l.rules[i].name) {
				hit = true
				l.rules[i].node = l.merge(l.rules[i].node, l.switchOff(s))
			}
		}
		if !hit && !l.extended {
			l.errorf(s, "no rule matches %q, since the file extends no set; begin it with extends: default", s.Value)
		} else if !hit {
			var known []string
			for _, r := range l.rules {
				known = append(known, r.name)
			}
			l.errorf(s, "no rule matches %q%s; expected the id of a rule or a family such as text.*", s.Value, suggest(s.Value, known))
		}
	}
}

func (l *loader) switchOff(at *yml.Node) *yml.Node {
	key, val, m := *at, *at, *at
	key.Value, key.Tag = "disabled", "!!str"
	val.Value, val.Tag = "true", "!!bool"
	m.Kind, m.Tag, m.Value = yml.Mapping, "!!map", ""
	m.Content = []*yml.Node{&key, &val}
	for _, n := range []*yml.Node{&key, &val, &m} {
		l.files[n] = l.files[at]
	}
	return &m
}

// matchID reports whether an id is the pattern, or belongs to its family
// (value.*).
func matchID(pattern, id string) bool {
	if family, ok := strings.CutSuffix(pattern, "*"); ok {
		return strings.HasPrefix(id, family)
	}
	return pattern == id
}

func find(list []named, name string) int {
	for i := range list {
		if list[i].name == name {
			return i
		}
	}
	return -1
}

// compile turns what was gathered into a set.
func (l *loader) compile() (*Set, error) {
	s := &Set{profiles: map[string]*profile{}, fields: fields(), fieldIDs: map[string]int{}, plans: map[string][]*check{}}
	for i := range s.fields {
		s.fields[i].index = i + 1
		s.fieldIDs[s.fields[i].name] = i
	}
	s.hash = hex.EncodeToString(l.hash)
	s.units = l.compileUnits()
	s.lex = l.compileLexicons()
	l.compileProfiles(s)
	bases := map[string]schema.Text{}
	for _, b := range l.bases {
		var d baseDef
		l.decode(b.node, reflect.ValueOf(&d).Elem())
		bases[b.name] = d.Text
	}
	c := &compiler{reader: l.reader, set: s, bases: bases, profiles: names(l.profiles), ids: names(l.rules)}
	for _, n := range l.rules {
		c.rule(n)
	}
	if err := l.err(); err != nil {
		return nil, err
	}
	for i := range s.rules {
		s.rules[i].Changed = l.changed[s.rules[i].ID]
	}
	s.plan()
	return s, nil
}

func names(list []named) []string {
	out := make([]string, len(list))
	for i := range list {
		out[i] = list[i].name
	}
	return out
}

func (l *loader) compileUnits() *units {
	u := &units{classes: map[string]unitClass{}}
	for _, n := range l.units {
		class, ok := unitClassOf(n.name)
		if !ok {
			l.errorf(n.node, "unknown class of units %q; expected one of: %s", n.name, strings.Join(unitClassNames[2:], ", "))
			continue
		}
		var list []string
		l.decode(n.node, reflect.ValueOf(&list).Elem())
		for _, w := range list {
			u.classes[w] = class
			u.classes[fold(w)] = class
		}
	}
	return u
}

func (l *loader) compileLexicons() *lexicons {
	defs := make([]lexiconDef, len(l.lexicons))
	for i, n := range l.lexicons {
		l.decode(n.node, reflect.ValueOf(&defs[i]).Elem())
		d := &defs[i]
		d.Terms = append(d.Terms, d.Add...)
		d.Terms = dropAll(d.Terms, d.Remove)
	}
	return compileLexicons(l.reader, l.lexicons, defs)
}

func dropAll(list, drop []string) []string {
	var out []string
	for _, s := range list {
		if !contains(drop, s) {
			out = append(out, s)
		}
	}
	return out
}

func (l *loader) compileProfiles(s *Set) {
	for _, n := range l.profiles {
		node, chain := l.profileNode(n, map[string]bool{})
		var def profileDef
		l.decode(node, reflect.ValueOf(&def).Elem())
		s.checkFields(l.reader, node, "required", def.Required)
		s.checkFields(l.reader, node, "expected", def.Expected)
		s.profiles[n.name] = compileProfile(n.name, def, chain)
	}
	s.generic = s.profiles["generic"]
	if s.generic == nil {
		s.generic = compileProfile("generic", profileDef{}, []string{"generic"})
	}
}

// profileNode lays a profile over those it extends.
func (l *loader) profileNode(n named, seen map[string]bool) (*yml.Node, []string) {
	e, _ := get(n.node, "extends")
	if e == nil {
		return n.node, []string{n.name}
	}
	at := find(l.profiles, e.Value)
	if at < 0 || seen[e.Value] {
		l.errorf(e, "unknown profile %q%s; expected one of: %s", e.Value, suggest(e.Value, names(l.profiles)), strings.Join(names(l.profiles), ", "))
		return n.node, []string{n.name}
	}
	seen[n.name] = true
	base, chain := l.profileNode(l.profiles[at], seen)
	return l.merge(base, n.node), append([]string{n.name}, chain...)
}

func (s *Set) checkFields(r *reader, n *yml.Node, key string, list []string) {
	node, _ := get(n, key)
	for i, name := range list {
		if _, ok := s.field(name); !ok {
			at := node
			if node.Kind == yml.Sequence && i < len(node.Content) {
				at = node.Content[i]
			}
			known := fieldNames(s.fields)
			r.errorf(at, "unknown field %q%s; expected one of: %s", name, suggest(name, known), strings.Join(known, ", "))
		}
	}
}

// field finds a field by its name.
func (s *Set) field(name string) (*field, bool) {
	if id, ok := s.fieldIDs[name]; ok {
		return &s.fields[id], true
	}
	if f, ok := extraField(name); ok {
		return &f, true
	}
	return nil, false
}

// profileOf gives the profile of a form, the generic one where it is unknown.
func (s *Set) profileOf(form string) *profile {
	if p, ok := s.profiles[form]; ok {
		return p
	}
	return s.generic
}

// plan picks the checks of each profile once.
func (s *Set) plan() {
	s.silences = make([][]quiet, len(s.rules))
	for i := range s.checks {
		for _, q := range s.checks[i].silences {
			for j := range s.rules {
				if j != i && matchID(q.pattern, s.rules[j].ID) {
					s.silences[i] = append(s.silences[i], quiet{j, q.form})
				}
			}
		}
	}
	for id, p := range s.profiles {
		s.plans[id] = s.planFor(p)
	}
	s.plans[""] = s.planFor(s.generic)
}

func (s *Set) planFor(p *profile) []*check {
	var out []*check
	for i := range s.checks {
		c := s.checks[i]
		if c.disabled || !applies(s.rules[c.rule].Profiles, p) {
			continue
		}
		var vs []*variant
		for _, v := range c.variants {
			if applies(v.profiles, p) {
				vs = append(vs, v)
			}
		}
		if len(vs) > 0 {
			c.variants = vs
			out = append(out, &c)
		}
	}
	return out
}

func applies(profiles []string, p *profile) bool {
	if len(profiles) == 0 {
		return true
	}
	for _, id := range p.chain {
		if contains(profiles, id) {
			return true
		}
	}
	return false
}

// Rules lists the rules in the order of the set.
func (s *Set) Rules() []Rule { return s.rules }

// Rule finds a rule by its id.
func (s *Set) Rule(id string) (Rule, bool) {
	for _, r := range s.rules {
		if r.ID == id {
			return r, true
		}
	}
	return Rule{}, false
}

// Profiles lists the ids of the forms that the set knows, in alphabetical order.
func (s *Set) Profiles() []string {
	var out []string
	for id := range s.profiles {
		out = append(out, id)
	}
	sort.Strings(out)
	return out
}

// Hash is a digest of the rule files the set was compiled from: equal hashes
// mean equal rules.
func (s *Set) Hash() string { return s.hash }

// String names the set by its size and hash, for logs.
func (s *Set) String() string {
	return fmt.Sprintf("%d rules, %.12s", len(s.rules), s.hash)
}
