package rules

import "regexp"

// Fix is a replacement that mends what a rule finds.
type Fix struct {
	Match string `yaml:"match" json:"match" doc:"a regular expression (RE2) over the text as it is printed"`
	With  string `yaml:"with" json:"with" doc:"what stands in its place; $1 is the first group"`

	re *regexp.Regexp
}

// Mend is a text with what the rule finds put right; the same text where nothing
// is to be replaced, or where the rule has no fix.
func (r *Rule) Mend(text string) string {
	for i := range r.Fix {
		if re := r.Fix[i].re; re != nil {
			text = re.ReplaceAllString(text, r.Fix[i].With)
		}
	}
	return text
}

// MendIn is a source text with as many matches of each fix put right, from its
// beginning, as value has: the value is what the source holds first.
func (r *Rule) MendIn(source, value string) string {
	for i := range r.Fix {
		re := r.Fix[i].re
		if re == nil {
			continue
		}
		n := len(re.FindAllStringIndex(value, -1))
		if n == 0 {
			continue
		}
		var out []byte
		last := 0
		for _, at := range re.FindAllStringSubmatchIndex(source, n) {
			out = append(out, source[last:at[0]]...)
			out = re.ExpandString(out, r.Fix[i].With, source, at)
			last = at[1]
		}
		source = string(append(out, source[last:]...))
		value = re.ReplaceAllString(value, r.Fix[i].With)
	}
	return source
}

// fixes compiles the replacements of a rule.
func (c *compiler) fixes(list []Fix) []Fix {
	node, _ := get(c.node, "fix")
	c.param = nil
	for i := range list {
		if node != nil && i < len(node.Content) {
			c.param = node.Content[i]
		}
		c.need(list[i].Match != "", "match", "a regular expression")
		list[i].re = c.regexp("match", list[i].Match)
	}
	return list
}
