package review

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/value"
	"github.com/pbt-cli/pbt/schema"
)

// spot is one text of a declaration that can be set right.
type spot struct {
	get func() string
	set func(string) error
}

// RefusedError is why a text does not fit where it is to go.
type RefusedError struct{ schema.Text }

// Error is the reason in English.
func (e *RefusedError) Error() string { return e.EN }

func not(zh, en, text string) error {
	return &RefusedError{schema.Text{ZH: fmt.Sprintf("%q 不是"+zh, text), EN: fmt.Sprintf("%q is no "+en, text)}}
}

// plain is a text that is taken as it is typed.
func plain(s *string) *spot {
	return &spot{func() string { return *s }, func(t string) error { *s = t; return nil }}
}

// typed is a text of one of the kinds of fields.
func typed(s *string, kind schema.FieldKind) *spot {
	read := func(t string) (string, error) { return t, nil }
	switch kind {
	case schema.FieldAmount:
		read = amount
	case schema.FieldNumber:
		read = number
	case schema.FieldDate:
		read = func(t string) (string, error) {
			if iso, ok := value.ParseDate(t); ok {
				return iso, nil
			}
			return "", not("日期", "date", t)
		}
	}
	return &spot{func() string { return *s }, func(t string) error {
		if t == "" {
			*s = ""
			return nil
		}
		v, err := read(t)
		if err == nil {
			*s = v
		}
		return err
	}}
}

// amount is an amount in yuan as a person types it: 1,200 or 0.12万元.
func amount(t string) (string, error) {
	n, unit, ok := value.ParseAmount(t)
	if !ok {
		return "", not("金额", "amount", t)
	}
	return value.ScaleToYuan(n, unit), nil
}

// number is a number without a unit.
func number(t string) (string, error) {
	v := value.Parse(t, value.Context{})
	if v.Kind != schema.KindQuantity || v.Unit != "" && v.Unit != "分" && v.Unit != "%" || v.Subject != "" || v.Per != "" {
		return "", not("数", "number", t)
	}
	return v.Number, nil
}

// spotAt finds the text that a path of a declaration leads to.
func spotAt(d *schema.Declaration, path string) (*spot, bool) {
	if f, ok := schema.FieldAt(path); ok {
		return field(d, f), true
	}
	root, index, rest, ok := step(path)
	switch {
	case !ok:
	case root == "indicators" || root == "indicators_medium_term":
		if n, rest, ok := nodeAt(d, path); ok {
			return ofIndicator(d, n, rest)
		}
	case root == "extra":
		return ofPair(d.Extra, index, rest)
	case root == "funds.execution" && index < len(d.Funds.Execution):
		return ofExecution(&d.Funds.Execution[index], rest)
	case root == "funds.tasks" && index < len(d.Funds.Tasks):
		return ofTask(&d.Funds.Tasks[index], rest)
	}
	return nil, false
}

// Text is what a declaration reads at a path, or which label stands above the
// indicator there where question is level1 or level2.
func Text(d *schema.Declaration, path, question string) (string, bool) {
	if question == schema.QuestionLevel1 || question == schema.QuestionLevel2 {
		labels, level := above(d, path), 0
		if question == schema.QuestionLevel2 {
			level = 1
		}
		if level >= len(labels) {
			return "", false
		}
		return labels[level], true
	}
	s, ok := spotAt(d, path)
	if !ok {
		return "", false
	}
	return s.get(), true
}

// Try reads a text in the place of the one at a path, and leaves the declaration as
// it is. v is set where values are typed there. The error is a *RefusedError where
// the text does not fit.
func Try(d *schema.Declaration, path, text string) (read string, v *schema.Value, err error) {
	if n, rest, ok := nodeAt(d, path); ok {
		if old, typed := valueAt(n, rest); typed {
			v := retype(d, n, old, text)
			return v.Text, &v, nil
		}
		tried := *n // a name is tried on a copy
		tried.Value, tried.Actual = nil, nil
		tried.Extra, tried.Targets = slices.Clone(n.Extra), slices.Clone(n.Targets)
		s, ok := ofIndicator(d, &tried, rest)
		return attempt(s, ok, text)
	}
	tried := *d
	tried.Extra = slices.Clone(d.Extra)
	tried.Funds.Execution, tried.Funds.Tasks = slices.Clone(d.Funds.Execution), slices.Clone(d.Funds.Tasks)
	s, ok := spotAt(&tried, path)
	return attempt(s, ok, text)
}

func attempt(s *spot, ok bool, text string) (string, *schema.Value, error) {
	if !ok {
		return "", nil, &RefusedError{schema.Text{ZH: "表上没有这一项", EN: "the form has no such entry"}}
	}
	err := s.set(text)
	return s.get(), nil, err
}

// valueAt is the value that the rest of a path below an indicator leads to.
func valueAt(n *schema.Indicator, rest string) (v *schema.Value, ok bool) {
	switch rest {
	case "value":
		return n.Value, true
	case "actual":
		return n.Actual, true
	}
	root, index, below, ok := step(rest)
	if ok && root == "targets" && index < len(n.Targets) && (below == "" || below == ".value") {
		return n.Targets[index].Value, true
	}
	return nil, false
}

// step cuts root[index] off a path; rest begins with a dot, or is empty.
func step(path string) (root string, index int, rest string, ok bool) {
	root, after, found := strings.Cut(path, "[")
	n, rest, closed := strings.Cut(after, "]")
	index, err := strconv.Atoi(n)
	return root, index, rest, found && closed && err == nil && index >= 0
}

// nodeAt finds the indicator that a path leads to or into, and the rest of the path.
func nodeAt(d *schema.Declaration, path string) (n *schema.Indicator, rest string, ok bool) {
	root, index, rest, ok := step(path)
	nodes := d.Indicators
	if root == "indicators_medium_term" {
		nodes = d.IndicatorsMediumTerm
	} else if root != "indicators" {
		return nil, "", false
	}
	for ok && index < len(nodes) {
		n = nodes[index]
		if !strings.HasPrefix(rest, ".children[") {
			return n, strings.TrimPrefix(rest, "."), true
		}
		nodes = n.Children
		_, index, rest, ok = step(rest[1:])
	}
	return nil, "", false
}

// field is a typed field of a declaration.
func field(d *schema.Declaration, f *schema.Field) *spot {
	if s := f.Text(d); s != nil {
		return typed(s, f.Kind)
	}
	get := func() string { return f.Get(d) }
	if f.Kind == schema.FieldYear {
		return &spot{get, func(t string) error {
			y := 0
			if t != "" {
				if y = value.ParseYear(t); y == 0 {
					return not("年度", "year", t)
				}
			}
			if f.Path == "year" {
				d.Year = y
			} else {
				d.HeadingYear = y
			}
			return nil
		}}
	}
	return &spot{get, func(t string) error {
		switch strings.ToLower(t) {
		case "":
			d.Project.GovernmentPurchase = nil
		case "是", "true", "yes":
			d.Project.GovernmentPurchase = new(bool)
			*d.Project.GovernmentPurchase = true
		case "否", "false", "no":
			d.Project.GovernmentPurchase = new(bool)
		default:
			return not("是或否", "yes or no", t)
		}
		return nil
	}}
}

// ofIndicator is a text of an indicator; rest is the path below it.
func ofIndicator(d *schema.Declaration, n *schema.Indicator, rest string) (*spot, bool) {
	switch rest {
	case "", "name":
		return &spot{func() string { return n.Name }, func(t string) error {
			if t == "" {
				return &RefusedError{schema.Text{ZH: "名称不能为空", EN: "a name must not be empty"}}
			}
			rename(d, n, t)
			return nil
		}}, true
	case "points":
		return typed(&n.Points, schema.FieldNumber), true
	case "value":
		return target(d, n, &n.Value), true
	case "actual":
		return target(d, n, &n.Actual), true
	}
	for _, f := range schema.IndicatorFields() {
		if f.Path == rest {
			return typed(f.Text(n), f.Kind), true
		}
	}
	root, index, below, ok := step(rest)
	switch {
	case ok && root == "extra":
		return ofPair(n.Extra, index, below)
	case ok && root == "targets" && index < len(n.Targets):
		switch below {
		case ".label":
			return plain(&n.Targets[index].Label), true
		case "", ".value":
			return target(d, n, &n.Targets[index].Value), true
		}
	}
	return nil, false
}

// rename gives an indicator another name, under which its values are read anew
// where they were read under the old one: 无 is 0 for what is bad.
func rename(d *schema.Declaration, n *schema.Indicator, name string) {
	old := n.Name
	n.Name = name
	for _, v := range []*schema.Value{n.Value, n.Actual} {
		if v != nil && value.SameReading(value.Parse(v.Text, value.Context{Year: d.Year, Name: old}), *v) {
			*v = value.Parse(v.Text, value.Context{Year: d.Year, Name: name})
		}
	}
}

// target is a value that is typed by the grammar, in the context that the form
// printed around the old one.
func target(d *schema.Declaration, n *schema.Indicator, at **schema.Value) *spot {
	return &spot{func() string {
		if *at == nil {
			return ""
		}
		return (*at).Text
	}, func(t string) error {
		v := retype(d, n, *at, t)
		*at = &v
		return nil
	}}
}

// retype reads a text in the place of a value. A unit and a comparator that the
// form prints in columns of their own, and which the old value therefore had beyond
// its text, count for the new one too.
func retype(d *schema.Declaration, n *schema.Indicator, old *schema.Value, text string) schema.Value {
	ctx := value.Context{Year: d.Year, Name: n.Name}
	if old != nil {
		alone := value.Parse(old.Text, ctx)
		if alone.Unit == "" && old.Unit != "" {
			ctx.Unit = old.Unit
		}
		if (alone.OpImplied || alone.Op == "") && old.Op != "" && !old.OpImplied {
			ctx.Op = string(old.Op)
		}
	}
	s, _ := fold.Clean(text)
	return value.Parse(s, ctx)
}

func ofPair(pairs []schema.Pair, index int, rest string) (*spot, bool) {
	if index >= len(pairs) {
		return nil, false
	}
	switch rest {
	case "", ".text":
		return plain(&pairs[index].Text), true
	case ".label":
		return plain(&pairs[index].Label), true
	}
	return nil, false
}

func ofExecution(r *schema.ExecutionRow, rest string) (*spot, bool) {
	switch rest {
	case "", ".item":
		return plain(&r.Item), true
	case ".initial":
		return typed(&r.Initial, schema.FieldAmount), true
	case ".budget":
		return typed(&r.Budget, schema.FieldAmount), true
	case ".executed":
		return typed(&r.Executed, schema.FieldAmount), true
	case ".weight":
		return typed(&r.Weight, schema.FieldNumber), true
	case ".rate":
		return typed(&r.Rate, schema.FieldNumber), true
	case ".score":
		return typed(&r.Score, schema.FieldNumber), true
	}
	return nil, false
}

func ofTask(t *schema.Task, rest string) (*spot, bool) {
	switch rest {
	case "", ".name":
		return plain(&t.Name), true
	case ".content":
		return plain(&t.Content), true
	case ".total":
		return typed(&t.Total, schema.FieldAmount), true
	case ".fiscal":
		return typed(&t.Fiscal, schema.FieldAmount), true
	case ".other":
		return typed(&t.Other, schema.FieldAmount), true
	}
	return nil, false
}
