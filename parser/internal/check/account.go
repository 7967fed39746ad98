// Package check holds the laws of a reading that tests and fuzz targets ask of
// every document.
package check

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/schema"
)

// Account gives what is wrong with the account of a declaration's cells, nothing
// where it holds: every cell stands in it once, with the keys that it gave or with
// the reason why it gave none; every key with a place is listed; no run of
// characters stands in two keys, but for those that are derived.
func Account(d *schema.Declaration) []string {
	var wrong []string
	say := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	keys, err := tree(d)
	if err != nil {
		return []string{err.Error()}
	}
	listed := map[string]bool{}
	seen := map[schema.Place]string{}
	for _, a := range d.Account {
		if a.At != nil && a.At.Cell+strconv.Itoa(a.At.Line) != "0" {
			if other, twice := seen[*a.At]; twice {
				say("%s stands twice in the account: %q and %q", a.At, other, a.Text)
			}
			seen[*a.At] = a.Text
		}
		switch a.Entry {
		case schema.EntryKey, schema.EntryExtra:
			if len(a.Of) == 0 {
				say("%q is a %s of nothing", a.Text, a.Entry)
			}
		case "":
			say("%q has no kind of entry", a.Text)
		default:
			if a.Why == "" && len(a.Of) == 0 {
				say("%q is a %s without a reason", a.Text, a.Entry)
			}
		}
		for _, p := range a.Of {
			for q := p; q != ""; q = parent(q) {
				listed[q] = true
			}
			if _, ok := lookup(keys, p); !ok {
				say("%q gave %s, which the declaration does not hold", a.Text, p)
			}
		}
		if p, q := overlap(a, keys); p != "" {
			say("%q gave the same characters to %s and %s", a.Text, p, q)
		}
	}
	for p := range d.Trace {
		if !listed[p] {
			say("no cell of the account gave %s", p)
		}
	}
	return wrong
}

// overlap finds two keys of one cell whose texts share characters.
func overlap(a schema.AccountEntry, keys any) (p, q string) {
	type run struct{ path, text string }
	var runs []run
	for _, path := range a.Of {
		v, _ := lookup(keys, path)
		text := flat(textOf(v))
		same := func(r run) bool { return schema.SameField(r.path, path) } // a merged cell gives many rows one thing
		if text == "" || slices.ContainsFunc(runs, same) {
			continue
		}
		runs = append(runs, run{path, text})
	}
	left := flat(a.Text)
	for i, r := range runs {
		if !strings.Contains(flat(a.Text), r.text) {
			continue // changed on the way: a date, an amount in yuan
		}
		if strings.Contains(left, r.text) {
			left = strings.Replace(left, r.text, "\x00", 1)
			continue
		}
		for _, other := range runs[:i] {
			if (strings.Contains(other.text, r.text) || strings.Contains(r.text, other.text)) && !schema.Derived(other.path, r.path) {
				return other.path, r.path
			}
		}
	}
	return "", ""
}

func flat(s string) string {
	return strings.Join(strings.Fields(fold.Text(s)), "")
}

// textOf is the printed text of a key.
func textOf(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case map[string]any:
		s, _ := v["text"].(string)
		return s
	}
	return ""
}

func tree(d *schema.Declaration) (any, error) {
	data, err := json.Marshal(d)
	if err != nil {
		return nil, err
	}
	var out any
	err = json.Unmarshal(data, &out)
	return out, err
}

// lookup follows a path such as indicators[0].children[1].name.
func lookup(v any, path string) (any, bool) {
	for _, part := range strings.FieldsFunc(path, func(r rune) bool { return r == '.' || r == '[' || r == ']' }) {
		switch x := v.(type) {
		case map[string]any:
			next, ok := x[part]
			if !ok {
				return nil, false
			}
			v = next
		case []any:
			i, err := strconv.Atoi(part)
			if err != nil || i >= len(x) {
				return nil, false
			}
			v = x[i]
		default:
			return nil, false
		}
	}
	return v, true
}

// parent is a path without its last part, "" at the top.
func parent(p string) string {
	if i := strings.LastIndexAny(p, ".["); i > 0 {
		return p[:i]
	}
	return ""
}
