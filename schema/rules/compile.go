package rules

import (
	"reflect"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/late"
	"github.com/pbt-cli/pbt/schema/yml"
)

// compiler turns rule definitions into checks and collects their faults.
type compiler struct {
	*reader
	set      *Set
	bases    map[string]schema.Text
	profiles []string
	ids      []string

	// while one rule is compiled
	node  *yml.Node // the rule
	param *yml.Node // its params, nil where it has none
}

// rule compiles one rule.
func (c *compiler) rule(n named) {
	before := len(c.errs)
	var def ruleDef
	c.decode(n.node, reflect.ValueOf(&def).Elem())
	c.node = n.node
	k, ok := kindOf(def.Kind)
	if !ok {
		at, _ := get(n.node, "kind")
		if at == nil {
			at = n.node
		}
		c.errorf(at, "unknown kind %q%s; expected one of: %s", def.Kind, suggest(def.Kind, kindNames()), strings.Join(kindNames(), ", "))
		return
	}
	c.complete(n.node, &def)
	ck := check{rule: len(c.set.rules), target: def.Target, absence: def.Absence, reading: def.Reading, disabled: def.Disabled, once: def.Once}
	ck.silences = append(c.silences(n.node, "silences", def.Silences, false), c.silences(n.node, "silences_form", def.SilencesForm, true)...)
	cases := def.Cases
	if len(cases) == 0 {
		cases = []caseDef{{}}
	}
	for i := range cases {
		if v := c.variant(k, &def, &cases[i], n.node); v != nil {
			ck.variants = append(ck.variants, v)
		}
	}
	if len(c.errs) > before {
		return
	}
	c.set.checks = append(c.set.checks, ck)
	c.set.rules = append(c.set.rules, c.data(&def, &ck))
}

// targetName is how a system is called that forms are meant for.
var targetName = late.Regexp(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// complete reports what a rule lacks.
func (c *compiler) complete(n *yml.Node, def *ruleDef) {
	id, _ := get(n, "id")
	if def.Title.ZH == "" {
		c.errorf(id, "the rule %q has no title; expected title: {zh: …, en: …}", def.ID)
	}
	if def.Severity == "" {
		c.errorf(id, "the rule %q has no severity; expected error, warning or info", def.ID)
	}
	if def.Message.ZH == "" {
		for _, cs := range def.Cases {
			if cs.Message.ZH != "" {
				return
			}
		}
		c.errorf(id, "the rule %q has no message; expected message: {zh: …, en: …}", def.ID)
	}
	if def.Target != "" && !targetName().MatchString(def.Target) {
		at, _ := get(n, "target")
		c.errorf(at, "the target %q is no slug; expected lower-case letters, digits and hyphens, such as system-export", def.Target)
	}
	c.known(n, "profiles", def.Profiles, c.profiles, schema.Text{ZH: "表式", EN: "profile"})
}

// known reports names outside a list, each at its own node.
func (c *compiler) known(n *yml.Node, key string, list, known []string, what schema.Text) {
	node, _ := get(n, key)
	for i, name := range list {
		if contains(known, name) {
			continue
		}
		at := node
		if at == nil {
			at = n
		} else if at.Kind == yml.Sequence && i < len(at.Content) {
			at = at.Content[i]
		}
		c.errorf(at, "unknown %s %q%s; expected one of: %s", what, name, suggest(name, known), strings.Join(known, ", "))
	}
}

func (c *compiler) silences(n *yml.Node, key string, list []string, whole bool) []silence {
	var out []silence
	node, _ := get(n, key)
	for i, p := range list {
		hit := false
		for _, id := range c.ids {
			hit = hit || matchID(p, id)
		}
		if !hit {
			at := node
			if node.Kind == yml.Sequence {
				at = node.Content[i]
			}
			c.errorf(at, "no rule matches %q%s; expected the id of a rule or a family such as text.*", p, suggest(p, c.ids))
		}
		out = append(out, silence{p, whole})
	}
	return out
}

// variant compiles one case: its parameters laid over the rule's.
func (c *compiler) variant(k *kind, def *ruleDef, cs *caseDef, n *yml.Node) *variant {
	params := def.Params
	if cs.Params != nil {
		params = c.merge(params, cs.Params)
	}
	where := def.Where
	if cs.Where != nil {
		c.decode(cs.Where, reflect.ValueOf(&where).Elem())
	}
	v := &variant{severity: schema.Severity(def.Severity), hint: def.Hint, profiles: cs.Profiles}
	if cs.Severity != "" {
		v.severity = schema.Severity(cs.Severity)
	}
	c.known(n, "cases", cs.Profiles, c.profiles, schema.Text{ZH: "表式", EN: "profile"})
	msg := def.Message
	if cs.Message.ZH != "" {
		msg = cs.Message
	}
	v.message = [2]template{c.template(n, msg.ZH), c.template(n, msg.EN)}
	sel := c.selector(n, &where)
	v.form = sel.form
	p := k.params()
	c.param = params
	if params != nil {
		c.decode(params, reflect.ValueOf(p).Elem())
	}
	v.run = k.compile(c, p, sel)
	return v
}

// at is the best place for a fault of a parameter.
func (c *compiler) at(key string) *yml.Node {
	if v, _ := get(c.param, key); v != nil {
		return v
	}
	if c.param != nil && c.param.Line > 0 {
		return c.param
	}
	if id, _ := get(c.node, "id"); id != nil {
		return id
	}
	return c.node
}

// need reports a parameter that is missing.
func (c *compiler) need(ok bool, key, what string) {
	if !ok {
		c.errorf(c.at(key), "the parameter %s is missing; expected %s", key, said(what))
	}
}

// fieldList resolves the names of fields under a parameter.
func (c *compiler) fieldList(key string, list []string) []*field {
	var out []*field
	node, _ := get(c.param, key)
	for i, name := range list {
		f, ok := c.set.field(name)
		if ok {
			out = append(out, f)
			continue
		}
		at := c.at(key)
		if node != nil && node.Kind == yml.Sequence && i < len(node.Content) {
			at = node.Content[i]
		}
		known := fieldNames(c.set.fields)
		c.errorf(at, "unknown field %q%s; expected one of: %s, extra[LABEL]", name, suggest(name, known), strings.Join(known, ", "))
	}
	return out
}

// lexSet resolves the names of lexicons to a bit set, which only texts matched against
// all lexicons may be asked for: names, and columns that a rule matches itself.
func (c *compiler) lexSet(at *yml.Node, list []string) bits {
	var b bits
	for i, name := range list {
		id, ok := c.set.lex.ids[name]
		if ok {
			b.Set(id)
			continue
		}
		where := at
		if at.Kind == yml.Sequence && i < len(at.Content) {
			where = at.Content[i]
		}
		c.errorf(where, "unknown lexicon %q%s; expected one of: %s", name, suggest(name, c.set.lex.names), strings.Join(c.set.lex.names, ", "))
	}
	return b
}

// lexSetAt resolves the names of lexicons to a bit set that the texts of a place are
// asked for.
func (c *compiler) lexSetAt(p place, at *yml.Node, list []string) bits {
	b := c.lexSet(at, list)
	c.set.lex.ask(p, b)
	return b
}

// data is the rule as callers see it.
func (c *compiler) data(def *ruleDef, ck *check) Rule {
	r := Rule{
		ID: def.ID, Title: def.Title, Message: def.Message, Hint: def.Hint,
		Severity: schema.Severity(def.Severity), Profiles: def.Profiles, Kind: def.Kind,
		Silences: def.Silences, SilencesForm: def.SilencesForm, Target: def.Target, Disabled: def.Disabled,
		File: c.fileOf(c.node), Fix: c.fixes(def.Fix),
	}
	if r.Message.ZH == "" {
		r.Message = def.Cases[0].Message
	}
	r.Severities = severities(ck)
	for _, b := range def.Basis {
		if t, ok := c.bases[b]; ok {
			r.Basis = append(r.Basis, Basis{Code: b, Text: t})
		} else {
			r.Basis = append(r.Basis, Basis{Text: schema.Text{ZH: b, EN: b}})
		}
	}
	if p, _ := get(c.node, "params"); p != nil {
		if m, ok := plainValue(p, 0).(map[string]any); ok {
			r.Params = m
		}
	}
	r.check = &yml.Node{Kind: yml.Mapping, Tag: "!!map"}
	for i := 0; i+1 < len(c.node.Content); i += 2 {
		switch key := c.node.Content[i]; key.Value {
		case "kind", "where", "params", "cases", "target":
			r.check.Content = append(r.check.Content, resolved(key, 0), resolved(c.node.Content[i+1], 0))
		}
	}
	for _, n := range def.Examples.Bad {
		r.Examples.Bad = append(r.Examples.Bad, Example{node: n, file: c.fileOf(n)})
	}
	for _, n := range def.Examples.Good {
		r.Examples.Good = append(r.Examples.Good, Example{node: n, file: c.fileOf(n)})
	}
	return r
}

func (c *compiler) fileOf(n *yml.Node) string {
	if src := c.files[n]; src != nil {
		return src.name
	}
	return ""
}

func severities(ck *check) []schema.Severity {
	var out []schema.Severity
	for _, want := range []schema.Severity{schema.SeverityError, schema.SeverityWarning, schema.SeverityInfo} {
		for _, v := range ck.variants {
			if v.severity == want {
				out = append(out, want)
				break
			}
		}
	}
	return out
}

// plainValue turns a node into maps, lists and texts.
func plainValue(n *yml.Node, depth int) any {
	if depth > 20 {
		return nil
	}
	switch n.Kind {
	case yml.Mapping:
		m := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			m[n.Content[i].Value] = plainValue(n.Content[i+1], depth+1)
		}
		return m
	case yml.Sequence:
		list := []any{}
		for _, x := range n.Content {
			list = append(list, plainValue(x, depth+1))
		}
		return list
	}
	if n.Tag == "!!bool" {
		return n.Value == "true"
	}
	return n.Value
}

// template is a message with places to fill in.
type template []segment

type segment struct {
	text string
	fill string // "" for plain text
}

// placeholders are the words that a message may fill in.
// found_money, expected_money and other_money are amounts in yuan, printed in the unit
// of the form.
var placeholders = []string{"found", "expected", "name", "field", "level", "value", "other", "found_money", "expected_money", "other_money", "more"}

// template reads {found}, {expected} and so on out of a message.
func (c *compiler) template(n *yml.Node, s string) template {
	var t template
	for {
		open := strings.IndexByte(s, '{')
		if open < 0 {
			break
		}
		length := strings.IndexByte(s[open:], '}')
		if length < 0 {
			break
		}
		word := s[open+1 : open+length]
		if !contains(placeholders, word) {
			at, _ := get(n, "message")
			if at == nil {
				at = n
			}
			c.errorf(at, "unknown placeholder {%s}%s; expected one of: {%s}", word, suggest(word, placeholders), strings.Join(placeholders, "}, {"))
		}
		if open > 0 {
			t = append(t, segment{text: s[:open]})
		}
		t = append(t, segment{fill: word})
		s = s[open+length+1:]
	}
	if s != "" {
		t = append(t, segment{text: s})
	}
	return t
}

// number reads a decimal parameter; 0 where it is left out.
func (c *compiler) number(key, s string) decimal.Decimal {
	if s == "" {
		return decimal.Zero
	}
	d, ok := yuan(s)
	if !ok {
		c.errorf(c.at(key), "expected a number, found %q", s)
	}
	return d
}
