package rules

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

func patternKind() kind {
	return typed("pattern", say("格式：文字符合（或不得符合）一个正则表达式", "a text must match, or must not match, a regular expression"), compilePattern)
}

// patternParams: a regular expression over fields or a column.
type patternParams struct {
	Fields []string `yaml:"fields" doc:"the fields"`
	Of     string   `yaml:"of" enum:"name|value|actual|weight|score|deviation|code|explanation|standard|remark" doc:"the column of each indicator"`
	Match  string   `yaml:"match" doc:"the regular expression (RE2); white space is removed and full-width letters are folded first; the first group, where there is one, is what is reported"`
	Not    bool     `yaml:"not" doc:"the fault is that the text does not match"`
	Every  string   `yaml:"every" doc:"of fields: one finding for all places of a text; this is how each should read, with $1 for the first group of match"`
	Lead   int      `yaml:"lead" doc:"of every: up to this many ideographs right in front of a place belong to it, and one at least must stand there"`
	Prefix []string `yaml:"only_with" doc:"look only at texts that hold one of these words"`
}

// maxPattern bounds a regular expression of a rule file, maxProse the text it
// is tried on.
const (
	maxPattern = 500
	maxProse   = 20_000
)

func (c *compiler) regexp(key, s string) *regexp.Regexp {
	if len(s) > maxPattern {
		c.errorf(c.at(key), "the regular expression is longer than %d bytes", maxPattern)
		return regexp.MustCompile(`$^`)
	}
	re, err := regexp.Compile(s)
	if err != nil {
		c.errorf(c.at(key), "no regular expression: %v", strings.TrimPrefix(err.Error(), "error parsing regexp: "))
		return regexp.MustCompile(`$^`)
	}
	return re
}

// literalTail is what remains of a regular expression from the first literal that every
// match of it holds, where something stands before that: a text that does not match the
// rest does not match the whole, and is searched for by its literal, which is many times
// as fast. Nil where there is no such rest.
func literalTail(s string) *regexp.Regexp {
	tree, err := syntax.Parse(s, syntax.Perl)
	if err != nil {
		return nil
	}
	parts := inSequence(nil, tree)
	at := slices.IndexFunc(parts, func(p *syntax.Regexp) bool { return p.Op == syntax.OpLiteral && p.Flags&syntax.FoldCase == 0 })
	if at <= 0 || parts[0].Op == syntax.OpBeginText {
		return nil
	}
	re, err := regexp.Compile((&syntax.Regexp{Op: syntax.OpConcat, Sub: parts[at:]}).String())
	if err != nil {
		return nil
	}
	return re
}

// inSequence appends the parts of an expression that stand one behind another, groups
// opened.
func inSequence(to []*syntax.Regexp, re *syntax.Regexp) []*syntax.Regexp {
	switch re.Op {
	case syntax.OpConcat, syntax.OpCapture:
		for _, sub := range re.Sub {
			to = inSequence(to, sub)
		}
		return to
	}
	return append(to, re)
}

func compilePattern(c *compiler, p *patternParams, sel *selector) func(*form, func(hit)) {
	c.need(p.Match != "", "match", "a regular expression")
	c.need(len(p.Fields) > 0 || p.Of != "", "fields", "fields or of")
	c.need(p.Every == "" || len(p.Fields) > 0, "fields", "fields")
	list := c.fieldList("fields", p.Fields)
	re, tail := c.regexp("match", p.Match), literalTail(p.Match)
	try := func(text string) (string, bool) {
		if len(text) > maxProse {
			text = text[:maxProse]
		}
		if len(p.Prefix) > 0 && !inWords(text, p.Prefix, true) {
			return "", false
		}
		var at []int
		if tail == nil || tail.MatchString(text) {
			at = re.FindStringSubmatchIndex(text)
		}
		switch {
		case p.Not:
			return text, at == nil && text != ""
		case at == nil:
			return "", false
		case len(at) > 3 && at[2] >= 0:
			return text[at[2]:at[3]], true // a group is what to report
		}
		return text[at[0]:at[1]], true
	}
	return func(f *form, emit func(hit)) {
		for _, fl := range list {
			if p.Every != "" {
				everyPlace(re, p, f, fl, emit)
				continue
			}
			if found, bad := try(f.text(fl)); bad {
				emit(hit{path: pathOf(fl), field: fl, found: found})
			}
		}
		if p.Of == "" {
			return
		}
		eachRow(sel, f, func(r *row) {
			text := f.folded(r, p.Of)
			if found, bad := try(text); bad {
				emit(hit{path: f.rowPath(r) + "." + p.Of, row: r, found: found})
			}
		})
	}
}

// everyPlace says all places of a field in one finding: what stands there, how many
// there are and how they should read.
func everyPlace(re *regexp.Regexp, p *patternParams, f *form, fl *field, emit func(hit)) {
	text := f.text(fl)
	if len(text) > maxProse {
		text = text[:maxProse]
	}
	if len(p.Prefix) > 0 && !inWords(text, p.Prefix, true) {
		return
	}
	var found, expected []string
	end := 0
	for _, at := range re.FindAllStringSubmatchIndex(text, -1) {
		lead := ideographsBefore(text[end:at[0]], p.Lead)
		if p.Lead > 0 && lead == "" {
			continue
		}
		end = at[1]
		found = append(found, lead+text[at[0]:end])
		expected = append(expected, lead+string(re.ExpandString(nil, p.Every, text, at)))
	}
	if len(found) > 0 {
		emit(hit{path: pathOf(fl), field: fl, found: strings.Join(found, "、"), expected: strings.Join(expected, "、"), other: itoa(len(found))})
	}
}

// ideographsBefore are the ideographs at the end of a text, at most so many.
func ideographsBefore(s string, most int) string {
	at := len(s)
	for ; most > 0; most-- {
		r, n := utf8.DecodeLastRuneInString(s[:at])
		if !unicode.Is(unicode.Han, r) {
			break
		}
		at -= n
	}
	return s[at:]
}
