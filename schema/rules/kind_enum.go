package rules

import (
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/schema"
)

func enumKind() kind {
	return typed("enum", say("取值范围：字段只能取所列的值", "a field must be one of a list of words"), compileEnum)
}

// enumParams: the words that a field may be, or must hold.
type enumParams struct {
	Field    string   `yaml:"field" doc:"the field"`
	Values   []string `yaml:"values" doc:"the words it may be"`
	Contains bool     `yaml:"contains" doc:"it is enough that the field holds one of the words"`
	Not      bool     `yaml:"not" doc:"the words are those it must not be"`
}

func compileEnum(c *compiler, p *enumParams, _ *selector) func(*form, func(hit)) {
	c.need(p.Field != "", "field", "the name of a field")
	c.need(len(p.Values) > 0, "values", "a list of words")
	list := c.fieldList("field", []string{p.Field})
	values := make([]string, len(p.Values))
	for i, v := range p.Values {
		values[i] = fold(v)
	}
	expected := strings.Join(p.Values, "、")
	return func(f *form, emit func(hit)) {
		for _, fl := range list {
			text := fl.get(f.decl)
			if text == "" || f.ticked(fl.name) {
				continue
			}
			if s := fold(text); s != "" && inWords(s, values, p.Contains) == p.Not {
				emit(hit{path: pathOf(fl), field: fl, found: text, expected: expected})
			}
		}
	}
}

func inWords(s string, words []string, part bool) bool {
	for _, w := range words {
		if s == w || part && strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// ticked reports whether a field was ticked among options that the form prints: they
// are the form's own.
func (f *form) ticked(path string) bool {
	return slices.ContainsFunc(f.decl.Repairs, func(r schema.Repair) bool { return r.Why == "check-box" && r.Path == path })
}
