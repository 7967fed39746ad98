package schema

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// Problem is a kind of thing that can be said of the reading of a document, or
// of what accepts findings. The kinds are the variables of problems.go.
type Problem struct {
	// Rule is the slug that names the kind; it is never re-used.
	Rule string
	// Severity is that of the kind. An error means that the document, or a part
	// of it, could not be read.
	Severity Severity
	// Title says in a few words what the kind is about.
	Title Text

	message, hint Text
}

// known are all kinds, in the order of their rules. They are collected while
// the variables of problems.go are made, and never change after.
var known []*Problem

// Problems lists every kind, in the order of their rules.
func Problems() []*Problem {
	return slices.SortedFunc(slices.Values(known), func(a, b *Problem) int { return strings.Compare(a.Rule, b.Rule) })
}

// Say is the problem in words of the reader's own.
func (p *Problem) Say(text, hint Text) *ReadError {
	return &ReadError{Rule: p.Rule, Severity: p.Severity, Text: text, Hint: hint}
}

// kind makes a kind of problem: its title, the template of its message, and
// what to do next.
func kind(rule string, severity Severity, title, message, hint Text) *Problem {
	p := &Problem{Rule: rule, Severity: severity, Title: title, message: message, hint: hint}
	known = append(known, p)
	return p
}

// told is the problem in its own words; the arguments stand in the templates as
// %[1]s, %[2]s …
func (p *Problem) told(args ...any) *ReadError {
	return p.Say(
		Text{ZH: fill(p.message.ZH, ZH, args), EN: fill(p.message.EN, EN, args)},
		Text{ZH: fill(p.hint.ZH, ZH, args), EN: fill(p.hint.EN, EN, args)})
}

// Problem0 is a kind whose words take no argument, Problem1 one whose words take
// one, and so on: what does not fit does not compile.
type Problem0 struct{ *Problem }

// Problem1 is a kind with one argument.
type Problem1[A any] struct{ *Problem }

// Problem2 is a kind with two arguments.
type Problem2[A, B any] struct{ *Problem }

// Told is the problem in its own words.
func (p Problem0) Told() *ReadError { return p.told() }

// Told is the problem in its own words.
func (p Problem1[A]) Told(a A) *ReadError { return p.told(a) }

// Told is the problem in its own words.
func (p Problem2[A, B]) Told(a A, b B) *ReadError { return p.told(a, b) }

// Bytes is a size in bytes, printed as 256 MiB.
type Bytes int64

// String writes a size as people do.
func (n Bytes) String() string {
	const unit = 1024
	if n < unit {
		return fmt.Sprintf("%d B", int64(n))
	}
	v, prefix := float64(n)/unit, 0
	for v >= unit && prefix < 5 {
		v /= unit
		prefix++
	}
	return fmt.Sprintf("%.4g %ciB", v, "KMGTPE"[prefix])
}

// fill puts arguments into a template, in a language.
func fill(template string, lang Lang, args []any) string {
	if !strings.Contains(template, "%[") {
		return template
	}
	words := make([]any, len(args))
	for i, a := range args {
		words[i] = word(a, lang)
	}
	return emptyBrackets.Replace(fmt.Sprintf(template, words...))
}

// emptyBrackets are what a place that is not known leaves behind.
var emptyBrackets = strings.NewReplacer("（）", "", " ()", "")

// word is an argument in a language.
func word(a any, lang Lang) string {
	switch a := a.(type) {
	case Text:
		return a.In(lang)
	case Place:
		return a.In(lang)
	case error:
		return wordOf(a, lang)
	case []string:
		if lang == EN {
			return strings.Join(a, ", ")
		}
		return strings.Join(a, "、")
	}
	return fmt.Sprint(a)
}

// wordOf is an error in a language; one that knows but one speaks that.
func wordOf(err error, lang Lang) string {
	if e, ok := err.(*ReadError); ok {
		return e.Text.In(lang)
	}
	return err.Error()
}

// FileFault is why a file could not be opened or read, without its name.
func FileFault(err error) Text {
	var in *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Text{"文件不存在", "no such file"}
	case errors.Is(err, fs.ErrPermission):
		return Text{"没有权限", "permission denied"}
	case errors.As(err, &in):
		err = in.Err
	}
	return Text{err.Error(), err.Error()}
}
