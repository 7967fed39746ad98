// Package config is the project file .pbt.yaml: which rules are checked, which
// findings are accepted and why; and the baseline, which accepts the findings of
// a day. Keys of the file are named like the flags that they stand for.
package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
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
	l := &loader{file: file, lines: strings.Split(string(data), "\n"), dir: dir}
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
}

// fault reports what is wrong at a node.
func (l *loader) fault(n *yml.Node, format string, args ...any) {
	e := yml.Errorf(l.file, n, format, args...)
	if e.Line >= 1 && e.Line <= len(l.lines) {
		e.Source = strings.TrimRight(l.lines[e.Line-1], "\r")
	}
	l.errs = append(l.errs, e)
}

const configKeys = "rules, target, select, skip, fail-on, baseline, ignore"

func (l *loader) config(n *yml.Node, c *Config) {
	l.mapping(n, "the configuration", func(key, v *yml.Node) {
		switch key.Value {
		case "rules":
			c.Rules = l.rules(l.text(v, "rules"))
		case "target":
			c.Target = l.text(v, "target")
		case "select":
			c.Select = l.list(v, "select")
		case "skip":
			c.Skip = l.list(v, "skip")
		case "fail-on":
			c.FailOn = l.severity(v)
		case "baseline":
			c.Baseline = l.path(l.text(v, "baseline"))
		case "ignore":
			c.Ignores = l.ignores(v)
		default:
			l.fault(key, "unknown key %q, expected one of: %s", key.Value, configKeys)
		}
	})
}

// mapping calls each for every key of a mapping.
func (l *loader) mapping(n *yml.Node, what string, each func(key, v *yml.Node)) {
	if n.Kind != yml.Mapping {
		l.fault(n, "%s is %s, expected a mapping", what, kind(n))
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if seen[key.Value] {
			l.fault(key, "the key %q stands twice", key.Value)
			continue
		}
		seen[key.Value] = true
		each(key, n.Content[i+1])
	}
}

// kind names what a node is.
func kind(n *yml.Node) string {
	switch {
	case n.Kind == yml.Mapping:
		return "a mapping"
	case n.Kind == yml.Sequence:
		return "a list"
	case n.Tag == "!!null":
		return "empty"
	}
	return fmt.Sprintf("%q", n.Value)
}

func (l *loader) text(n *yml.Node, what string) string {
	if n.Kind != yml.Scalar || n.Tag == "!!null" || strings.TrimSpace(n.Value) == "" {
		l.fault(n, "%s is %s, expected a text", what, kind(n))
		return ""
	}
	return strings.TrimSpace(n.Value)
}

func (l *loader) list(n *yml.Node, what string) []string {
	if n.Kind == yml.Scalar && n.Tag != "!!null" {
		return []string{l.text(n, what)}
	}
	if n.Kind != yml.Sequence {
		l.fault(n, "%s is %s, expected a list of rule ids or prefixes", what, kind(n))
		return nil
	}
	var out []string
	for _, item := range n.Content {
		if s := l.text(item, "an entry of "+what); s != "" {
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
	l.mapping(n, "an entry of ignore", func(key, v *yml.Node) {
		switch key.Value {
		case "path":
			ig.Path = strings.TrimPrefix(filepath.ToSlash(l.text(v, "path")), "./")
		case "rule":
			ig.Rule = l.text(v, "rule")
		case "fingerprint":
			ig.Fingerprint = l.text(v, "fingerprint")
		case "reason":
			ig.Reason = l.text(v, "reason")
		case "until":
			ig.Until = l.date(v)
		default:
			l.fault(key, "unknown key %q, expected one of: path, rule, fingerprint, reason, until", key.Value)
		}
	})
	if n.Kind != yml.Mapping {
		return ig
	}
	for _, required := range []string{"rule", "reason"} {
		if !has(n, required) {
			l.fault(n, "an entry of ignore has no %s, expected %s", required, map[string]string{
				"rule":   "a rule's id or a prefix of it, such as rule: value.cost-op",
				"reason": "why the finding is accepted, such as reason: 合同另有约定",
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
