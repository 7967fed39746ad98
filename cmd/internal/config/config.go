// Package config is the project file .pbt.yaml: which rules are checked, which
// findings are accepted and why; and the baseline, which accepts the findings of
// a day. Keys of the file are named like the flags that they stand for.
package config

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/yml"
)

// Name is the file that is looked for.
const Name = ".pbt.yaml"

// Config is a project file.
type Config struct {
	// File is the file as found; Dir is its directory, absolute, which the
	// paths in it start from.
	File, Dir string
	// Rules is a rule set: a file, absolute, or a name.
	Rules string
	// Profile is a form family of the project's own, a file, absolute.
	Profile string
	// Target is the system that the forms are meant for.
	Target string
	// FailOn is the least severity that fails a run, empty where not set.
	FailOn schema.Severity
	// Select and Skip are the rules that are checked, and those that are not,
	// by id or prefix.
	Select, Skip []string
	// Baseline is the file of accepted findings, absolute.
	Baseline string
	// Ignores accept findings, in the order of the file.
	Ignores []Ignore

	loader *loader // nil where there is no file
}

// Fault is what is wrong with a value of the file that only its user can tell:
// a *yml.Error at the value, which stands under a key. The format is one that
// inChinese knows.
func (c *Config) Fault(under, value, format string, args ...any) error {
	l := c.loader
	if l == nil {
		l = &loader{file: c.File}
	}
	own := *l
	own.errs = nil
	own.fault(own.find(under, value), format, args...)
	return own.errs[0]
}

// find is the value that stands under a key of the file, the key's own where
// it is not there.
func (l *loader) find(under, value string) *yml.Node {
	top := l.keys[under]
	if top == nil {
		return nil
	}
	queue := []*yml.Node{top}
	for len(queue) > 0 {
		n := queue[0]
		queue = append(queue[1:], n.Content...)
		if n.Kind == yml.Scalar && strings.TrimSpace(n.Value) == value {
			return n
		}
	}
	return top
}

// Ignore accepts findings.
type Ignore struct {
	// Path is a glob of the files, relative to the configuration's directory:
	// * and ? do not cross a slash, ** does; one without a slash is held
	// against the base name; empty means every file.
	Path string
	// Rule is a rule's id or a prefix of it.
	Rule string
	// Fingerprint, where set, is that of the one finding that is meant.
	Fingerprint string
	// Reason is why; it is never empty.
	Reason string
	// Until is the last day the ignore holds; zero means for ever.
	Until time.Time
	// At is where the ignore stands in its file.
	At schema.Place
}

// Find is the nearest project file in a directory or above it, no higher than
// the root of a git repository; empty where there is none.
func Find(dir string) string {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return ""
	}
	for {
		file := filepath.Join(dir, Name)
		if fi, err := os.Stat(file); err == nil && !fi.IsDir() {
			return file
		}
		if _, err := os.Stat(filepath.Join(dir, ".git")); err == nil {
			return ""
		}
		up := filepath.Dir(dir)
		if up == dir {
			return ""
		}
		dir = up
	}
}

// Read reads a project file from the disk. An error in its text is one or
// several *yml.Error, joined.
func Read(file string) (*Config, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	abs, err := filepath.Abs(file)
	if err != nil {
		return nil, err
	}
	return Load(file, filepath.Dir(abs), data)
}

// Load reads the text of a project file that stands in dir.
func Load(file, dir string, data []byte) (*Config, error) {
	c := &Config{File: file, Dir: dir}
	l := &loader{file: file, lines: strings.Split(string(data), "\n"), dir: dir, keys: map[string]*yml.Node{}}
	c.loader = l
	docs, err := yml.Nodes(file, data)
	if err != nil {
		return nil, err
	}
	if len(docs) == 0 || len(docs[0].Content) == 0 || docs[0].Content[0].Tag == "!!null" {
		return c, nil
	}
	if len(docs) > 1 {
		l.fault(docs[1], "a second document, expected one")
	}
	l.config(docs[0].Content[0], c)
	return c, errors.Join(l.errs...)
}

// loader reads a file and gathers what is wrong with it.
type loader struct {
	file  string
	dir   string
	lines []string
	errs  []error
	// keys are the values of the file's keys.
	keys map[string]*yml.Node
}

// fault reports what is wrong at a node.
func (l *loader) fault(n *yml.Node, format string, args ...any) {
	in := func(lang schema.Lang) []any {
		out := slices.Clone(args)
		for i, a := range out {
			if t, ok := a.(schema.Text); ok {
				out[i] = t.In(lang)
			}
		}
		return out
	}
	e := yml.Errorf(l.file, n, format, in(schema.EN)...)
	if zh, ok := inChinese[format]; ok {
		e.ZH = fmt.Sprintf(zh, in(schema.ZH)...)
	}
	e.Hint, e.HintZH = yml.Punctuation(n)
	if e.Line >= 1 && e.Line <= len(l.lines) {
		e.Source = strings.TrimRight(l.lines[e.Line-1], "\r")
	}
	l.errs = append(l.errs, e)
}

const configKeys = "rules, profile, target, select, skip, fail-on, baseline, ignore"

func (l *loader) config(n *yml.Node, c *Config) {
	l.mapping(n, what("配置文件", "the configuration"), func(k, v *yml.Node) {
		l.keys[k.Value] = v
		switch k.Value {
		case "rules":
			c.Rules = l.rules(l.text(v, keyName("rules")))
		case "profile":
			c.Profile = l.path(l.text(v, keyName("profile")))
		case "target":
			c.Target = l.text(v, keyName("target"))
		case "select":
			c.Select = l.list(v, "select")
		case "skip":
			c.Skip = l.list(v, "skip")
		case "fail-on":
			c.FailOn = l.severity(v)
		case "baseline":
			c.Baseline = l.path(l.text(v, keyName("baseline")))
		case "ignore":
			c.Ignores = l.ignores(v)
		default:
			l.fault(k, "unknown key %q, expected one of: %s", k.Value, configKeys)
		}
	})
}

// mapping calls each for every key of a mapping.
func (l *loader) mapping(n *yml.Node, name schema.Text, each func(k, v *yml.Node)) {
	if n.Kind != yml.Mapping {
		l.fault(n, "%s is %s, expected a mapping", name, kind(n))
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k := n.Content[i]
		if seen[k.Value] {
			l.fault(k, "the key %q stands twice", k.Value)
			continue
		}
		seen[k.Value] = true
		each(k, n.Content[i+1])
	}
}

// inChinese gives the faults of a project file in Chinese, by their English form.
var inChinese = map[string]string{
	"a second document, expected one":                                                   "这里又开始了一份文档；配置文件只能有一份",
	"unknown key %q, expected one of: %s":                                               "没有键 %q，可以用的有：%s",
	"%s is %s, expected a mapping":                                                      "%s是%s，应为若干行“键: 值”",
	"the key %q stands twice":                                                           "键 %q 写了两次",
	"%s is %s, expected a text":                                                         "%s是%s，应为一段文字",
	"%s is %s, expected a list of rule ids or prefixes":                                 "%s是%s，应为规则名或其开头的列表",
	"fail-on is %s, expected error, warning or info":                                    "fail-on 是%s，应为 error、warning 或 info",
	"ignore is %s, expected a list of {path, rule, reason, until}":                      "ignore 是%s，应为列表，每项有 {path, rule, reason, until}",
	"an entry of ignore has no %s, expected %s":                                         "ignore 里有一项没有写 %s，%s",
	"until is %s, expected a date such as 2026-12-31":                                   "until 是%s，应为日期，如 2026-12-31",
	"path is %q, expected a glob such as forms/*.pdf: a [ is not closed":                "path 是 %q，应为文件名或通配符，如 forms/*.pdf：方括号没有结束",
	"the rule set cannot be read: %s":                                                   "规则集读不出：%s",
	"the baseline cannot be read: %s":                                                   "基线文件读不出：%s",
	"the profile cannot be read: %s":                                                    "表样文件读不出：%s",
	"no rule is called %q, nor begins so%s":                                             "没有规则叫 %q，也没有以它开头的%s",
	"the rule %q is off: name its id with disabled: false in a rule file":               "规则 %q 是关闭的：在规则文件里写上它的 id 和 disabled: false",
	"no rule is for the target %q%s, expected one of: %s":                               "没有针对目标系统 %q 的规则%s，可以用的有：%s",
	"no rule is for the target %q: no rule of the set is for a certain system; omit it": "没有针对目标系统 %q 的规则：这个规则集里没有只针对某个系统的规则；请去掉它",
}

// kind names what a node is.
func kind(n *yml.Node) schema.Text {
	switch {
	case n.Kind == yml.Mapping:
		return schema.Text{ZH: "若干个键", EN: "a mapping"}
	case n.Kind == yml.Sequence:
		return schema.Text{ZH: "列表", EN: "a list"}
	case n.Tag == "!!null":
		return schema.Text{ZH: "空白", EN: "empty"}
	}
	return schema.Text{ZH: "“" + n.Value + "”", EN: fmt.Sprintf("%q", n.Value)}
}

// keyName names a key of the file.
func keyName(name string) schema.Text { return schema.Text{ZH: name + " ", EN: name} }

// what names a part of the file; a key is the same in both languages.
func what(zh, en string) schema.Text { return schema.Text{ZH: zh, EN: en} }

func (l *loader) text(n *yml.Node, name schema.Text) string {
	if n.Kind != yml.Scalar || n.Tag == "!!null" || strings.TrimSpace(n.Value) == "" {
		l.fault(n, "%s is %s, expected a text", name, kind(n))
		return ""
	}
	return strings.TrimSpace(n.Value)
}

func (l *loader) list(n *yml.Node, name string) []string {
	if n.Kind == yml.Scalar && n.Tag != "!!null" {
		return []string{l.text(n, keyName(name))}
	}
	if n.Kind != yml.Sequence {
		l.fault(n, "%s is %s, expected a list of rule ids or prefixes", keyName(name), kind(n))
		return nil
	}
	var out []string
	for _, item := range n.Content {
		if s := l.text(item, schema.Text{ZH: name + " 的一项", EN: "an entry of " + name}); s != "" {
			out = append(out, s)
		}
	}
	return out
}

func (l *loader) severity(n *yml.Node) schema.Severity {
	s := schema.Severity(n.Value)
	if n.Kind != yml.Scalar || s.Rank() < 0 {
		l.fault(n, "fail-on is %s, expected error, warning or info", kind(n))
		return ""
	}
	return s
}

// path is a path of the file, seen from the file.
func (l *loader) path(s string) string {
	if s == "" || filepath.IsAbs(s) {
		return s
	}
	return filepath.Join(l.dir, s)
}

// rules is a rule set's file where there is one, else its name.
func (l *loader) rules(s string) string {
	if p := l.path(s); s != "" {
		if _, err := os.Stat(p); err == nil || strings.ContainsAny(s, `/\.`) {
			return p
		}
	}
	return s
}

func (l *loader) ignores(n *yml.Node) []Ignore {
	if n.Kind != yml.Sequence {
		l.fault(n, "ignore is %s, expected a list of {path, rule, reason, until}", kind(n))
		return nil
	}
	var out []Ignore
	for _, item := range n.Content {
		out = append(out, l.ignore(item))
	}
	return out
}

// ignore reads one entry; the reason is required, since next year somebody has
// to decide whether it still holds.
func (l *loader) ignore(n *yml.Node) Ignore {
	ig := Ignore{At: schema.Place{Line: max(n.Line, 1), Column: max(n.Column, 1)}}
	l.mapping(n, what("ignore 的一项", "an entry of ignore"), func(k, v *yml.Node) {
		switch k.Value {
		case "path":
			ig.Path = strings.TrimPrefix(filepath.ToSlash(l.text(v, keyName("path"))), "./")
			if _, err := path.Match(ig.Path, ""); err != nil {
				l.fault(v, "path is %q, expected a glob such as forms/*.pdf: a [ is not closed", ig.Path)
			}
		case "rule":
			ig.Rule = l.text(v, keyName("rule"))
		case "fingerprint":
			ig.Fingerprint = l.text(v, keyName("fingerprint"))
		case "reason":
			ig.Reason = l.text(v, keyName("reason"))
		case "until":
			ig.Until = l.date(v)
		default:
			l.fault(k, "unknown key %q, expected one of: %s", k.Value, "path, rule, fingerprint, reason, until")
		}
	})
	if n.Kind != yml.Mapping {
		return ig
	}
	for _, required := range []string{"rule", "reason"} {
		if !has(n, required) {
			l.fault(n, "an entry of ignore has no %s, expected %s", required, map[string]schema.Text{
				"rule":   {ZH: "应写规则名或其开头，如 rule: value.cost-op", EN: "a rule's id or a prefix of it, such as rule: value.cost-op"},
				"reason": {ZH: "应写明为什么接受，如 reason: 合同另有约定", EN: "why the finding is accepted, such as reason: 合同另有约定"},
			}[required])
		}
	}
	return ig
}

func has(n *yml.Node, key string) bool {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return true
		}
	}
	return false
}

func (l *loader) date(n *yml.Node) time.Time {
	t, err := time.Parse(time.DateOnly, n.Value)
	if n.Kind != yml.Scalar || err != nil {
		l.fault(n, "until is %s, expected a date such as 2026-12-31", kind(n))
	}
	return t
}
